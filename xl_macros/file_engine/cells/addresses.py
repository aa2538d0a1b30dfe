"""A1 addresses and rectangles of cells. Rows and columns are 1-based throughout."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from xl_macros.file_engine.errors import NoSuchPlace, UnreadableWorkbook
from xl_macros.patterns import regex

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_PART = regex(r"(?:\$?([A-Za-z]{1,3}))?(?:\$?([1-9][0-9]{0,6}))?\Z")


@lru_cache(maxsize=MAX_COLUMN)
def column_letters(column: int) -> str:
    """The letters of a column number, `28 -> "AB"`. Raises NoSuchPlace outside of 1..16384."""
    if not 1 <= column <= MAX_COLUMN:
        raise NoSuchPlace(f"Column {column} is outside of a worksheet (1 to {MAX_COLUMN}).")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_opening(column: int) -> bytes:
    """How a column's cells begin in the form that Excel writes; `%` a row number gives the one in that row."""
    return b'<c r="%s%%d"' % column_letters(column).encode()


@lru_cache(maxsize=MAX_COLUMN)
def column_number(letters: str) -> int:
    """The number of column letters, `"AB" -> 28`. Raises NoSuchPlace for anything but A to XFD."""
    number = 0
    for letter in letters.upper() if letters.isascii() and letters.isalpha() else "":
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= MAX_COLUMN:
        raise NoSuchPlace(f"There is no column {letters[:40]!r}.")
    return number


class Area(NamedTuple):
    """A rectangle of cells, corners included."""

    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def row_count(self) -> int:
        return self.last_row - self.row + 1

    @property
    def column_count(self) -> int:
        return self.last_column - self.column + 1

    @property
    def size(self) -> int:
        return self.row_count * self.column_count

    def meets(self, other: Area) -> bool:
        """Whether both have a cell in common."""
        return (
            self.row <= other.last_row
            and other.row <= self.last_row
            and self.column <= other.last_column
            and other.column <= self.last_column
        )

    def covers(self, other: Area) -> bool:
        """Whether every cell of `other` is in this area."""
        return (
            self.row <= other.row
            and other.last_row <= self.last_row
            and self.column <= other.column
            and other.last_column <= self.last_column
        )

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell is in this area."""
        return self.row <= row <= self.last_row and self.column <= column <= self.last_column

    def common(self, other: Area) -> Area | None:
        """The cells that both have, or None."""
        if not self.meets(other):
            return None
        return Area(
            max(self.row, other.row),
            max(self.column, other.column),
            min(self.last_row, other.last_row),
            min(self.last_column, other.last_column),
        )

    def address(self, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """A1 text as Excel prints it: `$A$1`, `$A$1:$B$2`, `$A:$B`, `$1:$2`."""
        dollar_row, dollar_column = "$" * row_absolute, "$" * column_absolute
        first_letters = f"{dollar_column}{column_letters(self.column)}"
        last_letters = f"{dollar_column}{column_letters(self.last_column)}"
        if self.row == 1 and self.last_row == MAX_ROW:
            return f"{first_letters}:{last_letters}"
        if self.column == 1 and self.last_column == MAX_COLUMN:
            return f"{dollar_row}{self.row}:{dollar_row}{self.last_row}"
        first = f"{first_letters}{dollar_row}{self.row}"
        if self.size == 1:
            return first
        return f"{first}:{last_letters}{dollar_row}{self.last_row}"

    @property
    def ref(self) -> str:
        """The form that workbook parts use: no dollar signs, `A1` or `A1:B2`, never whole rows or columns."""
        first = f"{column_letters(self.column)}{self.row}"
        if self.size == 1:
            return first
        return f"{first}:{column_letters(self.last_column)}{self.last_row}"


def cell_area(row: int, column: int) -> Area:
    """The area of one cell. Raises NoSuchPlace outside of a worksheet."""
    if not 1 <= row <= MAX_ROW:
        raise NoSuchPlace(f"Row {row} is outside of a worksheet (1 to {MAX_ROW}).")
    column_letters(column)
    return Area(row, column, row, column)


def parse_area(text: str) -> Area | None:
    """Reads `A1`, `$A$1:B2`, `A:C` or `1:3`; None when the text is no such address."""
    first, colon, last = text.partition(":")
    corners = [_corner(first), _corner(last) if colon else _corner(first)]
    if corners[0] is None or corners[1] is None:
        return None
    (row_1, column_1), (row_2, column_2) = corners[0], corners[1]
    if (row_1 is None) != (row_2 is None) or (column_1 is None) != (column_2 is None):
        return None
    if not colon and (row_1 is None or column_1 is None):
        return None
    rows = sorted((row_1 or 1, row_2 or MAX_ROW))
    columns = sorted((column_1 or 1, column_2 or MAX_COLUMN))
    if rows[1] > MAX_ROW:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


def _corner(text: str) -> tuple[int | None, int | None] | None:
    match = _PART.match(text.strip())
    if match is None or not (match[1] or match[2]):
        return None
    try:
        column = column_number(match[1]) if match[1] else None
    except NoSuchPlace:
        return None
    return (int(match[2]) if match[2] else None, column)


def parse_ref(text: str) -> Area:
    """Like `parse_area`, for refs that stand in a workbook part. Raises UnreadableWorkbook."""
    area = parse_area(text)
    if area is None:
        raise UnreadableWorkbook(f"{text[:40]!r} is no cell address.")
    return area


def parse_sqref(text: str) -> list[Area]:
    """The areas of an `sqref`: refs separated by blanks. Raises UnreadableWorkbook."""
    return [parse_ref(ref) for ref in text.split()]


def bounding_area(areas: list[Area]) -> Area | None:
    """The smallest area that covers all, or None for none."""
    if not areas:
        return None
    return Area(
        min(area.row for area in areas),
        min(area.column for area in areas),
        max(area.last_row for area in areas),
        max(area.last_column for area in areas),
    )


class AreaIndex:
    """Areas by the rows in which they stand: asking what meets a block does not walk over all of them."""

    _BAND, _MOST_BANDS = 128, 16

    def __init__(self, areas: list[Area]) -> None:
        self.areas = areas
        self._bands: dict[int, list[Area]] = {}
        self._tall: list[Area] = []
        for area in areas:
            bands = self._bands_of(area)
            for band in bands if len(bands) <= self._MOST_BANDS else ():
                self._bands.setdefault(band, []).append(area)
            if len(bands) > self._MOST_BANDS:
                self._tall.append(area)

    def _bands_of(self, area: Area) -> range:
        return range(area.row // self._BAND, area.last_row // self._BAND + 1)

    def meeting(self, area: Area) -> list[Area]:
        """The areas that have a cell in common with this one."""
        bands = self._bands_of(area)
        if len(bands) > len(self._bands):
            return [other for other in self.areas if other.meets(area)]
        near = [other for band in bands for other in self._bands.get(band, ())]
        return [other for other in dict.fromkeys([*self._tall, *near]) if other.meets(area)]
