"""Putting new cells into rows: what stands left and right of them keeps its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from .addresses import Area, column_letters, column_number
from .cell_markup import RawCell, cells_of
from .cell_render import Renderer, StyleFacts
from .row_store import NotCanonical, Row, RowStore

_WIDEST_FAST_BLOCK = 256
_SMALL_BLOCK_ROWS = 8
_NEXT_CELL = re.compile(rb'<c r="([A-Z]++)\d')
_SPANS = re.compile(rb'\sspans\s*=\s*(?:"[^"]*"|\'[^\']*\')')
_ROW_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")

# Only what can be replaced without a second look: constants without further attributes.
_CELL = (
    r'(?:<c r="%s\d++"((?: s="\d++")?+)(?: t="\w++")?+(?:/>|>(?:<v>[^<]*+</v>'
    r'|<is><t(?: xml:space="preserve")?+>[^<]*+</t></is>)?+</c>))?+'
)

Cut = tuple[int, int, Sequence[bytes | None]]
"""Start and end of the cells to replace within a row's buffer, and their style attributes (None: no cell)."""


@lru_cache(maxsize=32)
def _row_pattern(first: int, last: int) -> re.Pattern[bytes]:
    return re.compile("".join(_CELL % column_letters(column) for column in range(first, last + 1)).encode())


class BlockWriter:
    """Writes a block of values. `column_style` gives the style of a column for cells that are not there yet."""

    def __init__(
        self, store: RowStore, area: Area, renderer: Renderer, column_style: Callable[[int], int]
    ) -> None:
        self.store, self.area, self.renderer = store, area, renderer
        columns = range(area.column, area.last_column + 1)
        self._letters = [column_letters(column) for column in columns]
        self._defaults = [renderer.facts(column_style(column)) for column in columns]
        self._is_fast = len(columns) <= _WIDEST_FAST_BLOCK and area.row_count > _SMALL_BLOCK_ROWS
        self._facts: dict[bytes, StyleFacts] = {}
        self.removed_formula = False

    def write(self, rows: Sequence[Sequence[object]]) -> None:
        """Writes the rows from the area's first row on. Raises ValueError, TypeError for impossible values.

        Nothing is stored unless all of it could be made.
        """
        made: list[tuple[int, bytes]] = []
        for number, values in enumerate(rows, self.area.row):
            row = self.store.row(number)
            try:
                made.append((number, self._row(number, row, values)))
            except NotCanonical:
                self.store.canonicalise()
                made.append((number, self._row(number, self.store.row(number), values)))
        for number, text in made:
            self.store.put(number, text)

    def _row(self, number: int, row: Row | None, values: Sequence[object]) -> bytes:
        if row is None:
            cells = self._cells(number, self._defaults, [None] * len(values), values)
            return b'<row r="%d">%s</row>' % (number, cells) if cells else b""
        _, buffer, tag, content, end = row
        start, stop, styles = self._cut(row)
        header = buffer[tag:content]
        if header.endswith(b"/>"):
            cells = self._cells(number, self._row_defaults(header), styles, values)
            return buffer[tag:end] if not cells else header[:-2].rstrip() + b">" + cells + b"</row>"
        cells = self._cells(number, self._row_defaults(header), styles, values)
        if None in styles:
            header = _SPANS.sub(b"", header)
        return b"".join((header, buffer[content:start], cells, buffer[stop:end]))

    def _row_defaults(self, header: bytes) -> list[StyleFacts]:
        if b"customFormat" not in header:
            return self._defaults
        style = _ROW_STYLE.search(header)
        facts = self.renderer.facts(int(style[1]) if style is not None else 0)
        return [facts] * len(self._defaults)

    def _cells(
        self,
        number: int,
        defaults: Sequence[StyleFacts],
        styles: Sequence[bytes | None],
        values: Sequence[object],
    ) -> bytes:
        parts = []
        cell, facts = self.renderer.cell, self._facts
        for letters, default, style, value in zip(self._letters, defaults, styles, values, strict=True):
            if style is None:
                if value is None or value == "":
                    continue
                found = default
            else:
                found = facts.get(style) or self._facts_of(style)
            parts.append(cell(f"{letters}{number}", found, value))
        return "".join(parts).encode()

    def _facts_of(self, style: bytes) -> StyleFacts:
        number = int(style[4:-1]) if style else 0
        found = self._facts[style] = self.renderer.facts(number, explicit=bool(style))
        return found

    def _cut(self, row: Row) -> Cut:
        found = self._fast_cut(row) if self._is_fast else None
        return found if found is not None else self._careful_cut(row)

    def _fast_cut(self, row: Row) -> Cut | None:
        number, buffer, _, content, end = row
        start = content
        if self.area.column > 1:
            start = buffer.find(b'<c r="%s%d"' % (self._letters[0].encode(), number), content, end)
            if start < 0:
                return None
        match = _row_pattern(self.area.column, self.area.last_column).match(buffer, start, end)
        if match is None:
            return None
        stop = match.end()
        if not buffer.startswith(b"</row>", stop):
            following = _NEXT_CELL.match(buffer, stop, end)
            if following is None or column_number(following[1].decode()) <= self.area.last_column:
                return None
        return start, stop, match.groups()

    def _careful_cut(self, row: Row) -> Cut:
        _, buffer, _, content, end = row
        first, last = self.area.column, self.area.last_column
        styles: list[bytes | None] = [None] * len(self._letters)
        close = buffer.rfind(b"</row", content, end)
        start = stop = close if close >= 0 else content
        reached = False
        for cell in cells_of(buffer, content, end):
            if cell.column < first:
                continue
            if cell.column > last:
                if not reached:
                    start = stop = cell.start
                break
            if not reached:
                start, reached = cell.start, True
            stop = cell.end
            styles[cell.column - first] = _style_attribute(cell)
            self.removed_formula = self.removed_formula or cell.has_formula
        return start, stop, styles


def _style_attribute(cell: RawCell) -> bytes:
    style = cell.attributes.get("s")
    return b"" if style is None else b' s="%s"' % style.encode()
