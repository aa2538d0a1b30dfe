"""Reading a workbook of another version: what its tables hold of the columns that are known now, and what else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xl_macros.errors import Refusal
from xl_macros.light_import import import_xlwings
from xl_macros.tables.bodies import Row, filled_rows
from xl_macros.tables.cells import Value, read_column
from xl_macros.tables.rectangles import place_of
from xl_macros.tables.schema import Filled, Table

if TYPE_CHECKING:
    import xlwings as xw


@dataclass(frozen=True, slots=True)
class OldTable:
    """A table as it stands in the other workbook.

    `missing` are headers that it does not have yet; `beside` its further columns with how many cells are filled.
    """

    rows: list[Row]
    missing: tuple[str, ...]
    beside: dict[str, int]


def _found(book: xw.Book, table: Table) -> xw.main.Table | None:
    """The table wherever it stands: a version may have given it a sheet of its own."""
    names = [sheet.name for sheet in book.sheets]
    for name in sorted(names, key=lambda name: name != table.sheet):
        try:
            return book.sheets[name].tables[table.name]
        except (KeyError, import_xlwings().NoSuchObjectError):
            continue
    return None


def read_old(book: xw.Book, table: Table) -> OldTable | None:
    """The table by its headers, wherever its columns stand; None when the workbook has no such table."""
    found = _found(book, table)
    if found is None:
        return None
    if found.show_totals:
        raise Refusal(
            f"Tabel {table.name} di lembar {table.sheet} memakai Baris Total, yang akan terbaca sebagai data.",
            cure="Matikan Baris Total pada tab Desain Tabel, lalu ulangi.",
        )
    headers, *body = found.range.raw_value
    titles = [str(header).strip() for header in headers]
    cells = dict(zip(titles, zip(*body, strict=True), strict=True))
    blank: list[Value] = [None] * len(body)
    columns = [
        read_column(column, cells[column.header]) if column.header in cells else list(blank)
        for column in table.columns
    ]
    own = {column.header for column in table.columns}
    filled = {
        title: sum(value not in (None, "") for value in cells[title]) for title in titles if title not in own
    }
    return OldTable(
        filled_rows(table, columns, place_of(found.range)[0] + 1),
        tuple(
            column.header
            for column in table.columns
            if column.header not in cells and column.filled is not Filled.BY_FORMULA
        ),
        {title: count for title, count in filled.items() if count},
    )
