"""What a list's columns meant the last time a list of that layout was taken over.

Kept in the office's private folder, one small file. It only proposes: the form shows what was remembered, and a person
changes or takes it. What cannot be read, or names a column that there is none of, proposes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from xl_macros.click.office import Office
from xl_macros.places.folders import make_private, replace_private
from xl_macros.places.plain_files import read_plain

LAYOUTS_FILE = "daftar-dikenal.json"
_LARGEST_BYTES = 1_000_000
_MOST_LAYOUTS = 200

Layouts = dict[str, dict[str, str]]
"""By layout: the title of each column, and the header of the Register's column that it was taken for."""


def remembered(office: Office, layout: str, choices: Collection[str]) -> Mapping[str, str]:
    """What the columns of that layout were taken for, as far as these are still choices."""
    known = _read(_file(office)).get(layout, {})
    return {title: header for title, header in known.items() if header in choices}


def remember(office: Office, layout: str, meanings: Mapping[str, str]) -> None:
    """Have it written down once the click is saved; the layouts used longest ago go first."""
    path = _file(office)

    def write() -> str:
        known = _read(path)
        known.pop(layout, None)
        kept = [*known.items()][-_MOST_LAYOUTS + 1 :]
        make_private(path.parent)
        replace_private(path, msgspec.json.encode({**dict(kept), layout: dict(meanings)}))
        return ""

    office.transaction.afterwards(write)


def _file(office: Office) -> Path:
    return office.folders.private / LAYOUTS_FILE


def _read(path: Path) -> Layouts:
    try:
        return msgspec.json.decode(read_plain(path, _LARGEST_BYTES), type=Layouts)
    except (OSError, msgspec.DecodeError, RecursionError):
        return {}
