"""Whether the computer's clock can be right: every end is counted to the day that it shows."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from xl_macros.click.office import Office
from xl_macros.clock import clock_doubt
from xl_macros.errors import NeedsConfirmation
from xl_macros.records import Correction, Event, LoggedStep, Scan
from xl_macros.tables.schema import NAME_TRANSACTION

TIMES: tuple[tuple[type[LoggedStep | Event | Scan | Correction], str], ...] = (
    (LoggedStep, "finished_at"),
    (Event, "recorded_at"),
    (Scan, "taken_at"),
    (Correction, "recorded_at"),
)
"""The chained lists with the column that says when a row was written."""

_ID_LETTERS = 15
"""A click's id begins with its moment: 20260824T080000."""


def last_written(office: Office) -> datetime | None:
    """The latest moment that a chained list bears."""
    moments = (getattr(row, field) for kind, field in TIMES for row in office.tables.records(kind))
    return max((each for each in moments if each is not None), default=None)


def ask_about_clock(office: Office) -> None:
    """Ask before what has opened is told to others on a day long before or after what was written down last."""
    doubt = clock_doubt(office.now, last_written(office))
    if doubt and not office.confirmed:
        raise NeedsConfirmation(
            f"{doubt} Bila jamnya keliru, yang masih dikecualikan dapat disebut terbuka. Jam itu benar?"
        )


def clock_remark(office: Office) -> str:
    """What a button that writes says of a doubtful clock, since its dates stay; '' for nothing.

    Held against the click before this one and not against the lists: once the clock is right again the remark goes,
    whatever a wrong one has left in them.
    """
    standing = office.tables.named_text(NAME_TRANSACTION)
    last = None
    with suppress(ValueError):
        last = datetime.strptime(standing[:_ID_LETTERS], "%Y%m%dT%H%M%S")
    doubt = clock_doubt(office.now, last)
    return (
        f"{doubt} Tanggal dan status yang ditulis mengikuti jam itu: bila keliru, betulkan jamnya dan klik Urungkan."
        if doubt
        else ""
    )
