"""Cell values as Python values, whole blocks at a time.

A block is read with one regular expression per row shape: all columns of the block in a row, each optional,
each either in the form that Excel, LibreOffice, openpyxl and XlsxWriter write or not matched at all. A row
that is not used up by the match is read by `cell_markup` instead. So speed never decides what is read.
"""

from __future__ import annotations

import datetime as dt
import gc
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from .addresses import Area, column_letters, column_number
from .cell_markup import RawCell, cells_of
from .cell_text import from_cell
from .dates import from_serial
from .errors import UnreadableWorkbook
from .row_store import NotCanonical, Row, RowStore

Value = None | bool | float | str | dt.datetime
"""What reading gives for a cell; errors come as `CellError`."""

_BATCH_ROWS = 1024
_SMALL_BLOCK_ROWS = 8
_MANY_CELLS = 20_000
_WIDEST_FAST_BLOCK = 256
_NEXT_CELL = re.compile(rb'<c r="([A-Z]++)\d')

# Per cell: style, kind, formula (its presence), text of value or inline string.
_CELL = (
    r'(?:<c r="%s\d++"(?: s="(\d++)")?+(?: t="(\w++)")?+(?:/>|>(<f(?=[ >/])[^>]*+>(?:[^<]*+</f>)?+)?+'
    r'(?:(?:<v>|<is><t(?: xml:space="preserve")?+>)([^<]*+)(?:</v>|</t></is>))?+</c>))?+'
)


class CellError(str):
    """An error value such as `#N/A`, told apart from text that looks like it."""

    __slots__ = ()


@dataclass(slots=True)
class ReadContext:
    """What turns the text of a cell into a value."""

    shared: Callable[[], Sequence[str | None]]
    is_date: Callable[[int], bool]
    date1904: bool
    results_dropped: bool  # cached results of formulas no longer hold


@lru_cache(maxsize=32)
def _row_pattern(first: int, last: int) -> re.Pattern[bytes]:
    return re.compile("".join(_CELL % column_letters(column) for column in range(first, last + 1)).encode())


@contextmanager
def _without_collection(cells: int) -> Iterator[None]:
    # Hundreds of thousands of new objects, none of them in a cycle, would set off full collections.
    if cells < _MANY_CELLS or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def read_block(store: RowStore, area: Area, context: ReadContext) -> list[list[Value]]:
    """The values of an area, row by row. Raises UnreadableWorkbook for values that make no sense."""
    with _without_collection(area.size):
        try:
            return _Block(store, area, context).read()
        except NotCanonical:
            store.canonicalise()
            return _Block(store, area, context).read()
        except (ValueError, IndexError, OverflowError) as problem:
            raise UnreadableWorkbook(f"A cell in {store.part} holds no valid value: {problem}") from problem


class _Block:
    def __init__(self, store: RowStore, area: Area, context: ReadContext) -> None:
        self.store, self.area, self.context = store, area, context
        self.width = area.column_count
        self.dates = _Cache(lambda text: from_serial(float(text), context.date1904))
        self.texts = _Cache(lambda text: from_cell(text.decode()) or None)
        self.is_fast = self.width <= _WIDEST_FAST_BLOCK and area.row_count > _SMALL_BLOCK_ROWS

    def read(self) -> list[list[Value]]:
        first = self.area.row
        rows: list[list[Value] | None] = [None] * self.area.row_count
        batch: list[tuple[bytes | None, ...]] = []
        places: list[int] = []
        for row in self.store.rows(first, self.area.last_row):
            groups = self._groups(row) if self.is_fast else None
            if groups is None:
                rows[row[0] - first] = self._careful(row)
                continue
            batch.append(groups)
            places.append(row[0] - first)
            if len(batch) == _BATCH_ROWS:
                self._settle(batch, places, rows)
        if batch:
            self._settle(batch, places, rows)
        width = self.width
        return [[None] * width if row is None else row for row in rows]

    def _groups(self, row: Row) -> tuple[bytes | None, ...] | None:
        number, buffer, _, start, end = row
        if self.area.column > 1:
            found = buffer.find(
                b'<c r="%s%d"' % (column_letters(self.area.column).encode(), number), start, end
            )
            if found < 0:
                return None
            start = found
        match = _row_pattern(self.area.column, self.area.last_column).match(buffer, start, end)
        if match is None:
            return None
        after = match.end()
        if not buffer.startswith(b"</row>", after):
            following = _NEXT_CELL.match(buffer, after, end)
            if following is None or column_number(following[1].decode()) <= self.area.last_column:
                return None
        return match.groups()

    def _settle(
        self, batch: list[tuple[bytes | None, ...]], places: list[int], rows: list[list[Value] | None]
    ) -> None:
        columns = list(zip(*batch, strict=True))
        converted = [
            self._column(columns[at], columns[at + 1], columns[at + 2], columns[at + 3])
            for at in range(0, 4 * self.width, 4)
        ]
        for place, row in zip(places, zip(*converted, strict=True), strict=True):
            rows[place] = list(row)
        batch.clear()
        places.clear()

    def _column(
        self,
        styles: Sequence[bytes | None],
        kinds: Sequence[bytes | None],
        formulas: Sequence[bytes | None],
        texts: Sequence[bytes | None],
    ) -> list[Value]:
        if self.context.results_dropped and any(formulas):
            texts = [None if formula else text for formula, text in zip(formulas, texts, strict=True)]
            kinds = [None if formula else kind for formula, kind in zip(formulas, kinds, strict=True)]
        found_kinds = set(kinds)
        if found_kinds <= {None, b"n"}:
            dates = [style is not None and self.context.is_date(int(style)) for style in set(styles)]
            if not any(dates):
                return [float(text) if text else None for text in texts]
            if all(dates):
                return [self.dates[text] if text else None for text in texts]
        elif found_kinds == {b"s"} and None not in texts:
            return list(map(self.context.shared().__getitem__, map(int, texts)))  # type: ignore[arg-type]
        elif found_kinds == {b"inlineStr"}:
            return [self.texts[text] if text else None for text in texts]
        one = self._value
        return [one(style, kind, text) for style, kind, text in zip(styles, kinds, texts, strict=True)]

    def _value(self, style: bytes | None, kind: bytes | None, text: bytes | None) -> Value:
        if not text:
            return None
        if kind is None or kind == b"n":
            if style is not None and self.context.is_date(int(style)):
                return self.dates[text]
            return float(text)
        if kind == b"s":
            return self.context.shared()[int(text)]
        return typed_value(kind.decode(), self.texts[text] or "")

    def _careful(self, row: Row) -> list[Value]:
        values: list[Value] = [None] * self.width
        first, last = self.area.column, self.area.last_column
        for cell in _cells_between(row, first, last):
            values[cell.column - first] = cell_value(cell, self.context)
        return values


class _Cache(dict[bytes, Value]):
    def __init__(self, make: Callable[[bytes], Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: bytes) -> Value:
        value = self[key] = self._make(key)
        return value


def _cells_between(row: Row, first: int, last: int) -> Iterator[RawCell]:
    number, buffer, _, start, end = row
    if first == last:  # one cell: usually found at once
        found = buffer.find(b'<c r="%s%d"' % (column_letters(first).encode(), number), start, end)
        if found >= 0:
            yield next(cells_of(buffer, found, end))
            return
    for cell in cells_of(buffer, start, end):
        if first <= cell.column <= last:
            yield cell


def cell_value(cell: RawCell, context: ReadContext) -> Value:
    """The value of one cell element."""
    if context.results_dropped and cell.has_formula:
        return None
    text = cell.value_text
    if not text:
        return None
    kind = cell.kind
    if kind == "n":
        number = float(text)
        return from_serial(number, context.date1904) if context.is_date(cell.style) else number
    if kind == "s":
        return context.shared()[int(text)]
    return text if kind == "inlineStr" else typed_value(kind, from_cell(text))


def typed_value(kind: str, text: str) -> Value:
    """The value of a cell that is neither a number nor a shared string."""
    if kind == "b":
        return text.strip() == "1"
    if kind == "e":
        return CellError(text)
    if kind == "d":
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    return text or None
