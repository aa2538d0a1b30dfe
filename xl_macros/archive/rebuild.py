"""The register's rows, read back from the bags of the special folder alone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from xl_macros.archive import sidecar
from xl_macros.archive.bag_reading import BadBag, Manifests, read_manifests, read_small
from xl_macros.archive.fixity import bag_folders, newest_bags
from xl_macros.archive.sidecar import BadSidecar, Row
from xl_macros.archive.special_folder import REGISTER_FILE, bag_version
from xl_macros.errors import Problem
from xl_macros.places.gate import UnsafePathError, last_name, safe_name

_LISTS = ("rows", "events", "log", "scan_rows", "scans", "corrections")


@dataclass(frozen=True, slots=True)
class StoredBerkas:
    """What one bag's sidecar says. `folder` is the bag; rows are keyed by `Column.field`, dates are dates."""

    folder: Path
    berkas: str
    year: int
    stored_at: datetime
    log_head: str
    decision: Row
    rows: tuple[Row, ...]
    events: tuple[Row, ...]
    log: tuple[Row, ...]
    scan_rows: tuple[Row, ...]
    scans: tuple[Row, ...]
    corrections: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class BagsRead:
    """What could be read, in the order of the folders, and what could not and why."""

    stored: tuple[StoredBerkas, ...]
    problems: tuple[Problem, ...]


def read_bags(
    special_folder: Path, *, every_version: bool = False, only: Collection[str] | None = None
) -> BagsRead:
    """Read the newest bag of each berkas (or every version) of a special folder; of all berkas, or of those named.

    Nothing in the files is trusted: a sidecar that is too large, too deep, not ours, or not the one that the
    bag's manifest was sealed with becomes a Problem. The scans themselves are not hashed here.
    """
    folders = bag_folders(special_folder) if every_version else list(newest_bags(special_folder).values())
    if only is not None:
        folders = [folder for folder in folders if bag_version(folder.name)[0] in only]
    stored: list[StoredBerkas] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            stored.append(read_bag(folder))
        except (BadBag, BadSidecar) as error:
            name = folder.relative_to(special_folder).as_posix()
            problems.append(Problem(f"{name}: {error}", "Pulihkan folder itu dari cadangan."))
    return BagsRead(tuple(stored), tuple(problems))


def read_bag(folder: Path, manifests: Manifests | None = None) -> StoredBerkas:
    """What the bag's sidecar says. Raises BadBag or BadSidecar for one that was not written so.

    `manifests`: the bag's, where somebody has read them already.
    """
    sealed = (manifests or read_manifests(folder)).payload.get(f"data/{REGISTER_FILE}")
    data = read_small(folder / "data" / REGISTER_FILE, sidecar.LARGEST_BYTES)
    if sealed is None or hashlib.sha256(data).hexdigest() != sealed:
        raise BadSidecar("register.json berubah sejak disimpan.")
    return stored_in(folder, data)


def stored_in(folder: Path, data: bytes) -> StoredBerkas:
    """What the bytes of a sidecar say of the bag in `folder`. Raises BadSidecar."""
    content = sidecar.decode(data)
    decision = content.get("decision")
    stored_at = content.get("stored_at")
    berkas, year = content.get("berkas"), content.get("year")
    if not (isinstance(decision, dict) and isinstance(stored_at, datetime)):
        raise BadSidecar("register.json tidak lengkap.")
    if not (isinstance(berkas, str) and isinstance(year, int) and date.min.year <= year <= date.max.year):
        raise BadSidecar("register.json tidak menyebut berkas dan tahunnya.")
    scan_rows = sidecar.rows(content, "scan_rows")
    try:
        safe_name(berkas)
        for row in scan_rows:
            last_name(str(row.get("file") or ""))
    except UnsafePathError as unsafe:
        raise BadSidecar(f"register.json menyebut nama yang {unsafe}.") from None
    return StoredBerkas(
        folder,
        berkas,
        year,
        stored_at,
        str(content.get("log_head") or ""),
        sidecar.rows({"decision": [decision]}, "decision")[0],
        *(tuple(sidecar.rows(content, key)) for key in _LISTS),
    )
