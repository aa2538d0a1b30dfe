"""The body of a table in memory: what was read of it, what it will be, and how the two differ.

Values are kept by column: whole columns are read, compared and written, and comparing two columns of the same
objects costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xl_macros.tables.cells import Value
from xl_macros.tables.schema import PROTECTED_SHEETS, Filled, Table

Columns = list[list[Value]]
"""One list per column of the schema, each as long as the table."""


class Row(dict[str, Any]):
    """One table row by field. `sheet_row` is its 1-based worksheet row, 0 for a row not written yet."""

    __slots__ = ("sheet_row",)

    def __init__(
        self, values: Mapping[str, Value] | Iterable[tuple[str, Value]] = (), sheet_row: int = 0
    ) -> None:
        super().__init__(values)
        self.sheet_row = sheet_row

    def copy(self) -> Row:
        return Row(self, self.sheet_row)


class Body(NamedTuple):
    """What was read of a table, blank rows included; rows and columns of the sheet are 1-based."""

    first_sheet_row: int
    first_sheet_column: int
    columns: Columns
    offsets: list[int]
    """Where each of our columns stands in the table: staff may move columns and add their own."""
    width: int
    """How many columns the table has, theirs included."""

    @property
    def length(self) -> int:
        return len(self.columns[0])


class Change(NamedTuple):
    """A table as it will be: the whole new body and the columns (0-based) that differ from the old."""

    table: Table
    values: Columns
    columns: tuple[int, ...]
    old_length: int

    @property
    def length(self) -> int:
        return len(self.values[0])

    def places(self, body: Body, columns: Iterable[int]) -> range:
        """The places (0-based) from the first to the last at which one of these columns differs from the body.

        Added rows count; what is cut off does not. A table without any row keeps one, which is blank.
        """
        found = [_changed_places(body.columns[index], self.values[index] or [None]) for index in columns]
        found = [each for each in found if each]
        return (
            range(min(each.start for each in found), max(each.stop for each in found)) if found else range(0)
        )

    def to_write(self, body: Body) -> list[int]:
        """The columns that differ, and blank ones between them, so that fewer and wider blocks are written.

        Only on sheets in which nobody types: elsewhere a cell that shows nothing may hold a formula of staff's.
        """
        places = self.places(body, self.columns)
        if self.table.sheet not in PROTECTED_SHEETS or not places:
            return list(self.columns)

        def is_blank(index: int) -> bool:
            beside = (body.columns[index], self.values[index])
            return not any(
                value is not None for values in beside for value in values[places.start : places.stop]
            )

        return [
            index
            for index, column in enumerate(self.table.columns)
            if index in self.columns
            or (
                min(self.columns) < index < max(self.columns)
                and column.filled is not Filled.BY_FORMULA
                and is_blank(index)
            )
        ]


def filled_rows(table: Table, columns: Columns, first_sheet_row: int) -> list[Row]:
    """The rows that are not blank, in sheet order."""
    blank = blank_places(table, columns)
    fields = table.fields
    return [
        Row(zip(fields, values, strict=True), first_sheet_row + place)
        for place, values in enumerate(zip(*columns, strict=True))
        if place not in blank
    ]


def change_to(table: Table, body: Body, columns: Columns) -> Change:
    """What has to change for the table to be `columns`."""
    return Change(table, columns, changed_columns(table, body.columns, columns), body.length)


def columns_of(table: Table, body: Body, rows: Sequence[Row]) -> Columns:
    """The table's columns with these rows: known ones at their place, new ones below the last.

    A row that is not among them becomes blank; the table gets shorter only where its last rows are blank.
    """
    values = [[row.get(field) for row in rows] for field in table.fields]
    return placed(body, values, [row.sheet_row for row in rows])


def placed(body: Body, columns: Sequence[Sequence[Value]], sheet_rows: Sequence[int]) -> Columns:
    """`columns` with each value in the row that is named for it, 0 for a new one; see `columns_of`."""
    places = list(_places(body, sheet_rows))
    height = max(places, default=-1) + 1
    if places == list(range(height)):
        return [list(values) for values in columns]
    made: Columns = [[None] * height for _ in columns]
    for values, column in zip(columns, made, strict=True):
        for place, value in zip(places, values, strict=True):
            column[place] = value
    return made


def appended(table: Table, columns: Columns, rows: Iterable[Row]) -> Columns:
    """`columns` with further rows below the last one that is not blank."""
    length = filled_length(own_columns(table, columns))
    new = list(rows)
    return [
        [*values[:length], *(row.get(field) for row in new)]
        for field, values in zip(table.fields, columns, strict=True)
    ]


def restored(table: Table, body: Body, columns: Sequence[int], old: Columns) -> Change:
    """What has to change for those columns (0-based) to be as in `old` again, and the table as long as it was.

    Rows below that go, but for those in which something stands beside these columns: staff typed it.
    """
    height = len(old[0])
    beside = [
        values
        for index, (column, values) in enumerate(zip(table.columns, body.columns, strict=True))
        if index not in columns and column.filled is not Filled.BY_FORMULA
    ]
    typed = [
        place for place in range(height, body.length) if any(values[place] is not None for values in beside)
    ]
    wanted = []
    for index, values in enumerate(body.columns):
        back = old[index] if index in columns else values[:height]
        missing: list[Value] = [None] * (height - len(back))
        wanted.append([*back, *missing, *(values[place] for place in typed)])
    return Change(table, wanted, changed_columns(table, body.columns, wanted), body.length)


def filled_length(columns: Columns) -> int:
    """How many rows there are down to the last one in which something stands."""
    length = len(columns[0]) if columns else 0
    while length and all(values[length - 1] is None for values in columns):
        length -= 1
    return length


def changed_columns(table: Table, old: Columns, new: Columns) -> tuple[int, ...]:
    """The columns (0-based) that have to be written; never one that a formula of the sheet fills."""
    return tuple(
        index
        for index, (column, before, after) in enumerate(zip(table.columns, old, new, strict=True))
        if column.filled is not Filled.BY_FORMULA and _differ(before, after)
    )


def _differ(before: list[Value], after: list[Value]) -> bool:
    """Rows that are cut off count where they hold something, rows that are added always."""
    if len(after) > len(before):
        return True
    return before[: len(after)] != after or any(before[len(after) :])


def _changed_places(before: list[Value], after: list[Value]) -> range:
    both = min(len(before), len(after))
    first = next((place for place in range(both) if before[place] != after[place]), both)
    if len(after) > both:
        return range(first, len(after))
    last = next(
        (place for place in range(both - 1, first - 1, -1) if before[place] != after[place]), first - 1
    )
    return range(first, last + 1)


def _places(body: Body, sheet_rows: Sequence[int]) -> Iterator[int]:
    """Each row's place in the body (0-based)."""
    end = max((row - body.first_sheet_row for row in sheet_rows if row), default=-1) + 1
    for row in sheet_rows:
        if row:
            yield row - body.first_sheet_row
        else:
            yield end
            end += 1


def own_columns(table: Table, columns: Columns) -> Columns:
    """The columns that no formula of the sheet fills."""
    return [
        values
        for column, values in zip(table.columns, columns, strict=True)
        if column.filled is not Filled.BY_FORMULA
    ]


def blank_places(table: Table, columns: Columns) -> set[int]:
    """The places (0-based) of rows that are blank but for what formulas show."""
    own = own_columns(table, columns)
    return {
        place
        for place, first in enumerate(own[0])
        if first is None and all(values[place] is None for values in own)
    }
