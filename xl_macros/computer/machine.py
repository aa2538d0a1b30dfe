"""What the probes ask of the PC, in one place, so that every answer can be had in a test too."""

from __future__ import annotations

import ctypes
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xl_macros.computer import loading
from xl_macros.computer.registry import Registry, windows_registry

DISTRIBUTION = "kecuali"
RUN_SECONDS = 1.5
REST_SECONDS = 1.0
"""How long the rest of a program's output is waited for once it has ended."""
CREATE_NO_WINDOW = 0x08000000
_DACL_SECURITY_INFORMATION = 4
_SDDL_REVISION_1 = 1


@dataclass(frozen=True, slots=True)
class Machine:
    """One PC. `registry` is None where there is none; `utc_offset_hours` is what Windows' time zone says."""

    system: str
    environ: Mapping[str, str]
    registry: Registry | None
    python_version: tuple[int, int, int]
    python_bits: int
    python_home: str
    utc_offset_hours: float
    run: Callable[[Sequence[str]], str]
    """The program's output. Raises OSError or subprocess.SubprocessError."""
    which: Callable[[str], str | None]
    package_version: Callable[[str], str | None]
    requirements: Callable[[], list[str]]
    """What this package says it needs, as requirement lines."""
    has_module: Callable[[str], bool]
    free_bytes: Callable[[Path], int]
    drive_type: Callable[[Path], int]
    access_list: Callable[[Path], str]
    """A folder's access list in SDDL. Raises OSError, or ImportError outside Windows."""
    typeset: Callable[[str], bytes]
    """A PDF from Typst markup. Raises ImportError or RuntimeError."""
    load_modules: Callable[[Sequence[str]], dict[str, str]]
    """Whether each module loads, see `binaries.py`. Raises OSError or subprocess.SubprocessError."""
    has_library: Callable[[str], bool]
    """Whether Windows finds a run-time library."""

    @property
    def is_windows(self) -> bool:
        return self.system == "win32"


def this_machine() -> Machine:
    """The PC this runs on."""
    return Machine(
        system=sys.platform,
        environ=os.environ,
        registry=windows_registry(),
        python_version=sys.version_info[:3],
        python_bits=64 if sys.maxsize > 2**32 else 32,
        python_home=sys.base_prefix,
        utc_offset_hours=(time.localtime().tm_gmtoff or 0) / 3600,
        run=run_program,
        which=shutil.which,
        package_version=_package_version,
        requirements=lambda: importlib.metadata.requires(DISTRIBUTION) or [],
        has_module=lambda name: importlib.util.find_spec(name) is not None,
        free_bytes=lambda folder: shutil.disk_usage(folder).free,
        drive_type=drive_type,
        access_list=access_list,
        typeset=_typeset,
        load_modules=lambda modules: loading.load_modules(modules, run_program),
        has_library=loading.has_library,
    )


def run_program(command: Sequence[str], seconds: float = RUN_SECONDS) -> str:
    """Output of a program, without a console window popping up over Excel.

    What it leaves running (Windows starts a service for some) may hold its output open for hours: `subprocess.run`
    would wait for that, on Windows even beyond its time limit. Raises subprocess.CalledProcessError with the output,
    or subprocess.TimeoutExpired.
    """
    process = subprocess.Popen(  # noqa: S603 - a fixed program with its arguments as a list, no shell
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=CREATE_NO_WINDOW if sys.platform == "win32" else 0,
    )
    said: list[bytes] = []
    reader = threading.Thread(target=_read, args=(process, said), daemon=True)
    reader.start()
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
    reader.join(REST_SECONDS)
    if code:
        raise subprocess.CalledProcessError(code, list(command), b"".join(said))
    return b"".join(said).decode("utf-8", "replace")


def _read(process: subprocess.Popen[bytes], said: list[bytes]) -> None:
    assert process.stdout is not None  # noqa: S101  # it was asked for
    with process.stdout as output:
        while piece := os.read(output.fileno(), 1 << 16):
            said.append(piece)


def drive_type(folder: Path) -> int:
    """Windows' GetDriveType of the folder's drive; 0 (unknown) elsewhere."""
    windll = getattr(ctypes, "windll", None)
    return int(windll.kernel32.GetDriveTypeW(folder.anchor)) if windll else 0


def access_list(folder: Path, load: Callable[[str], Any] = importlib.import_module) -> str:
    """The folder's access list in SDDL, through pywin32, which comes with xlwings on Windows.

    Raises OSError when it cannot be read, and ImportError outside Windows.
    """
    win32security, pywintypes = load("win32security"), load("pywintypes")
    try:
        descriptor = win32security.GetFileSecurity(str(folder), _DACL_SECURITY_INFORMATION)
        return str(
            win32security.ConvertSecurityDescriptorToStringSecurityDescriptor(
                descriptor, _SDDL_REVISION_1, _DACL_SECURITY_INFORMATION
            )
        )
    except pywintypes.error as error:
        raise OSError(str(error)) from error


def _package_version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _typeset(markup: str) -> bytes:
    import typst  # the compiler is loaded only when it is tried

    page: bytes = typst.compile(markup.encode(), ignore_system_fonts=True)
    return page
