"""The picture that a scanned page is. Runs in the parsing process only (`worker_main`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_macros.scans.bounds import MAX_IMAGE_PIXELS

if TYPE_CHECKING:
    import pikepdf
    from PIL import Image


def largest_picture(page: pikepdf.Page) -> Image.Image | None:
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
