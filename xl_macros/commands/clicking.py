"""An action on a workbook file, without Excel: what the command line, the demo and the tests click."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xl_macros.actions import catalogue
from xl_macros.click import macro
from xl_macros.click.hosts import FileHost
from xl_macros.click.office import Progress
from xl_macros.click.request import Request
from xl_macros.errors import Refusal
from xl_macros.keeping.late_views import LateViews


def run_button(
    book: Path, name: str, request: Request, now: datetime | None = None, progress: Progress | None = None
) -> macro.Outcome:
    """One action on a workbook file, without Excel. `name` as on the command line."""
    action = catalogue.BY_COMMAND[name]
    click = macro.Click(action.name, request, now, label=action.label)
    return macro.run(
        click, lambda office: action.run(office, request), lambda: open_file(book), LateViews(), progress
    )


def open_file(path: Path) -> FileHost:
    """The workbook file behind the xlwings API; refused when it is none."""
    from xl_macros.file_engine import FileEngineError, open_book

    if not path.is_file():
        raise Refusal(f"Buku kerja {path} tidak ditemukan.", cure="Periksa alamatnya.")
    try:
        return FileHost(open_book(path))
    except FileEngineError as error:
        raise macro.workbook_refusal(error, path.name) from error
