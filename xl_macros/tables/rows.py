"""Reading and writing tables through the xlwings API: whole blocks, staged in memory, written once.

A `TableStore` reads each table at most once and keeps what it read. Jobs change rows and hand them back with
`put`; `write_changes` then writes just the runs of columns that differ, one block each, so that the number of
calls to Excel does not depend on the number of rows.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from xl_macros.errors import Refusal
from xl_macros.file_engine.alike import rows_apart
from xl_macros.file_engine.errors import FileEngineError, UnsafeEdit
from xl_macros.light_import import import_xlwings
from xl_macros.tables.bodies import (
    Body,
    Change,
    Columns,
    Row,
    appended,
    blank_places,
    change_to,
    columns_of,
    filled_length,
    filled_rows,
    restored,
)
from xl_macros.tables.cells import (
    LONGEST_TEXT,
    TextTooLongError,
    Value,
    is_risky,
    read_column,
    safe_text,
    text_cell_text,
    write_column,
    write_value,
)
from xl_macros.tables.drawing import Drawable, Drawing, HeldSheets
from xl_macros.tables.record_rows import TABLE_OF, R, columns_of_records, records_of
from xl_macros.tables.rectangles import block, height_of, place_of, place_of_name, runs
from xl_macros.tables.schema import HOME, Filled, Kind, Table

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["Change", "Row", "TableStore", "WriteLostError"]

T = TypeVar("T")

_FEW = 20
"""Of so many rows one is sooner read by itself; where more differ, all are read together."""

FROM_BEFORE = (
    "Bila buku kerja ini dari versi sebelumnya, perbarui dahulu (panduan, bab Memperbarui buku kerja)"
)
_USE_ANOTHER = f"{FROM_BEFORE}; bila bukan, buka buku kerja cadangan terakhir."


class WriteLostError(Exception):
    """A cell does not hold what was just written to it."""

    def __init__(self, sheet: str, column: str) -> None:
        super().__init__(f"{sheet}, {column}")
        self.sheet = sheet
        self.column = column


class TableStore:
    """The tables of one open workbook."""

    def __init__(
        self,
        book: xw.Book,
        about_to_write: Callable[[Collection[str]], object] = tuple,
        copy: xw.Book | None = None,
        sheets: HeldSheets | None = None,
    ) -> None:
        """`copy`: the workbook as it stands in a file, from which tables and named cells are read; see `forget`."""
        self.book = book
        self._sheets = sheets or HeldSheets(book)
        self._copy = copy
        self._about_to_write = about_to_write
        self._tables: dict[str, xw.main.Table] = {}
        self._bodies: dict[str, Body] = {}
        self._staged: dict[str, tuple[Table, Columns]] = {}
        self._restores: dict[str, Change] = {}
        self._changes: list[Change] | None = None
        self._stamps: Counter[str] = Counter()
        self._derived: dict[Hashable, tuple[tuple[int, ...], Any]] = {}
        self._records: dict[str, list[Any]] = {}
        self._views: dict[str, Callable[[Drawable], None]] = {}
        self._named: dict[str, str] = {}
        self._places: dict[str, tuple[str, str]] = {}
        self._cells: dict[str, xw.Range] = {}
        self._blocks: dict[tuple[str, int, int, int, int], xw.Range] = {}
        self._set: set[str] = set()
        self.undrawn_home = False
        """Whether `write_changes` could not draw Beranda, where another version has other cells merged."""

    @property
    def readable(self) -> xw.Book:
        """The workbook to read what stands on a built sheet: the copy where there is one."""
        return self._copy or self.book

    def rows(self, table: Table) -> list[Row]:
        """The rows that are not blank, in sheet order; copies, so that a refused job has changed nothing."""
        return filled_rows(table, self._standing(table), self._body(table).first_sheet_row)

    def rows_to_read(self, table: Table) -> Sequence[Row]:
        """As `rows`, made once for all who change none of them."""
        return self.derived(("rows", table.name), (table,), lambda: self.rows(table))

    def column(self, table: Table, field: str) -> list[Value]:
        """What stands in one column of the rows that are not blank, in sheet order."""
        columns = self._standing(table)
        blank = blank_places(table, columns)
        values = columns[table.fields.index(field)]
        return [value for place, value in enumerate(values) if place not in blank] if blank else list(values)

    def filled_columns(self, table: Table) -> Columns:
        """The columns of the rows that are not blank, in sheet order."""
        columns = self._standing(table)
        blank = blank_places(table, columns)
        return [[value for place, value in enumerate(values) if place not in blank] for values in columns]

    def records(self, kind: type[R]) -> list[R]:
        """The rows of the record's table that are not blank, as records, in sheet order; nobody can change one."""
        table = TABLE_OF[kind]
        if table.name not in self._records:
            first_sheet_row = self._body(table).first_sheet_row
            self._records[table.name] = records_of(kind, self._standing(table), first_sheet_row)
        return list(self._records[table.name])

    def _standing(self, table: Table) -> Columns:
        """The table's columns as they will stand: as staged, as they are to be put back, or as read."""
        if table.name in self._staged:
            return self._staged[table.name][1]
        restored = self._restores.get(table.name)
        return restored.values if restored else self._body(table).columns

    def put_records(self, kind: type[R], found: Iterable[R]) -> None:
        """Stage the record's table: known rows at their place, new ones (`sheet_row` 0) below the last."""
        table = TABLE_OF[kind]
        self._stage(table, columns_of_records(kind, self._body(table), found))

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Stage the table's rows: known ones at their place, new ones (`sheet_row` 0) below the last."""
        self._stage(table, columns_of(table, self._body(table), rows))

    def append(self, table: Table, rows: Iterable[Row]) -> None:
        """Stage further rows below the last; it costs what these rows cost, however long the table is."""
        self._stage(table, appended(table, self._standing(table), rows))

    def _stage(self, table: Table, columns: Columns) -> None:
        self._staged[table.name] = (table, columns)
        self._touch(table.name)

    def stage_restore(self, table: Table, columns: Sequence[int], values: Columns) -> None:
        """Stage putting `columns` (0-based) back to `values`, a whole body as `values()` gave it once.

        Rows below that body go, but for those in which something stands beside these columns: staff typed it.
        """
        self._restores[table.name] = restored(table, self._body(table), columns, values)
        self._touch(table.name)

    def derived(self, what: Hashable, tables: Sequence[Table], make: Callable[[], T]) -> T:
        """What `make` computes of these tables, once; anew when one of them was staged or may have changed since.

        Everybody who asks for `what` gets the same object.
        """
        stamps = tuple(self._stamps[table.name] for table in tables)
        known = self._derived.get(what)
        if known is None or known[0] != stamps:
            known = self._derived[what] = stamps, make()
        return cast("T", known[1])

    def changes(self) -> list[Change]:
        """What `write_changes` would write, table by table."""
        if self._changes is None:
            staged = [
                change_to(table, self._body(table), columns) for table, columns in self._staged.values()
            ]
            self._changes = [change for change in (*staged, *self._restores.values()) if change.columns]
        return self._changes

    @property
    def has_work(self) -> bool:
        """Whether `write_changes` would write anything: rows, a built sheet, or the cell of a defined name."""
        return bool(self.changes() or self._views or self._named)

    def write_changes(self) -> None:
        """Write what was staged and forget it; each table in a few block writes, whatever its length.

        Raises WriteLostError when the sheet does not hold afterwards what was written (a protected sheet, a cell
        rule of Excel's).
        """
        self.prepare_to_write()
        for change in self.changes():
            self._write(change)
            self._check(change)
        for sheet, draw in self._views.items():
            try:
                draw(Drawing(self._sheets, self._copy))
            except UnsafeEdit:
                if sheet != HOME:
                    raise
                self.undrawn_home = True
        for name, text in self._named.items():
            self.set_named_value(name, text)
        self._clear()

    def prepare_to_write(self, *names: str) -> None:
        """Have the sheets opened that `write_changes` will write, and those of the cells with these names."""
        changed = [change.table.sheet for change in self.changes()]
        named = [self._place(name)[0] for name in (*self._named, *names)]
        self._about_to_write([*changed, *self._views, *named])

    def stage_view(self, sheet: str, write: Callable[[Drawable], None]) -> None:
        """Stage the drawing of a sheet that is built, not kept (Beranda, Rekapitulasi, Disposisi)."""
        self._views[sheet] = write

    @property
    def views(self) -> tuple[str, ...]:
        """The built sheets that `write_changes` would draw."""
        return tuple(self._views)

    def values(self, table: Table, beside: TableStore | None = None) -> Columns:
        """The whole body as read, column by column, blank rows included.

        Rows that stand just so in the file that `beside` has read are taken from there.
        """
        if beside is not None and table.name not in self._bodies:
            read = self._read_beside(table, beside)
            if read is not None:
                self._bodies[table.name] = read
        return self._body(table).columns

    def _read_beside(self, table: Table, other: TableStore) -> Body | None:
        """The table, read where it differs from the other's; None when all of it has to be read."""
        known = other._body(table)
        sheet = self.readable.sheets[table.sheet]
        whole = self._table_range(table, sheet)
        top, length = known.first_sheet_row, height_of(whole) - 1
        if place_of(whole) != (top - 1, known.first_sheet_column, known.width):
            return None
        apart = rows_apart(sheet, other.readable.sheets[table.sheet], range(top - 1, top + length))
        if apart is None or top - 1 in apart or len(apart) * _FEW > length:
            return None
        columns = [[*values[:length], *[None] * (length - len(values))] for values in known.columns]
        for row in apart:
            (cells,) = block(sheet, row, known.first_sheet_column, 1, known.width).raw_value
            for column, values, offset in zip(table.columns, columns, known.offsets, strict=True):
                values[row - top] = read_column(column, [cells[offset]])[0]
        return known._replace(columns=columns)

    def digest(self, table: Table, columns: Sequence[int]) -> str:
        """A fingerprint of those columns as they stand now (SHA-256 hex); rows added below leave it as it is."""
        standing = [self._body(table).columns[index] for index in columns]
        length = filled_length(standing)
        digest = hashlib.sha256()
        for values in standing:
            digest.update(repr(values[:length]).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def named_value(self, name: str) -> Any:
        """The value of the one cell a defined name points at."""
        if self._copy is None or name in self._set:
            return self._cell(name).raw_value
        sheet, address = self._place(name)
        return self._copy.sheets[sheet].range(address).raw_value

    def read_anew_unless(self, name: str) -> None:
        """Go on reading in the copy only if that named cell still is as it was when the copy was made."""
        if self._copy is not None and (self._cell(name).raw_value or "") != (self.named_value(name) or ""):
            self.forget()

    def named_text(self, name: str) -> str:
        """The text of the one cell a defined name points at, as staged or as it stands; '' when blank."""
        return self._named[name] if name in self._named else str(self.named_value(name) or "")

    def stage_named_value(self, name: str, value: str) -> None:
        """Stage text for the one cell a defined name points at."""
        self._named[name] = value

    def set_named_value(self, name: str, value: str) -> None:
        """Write the one cell a defined name points at, now."""
        self._about_to_write([self._place(name)[0]])
        self._set.add(name)
        self._cell(name).raw_value = write_value(value)

    def _cell(self, name: str) -> xw.Range:
        """The cell by its address, since a range asked of the name costs three times the calls."""
        if name not in self._cells:
            sheet, address = self._place(name)
            self._cells[name] = self._sheets[sheet].range(address)
        return self._cells[name]

    def _place(self, name: str) -> tuple[str, str]:
        """The name's sheet and the address of its cell there."""
        if name not in self._places:
            names = self.readable.names
            place = place_of_name(names[name].refers_to or "") if names.contains(name) else None
            if place is None:
                raise Refusal(
                    f"Nama {name} tidak ada lagi di buku kerja ini.",
                    cure=_USE_ANOTHER,
                )
            self._places[name] = place
        return self._places[name]

    def _found(self, table: Table) -> xw.main.Table:
        if table.name not in self._tables:
            self._tables[table.name] = self._sheets[table.sheet].tables[table.name]
        return self._tables[table.name]

    def forget(self) -> None:
        """Drop what was read and staged: the workbook may have changed under us."""
        self._copy = None
        self._derived.clear()
        self._bodies.clear()
        self._places.clear()
        self._cells.clear()
        self._set.clear()
        self._tables.clear()
        self._clear()

    def _clear(self) -> None:
        for staged in (
            self._staged,
            self._restores,
            self._views,
            self._named,
            self._records,
            self._blocks,
        ):
            staged.clear()
        self._changes = None

    def _touch(self, name: str) -> None:
        self._changes = None
        self._records.pop(name, None)
        self._stamps[name] += 1

    def _body(self, table: Table) -> Body:
        if table.name not in self._bodies:
            self._bodies[table.name] = self._read_where_it_is_cheapest(table)
        return self._bodies[table.name]

    def _read_where_it_is_cheapest(self, table: Table) -> Body:
        if self._copy is not None:
            try:
                return self._read(table, self._copy.sheets[table.sheet])
            except FileEngineError:  # Excel reads it all the same
                self._copy = None
            except (KeyError, import_xlwings().NoSuchObjectError):
                raise _missing(table) from None
        try:
            sheet = self._sheets[table.sheet]
        except (KeyError, import_xlwings().NoSuchObjectError):
            raise _missing(table) from None
        return self._read(table, sheet)

    def _write(self, change: Change, spell: Callable[[str], str] = text_cell_text) -> None:
        """Write the rows that differ, each run of columns from its first to its last."""
        table, body = change.table, self._body(change.table)
        top, left, width = body.first_sheet_row, body.first_sheet_column, body.width
        length = max(1, change.length)
        if length != max(1, change.old_length):
            if length < change.old_length:
                self._block(table, top + length, left, change.old_length - length, width).clear_contents()
            self._found(table).resize(self._block(table, top - 1, left, length + 1, width))
        for run in runs(change.to_write(body), body.offsets):
            places = change.places(body, run)
            if not places:
                continue  # what differs was cut off
            first, height = top + places.start, len(places)
            written = []
            for index in run:
                values = (change.values[index] or [None])[places.start : places.stop]
                is_text = table.columns[index].kind is Kind.TEXT
                if is_text and any(map(is_risky, values)):
                    # staff may have pasted a cell of another format there, which would run the text
                    self._block(table, first, left + body.offsets[index], height, 1).number_format = "@"
                written.append(self._written(change, index, values, spell if is_text else safe_text))
            self._block(table, first, left + body.offsets[run[0]], height, len(run)).raw_value = [
                list(row) for row in zip(*written, strict=True)
            ]

    def _block(self, table: Table, row: int, column: int, height: int, width: int) -> xw.Range:
        """A rectangle of the table's sheet, asked of Excel once: what is written is read back from it."""
        place = table.sheet, row, column, height, width
        if place not in self._blocks:
            self._blocks[place] = block(self._sheets[table.sheet], row, column, height, width)
        return self._blocks[place]

    @staticmethod
    def _written(
        change: Change, index: int, values: list[Value], spell: Callable[[str], str]
    ) -> list[str | float | int | None]:
        """Values of a column as they are handed to the cells; refused where text is too long for one."""
        try:
            return write_column(values, spell)
        except TextTooLongError:
            column = change.table.columns[index]
            raise Refusal(
                f"Lembar {change.table.sheet}, kolom {column.header}: isinya lebih dari {LONGEST_TEXT} huruf, "
                "yang tidak muat dalam satu sel.",
                cure="Singkatkan isinya, lalu klik lagi.",
            ) from None

    def _check(self, change: Change) -> None:
        if self._lost(change) is not None:
            self._write(change, str)  # where an apostrophe in front is kept, it was one too many
            lost = self._lost(change)
            if lost is not None:
                raise WriteLostError(change.table.sheet, change.table.columns[lost].header)

    def _lost(self, change: Change) -> int | None:
        """The first column (0-based) that does not hold what was written to it; what stands there is read anew."""
        body = self._body(change.table)
        is_cut = change.length < body.length
        places = change.places(body, change.columns)
        body = self._bodies[change.table.name] = self._read_back(change, places)
        rows = slice(None) if is_cut else slice(places.start, places.stop)
        for index in change.columns:
            expected = read_column(change.table.columns[index], (change.values[index] or [None])[rows])
            if body.columns[index][rows] != expected:
                return index
        return None

    def _read_back(self, change: Change, places: range) -> Body:
        """The body after writing: its rows as many as there are now, and of those one block is read, the rows that
        were written (0-based), in the written columns and in those with formulas, whose results may be others now."""
        table, body = change.table, self._body(change.table)
        columns = body.columns
        if change.length < body.length:
            height = height_of(self._found(table).range) - 1
            columns = [values[:height] for values in columns]
        if not places:
            return body._replace(columns=columns)
        formulas = [index for index, column in enumerate(table.columns) if column.filled is Filled.BY_FORMULA]
        beside = {index: body.offsets[index] for index in (*change.columns, *formulas)}
        first, width = min(beside.values()), max(beside.values()) - min(beside.values()) + 1
        top, left = body.first_sheet_row + places.start, body.first_sheet_column + first
        found = self._block(table, top, left, len(places), width).raw_value
        cells = list(zip(*found, strict=True)) if isinstance(found, (list, tuple)) else [[found]]
        columns = list(columns)
        for index, place in beside.items():
            written = read_column(table.columns[index], cells[place - first])
            columns[index] = [*columns[index][: places.start], *written, *columns[index][places.stop :]]
        return body._replace(columns=columns)

    @classmethod
    def _read(cls, table: Table, sheet: xw.Sheet) -> Body:
        return cls._body_of(table, cls._table_range(table, sheet))

    @staticmethod
    def _table_range(table: Table, sheet: xw.Sheet) -> xw.Range:
        try:
            found = sheet.tables[table.name]
        except (KeyError, import_xlwings().NoSuchObjectError):  # Excel says one, the file engine the other
            raise _missing(table) from None
        if found.show_totals:
            raise Refusal(
                f"Tabel {table.name} di lembar {table.sheet} memakai Baris Total, yang akan terbaca sebagai data.",
                cure="Matikan Baris Total pada tab Desain Tabel, lalu klik lagi.",
            )
        return found.range

    @staticmethod
    def _body_of(table: Table, whole: xw.Range) -> Body:
        headers, *body = whole.raw_value
        offsets = _column_offsets(table, headers)
        cells = list(zip(*body, strict=True))
        columns = [
            read_column(column, cells[offset]) for column, offset in zip(table.columns, offsets, strict=True)
        ]
        header_row, left, width = place_of(whole)
        return Body(header_row + 1, left, columns, offsets, width)


def _missing(table: Table) -> Refusal:
    return Refusal(
        f"Tabel {table.name} di lembar {table.sheet} tidak ditemukan.",
        cure=_USE_ANOTHER,
    )


def _column_offsets(table: Table, headers: Sequence[object]) -> list[int]:
    places = {str(header).strip(): index for index, header in enumerate(headers)}
    missing = [header for header in table.headers if header not in places]
    if missing:
        raise Refusal(
            f"Di lembar {table.sheet} tidak ada kolom {', '.join(missing)}.",
            cure=f"{FROM_BEFORE}; bila bukan, kembalikan judul kolom seperti semula: judul kolom "
            "tabel tidak boleh diubah.",
        )
    return [places[header] for header in table.headers]
