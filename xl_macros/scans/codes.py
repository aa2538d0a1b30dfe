"""The QR codes on a PDF's page images. Runs in the parsing process only (`worker_main`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xl_macros.scans.page_pictures import largest_picture
from xl_macros.scans.pdf_files import opened

if TYPE_CHECKING:
    import pikepdf

_READING_SIDE = 2200
"""Pixels of the longer side at which codes are read: a code of 2 cm on A4 then has about 150."""


def page_codes(path: str, first: int | None = None) -> dict[str, Any]:
    """`pages`: per page (the `first` ones only) the list of QR texts on it, or None where the page has no picture to
    read from."""
    with opened(path) as pdf:
        return {"pages": [_codes_of(page) for page in pdf.pages[:first]]}


def _codes_of(page: pikepdf.Page) -> list[str] | None:
    import zxingcpp

    picture = largest_picture(page)
    if picture is None:
        return None
    picture.thumbnail((_READING_SIDE, _READING_SIDE))
    found = zxingcpp.read_barcodes(
        picture.convert("L"), formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    )
    return sorted({code.text for code in found if code.valid})
