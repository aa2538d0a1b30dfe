"""Put an older copy of the workbook back, with a row of Koreksi that says so; the present state is kept first.

The tables are carried back one by one, so that it works in Excel too, where the open workbook cannot be replaced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xl_macros.actions.requests import RestoreBackup
from xl_macros.click.office import Office, Summary
from xl_macros.click.ownership import own_clicks
from xl_macros.click.request import Hint
from xl_macros.domain.corrections import BETWEEN, CorrectionKind
from xl_macros.domain.procedure import STORE_STEP
from xl_macros.domain.step_log import chained_fields, verify_chain
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping.backups import Backup, backups_of, chosen_backup
from xl_macros.keeping.chained import CHAINS, append_sealed, next_number
from xl_macros.keeping.witnesses import register_id
from xl_macros.records import Correction, LoggedStep
from xl_macros.tables.bodies import Row
from xl_macros.tables.form_sheet import CHOICES
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import (
    CORRECTIONS,
    DECISIONS,
    DISPOSITION_SHEET,
    EVENTS,
    LOG,
    RECAP_SHEET,
    REGISTER,
    SCANS,
    TABLES,
    Filled,
    Table,
)
from xl_macros.tables.settings import read_settings

_COUNTED = (DECISIONS, REGISTER, SCANS, LOG, EVENTS, CORRECTIONS)
_LISTED = 60
_NAMES_A_ROW = 200
"""So many names fit into a cell of Koreksi."""


def hints(office: Office, given: Mapping[str, str]) -> Mapping[str, Hint]:
    """The newest copies by their names: their numbers change with the next copy."""
    names = tuple(each.path.stem for each in backups_of(office)[:CHOICES])
    return {"backup": Hint(names, "pilih dari daftar; yang terbaru di atas")}


def run(office: Office, request: RestoreBackup) -> Summary:
    """Restore the chosen copy, or list them when none was chosen. Asks first and says what the tables will lose.

    Refused when a chain of the copy is broken. Files are left where they lie: the correction names those whose rows
    the copy does not have, and the check tells them apart from foreign ones.
    """
    found = backups_of(office)
    if not found:
        raise Refusal(
            f"Folder {office.folders.backups.name} tidak berisi cadangan.", cure="Periksa folder itu."
        )
    if not request.backup:
        lines = [each.line(office.now) for each in found[:_LISTED]]
        more = [f"... dan {len(found) - _LISTED} yang lebih lama"] if len(found) > _LISTED else []
        head = "Cadangan yang dapat dipulihkan, yang terbaru di atas (pilih di Alat > Pulihkan cadangan):"
        return Summary("\n".join([head, *lines, *more]))
    chosen = chosen_backup(found, request.backup)
    if not request.reason:
        raise Refusal("Alasan pemulihan belum diisi.", cure="Tulis mengapa cadangan itu dipulihkan.")
    office.officer()
    with office.desk.open_copy(chosen.path) as old:
        return _restored(office, chosen, old, request.reason)


def _restored(office: Office, chosen: Backup, old: TableStore, reason: str) -> Summary:
    _refuse_foreign(office, chosen, old)
    _refuse_broken(chosen, old)
    if not office.confirmed:
        counts = [
            f"{table.sheet}: {len(office.tables.rows(table))} -> {len(old.rows(table))}" for table in _COUNTED
        ]
        raise NeedsConfirmation(
            f"Isi buku kerja dikembalikan ke keadaan {chosen.line(office.now).partition(' ')[2]}.\n"
            f"Jumlah baris {'; '.join(counts)}.\nKeadaan sekarang disimpan dahulu sebagai cadangan. Pulihkan?"
        )
    left = _left_over(office, old)
    for table in TABLES:
        if table is not CORRECTIONS:
            columns = [
                place for place, column in enumerate(table.columns) if column.filled is not Filled.BY_FORMULA
            ]
            office.tables.stage_restore(table, columns, old.values(table, office.tables))
    office.desk.redraw((RECAP_SHEET, DISPOSITION_SHEET), old)
    office.tables.put(CORRECTIONS, [Row(dict(row).items()) for row in old.rows(CORRECTIONS)])
    append_sealed(office, Correction, _rows(office, chosen, left, reason))
    office.transaction.not_undoable()
    said = [f"Isi buku kerja dipulihkan dari {chosen.path.name}; dicatat di lembar {CORRECTIONS.sheet}."]
    if left:
        said.append(f"Barisnya tidak ikut, berkasnya tetap di tempatnya: {', '.join(left[:12])}.")
    return Summary("\n".join([*said, "Jalankan Periksa Keutuhan."]))


def _refuse_foreign(office: Office, chosen: Backup, old: TableStore) -> None:
    """Several registers may have one folder for copies, and a name is no proof: only this register's are put back.

    A copy is this register's when this account's clicks wrote it, or when its log begins as ours does; before there
    is a log, when it bears the office's name.
    """
    if any(click.backup == chosen.path.name for click in own_clicks(office.folders).clicks):
        return
    ours, theirs = register_id(office.tables.records(LoggedStep)), register_id(old.records(LoggedStep))
    name = office.settings.text("office_name")
    if ours == theirs if ours and theirs else read_settings(old).text("office_name") == name:
        return
    raise Refusal(
        f"Cadangan {chosen.path.name} bukan salinan register ini.",
        cure="Pilih cadangan yang lain; register lain memakai folder cadangan yang sama.",
    )


def _refuse_broken(chosen: Backup, old: TableStore) -> None:
    """A copy that somebody has worked in by hand does not take the office's place."""
    for table in CHAINS:
        report = verify_chain(old.rows(table), chained_fields(table.fields))
        if not report.ok:
            raise Refusal(
                f"Cadangan {chosen.path.name} tidak utuh: lembar {table.sheet}, {report.reason}",
                cure="Pilih cadangan yang lain.",
            )


def _left_over(office: Office, old: TableStore) -> list[str]:
    """Files of scans and codes of berkas whose rows, or whose step of storing, the copy does not have."""
    pairs: tuple[tuple[Table, str], ...] = ((SCANS, "file"), (DECISIONS, "berkas"))
    left = [
        str(row[field])
        for table, field in pairs
        for row in office.tables.rows(table)
        if row[field] and row[field] not in {each[field] for each in old.rows(table)}
    ]
    stored = _stored(office.tables) - _stored(old)
    return list(dict.fromkeys([*left, *sorted(stored)]))


def _stored(tables: TableStore) -> set[str]:
    return {step.berkas for step in tables.records(LoggedStep) if step.step == STORE_STEP and step.berkas}


def _rows(office: Office, chosen: Backup, left: Sequence[str], reason: str) -> list[Correction]:
    """The rows of Koreksi: one, or as many as the names need."""
    first, officer = next_number(office, CORRECTIONS), office.officer()
    parts = [left[start : start + _NAMES_A_ROW] for start in range(0, len(left), _NAMES_A_ROW)] or [[]]
    rows = len(office.tables.rows(LOG))
    return [
        Correction(
            number=first + place,
            recorded_at=office.now,
            officer=officer.name,
            account=office.account_of(officer),
            kind=CorrectionKind.RESTORED.value,
            target="buku kerja",
            before=BETWEEN.join(part) or None,
            after=f"dipulihkan; log {rows} baris",
            reason=reason,
            evidence=chosen.path.name,
        )
        for place, part in enumerate(parts)
    ]
