"""One transaction per button: workbook and files change together or not at all.

The order of a commit, each step flushed to the disk before the next:

1. a copy of the workbook as it was (`Cadangan/`), and every new file complete in the staging folder;
2. the journal: what is about to happen;
3. the files are renamed to their places (never over an existing one);
4. the tables are written, the transaction's id last, and the workbook is saved: *this save decides*;
5. the journal becomes the undo record.

A start that finds a journal looks at the id in the workbook: there, the button is completed (step 5); not
there, the files of step 3 go back and the tables are restored from the copy. Undo is a transaction like any
other, with the renames turned round and the old values as its changes.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.folders import OfficeFolders, copy_private, make_private, sync_directory
from xl_macros.journal import (
    STAGING,
    UNDONE,
    Record,
    age,
    journal_file,
    portable,
    read_record,
    undo_file,
    undo_records,
    write_record,
)
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import NAME_TRANSACTION, TABLES

_TABLES = {table.name: table for table in TABLES}

OpenCopy = Callable[[Path], AbstractContextManager[TableStore]]
"""Opens a kept copy of the workbook for reading, without Excel."""


class Host(Protocol):
    """What a transaction needs of the program that has the workbook open."""

    @property
    def path(self) -> Path: ...

    def save(self) -> None: ...

    def copy_book(self, target: Path) -> None:
        """Leave a private copy of the workbook as it stands now, unsaved typing included."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The workbook a transaction works on: its folders, its tables, the program that holds it."""

    folders: OfficeFolders
    tables: TableStore
    host: Host
    open_copy: OpenCopy
    redraw: Callable[[Sequence[str]], None]
    """Stages the drawing of built sheets anew from the tables as they stand."""
    keep_backups: int = 20

    @property
    def journal(self) -> Path:
        return journal_file(self.folders)

    def at(self, kept: str) -> Path:
        """A path as the journal keeps it."""
        return self.folders.root / kept


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

        Refused when something is there already or is about to be: nothing is ever overwritten.
        """
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
        with desk.open_copy(desk.at(record.backup)) as old:
            for name, columns in record.tables.items():
                desk.tables.stage_restore(_TABLES[name], columns, old.values(_TABLES[name]))
        desk.redraw(record.views)
        away = self.folders.private / UNDONE / record.transaction_id
        self._files = [
            (desk.at(target), away / f"{index} {desk.at(target).name}")
            for index, (_, target) in enumerate(record.files)
        ]

    def commit(self, desk: Desk) -> list[str]:
        """Steps 1 to 5, and what was to be done afterwards: the sentences of that.

        On an error everything is taken back before it travels on.
        """
        changes = desk.tables.changes()
        record = self._record
        record.before_id = desk.tables.named_value(NAME_TRANSACTION)
        record.tables = {change.table.name: list(change.columns) for change in changes}
        record.views = list(desk.tables.views)
        backup = self._backup_path()
        record.backup = portable(backup, self.folders.root)
        root = self.folders.root
        record.files = [
            [portable(self._nearby(staged, target), root), portable(target, root)]
            for staged, target in self._files
        ]
        desk.host.copy_book(backup)
        write_record(desk.journal, record)
        try:
            _rename_all(desk, record)
            desk.tables.write_changes()
            desk.tables.set_named_value(NAME_TRANSACTION, self.transaction_id)
            desk.host.save()
        except BaseException as error:
            _roll_back_now(desk, record, error)
            raise
        _finish(desk, record)
        return [act() for act in self._afterwards]

    def discard(self) -> None:
        """Forget what was prepared."""
        shutil.rmtree(self.folders.private / STAGING / self.transaction_id, ignore_errors=True)

    def _backup_path(self) -> Path:
        moment = datetime.fromisoformat(self._record.at)
        name = f"{moment:%Y-%m-%d %H.%M.%S} {self.transaction_id[-8:]} sebelum {self._record.button}.xlsm"
        return make_private(self.folders.backups) / name

    def _nearby(self, staged: Path, target: Path) -> Path:
        """The prepared file on the target's own volume, where a rename is one step."""
        make_private(target.parent)
        if staged.stat().st_dev == target.parent.stat().st_dev:
            return staged
        moved = make_private(target.parent / f".kecuali-{self.transaction_id}") / target.name
        if staged.is_dir():
            shutil.copytree(staged, moved)
        else:
            copy_private(staged, moved)
        return moved


def recover(desk: Desk) -> str | None:
    """Complete or take back a button that was interrupted; a sentence about it, None when there was none."""
    record = read_record(desk.journal)
    if record is None:
        shutil.rmtree(desk.folders.private / STAGING, ignore_errors=True)
        return None
    if desk.tables.named_value(NAME_TRANSACTION) == record.transaction_id:
        desk.host.save()
        _finish(desk, record)
        return f"Tombol {record.button} yang terputus tadi sudah diselesaikan."
    if _roll_back(desk, record):
        desk.host.save()
    return f"Tombol {record.button} terputus sebelum selesai; semuanya sudah dikembalikan seperti sebelumnya."


def undo_last(desk: Desk, transaction: Transaction, *, confirmed: bool) -> str:
    """Stage the undoing of the last button and say which it was.

    Refused when there is nothing to take back, when the copy is gone, or when someone has changed since
    what the button wrote. Raises NeedsConfirmation until `confirmed`.
    """
    records = undo_records(desk.folders)
    record = read_record(records[-1]) if records else None
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
        source.rename(target)
        sync_directory(target.parent)


def _roll_back_now(desk: Desk, record: Record, error: BaseException) -> None:
    try:
        _roll_back(desk, record)
    except Exception as stuck:
        if isinstance(error, Exception):
            raise LeftOpenError(error) from stuck
        raise


def _roll_back(desk: Desk, record: Record) -> bool:
    """Everything as before; whether the tables had to be written. The journal goes last.

    The id goes first: as long as it stands in the workbook, a button that could not be taken back is one that
    the next click completes, and then its files must be where they were published.
    """
    desk.tables.forget()
    restored = bool(desk.tables.named_value(NAME_TRANSACTION) != record.before_id)
    if restored:
        desk.tables.set_named_value(NAME_TRANSACTION, record.before_id or "")
    for source, target in ((desk.at(one), desk.at(other)) for one, other in record.files):
        if not source.exists() and target.exists():
            target.rename(source)
    with desk.open_copy(desk.at(record.backup)) as old:
        for name, columns in record.tables.items():
            desk.tables.stage_restore(_TABLES[name], columns, old.values(_TABLES[name]))
    if desk.tables.changes():
        desk.redraw(record.views)
        desk.tables.write_changes()
        restored = True
    _clear_staging(desk, record)
    desk.journal.unlink()
    return restored


def _finish(desk: Desk, record: Record) -> None:
    """The journal becomes the undo record; an undone record goes."""
    if record.undoes is not None:
        undo_file(desk.folders, record.undoes).unlink(missing_ok=True)
    if record.undoable:
        record.digests = {
            name: desk.tables.digest(_TABLES[name], columns) for name, columns in record.tables.items()
        }
        write_record(undo_file(desk.folders, record.transaction_id), record)
    desk.journal.unlink()
    sync_directory(desk.folders.private)
    _clear_staging(desk, record)
    _prune(desk)


def _clear_staging(desk: Desk, record: Record) -> None:
    shutil.rmtree(desk.folders.private / STAGING, ignore_errors=True)
    for _, target in record.files:
        shutil.rmtree(desk.at(target).parent / f".kecuali-{record.transaction_id}", ignore_errors=True)


def _prune(desk: Desk) -> None:
    """Remove the oldest copies beyond what is kept, and the undo records that rested on them."""
    backups = sorted(desk.folders.backups.glob("* sebelum *.xlsm"), key=age)
    for old in backups[: max(0, len(backups) - desk.keep_backups)]:
        old.unlink(missing_ok=True)
    for path in undo_records(desk.folders)[: -desk.keep_backups]:
        path.unlink(missing_ok=True)
