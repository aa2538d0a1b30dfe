"""`kecuali demo DIR`: an example office on a simulated calendar, made by clicks alone.

Two stories: a living office in the middle of its work (`demo_living`), and KPU's real decisions (`demo_real`).
"""

from __future__ import annotations

import csv
import os
import time as clock
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from tqdm import tqdm

from xl_macros.actions.catalogue import ACTIONS
from xl_macros.click.macro import Ending, Outcome
from xl_macros.clock import WITA, in_office, office_now
from xl_macros.commands.clicking import run_button
from xl_macros.commands.demo_acts import DESK, PDID, Act, Paper, Story
from xl_macros.commands.demo_living import living_story
from xl_macros.commands.demo_real import real_story
from xl_macros.commands.due import show_due
from xl_macros.commands.new_office import make_office
from xl_macros.domain.office_hours import seed_working_hours
from xl_macros.domain.working_time import OfficeCalendar
from xl_macros.keeping.reading import open_file
from xl_macros.places.resources import data_file
from xl_macros.reports.mail_opener import kept_as_file
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import DECISIONS, OFFICERS, REGISTER, SETTING_ROWS, SETTINGS

_COMMANDS = {action.request: action.command for action in ACTIONS}


def make_demo(folder: Path, now: datetime | None, *, recognise: bool = False, real: bool = False) -> int:
    """Make the example office in `folder` and tell each step as it happens; exit code 0 when all went well.

    `now` (naive office time): the living office is shown as of then, the `real` one gets its decisions then. All
    moments follow from it, so the same `now` gives the same register and report. The default is the present, and
    for the real one eight o'clock on the last working day. `recognise`: the scans get text where the programs for
    it are installed, which takes several times as long.
    """
    calendar = _calendar()
    moment = in_office(now, WITA) if now else office_now()
    book = make_office(folder)
    inbox = book.parent / "Kotak Masuk Pemindai"
    if real:
        arrived_at = moment if now else _last_working_morning(moment, calendar)
        story = real_story(inbox, arrived_at, calendar)
    else:
        story = living_story(inbox, moment, calendar)
    _fill(book, story, recognise)
    print(f"Kantor contoh di {book.parent}")
    code = _play(book, inbox, story.acts)
    if code != 0:
        return code
    if story.looks:
        print(f"\nYang perlu dikerjakan per {moment:%d/%m/%Y} (kecuali due):")
        show_due(open_file(book), moment.date(), None, None)
    print("\nBukalah:")
    for path in (book, book.parent / "Folder Khusus", book.parent / "Laporan"):
        print(f"  {path}")
    for number, line in enumerate(story.looks, 1):
        print(f"{number}. {line}")
    return 0


def _play(book: Path, inbox: Path, acts: Sequence[Act]) -> int:
    """Click through the acts and say each one's first line; the exit code of the first that does not succeed."""
    with tqdm(acts, unit="langkah", ascii=" #", leave=False, disable=None) as bar:
        for act in bar:
            bar.set_description(act.title[:40])
            outcome = _click(book, inbox, act)
            bar.write(f"{act.at:%d/%m/%Y %H.%M}  {act.title}: {_first_line(outcome)}")
            if outcome.ending is not Ending.DONE or not outcome.ok:
                print(outcome.text)
                return outcome.exit_code or 1
    return 0


def _click(book: Path, inbox: Path, act: Act) -> Outcome:
    if act.decisions or act.entries:
        _type(book, act)
    for paper in act.papers:
        _lay_down(inbox, paper)
    with kept_as_file():
        return run_button(book, _COMMANDS[type(act.request)], act.request, act.at, lambda *_: None)


def _lay_down(inbox: Path, paper: Paper) -> None:
    """Put the document where the scanner would have put it an hour ago: nobody waits whether it still grows."""
    from xl_macros.scans.specimen import make_phone_photo, make_scan_pdf

    if paper.is_photo:
        path, content = inbox / f"{paper.name}.jpg", make_phone_photo(paper.lines, seed=paper.seed)
    else:
        path = inbox / f"{paper.name}.pdf"
        content = make_scan_pdf(paper.lines, seed=paper.seed, pages=paper.pages)
    path.write_bytes(content)
    hour_ago = clock.time() - 3600
    os.utime(path, (hour_ago, hour_ago))


def _type(book: Path, act: Act) -> None:
    """What staff type by hand below what stands there: decisions that arrived, and their entries."""
    from xl_macros.file_engine import open_book

    opened = open_book(book)
    tables = TableStore(opened)
    for table, typed in ((DECISIONS, act.decisions), (REGISTER, act.entries)):
        tables.put(table, [*tables.rows(table), *(_row(cells) for cells in typed)])
    tables.write_changes()
    opened.save()
    opened.close()


def _fill(book: Path, story: Story, recognise: bool) -> None:
    """Settings and officers."""
    from xl_macros.file_engine import open_book

    opened = open_book(book)
    tables = TableStore(opened)
    values = {
        "secretary_email": "sekretaris.manggaraibarat@kpu.go.id",
        "office_address": "Labuan Bajo, Kabupaten Manggarai Barat, Nusa Tenggara Timur",
        "secretary_name": "Bonafantura Yosman",
        "letterhead_3": "SUB BAGIAN TEKNIS, PARTISIPASI DAN HUBUNGAN MASYARAKAT",
        "report_from": "Sub Bagian Teknis, Partisipasi dan Hubungan Masyarakat",
        "is_example": "ya",
        "recognise_text": "ya" if recognise else "tidak",
        **story.settings,
    }
    names = {setting.name: values[setting.field] for setting in SETTING_ROWS if setting.field in values}
    settings = tables.rows(SETTINGS)
    for row in settings:
        row["value"] = names.get(row["name"], row["value"])
    tables.put(SETTINGS, settings)
    tables.put(OFFICERS, [_row(officer) for officer in _officers()])
    tables.write_changes()
    opened.save()
    opened.close()


def _officers() -> Iterator[dict[str, Any]]:
    position = "Staf Sub Bagian Teknis, Partisipasi dan Hubungan Masyarakat"
    yield {"name": PDID, "position": position, "role": "PDID", "rank": "Penata Muda"}
    yield {"name": DESK, "position": position, "role": "Desk Pelayanan", "rank": "Pengatur"}


def _row(cells: Mapping[str, Any]) -> Row:
    return Row(cells.items())


def _calendar() -> OfficeCalendar:
    """The holidays that a new workbook starts with."""
    days: dict[date, str] = {}
    for name in ("holidays_2025.csv", "holidays_2026.csv", "holidays_2027.csv"):
        with data_file(name).open(encoding="utf-8", newline="") as file:
            days |= {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)}
    return OfficeCalendar(seed_working_hours(), days)


def _last_working_morning(now: datetime, calendar: OfficeCalendar) -> datetime:
    day = now.date()
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, time(8))


def _first_line(outcome: Outcome) -> str:
    return outcome.text.splitlines()[0] if outcome.text else ""
