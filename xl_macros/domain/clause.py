"""What one wording, or one clause of it, comes to: its last day, what has opened it, what it still waits for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple, assert_never

from xl_macros.domain.endings import (
    awaits_consent,
    awaits_event,
    consent_ends_early,
    event_ends_early,
    public_office_ends,
    waits,
    waits_for_ruling,
)
from xl_macros.domain.entry import Event, EventKind, Status
from xl_macros.domain.events import Recorded, places
from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.last_day import find_last_day
from xl_macros.domain.period_model import Period
from xl_macros.domain.start import Start
from xl_macros.domain.working_time import OfficeCalendar


class Opening(NamedTuple):
    """What makes information public from `public_from` on. `end_on` is what the sheet shows as its end;
    `by` are the events that did it in `period`, none for the end of a dated period."""

    end_on: date
    public_from: date
    status: Status
    period: Period
    by: tuple[Event, ...] = ()
    after_hold: Event | None = None
    """The hold after which it opens, where it would have ended before."""


class Reading(NamedTuple):
    """One wording as of a date. `end_on` is the last day of a dated period; `trouble` says in Indonesian why
    there is no end although there should be one. `opening` is the first thing that ends it (it may lie ahead
    for a dated period). `status` is what the entry is while nothing has opened it."""

    period: Period
    start: Start
    end_on: date | None
    trouble: str | None
    opening: Opening | None
    status: Status
    findings: tuple[Finding, ...] = ()
    half: Event | None = None
    """Of "until A and B", the one that is there while the other is still missing."""
    clauses: tuple[Reading, ...] = ()
    is_estimate: bool = False
    """The last day counts working days of a year whose holidays are not in the table."""

    def is_met(self, on: date) -> bool:
        """Whether something has ended the wording by then."""
        return self.opening is not None and self.opening.public_from <= on


class Circumstances(NamedTuple):
    """What a clause is read against: recorded events, whether consent opens by law, and the calendar."""

    on: date
    recorded: Recorded
    law_opens: bool
    calendar: OfficeCalendar
    whole: Period
    """The wording of which the clause is a part, or the clause itself."""

    def event(self, kind: EventKind, instead: EventKind | None = None) -> Event | None:
        """The event of the kind, or of the one that serves instead, that meets the clause."""
        kinds = (kind,) if instead is None else (kind, instead)
        return self.recorded.first(*kinds, place=places(kind, self.whole, self.law_opens))


def read_clause(period: Period, start: Start, circumstances: Circumstances) -> Reading:
    """One wording without clauses of its own."""
    last = find_last_day(period, start, circumstances.calendar)
    if last.trouble is not None:
        status = Status.UNCLEAR
    elif last.on is not None:
        status = Status.IN_FORCE
    else:
        status = Status.WAITS_FOR_EVENT if waits(period) else Status.UNLIMITED
    opening = min(_openings(period, start, last.on, circumstances), key=_public_from, default=None)
    return Reading(
        period,
        start,
        last.on,
        last.trouble,
        opening,
        status,
        last.findings,
        half=_half(period, circumstances) if opening is None else None,
        is_estimate=last.is_estimate,
    )


def _half(period: Period, circumstances: Circumstances) -> Event | None:
    if not (awaits_event(period) and awaits_consent(period)):
        return None
    return _happened(period, circumstances) or circumstances.event(EventKind.CONSENT)


def _happened(period: Period, circumstances: Circumstances) -> Event | None:
    """The event for which the wording waits; a ruling when it waits for one."""
    return circumstances.event(EventKind.HAPPENED, EventKind.RULING if waits_for_ruling(period) else None)


def join_clauses(period: Period, start: Start, readings: tuple[Reading, ...], on: date) -> Reading:
    """Several clauses in one wording, joined so that nothing opens in doubt.

    The wording does not say which clause prevails. So the entry opens when every clause has been met, on
    the day of the last one; until then it has the gravest status of the clauses not met by `on`: unclear,
    then unlimited, then waiting, then dated. It has an end date only when every clause has one (the last).
    """
    message = (
        f"Jangka waktu memuat {len(readings)} ketentuan; pengecualian dianggap berakhir setelah semuanya "
        "terpenuhi. Bila maksudnya lain, pisahkan menjadi beberapa baris."
    )
    findings = [Finding("several_clauses", Severity.CHECK, message, "")]
    findings += [finding for reading in readings for finding in reading.findings if finding not in findings]
    ends = [reading.end_on for reading in readings if reading.end_on is not None]
    openings = [reading.opening for reading in readings if reading.opening is not None]
    return Reading(
        period,
        start,
        end_on=max(ends) if len(ends) == len(readings) else None,
        trouble=None,
        opening=max(openings, key=_public_from) if len(openings) == len(readings) else None,
        status=min(
            (reading.status for reading in readings if not reading.is_met(on)),
            key=_gravest_first,
            default=Status.IN_FORCE,
        ),
        findings=tuple(findings),
        clauses=readings,
        is_estimate=any(reading.is_estimate for reading in readings),
    )


def _gravest_first(status: Status) -> int:
    """Unclear, unlimited, waiting, dated; of a reading that nothing has opened."""
    match status:
        case Status.UNCLEAR:
            return 0
        case Status.UNLIMITED:
            return 1
        case Status.WAITS_FOR_EVENT:
            return 2
        case (
            Status.IN_FORCE
            | Status.ENDS_SOON
            | Status.ENDED
            | Status.OPENED_EARLY
            | Status.REVOKED
            | Status.WAITS_FOR_FINALITY
            | Status.HELD
        ):
            return 3
        case _ as never:
            assert_never(never)


def _public_from(opening: Opening) -> date:
    return opening.public_from


def _openings(
    period: Period, start: Start, end_on: date | None, circumstances: Circumstances
) -> list[Opening]:
    found: list[Opening] = []
    doubt_from = circumstances.recorded.doubt_from(start.on)
    in_doubt = end_on is not None and doubt_from is not None and doubt_from <= end_on
    if end_on is not None and end_on < date.max and not in_doubt:
        found.append(Opening(end_on, end_on + timedelta(days=1), Status.ENDED, period))
    if not circumstances.recorded.counting:
        return found
    consent, happened = circumstances.event(EventKind.CONSENT), _happened(period, circumstances)
    if public_office_ends(period, circumstances.law_opens):
        found += _opened_by(Status.OPENED_EARLY, period, circumstances.event(EventKind.PUBLIC_OFFICE))
    if consent_ends_early(period, circumstances.law_opens):
        found += _opened_by(Status.OPENED_EARLY, period, consent)
    if event_ends_early(period):
        found += _opened_by(Status.OPENED_EARLY, period, happened)
    if awaits_event(period) and awaits_consent(period):
        found += _opened_by(Status.ENDED, period, happened, consent)
    elif awaits_event(period):
        found += _opened_by(Status.ENDED, period, happened)
    elif awaits_consent(period):
        found += _opened_by(Status.ENDED, period, consent)
    return found


def _opened_by(status: Status, period: Period, *events: Event | None) -> list[Opening]:
    """Opened by all of the events, on the day of the last; by none when one of them is missing."""
    by = tuple(event for event in events if event is not None)
    if len(by) < len(events):
        return []
    day = max(event.happened_on for event in by)
    return [Opening(day, day, status, period, by)]
