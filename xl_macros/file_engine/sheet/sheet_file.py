"""One worksheet of a workbook: reading and writing areas, with what an edit may not break looked at first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import groupby
from typing import TYPE_CHECKING

from xl_macros.file_engine.book.stale import without_results
from xl_macros.file_engine.cells.addresses import Area, AreaIndex, bounding_area, column_number
from xl_macros.file_engine.cells.cell_markup import Formula, RawCell, cells_of
from xl_macros.file_engine.cells.cell_reader import read_block
from xl_macros.file_engine.cells.cell_render import Renderer
from xl_macros.file_engine.cells.cell_values import ReadContext, Value
from xl_macros.file_engine.cells.cell_writer import BlockWriter
from xl_macros.file_engine.cells.formula_dialect import from_file
from xl_macros.file_engine.errors import refused_by_name
from xl_macros.file_engine.opc.container_save import Piece
from xl_macros.file_engine.sheet import overwriting
from xl_macros.file_engine.sheet.overwriting import SharedFormulas
from xl_macros.file_engine.sheet.restyling import restyle
from xl_macros.file_engine.sheet.row_fitting import fit_rows
from xl_macros.file_engine.sheet.row_store import NotCanonical, RowStore
from xl_macros.file_engine.sheet.sheet_frame import SheetFrame
from xl_macros.patterns import regex

if TYPE_CHECKING:
    from xl_macros.file_engine.book.workbook_file import WorkbookFile
    from xl_macros.file_engine.tables.table_file import TableFile

_FIRST_CELL = regex(rb"<c(?=[\s/>])")
MAX_CELLS = 64_000_000
"""Cells in one block: a million rows of sixty columns. Python needs 8 bytes for each before anything is in it."""
_LETTERS = regex(rb'\sr="([A-Z]+)')


class SheetFile:
    """A worksheet part and its name. Its rows are read from the file when they are first needed."""

    def __init__(self, workbook: WorkbookFile, name: str, part: str, relationship_id: str) -> None:
        self.workbook, self.part, self.relationship_id = workbook, part, relationship_id
        self.name = name
        self._store: RowStore | None = None
        self._frame: SheetFrame | None = None
        self._tables: list[TableFile] | None = None
        self._written: Area | None = None
        self._arrays: AreaIndex | None = None
        self._shared: SharedFormulas | None = None
        self.is_edited = False
        self.formulas_changed = False

    @property
    def store(self) -> RowStore:
        """The rows."""
        if self._store is None:
            self._store = RowStore(self.workbook.package.read(self.part), self.part)
        return self._store

    @property
    def frame(self) -> SheetFrame:
        """Head and tail of the part."""
        if self._frame is None:
            self._frame = SheetFrame(self.store)
        return self._frame

    @property
    def is_loaded(self) -> bool:
        return self._store is not None

    def unload(self) -> None:
        """Forgets the parsed state; what was not saved is lost."""
        self._store = self._frame = self._tables = self._written = None
        self._arrays = self._shared = None
        self.is_edited = self.formulas_changed = False

    @property
    def tables(self) -> list[TableFile]:
        """The tables of the sheet, in the order of its relationships."""
        if self._tables is None:
            self._tables = self.workbook.tables_of(self)
        return self._tables

    @property
    def is_filtered(self) -> bool:
        """Whether a filter hides rows."""
        return self.frame.is_filtered or any(table.is_filtered for table in self.tables)

    # -- reading ------------------------------------------------------------------------------------------

    def has_formulas(self) -> bool:
        """Whether any cell holds a formula."""
        return self.store.has_formulas or (
            self.formulas_changed and any(b"<f" in text for text in self.store.changed.values())
        )

    def array_areas(self) -> AreaIndex:
        """The areas of array formulas and data tables."""
        if self._arrays is None:
            self._arrays = overwriting.array_areas(self)
        return self._arrays

    def shared_formulas(self) -> SharedFormulas:
        """The shared formulas as they stand now."""
        if self._shared is None:
            self._shared = SharedFormulas(self)
        return self._shared

    def _context(self) -> ReadContext:
        book, has_formulas = self.workbook, self.has_formulas()
        return ReadContext(
            self.name,
            book.shared_strings,
            book.styles.is_date,
            book.date1904,
            has_formulas,
            results_dropped=has_formulas and book.results_dropped(self),
        )

    def read(self, area: Area) -> list[list[Value]]:
        """The values of an area, row by row. Raises UnreadableWorkbook."""
        self._check_size(area)
        with self._damage():
            return read_block(self.store, area, self._context())

    def cells(self, area: Area) -> Iterator[tuple[int, RawCell]]:
        """The cells that are there within an area, with their row, in order."""
        try:
            yield from self._cells(area)
        except NotCanonical:
            self.store.canonicalise()
            yield from self._cells(area)

    def _cells(self, area: Area) -> Iterator[tuple[int, RawCell]]:
        for number, buffer, _, start, end in self.store.rows(area.row, area.last_row):
            for cell in cells_of(buffer, start, end):
                if area.column <= cell.column <= area.last_column:
                    yield number, cell

    def formulas(self, area: Area) -> list[tuple[int, int, str]]:
        """Row, column and text of the formulas in an area as Excel shows them; followers of shared ones included."""
        with self._damage():
            found = self.cells(area) if self.has_formulas() else ()
            return [
                (row, cell.column, from_file(self.formula_text(row, cell, cell.formula)))
                for row, cell in found
                if cell.formula is not None
            ]

    def formula_text(self, row: int, cell: RawCell, formula: Formula) -> str:
        """A cell's formula in the form of the file."""
        if formula.kind == "shared" and not formula.text:
            return self.shared_formulas().of(row, cell.column, formula.shared_index or "")
        return formula.text

    def styles_in(self, area: Area) -> set[int]:
        """The styles that cells of an area have."""
        with self._damage():
            styles = [cell.style for _, cell in self.cells(area)]
        found = set(styles)
        if len(styles) < area.size:
            columns = range(area.column, area.last_column + 1)
            found |= {self.frame.column_style(column) for column in columns}
        return found

    def used_area(self) -> Area | None:
        """The smallest area that holds all cells, None for an empty sheet."""
        with self._damage():
            try:
                return self._used_area()
            except NotCanonical:
                self.store.canonicalise()
                return self._used_area()

    def _used_area(self) -> Area | None:
        areas = []
        for number, buffer, _, start, end in self.store.rows():
            first = _FIRST_CELL.search(buffer, start, end)
            if first is None:
                continue
            left = _LETTERS.search(buffer, first.start(), end)
            right = _LETTERS.search(buffer, buffer.rfind(b"<c ", start, end), end)
            if left is None or right is None:
                raise NotCanonical
            columns = column_number(left[1].decode()), column_number(right[1].decode())
            areas.append(Area(number, min(columns), number, max(columns)))
        return bounding_area(areas)

    def _damage(self) -> AbstractContextManager[None]:
        return refused_by_name(f"The sheet '{self.name}' ({self.part})")

    def _check_size(self, area: Area) -> None:
        if area.size > MAX_CELLS:
            raise NotImplementedError(
                f"{self.name}!{area.address()} has {area.size:,} cells; the file engine takes at most {MAX_CELLS:,}."
            )

    # -- writing ------------------------------------------------------------------------------------------

    def write(self, area: Area, rows: Sequence[Sequence[object]]) -> None:
        """Writes a block of values. Raises UnsafeEdit for what would break, ImpossibleValue.

        Nothing is written unless all of it can be.
        """
        self._check_size(area)
        with self._damage():
            overwriting.check(self, area, rows)
            table = next((table.name for table in self.tables if table.area.meets(area)), None)
            renderer = Renderer(self.workbook.styles, self.workbook.date1904, table=table)
            writer = BlockWriter(self.store, area, renderer, self.frame.column_style)
            writer.write(rows)
        self.note_edit(area, formulas=renderer.wrote_formula or writer.removed_formula)

    def note_edit(self, area: Area, *, formulas: bool = False) -> None:
        """Remembers that cells were changed: results of formulas no longer hold."""
        self._note_cells(area)
        if formulas:
            self.formulas_changed = True
            self._arrays = self._shared = None
        self.workbook.note_values_changed(self)

    def _note_cells(self, area: Area) -> None:
        self.is_edited = True
        self._written = bounding_area([area, *([self._written] if self._written else [])])

    def restyle(self, area: Area, change: Callable[[int], int]) -> None:
        """Gives the cells of an area other styles; makes those that are not there."""
        self._check_size(area)
        with self._damage():
            restyle(self.store, self.frame.column_style, area, change)
        self._note_cells(area)

    # -- saving -------------------------------------------------------------------------------------------

    @property
    def needs_saving(self) -> bool:
        return self.is_edited or (self._frame is not None and self._frame.is_edited)

    def content(self, *, drop_results: bool) -> Iterable[Piece]:
        """The part for the save, in pieces."""
        fit_rows(self)
        head, tail = self.frame.head_and_tail(self._written)
        yield head + b"<sheetData>"
        for piece in _gathered(self.store.pieces()):
            yield without_results(piece) if drop_results else piece
        yield b"</sheetData>" + tail


def _gathered(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Short pieces of a kind put together."""
    for kind, some in groupby(pieces, type):
        waiting: list[Piece] = []
        size = 0
        for piece in some:
            waiting.append(piece)
            size += len(piece)
            if size > 1 << 18:
                yield _joined(kind, waiting)
                waiting, size = [], 0
        if waiting:
            yield _joined(kind, waiting)


def _joined(kind: type, pieces: list[Piece]) -> Piece:
    if len(pieces) == 1:
        return pieces[0]
    return b"".join(pieces) if kind is bytes else memoryview(b"".join(pieces))
