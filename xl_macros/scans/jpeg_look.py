"""JPEG pictures whose coded data is whole, found without drawing them. For the parsing process only (`worker_main`).

All that libjpeg warns of comes from unpacking the coded data; making dots of it says nothing more of damage and takes
half of the time. libjpeg-turbo, asked for an eighth of the size, unpacks all of it and draws a sixty-fourth
(tests/scans/test_jpeg_look.py holds it against qpdf's full decoding). What it does not call whole, qpdf judges.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xl_macros.scans.bounds import MAX_JPEG_WORK
from xl_macros.scans.jpeg import is_sequential

if TYPE_CHECKING:
    import pikepdf

WORTH_LOADING_BYTES = 12_000_000
"""Loading the library takes as long as it saves on so much of scans."""

_SPACES = {"Gray": "GRAY", "CMYK": "CMYK", "YCCK": "CMYK"}


class _Seen:
    size_bytes = 0


@contextmanager
def whole_pictures_aside(pdf: pikepdf.Pdf, size_bytes: int) -> Iterator[None]:
    """Meanwhile qpdf does not unpack the pictures that are whole: their packing bears a name that it does not know.

    `size_bytes` is the file's size.
    """
    import pikepdf

    _Seen.size_bytes += size_bytes
    whole = list(_whole_pictures(pdf)) if _Seen.size_bytes >= WORTH_LOADING_BYTES else []
    filters = [stream.stream_dict["/Filter"] for stream in whole]
    try:
        for stream in whole:
            stream.stream_dict["/Filter"] = pikepdf.Name("/KecualiUtuh")
        yield
    finally:
        for stream, stated in zip(whole, filters, strict=True):
            stream.stream_dict["/Filter"] = stated


def _whole_pictures(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    import pikepdf

    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream) and _is_jpeg(found) and is_whole(found.read_raw_bytes()):
            yield found


def _is_jpeg(stream: pikepdf.Stream) -> bool:
    """Whether it is a JPEG and packed in no other way; where it has parameters, qpdf does not unpack it."""
    import pikepdf

    stated = stream.stream_dict.get("/Filter")
    if isinstance(stated, pikepdf.Array) and len(stated) == 1:
        stated = stated[0]
    return bool(stated == pikepdf.Name.DCTDecode) and "/DecodeParms" not in stream.stream_dict


def is_whole(jpeg: bytes) -> bool:
    """Whether all of the coded data unpacks without one complaint; False for what qpdf must look at.

    Pictures in many passes, and beyond our bounds, are qpdf's to limit.
    """
    try:
        import simplejpeg
    except ImportError:  # qpdf takes longer, that is all
        return False
    try:
        if not is_sequential(jpeg):
            return False
        height, width, space, _ = simplejpeg.decode_jpeg_header(jpeg, strict=True)
        if height * width * 4 > MAX_JPEG_WORK // 20:
            return False
        simplejpeg.decode_jpeg(jpeg, _SPACES.get(space, "RGB"), min_height=1, min_width=1, strict=True)
    except ValueError:
        return False
    return True
