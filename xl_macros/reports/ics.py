"""Coming dates as a calendar file that any calendar program takes in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from xl_macros.clock import WITA
from xl_macros.domain.duties import DutyKind
from xl_macros.reports.printable import clean, one_line


class DateKind(StrEnum):
    """What the day is: the last exempt day, or the mark 30 working days before it."""

    END = "Masa pengecualian berakhir"
    MARK = "30 hari kerja sebelum masa pengecualian berakhir"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDate:
    """One whole day to remember. `title` stays empty unless titles may leave the workbook."""

    code: str
    on: date
    kind: DateKind | DutyKind
    title: str = ""
    is_estimate: bool = False


def render_calendar(dates: Iterable[CalendarDate], *, made_at: datetime, office_name: str = "") -> bytes:
    """An iCalendar file (RFC 5545) of all-day events and, for duties, of things to do, sorted.

    The same dates give the same bytes.

    An event keeps its UID when its day moves, so that taking the file in again moves it instead of doubling
    it. `made_at` is office time.
    """
    import icalendar  # only this export pays for it

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Kecuali//Tanggal pengecualian//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", one_line(f"Informasi dikecualikan {office_name}"))
    stamp = made_at.replace(tzinfo=made_at.tzinfo or WITA)
    for day in sorted(dates, key=lambda d: (d.on, d.code, d.kind)):
        is_duty = isinstance(day.kind, DutyKind)
        event = icalendar.Todo() if is_duty else icalendar.Event()
        event.add("uid", _uid(day))
        event.add("dtstamp", stamp.astimezone(UTC))
        if is_duty:
            event.add("due", day.on)
            event.add("status", "NEEDS-ACTION")
        else:
            event.add("dtstart", day.on)
            event.add("dtend", day.on + timedelta(days=1) if day.on < date.max else day.on)
        event.add(
            "summary", one_line(f"{day.code}: {day.kind}" + (" (perkiraan)" if day.is_estimate else ""))
        )
        if day.title:
            event.add("description", clean(day.title))
        event.add("class", "CONFIDENTIAL")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=False))


def _uid(day: CalendarDate) -> str:
    digest = hashlib.sha256(f"{day.code}\n{day.kind.name}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{digest[:32]}@kecuali.invalid"
