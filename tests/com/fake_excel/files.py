"""Workbook files in and out of the fake Excel, and its content as plain values for comparison."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from fake_excel.cells import PLAIN, Cell, Style
from fake_excel.names import read_address, write_address
from fake_excel.protection import ALLOWANCES
from fake_excel.tables import ListObject
from fake_excel.variants import ERROR_CODES, ErrorValue
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.filters import FilterColumn, Filters

if TYPE_CHECKING:
    from fake_excel.books import Workbook
    from fake_excel.sheets import Worksheet

AUTOMATIC, MANUAL = -4105, -4135
_STATES = {"visible": -1, "hidden": 0, "veryHidden": 2}
_OPENPYXL_ALLOWANCES = {
    "AllowFormattingCells": "formatCells",
    "AllowFormattingColumns": "formatColumns",
    "AllowFormattingRows": "formatRows",
    "AllowInsertingColumns": "insertColumns",
    "AllowInsertingRows": "insertRows",
    "AllowInsertingHyperlinks": "insertHyperlinks",
    "AllowDeletingColumns": "deleteColumns",
    "AllowDeletingRows": "deleteRows",
    "AllowSorting": "sort",
    "AllowFiltering": "autoFilter",
    "AllowUsingPivotTables": "pivotTables",
}


def _load(data: bytes, **options: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of each extension that it will not keep
        return openpyxl.load_workbook(io.BytesIO(data), **options)


@lru_cache(maxsize=4)
def _parsed(data: bytes) -> tuple[Any, Any]:
    """The file with its formulas, and with their last results."""
    return _load(data), _load(data, data_only=True)


def read_book(book: Workbook, path: Path) -> int:
    """Fill an empty book from the file: content, formats, tables, names, protection; the mode it was saved in."""
    from fake_excel.books import Name
    from fake_excel.sheets import Worksheet

    book.original = path.read_bytes()
    source, results = _parsed(book.original)
    book.structure_protected = bool(source.security and source.security.lockStructure)
    for source_sheet in source.worksheets:
        sheet = Worksheet(book, source_sheet.title)
        _read_sheet(sheet, source_sheet, results[source_sheet.title])
        book.sheets.append(sheet)
    book.names += [Name(book, name, entry.attr_text) for name, entry in source.defined_names.items()]
    book.saved = True
    return MANUAL if source.calculation.calcMode == "manual" else AUTOMATIC


def _read_sheet(sheet: Worksheet, source: Any, results: Any) -> None:
    sheet.visible = _STATES[source.sheet_state]
    sheet.code_name = source.sheet_properties.codeName or source.title
    styles: dict[int, Style] = {}
    for place, cell in source._cells.items():  # the public iterator would create the cells between
        style = styles.get(cell.style_id) or styles.setdefault(cell.style_id, _style(cell))
        sheet.grid.cells[place] = _cell(
            cell, results.cell(*place).value if cell.data_type == "f" else None, style
        )
    for letter, dimension in source.column_dimensions.items():
        first = dimension.min or column_index_from_string(letter)
        for column in range(first, (dimension.max or first) + 1):
            sheet.column_widths[column] = float(dimension.width)
            if dimension.has_style:
                sheet.grid.column_styles[column] = _style(dimension)
            if dimension.hidden:
                sheet.hidden_columns.add(column)
    for table in source.tables.values():
        formulas = {
            position: f"={column.calculatedColumnFormula.attr_text.removeprefix('=')}"
            for position, column in enumerate(table.tableColumns, 1)
            if column.calculatedColumnFormula is not None
        }
        style_name = table.tableStyleInfo.name if table.tableStyleInfo else ""
        sheet.tables.append(ListObject(sheet, table.displayName, _rect(table.ref), style_name, formulas))
    sheet.merged += [_rect(str(merged)) for merged in source.merged_cells.ranges]
    _read_protection(sheet, source.protection)


def _rect(reference: str) -> Any:
    return read_address(reference)


def _read_protection(sheet: Worksheet, source: Any) -> None:
    sheet.protected = bool(source.sheet)
    sheet.protection.password_hash = source.password or ""
    sheet.protection.drawing_objects = bool(source.objects)
    sheet.protection.scenarios = bool(source.scenarios)
    sheet.protection.allowed = {name: not getattr(source, _OPENPYXL_ALLOWANCES[name]) for name in ALLOWANCES}


def _cell(source: Any, result: Any, style: Style) -> Cell:
    value, formula = source.value, None
    if source.data_type == "f":
        formula, value = str(getattr(value, "text", value)), result
    elif source.data_type == "e":
        value = ErrorValue(value)
    if isinstance(value, str) and value in ERROR_CODES:
        value = ErrorValue(value)
    elif isinstance(value, (dt.date, dt.time, dt.timedelta)):
        value = float(to_excel(value))
    elif isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    return Cell(value, formula, "'" if getattr(source, "quotePrefix", False) else "", style)


def _style(source: Any) -> Style:
    fill, font, alignment = source.fill, source.font, source.alignment
    if not any((source.has_style, fill.fill_type, alignment.horizontal)):
        return PLAIN
    return Style(
        number_format=source.number_format,
        locked=bool(source.protection.locked),
        wrap=bool(alignment.wrap_text),
        fill=_color(fill.fgColor) if fill.fill_type == "solid" else None,
        font_name=font.name or "Calibri",
        font_size=float(font.sz or 11),
        font_color=_color(font.color) or 0,
        bold=bool(font.b),
        italic=bool(font.i),
    )


def _color(source: Any) -> int | None:
    """COM's blue-green-red number of an explicit colour; None for a theme colour."""
    if source is None or source.type != "rgb" or not isinstance(source.rgb, str):
        return None
    red, green, blue = (int(source.rgb[-6:][at : at + 2], 16) for at in (0, 2, 4))
    return red + green * 256 + blue * 65_536


def write_book(book: Workbook, path: Path) -> None:
    """The file as Excel would leave it: contents, number formats and table extents; looks as they were opened."""
    if book.original is not None and book.excel.saving == "quick":
        path.write_bytes(book.original)
        return
    target = _load(book.original, keep_vba=True) if book.original else openpyxl.Workbook()
    mode = "manual" if book.excel.settings["Calculation"] == MANUAL else "auto"
    if book.saved and book.original is not None and target.calculation.calcMode == mode:
        target.vba_archive.close()
        path.write_bytes(book.original)
        return
    target.calculation.calcMode = mode
    for index, sheet in enumerate(book.sheets):
        if sheet.name not in target.sheetnames:
            target.create_sheet(sheet.name, index)
        _write_sheet(sheet, target[sheet.name])
    for unused in set(target.sheetnames) - {sheet.name for sheet in book.sheets}:
        del target[unused]
    target.save(path)
    if target.vba_archive:  # openpyxl leaves it open for the collector, which may close its bytes before it
        target.vba_archive.close()
    book.original = path.read_bytes() if path == book.path else book.original


def _write_protection(sheet: Worksheet, target: Any) -> None:
    target.sheet = sheet.protected
    target.objects, target.scenarios = sheet.protection.drawing_objects, sheet.protection.scenarios
    for name, allowed in sheet.protection.allowed.items():
        setattr(target, _OPENPYXL_ALLOWANCES[name], not allowed)


def _write_sheet(sheet: Worksheet, target: Any) -> None:
    target.sheet_properties.filterMode = bool(sheet.own_filter) or None
    _write_protection(sheet, target.protection)
    for place, cell in sheet.grid.cells.items():
        written = target.cell(*place)
        if type(written).__name__ == "MergedCell":
            continue
        written.value = cell.formula or cell.value
        if isinstance(cell.value, str) and not cell.formula and cell.value.startswith("="):
            written.data_type = "s"
        written.number_format = cell.style.number_format
    for table in sheet.tables:
        if table.name in target.tables:
            reference = write_address(table.rect, row_absolute=False, column_absolute=False)
            target.tables[table.name].ref = reference
            if target.tables[table.name].autoFilter:
                target.tables[table.name].autoFilter.ref = reference
            _write_filter(table, target)


def _write_filter(table: ListObject, target: Any) -> None:
    kept = target.tables[table.name].autoFilter
    if kept is None:
        return
    column = FilterColumn(colId=table.filter.column - 1, filters=Filters(filter=["dipilih"]))
    kept.filterColumn = [column] if table.filter.rows else []
    for row in range(table.rect.top + 1, table.rect.bottom + 1):
        target.row_dimensions[row].hidden = row in table.filter.rows


def contents(book: Workbook) -> dict[str, dict[str, Any]]:
    """What stands where: sheet -> A1 address -> formula or plain value; empty cells are left out."""
    return {
        sheet.name: {
            f"{get_column_letter(column)}{row}": cell.formula or cell.value
            for (row, column), cell in sorted(sheet.grid.cells.items())
            if cell.formula or cell.value is not None
        }
        for sheet in book.sheets
    }


def table_extents(book: Workbook) -> dict[str, str]:
    """Each table's address, header row included."""
    return {
        table.name: write_address(table.rect, False, False) for sheet in book.sheets for table in sheet.tables
    }
