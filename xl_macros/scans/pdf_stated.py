"""How many pages a PDF says that it has, in its own words. Runs in the parsing process only (`worker_main`).

qpdf drops a page that is not there and sets the count right in the same breath; so the number is read from the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xl_macros.patterns import regex

if TYPE_CHECKING:
    import pikepdf

_COUNT = regex(rb"/Count\s+(-?\d+)(?!\s+\d+\s+R)")
_LONGEST_OBJECT = 1 << 20
IN_FILE, IN_STREAM = 1, 2
"""Where the table of contents says that an object is."""


def stated_count(pdf: pikepdf.Pdf, path: str) -> int | None:
    """The /Count of the page tree as written in the file; as the parser has it where that cannot be found."""
    import pikepdf

    pages = pdf.Root.get("/Pages")
    if not isinstance(pages, pikepdf.Dictionary):
        return None
    written = _COUNT.search(_as_written(pdf, pages, path)) if pages.is_indirect else None
    parsed = pages.get("/Count")
    return int(written[1]) if written else parsed if isinstance(parsed, int) else None


def _as_written(pdf: pikepdf.Pdf, wanted: pikepdf.Object, path: str) -> bytes:
    """The object's bytes; b"" where it is not to be found that simply."""
    entry = pdf.get_xref_table().get(wanted.objgen)
    if entry is None:
        return b""
    if entry.type == IN_FILE and entry.offset is not None:
        with Path(path).open("rb") as file:
            file.seek(entry.offset)
            return file.read(_LONGEST_OBJECT).partition(b"endobj")[0]
    if entry.type == IN_STREAM and entry.obj_stream_number is not None:
        return in_object_stream(pdf, entry.obj_stream_number, wanted.objgen[0])
    return b""


def in_object_stream(pdf: pikepdf.Pdf, stream_number: int, wanted: int) -> bytes:
    """The bytes of an object that lies in an object stream; b"" where it is not to be found."""
    import pikepdf

    stream = pdf.get_object(stream_number, 0)
    if not isinstance(stream, pikepdf.Stream):
        return b""
    try:
        content, first = stream.read_bytes(), int(stream.stream_dict["/First"])
        numbers = [int(number) for number in content[:first].split()]
    except (pikepdf.PikepdfError, KeyError, TypeError, ValueError):
        return b""
    starts = dict(zip(numbers[::2], numbers[1::2], strict=False))
    start = starts.get(wanted)
    if start is None:
        return b""
    end = min((other for other in starts.values() if other > start), default=len(content) - first)
    return content[first + start : first + end]
