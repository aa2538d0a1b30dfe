"""A running LibreOffice Calc on a screen of its own, clicked with a real mouse.

Everything is started by the test and ended with it: the virtual screen, an own profile with macros allowed, the
program. Waiting is polling with a deadline; nothing sleeps for a fixed time.
"""

from __future__ import annotations

import builtins
import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"  # where Debian's python3-uno lies
TOOLS = ("Xvfb", "soffice", "xdotool", "import")
POLL_SECONDS = 0.05
ATTEMPTS = 4
PATIENCE_SECONDS = 15
"""For what a click brings about: a second click on a slow machine would be a second order."""
SMALLEST = 8  # pixels; no button is smaller
T = TypeVar("T")

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "0"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "false"),
    ("Common/Misc", "FirstRun", "false"),
    ("Common/Misc", "ShowTipOfTheDay", "false"),
    ("Common/Misc", "ShowDonation", "false"),
    ("Common/Save/Document", "AutoSave", "false"),
)


def missing_tools() -> str:
    """What of the machine is not there for these tests, '' when all is."""
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    try:
        uno_module()
    except ImportError:
        absent.append(f"uno for Python {sys.version_info.major}.{sys.version_info.minor}")
    return ", ".join(absent)


def uno_module() -> Any:
    """LibreOffice's bridge; ImportError when this Python is not the one it was built for."""
    sys.path.append(
        SYSTEM_PACKAGES
    )  # last, and not longer than needed: the system's packages are not the venv's
    try:
        import uno
    finally:
        sys.path.remove(SYSTEM_PACKAGES)

    builtins.__import__ = (
        uno._builtin_import
    )  # uno's own makes every failed import an ImportError without a name
    return uno


def wait_for(what: str, look: Callable[[], T | None], seconds: float = 60) -> T:
    """Poll until `look` gives something; TimeoutError that says what was waited for."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found is not None and found is not False:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(POLL_SECONDS)


@contextlib.contextmanager
def virtual_screen(size: tuple[int, int]) -> Iterator[str]:
    """An X display of this test, for example `:5`."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "{}x{}x24".format(*size),
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


@dataclass
class LiveCalc:
    """One Calc with one workbook open."""

    display: str
    context: Any
    document: Any
    runtime: Path
    """Where the workbook's VBA makes its exchange folders."""

    def press_keys(self, *keys: str) -> None:
        self._xdotool("key", *keys)

    def click_at(self, x: int, y: int) -> None:
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def screenshot(self, path: Path) -> Path:
        subprocess.run(["import", "-display", self.display, "-window", "root", str(path)], check=True)
        return path

    def fill_screen(self) -> None:
        """Make the document's window as large as the screen: there is no window manager to maximise it."""
        shown = self._xdotool("getdisplaygeometry").split()
        window = self.document.CurrentController.Frame.ContainerWindow
        window.setPosSize(0, 0, int(shown[0]), int(shown[1]), 15)  # x, y, width and height

    def show_sheet(self, name: str) -> None:
        self.document.CurrentController.setActiveSheet(self.document.Sheets.getByName(name))

    def click_button(self, label: str) -> None:
        """Bring the form button with that label into view and click it with the mouse until its macro starts."""
        controller = self.document.CurrentController
        sheet, height = controller.getActiveSheet(), self._button(label).Position.Y
        below = next(row for row in range(1_000) if height < sheet.getCellByPosition(0, row).Position.Y)
        for attempt in range(ATTEMPTS):
            controller.setFirstVisibleColumn(0)
            # a control has no place on the screen before it was drawn: every attempt scrolls, so that it is drawn anew
            controller.setFirstVisibleRow(max(0, below - 3 - attempt % 2))
            with contextlib.suppress(TimeoutError):
                self.click_at(
                    *_settled(f"the button {label!r}", lambda: self._middle_of(self._button(label)), 5)
                )
                wait_for("the macro to start", self._macro_runs, PATIENCE_SECONDS)
                return
        raise TimeoutError(f"the button {label!r} does not answer to clicks")

    def _come_to_front(self) -> None:
        """Give the document's window the focus, which a closed dialog leaves to nobody without a window manager.

        A click into a window without focus is lost.
        """
        window = self.document.CurrentController.Frame.ContainerWindow
        window.toFront()
        window.setFocus()
        wait_for("the document's window to be active", window.isActive)

    def _macro_runs(self) -> bool:
        """The macro has made its exchange folder, or shows something."""
        return any(self.runtime.glob("kecuali-*")) or self.dialog_text() is not None

    def _button(self, label: str) -> Any:
        """The form button's shape on the active sheet."""
        page = self.document.CurrentController.getActiveSheet().DrawPage
        shapes = [page.getByIndex(index) for index in range(page.Count)]
        return next(
            shape for shape in shapes if getattr(getattr(shape, "Control", None), "Label", "") == label
        )

    def _middle_of(self, shape: Any) -> tuple[int, int] | None:
        return _middle(self.document.CurrentController.getControl(shape.Control).getAccessibleContext())

    def dialog_text(self) -> str | None:
        """The text of the dialog in front, None when there is none or while it comes or goes."""
        dialog = self._dialog()
        if dialog is None:
            return None
        texts = [node.getAccessibleName() for node in _nodes(dialog) if _role(node) == _STATIC_TEXT]
        return "\n".join(texts) or None

    def answer_dialog(self, button: str) -> str:
        """Wait for a dialog, click one of its buttons with the mouse, and return the dialog's text."""
        text = wait_for("a dialog", self.dialog_text, 180)
        for _ in range(ATTEMPTS):
            self.click_at(*_settled(f"the answer {button!r}", lambda: self._answer(button)))
            with contextlib.suppress(TimeoutError):
                wait_for("the dialog to close", lambda: self.dialog_text() != text, PATIENCE_SECONDS)
                return text
        raise TimeoutError(f"the dialog does not close: {text}")

    def _answer(self, button: str) -> tuple[int, int] | None:
        nodes = [node for node in _nodes(self._dialog()) if _role(node) == _PUSH_BUTTON]
        return next((_middle(node) for node in nodes if node.getAccessibleName() == button), None)

    def _dialog(self) -> Any:
        toolkit = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", self.context
        )
        windows = [toolkit.getTopWindow(index) for index in range(toolkit.getTopWindowCount())]
        contexts = [
            window.getAccessibleContext() for window in windows if hasattr(window, "getAccessibleContext")
        ]
        return next((found for found in contexts if _role(found) in _DIALOGS), None)

    def _xdotool(self, *arguments: str) -> str:
        environment = os.environ | {"DISPLAY": self.display}
        done = subprocess.run(
            ["xdotool", *arguments], env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout


# com.sun.star.accessibility.AccessibleRole
_ALERT, _DIALOG, _STATIC_TEXT, _PUSH_BUTTON = 1, 12, 86, 44
_DIALOGS = (_ALERT, _DIALOG)


def _nodes(context: Any) -> Iterator[Any]:
    """The element and all below it; what vanishes meanwhile is left out."""
    if context is None:
        return
    yield context
    with contextlib.suppress(*gone_errors()):
        for index in range(context.getAccessibleChildCount()):
            child = context.getAccessibleChild(index)
            yield from _nodes(child and child.getAccessibleContext())


def _role(context: Any) -> int | None:
    """The accessible role; None for what is vanishing."""
    with contextlib.suppress(*gone_errors()):
        return int(context.getAccessibleRole())
    return None


def gone_errors() -> tuple[type[Exception], ...]:
    """What asking an element that is vanishing raises; a context that is gone is None or answers nothing."""
    names = ("lang.DisposedException", "lang.IndexOutOfBoundsException", "uno.RuntimeException")
    return (AttributeError, *(uno_module().getClass(f"com.sun.star.{name}") for name in names))


def _settled(what: str, look: Callable[[], tuple[int, int] | None], seconds: float = 60) -> tuple[int, int]:
    """A place on the screen, once it is the same twice in a row."""
    seen: list[tuple[int, int] | None] = [None]

    def still_there() -> tuple[int, int] | None:
        with contextlib.suppress(*gone_errors()):
            seen.append(look())
            return seen[-1] if seen[-1] == seen[-2] else None
        return None

    return wait_for(what, still_there, seconds)


def _middle(context: Any) -> tuple[int, int] | None:
    """The middle of what is drawn on the screen; None for what is not drawn yet."""
    corner, size = context.getLocationOnScreen(), context.getSize()
    if size.Width < SMALLEST or size.Height < SMALLEST:
        return None
    return corner.X + size.Width // 2, corner.Y + size.Height // 2


@contextlib.contextmanager
def running(
    workbook: Path, folder: Path, user: str, size: tuple[int, int] = (1400, 1000)
) -> Iterator[LiveCalc]:
    """Calc with the workbook open as by a double click; `folder` takes profile and pipe, `user` is logged in."""
    pipe = f"kecuali-{os.getpid()}-{folder.name}"
    _write_profile(folder / "profile")
    with virtual_screen(size) as display:
        private = folder / "runtime"
        private.mkdir(mode=0o700)
        command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--norestore", "--nologo",
                   f"--accept=pipe,name={pipe};urp;", str(workbook)]  # fmt: skip
        environment = os.environ | {
            "DISPLAY": display,
            "USERNAME": user,
            "KECUALI_UNO_PIPE": pipe,
            "SAL_USE_VCLPLUGIN": "gen",
            "XDG_RUNTIME_DIR": str(private),
            "XDG_STATE_HOME": str(private),
        }
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   start_new_session=True)  # fmt: skip
        try:
            context = wait_for("LibreOffice to answer", lambda: connect(pipe), 60)
            document = wait_for("the workbook to open", lambda: open_document(context), 60)
            yield LiveCalc(display, context, document, private)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 9)  # the whole session: soffice starts soffice.bin
            process.wait()


def _write_profile(profile: Path) -> None:
    items = "\n".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        _PROFILE.format(items=items), encoding="utf-8"
    )


def connect(pipe: str) -> Any:
    """The remote component context of the office that listens on the pipe; None while it does not."""
    uno = uno_module()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    try:
        return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    except uno.getClass("com.sun.star.connection.NoConnectException"):
        return None


def open_document(context: Any) -> Any:
    """The spreadsheet that is open; None while there is none."""
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    components = desktop.Components.createEnumeration()
    while components.hasMoreElements():
        component = components.nextElement()
        if (
            component.supportsService("com.sun.star.sheet.SpreadsheetDocument")
            and component.CurrentController
        ):
            return component
    return None
