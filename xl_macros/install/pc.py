"""The Windows PC as the installer sees it: its folders, registry, start menu. Everything behind a seam."""

from __future__ import annotations

import ctypes
import importlib
import importlib.metadata
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xl_macros.clock import office_now
from xl_macros.computer.binaries import check_binaries
from xl_macros.computer.check import Context, Subject
from xl_macros.computer.machine import drive_type, run_program, this_machine
from xl_macros.computer.registry import Registry, windows_registry
from xl_macros.errors import Refusal
from xl_macros.places import resources

ICACLS_SECONDS = 30.0
_THIS_SESSION, _WTS_USER_NAME = -1, 5


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One start-menu entry."""

    name: str
    target: Path
    description: str


@dataclass(frozen=True, slots=True)
class Pc:
    r"""One account on one PC.

    `app` is %LOCALAPPDATA%\Kecuali, where the program's own venv, record and logs lie; `documents` the known
    folder wherever it has been moved to; `start_menu` the account's own Programs folder; `package_workbook` the
    empty workbook of this version.
    """

    registry: Registry
    environ: Mapping[str, str]
    app: Path
    profile: Path
    documents: Path
    start_menu: Path
    version: str
    package_workbook: Path
    scripts: tuple[Path, ...]
    guide: Path
    now: Callable[[], datetime]
    drive_type: Callable[[Path], int]
    run: Callable[[Sequence[str]], str]
    """Runs a program of Windows. Raises OSError or subprocess.SubprocessError."""
    check_program: Callable[[], str]
    """What of the program does not load on this PC, with the cure, in a sentence; '' when all does."""
    account_at_screen: Callable[[], str]
    """The account that is logged in to Windows at this screen; '' when that cannot be said."""
    make_link: Callable[[Path, Shortcut], None]
    """Writes a .lnk file. Raises OSError, or ImportError where there is no pywin32."""


def this_pc(registry: Registry | None = None) -> Pc:
    """The PC this runs on, with its own registry unless one is given. Refused where there is no Windows."""
    registry = registry or windows_registry()
    if registry is None:
        raise Refusal(
            "Pemasangan ini untuk Windows dengan Excel.",
            cure="Di komputer lain, buat folder kantor dengan: kecuali new FOLDER.",
        )
    import platformdirs  # only an installation asks for Windows' known folders

    return Pc(
        registry=registry,
        environ=os.environ,
        app=Path(os.environ["LOCALAPPDATA"], "Kecuali"),  # where pasang.cmd and the workbook's VBA look too
        profile=Path.home(),
        documents=platformdirs.user_documents_path(),
        start_menu=platformdirs.user_applications_path(),
        version=importlib.metadata.version("kecuali"),
        package_workbook=resources.workbook_file("Register-Dikecualikan.xlsm"),
        scripts=(
            resources.workbook_file("install/copot.cmd"),
            resources.workbook_file("install/perbaiki.cmd"),
        ),
        guide=resources.project_file("docs/panduan.html"),
        now=office_now,
        drive_type=drive_type,
        run=lambda command: run_program(command, ICACLS_SECONDS),
        check_program=_unloadable,
        account_at_screen=account_at_screen,
        make_link=write_link,
    )


def _unloadable() -> str:
    subject = Subject(workbook="", now=office_now())
    check = check_binaries(Context(subject, this_machine()))
    return "" if check.ok is not False else f"{check.detail} {check.cure}"


def account_at_screen() -> str:
    """Whom Windows knows as the user of this session: another one than ours after "Run as administrator"."""
    windll = getattr(ctypes, "windll", None)
    if windll is None:
        return ""
    text, size = ctypes.c_wchar_p(), ctypes.c_ulong()
    asked = windll.wtsapi32.WTSQuerySessionInformationW(
        None, _THIS_SESSION, _WTS_USER_NAME, ctypes.byref(text), ctypes.byref(size)
    )
    if not asked:
        return ""
    found = text.value or ""
    windll.wtsapi32.WTSFreeMemory(text)
    return found


def write_link(path: Path, shortcut: Shortcut, load: Callable[[str], Any] = importlib.import_module) -> None:
    """A .lnk through Windows' own shell object, which knows every path in any letters.

    Not through a script of Windows' script host: VBScript is being taken out of Windows. pywin32, which is
    needed here, always comes with xlwings. Raises OSError, and ImportError outside Windows.
    """
    pythoncom = load("pythoncom")
    shell = load("win32com.shell.shell")
    link = pythoncom.CoCreateInstance(
        shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink
    )
    link.SetPath(str(shortcut.target))
    link.SetDescription(shortcut.description)
    link.SetWorkingDirectory(str(shortcut.target.parent))
    try:
        link.QueryInterface(pythoncom.IID_IPersistFile).Save(str(path), 0)
    except pythoncom.com_error as error:
        raise OSError(str(error)) from error
