"""How a picture of so many pixels lies on a sheet of paper. Pure: numbers in, numbers out."""

from __future__ import annotations

POINTS_PER_INCH = 72.0
POINTS_PER_MM = POINTS_PER_INCH / 25.4
PAPERS = {"A4": (210 * POINTS_PER_MM, 297 * POINTS_PER_MM), "F4": (215 * POINTS_PER_MM, 330 * POINTS_PER_MM)}
"""Short and long side in points. F4 (folio) is the other paper of Indonesian offices."""

OVERSIZE = 2.0
"""A picture is made smaller only when it has more than this many times the asked resolution."""

Pixels = tuple[int, int]
"""Width and height."""


def fit_scale(size: Pixels, paper: str) -> float:
    """Points per pixel at which the picture just fits the paper, upright or lying as the picture is."""
    (short, long), sides = PAPERS[paper], sorted(size)
    return min(short / sides[0], long / sides[1])


def oversized(size: Pixels, dpi: int, paper: str) -> bool:
    return POINTS_PER_INCH / fit_scale(size, paper) > OVERSIZE * dpi


def target_size(size: Pixels, dpi: int, paper: str) -> Pixels:
    shrink = fit_scale(size, paper) * dpi / POINTS_PER_INCH
    return max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))


def layout(
    size: Pixels, dpi: int, paper: str, declared_dpi: float | None
) -> tuple[float, float, float, float]:
    """Page width and height, picture width and height in points, before /Rotate.

    The page is always the paper, upright or lying; the picture fills it unless the file states a size that is
    smaller, and is never blown up to less than half the asked resolution.
    """
    (short, long), (width, height) = PAPERS[paper], size
    scale = min(fit_scale(size, paper), POINTS_PER_INCH / (declared_dpi or dpi / 2))
    page = (short, long) if height >= width else (long, short)
    return (*page, width * scale, height * scale)
