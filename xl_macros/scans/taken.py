"""What taking a scan in is asked to do, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from xl_macros.errors import Problem

Progress = Callable[[int, int, str], None]
"""Called with (done, in all, what is being done): files while they are checked, then pages while text is read."""


def unseen(_done: int, _total: int, _what: str) -> None:
    """Nobody looks."""


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """How scans are brought into shape.

    `dpi`: pictures with more than twice this resolution on `paper` ("A4" or "F4") are made smaller.
    `text_layer`: recognise text where OCRmyPDF and Tesseract are installed (seconds per page).
    `interleave`: the sources are the fronts and the backs of a one-sided scanner (two PDFs, or one even number
    of images: first half fronts, second half backs); `backs_reversed`: the stack was turned over as a whole,
    so the backs come last page first.
    `apart`: each image is a document of its own instead of a page of one.
    """

    dpi: int = 200
    max_pages: int = 2000
    max_source_bytes: int = 1_000_000_000
    text_layer: bool = False
    paper: str = "A4"
    interleave: bool = False
    backs_reversed: bool = True
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """A document ready in the staging folder.

    `sha256` and `size_bytes` are of the staged file; `source_sha256` is that of the source, or those of the sources
    with spaces between. `notes` are Indonesian sentences.
    """

    source: tuple[Path, ...]
    staged: Path
    pages: int
    size_bytes: int
    sha256: str
    source_sha256: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source that was not taken in, and why."""

    source: Path
    problem: Problem


@dataclass(frozen=True, slots=True)
class Duplicate(Rejected):
    """Rejected because the same content is there already: `scan_id`, or "" when chosen twice in this call."""

    scan_id: str = ""


Result = Accepted | Rejected
