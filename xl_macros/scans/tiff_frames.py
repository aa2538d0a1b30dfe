"""What each frame of a TIFF says of itself: its own resolution, and whether it is a page at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

    from xl_macros.scans.paper import Dpi

_NEW_SUBFILE_TYPE, _SUBFILE_TYPE = 254, 255
_ACROSS, _DOWN, _UNIT = 282, 283, 296
_REDUCED, _MASK = 1, 4  # bits of NewSubfileType (TIFF 6.0, section 8)
_OLD_REDUCED = 2  # SubfileType, its predecessor
_INCHES = {2: 1.0, 3: 2.54}


def stated_dpi(image: Image.Image) -> Dpi | None:
    """The resolution that this frame states; Pillow's own note would be an earlier frame's where it has none.

    Without a unit it is only the shape of the dots, in numbers too small to be a resolution.
    """
    tags = _tags(image)
    try:
        unit = _INCHES.get(int(tags.get(_UNIT, 2)))
        across, down = float(tags[_ACROSS]), float(tags[_DOWN])
        unit = unit if unit is not None else 1 / max(across, down)
        return across * unit, down * unit
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None


def thumbnails(image: Image.Image, frames: int) -> frozenset[int]:
    """The frames that call themselves a smaller picture of a page, or a mask for one; none if all do."""
    marked = set()
    for frame in range(frames):
        image.seek(frame)
        if _is_thumbnail(_tags(image)):
            marked.add(frame)
    image.seek(0)
    return frozenset() if len(marked) == frames else frozenset(marked)


def _is_thumbnail(tags: dict[int, Any]) -> bool:
    new, old = tags.get(_NEW_SUBFILE_TYPE, 0), tags.get(_SUBFILE_TYPE, 0)
    return bool(isinstance(new, int) and new & (_REDUCED | _MASK)) or old == _OLD_REDUCED


def _tags(image: Image.Image) -> Any:
    return getattr(image, "tag_v2", {})
