"""Cell values as Python values, whole blocks at a time.

Rows in the form that Excel, LibreOffice, openpyxl and XlsxWriter write are read by `row_match`, all others
by `cell_markup`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

from xl_macros.file_engine.cells.addresses import Area, cell_opening, column_letters
from xl_macros.file_engine.cells.cell_markup import RawCell, cells_of
from xl_macros.file_engine.cells.cell_values import (
    ColumnConverter,
    ReadContext,
    Value,
    cell_value,
)
from xl_macros.file_engine.cells.row_match import READ, READ_WITH_FORMULAS, RowMatcher
from xl_macros.file_engine.errors import FileEngineError, UnreadableWorkbook
from xl_macros.file_engine.sheet.row_store import NotCanonical, Row, RowStore
from xl_macros.file_engine.sheet.usual_rows import Usual, UsualRows

_BATCH_ROWS = 1024
_MANY_CELLS = 20_000
_WORTH_LEARNING = 50
"""Rows from which on it pays to learn what they usually look like: it costs what thirty rows cost that are read with
care."""


class _Batch(NamedTuple):
    groups: list[tuple[bytes | None, ...]]
    places: list[int]


@contextmanager
def without_collection(cells: int) -> Iterator[None]:
    """Work on so many cells without the garbage collector."""
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
    with without_collection(area.size):
        try:
            return _read(store, area, context)
        except (ValueError, IndexError, OverflowError, UnreadableWorkbook) as problem:
            raise _with_cell(store, area, context, problem) from problem


def _read(store: RowStore, area: Area, context: ReadContext) -> list[list[Value]]:
    try:
        return _Block(store, area, context).read()
    except NotCanonical:
        store.canonicalise()
        return _Block(store, area, context).read()


def _with_cell(store: RowStore, area: Area, context: ReadContext, problem: Exception) -> Exception:
    """What is wrong with a block, with the first cell in which it is."""
    for row in store.rows(area.row, area.last_row):
        try:
            for cell in _cells_between(row, area.column, area.last_column):
                try:
                    cell_value(cell, context)
                except (ValueError, IndexError, OverflowError, UnreadableWorkbook) as found:
                    place = f"{context.sheet}!{column_letters(cell.column)}{row[0]}"
                    return UnreadableWorkbook(f"The cell {place} holds no valid value: {found}")
        except (FileEngineError, NotCanonical) as found:
            return UnreadableWorkbook(f"Row {row[0]} of the sheet '{context.sheet}' is damaged: {found}")
    return UnreadableWorkbook(f"The sheet '{context.sheet}' ({store.part}) holds no valid values: {problem}")


class _Block:
    def __init__(self, store: RowStore, area: Area, context: ReadContext) -> None:
        self.store, self.area, self.context = store, area, context
        self.width = area.column_count
        self.converter = ColumnConverter(context)
        self.matcher = RowMatcher(area, READ_WITH_FORMULAS if context.has_formulas else READ)
        self.rows: list[list[Value] | None] = [None] * area.row_count
        self.usual: list[Usual] = []

    def read(self) -> list[list[Value]]:
        if self.area.row_count >= _WORTH_LEARNING:
            self._read_usual_rows()
        if None in self.rows:
            self._read_other_rows()
        return [[None] * self.width if row is None else row for row in self.rows]

    def _read_other_rows(self) -> None:
        first, find = self.area.row, self.matcher.find
        # Rows as the matcher found them, apart for its two ways, with their places in the block.
        any_kind, usual = _Batch([], []), _Batch([], [])
        for row in self.store.rows(first, self.area.last_row):
            place = row[0] - first
            if self.rows[place] is not None:
                continue
            found = find(row)
            if found is None:
                self.rows[place] = self._careful(row)
                continue
            batch = usual if found[3] else any_kind
            batch.groups.append(found[2])
            batch.places.append(place)
            if len(batch.places) == _BATCH_ROWS:
                self._settle(batch, found[3])
        self._settle(usual, True)
        self._settle(any_kind, False)

    def _read_usual_rows(self) -> None:
        """Sets the matcher on what a sample of the rows carries; where the block begins its rows, reads those."""
        usual = self.matcher.learn(self.store.sample(self.area.row, self.area.last_row))
        if usual is None:
            return
        self.usual = usual
        if not self.matcher.finds_rows:
            return
        self.store.usual = noted = UsualRows(self.area, usual)
        for stretch in self.store.stretches(self.area.row, self.area.last_row, _BATCH_ROWS):
            found = self.matcher.find_rows(*stretch)
            if found:
                numbers, *texts = zip(*found, strict=True)
                places = [int(number) - self.area.row for number in numbers]
                self._put(places, self._usual_values(texts))
                noted.note(places, texts)

    def _usual_values(self, texts: Sequence[Sequence[bytes | None]]) -> list[Sequence[Value]]:
        of_column, none = iter(texts), [None] * len(texts[0])
        return [
            none if cell.attributes is None else self.converter.usual(cell, next(of_column))
            for cell in self.usual
        ]

    def _settle(self, batch: _Batch, is_usual: bool) -> None:
        if not batch.places:
            return
        columns = list(zip(*batch.groups, strict=True))
        column = self.converter.column
        if is_usual:
            values = self._usual_values(columns)
        elif self.context.has_formulas:
            values = [column(*columns[at : at + 3]) for at in range(0, 3 * self.width, 3)]
        else:
            values = [column(columns[at], None, columns[at + 1]) for at in range(0, 2 * self.width, 2)]
        self._put(batch.places, values)
        batch.groups.clear()
        batch.places.clear()

    def _put(self, places: Sequence[int], columns: Sequence[Sequence[Value]]) -> None:
        for place, row in zip(places, map(list, zip(*columns, strict=True)), strict=True):
            self.rows[place] = row

    def _careful(self, row: Row) -> list[Value]:
        values: list[Value] = [None] * self.width
        first, last = self.area.column, self.area.last_column
        for cell in _cells_between(row, first, last):
            values[cell.column - first] = cell_value(cell, self.context)
        return values


def _cells_between(row: Row, first: int, last: int) -> Iterator[RawCell]:
    number, buffer, _, start, end = row
    if first == last:  # one cell: usually found at once
        found = buffer.find(cell_opening(first) % number, start, end)
        if found >= 0:
            yield from islice(cells_of(buffer, found, end), 1)
            return
    for cell in cells_of(buffer, start, end):
        if first <= cell.column <= last:
            yield cell
