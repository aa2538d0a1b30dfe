"""What each row beneath a list's header is: an entry, more of the entry above, or something that is no entry.

Lists are printed matter: headings of sections, totals, numbers of columns, the header again on the next page,
signatures at the end. Whatever is left out is told with its row; what could be an entry and is not whole is a
problem.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xl_macros.domain.list_columns import NUMBER, Grid, Header, Range, normal
from xl_macros.domain.period import read_period
from xl_macros.domain.period_model import PeriodClass

_MONTHS = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
_SIGNED = re.compile(
    r"(?:mengetahui|menyetujui|mengesahkan|disahkan|ditetapkan|dibuat oleh|diperiksa oleh|tertanda|ttd|nip)\b.*"
    rf"|pada tanggal\b.*|(?:di )?[a-z]+(?: [a-z]+)? \d{{1,2}} (?:{_MONTHS}) \d{{4}}"
)
_LESS_SURELY_SIGNED = re.compile(
    r"(?:ketua|sekretaris|kepala|plt|plh|a n|an|pejabat pengelola|atasan ppid|ppid|catatan|keterangan|sumber)\b.*"
)
_TOTAL = re.compile(r"(?:sub ?total|grand total|total|jumlah)\b.*")
_CITED = re.compile(r"\b(?:uu|undang|pasal|pp|pkpu|perpres|permen\w*|perki|peraturan)\b")
_RUNNING = re.compile(r"\(?(\d{1,5})[.)]*")
_BODY = frozenset({"harm_if_open", "benefit_if_closed", "extent", "exempt_part", "unit"})


@dataclass(frozen=True, slots=True)
class Told:
    """Something to say about a row or a column of the list (0-based); `blocks` when nothing may be written."""

    row: int | None
    field: str | None
    text: str
    blocks: bool = False


@dataclass(slots=True)
class ListEntry:
    """One entry as it stands in the list. `row` is its first row (0-based), `values` text by field."""

    row: int
    number: int | None
    values: dict[str, str]


@dataclass(slots=True)
class ReadRows:
    """The entries of a list in order, and what is to be said about the rest."""

    entries: list[ListEntry] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def read_rows(grid: Grid, merged: Sequence[Range], header: Header) -> ReadRows:
    """Sort every row beneath the header. Raises nothing."""
    return _Reader(grid, merged, header).read()


class _Reader:
    def __init__(self, grid: Grid, merged: Sequence[Range], header: Header) -> None:
        self.grid, self.header, self.fields = grid, header, header.fields
        self.first = header.bottom + 1
        below = [area for area in merged if area[0] >= self.first]
        self.tops = {(row, area[1]): area[0] for area in below for row in range(area[0] + 1, area[2] + 1)}
        self.read_so_far = ReadRows()
        self.after_gap = False
        self.signature_from: int | None = None
        self.titles = {normal(column.title) for column in header.columns}

    def read(self) -> ReadRows:
        joined = self._joined_rows()
        for row in range(self.first, len(self.grid)):
            cells = [cell for cell in self.grid[row] if cell]
            values = self._values(row)
            if not cells and not values:
                self.after_gap = True
            elif row in joined and self.read_so_far.entries:
                self._join(values)
            else:
                self._sort(row, cells, values)
                self.after_gap = False
        self._tell_signature(len(self.grid))
        self._tell_numbers()
        self._tell_gaps()
        return self.read_so_far

    def _values(self, row: int) -> dict[str, str]:
        """The row's text by field, cells merged downwards filled."""
        values = {}
        for name, column in self.fields.items():
            at = self.tops.get((row, column), row)
            text = self.grid[at][column] if column < len(self.grid[at]) else None
            if text:
                values[name] = text
        return values

    def _joined_rows(self) -> set[int]:
        """Rows that belong to the entry above, because its title is merged down over them."""
        title = self.fields["information"]
        return {
            row for (row, column), top in self.tops.items() if column == title and any(self.grid[top][title:])
        }

    def _sort(self, row: int, cells: Sequence[str], values: Mapping[str, str]) -> None:
        number = _running(values.get(NUMBER))
        whole = "information" in values and bool({"legal_basis", "period_text"} & set(values))
        if self._is_header_again(cells):
            self._tell(row, None, "judul kolom yang diulang, dilewati.")
        elif _is_signature(cells, whole, number):
            if self.signature_from is None:
                self.signature_from = row
        elif self.signature_from is not None and not self._goes_on(number, values, whole):
            return
        elif number is None and _is_total(cells, whole):
            self._tell(row, None, f"baris jumlah, dilewati: {cells[0][:60]}")
        else:
            self._tell_signature(row)
            self._take(row, number, values, whole, cells)

    def _goes_on(self, number: int | None, values: Mapping[str, str], whole: bool) -> bool:
        """Whether the list goes on after a signature: names may stand in any column, a number or a law does not."""
        if any(entry.number is not None for entry in self.read_so_far.entries):
            return whole and number is not None
        return whole and bool(_CITED.search(normal(values.get("legal_basis"))))

    def _take(
        self, row: int, number: int | None, values: Mapping[str, str], whole: bool, cells: Sequence[str]
    ) -> None:
        kept = {name: text for name, text in values.items() if name != NUMBER}
        if "information" in kept and (whole or number is not None or _BODY & set(kept)):
            self.read_so_far.entries.append(ListEntry(row, number, kept))
        elif "information" in kept:
            self._tell(row, "information", f"seperti judul bagian, dilewati: {kept['information'][:60]}")
        elif kept and self.read_so_far.entries and number is None and not self.after_gap:
            self._join(kept)
            self._tell(row, None, "lanjutan informasi di atasnya, digabungkan dengannya.")
        elif kept:
            self._tell(row, "information", "kosong, sedangkan kolom lain terisi.", blocks=True)
        else:
            self._tell(row, None, f"tidak ada informasinya, dilewati: {cells[0][:60]}")

    def _join(self, values: Mapping[str, str]) -> None:
        entry = self.read_so_far.entries[-1]
        for name, text in values.items():
            before = entry.values.get(name)
            if name not in (NUMBER, "information") and text not in (before or "").split("\n"):
                entry.values[name] = f"{before}\n{text}" if before else text

    def _is_header_again(self, cells: Sequence[str]) -> bool:
        numbers = [_running(cell) for cell in cells]
        counted = len(cells) > 2 and numbers == list(range(1, len(cells) + 1))
        return counted or (len(cells) > 1 and all(normal(cell) in self.titles for cell in cells))

    def _tell(self, row: int | None, name: str | None, text: str, *, blocks: bool = False) -> None:
        self.read_so_far.told.append(Told(row, name, text, blocks))

    def _tell_signature(self, end: int) -> None:
        if self.signature_from is not None:
            first = next(cell for cell in self.grid[self.signature_from] if cell)
            rows = f"baris {self.signature_from + 1}-{end}" if end > self.signature_from + 1 else "baris ini"
            self._tell(self.signature_from, None, f"bukan isi daftar, {rows} dilewati: {first[:60]}")
            self.signature_from = None

    def _tell_numbers(self) -> None:
        numbers = Counter(entry.number for entry in self.read_so_far.entries if entry.number is not None)
        twice = sorted(number for number, times in numbers.items() if times > 1)
        missing = sorted(set(range(1, max(numbers, default=0))) - set(numbers))
        if twice:
            self._tell(None, NUMBER, f"nomor urut dipakai lebih dari sekali: {_few(twice)}.")
        if missing:
            self._tell(None, NUMBER, f"nomor urut yang tidak ada: {_few(missing)}.")

    def _tell_gaps(self) -> None:
        for entry in self.read_so_far.entries:
            note = entry.values.get("note", "")
            for name in ("legal_basis", "period_text"):
                if name not in entry.values and name in self.fields:
                    self._tell(entry.row, name, "kosong.")
            known = note and read_period(note).period_class is not PeriodClass.UNCLEAR
            if "period_text" not in entry.values and known:
                self._tell(
                    entry.row,
                    "note",
                    f"sepertinya memuat jangka waktu; tetap ditulis sebagai catatan: {note[:60]}",
                )


def _running(text: str | None) -> int | None:
    found = _RUNNING.fullmatch((text or "").strip())
    return int(found[1]) if found else None


def _is_signature(cells: Iterable[str], whole: bool, number: int | None) -> bool:
    if number is not None:
        return False
    words = [normal(cell) for cell in cells]
    return any(map(_SIGNED.fullmatch, words)) or (
        not whole and any(map(_LESS_SURELY_SIGNED.fullmatch, words))
    )


def _is_total(cells: Sequence[str], whole: bool) -> bool:
    only_figures = all(re.fullmatch(r"[\d.,\s]+", cell) for cell in cells[1:])
    return bool(_TOTAL.fullmatch(normal(cells[0]))) and (only_figures or not whole)


def _few(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return f"{shown} dan {len(numbers) - 10} lagi" if len(numbers) > 10 else shown
