"""What every printed page of the office shares: letterhead and signature."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from xl_macros.errors import Refusal

LOGO_WIDEST_PX = 480
LARGEST_LOGO_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The *kop*: lines in capitals, a small address line, and the logo as PNG bytes (see `load_logo`)."""

    lines: tuple[str, ...]
    address: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs, where. Empty rank or NIP leave a line to be filled by hand."""

    position: str
    name: str
    rank: str = ""
    nip: str = ""
    city: str = ""


def load_logo(path: Path) -> bytes:
    """The picture as a small PNG: decoded and written anew, so nothing of a prepared file reaches the report.

    Raises Refusal when it is missing, too large or no picture.
    """
    from PIL import Image, UnidentifiedImageError  # only when an office has a logo

    cure = "Perbaiki setelan Berkas logo di lembar Pengaturan, atau kosongkan."
    if not path.is_file():  # a device or a pipe would be read for ever
        raise Refusal(f"Berkas logo {path.name} tidak ditemukan.", cure=cure)
    try:
        if path.stat().st_size > LARGEST_LOGO_BYTES:
            raise Refusal(f"Berkas logo {path.name} terlalu besar.", cure=cure)
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            picture.draft("RGB", (LOGO_WIDEST_PX, LOGO_WIDEST_PX))
            shown = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError) as error:
        raise Refusal(f"Berkas logo {path.name} tidak dapat dibaca sebagai gambar.", cure=cure) from error
    shown.thumbnail((LOGO_WIDEST_PX, LOGO_WIDEST_PX))
    flat = Image.new("RGB", shown.size, "white")
    flat.paste(shown, mask=shown.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "PNG", optimize=True)
    return out.getvalue()
