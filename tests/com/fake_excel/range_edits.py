# ruff: noqa: N802, N803 -- members carry Excel's own names
"""Range: selecting, clearing, inserting, deleting, merging, copying, finding cells by kind."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from fake_excel.cells import LAST_COLUMN, LAST_ROW, PLAIN, Rect
from fake_excel.range_formats import Formatted
from fake_excel.variants import ErrorValue, refusal

if TYPE_CHECKING:
    from fake_excel.ranges import Range

SHIFT_UP, SHIFT_DOWN = -4162, -4121
BLANKS, CONSTANTS, FORMULAS, VISIBLE, LAST_CELL = 4, 2, -4123, 12, 11


class RangeEdits(Formatted):
    """The members of Range that change the sheet beyond a value or a format."""

    def Select(self) -> bool:
        if self.sheet.book.excel.active_sheet is not self.sheet:
            raise refusal("Select method of Range class failed")
        self.sheet.book.excel.selection = self
        return True

    def Activate(self) -> bool:
        return self.Select()

    def ClearContents(self) -> bool:
        if self.sheet.may_write(*self.areas):
            for area in self.areas:
                self.sheet.clear_contents(area)
        return True

    def ClearFormats(self) -> bool:
        if self.sheet.may_format("ClearFormats method of Range class failed"):
            for area in self.areas:
                for place, cell in self.sheet.grid.cells.items():
                    if area.contains(*place):
                        cell.style = PLAIN
        return True

    def Clear(self) -> bool:
        self.ClearFormats()
        self.sheet.merged[:] = [
            m for m in self.sheet.merged if not any(m.intersection(a) for a in self.areas)
        ]
        return self.ClearContents()

    def Delete(self, Shift: int | None = None) -> bool:
        rect = self._shifted_down(Shift, SHIFT_UP, "Delete method of Range class failed")
        self.sheet.shift_rows(rect, -rect.height)
        return True

    def Insert(self, Shift: int | None = None, CopyOrigin: Any = None) -> bool:
        rect = self._shifted_down(Shift, SHIFT_DOWN, "Insert method of Range class failed")
        self.sheet.shift_rows(rect, rect.height)
        return True

    def _shifted_down(self, shift: int | None, vertical: int, failed: str) -> Rect:
        """The block whose removal or arrival moves the cells below; what cuts a table across is refused."""
        rect = self.areas[0]
        if shift not in (None, vertical) or (
            shift is None and rect.width > rect.height and rect.width < LAST_COLUMN
        ):
            raise NotImplementedError("the fake Excel moves cells up and down only")
        self.sheet.may_restructure(failed)
        for table in self.sheet.tables:
            below = Rect(rect.top, rect.left, LAST_ROW, rect.right).intersection(table.rect)
            if below and below.width < table.rect.width:
                raise refusal(
                    "This operation is not allowed. It would shift cells in a table on your worksheet."
                )
        return rect

    def Merge(self, Across: bool | None = None) -> None:
        rect = self.areas[0]
        if any(table.rect.intersection(rect) for table in self.sheet.tables):
            raise refusal("Merge method of Range class failed")
        if self.sheet.may_format("Merge method of Range class failed"):
            kept = [place for place in rect.places() if not self.sheet.grid.is_empty(*place)][:1]
            for row, column in rect.places():
                if (row, column) not in kept:
                    self.sheet.grid.clear_contents(row, column)
            self.sheet.merged.append(rect)

    def UnMerge(self) -> None:
        if self.sheet.may_format("UnMerge method of Range class failed"):
            self.sheet.merged[:] = [m for m in self.sheet.merged if not m.intersection(self.areas[0])]

    @property
    def MergeCells(self) -> bool:
        return any(merged.intersection(self.areas[0]) for merged in self.sheet.merged)

    @property
    def MergeArea(self) -> Range:
        found = next(
            (merged for merged in self.sheet.merged if merged.intersection(self.areas[0])), self.areas[0]
        )
        return self._on_sheet(found)

    def Copy(self, Destination: Range | None = None) -> bool:
        """To `Destination`, formats and all; formulas are copied as they stand."""
        if Destination is None:
            raise NotImplementedError("the fake Excel has no clipboard")
        source, target = self.areas[0], Destination.areas[0]
        sheet = Destination.sheet
        sheet.may_write(
            Rect(target.top, target.left, target.top + source.height - 1, target.left + source.width - 1)
        )
        for row, column in source.places():
            place = target.top + row - source.top, target.left + column - source.left
            found = self.sheet.grid.cells.get((row, column))
            if found is None:
                sheet.grid.cells.pop(place, None)
            else:
                sheet.grid.cells[place] = copy.copy(found)
        sheet.book.saved = False
        return True

    def SpecialCells(self, Type: int, Value: int | None = None) -> Range:
        """By kind, within the used range; 1004 when there is none."""
        rect = self.areas[0].intersection(self.sheet.used_rect())
        if Type == LAST_CELL:
            used = self.sheet.used_rect()
            return self._on_sheet(Rect(used.bottom, used.right, used.bottom, used.right))
        found = [place for place in rect.places() if self._is_of(Type, *place)] if rect else []
        if not found:
            raise refusal("No cells were found.")
        return self._on_sheet(*_as_areas(found))

    def _is_of(self, kind: int, row: int, column: int) -> bool:
        cell = self.sheet.grid.cells.get((row, column))
        if kind == BLANKS:
            return self.sheet.grid.is_empty(row, column)
        if kind == VISIBLE:
            return row not in self.sheet.hidden_rows and column not in self.sheet.hidden_columns
        if kind == FORMULAS:
            return cell is not None and cell.formula is not None
        if kind == CONSTANTS:
            return cell is not None and cell.formula is None and cell.value is not None
        raise NotImplementedError(f"the fake Excel cannot look for cells of kind {kind}")

    @property
    def Text(self) -> str:
        """What is seen, for texts and whole numbers; formats are not rendered."""
        value = self.sheet.grid.plain_value(self.areas[0].top, self.areas[0].left)
        if isinstance(value, float) and not isinstance(value, ErrorValue):
            return f"{value:.15g}"
        return "" if value is None else str(value)

    if TYPE_CHECKING:

        def _on_sheet(self, *areas: Rect, by: str = "cells") -> Range: ...


def _as_areas(places: list[tuple[int, int]]) -> list[Rect]:
    """Runs down each column, each one area."""
    areas: list[Rect] = []
    for row, column in sorted(places, key=lambda place: (place[1], place[0])):
        if areas and areas[-1].left == column and areas[-1].bottom == row - 1:
            areas[-1] = Rect(areas[-1].top, column, row, column)
        else:
            areas.append(Rect(row, column, row, column))
    return areas
