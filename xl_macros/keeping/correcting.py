"""What corrections change in the tables: each effect stages its changes and says what was there, and what is now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from xl_macros.click.office import Office
from xl_macros.click.request import read_day
from xl_macros.domain.corrections import FILE_REMOVED, WITHDRAWN
from xl_macros.domain.entry import EventKind
from xl_macros.domain.procedure import REOPENED
from xl_macros.domain.standing import last_standing, stands_by
from xl_macros.errors import Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.chained import append_sealed, next_number
from xl_macros.keeping.corrected import recorded
from xl_macros.keeping.corrected_cells import refuse_cell
from xl_macros.keeping.register import assess_register
from xl_macros.keeping.scan_list import covered, current_scans, list_again, with_others
from xl_macros.records import Correction, Decision, Entry, Event, LoggedStep, Scan
from xl_macros.tables.cells import read_column, read_text
from xl_macros.tables.record_rows import TABLE_OF
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, EVENTS, LOG, REGISTER, SCANS, Column, Filled, Kind


class Changed(NamedTuple):
    """One thing that a correction changes: whose, which column, and from what to what."""

    target: str
    before: str
    after: str
    column: str = ""


def reopen(office: Office, berkas: steps.Berkas, step_number: int, reason: str) -> list[Changed]:
    """Make that step due again: a row of the log says so, and the steps after it follow anew."""
    if berkas.due is not None and berkas.due.number <= step_number:
        raise Refusal(
            f"Langkah {step_number} berkas {berkas.code} memang masih harus dikerjakan.",
            cure=f"Kerjakan langsung langkah {berkas.due.number}.",
        )
    step = steps.sop(office)[step_number - 1]
    officer = office.officer()
    append_sealed(
        office,
        LoggedStep,
        [
            LoggedStep(
                number=next_number(office, LOG),
                berkas=berkas.code,
                step=step.number,
                step_name=step.name,
                role=officer.role,
                officer=officer.name,
                account=office.account_of(officer),
                started_at=office.now,
                finished_at=office.now,
                output=f"{REOPENED} {step.number}",
                direction=reason,
            )
        ],
    )
    steps.show_due(office, berkas.code)
    return [Changed(berkas.code, steps.step_label(berkas.due), f"{REOPENED} {step.number}")]


def void_event(office: Office, number: int) -> list[Changed]:
    """Have a recorded event count no longer; what it set in its decision or linked between entries goes back."""
    events = office.tables.records(Event)
    event = next((each for each in events if each.number == number), None)
    if event is None:
        raise Refusal(
            f"Peristiwa nomor {number} tidak ada.", cure=f"Lihat kolom No di lembar {EVENTS.sheet}."
        )
    voided = recorded(office).voided
    if number in voided:
        raise Refusal(f"Peristiwa nomor {number} sudah dibatalkan.", cure="Tidak perlu dibatalkan lagi.")
    changed = [
        Changed(str(number), f"{event.kind} pada {event.target}: {event.evidence or '-'}", "dibatalkan")
    ]
    if event.kind == EventKind.RENEWAL:
        return changed + _unlinked(office, event)
    if stands_by(event) is None:
        return changed
    return changed + _standing_back(office, event, [*events], {*voided, number})


def _standing_back(
    office: Office, event: Event, events: Sequence[Event], voided: Collection[int]
) -> list[Changed]:
    """Put the decision where the events that still count leave it."""
    changed = []
    decisions = office.tables.records(Decision)
    header = DECISIONS.column("standing").header
    for place, decision in enumerate(decisions):
        names = {decision.berkas, decision.number} - {None}
        if event.target not in names:
            continue
        after = last_standing([each for each in events if each.target in names], voided)
        if after != (decision.standing, decision.standing_act, decision.standing_on):
            decisions[place] = decision._replace(
                standing=after.standing, standing_act=after.act, standing_on=after.on
            )
            name = decision.berkas or decision.number or ""
            changed.append(Changed(name, _standing(decision), after.standing, header))
    office.tables.put_records(Decision, decisions)
    return changed


def _standing(decision: Decision) -> str:
    return " ".join(filter(None, [decision.standing, decision.standing_act]))


def _unlinked(office: Office, event: Event) -> list[Changed]:
    """Take the link between the entry that was determined anew and the one that did so away from both."""
    entries, changed = office.tables.records(Entry), []
    older, newer = event.target, event.related
    for place, entry in enumerate(entries):
        if entry.code == older and newer and entry.successor == newer:
            entries[place] = entry._replace(successor=None)
            changed.append(Changed(older or "", newer, "", REGISTER.column("successor").header))
        if entry.code == newer and older and entry.predecessor == older:
            entries[place] = entry._replace(predecessor=None)
            changed.append(Changed(newer or "", older, "", REGISTER.column("predecessor").header))
    office.tables.put_records(Entry, entries)
    return changed


def scan_of(office: Office, scan_id: str) -> Scan:
    """The listed scan of that number that still counts; refused when there is none."""
    counting = {row.scan_id for row in current_scans(office.tables.records(Scan))}
    found = next((each for each in office.tables.records(Scan) if each.scan_id == scan_id), None)
    if found is None or found.scan_id not in counting or found.kind == WITHDRAWN:
        what = "tidak ada" if found is None else "sudah diganti atau ditarik"
        raise Refusal(f"Pindaian {scan_id} {what}.", cure=f"Lihat nomornya di lembar {SCANS.sheet}.")
    return found


def move_scan(office: Office, scan: Scan, to: str) -> list[Changed]:
    """List the scan anew at the right place; the row at the wrong one stays and counts no longer."""
    places: dict[str, tuple[str, str | None]] = {}
    for decision in office.tables.records(Decision):
        if decision.berkas and decision.state != WITHDRAWN:
            places[decision.berkas] = (decision.berkas, None)
    for entry in office.tables.records(Entry):
        if entry.code and entry.berkas and entry.state != WITHDRAWN:
            places[entry.code] = (entry.berkas, entry.code)
    if to not in places:
        raise Refusal(f"Kode tujuan '{to}' tidak ada.", cure=f"Lihat kodenya di lembar {REGISTER.sheet}.")
    berkas, code = places[to]
    if (scan.berkas, scan.code) == (berkas, code):
        raise Refusal(f"Pindaian {scan.scan_id} memang pada {to}.", cure="Sebut kode yang lain.")
    also = [each for each in covered(scan) if berkas == scan.berkas and each != code]
    scan_id = list_again(
        office, scan._replace(berkas=berkas, code=code, covers=", ".join(also) or None, note=None)
    )
    return [Changed(scan.scan_id or "", scan.code or scan.berkas or "", f"{to} sebagai {scan_id}")]


def withdraw_scan(office: Office, scan: Scan, *, remove_file: bool) -> list[Changed]:
    """Have a scan count for nothing any more; its row stays, and so does the record that it was there."""
    scan_id = list_again(office, scan._replace(code=None, kind=WITHDRAWN, covers=None, note=None))
    said = f"{WITHDRAWN} dengan {scan_id}" + (f"; {FILE_REMOVED}" if remove_file else "")
    return [Changed(scan.scan_id or "", with_others(scan.code or scan.berkas or "", covered(scan)), said)]


def withdraw_entries(office: Office, codes: Sequence[str]) -> list[Changed]:
    """Mark register rows as taken by mistake; they stay, and nothing follows from them any more."""
    entries = office.tables.records(Entry)
    changed = []
    for place, entry in enumerate(entries):
        if entry.code in codes and entry.state != WITHDRAWN:
            entries[place] = entry._replace(state=WITHDRAWN, **_NOTHING_COMPUTED)
            changed.append(Changed(entry.code or "", entry.information or "", WITHDRAWN))
    if not changed:
        raise Refusal(
            f"Tidak ada informasi yang dapat ditarik pada {', '.join(codes)}.", cure="Periksa kodenya."
        )
    office.tables.put_records(Entry, entries)
    return changed


_NOTHING_COMPUTED: dict[str, Any] = {
    "status": f"– {WITHDRAWN}",
    **dict.fromkeys(
        ("end_on", "mark_on", "mark_note", "explanation", "findings", "start_on", "start_source")
    ),
}


def withdraw_decision(office: Office, berkas: steps.Berkas) -> list[Changed]:
    """Mark a decision and all its entries as taken by mistake."""
    decisions = office.tables.records(Decision)
    for place, decision in enumerate(decisions):
        if decision.berkas == berkas.code:
            decisions[place] = decision._replace(state=WITHDRAWN, step_label=WITHDRAWN)
    office.tables.put_records(Decision, decisions)
    changed = [Changed(berkas.code, str(berkas.decision.number), WITHDRAWN)]
    codes = [
        entry.code for entry in office.tables.records(Entry) if entry.berkas == berkas.code and entry.code
    ]
    open_codes = [code for code in codes if code]
    return changed + (withdraw_entries(office, open_codes) if open_codes else [])


def change_cell(office: Office, target: str, header: str, value: str | None) -> list[Changed]:
    """Put another content into a typed cell of the row with that code; old and new are kept in the correction."""
    for kind, key in ((Entry, "code"), (Decision, "berkas")):
        table = TABLE_OF[kind]
        rows = office.tables.rows(table)
        row = next((each for each in rows if each[key] == target), None)
        if row is None:
            continue
        _refuse_withdrawn(target, row["state"])
        column = next((each for each in table.columns if each.header.casefold() == header.casefold()), None)
        if column is None or column.filled is not Filled.BY_STAFF:
            typed = ", ".join(each.header for each in table.columns if each.filled is Filled.BY_STAFF)
            raise Refusal(
                f"Kolom '{header}' bukan kolom isian lembar {table.sheet}.", cure=f"Pilih: {typed}."
            )
        (new,) = read_column(column, [_typed(column, value)])
        if column.kind in {Kind.DATE, Kind.DATETIME, Kind.INTEGER} and isinstance(new, str):
            raise Refusal(
                f"'{value}' tidak dapat dibaca untuk kolom {column.header}.",
                cure="Tulis bilangan bulat."
                if column.kind is Kind.INTEGER
                else "Tulis misalnya 21 Agustus 2025.",
            )
        if new == row[column.field]:
            raise Refusal(
                f"Kolom {column.header} pada {target} memang sudah berisi itu.", cure="Sebut isi lain."
            )
        refuse_cell(office, table, row, column, new)
        before = read_text(row[column.field]) or ""
        row[column.field] = new
        office.tables.put(table, rows)
        changed = [Changed(target, before, read_text(new) or "", column.header)]
        return changed + (_carried(office, target, str(new)) if column.field == "number" else [])
    raise Refusal(f"Kode '{target}' tidak ada.", cure=f"Lihat kodenya di lembar {REGISTER.sheet}.")


def _carried(office: Office, berkas: str, number: str) -> list[Changed]:
    """Have the entries of a berkas bear its decision's new number."""
    entries, changed = office.tables.records(Entry), []
    header = REGISTER.column("decision_number").header
    for place, entry in enumerate(entries):
        if (
            entry.berkas == berkas
            and entry.code
            and entry.decision_number != number
            and entry.state != WITHDRAWN
        ):
            entries[place] = entry._replace(decision_number=number)
            changed.append(Changed(entry.code, entry.decision_number or "", number, header))
    office.tables.put_records(Entry, entries)
    return changed


def _refuse_withdrawn(target: str, state: str | None) -> None:
    if state == WITHDRAWN:
        raise Refusal(
            f"{target} sudah ditarik; isinya tidak dikoreksi lagi.", cure="Catat yang benar di baris baru."
        )


def _typed(column: Column, value: str | None) -> object:
    """What was answered as the column holds it: a day with figures is day first, as everywhere on the form."""
    if value and column.kind in {Kind.DATE, Kind.DATETIME}:
        with suppress(ValueError):
            return read_day(value)
    return int(value) if value and column.kind is Kind.INTEGER and value.isdecimal() else value


def amend(office: Office, target: str, wording: str, act: str, on: date | None) -> list[Changed]:
    """Write the wording that an act put in place of the original, beside it; the original stays as it is."""
    entries = office.tables.records(Entry)
    for place, entry in enumerate(entries):
        if entry.code == target:
            _refuse_withdrawn(target, entry.state)
            _refuse_amendment(office, entry, (wording, act, on))
            entries[place] = entry._replace(amended_period=wording, amended_by=act, amended_on=on)
            office.tables.put_records(Entry, entries)
            since = read_text(on) or ""
            cells = [("amended_period", entry.amended_period or entry.period_text or "", wording)]
            if since or entry.amended_on:
                cells.append(("amended_on", read_text(entry.amended_on) or "", since))
            return [
                Changed(target, before, after, REGISTER.column(field).header)
                for field, before, after in cells
            ]
    raise Refusal(f"Kode '{target}' tidak ada di lembar {REGISTER.sheet}.", cure="Sebut kode informasinya.")


def _refuse_amendment(office: Office, entry: Entry, new: tuple[str, str, date | None]) -> None:
    if new == (entry.amended_period, entry.amended_by, entry.amended_on):
        raise Refusal(f"Perubahan itu sudah diterapkan pada {entry.code}.", cure="Sebut perubahan yang lain.")
    decisions = office.tables.records(Decision)
    decided_on = next((each.decided_on for each in decisions if each.berkas == entry.berkas), None)
    if new[2] is not None and decided_on is not None and new[2] < decided_on:
        raise Refusal(
            f"Perubahan tidak dapat berlaku sejak {new[2]:%d/%m/%Y}, sebelum keputusannya ({decided_on:%d/%m/%Y}).",
            cure="Periksa tanggalnya pada akta perubahan.",
        )


def late_amendment(office: Office, target: str, on: date | None) -> list[str]:
    """What is to be asked where an entry ends before its amendment is in force; nothing where it does not.

    What has ended is open; an act that came later closes it only when that is what is really meant.
    """
    ends = [item.outcome.end_on for item in assess_register(office) if item.row.code == target]
    since = on or office.today
    return [
        f"{target} berakhir {end_on:%d/%m/%Y}, sebelum perubahan itu berlaku ({since:%d/%m/%Y}): informasi yang sudah "
        "terbuka akan disebut dikecualikan lagi."
        for end_on in ends
        if end_on is not None and end_on < since
    ]


def acknowledge(office: Office, target: str, text: str | None) -> list[Changed]:
    """Note that somebody has looked at the findings of an entry, or at the one that contains the text."""
    entry = next((each for each in office.tables.records(Entry) if each.code == target), None)
    lines = (entry.findings or "").split("\n") if entry else []
    found = [line for line in lines if line and (text or "").casefold() in line.casefold()]
    if not found:
        raise Refusal(f"{target} tidak mempunyai temuan itu.", cure="Lihat kolom Temuan di lembar Register.")
    return [Changed(target, line, "sudah diperiksa") for line in found]


def event_number(target: str) -> int:
    """The number of an event as it was named: 3, or "peristiwa 3". Refused when it is none."""
    number = _named_number(target)
    if number is None:
        raise Refusal(f"'{target}' bukan nomor peristiwa.", cure=f"Lihat kolom No di lembar {EVENTS.sheet}.")
    return number


def _named_number(target: str) -> int | None:
    digits = target.casefold().removeprefix("peristiwa").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def berkas_of_event(office: Office, target: str) -> set[str | None]:
    """The berkas that an event of that number touches; none when the target names no event."""
    number = _named_number(target)
    if number is None:
        return set()
    events = [event for event in office.tables.records(Event) if event.number == number]
    targets = {event.target for event in events}
    targets |= {event.related for event in events if event.kind == EventKind.RENEWAL}
    entries = office.tables.records(Entry)
    return targets | {entry.berkas for entry in entries if entry.code in targets}


def log_length(office: Office) -> int:
    """How many rows the step log has."""
    return len(office.tables.rows(LOG))


def selected(office: Office) -> list[str]:
    """What the selected rows are called, on the sheets whose rows can be corrected."""
    here = office.selection
    keys = {REGISTER: "code", DECISIONS: "berkas", SCANS: "scan_id", EVENTS: "number"}
    for table, key in keys.items():
        if here is not None and here.sheet == table.sheet:
            rows = [row for row in office.tables.rows(table) if row.sheet_row in here.sheet_rows]
            return [str(row[key]) for row in rows if row[key]]
    return []


def record(
    office: Office, kind: str, changed: Sequence[Changed], requested_by: str, reason: str, evidence: str
) -> None:
    """Seal one row of Koreksi for each thing that changes."""
    first = next_number(office, CORRECTIONS)
    officer = office.officer()
    append_sealed(
        office,
        Correction,
        [
            Correction(
                number=first + place,
                recorded_at=office.now,
                officer=requested_by,
                account=office.account_of(officer),
                approved_by=officer.name if officer.name != requested_by else None,
                kind=kind,
                target=each.target,
                column=each.column or None,
                before=each.before or None,
                after=each.after or None,
                reason=reason,
                evidence=evidence or None,
            )
            for place, each in enumerate(changed)
        ],
    )
