"""`kecuali due`: what is due and what ends soon, for a nightly task; and the calendar of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from xl_macros.click.hosts import FileHost
from xl_macros.click.office import Office
from xl_macros.commands.reading import reading_office
from xl_macros.keeping.coming import (
    STILL_EXEMPT,
    calendar_of,
    coming_lines,
    coming_of,
    duty_lines,
    key_of,
    keys_of,
)
from xl_macros.keeping.duties import office_duties
from xl_macros.keeping.nightly import keep_run, last_run
from xl_macros.keeping.register import assess_register
from xl_macros.places.folders import replace_private

SOMETHING_IS_DUE = 3
MOST_OF_A_KIND = 50


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
    exempt = [item for item in assessed if item.outcome.status in STILL_EXEMPT]
    coming, due = coming_of(exempt, on, days), office_duties(office, assessed)
    known = _kept(office, on, keys_of(coming, due)) if only_new else frozenset()
    for line in coming_lines([each for each in coming if key_of(each) not in known]):
        print(line)
    if not coming and not only_new:
        print(f"Tidak ada yang jatuh dalam {days} hari sejak {on:%d/%m/%Y}.")
    new = [duty for duty in due if duty.key not in known]
    for line in duty_lines(new, on, most=len(new) if only_new else MOST_OF_A_KIND):
        print(line)
    if only_new and all(key in known for key in keys_of(coming, due)):
        print(f"Tidak ada yang baru; {len(due)} tugas masih terbuka.")
    if ics is not None:
        replace_private(ics, calendar_of(exempt, due, on, office.settings.text("office_name")))
        print(f"Kalender: {ics}")
    return SOMETHING_IS_DUE if coming or due else 0


def _kept(office: Office, on: date, keys: Sequence[str]) -> frozenset[str]:
    """What the last run knew, after this one is kept in its place."""
    known = last_run(office.folders.private).keys
    keep_run(office.folders.private, on, keys)
    return known
