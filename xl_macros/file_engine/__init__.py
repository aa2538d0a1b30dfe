"""An xlwings engine that works on the .xlsx/.xlsm file itself. See docs/file-engine.md."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xl_macros.file_engine.errors import FileEngineError
from xl_macros.light_import import import_xlwings

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["FileEngineError", "open_book"]


def open_book(path: Path) -> xw.Book:
    """The workbook file as an `xlwings.Book`, whatever engine is active; close it when done.

    Raises FileEngineError when it is no workbook that may be opened, OSError when it cannot be read.
    """
    import_xlwings()
    from xl_macros.file_engine.engine import private_app

    return private_app().books.open(str(path))
