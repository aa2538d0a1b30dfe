"""One transaction per button: workbook and files change together or not at all.

The order of a commit, each step flushed to the disk before the next:

1. a copy of the workbook as it was (`Cadangan/`), and every new file complete in the staging folder;
2. the journal: what is about to happen;
3. the files are renamed to their places (never over an existing one);
4. the workbook is marked as begun, the tables are written, the mark gives way to the transaction's id, and the
   workbook is saved: *this save decides*;
5. the journal becomes the undo record.

A start that finds a journal looks at the workbook: has it the id, the button is completed (step 5); has it the
mark, the tables are restored from the copy; has it neither, nothing was written in it, and what staff have
typed since stays. In the last two cases the files of step 3 go back. Undo is a transaction like any other, with
the renames turned round and the old values as its changes.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from xl_macros.click.desk import Desk
from xl_macros.click.journal import (
    OUTPOST,
    STAGING,
    UNDONE,
    Record,
    portable,
    sequence_of,
    undo_records,
    write_record,
)
from xl_macros.click.settling import close, finish, is_saved, recover, restore_tables, take_back
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.held_files import when_free
from xl_macros.places.folders import OfficeFolders, copy_tree_private, flush, make_private, sync_directory
from xl_macros.tables.schema import NAME_TRANSACTION, TABLES

__all__ = ["Desk", "LeftOpenError", "Transaction", "recover", "undo_last"]

_TABLES = {table.name: table for table in TABLES}


class LeftOpenError(Exception):
    """A button neither saved nor taken back, because of `reason`: the journal stays and the next click decides."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Transaction:
    """The files and table changes of one button, committed once."""

    def __init__(self, folders: OfficeFolders, button: str, officer: str, at: datetime) -> None:
        self.folders = folders
        self.transaction_id = f"{at:%Y%m%dT%H%M%S}-{os.urandom(4).hex()}"
        self.saved = False
        """Whether the decisive save is behind us: whatever fails now, the button's work stands."""
        self._record = Record(self.transaction_id, button, officer, at.isoformat())
        self._files: list[tuple[Path, Path]] = []
        self._afterwards: list[Callable[[], str]] = []

    def afterwards(self, act: Callable[[], str]) -> None:
        """Have something done once all is saved (open a draft); the sentence it returns is shown at the end."""
        self._afterwards.append(act)

    def not_undoable(self) -> None:
        """This one leaves nothing worth taking back (a preview): undo passes over it."""
        self._record.undoable = False

    @property
    def staging(self) -> Path:
        """A private folder for files being prepared; whatever is not published from it vanishes."""
        return make_private(self.folders.private / STAGING / self.transaction_id)

    def publish(self, staged: Path, target: Path) -> None:
        """Have a prepared file or folder stand at `target` once the button is done.

        Refused when something is there already or is about to be: nothing is ever overwritten. Refused too when a
        link leads out of the office's folders on the way there.
        """
        place = target.parent.resolve()
        if not any(place.is_relative_to(folder.resolve()) for folder in self.folders.all):
            raise Refusal(
                f"Folder {target.parent.name} adalah tautan ke luar folder kantor.",
                cure="Hapus tautan itu, lalu klik tombol ini lagi.",
            )
        if target.exists() or target.is_symlink() or any(target == other for _, other in self._files):
            raise Refusal(
                f"{target.name} sudah ada di folder {target.parent.name}.",
                cure="Pindahkan atau ganti nama yang lama, lalu klik tombol ini lagi.",
            )
        self._files.append((staged, target))

    @property
    def has_files(self) -> bool:
        """Whether anything is to be published."""
        return bool(self._files)

    def take_back(self, desk: Desk, record: Record) -> None:
        """Prepare the undoing of `record`: its columns as they were, its files to `.kecuali/diurungkan/`."""
        self._record.undoes = record.transaction_id
        self._record.undoable = False
        restore_tables(desk, record)
        away = self.folders.private / UNDONE / record.transaction_id
        self._files = [
            (desk.at(target), away / f"{index} {desk.at(target).name}")
            for index, (_, target) in enumerate(record.files)
        ]

    def commit(self, desk: Desk) -> list[str]:
        """Steps 1 to 5, and what was to be done afterwards: the sentences of that.

        On an error everything is taken back before it travels on, unless it was saved already.
        """
        record = self._record
        self._fill_record(desk)
        backup = desk.at(record.backup)
        try:
            desk.host.copy_book(backup)
            flush(backup)
            desk.tables.prepare_to_write(
                NAME_TRANSACTION
            )  # only now: Excel keeps in a copy what is open just then
            write_record(desk.journal, record)
        except BaseException:
            backup.unlink(missing_ok=True)
            raise
        saving = False
        try:
            _rename_all(desk, record)
            desk.tables.set_named_value(NAME_TRANSACTION, record.begun)
            desk.tables.write_changes()
            desk.tables.set_named_value(NAME_TRANSACTION, self.transaction_id)
            saving = True
            desk.host.save()
        except BaseException as error:
            if saving and is_saved(desk, record):  # the file is whole; only what came after it failed
                self.saved = True
                finish(desk, record)
            else:
                _roll_back_now(desk, record, error)
            raise
        self.saved = True
        finish(desk, record)
        return [act() for act in self._afterwards]

    def discard(self) -> None:
        """Forget what was prepared."""
        shutil.rmtree(self.folders.private / STAGING / self.transaction_id, ignore_errors=True)
        for folder in self.folders.all:
            shutil.rmtree(folder / f"{OUTPOST}{self.transaction_id}", ignore_errors=True)

    def _fill_record(self, desk: Desk) -> None:
        record, root = self._record, self.folders.root
        record.before_id = desk.tables.named_value(NAME_TRANSACTION)
        record.tables = {change.table.name: list(change.columns) for change in desk.tables.changes()}
        record.views = list(desk.tables.views)
        record.sequence = 1 + max(map(sequence_of, undo_records(self.folders)), default=0)
        record.backup = portable(self._backup_path(), root)
        record.files = [
            [portable(self._nearby(staged, target), root), portable(target, root)]
            for staged, target in self._files
        ]

    def _backup_path(self) -> Path:
        moment = datetime.fromisoformat(self._record.at)
        name = f"{moment:%Y-%m-%d %H.%M.%S} {self.transaction_id[-8:]} sebelum {self._record.button}.xlsm"
        return make_private(self.folders.backups) / name

    def _nearby(self, staged: Path, target: Path) -> Path:
        """The prepared file, flushed, on the target's own volume, where a rename is one step."""
        make_private(target.parent)
        prepared = staged.is_relative_to(self.folders.private / STAGING)
        if staged.stat().st_dev == target.parent.stat().st_dev:
            if prepared:
                flush(staged)
            return staged
        home = next(
            (folder for folder in self.folders.all[1:] if target.is_relative_to(folder)), self.folders.root
        )
        waiting = make_private(home / f"{OUTPOST}{self.transaction_id}" / str(len(self._record.removals)))
        if not prepared:
            self._record.removals.append(portable(staged, self.folders.root))
        return copy_tree_private(staged, waiting / target.name)


def undo_last(desk: Desk, transaction: Transaction, *, confirmed: bool) -> str:
    """Stage the undoing of the last button and say which it was.

    Refused when there is nothing to take back, when the copy is gone, or when someone has changed since
    what the button wrote. Raises NeedsConfirmation until `confirmed`.
    """
    records = undo_records(desk.folders)
    record = desk.read(records[-1]) if records else None
    if record is None:
        raise Refusal("Tidak ada tombol yang dapat diurungkan.")
    at = datetime.fromisoformat(record.at)
    if not desk.at(record.backup).is_file():
        raise Refusal(
            f"Cadangan sebelum {record.button} tidak ada lagi.",
            cure="Kembalikan berkas itu ke folder cadangan bila masih ada; tanpa itu tidak dapat diurungkan.",
        )
    for name, columns in record.tables.items():
        if desk.tables.digest(_TABLES[name], columns) != record.digests.get(name):
            raise Refusal(
                f"Lembar {_TABLES[name].sheet} sudah diubah sesudah {record.button} dijalankan.",
                cure="Batalkan perubahan itu dahulu, atau perbaiki isinya dengan tangan.",
            )
    if not confirmed:
        raise NeedsConfirmation(f"Urungkan {record.button} ({record.officer}, {at:%d/%m/%Y pukul %H.%M})?")
    transaction.take_back(desk, record)
    return f"{record.button} ({at:%d/%m/%Y pukul %H.%M}) sudah diurungkan."


def _rename_all(desk: Desk, record: Record) -> None:
    for source, target in ((desk.at(one), desk.at(other)) for one, other in record.files):
        if target.exists():
            raise FileExistsError(errno.EEXIST, "there already", str(target))
        make_private(target.parent)
        when_free(partial(source.rename, target))
        sync_directory(target.parent)


def _roll_back_now(desk: Desk, record: Record, error: BaseException) -> None:
    try:
        take_back(desk, record)
        close(desk, record)
    except Exception as stuck:
        if isinstance(error, Exception):
            raise LeftOpenError(error) from stuck
        raise
