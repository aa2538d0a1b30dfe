"""Photos and image scans to PDF pages. Runs in the parsing process only (`worker_main`).

A JPEG is embedded as it is (img2pdf), turned by the page's /Rotate; it is re-encoded only when it is mirrored
or more than twice as fine as asked. Everything else is decoded, flattened and stored without loss.
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
from xl_macros.scans.pdf import SCAN_AGAIN, save
from xl_macros.scans.worker_main import MAX_IMAGE_PIXELS, SMALLER, Unacceptable

if TYPE_CHECKING:
    from PIL import Image

POINTS_PER_INCH = 72.0
POINTS_PER_MM = POINTS_PER_INCH / 25.4
PAPERS = {"A4": (210 * POINTS_PER_MM, 297 * POINTS_PER_MM), "F4": (215 * POINTS_PER_MM, 330 * POINTS_PER_MM)}
"""Short and long side in points. F4 (folio) is the other paper of Indonesian offices."""

SHORTEST_SIDE_PIXELS = 50
JPEG_QUALITY = 90
OVERSIZE = 2.0
"""A picture is made smaller only when it has more than this many times the asked resolution."""

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

    with Image.open(io.BytesIO(data), formats=["JPEG", "MPO"]) as image:
        _check_size(image)
        orientation = _orientation(image, notes)
        # A profile that does not fit the pixels is dropped: readers complain or show wrong colours.
        clean = jpeg.lean(data, keep_icc=_good_profile(image) is not None)
        _decode_fully(clean)
        oversized = _oversized(image.size, dpi, paper)
        if not oversized and orientation in _ROTATIONS:
            return PageImage(clean, *image.size, _declared_dpi(image), _ROTATIONS[orientation])
        if oversized:
            notes.append(f"Foto diperkecil ke {dpi} dpi.")
            image.draft(
                image.mode if image.mode in ("L", "RGB") else None, _target_size(image.size, dpi, paper)
            )
        upright = _upright(image, orientation)
        return _encode(_shrunk(upright, dpi, paper), lossy=True, declared=_declared_dpi(image))


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
    except pikepdf.PdfError as error:
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
            plain = _plain(_upright(image, orientation))
            if _oversized(plain.size, dpi, paper):
                notes.append(f"Gambar diperkecil ke {dpi} dpi.")
                plain = _shrunk(plain, dpi, paper)
            yield _encode(plain, lossy=lossy, declared=declared)


def _plain(image: Image.Image) -> Image.Image:
    """The picture in a mode that a page can hold: 1, L, P or RGB, without transparency."""
    from PIL import Image

    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        grey = image.mode in ("LA", "La", "L")
        coloured = image.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(paper, coloured).convert("L" if grey else "RGB")
    if image.mode in ("1", "L", "P", "RGB"):
        return image
    if image.mode.startswith(("I", "F")):
        return _to_eight_bits(image)
    return image.convert("RGB")


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Greyscale of 16 or 32 bits by its full range; a plain convert() would clip it to white."""
    from PIL import Image

    whole = image.convert("F")
    low, high = whole.getextrema()
    if not (
        isinstance(low, float) and isinstance(high, float) and math.isfinite(low) and math.isfinite(high)
    ):
        raise ValueError("no finite grey values")
    if image.mode.startswith("I") and low >= 0 and high <= 65535:
        low, high = 0.0, 65535.0 if high > 255 else 255.0
    scale = 255.0 / (high - low) if high > low else 0.0
    return (
        whole.point(lambda grey: grey * scale - low * scale).convert("L")
        if scale
        else Image.new("L", image.size)
    )


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    from PIL import Image

    turn = Image.Transpose
    turns = {
        2: turn.FLIP_LEFT_RIGHT,
        3: turn.ROTATE_180,
        4: turn.FLIP_TOP_BOTTOM,
        5: turn.TRANSPOSE,
        6: turn.ROTATE_270,
        7: turn.TRANSVERSE,
        8: turn.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


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


def _fit_scale(size: tuple[int, int], paper: str) -> float:
    """Points per pixel at which the picture just fits the paper, upright or lying as the picture is."""
    (short, long), sides = PAPERS[paper], sorted(size)
    return min(short / sides[0], long / sides[1])


def _oversized(size: tuple[int, int], dpi: int, paper: str) -> bool:
    return POINTS_PER_INCH / _fit_scale(size, paper) > OVERSIZE * dpi


def _target_size(size: tuple[int, int], dpi: int, paper: str) -> tuple[int, int]:
    shrink = _fit_scale(size, paper) * dpi / POINTS_PER_INCH
    return max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))


def _shrunk(image: Image.Image, dpi: int, paper: str) -> Image.Image:
    from PIL import Image

    target = _target_size(image.size, dpi, paper)
    if target[0] >= image.size[0]:
        return image
    soft = {"1": "L", "P": "RGB"}.get(image.mode, image.mode)  # these modes cannot hold the shades between
    return image.convert(soft).resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _layout(picture: PageImage, dpi: int, paper: str) -> tuple[float, float, float, float]:
    """Page width and height, picture width and height in points, before /Rotate.

    The page is always the paper, upright or lying; the picture fills it unless the file states a size that is
    smaller, and is never blown up to less than half the asked resolution.
    """
    short, long = PAPERS[paper]
    scale = min(
        _fit_scale((picture.width, picture.height), paper),
        POINTS_PER_INCH / (picture.declared_dpi or dpi / 2),
    )
    page = (short, long) if picture.height >= picture.width else (long, short)
    return (*page, picture.width * scale, picture.height * scale)


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

    page_width, page_height, width, height = _layout(picture, dpi, paper)
    pdf: bytes = img2pdf.convert(
        picture.encoded,
        layout_fun=lambda *_: (page_width, page_height, width, height),
        rotation=img2pdf.Rotation[str(picture.rotation)],
        nodate=True,
        engine=img2pdf.Engine.pikepdf,
    )
    return pdf
