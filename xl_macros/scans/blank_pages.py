"""Which pages of a PDF are empty: backs that were scanned along. Runs in the parsing process (`worker_main`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xl_macros.scans.page_pictures import largest_picture
from xl_macros.scans.pdf_files import opened

if TYPE_CHECKING:
    import pikepdf
    from PIL import Image

_SIDE = 600
"""Pixels of the longer side at which a page is judged: a dot of a pencil is gone, a line of print is not."""

_MARGIN = 0.04
"""Share of each side that is not looked at: shadows of the scanner's lid, punched holes, edges."""

_INK = 48
"""How much darker than the paper (of 255) a spot must be to be ink."""

_MOST_INK = 0.0004
"""Share of inked spots up to which a page is empty: dust; one printed line of A4 has 0.002."""


def blank_pages(path: str) -> dict[str, Any]:
    """`blank`: 1-based numbers of the pages that show nothing, by their picture; pages with text are never empty."""
    with opened(path) as pdf:
        return {"blank": [number for number, page in enumerate(pdf.pages, start=1) if _is_blank(page)]}


def _is_blank(page: pikepdf.Page) -> bool:
    import pikepdf

    drawn = {str(one.operator) for one in pikepdf.parse_content_stream(page)}
    if drawn & {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "b", "sh", "BI", "INLINE IMAGE"}:
        return False
    if "Do" not in drawn:
        return not page.obj.get("/Annots")
    if page.obj.get("/Annots"):
        return False
    picture = largest_picture(page)
    return picture is not None and is_blank_picture(picture)


def is_blank_picture(picture: Image.Image) -> bool:
    """Whether a page's picture is paper and nothing else."""
    small = picture.convert("L")
    small.thumbnail((_SIDE, _SIDE))
    width, height = small.size
    inner = small.crop(
        (int(width * _MARGIN), int(height * _MARGIN), int(width * (1 - _MARGIN)), int(height * (1 - _MARGIN)))
    )
    counts = inner.histogram()
    paper = max(range(256), key=counts.__getitem__)
    return sum(counts[: max(0, paper - _INK)]) <= _MOST_INK * inner.width * inner.height and paper > 127
