"""Writing to and clearing areas of a worksheet as Excel does it, tables included; and finding areas by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xl_macros.file_engine.cells.addresses import Area
from xl_macros.file_engine.cells.cell_text import is_blank
from xl_macros.file_engine.cells.formulas import reference_of
from xl_macros.file_engine.tables.growing import grow_for_write
from xl_macros.file_engine.tables.header_names import header_names

if TYPE_CHECKING:
    from xl_macros.file_engine.book.workbook_file import WorkbookFile
    from xl_macros.file_engine.sheet.sheet_file import SheetFile


def write(sheet: SheetFile, area: Area, rows: Sequence[Sequence[object]]) -> None:
    """Writes a block. A table right above takes the rows in; a text on a header cell renames its column."""
    renames = [(table, *names) for table in sheet.tables for names in header_names(table, area, rows)]
    if not all(map(is_blank, rows[0])):
        grow_for_write(sheet, area)
    sheet.write(area, rows)
    for table, position, name in renames:
        table.rename_column(position, name)


def clear(sheet: SheetFile, area: Area) -> None:
    """Removes values and formulas; formats stay. Raises UnsafeEdit for header cells of tables."""
    used = sheet.used_area()
    common = used.common(area) if used is not None else None
    if common is not None:
        write(sheet, common, [[None] * common.column_count] * common.row_count)


def named_area(book: WorkbookFile, sheet: SheetFile, text: str) -> tuple[SheetFile, Area] | None:
    """What a name or a `Sheet!A1` address stands for; None when it stands for nothing."""
    element = book.names.find(text, sheet)
    if element is not None:
        return book.names.target(element)
    found = reference_of(text)
    if found is None or found[0] is None:
        return None
    try:
        return book.sheet(found[0]), found[1]
    except KeyError:
        return None
