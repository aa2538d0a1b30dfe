"""The register's rows as domain records, and what follows from them as cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol, TypedDict, TypeVar

from xl_macros import records
from xl_macros.click.office import Office, not_dates, refuse_if
from xl_macros.domain.expiry import (
    Assessor,
    Entry,
    Event,
    EventKind,
    Outcome,
    Standing,
    Status,
    Verdict,
)
from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.legal_basis import LegalBasis
from xl_macros.domain.legal_seeds import NO_TITLE
from xl_macros.domain.recap import RecapLine
from xl_macros.domain.working_time import OfficeCalendar, calendar_from_rows
from xl_macros.errors import Place, Problem, Refusal
from xl_macros.keeping.corrected import counts, recorded, wording
from xl_macros.keeping.doubts import Doubted, anchor_of, doubted
from xl_macros.keeping.extent import basis_of, extent_words
from xl_macros.keeping.row_findings import extra_findings, folded, is_found_open, with_finding
from xl_macros.patterns import regex
from xl_macros.tables.blocks import shorten
from xl_macros.tables.record_rows import TABLE_OF
from xl_macros.tables.schema import (
    CORRECTIONS,
    DECISIONS,
    EVENTS,
    HOLIDAYS,
    LEGAL_BASES,
    LOG,
    REFERENCE_SHEET,
    REGISTER,
    WORKING_HOURS,
)

CODE = regex(r"B-\d{4}-\d{3,6}\.\d{2,5}", re.ASCII)
"""A register code: berkas and running number. Anything else (a look-alike letter, a path) is refused."""

BERKAS = regex(r"B-\d{4}-\d{3,6}", re.ASCII)
"""A berkas code. It becomes the name of folders, so nothing else may pass for one."""

_EVENT_KINDS = {kind.value for kind in EventKind}
_VERDICTS = {verdict.value for verdict in Verdict}

_ABOUT_THE_DATE = frozenset({"decision_unknown", "date_unreadable"})
"""Findings that say why a start is not known; that it is missing need not be said as well."""


class Cells(TypedDict):
    """The columns that are computed of a register row."""

    status: str
    end_on: date | None
    mark_on: date | None
    mark_note: str | None
    explanation: str
    findings: str | None
    short_finding: str | None
    period_class: str
    period_length: int | None
    period_unit: str | None
    period_anchor: str | None
    period_event: str | None
    period_override: str | None
    period_consent: str
    start_on: date | None
    start_source: str | None
    event_kind: str | None
    event_on: date | None
    event_evidence: str | None


def with_cells(row: records.Entry, cells: Cells) -> records.Entry:
    """The row with its computed columns, whatever stood there."""
    return row._replace(
        **cells, unread={name: text for name, text in row.unread.items() if name not in cells}
    )


def differing(item: Assessed) -> list[str]:
    """The computed fields that do not stand in the row as they were assessed."""
    row, cells = item.row, item.computed.cells
    return [name for name, value in cells.items() if name in row.unread or getattr(row, name) != value]


class Computed(NamedTuple):
    """What follows for all rows that are alike in wording, basis, decision, start and events.

    `findings` are what they say, one text each.
    """

    outcome: Outcome
    cells: Cells
    findings: tuple[str, ...]


class Assessed(NamedTuple):
    """A register row, its decision's row if there is one, and what was computed of it."""

    row: records.Entry
    decision: records.Decision | None
    computed: Computed

    @property
    def outcome(self) -> Outcome:
        return self.computed.outcome

    @property
    def must_mend(self) -> bool:
        """Whether something in it has to be put right."""
        return any(finding.severity is Severity.MUST_MEND for finding in self.outcome.findings)


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
    rows = [row for row in office.tables.records(records.LegalBasisLine) if row.act]
    refuse_if(
        [problem for row in rows for problem in not_dates(row, ("valid_from", "valid_to"))],
        "Masa berlaku dasar hukum tidak dapat dibaca.",
    )
    return [
        LegalBasis(
            act=row.act or "",
            title="" if row.title in (None, NO_TITLE) else row.title,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            replaced_by=row.replaced_by,
            certainty=row.certainty or "perlu diperiksa",
        )
        for row in rows
    ]


def assess_register(office: Office, rows: Iterable[records.Entry] | None = None) -> list[Assessed]:
    """Every register row with its outcome as of today, in sheet order.

    A row that cannot be read or assessed is a row with a finding that opens nothing; no other row is touched by it.
    """
    warn_days = office.settings.number("warn_days")
    if rows is not None:
        return _assess(office, rows, warn_days)
    return list(
        office.tables.derived(
            ("assessed", office.today, warn_days),
            (REGISTER, DECISIONS, EVENTS, CORRECTIONS, LOG, WORKING_HOURS, HOLIDAYS, LEGAL_BASES),
            lambda: _assess(office, office.tables.records(records.Entry), warn_days),
        )
    )


def _assess(office: Office, rows: Iterable[records.Entry], warn_days: int) -> list[Assessed]:
    register = [row for row in rows if counts(row)]
    doubts = doubted(office, register)
    events = events_by_target(office)
    assessor, known = office.tables.derived(
        ("assessor", office.today, warn_days),
        (WORKING_HOURS, HOLIDAYS, LEGAL_BASES),
        lambda: _assessor(office, warn_days),
    )
    found = [_assessed(assessor, known, doubts, row, events_of(events, row)) for row in register]
    for place, finding in extra_findings(register, [item.outcome for item in found]):
        item = found[place]
        outcome = with_finding(item.outcome, finding)
        findings = tuple(map(finding_text, outcome.findings))
        cells = item.computed.cells.copy()
        cells["findings"] = "\n".join(findings)
        cells["short_finding"] = _short(outcome.findings)
        found[place] = Assessed(item.row, item.decision, Computed(outcome, cells, findings))
    return found


def refuse_unreadable(office: Office, berkas: Collection[str] | None = None) -> None:
    """Refuse while cells of the register, or of these berkas, cannot be read: all of them together."""
    decisions, register = office.tables.records(records.Decision), office.tables.records(records.Entry)
    if berkas is not None:
        decisions = [row for row in decisions if row.berkas in berkas]
        register = [row for row in register if row.berkas in berkas]
    refuse_if(
        unreadable(decisions, register),
        "Ada isi yang tidak dapat dibaca, sehingga jangka waktu tidak dihitung.",
        "Perbaiki sel-sel itu, lalu klik tombol ini lagi.",
    )


_Known = dict[tuple[object, ...], Computed]


def _assessor(office: Office, warn_days: int) -> tuple[Assessor, _Known]:
    """The assessor of today, and room for what it computes."""
    calendar, bases = office_calendar(office), legal_bases(office)
    return Assessor(on=office.today, calendar=calendar, legal_bases=bases, warn_days=warn_days), {}


def _assessed(
    assessor: Assessor, known: _Known, doubts: Doubted, row: records.Entry, events: tuple[Event, ...]
) -> Assessed:
    """What follows for the row; worked out once for rows that are alike in all that it follows from."""
    found, decision, told = doubts.of(row)
    anchor_on = anchor_of(row)
    period_text = wording(row, assessor.on)
    key = (row.legal_basis, period_text, anchor_on, row.anchor_evidence, decision, events, told)
    computed = known.get(key)
    if computed is None:
        entry = Entry(
            code=row.code or "",
            legal_basis=row.legal_basis or "",
            period_text=period_text or "",
            decision=decision,
            anchor_on=anchor_on,
            anchor_evidence=row.anchor_evidence,
            events=events,
        )
        outcome = _outcome(assessor, entry, told)
        findings = tuple(map(finding_text, outcome.findings))
        computed = known[key] = Computed(outcome, _cells(outcome, findings, events), findings)
    return Assessed(row, found, computed)


def _outcome(assessor: Assessor, entry: Entry, told: tuple[Finding, ...]) -> Outcome:
    """The entry's outcome with what is to be told about it first; one that cannot be worked out is unclear."""
    try:
        outcome = assessor.assess(entry)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        what = (
            f"Baris ini tidak dapat dihitung ({type(error).__name__}): periksa Jangka Waktu (Asli) dan Dasar Hukum, "
            "dan kabari pemelihara."
        )
        crash = Finding("not_assessed", Severity.MUST_MEND, what, "")
        blank = assessor.assess(entry._replace(period_text="", legal_basis="", events=()))
        return blank._replace(status=Status.UNCLEAR, end_on=None, mark_on=None, findings=(*told, crash))
    if not told:
        return outcome
    doubtful = any(finding.code in _ABOUT_THE_DATE for finding in told)
    own = [finding for finding in outcome.findings if not (doubtful and finding.code == "start_unknown")]
    return outcome._replace(findings=(*told, *own))


def events_by_target(office: Office) -> dict[str, list[Event]]:
    """The recorded events by what they were recorded on, in the order they were recorded.

    One whose outcome is none of the known words counts for nothing: in doubt closed.
    """
    events: dict[str, list[Event]] = defaultdict(list)
    voided = recorded(office).voided
    for record in office.tables.records(records.Event):
        known = record.kind in _EVENT_KINDS and (record.outcome is None or record.outcome in _VERDICTS)
        if known and record.happened_on is not None and record.target and record.number not in voided:
            events[record.target].append(event_of(record))
    return events


def event_of(record: records.Event) -> Event:
    """A row of Peristiwa, its kind and day known, as the domain sees it."""
    return Event(
        kind=EventKind(record.kind or ""),
        happened_on=record.happened_on or date.max,
        evidence=record.evidence or "",
        verdict=Verdict(record.outcome) if record.outcome else None,
        final_on=record.final_on,
        until_on=record.until_on,
        part=record.part or "",
        by_whom=record.by_whom or "",
        number=record.number or 0,
        related=record.related or "",
    )


def events_of(events: Mapping[str, Sequence[Event]], row: records.Entry) -> tuple[Event, ...]:
    """What was recorded on the entry itself, and what revoked its decision (and took that back)."""
    own = tuple(events.get(row.code or "", ()))
    decision = events.get(row.berkas, ()) if row.berkas else ()
    return (*own, *(event for event in decision if event.kind is EventKind.REVOCATION))


def unreadable(decisions: Iterable[records.Decision], register: Iterable[records.Entry]) -> list[Problem]:
    """Cells that hold something else than they must: dates as text, unknown standings, codes that are none."""
    decisions, register = list(decisions), list(register)
    standings = {standing.value for standing in Standing}
    problems: list[Problem] = []
    for decision in decisions:
        problems += not_dates(decision, ("decided_on", "standing_on", "received_at"))
        if decision.standing and decision.standing not in standings:
            what = f"'{shorten(decision.standing, 60)}' bukan status keputusan."
            problems.append(Problem(what, "Pilih dari daftar.", _place(decision, "standing")))
    problems += wrong_codes(decisions)
    for row in register:
        problems += not_dates(row, ("anchor_on",))
    return problems + wrong_codes(register)


def wrong_codes(rows: Iterable[records.Decision | records.Entry]) -> list[Problem]:
    """Codes that no button gave (a look-alike letter, a path) and codes that stand there twice."""
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for row in rows:
        if isinstance(row, records.Entry):
            field, code, shape, name = "code", row.code, CODE, "kode register"
        else:
            field, code, shape, name = "berkas", row.berkas, BERKAS, "kode berkas"
        if code and not shape.fullmatch(code):
            what = f"'{shorten(code, 60)}' bukan {name}."
            cure = "Kosongkan; kode diberikan oleh tombol."
            problems.append(Problem(what, cure, _place(row, field)))
        if code and seen.setdefault(code, row.sheet_row) != row.sheet_row:
            what = f"{name.capitalize()} {shorten(code, 60)} sudah dipakai di baris {seen[code]}."
            problems.append(Problem(what, "Kosongkan kode yang kedua.", _place(row, field)))
    return problems


def _place(row: records.Decision | records.Entry, field: str) -> Place:
    table = TABLE_OF[type(row)]
    return Place(table.sheet, row.sheet_row, table.column(field).header)


def _cells(outcome: Outcome, findings: tuple[str, ...], events: tuple[Event, ...]) -> Cells:
    period = outcome.period
    last = events[-1] if events else None
    mark_note = None if outcome.mark_on is None else "perkiraan" if outcome.mark_is_estimate else "pasti"
    return Cells(
        status=outcome.label,
        end_on=outcome.end_on,
        mark_on=outcome.mark_on,
        mark_note=mark_note,
        explanation=outcome.explanation,
        findings="\n".join(findings) or None,
        short_finding=_short(outcome.findings),
        period_class=period.period_class.label,
        period_length=period.length,
        period_unit=period.unit.value if period.unit else None,
        period_anchor=period.anchor,
        period_event=period.event,
        period_override=period.override or period.exception,
        period_consent="ya" if period.consent else "tidak",
        start_on=outcome.start_on,
        start_source=outcome.start_source,
        event_kind=last.kind.value if last else None,
        event_on=last.happened_on if last else None,
        event_evidence=last.evidence if last else None,
    )


def _short(findings: Sequence[Finding]) -> str | None:
    """The first finding in a few words, "!" before what must be mended, and how many there are besides."""
    if not findings:
        return None
    first = findings[0]
    sign = "!" if first.severity is Severity.MUST_MEND else "·"
    more = f" (+{len(findings) - 1})" if len(findings) > 1 else ""
    return f"{sign} {shorten(first.message, 54 - len(more))}{more}"


def finding_text(finding: Finding) -> str:
    """One finding as a line of a cell."""
    source = f" ({finding.source})" if finding.source else ""
    return f"{finding.severity.value.capitalize()}: {finding.message}{source}"


def recap_lines(assessed: Iterable[Assessed]) -> list[RecapLine]:
    """The register as lines of the recap, in sheet order."""
    assessed = list(assessed)
    gone = folded(assessed)
    return [
        RecapLine(
            code=item.row.code or "",
            berkas=item.row.berkas or "",
            decision_number=item.row.decision_number or "",
            information=item.row.information or "",
            unit=item.row.unit or "",
            legal_basis=basis_of(item.row),
            partly=extent_words(item.row),
            label=item.outcome.label,
            successor=(item.row.successor or "") if item.row.code in gone else "",
            is_exempt=not is_found_open(item.row),
            period_text=item.row.period_text or "",
            period_class=item.outcome.period.period_class,
            status=item.outcome.status,
            end_on=item.outcome.end_on,
            mark_on=item.outcome.mark_on,
            explanation=item.outcome.explanation,
            findings=item.computed.findings,
        )
        for item in assessed
    ]


class _InABerkas(Protocol):
    @property
    def berkas(self) -> str | None: ...


B = TypeVar("B", bound=_InABerkas)


def by_berkas(found: Iterable[B]) -> Mapping[str, list[B]]:
    """Records grouped by their berkas, those without one left out."""
    groups: dict[str, list[B]] = defaultdict(list)
    for record in found:
        if record.berkas:
            groups[record.berkas].append(record)
    return groups
