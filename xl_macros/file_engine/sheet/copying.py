"""Copying blocks of cells within a workbook."""

from __future__ import annotations

from xl_macros.file_engine.cells.addresses import Area, cell_area
from xl_macros.file_engine.cells.formulas import moved
from xl_macros.file_engine.sheet.editing import write
from xl_macros.file_engine.sheet.restyling import always
from xl_macros.file_engine.sheet.sheet_file import SheetFile


def copy(source: SheetFile, area: Area, target: SheetFile, row: int, column: int, what: str = "all") -> None:
    """Copies a block to another place. `what` is all, values, formats or formulas.

    Raises NotImplementedError between workbooks, UnsafeEdit when the target cannot be written.
    """
    if source.workbook is not target.workbook:
        raise NotImplementedError("Range.copy into another book is not supported by the file engine.")
    rows: list[list[object]] = [list(values) for values in source.read(area)]
    styles: dict[tuple[int, int], int] = {}
    for number, cell in source.cells(area):
        at = number - area.row, cell.column - area.column
        styles[at] = cell.style
        formula = source.formula(number, cell) if what in ("all", "formulas") else None
        if formula is not None:
            text = moved(formula.removeprefix("="), row - area.row, column - area.column)
            rows[at[0]][at[1]] = "=" + text
        elif isinstance(rows[at[0]][at[1]], str):
            rows[at[0]][at[1]] = (
                "'" + str(rows[at[0]][at[1]]) if str(rows[at[0]][at[1]])[:1] in "='" else rows[at[0]][at[1]]
            )
    last = cell_area(row + area.row_count - 1, column + area.column_count - 1)
    destination = Area(row, column, last.row, last.column)
    if what != "formats":
        write(target, destination, rows)
    if what in ("all", "formats"):
        for (down, right), style in styles.items():
            target.restyle(cell_area(row + down, column + right), always(style))
