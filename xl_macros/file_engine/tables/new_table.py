"""Making tables, and switching their name, header and totals row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from xl_macros.file_engine.book.stale import formula_texts
from xl_macros.file_engine.cells.addresses import Area, cell_area, parse_area
from xl_macros.file_engine.errors import UnsafeEdit
from xl_macros.file_engine.opc.package import SPREADSHEET
from xl_macros.file_engine.opc.safe_xml import MAIN, RELATIONSHIPS, drop, element_with_namespace, tag
from xl_macros.file_engine.tables.column_names import fitted_names
from xl_macros.file_engine.tables.table_file import TableFile

if TYPE_CHECKING:
    from xl_macros.file_engine.sheet.sheet_file import SheetFile

_NAME = re.compile(r"[^\W\d][\w.\\]{0,254}\Z|_[\w.\\]{0,254}\Z")


def add(sheet: SheetFile, area: Area, name: str | None, has_headers: bool, style: str | None) -> TableFile:
    """A table over an area of a sheet; without headers a header row is put above, as Excel does, if there is room.

    Raises UnsafeEdit when the area touches another table, a merged area or a pivot table.
    """
    if not has_headers:
        raise NotImplementedError("Tables.add(has_headers=False) is not supported by the file engine.")
    if area.row_count == 1:
        area = Area(area.row, area.column, area.row + 1, area.last_column)
    occupied = [table.area for table in sheet.tables]
    occupied += [*sheet.frame.merged_areas(), *sheet.workbook.pivot_areas(sheet)]
    for other in occupied:
        if other.meets(area):
            raise UnsafeEdit(f"The table would reach into {sheet.name}!{other.address()}.")
    book = sheet.workbook
    tables = book.all_tables()
    number = max([0, *(table.id for table in tables)]) + 1
    taken = {table.name.lower() for table in tables} | {n.lower() for n, _ in book.defined_name_texts()}
    name = name or _free_name(taken, number)
    _check_name(name, taken)
    header = Area(area.row, area.column, area.row, area.last_column)
    names = fitted_names(sheet.read(header)[0], [])
    is_blank = area.row_count == 2 and all(
        value is None
        for value in sheet.read(Area(area.row + 1, area.column, area.last_row, area.last_column))[0]
    )
    root = _element(number, name, area, names, style, is_blank)
    part = book.package.new_name("xl/tables/table{}.xml")
    book.package.put_tree(part, root)
    book.package.set_content_type(part, SPREADSHEET + "table+xml")
    relationship_id = book.package.relate(sheet.part, "table", part)
    parts = sheet.frame.ensure("tableParts")
    etree.SubElement(parts, tag("tablePart"), {f"{{{RELATIONSHIPS}}}id": relationship_id})
    parts.set("count", str(len(parts)))
    sheet.frame.touch()
    sheet.write(header, [names], formulas=False)
    sheet.forget_tables()
    return next(table for table in sheet.tables if table.part == part)


def _free_name(taken: set[str], number: int) -> str:
    while f"table{number}" in taken:
        number += 1
    return f"Table{number}"


def _check_name(name: str, taken: set[str]) -> None:
    if not _NAME.match(name) or parse_area(name) is not None:
        raise ValueError(f"'{name}' cannot be the name of a table.")
    if name.lower() in taken:
        raise ValueError(f"The name '{name}' is taken.")


def _element(
    number: int, name: str, area: Area, names: list[str], style: str | None, is_blank: bool
) -> etree._Element:
    root = element_with_namespace("table", MAIN, id=str(number), name=name, displayName=name, ref=area.ref)
    if is_blank:
        root.set("insertRow", "1")
    root.set("totalsRowShown", "0")
    etree.SubElement(root, tag("autoFilter"), ref=area.ref)
    columns = etree.SubElement(root, tag("tableColumns"), count=str(len(names)))
    for position, text in enumerate(names, 1):
        etree.SubElement(columns, tag("tableColumn"), id=str(position), name=text)
    info = etree.SubElement(root, tag("tableStyleInfo"))
    if style:
        info.set("name", style)
    for switch, value in (
        ("FirstColumn", "0"),
        ("LastColumn", "0"),
        ("RowStripes", "1"),
        ("ColumnStripes", "0"),
    ):
        info.set(f"show{switch}", value)
    return root


def rename(table: TableFile, name: str) -> None:
    """Renames a table. Raises UnsafeEdit when formulas use the old name."""
    old, book = table.name, table.sheet.workbook
    if name == old:
        return
    taken = {other.name.lower() for other in book.all_tables()} | {
        n.lower() for n, _ in book.defined_name_texts()
    }
    _check_name(name, taken - {old.lower()})
    used = re.compile(rf"(?<![\w.]){re.escape(old)}(?![\w.])", re.IGNORECASE)
    texts = [text for _, text in book.defined_name_texts()] + [formula_texts(sheet) for sheet in book.sheets]
    texts += list(table.calculated_formulas().values())
    if any(used.search(text) for text in texts):
        raise UnsafeEdit(f"The table {old} is used in formulas and must keep its name.")
    table.name = name


def show_headers(table: TableFile, shown: bool) -> None:
    """Switches the header row on or off: its cells are emptied and the table starts one row lower, or back."""
    if shown == (table.header_rows > 0):
        return
    area, sheet = table.area, table.sheet
    if shown:
        if area.row == 1:
            raise UnsafeEdit(f"There is no row above the table {table.name} for a header.")
        header = Area(area.row - 1, area.column, area.row - 1, area.last_column)
        sheet.write(header, [table.column_names], formulas=False)
        drop(table.root, "headerRowCount")
        table.set_area(Area(area.row - 1, area.column, area.last_row, area.last_column))
        table.set_filter(table.had_filter)
        return
    header = Area(area.row, area.column, area.row, area.last_column)
    table.had_filter = table.has_filter
    table.set_filter(False)
    table.root.set("headerRowCount", "0")
    table.set_area(Area(area.row + 1, area.column, area.last_row, area.last_column))
    sheet.write(header, [[None] * header.column_count])


def show_totals(table: TableFile, shown: bool) -> None:
    """Switches the totals row on or off. The row below must be empty: nothing is moved down here."""
    if shown == (table.totals_rows > 0):
        return
    area, sheet = table.area, table.sheet
    if shown:
        below = Area(area.last_row + 1, area.column, area.last_row + 1, area.last_column)
        if any(value is not None for value in sheet.read(below)[0]):
            raise UnsafeEdit(f"The row below the table {table.name} is not empty.")
        table.root.set("totalsRowCount", "1")
        drop(table.root, "totalsRowShown")
        table.set_area(Area(area.row, area.column, area.last_row + 1, area.last_column))
        if table.columns and table.columns[0].get("totalsRowLabel") is None:
            table.columns[0].set("totalsRowLabel", "Total")
        label = table.columns[0].get("totalsRowLabel")
        sheet.write(cell_area(below.row, below.column), [[label]])
        return
    totals = table.totals_area
    drop(table.root, "totalsRowCount")
    table.set_area(Area(area.row, area.column, area.last_row - 1, area.last_column))
    if totals is not None:
        sheet.write(totals, [[None] * totals.column_count])
