"""`kecuali due`: what is due and what ends soon, for a nightly task; and the calendar of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from xl_macros.click.hosts import FileHost
from xl_macros.click.office import Office
from xl_macros.commands.reading import reading_office
from xl_macros.domain.duties import Duty, DutyKind
from xl_macros.domain.expiry import Status
from xl_macros.keeping.duties import office_duties
from xl_macros.keeping.nightly import keep_run, last_run
from xl_macros.keeping.register import Assessed, assess_register
from xl_macros.places.folders import replace_private
from xl_macros.reports.ics import CalendarDate, DateKind, render_calendar

SOMETHING_IS_DUE = 3
MOST_OF_A_KIND = 50
_STILL_EXEMPT = frozenset({Status.IN_FORCE, Status.ENDS_SOON})


def show_due(
    host: FileHost, on: date, within: int | None, ics: Path | None, *, only_new: bool = False
) -> int:
    """Print what is due as of `on` by kind, and what comes within that many days (None: the setting).

    Returns 3 while anything is due or comes. `only_new`, for the nightly task: print what was not due when it last
    ran, and keep for the next run what is. `ics` also receives every coming date and duty, by code and without
    titles.
    """
    office = reading_office(host, datetime.combine(on, time()))
    days = office.settings.number("warn_days", 1, 3650) if within is None else within
    assessed = assess_register(office)
    exempt = [item for item in assessed if item.outcome.status in _STILL_EXEMPT]
    coming, due = _coming(exempt, on, days), office_duties(office, assessed)
    known = _kept(office, on, _keys(coming, due)) if only_new else frozenset()
    _print_coming([each for each in coming if _key(each) not in known], on, days, only_new=only_new)
    new = [duty for duty in due if duty.key not in known]
    _print_duties(new, on, most=len(new) if only_new else MOST_OF_A_KIND)
    if only_new and all(key in known for key in _keys(coming, due)):
        print(f"Tidak ada yang baru; {len(due)} tugas masih terbuka.")
    if ics is not None:
        replace_private(ics, _calendar(exempt, due, on, office.settings.text("office_name")))
        print(f"Kalender: {ics}")
    return SOMETHING_IS_DUE if coming or due else 0


_Coming = tuple[date, DateKind, Assessed]


def _key(coming: _Coming) -> str:
    when, kind, item = coming
    return f"{kind.name}|{item.row['code'] or item.row.sheet_row}|{when.isoformat()}"


def _keys(coming: Sequence[_Coming], due: Sequence[Duty]) -> list[str]:
    return [*(_key(each) for each in coming), *(duty.key for duty in due)]


def _kept(office: Office, on: date, keys: Sequence[str]) -> frozenset[str]:
    """What the last run knew, after this one is kept in its place."""
    known = last_run(office.folders.private).keys
    keep_run(office.folders.private, on, keys)
    return known


def _print_coming(coming: Sequence[_Coming], on: date, days: int, *, only_new: bool) -> None:
    for when, kind, item in coming:
        estimate = " (perkiraan)" if kind is DateKind.MARK and item.outcome.mark_is_estimate else ""
        print(f"{when:%d/%m/%Y}{estimate}  {item.row['code'] or '(tanpa kode)'}  {kind.value}")
    if not coming and not only_new:
        print(f"Tidak ada yang jatuh dalam {days} hari sejak {on:%d/%m/%Y}.")


def _print_duties(due: Sequence[Duty], on: date, most: int) -> None:
    """Kind by kind, at most so many of each; what is new is told to the last, for it is told once."""
    for kind in DutyKind:
        mine = [duty for duty in due if duty.kind is kind]
        if not mine:
            continue
        print(f"\n{kind.value} ({len(mine)}):")
        for duty in mine[:most]:
            late = f", lewat {(on - duty.due_on).days} hari" if duty.due_on < on else ""
            print(f"  {duty.due_on:%d/%m/%Y}{late}  {duty.code}  {duty.text} [{duty.button}]")
        if len(mine) > most:
            print(f"  ... dan {len(mine) - most} lagi.")


def _coming(assessed: Sequence[Assessed], on: date, days: int) -> list[_Coming]:
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


def _calendar(assessed: Sequence[Assessed], due: Sequence[Duty], on: date, office_name: str) -> bytes:
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
    dates += [CalendarDate(code=duty.code, on=duty.due_on, kind=duty.kind) for duty in due]
    return render_calendar(dates, made_at=datetime.combine(on, time()), office_name=office_name)
