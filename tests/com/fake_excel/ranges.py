# ruff: noqa: N802, N803 -- members carry Excel's own names
"""Range: where it is, and its relatives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fake_excel.cells import LAST_COLUMN, LAST_ROW, Rect
from fake_excel.names import quote_sheet, read_address, write_address
from fake_excel.range_edits import RangeEdits
from fake_excel.range_formats import RangeFormats
from fake_excel.range_values import RangeValues
from fake_excel.variants import refusal

if TYPE_CHECKING:
    from fake_excel.application import Application
    from fake_excel.sheets import Worksheet
    from fake_excel.tables import ListObject


class Range(RangeValues, RangeFormats, RangeEdits):
    """One or several blocks of one sheet, walked by cell, by row (`Rows`) or by column (`Columns`)."""

    def __init__(self, sheet: Worksheet, *areas: Rect, by: str = "cells") -> None:
        self.sheet = sheet
        self.areas = tuple(area.checked() for area in areas)
        self.by = by
        self.line = sheet.line

    @property
    def rect(self) -> Rect:
        return self.areas[0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Range) and (other.sheet, other.areas) == (self.sheet, self.areas)

    __hash__ = None  # type: ignore[assignment]

    def _on_sheet(self, *areas: Rect, by: str = "cells") -> Range:
        return Range(self.sheet, *areas, by=by)

    # -- where it is ---------------------------------------------------------------------------------

    @property
    def Application(self) -> Application:
        return self.sheet.book.excel

    @property
    def Worksheet(self) -> Worksheet:
        return self.sheet

    Parent = Worksheet

    @property
    def Row(self) -> int:
        return self.rect.top

    @property
    def Column(self) -> int:
        return self.rect.left

    @property
    def Count(self) -> int:
        if self.by != "cells":
            return self.rect.height if self.by == "rows" else self.rect.width
        return sum(area.height * area.width for area in self.areas)

    CountLarge = Count

    @property
    def Cells(self) -> Range:
        return self._on_sheet(*self.areas)

    @property
    def Rows(self) -> Range:
        return self._on_sheet(self.rect, by="rows")

    @property
    def Columns(self) -> Range:
        return self._on_sheet(self.rect, by="columns")

    @property
    def Areas(self) -> Areas:
        return Areas(self)

    @property
    def EntireRow(self) -> Range:
        return self._on_sheet(*(Rect(area.top, 1, area.bottom, LAST_COLUMN) for area in self.areas))

    @property
    def EntireColumn(self) -> Range:
        return self._on_sheet(*(Rect(1, area.left, LAST_ROW, area.right) for area in self.areas))

    def Item(self, index: Any, column: int | None = None) -> Range:
        """The default member: relative to the first cell, and free to leave the range."""
        rect = self.rect
        if self.by == "rows":
            return self._on_sheet(Rect(rect.top + index - 1, rect.left, rect.top + index - 1, rect.right))
        if self.by == "columns":
            return self._on_sheet(Rect(rect.top, rect.left + index - 1, rect.bottom, rect.left + index - 1))
        row = int(index)
        if column is None:
            row, column = divmod(row - 1, rect.width)
            row, column = row + 1, column + 1
        place = rect.top + row - 1, rect.left + int(column) - 1
        return self._on_sheet(Rect(*place, *place))

    def items(self) -> Iterator[Range]:
        if self.by == "cells":
            yield from (
                self._on_sheet(Rect(*place, *place)) for area in self.areas for place in area.places()
            )
        else:
            yield from (self.Item(index) for index in range(1, self.Count + 1))

    def Range(self, first: Any, second: Any = None) -> Range:
        """Relative to this range's first cell when given as text."""
        found = self.sheet.Range(first, second)
        rect, moved_down, moved_right = found.rect, self.rect.top - 1, self.rect.left - 1
        return self._on_sheet(
            Rect(
                rect.top + moved_down,
                rect.left + moved_right,
                rect.bottom + moved_down,
                rect.right + moved_right,
            )
        )

    def GetOffset(self, RowOffset: int = 0, ColumnOffset: int = 0) -> Range:
        rect = self.rect
        return self._on_sheet(
            Rect(
                rect.top + RowOffset,
                rect.left + ColumnOffset,
                rect.bottom + RowOffset,
                rect.right + ColumnOffset,
            )
        )

    def GetResize(self, RowSize: int | None = None, ColumnSize: int | None = None) -> Range:
        rect = self.rect
        height, width = RowSize or rect.height, ColumnSize or rect.width
        return self._on_sheet(Rect(rect.top, rect.left, rect.top + height - 1, rect.left + width - 1))

    @property
    def Offset(self) -> Range:
        """Without arguments it is the range itself: `Offset(1, 0)` enters Item, as with pywin32's classes."""
        return self.GetOffset()

    @property
    def Resize(self) -> Range:
        return self.GetResize()

    def GetAddress(
        self,
        RowAbsolute: bool = True,
        ColumnAbsolute: bool = True,
        ReferenceStyle: int = 1,
        External: bool = False,
    ) -> str:
        if ReferenceStyle != 1:
            raise NotImplementedError("the fake Excel writes A1 addresses only")
        text = ",".join(write_address(area, bool(RowAbsolute), bool(ColumnAbsolute)) for area in self.areas)
        return f"{quote_sheet(f'[{self.sheet.book.Name}]{self.sheet.Name}')}!{text}" if External else text

    @property
    def Address(self) -> str:
        return self.GetAddress()

    def End(self, Direction: int) -> Range:
        """Ctrl+arrow from the first cell: -4121 down, -4162 up, -4159 left, -4161 right."""
        down, right = {-4121: (1, 0), -4162: (-1, 0), -4159: (0, -1), -4161: (0, 1)}[Direction]
        row, column = self.rect.top, self.rect.left
        empty = self.sheet.grid.is_empty

        def inside(row: int, column: int) -> bool:
            return 1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN

        reach = self.sheet.used_rect()
        neighbour = row + down, column + right
        filled_run = inside(*neighbour) and not empty(row, column) and not empty(*neighbour)
        while inside(row + down, column + right):
            following = row + down, column + right
            if filled_run and empty(*following):
                break
            row, column = following
            if not filled_run and not empty(row, column):
                break
            if (down > 0 and row > reach.bottom) or (right > 0 and column > reach.right):
                row, column = (LAST_ROW if down else row), (LAST_COLUMN if right else column)
                break
        return self._on_sheet(Rect(row, column, row, column))

    @property
    def CurrentRegion(self) -> Range:
        """Grown until a blank border runs all around."""
        rect, reach = (
            Rect(self.rect.top, self.rect.left, self.rect.top, self.rect.left),
            self.sheet.used_rect(),
        )
        while True:
            around = Rect(max(1, rect.top - 1), max(1, rect.left - 1), rect.bottom + 1, rect.right + 1)
            ring = around.intersection(
                Rect(1, 1, max(reach.bottom, rect.bottom), max(reach.right, rect.right))
            )
            places = list(self.sheet.grid.occupied(ring)) if ring else []
            grown = Rect(
                min([rect.top, *(row for row, _ in places)]), min([rect.left, *(column for _, column in places)]),
                max([rect.bottom, *(row for row, _ in places)]), max([rect.right, *(column for _, column in places)]),
            )  # fmt: skip
            if grown == rect:
                return self._on_sheet(rect)
            rect = grown

    @property
    def ListObject(self) -> ListObject | None:
        return next((table for table in self.sheet.tables if table.rect.intersection(self.rect)), None)

    @property
    def Name(self) -> Any:
        for name in self.sheet.book.names:
            if name.points_at(self):
                return name
        raise refusal("Application-defined or object-defined error")


class Areas:
    """The blocks of a range that has several."""

    def __init__(self, owner: Range) -> None:
        self.owner, self.line = owner, owner.line

    @property
    def Count(self) -> int:
        return len(self.owner.areas)

    def Item(self, index: int) -> Range:
        return Range(self.owner.sheet, self.owner.areas[index - 1])

    def items(self) -> Iterator[Range]:
        return (Range(self.owner.sheet, area) for area in self.owner.areas)


def block(sheet: Worksheet, address: str) -> Range:
    """A range by its A1 address, areas parted by commas; Excel's 1004 for what is no address."""
    rects = [read_address(part.strip()) for part in address.split(",")]
    if None in rects:
        raise refusal("Method 'Range' of object '_Worksheet' failed")
    return Range(sheet, *[rect for rect in rects if rect])
