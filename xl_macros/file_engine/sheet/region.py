"""Where data ends: what Ctrl+arrow and Ctrl+* find in Excel."""

from __future__ import annotations

from collections.abc import Callable

from xl_macros.file_engine.cells.addresses import MAX_COLUMN, MAX_ROW, Area, cell_area
from xl_macros.file_engine.sheet.sheet_file import SheetFile

_DIRECTIONS = {
    "d": (1, 0), "down": (1, 0), "u": (-1, 0), "up": (-1, 0),
    "r": (0, 1), "right": (0, 1), "l": (0, -1), "left": (0, -1),
}  # fmt: skip


def end(sheet: SheetFile, cell: Area, direction: str) -> Area:
    """The cell that Ctrl+arrow reaches. Raises ValueError for an unknown direction."""
    if direction.lower() not in _DIRECTIONS:
        raise ValueError(f"'{direction}' is no direction.")
    down, right = _DIRECTIONS[direction.lower()]
    used = sheet.used_area() or cell
    # One step beyond the used cells is enough to see that nothing follows.
    reach = Area(
        min(cell.row, used.row),
        min(cell.column, used.column),
        min(MAX_ROW, max(cell.row, used.last_row + 1)),
        min(MAX_COLUMN, max(cell.column, used.last_column + 1)),
    )
    if down:
        values = [row[0] for row in _filled(sheet, Area(reach.row, cell.column, reach.last_row, cell.column))]
        at = _end(values, cell.row - reach.row, down)
        edge = MAX_ROW if down > 0 else 1
        return cell_area(edge if at is None else reach.row + at, cell.column)
    values = _filled(sheet, Area(cell.row, reach.column, cell.row, reach.last_column))[0]
    at = _end(values, cell.column - reach.column, right)
    edge = MAX_COLUMN if right > 0 else 1
    return cell_area(cell.row, edge if at is None else reach.column + at)


def _filled(sheet: SheetFile, area: Area) -> list[list[bool]]:
    """Which cells of an area hold something; formulas do even when their result was dropped."""
    filled = [[value is not None for value in row] for row in sheet.read(area)]
    if sheet.context().results_dropped:
        for row, cell in sheet.cells(area):
            if cell.has_formula:
                filled[row - area.row][cell.column - area.column] = True
    return filled


def _end(values: list[bool], at: int, step: int) -> int | None:
    following = at + step
    inside = 0 <= following < len(values)
    if values[at] and inside and values[following]:
        while 0 <= at + step < len(values) and values[at + step]:
            at += step
        return at
    while 0 <= following < len(values):
        if values[following]:
            return following
        following += step
    return None


def current_region(sheet: SheetFile, start: Area) -> Area:
    """The block of cells around, bounded by empty rows and columns."""
    used = sheet.used_area()
    if used is None:
        return cell_area(start.row, start.column)
    bounds = Area(
        min(start.row, used.row), min(start.column, used.column),
        max(start.last_row, used.last_row), max(start.last_column, used.last_column),
    )  # fmt: skip
    filled = _filled(sheet, bounds)

    def any_filled(area: Area) -> bool:
        common = bounds.common(area)
        if common is None:
            return False
        left, right = common.column - bounds.column, common.last_column - bounds.column + 1
        return any(
            any(filled[row - bounds.row][left:right]) for row in range(common.row, common.last_row + 1)
        )

    area = start
    while True:
        wider = _grown(area, any_filled)
        if wider == area:
            return area
        area = wider


def _grown(area: Area, any_filled: Callable[[Area], bool]) -> Area:
    row, column, last_row, last_column = area.row, area.column, area.last_row, area.last_column
    left, right = max(1, column - 1), min(MAX_COLUMN, last_column + 1)
    top, bottom = max(1, row - 1), min(MAX_ROW, last_row + 1)
    if row > 1 and any_filled(Area(row - 1, left, row - 1, right)):
        row -= 1
    if last_row < MAX_ROW and any_filled(Area(last_row + 1, left, last_row + 1, right)):
        last_row += 1
    if column > 1 and any_filled(Area(top, column - 1, bottom, column - 1)):
        column -= 1
    if last_column < MAX_COLUMN and any_filled(Area(top, last_column + 1, bottom, last_column + 1)):
        last_column += 1
    return Area(row, column, last_row, last_column)
