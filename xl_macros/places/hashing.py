"""The hash of a file, and what stands at an address: all that the processes know which a check has files read by.

`main` is such a process. Two are started for one check, so that next to nothing is imported here.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from pathlib import Path
from typing import NamedTuple

from xl_macros.places.plain_files import plain_descriptor

_CHUNK_BYTES = 1 << 16
"""Larger pieces are asked of the system anew each time, which costs a quarter of the hashing of large files."""

MISSING, CLOSED, NO_FILE, RESIZED, UNREAD = "missing", "closed", "no file", "resized", "unread"


class Hashed(NamedTuple):
    """SHA-256 in hex and the number of bytes that went into it."""

    sha256: str
    size_bytes: int


class Seen(NamedTuple):
    """What was found at an address: `trouble` is '' for a plain file that could be read, or was not to be read."""

    trouble: str
    size_bytes: int = 0
    sha256: str = ""


def hash_file(path: str | Path) -> Hashed:
    """Read `path` once. Raises OSError when it cannot be read."""
    digest, size = hashlib.sha256(), 0
    descriptor = plain_descriptor(path, follow=True)
    try:
        while chunk := os.read(descriptor, _CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    finally:
        os.close(descriptor)
    return Hashed(digest.hexdigest(), size)


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hex; '' when it cannot be read."""
    try:
        return hash_file(path).sha256
    except OSError:
        return ""


def see(path: str, size_bytes: int | None, *, quick: bool = False) -> Seen:
    """Presence, kind and size first; only what is as it should be so far is read, and with `quick` nothing is."""
    looked = _look(path, size_bytes)
    if looked.trouble or quick:
        return looked
    try:
        hashed = hash_file(path)
    except OSError:
        return Seen(UNREAD)
    return Seen("", hashed.size_bytes, hashed.sha256)


def _look(path: str, size_bytes: int | None) -> Seen:
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return Seen(MISSING)
    except (OSError, ValueError):
        return Seen(CLOSED)
    if not stat.S_ISREG(found.st_mode):
        return Seen(NO_FILE)
    is_so = size_bytes is None or found.st_size == size_bytes
    return Seen("" if is_so else RESIZED, found.st_size)


def main() -> None:
    """Entry point: each line names files (address and size), and is answered by a line of what was seen of each."""
    for line in sys.stdin.buffer:
        seen = [see(path, size) for path, size in json.loads(line)]
        sys.stdout.buffer.write(json.dumps(seen).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()
