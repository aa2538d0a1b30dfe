# ruff: noqa: N802, N803 -- members carry Excel's own names
"""Worksheet: a grid with its tables, its protection and its looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fake_excel.cells import LAST_COLUMN, LAST_ROW, Grid, Rect
from fake_excel.names import split_sheet
from fake_excel.protection import Protection
from fake_excel.ranges import Range, block
from fake_excel.tables import ListObject, ListObjects
from fake_excel.variants import refusal

if TYPE_CHECKING:
    from fake_excel.application import Application
    from fake_excel.books import Workbook

VISIBLE, HIDDEN, VERY_HIDDEN = -1, 0, 2


class Worksheet:
    def __init__(self, book: Workbook, name: str) -> None:
        self.book, self.name, self.line = book, name, book.line
        self.grid = Grid(book.excel.region)
        self.tables: list[ListObject] = []
        self.visible = VISIBLE
        self.code_name = name
        self.protected = False
        self.protection = Protection(self)
        self.merged: list[Rect] = []
        self.column_widths: dict[int, float] = {}
        self.row_heights: dict[int, float] = {}
        self.hidden_rows: set[int] = set()
        self.own_filter: frozenset[int] = frozenset()
        """Rows that a filter of the sheet's own hides, not one of a table."""
        self.hidden_columns: set[int] = set()
        self.page_setup: dict[str, Any] = {}

    # -- for the other parts of the fake -------------------------------------------------------------

    def used_rect(self) -> Rect:
        """The block from A1 to the last cell that holds or ever held something."""
        places = self.grid.cells
        bottom = max((row for row, _ in places), default=1)
        right = max((column for _, column in places), default=1)
        return Rect(1, 1, bottom, right)

    def may_write(self, *areas: Rect) -> bool:
        """Whether a write goes through: 1004 on locked cells, or silence where the session swallows it."""
        blocked = self.protected and not self.protection.users_only and any(map(self._has_locked, areas))
        return not blocked or self.book.excel.refuse_or_swallow(
            "The cell or chart you're trying to change is on a protected sheet."
        )

    def may_format(self, failed: str) -> bool:
        allowed = self.protection.users_only or self.protection.allowed["AllowFormattingCells"]
        return allowed or not self.protected or self.book.excel.refuse_or_swallow(failed)

    def may_restructure(self, failed: str) -> None:
        """Rows, tables and their extent: never on a protected sheet, not even one protected for users only."""
        if self.protected:
            raise refusal(failed)

    def _has_locked(self, area: Rect) -> bool:
        if area.height * area.width > 500_000:
            return True
        return any(self.grid.style(*place).locked for place in area.places())

    def written(self, rect: Rect) -> None:
        """After a write: the tables grow, the book is no longer saved."""
        for table in self.tables:
            table.grow_over(rect)
        self.book.saved = False

    @property
    def filtered_rows(self) -> frozenset[int]:
        """Rows that a filter hides; those that somebody hid by hand are none."""
        return self.own_filter.union(*(table.filter.rows for table in self.tables))

    def is_hidden_by_merge(self, row: int, column: int) -> bool:
        return bool(self.merged) and any(
            m.contains(row, column) and (row, column) != (m.top, m.left) for m in self.merged
        )

    def clear_contents(self, rect: Rect) -> None:
        for place in list(self.grid.occupied(rect)):
            self.grid.clear_contents(*place)
        self.book.saved = False

    def restyle(self, rect: Rect, **changes: Any) -> None:
        """Whole columns keep their style for rows to come; other blocks are styled cell by cell."""
        if rect.height == LAST_ROW or rect.width == LAST_COLUMN:
            self.grid.restyle_whole(rect, **changes)
        else:
            for place in rect.places():
                self.grid.restyle(*place, **changes)
        self.book.saved = False

    def shift_rows(self, rect: Rect, by: int) -> None:
        """Cells from `rect` down, in its columns, move `by` rows; tables in the way grow or shrink."""
        moved = {}
        for (row, column), cell in list(self.grid.cells.items()):
            if rect.left <= column <= rect.right and row >= rect.top:
                del self.grid.cells[row, column]
                if by > 0 or row > rect.bottom:
                    moved[row + by, column] = cell
        self.grid.cells.update(moved)
        for table in self.tables:
            top, left, bottom, right = table.rect.top, table.rect.left, table.rect.bottom, table.rect.right
            if rect.left <= left and right <= rect.right and rect.top <= bottom:
                inside = rect.top > top
                table.rect = Rect(top if inside else top + by, left, max(bottom + by, top + 1), right)
        self.book.saved = False

    # -- Excel's members -----------------------------------------------------------------------------

    @property
    def Name(self) -> str:
        return self.name

    @Name.setter
    def Name(self, value: str) -> None:
        taken = any(sheet.name.lower() == value.lower() for sheet in self.book.sheets if sheet is not self)
        if (
            taken
            or len(value) > 31
            or any(mark in value for mark in "[]:*?/\\")
            or self.book.structure_protected
        ):
            raise refusal("That name is already taken or not allowed. Try a different one.")
        self.name = value

    @property
    def CodeName(self) -> str:
        return self.code_name

    @property
    def Index(self) -> int:
        return self.book.sheets.index(self) + 1

    @property
    def Parent(self) -> Workbook:
        return self.book

    @property
    def Application(self) -> Application:
        return self.book.excel

    @property
    def Visible(self) -> int:
        return self.visible

    @Visible.setter
    def Visible(self, value: int) -> None:
        if self.book.structure_protected:
            raise refusal("Unable to set the Visible property of the Worksheet class")
        self.visible = VERY_HIDDEN if value == VERY_HIDDEN else VISIBLE if value else HIDDEN

    @property
    def Cells(self) -> Range:
        return Range(self, Rect(1, 1, LAST_ROW, LAST_COLUMN))

    @property
    def Rows(self) -> Range:
        return Range(self, Rect(1, 1, LAST_ROW, LAST_COLUMN), by="rows")

    @property
    def Columns(self) -> Range:
        return Range(self, Rect(1, 1, LAST_ROW, LAST_COLUMN), by="columns")

    @property
    def UsedRange(self) -> Range:
        return Range(self, self.used_rect())

    def Range(self, Cell1: Any, Cell2: Any = None) -> Range:
        """By address, defined name, table name, or two corners."""
        first = self._place(Cell1)
        if Cell2 is None:
            return first
        a, b = first.rect, self._place(Cell2).rect
        corners = Rect(min(a.top, b.top), min(a.left, b.left), max(a.bottom, b.bottom), max(a.right, b.right))
        return Range(self, corners)

    def _place(self, where: Any) -> Range:
        if isinstance(where, Range):
            return where
        sheet_name, address = split_sheet(where)
        if sheet_name is not None:
            return self.book.sheet(sheet_name).Range(address)
        for name in self.book.names:
            if name.name.lower() == where.lower():
                return name.RefersToRange
        for table in self.tables:
            if where.lower() == table.name.lower():
                return table.DataBodyRange
            if where.lower() == f"{table.name.lower()}[#all]":
                return table.Range
        return block(self, address)

    @property
    def ListObjects(self) -> ListObjects:
        return ListObjects(self)

    @property
    def Names(self) -> Any:
        return self.book.Names

    def Activate(self) -> None:
        if self.visible != VISIBLE:
            raise refusal("Activate method of Worksheet class failed")
        self.book.excel.show(self)

    def Select(self, Replace: bool = True) -> bool:
        self.Activate()
        return True

    def Calculate(self) -> None:
        """Nothing to do: the fake computes no formulas."""

    def _refuse_in_a_group(self, method: str) -> None:
        if len(self.book.excel.group) > 1:
            raise refusal(f"{method} method of Worksheet class failed")

    def Protect(self, Password: str | None = None, *order: Any, **options: Any) -> None:
        self._refuse_in_a_group("Protect")
        self.protection.protect(Password, order, options)
        self.book.saved = False

    def Unprotect(self, Password: str | None = None) -> None:
        self._refuse_in_a_group("Unprotect")
        self.protection.unprotect(Password)
        self.book.saved = False

    @property
    def ProtectContents(self) -> bool:
        return self.protected

    @property
    def ProtectDrawingObjects(self) -> bool:
        return self.protected and self.protection.drawing_objects

    @property
    def ProtectScenarios(self) -> bool:
        return self.protected and self.protection.scenarios

    @property
    def ProtectionMode(self) -> bool:
        return self.protected and self.protection.users_only

    @property
    def Protection(self) -> Protection:
        return self.protection

    @property
    def EnableSelection(self) -> int:
        return self.protection.selection

    @EnableSelection.setter
    def EnableSelection(self, value: int) -> None:
        self.protection.selection = int(value)

    def ShowAllData(self) -> None:
        if not self.own_filter:
            raise refusal("ShowAllData method of Worksheet class failed")
        self.own_filter = frozenset()
        self.book.saved = False

    @property
    def AutoFilterMode(self) -> bool:
        return False

    @property
    def FilterMode(self) -> bool:
        """The sheet's own filter; of a table's it knows only while a cell of the table is selected."""
        if self.own_filter:
            return True
        selected = self.book.excel.selection
        rect = getattr(selected, "rect", None) if getattr(selected, "sheet", None) is self else None
        return any(table.filter.rows and rect and table.rect.intersection(rect) for table in self.tables)
