"""What a lean JPEG keeps, and that rubbish is refused and not walked through for ever."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from xl_macros.scans.jpeg import lean


def photo(**options: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((160, 120), 90).convert("RGB").save(buffer, "JPEG", **options)
    return buffer.getvalue()


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return image.tobytes()


@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"restart_marker_blocks": 2}, {"subsampling": 0}]
)
def test_the_picture_itself_is_untouched(options: dict[str, object]) -> None:
    data = photo(**options)
    assert pixels(lean(data, keep_icc=False)) == pixels(data)


def test_a_colour_profile_is_kept_when_asked_for() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = photo(icc_profile=profile)
    with Image.open(io.BytesIO(lean(data, keep_icc=True))) as image:
        assert image.info["icc_profile"] == profile
    with Image.open(io.BytesIO(lean(data, keep_icc=False))) as image:
        assert "icc_profile" not in image.info


def test_what_follows_the_picture_is_cut_off() -> None:
    data = photo()
    assert lean(data + b"ftypmp42 video", keep_icc=False) == lean(data, keep_icc=False)


def test_lean_twice_is_lean_once() -> None:
    once = lean(photo(comment=b"x"), keep_icc=True)
    assert lean(once, keep_icc=True) == once


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xff\xff",
        b"\xff\xd8\xff\xe1\x00",
        b"\xff\xd8\xff\xe1\x00\x00",
        b"GIF89a",
    ],
)
def test_rubbish_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        lean(data, keep_icc=True)


@given(st.binary(max_size=300))
def test_any_bytes_end(data: bytes) -> None:
    try:
        result = lean(b"\xff\xd8" + data, keep_icc=True)
    except ValueError:
        return
    assert result.endswith(b"\xff\xd9")
