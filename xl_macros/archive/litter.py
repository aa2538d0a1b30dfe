"""What Explorer, Finder, Office and drives leave in folders: no scans, no findings, nothing to tell staff about.

A closed list, with the size that such a thing has at most: whatever is larger is looked at like any other file.
"""

from __future__ import annotations

_KILO, _MEGA = 1 << 10, 1 << 20

_FILES = {
    "thumbs.db": 64 * _MEGA,
    "ehthumbs.db": 64 * _MEGA,
    "ehthumbs_vista.db": 64 * _MEGA,
    "desktop.ini": 64 * _KILO,
    ".ds_store": 4 * _MEGA,
    ".localized": _KILO,
    "icon\r": 4 * _MEGA,
    ".apdisk": 64 * _KILO,
    ".directory": 64 * _KILO,
}
"""Names in lower case, and the most bytes each has."""

_FOLDERS = {
    "system volume information",
    "$recycle.bin",
    "recycler",
    ".trashes",
    ".trash",
    ".spotlight-v100",
    ".fseventsd",
    ".temporaryitems",
    ".documentrevisions-v100",
    "lost+found",
    "__macosx",
}
"""What systems keep at the root of a drive; names in lower case."""

_APPLE_DOUBLE, _APPLE_DOUBLE_BYTES = "._", 4 * _MEGA
_OFFICE_LOCK, _OFFICE_LOCK_BYTES = "~$", _KILO
_LIBRE_LOCK, _LIBRE_LOCK_BYTES = ".~lock.", _KILO


def is_litter(name: str, size: int | None) -> bool:
    """Whether a file of that name and size in bytes, or a folder (`size` None), is a system's own litter."""
    plain = name.casefold()
    if size is None:
        return plain in _FOLDERS or plain.startswith(".trash-")
    if plain.startswith(_LIBRE_LOCK) and plain.endswith("#"):
        return size <= _LIBRE_LOCK_BYTES
    if plain.startswith(_OFFICE_LOCK):
        return size <= _OFFICE_LOCK_BYTES
    if plain.startswith(_APPLE_DOUBLE):
        return size <= _APPLE_DOUBLE_BYTES
    return plain in _FILES and size <= _FILES[plain]
