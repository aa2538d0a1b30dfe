"""A sheet laid out by hand: styles by region, values by block, written once each cell is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from workbook.styles import Formats
from xl_macros.tables.blocks import Block, Formula


class Canvas:
    """Cells by 1-based row and column. A later style or value wins over an earlier one on the same cell."""

    def __init__(self) -> None:
        self._styles: dict[tuple[int, int], dict[str, Any]] = {}
        self._values: dict[tuple[int, int], object] = {}

    def style(
        self, rows: tuple[int, int], columns: tuple[int, int], *parts: Mapping[str, Any], **more: Any
    ) -> None:
        """Add to the style of the rectangle `rows` x `columns`, both inclusive."""
        for row in range(rows[0], rows[1] + 1):
            for column in range(columns[0], columns[1] + 1):
                style = self._styles.setdefault((row, column), {})
                for part in parts:
                    style.update(part)
                style.update(more)

    def put(self, top: int, left: int, block: Block) -> None:
        """The values of a block whose first cell is (`top`, `left`)."""
        for down, values in enumerate(block):
            for right, value in enumerate(values):
                self._values[top + down, left + right] = value

    def text(self, row: int, column: int, value: object, *parts: Mapping[str, Any]) -> None:
        """One value and its style."""
        self._values[row, column] = value
        self.style((row, row), (column, column), *parts)

    def style_of(self, row: int, column: int) -> dict[str, Any]:
        """The style gathered so far for one cell."""
        return self._styles.get((row, column), {})

    def draw(self, sheet: Any, formats: Formats) -> None:
        """Write every cell that has a style or a value, from the top left."""
        for row, column in sorted({*self._styles, *self._values}):
            cell = formats(self._styles.get((row, column), {}))
            _write(sheet, row - 1, column - 1, self._values.get((row, column)), cell)


def _write(sheet: Any, row: int, column: int, value: object, cell: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, cell)
    elif isinstance(value, Formula):
        sheet.write_formula(row, column, str(value), cell, link_label(value))
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, cell)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, cell)
    else:
        sheet.write_string(row, column, str(value), cell)


def link_label(formula: Formula) -> str:
    """What a link formula shows, as its cached result."""
    return formula.rsplit(',"', 1)[1].removesuffix('")').replace('""', '"')
