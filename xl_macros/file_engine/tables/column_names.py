"""Names of table columns: always texts, never empty, never twice, and equal to their header cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xl_macros.file_engine.book.stale import formula_texts
from xl_macros.file_engine.cells.addresses import Area
from xl_macros.file_engine.cells.cell_text import is_blank
from xl_macros.file_engine.errors import UnsafeEdit

if TYPE_CHECKING:
    from xl_macros.file_engine.sheet.sheet_file import SheetFile
    from xl_macros.file_engine.tables.table_file import TableFile


def fitted_names(values: Sequence[object], taken: Sequence[str]) -> list[str]:
    """Header values as column names, as Excel makes them: `Column3` for an empty one, `Name2` for a second one."""
    used = {name.casefold() for name in taken}
    names: list[str] = []
    for position, value in enumerate(values, len(taken) + 1):
        text = (
            ""
            if value is None
            else str(int(value))
            if isinstance(value, float) and value.is_integer()
            else str(value)
        )
        base = text.removeprefix("'") or f"Column{position}"
        name, number = base, 2
        while name.casefold() in used:
            name, number = f"{base}{number}", number + 1
        used.add(name.casefold())
        names.append(name)
    return names


def follow_headers(sheet: SheetFile, area: Area, rows: list[Sequence[object]]) -> list[Sequence[object]]:
    """The rows to write into an area, with what falls on header cells of tables made into column names.

    The tables' columns are renamed. Raises UnsafeEdit when a formula uses a name that would go.
    """
    for table in sheet.tables:
        header = table.header_area
        common = header.common(area) if header is not None else None
        if header is None or common is None:
            continue
        first, last = common.column - header.column, common.last_column - header.column
        before = table.column_names
        row = list(rows[common.row - area.row])
        offset = common.column - area.column
        new = row[offset : offset + common.column_count]
        if [None if value is None else str(value) for value in new] == before[first : last + 1]:
            continue
        others = [*before[:first], *before[last + 1 :]]
        names = _named(new, others, first)
        _check_unused(table, set(before[first : last + 1]) - set(names))
        for position, name in enumerate(names, first):
            table.rename_column(position, name)
        row[offset : offset + common.column_count] = names
        rows = [*rows[: common.row - area.row], row, *rows[common.row - area.row + 1 :]]
    return rows


def _named(values: Sequence[object], others: Sequence[str], first: int) -> list[str]:
    numbered = [f"Column{first + 1 + at}" if is_blank(value) else value for at, value in enumerate(values)]
    return fitted_names(numbered, others)


def _check_unused(table: TableFile, gone: set[str]) -> None:
    book = table.sheet.workbook
    texts = [text for _, text in book.defined_name_texts()]
    texts += [formula_texts(sheet) for sheet in book.sheets] if gone else []
    own = list(table.calculated_formulas().values())
    for name in gone:
        marks = (f"[{name}]", f"[@{name}]", f"[{_escaped(name)}]", f",{name}]")
        if any(mark in text for mark in marks for text in [*texts, *own]):
            raise UnsafeEdit(
                f"The column '{name}' of the table {table.name} is used in formulas and must keep its name."
            )


def _escaped(name: str) -> str:
    # In structured references these characters carry an apostrophe in front.
    return "".join("'" + character if character in "[]#'@" else character for character in name)
