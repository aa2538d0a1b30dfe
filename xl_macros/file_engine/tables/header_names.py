"""Names of table columns: texts, never empty, never twice, and equal to their header cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from xl_macros.file_engine.book.stale import formula_texts
from xl_macros.file_engine.errors import UnsafeEdit

if TYPE_CHECKING:
    from xl_macros.file_engine.cells.addresses import Area
    from xl_macros.file_engine.tables.table_file import TableFile

_LONGEST = 255
"""Characters of a column's name (Excel specifications and limits)."""


def header_names(table: TableFile, area: Area, rows: Sequence[Sequence[object]]) -> Iterator[tuple[int, str]]:
    """The columns (from 0) that get another name when these rows are written into an area, with that name.

    Raises UnsafeEdit for what cannot be a name, and for a name that would go although a formula uses it.
    """
    header = table.header_area
    common = header.common(area) if header is not None else None
    if header is None or common is None:
        return
    names = table.column_names
    written = rows[common.row - area.row][common.column - area.column :]
    places = range(common.column - header.column, common.last_column - header.column + 1)
    for position, value in zip(places, written, strict=False):
        old = names[position]
        if value == old:
            continue
        others = {name.casefold() for name in names[:position] + names[position + 1 :]}
        if not isinstance(value, str) or not 0 < len(value) <= _LONGEST or value[0] in "='":
            raise UnsafeEdit(f"The header of the table {table.name} cannot be {str(value)[:40]!r}.")
        if value.casefold() in others:
            raise UnsafeEdit(f"The header of the table {table.name} has a column {value!r} already.")
        if _is_used(table, old):
            raise UnsafeEdit(f"The header of the table {table.name} must keep {old!r}, which formulas use.")
        names[position] = value
        yield position, value


def _is_used(table: TableFile, name: str) -> bool:
    book = table.sheet.workbook
    texts = {text for sheet in book.sheets for text in formula_texts(sheet)}
    texts |= {text for _, text in book.defined_name_texts()} | {*table.calculated_formulas().values()}
    # In structured references these characters carry an apostrophe in front.
    escaped = "".join("'" + character if character in "[]#'@" else character for character in name).casefold()
    marks = (f"[{escaped}]", f"[@{escaped}]")
    return any(mark in text.casefold() for text in texts for mark in marks)
