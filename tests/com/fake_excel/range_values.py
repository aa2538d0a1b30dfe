# ruff: noqa: N802 -- members carry Excel's own names
"""Range: what stands in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fake_excel.cells import Rect
from fake_excel.range_formats import Formatted
from fake_excel.variants import ErrorValue, refusal

BIGGEST_WRITE = 2_000_000  # cells: more in one assignment is a mistake of the caller, not a big table


class RangeValues(Formatted):
    """The members of Range that read and assign values and formulas."""

    @property
    def rect(self) -> Rect:
        return self.areas[0]

    def _read(self, read: Callable[[int, int], Any]) -> Any:
        rect = self.rect
        if rect.is_cell:
            return read(rect.top, rect.left)
        columns = range(rect.left, rect.right + 1)
        return [[read(row, column) for column in columns] for row in range(rect.top, rect.bottom + 1)]

    def _assign(self, data: Any) -> None:
        """One value everywhere, or a block: what the block does not cover becomes #N/A.

        Across rows that a filter hides, Excel writes the block's first value into every cell that is to be seen, and
        nothing into the others (xlwings #679, #747).
        """
        if sum(area.height * area.width for area in self.areas) > BIGGEST_WRITE:
            raise refusal("Excel cannot complete this task with available resources.")
        if not self.sheet.may_write(*self.areas):
            return
        hidden = self.sheet.filtered_rows
        if any(hidden.intersection(range(area.top, area.bottom + 1)) for area in self.areas):
            while isinstance(data, list):
                data = data[0]
        if not isinstance(data, list):
            for area in self.areas:
                self._fill(area, [[data]], spread=True)
        else:
            rows = data if data and isinstance(data[0], list) else [data]
            self._fill(self.rect, rows, spread=len(rows) == 1)
        self.sheet.written(self.rect)

    def _fill(self, rect: Rect, rows: list[list[Any]], *, spread: bool) -> None:
        grid, one_column = self.sheet.grid, all(len(row) == 1 for row in rows)
        hidden = self.sheet.filtered_rows
        for row, column in rect.places():
            if self.sheet.is_hidden_by_merge(row, column) or row in hidden:
                continue
            down, right = (0 if spread else row - rect.top), (0 if one_column else column - rect.left)
            inside = down < len(rows) and right < len(rows[down])
            grid.write(row, column, rows[down][right] if inside else ErrorValue("#N/A"))

    @property
    def Value(self) -> Any:
        return self._read(self.sheet.grid.value)

    @Value.setter
    def Value(self, data: Any) -> None:
        self._assign(data)

    @property
    def Value2(self) -> Any:
        return self._read(self.sheet.grid.plain_value)

    @Value2.setter
    def Value2(self, data: Any) -> None:
        self._assign(data)

    @property
    def Formula(self) -> Any:
        return self._read(self.sheet.grid.formula)

    @Formula.setter
    def Formula(self, data: Any) -> None:
        self._assign(data)

    Formula2 = Formula

    @property
    def HasFormula(self) -> bool | None:
        cells = map(self.sheet.grid.cells.get, self.rect.places())
        found = {cell is not None and cell.formula is not None for cell in cells}
        return found.pop() if len(found) == 1 else None

    @property
    def HasArray(self) -> bool:
        return False

    @property
    def PrefixCharacter(self) -> str:
        cell = self.sheet.grid.cells.get((self.rect.top, self.rect.left))
        return cell.prefix if cell else ""
