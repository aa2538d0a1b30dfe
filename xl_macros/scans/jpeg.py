"""A JPEG without what does not belong in an archive: place and owner of the phone, previews, hidden videos.

The picture data is not touched: this is not a re-encoding.
"""

from __future__ import annotations

from xl_macros.patterns import regex

_START_OF_SCAN = 0xDA
_END_OF_IMAGE = 0xD9
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_SEQUENTIAL = {0xC0, 0xC1}
_NEXT_MARKER = regex(rb"\xff[^\x00\xff\xd0-\xd7]")
_ICC = b"ICC_PROFILE\x00"


def lean(data: bytes, *, keep_icc: bool) -> bytes:
    """The JPEG up to its end marker, with JFIF, Adobe and (on request) colour profile segments only.

    Raises ValueError when the segments do not add up.
    """
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG start marker")
    kept, at = [data[:2]], 2
    while True:
        marker, at = _marker(data, at)
        if marker == _END_OF_IMAGE:
            kept.append(b"\xff\xd9")
            return b"".join(kept)
        if marker in _STANDALONE:
            kept.append(bytes((0xFF, marker)))
            continue
        end = at + int.from_bytes(data[at : at + 2], "big")
        if end < at + 2 or end > len(data):
            raise ValueError("segment longer than the file")
        if marker == _START_OF_SCAN:
            following = _NEXT_MARKER.search(data, end)
            if following is None:
                raise ValueError("no end marker")
            end = following.start()
        if _is_kept(marker, data[at + 2 : at + 2 + len(_ICC)], keep_icc):
            kept.append(bytes((0xFF, marker)) + data[at:end])
        at = end


def is_sequential(data: bytes) -> bool:
    """Whether the picture is coded once from top to bottom, and not in passes that refine each other.

    Raises ValueError when what stands before the picture does not add up.
    """
    at = 2
    while True:
        marker, at = _marker(data, at)
        if marker in _FRAMES:
            return marker in _SEQUENTIAL
        if marker == _START_OF_SCAN:
            raise ValueError("no word of how the picture is coded")
        if marker not in _STANDALONE:
            at += int.from_bytes(data[at : at + 2], "big")


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The marker code at `at` (fill bytes skipped) and the place behind it."""
    if data[at : at + 1] != b"\xff":
        raise ValueError("no marker where one must be")
    while data[at : at + 1] == b"\xff":
        at += 1
    if at >= len(data):
        raise ValueError("file ends in a marker")
    return data[at], at + 1


def _is_kept(marker: int, payload: bytes, keep_icc: bool) -> bool:
    if marker == 0xE2:
        return keep_icc and payload.startswith(_ICC)
    return marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE)
