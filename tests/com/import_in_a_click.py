"""Imports xlwings as the ribbon's process does, in a Windows that is fake, and says what that set in motion.

A process of its own: import_in_a_click.py [NAME], where NAME is what the light import is to let through all the same
(a module that it hides, `makepy` or `atexit`): a test sees then that it would have been noticed. Prints JSON.
"""

from __future__ import annotations

import atexit
import builtins
import contextlib
import ctypes
import json
import socket
import subprocess
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from fake_excel import windows  # noqa: E402  the paths come first


def main(way: str) -> None:
    desktop = windows.Desktop()
    windows._desktop.append(desktop)
    excel = desktop.start_excel()
    excel.new_book()
    sys.modules.update(windows._modules())
    for name, member in windows._ctypes_members().items():
        setattr(ctypes, name, member)
    builtins.WindowsError = OSError  # type: ignore[attr-defined]
    sockets, started = [], []

    class Socket(socket.socket):
        def __init__(self, *arguments: object, **options: object) -> None:
            sockets.append(str(arguments))
            super().__init__(*arguments, **options)  # type: ignore[arg-type]

    socket.socket = Socket  # type: ignore[misc]
    subprocess.CREATE_NO_WINDOW = 0  # type: ignore[attr-defined]
    subprocess.run = lambda *words, **_: started.append(str(words))  # type: ignore[assignment]
    arguments = ["compute_expiry", "--wb=Book1", "--from_xl=1", f"--hwnd={excel.hwnd}", "--exchange=C:\\x"]
    sys.argv = ["xl_macros", *arguments]
    from xl_macros import light_import
    from xl_macros.click import macro  # what a click loads before: judged elsewhere

    assert macro
    failed = ""
    sys.platform = "win32"
    with excel.line.counting() as calls:
        try:
            let_through(way)
            light_import.import_xlwings()
        except ImportError as error:
            failed = str(error.name)
    sys.platform = "linux"
    found = {
        "calls": calls.round_trips,
        "sockets": sockets,
        "made": windows.MADE,
        "loaded": sorted({"xlwings.pro", "xlwings.udfs", "xlwings.com_server"} & set(sys.modules)),
        "failed": failed,
        "engine": "xlwings._xlwindows" in sys.modules,
    }
    atexit._run_exitfuncs()
    sys.stdout.write(json.dumps(found | {"started": started}))


def let_through(name: str) -> None:
    from xl_macros import light_import

    light_import.HIDDEN = tuple(hidden for hidden in light_import.HIDDEN if hidden != name)
    light_import.STAND_INS = {key: value for key, value in light_import.STAND_INS.items() if key != name}
    if name == "makepy":
        light_import._without_makepy = contextlib.nullcontext  # type: ignore[assignment]
    if name == "atexit":
        atexit.unregister = lambda _: None  # type: ignore[assignment]


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
