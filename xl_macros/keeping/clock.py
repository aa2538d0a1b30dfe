"""Whether the computer's clock can be right: every end is counted to the day that it shows."""

from __future__ import annotations

from datetime import timedelta

from xl_macros.click.office import Office
from xl_macros.errors import NeedsConfirmation
from xl_macros.records import Event, LoggedStep

_SLIP = timedelta(days=1)
_LONGEST_PAUSE = timedelta(days=400)
"""An office that keeps a register writes something down at least once a year."""


def ask_about_clock(office: Office) -> None:
    """Ask before what has opened is told to others on a day long before or after what was written down last."""
    moments = [row.finished_at for row in office.tables.records(LoggedStep)]
    moments += [row.recorded_at for row in office.tables.records(Event)]
    last = max((each for each in moments if each is not None), default=office.now)
    if office.confirmed or last - _SLIP <= office.now <= last + _LONGEST_PAUSE:
        return
    raise NeedsConfirmation(
        f"Jam komputer menunjuk {office.now:%d/%m/%Y %H.%M}, padahal catatan terakhir {last:%d/%m/%Y %H.%M}. Bila "
        "jamnya keliru, yang masih dikecualikan dapat disebut terbuka. Jam itu benar?"
    )
