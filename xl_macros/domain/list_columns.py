"""Which columns of an office's own list are which: the header above it, in the spellings that lists really use.

A list's header may stand below title rows, take two or three rows (a group above its parts) and repeat words of
the title. A column that no rule knows stays unknown and is told; nothing is guessed from what stands below it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Grid = Sequence[Sequence[str | None]]
"""The text of a sheet's cells from A1 on."""

Range = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column, 0-based."""

NUMBER = "number"
"""The running number of a list: read to tell rows apart, not kept."""

IGNORED = ""
"""What a column is mapped to whose content is knowingly left out."""

SEARCHED_ROWS, TALLEST_HEADER = 60, 3

_RULES: tuple[tuple[str, str], ...] = (
    (NUMBER, r"(?:no|nomor|nomer)(?: urut)?"),
    (
        "decision_number",
        r"(?:no|nomor) (?:\w+ )?(?:keputusan|sk|penetapan)\b.*|(?:surat )?(?:keputusan|sk|penetapan)(?: ppid| kpu)?",
    ),
    ("exempt_part", r"bagian(?: informasi)? yang (?:di ?kecualikan|dihitamkan|dikaburkan)"),
    ("harm_if_open", r"(?!.*\b(?:ditutup|tertutup)\b).*\b(?:dibuka|terbuka)\b.*"),
    ("benefit_if_closed", r"(?!.*\b(?:dibuka|terbuka)\b).*\b(?:ditutup|tertutup)\b.*"),
    (
        "period_text",
        r"(?!.*\b(?:retensi|jra|simpan|penyimpanan|arsip)\b)"
        r"(?:(?:(?:jangka|batas|tenggang) waktu|masa)(?: berlaku(?:nya)?)?"
        r"(?: (?:pengecualian|dikecualikan|rahasia|kerahasiaan)(?:nya)?)?|(?:lama|lamanya|waktu) pengecualian)"
        r"(?: informasi)?(?: asli)?",
    ),
    ("legal_basis", r"(?:dasar|landasan)(?: hukum)?\b(?: pengecualian| pertimbangan)?(?: informasi)?"),
    (
        "information",
        r"(?:(?:nama|judul|jenis|konten|esensi|isi|uraian|materi|ringkasan)(?: dan| atau)? ?)*"
        r"(?:dokumen|informasi)(?: publik)?(?: yang)?(?: di ?kecualikan)?|(?:informasi )?(?:judul|konten|esensi)",
    ),
    (
        "unit",
        r"(?:pejabat )?(?:unit|unit kerja|satuan kerja|satker|opd|skpd|bidang|sub ?bag(?:ian)?|penguasa)\b"
        r"(?: (?:yang )?(?:penguasa|menguasai|pengelola|kerja|terkait|informasi))*",
    ),
    ("extent", r"cakupan(?: pengecualian)?|seluruhnya sebagian"),
    ("place", r"(?:tempat|lokasi|letak)(?: (?:fisik|penyimpanan|simpan|arsip|dokumen))?"),
    ("note", r"keterangan|ket|catatan"),
)
_FIELDS = tuple((field, re.compile(rule)) for field, rule in _RULES)
_MARKS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of the list, 0-based `index`; `field` is None when no rule knows its title."""

    index: int
    title: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """Where a list's header stands (0-based rows, both included) and what its columns are."""

    top: int
    bottom: int
    columns: tuple[ListColumn, ...]

    @property
    def fields(self) -> dict[str, int]:
        """The column of each known field; the first, where two claim the same."""
        found: dict[str, int] = {}
        for column in self.columns:
            if column.field:
                found.setdefault(column.field, column.index)
        return found

    @property
    def claimed_twice(self) -> dict[str, list[ListColumn]]:
        """Fields that several columns claim to be."""
        claims = {
            field: [column for column in self.columns if column.field == field] for field in self.fields
        }
        return {field: columns for field, columns in claims.items() if len(columns) > 1}

    @property
    def is_enough(self) -> bool:
        """Whether this is a list of exempted information: what it is, and why or for how long."""
        return "information" in self.fields and bool({"legal_basis", "period_text"} & set(self.fields))


def normal(text: str | None) -> str:
    """Text reduced to its words, for comparing: case, punctuation and white space do not count."""
    return " ".join(_MARKS.split(unicodedata.normalize("NFKC", text or "").casefold())).strip()


def field_of(title: str, names: Mapping[str, str] | None = None) -> str | None:
    """The field a column title stands for; `names` (normal titles to fields) come first."""
    words = normal(title)
    if names and words in names:
        return names[words]
    return next((field for field, rule in _FIELDS if rule.fullmatch(words)), None)


def find_header(grid: Grid, merged: Sequence[Range], names: Mapping[str, str]) -> Header | None:
    """The header that knows most columns, of equals the one of fewest rows; None when no row knows any."""
    best: tuple[tuple[int, int, int], Header] | None = None
    for top in range(min(SEARCHED_ROWS, len(grid))):
        for bottom in range(top, min(top + TALLEST_HEADER, len(grid))):
            if not any(grid[bottom]):
                break
            header = _header(grid, merged, names, top, bottom)
            known = {column.field for column in header.columns if column.field is not None}
            clear = header.is_enough and not header.claimed_twice
            score = (int(clear), len(known), top - bottom)
            if known and (best is None or score > best[0]):
                best = score, header
    return _with_groups(grid, merged, names, best[1]) if best else None


def _with_groups(grid: Grid, merged: Sequence[Range], names: Mapping[str, str], header: Header) -> Header:
    """The header with the rows above it that its own cells are merged with: the titles of groups stand there."""
    tops = [
        first for first, left, last, _ in merged if first < header.top <= last and left <= len(header.columns)
    ]
    if not tops or header.bottom - min(tops) >= TALLEST_HEADER:
        return header
    taller = _header(grid, merged, names, min(tops), header.bottom)
    return taller if taller.fields == header.fields else header


def _header(grid: Grid, merged: Sequence[Range], names: Mapping[str, str], top: int, bottom: int) -> Header:
    levels = [_titles(grid, merged, row, below=row < bottom) for row in range(top, bottom + 1)]
    columns = []
    for index in range(max(map(len, levels))):
        told = [level[index] for level in levels if index < len(level)]
        parts = list(dict.fromkeys(" ".join(part.split()) for part in told if part))
        if parts:
            title = " ".join(parts)
            field = field_of(title, names)
            columns.append(ListColumn(index, title, field_of(parts[-1], names) if field is None else field))
    return Header(top, bottom, tuple(columns))


def _titles(grid: Grid, merged: Sequence[Range], row: int, *, below: bool) -> list[str | None]:
    """A header row with merged cells filled. A file without merged cells shows a group over its parts only."""
    titles = list(grid[row])
    for first_row, first, last_row, last in merged:
        if first_row <= row <= last_row:
            titles += [None] * (last + 1 - len(titles))
            origin = grid[first_row]
            titles[first : last + 1] = [origin[first] if first < len(origin) else None] * (last + 1 - first)
    if below and not merged:
        parts = grid[row + 1]
        for index in range(1, min(len(parts), len(titles))):
            if not titles[index] and parts[index]:
                titles[index] = titles[index - 1]
    return titles
