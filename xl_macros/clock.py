"""The one place that asks what time it is.

Office time is naive local time (WITA, UTC+8, no daylight saving): that is what stands in the workbook's
cells and on the clock on the wall. Instants with an offset are converted here and nowhere else.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

WITA = timezone(timedelta(hours=8), "WITA")


def office_now(zone: timezone = WITA) -> datetime:
    """The present as naive office time, to the second."""
    return datetime.now(UTC).astimezone(zone).replace(tzinfo=None, microsecond=0)


def to_office_time(instant: str, zone: timezone = WITA) -> datetime:
    """An ISO 8601 instant as naive office time; without an offset it is office time already.

    Raises ValueError when the text is no ISO instant.
    """
    moment = datetime.fromisoformat(instant)
    return (moment.astimezone(zone) if moment.tzinfo else moment).replace(tzinfo=None, microsecond=0)
