"""What a file of the corpus is for and what must become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Build = Callable[[Path], None]
"""Writes the file (or makes the folder, link, pipe) at the path it is given."""


@dataclass(frozen=True)
class Case:
    """`pages` > 0: accepted with that many pages; 0: refused. `says` is a piece of the note or of the reason.

    `untouched`: the stored file is the source byte for byte.
    """

    name: str
    purpose: str
    build: Build
    pages: int = 0
    says: str = ""
    untouched: bool = False


def written(content: bytes | Callable[[], bytes]) -> Build:
    """A build that writes these bytes; a function where making them takes a while."""
    return lambda path: path.write_bytes(content() if callable(content) else content) and None
