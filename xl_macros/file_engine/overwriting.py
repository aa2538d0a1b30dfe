"""What stands in the way of writing into an area, and shared formulas that lose their first cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .addresses import Area, parse_ref
from .cell_markup import RawCell, attributes_of
from .cell_text import to_xml
from .errors import UnsafeEdit
from .formulas import moved

if TYPE_CHECKING:
    from .sheet_file import SheetFile

_ARRAY = re.compile(rb"<f(?=\s)([^<>]*\bt=\"(?:array|dataTable)\"[^<>]*)>")
_FORMULA = re.compile(rb"<f(?=[\s/>])[^<>]*?(?:/>|>[^<]*</f\s*>)")


def check(sheet: SheetFile, area: Area, rows: Sequence[Sequence[object]]) -> None:
    """Raises UnsafeEdit when writing the rows into the area would break something. Unshares what it must."""
    _check_merges(sheet, area, rows)
    _check_arrays(sheet, area)
    for pivot in sheet.workbook.pivot_areas(sheet):
        if pivot.meets(area):
            raise UnsafeEdit(
                f"{sheet.name}!{area.address()} reaches into the pivot table at {pivot.address()}."
            )
    if _has_shared(sheet):
        unshare(sheet, area)


def _check_merges(sheet: SheetFile, area: Area, rows: Sequence[Sequence[object]]) -> None:
    for merged in sheet.frame.merged_areas():
        common = merged.common(area)
        if common is None:
            continue
        for row in range(common.row, common.last_row + 1):
            for column in range(common.column, common.last_column + 1):
                value = rows[row - area.row][column - area.column]
                if (row, column) != (merged.row, merged.column) and value is not None and value != "":
                    raise UnsafeEdit(
                        f"{sheet.name}!{merged.address()} is merged: only its first cell can hold a value."
                    )


def array_areas(sheet: SheetFile) -> list[Area]:
    """The areas of the array formulas and data tables of a sheet."""
    found = []
    for piece in sheet.store.pieces():
        if b't="array"' not in piece and b't="dataTable"' not in piece:
            continue
        for match in _ARRAY.finditer(piece):
            ref = attributes_of(match[1]).get("ref")
            if ref:
                found.append(parse_ref(ref))
    return found


def _check_arrays(sheet: SheetFile, area: Area) -> None:
    store = sheet.store
    if (
        not any(store.data.find(kind) >= 0 for kind in (b't="array"', b't="dataTable"'))
        and not sheet.formulas_changed
    ):
        return
    for array in array_areas(sheet):
        if array.meets(area) and not area.covers(array):
            raise UnsafeEdit(
                f"{sheet.name}!{area.address()} is part of the array formula in {array.address()}, "
                "which can only be replaced as a whole."
            )


def _has_shared(sheet: SheetFile) -> bool:
    return sheet.store.data.find(b't="shared"') >= 0


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
        if formula is None or not formula.text or not formula.ref:
            continue
        _free_followers(sheet, number, cell, parse_ref(formula.ref), area)


def _free_followers(sheet: SheetFile, row: int, first: RawCell, ref: Area, area: Area) -> None:
    formula = first.formula
    assert formula is not None
    by_row: dict[int, list[tuple[int, bytes]]] = {}
    for number, cell in sheet.cells(ref):
        found = cell.formula if b't="shared"' in cell.inner else None
        if found is None or found.shared_index != formula.shared_index or area.holds(number, cell.column):
            continue
        text = moved(formula.text, number - row, cell.column - first.column)
        by_row.setdefault(number, []).append((cell.column, f"<f>{to_xml(text)}</f>".encode()))
    for number, replacements in by_row.items():
        _replace_formulas(sheet, number, dict(replacements))


def _replace_formulas(sheet: SheetFile, number: int, texts: dict[int, bytes]) -> None:
    row = sheet.store.row(number)
    assert row is not None
    _, buffer, tag, _, end = row
    pieces, position = [], tag
    for _, cell in sheet.cells(Area(number, 1, number, _WHOLE.last_column)):
        if cell.column in texts:
            markup = buffer[cell.start : cell.end]
            pieces += [
                buffer[position : cell.start],
                _FORMULA.sub(lambda _, c=cell: texts[c.column], markup, count=1),
            ]
            position = cell.end
    pieces.append(buffer[position:end])
    sheet.store.put(number, b"".join(pieces))


_WHOLE = Area(1, 1, 1_048_576, 16_384)
