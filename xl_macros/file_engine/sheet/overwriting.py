"""What stands in the way of writing into an area, and shared formulas that lose their first cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from xl_macros.file_engine.cells.addresses import Area, AreaIndex, bounding_area, parse_ref
from xl_macros.file_engine.cells.cell_markup import attributes_of, cells_of
from xl_macros.file_engine.cells.cell_text import formula_element, is_blank
from xl_macros.file_engine.cells.formulas import moved
from xl_macros.file_engine.errors import UnsafeEdit
from xl_macros.patterns import regex

if TYPE_CHECKING:
    from xl_macros.file_engine.sheet.sheet_file import SheetFile

_ARRAY = regex(rb"<f(?=\s)([^<>]*\bt=\"(?:array|dataTable)\"[^<>]*)>")
_FORMULA = regex(rb"<f(?=[\s/>])[^<>]*?(?:/>|>[^<]*</f\s*>)")
_SHARED = b't="shared"'
_WHOLE = Area(1, 1, 1_048_576, 16_384)


def check(sheet: SheetFile, area: Area, rows: Sequence[Sequence[object]]) -> None:
    """Raises UnsafeEdit when writing the rows into the area would break something. Unshares what it must."""
    _check_merges(sheet, area, rows)
    if sheet.has_formulas():
        _check_arrays(sheet, area)
        if sheet.store.has_shared:
            _unshare(sheet, area)
    for pivot in sheet.workbook.pivot_areas(sheet):
        if pivot.meets(area):
            raise UnsafeEdit(
                f"{sheet.name}!{area.address()} reaches into the pivot table at {pivot.address()}."
            )


def _check_merges(sheet: SheetFile, area: Area, rows: Sequence[Sequence[object]]) -> None:
    for merged in sheet.frame.merged_areas().meeting(area):
        common = merged.common(area) or merged
        for row in range(common.row, common.last_row + 1):
            for column in range(common.column, common.last_column + 1):
                value = rows[row - area.row][column - area.column]
                if (row, column) != (merged.row, merged.column) and not is_blank(value):
                    raise UnsafeEdit(
                        f"{sheet.name}!{merged.address()} is merged: only its first cell can hold a value."
                    )


def _check_arrays(sheet: SheetFile, area: Area) -> None:
    for array in sheet.array_areas().meeting(area):
        if not area.covers(array):
            raise UnsafeEdit(
                f"{sheet.name}!{area.address()} is part of the array formula in {array.address()}, "
                "which can only be replaced as a whole."
            )


def array_areas(sheet: SheetFile) -> AreaIndex:
    """The areas of the array formulas and data tables of a sheet, in one pass over it."""
    found: list[Area] = []
    for piece in sheet.store.pieces() if sheet.store.has_arrays else ():
        for match in _ARRAY.finditer(piece):
            ref = attributes_of(match[1]).get("ref")
            if ref:
                found.append(parse_ref(ref))
    return AreaIndex(found)


class SharedFormulas:
    """The first cells of the shared formulas of a sheet, found in one pass: (row, column, formula, ref) by index."""

    def __init__(self, sheet: SheetFile) -> None:
        self._masters: dict[str, list[tuple[int, int, str, str | None]]] = {}
        for number, cell in sheet.cells(_WHOLE) if sheet.store.has_shared else ():
            formula = cell.formula if _SHARED in cell.inner else None
            if formula is not None and formula.text:
                masters = self._masters.setdefault(formula.shared_index or "", [])
                masters.append((number, cell.column, formula.text, formula.ref))

    def of(self, row: int, column: int, index: str) -> str:
        """The formula of a follower. An index that is used again belongs to the last first cell before."""
        masters = self._masters.get(index)
        if not masters:
            return "#REF!"
        at = bisect_right(masters, (row, column, "\U0010ffff", None)) - 1
        first_row, first_column, text, _ = masters[max(at, 0)]
        return moved(text, row - first_row, column - first_column)

    def within(self, area: Area) -> dict[str, Area]:
        """The refs of those whose first cell stands in an area, by index."""
        return {
            index: parse_ref(ref)
            for index, masters in self._masters.items()
            for row, column, _, ref in masters
            if ref and area.holds(row, column)
        }


def _unshare(sheet: SheetFile, area: Area) -> None:
    """Gives the followers outside of an area a formula of their own when the area holds their first cell."""
    going = sheet.shared_formulas().within(area)
    reach = bounding_area(list(going.values()))
    if reach is None:
        return
    by_row: dict[int, dict[int, bytes]] = {}
    for number, cell in sheet.cells(reach):
        formula = cell.formula if _SHARED in cell.inner else None
        index = formula.shared_index or "" if formula is not None else ""
        ref = going.get(index)
        if (
            formula is None
            or ref is None
            or not ref.holds(number, cell.column)
            or area.holds(number, cell.column)
        ):
            continue
        text = formula.text or sheet.shared_formulas().of(number, cell.column, index)
        by_row.setdefault(number, {})[cell.column] = formula_element(text).encode()
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
