"""The Mark of the Web: the note Windows attaches to a downloaded file, for which Excel blocks its macros.

It is a second stream of the file on an NTFS disk, `NAME:Zone.Identifier`, holding `ZoneId=3` for the internet.
"""

from __future__ import annotations

import re
from pathlib import Path

from xl_macros.patterns import regex

INTERNET_ZONE = 3
_ZONE = regex(rb"^\s*ZoneId\s*=\s*(\d)", re.IGNORECASE | re.MULTILINE)


def mark_stream(file: Path) -> Path:
    return file.with_name(f"{file.name}:Zone.Identifier")


def is_marked(file: Path) -> bool:
    """Whether the file is marked as coming from the internet or a restricted site."""
    try:
        with mark_stream(file).open("rb") as stream:
            found = _ZONE.search(stream.read(4096))
    except OSError:
        return False
    return found is not None and int(found.group(1)) >= INTERNET_ZONE


def remove_mark(file: Path) -> bool:
    """Take the mark off; False when there was none (or the disk keeps no second streams).

    Only for files this project has itself put there.
    """
    try:
        mark_stream(file).unlink()
    except OSError:
        return False
    return True
