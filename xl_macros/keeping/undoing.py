"""Whose click may be taken back, and what stays of it: a row of Koreksi, and every code that it gave.

Undo is for one's own last clicks of the day while nothing has left the office; for all else there is a correction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from xl_macros.click.journal import Record
from xl_macros.click.office import Office
from xl_macros.domain.corrections import UNDONE, CorrectionKind, not_in_force, undone_numbers
from xl_macros.domain.identity import plain_name
from xl_macros.domain.procedure import Officer
from xl_macros.errors import Refusal
from xl_macros.keeping.chained import append_sealed, next_number
from xl_macros.keeping.witnesses import DRAFTED, made_reports
from xl_macros.records import Correction, Event, LoggedStep
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, REGISTER, SCANS

STAYS = (CORRECTIONS.name,)
"""What was once corrected stays on its list, and so does what was taken back."""

_SAME_CLICK = timedelta(seconds=1)
"""A moment read back from a cell may differ by a fraction of a second from what the click was."""

_INSTEAD = {
    "receive_decision": CorrectionKind.WITHDRAW_DECISION,
    "import_list": CorrectionKind.WITHDRAW_ENTRY,
    "attach_scans": CorrectionKind.WITHDRAW_SCAN,
    "build_recap": CorrectionKind.REOPEN_RECAP,
    "check_recap": CorrectionKind.REOPEN_RECAP,
    "store_documents": CorrectionKind.REOPEN_RECAP,
    "export_disposition": CorrectionKind.REOPEN_RECAP,
    "email_report": CorrectionKind.REOPEN_RECAP,
    "record_event": CorrectionKind.VOID_EVENT,
}
"""The correction to use where a click can no longer be taken back."""


def refuse_not_own(office: Office, record: Record, officer: Officer) -> None:
    """Refuse what another officer did, what was done on another day, and what has left the office since."""
    at = datetime.fromisoformat(record.at)
    if not _is(office, record.officer, officer):
        raise Refusal(
            f"{record.name} dikerjakan oleh {record.officer}, bukan oleh {officer.name}; "
            "yang dikerjakan petugas lain tidak diurungkan.",
            cure=_instead(
                record, f"Mintalah {record.officer} mengurungkannya hari ini juga, atau pakai Koreksi"
            ),
        )
    if at.date() != office.today:
        raise Refusal(
            f"{record.name} dikerjakan tanggal {at:%d/%m/%Y}; yang diurungkan hanya pekerjaan hari ini.",
            cure=_instead(record, "Pakai Koreksi"),
        )
    drafts = [
        each
        for each in office.tables.records(Event)
        if each.kind == DRAFTED and _not_before(each.recorded_at, at)
    ]
    if drafts:
        raise Refusal(
            f"Sejak {record.name} sudah disusun surel laporan {drafts[-1].target} ({drafts[-1].note or '-'}); "
            "yang sudah keluar dari kantor tidak diurungkan.",
            cure=_instead(record, "Pakai Koreksi"),
        )
    later = [each for each in _standing(office) if each.recorded_at and each.recorded_at > at + _SAME_CLICK]
    if later:
        raise Refusal(
            f"Sesudah {record.name} dicatat koreksi nomor {later[-1].number} ('{later[-1].kind}'), yang tidak dapat "
            "diurungkan.",
            cure=_instead(record, "Pakai Koreksi"),
        )


def note_undone(office: Office, record: Record, officer: Officer, given: Sequence[str]) -> None:
    """Seal the row that says what was taken back, by whom and when, and which codes are never given again."""
    at = datetime.fromisoformat(record.at)
    numbers = [each.number for each in _of_the_click(office, record, at) if each.number]
    gone = f"kode hangus: {', '.join(given)}" if given else ""
    row = Correction(
        number=next_number(office, CORRECTIONS),
        recorded_at=office.now,
        officer=officer.name,
        account=office.account_of(officer),
        kind=UNDONE,
        target=record.name,
        before=f"dikerjakan {officer.name}, {at:%d/%m/%Y %H.%M}",
        after="; ".join(filter(None, [not_in_force(numbers), gone])) or "seperti sebelumnya",
        reason="diurungkan oleh yang mengerjakannya",
        evidence=record.transaction_id,
    )
    append_sealed(office, Correction, [row])


def codes_and_numbers(office: Office) -> list[str]:
    """The codes of berkas, entries and scans, and the numbers of reports, that the tables bear now."""
    tables = office.tables
    places = ((DECISIONS, "berkas"), (REGISTER, "code"), (SCANS, "scan_id"))
    codes = [code for table, field in places for code in tables.column(table, field)]
    codes += [made.number for made in made_reports(tables.records(LoggedStep))]
    return [str(code) for code in codes if code]


def _standing(office: Office) -> list[Correction]:
    """The corrections that were not taken back themselves, without the rows that say so of others."""
    listed = office.tables.records(Correction)
    undone = undone_numbers(listed)
    return [each for each in listed if each.kind != UNDONE and each.number not in undone]


def _is(office: Office, who: str, officer: Officer) -> bool:
    """Whether a record's officer, a name or an account, is this one."""
    own = {plain_name(each) for each in (officer.name, officer.account) if each}
    known = {plain_name(each) for other in office.officers() for each in (other.name, other.account)}
    name = plain_name(who)
    return name in own or (name not in known and name == plain_name(office.account))


def _of_the_click(office: Office, record: Record, at: datetime) -> list[Correction]:
    """The corrections that the click recorded: the last ones, alike in all but what they change.

    Not every correction of that moment: another click may have recorded one just before.
    """
    if CORRECTIONS.name not in record.tables:
        return []
    found = [each for each in _standing(office) if _is_of(each.recorded_at, at)]
    return [*takewhile(lambda each: _alike(each) == _alike(found[-1]), reversed(found))][::-1]


def _alike(row: Correction) -> tuple[object, ...]:
    return row.kind, row.reason, row.officer, row.recorded_at


def _not_before(moment: datetime | None, at: datetime) -> bool:
    return moment is None or moment >= at - _SAME_CLICK


def _is_of(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and abs(moment - at) <= _SAME_CLICK


def _instead(record: Record, words: str) -> str:
    kind = _INSTEAD.get(record.button)
    return f"{words} '{kind.value}'." if kind else f"{words}."
