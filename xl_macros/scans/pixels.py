"""Pictures of every mode as plain upright ones that a page can hold. Runs in the parsing process only."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


def plain(image: Image.Image) -> Image.Image:
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


def upright(image: Image.Image, orientation: int) -> Image.Image:
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
