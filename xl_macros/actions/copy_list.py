"""Next year's list from this one's: the rows of a decision once more under the new one, for staff to strike from."""

from __future__ import annotations

from datetime import date

from xl_macros import records
from xl_macros.actions.requests import CopyList
from xl_macros.click.office import Office, Summary
from xl_macros.domain.renewal import likeness
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping.row_findings import FOUND_OPEN
from xl_macros.tables.schema import DECISIONS, REGISTER

_KEPT = (
    "information",
    "unit",
    "legal_basis",
    "harm_if_open",
    "benefit_if_closed",
    "extent",
    "exempt_part",
    "period_text",
    "place",
    "responsible",
    "summary",
    "part_grounds",
)
"""What describes the information; codes, dates, events, scans and conclusions belong to the old decision."""


def run(office: Office, request: CopyList) -> Summary:
    """Copy the living rows of one decision under another one's number; links and codes come when it is received.

    Refused when the old decision has no rows or the new one stands in no row of Keputusan. Rows that the new
    decision has already (the same words) are not doubled.
    """
    officer = office.officer()
    old = _decision(office, request.target)
    new = _new_decision(office, request.number, old)
    entries = office.tables.records(records.Entry)
    mine = [each for each in entries if _belongs(each, old)]
    there = {likeness(each.information or "") for each in entries if _belongs(each, new)}
    wanted = [
        each
        for each in mine
        if (each.test_conclusion or "").casefold() != FOUND_OPEN
        and not each.state
        and likeness(each.information or "") not in there
    ]
    if not mine:
        raise Refusal(
            f"Tidak ada informasi pada {old.number}.",
            cure=f"Periksa kolom Nomor Keputusan di lembar {REGISTER.sheet}.",
        )
    if not wanted:
        return Summary(
            f"Semua {len(mine)} informasi {old.number} sudah ada pada {new.number}; tidak ada yang disalin."
        )
    if not office.confirmed:
        raise NeedsConfirmation(
            f"Salin {len(wanted)} informasi dari {old.number} ke {new.number}? Coretlah sesudahnya yang tidak lagi "
            "dikecualikan menurut keputusan yang baru."
        )
    copies = [
        records.Entry(
            decision_number=new.number,
            note=f"Disalin dari {each.code or old.number} oleh {officer.name}, {office.today:%d/%m/%Y}.",
            **{field: getattr(each, field) for field in _KEPT},
        )
        for each in wanted
    ]
    office.tables.put_records(records.Entry, [*entries, *copies])
    return Summary(
        f"{len(copies)} informasi disalin dari {old.number} ke {new.number}. Hapus baris yang tidak lagi dikecualikan, "
        "periksa jangka waktunya, lalu klik Terima Keputusan."
    )


def _belongs(entry: records.Entry, decision: records.Decision) -> bool:
    if entry.berkas and decision.berkas:
        return entry.berkas == decision.berkas
    return bool(entry.decision_number) and entry.decision_number == decision.number


def _decision(office: Office, targets: tuple[str, ...]) -> records.Decision:
    return office.chosen(records.Decision, "berkas", "number", target=targets)


def _new_decision(office: Office, number: str | None, old: records.Decision) -> records.Decision:
    found = [
        each
        for each in office.tables.records(records.Decision)
        if number and each.number == number and each.sheet_row != old.sheet_row
    ]
    if len(found) != 1:
        raise Refusal(
            f"Keputusan baru '{number or ''}' tidak ditemukan di lembar {DECISIONS.sheet}.",
            cure="Tulis dahulu keputusan yang baru di lembar itu, lalu sebut nomornya persis seperti tertulis.",
        )
    newer, older = found[0].decided_on, old.decided_on
    if isinstance(newer, date) and isinstance(older, date) and newer <= older:
        raise Refusal(
            f"{found[0].number} tidak lebih baru daripada {old.number}.",
            cure="Periksa kedua tanggal keputusan itu.",
        )
    return found[0]
