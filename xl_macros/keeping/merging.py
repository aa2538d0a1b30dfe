"""Another copy of this office's register: its decisions beside ours, and taking over what does not contradict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from xl_macros.archive.sealing import MAGIC, SUFFIX
from xl_macros.click.office import Office
from xl_macros.domain.decision_number import same_key
from xl_macros.domain.identity import berkas_of_code, is_berkas, is_scan
from xl_macros.domain.merging import Difference, Group, same_entry
from xl_macros.keeping import steps
from xl_macros.keeping.chained import append_sealed, append_sealed_rows, new_event, next_number
from xl_macros.keeping.codes import remember, scan_ids
from xl_macros.keeping.scan_list import count_scans, listed_name
from xl_macros.keeping.stationery import free_name
from xl_macros.places.copying import copy_as_listed, hash_file
from xl_macros.places.folders import OfficeFolders
from xl_macros.places.gate import UnsafePathError, listed
from xl_macros.places.plain_files import open_plain
from xl_macros.records import Event
from xl_macros.tables.bodies import Row
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, EVENTS, LOG, REGISTER, SCANS, Filled, Table

MERGED = "penggabungan salinan"
"""The event that says what was taken from another copy, and under which numbers."""

DOCUMENT = ".pdf"

_NUMBERED = (LOG, EVENTS, CORRECTIONS)


def typed_fields(table: Table) -> dict[str, str]:
    """The fields that people fill in, and the titles of their columns."""
    return {column.field: column.header for column in table.columns if column.filled is Filled.BY_STAFF}


def groups_of(tables: TableStore) -> dict[str, Group]:
    """The decisions of a workbook with all that belongs to them, by a key that names each."""
    entries, chained = tables.rows(REGISTER), {table: tables.rows(table) for table in (LOG, SCANS)}
    found: dict[str, Group] = {}
    for decision in tables.rows(DECISIONS):
        key = _key(decision["number"])
        if not key:
            continue
        berkas = decision["berkas"]
        mine = [
            entry
            for entry in entries
            if (entry["berkas"] == berkas if entry["berkas"] else _key(entry["decision_number"]) == key)
        ]
        of_berkas = {
            table.name: [row for row in rows if berkas and row["berkas"] == berkas]
            for table, rows in chained.items()
        }
        names = {berkas, decision["number"], *(entry["code"] for entry in mine)} - {None}
        events = [row for row in tables.rows(EVENTS) if row["target"] in names and row["kind"] != MERGED]
        names |= {str(row["number"]) for row in events}
        names |= {row["scan_id"] for row in of_berkas[SCANS.name]}
        corrections = [row for row in tables.rows(CORRECTIONS) if row["target"] in names]
        of_berkas |= {EVENTS.name: events, CORRECTIONS.name: corrections}
        found[key] = Group(decision, mine, of_berkas)
    return found


def _key(number: str | None) -> str:
    return same_key(number) or (number or "").strip()


def obstacles(difference: Difference, folders: OfficeFolders) -> list[str]:
    """Why nothing of a decision can be taken: codes that no button gives, scans that are not what the list says.

    The other copy may come from anybody: a file that its list names is read only where a button can have put it.
    """
    return [*_odd_codes(difference.other), *_odd_scans(difference, folders)]


def _odd_codes(group: Group) -> list[str]:
    berkas = group.decision["berkas"]
    odd = [] if berkas is None or is_berkas(berkas) else [berkas]
    codes = [entry["code"] for entry in group.entries if entry["code"] is not None]
    odd += [code for code in codes if not berkas or berkas_of_code(code) != berkas]
    odd += [row["scan_id"] for row in group.chained.get(SCANS.name, ()) if not is_scan(row["scan_id"])]
    return [f"'{_shown(code)}' di sana bukan kode" for code in odd]


def _odd_scans(difference: Difference, folders: OfficeFolders) -> list[str]:
    found = []
    for row in difference.news.get(SCANS.name, ()):
        try:
            path = _stored_there(folders, row)
            if not _is_whole(path, row["sha256"]):
                found.append(f"berkas {_shown(row['file'])} di sana hilang atau berubah")
            elif not _is_document(path):
                found.append(f"berkas {_shown(row['file'])} di sana bukan dokumen PDF")
        except UnsafePathError as unsafe:
            found.append(f"berkas '{_shown(row['file'])}' di sana {unsafe}")
    return found


def _stored_there(folders: OfficeFolders, row: Mapping[str, Any]) -> Path:
    """Where a button has put that scan in the other copy: a document in its berkas' folder. Raises UnsafePathError."""
    path = listed(str(row["file"] or ""), folders.root, folders.scans)
    kinds = (DOCUMENT, f"{DOCUMENT}{SUFFIX}")
    if (
        path.parent != folders.scans / str(row["berkas"])
        or not path.name.endswith(kinds)
        or path.is_symlink()
    ):
        raise UnsafePathError("tidak berada di tempat pindaian berkas itu")
    return path


def _is_whole(path: Path, sha256: object) -> bool:
    return path.is_file() and hash_file(path).sha256 == sha256


def _is_document(path: Path) -> bool:
    """A PDF, or one that was sealed, by how it begins."""
    with open_plain(path) as file:
        begins = file.read(1024)
    return begins.startswith(MAGIC) if path.name.endswith(SUFFIX) else b"%PDF-" in begins


def _shown(value: object) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in str(value))[:120]


def take(office: Office, difference: Difference, folders: OfficeFolders, source: str) -> None:
    """Stage what the other copy has of one decision: cells, rows (sealed anew, under free numbers) and files."""
    decision = _row(
        DECISIONS, difference.mine.decision if difference.mine else None, difference.other.decision
    )
    follows = difference.mine is None or any(difference.news.values())
    _put(office, DECISIONS, [decision if follows else _filled(difference, None)])
    entries = []
    for place, entry in enumerate(difference.mine.entries if difference.mine else ()):
        there = next((each for each in difference.other.entries if same_entry(each, entry)), None)
        entries.append(_row(REGISTER, entry, there) if follows and there else _filled(difference, place))
    entries += [_row(REGISTER, None, each) for each in difference.entries]
    _put(office, REGISTER, entries)
    said = _take_chained(office, difference, folders)
    # on the register: it is no event of the decision's, whose seal stays as it is
    event = new_event(office, MERGED, "register", f"{difference.other.name} dari {source}")
    append_sealed(office, Event, [event._replace(note="; ".join(said)[:2000] or None)])
    codes = [str(row["code"]) for row in difference.other.entries if row["code"]]
    remember(office, [code for code in (difference.other.decision["berkas"], *codes) if code])
    count_scans(office)
    if difference.other.decision["berkas"]:
        steps.show_due(office, difference.other.decision["berkas"])


def _row(table: Table, here: Mapping[str, Any] | None, there: Mapping[str, Any]) -> Row:
    """A row as it stands there, at its place here; a cell that is filled here alone stays."""
    values = dict(there) if here is None else {**here, **{k: v for k, v in there.items() if v is not None}}
    return Row(
        ((name, values[name]) for name in table.fields), here.sheet_row if isinstance(here, Row) else 0
    )


def _filled(difference: Difference, place: int | None) -> Row:
    """A row of ours with the cells that were blank."""
    assert difference.mine is not None  # noqa: S101  # a decision that is not here is taken whole
    row = difference.mine.decision if place is None else difference.mine.entries[place]
    new = {name: value for where, name, value in difference.fills if where == place}
    return Row({**row, **new}.items(), row.sheet_row if isinstance(row, Row) else 0)


def _put(office: Office, table: Table, changed: Sequence[Row]) -> None:
    by_place = {row.sheet_row: row for row in changed if row.sheet_row}
    rows = [by_place.get(row.sheet_row, row) for row in office.tables.rows(table)]
    office.tables.put(table, [*rows, *(row for row in changed if not row.sheet_row)])


def _take_chained(office: Office, difference: Difference, folders: OfficeFolders) -> list[str]:
    """Append the rows of the chained lists; a sentence for each that bears another number here."""
    said: list[str] = []
    renamed: dict[str, str] = {}
    scans = list(_scans(office, difference.news.get(SCANS.name, ()), folders, renamed))
    append_sealed_rows(office, SCANS, scans)
    for table in _NUMBERED:
        number = next_number(office, table)
        rows = []
        for place, row in enumerate(difference.news.get(table.name, ())):
            old, new = str(row["number"]), str(number + place)
            if table is EVENTS:
                renamed[old] = new
            values = {**row, "number": number + place}
            if table is CORRECTIONS:
                values["target"] = renamed.get(str(row["target"]), row["target"])
            rows.append(values)
            said.append(f"{table.sheet} {old} di sana menjadi {new}")
        append_sealed_rows(office, table, rows)
    return [*said, *(f"{old} di sana menjadi {new}" for old, new in renamed.items() if not old.isdecimal())]


def _scans(
    office: Office, rows: Sequence[Mapping[str, Any]], folders: OfficeFolders, renamed: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """The rows of scans under free numbers, their files copied from the other copy's folder."""
    taken = {row["scan_id"] for row in office.tables.rows(SCANS)}
    free, published = scan_ids(office), set[Path]()
    for row in rows:
        scan_id = str(row["scan_id"])
        if scan_id in taken or scan_id in renamed.values():
            renamed[scan_id] = next(each for each in free if each not in taken)
        source = _stored_there(folders, row)
        place = office.folders.scans / source.parent.name
        target = free_name(place, source.stem, source.suffix)
        if (place / source.name).is_file() and _is_whole(place / source.name, row["sha256"]):
            target = place / source.name  # the very file is here already
        elif target not in published:
            staged = office.transaction.staging / f"{scan_id}{source.suffix}"
            copy_as_listed(source, staged, str(row["sha256"]))
            office.transaction.publish(staged, target)
            published.add(target)
        yield {
            **row,
            "scan_id": renamed.get(scan_id, scan_id),
            "replaces": renamed.get(str(row["replaces"]), row["replaces"]),
            "file": listed_name(target, office.folders.root),
            **dict.fromkeys(("checked_at", "check_result", "link")),
        }
