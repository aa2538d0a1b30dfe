"""Puts a mail draft on the screen, whichever mail program the PC has. Never sends.

Order: classic Outlook through COM, new Outlook (`olk.exe`, which has no COM), whatever opens `.eml` files,
and last the folder with the text on the clipboard. Every touch of the operating system is behind `Desktop`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Protocol

from xl_macros.reports.draft import DesktopError, ReadDraft, read_draft
from xl_macros.reports.printable import clean

_ON_SCREEN = ContextVar("draft_on_screen", default=True)


@contextmanager
def kept_as_file() -> Iterator[None]:
    """For as long as this is entered, drafts stay files: an example must not open in anybody's mail program."""
    token = _ON_SCREEN.set(False)
    try:
        yield
    finally:
        _ON_SCREEN.reset(token)


class Desktop(Protocol):
    """What the opener asks of a PC. Each method raises DesktopError when the PC has no such thing."""

    def show_in_classic_outlook(self, draft: ReadDraft, scratch: Path) -> None: ...
    def show_in_new_outlook(self, eml: Path) -> None: ...
    def show_in_default_program(self, eml: Path) -> None: ...
    def show_folder(self, eml: Path) -> None: ...
    def copy_text(self, text: str) -> None: ...


def open_draft(eml_path: Path, body: str, *, desktop: Desktop | None = None) -> str:
    """Shows the draft and returns one Indonesian sentence saying where it is now.

    `desktop` None takes the PC's own on Windows; elsewhere the file stays where it is and the sentence says so.
    """
    desktop = desktop or this_desktop()
    if desktop is None:
        return f"Drafnya disimpan di {eml_path}. Surel belum dikirim."
    draft = read_draft(eml_path)
    ways: tuple[tuple[Callable[[], None], str], ...] = (
        (lambda: desktop.show_in_classic_outlook(draft, eml_path.parent), "Drafnya terbuka di Outlook."),
        (lambda: desktop.show_in_new_outlook(eml_path), "Drafnya terbuka di Outlook baru."),
        (lambda: desktop.show_in_default_program(eml_path), "Drafnya terbuka di program surel."),
    )
    for show, sentence in ways:
        try:
            show()
        except DesktopError:
            continue
        return f"{sentence} Periksa isinya, lalu kirim sendiri; surel belum dikirim."
    return _folder_and_clipboard(eml_path, body, desktop)


def _folder_and_clipboard(eml_path: Path, body: str, desktop: Desktop) -> str:
    acts: tuple[tuple[Callable[[], None], str], ...] = (
        (lambda: desktop.show_folder(eml_path), "foldernya telah dibuka"),
        (lambda: desktop.copy_text(clean(body)), "isi surel telah disalin ke papan klip"),
    )
    done = []
    for act, sentence in acts:
        try:
            act()
        except DesktopError:
            continue
        done.append(sentence)
    note = f"; {' dan '.join(done)}" if done else ""
    return f"Tidak ada program surel yang dapat dibuka. Drafnya ada di {eml_path}{note}. Surel belum dikirim."


def this_desktop() -> Desktop | None:
    """The PC's own desktop on Windows; None elsewhere and while drafts are kept as files."""
    import sys

    if sys.platform != "win32" or not _ON_SCREEN.get():
        return None
    from xl_macros.reports.windows_desktop import WindowsDesktop

    return WindowsDesktop()
