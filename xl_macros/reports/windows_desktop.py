"""Windows behind the `Desktop` of the mail opener: COM, registry, Explorer, clipboard.

Nothing here has been run on a real Windows in this repository's tests; they run it against stand-ins of the
four things that it is given: the COM dispatcher, the registry reader, the program starter and the file opener.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from xl_macros.reports.draft import MAIL_ITEM, DesktopError, ReadDraft

NEW_OUTLOOK_CHOSEN = (r"Software\Microsoft\Office\16.0\Outlook\Preferences", "UseNewOutlook")
APP_PATH_OLK = (r"Software\Microsoft\Windows\CurrentVersion\App Paths\olk.exe", "")

Dispatch = Callable[[str], Any]
ReadRegistry = Callable[[str, str], object]
Start = Callable[[Sequence[str], bytes | None], None]
OpenFile = Callable[[str], None]


class WindowsDesktop:
    """A Windows desktop. `read_registry(key, name)` reads below HKEY_CURRENT_USER and gives None when absent."""

    def __init__(
        self,
        dispatch: Dispatch | None = None,
        read_registry: ReadRegistry | None = None,
        start: Start | None = None,
        open_file: OpenFile | None = None,
    ) -> None:
        self._dispatch = dispatch or _com_dispatch
        self._read_registry = read_registry or _current_user_value
        self._start = start or _start_program
        self._open_file = open_file or _open_with_windows

    def show_in_classic_outlook(self, draft: ReadDraft, scratch: Path) -> None:
        """A new message window. Outlook copies the attachment, so the private copy goes again at once."""
        if self._read_registry(*NEW_OUTLOOK_CHOSEN) == 1:
            raise DesktopError("the user has switched to new Outlook")
        item = self._dispatch("Outlook.Application").CreateItem(MAIL_ITEM)
        folder = Path(tempfile.mkdtemp(prefix=".surel-", dir=scratch))
        try:
            attachment = folder / Path(draft.attachment_name).name
            attachment.write_bytes(draft.attachment)
            item.To = draft.to
            item.Subject = draft.subject
            item.Body = draft.body
            item.Attachments.Add(str(attachment))
            item.Display(False)
        except _com_errors() as error:
            raise DesktopError("Outlook did not take the draft") from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def show_in_new_outlook(self, eml: Path) -> None:
        """New Outlook opens a file with `X-Unsent: 1` as a draft."""
        program = self._read_registry(*APP_PATH_OLK)
        if not isinstance(program, str) or not program.strip('" '):
            raise DesktopError("new Outlook is not installed")
        self._start([program.strip('" '), str(eml)], None)

    def show_in_default_program(self, eml: Path) -> None:
        """Whatever Windows opens `.eml` files with."""
        self._open(eml)

    def show_folder(self, eml: Path) -> None:
        """The draft's folder in Explorer."""
        self._open(eml.parent)

    def copy_text(self, text: str) -> None:
        """The text on the clipboard; `clip.exe` reads UTF-16 with a byte order mark.

        By its full path: a program of that name beside the workbook is never started.
        """
        system = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
        self._start([str(system / "clip.exe")], text.encode("utf-16"))

    def _open(self, path: Path) -> None:
        try:
            self._open_file(str(path))
        except OSError as error:
            raise DesktopError(f"nothing opens {path.suffix or 'folders'}") from error


def _com_errors() -> tuple[type[Exception], ...]:
    """What a COM call raises. AttributeError: how pywin32 says that a program lacks a member."""
    try:
        from pywintypes import com_error
    except ImportError:
        return (OSError, AttributeError)
    return (com_error, OSError, AttributeError)


def _com_dispatch(name: str) -> Any:
    try:
        from win32com import client
    except ImportError as error:
        raise DesktopError("COM is not to be had") from error
    try:
        return client.Dispatch(name)
    except _com_errors() as error:
        raise DesktopError(f"{name} does not answer") from error


def _current_user_value(key: str, name: str) -> object:
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None


def _start_program(command: Sequence[str], text: bytes | None) -> None:
    try:
        stdin = subprocess.PIPE if text is not None else None
        process = subprocess.Popen(list(command), stdin=stdin)  # noqa: S603 - fixed programs, no shell
        if text is not None:
            process.communicate(text, timeout=10)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DesktopError(f"{command[0]} did not start") from error


def _open_with_windows(path: str) -> None:
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - our own draft, shown to the user who asked for it
    else:
        raise OSError("only Windows opens files this way")
