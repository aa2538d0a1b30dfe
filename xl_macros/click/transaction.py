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
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from xl_macros.click.desk import Desk
from xl_macros.click.journal import (
    JOURNAL,
    OUTPOST,
    STAGING,
    UNDONE,
    Record,
    Removal,
    Rename,
    id_of,
    portable,
    sequence_of,
    undo_records,
    write_record,
)
from xl_macros.click.ownership import OwnClick, add_click, drop_click, own_clicks
from xl_macros.click.settling import close, finish, is_saved, recover, restore_tables, take_back
from xl_macros.errors import Refusal
from xl_macros.held_files import when_free
from xl_macros.places.backup_policy import backup_name
from xl_macros.places.copying import fingerprint
from xl_macros.places.folders import OfficeFolders, copy_tree_private, flush, make_private, sync_directory
from xl_macros.tables.schema import NAME_TRANSACTION, TABLES

__all__ = ["Desk", "LeftOpenError", "Transaction", "recover"]

_TABLES = {table.name: table for table in TABLES}


class LeftOpenError(Exception):
    """A button neither saved nor taken back, because of `reason`: the journal stays and the next click decides."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Transaction:
    """The files and table changes of one button, committed once."""

    def __init__(
        self, folders: OfficeFolders, button: str, officer: str, at: datetime, label: str = ""
    ) -> None:
        self.folders = folders
        self.button = button
        self.transaction_id = f"{at:%Y%m%dT%H%M%S}-{os.urandom(4).hex()}"
        self.saved = False
        """Whether the decisive save is behind us: whatever fails now, the button's work stands."""
        self._record = Record(self.transaction_id, button, officer[:500], at.isoformat(), label)
        self._files: list[tuple[Path, Path]] = []
        self._afterwards: list[Callable[[], str]] = []
        self._only_if_saved: list[Path] = []

    def afterwards(self, act: Callable[[], str]) -> None:
        """Have something done once all is saved (open a draft); the sentence it returns is shown at the end."""
        self._afterwards.append(act)

    def named(self, button: str, label: str = "") -> None:
        """Have it told as that button's work: a form is carried out in the name of its action."""
        self._record.button, self._record.label = button, label

    def only_if_saved(self, path: Path) -> None:
        """Have a file of the private folder, written already, go again unless all is saved."""
        self._only_if_saved.append(path)

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

    def remove(self, path: Path) -> None:
        """Have a file of the folder for scans gone once all is saved, a crash in between included; never undone."""
        self._record.removals.append(Removal(portable(path, self.folders.root), fingerprint(path)))
        self._record.undoable = False

    @property
    def has_files(self) -> bool:
        """Whether anything is to be published."""
        return bool(self._files)

    def take_back(self, desk: Desk, record: Record, stays: Collection[str] = ()) -> None:
        """Prepare the undoing of `record`: its columns as they were, its files to `.kecuali/diurungkan/`.

        Tables named in `stays` are left as they are.
        """
        self._record.undoes = record.transaction_id
        self._record.undoable = False
        kept = {name: columns for name, columns in record.tables.items() if name not in stays}
        restore_tables(desk, msgspec.structs.replace(record, tables=kept))
        away = self.folders.private / UNDONE / record.transaction_id
        self._files = [
            (desk.at(rename.target), away / f"{index} {desk.at(rename.target).name}")
            for index, rename in enumerate(record.files)
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
            record.backup_sha256 = fingerprint(backup)
            # only now: Excel keeps in a copy what is open just then
            desk.tables.prepare_to_write(NAME_TRANSACTION)
            write_record(desk.journal, record)
        except BaseException:
            # it may stand already, when only the flushing of its folder failed; nothing it names was moved yet
            desk.journal.unlink(missing_ok=True)
            backup.unlink(missing_ok=True)
            with suppress(OSError):  # one id more in the list is harmless
                drop_click(self.folders, self.transaction_id)
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
        left = finish(desk, record)
        return [*left, *(act() for act in self._afterwards)]

    def discard(self) -> None:
        """Forget what was prepared."""
        undecided = (self.folders.private / JOURNAL).exists()  # the next click may still complete it
        if not self.saved and not undecided:
            for path in self._only_if_saved:
                path.unlink(missing_ok=True)
        shutil.rmtree(self.folders.private / STAGING / self.transaction_id, ignore_errors=True)
        for folder in self.folders.all:
            shutil.rmtree(folder / f"{OUTPOST}{self.transaction_id}", ignore_errors=True)

    def _fill_record(self, desk: Desk) -> None:
        record, root = self._record, self.folders.root
        record.before_id = desk.tables.named_value(NAME_TRANSACTION)
        record.tables = {change.table.name: list(change.columns) for change in desk.tables.changes()}
        record.views = list(desk.tables.views)
        own = own_clicks(self.folders).ids
        sequences = [sequence_of(path) for path in undo_records(self.folders) if id_of(path) in own]
        record.sequence = 1 + max(sequences, default=0)
        name = backup_name(datetime.fromisoformat(record.at), self.transaction_id, record.name)
        record.backup = portable(make_private(self.folders.backups) / name, root)
        add_click(
            self.folders,
            OwnClick(
                self.transaction_id, name, str(record.before_id or "") or None, record.undoes, record.at
            ),
        )
        record.files = []
        for staged, target in self._files:
            made = fingerprint(staged)
            source = self._nearby(staged, target, made)
            record.files.append(Rename(portable(source, root), portable(target, root), made))

    def _nearby(self, staged: Path, target: Path, made: str) -> Path:
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
            self._record.removals.append(Removal(portable(staged, self.folders.root), made))
        return copy_tree_private(staged, waiting / target.name)


def _rename_all(desk: Desk, record: Record) -> None:
    for rename in record.files:
        source, target = desk.at(rename.source), desk.at(rename.target)
        if target.exists():
            raise FileExistsError(errno.EEXIST, "there already", str(target))
        make_private(target.parent)
        when_free(partial(source.rename, target))
        sync_directory(target.parent)


def _roll_back_now(desk: Desk, record: Record, error: BaseException) -> None:
    try:
        take_back(desk, record)
        close(desk, record)
        with suppress(OSError):  # a copy more, and its id in the list, are harmless
            desk.at(record.backup).unlink(missing_ok=True)
            drop_click(desk.folders, record.transaction_id)
    except Exception as stuck:
        if isinstance(error, Exception):
            raise LeftOpenError(error) from stuck
        raise
