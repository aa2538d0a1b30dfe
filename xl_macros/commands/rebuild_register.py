"""`kecuali rebuild-register`: a workbook from the bags of the special folder alone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from xl_macros.actions.compute_expiry import write_expiry
from xl_macros.archive.bag_reading import read_manifests
from xl_macros.archive.judging import Judged, SoundBag, judge_bags, scan_name
from xl_macros.archive.sealing import KEY_FILE
from xl_macros.archive.special_folder import TAG_MANIFEST
from xl_macros.click.hosts import FileHost
from xl_macros.click.office import Office
from xl_macros.commands.new_office import make_office
from xl_macros.domain.procedure import STORE_STEP
from xl_macros.errors import Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.chained import append_sealed_rows
from xl_macros.keeping.evidence_bags import REBUILT
from xl_macros.keeping.reading import reading_office
from xl_macros.keeping.register import assess_register
from xl_macros.places.copying import copy_as_listed
from xl_macros.places.folders import UNFINISHED, copy_private, make_private
from xl_macros.places.gate import below
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, EVENTS, LOG, REGISTER, SCANS, Table

_HEADS_A_ROW = 300


class Rebuilt(NamedTuple):
    """What to say, and whether everything came back."""

    text: str
    whole: bool


def rebuild_register(folder: Path, out: Path) -> Rebuilt:
    """Make a new office in `out` from the bags in `folder` and say what came back; the bags stay untouched.

    Every bag is judged before anything is built; of each berkas the last sound version counts, and each loss is
    named. The office is built beside `out` and renamed, so that a failure leaves nothing half-made. It gets copies
    of the sound bags, older versions too, and of the key's half on sealed scans: it passes its own check, and the
    printed recovery key opens what is sealed. A damaged bag is no bag of the new office, but its list and whole scans
    are taken where no version is sound. Rows get new places in the hash chains, since a bag knows only its
    own berkas' rows; an event says so and names the heads that the bags bear. Refused when nothing can be used.
    """
    if not folder.is_dir():
        raise Refusal(f"Folder {folder} tidak ditemukan.", cure="Tunjukkan Folder Khusus.")
    out = out.absolute()
    if folder.resolve() in (out.resolve(), *out.resolve().parents):
        raise Refusal(
            f"{out} berada di dalam folder yang dibaca.", cure="Pilih folder baru di luar Folder Khusus."
        )
    judged = judge_bags(folder)
    if not judged.newest:
        raise Refusal(
            "Tidak ada berkas utuh di folder itu.", problems=judged.losses, cure="Pulihkan dari cadangan."
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refusal(f"Folder {out.name} sudah ada isinya.", cure="Pilih nama folder yang baru.")
    make_private(out.parent)
    began = f".{out.name[:100]}."
    left = [each for each in out.parent.iterdir() if _is_unfinished(each, began)]
    beside = Path(tempfile.mkdtemp(prefix=began, suffix=UNFINISHED, dir=out.parent))
    try:
        entries, scans = _build(judged, folder, beside)
        if out.exists():
            out.rmdir()
        beside.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    lines = [
        f"{len(judged.newest)} berkas dengan {entries} informasi dan {scans} pindaian dibangun ulang di {out}."
    ]
    lines += [f"- dilewati: {loss}" for loss in judged.losses]
    lines += [
        f"- sisa pembangunan yang terputus, berisi salinan pindaian: hapus folder {each}." for each in left
    ]
    return Rebuilt("\n".join(lines), not judged.losses)


def _is_unfinished(path: Path, began: str) -> bool:
    """Whether a rebuilding of that office was killed there: it is told and not removed, since a name is no proof."""
    return path.name.startswith(began) and path.name.endswith(UNFINISHED) and path.is_dir()


def _build(judged: Judged, folder: Path, place: Path) -> tuple[int, int]:
    """The office as a whole in `place`; how many entries and scans it has."""
    from xl_macros.file_engine import open_book

    book = open_book(make_office(place))
    office = reading_office(FileHost(book))
    stored = [bag.stored for bag in sorted(judged.newest, key=lambda bag: bag.stored.berkas)]
    _put(office, DECISIONS, [each.decision for each in stored])
    _put(office, REGISTER, [row for each in stored for row in each.rows])
    scans = [_restored(office, bag, row) for bag in judged.newest for row in bag.stored.scan_rows]
    log = sorted((row for bag in judged.newest for row in _log(bag)), key=_number)
    events = _once(row for each in stored for row in each.events)
    for table, rows in (
        (SCANS, sorted(scans, key=lambda row: str(row["scan_id"]))),
        (LOG, log),
        (EVENTS, [*events, *_rebuilt(office, judged, events)]),
        (CORRECTIONS, _once(row for each in stored for row in each.corrections)),
    ):
        append_sealed_rows(office, table, [_known(table, row) for row in rows])
    for each in stored:
        steps.show_due(office, each.berkas)
    for bag in filter(lambda each: each.whole, (*judged.older, *judged.newest)):
        _bring(bag, office.folders.special)
    half = folder / KEY_FILE
    if half.is_file() and not half.is_symlink():
        copy_private(half, office.folders.special / KEY_FILE)
    write_expiry(office, assess_register(office))
    office.tables.write_changes()
    book.save()
    book.close()
    return sum(len(each.rows) for each in stored), len(scans) - sum(len(bag.lost) for bag in judged.newest)


def _bring(bag: SoundBag, special: Path) -> None:
    """Copy what was sealed, and nothing else, to the place that the bag's code gives it."""
    target, source = special / bag.name, bag.stored.folder
    read = read_manifests(source)
    for name in (*read.payload, *read.tags, TAG_MANIFEST):
        copy = target / name
        if not copy.resolve().is_relative_to(target.resolve()):
            raise Refusal(f"{source.name} menyebut berkas di luar foldernya.", cure="Pulihkan dari cadangan.")
        make_private(copy.parent)
        if name in read.payload:  # editors of Windows may have put other line ends into the texts beside it
            copy_as_listed(source / name, copy, read.payload[name])
        else:
            copy_private(source / name, copy)


def _put(office: Office, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    office.tables.put(table, [Row(_known(table, row).items()) for row in rows])


def _known(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that the table has; a bag of another version may hold more or fewer."""
    return {field: row.get(field) for field in table.fields}


def _log(bag: SoundBag) -> list[Mapping[str, Any]]:
    """The bag's log rows; its own, which could not hold the bag's hash, gets it now."""
    *before, last = bag.stored.log or ({},)
    if not last:
        return []
    own = last.get("step") == STORE_STEP and not last.get("evidence_hash") and not last.get("chain_hash")
    return [*before, {**last, "evidence_hash": bag.seal} if own else last]


def _number(row: Mapping[str, Any]) -> int:
    number = row.get("number")
    return number if isinstance(number, int) else 0


def _once(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows of all bags, each once: one that touches two berkas lies in both their bags."""
    once = {repr(sorted(row.items(), key=str)): row for row in rows}
    return sorted(once.values(), key=_number)


def _rebuilt(office: Office, judged: Judged, events: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The events that say so, with the heads that the bags bear."""
    heads = [f"{bag.name}: {bag.stored.log_head}" for bag in (*judged.older, *judged.newest)]
    first = max((_number(event) for event in events), default=0) + 1
    return [
        {
            "number": first + place,
            "recorded_at": office.now,
            "officer": "Kecuali",
            "target": "register",
            "kind": REBUILT,
            "happened_on": office.today,
            "evidence": "; ".join(heads[start : start + _HEADS_A_ROW]),
        }
        for place, start in enumerate(range(0, len(heads), _HEADS_A_ROW))
    ]


def _restored(office: Office, bag: SoundBag, row: Mapping[str, Any]) -> dict[str, Any]:
    """The scan's row, its file copied from where it lies whole; one that is nowhere stays listed."""
    name = scan_name(dict(row))
    copy = below(
        office.folders.scans, f"{bag.stored.berkas}/{name}"
    )  # a name from a file never leads outside
    make_private(copy.parent)
    whole = bag.found.get(name, below(bag.stored.folder / "data", name))
    if whole is not None and not copy.exists():
        copy_as_listed(whole, copy, str(row["sha256"]).strip().lower())
    return {**row, "file": copy.relative_to(office.folders.root).as_posix()}
