"""Open the guide that was installed with the program, and name the chapter of the step that is due."""

from __future__ import annotations

from xl_macros.actions.requests import OpenGuide
from xl_macros.click.office import Office, Summary
from xl_macros.errors import Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.scope import selected_berkas
from xl_macros.places.resources import project_file
from xl_macros.reports.draft import DesktopError
from xl_macros.reports.mail_opener import this_desktop


def run(office: Office, request: OpenGuide) -> Summary:
    """Open it in the PC's browser; elsewhere, or when nothing opens it, say where it lies. Nothing is written."""
    guide = project_file("docs/panduan.html")
    if not guide.is_file():
        raise Refusal("Panduan tidak terpasang di komputer ini.", cure="Jalankan pasang.cmd sekali lagi.")
    chapter = _chapter(office, request)
    desktop = this_desktop()
    if desktop is not None:
        try:
            desktop.show_in_default_program(guide)
        except DesktopError:
            return Summary(f"Panduan ada di {guide}. {chapter}", paths=(guide,))
        return Summary(f"Panduan terbuka. {chapter}")
    return Summary(f"Panduan ada di {guide}. {chapter}", paths=(guide,))


def _chapter(office: Office, request: OpenGuide) -> str:
    """Which chapter is about the step that is due for the named or selected berkas."""
    named = request.target or tuple(selected_berkas(office))
    due = [each.due for each in steps.named_berkas(office, named) if each.due is not None]
    return f"Baca bab Langkah {due[0].number}." if due else "Baca dari awal, atau bab Bila ada yang keliru."
