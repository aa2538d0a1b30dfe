"""What one wording, or one clause of it, comes to: its last day, what has opened it, what it still waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from xl_macros.domain.calendar_arithmetic import last_day
from xl_macros.domain.entry import Event, EventKind, Status
from xl_macros.domain.events import (
    Recorded,
    consent_ends,
    event_ends,
    places,
    public_office_ends,
    waits_for_ruling,
)
from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.period_model import Period, PeriodClass, Unit
from xl_macros.domain.phrases import length_words, long_date, plain, quoted, uncapitalised
from xl_macros.domain.start import Start, missing_start
from xl_macros.domain.working_time import OfficeCalendar

_DATED = frozenset({PeriodClass.FIXED, PeriodClass.FIXED_ANCHORED, PeriodClass.FIXED_UNLESS})
_WAITING = frozenset(
    {
        PeriodClass.UNTIL_EVENT,
        PeriodClass.UNTIL_EVENT_AND_CONSENT,
        PeriodClass.UNTIL_CONSENT,
        PeriodClass.WHILE_STATE,
        PeriodClass.OPENS_AFTER,
    }
)


@dataclass(frozen=True, slots=True)
class Opening:
    """What makes information public from `public_from` on. `end_on` is what the sheet shows as its end;
    `by` are the events that did it in `period`, none for the end of a dated period."""

    end_on: date
    public_from: date
    status: Status
    period: Period
    by: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
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


@dataclass(frozen=True, slots=True)
class Circumstances:
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
    end_on: date | None = None
    trouble: str | None = None
    findings: tuple[Finding, ...] = ()
    if period.contradiction is not None:
        trouble, findings = uncapitalised(period.contradiction), (_contradiction(period.contradiction),)
    elif period.period_class in _DATED or (period.period_class is PeriodClass.OPENS_AFTER and period.length):
        end_on, trouble, findings = _dated_end(period, start, circumstances.calendar)
    elif period.period_class not in _WAITING and period.period_class is not PeriodClass.UNLIMITED:
        trouble, findings = _without_end(period)
    if trouble is not None:
        status = Status.UNCLEAR
    elif end_on is not None:
        status = Status.IN_FORCE
    else:
        status = Status.WAITS_FOR_EVENT if period.period_class in _WAITING else Status.UNLIMITED
    opening = min(_openings(period, start, end_on, circumstances), key=_public_from, default=None)
    return Reading(
        period,
        start,
        end_on,
        trouble,
        opening,
        status,
        findings,
        half=_half(period, circumstances) if opening is None else None,
        is_estimate=_is_estimate(period, start, end_on, circumstances.calendar),
    )


def _half(period: Period, circumstances: Circumstances) -> Event | None:
    if period.period_class is not PeriodClass.UNTIL_EVENT_AND_CONSENT:
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
            key=_GRAVEST_FIRST.index,
            default=Status.IN_FORCE,
        ),
        findings=tuple(findings),
        clauses=readings,
        is_estimate=any(reading.is_estimate for reading in readings),
    )


_GRAVEST_FIRST = (Status.UNCLEAR, Status.UNLIMITED, Status.WAITS_FOR_EVENT, Status.IN_FORCE)


def _public_from(opening: Opening) -> date:
    return opening.public_from


# -- dated periods -----------------------------------------------------------------------------------------

_End = tuple[date | None, str | None, tuple[Finding, ...]]


def _dated_end(period: Period, start: Start, calendar: OfficeCalendar) -> _End:
    """The last day; or None, why not (Indonesian) and the finding."""
    if period.until_on is not None:
        if start.on is not None and period.until_on < start.on:
            words = f"tanggal berakhir {long_date(period.until_on)} lebih awal daripada mulainya, {long_date(start.on)}"
            return None, words, (_must_mend("period_ends_before_start", words),)
        return period.until_on, None, ()
    if not period.length or period.length < 0 or period.unit is None:
        return None, *_without_end(period)
    if start.on is None:
        words = f"{length_words(period)} belum dapat dihitung karena {start.missing} belum diketahui"
        return None, words, (missing_start(start, needed=True),)
    try:
        return last_day(start.on, period.length, period.unit, calendar), None, ()
    except OverflowError:
        words = f"{length_words(period)} sejak {long_date(start.on)} melewati tahun 9999, batas penanggalan"
        return None, words, (_must_mend("period_too_long", words),)


def _is_estimate(period: Period, start: Start, end_on: date | None, calendar: OfficeCalendar) -> bool:
    if (
        period.unit is not Unit.WORKING_DAY
        or period.until_on is not None
        or end_on is None
        or start.on is None
    ):
        return False
    return calendar.is_estimate(start.on, end_on)


def _contradiction(sentence: str) -> Finding:
    words = plain(sentence)
    return Finding(
        "period_contradiction",
        Severity.MUST_MEND,
        f"{words}. Periksa keputusan aslinya; tidak ada yang ditebak.",
        "",
    )


def _must_mend(code: str, words: str) -> Finding:
    return Finding(
        code, Severity.MUST_MEND, f"{words[:1].upper()}{words[1:]}; periksa keputusan aslinya.", ""
    )


def _without_end(period: Period) -> tuple[str, tuple[Finding, ...]]:
    """Why a wording has no end, in words, and the finding."""
    if not period.text.strip():
        words = "jangka waktunya belum diisi"
        return words, (_must_mend("period_blank", words),)
    if period.period_class is PeriodClass.PURPOSE_LIMITED:
        words = f"jangka waktunya hanya menyebut untuk apa informasi boleh dibuka ({quoted(period.text)})"
        message = f"{words[:1].upper()}{words[1:]}; tanyakan kapan pengecualiannya berakhir."
        return words, (Finding("period_only_purpose", Severity.CHECK, message, ""),)
    words = f"{quoted(period.text)} tidak menyebut lama atau peristiwa yang mengakhiri pengecualian"
    return words, (_must_mend("period_unclear", words),)


# -- what opens --------------------------------------------------------------------------------------------


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
    consent = circumstances.event(EventKind.CONSENT)
    happened = _happened(period, circumstances)
    if public_office_ends(period, circumstances.law_opens):
        found += _opened_by(period, circumstances.event(EventKind.PUBLIC_OFFICE))
    if period.period_class is PeriodClass.UNTIL_EVENT_AND_CONSENT:
        return found + (_opened_by(period, happened, consent) if happened and consent else [])
    if consent_ends(period, circumstances.law_opens):
        found += _opened_by(period, consent)
    if event_ends(period):
        found += _opened_by(period, happened)
    return found


def _opened_by(period: Period, *events: Event | None) -> list[Opening]:
    """Opened by an event (the last of several) on its own day: an end as foreseen, or an earlier one."""
    by = tuple(event for event in events if event is not None)
    if not by:
        return []
    kinds = {event.kind for event in by}
    foreseen = period.period_class is PeriodClass.UNTIL_CONSENT or (
        period.period_class in _WAITING and bool(kinds & {EventKind.HAPPENED, EventKind.RULING})
    )
    day = max(event.happened_on for event in by)
    return [Opening(day, day, Status.ENDED if foreseen else Status.OPENED_EARLY, period, by)]
