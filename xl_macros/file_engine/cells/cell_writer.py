"""Putting new cells into rows: what stands left and right of them keeps its bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat
from typing import NamedTuple

from xl_macros.file_engine.cells.addresses import Area, cell_opening, column_letters
from xl_macros.file_engine.cells.cell_markup import RawCell, cells_of
from xl_macros.file_engine.cells.cell_reader import without_collection
from xl_macros.file_engine.cells.cell_render import Renderer, StyleFacts
from xl_macros.file_engine.cells.cell_text import is_blank
from xl_macros.file_engine.cells.column_render import ROW, ColumnRenderer, Piece
from xl_macros.file_engine.cells.row_match import REPLACE, RowMatcher
from xl_macros.file_engine.opc.safe_xml import StrictReader
from xl_macros.file_engine.sheet.row_store import NotCanonical, Row, RowStore
from xl_macros.file_engine.sheet.usual_rows import UsualRows
from xl_macros.patterns import regex

_BATCH_ROWS = 512
_SPANS = regex(rb'\sspans\s*=\s*(?:"[^"]*"|\'[^\']*\')')
_ROW_STYLE = regex(rb"""\ss\s*=\s*["'](\d+)["']""")

Styles = tuple[bytes | None, ...]
Places = tuple[int, int, Styles]
"""Start and end of the cells to replace within a row's buffer, and their style attributes (None: no cell)."""


class _Cut(NamedTuple):
    """A row opened where the block goes: what stays on both sides, and the styles of the cells that go."""

    number: int
    before: bytes
    after: bytes
    styles: Styles
    own_default: StyleFacts | None = None
    is_new: bool = False


class _Known:
    """Where a block stands in rows that reading has noted."""

    def __init__(self, usual: UsualRows, area: Area) -> None:
        self._is_noted = usual.noted
        skipped = area.column - usual.area.column
        self._styles: Styles = usual.styles[skipped : skipped + area.column_count]
        self._opening = cell_opening(area.column)
        is_last = area.last_column == usual.area.last_column
        self._next_opening = None if is_last else cell_opening(area.last_column + 1)

    def places(self, row: Row) -> Places | None:
        """The places in a row of the sheet's data, None when they are not known."""
        number, buffer, _, content, end = row
        if not self._is_noted(number):
            return None
        start = buffer.find(self._opening % number, content, end)
        if self._next_opening is None:
            stop = buffer.rfind(b"</row>", start, end)
        else:
            stop = buffer.find(self._next_opening % number, start, end)
        return (start, stop, self._styles) if 0 <= start < stop else None


class BlockWriter:
    """Writes a block of values. `column_style` gives the style of a column for cells that are not there yet."""

    def __init__(
        self, store: RowStore, area: Area, renderer: Renderer, column_style: Callable[[int], int]
    ) -> None:
        self.store, self.area, self.renderer = store, area, renderer
        columns = range(area.column, area.last_column + 1)
        self._letters = [column_letters(column) for column in columns]
        self._columns = [
            ColumnRenderer(renderer, letters, renderer.facts(column_style(column)))
            for letters, column in zip(self._letters, columns, strict=True)
        ]
        self._matcher = RowMatcher(area, REPLACE)
        self._nothing: Styles = (None,) * len(columns)
        self._known = _Known(store.usual, area) if store.usual and store.usual.covers(area) else None
        self.removed_formula = False

    def write(self, rows: Sequence[Sequence[object]]) -> None:
        """Writes the rows from the area's first row on. Raises ValueError, TypeError for impossible values.

        Nothing is stored unless all of it could be made.
        """
        made: list[tuple[int, bytes, bool]] = []
        with without_collection(self.area.size):
            for start in range(0, len(rows), _BATCH_ROWS):
                batch = rows[start : start + _BATCH_ROWS]
                made += self._made(self._cuts(self.area.row + start, len(batch)), batch)
        for number, text, is_read in made:
            self.store.put(number, text, is_read=is_read)

    def _cuts(self, first: int, count: int) -> list[_Cut]:
        try:
            return self._cut_rows(first, count)
        except NotCanonical:
            self.store.canonicalise()
            return self._cut_rows(first, count)

    def _cut_rows(self, first: int, count: int) -> list[_Cut]:
        rows = {row[0]: row for row in self.store.rows(first, first + count - 1)}
        return [self._cut(number, rows.get(number)) for number in range(first, first + count)]

    def _made(self, cuts: list[_Cut], rows: Sequence[Sequence[object]]) -> list[tuple[int, bytes, bool]]:
        """The rows' numbers and bytes, and whether all their new cells were read strictly."""
        values = zip(*rows, strict=True)
        common = cuts[0].styles
        if all(cut.styles is common for cut in cuts):
            pieces = [
                column.render_alike(style, new)
                for column, style, new in zip(self._columns, common, values, strict=True)
            ]
        else:
            styles = zip(*(cut.styles for cut in cuts), strict=True)
            pieces = [
                column.render(own, new)
                for column, own, new in zip(self._columns, styles, values, strict=True)
            ]
        _read_strictly(pieces)
        template = b"".join(piece.template for piece in pieces)
        fillings = [piece.fillings for piece in pieces if piece.fillings is not None]
        filled = zip(*fillings, strict=True) if fillings else repeat((), len(cuts))
        made = []
        for position, (cut, filling) in enumerate(zip(cuts, filled, strict=True)):
            if cut.own_default is None:
                cells = (template % filling).replace(ROW, b"%d" % cut.number)
            else:
                cells = self._with_row_style(cut, rows[position]).encode()
            text = b"" if cut.is_new and not cells else cut.before + cells + cut.after
            made.append((cut.number, text, cut.own_default is None))
        return made

    def _with_row_style(self, cut: _Cut, values: Sequence[object]) -> str:
        parts = []
        for column, letters, style, value in zip(
            self._columns, self._letters, cut.styles, values, strict=True
        ):
            if style is None and is_blank(value):
                continue
            facts = column.facts(style) if style is not None or cut.own_default is None else cut.own_default
            parts.append(self.renderer.cell(f"{letters}{cut.number}", facts, value))
        return "".join(parts)

    def _cut(self, number: int, row: Row | None) -> _Cut:
        if row is None:
            return _Cut(number, b'<row r="%d">' % number, b"</row>", self._nothing, is_new=True)
        _, buffer, tag, content, end = row
        start, stop, styles = self._places(row)
        if None not in styles:
            return _Cut(number, buffer[tag:start], buffer[stop:end], styles)
        header = _SPANS.sub(b"", buffer[tag:content])
        style = _ROW_STYLE.search(header) if b"customFormat" in header else None
        default = self.renderer.facts(int(style[1])) if style is not None else None
        if header.endswith(b"/>"):
            return _Cut(number, header[:-2].rstrip() + b">", b"</row>", styles, default)
        return _Cut(number, header + buffer[content:start], buffer[stop:end], styles, default)

    def _places(self, row: Row) -> Places:
        if self._known is not None and row[1] is self.store.data:
            known = self._known.places(row)
            if known is not None:
                return known
        found = self._matcher.find(row)
        return self._careful_places(row) if found is None else found[:3]

    def _careful_places(self, row: Row) -> Places:
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
        return start, stop, tuple(styles)


def _read_strictly(pieces: list[Piece]) -> None:
    """Every different cell of some rows, read once; what repeats in a column need not be read again."""
    reader = StrictReader("A cell")
    reader.read(b"<row>")
    for piece in pieces:
        cells = (
            map(piece.template.__mod__, set(piece.fillings))
            if piece.fillings is not None
            else [piece.template]
        )
        reader.read(b"".join(cells).replace(ROW, b"1"))
    reader.read(b"</row>", is_last=True)


def _style_attribute(cell: RawCell) -> bytes:
    style = cell.attributes.get("s")
    return b"" if style is None else b' s="%s"' % style.encode()
