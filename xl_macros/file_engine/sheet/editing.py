"""Writing to and clearing areas of a worksheet as Excel does it, tables included; and finding areas by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from xl_macros.file_engine.cells.addresses import Area, parse_area
from xl_macros.file_engine.cells.cell_text import is_blank
from xl_macros.file_engine.tables.column_names import follow_headers
from xl_macros.file_engine.tables.growing import grow_for_write

if TYPE_CHECKING:
    from xl_macros.file_engine.book.workbook_file import WorkbookFile
    from xl_macros.file_engine.sheet.sheet_file import SheetFile
    from xl_macros.file_engine.tables.table_file import TableFile

_STRUCTURED = re.compile(
    r"(?P<table>[\w.\\]+)(?:\[(?:#(?P<part>All|Data|Headers|Totals)|(?P<column>[^\[\]]*))\])?\Z"
)


def write(sheet: SheetFile, area: Area, rows: Sequence[Sequence[object]]) -> None:
    """Writes a block. A table right above takes the rows in; header cells rename their column."""
    if not all(map(is_blank, rows[0])):
        grow_for_write(sheet, area)
    sheet.write(area, follow_headers(sheet, area, list(rows)))


def clear(sheet: SheetFile, area: Area) -> None:
    """Removes values and formulas; formats stay. Header cells of tables become `Column1` and so on."""
    used = sheet.used_area()
    common = used.common(area) if used is not None else None
    if common is None:
        return
    empty = [None] * common.column_count
    rows: list[Sequence[object]] = [empty] * common.row_count
    sheet.write(common, follow_headers(sheet, common, rows))


def named_area(book: WorkbookFile, sheet: SheetFile, text: str) -> tuple[SheetFile, Area] | None:
    """What a name, a `Sheet!A1` address or a table reference stands for; None when it stands for nothing."""
    element = book.names.find(text, sheet)
    if element is not None:
        return book.names.target(element)
    name, mark, address = text.rpartition("!")
    area = parse_area(address) if mark else None
    if area is not None:
        try:
            return book.sheet(name.strip("'").replace("''", "'")), area
        except KeyError:
            return None
    match = _STRUCTURED.match(text)
    for table in book.all_tables() if match else []:
        if match is not None and table.name.lower() == match["table"].lower():
            found = _part(table, match["part"], match["column"])
            return (table.sheet, found) if found is not None else None
    return None


def _part(table: TableFile, part: str | None, column: str | None) -> Area | None:
    if column:
        names = [name.lower() for name in table.column_names]
        body = table.body_area
        if column.lower() not in names or body is None:
            return None
        at = body.column + names.index(column.lower())
        return Area(body.row, at, body.last_row, at)
    areas = {"All": table.area, "Headers": table.header_area, "Totals": table.totals_area}
    return areas.get(part or "Data", table.body_area)
