"""Finding the cells of a block in a row with one regular expression for all of them.

There are two for a block: one in which each column may be missing and may carry any style and type, and,
where a sample of the rows shows what the columns usually carry, one that expects just that and is twice as
fast. A row that neither uses up exactly is not matched, and its reader takes the careful way. So what is found
never depends on which of them found it. Compiling an expression for many columns takes some milliseconds, so
neither is compiled for a few rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from xl_macros.file_engine.cells.addresses import Area, column_letters, column_number
from xl_macros.file_engine.sheet.row_store import Row

_WIDEST = 256
_FEWEST_ROWS = 9
"""Rows from which on compiling an expression pays."""

_USUAL_ATTRIBUTES = re.compile(rb'(?: s="[0-9]+")?(?: t="[a-zA-Z]+")?')
_CELL_HEAD = re.compile(rb'<c r="([A-Z]++)[0-9]++"([^>]*+)>')
_NEXT_CELL = re.compile(rb'<c r="([A-Z]++)[0-9]')
_ADDRESS = r'<c r="%s[0-9]++"'
_LAST_CELL = re.compile(
    rb'<c r="([A-Z]++)[0-9]++"[^<>]*+(?:(?<=/)>|>(?:<f[^<>]*+>(?:[^<]*+</f>)?+)?+'
    rb"(?:<v>[^<]*+</v>|<is><t[^<>]*+>[^<]*+</t></is>)?+</c>)(?=</row>)"
)
"""A usual cell with which its row ends."""

_PLAIN_TEXT = r'<is><t(?: xml:space="preserve")?+>[^<]*+</t></is>'

# Reading: attributes, (formula,) text of the value or of a plain inline string.
_VALUE = r'(?:<v>|<is><t(?: xml:space="preserve")?+>)([^<]*+)(?:</v>|</t></is>)</c>)?+)?+'
READ = rf"(?:{_ADDRESS}([^>]*+)>(?:{_VALUE}"
READ_WITH_FORMULAS = rf"(?:{_ADDRESS}([^>]*+)>(?:(<f[ >/][^>]*+>(?:[^<]*+</f>)?+)?+{_VALUE}"
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
        self._is_useful = area.column_count <= _WIDEST
        self._missed = 0
        self._match: Callable[..., re.Match[bytes] | None] | None = None
        self._learned: re.Pattern[bytes] | None = None
        self._nothing: tuple[bytes | None, ...] = ()
        self._letters = [column_letters(column) for column in range(area.column, area.last_column + 1)]
        self._openings = [b'<c r="%s%%d"' % letters.encode() for letters in self._letters]

    def usual_attributes(self, rows: Iterable[Row]) -> list[bytes] | None:
        """What each column's cells usually carry, by some rows; None when a column shows nothing to expect."""
        found: dict[bytes, Counter[bytes]] = {letters.encode(): Counter() for letters in self._letters}
        for _, buffer, _, start, end in rows:
            for letters, attributes in _CELL_HEAD.findall(buffer, start, end):
                if letters in found:
                    found[letters][attributes] += 1
        usual = [_most_common(counts) for counts in found.values()]
        known = [attributes for attributes in usual if attributes is not None]
        return known if len(known) == len(usual) else None

    def learn(self, cells: Sequence[str]) -> None:
        """Expects these from now on: an expression for what follows the address of each column's cell."""
        if self._is_useful:
            pieces = [_ADDRESS % letters + cell for letters, cell in zip(self._letters, cells, strict=True)]
            self._learned = re.compile("".join(pieces).encode())

    def find(self, row: Row) -> Found | None:
        """The block's cells in a row, None when they have to be looked for the careful way."""
        if not self._is_useful:
            return None
        _, buffer, _, start, end = row
        if self.area.column > 1:
            first = self._first_place(row)
            if first is None:
                return None
            if buffer.startswith(b"</row>", first):
                return first, first, self._all_missing(), False
            start = first
        if self._learned is not None:
            match = self._learned.match(buffer, start, end)
            if match is not None and self._is_all(buffer, match.end(), end):
                return start, match.end(), match.groups(), True
        if self._match is None:
            self._missed += 1
            if self._missed < _FEWEST_ROWS:
                return None
            self._match = _any(self.area.column, self.area.last_column, self._cell).match
        match = self._match(buffer, start, end)
        if match is not None and self._is_all(buffer, match.end(), end):
            return start, match.end(), match.groups(), False
        return None

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
        for opening in self._openings[1:]:
            place = buffer.find(opening % number, content, end)
            if place >= 0:
                return place if self._is_first(buffer, content, place) else None
        last = buffer.rfind(b"<c", content, end)
        match = _LAST_CELL.match(buffer, last, end) if last >= 0 else None
        if match is None or column_number(match[1].decode()) >= self.area.column:
            return None
        return match.end()

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


def usual_value(attributes: bytes) -> str:
    """What follows the address of a cell that holds a value with these attributes, or none: captures its text."""
    is_inline = b' t="inlineStr"' in attributes
    text = r'<is><t(?: xml:space="preserve")?+>([^<]*+)</t></is>' if is_inline else r"<v>([^<]*+)</v>"
    return rf"(?:{re.escape(attributes.decode())}>{text}</c>|{re.escape(style_of(attributes).decode())}/>)"


def usual_style(style: bytes) -> str:
    """What follows the address of a constant with this style; captures nothing."""
    return rf'{re.escape(style.decode())}(?: t="[a-zA-Z]++")?+(?:/>|>(?:<v>[^<]*+</v>|{_PLAIN_TEXT})</c>)'


def style_of(attributes: bytes) -> bytes:
    """The style among usual attributes: ` s="3"` or nothing."""
    return attributes.partition(b' t="')[0]


def _most_common(counts: Counter[bytes]) -> bytes | None:
    """What cells that hold something carry most often, else what empty ones do."""
    filled = Counter({found: count for found, count in counts.items() if found[-1:] != b"/"})
    for usual, _ in (filled or counts).most_common(1):
        attributes = usual.removesuffix(b"/")
        return attributes if _USUAL_ATTRIBUTES.fullmatch(attributes) else None
    return None
