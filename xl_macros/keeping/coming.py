"""What ends or passes its mark soon, and what is due: as lines to read and as a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from xl_macros.domain.duties import Duty, DutyKind
from xl_macros.domain.expiry import Status
from xl_macros.keeping.register import Assessed
from xl_macros.reports.ics import CalendarDate, DateKind, render_calendar

STILL_EXEMPT = frozenset({Status.IN_FORCE, Status.ENDS_SOON})

Coming = tuple[date, DateKind, Assessed]


def key_of(coming: Coming) -> str:
    when, kind, item = coming
    return f"{kind.name}|{item.row.code or item.row.sheet_row}|{when.isoformat()}"


def keys_of(coming: Sequence[Coming], due: Sequence[Duty]) -> list[str]:
    return [*(key_of(each) for each in coming), *(duty.key for duty in due)]


def coming_lines(coming: Sequence[Coming]) -> Iterator[str]:
    """A line for each: day, code and what happens on it."""
    for when, kind, item in coming:
        estimate = " (perkiraan)" if kind is DateKind.MARK and item.outcome.mark_is_estimate else ""
        yield f"{when:%d/%m/%Y}{estimate}  {item.row.code or '(tanpa kode)'}  {kind.value}"


def duty_lines(due: Sequence[Duty], on: date, most: int) -> Iterator[str]:
    """Kind by kind, at most so many of each; what is new is told to the last, for it is told once."""
    for kind in DutyKind:
        mine = [duty for duty in due if duty.kind is kind]
        if not mine:
            continue
        yield f"\n{kind.value} ({len(mine)}):"
        for duty in mine[:most]:
            late = f", lewat {(on - duty.due_on).days} hari" if duty.is_late(on) else ""
            day = f"{duty.deadline:%d/%m/%Y}{late}  " if duty.deadline else ""
            yield f"  {day}{duty.code}  {duty.text} [{duty.button}]"
        if len(mine) > most:
            yield f"  ... dan {len(mine) - most} lagi."


def coming_of(assessed: Sequence[Assessed], on: date, days: int) -> list[Coming]:
    found = [
        (when, kind, item)
        for item in assessed
        for when, kind in _dates(item)
        if on <= when <= on + timedelta(days=days)
    ]
    return sorted(found, key=lambda each: (each[0], each[1].value, each[2].row.sheet_row))


def _dates(item: Assessed) -> list[tuple[date, DateKind]]:
    outcome = item.outcome
    pairs = [(outcome.end_on, DateKind.END), (outcome.mark_on, DateKind.MARK)]
    return [(when, kind) for when, kind in pairs if when is not None]


def calendar_of(assessed: Sequence[Assessed], due: Sequence[Duty], on: date, office_name: str) -> bytes:
    dates = [
        CalendarDate(
            code=item.row.code,
            on=when,
            kind=kind,
            is_estimate=kind is DateKind.MARK and item.outcome.mark_is_estimate,
        )
        for item in assessed
        if item.row.code
        for when, kind in _dates(item)
        if when >= on
    ]
    dates += [CalendarDate(code=duty.code, on=duty.due_on, kind=duty.kind) for duty in due]
    return render_calendar(dates, made_at=datetime.combine(on, time()), office_name=office_name)
