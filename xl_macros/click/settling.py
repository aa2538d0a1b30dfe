"""How a transaction ends: finished, or everything taken back; at once, or at the next start after a crash."""

from __future__ import annotations

import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path

from xl_macros.click.desk import Desk
from xl_macros.click.journal import (
    OUTPOST,
    STAGING,
    UNDO,
    Record,
    id_of,
    undo_file,
    undo_records,
    write_record,
)
from xl_macros.errors import Refusal
from xl_macros.held_files import when_free
from xl_macros.places.folders import make_private, remove, sweep, sync_directory
from xl_macros.tables.schema import NAME_TRANSACTION, TABLES

_TABLES = {table.name: table for table in TABLES}


def recover(desk: Desk) -> str | None:
    """Complete or take back a button that was interrupted; a sentence about it, None when there was none."""
    record = desk.read(desk.journal)
    if record is None:
        _sweep(desk)
        return None
    if desk.tables.named_value(NAME_TRANSACTION) == record.transaction_id:
        desk.host.save()
        finish(desk, record)
        _sweep(desk)
        return f"Tombol {record.button} yang terputus tadi sudah diselesaikan."
    if take_back(desk, record):
        desk.host.save()
    close(desk, record)
    _sweep(desk)
    return f"Tombol {record.button} terputus sebelum selesai; semuanya sudah dikembalikan seperti sebelumnya."


def is_saved(desk: Desk, record: Record) -> bool:
    """Whether the workbook's file has the transaction's id, whatever the save itself said."""
    try:
        with desk.open_copy(desk.host.path) as on_disk:
            return bool(on_disk.named_value(NAME_TRANSACTION) == record.transaction_id)
    except (OSError, Refusal):
        return False


def take_back(desk: Desk, record: Record) -> bool:
    """Files and tables as before; whether the workbook had to be written.

    The mark stands in place of the id until all is restored: a button that could not be taken back now is one
    that the next click takes back, and never one that it completes without its files.
    """
    desk.tables.forget()
    written = desk.tables.named_value(NAME_TRANSACTION) in {record.transaction_id, record.begun}
    if written:
        desk.tables.set_named_value(NAME_TRANSACTION, record.begun)
    for source, target in ((desk.at(one), desk.at(other)) for one, other in record.files):
        if not source.exists() and target.exists():
            place = make_private(source.parent) / source.name
            when_free(partial(target.rename, place))
            sync_directory(source.parent)
    if written:
        restore_tables(desk, record)
        desk.tables.write_changes()
        desk.tables.set_named_value(NAME_TRANSACTION, record.before_id or "")
    return written


def restore_tables(desk: Desk, record: Record) -> None:
    """Stage the record's columns as they stand in its copy of the workbook, and the built sheets likewise."""
    with desk.open_copy(desk.at(record.backup)) as old:
        for name, columns in record.tables.items():
            desk.tables.stage_restore(_TABLES[name], columns, old.values(_TABLES[name]))
        desk.redraw(record.views, old)


def finish(desk: Desk, record: Record) -> None:
    """The journal becomes the undo record; an undone record goes."""
    for path in undo_records(desk.folders):
        if id_of(path) == record.undoes:
            path.unlink()
    for kept in record.removals:
        remove(desk.at(kept))
    if record.undoable:
        record.digests = {
            name: desk.tables.digest(_TABLES[name], columns) for name, columns in record.tables.items()
        }
        write_record(undo_file(desk.folders, record), record)
    close(desk, record)
    _prune(desk)


def close(desk: Desk, record: Record) -> None:
    """The journal goes, and what is left of what was prepared."""
    when_free(lambda: desk.journal.unlink(missing_ok=True))
    sync_directory(desk.folders.private)
    shutil.rmtree(desk.folders.private / STAGING, ignore_errors=True)
    for folder in desk.folders.all:
        shutil.rmtree(folder / f"{OUTPOST}{record.transaction_id}", ignore_errors=True)


def _sweep(desk: Desk) -> None:
    """Remove what killed programs left: files being prepared or half written. Only without a journal."""
    folders = desk.folders
    shutil.rmtree(folders.private / STAGING, ignore_errors=True)
    for folder in (folders.private, folders.private / UNDO, folders.backups):
        sweep(folder)
    for folder in folders.all:
        for outpost in folder.glob(f"{OUTPOST}????????T??????-????????"):
            shutil.rmtree(outpost, ignore_errors=True)
    for half in folders.root.glob(".~????????.tmp"):  # the file engine's save, cut off
        with suppress(OSError):
            half.unlink()


def _prune(desk: Desk) -> None:
    """Remove the oldest undo records beyond what is kept, then the oldest copies on which none of the rest stands.

    What cannot be removed now (a copy that somebody has open) is left for the next time.
    """
    records = undo_records(desk.folders)
    needed = {path.stem[-8:] for path in records[-desk.keep_backups :]}
    backups = sorted(desk.folders.backups.glob("* sebelum *.xlsm"), key=_age)
    spare = [path for path in backups if path.name.partition(" sebelum ")[0][-8:] not in needed]
    for path in (*records[: -desk.keep_backups], *spare[: max(0, len(backups) - desk.keep_backups)]):
        with suppress(OSError):
            path.unlink()


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns
