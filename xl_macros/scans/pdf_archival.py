"""PDF/A: pages of pictures say that they are; no clock in the profile.

Runs in the parsing process only (`worker_main`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

_PROFILE_DATE = slice(24, 36)
_PROFILE_ID = slice(84, 100)


@cache
def srgb_profile() -> bytes:
    """The sRGB profile as Pillow's colour engine makes it, without the moment of making."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_PROFILE_DATE] = bytes((7, 234, 0, 1, 0, 1)).ljust(12, b"\0")  # 1 January 2026
    profile[_PROFILE_ID] = bytes(16)
    return bytes(profile)


def declare_archival(pdf: pikepdf.Pdf) -> None:
    """Make a PDF of nothing but pictures one of PDF/A-2b; one with CMYK would need a profile of its press."""
    import pikepdf

    if uses_cmyk(pdf):
        return
    profile = pdf.make_stream(srgb_profile(), N=3)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = pikepdf.Array([intent])
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"


def is_ours(pdf: pikepdf.Pdf) -> bool:
    """Whether `declare_archival` made this one: joined with its like, it stays PDF/A."""
    try:
        profile = pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()
    except (AttributeError, KeyError, IndexError, TypeError, ValueError):
        return False
    return bool(profile == srgb_profile())


def uses_cmyk(pdf: pikepdf.Pdf) -> bool:
    """Whether a picture or a drawing command has CMYK, which an sRGB intent does not cover."""
    import pikepdf

    drawn: list[pikepdf.Page | pikepdf.Object] = list(pdf.pages)
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream):
            if found.get("/ColorSpace") == "/DeviceCMYK":
                return True
            if found.get("/Subtype") == "/Form":
                drawn.append(found)
    return any(pikepdf.parse_content_stream(one, "k K") for one in drawn)
