"""Importing xlwings for one click: without heavy packages, without a call to Excel, without sockets.

Merely imported, xlwings 0.37.8 loads pandas, numpy, polars, matplotlib, plotly and PIL when they are installed; asks
the calling Excel for a licence of its paid part (`xlwings.pro`), for ever while Excel is busy; makes an asyncio loop
with three local TCP sockets (`com_server`); has pywin32 write classes for Excel's whole object model into %TEMP%
(makepy); and, at the end of the process, lists all programs of the PC and ends every Excel in which no workbook is
open. No button needs any of it, so all of it is kept out for the length of that one import.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

HIDDEN = (
    "pandas",
    "numpy",
    "polars",
    "matplotlib",
    "plotly",
    "PIL",
    "cryptography",
    "xlwings.pro",
)
STAND_INS = {
    "xlwings.com_server": ("serve",),
    "xlwings.udfs": ("get_udf_module", "import_udfs", "xlarg", "xlfunc", "xlret", "xlsub"),
}
"""What the import takes from modules that serve functions in cells, which the product has none of."""


def import_xlwings() -> ModuleType:
    """The xlwings module, imported lightly the first time. Raises ImportError when it is not installed."""
    if "xlwings" in sys.modules:
        return sys.modules["xlwings"]
    shut_out: dict[str, Any] = dict.fromkeys(HIDDEN)  # None is what the import system reads as "not there"
    shut_out |= {name: _stand_in(name, members) for name, members in STAND_INS.items()}
    absent = [name for name in shut_out if name not in sys.modules]
    sys.modules.update({name: shut_out[name] for name in absent})
    try:
        with _without_makepy():
            xlwings = importlib.import_module("xlwings")
    finally:
        for name in absent:
            del sys.modules[name]
    windows = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        atexit.unregister(windows.cleanup)
    return xlwings


def _stand_in(name: str, members: tuple[str, ...]) -> ModuleType:
    module = ModuleType(name, "Not imported in a click; see xl_macros/light_import.py.")
    module.__dict__.update(dict.fromkeys(members))
    return module


@contextlib.contextmanager
def _without_makepy() -> Iterator[None]:
    """No classes are made for Excel's objects, and none that another program made are used.

    Excel's objects are then of one kind on every PC, whatever lies in %TEMP%\\gen_py, half written or out of date.
    """
    try:
        gencache: Any = importlib.import_module("win32com.client.gencache")
    except ImportError:  # not Windows
        yield
        return
    make, gencache.EnsureModule = gencache.EnsureModule, _no_class
    gencache.GetClassForCLSID = _no_class
    try:
        yield
    finally:
        gencache.EnsureModule = make


def _no_class(*_: object, **__: object) -> None:
    """What pywin32 answers itself where makepy never ran."""
