"""Giving cells other styles without touching what they hold."""

from __future__ import annotations

from collections.abc import Callable

from xl_macros.file_engine.cells.addresses import Area, column_letters
from xl_macros.file_engine.cells.cell_markup import RawCell, cells_of
from xl_macros.file_engine.sheet.row_store import NotCanonical, RowStore
from xl_macros.patterns import regex

_STYLE = regex(rb"""\ss\s*=\s*(?:"[^"]*"|'[^']*')""")
_ROW_STYLE = regex(rb"""\ss\s*=\s*["'](\d+)["']""")
_ADDRESS = regex(rb"""\sr\s*=\s*(?:"[^"]*"|'[^']*')""")


def restyle(
    store: RowStore, column_style: Callable[[int], int], area: Area, change: Callable[[int], int]
) -> None:
    """Applies `change` (old style to new) to the cells of an area, made where they are not there.

    `column_style` gives the style that a cell of a column has while it is not there.
    """
    try:
        made = _rows(store, column_style, area, change)
    except NotCanonical:
        store.canonicalise()
        made = _rows(store, column_style, area, change)
    for number, text in made:
        store.put(number, text)


def _rows(
    store: RowStore, column_style: Callable[[int], int], area: Area, change: Callable[[int], int]
) -> list[tuple[int, bytes]]:
    defaults = {column: column_style(column) for column in range(area.column, area.last_column + 1)}
    known: dict[int, int] = {}

    def changed(style: int) -> int:
        if style not in known:
            known[style] = change(style)
        return known[style]

    return [
        (number, _row(store, number, area, changed, defaults))
        for number in range(area.row, area.last_row + 1)
    ]


def _row(
    store: RowStore, number: int, area: Area, change: Callable[[int], int], defaults: dict[int, int]
) -> bytes:
    header, cells, close, buffer = b'<row r="%d">' % number, list[RawCell](), b"</row>", b""
    row = store.row(number)
    if row is not None:
        _, buffer, tag, content, end = row
        header, cells = buffer[tag:content], list(cells_of(buffer, content, end))
        if header.endswith(b"/>"):
            header = header[:-2].rstrip() + b">"
        else:
            close = buffer[cells[-1].end if cells else content : end]
    row_style = _ROW_STYLE.search(header) if b"customFormat" in header else None
    parts = {cell.column: _restyled(buffer, cell, area, change) for cell in cells}
    for column, default in defaults.items():
        if column not in parts:
            new = change(default if row_style is None else int(row_style[1]))
            parts[column] = b'<c r="%s%d" s="%d"/>' % (column_letters(column).encode(), number, new)
    return header + b"".join(parts[column] for column in sorted(parts)) + close


def _restyled(buffer: bytes, cell: RawCell, area: Area, change: Callable[[int], int]) -> bytes:
    markup = buffer[cell.start : cell.end]
    if not area.column <= cell.column <= area.last_column:
        return markup
    new = b' s="%d"' % change(cell.style)
    opening, rest = markup[: markup.index(b">") + 1], markup[markup.index(b">") + 1 :]
    return _ADDRESS.sub(lambda match: match[0] + new, _STYLE.sub(b"", opening), count=1) + rest
