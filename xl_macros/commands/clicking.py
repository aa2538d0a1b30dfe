"""An action on a workbook file, without Excel: what the command line, the demo and the tests click."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xl_macros.actions import catalogue
from xl_macros.click import macro
from xl_macros.click.office import Progress
from xl_macros.click.request import Request
from xl_macros.keeping.late_views import LateViews
from xl_macros.keeping.reading import open_file


def run_button(
    book: Path, name: str, request: Request, now: datetime | None = None, progress: Progress | None = None
) -> macro.Outcome:
    """One action on a workbook file, without Excel. `name` as on the command line."""
    action = catalogue.BY_COMMAND[name]
    click = macro.Click(action.name, request, now, label=action.label)
    return macro.run(
        click, lambda office: action.run(office, request), lambda: open_file(book), LateViews(), progress
    )
