# ruff: noqa: N802, N803 -- members carry Excel's own names
"""ListObject: a worksheet table, which grows by itself when something is written right below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fake_excel.cells import LAST_ROW, Rect
from fake_excel.ranges import Range
from fake_excel.variants import DISP_E_BADINDEX, ComError, refusal

if TYPE_CHECKING:
    from fake_excel.sheets import Worksheet


class ListObject:
    """A table; `rect` has the header row in it. `formulas` are the calculated columns by position (1-based)."""

    def __init__(
        self, sheet: Worksheet, name: str, rect: Rect, style: str = "", formulas: dict[int, str] | None = None
    ) -> None:
        self.sheet, self.name, self.rect, self.style = sheet, name, rect, style
        self.formulas = formulas or {}
        self.has_totals = False
        self.line = sheet.line
        self.filter = Filter(self)

    def _range(self, top: int, bottom: int) -> Range:
        return Range(self.sheet, Rect(top, self.rect.left, bottom, self.rect.right))

    @property
    def Name(self) -> str:
        return self.name

    @Name.setter
    def Name(self, value: str) -> None:
        self.name = value

    DisplayName = Name

    @property
    def Parent(self) -> Worksheet:
        return self.sheet

    @property
    def Application(self) -> Any:
        return self.sheet.book.excel

    @property
    def Range(self) -> Range:
        return Range(self.sheet, self.rect)

    @property
    def HeaderRowRange(self) -> Range:
        return self._range(self.rect.top, self.rect.top)

    @property
    def DataBodyRange(self) -> Range:
        return self._range(self.rect.top + 1, self.rect.bottom)

    @property
    def TotalsRowRange(self) -> None:
        return None

    @property
    def ShowTotals(self) -> bool:
        return self.has_totals

    @property
    def ShowHeaders(self) -> bool:
        return True

    @property
    def ShowAutoFilter(self) -> bool:
        return True

    @property
    def AutoFilter(self) -> Filter:
        return self.filter

    @property
    def TableStyle(self) -> str:
        return self.style

    @TableStyle.setter
    def TableStyle(self, value: str) -> None:
        self.style = str(value)

    @property
    def ListColumns(self) -> ListColumns:
        return ListColumns(self)

    @property
    def ListRows(self) -> ListRows:
        return ListRows(self)

    def Resize(self, Range: Range) -> None:
        """To a block with the same header row; refused on a protected sheet, even one protected for users only."""
        failed = "Method 'Resize' of object 'ListObject' failed"
        self.sheet.may_restructure(failed)
        wanted = Range.rect
        meets_other = any(
            other is not self and other.rect.intersection(wanted) for other in self.sheet.tables
        )
        if (
            wanted.top != self.rect.top
            or wanted.height < 2
            or not wanted.intersection(self.rect)
            or meets_other
        ):
            raise refusal(failed)
        self.set_rect(wanted)

    def Delete(self) -> None:
        self.sheet.may_restructure("Delete method of ListObject class failed")
        self.sheet.clear_contents(self.rect)
        self.sheet.tables.remove(self)

    def set_rect(self, rect: Rect) -> None:
        """The new extent; calculated columns fill the new rows."""
        old_bottom, self.rect = self.rect.bottom, rect
        for position, formula in self.formulas.items():
            for row in range(old_bottom + 1, rect.bottom + 1):
                cell = self.sheet.grid.touched(row, rect.left + position - 1)
                cell.formula, cell.value = formula, None
        self.sheet.book.saved = False

    def grow_over(self, written: Rect) -> None:
        """Excel's AutoExpandListRange: what is written right below becomes part of the table."""
        below = Rect(self.rect.bottom + 1, self.rect.left, LAST_ROW, self.rect.right)
        part = written.intersection(below)
        if part is None or part.top != below.top or part != written or self.sheet.protected:
            return
        if not any(self.sheet.grid.occupied(part)):
            return
        for row, column in part.places():
            above = self.sheet.grid.style(self.rect.bottom, column)
            if self.sheet.grid.style(row, column).number_format == "General":
                self.sheet.grid.restyle(row, column, number_format=above.number_format, locked=above.locked)
        self.set_rect(Rect(self.rect.top, self.rect.left, part.bottom, self.rect.right))


class Filter:
    """A table's AutoFilter; `rows` are the sheet's rows that it hides, by `column` (1-based) within the table."""

    def __init__(self, table: ListObject) -> None:
        self.table, self.line = table, table.line
        self.rows: frozenset[int] = frozenset()
        self.column = 1

    def keep_only(self, column: int, *rows: int) -> None:
        """Somebody filters: only these rows of the table (1-based) stay to be seen."""
        body = range(self.table.rect.top + 1, self.table.rect.bottom + 1)
        self.column = column
        self.rows = frozenset(row for place, row in enumerate(body, start=1) if place not in rows)
        self.table.sheet.book.saved = False

    @property
    def FilterMode(self) -> bool:
        return bool(self.rows)

    def ShowAllData(self) -> None:
        if not self.rows:
            raise refusal("ShowAllData method of AutoFilter class failed")
        if self.table.sheet.protected and not self.table.sheet.protection.allowed["AllowFiltering"]:
            raise refusal("ShowAllData method of AutoFilter class failed")
        self.rows = frozenset()
        self.table.sheet.book.saved = False


class ListColumn:
    def __init__(self, table: ListObject, position: int) -> None:
        self.table, self.position, self.line = table, position, table.line

    def _column(self, top: int) -> Range:
        column = self.table.rect.left + self.position - 1
        return Range(self.table.sheet, Rect(top, column, self.table.rect.bottom, column))

    @property
    def Index(self) -> int:
        return self.position

    @property
    def Name(self) -> str:
        return str(self.table.sheet.grid.plain_value(self.table.rect.top, self._column(1).rect.left) or "")

    @Name.setter
    def Name(self, value: str) -> None:
        self._column(self.table.rect.top).GetResize(1, 1).Value = value

    @property
    def Range(self) -> Range:
        return self._column(self.table.rect.top)

    @property
    def DataBodyRange(self) -> Range:
        return self._column(self.table.rect.top + 1)


class _Collection:
    """Items by position or by name (any case)."""

    def items(self) -> Iterator[Any]:
        raise NotImplementedError

    @property
    def Count(self) -> int:
        return sum(1 for _ in self.items())

    def Item(self, key: Any) -> Any:
        found = list(self.items())
        if isinstance(key, str):
            found, key = [item for item in found if item.Name.lower() == key.lower()], 1
        if not 1 <= key <= len(found):
            raise bad_index()
        return found[int(key) - 1]


def bad_index() -> ComError:
    """No such item."""
    return ComError(DISP_E_BADINDEX, "Invalid index.")


class ListColumns(_Collection):
    def __init__(self, table: ListObject) -> None:
        self.table, self.line = table, table.line

    def items(self) -> Iterator[ListColumn]:
        return (ListColumn(self.table, position) for position in range(1, self.table.rect.width + 1))


class ListRow:
    def __init__(self, table: ListObject, position: int) -> None:
        self.table, self.position, self.line = table, position, table.line

    @property
    def Index(self) -> int:
        return self.position

    @property
    def Range(self) -> Range:
        row = self.table.rect.top + self.position
        return Range(self.table.sheet, Rect(row, self.table.rect.left, row, self.table.rect.right))

    def Delete(self) -> None:
        self.table.sheet.may_restructure("Delete method of ListRow class failed")
        self.table.sheet.shift_rows(self.Range.rect, -1)


class ListRows(_Collection):
    def __init__(self, table: ListObject) -> None:
        self.table, self.line = table, table.line

    def items(self) -> Iterator[ListRow]:
        return (ListRow(self.table, position) for position in range(1, self.table.rect.height))

    def Add(self, Position: int | None = None, AlwaysInsert: bool = True) -> ListRow:
        self.table.sheet.may_restructure("Add method of ListRows class failed")
        rect, position = self.table.rect, Position or self.table.rect.height
        row = rect.top + position
        if position < rect.height:
            self.table.sheet.shift_rows(Rect(row, rect.left, row, rect.right), 1)
        else:
            self.table.set_rect(Rect(rect.top, rect.left, rect.bottom + 1, rect.right))
        return ListRow(self.table, position)


class ListObjects(_Collection):
    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.line = sheet, sheet.line

    def items(self) -> Iterator[ListObject]:
        return iter(self.sheet.tables)

    def Add(
        self, SourceType: int = 1, Source: Any = None, LinkSource: Any = None, XlListObjectHasHeaders: int = 1,
        Destination: Any = None, TableStyleName: str | None = None,
    ) -> ListObject:  # fmt: skip
        self.sheet.may_restructure("Method 'Add' of object 'ListObjects' failed")
        if any(table.rect.intersection(Source.rect) for table in self.sheet.tables):
            raise refusal("A table cannot overlap another table.")
        table = ListObject(
            self.sheet, f"Table{len(self.sheet.tables) + 1}", Source.rect, TableStyleName or ""
        )
        self.sheet.tables.append(table)
        return table
