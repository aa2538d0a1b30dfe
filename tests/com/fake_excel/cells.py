"""The grid of one sheet: what stands in a cell, how it looks, and what writing into it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from fake_excel.typed_text import Region, Typed, read_typed
from fake_excel.variants import Currency, ErrorValue, Moment, from_serial, refusal
from openpyxl.styles.numbers import is_date_format

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LONGEST_TEXT, LONGEST_FORMULA = 32_767, 8_192
NO_FILL = 16_777_215


@dataclass(frozen=True, slots=True)
class Style:
    """A cell's format. Colours are COM's (blue, green, red); `fill` None is no fill."""

    number_format: str = "General"
    locked: bool = True
    wrap: bool = False
    fill: int | None = None
    font_name: str = "Calibri"
    font_size: float = 11.0
    font_color: int = 0
    bold: bool = False
    italic: bool = False
    underline: int = -4142
    horizontal: int = 1
    vertical: int = -4107
    indent: int = 0
    borders: tuple[tuple[int, int, int], ...] = ()
    """(side, line style, weight) of the sides that have a line."""

    @property
    def is_text(self) -> bool:
        return self.number_format == "@"

    @property
    def is_date(self) -> bool:
        return is_date_format(self.number_format)

    @property
    def is_currency(self) -> bool:
        """Excel answers with VT_CY for the formats with a currency sign."""
        return bool(re.search(r'"?(Rp|\$|€|£)"?|\[\$[^-\]]', self.number_format))


@dataclass(slots=True)
class Cell:
    """`value` is None, str, float, bool or ErrorValue: a formula's cell holds its last result there."""

    value: Any = None
    formula: str | None = None
    prefix: str = ""
    style: Style = field(default_factory=Style)


@dataclass(frozen=True, slots=True)
class Rect:
    """A block of cells, 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def is_cell(self) -> bool:
        return self.height == self.width == 1

    def contains(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def intersection(self, other: Rect) -> Rect | None:
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return Rect(top, left, bottom, right) if top <= bottom and left <= right else None

    def places(self) -> Iterator[tuple[int, int]]:
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column

    def checked(self) -> Rect:
        """Itself; Excel's 1004 when it leaves the sheet."""
        if not (1 <= self.top <= self.bottom <= LAST_ROW and 1 <= self.left <= self.right <= LAST_COLUMN):
            raise refusal("Application-defined or object-defined error")
        return self


@dataclass
class Grid:
    """The cells of one sheet; what was never touched has the style of its row or column."""

    region: Region
    keeps_apostrophes: bool = False
    """Whether a leading apostrophe is kept in cells of text format. Reports differ; programs must bear both."""
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    column_styles: dict[int, Style] = field(default_factory=dict)

    def style(self, row: int, column: int) -> Style:
        cell = self.cells.get((row, column))
        return cell.style if cell else self.column_styles.get(column, PLAIN)

    def touched(self, row: int, column: int) -> Cell:
        cell = self.cells.get((row, column))
        if cell is None:
            cell = self.cells[row, column] = Cell(style=self.column_styles.get(column, PLAIN))
        return cell

    def is_empty(self, row: int, column: int) -> bool:
        cell = self.cells.get((row, column))
        return cell is None or (cell.value is None and cell.formula is None)

    def value(self, row: int, column: int) -> Any:
        """What `.Value` answers: dates and amounts by the cell's format."""
        cell = self.cells.get((row, column))
        if cell is None or cell.value is None:
            return None
        if isinstance(cell.value, float):
            if cell.style.is_date and 0 <= cell.value < 2_958_466:
                return Moment(cell.value)
            if cell.style.is_currency:
                return Currency(cell.value)
        return cell.value

    def plain_value(self, row: int, column: int) -> Any:
        """What `.Value2` answers: numbers are numbers."""
        cell = self.cells.get((row, column))
        return cell.value if cell else None

    def formula(self, row: int, column: int) -> str:
        """What `.Formula` answers: the formula, else the content as one would type it in English."""
        cell = self.cells.get((row, column))
        if cell is None or (cell.formula is None and cell.value is None):
            return ""
        if cell.formula is not None:
            return cell.formula
        if isinstance(cell.value, float):
            return f"{cell.value:.15g}"
        return str(cell.value).upper() if isinstance(cell.value, bool) else str(cell.value)

    def write(self, row: int, column: int, value: Any) -> None:
        """Assign one value as `.Value` does, typed text and all."""
        cell = self.touched(row, column)
        typed = self._typed(value, cell.style)
        cell.value, cell.formula, cell.prefix = typed.value, typed.formula, typed.prefix
        if typed.number_format and cell.style.number_format == "General":
            cell.style = replace(cell.style, number_format=typed.number_format)

    def clear_contents(self, row: int, column: int) -> None:
        cell = self.cells.get((row, column))
        if cell is not None:
            cell.value, cell.formula, cell.prefix = None, None, ""

    def restyle(self, row: int, column: int, **changes: Any) -> None:
        cell = self.touched(row, column)
        cell.style = replace(cell.style, **changes)

    def restyle_whole(self, rect: Rect, **changes: Any) -> None:
        """Whole rows or columns: touched cells now, and columns for the cells to come."""
        for place, cell in self.cells.items():
            if rect.contains(*place):
                cell.style = replace(cell.style, **changes)
        if rect.height == LAST_ROW:
            for column in range(rect.left, rect.right + 1):
                self.column_styles[column] = replace(self.column_styles.get(column, PLAIN), **changes)

    def occupied(self, within: Rect) -> Iterator[tuple[int, int]]:
        """The places in `within` that hold something, in no particular order."""
        if within.height * within.width < len(self.cells):
            yield from (place for place in within.places() if not self.is_empty(*place))
        else:
            yield from (
                place for place in self.cells if within.contains(*place) and not self.is_empty(*place)
            )

    def _typed(self, value: Any, style: Style) -> Typed:
        if value is None or isinstance(value, (bool, ErrorValue)):
            return Typed(value)
        if isinstance(value, str):
            return self._typed_text(value, style)
        if style.is_text:
            return Typed(self._as_text(value))
        if isinstance(value, Moment):
            return Typed(
                float(value), number_format="dd/mm/yyyy" if value == int(value) else "dd/mm/yyyy hh:mm"
            )
        if isinstance(value, Currency):
            return Typed(float(value), number_format=f'"{self.region.currency}"#,##0.00')
        return Typed(float(value))

    def _typed_text(self, text: str, style: Style) -> Typed:
        if len(text) > (LONGEST_FORMULA if text.startswith("=") and not style.is_text else LONGEST_TEXT):
            raise refusal("Application-defined or object-defined error")
        if not style.is_text:
            return read_typed(text, self.region)
        if text.startswith("'") and not self.keeps_apostrophes:
            return Typed(text[1:], prefix="'")
        return Typed(text or None)

    def _as_text(self, number: float) -> str:
        """A number put into a text cell: written out by the region's rules."""
        if isinstance(number, Moment):
            return from_serial(number).strftime(self.region.short_date)
        return f"{float(number):.15g}".replace(".", self.region.decimal)


PLAIN = Style()
