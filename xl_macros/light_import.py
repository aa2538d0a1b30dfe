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
from collections.abc import Iterator, Mapping
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

CONSTANTS = "xlwings.constants"
KNOWN_CONSTANTS = {"MAX_ROWS": 1_048_576, "MAX_COLUMNS": 16_384, "ObjectHandleIcons": None}
"""All that is asked of Excel's 1,500 constants where no Excel is; their classes are a twentieth of a small click."""


def import_xlwings() -> ModuleType:
    """The xlwings module, imported lightly the first time. Raises ImportError when it is not installed."""
    if "xlwings" in sys.modules:
        return sys.modules["xlwings"]
    shut_out: dict[str, Any] = dict.fromkeys(HIDDEN)  # None is what the import system reads as "not there"
    shut_out |= {name: _stand_in(name, dict.fromkeys(members)) for name, members in STAND_INS.items()}
    gencache = _pywin32s_cache()
    if gencache is None:  # xlwings' half for Windows asks for many of them
        shut_out[CONSTANTS] = _stand_in(CONSTANTS, KNOWN_CONSTANTS)
    absent = [name for name in shut_out if name not in sys.modules]
    sys.modules.update({name: shut_out[name] for name in absent})
    try:
        with _without_makepy(gencache):
            xlwings = importlib.import_module("xlwings")
    finally:
        for name in absent:
            del sys.modules[name]
    windows = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        atexit.unregister(windows.cleanup)
    return xlwings


def _stand_in(name: str, members: Mapping[str, object]) -> ModuleType:
    module = ModuleType(name, "Not imported in a click; see xl_macros/light_import.py.")
    module.__dict__.update(members)
    return module


def _pywin32s_cache() -> Any:
    """What pywin32 keeps of classes for Excel's objects; None on any other system than Windows."""
    try:
        return importlib.import_module("win32com.client.gencache")
    except ImportError:
        return None


@contextlib.contextmanager
def _without_makepy(gencache: Any) -> Iterator[None]:
    """No classes are made for Excel's objects, and none that another program made are used.

    Excel's objects are then of one kind on every PC, whatever lies in %TEMP%\\gen_py, half written or out of date.
    """
    if gencache is None:
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
