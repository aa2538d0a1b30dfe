"""What the nightly look at the office left behind: when it ran and what was due then.

A small file in the program's folder of the office. It may be missing, old or anybody's: what cannot be read counts
as never written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xl_macros.places.folders import make_private, replace_private
from xl_macros.places.plain_files import read_plain

NAME = "tugas-malam.json"
LARGEST_BYTES = 4_000_000


class LastRun(NamedTuple):
    """The day of the last run, and the keys of what was due then."""

    on: date | None = None
    keys: frozenset[str] = frozenset()
    damaged: tuple[str, ...] = ()
    """What its share of the integrity check found, in sentences."""


def last_run(private: Path) -> LastRun:
    """What the last run left."""
    path = private / NAME
    try:
        kept = json.loads(read_plain(path, LARGEST_BYTES))
        keys = kept["keys"]
        damaged = tuple(line for line in kept.get("damaged", ()) if isinstance(line, str))
        known = frozenset(key for key in keys if isinstance(key, str))
        return LastRun(date.fromisoformat(kept["on"]), known, damaged)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return LastRun()


def keep_run(private: Path, on: date, keys: Iterable[str], damaged: Iterable[str] = ()) -> None:
    """Leave it for the next run, whole or not at all."""
    make_private(private)
    kept = {"on": on.isoformat(), "keys": sorted(keys), "damaged": list(damaged)}
    replace_private(private / NAME, json.dumps(kept, ensure_ascii=False).encode())
