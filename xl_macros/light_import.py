"""Importing xlwings without the heavy packages that it loads merely because they are installed.

xlwings tries pandas, numpy, polars, matplotlib, plotly, PIL and (for its paid part) cryptography at import and
goes on without them. No button needs them through xlwings, and together they cost seconds on an office PC, so
they are hidden for the length of that one import. Afterwards they can be imported as usual.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

HIDDEN = ("pandas", "numpy", "polars", "matplotlib", "plotly", "PIL", "cryptography")


def import_xlwings() -> ModuleType:
    """The xlwings module, imported lightly the first time. Raises ImportError when it is not installed."""
    if "xlwings" in sys.modules:
        return sys.modules["xlwings"]
    absent = [name for name in HIDDEN if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]  # what the import system reads as "not there"
    try:
        return importlib.import_module("xlwings")
    finally:
        for name in absent:
            del sys.modules[name]
