"""Column widths and column styles: the `cols` of a worksheet, split where a range begins or ends."""

from __future__ import annotations

import copy
from collections.abc import Callable

from lxml import etree

from xl_macros.file_engine.cells.addresses import MAX_COLUMN, Area
from xl_macros.file_engine.opc.safe_xml import drop, flag, number, tag
from xl_macros.file_engine.sheet.sheet_frame import SheetFrame, size


def column_width(frame: SheetFrame, column: int) -> float:
    """The width of a column in characters, as Excel shows it."""
    found = _entry(frame, column)
    if found is None or found.get("width") is None:
        return frame.default_column_width()
    if flag(found, "hidden"):
        return 0.0
    return shown_width(size(found.get("width"), 0.0))


# The file holds the width with 5 pixels of padding; one character of Calibri 11 is 7 pixels wide
# (ECMA-376 part 1, 18.3.1.13).
_CHARACTER_PIXELS, _PADDING_PIXELS = 7, 5


def shown_width(stored: float) -> float:
    """Characters that Excel shows for a stored width."""
    if stored < 1:
        return round(stored * _CHARACTER_PIXELS / (_CHARACTER_PIXELS + _PADDING_PIXELS), 2)
    pixels = int(stored * _CHARACTER_PIXELS + 0.5)
    return round((pixels - _PADDING_PIXELS) / _CHARACTER_PIXELS, 2)


def stored_width(shown: float) -> float:
    """Stored width for characters as Excel shows them."""
    pixels = int(shown * _CHARACTER_PIXELS + 0.5) + _PADDING_PIXELS
    if shown < 1:
        pixels = int(shown * (_CHARACTER_PIXELS + _PADDING_PIXELS) + 0.5)
    return round(pixels / _CHARACTER_PIXELS * 256) / 256


def set_column_width(frame: SheetFrame, area: Area, width: float) -> None:
    """Sets the width of the area's columns."""
    for entry in _entries(frame, area):
        entry.set("width", repr(round(stored_width(width), 7)))
        entry.set("customWidth", "1")
        drop(entry, "bestFit")
    frame.touch()


def fit_column_widths(frame: SheetFrame, widths: dict[int, float]) -> None:
    """Sets widths that were found by fitting the content, in characters by column."""
    for column, width in widths.items():
        for entry in _entries(frame, Area(1, column, 1, column)):
            entry.set("width", repr(round(stored_width(width), 7)))
            entry.set("bestFit", "1")
            entry.set("customWidth", "1")
    frame.touch()


def is_column_hidden(frame: SheetFrame, column: int) -> bool:
    """Whether a column is hidden."""
    return flag(_entry(frame, column), "hidden")


def set_column_hidden(frame: SheetFrame, area: Area, hidden: bool) -> None:
    """Hides or shows the area's columns."""
    for entry in _entries(frame, area):
        if hidden:
            entry.set("hidden", "1")
        else:
            drop(entry, "hidden")
    frame.touch()


def restyle_columns(frame: SheetFrame, area: Area, change: Callable[[int], int]) -> None:
    """Applies `change` to the styles of the area's columns."""
    for entry in _entries(frame, area):
        entry.set("style", str(change(number(entry, "style"))))
    frame.touch()


def _entry(frame: SheetFrame, column: int) -> etree._Element | None:
    cols = frame.find("cols")
    for entry in cols if cols is not None else ():
        if number(entry, "min") <= column <= number(entry, "max"):
            return entry
    return None


def _entries(frame: SheetFrame, area: Area) -> list[etree._Element]:
    """The `col` elements that make up exactly the area's columns, split and made where needed."""
    cols = frame.ensure("cols")
    pieces: list[etree._Element] = []
    column = area.column
    while column <= area.last_column:
        entry = _entry(frame, column)
        if entry is None:
            last = min(
                [
                    area.last_column,
                    *(number(e, "min") - 1 for e in cols if number(e, "min") > column),
                ]
            )
            width = repr(round(stored_width(frame.default_column_width()), 7))
            entry = etree.SubElement(cols, tag("col"), min=str(column), max=str(last), width=width)
        else:
            entry = _cut(cols, entry, column, min(area.last_column, MAX_COLUMN))
        pieces.append(entry)
        column = number(entry, "max") + 1
    cols[:] = sorted(cols, key=lambda e: number(e, "min"))
    return pieces


def _cut(cols: etree._Element, entry: etree._Element, first: int, last: int) -> etree._Element:
    low, high = number(entry, "min"), number(entry, "max")
    for edge_low, edge_high in ((low, first - 1), (last + 1, high)):
        if edge_low <= edge_high:
            rest = copy.deepcopy(entry)
            rest.set("min", str(edge_low))
            rest.set("max", str(edge_high))
            cols.append(rest)
    entry.set("min", str(max(low, first)))
    entry.set("max", str(min(high, last)))
    return entry
