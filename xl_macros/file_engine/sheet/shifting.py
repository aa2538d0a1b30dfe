"""Inserting and deleting cells, rows and columns.

Excel moves everything that refers to what moves: formulas, names, merged areas, tables, validations, links,
pictures. Here only cells without any of that are moved; with any of it, the edit is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from xl_macros.file_engine.book.stale import formula_texts
from xl_macros.file_engine.cells.addresses import MAX_COLUMN, MAX_ROW, Area
from xl_macros.file_engine.errors import UnsafeEdit
from xl_macros.file_engine.sheet.restyling import always
from xl_macros.file_engine.sheet.sheet_file import SheetFile

_FIXED_THINGS = (
    "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "drawing", "legacyDrawing", "tableParts",
    "autoFilter", "protectedRanges", "rowBreaks", "colBreaks", "controls", "oleObjects", "extLst", "ignoredErrors",
)  # fmt: skip


def insert(sheet: SheetFile, area: Area, shift: str | None) -> None:
    """Moves the cells of the area and beyond down or right. Raises UnsafeEdit when something refers to them."""
    down = _moves_rows(area, shift, "down", "right", default=area.row_count <= area.column_count)
    _check(sheet)
    _move(sheet, area, area.row_count if down else 0, 0 if down else area.column_count)


def delete(sheet: SheetFile, area: Area, shift: str | None) -> None:
    """Moves the cells beyond the area up or left over it. Raises UnsafeEdit when something refers to them."""
    up = _moves_rows(area, shift, "up", "left", default=area.row_count < area.column_count)
    _check(sheet)
    _move(sheet, area, -area.row_count if up else 0, 0 if up else -area.column_count)


def _moves_rows(area: Area, shift: str | None, rows: str, columns: str, *, default: bool) -> bool:
    if area.column == 1 and area.last_column == MAX_COLUMN:
        return True
    if area.row == 1 and area.last_row == MAX_ROW:
        return False
    if shift not in (None, rows, columns):
        raise ValueError(f"'{shift}' is no direction for this.")
    return default if shift is None else shift == rows


def _check(sheet: SheetFile) -> None:
    for name in _FIXED_THINGS:
        if sheet.frame.find(name) is not None:
            raise UnsafeEdit(
                f"Cells of '{sheet.name}' cannot be moved: the sheet has {name}, which would not move along."
            )
    book = sheet.workbook
    for other in book.sheets:
        if formula_texts(other):
            raise UnsafeEdit(
                f"Cells of '{sheet.name}' cannot be moved: formulas in '{other.name}' may refer to them."
            )
    for element in book.names.elements():
        target = book.names.target(element)
        if target is None or target[0] is sheet:
            raise UnsafeEdit(
                f"Cells of '{sheet.name}' cannot be moved: the name {element.get('name')} may refer to them."
            )


def _move(sheet: SheetFile, area: Area, down: int, right: int) -> None:
    used = sheet.used_area()
    if used is None:
        return
    if right == 0:
        block = Area(area.row, area.column, max(area.row, used.last_row), area.last_column)
    else:
        block = Area(area.row, area.column, area.last_row, max(area.column, used.last_column))
    common = block.common(used)
    if common is None:
        return
    values = {}
    read = sheet.read(common)
    for number, cell in sheet.cells(common):
        values[number, cell.column] = (read[number - common.row][cell.column - common.column], cell.style)
    kept = {
        (row + down, column + right): found
        for (row, column), found in values.items()
        if down + right > 0 or not area.holds(row, column)
    }
    if any(row > MAX_ROW or column > MAX_COLUMN for row, column in kept):
        raise UnsafeEdit(f"Cells of '{sheet.name}' would be moved off the sheet.")
    _replace(sheet, common, kept)


def _replace(sheet: SheetFile, old: Area, cells: Mapping[tuple[int, int], tuple[object, int]]) -> None:
    places = [*cells, (old.row, old.column), (old.last_row, old.last_column)]
    rows, columns = [row for row, _ in places], [column for _, column in places]
    area = Area(min(rows), min(columns), max(rows), max(columns))
    block: list[list[object]] = [
        [cells.get((row, column), (None, 0))[0] for column in range(area.column, area.last_column + 1)]
        for row in range(area.row, area.last_row + 1)
    ]
    outside = {
        (number, cell.column): cell.style
        for number, cell in sheet.cells(area)
        if not old.holds(number, cell.column) and (number, cell.column) not in cells
    }
    kept = sheet.read(area)
    for number, column in outside:
        block[number - area.row][column - area.column] = kept[number - area.row][column - area.column]
    sheet.restyle(area, lambda _style: 0, create=False)
    sheet.write(area, block, formulas=False)
    for (row, column), style in [*((place, found[1]) for place, found in cells.items()), *outside.items()]:
        if style:
            sheet.restyle(Area(row, column, row, column), always(style))
