"""`kecuali upgrade`: everything that an older workbook holds, carried into an empty one of this version.

The new workbook is written and read back beside the old one before it takes its place; the old one is kept. Files
(scans, special folder, reports) are not touched: they stand where the rows say.
"""

from __future__ import annotations

import getpass
import itertools
from datetime import datetime
from pathlib import Path

from xl_macros.click.journal import STAGING, undo_records
from xl_macros.click.lock import only_one
from xl_macros.click.macro import office_folders
from xl_macros.clock import in_office, office_now
from xl_macros.errors import Refusal
from xl_macros.keeping.carrying_over import ask_about_what_stays, carry, refuse_cut_off
from xl_macros.keeping.old_workbook import read_old_workbook
from xl_macros.keeping.reading import open_file
from xl_macros.places.copying import hash_file
from xl_macros.places.folders import (
    copy_private,
    make_private,
    removed_afterwards,
    sweep,
    sync_directory,
)
from xl_macros.places.resources import workbook_file
from xl_macros.tables.schema import (
    WORKBOOK_NAME,
)

OLD_VERSIONS = "Versi lama"
"""The folder below Cadangan in which the old workbooks stay: backups of buttons come and go, these do not."""


def upgrade(book: Path, now: datetime | None, *, confirmed: bool) -> str:
    """Carry the workbook over and say what was carried; `now` None asks the clock.

    Raises NeedsConfirmation when something stays behind.

    Refused, with the old workbook as it was, when Excel has it open, a button was cut off in it, or what was
    written is not read back whole.
    """
    host = open_file(book)
    host.check()
    before = hash_file(book).sha256
    try:
        old = read_old_workbook(host)
    finally:
        host.book.close()
    folders = office_folders(host.path, old.settings)
    zone = old.settings.zone()
    now = in_office(now, zone) if now else office_now(zone)
    with only_one(folders.private, "upgrade", getpass.getuser(), now):
        refuse_cut_off(folders)
        ask_about_what_stays(old, confirmed=confirmed)
        with removed_afterwards(folders.private / STAGING) as staging:
            fresh = copy_private(workbook_file(WORKBOOK_NAME), staging / book.name)
            said = carry(fresh, old, folders, now)
            if hash_file(book).sha256 != before:
                raise Refusal(
                    "Buku kerja berubah selagi disalin.", cure="Tutup di program lain, lalu ulangi."
                )
            sweep(make_private(folders.backups / OLD_VERSIONS))
            kept = _kept_name(folders.backups / OLD_VERSIONS, book, now)
            copy_private(book, kept)
            fresh.replace(book)
            sync_directory(book.parent)
        for record in undo_records(folders):  # they count the columns of the old workbook
            record.unlink()
    _remove_empty_ones(book)
    return "\n".join(
        [
            f"Buku kerja diperbarui: {said}",
            f"Buku lama disimpan: {kept}. Tombol sebelum pembaruan tidak dapat diurungkan lagi.",
        ]
    )


def _kept_name(folder: Path, book: Path, now: datetime) -> Path:
    """A free name for the old workbook: an earlier try that was killed may have kept it already."""
    stem = f"{book.stem} sebelum pembaruan {now:%Y-%m-%d %H.%M.%S}"
    names = (f"{stem}{f' ({number})' if number > 1 else ''}{book.suffix}" for number in itertools.count(1))
    return next(path for path in map(folder.joinpath, names) if not path.exists())


def _remove_empty_ones(book: Path) -> None:
    """The empty workbook that the installer put beside the register has done its duty, if nobody used it."""
    template = hash_file(workbook_file(WORKBOOK_NAME)).sha256
    for path in book.parent.glob(f"{book.stem} (baru *{book.suffix}"):
        if hash_file(path).sha256 == template:
            path.unlink()
