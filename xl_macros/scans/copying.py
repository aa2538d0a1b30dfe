"""Copying with the hash taken in the same pass, and proving the copy by reading it again."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO, NamedTuple

from xl_macros.errors import Refusal
from xl_macros.scans.private import cannot_write, create_private_file

CHUNK_BYTES = 1 << 20


class Hashed(NamedTuple):
    """SHA-256 in hex and the number of bytes that went into it."""

    sha256: str
    size_bytes: int


def hash_file(path: Path) -> Hashed:
    """Read `path` once. Raises OSError when it cannot be read."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return Hashed(digest.hexdigest(), size)


def copy_hashed(source: Path, target: Path) -> Hashed:
    """Copy into a new private file, hashing what is read; flushed to the disk when it returns.

    Raises OSError when the source cannot be read and Refusal when the target cannot be written.
    A copy that fails half-way is removed.
    """
    with source.open("rb") as reading:
        try:
            writing = create_private_file(target)
        except OSError as error:
            raise cannot_write(target, error) from error
        whole = False
        try:
            hashed = _pour(reading, writing, target)
            whole = True
        finally:
            writing.close()
            if not whole:
                target.unlink(missing_ok=True)
    return hashed


def _pour(reading: BinaryIO, writing: BinaryIO, target: Path) -> Hashed:
    """Read from one, write to the other, and keep a failing read (OSError) apart from a failing write."""
    digest, size = hashlib.sha256(), 0
    while chunk := reading.read(CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
        try:
            writing.write(chunk)
        except OSError as error:
            raise cannot_write(target, error) from error
    try:
        writing.flush()
        os.fsync(writing.fileno())
    except OSError as error:
        raise cannot_write(target, error) from error
    return Hashed(digest.hexdigest(), size)


def copy_verified(source: Path, target: Path) -> Hashed:
    """`copy_hashed`, then the copy is read back and compared.

    Raises Refusal when the disk gave back something else than was written.
    """
    hashed = copy_hashed(source, target)
    if hash_file(target) != hashed:
        target.unlink()
        raise Refusal(
            f"Salinan {source.name} tidak sama dengan aslinya.",
            cure="Diska atau jaringan bermasalah: coba lagi, lalu periksa diskanya.",
        )
    return hashed


def settle(path: Path) -> Hashed:
    """Push a file that a parsing process wrote to the disk, and hash it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return hash_file(path)
