"""Heights of rows whose wrapped text was written here, as Excel fits them while somebody types.

Excel fits such rows when it opens the file, LibreOffice does not and would show one line over the other. No
font is measured: a height is estimated from the number of characters, and Excel fits it anew at the next edit,
since the row is not marked as having a height of its own.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from xl_macros.file_engine.cells.addresses import cell_area, column_number
from xl_macros.file_engine.sheet import sheet_columns
from xl_macros.patterns import regex

if TYPE_CHECKING:
    from xl_macros.file_engine.sheet.sheet_file import SheetFile

_MOST_ROWS = 3000
"""Beyond this the time is worth more than the look: nobody reads that many rows on paper."""

_TEXT_CELL = regex(rb'<c r="([A-Z]++)\d++"(?: s="(\d++)")?+ t="inlineStr"><is><t(?: [^>]*+)?>([^<]*+)</t>')
_HEIGHT = regex(rb'\sht="([^"]*+)"')
_SHARED_TEXT = b' t="s"'
_LINE_POINTS = 15.0  # one line of an 11-point font
_USUAL_FONT = 11.0
_TALLEST_POINTS = 409.5  # Excel specifications and limits
_CHARACTERS_PER_WIDTH = 1.1
"""A column as wide as ten digits holds about eleven letters of running text."""
_WIDE = regex(r"[A-Z0-9@%&]")  # wider than most letters of Calibri by about a quarter
_WIDE_EXTRA = 0.2
_WIDEST_LETTER = 1 + _WIDE_EXTRA


def fit_rows(sheet: SheetFile) -> None:
    """Gives the rows that were written the height that their wrapped text needs; hand-set heights stay."""
    changed = sheet.store.changed
    if not 0 < len(changed) <= _MOST_ROWS:
        return
    own = sheet.frame.own_row_height()
    if own is not None:
        _keep_at(sheet, changed, own)
        return
    merged = sheet.frame.merged_areas()
    capacities: dict[tuple[bytes, bytes], tuple[float, float]] = {}
    for number, text in changed.items():
        header, bracket, cells = text.partition(b">")
        if not cells or b"customHeight" in header or b"hidden" in header:
            continue
        points = 0.0
        for letters, style, value in _TEXT_CELL.findall(cells):
            if len(value) < 8 or (
                merged.areas and merged.meeting(cell_area(number, column_number(letters.decode())))
            ):
                continue
            found = capacities.get((letters, style))
            if found is None:
                found = capacities[letters, style] = _capacity(sheet, letters, style)
            capacity, font = found
            if capacity and (len(value) * _WIDEST_LETTER > capacity or b"\n" in value):
                points = max(points, points_of(lines_needed(value.decode(), capacity), font))
        fitted = _with_height(header, max(points, _kept_for_others(header, cells)))
        if fitted != header:
            sheet.store.put_header(number, fitted + bracket + cells)


def _keep_at(sheet: SheetFile, changed: dict[int, bytes], points: str) -> None:
    """Rows of one height bear it themselves: LibreOffice prints text beyond the edge of a row that does not."""
    for number, text in changed.items():
        header, bracket, cells = text.partition(b">")
        if cells and b" ht=" not in header and b"hidden" not in header:
            own = b' ht="%s" customHeight="1"' % points.encode()
            sheet.store.put_header(number, header + own + bracket + cells)


def _capacity(sheet: SheetFile, letters: bytes, style: bytes) -> tuple[float, float]:
    """Characters in one line of such a cell (0 when its text does not wrap), and the size of its font."""
    styles, place = sheet.workbook.styles, int(style or b"0")
    font = styles.font_points(place)
    if not styles.wraps(place):
        return 0.0, font
    width = sheet_columns.column_width(sheet.frame, column_number(letters.decode()))
    return (characters_in_line(width, font) if width else 0.0), font


def characters_in_line(width: float, font: float = _USUAL_FONT) -> float:
    """About how many small letters a line of wrapped text has in a column of that width."""
    return max(1.0, width * _CHARACTERS_PER_WIDTH * _USUAL_FONT / font)


@lru_cache(maxsize=4096)  # columns that a button fills say the same few things again and again
def lines_needed(text: str, capacity: float) -> int:
    """The lines that text takes when it wraps between words, its own line ends included."""
    return sum(1 if _length(part) <= capacity else _wrapped(part, capacity) for part in text.split("\n"))


def _wrapped(part: str, capacity: float) -> int:
    lines, used = 1, 0.0
    for word in part.split(" "):
        length = _length(word)
        if used and used + length > capacity:
            lines, used = lines + 1, 0.0
        if length > capacity:  # broken wherever the line is full
            more = math.ceil(length / capacity) - 1
            lines, length = lines + more, length - more * capacity
        used += length + 1
    return lines


@lru_cache(maxsize=16_384)  # and the words repeat even more
def _length(text: str) -> float:
    return len(text) + _WIDE_EXTRA * len(_WIDE.findall(text))


def points_of(lines: int, font: float = _USUAL_FONT) -> float:
    """The height of so many lines."""
    return min(math.ceil(lines * _LINE_POINTS * font / _USUAL_FONT * 4) / 4, _TALLEST_POINTS)


def _kept_for_others(header: bytes, cells: bytes) -> float:
    """The height of a row in which shared texts stand: what they need is not asked, so it is never made lower."""
    found = _HEIGHT.search(header) if _SHARED_TEXT in cells else None
    return float(found[1]) if found else 0.0


def _with_height(header: bytes, points: float) -> bytes:
    """The row's tag with that height, lower than before where its text needs less; one line needs none of its own."""
    found = _HEIGHT.search(header)
    if found is not None:
        if float(found[1]) == points:
            return header
        header = _HEIGHT.sub(b"", header)
    return header if points <= _LINE_POINTS else header + b' ht="%s"' % f"{points:g}".encode()
