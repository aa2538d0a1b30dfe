"""Scans for tests, drawn once and kept between runs by what they show and what draws them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from PIL import __version__ as pillow

from xl_macros.scans import specimen

_KEPT = Path(__file__).resolve().parents[1] / ".pytest_cache" / "specimens"
_DRAWN_BY = (Path(specimen.__file__).read_bytes(), pillow)


def scan_pdf(lines: Sequence[str], *, seed: int, pages: int = 2) -> bytes:
    """`specimen.make_scan_pdf`, byte for byte."""
    asked = repr((_DRAWN_BY, tuple(lines), seed, pages)).encode()
    kept = _KEPT / f"{hashlib.sha256(asked).hexdigest()}.pdf"
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        made = specimen.make_scan_pdf(lines, seed=seed, pages=pages)
        _KEPT.mkdir(parents=True, exist_ok=True)
        beside = kept.with_suffix(f".{os.getpid()}")
        beside.write_bytes(made)
        beside.replace(kept)  # several processes draw at the same time
        return made


def write_scan(path: Path, lines: Sequence[str], *, seed: int, pages: int = 1) -> Path:
    """A scan that was finished long ago: nobody has to wait whether it still grows."""
    path.write_bytes(scan_pdf(lines, seed=seed, pages=pages))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path
