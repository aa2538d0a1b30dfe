"""The looks of Excel's binary workbooks: errors, hidden rows, number formats and struck text of .xls and .xlsb.

Only the records that say this are read ([MS-CFB], [MS-XLS], [MS-XLSB]); lengths are believed no further than the file
goes. Raises ValueError for what is damaged, ProtectedError for a workbook that needs a password.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_macros.patterns import regex
from xl_macros.scans.sheet_looks import ERRORS, Looks
from xl_macros.scans.shown import as_shown

_END = 0xFFFFFFFE
_BARE = regex(r'"[^"]*"|\\.|\[[^\]]*\]|general', re.IGNORECASE)


class ProtectedError(Exception):
    """The workbook is locked with a password."""


def streams_of(data: bytes) -> dict[str, bytes]:
    """The streams of a compound file by name. Raises ValueError."""
    try:
        return _streams(data)
    except (struct.error, IndexError) as error:
        raise ValueError("the compound file is damaged") from error


def _streams(data: bytes) -> dict[str, bytes]:
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise ValueError("no compound file")
    size = 1 << shift
    first_directory, _, cutoff, first_mini = struct.unpack_from("<4I", data, 48)
    fat = _sector_links(data, size)

    def whole(start: int) -> bytes:
        return b"".join(data[(number + 1) * size : (number + 2) * size] for number in _chain(start, fat))

    entries = _directory(whole(first_directory))
    root = next((whole(start) for _, kind, start, _ in entries if kind == 5), b"")
    packed = whole(first_mini)
    minis = struct.unpack_from(f"<{len(packed) // 4}I", packed)
    found = {}
    for name, kind, start, length in entries:
        if kind == 2 and length < cutoff:
            found[name] = b"".join(root[at * 64 : at * 64 + 64] for at in _chain(start, minis))[:length]
        elif kind == 2:
            found[name] = whole(start)[:length]
    return found


def _sector_links(data: bytes, size: int) -> list[int]:
    """Which sector follows which: the allocation table, whose own sectors the header and the DIFAT list."""
    difat, difats = struct.unpack_from("<2I", data, 68)
    tables = list(struct.unpack_from("<109I", data, 76))
    for _ in range(min(difats, len(data) // size)):
        if difat >= _END:
            break
        block = struct.unpack_from(f"<{size // 4}I", data, (difat + 1) * size)
        tables += block[:-1]
        difat = block[-1]
    links: list[int] = []
    for table in tables:
        if table < _END:
            links += struct.unpack_from(f"<{size // 4}I", data, (table + 1) * size)
    return links


def _chain(start: int, links: Sequence[int]) -> Iterator[int]:
    """The sectors of a chain, no more of them than there are: it may run in a circle."""
    for _ in range(len(links)):
        if start >= _END:
            return
        yield start
        start = links[start]


def _directory(table: bytes) -> list[tuple[str, int, int, int]]:
    """Name, kind (2 a stream, 5 the root), first sector and length of each entry."""
    entries = []
    for at in range(0, len(table) - 127, 128):
        letters = struct.unpack_from("<H", table, at + 64)[0]
        start, length = struct.unpack_from("<II", table, at + 116)
        name = table[at : at + max(0, min(letters, 64) - 2)].decode("utf-16-le", "replace")
        entries.append((name, table[at + 66], start, length))
    return entries


def looks_of_xls(data: bytes) -> dict[str, Looks]:
    """The looks of each sheet of an .xls. Raises ValueError, ProtectedError."""
    streams = streams_of(data)
    if "EncryptedPackage" in streams:
        raise ProtectedError
    book = streams.get("Workbook") or streams.get("Book")
    if book is None:
        raise ValueError("no workbook inside")
    try:
        return _Xls(book).looks()
    except (struct.error, IndexError) as error:
        raise ValueError("the workbook is damaged") from error


@dataclass(slots=True)
class _Xls:
    book: bytes
    fonts_struck: list[bool] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[tuple[int, int]] = field(default_factory=list)

    def records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """The records from there to the end of its part; parts inside (charts) are passed over."""
        depth = 0
        while at + 4 <= len(self.book):
            kind, length = struct.unpack_from("<HH", self.book, at)
            depth += kind == 0x0809
            if depth == 1:
                yield kind, self.book[at + 4 : at + 4 + length]
            if kind == 0x000A:
                depth -= 1
                if depth <= 0:
                    return
            at += 4 + length

    def looks(self) -> dict[str, Looks]:
        sheets: list[tuple[str, int]] = []
        for kind, body in self.records(0):
            if kind == 0x002F:
                raise ProtectedError
            if kind == 0x0031:
                self.fonts_struck.append(bool(body[2] & 0x08))
            elif kind == 0x041E:
                self.formats[struct.unpack_from("<H", body)[0]] = _text(body[2:], 2)
            elif kind == 0x00E0:
                self.styles.append(struct.unpack_from("<HH", body))
            elif kind == 0x0085:
                sheets.append((_text(body[6:], 1), struct.unpack_from("<I", body)[0]))
        return {name: self._sheet(offset) for name, offset in sheets}

    def _sheet(self, offset: int) -> Looks:
        looks = Looks()
        for kind, body in self.records(offset):
            if kind == 0x0208:
                row, flags = struct.unpack_from("<H10xH", body)
                if flags & 0x20:
                    looks.hidden.add(row)
            elif kind in (0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD):
                row, column, style = struct.unpack_from("<3H", body)
                self._cell(kind, body[6:], (row, column), style, looks)
            elif kind == 0x00BD:
                row, first = struct.unpack_from("<2H", body)
                for place, at in enumerate(range(4, len(body) - 2, 6)):
                    style = struct.unpack_from("<H", body, at)[0]
                    self._cell(0x027E, body[at + 2 : at + 6], (row, first + place), style, looks)
        return looks

    def _cell(self, kind: int, body: bytes, place: tuple[int, int], style: int, looks: Looks) -> None:
        font, number_format = self.styles[style] if style < len(self.styles) else (0, 0)
        font -= font > 4  # the fonts are counted without a fifth
        if font < len(self.fonts_struck) and self.fonts_struck[font]:
            looks.struck.add(place)
        value: float | None = None
        if kind == 0x0205 and body[1]:
            looks.lost[place] = ERRORS.get(body[0], "#?")
        elif kind == 0x0006 and body[6:8] == b"\xff\xff":
            if body[0] == 2:
                looks.lost[place] = ERRORS.get(body[2], "#?")
        elif kind in (0x0006, 0x0203):
            value = struct.unpack_from("<d", body)[0]
        elif kind == 0x027E:
            value = _rk(struct.unpack_from("<I", body)[0])
        if value is not None and number_format in self.formats:
            text = as_shown(value, self.formats[number_format])
            if text is not None and not _is_date(self.formats[number_format]):
                looks.shown[place] = text


def _is_date(number_format: str) -> bool:
    """Whether the letters outside of quotes are those of a date: its text comes from the value, not from here."""
    return any(letter in _BARE.sub("", number_format).lower() for letter in "ymdhs")


def _rk(number: int) -> float:
    """The number of an RK value: an integer or the head of a double, perhaps in hundredths."""
    if number & 2:
        value = float((number >> 2) - (1 << 30 if number & 0x80000000 else 0))
    else:
        value = float(struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", number & 0xFFFFFFFC))[0])
    return value / 100 if number & 1 else value


def _text(body: bytes, length_bytes: int) -> str:
    """A text of BIFF8: its length, whether its letters take two bytes, its letters."""
    count = int.from_bytes(body[:length_bytes], "little")
    wide = body[length_bytes] & 1
    letters = body[length_bytes + 1 : length_bytes + 1 + count * (2 if wide else 1)]
    return letters.decode("utf-16-le" if wide else "latin-1", "replace")


def looks_of_xlsb(archive: Any, links: dict[str, str]) -> dict[str, Looks]:
    """The looks of each sheet of an .xlsb: its errors and hidden rows. `links` are relations to part names."""
    found = {}
    try:
        for kind, body in _brt_records(archive.read("xl/workbook.bin")):
            if kind == 156:
                relation, at = _brt_text(body, 8)
                name, _ = _brt_text(body, at)
                part = links.get(relation, "")
                found[name] = _brt_sheet(archive.read(part)) if part in archive.namelist() else Looks()
    except (struct.error, IndexError) as error:
        raise ValueError("the workbook is damaged") from error
    return found


def _brt_sheet(part: bytes) -> Looks:
    looks = Looks(is_known=False)
    row = 0
    for kind, body in _brt_records(part):
        if kind == 0:
            row = struct.unpack_from("<I", body)[0]
            if body[11] & 0x10:
                looks.hidden.add(row)
        elif kind in (3, 11):
            looks.lost[row, struct.unpack_from("<I", body)[0]] = ERRORS.get(body[8], "#?")
    return looks


def _brt_records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[at] << 7)
            at += 1
        length = 0
        for place in range(4):
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << (7 * place)
            if not byte & 0x80:
                break
        yield kind, part[at : at + length]
        at += length


def _brt_text(body: bytes, at: int) -> tuple[str, int]:
    count = struct.unpack_from("<I", body, at)[0]
    end = at + 4 + min(count, 1000) * 2
    return body[at + 4 : end].decode("utf-16-le", "replace"), end
