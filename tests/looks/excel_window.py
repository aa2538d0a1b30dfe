"""Which rows and columns of a sheet Excel shows at first on a screen of 1366x768: a model, since no Excel was at hand.

A row is as high as its points, a column as wide as its characters at 7 pixels each and 5 beside them (Calibri 11, 96
dots per inch, zoom 100 %). What is left of the screen for cells:

* Upper bound: "Computers All-in-One For Dummies" (sample page of ISBN 978-0-470-48763-1) reports that Excel 2007 shows
  A1 to O27 on 1024x768, that is 27 rows of 20 pixels: 540 to 559 of 768.
* What is reckoned with here, for Excel 2013 and later: title bar 32, tabs 30, ribbon 94, formula bar 26 and column
  heads 20 above the cells; sheet tabs 26 and status bar 22 below them; taskbar of Windows 10 40: 478 of 768. At the
  sides 30 for row numbers and 20 for the scroll bar: 1316 of 1366. The strip of [+] signs takes 29 more where a sheet
  shows it.

These sums are from pictures of Excel and cautious, not measured; `docs/first-pc.md` asks for the real figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

CELLS_WIDE, CELLS_HIGH = 1366 - 30 - 20, 768 - 202 - 48 - 40
OUTLINE_STRIP = 29
USUAL_POINTS, USUAL_CHARACTERS = 15.0, 9.14


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """What stands wholly on the first screen: letters of the columns, numbers of the rows; hidden ones left out."""

    columns: tuple[str, ...]
    rows: tuple[int, ...]


def first_screen(sheet: Any) -> FirstScreen:
    """What Excel shows of the sheet (openpyxl's) when it was just opened."""
    high = CELLS_HIGH - (OUTLINE_STRIP if _shows_outline(sheet) else 0)
    columns = [(get_column_letter(number), _pixels_wide(sheet, number)) for number in range(1, 100)]
    rows = [(number, _pixels_high(sheet, number)) for number in range(1, 200)]
    return FirstScreen(tuple(_fitting(columns, CELLS_WIDE)), tuple(_fitting(rows, high)))


def _fitting(sizes: list[tuple[Any, int]], room: int) -> list[Any]:
    """What of these fits one after the other; what has no size is not shown."""
    found = []
    for name, size in sizes:
        room -= size
        if room < 0:
            break
        if size:
            found.append(name)
    return found


def _shows_outline(sheet: Any) -> bool:
    folded = any(column.outlineLevel for column in sheet.column_dimensions.values())
    return folded and sheet.sheet_view.showOutlineSymbols is not False


def _pixels_wide(sheet: Any, number: int) -> int:
    for column in sheet.column_dimensions.values():
        if column.min <= number <= column.max:
            return 0 if column.hidden else int(column.width * 7 + 0.5)
    return int(USUAL_CHARACTERS * 7 + 0.5)


def _pixels_high(sheet: Any, number: int) -> int:
    row = sheet.row_dimensions[number]
    points = row.height or sheet.sheet_format.defaultRowHeight or USUAL_POINTS
    return 0 if row.hidden else round(points * 4 / 3)
