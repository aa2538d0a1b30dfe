"""Which columns of an office's own list are which: the header above it, in the words that lists really use.

A list's header may stand below title rows, take two or three rows (a group above its parts) and repeat words of
the title. What a title surely says is taken; what it may mean is taken where nothing else means it and what stands
below fits; what ties is asked; all of it is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xl_macros.domain.decision_number import read_decision
from xl_macros.domain.list_headings import (
    IGNORED,
    NUMBER,
    TITLE,
    WEAK,
    Claim,
    claims,
    field_of,
    heading_words,
    is_detail,
    is_short,
    names_a_beginning,
    normal,
    settled,
    speaks_of_a_period_alone,
)
from xl_macros.patterns import regex

__all__ = [
    "IGNORED",
    "NUMBER",
    "TITLE",
    "Grid",
    "Header",
    "ListColumn",
    "Range",
    "field_of",
    "find_header",
    "fingerprint",
    "normal",
]

Grid = Sequence[Sequence[str | None]]
"""The text of a sheet's cells from A1 on."""

Range = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column, 0-based."""

SEARCHED_ROWS, TALLEST_HEADER, LOOKED_AT = 60, 3, 40
NEEDED = frozenset({"information", "legal_basis", "period_text"})

_CITED = regex(r"\b(?:uu|undang|pasal|pp|pkpu|perpres|permen\w*|perki|peraturan)\b")
_DAY = regex(
    r"(?:[a-z]+ )?(?:\d{1,2} (?:\d{1,2}|[a-z]+) (?:\d{4}|\d\d)|\d{4} \d\d \d\d)"
    r"(?: (?:pukul|jam|wib|wita|wit|t?\d{1,2}))*"
)
_CONCLUDED = regex(
    r"(?:informasi |dinyatakan |bersifat )*(?:di ?kecualikan|terbuka|tertutup|dibuka|ditutup)\b.*"
)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of the list, 0-based `index`; `field` is None when it is not known what its title stands for.

    `claims` is what it may stand for, with scores from 0 to 1; `score` how surely it stands for `field`.
    """

    index: int
    title: str
    field: str | None
    claims: tuple[Claim, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Header:
    """Where a list's header stands (0-based rows, both included), what its columns are, and what its rows say."""

    top: int
    bottom: int
    columns: tuple[ListColumn, ...]
    levels: tuple[frozenset[str], ...] = ()

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
        """Fields that several columns claim to be, equally surely."""
        claimed = {
            field: [column for column in self.columns if column.field == field] for field in self.fields
        }
        return {field: columns for field, columns in claimed.items() if len(columns) > 1}

    @property
    def tied(self) -> list[ListColumn]:
        """Columns that may be one of the needed fields that no other column is, or as well another."""
        missing = NEEDED - set(self.fields)
        return [
            column
            for column in self.columns
            if column.field is None
            and any(claim.field in missing and claim.score >= WEAK for claim in column.claims)
            and len([claim for claim in column.claims if claim.score >= WEAK]) > 1
        ]

    @property
    def is_enough(self) -> bool:
        """Whether this is a list of exempted information: what it is, and why or for how long."""
        return "information" in self.fields and bool({"legal_basis", "period_text"} & set(self.fields))


def fingerprint(header: Header) -> str:
    """What all lists of one layout share: 16 hex digits over the titles in their order, whatever their spelling.

    For remembering what a user said of the columns of such a list. Nothing of the list's content goes into it.
    """
    titles = "\n".join(f"{column.index} {normal(column.title)}" for column in header.columns)
    return hashlib.sha256(titles.encode()).hexdigest()[:16]


def find_header(
    grid: Grid, merged: Sequence[Range], names: Mapping[str, str], first: int = 0
) -> Header | None:
    """The header that knows most columns, of equals the one of fewest rows; None when no row knows any.

    `names` (normal titles to fields) come before what the words say; rows above `first` are not looked at.
    """
    best: tuple[tuple[int, int, int], Header] | None = None
    for top in range(first, min(first + SEARCHED_ROWS, len(grid))):
        for bottom in range(top, min(top + TALLEST_HEADER, len(grid))):
            if not any(grid[bottom]):
                break
            header = header_at(grid, merged, names, top, bottom)
            known = {column.field for column in header.columns if column.field is not None}
            clear = header.is_enough and not header.claimed_twice
            score = (int(clear), len(known), top - bottom)
            if known and (best is None or score > best[0]):
                best = score, header
    if best is None:
        return None
    return _with_groups(grid, merged, names, _with_halves(grid, merged, names, best[1]))


def header_at(grid: Grid, merged: Sequence[Range], names: Mapping[str, str], top: int, bottom: int) -> Header:
    """The header that these rows would be."""
    levels = [_titles(grid, merged, row, below=row < bottom) for row in range(top, bottom + 1)]
    columns = []
    for index in range(max(map(len, levels))):
        told = [level[index] for level in levels if index < len(level)]
        parts = list(dict.fromkeys(" ".join(part.split()) for part in told if part))
        if parts:
            lines = " ".join(dict.fromkeys(part for part in told if part))
            columns.append(_column(index, " ".join(parts), lines, parts[-1], names))
    words = tuple(frozenset(normal(cell) for cell in grid[row] if cell) for row in range(top, bottom + 1))
    return Header(top, bottom, _assigned(columns, grid, bottom), words)


def _column(index: int, title: str, lines: str, last: str, names: Mapping[str, str]) -> ListColumn:
    """A column by its whole title (with its line ends, at which words may be broken), else by its last part."""
    for text in (title, last):
        if normal(text) in names:
            return ListColumn(index, title, names[normal(text)])
    found = claims(lines) or claims(last)
    claim = settled(found) or settled(claims(last))
    return ListColumn(index, title, claim.field if claim else None, found, claim.score if claim else 0.0)


def _assigned(columns: list[ListColumn], grid: Grid, bottom: int) -> tuple[ListColumn, ...]:
    """Each field to the column that claims it most surely; then what is free to those that may mean it."""
    columns = _with_short_titles(columns)
    surest: dict[str, float] = {}
    for column in columns:
        if column.field:
            surest[column.field] = max(column.score, surest.get(column.field, 0))
    columns = [
        replace(column, field=None) if column.field and column.score < surest[column.field] else column
        for column in columns
    ]
    for place, column in enumerate(columns):
        claim = settled(tuple(claim for claim in column.claims if claim.field not in surest), WEAK)
        if column.field is None and claim and _fits(grid, bottom, column, claim):
            surest[claim.field] = claim.score
            columns[place] = replace(column, field=claim.field, score=claim.score)
    return tuple(_naming_decisions(columns, grid, bottom))


def _naming_decisions(columns: list[ListColumn], grid: Grid, bottom: int) -> list[ListColumn]:
    """A column DASAR in which the decisions stand, and not the law, is the column of the decisions."""
    known = {column.field for column in columns}
    if "decision_number" in known or "period_text" not in known:
        return columns
    return [
        replace(column, field="decision_number")
        if column.field == "legal_basis" and _names_decisions(column, grid, bottom)
        else column
        for column in columns
    ]


def _names_decisions(column: ListColumn, grid: Grid, bottom: int) -> bool:
    below = [
        row[column.index] for row in grid[bottom + 1 : bottom + 1 + LOOKED_AT] if column.index < len(row)
    ]
    texts = [text for text in below if text]
    if "hukum" in heading_words(column.title):
        return False
    named = sum(read_decision(text) is not None for text in texts)
    return named * 2 > len(texts)


def _with_short_titles(columns: list[ListColumn]) -> list[ListColumn]:
    """Where one column names the information and another says what it is, the second is the information."""
    named = [column for column in columns if column.field == "information"]
    if len(named) != 2 or sum(is_detail(column.title) for column in named) != 1:
        return columns
    if not any(is_short(column.title) for column in named):
        return columns
    return [
        replace(column, field=TITLE) if column in named and not is_detail(column.title) else column
        for column in columns
    ]


def _fits(grid: Grid, bottom: int, column: ListColumn, claim: Claim) -> bool:
    """Whether what stands below a title that may mean the field is of its kind.

    A period is not guessed from a title that has a word of its own ("Batas Waktu Uji"), nor where a day stands below
    it ("Waktu": 21/08/2025): read as the end of the exemption, either would open what is exempt.
    """
    below = [
        row[column.index] for row in grid[bottom + 1 : bottom + 1 + LOOKED_AT] if column.index < len(row)
    ]
    texts = [normal(text) for text in below if text and not text.strip("().").isdigit()]
    if claim.field == "legal_basis":
        return 2 * sum(bool(_CITED.search(text)) for text in texts) > len(texts)
    if claim.field == "period_text":
        return speaks_of_a_period_alone(column.title) and not any(map(_DAY.fullmatch, texts))
    if claim.field == "information":
        return bool(texts) and not any(_CONCLUDED.fullmatch(text) for text in texts)
    return True


def _with_halves(grid: Grid, merged: Sequence[Range], names: Mapping[str, str], header: Header) -> Header:
    """The header with the row below it, where that parts the period into its beginning and its end."""
    below = grid[header.bottom + 1] if header.bottom + 1 < len(grid) else []
    place = header.fields.get("period_text", len(below))
    parted = place < len(below) and names_a_beginning(below[place] or "")
    return header_at(grid, merged, names, header.top, header.bottom + 1) if parted else header


def _with_groups(grid: Grid, merged: Sequence[Range], names: Mapping[str, str], header: Header) -> Header:
    """The header with the rows above it that its own cells are merged with: the titles of groups stand there."""
    tops = [
        first for first, left, last, _ in merged if first < header.top <= last and left <= len(header.columns)
    ]
    if not tops or header.bottom - min(tops) >= TALLEST_HEADER:
        return header
    taller = header_at(grid, merged, names, min(tops), header.bottom)
    return taller if taller.fields == header.fields else header


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
