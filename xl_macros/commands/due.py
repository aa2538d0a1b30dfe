"""`kecuali due`: what ends or passes its 30-working-day mark soon, for a nightly task; and the calendar of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

from xl_macros.click.hosts import FileHost
from xl_macros.commands.reading import reading_office
from xl_macros.domain.expiry import Status
from xl_macros.keeping.register import Assessed, assess_register
from xl_macros.places.folders import replace_private
from xl_macros.reports.ics import CalendarDate, DateKind, render_calendar

SOMETHING_IS_DUE = 3
_STILL_EXEMPT = frozenset({Status.IN_FORCE, Status.ENDS_SOON})


def show_due(host: FileHost, on: date, within: int | None, ics: Path | None) -> int:
    """Print what comes within that many days of `on` (None: the setting), one line each; 3 when there is any.

    `ics` also receives every coming date, by code and without titles.
    """
    office = reading_office(host, datetime.combine(on, time()))
    days = office.settings.number("warn_days", 1, 3650) if within is None else within
    assessed = [item for item in assess_register(office) if item.outcome.status in _STILL_EXEMPT]
    coming = _coming(assessed, on, days)
    for when, kind, item in coming:
        estimate = " (perkiraan)" if kind is DateKind.MARK and item.outcome.mark_is_estimate else ""
        print(f"{when:%d/%m/%Y}{estimate}  {item.row['code'] or '(tanpa kode)'}  {kind.value}")
    if not coming:
        print(f"Tidak ada yang jatuh dalam {days} hari sejak {on:%d/%m/%Y}.")
    if ics is not None:
        replace_private(ics, _calendar(assessed, on, office.settings.text("office_name")))
        print(f"Kalender: {ics}")
    return SOMETHING_IS_DUE if coming else 0


def _coming(assessed: list[Assessed], on: date, days: int) -> list[tuple[date, DateKind, Assessed]]:
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


def _calendar(assessed: list[Assessed], on: date, office_name: str) -> bytes:
    dates = [
        CalendarDate(
            code=item.row["code"],
            on=when,
            kind=kind,
            is_estimate=kind is DateKind.MARK and item.outcome.mark_is_estimate,
        )
        for item in assessed
        if item.row["code"]
        for when, kind in _dates(item)
        if when >= on
    ]
    return render_calendar(dates, made_at=datetime.combine(on, time()), office_name=office_name)
