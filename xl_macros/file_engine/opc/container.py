"""The zip file around a workbook: its directory, bounded reading, raw spans for copying unread.

Own code instead of `zipfile`, because a part-preserving save needs what `zipfile` keeps to itself: the raw
directory entries and the exact bytes of each member. APPNOTE.TXT 6.3.10 is the source of the layouts.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple

from isal import isal_zlib

from xl_macros.file_engine.errors import ChangedOnDisk, UnreadableWorkbook
from xl_macros.held_files import when_free

MAX_MEMBER_BYTES = 768 * 1024 * 1024
"""No member may unpack to more: a 1,048,576-row sheet of 20 columns has about 700 MB."""

MAX_RATIO = 250
"""Deflate reaches 1,030; sheets of real workbooks stay below 60, empty styled ones below 150."""

RATIO_FREE_BYTES = 16 * 1024 * 1024
"""Up to this size the ratio is not looked at: nothing can be exhausted by it."""

MAX_MEMBERS = 20_000
STORED, DEFLATED = 0, 8

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = struct.Struct("<4s4H2IH")
_END64_LOCATOR = struct.Struct("<4sIQI")
_END64 = struct.Struct("<4sQ2H2I4Q")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x1, 0x8, 0x800


class Member(NamedTuple):
    """One file of the package as its directory entry describes it."""

    name: str
    entry: bytes  # raw directory entry
    offset: int  # of its local header
    compressed_size: int
    size: int
    crc: int
    method: int
    flags: int
    modified: int  # DOS time and date as the entry has them
    limit: int = 0  # where the next member, or the directory, starts


class Container:
    """A zip file on disk or in memory. Only its directory is read on opening.

    Raises UnreadableWorkbook for what is no zip file or one made to harm, OSError when it cannot be read.
    """

    def __init__(self, source: Path | bytes) -> None:
        self.source = source
        self._signature = self._file_signature()
        self.members: dict[str, Member] = {}
        self._lower_names: set[str] = set()
        self.comment = b""
        with self.open() as stream:
            self._read_directory(stream)

    def _file_signature(self) -> tuple[int, int] | None:
        if isinstance(self.source, bytes):
            return None
        status = self.source.stat()
        return status.st_size, status.st_mtime_ns

    def open(self) -> BinaryIO:
        """A stream on the file. Raises ChangedOnDisk when it is not the file that was opened."""
        if isinstance(self.source, bytes):
            return io.BytesIO(self.source)
        if self._file_signature() != self._signature:
            raise ChangedOnDisk(f"{self.source.name} was changed by another program since it was opened.")
        source = self.source
        return when_free(lambda: source.open("rb"))

    def read(self, name: str) -> bytes:
        """A member's content, checked against its size and checksum. Raises KeyError, UnreadableWorkbook."""
        member = self.members[name]
        with self.open() as stream:
            start = self.data_start(stream, member)
            stream.seek(start)
            packed = stream.read(member.compressed_size)
        content = _unpacked(member, packed)
        if len(content) != member.size or isal_zlib.crc32(content) != member.crc:
            raise UnreadableWorkbook(f"The part {name} is damaged: size or checksum do not agree.")
        return content

    def data_start(self, stream: BinaryIO, member: Member) -> int:
        """Where the member's data starts; checks that its local header tells the same as the directory."""
        stream.seek(member.offset)
        header = stream.read(_LOCAL.size)
        if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
            raise UnreadableWorkbook(f"The part {member.name} is not where the directory says.")
        fields = _LOCAL.unpack(header)
        name = stream.read(fields[9])
        if name != member.entry[_ENTRY.size : _ENTRY.size + len(name)] or fields[3] != member.method:
            raise UnreadableWorkbook(f"The part {member.name} is named differently in directory and file.")
        start = member.offset + _LOCAL.size + int(fields[9]) + int(fields[10])
        if start + member.compressed_size > member.limit:
            raise UnreadableWorkbook(f"The part {member.name} reaches into what follows it.")
        return start

    def raw_span(self, stream: BinaryIO, member: Member) -> tuple[int, int]:
        """Start and end of everything that belongs to a member: header, data, data descriptor."""
        start = self.data_start(stream, member)
        end = start + member.compressed_size
        if member.flags & _DESCRIPTOR:
            stream.seek(end)
            end += _descriptor_size(stream.read(24), member)
        return member.offset, end

    def _read_directory(self, stream: BinaryIO) -> None:
        if stream.read(8) == _COMPOUND_FILE:
            raise UnreadableWorkbook("The file is encrypted with a password or in the old .xls format.")
        count, size, offset = self._find_end(stream)
        if count > MAX_MEMBERS:
            raise UnreadableWorkbook(f"The file has {count} parts; no workbook has so many.")
        stream.seek(offset)
        directory = stream.read(size)
        position = 0
        for _ in range(count):
            member, position = _parse_entry(directory, position)
            self._admit(member)
        if position != len(directory):
            raise UnreadableWorkbook("The file's directory is damaged.")
        members = sorted(self.members.values(), key=lambda member: member.offset)
        limits = [*(member.offset for member in members), offset][1:]
        for member, limit in zip(members, limits, strict=True):
            if member.offset + member.compressed_size > limit:
                raise UnreadableWorkbook("Parts of the file overlap.")
            self.members[member.name] = member._replace(limit=limit)

    def _admit(self, member: Member) -> None:
        name = member.name
        steps = name.rstrip("/").split("/")
        if not name or "\0" in name or ":" in name or name[0] == "/" or {"", ".", ".."} & {*steps}:
            raise UnreadableWorkbook(f"The part name {name!r} points outside of the workbook.")
        if name.lower() in self._lower_names:  # part names differ in more than case (ECMA-376 part 2, 6.2)
            raise UnreadableWorkbook(f"The part {name} is there twice.")
        if member.flags & _ENCRYPTED:
            raise UnreadableWorkbook(f"The part {name} is encrypted.")
        if member.size > MAX_MEMBER_BYTES:
            raise UnreadableWorkbook(f"The part {name} would unpack to {member.size:,} bytes.")
        if member.size > RATIO_FREE_BYTES and member.size > member.compressed_size * MAX_RATIO:
            raise UnreadableWorkbook(f"The part {name} unpacks to more than {MAX_RATIO} times its size.")
        self._lower_names.add(name.lower())
        self.members[name] = member

    def _find_end(self, stream: BinaryIO) -> tuple[int, int, int]:
        stream.seek(0, io.SEEK_END)
        length = stream.tell()
        stream.seek(max(0, length - 65_557))
        tail = stream.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) - at < _END.size:
            raise UnreadableWorkbook("The file is no .xlsx or .xlsm workbook (no zip directory).")
        fields = _END.unpack_from(tail, at)
        self.comment = tail[at + _END.size : at + _END.size + fields[7]]
        count, size, offset = int(fields[4]), int(fields[5]), int(fields[6])
        end_at = length - len(tail) + at
        if 0xFFFF in (fields[3], count) or 0xFFFFFFFF in (size, offset):
            count, size, offset = self._find_end64(stream, end_at)
        if offset + size > end_at:
            raise UnreadableWorkbook("The file's directory is damaged.")
        return count, size, offset

    def _find_end64(self, stream: BinaryIO, end_at: int) -> tuple[int, int, int]:
        stream.seek(max(0, end_at - _END64_LOCATOR.size))
        locator = stream.read(_END64_LOCATOR.size)
        if locator[:4] != b"PK\x06\x07":
            raise UnreadableWorkbook("The file's zip64 directory is missing.")
        stream.seek(_END64_LOCATOR.unpack(locator)[2])
        end = stream.read(_END64.size)
        if len(end) < _END64.size or end[:4] != b"PK\x06\x06":
            raise UnreadableWorkbook("The file's zip64 directory is missing.")
        fields = _END64.unpack(end)
        return int(fields[7]), int(fields[8]), int(fields[9])


def _unpacked(member: Member, packed: bytes) -> bytes:
    if member.method == STORED:
        return packed
    if member.method != DEFLATED:
        raise UnreadableWorkbook(f"The part {member.name} is packed with method {member.method}.")
    unpacker = isal_zlib.decompressobj(-15)
    try:
        # One byte more than announced is enough to notice a lie, and bounds the memory.
        return unpacker.decompress(packed, member.size + 1)
    except isal_zlib.error as problem:  # type: ignore[misc]  # its stub calls the exception a plain object
        raise UnreadableWorkbook(f"The part {member.name} is damaged: {problem}") from problem


def _parse_entry(directory: bytes, position: int) -> tuple[Member, int]:
    if directory[position : position + 4] != b"PK\x01\x02" or len(directory) - position < _ENTRY.size:
        raise UnreadableWorkbook("The file's directory is damaged.")
    fields = _ENTRY.unpack_from(directory, position)
    name_end = position + _ENTRY.size + fields[10]
    extra_end = name_end + fields[11]
    end = extra_end + fields[12]
    raw_name = directory[position + _ENTRY.size : name_end]
    try:
        name = raw_name.decode("utf-8" if fields[3] & _UTF8 else "cp437")
    except UnicodeDecodeError as problem:
        raise UnreadableWorkbook("A part has a name that is no text.") from problem
    sizes = _zip64_sizes(directory[name_end:extra_end], int(fields[9]), int(fields[8]), int(fields[16]))
    size, compressed_size, offset = sizes
    member = Member(
        name=name.replace("\\", "/"),  # as some programs on Windows write; Excel reads them
        entry=directory[position:end],
        offset=offset,
        compressed_size=compressed_size,
        size=size,
        crc=fields[7],
        method=fields[4],
        flags=fields[3],
        modified=fields[5] | fields[6] << 16,
    )
    return member, end


def _zip64_sizes(extra: bytes, size: int, compressed_size: int, offset: int) -> tuple[int, int, int]:
    values = [size, compressed_size, offset]
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        if kind == 1:
            at = position + 4
            for index, value in enumerate(values):
                if value == 0xFFFFFFFF and at + 8 <= position + 4 + length:
                    values[index] = struct.unpack_from("<Q", extra, at)[0]
                    at += 8
        position += 4 + length
    return values[0], values[1], values[2]


def _descriptor_size(following: bytes, member: Member) -> int:
    for signature in (b"PK\x07\x08", b""):
        for layout in ("<3I", "<I2Q"):
            length = len(signature) + struct.calcsize(layout)
            if not following.startswith(signature) or len(following) < length:
                continue
            found = struct.unpack_from(layout, following, len(signature))
            if found == (member.crc, member.compressed_size, member.size):
                return length
    raise UnreadableWorkbook(f"The part {member.name} has no data descriptor although it announces one.")
