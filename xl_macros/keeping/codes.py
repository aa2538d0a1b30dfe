"""Codes that are never given twice: the next follows the highest that any table, file or folder of the office bears."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from xl_macros.click.office import Office
from xl_macros.domain import identity
from xl_macros.places.folders import make_private, replace_private
from xl_macros.places.plain_files import read_plain
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, EVENTS, LOG, REGISTER, SCANS

GIVEN_FILE = "kode-terpakai.txt"
"""In the office's private folder: codes given by a click, one a line, so that undoing the click frees none."""

_LARGEST_BYTES = 4_000_000
_BEARERS = {
    DECISIONS: ("berkas",),
    REGISTER: ("code", "berkas", "predecessor", "successor"),
    LOG: ("berkas", "output", "direction"),
    SCANS: ("scan_id", "berkas", "code", "replaces", "covers"),
    EVENTS: ("target", "related", "before", "after", "evidence", "note"),
    CORRECTIONS: ("target", "before", "after"),
}
"""Where codes stand in the tables."""


def next_berkas(office: Office, year: int) -> str:
    """The next berkas code of the year, `B-2025-001`."""
    return identity.next_berkas(year, ever_given(office))


def entry_codes(office: Office, berkas: str) -> Iterator[str]:
    """The next codes of entries of that berkas, one after another, without end."""
    number = identity.last_entry(berkas, ever_given(office))
    while True:
        number += 1
        yield f"{berkas}.{number:02d}"


def scan_ids(office: Office) -> Iterator[str]:
    """The next numbers of scans, one after another, without end."""
    number = identity.last_scan(ever_given(office))
    while True:
        number += 1
        yield f"P-{number:06d}"


def remember(office: Office, codes: Iterable[str]) -> None:
    """Have the codes written down once the click is saved."""
    new = [*codes]

    def write() -> str:
        path = make_private(office.folders.private) / GIVEN_FILE
        lines = "".join(f"{code}\n" for code in [*_given(path), *new])
        replace_private(
            path, lines.encode("ascii", "replace")
        )  # never through a link that somebody laid there
        return ""

    office.transaction.afterwards(write)


def ever_given(office: Office) -> list[str]:
    """All texts of the office in which a code may stand: its tables, the names of its files, what was given before."""
    return office.tables.derived("codes ever given", tuple(_BEARERS), lambda: _bearing(office))


def _bearing(office: Office) -> list[str]:
    texts = [
        value
        for table, fields in _BEARERS.items()
        for field in fields
        for value in office.tables.column(table, field)
        if isinstance(value, str)
    ]
    folders = (office.folders.special, office.folders.scans, office.folders.reports, office.folders.private)
    for folder in folders:
        texts += _names_below(folder)
    return [*texts, *_given(office.folders.private / GIVEN_FILE)]


def _names_below(folder: Path) -> Iterator[str]:
    for _, folders, files in os.walk(folder):
        yield from folders
        yield from files


def _given(path: Path) -> list[str]:
    """The codes of the file; one that cannot be read, is no plain file, or has grown beyond reason says nothing."""
    try:
        return read_plain(path, _LARGEST_BYTES).decode("ascii", "replace").splitlines()
    except OSError:
        return []
