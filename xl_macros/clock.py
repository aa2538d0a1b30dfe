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
