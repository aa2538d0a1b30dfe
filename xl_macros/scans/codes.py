"""The QR codes on a PDF's page images. Runs in the parsing process only (`worker_main`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xl_macros.scans.bounds import MAX_IMAGE_PIXELS
from xl_macros.scans.pdf import opened

if TYPE_CHECKING:
    import pikepdf
    from PIL import Image

_READING_SIDE = 2200
"""Pixels of the longer side at which codes are read: a code of 2 cm on A4 then has about 150."""


def page_codes(path: str) -> dict[str, Any]:
    """`pages`: per page the list of QR texts on it, or None where the page has no picture to read from."""
    with opened(path) as pdf:
        return {"pages": [_codes_of(page) for page in pdf.pages]}


def _codes_of(page: pikepdf.Page) -> list[str] | None:
    import zxingcpp

    picture = _largest_picture(page)
    if picture is None:
        return None
    picture.thumbnail((_READING_SIDE, _READING_SIDE))
    found = zxingcpp.read_barcodes(
        picture.convert("L"), formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    )
    return sorted({code.text for code in found if code.valid})


def _largest_picture(page: pikepdf.Page) -> Image.Image | None:
    """A scanned page is one big picture; logos and stamps beside it are smaller."""
    import pikepdf

    best: pikepdf.PdfImage | None = None
    for raw in page.get_images().values():
        if not isinstance(raw, pikepdf.Stream):
            continue
        try:
            image = pikepdf.PdfImage(raw)
            size = image.width * image.height
        except (pikepdf.PikepdfError, TypeError, KeyError, ValueError):
            continue
        if size <= MAX_IMAGE_PIXELS and (best is None or size > best.width * best.height):
            best = image
    if best is None:
        return None
    try:
        return best.as_pil_image()
    except (pikepdf.PikepdfError, OSError, ValueError, NotImplementedError):
        return None
