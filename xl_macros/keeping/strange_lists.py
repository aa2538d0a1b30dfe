"""A list from outside, read and understood: which sheets, which columns, which rows are entries, what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xl_macros.domain.list_columns import IGNORED, NUMBER, Header, ListColumn, field_of, find_header, normal
from xl_macros.domain.list_rows import ReadRows, read_rows
from xl_macros.errors import Place, Problem, Refusal
from xl_macros.scans.worker_pool import Worker, time_allowed
from xl_macros.tables.blocks import shorten
from xl_macros.tables.cells import LONGEST_TEXT, read_text
from xl_macros.tables.schema import REGISTER

_OWN_CURE = "Buka berkas itu di Excel, simpan sebagai buku kerja Excel (.xlsx), lalu ulangi."


@dataclass(frozen=True, slots=True)
class StrangeList:
    """One sheet of a list: its header, its entries, and remarks that do not stop the import."""

    sheet: str
    header: Header
    rows: ReadRows
    remarks: tuple[Problem, ...]

    def column_lines(self) -> list[str]:
        """How each column was understood, one line a column."""
        where = f"{self.header.top + 1}" + (
            f"-{self.header.bottom + 1}" if self.header.bottom > self.header.top else ""
        )
        lines = [f"Lembar {self.sheet}, judul kolom di baris {where}:"]
        for column in self.header.columns:
            lines.append(
                f"  {letters(column.index):<3} {shorten(column.title, 44):<45} -> {_meaning(column)}"
            )
        return lines


def read_lists(
    source: Path, sheets: Sequence[str], names: Mapping[str, str]
) -> tuple[list[StrangeList], list[Problem]]:
    """The lists in the file (of the named sheets, else of every visible one), and the sheets that hold none.

    `names` are normal column titles to fields (`mapping`). Refused, with all problems, when there is no list, a
    header lacks what an entry needs, or a row cannot be understood.
    """
    found = [_understood(sheet, names) for sheet in _chosen(_sheets(source), sheets)]
    lists = [one for one in found if isinstance(one, StrangeList)]
    problems = [one for one in found if isinstance(one, Problem)]
    if not lists or (sheets and problems):
        raise Refusal(
            f"Tidak ada daftar informasi yang dikecualikan yang dikenali di {source.name}.",
            problems=problems,
            cure='Sebut arti kolomnya dengan --map "judul kolom di daftar=Informasi", atau lembarnya dengan --sheet.',
        )
    wrong = [problem for one in lists for problem in _blocking(one)]
    if wrong:
        raise Refusal(
            f"Daftar di {source.name} belum dapat diimpor.",
            problems=wrong,
            cure="Perbaiki baris-baris itu di daftar asal, lalu ulangi.",
        )
    return lists, problems


def mapping(wishes: Sequence[str]) -> dict[str, str]:
    """What `--map "Kolom=Informasi"` says: normal column title to field; `abaikan` leaves a column out."""
    names: dict[str, str] = {}
    headers = {normal(column.header): column.field for column in REGISTER.columns if column.filled == "staff"}
    for wish in wishes:
        title, sign, target = wish.rpartition("=")
        field = IGNORED if normal(target) == "abaikan" else headers.get(normal(target)) or field_of(target)
        if not sign or not normal(title) or field is None:
            raise Refusal(
                f"--map '{wish}' tidak dapat dibaca.",
                cure='Tulis --map "judul kolom di daftar=kolom Register", misalnya --map "Uraian=Informasi"; '
                f"kolom Register: {', '.join(REGISTER.column(field).header for field in headers.values())}, abaikan.",
            )
        names[normal(title)] = field
    return names


def letters(index: int) -> str:
    """The letters of a 0-based column."""
    text = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        text, index = chr(65 + rest) + text, index - 1
    return text


def _sheets(source: Path) -> list[dict[str, Any]]:
    if not source.is_file():
        raise Refusal(f"Daftar {source} tidak ditemukan.", cure="Periksa alamatnya.")
    with Worker() as worker:
        answer = worker.ask(
            "read_sheets", seconds=time_allowed(source.stat().st_size), path=str(source.absolute())
        )
    if isinstance(answer, Problem):
        cure = _OWN_CURE if "Pindai ulang" in answer.cure else answer.cure
        raise Refusal(f"{source.name}: {answer.what}", cure=cure)
    return list(answer["sheets"])


def _chosen(sheets: list[dict[str, Any]], wanted: Sequence[str]) -> list[dict[str, Any]]:
    known = {normal(sheet["name"]): sheet for sheet in sheets}
    missing = [name for name in wanted if normal(name) not in known]
    if missing:
        raise Refusal(
            f"Lembar {', '.join(missing)} tidak ada dalam daftar itu.",
            cure=f"Lembar yang ada: {', '.join(sheet['name'] for sheet in sheets)}.",
        )
    return [known[normal(name)] for name in wanted] or [
        sheet for sheet in sheets if sheet["visible"] and any(map(any, sheet["rows"]))
    ]


def _understood(sheet: dict[str, Any], names: Mapping[str, str]) -> StrangeList | Problem:
    grid = [[read_text(_value(cell)) for cell in row] for row in sheet["rows"]]
    merged = [(first, left, last, right) for first, left, last, right in sheet["merged"]]
    header = find_header(grid, merged, names)
    if header is None or not header.is_enough or header.claimed_twice:
        return _not_recognised(sheet["name"], header)
    one = StrangeList(sheet["name"], header, read_rows(grid, merged, header), ())
    remarks = (*_strange_columns(one, grid), *_strange_cells(one, sheet), *_as_problems(one, blocks=False))
    return StrangeList(one.sheet, header, one.rows, tuple(sorted(remarks, key=_place)))


def _value(cell: Any) -> object:
    return datetime.fromisoformat(cell["date"]) if isinstance(cell, dict) else cell


def _place(problem: Problem) -> int:
    return problem.place.sheet_row or 0 if problem.place else 0


def _not_recognised(sheet: str, header: Header | None) -> Problem:
    if header is None:
        return Problem("tidak ada baris judul kolom yang dikenali.", "", Place(sheet))
    titles = ", ".join(f"{shorten(column.title, 40)} ({_meaning(column)})" for column in header.columns)
    told = [f"judul kolom di baris {header.top + 1}: {titles}."]
    if "information" not in header.fields:
        told.append("Yang kurang: kolom Informasi.")
    elif not header.is_enough:
        told.append("Yang kurang: kolom Dasar Hukum atau Jangka Waktu.")
    for columns in header.claimed_twice.values():
        both = " dan ".join(f"{shorten(column.title, 40)} ({letters(column.index)})" for column in columns)
        told.append(f'Kolom {both} berarti sama; sebut salah satunya dengan --map "...=abaikan".')
    return Problem(" ".join(told), "", Place(sheet))


def _meaning(column: ListColumn) -> str:
    if column.field is None:
        return "tidak dikenal"
    if column.field == NUMBER:
        return "nomor urut, tidak disimpan"
    return "diabaikan" if column.field == IGNORED else REGISTER.column(column.field).header


def _strange_columns(one: StrangeList, grid: Sequence[Sequence[str | None]]) -> Iterator[Problem]:
    """Columns in which something stands that will not be imported."""
    titled = {column.index: column for column in one.header.columns}
    width = max((len(row) for row in grid), default=0)
    entries = {entry.row for entry in one.rows.entries}
    for index in range(width):
        column = titled.get(index)
        if column is not None and column.field is not None:
            continue
        filled = sum(bool(grid[row][index]) for row in entries if index < len(grid[row]))
        if filled:
            title = column.title if column else f"{letters(index)} (tanpa judul)"
            yield Problem(
                f"tidak dikenal; isinya pada {filled} baris tidak diimpor.",
                "Bila perlu, sebut artinya dengan --map." if column else "",
                Place(one.sheet, None, shorten(title, 60)),
            )
    for name in ("legal_basis", "period_text"):
        if name not in one.header.fields:
            yield Problem(f"tidak ada kolom {REGISTER.column(name).header}.", "", Place(one.sheet))


def _strange_cells(one: StrangeList, sheet: dict[str, Any]) -> Iterator[Problem]:
    """Cells of entries that are no text: what is written of them, or that nothing is."""
    fields = {index: field for field, index in one.header.fields.items() if field not in (NUMBER, IGNORED)}
    entries = {entry.row for entry in one.rows.entries}
    for row in sorted(entries):
        for index, cell in enumerate(sheet["rows"][row]):
            if index in fields and cell is not None and not isinstance(cell, str):
                kind = "tanggal" if isinstance(cell, dict) else "angka"
                yield Problem(
                    f"berisi {kind}, ditulis sebagai teks '{read_text(_value(cell))}'.",
                    "",
                    Place(one.sheet, row + 1, _header(fields[index])),
                )
    for row, index, shown in sheet["lost"]:
        if row in entries and index in fields:
            what = f"berisi galat {shown}" if shown else "berisi rumus yang belum dihitung"
            yield Problem(
                f"{what}, sehingga terbaca kosong.", "", Place(one.sheet, row + 1, _header(fields[index]))
            )


def _as_problems(one: StrangeList, *, blocks: bool) -> Iterator[Problem]:
    for told in one.rows.told:
        if told.blocks == blocks:
            column = None if told.field is None else _header(told.field)
            yield Problem(told.text, "", Place(one.sheet, None if told.row is None else told.row + 1, column))


def _blocking(one: StrangeList) -> Iterator[Problem]:
    yield from _as_problems(one, blocks=True)
    for entry in one.rows.entries:
        for name, text in entry.values.items():
            if len(text) > LONGEST_TEXT:
                yield Problem(
                    f"lebih dari {LONGEST_TEXT} huruf, tidak muat dalam satu sel.",
                    "",
                    Place(one.sheet, entry.row + 1, _header(name)),
                )


def _header(field: str) -> str:
    return "No" if field == NUMBER else REGISTER.column(field).header
