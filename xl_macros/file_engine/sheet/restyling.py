"""Giving cells other styles without touching what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from xl_macros.file_engine.cells.addresses import MAX_COLUMN, MAX_ROW, Area, column_letters
from xl_macros.file_engine.cells.cell_markup import RawCell, cells_of
from xl_macros.file_engine.sheet.row_store import NotCanonical
from xl_macros.file_engine.sheet.sheet_columns import restyle_columns

if TYPE_CHECKING:
    from xl_macros.file_engine.sheet.sheet_file import SheetFile

_STYLE = re.compile(rb"""\ss\s*=\s*(?:"[^"]*"|'[^']*')""")
_ROW_FORMAT = re.compile(rb"""\s(?:s|customFormat)\s*=\s*(?:"[^"]*"|'[^']*')""")
_ROW_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")
_CELL_OPEN = re.compile(rb"<c(?=[\s/>])")


def restyle(sheet: SheetFile, area: Area, change: Callable[[int], int], *, create: bool) -> None:
    """Applies `change` (old style to new) to the cells of an area; makes missing ones when `create`.

    Whole columns and whole rows keep their style themselves, as in Excel.
    """
    try:
        _restyle(sheet, area, change, create)
    except NotCanonical:
        sheet.store.canonicalise()
        _restyle(sheet, area, change, create)


def _restyle(sheet: SheetFile, area: Area, change: Callable[[int], int], create: bool) -> None:
    whole_columns = area.row == 1 and area.last_row == MAX_ROW
    whole_rows = area.column == 1 and area.last_column == MAX_COLUMN
    defaults: dict[int, int] = {}
    if create and not whole_columns and not whole_rows:
        defaults = {c: sheet.frame.column_style(c) for c in range(area.column, area.last_column + 1)}
    if whole_columns:
        restyle_columns(sheet.frame, area, change)
    numbers = range(area.row, area.last_row + 1)
    if whole_columns or not create:
        numbers = [row[0] for row in sheet.store.rows(area.row, area.last_row)]  # type: ignore[assignment]
    made = [(number, _row(sheet, number, area, change, defaults, whole_rows)) for number in numbers]
    for number, text in made:
        if text:
            sheet.store.put(number, text)


def _row(
    sheet: SheetFile,
    number: int,
    area: Area,
    change: Callable[[int], int],
    defaults: dict[int, int],
    whole: bool,
) -> bytes:
    row = sheet.store.row(number)
    if row is None:
        header, cells, close = b'<row r="%d">' % number, [], b"</row>"
        buffer = b""
    else:
        _, buffer, tag, content, end = row
        header = buffer[tag:content]
        cells = list(cells_of(buffer, content, end))
        close = b"</row>" if header.endswith(b"/>") else buffer[cells[-1].end if cells else content : end]
        if header.endswith(b"/>"):
            header = header[:-2].rstrip() + b">"
    row_style = _ROW_STYLE.search(header) if b"customFormat" in header else None
    style = int(row_style[1]) if row_style else None
    if whole:
        header = _restyled_header(header, change(style or 0))
    parts = {cell.column: _restyled(buffer, cell, area, change) for cell in cells}
    for column, default in defaults.items():
        if column not in parts:
            new = change(default if style is None else style)
            parts[column] = b'<c r="%s%d" s="%d"/>' % (column_letters(column).encode(), number, new)
    if not parts and not whole:
        return b""
    return header + b"".join(parts[column] for column in sorted(parts)) + close


def _restyled(buffer: bytes, cell: RawCell, area: Area, change: Callable[[int], int]) -> bytes:
    markup = buffer[cell.start : cell.end]
    if not area.column <= cell.column <= area.last_column:
        return markup
    new = change(cell.style)
    opening, rest = markup[: markup.index(b">") + 1], markup[markup.index(b">") + 1 :]
    address = cell.attributes["r"].encode()
    opening = re.sub(
        rb'(\sr\s*=\s*["\']' + address + rb'["\'])', rb"\1" + b' s="%d"' % new, _STYLE.sub(b"", opening)
    )
    return opening + rest


def _restyled_header(header: bytes, style: int) -> bytes:
    bare = _ROW_FORMAT.sub(b"", header)
    return bare[:-1] + b' s="%d" customFormat="1">' % style


def replace_cell(sheet: SheetFile, cell: Area, markup: bytes) -> None:
    """Puts a ready cell element in the place of one that is there."""
    text = sheet.store.text(cell.row)
    for found in cells_of(text, text.index(b">") + 1, len(text)):
        if found.column == cell.column:
            sheet.store.put(cell.row, text[: found.start] + markup + text[found.end :])
            sheet.note_edit(cell)
            return


def always(style: int) -> Callable[[int], int]:
    """A change to one style, whatever the cell had."""
    return lambda _style: style
