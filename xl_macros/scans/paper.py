"""How a picture of so many pixels lies on a page. Pure: numbers in, numbers out.

What a file states about its size is kept: its resolution and its pixels travel together, and where pixels are taken
away the resolution goes down with them. Without a statement the picture is fitted to A4; a strip keeps its width
and gets a long page.
"""

from __future__ import annotations

import math
from typing import NamedTuple

POINTS_PER_INCH = 72.0
MM_PER_INCH = 25.4
PAPERS = {
    "A6": (105.0, 148.0),
    "A5": (148.0, 210.0),
    "A4": (210.0, 297.0),
    "F4": (215.0, 330.0),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
    "A3": (297.0, 420.0),
}
"""Short and long side in millimetres. F4 (folio) is the other paper of Indonesian offices."""

SNAP = 0.03
"""A page becomes a paper of the list when both its sides differ by no more than this share: scanners crop a little."""

ROUNDING = 0.005
"""What a picture may be longer than its paper and is fitted into it; beyond that the page grows, not the loss."""

OVERSIZE = 2.0
"""A picture is made smaller only when it has more than this many times the asked resolution at its own size."""

STRIP = 2.5
"""A picture longer than this many times its width is no sheet: a long screenshot, a receipt, a plan."""

LONGEST_PAGE_INCHES = 200.0
"""What readers of PDF 1.7 need to show (ISO 32000-1, annex C.2)."""

LEAST_DPI, MOST_DPI = 50.0, 2500.0
MOST_UNEVEN = 4.0
"""Dots across for each down, or the reverse, that are believed: the finest fax has 204 x 391, the coarsest 204 x 98."""

_UNASKED = (72.0, 96.0)
"""What software writes without having measured: believed only where no side comes out longer than A3's."""

Pixels = tuple[int, int]
"""Width and height."""

Dpi = tuple[float, float]
"""Dots per inch across and down; a fax has fewer lines down than dots across."""


class Placing(NamedTuple):
    """Page and picture in points, as the picture lies before /Rotate; `pixels` and `dpi` as they are to be stored."""

    page: tuple[float, float]
    picture: tuple[float, float]
    pixels: Pixels
    dpi: Dpi


def believed(size: Pixels, dpi: Dpi | None) -> Dpi | None:
    """The stated resolution where it can be true of a document; None where the file says nothing of use."""
    if dpi is None or not all(math.isfinite(one) and LEAST_DPI <= one <= MOST_DPI for one in dpi):
        return None
    inches = [pixels / one for pixels, one in zip(size, dpi, strict=True)]
    if max(inches) > LONGEST_PAGE_INCHES:
        return None
    unasked = all(any(abs(one - usual) < 0.5 for usual in _UNASKED) for one in dpi)
    if unasked and max(inches) > (1 + SNAP) * PAPERS["A3"][1] / MM_PER_INCH:
        return None
    return dpi


def place(size: Pixels, stated: Dpi | None, asked_dpi: int, *, keep_pixels: bool = False) -> Placing:
    """Where a picture of `size` comes to lie, and with how many pixels.

    `asked_dpi`: what pictures of more than twice that are reduced to; `keep_pixels`: never reduced (1-bit pictures
    would turn grey). Nothing is reduced below the asked resolution of the size that the file states.
    """
    own = believed(size, stated)
    if own is None:
        return _unstated(size, _shape(stated), asked_dpi, keep_pixels=keep_pixels)
    pixels, dpi = size, own
    if not keep_pixels and min(own) > OVERSIZE * asked_dpi:
        pixels = (_fewer(size[0], asked_dpi / own[0]), _fewer(size[1], asked_dpi / own[1]))
        dpi = (own[0] * pixels[0] / size[0], own[1] * pixels[1] / size[1])
    picture = (POINTS_PER_INCH * size[0] / own[0], POINTS_PER_INCH * size[1] / own[1])
    page = _snapped(picture)
    scale = min(1.0, page[0] / picture[0], page[1] / picture[1])
    return Placing(page, (picture[0] * scale, picture[1] * scale), pixels, dpi)


def _fewer(pixels: int, share: float) -> int:
    return max(1, math.ceil(pixels * share - 1e-6))


def _points(millimetres: float) -> float:
    return millimetres * POINTS_PER_INCH / MM_PER_INCH


def _snapped(picture: tuple[float, float]) -> tuple[float, float]:
    """The page for a picture of that size in points: the nearest paper within SNAP, or its own size."""
    short, long = sorted(picture)
    best, page = SNAP, picture
    for narrow, tall in PAPERS.values():
        off = max(abs(short / _points(narrow) - 1), abs(long / _points(tall) - 1))
        if off <= best:
            sides = (_points(narrow), _points(tall))
            best, page = off, sides if picture[1] >= picture[0] else (sides[1], sides[0])
    return (_side(page[0], picture[0]), _side(page[1], picture[1]))


def _side(paper: float, picture: float) -> float:
    return paper if picture <= paper * (1 + ROUNDING) else picture


def _shape(stated: Dpi | None) -> Dpi:
    """How many dots across go for how many down, of a file that says only that, or says a size that cannot be true."""
    if stated is None or not all(math.isfinite(one) and one > 0 for one in stated):
        return 1.0, 1.0
    least = min(stated)
    shape = stated[0] / least, stated[1] / least
    return shape if max(shape) <= MOST_UNEVEN else (1.0, 1.0)


def _unstated(size: Pixels, shape: Dpi, asked_dpi: int, *, keep_pixels: bool) -> Placing:
    """Fitted to A4, upright or lying as the picture is; only the short side is judged for too many pixels."""
    short, long = (_points(side) for side in PAPERS["A4"])
    seen = (size[0] / shape[0], size[1] / shape[1])
    narrow, tall = sorted(seen)
    pixels = size
    fine = narrow * MM_PER_INCH / PAPERS["A4"][0]
    if not keep_pixels and fine > OVERSIZE * asked_dpi:
        pixels = (_fewer(size[0], asked_dpi / fine), _fewer(size[1], asked_dpi / fine))
    if tall > STRIP * narrow:
        long = min(short * tall / narrow, LONGEST_PAGE_INCHES * POINTS_PER_INCH)
    # Never blown up to less than half the asked resolution: an icon is no sheet.
    scale = min(short / narrow, long / tall, 2 * POINTS_PER_INCH / asked_dpi)
    page = (short, long) if seen[1] >= seen[0] else (long, short)
    picture = (seen[0] * scale, seen[1] * scale)
    dpi = (POINTS_PER_INCH * pixels[0] / picture[0], POINTS_PER_INCH * pixels[1] / picture[1])
    return Placing(page, picture, pixels, dpi)
