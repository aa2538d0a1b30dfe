"""A ribbon button on a workbook file, without Excel: what the command line, the demo and the tests click."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xl_macros.actions import catalogue
from xl_macros.click import macro
from xl_macros.click.hosts import FileHost
from xl_macros.click.office import Answers, Progress
from xl_macros.errors import Refusal

BUTTONS = {button.__name__.replace("_", "-"): button for button in catalogue.BUTTONS}


def run_button(
    book: Path, name: str, answers: Answers, now: datetime | None = None, progress: Progress | None = None
) -> macro.Outcome:
    """One button on a workbook file, without Excel. `name` as on the command line."""
    from xl_macros.keeping import views

    click = macro.Click(BUTTONS[name].__name__, answers, now)
    return macro.run(click, BUTTONS[name], lambda: open_file(book), views, progress)


def open_file(path: Path) -> FileHost:
    """The workbook file behind the xlwings API; refused when it is none."""
    from xl_macros.file_engine import FileEngineError, open_book

    if not path.is_file():
        raise Refusal(f"Buku kerja {path} tidak ditemukan.", cure="Periksa alamatnya.")
    try:
        return FileHost(open_book(path))
    except FileEngineError as error:
        raise macro.workbook_refusal(error, path.name) from error
