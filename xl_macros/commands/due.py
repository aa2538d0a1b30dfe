"""`kecuali due`: what is due and what ends soon, for a nightly task; and the calendar of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from xl_macros.click.hosts import FileHost
from xl_macros.click.office import Office, section
from xl_macros.errors import Refusal
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
from xl_macros.keeping.nightly import LastRun, keep_run, last_run
from xl_macros.keeping.reading import reading_office
from xl_macros.keeping.register import assess_register
from xl_macros.places.folders import replace_private

SOMETHING_IS_DUE = 3
MOST_OF_A_KIND = 50


def show_due(
    host: FileHost, on: date, within: int | None, ics: Path | None, *, only_new: bool = False
) -> int:
    """Print what is due as of `on` by kind, and what comes within that many days (None: the setting).

    Returns 3 while anything is due or comes, or files are damaged. `only_new`, for the nightly task: print what was
    not due when it last ran, keep for the next run what is, and check its share of the files (`keeping/rolling.py`).
    `ics` also receives every coming date and duty, by code and without titles.
    """
    if ics is not None:
        _refuse_what_is_no_calendar(ics)
    office = reading_office(host, datetime.combine(on, time()))
    days = office.settings.number("warn_days") if within is None else within
    assessed = assess_register(office)
    exempt = [item for item in assessed if item.outcome.status in STILL_EXEMPT]
    coming, due = coming_of(exempt, on, days), office_duties(office, assessed)
    night = _kept(office, on, keys_of(coming, due)) if only_new else LastRun()
    known = night.keys
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
    return SOMETHING_IS_DUE if coming or due or night.damaged else 0


def _kept(office: Office, on: date, keys: Sequence[str]) -> LastRun:
    """What the last run left, after this one, with its share of the integrity check, is kept in its place."""
    # Imported here: what checks files is for the night alone.
    from xl_macros.keeping.rolling import check_share, days_of_a_round

    last, days = last_run(office.folders.private), days_of_a_round(office)
    damaged: list[str] = []
    if days:
        files, damaged = check_share(office, last.on, on, days)
        said = f"{len(damaged)} masalah" if damaged else "utuh"
        print(f"Pemeriksaan bergulir: {files} berkas, {said}.")
        for line in section("Klik Periksa Keutuhan:", damaged, MOST_OF_A_KIND):
            print(line)
    keep_run(office.folders.private, on, keys, damaged[:MOST_OF_A_KIND])
    return LastRun(last.on, last.keys, tuple(damaged))


def _refuse_what_is_no_calendar(path: Path) -> None:
    """Each night's calendar replaces the last one, and nothing else that bears its name."""
    if not path.absolute().parent.is_dir():
        raise Refusal(f"Folder {path.absolute().parent} tidak ada.", cure="Sebut folder yang ada pada --ics.")
    if not os.path.lexists(path):
        return
    if not path.is_file() or path.is_symlink() or not path.read_bytes().startswith(b"BEGIN:VCALENDAR"):
        raise Refusal(f"{path.name} sudah ada dan bukan berkas kalender.", cure="Pilih nama lain pada --ics.")
