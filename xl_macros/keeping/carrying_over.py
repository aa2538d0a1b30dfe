"""What an older workbook holds, carried into an empty one of this version and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from xl_macros.click.hosts import FileHost
from xl_macros.click.journal import journal_file
from xl_macros.click.office import Office
from xl_macros.domain.procedure import RECAP_STEP
from xl_macros.domain.recap import build_recap
from xl_macros.domain.step_log import chained_fields, verify_chain
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.file_engine import open_book
from xl_macros.keeping import views
from xl_macros.keeping.chained import CHAINS
from xl_macros.keeping.old_workbook import Old, seeds
from xl_macros.keeping.reading import reading_office
from xl_macros.keeping.register import assess_register, recap_lines
from xl_macros.places.folders import OfficeFolders
from xl_macros.tables.bodies import Columns
from xl_macros.tables.recap_sheet import write_recap
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import (
    CHOICES,
    DECISIONS,
    DISPOSITION_SHEET,
    HOLIDAYS,
    LEGAL_BASES,
    LOG,
    RECAP_SHEET,
    REGISTER,
    SETTINGS,
    STEPS,
    TABLES,
    Table,
)
from xl_macros.tables.settings import as_carried, read_settings

_KEYS = {SETTINGS.name: "name", STEPS.name: "step", LEGAL_BASES.name: "act", HOLIDAYS.name: "date"}
_STAFFS = {SETTINGS.name: ("value",), STEPS.name: ("role", "standard")}
"""Of these the new workbook has every row; what the office may set in them comes from the old one."""


def ask_about_what_stays(old: Old, *, confirmed: bool) -> None:
    """Raises NeedsConfirmation when something has no place in the new workbook."""
    if old.left and not confirmed:
        raise NeedsConfirmation("\n".join(["Ini tidak ikut ke buku kerja baru:", *old.left, "Lanjutkan?"]))


def refuse_cut_off(folders: OfficeFolders) -> None:
    """Refuse an office in whose workbook a button was cut off: what it began is settled there first."""
    if journal_file(folders).exists():
        raise Refusal(
            "Sebuah tombol terputus di buku kerja ini dan belum dibereskan.",
            cure="Klik tombol apa saja di buku itu; bila ditolak, pulihkan buku dari folder Cadangan, lalu ulangi.",
        )


def carry(fresh: Path, old: Old, folders: OfficeFolders, now: datetime) -> str:
    """Fill the empty workbook, read it back, and say what was carried. Refused when it is not whole."""
    expected = _write(fresh, old, folders, now)
    _check(fresh, expected, old)
    return _said(expected, old)


def _write(fresh: Path, old: Old, folders: OfficeFolders, now: datetime) -> dict[str, Columns]:
    """Fill the new workbook and save it; the columns that must be read back of each table.

    What of the old one is staged is forgotten there: nothing asks for its rows any more.
    """
    book = open_book(fresh)
    try:
        office = reading_office(FileHost(book), now)
        office.folders = folders
        for table in TABLES:
            if table.name in old.tables:
                rows = old.tables[table.name].rows
                office.tables.put(table, _carried(table, office.tables.rows(table), rows))
                if table is not LEGAL_BASES:
                    rows.clear()
        office.settings = read_settings(office.tables)
        _stage_views(office, old.notes)
        for name, text in old.named.items():
            office.tables.stage_named_value(name, text)
        expected = {table.name: office.tables.filled_columns(table) for table in TABLES}
        office.tables.write_changes()
        office.tables.forget()
        book.save()
    finally:
        book.close()
    return expected


def _carried(table: Table, seeds: Sequence[Row], old: Sequence[Row]) -> list[Row]:
    """The table's rows in the new workbook. References keep what the office has and gain what is new."""
    key = _KEYS.get(table.name)
    if key is None:
        return [Row(_split_urgency(row) if table is DECISIONS else row, 0) for row in old] or list(seeds)
    if table.name in _STAFFS:
        before = {row[key]: row for row in old}
        for row in seeds:
            if row[key] in before:
                row.update({field: before[row[key]][field] for field in _STAFFS[table.name]})
            if table is SETTINGS:
                row["value"] = as_carried(row["name"], row["value"])
        return list(seeds)
    known = {_known_by(row[key]) for row in old}
    return [Row(row, 0) for row in (*old, *(row for row in seeds if _known_by(row[key]) not in known))]


def _split_urgency(row: Row) -> Row:
    """Once one column held how secret a letter is and how urgent: SRIKANDI has a field for each."""
    urgencies = {word.casefold() for word in CHOICES["urgensi"][1]}
    words = {word.casefold(): word for word in CHOICES["sifat"][1]}
    written = row["secrecy"] or ""
    if row["urgency"] is None and written in urgencies:  # our own word of then, in small letters
        return Row({**row, "secrecy": None, "urgency": written})
    return Row({**row, "secrecy": words.get(written.casefold(), row["secrecy"])})


def _known_by(value: Any) -> object:
    """Holidays are known by their year: what an office struck off a year does not come back."""
    return getattr(value, "year", value)


def _stage_views(office: Office, notes: Mapping[str, str]) -> None:
    views.redraw(office, (DISPOSITION_SHEET, RECAP_SHEET))
    if any(row["step"] == RECAP_STEP for row in office.tables.rows(LOG)):
        recap = build_recap(recap_lines(assess_register(office)), office.today)
        office.tables.stage_view(RECAP_SHEET, lambda book: write_recap(book, recap, notes))


def _check(fresh: Path, expected: Mapping[str, Columns], old: Old) -> None:
    """Refuse unless every row is read back as it was and every chain stands as it stood."""
    book = open_book(fresh)
    try:
        tables = TableStore(book)
        for table in TABLES:
            if tables.filled_columns(table) != expected[table.name]:
                raise _not_whole(table)
        for table in CHAINS:
            before = old.chains.get(table.name)
            if before and verify_chain(tables.rows(table), chained_fields(table.fields)) != before:
                raise _not_whole(table)
    finally:
        book.close()


def _not_whole(table: Table) -> Refusal:
    return Refusal(
        f"Isi lembar {table.sheet} tidak terbaca kembali dengan utuh di buku kerja baru.",
        cure="Pakai terus buku kerja lama dan beri tahu pemelihara.",
    )


def _said(expected: Mapping[str, Columns], old: Old) -> str:
    counts = ", ".join(
        f"{len(expected[name][0])} {what}"
        for name, what in (
            (DECISIONS.name, "keputusan"),
            (REGISTER.name, "informasi"),
            (LOG.name, "baris log"),
        )
    )
    new = [f"{header} ({name})" for name, table in old.tables.items() for header in table.missing]
    lines = [f"{counts} dibawa dan terbaca kembali dengan utuh."]
    if new:
        lines.append(f"Kolom baru yang masih kosong: {', '.join(new)}.")
    acts = {row["act"]: row for row in seeds(LEGAL_BASES)}
    kept_acts = [row["act"] for row in old.tables[LEGAL_BASES.name].rows if acts.get(row["act"], row) != row]
    if kept_acts:
        lines.append(
            f"Dasar hukum yang dalam versi baru tertulis lain, dibiarkan seperti semula: {', '.join(kept_acts)}."
        )
    return "\n".join(lines)
