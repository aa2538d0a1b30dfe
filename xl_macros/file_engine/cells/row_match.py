"""Finding the cells of a block in a row with one regular expression for all of them.

There are two for a block: one in which each column may be missing and may carry any style and type, and,
where a sample of the rows shows what the columns usually carry, one that expects just that and is twice as
fast. A row that neither uses up exactly is not matched, and its reader takes the careful way. So what is found
never depends on which of them found it. Where the block begins its rows, the second finds whole rows, many in
one go. Compiling an expression for many columns takes some milliseconds, so neither is compiled for a few rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

from xl_macros.file_engine.cells.addresses import Area, cell_opening, column_letters, column_number
from xl_macros.file_engine.sheet.row_store import Row
from xl_macros.file_engine.sheet.usual_rows import Usual
from xl_macros.patterns import regex

_WIDEST = 256
_FEWEST_ROWS = 50
"""Rows from which on compiling an expression pays: it costs what some fifty rows cost that are read with care."""

_USUAL_ATTRIBUTES = regex(rb'(?: s="[0-9]+")?(?: t="[a-zA-Z]+")?')
_CELL_HEAD = regex(rb'<c r="([A-Z]++)[0-9]++"([^>]*+)>(<f[ >/])?+')
_NEXT_CELL = regex(rb'<c r="([A-Z]++)[0-9]')
_ADDRESS = r'<c r="%s[0-9]++"'
_ROW = r'<row r="([0-9]++)"[^>]*+>{}</row>'
_LAST_CELL = regex(
    rb'<c r="([A-Z]++)[0-9]++"[^<>]*+(?:(?<=/)>|>(?:<f[^<>]*+>(?:[^<]*+</f>)?+)?+'
    rb"(?:<v>[^<]*+</v>|<is><t[^<>]*+>[^<]*+</t></is>)?+</c>)(?=</row>)"
)
"""A usual cell with which its row ends."""

_PLAIN_TEXT = r'<is><t(?: xml:space="preserve")?+>[^<]*+</t></is>'

# Reading: attributes, (formula,) text of the value or of a plain inline string.
_VALUE = r'(?:<v>|<is><t(?: xml:space="preserve")?+>)([^<]*+)(?:</v>|</t></is>)'
READ = rf"(?:{_ADDRESS}([^>]*+)>(?:{_VALUE}</c>)?+)?+"
# This engine writes formulas without a value, since it computes none.
_FORMULA = "<f[ >/][^>]*+>(?:[^<]*+</f>)?+"
READ_WITH_FORMULAS = rf"(?:{_ADDRESS}([^>]*+)>(?:({_FORMULA})?+(?:{_VALUE})?+</c>)?+)?+"
# Writing: style. Only what can be replaced without a second look: constants without further attributes.
REPLACE = (
    rf'(?:{_ADDRESS}((?: s="[0-9]++")?+)(?: t="[a-zA-Z]++")?+(?:/>|>(?:<v>[^<]*+</v>|{_PLAIN_TEXT})</c>))?+'
)

Found = tuple[int, int, tuple[bytes | None, ...], bool]
"""Start and end of the cells in the row's buffer, the groups found, and whether the learned expression found them."""


@lru_cache(maxsize=32)
def _any(first: int, last: int, cell: str) -> re.Pattern[bytes]:
    columns = range(first, last + 1)
    return re.compile("".join(cell.replace("%s", column_letters(column)) for column in columns).encode())


class RowMatcher:
    """Finds a block's cells in row after row. `cell` is one of the expressions above."""

    def __init__(self, area: Area, cell: str) -> None:
        self.area, self._cell = area, cell
        self._missed = 0
        self._match: Callable[..., re.Match[bytes] | None] | None = None
        self._learned: re.Pattern[bytes] | None = None
        self._learned_row: re.Pattern[bytes] | None = None
        self._nothing: tuple[bytes | None, ...] = ()
        columns = range(area.column, area.last_column + 1)
        self._letters = [column_letters(column) for column in columns]
        self._openings = [cell_opening(column) for column in columns]

    def learn(self, rows: Sequence[Row]) -> list[Usual] | None:
        """Expects from now on what cells holding values look like in these rows, and what that is, by column.

        The texts of the columns that have cells are then what is found. None when the rows show nothing to expect.
        """
        found: dict[bytes, Counter[_Head]] = {letters.encode(): Counter() for letters in self._letters}
        for _, buffer, _, start, end in rows:
            for letters, attributes, formula in _CELL_HEAD.findall(buffer, start, end):
                if letters in found:
                    found[letters][attributes, bool(formula)] += 1
        usual = [_usual(each, len(rows)) for each in found.values()]
        there = [cell.attributes for cell in usual if cell.attributes is not None]
        is_clear = bool(there) and all(map(_USUAL_ATTRIBUTES.fullmatch, there))
        if not is_clear or self.area.column_count > _WIDEST:
            return None
        pieces = [_piece(letters, cell) for letters, cell in zip(self._letters, usual, strict=True)]
        if self.area.column == 1:
            self._learned_row = re.compile(_ROW.format("".join(pieces)).encode())
        else:
            self._learned = re.compile("".join(pieces).encode())
        return usual

    @property
    def finds_rows(self) -> bool:
        """Whether it has learned what whole rows look like, since the block begins them."""
        return self._learned_row is not None

    def find_rows(self, buffer: bytes, start: int, end: int) -> list[tuple[bytes, ...]]:
        """All rows there that are usual and have no other cells: their number, and the texts (b"" for none)."""
        return [] if self._learned_row is None else self._learned_row.findall(buffer, start, end)

    def find(self, row: Row) -> Found | None:
        """The block's cells in a row, None when they have to be looked for the careful way."""
        _, buffer, _, start, end = row
        if self.area.column > 1:
            first = self._first_place(row)
            if first is None:
                return None
            start = first
        if buffer.startswith(b"</row>", start):
            return start, start, self._all_missing(), False
        match = self._learned.match(buffer, start, end) if self._learned is not None else None
        if match is not None and self._is_all(buffer, match.end(), end):
            return start, match.end(), match.groups(), True
        match = self._match_any(buffer, start, end)
        if match is not None and self._is_all(buffer, match.end(), end):
            return start, match.end(), match.groups(), False
        return None

    def _match_any(self, buffer: bytes, start: int, end: int) -> re.Match[bytes] | None:
        if self._match is None:
            self._missed += 1
            if self._missed < _FEWEST_ROWS or self.area.column_count > _WIDEST:
                return None
            self._match = _any(self.area.column, self.area.last_column, self._cell).match
        return self._match(buffer, start, end)

    def _all_missing(self) -> tuple[bytes | None, ...]:
        if not self._nothing:
            groups = re.compile(self._cell % "A").groups
            self._nothing = (None,) * (groups * len(self._letters))
        return self._nothing

    def _first_place(self, row: Row) -> int | None:
        """Where the block's first cell in a row stands, or would stand at the row's end; None: look with care."""
        number, buffer, _, content, end = row
        place = buffer.find(self._openings[0] % number, content, end)
        if place >= 0:  # cells stand in order: those before it are none of the block's
            return place
        last = buffer.rfind(b"<c", content, end)
        match = _LAST_CELL.match(buffer, last, end) if last >= 0 else None
        if match is not None and column_number(match[1].decode()) < self.area.column:
            return match.end()
        for opening in self._openings[1:]:
            place = buffer.find(opening % number, content, end)
            if place >= 0:
                return place if self._is_first(buffer, content, place) else None
        return None

    def _is_first(self, buffer: bytes, content: int, place: int) -> bool:
        """Whether nothing of the block can stand before, in a form that was not looked for."""
        before = buffer.rfind(b"<c", content, place)
        if before < 0:
            return place == content
        match = _NEXT_CELL.match(buffer, before, place)
        return match is not None and column_number(match[1].decode()) < self.area.column

    def _is_all(self, buffer: bytes, after: int, end: int) -> bool:
        """Whether nothing of the block can follow, given that cells stand in order."""
        if buffer.startswith(b"</row>", after):
            return True
        following = _NEXT_CELL.match(buffer, after, end)
        return following is not None and column_number(following[1].decode()) > self.area.last_column


_Head = tuple[bytes, bool]
"""The attributes of a cell, and whether it holds a formula."""


def _piece(letters: str, cell: Usual) -> str:
    """Finds a column's cell with its usual attributes, or empty: captures its text."""
    if cell.attributes is None:
        return ""
    is_inline = b' t="inlineStr"' in cell.attributes
    text = r'<is><t(?: xml:space="preserve")?+>([^<]*+)</t></is>' if is_inline else r"<v>([^<]*+)</v>"
    if cell.is_formula:
        text = f"{_FORMULA}(?:{text})?+"
    style, attributes = (re.escape(found.decode()) for found in (cell.style or b"", cell.attributes))
    found = rf"{_ADDRESS % letters}(?:{attributes}>{text}</c>|{style}/>)"
    return found if cell.is_always else rf"(?:{found})?+"


def _usual(counts: Counter[_Head], rows: int) -> Usual:
    """What a column's cells in so many rows that hold something are most often, else what empty ones are.

    Only cells of the commonest style are looked at: where a column is empty but for its header, that says nothing.
    """
    styles: Counter[bytes] = Counter()
    for (attributes, _), count in counts.items():
        styles[_style_of(attributes)] += count
    for style, _ in styles.most_common(1):
        alike = Counter({found: count for found, count in counts.items() if _style_of(found[0]) == style})
        filled = Counter({found: count for found, count in alike.items() if found[0][-1:] != b"/"})
        for (attributes, is_formula), _ in (filled or alike).most_common(1):
            return Usual(attributes.removesuffix(b"/"), counts.total() == rows, is_formula)
    return Usual(None, is_always=False)


def _style_of(attributes: bytes) -> bytes:
    return attributes.removesuffix(b"/").partition(b' t="')[0]
