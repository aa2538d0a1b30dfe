"""Photos and image scans to PDF pages. Runs in the parsing process only (`worker_main`).

A JPEG is embedded as it is (img2pdf), turned by the page's /Rotate; it is re-encoded only when it is mirrored
or more than twice as fine as asked. Everything else is decoded, flattened and stored without loss. The result is
PDF/A-2b, except for CMYK pictures.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_macros.scans import jpeg
from xl_macros.scans.bounds import (
    MAX_BILEVEL_PIXELS,
    MAX_IMAGE_PIXELS,
    SCAN_AGAIN,
    SMALLER,
    Damaged,
    Unacceptable,
)
from xl_macros.scans.page_image import PageImage, encode, good_profile
from xl_macros.scans.paper import Dpi, Pixels, Placing, place
from xl_macros.scans.pdf_archival import declare_archival
from xl_macros.scans.pdf_files import save
from xl_macros.scans.pixels import plain, upright
from xl_macros.scans.tiff_frames import stated_dpi, thumbnails

if TYPE_CHECKING:
    import pikepdf
    from PIL import Image

SHORTEST_SIDE_PIXELS = 50
_ORIENTATION = 274
_ACROSS = 282
_JFIF_UNITS = (1, 2)  # per inch, per centimetre; 0 is an aspect only
_ROTATIONS = {1: 0, 3: 180, 6: 90, 8: 270}
_MIRRORED = (2, 4, 5, 7)
_SIDEWAYS = (5, 6, 7, 8)
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

_TURNED_BY_PILLOW = ("TIFF", "HEIC")
"""Kinds that come upright out of the decoder."""


def image_to_pdf(path: str, kind: str, output: str, dpi: int, max_pages: int) -> dict[str, Any]:
    """Convert one image file (all pages of a TIFF) to a PDF at `output`. Raises Unacceptable."""
    import pikepdf
    from PIL import Image, TiffImagePlugin

    Image.MAX_IMAGE_PIXELS = None  # judged by our own bound, before anything is decoded
    # Its own reader of unpacked TIFFs scrambles those that lie on their side (orientation 5 to 8).
    TiffImagePlugin.READ_LIBTIFF = True
    notes: list[str] = []
    with pikepdf.new() as whole:
        for picture in _pictures(path, kind, dpi, max_pages, notes):
            with pikepdf.open(io.BytesIO(picture.as_pdf())) as page:
                for image in page.pages[0].get_images().values():
                    _unwrap(image)
                whole.pages.extend(page.pages)
        declare_archival(whole)
        save(whole, output)
        return {"pages": len(whole.pages), "notes": list(dict.fromkeys(notes))}


def _pictures(path: str, kind: str, dpi: int, max_pages: int, notes: list[str]) -> Iterator[PageImage]:
    if kind == "HEIC":
        _allow_heic()
    try:
        if kind == "JPEG":
            yield _from_jpeg(Path(path).read_bytes(), dpi, notes)
        else:
            yield from _from_other(path, kind, dpi, max_pages, notes)
    except _BROKEN_IMAGE:
        raise Damaged("Gambar rusak atau terpotong.", "Pindai atau foto ulang.") from None


def _unwrap(image: pikepdf.Object) -> None:
    """A filter that stands alone in a list, written plainly: simple readers look for its name only."""
    import pikepdf

    for key in (pikepdf.Name.Filter, pikepdf.Name.DecodeParms):
        value = image.get(key)
        if isinstance(value, pikepdf.Array) and len(value) == 1:
            image[key] = value[0]


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


def _from_jpeg(data: bytes, dpi: int, notes: list[str]) -> PageImage:
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
        _check_size(image)
        orientation = _orientation(image, notes)
        # A profile that does not fit the pixels is dropped: readers complain or show wrong colours.
        clean = jpeg.lean(data, keep_icc=good_profile(image) is not None)
        _decode_fully(clean)
        placing = place(image.size, _stated_dpi(image), dpi)
        if placing.pixels == image.size and orientation in _ROTATIONS:
            return PageImage(clean, placing, _ROTATIONS[orientation])
        if placing.pixels != image.size:
            notes.append(_reduced("Foto", image.size, placing))
            image.draft(image.mode if image.mode in ("L", "RGB") else None, placing.pixels)
        turned = _resized(upright(image, orientation), _turned(placing, orientation))
        return PageImage(encode(turned, lossy=True), _turned(placing, orientation))


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


def _from_other(path: str, kind: str, dpi: int, max_pages: int, notes: list[str]) -> Iterator[PageImage]:
    from PIL import Image

    formats = {"HEIC": ["HEIF"], "WebP": ["WEBP"]}.get(kind, [kind])
    with Image.open(path, formats=formats) as image:
        frames = getattr(image, "n_frames", 1) if kind == "TIFF" else 1
        if frames > max_pages:
            raise Unacceptable(
                f"Berkas TIFF berisi {frames} halaman (batasnya {max_pages}).",
                "Bagi menjadi beberapa berkas.",
            )
        skipped = thumbnails(image, frames) if kind == "TIFF" else frozenset()
        if skipped:
            notes.append(f"{len(skipped)} gambar kecil (thumbnail) di dalam TIFF bukan halaman dan dilewati.")
        lossy = kind == "HEIC" or _is_lossy_webp(path, kind)
        for frame in range(frames):
            if frame not in skipped:
                image.seek(frame)
                yield _from_frame(image, kind, dpi, lossy=lossy, notes=notes)


def _from_frame(image: Image.Image, kind: str, dpi: int, *, lossy: bool, notes: list[str]) -> PageImage:
    _check_size(image)
    stated = stated_dpi(image) if kind == "TIFF" else _stated_dpi(image)
    lossy = lossy or image.info.get("compression") == "jpeg"
    tag = image.getexif().get(_ORIENTATION, 1) if kind in _TURNED_BY_PILLOW else 1
    # Decoded before its tags are asked: Pillow decodes for them, fails once, and would not fail again.
    image.load()
    orientation = _orientation(image, notes)
    if kind in _TURNED_BY_PILLOW:
        orientation, turned = 1, tag in _SIDEWAYS
    else:
        turned = orientation in _SIDEWAYS
    flat = plain(upright(image, orientation))
    across = (stated[1], stated[0]) if stated and turned else stated
    placing = place(flat.size, across, dpi, keep_pixels=flat.mode == "1")
    if placing.pixels != flat.size:
        notes.append(_reduced("Gambar", flat.size, placing))
        flat = _resized(flat, placing)
    return PageImage(encode(flat, lossy=lossy), placing)


def _is_lossy_webp(path: str, kind: str) -> bool:
    if kind != "WebP":
        return False
    with Path(path).open("rb") as file:
        return b"VP8L" not in file.read(4096)


# -- sizes -----------------------------------------------------------------------------------------------


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > (MAX_BILEVEL_PIXELS if image.mode == "1" else MAX_IMAGE_PIXELS):
        raise Unacceptable(f"Gambar terlalu besar ({width} x {height} titik).", SMALLER)
    if min(width, height) < SHORTEST_SIDE_PIXELS:
        raise Unacceptable(
            f"Gambar terlalu kecil ({width} x {height} titik) untuk sebuah halaman.", SCAN_AGAIN
        )


def _stated_dpi(image: Image.Image) -> Dpi | None:
    """The resolution in the file, across and down; whether it can be true `paper.believed` judges.

    Of a photo with EXIF but without a resolution Pillow says 72: that is nobody's statement. A file that says only
    how its dots are shaped (JFIF and PNG without a unit) gives that, in numbers too small to be a resolution.
    """
    unmeasured = image.format == "JPEG" and image.info.get("jfif_unit", 0) not in _JFIF_UNITS
    try:
        if unmeasured and _ACROSS not in image.getexif():
            return _shape(image.info.get("jfif_density"))
        if "aspect" in image.info:
            return _shape(image.info["aspect"])
        across, down = (float(number) for number in image.info.get("dpi", ()))
    except _BROKEN_IMAGE:
        return None
    return across, down


def _shape(dots: tuple[int, int] | None) -> Dpi | None:
    return (dots[0] / max(dots), dots[1] / max(dots)) if dots and min(dots) > 0 else None


def _turned(placing: Placing, orientation: int) -> Placing:
    """The same for the picture after its pixels were turned by a quarter."""
    if orientation not in _SIDEWAYS:
        return placing
    page, picture, pixels, dpi = (one[::-1] for one in placing)
    return Placing(page, picture, pixels, dpi)  # type: ignore[arg-type]  # a reversed pair is a pair


def _resized(image: Image.Image, placing: Placing) -> Image.Image:
    from PIL import Image

    if image.size == placing.pixels:
        return image
    soft = "RGB" if image.mode == "P" else image.mode  # a palette cannot hold the shades between
    return image.convert(soft).resize(placing.pixels, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _reduced(what: str, size: Pixels, placing: Placing) -> str:
    """What was taken away, in true figures: resolution and pixels before and after."""
    before = placing.dpi[0] * size[0] / placing.pixels[0]
    return (
        f"{what} diperkecil ke {placing.dpi[0]:.0f} dpi dari {before:.0f} dpi "
        f"({size[0]} x {size[1]} menjadi {placing.pixels[0]} x {placing.pixels[1]} titik)."
    )
