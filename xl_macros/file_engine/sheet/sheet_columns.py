"""Column widths as Excel shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_macros.file_engine.opc.safe_xml import flag, number
from xl_macros.file_engine.sheet.sheet_frame import size

if TYPE_CHECKING:
    from lxml import etree

    from xl_macros.file_engine.sheet.sheet_frame import SheetFrame

# The file holds the width with 5 pixels of padding; one character of Calibri 11 is 7 pixels wide
# (ECMA-376 part 1, 18.3.1.13).
_CHARACTER_PIXELS, _PADDING_PIXELS = 7, 5


def column_width(frame: SheetFrame, column: int) -> float:
    """The width of a column in characters, as Excel shows it; 0 when it is hidden."""
    found = _entry(frame, column)
    if found is None or found.get("width") is None:
        return frame.default_column_width()
    return 0.0 if flag(found, "hidden") else _shown_width(size(found.get("width"), 0.0))


def _shown_width(stored: float) -> float:
    if stored < 1:
        return round(stored * _CHARACTER_PIXELS / (_CHARACTER_PIXELS + _PADDING_PIXELS), 2)
    pixels = int(stored * _CHARACTER_PIXELS + 0.5)
    return round((pixels - _PADDING_PIXELS) / _CHARACTER_PIXELS, 2)


def _entry(frame: SheetFrame, column: int) -> etree._Element | None:
    cols = frame.find("cols")
    for entry in cols if cols is not None else ():
        if number(entry, "min") <= column <= number(entry, "max"):
            return entry
    return None
