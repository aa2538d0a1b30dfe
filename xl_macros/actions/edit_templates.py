"""The office's own words for papers: copies of the texts that came along, to be changed, and checked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from xl_macros.actions.requests import EditTemplates
from xl_macros.click.office import Office, Summary
from xl_macros.errors import Refusal
from xl_macros.keeping.media_papers import LIST_TEXT, RECORD_TEXT, Filling
from xl_macros.places.folders import write_private
from xl_macros.places.resources import template
from xl_macros.reports.draft import DesktopError
from xl_macros.reports.mail_opener import this_desktop
from xl_macros.reports.paper_text import is_own, paper_text


def run(office: Office, request: EditTemplates) -> Summary:
    """Copy what the office has no copy of, check what it has, show the folder. Nothing of the office's is touched."""
    office.officer()
    folder = office.folders.templates
    lines, problems = [], []
    for name in (RECORD_TEXT, LIST_TEXT):
        if not is_own(name, folder):
            staged = write_private(office.transaction.staging / name, template(name).read_bytes())
            office.transaction.publish(staged, folder / name)
            lines.append(f"{name}: disalin dari bawaan; ubah dengan Notepad.")
            continue
        try:
            lines.append(paper_text(name, dict.fromkeys(Filling._fields, "x"), folder).note)
        except Refusal as refusal:
            problems.append(f"▲ {refusal.what} {refusal.cure}")
    if office.transaction.has_files:
        office.transaction.afterwards(lambda: _shown(folder / RECORD_TEXT))
    else:  # nothing is saved, so nothing comes after it
        lines.append(_shown(folder / RECORD_TEXT))
    return Summary(_told(folder, lines, problems), ok=not problems, paths=(folder,))


def _told(folder: Path, lines: Sequence[str], problems: Sequence[str]) -> str:
    last = f"Yang di folder {folder.name} menang atas yang bawaan, juga sesudah program diperbarui."
    return "\n".join([*problems, *lines, last])


def _shown(path: Path) -> str:
    """The folder on the screen; elsewhere, or when nothing opens it, where it lies."""
    desktop = this_desktop()
    if desktop is not None:
        with suppress(DesktopError):
            desktop.show_folder(path)
            return "Foldernya terbuka."
    return f"Foldernya: {path.parent}."
