"""What must hold in an office whatever happened to it, and its content as one comparable value."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from office_at_work import DeskOfAnOffice
from privacy import open_to

from xl_macros.archive.fixity import verify_scans, verify_special_folder
from xl_macros.domain.step_log import chained_fields, verify_chain
from xl_macros.file_engine import open_book
from xl_macros.tables.form_sheet import read_form
from xl_macros.tables.recap_sheet import RECAP
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, EVENTS, LOG, REGISTER, SCANS, TABLES

CHAINS = (LOG, SCANS, EVENTS, CORRECTIONS)
WATCHED = (DECISIONS, REGISTER, *CHAINS)
KEPT_ELSEWHERE = {".kecuali", "Cadangan", "Kotak Masuk Pemindai"}


def content(desk: DeskOfAnOffice) -> dict[str, Any]:
    """All tables, the recap and the form with their values, and every file of the office's folders with its hash."""
    book = open_book(desk.book)
    tables = TableStore(book)
    found: dict[str, Any] = {
        table.name: [dict(row) for row in tables.rows(table)] for table in (*TABLES, RECAP)
    }
    found["form"] = read_form(book)
    book.close()
    found["files"] = {
        path.relative_to(desk.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(desk.folder.rglob("*"))
        if path.is_file()
        and path != desk.book
        and not KEPT_ELSEWHERE & set(path.relative_to(desk.folder).parts)
    }
    return found


def sources(desk: DeskOfAnOffice) -> dict[str, str]:
    """The scanner's folder: originals, which nothing may ever touch."""
    folder = desk.folder / "Kotak Masuk Pemindai"
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def complaints(desk: DeskOfAnOffice) -> list[str]:
    """What is wrong with the office; [] when every invariant holds."""
    book = open_book(desk.book)
    tables = TableStore(book)
    rows = {table.name: tables.rows(table) for table in WATCHED}
    book.close()
    found = []
    for table in CHAINS:
        report = verify_chain(rows[table.name], chained_fields(table.fields))
        if not report.ok:
            found.append(f"{table.name}: {report.reason}")
    gone = removed_files(rows[SCANS.name], rows[CORRECTIONS.name])
    found += [f"removed and still there: {name}" for name in gone if (desk.folder / name).exists()]
    report = verify_scans([row for row in rows[SCANS.name] if row["file"] not in gone], desk.folder)
    found += [str(finding) for finding in report.findings]
    found += [str(finding) for finding in verify_special_folder(desk.folder / "Folder Khusus").findings]
    found += _twice("register code", [row["code"] for row in rows[REGISTER.name]])
    found += _twice("berkas", [row["berkas"] for row in rows[DECISIONS.name]])
    found += _twice("scan id", [row["scan_id"] for row in rows[SCANS.name]])
    found += [f"open without a date: {row['code']}" for row in rows[REGISTER.name] if _open_without_date(row)]
    return found + [f"left behind: {name}" for name in left_behind(desk.folder)]


def removed_files(scans: Sequence[Mapping[str, Any]], corrections: Sequence[Mapping[str, Any]]) -> set[str]:
    """The files that corrections had removed, read from the lists alone."""
    ids = {
        row["target"]
        for row in corrections
        if row["kind"] == "tarik pindaian" and "berkas dihapus" in row["after"]
    }
    return {row["file"] for row in scans if row["scan_id"] in ids}


def left_behind(folder: Path) -> list[str]:
    """Files of an interrupted button that are still there, and files that others could read."""
    patterns = (
        ".kecuali/jurnal.json",
        ".kecuali/persiapan/**/*",
        "**/.*.sebagian",
        "**/.~*.tmp",
        "**/.kecuali-*",
    )
    found = [path.relative_to(folder).as_posix() for pattern in patterns for path in folder.glob(pattern)]
    readable = [path for path in folder.rglob("*") if path.name != "kunci" and open_to(path)]
    made_by_us = [path for path in readable if "Kotak Masuk Pemindai" not in path.parts]
    return found + [f"{path.relative_to(folder)} (readable by others)" for path in made_by_us]


def _twice(what: str, values: list[Any]) -> list[str]:
    given = [value for value in values if value]
    return [f"{what} given twice: {value}" for value in sorted({v for v in given if given.count(v) > 1})]


def _open_without_date(row: Mapping[str, Any]) -> bool:
    status = str(row["status"] or "")
    if "berakhir" in status and "segera" not in status:
        return row["end_on"] is None
    return "dibuka lebih awal" in status and row["event_on"] is None
