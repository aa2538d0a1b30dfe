"""Row heights and hidden rows, and columns fitted to their text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xl_macros.file_engine.cells.addresses import MAX_ROW, Area
from xl_macros.file_engine.cells.cell_markup import attributes_of
from xl_macros.file_engine.sheet import sheet_columns
from xl_macros.file_engine.sheet.sheet_frame import size

if TYPE_CHECKING:
    from xl_macros.file_engine.sheet.sheet_file import SheetFile

_SIZE = re.compile(rb"""\s(?:ht|customHeight)\s*=\s*(?:"[^"]*"|'[^']*')""")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*(?:"[^"]*"|'[^']*')""")
_FITTED_CHARACTERS = 80


def _height_of(attributes: dict[str, str], default: float) -> float:
    if attributes.get("hidden") in ("1", "true"):
        return 0.0
    return size(attributes.get("ht"), default)


def row_height(sheet: SheetFile, area: Area) -> float | None:
    """The height of the area's rows in points, None when they differ."""
    default = sheet.frame.default_row_height()
    heights = {
        _height_of(attributes_of(buffer[tag:content]), default)
        for _, buffer, tag, content, _ in sheet.store.rows(area.row, area.last_row)
    }
    present = sum(1 for _ in sheet.store.rows(area.row, area.last_row))
    if present < area.row_count:
        heights.add(default)
    return heights.pop() if len(heights) == 1 else None


def height(sheet: SheetFile, first: int, last: int) -> float:
    """The height of some rows together, in points."""
    default = sheet.frame.default_row_height()
    own = [
        _height_of(attributes_of(buffer[tag:content]), default)
        for _, buffer, tag, content, _ in sheet.store.rows(first, last)
    ]
    return sum(own) + default * (last - first + 1 - len(own))


def set_row_height(sheet: SheetFile, area: Area, points: float) -> None:
    """Sets the height of the area's rows."""
    _change_headers(sheet, area, _SIZE, b' ht="%s" customHeight="1"' % f"{points:g}".encode())


def forget_row_height(sheet: SheetFile, area: Area) -> None:
    """Lets Excel fit the heights of rows that are there."""
    for number in [row[0] for row in sheet.store.rows(area.row, area.last_row)]:
        _change_headers(sheet, Area(number, 1, number, 1), _SIZE, b"")


def is_hidden(sheet: SheetFile, area: Area) -> bool | None:
    """Whether the area's rows are hidden, None when some are."""
    states = {
        attributes_of(buffer[tag:content]).get("hidden") in ("1", "true")
        for _, buffer, tag, content, _ in sheet.store.rows(area.row, area.last_row)
    }
    if sum(1 for _ in sheet.store.rows(area.row, area.last_row)) < area.row_count:
        states.add(False)
    return states.pop() if len(states) == 1 else None


def set_hidden(sheet: SheetFile, area: Area, hidden: bool) -> None:
    """Hides or shows the area's rows."""
    _change_headers(sheet, area, _HIDDEN, b' hidden="1"' if hidden else b"")


def _change_headers(sheet: SheetFile, area: Area, old: re.Pattern[bytes], new: bytes) -> None:
    if area.last_row == MAX_ROW and area.row == 1:
        raise NotImplementedError(
            "Sizes of all rows of a sheet at once are not supported by the file engine."
        )
    for number in range(area.row, area.last_row + 1):
        row = sheet.store.row(number)
        if row is None:
            if new:
                sheet.store.put(number, b'<row r="%d"%s/>' % (number, new))
            continue
        _, buffer, tag, content, end = row
        header = old.sub(b"", buffer[tag:content])
        close = b"/>" if header.endswith(b"/>") else b">"
        sheet.store.put(number, header[: -len(close)].rstrip() + new + close + buffer[content:end])
    sheet.is_edited = True


def fit_columns(sheet: SheetFile, area: Area) -> None:
    """Sets each column's width to its longest text, counted in characters and bounded."""
    used = sheet.used_area()
    common = used.common(area) if used is not None else None
    widths: dict[int, float] = {}
    if common is not None:
        for position, column in enumerate(zip(*sheet.read(common), strict=True), common.column):
            longest = max((len(line) for value in column for line in _shown(value).split("\n")), default=0)
            if longest:
                widths[position] = float(min(longest, _FITTED_CHARACTERS) + 1)
    sheet_columns.fit_column_widths(sheet.frame, widths)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "00/00/0000" if hasattr(value, "hour") else str(value)
