"""Array formulas (Ctrl+Shift+Enter): finding the one that a range belongs to, and writing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_macros.file_engine.cells.addresses import Area, parse_ref
from xl_macros.file_engine.sheet.overwriting import array_areas

if TYPE_CHECKING:
    from xl_macros.file_engine.sheet.sheet_file import SheetFile


def array_formula_of(sheet: SheetFile, area: Area) -> str | None:
    """The text of the array formula that covers an area, None when no single one does."""
    for array in array_areas(sheet):
        if not array.covers(area):
            continue
        for _, cell in sheet.cells(Area(array.row, array.column, array.row, array.column)):
            formula = cell.formula
            if (
                formula is not None
                and formula.kind == "array"
                and formula.ref
                and parse_ref(formula.ref) == array
            ):
                return formula.text
    return None
