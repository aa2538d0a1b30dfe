"""An event that changes an exemption: consent, ruling, cancellation, amendment, or what was waited for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from xl_macros.actions.compute_expiry import write_expiry
from xl_macros.actions.requests import RecordEvent
from xl_macros.click.office import Office, Summary
from xl_macros.domain.expiry import EventKind, Standing
from xl_macros.errors import Refusal
from xl_macros.keeping.chained import append_sealed, next_number
from xl_macros.keeping.register import Assessed, assess_register
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, EVENTS, REGISTER

_STANDING_AFTER = {EventKind.REVOCATION: Standing.REVOKED, EventKind.AMENDMENT: Standing.AMENDED}
"""Events of a decision as a whole; all others belong to one register entry."""


def run(office: Office, request: RecordEvent) -> Summary:
    """Record one event with its date and evidence, and recompute what it touches.

    A cancellation or amendment is recorded on the decision and reaches all its entries; the row before and
    after is kept with the event. Refused without a kind, a readable date that has come, or evidence.
    """
    kind, happened_on, evidence = _said(office, request)
    officer = office.officer()
    register = office.tables.rows(REGISTER)
    if kind in _STANDING_AFTER:
        decision = _decision(office, request.target)
        _set_standing(office, decision, kind, happened_on, evidence)
        codes = [row["code"] for row in register if row["decision_number"] == decision["number"]]
        target = decision["berkas"] or decision["number"]
    else:
        target = _code(office, request.target)
        codes = [target]
    before = {row["code"]: _state(row) for row in register if row["code"] in codes}
    event: dict[str, Any] = {
        "number": next_number(office.tables.rows(EVENTS)),
        "recorded_at": office.now,
        "officer": officer.name,
        "target": target,
        "kind": kind.value,
        "happened_on": happened_on,
        "evidence": evidence,
        "note": request.note,
    }
    assessed = _reassess(office, event)
    touched = [item for item in assessed if item.row["code"] in codes]
    event["before"] = _join({code: before[code] for code in before})
    event["after"] = _join({item.row["code"]: _outcome(item) for item in touched})
    write_expiry(office, assessed)
    append_sealed(office, EVENTS, [event])
    first = touched[0].outcome.explanation if touched else ""
    more = f" Berlaku untuk {len(touched)} informasi." if len(touched) > 1 else ""
    return Summary(f"{kind.value.capitalize()} pada {target} dicatat.{more} {first}".strip())


def _said(office: Office, request: RecordEvent) -> tuple[EventKind, date, str]:
    if not request.event:
        names = ", ".join(kind.value for kind in EventKind)
        raise Refusal("Jenis peristiwa belum dipilih.", cure=f"Pilih salah satu: {names}.")
    if request.on is None:
        raise Refusal("Tanggal peristiwa belum diisi.", cure="Ketik tanggalnya, misalnya 16/09/2025.")
    if request.on > office.today:
        raise Refusal(
            f"Tanggal peristiwa {request.on:%d/%m/%Y} belum tiba.",
            cure="Catat peristiwa sesudah benar-benar terjadi.",
        )
    if not request.evidence:
        raise Refusal(
            "Bukti peristiwa belum diisi.", cure="Tulis nomor surat, putusan atau dokumen buktinya."
        )
    return EventKind(request.event), request.on, request.evidence


def _decision(office: Office, targets: Sequence[str]) -> Row:
    """The decision meant: chosen itself, or that of the chosen register row."""
    here = office.selection
    register = office.tables.rows(REGISTER)
    on_register = (
        any(row["code"] in targets for row in register) if targets else here and here.sheet == REGISTER.sheet
    )
    if not on_register:
        return office.chosen(DECISIONS, "berkas", "number", target=targets)
    number = office.chosen(REGISTER, "code", target=targets)["decision_number"]
    found = [row for row in office.tables.rows(DECISIONS) if row["number"] == number and number]
    if len(found) != 1:
        raise Refusal(
            f"Keputusan '{number or ''}' tidak ditemukan.", cure=f"Periksa lembar {DECISIONS.sheet}."
        )
    return found[0]


def _code(office: Office, targets: Sequence[str]) -> str:
    row = office.chosen(REGISTER, "code", target=targets)
    if not row["code"]:
        raise Refusal(
            "Baris terpilih belum mempunyai kode.", cure="Klik dahulu Terima Keputusan pada keputusannya."
        )
    return str(row["code"])


def _set_standing(office: Office, decision: Row, kind: EventKind, happened_on: date, evidence: str) -> None:
    if decision["standing"] == Standing.REVOKED:
        raise Refusal(
            f"Keputusan {decision['number']} sudah dicabut ({decision['standing_act'] or 'akta belum ditulis'}).",
            cure="Bila catatan itu salah, urungkan atau perbaiki dahulu di lembar Keputusan.",
        )
    if decision["decided_on"] and happened_on < decision["decided_on"]:
        raise Refusal(
            f"Tanggal {happened_on:%d/%m/%Y} lebih awal dari tanggal keputusan {decision['decided_on']:%d/%m/%Y}.",
            cure="Periksa kedua tanggal itu.",
        )
    decisions = office.tables.rows(DECISIONS)
    for row in decisions:
        if row.sheet_row == decision.sheet_row:
            row["standing"] = _STANDING_AFTER[kind].value
            row["standing_act"], row["standing_on"] = evidence, happened_on
    office.tables.put(DECISIONS, decisions)


def _reassess(office: Office, event: dict[str, Any]) -> list[Assessed]:
    """The register as it is with the event, before the event's own row is sealed with what it changed."""
    events = office.tables.rows(EVENTS)
    office.tables.put(EVENTS, [*events, Row(event.items())])
    assessed = assess_register(office)
    office.tables.put(EVENTS, events)
    return assessed


def _state(row: Row) -> str:
    status = row["status"] or "belum dihitung"
    return f"{status}; {row['explanation']}" if row["explanation"] else str(status)


def _outcome(item: Assessed) -> str:
    return f"{item.outcome.status.symbol} {item.outcome.status.value}; {item.outcome.explanation}"


def _join(states: dict[str | None, str]) -> str:
    """One line an entry; entries that say the same share theirs."""
    codes: dict[str, list[str]] = {}
    for code, state in states.items():
        codes.setdefault(state, []).append(code or "-")
    return "\n".join(f"{', '.join(names)}: {state}" for state, names in codes.items())[:30_000]
