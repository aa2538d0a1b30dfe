"""What is damage in a PDF, and what is only untidy. Runs in the parsing process only (`worker_main`).

Damage: a stream that does not decode, a page or its content that is missing, a truncation. What readers pass over
without a word (hints for the web that do not fit, a wrong /Size, a doubled key, a missing /Resources) is untidy: the
file is whole. qpdf warns of both alike, so its warnings make us look, and what is found there decides.
"""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from xl_macros.patterns import regex
from xl_macros.scans.bounds import SCAN_AGAIN, SMALLER, TOO_MUCH_MEMORY, Damaged, Unacceptable
from xl_macros.scans.jpeg_look import whole_pictures_aside
from xl_macros.scans.pdf_files import is_too_much
from xl_macros.scans.pdf_stated import IN_FILE, IN_STREAM, in_object_stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

_DECODABLE = {
    "/FlateDecode",
    "/Fl",
    "/LZWDecode",
    "/LZW",
    "/ASCII85Decode",
    "/A85",
    "/ASCIIHexDecode",
    "/AHx",
    "/RunLengthDecode",
    "/RL",
    "/DCTDecode",
    "/DCT",
}
_LOST = regex(
    r"pages tree includes|root of pages tree|ignoring (?:page|duplicate)|object as null|stream as empty"
    r"|treating as null because",
    re.IGNORECASE,
)
"""What qpdf says where something of the file is not there for it: a page, an object, a stream."""

_MISPLACED = regex(r"expected (?:\d+|n) (?:\d+|n) obj", re.IGNORECASE)
"""What it says of an object that is not where the table of contents says; rebuilding the table finds it."""

_SYNC_FLUSH = b"\x00\x00\xff\xff"
_UNPACK_STEP = 1 << 20
_CONTENTS = regex(rb"/Contents\s*\[?((?:\s*\d+\s+\d+\s+R)+)")
_REFERENCE = regex(rb"(\d+)\s+(\d+)\s+R")


def is_untidy(pdf: pikepdf.Pdf, path: str, *, rebuilt: bool = False) -> bool:
    """Whether qpdf has anything to say that is no damage. Raises Damaged, and Unacceptable beyond our bounds.

    `rebuilt`: the file was opened with its table of contents rebuilt, so that objects out of place are no loss.
    """
    import pikepdf

    _check_contents(pdf)
    complaints = _complaints(pdf)
    try:
        with whole_pictures_aside(pdf, Path(path).stat().st_size):
            complaints += [str(one) for one in pdf.check_pdf_syntax()]
    except (pikepdf.PikepdfError, ValueError, RuntimeError, RecursionError) as error:
        complaints.append(str(error))  # pikepdf's or qpdf's own trouble with a table: the streams will tell
    complaints += _complaints(pdf)
    if any(is_too_much(one) for one in complaints):
        raise Unacceptable(TOO_MUCH_MEMORY, SMALLER)
    if any(_LOST.search(one) or (_MISPLACED.search(one) and not rebuilt) for one in complaints):
        raise Damaged("Sebagian isi berkas PDF tidak ada di tempatnya (rusak).", SCAN_AGAIN)
    if not complaints:
        return not _fits_the_web(pdf)
    lost = absent_objects(pdf, path)
    if rebuilt:
        written = Path(path).read_bytes()
        lost = [name for name in lost if b"/ObjStm" in written or b"%d %d R" % name in written]
    if lost:
        raise Damaged("Sebagian isi berkas PDF tidak terbaca (rusak).", SCAN_AGAIN)
    _check_readable_contents(pdf)
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream):
            _decode(pdf, found)
    return True


def absent_objects(pdf: pikepdf.Pdf, path: str) -> list[tuple[int, int]]:
    """The objects that the table of contents lists and the parser could not read, whatever it calls that.

    It puts null in their place, and a stream whose length is wrong is one of them: saved anew, the file would have lost
    a page's text or a font. What is written as null, and what stands nowhere (offset 0), is none.
    """
    with Path(path).open("rb") as file:
        return [
            number
            for number, entry in pdf.get_xref_table().items()
            if pdf.get_object(number) is None and not _is_null(pdf, file, number, entry)
        ]


def _is_null(pdf: pikepdf.Pdf, file: BinaryIO, number: tuple[int, int], entry: Any) -> bool:
    if entry.type == IN_STREAM:
        return in_object_stream(pdf, entry.obj_stream_number or 0, number[0]).strip() == b"null"
    if entry.type != IN_FILE or not entry.offset:
        return True
    file.seek(entry.offset)
    return bool(re.match(rb"\s*\d+\s+\d+\s+obj\s*(?:null\b|endobj)", file.read(200)))


def _complaints(pdf: pikepdf.Pdf) -> list[str]:
    return [str(one) for one in pdf.get_warnings()]


def _fits_the_web(pdf: pikepdf.Pdf) -> bool:
    """Whether a linearised file's hints are right; readers do not look, but `qpdf --check` does."""
    import pikepdf

    if not pdf.is_linearized:
        return True
    said = io.StringIO()
    try:
        fits = pdf.check_linearization(said)
    except (pikepdf.PikepdfError, ValueError, RuntimeError):
        return False
    return fits and not said.getvalue().strip() and not _complaints(pdf)


def _check_contents(pdf: pikepdf.Pdf) -> None:
    import pikepdf

    for number, page in enumerate(pdf.pages, start=1):
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else []
        if any(not isinstance(part, pikepdf.Stream) for part in parts):
            raise Damaged(f"Isi halaman {number} tidak ada di dalam berkas PDF (rusak).", SCAN_AGAIN)


def _check_readable_contents(pdf: pikepdf.Pdf) -> None:
    """What is drawn on a page must be packed in a way that we can open; pictures may be in others (fax, JPEG 2000)."""
    import pikepdf

    for number, page in enumerate(pdf.pages, start=1):
        contents = page.obj.get("/Contents")
        for part in contents if isinstance(contents, pikepdf.Array) else [contents]:
            if isinstance(part, pikepdf.Stream) and not set(_filters(part)) <= _DECODABLE:
                raise Damaged(f"Isi halaman {number} berkas PDF rusak: tidak dapat dibuka.", SCAN_AGAIN)


def _decode(pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> None:
    """Decode one stream; what its decoder says of it is damage, but for a checksum that is missing."""
    import pikepdf

    filters = _filters(stream)
    if "?" in filters and stream.objgen in _reachable(pdf):
        raise Damaged(f"{_place_of(pdf, stream)} rusak: cara pengemasannya tidak terbaca.", SCAN_AGAIN)
    if not set(filters) <= _DECODABLE:
        return
    _complaints(pdf)
    try:
        stream.get_stream_buffer(pikepdf.StreamDecodeLevel.all)
        said = _complaints(pdf)
        sound = not said or (filters in (["/FlateDecode"], ["/Fl"]) and _is_complete(stream.read_raw_bytes()))
    except pikepdf.PikepdfError as error:
        said, sound = [str(error), *_complaints(pdf)], False
    if any(is_too_much(one) for one in said):
        raise Unacceptable(TOO_MUCH_MEMORY, SMALLER)
    if not sound and stream.objgen in _reachable(pdf):
        raise Damaged(f"{_place_of(pdf, stream)} rusak: tidak dapat dibaca sampai selesai.", SCAN_AGAIN)


def _filters(stream: pikepdf.Stream) -> list[str]:
    import pikepdf

    stated = stream.stream_dict.get("/Filter")
    names = list(stated) if isinstance(stated, pikepdf.Array) else [stated] if stated is not None else []
    return [bytes(name).decode("latin-1") if isinstance(name, pikepdf.Name) else "?" for name in names]


def _is_complete(packed: bytes) -> bool:
    """Whether packed data reaches its last block: only the checksum behind it is cut off (macOS writes so).

    Or it ends where a block was flushed and the last one was never written, as Acrobat does.
    """
    packed = packed.rstrip(b"\r\n") if packed.rstrip(b"\r\n").endswith(_SYNC_FLUSH) else packed
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    rest = packed[2:] + (b"\x03\x00" if packed.endswith(_SYNC_FLUSH) else b"")  # an empty last block
    try:
        while rest and not unpacker.eof:
            unpacker.decompress(rest, _UNPACK_STEP)
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return unpacker.eof


def _members(value: object) -> Iterator[object]:
    import pikepdf

    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        yield from (member for _, member in value.items())
    elif isinstance(value, pikepdf.Array):
        yield from value


def _reachable(pdf: pikepdf.Pdf, start: object = None) -> set[tuple[int, int]]:
    """The numbers of the objects that the document uses; what lies about unused hurts nobody."""
    import pikepdf

    seen: set[tuple[int, int]] = set()
    waiting = [pdf.trailer if start is None else start]
    while waiting:
        for member in _members(waiting.pop()):
            if not isinstance(member, pikepdf.Object):
                continue
            if member.is_indirect:
                if member.objgen in seen:
                    continue
                seen.add(member.objgen)
            waiting.append(member)
    return seen


def _place_of(pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> str:
    """In words for staff: the page whose content or picture the stream is."""
    import pikepdf

    for number, page in enumerate(pdf.pages, start=1):
        own = pikepdf.Array([page.obj.get(key) for key in ("/Contents", "/Resources") if key in page.obj])
        if stream.objgen in _reachable(pdf, own):
            return f"Isi halaman {number} berkas PDF"
    return "Sebagian isi berkas PDF"


def check_rebuilt(pdf: pikepdf.Pdf, path: str) -> None:
    """Of a file whose table of contents had to be rebuilt: whether everything that its pages name was found.

    Conservative: what an older revision named counts as well. Raises Damaged.
    """
    import pikepdf

    known = {number for number, _ in pdf.get_xref_table()} - {
        number for number, _ in absent_objects(pdf, path)
    }
    named = {
        int(number)
        for match in _CONTENTS.finditer(Path(path).read_bytes())
        for number, _ in _REFERENCE.findall(match[1])
    }
    if named - known:
        raise Damaged("Sebagian isi berkas PDF tidak ada (rusak atau terpotong).", SCAN_AGAIN)
    for number, page in enumerate(pdf.pages, start=1):
        there: Any = page.resources.get("/XObject", {}) if "/Resources" in page.obj else {}
        for drawn in pikepdf.parse_content_stream(page, "Do"):
            # as a name, not as text: names need not be UTF-8
            if not drawn.operands or drawn.operands[0] not in there:
                raise Damaged(f"Gambar halaman {number} berkas PDF tidak ada (rusak).", SCAN_AGAIN)
