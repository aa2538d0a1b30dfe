"""Reading and writing tables through the xlwings API: whole blocks, staged in memory, written once.

A `TableStore` reads each table at most once and keeps what it read. Jobs change rows and hand them back with
`put`; `write_changes` then writes just the runs of columns that differ, one block each, so that the number of
calls to Excel does not depend on the number of rows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xl_macros.errors import Refusal
from xl_macros.light_import import import_xlwings
from xl_macros.tables.cells import (
    Value,
    is_risky,
    read_column,
    safe_text,
    text_cell_text,
    write_value,
)
from xl_macros.tables.schema import Filled, Kind, Table

if TYPE_CHECKING:
    import xlwings as xw


_USE_ANOTHER = "Buka buku kerja cadangan terakhir, atau salin isinya ke Register-Dikecualikan.xlsm yang baru."


_ADDRESS = re.compile(r"\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$\d+)?")


class Row(dict[str, Any]):
    """One table row by field. `sheet_row` is its 1-based worksheet row, 0 for a row not written yet."""

    __slots__ = ("sheet_row",)

    def __init__(self, values: Iterable[tuple[str, Value]] = (), sheet_row: int = 0) -> None:
        super().__init__(values)
        self.sheet_row = sheet_row

    def copy(self) -> Row:
        return Row(self.items(), self.sheet_row)


class WriteLostError(Exception):
    """A cell does not hold what was just written to it."""

    def __init__(self, sheet: str, column: str) -> None:
        super().__init__(f"{sheet}, {column}")
        self.sheet = sheet
        self.column = column


@dataclass(slots=True)
class _Body:
    """What was read of a table: its rows by position (blank ones too), one list per row."""

    first_sheet_row: int
    values: list[list[Value]]
    offsets: list[int]
    """Where each of our columns stands in the table: staff may move columns and add their own."""


@dataclass(frozen=True, slots=True)
class Change:
    """A table as it will be: the whole new body and the columns (0-based) that differ from the old."""

    table: Table
    values: list[list[Value]]
    columns: tuple[int, ...]
    old_length: int


class TableStore:
    """The tables of one open workbook."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        self._bodies: dict[str, _Body] = {}
        self._staged: dict[str, tuple[Table, list[Row]]] = {}
        self._restores: dict[str, Change] = {}
        self._views: dict[str, Callable[[xw.Book], None]] = {}
        self._named: dict[str, str] = {}
        self._cells: dict[str, xw.Range] = {}

    def rows(self, table: Table) -> list[Row]:
        """The rows that are not blank, in sheet order; copies, so that a refused job has changed nothing."""
        if table.name in self._staged:
            return [row.copy() for row in self._staged[table.name][1]]
        body = self._body(table)
        restored = self._restores.get(table.name)
        fields = table.fields
        return [
            Row(zip(fields, values, strict=True), body.first_sheet_row + index)
            for index, values in enumerate(restored.values if restored else body.values)
            if not _is_blank(table, values)
        ]

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Stage the table's rows: known ones at their place, new ones (`sheet_row` 0) below the last."""
        self._staged[table.name] = (table, [row.copy() for row in rows])

    def append(self, table: Table, rows: Iterable[Row]) -> None:
        """Stage further rows below the last."""
        self.put(table, [*self.rows(table), *rows])

    def stage_restore(self, table: Table, columns: Sequence[int], values: list[list[Value]]) -> None:
        """Stage putting `columns` (0-based) back to `values`, a whole body as `values()` gave it once.

        Rows below that body go, but for those in which something stands beside these columns: staff typed it.
        """
        now = self._body(table).values
        wanted = [list(row) for row in now[: len(values)]]
        wanted += [[None] * len(table.columns) for _ in range(len(values) - len(wanted))]
        for index, row in enumerate(values):
            for column in columns:
                wanted[index][column] = row[column]
        beside = [
            index
            for index, column in enumerate(table.columns)
            if index not in columns and column.filled is not Filled.BY_FORMULA
        ]
        wanted += [
            list(row) for row in now[len(values) :] if any(row[column] is not None for column in beside)
        ]
        self._restores[table.name] = Change(table, wanted, _changed_columns(table, now, wanted), len(now))

    def changes(self) -> list[Change]:
        """What `write_changes` would write, table by table."""
        staged = [self._change(table, rows) for table, rows in self._staged.values()]
        return [change for change in (*staged, *self._restores.values()) if change.columns]

    def write_changes(self) -> None:
        """Write what was staged and forget it; each table in a few block writes, whatever its length.

        Raises WriteLostError when the sheet does not hold afterwards what was written (a protected sheet, a cell
        rule of Excel's).
        """
        for change in self.changes():
            self._write(change)
            self._check(change)
        for write in self._views.values():
            write(self.book)
        for name, text in self._named.items():
            self.set_named_value(name, text)
        self._clear()

    def stage_view(self, sheet: str, write: Callable[[xw.Book], None]) -> None:
        """Stage the drawing of a sheet that is built, not kept (Beranda, Rekapitulasi, Disposisi)."""
        self._views[sheet] = write

    @property
    def views(self) -> tuple[str, ...]:
        """The built sheets that `write_changes` would draw."""
        return tuple(self._views)

    def values(self, table: Table) -> list[list[Value]]:
        """The whole body as read, blank rows included."""
        return self._body(table).values

    def digest(self, table: Table, columns: Sequence[int]) -> str:
        """A fingerprint of those columns as they stand now (SHA-256 hex); rows added below leave it as it is."""
        rows = [[row[column] for column in columns] for row in self._body(table).values]
        while rows and not any(value is not None for value in rows[-1]):
            rows.pop()
        return hashlib.sha256("".join(map(repr, rows)).encode("utf-8", "surrogatepass")).hexdigest()

    def named_value(self, name: str) -> Any:
        """The value of the one cell a defined name points at."""
        return self._cell(name).value

    def named_text(self, name: str) -> str:
        """The text of the one cell a defined name points at, as staged or as it stands; '' when blank."""
        return self._named[name] if name in self._named else str(self.named_value(name) or "")

    def stage_named_value(self, name: str, value: str) -> None:
        """Stage text for the one cell a defined name points at."""
        self._named[name] = value

    def set_named_value(self, name: str, value: str) -> None:
        """Write the one cell a defined name points at, now."""
        self._cell(name).raw_value = write_value(value)

    def _cell(self, name: str) -> xw.Range:
        if name not in self._cells:
            if not self.book.names.contains(name):
                raise Refusal(
                    f"Nama {name} tidak ada lagi di buku kerja ini.",
                    cure=_USE_ANOTHER,
                )
            self._cells[name] = self.book.names[name].refers_to_range
        return self._cells[name]

    def forget(self) -> None:
        """Drop what was read and staged: the workbook may have changed under us."""
        self._bodies.clear()
        self._cells.clear()
        self._clear()

    def _clear(self) -> None:
        for staged in (self._staged, self._restores, self._views, self._named):
            staged.clear()

    def _body(self, table: Table) -> _Body:
        if table.name not in self._bodies:
            self._bodies[table.name] = self._read(table)
        return self._bodies[table.name]

    def _write(self, change: Change, spell: Callable[[str], str] = text_cell_text) -> None:
        table, offsets = change.table, self._body(change.table).offsets
        sheet = self.book.sheets[table.sheet]
        whole = sheet.tables[table.name].range
        header_row, left, width = _place(whole)
        top = header_row + 1
        length = max(1, len(change.values))
        if length != max(1, change.old_length):
            if length < change.old_length:
                _block(sheet, top + length, left, change.old_length - length, width).clear_contents()
            sheet.tables[table.name].resize(_block(sheet, top - 1, left, length + 1, width))
        body = change.values or [[None] * len(table.columns)]
        for run in _runs(change.columns, offsets):
            spelling = [spell if table.columns[index].kind is Kind.TEXT else safe_text for index in run]
            for index in run:
                if table.columns[index].kind is Kind.TEXT and any(is_risky(row[index]) for row in body):
                    # staff may have pasted a cell of another format there, which would run the text
                    _block(sheet, top, left + offsets[index], length, 1).number_format = "@"
            block = [
                [write_value(row[index], spell=each) for index, each in zip(run, spelling, strict=True)]
                for row in body
            ]
            _block(sheet, top, left + offsets[run[0]], length, len(run)).raw_value = block
        self._bodies.pop(table.name, None)

    def _check(self, change: Change) -> None:
        if self._lost(change) is not None:
            self._write(change, str)  # where an apostrophe in front is kept, it was one too many
        lost = self._lost(change)
        if lost is not None:
            raise WriteLostError(change.table.sheet, change.table.columns[lost].header)

    def _lost(self, change: Change) -> int | None:
        """The first column (0-based) that does not hold what was written to it."""
        now = self.values(change.table)
        wanted = change.values or [[None] * len(change.table.columns)]
        for index in change.columns:
            expected = read_column(change.table.columns[index], [row[index] for row in wanted])
            if [row[index] for row in now] != expected:
                return index
        return None

    def _read(self, table: Table) -> _Body:
        try:
            whole = self.book.sheets[table.sheet].tables[table.name].range
        except (KeyError, import_xlwings().NoSuchObjectError):  # Excel says one, the file engine the other
            raise _missing(table) from None
        headers, *body = whole.raw_value
        offsets = _column_offsets(table, headers)
        columns = [
            read_column(column, [row[offset] for row in body])
            for column, offset in zip(table.columns, offsets, strict=True)
        ]
        return _Body(_place(whole)[0] + 1, [list(values) for values in zip(*columns, strict=True)], offsets)

    def _change(self, table: Table, rows: list[Row]) -> Change:
        body = self._body(table)
        new = [list(values) for values in body.values]
        kept = {row.sheet_row - body.first_sheet_row for row in rows if row.sheet_row}
        for index, values in enumerate(new):
            if index not in kept and not _is_blank(table, values):
                new[index] = [None] * len(table.columns)
        while new and _is_blank(table, new[-1]):
            new.pop()
        fields = table.fields
        for row in rows:
            values = [row.get(field) for field in fields]
            if row.sheet_row:
                new[row.sheet_row - body.first_sheet_row] = values
            else:
                new.append(values)
        return Change(table, new, _changed_columns(table, body.values, new), len(body.values))


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
            cure="Kembalikan judul kolom seperti semula; judul kolom tabel tidak boleh diubah.",
        )
    return [places[header] for header in table.headers]


def _is_blank(table: Table, values: Sequence[Value]) -> bool:
    """Blank but for what formulas show."""
    return not any(
        value is not None and column.filled is not Filled.BY_FORMULA
        for value, column in zip(values, table.columns, strict=True)
    )


def _changed_columns(table: Table, old: list[list[Value]], new: list[list[Value]]) -> tuple[int, ...]:
    longer = len(new) > len(old)
    changed: list[int] = []
    for index, column in enumerate(table.columns):
        if column.filled is Filled.BY_FORMULA:
            continue
        before = [row[index] for row in old]
        after = [row[index] for row in new]
        if before != after and (longer or any(before[len(after) :]) or before[: len(after)] != after):
            changed.append(index)
    return tuple(changed)


def _runs(columns: Sequence[int], offsets: Sequence[int]) -> Iterator[list[int]]:
    """The columns in runs that stand side by side on the sheet."""
    run: list[int] = []
    for column in sorted(columns, key=offsets.__getitem__):
        if run and offsets[column] != offsets[run[-1]] + 1:
            yield run
            run = []
        run.append(column)
    if run:
        yield run


def _place(whole: Any) -> tuple[int, int, int]:
    """First row, first column and width of a table, from its address: one call to Excel where three are fifteen."""
    corners = _ADDRESS.fullmatch(whole.address)
    assert corners is not None  # noqa: S101  # a table is one rectangle
    first, last = _number(corners[1]), _number(corners[3] or corners[1])
    return int(corners[2]), first, last - first + 1


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _block(sheet: Any, row: int, column: int, height: int, width: int) -> Any:
    """The cells by their address, which is one call to Excel where two corners are five."""
    return sheet.range(f"{_letters(column)}{row}:{_letters(column + width - 1)}{row + height - 1}")


def _letters(column: int) -> str:
    """The name of a column, counted from 1."""
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name
