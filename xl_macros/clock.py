"""The one place that asks what time it is.

Office time is naive local time (no daylight saving in Indonesia): that is what stands in the workbook's cells and
on the clock on the wall. Which zone the office lies in is a setting of its workbook, so an instant with an offset
is converted only once that setting was read.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

WITA = timezone(timedelta(hours=8), "WITA")
"""Where there is no workbook to ask: the example office, the error log."""


def office_now(zone: timezone = WITA) -> datetime:
    """The present as naive office time, to the second."""
    return in_office(datetime.now(UTC), zone)


def in_office(moment: datetime, zone: timezone) -> datetime:
    """An instant as naive office time, to the second."""
    return (moment.astimezone(zone) if moment.tzinfo else moment).replace(tzinfo=None, microsecond=0)


SLIP = timedelta(days=1)
LONGEST_PAUSE = timedelta(days=400)
"""An office that keeps a register writes something down at least once a year."""


def clock_doubt(now: datetime, last: datetime | None, slip: timedelta = SLIP) -> str:
    """What speaks against the clock: it shows a time before what was written down last, or long after; else ''."""
    if last is None or last - slip <= now <= last + LONGEST_PAUSE:
        return ""
    return f"Jam komputer menunjuk {now:%d/%m/%Y %H.%M}, padahal catatan terakhir {last:%d/%m/%Y %H.%M}."
