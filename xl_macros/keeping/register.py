"""The register's rows as domain records, and what follows from them as cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xl_macros.click.office import Office, not_dates, refuse_if
from xl_macros.domain.expiry import Assessor, Decision, Entry, Event, EventKind, Outcome, Standing
from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.legal_basis import LegalBasis
from xl_macros.domain.recap import RecapLine
from xl_macros.domain.working_time import OfficeCalendar, calendar_from_rows
from xl_macros.errors import Place, Problem, Refusal
from xl_macros.keeping.corrected import counts, recorded, wording
from xl_macros.tables.blocks import shorten
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import (
    DECISIONS,
    EVENTS,
    HOLIDAYS,
    LEGAL_BASES,
    REFERENCE_SHEET,
    REGISTER,
    WORKING_HOURS,
    Table,
)

CODE = re.compile(r"B-\d{4}-\d{3,6}\.\d{2,5}", re.ASCII)
"""A register code: berkas and running number. Anything else (a look-alike letter, a path) is refused."""

BERKAS = re.compile(r"B-\d{4}-\d{3,6}", re.ASCII)
"""A berkas code. It becomes the name of folders, so nothing else may pass for one."""

_EVENT_KINDS = {kind.value for kind in EventKind}


@dataclass(frozen=True, slots=True)
class Computed:
    """What follows for all rows that are alike in wording, basis, decision, start and events.

    `cells` are the columns that `compute_expiry` fills, by field; `findings` are what they say, one text each.
    """

    outcome: Outcome
    cells: Mapping[str, Any]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """A register row, its decision's row if there is one, and what was computed of it."""

    row: Row
    decision: Row | None
    computed: Computed

    @property
    def outcome(self) -> Outcome:
        return self.computed.outcome


def office_calendar(office: Office) -> OfficeCalendar:
    """The calendar of Referensi; refused when a row of hours or holidays cannot be read."""
    try:
        return office.tables.derived(
            "calendar",
            (WORKING_HOURS, HOLIDAYS),
            lambda: calendar_from_rows(office.tables.rows(WORKING_HOURS), office.tables.rows(HOLIDAYS)),
        )
    except ValueError as error:
        raise Refusal(str(error), cure=f"Perbaiki baris itu di lembar {REFERENCE_SHEET}.") from error


def legal_bases(office: Office) -> list[LegalBasis]:
    """The legal bases of Referensi with their validity."""
    rows = [row for row in office.tables.rows(LEGAL_BASES) if row["act"]]
    refuse_if(
        [problem for row in rows for problem in not_dates(LEGAL_BASES, row, ("valid_from", "valid_to"))],
        "Masa berlaku dasar hukum tidak dapat dibaca.",
    )
    return [
        LegalBasis(
            act=row["act"],
            title=row["title"] or "",
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            replaced_by=row["replaced_by"],
            certainty=row["certainty"] or "perlu diperiksa",
        )
        for row in rows
    ]


def decision_record(row: Row) -> Decision:
    """A row of Keputusan as the domain sees it."""
    return Decision(
        number=row["number"] or "",
        decided_on=row["decided_on"],
        date_text=row["date_text"],
        standing=Standing(row["standing"] or Standing.IN_FORCE),
        standing_act=row["standing_act"],
        standing_on=row["standing_on"],
        about=row["about"] or "",
        received_on=row["received_at"].date() if isinstance(row["received_at"], datetime) else None,
    )


def assess_register(office: Office, rows: Iterable[Row] | None = None) -> list[Assessed]:
    """Every register row with its outcome as of today, in sheet order; unreadable cells are refused together."""
    register = [row for row in (office.tables.rows(REGISTER) if rows is None else rows) if counts(row)]
    decisions = {row["number"]: row for row in office.tables.rows(DECISIONS) if row["number"]}
    events = events_by_target(office)
    refuse_if(
        unreadable(decisions.values(), register),
        "Ada isi yang tidak dapat dibaca, sehingga jangka waktu tidak dihitung.",
        "Perbaiki sel-sel itu, lalu klik tombol ini lagi.",
    )
    warn_days = office.settings.number("warn_days", 1, 3650)
    assessor, known = office.tables.derived(
        ("assessor", office.today, warn_days),
        (WORKING_HOURS, HOLIDAYS, LEGAL_BASES),
        lambda: _assessor(office, warn_days),
    )
    records = {number: decision_record(row) for number, row in decisions.items()}
    return [
        Assessed(
            row,
            decisions.get(row["decision_number"]),
            _compute(assessor, known, row, records, tuple(events.get(row["code"], ()))),
        )
        for row in register
    ]


_Known = dict[tuple[object, ...], Computed]


def _assessor(office: Office, warn_days: int) -> tuple[Assessor, _Known]:
    """The assessor of today, and room for what it computes."""
    calendar, bases = office_calendar(office), legal_bases(office)
    return Assessor(on=office.today, calendar=calendar, legal_bases=bases, warn_days=warn_days), {}


def _compute(
    assessor: Assessor,
    known: _Known,
    row: Row,
    records: Mapping[str, Decision],
    events: tuple[Event, ...],
) -> Computed:
    """What follows for the row; worked out once for rows that are alike in all that it follows from."""
    number = row["decision_number"]
    decision = records.get(number) or Decision(number=number or "", decided_on=None, date_text=None)
    period_text = wording(row, assessor.on)
    key = (
        row["legal_basis"],
        period_text,
        row["anchor_on"],
        row["anchor_evidence"],
        decision,
        events,
    )
    computed = known.get(key)
    if computed is None:
        entry = Entry(
            code=row["code"] or "",
            legal_basis=row["legal_basis"] or "",
            period_text=period_text or "",
            decision=decision,
            anchor_on=row["anchor_on"],
            anchor_evidence=row["anchor_evidence"],
            events=events,
        )
        outcome = assessor.assess(entry)
        findings = tuple(map(finding_text, outcome.findings))
        computed = known[key] = Computed(outcome, _cells(outcome, findings, events), findings)
    return computed


def events_by_target(office: Office) -> dict[str, list[Event]]:
    """The recorded events by register code, in the order they were recorded."""
    events: dict[str, list[Event]] = defaultdict(list)
    voided = recorded(office).voided
    for row in office.tables.rows(EVENTS):
        if row["number"] in voided:
            continue
        if row["kind"] in _EVENT_KINDS and isinstance(row["happened_on"], date):
            events[row["target"]].append(
                Event(EventKind(row["kind"]), row["happened_on"], row["evidence"] or "")
            )
    return events


def unreadable(decisions: Iterable[Row], register: Iterable[Row]) -> list[Problem]:
    """Cells that hold something else than they must: dates as text, unknown standings, codes that are none."""
    decisions, register = list(decisions), list(register)
    standings = {standing.value for standing in Standing}
    problems: list[Problem] = []
    for row in decisions:
        problems += not_dates(DECISIONS, row, ("decided_on", "standing_on", "received_at"))
        if row["standing"] and row["standing"] not in standings:
            what = f"'{shorten(row['standing'], 60)}' bukan status keputusan."
            problems.append(Problem(what, "Pilih dari daftar.", _place(DECISIONS, row, "standing")))
    problems += wrong_codes(DECISIONS, decisions, "berkas")
    for row in register:
        if isinstance(row["anchor_on"], str):
            problems += not_dates(REGISTER, row, ("anchor_on",))
    return problems + wrong_codes(REGISTER, register, "code")


def wrong_codes(table: Table, rows: Iterable[Row], field: str) -> list[Problem]:
    """Codes that no button gave (a look-alike letter, a path) and codes that stand there twice."""
    shape, name = (CODE, "kode register") if field == "code" else (BERKAS, "kode berkas")
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for row in rows:
        code = row[field]
        if code and not shape.fullmatch(code):
            what = f"'{shorten(code, 60)}' bukan {name}."
            cure = "Kosongkan; kode diberikan oleh tombol."
            problems.append(Problem(what, cure, _place(table, row, field)))
        if code and seen.setdefault(code, row.sheet_row) != row.sheet_row:
            what = f"{name.capitalize()} {shorten(code, 60)} sudah dipakai di baris {seen[code]}."
            problems.append(Problem(what, "Kosongkan kode yang kedua.", _place(table, row, field)))
    return problems


def _place(table: Table, row: Row, field: str) -> Place:
    return Place(table.sheet, row.sheet_row, table.column(field).header)


def _cells(outcome: Outcome, findings: tuple[str, ...], events: tuple[Event, ...]) -> dict[str, Any]:
    period = outcome.period
    last = events[-1] if events else None
    mark_note = None if outcome.mark_on is None else "perkiraan" if outcome.mark_is_estimate else "pasti"
    return {
        "status": f"{outcome.status.symbol} {outcome.status.value}",
        "end_on": outcome.end_on,
        "mark_on": outcome.mark_on,
        "mark_note": mark_note,
        "explanation": outcome.explanation,
        "findings": "\n".join(findings) or None,
        "short_finding": _short(outcome.findings),
        "period_class": period.period_class.label,
        "period_length": period.length,
        "period_unit": period.unit.value if period.unit else None,
        "period_anchor": period.anchor,
        "period_event": period.event,
        "period_override": period.override or period.exception,
        "period_consent": "ya" if period.consent else "tidak",
        "start_on": outcome.start_on,
        "start_source": outcome.start_source,
        "event_kind": last.kind.value if last else None,
        "event_on": last.happened_on if last else None,
        "event_evidence": last.evidence if last else None,
    }


def _short(findings: Sequence[Finding]) -> str | None:
    """The first finding in a few words, "!" before what must be mended, and how many there are besides."""
    if not findings:
        return None
    first = findings[0]
    sign = "!" if first.severity is Severity.MUST_MEND else "·"
    more = f" (+{len(findings) - 1})" if len(findings) > 1 else ""
    return f"{sign} {shorten(first.message, 60)}{more}"


def finding_text(finding: Finding) -> str:
    """One finding as a line of a cell."""
    source = f" ({finding.source})" if finding.source else ""
    return f"{finding.severity.value.capitalize()}: {finding.message}{source}"


def recap_lines(assessed: Iterable[Assessed]) -> list[RecapLine]:
    """The register as lines of the recap, in sheet order."""
    return [
        RecapLine(
            code=item.row["code"] or "",
            berkas=item.row["berkas"] or "",
            decision_number=item.row["decision_number"] or "",
            information=item.row["information"] or "",
            unit=item.row["unit"] or "",
            legal_basis=item.row["legal_basis"] or "",
            period_text=item.row["period_text"] or "",
            period_class=item.outcome.period.period_class,
            status=item.outcome.status,
            end_on=item.outcome.end_on,
            mark_on=item.outcome.mark_on,
            explanation=item.outcome.explanation,
            findings=item.computed.findings,
        )
        for item in assessed
    ]


def by_field(rows: Iterable[Row], field: str) -> Mapping[str, list[Row]]:
    """Rows grouped by a text field, blank ones left out."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[field]:
            groups[row[field]].append(row)
    return groups
