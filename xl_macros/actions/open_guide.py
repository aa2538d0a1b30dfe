"""Open the guide that was installed with the program, at the chapter of the step that is due."""

from __future__ import annotations

from pathlib import Path

from xl_macros.actions.requests import OpenGuide
from xl_macros.click.office import Office, Summary
from xl_macros.errors import Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.scope import selected_berkas
from xl_macros.patterns import regex
from xl_macros.places.folders import replace_private
from xl_macros.places.resources import project_file
from xl_macros.reports.draft import DesktopError
from xl_macros.reports.mail_opener import this_desktop

_CHAPTER = regex(r'<h2 id="(langkah-(\d)-[^"]*)">')
_LEADING = (
    '<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Panduan Kecuali</title>'
    '<meta http-equiv="refresh" content="0; url={page}"></head><body><a href="{page}">Panduan</a></body></html>'
)


def run(office: Office, request: OpenGuide) -> Summary:
    """Open it in the browser; elsewhere, or when nothing opens it, say where it lies. No sheet is changed."""
    guide = project_file("docs/panduan.html")
    if not guide.is_file():
        raise Refusal("Panduan tidak terpasang di komputer ini.", cure="Jalankan pasang.cmd sekali lagi.")
    number = _step_due(office, request)
    said = f"Baca bab Langkah {number}." if number else "Baca dari awal, atau bab Bila ada yang keliru."
    desktop = this_desktop()
    if desktop is not None:
        try:
            desktop.show_in_default_program(_leading_to(office, guide, number))
        except DesktopError:
            return Summary(f"Panduan ada di {guide}. {said}", paths=(guide,))
        return Summary(f"Panduan terbuka. {said}")
    return Summary(f"Panduan ada di {guide}. {said}", paths=(guide,))


def _step_due(office: Office, request: OpenGuide) -> int | None:
    """The step that is due for the named or selected berkas; in doubt for the first that is not finished."""
    named = request.target or tuple(selected_berkas(office))
    due = [each.due for each in steps.named_berkas(office, named) if each.due is not None]
    return due[0].number if due else None


def _leading_to(office: Office, guide: Path, number: int | None) -> Path:
    """A page that leads on to the chapter: Windows opens a file as by a double click, which can name no chapter."""
    chapters = {int(found[2]): found[1] for found in _CHAPTER.finditer(guide.read_text("utf-8"))}
    if number not in chapters:
        return guide
    page = office.folders.private / "panduan.html"
    replace_private(page, _LEADING.format(page=f"{guide.as_uri()}#{chapters[number]}").encode())
    return page
