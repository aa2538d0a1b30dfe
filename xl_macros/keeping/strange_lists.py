"""A list from outside, read and understood: which sheets, which columns, which rows are entries, what is doubtful."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xl_macros.domain.list_columns import (
    IGNORED,
    NUMBER,
    TITLE,
    Grid,
    Header,
    ListColumn,
    field_of,
    find_header,
    normal,
)
from xl_macros.domain.list_headings import ABOUT, CONCLUSION, DECIDED_ON, WEAK
from xl_macros.domain.list_plan import ListPlan, plan_of
from xl_macros.domain.list_rows import ReadRows, read_rows
from xl_macros.domain.list_shapes import unit_named
from xl_macros.domain.list_values import complete
from xl_macros.domain.list_vertical import TEST_NUMBER, TEST_ON, read_form
from xl_macros.errors import Place, Problem, Refusal
from xl_macros.scans.worker_pool import Worker, time_allowed
from xl_macros.tables.blocks import shorten
from xl_macros.tables.cells import LONGEST_TEXT, read_text
from xl_macros.tables.schema import DECISIONS, DECISIONS_SHEET, REGISTER, REGISTER_SHEET, SETTINGS_SHEET

MAX_ENTRIES = 20_000
DECISION_FIELDS = (DECIDED_ON, ABOUT)
"""What a list may say of a decision beside its number."""

_OWN_CURE = "Buka berkas itu di Excel, simpan sebagai buku kerja Excel (.xlsx), lalu ulangi."
_OTHER_HEADERS = {
    NUMBER: "No",
    TITLE: "Judul",
    CONCLUSION: "Kesimpulan",
    TEST_NUMBER: "Nomor Lembar Uji",
    TEST_ON: "Tanggal Lembar Uji",
}


@dataclass(frozen=True, slots=True)
class StrangeList:
    """One list: its header, its entries, remarks that do not stop the import, and all of it as a plan."""

    sheet: str
    header: Header
    rows: ReadRows
    remarks: tuple[Problem, ...]
    plan: ListPlan

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

    `names` are normal column titles to fields (`mapping`). Of a workbook of Kecuali only its Register is read.
    Refused, with all problems, when there is no list, a header lacks what an entry needs, columns tie, or a row
    cannot be understood.
    """
    every = _sheets(source)
    if _is_own(every):
        sheets = sheets or (REGISTER_SHEET,)
        names = {**_own_names(), **names}
    found = [one for sheet in _chosen(every, sheets) for one in _understood(sheet, names)]
    lists = [one for one in found if isinstance(one, StrangeList)]
    problems = [one for one in found if isinstance(one, Problem)]
    if not lists or (sheets and problems) or any("dapat berarti" in problem.what for problem in problems):
        raise Refusal(
            f"Tidak ada daftar informasi yang dikecualikan yang dikenali di {source.name}."
            if not lists
            else f"Daftar di {source.name} belum jelas.",
            problems=problems,
            cure="Tentukan arti kolomnya pada lembar Formulir; pada baris perintah dengan "
            '--map "judul kolom di daftar=Informasi", atau lembarnya dengan --sheet.',
        )
    wrong = [problem for one in lists for problem in _blocking(one)]
    if wrong:
        raise Refusal(
            f"Daftar di {source.name} belum dapat diimpor.",
            problems=wrong,
            cure="Perbaiki baris-baris itu di daftar asal, lalu ulangi.",
        )
    _check_size(source, lists)
    return lists, problems


def plan_lists(source: Path, sheets: Sequence[str], names: Mapping[str, str]) -> list[ListPlan]:
    """What an import would do with each list of the file, for showing and changing it; nothing is refused for its
    columns: a sheet that is not understood gives the plan of its likeliest header, not settled and without entries.

    Refused when the file cannot be read or a named sheet is not in it.
    """
    every = _sheets(source)
    if _is_own(every):
        sheets = sheets or (REGISTER_SHEET,)
        names = {**_own_names(), **names}
    plans = []
    for sheet in _chosen(every, sheets):
        found = _understood(sheet, names)
        plans += [one.plan for one in found if isinstance(one, StrangeList)]
        if not any(isinstance(one, StrangeList) for one in found):
            grid = [[read_text(_value(cell)) for cell in row] for row in sheet["rows"]]
            header = find_header(grid, [(a, b, c, d) for a, b, c, d in sheet["merged"]], names)
            plans += [plan_of(sheet["name"], header, grid, ReadRows())] if header else []
    return plans


def _check_size(source: Path, lists: Sequence[StrangeList]) -> None:
    entries = sum(len(one.rows.entries) for one in lists)
    if entries > MAX_ENTRIES:
        raise Refusal(
            f"Daftar di {source.name} berisi {entries} informasi; paling banyak {MAX_ENTRIES} sekali impor.",
            cure="Bagi daftar itu menjadi beberapa berkas, lalu impor satu per satu.",
        )


def targets() -> dict[str, str]:
    """The headers a column may be mapped to, normal, with their fields: of the Register, and of the decision."""
    fields = {normal(column.header): column.field for column in REGISTER.columns if column.filled == "staff"}
    return fields | {normal(DECISIONS.column(name).header): name for name in DECISION_FIELDS}


def mapping(wishes: Sequence[str]) -> dict[str, str]:
    """What `--map "Kolom=Informasi"` says: normal column title to field; `abaikan` leaves a column out."""
    names: dict[str, str] = {}
    headers = targets()
    for wish in wishes:
        title, sign, target = wish.rpartition("=")
        field = IGNORED if normal(target) == "abaikan" else headers.get(normal(target)) or field_of(target)
        if not sign or not normal(title) or field is None:
            raise Refusal(
                f"--map '{wish}' tidak dapat dibaca.",
                cure='Tulis --map "judul kolom di daftar=kolom Register", misalnya --map "Uraian=Informasi"; '
                f"kolom yang ada: {', '.join(map(_header, headers.values()))}, abaikan.",
            )
        if field != IGNORED and field in names.values() and names.get(normal(title)) != field:
            raise Refusal(
                f"Dua kolom daftar disebut sebagai {_header(field)}.",
                cure="Sebut satu kolom saja bagi setiap isian.",
            )
        names[normal(title)] = field
    return names


def unmatched(wishes: Sequence[str], lists: Sequence[StrangeList]) -> list[str]:
    """What `--map` says of columns that none of the lists has, a sentence each."""
    titles = [f" {normal(column.title)}" for one in lists for column in one.header.columns]
    named = dict.fromkeys(wish.rpartition("=")[0].strip() for wish in wishes)
    return [
        f"Kolom '{title}' tidak ada dalam daftar itu; artinya tidak dipakai."
        for title in named
        if not any(each.endswith(f" {normal(title)}") for each in titles)
    ]


def _is_own(sheets: Sequence[dict[str, Any]]) -> bool:
    """Whether this is a workbook of Kecuali, of this office or another."""
    return {REGISTER_SHEET, DECISIONS_SHEET, SETTINGS_SHEET} <= {sheet["name"] for sheet in sheets}


def _own_names() -> dict[str, str]:
    """The Register's columns by their headers; what buttons compute is left out."""
    return {
        normal(column.header): column.field if column.filled == "staff" else IGNORED
        for column in REGISTER.columns
    }


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


def _understood(sheet: dict[str, Any], names: Mapping[str, str]) -> list[StrangeList | Problem]:
    """The lists of one sheet, one below the other; or why there is none."""
    struck = _struck_rows(sheet)
    unseen = {**dict.fromkeys(sheet["hidden"], "tersembunyi"), **dict.fromkeys(struck, "dicoret")}
    blanked = [(row, column) for row, column in sheet["struck"] if row not in struck]
    grid = [[read_text(_value(cell)) for cell in row] for row in sheet["rows"]]
    for row, column in blanked:
        grid[row][column] = None
    merged = [(first, left, last, right) for first, left, last, right in sheet["merged"]]
    unit = unit_named(sheet["name"])
    found: list[StrangeList | Problem] = []
    start = 0
    while start < len(grid):
        header = find_header(grid, merged, names, start)
        if header is None or not header.is_enough or header.claimed_twice or header.tied:
            form = read_form(grid, names) if not found else None
            if form:
                return [_told(sheet, grid, form[0], form[1], is_form=True)]
            if not found:
                return [_not_recognised(sheet["name"], header)]
            break
        _spell_out_days(grid, sheet, header)
        title = header.fields["information"]
        struck_titles = {row: "dicoret" for row, column in blanked if column == title}
        rows = read_rows(grid, merged, header, names, {**struck_titles, **unseen})
        complete(rows, header, unit)
        one = _told(sheet, grid, header, rows, blanked=blanked)
        found.append(one)
        start = rows.end
    return found


def _spell_out_days(grid: list[list[str | None]], sheet: dict[str, Any], header: Header) -> None:
    """The days of the column of decision dates as ISO dates: a real date is never read in two ways."""
    column = header.fields.get(DECIDED_ON)
    for row, cells in enumerate(
        sheet["rows"][header.bottom + 1 :] if column is not None else (), header.bottom + 1
    ):
        cell = cells[column] if column is not None and column < len(cells) else None
        if isinstance(cell, dict) and "date" in cell and column is not None:
            grid[row][column] = cell["date"][:10]


def _struck_rows(sheet: dict[str, Any]) -> set[int]:
    """The rows of whose texts most are struck through."""
    struck: dict[int, int] = defaultdict(int)
    for row, _ in sheet["struck"]:
        struck[row] += 1
    return {
        row
        for row, count in struck.items()
        if count * 2 > sum(cell is not None for cell in sheet["rows"][row])
    }


def _told(
    sheet: dict[str, Any],
    grid: Grid,
    header: Header,
    rows: ReadRows,
    *,
    is_form: bool = False,
    blanked: Sequence[tuple[int, int]] = (),
) -> StrangeList:
    """A list that was read, with all that is to be said of it."""
    one = StrangeList(sheet["name"], header, rows, (), plan_of(sheet["name"], header, grid, rows))
    remarks = [*_as_problems(one, blocks=False)]
    if not is_form:
        remarks += [*_strange_columns(one, grid), *_strange_cells(one, sheet), *_struck_cells(one, blanked)]
    if not sheet["known"]:
        text = "baris yang tersembunyi atau dicoret tidak dapat dilihat dalam berkas ini; periksa sendiri."
        remarks.append(Problem(text, "", Place(sheet["name"])))
    return StrangeList(one.sheet, header, rows, tuple(sorted(remarks, key=_place)), one.plan)


def _struck_cells(one: StrangeList, blanked: Sequence[tuple[int, int]]) -> Iterator[Problem]:
    fields = {index: field for field, index in one.header.fields.items()}
    entries = {entry.row for entry in one.rows.entries}
    for row, column in blanked:
        if row in entries and fields.get(column):
            yield Problem("dicoret, dianggap kosong.", "", Place(one.sheet, row + 1, _header(fields[column])))


def _value(cell: Any) -> object:
    """What a cell shows; of a date without words in its format, the day itself."""
    if not isinstance(cell, dict):
        return cell
    return cell["shown"] if "shown" in cell else datetime.fromisoformat(cell["date"])


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
    for column in header.tied:
        may_be = " atau ".join(_header(claim.field) for claim in column.claims if claim.score >= WEAK)
        told.append(f"Kolom {shorten(column.title, 40)} ({letters(column.index)}) dapat berarti {may_be}.")
    return Problem(" ".join(told), "", Place(sheet))


def _meaning(column: ListColumn) -> str:
    if column.field is None:
        return "tidak dikenal"
    if column.field == NUMBER:
        return "nomor urut, tidak disimpan"
    if column.field == TITLE:
        return "judul; dipakai bila isi informasinya kosong"
    if column.field == CONCLUSION:
        return "kesimpulan uji, tidak disimpan"
    if column.field == IGNORED:
        return "diabaikan"
    doubt = "" if column.score >= 0.75 else " (menurut isinya; periksa)"
    return f"{_header(column.field)}{doubt}"


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
    plain = (NUMBER, IGNORED, TITLE, CONCLUSION, DECIDED_ON)
    fields = {index: field for field, index in one.header.fields.items() if field not in plain}
    entries = {entry.row for entry in one.rows.entries}
    for row in sorted(entries):
        for index, cell in enumerate(sheet["rows"][row]):
            if index in fields and cell is not None and not isinstance(cell, str):
                kind = "tanggal" if isinstance(cell, dict) and "date" in cell else "angka"
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
    if field in _OTHER_HEADERS:
        return _OTHER_HEADERS[field]
    return (DECISIONS if field in DECISION_FIELDS else REGISTER).column(field).header
