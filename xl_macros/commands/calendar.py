"""`kecuali calendar --update FILE`: a dated pack of holidays and legal bases into the workbook, as a button would."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xl_macros.actions import update_calendar
from xl_macros.actions.requests import UpdateCalendar
from xl_macros.click import macro
from xl_macros.keeping.reading import open_file


def update(book: Path, request: UpdateCalendar, now: datetime | None) -> macro.Outcome:
    """Bring the workbook to what the pack says, inside the surround of every button."""
    from xl_macros.keeping import views

    click = macro.Click("update_calendar", request, now)
    return macro.run(
        click,
        lambda office: update_calendar.run(office, request),
        lambda: open_file(book),
        views,
        lambda *_: None,
    )
