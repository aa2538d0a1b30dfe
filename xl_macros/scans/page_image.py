"""One page's picture: encoded for a PDF, and laid on its page. Runs in the parsing process only (`worker_main`)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xl_macros.scans.paper import Placing

if TYPE_CHECKING:
    from PIL import Image

JPEG_QUALITY = 90


@dataclass(frozen=True, slots=True)
class PageImage:
    """Encoded as JPEG, PNG or TIFF, with its place on the page; `rotation` is clockwise degrees for /Rotate."""

    encoded: bytes
    placing: Placing
    rotation: int = 0

    def as_pdf(self) -> bytes:
        """A PDF of this one page."""
        import img2pdf

        pdf: bytes = img2pdf.convert(
            self.encoded,
            layout_fun=lambda *_: (*self.placing.page, *self.placing.picture),
            rotation=img2pdf.Rotation[str(self.rotation)],
            nodate=True,
            engine=img2pdf.Engine.pikepdf,
        )
        return pdf


def good_profile(image: Image.Image) -> bytes | None:
    """The colour profile when it can be read and is meant for this kind of pixels."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return None
    try:
        space = ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile.xcolor_space.strip()
    except (OSError, ValueError, TypeError, AttributeError, ImageCms.PyCMSError):
        return None
    return profile if space == {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}.get(image.mode) else None


def encode(image: Image.Image, *, lossy: bool) -> bytes:
    """The picture as JPEG where it was lossy already, else without loss; black and white stays that."""
    profile = good_profile(image)
    if image.mode == "1":
        return _black_and_white(image)
    buffer = io.BytesIO()
    if lossy and image.mode != "P":
        if image.mode not in ("L", "RGB"):
            image, profile = image.convert("RGB"), None
        image.save(buffer, "JPEG", quality=JPEG_QUALITY, icc_profile=profile)
    else:
        image.info.pop("transparency", None)
        image.save(buffer, "PNG", icc_profile=profile if image.mode != "P" else None)
    return buffer.getvalue()


def _black_and_white(image: Image.Image) -> bytes:
    """As a fax is packed (CCITT G4), or as PNG where that is smaller: dots of a printed photo are."""
    fax, plain = io.BytesIO(), io.BytesIO()
    clean = image.copy()
    clean.info = {}
    clean.save(fax, "TIFF", compression="group4")
    clean.save(plain, "PNG")
    return min(fax.getvalue(), plain.getvalue(), key=len)
