"""The rows of a worksheet as bytes: found by a scan, kept as they are, replaced one by one.

A worksheet part is `head <sheetData> rows </sheetData> tail`. Only rows that were written to are held apart
from the part's bytes, so that a save can hand out everything else untouched.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice, pairwise

from xl_macros.file_engine.cells.addresses import MAX_ROW
from xl_macros.file_engine.errors import UnreadableWorkbook
from xl_macros.file_engine.opc.container_save import Piece
from xl_macros.file_engine.opc.safe_xml import MAIN
from xl_macros.file_engine.sheet.canonical import canonical_sheet
from xl_macros.file_engine.sheet.usual_rows import UsualRows
from xl_macros.patterns import regex

_WORKSHEET = regex(b'<worksheet[^>]* xmlns="%s"' % re.escape(MAIN.encode()))
_SHEET_DATA = regex(rb"<sheetData\s*(/?)>")
_ROW = regex(rb'<row(?: r="(\d++)"|(?=[\s/>]))([^>]*+)>')
_RAW_END = regex(rb"\]\]>")
"""The end of a CDATA section; without its beginning, XML may not hold it.

An expression: `in` takes longer over a whole sheet."""
_NUMBER = regex(rb"""\sr\s*=\s*["'](\d+)["']""")
_FORMULA_OR_ODD, _ODD = regex(rb"<[f!?]"), regex(rb"<[!?]")
"""Formulas; and comments, CDATA sections, processing instructions."""
_FORMULA_OF_A_KIND = regex(rb'<f [^>]*?\bt="')
"""Shared formulas, arrays, data tables: what most sheets have none of."""
_UTF8_START = regex(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml [^>]*?encoding\s*=\s*["']utf-8["'][^>]*>|<(?!\?))""", re.I
)

_READ_AGAIN = 1 << 20
"""Up to so many bytes of changed rows a save reads them as a whole once more; that costs a few milliseconds."""
_SAMPLE_PLACES, _SAMPLE_NEIGHBOURS = 8, 8

Row = tuple[int, bytes, int, int, int]
"""Row number, the buffer it stands in, and there: start of its tag, start of its content, end of the row."""


class NotCanonical(Exception):
    """A row uses a form that the scan does not read; the part has to be rewritten in the usual form first."""


class RowStore:
    """The rows of one worksheet part."""

    def __init__(self, data: bytes, part: str) -> None:
        self.part = part
        self.changed: dict[int, bytes] = {}
        self._read: set[int] = set()
        self._sorted_changes: list[int] | None = []
        self._is_canonical = False
        self._is_rewritten = False
        """Whether `data` is other than what the file holds."""
        if (
            _RAW_END.search(data) and b"<![CDATA[" not in data
        ):  # left by earlier versions; no other program reads it
            data, self._is_rewritten = _RAW_END.sub(b"]]&gt;", data), True
        if not _is_usual(data):
            data = self._made_canonical(data)
        self._scan(data)

    def _made_canonical(self, data: bytes) -> bytes:
        if self._is_canonical:
            raise UnreadableWorkbook(f"The part {self.part} is no worksheet that this engine can read.")
        self._is_canonical = self._is_rewritten = True
        return canonical_sheet(data, self.part)

    def canonicalise(self) -> None:
        """Rewrites the unchanged rows in the form that Excel writes. Raises UnreadableWorkbook."""
        self._scan(self._made_canonical(self.data))

    def _scan(self, data: bytes) -> None:
        match = _SHEET_DATA.search(data)
        if match is None:
            raise UnreadableWorkbook(f"The part {self.part} is no worksheet (it has no sheetData).")
        self.data = data
        self.usual: UsualRows | None = None
        """Rows of `data` that the last reading knows; those in `changed` are none of them."""
        self.head_end, self.rows_start = match.start(), match.end()
        if match[1]:
            self.rows_end = self.tail_start = match.end()
        else:
            self.rows_end = data.rfind(b"</sheetData")
            if self.rows_end < 0:
                raise UnreadableWorkbook(f"The part {self.part} ends early.")
            self.tail_start = data.index(b">", self.rows_end) + 1
        formula_or_odd = _formula_or_odd(data, self.rows_start, self.rows_end)
        self.has_formulas = formula_or_odd is not None
        """Whether a cell held a formula when the part was read."""
        oddities_from = self.rows_end if formula_or_odd is None else formula_or_odd.start()
        if _ODD.search(data, oddities_from):
            self.canonicalise()
            return
        of_a_kind = _FORMULA_OF_A_KIND.search(data, oddities_from) is not None
        self.has_shared = of_a_kind and b't="shared"' in data
        self.has_arrays = of_a_kind and (b't="array"' in data or b't="dataTable"' in data)
        self._index_rows()

    def _index_rows(self) -> None:
        data, first, end = self.data, self.rows_start, self.rows_end
        matches = list(_ROW.finditer(data, first, end))
        found = [match[1] for match in matches]
        if None in found:
            found = [_number(match) for match in matches]
            if None in found:
                self.canonicalise()
                return
        self.numbers = list(map(int, found))
        numbers = self.numbers
        if any(a >= b for a, b in pairwise(numbers)) or (numbers and numbers[-1] > MAX_ROW):
            raise UnreadableWorkbook(f"The rows in {self.part} are not in order.")
        self._starts = array("Q", [match.start() for match in matches])
        self._starts.append(end)
        self._opens = array("Q", [match.end() for match in matches])

    # -- reading ------------------------------------------------------------------------------------------

    def _positions(self, first: int, last: int) -> range:
        """Where rows of the part stand in its order."""
        return range(bisect_left(self.numbers, first), bisect_right(self.numbers, last))

    def _base_position(self, number: int) -> int | None:
        position = bisect_left(self.numbers, number)
        if position < len(self.numbers) and self.numbers[position] == number:
            return position
        return None

    @property
    def last_row(self) -> int:
        """The number of the last row that is there, 0 for none."""
        return max(
            [0, *self.numbers[-1:], *(number for number in self._changes()[-1:] if self.changed[number])]
        )

    def row(self, number: int) -> Row | None:
        """One row, or None when it is not there."""
        text = self.changed.get(number)
        if text is not None:
            return (number, text, 0, text.index(b">") + 1, len(text)) if text else None
        position = self._base_position(number)
        if position is None:
            return None
        starts = self._starts
        return number, self.data, starts[position], self._opens[position], starts[position + 1]

    def text(self, number: int) -> bytes:
        """A row's bytes, b"" when it is not there."""
        found = self.changed.get(number)
        if found is not None:
            return found
        position = self._base_position(number)
        return b"" if position is None else self.data[self._starts[position] : self._starts[position + 1]]

    def rows(self, first: int = 1, last: int = MAX_ROW) -> Iterator[Row]:
        """The rows that are there, in order."""
        positions = self._positions(first, last)
        if not self.changed:
            for position in positions:
                start, end = self._starts[position], self._starts[position + 1]
                yield self.numbers[position], self.data, start, self._opens[position], end
            return
        changes = self._changes()
        for number in _merged(
            self.numbers[positions.start : positions.stop],
            changes[bisect_left(changes, first) : bisect_right(changes, last)],
        ):
            row = self.row(number)
            if row is not None:
                yield row

    def stretches(self, first: int, last: int, count: int) -> Iterator[tuple[bytes, int, int]]:
        """The rows that are there, so many at a time: a buffer, and where in it they start and end."""
        if not self.changed:
            positions = self._positions(first, last)
            for at in positions[::count]:
                yield self.data, self._starts[at], self._starts[min(at + count, positions.stop)]
            return
        rows = self.rows(first, last)
        while batch := [buffer[start:end] for _, buffer, start, _, end in islice(rows, count)]:
            stretch = b"".join(batch)
            yield stretch, 0, len(stretch)

    def sample(self, first: int, last: int) -> list[Row]:
        """Some of the rows that are there: neighbours in several places, since lists often repeat every few rows."""
        positions = self._positions(first, last)
        step = max(_SAMPLE_NEIGHBOURS, len(positions) // _SAMPLE_PLACES)
        chosen = [
            at
            for start in range(0, len(positions), step)
            for at in positions[start : start + _SAMPLE_NEIGHBOURS]
        ]
        return [row for row in (self.row(self.numbers[at]) for at in chosen) if row is not None]

    def _changes(self) -> list[int]:
        if self._sorted_changes is None:
            self._sorted_changes = sorted(self.changed)
        return self._sorted_changes

    # -- writing ------------------------------------------------------------------------------------------

    def put(self, number: int, text: bytes, *, is_read: bool = False) -> None:
        """Sets a row's bytes; b"" takes the row out. `is_read`: whether its new cells were read strictly already."""
        if number not in self.changed:
            self._sorted_changes = None
        self.changed[number] = text
        (self._read.add if is_read else self._read.discard)(number)

    def put_header(self, number: int, text: bytes) -> None:
        """Sets the bytes of a changed row of which only the tag is another."""
        self.changed[number] = text

    def pieces(self) -> Iterator[Piece]:
        """All rows for the save: long untouched stretches as they are in the file, changed rows one by one."""
        position, numbers = 0, self.numbers
        skips = sum(map(len, self.changed.values())) > _READ_AGAIN
        for number in self._changes():
            until = bisect_left(numbers, number)
            if until > position:
                yield self._stretch(position, until)
            text = self.changed[number]
            yield memoryview(text) if skips and number in self._read else text
            position = until + (until < len(numbers) and numbers[until] == number)
        if position < len(numbers):
            yield self._stretch(position, len(numbers))

    def _stretch(self, position: int, until: int) -> Piece:
        start, end = self._starts[position], self._starts[until]
        return self.data[start:end] if self._is_rewritten else memoryview(self.data)[start:end]


def _merged(first: list[int], second: list[int]) -> list[int]:
    return sorted({*first, *second}) if second else first


def _formula_or_odd(data: bytes, start: int, end: int) -> re.Match[bytes] | None:
    # Excel keeps texts elsewhere, so that single letters, which are found ten times as fast, often say it all.
    if all(data.find(letter, start, end) < 0 for letter in (b"f", b"!", b"?")):
        return None
    return _FORMULA_OR_ODD.search(data, start, end)


def _number(row: re.Match[bytes]) -> bytes | None:
    """A row's number, wherever it stands among its attributes."""
    if row[1] is not None:
        return row[1]
    match = _NUMBER.search(row[2])
    return match[1] if match is not None else None


def _is_usual(data: bytes) -> bool:
    """Whether the part begins in the form that Excel writes; everything else is parsed and rewritten once."""
    start = data.find(b"<sheetData")
    return (
        start >= 0
        and _UTF8_START.match(data) is not None
        and _WORKSHEET.search(data, 0, start) is not None
        and _ODD.search(data, 2, start) is None
    )
