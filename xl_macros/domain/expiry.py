"""When an exemption ends, and why, as of a date.

A period of "N tahun" from a start ends on the same calendar day N years on. That last day is still exempt;
the information is public from the next day (29 February and month ends: `calendar_arithmetic.last_day`).
An act - consent, revocation, the event waited for - opens on its own day, a ruling on that of its finality. What
opens first decides. While a hold lasts nothing ends but by a final ruling, a revocation or a new classification;
what would have ended meanwhile opens on the day on which the hold is over.

Nothing is opened in doubt: without a start, without evidence, with a wording that cannot be read or that
contradicts itself, an entry stays closed and a finding says what is missing. The 30-working-day mark is
counted back from the last day, which is not counted itself; the rule behind it ("paling lama 30 hari kerja
sebelum berakhirnya") can be read two ways, so the mark is shown and neither reading is enforced.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from xl_macros.domain.acts import act_openings, doubt_about, standing_findings, still_to_come
from xl_macros.domain.clause import Circumstances, Opening, Reading, join_clauses, read_clause
from xl_macros.domain.endings import awaits_event, consent_ends
from xl_macros.domain.entry import (
    Decision,
    Entry,
    Event,
    EventKind,
    OpenedPart,
    Outcome,
    Standing,
    Status,
    Verdict,
)
from xl_macros.domain.events import (
    NOTHING_RECORDED,
    Recorded,
    event_findings,
    law_opens_on_consent,
    names_several,
    weigh_events,
)
from xl_macros.domain.explanation import Known, explain
from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.legal_basis import (
    Citation,
    LegalBasis,
    by_act,
    first_days,
    legal_findings,
    read_legal_basis,
)
from xl_macros.domain.period import read_period
from xl_macros.domain.period_model import Period
from xl_macros.domain.phrases import uncapitalised
from xl_macros.domain.plausibility import VERY_OLD, contradiction, date_doubts
from xl_macros.domain.start import Start, find_start, missing_start
from xl_macros.domain.working_time import OfficeCalendar

__all__ = [
    "Assessor",
    "Decision",
    "Entry",
    "Event",
    "EventKind",
    "Outcome",
    "Standing",
    "Status",
    "Verdict",
    "assess",
]

MARK_WORKING_DAYS = 30
"""The PPID determines the end "paling lama 30 hari kerja" before it."""


class _Law(NamedTuple):
    """A legal basis once read: its citations, whether consent opens by law, and since when each act holds."""

    citations: tuple[Citation, ...]
    opens: bool
    since: dict[str, date]


class Assessor:
    """Assesses many entries as of one date; what entries share is computed once."""

    def __init__(
        self, *, on: date, calendar: OfficeCalendar, legal_bases: Sequence[LegalBasis], warn_days: int
    ) -> None:
        self.on = on
        self.calendar = calendar
        self.legal_bases = legal_bases
        self._acts = by_act(legal_bases)
        self.warn_days = warn_days
        self._laws: dict[str, _Law] = {}
        self._law_findings: dict[tuple[str, str, date | None], tuple[Finding, ...]] = {}
        self._marks: dict[date, tuple[date | None, bool]] = {}

    def assess(self, entry: Entry) -> Outcome:
        """What follows for the entry. Never raises, whatever its texts and dates are."""
        decision, period = entry.decision, read_period(entry.period_text)
        law = self._law(entry.legal_basis)
        citations, law_opens = law.citations, law.opens
        start = find_start(entry, period)
        recorded = self._weigh(entry, start, period)
        reading = _read(
            entry, period, start, Circumstances(self.on, recorded, law_opens, self.calendar, period)
        )
        date_findings = self._date_findings(entry, reading, law)
        wrong_date = contradiction(date_findings)
        if wrong_date is not None:
            reading = _undated(reading)
        reading = _held_back(reading, recorded)
        opened = self._first_opened(reading, act_openings(decision, period, recorded, self.on))
        doubt = doubt_about(decision, reading, recorded, self.on)
        if doubt is None and wrong_date is not None:
            doubt = uncapitalised(wrong_date.message)
        hold = None if opened is not None else recorded.hold_on(self.on)
        waiting = None if opened is not None else recorded.waiting
        status = self._status(reading, opened, doubt)
        if hold is not None:
            status = Status.HELD
        elif waiting is not None:
            status = Status.WAITS_FOR_FINALITY
        mark_on, is_estimate = self._mark(reading, opened)
        known = Known(
            on=self.on,
            decision=decision,
            reading=reading,
            status=status,
            opened=opened,
            law_opens=law_opens,
            mark_on=mark_on,
            is_estimate=is_estimate,
            to_come=still_to_come(decision, recorded, self.on),
            doubt=doubt,
            hold=hold,
            waiting=waiting,
            parts=() if opened is not None else _opened_parts(period, recorded, law_opens),
        )
        findings = [
            *date_findings,
            *self._legal(entry, citations, period),
            *_start_findings(start, reading),
            *reading.findings,
            *event_findings(period, recorded, law_opens),
            *standing_findings(decision),
        ]
        return Outcome(
            period=period,
            start_on=start.on,
            start_source=start.source,
            end_on=reading.end_on if opened is None else opened.end_on,
            mark_on=mark_on,
            mark_is_estimate=is_estimate,
            status=status,
            explanation=explain(known),
            findings=tuple(sorted(findings, key=_gravity) if len(findings) > 1 else findings),
            period_end_on=None
            if opened is not None and opened.by and not opened.after_hold
            else reading.end_on,
            public_from=None if opened is None else opened.public_from,
            parts=known.parts,
            waiting=waiting,
            hold=hold.by if hold is not None else None,
        )

    def _law(self, legal_basis: str) -> _Law:
        found = self._laws.get(legal_basis)
        if found is None:
            citations = read_legal_basis(legal_basis)
            since = first_days(citations, self.legal_bases)
            found = self._laws[legal_basis] = _Law(citations, law_opens_on_consent(citations), since)
        return found

    def _date_findings(self, entry: Entry, reading: Reading, law: _Law) -> tuple[Finding, ...]:
        decision = entry.decision
        if decision.date_confirmed:
            return ()
        doubts = date_doubts(
            decision.number,
            decision.about,
            decision.decided_on,
            decision.received_on,
            self.on,
            law.since,
            reading.end_on,
        )
        if decision.received_on is None:  # how old it was on its receipt is then not known
            return tuple(each for each in doubts if each.code != VERY_OLD)
        return doubts

    def _legal(self, entry: Entry, citations: tuple[Citation, ...], period: Period) -> tuple[Finding, ...]:
        key = (entry.legal_basis, entry.period_text, entry.decision.decided_on)
        found = self._law_findings.get(key)
        if found is None:
            decided_on = entry.decision.decided_on
            found = self._law_findings[key] = legal_findings(
                citations, period, decided_on, self._acts, self.on
            )
        return found

    def _weigh(self, entry: Entry, start: Start, period: Period) -> Recorded:
        if not entry.events:
            return NOTHING_RECORDED
        days = [day for day in (start.on, entry.decision.decided_on) if day is not None]
        began_on = min(days, default=None)
        return weigh_events(entry.events, began_on, self.on, several=names_several(period))

    def _first_opened(self, reading: Reading, acts: list[Opening]) -> Opening | None:
        """What has opened the entry by now: the earliest, of several on one day the revocation."""
        openings = acts if reading.opening is None else [*acts, reading.opening]
        by_now = [opening for opening in openings if opening.public_from <= self.on]
        return min(by_now, key=lambda opening: opening.public_from, default=None)

    def _status(self, reading: Reading, opened: Opening | None, doubt: str | None) -> Status:
        """ENDS_SOON from `warn_days` before the last day, that day included."""
        if opened is not None:
            return opened.status
        if doubt is not None:
            return Status.UNCLEAR
        if reading.end_on is not None and (reading.end_on - self.on).days <= self.warn_days:
            return Status.ENDS_SOON
        return reading.status

    def _mark(self, reading: Reading, opened: Opening | None) -> tuple[date | None, bool]:
        """The 30-working-day mark of a dated period, and whether it (or the end) is an estimate."""
        end_on = reading.end_on
        if end_on is None or (opened is not None and opened.by and not opened.after_hold):
            return None, False
        mark = self._marks.get(end_on)
        if mark is None:
            mark = self._marks[end_on] = self._count_back(end_on)
        mark_on, is_estimate = mark
        start_on = reading.start.on
        if mark_on is not None and start_on is not None and mark_on < start_on:
            mark_on = None
        return mark_on, is_estimate or reading.is_estimate

    def _count_back(self, end_on: date) -> tuple[date | None, bool]:
        try:
            mark_on = self.calendar.add_working_days(end_on, -MARK_WORKING_DAYS)
        except OverflowError:
            return None, True
        return mark_on, self.calendar.is_estimate(mark_on, end_on)


def _read(entry: Entry, period: Period, start: Start, circumstances: Circumstances) -> Reading:
    if not period.clauses:
        return read_clause(period, start, circumstances)
    readings = [read_clause(clause, find_start(entry, clause), circumstances) for clause in period.clauses]
    return join_clauses(period, start, tuple(readings), circumstances.on)


def _held_back(reading: Reading, recorded: Recorded) -> Reading:
    """The reading with its opening put off to the end of the hold in which it falls; without one when there is none.

    A ruling that the wording waits for goes through a hold: it decides the dispute.
    """
    opening = reading.opening
    if opening is None or any(event.kind is EventKind.RULING for event in opening.by):
        return reading
    hold = recorded.hold_on(opening.public_from)
    while hold is not None:
        day = hold.released_on
        if day is None:
            return reading._replace(opening=None)
        opening = opening._replace(end_on=day, public_from=day, after_hold=hold.by)
        hold = recorded.hold_on(day)
    return reading if opening is reading.opening else reading._replace(opening=opening)


def _opened_parts(period: Period, recorded: Recorded, law_opens: bool) -> tuple[OpenedPart, ...]:
    """The parts that are open; consent opens a part only where it would open the whole."""
    clauses = period.clauses or (period,)
    consent_opens = law_opens or all(
        consent_ends(clause, law_opens) and not awaits_event(clause) for clause in clauses
    )
    return tuple(part for part in recorded.parts if consent_opens or part.by.kind is not EventKind.CONSENT)


def _undated(reading: Reading) -> Reading:
    """The reading without what follows from dates alone: a decision's date that is contradicted ends nothing."""
    by_act = reading.opening is not None and reading.opening.by and not reading.clauses
    opening = reading.opening if by_act else None
    return reading._replace(end_on=None, opening=opening, findings=())


def _start_findings(start: Start, reading: Reading) -> list[Finding]:
    """Findings on the start; that it is missing is said once, and more gravely where an end needs it."""
    findings = list(start.findings)
    said = any(finding.code == "start_unknown" for finding in reading.findings)
    if start.on is None and not said:
        findings.append(missing_start(start, needed=False))
    return findings


def _gravity(finding: Finding) -> bool:
    return finding.severity is not Severity.MUST_MEND


_latest: list[Assessor] = []


def assess(
    entry: Entry, *, on: date, calendar: OfficeCalendar, legal_bases: Sequence[LegalBasis], warn_days: int
) -> Outcome:
    """What follows for the entry as of `on`. Never raises, whatever its texts and dates are.

    `warn_days`: an entry ends soon from so many days before its last day on. Consecutive calls with the
    same calendar and legal bases (the same objects, not changed in between) share what they compute.
    """
    if _latest:
        assessor = _latest[0]
        if (
            assessor.calendar is calendar
            and assessor.legal_bases is legal_bases
            and assessor.on == on
            and assessor.warn_days == warn_days
        ):
            return assessor.assess(entry)
    assessor = Assessor(on=on, calendar=calendar, legal_bases=legal_bases, warn_days=warn_days)
    _latest[:] = [assessor]
    return assessor.assess(entry)
