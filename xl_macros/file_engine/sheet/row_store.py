"""The rows of a worksheet as bytes: found by a scan, kept as they are, replaced one by one.

A worksheet part is `head <sheetData> rows </sheetData> tail`. Only rows that were written to are held apart
from the part's bytes, so that a save can hand out everything else untouched.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

from xl_macros.file_engine.cells.addresses import MAX_ROW
from xl_macros.file_engine.errors import UnreadableWorkbook
from xl_macros.file_engine.opc.safe_xml import MAIN
from xl_macros.file_engine.sheet.canonical import canonical_sheet

_WORKSHEET = re.compile(b'<worksheet[^>]* xmlns="%s"' % re.escape(MAIN.encode()))
_SHEET_DATA = re.compile(rb"<sheetData\s*(/?)>")
_USUAL_ROW = re.compile(rb'<row r="(\d++)"[^>]*+>')
_ROW = re.compile(rb"<row(?=[\s/>])([^>]*+)>")
_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
_UTF8_START = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml [^>]*?encoding\s*=\s*["']utf-8["'][^>]*>|<(?!\?))""", re.I
)

Row = tuple[int, bytes, int, int, int]
"""Row number, the buffer it stands in, and there: start of its tag, start of its content, end of the row."""


class NotCanonical(Exception):
    """A row uses a form that the scan does not read; the part has to be rewritten in the usual form first."""


class RowStore:
    """The rows of one worksheet part."""

    def __init__(self, data: bytes, part: str) -> None:
        self.part = part
        self.changed: dict[int, bytes] = {}
        self._sorted_changes: list[int] | None = []
        self._is_canonical = False
        if not _is_usual(data):
            data = self._made_canonical(data)
        self._scan(data)

    def _made_canonical(self, data: bytes) -> bytes:
        if self._is_canonical:
            raise UnreadableWorkbook(f"The part {self.part} is no worksheet that this engine can read.")
        self._is_canonical = True
        return canonical_sheet(data, self.part)

    def canonicalise(self) -> None:
        """Rewrites the unchanged rows in the form that Excel writes. Raises UnreadableWorkbook."""
        self._scan(self._made_canonical(self.data))

    def _scan(self, data: bytes) -> None:
        match = _SHEET_DATA.search(data)
        if match is None:
            raise UnreadableWorkbook(f"The part {self.part} is no worksheet (it has no sheetData).")
        self.data = data
        self.head_end, self.rows_start = match.start(), match.end()
        if match[1]:
            self.rows_end = self.tail_start = match.end()
        else:
            self.rows_end = data.rfind(b"</sheetData")
            if self.rows_end < 0:
                raise UnreadableWorkbook(f"The part {self.part} ends early.")
            self.tail_start = data.index(b">", self.rows_end) + 1
        self.has_formulas = _has(data, b"<f", self.rows_start, self.rows_end)
        """Whether a cell held a formula when the part was read."""
        self.has_shared = self.has_formulas and b't="shared"' in data
        self.has_arrays = self.has_formulas and (b't="array"' in data or b't="dataTable"' in data)
        self._index_rows()

    def _index_rows(self) -> None:
        data, first, end = self.data, self.rows_start, self.rows_end
        matches = list(_USUAL_ROW.finditer(data, first, end))
        if len(matches) != data.count(b"<row", first, end):
            matches = list(_ROW.finditer(data, first, end))
            found = [_NUMBER.search(match[1]) for match in matches]
            if None in found:
                self._scan(self._made_canonical(data))
                return
            self.numbers = [int(number[1]) for number in found if number is not None]
        else:
            self.numbers = [int(match[1]) for match in matches]
        numbers = self.numbers
        if any(a >= b for a, b in pairwise(numbers)) or (numbers and numbers[-1] > MAX_ROW):
            raise UnreadableWorkbook(f"The rows in {self.part} are not in order.")
        self._starts = array("Q", [match.start() for match in matches])
        self._starts.append(end)
        self._opens = array("Q", [match.end() for match in matches])

    # -- reading ------------------------------------------------------------------------------------------

    def _base_position(self, number: int) -> int | None:
        position = bisect_left(self.numbers, number)
        if position < len(self.numbers) and self.numbers[position] == number:
            return position
        return None

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
        low, high = bisect_left(self.numbers, first), bisect_right(self.numbers, last)
        if not self.changed:
            for position in range(low, high):
                start, end = self._starts[position], self._starts[position + 1]
                yield self.numbers[position], self.data, start, self._opens[position], end
            return
        changes = self._changes()
        for number in _merged(
            self.numbers[low:high], changes[bisect_left(changes, first) : bisect_right(changes, last)]
        ):
            row = self.row(number)
            if row is not None:
                yield row

    def _changes(self) -> list[int]:
        if self._sorted_changes is None:
            self._sorted_changes = sorted(self.changed)
        return self._sorted_changes

    # -- writing ------------------------------------------------------------------------------------------

    def put(self, number: int, text: bytes) -> None:
        """Sets a row's bytes; b"" takes the row out."""
        if number not in self.changed:
            self._sorted_changes = None
        self.changed[number] = text

    def pieces(self) -> Iterator[bytes]:
        """All rows for the save: long untouched stretches as they are, changed rows one by one."""
        position, numbers = 0, self.numbers
        for number in self._changes():
            until = bisect_left(numbers, number)
            if until > position:
                yield self.data[self._starts[position] : self._starts[until]]
            yield self.changed[number]
            position = until + (until < len(numbers) and numbers[until] == number)
        if position < len(numbers):
            yield self.data[self._starts[position] : self._starts[len(numbers)]]


def _merged(first: list[int], second: list[int]) -> list[int]:
    return sorted({*first, *second}) if second else first


def _is_usual(data: bytes) -> bool:
    """Whether the scan may rely on the form that Excel writes; everything else is parsed and rewritten once."""
    start = data.find(b"<sheetData")
    return (
        start >= 0
        and _UTF8_START.match(data) is not None
        and _WORKSHEET.search(data, 0, start) is not None
        and not _has(data, b"<!")
        and not _has(data, b"<?", 2)
    )


def _has(data: bytes, mark: bytes, start: int = 0, end: int | None = None) -> bool:
    """Whether a mark of two bytes occurs. Its second byte is looked for first, which is ten times as fast."""
    found = data.find(mark[1:], start, end)
    return found >= 0 and data.find(mark, start, end) >= 0
