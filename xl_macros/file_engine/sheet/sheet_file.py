"""One worksheet of a workbook: reading and writing areas, with what an edit may not break looked at first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from xl_macros.file_engine.book.stale import without_results
from xl_macros.file_engine.cells.addresses import Area, bounding_area, column_number
from xl_macros.file_engine.cells.cell_markup import RawCell, cells_of
from xl_macros.file_engine.cells.cell_reader import read_block
from xl_macros.file_engine.cells.cell_render import Renderer
from xl_macros.file_engine.cells.cell_values import ReadContext, Value
from xl_macros.file_engine.cells.cell_writer import BlockWriter
from xl_macros.file_engine.cells.formula_dialect import from_file
from xl_macros.file_engine.sheet import overwriting
from xl_macros.file_engine.sheet.row_fitting import fit_rows
from xl_macros.file_engine.sheet.row_store import NotCanonical, RowStore
from xl_macros.file_engine.sheet.sheet_frame import SheetFrame

if TYPE_CHECKING:
    from xl_macros.file_engine.book.workbook_file import WorkbookFile
    from xl_macros.file_engine.tables.table_file import TableFile

_FIRST_CELL = re.compile(rb"<c(?=[\s/>])")
_LETTERS = re.compile(rb'\sr="([A-Z]+)')


class SheetFile:
    """A worksheet part and its name. Its rows are read from the file when they are first needed."""

    def __init__(self, workbook: WorkbookFile, name: str, part: str, relationship_id: str) -> None:
        self.workbook, self.part, self.relationship_id = workbook, part, relationship_id
        self._name = name
        self._store: RowStore | None = None
        self._frame: SheetFrame | None = None
        self._tables: list[TableFile] | None = None
        self._written: Area | None = None
        self.is_edited = False
        self.formulas_changed = False
        self.wrote_array = False

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self._name = value

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
        self.is_edited = self.formulas_changed = self.wrote_array = False

    @property
    def tables(self) -> list[TableFile]:
        """The tables of the sheet, in the order of its relationships."""
        if self._tables is None:
            self._tables = self.workbook.tables_of(self)
        return self._tables

    def forget_tables(self) -> None:
        self._tables = None

    # -- reading ------------------------------------------------------------------------------------------

    def has_formulas(self) -> bool:
        """Whether any cell holds a formula."""
        return self.store.has_formulas or (
            self.formulas_changed and any(b"<f" in text for text in self.store.changed.values())
        )

    def context(self) -> ReadContext:
        """What reading this sheet's values needs."""
        book, has_formulas = self.workbook, self.has_formulas()
        return ReadContext(
            book.shared_strings,
            book.styles.is_date,
            book.date1904,
            has_formulas,
            results_dropped=has_formulas and book.results_dropped(self),
        )

    def read(self, area: Area) -> list[list[Value]]:
        """The values of an area, row by row."""
        return read_block(self.store, area, self.context())

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

    def formula(self, row: int, cell: RawCell) -> str | None:
        """The formula of a cell as Excel shows it, followers of shared formulas included; None for constants."""
        formula = cell.formula
        if formula is None:
            return None
        text = formula.text
        if formula.kind == "shared" and not text:
            text = overwriting.shared_formula(self, row, cell.column, formula.shared_index or "")
        return from_file(text)

    def used_area(self) -> Area | None:
        """The smallest area that holds all cells, None for an empty sheet."""
        areas = []
        for number, buffer, _, start, end in self.store.rows():
            first = _FIRST_CELL.search(buffer, start, end)
            if first is None:
                continue
            left = _LETTERS.search(buffer, first.start(), end)
            right = _LETTERS.search(buffer, buffer.rfind(b"<c ", start, end), end)
            if left is None or right is None:
                self.store.canonicalise()
                return self.used_area()
            columns = column_number(left[1].decode()), column_number(right[1].decode())
            areas.append(Area(number, min(columns), number, max(columns)))
        return bounding_area(areas)

    # -- writing ------------------------------------------------------------------------------------------

    def write(self, area: Area, rows: Sequence[Sequence[object]], *, formulas: bool = True) -> None:
        """Writes a block of values. Raises UnsafeEdit for what would break, ValueError and TypeError for values.

        Nothing is written unless all of it can be.
        """
        overwriting.check(self, area, rows)
        renderer = self._renderer(area, formulas)
        writer = BlockWriter(self.store, area, renderer, self.frame.column_style)
        writer.write(rows)
        self.wrote_array = self.wrote_array or renderer.wrote_array
        self.note_edit(area, formulas=renderer.wrote_formula or writer.removed_formula)

    def _renderer(self, area: Area, formulas: bool) -> Renderer:
        table = next((table.name for table in self.tables if table.area.meets(area)), None)
        return Renderer(self.workbook.styles, self.workbook.date1904, formulas=formulas, table=table)

    def note_edit(self, area: Area | None, *, formulas: bool = False) -> None:
        """Remembers that cells were changed: results of formulas no longer hold."""
        self.is_edited = True
        self.formulas_changed = self.formulas_changed or formulas
        if area is not None:
            self._written = bounding_area([area, *([self._written] if self._written else [])])
        self.workbook.note_values_changed(self)

    def restyle(self, area: Area, change: Callable[[int], int], *, create: bool = True) -> None:
        """Gives the cells of an area other styles; makes missing cells unless `create` is off."""
        from xl_macros.file_engine.sheet.restyling import restyle

        restyle(self, area, change, create=create)
        self.is_edited = True
        self._written = bounding_area([area, *([self._written] if self._written else [])])

    # -- saving -------------------------------------------------------------------------------------------

    @property
    def needs_saving(self) -> bool:
        return self.is_edited or (self._frame is not None and self._frame.is_edited)

    def content(self, *, drop_results: bool) -> Iterable[bytes]:
        """The part for the save, in pieces."""
        fit_rows(self)
        head, tail = self.frame.head_and_tail(self._written)
        yield head + b"<sheetData>"
        for piece in _gathered(self.store.pieces()):
            yield without_results(piece) if drop_results else piece
        yield b"</sheetData>" + tail


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size > 1 << 18:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
