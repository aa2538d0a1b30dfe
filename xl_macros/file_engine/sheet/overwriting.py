"""What stands in the way of writing into an area, and shared formulas that lose their first cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from xl_macros.file_engine.cells.addresses import Area, parse_ref
from xl_macros.file_engine.cells.cell_markup import Formula, attributes_of, cells_of
from xl_macros.file_engine.cells.cell_text import is_blank, to_xml
from xl_macros.file_engine.cells.formulas import moved
from xl_macros.file_engine.errors import UnsafeEdit

if TYPE_CHECKING:
    from xl_macros.file_engine.sheet.sheet_file import SheetFile

_ARRAY = re.compile(rb"<f(?=\s)([^<>]*\bt=\"(?:array|dataTable)\"[^<>]*)>")
_FORMULA = re.compile(rb"<f(?=[\s/>])[^<>]*?(?:/>|>[^<]*</f\s*>)")


def check(sheet: SheetFile, area: Area, rows: Sequence[Sequence[object]]) -> None:
    """Raises UnsafeEdit when writing the rows into the area would break something. Unshares what it must."""
    _check_merges(sheet, area, rows)
    if sheet.has_formulas():
        _check_arrays(sheet, area)
        if sheet.store.has_shared:
            unshare(sheet, area)
    for pivot in sheet.workbook.pivot_areas(sheet):
        if pivot.meets(area):
            raise UnsafeEdit(
                f"{sheet.name}!{area.address()} reaches into the pivot table at {pivot.address()}."
            )


def _check_merges(sheet: SheetFile, area: Area, rows: Sequence[Sequence[object]]) -> None:
    for merged in sheet.frame.merged_areas():
        common = merged.common(area)
        if common is None:
            continue
        for row in range(common.row, common.last_row + 1):
            for column in range(common.column, common.last_column + 1):
                value = rows[row - area.row][column - area.column]
                if (row, column) != (merged.row, merged.column) and not is_blank(value):
                    raise UnsafeEdit(
                        f"{sheet.name}!{merged.address()} is merged: only its first cell can hold a value."
                    )


def array_areas(sheet: SheetFile) -> list[Area]:
    """The areas of the array formulas and data tables of a sheet."""
    found: list[Area] = []
    if not (sheet.store.has_arrays or sheet.wrote_array):
        return found
    for piece in sheet.store.pieces():
        if b't="array"' not in piece and b't="dataTable"' not in piece:
            continue
        for match in _ARRAY.finditer(piece):
            ref = attributes_of(match[1]).get("ref")
            if ref:
                found.append(parse_ref(ref))
    return found


def _check_arrays(sheet: SheetFile, area: Area) -> None:
    for array in array_areas(sheet):
        if array.meets(area) and not area.covers(array):
            raise UnsafeEdit(
                f"{sheet.name}!{area.address()} is part of the array formula in {array.address()}, "
                "which can only be replaced as a whole."
            )


def shared_formula(sheet: SheetFile, row: int, column: int, index: str) -> str:
    """The formula of a follower of a shared formula."""
    for number, cell in sheet.cells(_WHOLE):
        if b't="shared"' not in cell.inner:
            continue
        formula = cell.formula
        if formula is not None and formula.shared_index == index and formula.text:
            return moved(formula.text, row - number, column - cell.column)
    return "#REF!"


def unshare(sheet: SheetFile, area: Area) -> None:
    """Gives the followers outside of an area a formula of their own when the area holds their first cell."""
    for number, cell in list(sheet.cells(area)):
        formula = cell.formula if b't="shared"' in cell.inner else None
        if formula is not None and formula.text and formula.ref:
            _free_followers(sheet, number, cell.column, formula, area)


def _free_followers(sheet: SheetFile, row: int, column: int, formula: Formula, area: Area) -> None:
    by_row: dict[int, dict[int, bytes]] = {}
    for number, cell in sheet.cells(parse_ref(formula.ref or "A1")):
        found = cell.formula if b't="shared"' in cell.inner else None
        if found is None or found.shared_index != formula.shared_index or area.holds(number, cell.column):
            continue
        text = moved(formula.text, number - row, cell.column - column)
        by_row.setdefault(number, {})[cell.column] = f"<f>{to_xml(text)}</f>".encode()
    for number, texts in by_row.items():
        _replace_formulas(sheet, number, texts)


def _replace_formulas(sheet: SheetFile, number: int, texts: dict[int, bytes]) -> None:
    text = sheet.store.text(number)
    pieces, position = [], 0
    for cell in cells_of(text, text.index(b">") + 1, len(text)):
        if cell.column in texts:
            formula = _FORMULA.search(text, cell.start, cell.end)
            if formula is not None:
                pieces += [text[position : formula.start()], texts[cell.column]]
                position = formula.end()
    pieces.append(text[position:])
    sheet.store.put(number, b"".join(pieces))


_WHOLE = Area(1, 1, 1_048_576, 16_384)
