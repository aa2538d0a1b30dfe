"""Writing the zip file: untouched members' bytes as they are, changed ones packed anew, all or nothing."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import struct
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

from xl_macros.file_engine.opc.container import DEFLATED, Container, Member
from xl_macros.file_engine.opc.safe_xml import StrictReader
from xl_macros.held_files import when_free

LEVEL = 1
"""ISA-L packs as small as zlib does at its level 1, in a fifth of the time: staff wait for the save."""

_CHUNK = 1 << 20
_DOS_EPOCH = 0x0021 << 16  # 1980-01-01 00:00; the same input must give the same bytes
_VERSION = 20

Piece = bytes | memoryview
"""Bytes of a part: made here, or (a memoryview) whole elements that need not be read strictly.

Such stand in the file that was opened as they are, or were read when they were made.
"""

Content = Callable[[], Iterable[Piece]]
"""Makes the new bytes of a part, in pieces, at the moment when they are packed."""


def save(source: Container, changes: Mapping[str, Content | None], target: Path) -> None:
    """Writes `source` to `target` with some members replaced, added or (None) left out.

    The target is replaced in one step by a file that was written and flushed beside it, so that a crash
    leaves the old or the new file. Raises OSError, NotWellFormed; the target is then as it was.
    """
    descriptor, name, old = _file_beside(target)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            if old is not None and os.name == "posix":  # Windows files take the rights of their folder
                _give_rights(descriptor, old)
            if changes:
                _write(source, changes, stream)
            else:
                with source.open() as original:
                    shutil.copyfileobj(original, stream, _CHUNK)
            stream.flush()
            os.fsync(stream.fileno())
        when_free(lambda: Path(name).replace(target))
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def _file_beside(target: Path) -> tuple[int, str, os.stat_result | None]:
    """A new file, open, its name, and what the target is now; for a new target whom the umask allows may read it."""
    # What a power cut leaves is known by this name: a button's next start clears `.~????????.tmp` away.
    name = str(target.with_name(f".~{secrets.token_hex(4)}.tmp"))
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        old = target.stat()
    except FileNotFoundError:
        return os.open(name, flags, 0o666), name, None
    return os.open(name, flags, 0o600), name, old


def _give_rights(descriptor: int, old: os.stat_result) -> None:
    """Owner, group and mode of the file that is to be replaced, as far as this account may."""
    with contextlib.suppress(PermissionError):  # only root may give files away
        os.fchown(descriptor, old.st_uid, old.st_gid)
    with contextlib.suppress(PermissionError):
        os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows cannot open folders; NTFS journals the rename
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(source: Container, changes: Mapping[str, Content | None], stream: BinaryIO) -> None:
    entries: dict[str, bytes] = {}
    with source.open() as original:
        for member in sorted(source.members.values(), key=lambda member: member.offset):
            if member.name not in changes:
                entries[member.name] = _copy(source, original, member, stream)
                continue
            content = changes[member.name]
            if content is not None:
                entries[member.name] = _pack(member.name, member, content(), stream)
    for name, content in changes.items():
        if name not in source.members and content is not None:
            entries[name] = _pack(name, None, content(), stream)
    order = [*(name for name in source.members if name in entries)]
    order += [name for name in entries if name not in source.members]
    start = stream.tell()
    size = sum(stream.write(entries[name]) for name in order)
    if start + size > 0xFFFFFFFF or len(order) > 0xFFFE:
        raise OSError("The workbook would be larger than 4 GB.")
    comment = source.comment
    end = (b"PK\x05\x06", 0, 0, len(order), len(order), size, start, len(comment))
    stream.write(struct.pack("<4s4H2IH", *end) + comment)


def _copy(source: Container, original: BinaryIO, member: Member, stream: BinaryIO) -> bytes:
    start, end = source.raw_span(original, member)
    offset = stream.tell()
    original.seek(start)
    left = end - start
    while left:
        piece = original.read(min(left, _CHUNK))
        if not piece:
            raise OSError(f"The part {member.name} ends early.")
        stream.write(piece)
        left -= len(piece)
    return _moved_entry(member, offset)


def _moved_entry(member: Member, offset: int) -> bytes:
    entry = bytearray(member.entry)
    if entry[42:46] != b"\xff\xff\xff\xff":
        struct.pack_into("<I", entry, 42, offset)
        return bytes(entry)
    # The offset stands in the zip64 field, after the sizes that are also marked as too large.
    name_length, extra_length = struct.unpack_from("<2H", entry, 28)
    position, end = 46 + name_length, 46 + name_length + extra_length
    while position + 4 <= end:
        kind, length = struct.unpack_from("<2H", entry, position)
        if kind == 1:
            before = 8 * sum(entry[at : at + 4] == b"\xff\xff\xff\xff" for at in (20, 24))
            struct.pack_into("<Q", entry, position + 4 + before, offset)
            return bytes(entry)
        position += 4 + length
    raise OSError(f"The part {member.name} has no zip64 field although it announces one.")


def _pack(name: str, like: Member | None, pieces: Iterable[Piece], stream: BinaryIO) -> bytes:
    raw_name = name.encode("ascii") if name.isascii() else name.encode("utf-8")
    flags = 0 if name.isascii() else 0x800
    modified = like.modified if like is not None else _DOS_EPOCH
    offset = stream.tell()
    header = struct.pack(
        "<4s3HI3I2H", b"PK\x03\x04", _VERSION, flags, DEFLATED, modified, 0, 0, 0, len(raw_name), 0
    )
    stream.write(header + raw_name)
    crc, size, packed_size = 0, 0, 0
    packer = isal_zlib.compressobj(LEVEL, DEFLATED, -15)
    reader = StrictReader(f"The part {name}")
    for piece in pieces:
        if isinstance(piece, bytes):
            reader.read(piece)
        crc = isal_zlib.crc32(piece, crc)
        size += len(piece)
        packed_size += stream.write(packer.compress(piece))
    reader.read(b"", is_last=True)
    packed_size += stream.write(packer.flush())
    if max(size, packed_size) > 0xFFFFFFFF:
        raise OSError(f"The part {name} would be larger than 4 GB.")
    end = stream.tell()
    stream.seek(offset + 14)
    sizes = struct.pack("<3I", crc, packed_size, size)
    stream.write(sizes)
    stream.seek(end)
    head = struct.pack("<4s4HI", b"PK\x01\x02", _VERSION, _VERSION, flags, DEFLATED, modified)
    tail = struct.pack("<5H2I", len(raw_name), 0, 0, 0, 0, 0, offset)
    return head + sizes + tail + raw_name
