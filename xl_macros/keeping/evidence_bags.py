"""The sealed bags against the workbook: log, heads, scans, events, typed cells; each difference by its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from xl_macros.archive.bag_reading import MANIFEST, BadBag, Manifests
from xl_macros.archive.fixity import newest_bags, shown_bag
from xl_macros.archive.rebuild import StoredBerkas, read_bag
from xl_macros.archive.sidecar import BadSidecar
from xl_macros.archive.special_folder import TAG_MANIFEST, bag_version
from xl_macros.click.office import Office
from xl_macros.domain.identity import berkas_of_code
from xl_macros.domain.procedure import STORE_STEP
from xl_macros.domain.seals import changed_cells
from xl_macros.domain.step_log import GENESIS, chained_fields
from xl_macros.keeping.bag_changes import CellChange, Recorded, differences
from xl_macros.keeping.corrected import restored_at
from xl_macros.keeping.register import by_berkas
from xl_macros.patterns import regex
from xl_macros.places.hashing import sha256_of
from xl_macros.records import LoggedStep
from xl_macros.tables.blocks import shorten
from xl_macros.tables.cells import read_text
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, EVENTS, LOG, REGISTER, SCANS, Table

REBUILT = "register dibangun ulang"
"""The kind of event that stands at the head of a register built from bags: it names the heads they bear."""

_PLACES = frozenset({"file"})
"""Where a scan lies is held against the folder itself; it may lie elsewhere than when it was stored."""

_HEAD = regex(r"\b[0-9a-f]{64}\b")
_KEYS = {LOG: "number", EVENTS: "number", CORRECTIONS: "number", SCANS: "scan_id"}


@dataclass(slots=True)
class BagEvidence:
    """What the bags say against the workbook. `told` are codes that are named as gone."""

    problems: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)


class _Compared(NamedTuple):
    """What a bag's register says against the tables."""

    stored_at: datetime
    against: list[str]
    changes: list[CellChange]
    """Of the newest bag of a berkas: its typed cells."""


class BagRegisters:
    """What the registers in the bags say against the tables.

    `manifests` are those of the bags in their places (`FolderCheck.manifests`). Whether the bags are sound need not
    be known yet. A register is compared at once, and not kept, where log, seal and manifest prove that it is the one
    that was stored; what any other says is looked at only where it counts.
    """

    def __init__(self, office: Office, manifests: Mapping[Path, Manifests]) -> None:
        self.newest = set(newest_bags(office.folders.special).values())
        self._tables = _Tables(office)
        seals = {_hex(row.evidence_hash) for row in office.tables.records(LoggedStep)} - {""}
        self.read: dict[Path, StoredBerkas | _Compared | BadBag | BadSidecar] = {}
        for bag, each in manifests.items():
            stored = _read(bag, each)
            if isinstance(stored, StoredBerkas) and _seal_of(bag) in seals and _is_sealed(bag, each):
                self.read[bag] = self.compared(bag, stored)
            else:
                self.read[bag] = stored

    def compared(self, bag: Path, stored: StoredBerkas | _Compared) -> _Compared:
        """The register against the tables, if it was not compared yet."""
        if isinstance(stored, _Compared):
            return stored
        newest = bag in self.newest
        changes = self._tables.register_changes(stored) if newest else []
        return _Compared(stored.stored_at, self._tables.against(stored, newest=newest), changes)


def bags_against_workbook(
    office: Office, registers: BagRegisters, damaged: Collection[str], absent: Collection[str]
) -> BagEvidence:
    """Every sound bag against the tables.

    `damaged` are the names (year/folder) of bags that failed their own check, `absent` the berkas whose bag is missing
    or lies elsewhere: both are told already.
    """
    found = BagEvidence()
    sound = {bag: one for bag, one in registers.read.items() if shown_bag(bag) not in damaged}
    said: set[str] = set()
    found.problems += [f"{shown_bag(bag)}: {one}" for bag, one in sound.items() if isinstance(one, Exception)]
    read = {bag: one for bag, one in sound.items() if not isinstance(one, Exception)}
    until = restored_at(office)
    earlier = {bag for bag, stored in read.items() if until is not None and stored.stored_at <= until}
    strange = _unlogged(office, list(sound), damaged, earlier, found, absent)
    for bag, stored in read.items():
        if bag in strange:
            continue  # it is none of ours: what it says proves nothing
        compared = registers.compared(bag, stored)
        fresh = [text for text in compared.against if text not in said] if bag not in earlier else []
        said.update(fresh)
        found.problems += fresh
        found.told |= {change.code for change in compared.changes if not change.column}
        found.problems += _named(compared.changes)
    return found


def _read(bag: Path, manifests: Manifests) -> StoredBerkas | BadBag | BadSidecar:
    """What the bag's register says, or why it cannot be read."""
    try:
        return read_bag(bag, manifests)
    except (BadBag, BadSidecar) as problem:
        return problem


def _named(changes: Sequence[CellChange]) -> list[str]:
    sheets = {True: DECISIONS.sheet, False: REGISTER.sheet}
    return [f"Lembar {sheets['.' not in change.code]}, {change}" for change in changes]


def _unlogged(
    office: Office,
    sound: Sequence[Path],
    damaged: Collection[str],
    earlier: Collection[Path],
    found: BagEvidence,
    absent: Collection[str],
) -> set[Path]:
    """The bags that are not those which the log's rows of step 5 name; they and rows without a bag become problems.

    Bags of before a backup was put back (`earlier`) may have lost their row.
    """
    rows_of = by_berkas(row for row in office.tables.records(LoggedStep) if row.step == STORE_STEP)
    every: set[Path] = set()
    bags_of: dict[str, list[Path]] = {}
    for bag in sound:
        bags_of.setdefault(bag_version(bag.name)[0], []).append(bag)
    for berkas, rows in rows_of.items():
        logged = {seal: row for row in rows if (seal := _hex(row.evidence_hash))}
        if not logged:
            continue  # stored by a version that did not log the bag's hash
        bags = bags_of.get(berkas, [])
        seals = [_seal_of(bag) for bag in bags]
        gone = [row for seal, row in logged.items() if seal not in seals]
        strange = _strange(bags, seals, logged, len(gone), older_rows=len(logged) < len(rows))
        strange = [bag for bag in strange if bag not in earlier]
        every.update(strange)
        found.problems += [
            f"{shown_bag(bag)}: bukan simpanan yang tercatat di lembar {LOG.sheet}; "
            "isinya disegel ulang atau ditaruh orang."
            for bag in strange
        ]
        told = sum(bag_version(name.split("/")[-1])[0] == berkas for name in damaged) + (berkas in absent)
        found.problems += [
            f"{berkas}: simpanan menurut lembar {LOG.sheet} baris {row.sheet_row} tidak ada di Folder Khusus."
            for row in gone[len(strange) + told :]
        ]
    return every


def _strange(
    bags: Sequence[Path], seals: Sequence[str], logged: Collection[str], gone: int, *, older_rows: bool
) -> list[Path]:
    """The bags that no row names; with `older_rows`, those before the first named one were not logged."""
    first = next((place for place, seal in enumerate(seals) if seal in logged), None)
    if older_rows:
        start = len(bags) - gone if first is None else first
        bags, seals = bags[start:], seals[start:]
    return [bag for bag, seal in zip(bags, seals, strict=True) if seal not in logged]


def _hex(cell: str | None) -> str:
    return (cell or "").strip().lower()


def _seal_of(bag: Path) -> str:
    return sha256_of(bag / TAG_MANIFEST)


def _is_sealed(bag: Path, manifests: Manifests) -> bool:
    """Whether the manifest is the one that the bag's seal names."""
    return sha256_of(bag / MANIFEST) == manifests.tags.get(MANIFEST)


class _Tables:
    """The workbook's tables, keyed once for all bags."""

    def __init__(self, office: Office) -> None:
        rows = office.tables.rows_to_read
        self.heads = {str(row["chain_hash"] or "").strip().lower() for row in rows(LOG)}
        for row in rows(EVENTS):
            if row["kind"] == REBUILT:
                self.heads.update(_HEAD.findall(str(row["evidence"] or "").lower()))
        self.rows = {table: {row[key]: row for row in rows(table)} for table, key in _KEYS.items()}
        self.sealed = {
            table: tuple(name for name in chained_fields(table.fields) if name not in _PLACES)
            for table in _KEYS
        }
        self.decisions = {str(row["berkas"]): row for row in rows(DECISIONS) if row["berkas"]}
        self.register: dict[str, list[Row]] = {}
        for row in rows(REGISTER):
            self.register.setdefault(berkas_of_code(row["code"]), []).append(row)
        self.recorded = Recorded(office)

    def register_changes(self, stored: StoredBerkas) -> list[CellChange]:
        """Typed cells that differ from what the bag has."""
        rows = self.register.get(stored.berkas, [])
        return differences(stored, self.decisions.get(stored.berkas), rows, self.recorded)

    def against(self, stored: StoredBerkas, *, newest: bool) -> list[str]:
        """What of the chained lists differs from what the bag has of them."""
        name = shown_bag(stored.folder)
        parts: list[tuple[Table, Sequence[Mapping[str, Any]]]] = [
            (LOG, stored.log),
            (EVENTS, stored.events),
            (CORRECTIONS, stored.corrections),
            (SCANS, stored.scan_rows if newest else ()),
        ]
        problems = [text for table, rows in parts for row in rows for text in self._row(table, row, name)]
        head = stored.log_head.strip().lower()
        if head and head != GENESIS and head not in self.heads and not problems:
            problems.append(
                f"Lembar {LOG.sheet}: hash kepala yang tersimpan di {name} tidak ada lagi; log dipotong atau "
                "dihitung ulang."
            )
        return problems

    def _row(self, table: Table, row: Mapping[str, Any], bag: str) -> list[str]:
        key = _KEYS[table]
        header = table.column(key).header
        mine = self.rows[table].get(row.get(key))
        if mine is None:
            return [
                f"Lembar {table.sheet}: {header} {row.get(key)} tidak ada lagi, padahal tersimpan di {bag}."
            ]
        fields = self.sealed[table]
        if not row.get("chain_hash"):  # the bag's own row, which bears the bag's hash in the log only
            fields = tuple(name for name in fields if name != "evidence_hash")
        return [
            f"Lembar {table.sheet} baris {mine.sheet_row}, {table.column(name).header}: "
            f"{_cell(before)} di {bag}, sekarang {_cell(after)}."
            for name, before, after in changed_cells(row, mine, fields)
        ]


def _cell(value: object) -> str:
    return shorten(read_text(value) or "(kosong)", 80)
