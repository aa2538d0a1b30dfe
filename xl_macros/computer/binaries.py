"""Whether every package with compiled code loads on this PC: proved by loading each once, in a process of its own.

A policy of Windows (Smart App Control), an antivirus or a missing run-time library stops single files, and says so
only when the file is needed: in the middle of a button, as an error about a document that is in order.
The loading itself is `loading.py`.
"""

from __future__ import annotations

import subprocess

from xl_macros.computer.check import Check, Context
from xl_macros.computer.loading import ABSENT, FAILED

BINARIES = {
    "cffi": "_cffi_backend",
    "cryptography": "cryptography.hazmat.bindings._rust",
    "isal": "isal.isal_zlib",
    "lxml": "lxml.etree",
    "msgspec": "msgspec._core",
    "numpy": "numpy",
    "pandas": "pandas",
    "pi-heif": "pi_heif",
    "pikepdf": "pikepdf",
    "pillow": "PIL._imaging",
    "psutil": "psutil",
    "python-calamine": "python_calamine",
    "simplejpeg": "simplejpeg",
    "typst": "typst",
    "zxing-cpp": "zxingcpp",
}
"""Packages of `requirements.txt` with compiled code, and the module of each that loads it."""
WINDOWS_BINARIES = {
    "pywin32": "pythoncom",
    "pywin32 (keamanan)": "win32security",
    "pywin32 (kunci)": "win32cred",
}
NOT_USED = frozenset({"xlwings"})
"""Compiled code that no button enters: xlwings' belongs to its paid part, its Python is tried by every click."""
OPTIONAL = frozenset({"pi-heif", "psutil"})
"""Not installed everywhere: absent is no finding, present and unloadable is one."""

RUNTIME_DLL = "msvcp140.dll"
NAME = "Bagian program"
GET_RUNTIME = (
    "Pasang Microsoft Visual C++ Redistributable (vc_redist.x64.exe, dari microsoft.com), "
    "lalu klik Periksa Komputer lagi."
)
UNBLOCK = (
    "Antivirus, Smart App Control atau kebijakan Windows mungkin memblokirnya: mintalah administrator mengizinkan "
    r"folder %LOCALAPPDATA%\Kecuali, lalu jalankan lagi pasang.cmd."
)


def check_binaries(context: Context) -> Check:
    """What does not load, by package, with the cure that fits."""
    wanted = BINARIES | (WINDOWS_BINARIES if context.machine.is_windows else {})
    try:
        answers = context.machine.load_modules(list(wanted.values()))
    except (OSError, subprocess.SubprocessError):
        return Check(
            NAME, None, "Tidak dapat diperiksa: proses Python kedua tidak dapat dijalankan.", UNBLOCK
        )
    failed = [
        package
        for package, module in wanted.items()
        if answers.get(module, FAILED) == FAILED
        or (answers[module] == ABSENT and package not in OPTIONAL and context.machine.is_windows)
    ]
    if not failed:
        return Check(NAME, True, f"{len(wanted)} paket dapat dimuat.")
    only_runtime = failed == ["zxing-cpp"] and not context.machine.has_library(RUNTIME_DLL)
    what = (
        " Hanya lembar sampul tumpukan yang tidak dapat dibaca; yang lain dapat dipakai."
        if only_runtime
        else ""
    )
    detail = f"Tidak dapat dimuat di komputer ini: {', '.join(failed)}.{what}"
    return Check(NAME, False, detail, GET_RUNTIME if only_runtime else UNBLOCK)
