"""Finding the cells of a block in a row with one regular expression for all of them.

There are two for a block: one in which each column may be missing and may carry any style and type, and,
once some rows have shown what the columns usually carry, one that expects just that and is twice as fast. A
row that neither uses up exactly is not matched, and its reader takes the careful way. So what is found never
depends on which of them found it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from xl_macros.file_engine.cells.addresses import Area, column_letters, column_number
from xl_macros.file_engine.sheet.row_store import Row

_WIDEST = 256
_FEWEST_ROWS = 9
_WORTH_LEARNING = 1500
"""Rows from which on compiling a second expression (some milliseconds) pays."""

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
        self.area = area
        self.is_useful = area.column_count <= _WIDEST and area.row_count >= _FEWEST_ROWS
        self.may_learn = self.is_useful and area.row_count >= _WORTH_LEARNING
        self._match: Callable[..., re.Match[bytes] | None] | None = None
        self._learned: re.Pattern[bytes] | None = None
        self._nothing: tuple[bytes | None, ...] = ()
        if self.is_useful:
            found = _any(area.column, area.last_column, cell)
            self._match, self._nothing = found.match, (None,) * found.groups
        columns = range(area.column, area.last_column + 1)
        self._openings = [b'<c r="%s%%d"' % column_letters(column).encode() for column in columns]

    def learn(self, cells: Sequence[str]) -> None:
        """Expects these from now on: an expression for what follows the address of each column's cell."""
        letters = [column_letters(column) for column in range(self.area.column, self.area.last_column + 1)]
        pieces = [_ADDRESS % letter + cell for letter, cell in zip(letters, cells, strict=True)]
        self._learned = re.compile("".join(pieces).encode())
        self.may_learn = False

    def find(self, row: Row) -> Found | None:
        """The block's cells in a row, None when they have to be looked for the careful way."""
        _, buffer, _, start, end = row
        if self._match is None:
            return None
        if self.area.column > 1:
            first = self._first_place(row)
            if first is None:
                return None
            if buffer.startswith(b"</row>", first):
                return first, first, self._nothing, False
            start = first
        if self._learned is not None:
            match = self._learned.match(buffer, start, end)
            if match is not None and self._is_all(buffer, match.end(), end):
                return start, match.end(), match.groups(), True
        match = self._match(buffer, start, end)
        if match is not None and self._is_all(buffer, match.end(), end):
            return start, match.end(), match.groups(), False
        return None

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
    style, kind = _style_and_kind(attributes)
    text = (
        r'<is><t(?: xml:space="preserve")?+>([^<]*+)</t></is>' if kind == "inlineStr" else r"<v>([^<]*+)</v>"
    )
    return rf"(?:{re.escape(attributes.decode())}>{text}</c>|{re.escape(style)}/>)"


def usual_style(style: bytes) -> str:
    """What follows the address of a constant with this style; captures nothing."""
    return rf'{re.escape(style.decode())}(?: t="[a-zA-Z]++")?+(?:/>|>(?:<v>[^<]*+</v>|{_PLAIN_TEXT})</c>)'


def _style_and_kind(attributes: bytes) -> tuple[str, str]:
    text = attributes.decode()
    style, mark, kind = text.partition(' t="')
    return style, kind.rstrip('"') if mark else ""
