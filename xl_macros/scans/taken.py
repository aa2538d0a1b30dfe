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

    `dpi`: pictures with more than twice this resolution at their own size are made smaller (`paper.place`).
    `text_layer`: recognise text where OCRmyPDF and Tesseract are installed (seconds per page).
    `interleave`: the sources are the fronts and the backs of a one-sided scanner (two PDFs, or one even number
    of images: first half fronts, second half backs); `backs_reversed`: the stack was turned over as a whole,
    so the backs come last page first.
    `apart`: each image is a document of its own instead of a page of one.
    `skip_known`: the sources are all that lies in the scanner's folder, so what is listed already is passed over
    even where other pictures are new; otherwise a picture that is listed may be a page of a new document.
    `drop_blank`: empty backs are left out. `keep_attachments`: somebody said yes to a signed file that has some.
    `copy_without_signature`: somebody said yes to a new version of a signed document that is signed no more.
    """

    dpi: int = 200
    max_pages: int = 2000
    max_source_bytes: int = 1_000_000_000
    text_layer: bool = False
    interleave: bool = False
    backs_reversed: bool = True
    apart: bool = False
    skip_known: bool = False
    drop_blank: bool = False
    keep_attachments: bool = False
    copy_without_signature: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """A document ready in the staging folder.

    `sha256` and `size_bytes` are of the staged file; `source_sha256` is that of the source, or those of the sources
    with spaces between. `notes` are Indonesian sentences. `signed`: the staged file bears electronic signatures;
    `must_seal`: it keeps attachments that nobody could check, and is to be stored encrypted.
    """

    source: tuple[Path, ...]
    staged: Path
    pages: int
    size_bytes: int
    sha256: str
    source_sha256: str
    notes: tuple[str, ...] = ()
    signed: bool = False
    must_seal: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source that was not taken in, and why."""

    source: Path
    problem: Problem


@dataclass(frozen=True, slots=True)
class Duplicate(Rejected):
    """Rejected because the same content is there already: `scan_id`, or "" when chosen twice in this call."""

    scan_id: str = ""


@dataclass(frozen=True, slots=True)
class Asked(Rejected):
    """Not taken in until somebody says yes: `problem.what` says to what. `option` of IntakeOptions is that yes."""

    option: str = "keep_attachments"


Result = Accepted | Rejected
