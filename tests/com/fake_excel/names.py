"""A1 addresses: text to blocks and back, and defined names."""

from __future__ import annotations

import re

from fake_excel.cells import LAST_COLUMN, LAST_ROW, Rect
from openpyxl.utils import column_index_from_string, get_column_letter

_CELLS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")


def read_address(text: str) -> Rect | None:
    """The block of an A1 address without a sheet; None when the text is no address."""
    if match := _CELLS.fullmatch(text):
        column, row = column_index_from_string(match[1]), int(match[2])
        other_column = column_index_from_string(match[3]) if match[3] else column
        other_row = int(match[4]) if match[4] else row
        return Rect(
            min(row, other_row), min(column, other_column), max(row, other_row), max(column, other_column)
        )
    if match := _COLUMNS.fullmatch(text):
        first, last = sorted((column_index_from_string(match[1]), column_index_from_string(match[2])))
        return Rect(1, first, LAST_ROW, last)
    if match := _ROWS.fullmatch(text):
        first, last = sorted((int(match[1]), int(match[2])))
        return Rect(first, 1, last, LAST_COLUMN)
    return None


def write_address(rect: Rect, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """The A1 address of a block, `$A$1:$B$2` by default."""
    row_mark, column_mark = "$" * row_absolute, "$" * column_absolute
    if rect.top == 1 and rect.bottom == LAST_ROW:
        return f"{column_mark}{get_column_letter(rect.left)}:{column_mark}{get_column_letter(rect.right)}"
    if rect.left == 1 and rect.right == LAST_COLUMN:
        return f"{row_mark}{rect.top}:{row_mark}{rect.bottom}"

    def corner(row: int, column: int) -> str:
        return f"{column_mark}{get_column_letter(column)}{row_mark}{row}"

    first, last = corner(rect.top, rect.left), corner(rect.bottom, rect.right)
    return first if rect.is_cell else f"{first}:{last}"


def split_sheet(reference: str) -> tuple[str | None, str]:
    """`'My sheet'!$A$1` as (`My sheet`, `$A$1`); (None, text) without a sheet."""
    sheet, mark, address = reference.removeprefix("=").rpartition("!")
    if not mark:
        return None, address
    return sheet.strip("'").replace("''", "'"), address


def quote_sheet(name: str) -> str:
    """The sheet's name as a formula writes it."""
    return name if re.fullmatch(r"[A-Za-z_][\w.]*", name) else "'" + name.replace("'", "''") + "'"
