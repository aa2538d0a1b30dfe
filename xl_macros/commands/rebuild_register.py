"""`kecuali rebuild-register`: a workbook from the bags of the special folder alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from xl_macros.actions.compute_expiry import write_expiry
from xl_macros.archive.fixity import bag_folders, verify_bag
from xl_macros.archive.rebuild import StoredBerkas, read_bags
from xl_macros.archive.sealing import KEY_FILE
from xl_macros.click.hosts import FileHost
from xl_macros.click.office import Office
from xl_macros.clock import office_now
from xl_macros.commands.new_office import make_office
from xl_macros.commands.reading import reading_office
from xl_macros.errors import Problem, Refusal
from xl_macros.keeping.chained import append_sealed
from xl_macros.keeping.register import assess_register
from xl_macros.places.folders import copy_private, copy_tree_private, make_private
from xl_macros.places.gate import below, last_name
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, EVENTS, LOG, REGISTER, SCANS, Table

REBUILT = "register dibangun ulang"


def rebuild_register(folder: Path, out: Path) -> str:
    """Make a new office in `out` from the bags in `folder` and say what came back; the bags stay untouched.

    The new office gets copies of the whole bags, older versions too, and of the key's half on sealed scans: it
    passes its own check, and the printed recovery key opens what is sealed.
    Rows get new places in the hash chains, since a bag knows only its own berkas' rows; an event says so and
    names the heads that the bags bear. A bag that is damaged is reported and left out. Refused when no bag
    can be read.
    """
    from xl_macros.file_engine import open_book

    if not folder.is_dir():
        raise Refusal(f"Folder {folder} tidak ditemukan.", cure="Tunjukkan Folder Khusus.")
    read = read_bags(folder)
    sound = [stored for stored in read.stored if verify_bag(stored.folder).ok]
    problems = [
        *read.problems,
        *(Problem(f"{s.folder.name} tidak utuh.") for s in read.stored if s not in sound),
    ]
    if not sound:
        raise Refusal(
            "Tidak ada berkas utuh di folder itu.", problems=problems, cure="Pulihkan dari cadangan."
        )
    book = open_book(make_office(out))
    office = reading_office(FileHost(book), office_now())
    _put(office, DECISIONS, [stored.decision for stored in sound])
    _put(office, REGISTER, [row for stored in sound for row in stored.rows])
    scans = [_restored(office, stored, row) for stored in sound for row in stored.scan_rows]
    for table, rows in (
        (SCANS, sorted(scans, key=lambda row: str(row["scan_id"]))),
        (LOG, sorted((row for stored in sound for row in stored.log), key=_number)),
        (EVENTS, [*_events(sound), _rebuilt(office, sound)]),
    ):
        append_sealed(office, table, [_known(table, row) for row in rows])
    _bring_bags(folder, office.folders.special)
    write_expiry(office, assess_register(office))
    office.tables.write_changes()
    book.save()
    book.close()
    entries = sum(len(stored.rows) for stored in sound)
    lines = [
        f"{len(sound)} berkas dengan {entries} informasi dan {len(scans)} pindaian dibangun ulang di {out}."
    ]
    return "\n".join([*lines, *(f"- dilewati: {problem}" for problem in problems)])


def _bring_bags(folder: Path, special: Path) -> None:
    for bag in bag_folders(folder):
        if verify_bag(bag).ok:
            copy_tree_private(bag, make_private(special / bag.parent.name) / bag.name)
    half = folder / KEY_FILE
    if half.is_file() and not half.is_symlink():
        copy_private(half, special / KEY_FILE)


def _put(office: Office, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    office.tables.put(table, [Row(_known(table, row).items()) for row in rows])


def _known(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that the table has; a bag of another version may hold more or fewer."""
    return {field: row.get(field) for field in table.fields}


def _number(row: Mapping[str, Any]) -> int:
    number = row.get("number")
    return number if isinstance(number, int) else 0


def _events(sound: Sequence[StoredBerkas]) -> list[Mapping[str, Any]]:
    """The events of all bags, each once: one that touches two berkas lies in both their bags."""
    once = {repr(sorted(event.items(), key=str)): event for stored in sound for event in stored.events}
    return sorted(once.values(), key=_number)


def _rebuilt(office: Office, sound: Sequence[StoredBerkas]) -> dict[str, Any]:
    heads = "; ".join(f"{stored.folder.name}: {stored.log_head}" for stored in sound)
    return {
        "number": max((_number(event) for event in _events(sound)), default=0) + 1,
        "recorded_at": office.now,
        "officer": "Kecuali",
        "target": "register",
        "kind": REBUILT,
        "happened_on": office.today,
        "evidence": heads[:30_000],
    }


def _restored(office: Office, stored: StoredBerkas, row: Mapping[str, Any]) -> dict[str, Any]:
    """The scan's row, its file copied from the bag to the scans folder."""
    name = last_name(str(row["file"]))
    target = below(office.folders.scans, f"{stored.berkas}/{name}")  # `read_bags` let nothing else through
    make_private(target.parent)
    copy = copy_private(below(stored.folder / "data", name), target)
    if hashlib.sha256(copy.read_bytes()).hexdigest() != row["sha256"]:
        raise Refusal(
            f"{name} di {stored.folder.name} tidak sama dengan catatannya.", cure="Pulihkan dari cadangan."
        )
    return {**row, "file": copy.relative_to(office.folders.root).as_posix()}
