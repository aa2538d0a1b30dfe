"""Photos and image scans to PDF pages. Runs in the parsing process only (`worker_main`).

A JPEG is embedded as it is (img2pdf), turned by the page's /Rotate; it is re-encoded only when it is mirrored
or more than twice as fine as asked. Everything else is decoded, flattened and stored without loss. The result is
PDF/A-2b, except for CMYK pictures.
"""

from __future__ import annotations

import io
import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_macros.scans import jpeg
from xl_macros.scans.bounds import MAX_IMAGE_PIXELS, SMALLER, Unacceptable
from xl_macros.scans.paper import layout, oversized, target_size
from xl_macros.scans.pdf import SCAN_AGAIN, save
from xl_macros.scans.pdf_archival import declare_archival
from xl_macros.scans.pixels import plain, upright

if TYPE_CHECKING:
    from PIL import Image

SHORTEST_SIDE_PIXELS = 50
JPEG_QUALITY = 90
_ORIENTATION = 274
_ROTATIONS = {1: 0, 3: 180, 6: 90, 8: 270}
_MIRRORED = (2, 4, 5, 7)
_BROKEN_IMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    struct.error,
    zlib.error,
    ZeroDivisionError,
)
"""What Pillow's decoders raise on damaged input."""


@dataclass(slots=True)
class PageImage:
    """One page's picture, encoded as JPEG, PNG or TIFF; `rotation` is clockwise degrees for /Rotate."""

    encoded: bytes
    width: int
    height: int
    declared_dpi: float | None
    rotation: int = 0


def image_to_pdf(path: str, kind: str, output: str, dpi: int, paper: str, max_pages: int) -> dict[str, Any]:
    """Convert one image file (all frames of a TIFF) to a PDF at `output`. Raises Unacceptable."""
    import pikepdf
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # judged by our own bound, before anything is decoded
    notes: list[str] = []
    with pikepdf.new() as whole:
        for picture in _pictures(path, kind, dpi, paper, max_pages, notes):
            with pikepdf.open(io.BytesIO(_as_pdf(picture, dpi, paper))) as page:
                whole.pages.extend(page.pages)
        declare_archival(whole)
        save(whole, output)
        return {"pages": len(whole.pages), "notes": list(dict.fromkeys(notes))}


def _pictures(
    path: str, kind: str, dpi: int, paper: str, max_pages: int, notes: list[str]
) -> Iterator[PageImage]:
    if kind == "HEIC":
        _allow_heic()
    try:
        if kind == "JPEG":
            yield _from_jpeg(Path(path).read_bytes(), dpi, paper, notes)
        else:
            yield from _from_other(path, kind, dpi, paper, max_pages, notes)
    except _BROKEN_IMAGE:
        raise Unacceptable("Gambar rusak atau terpotong.", "Pindai atau foto ulang.") from None


def _allow_heic() -> None:
    try:
        import pi_heif
    except ImportError:
        raise Unacceptable(
            "Foto HEIC belum dapat dibaca komputer ini.",
            "Di iPhone: Pengaturan > Kamera > Format > Paling Kompatibel, lalu foto ulang; "
            "atau minta admin memasang pi-heif.",
        ) from None
    pi_heif.register_heif_opener()


# -- JPEG ------------------------------------------------------------------------------------------------


def _from_jpeg(data: bytes, dpi: int, paper: str, notes: list[str]) -> PageImage:
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
        _check_size(image)
        orientation = _orientation(image, notes)
        # A profile that does not fit the pixels is dropped: readers complain or show wrong colours.
        clean = jpeg.lean(data, keep_icc=_good_profile(image) is not None)
        _decode_fully(clean)
        too_fine = oversized(image.size, dpi, paper)
        if not too_fine and orientation in _ROTATIONS:
            return PageImage(clean, *image.size, _declared_dpi(image), _ROTATIONS[orientation])
        if too_fine:
            notes.append(f"Foto diperkecil ke {dpi} dpi.")
            image.draft(
                image.mode if image.mode in ("L", "RGB") else None, target_size(image.size, dpi, paper)
            )
        turned = upright(image, orientation)
        return _encode(_shrunk(turned, dpi, paper), lossy=True, declared=_declared_dpi(image))


def _decode_fully(data: bytes) -> None:
    """Decode every coefficient: Pillow passes over damage in the middle of a JPEG, qpdf's decoder does not."""
    import pikepdf
    from pikepdf import settings

    # The pixels were counted already, and by a larger bound than the one for JPEGs inside PDFs.
    before = settings.set_qpdf_limits(dct_max_memory=0)
    try:
        with pikepdf.new() as pdf:
            stream = pikepdf.Stream(pdf, data)
            stream["/Filter"] = pikepdf.Name("/DCTDecode")
            stream.get_stream_buffer(pikepdf.StreamDecodeLevel.all)
    except pikepdf.PikepdfError as error:
        raise ValueError("damaged JPEG") from error
    finally:
        settings.set_qpdf_limits(dct_max_memory=before["dct_max_memory"])


def _orientation(image: Image.Image, notes: list[str]) -> int:
    """The EXIF orientation 1-8; anything else (0, nonsense, unreadable) counts as upright and is noted."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except _BROKEN_IMAGE:
        value = None
    if value in (*_ROTATIONS, *_MIRRORED):
        return int(value)
    notes.append("Arah foto tidak tertulis dengan benar: periksa apakah halamannya tegak.")
    return 1


# -- everything else -------------------------------------------------------------------------------------


def _from_other(
    path: str, kind: str, dpi: int, paper: str, max_pages: int, notes: list[str]
) -> Iterator[PageImage]:
    from PIL import Image

    formats = {"HEIC": ["HEIF"]}.get(kind, [kind])
    with Image.open(path, formats=formats) as image:
        frames = getattr(image, "n_frames", 1) if kind == "TIFF" else 1
        if frames > max_pages:
            raise Unacceptable(
                f"Berkas TIFF berisi {frames} halaman (batasnya {max_pages}).",
                "Bagi menjadi beberapa berkas.",
            )
        for frame in range(frames):
            if frame:
                image.seek(frame)
            _check_size(image)
            declared = _declared_dpi(image)
            lossy = kind == "HEIC" or image.info.get("compression") == "jpeg"
            # Decoded before its tags are asked: Pillow decodes for them, fails once, and would not fail again.
            image.load()
            orientation = _orientation(image, notes)
            if kind != "PNG":
                orientation = 1  # Pillow turns TIFF and HEIC pictures while decoding
            flat = plain(upright(image, orientation))
            if oversized(flat.size, dpi, paper):
                notes.append(f"Gambar diperkecil ke {dpi} dpi.")
                flat = _shrunk(flat, dpi, paper)
            yield _encode(flat, lossy=lossy, declared=declared)


# -- sizes -----------------------------------------------------------------------------------------------


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_IMAGE_PIXELS:
        raise Unacceptable(f"Gambar terlalu besar ({width} x {height} titik).", SMALLER)
    if min(width, height) < SHORTEST_SIDE_PIXELS:
        raise Unacceptable(
            f"Gambar terlalu kecil ({width} x {height} titik) untuk sebuah halaman.", SCAN_AGAIN
        )


def _declared_dpi(image: Image.Image) -> float | None:
    """The resolution in the file where it can be true of a scan; 72 and 96 are what software writes unasked."""
    try:
        horizontal, vertical = (float(number) for number in image.info.get("dpi", ()))
    except _BROKEN_IMAGE:
        return None
    sane = (
        math.isfinite(horizontal)
        and 99 < horizontal < 1300
        and abs(horizontal - vertical) < 0.05 * horizontal
    )
    return horizontal if sane else None


def _shrunk(image: Image.Image, dpi: int, paper: str) -> Image.Image:
    from PIL import Image

    target = target_size(image.size, dpi, paper)
    if target[0] >= image.size[0]:
        return image
    soft = {"1": "L", "P": "RGB"}.get(image.mode, image.mode)  # these modes cannot hold the shades between
    return image.convert(soft).resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)


# -- encoding --------------------------------------------------------------------------------------------


def _good_profile(image: Image.Image) -> bytes | None:
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


def _encode(image: Image.Image, *, lossy: bool, declared: float | None) -> PageImage:
    buffer = io.BytesIO()
    profile = _good_profile(image)
    if lossy and image.mode not in ("1", "P"):
        if image.mode not in ("L", "RGB"):
            image, profile = image.convert("RGB"), None
        image.save(buffer, "JPEG", quality=JPEG_QUALITY, icc_profile=profile)
    elif image.mode == "1":
        image.save(buffer, "PNG")
    else:
        image.info.pop("transparency", None)
        image.save(buffer, "PNG", icc_profile=profile if image.mode != "P" else None)
    return PageImage(buffer.getvalue(), *image.size, declared)


def _as_pdf(picture: PageImage, dpi: int, paper: str) -> bytes:
    import img2pdf

    page_width, page_height, width, height = layout(
        (picture.width, picture.height), dpi, paper, picture.declared_dpi
    )
    pdf: bytes = img2pdf.convert(
        picture.encoded,
        layout_fun=lambda *_: (page_width, page_height, width, height),
        rotation=img2pdf.Rotation[str(picture.rotation)],
        nodate=True,
        engine=img2pdf.Engine.pikepdf,
    )
    return pdf
