"""How a transaction ends: finished, or everything taken back; at once, or at the next start after a crash."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path

from xl_macros.click.desk import Desk
from xl_macros.click.journal import (
    BEGUN,
    OUTPOST,
    STAGING,
    UNDO,
    UNDONE,
    Record,
    claimed_id,
    id_of,
    undo_file,
    undo_records,
    write_record,
)
from xl_macros.click.ownership import empty_undone, own_clicks, prune_backups, sweep_own
from xl_macros.errors import Refusal
from xl_macros.held_files import when_free
from xl_macros.patterns import regex
from xl_macros.places.backup_policy import read_backup_name
from xl_macros.places.copying import fingerprint
from xl_macros.places.folders import make_private, sweep, sync_directory
from xl_macros.places.signed import ASIDE, UntrustedError, put_aside
from xl_macros.tables.schema import NAME_TRANSACTION, TABLES

_TABLES = {table.name: table for table in TABLES}
_HALF_SAVED = regex(r"\.~[0-9a-z_]{8,32}\.tmp", re.ASCII)


def recover(desk: Desk) -> str | None:
    """Complete or take back a button that was interrupted; a sentence about it, None when there was none.

    Refused once when the journal is not one of this account's in this office: it is put aside unread, and the next
    click works.
    """
    record = _trusted_journal(desk)
    if record is None:
        _sweep(desk)
        return _half_written(desk)
    journal_written_at = desk.journal.stat().st_mtime
    left: list[str] = []
    standing = desk.tables.named_value(NAME_TRANSACTION) or ""
    if standing == record.transaction_id:
        desk.host.save()
        left += finish(desk, record)
        said = f"Tombol {record.name} yang terputus tadi sudah diselesaikan."
    else:
        expected = standing in {record.begun, record.before_id or ""}
        if take_back(desk, record, left, keep_files=not expected):
            desk.host.save()
        close(desk, record)
        said = (
            f"Tombol {record.name} terputus sebelum selesai; semuanya sudah dikembalikan seperti sebelumnya."
        )
    _sweep(desk)
    _sweep_half_saved(desk, journal_written_at)
    return " ".join([said, *left])


def _trusted_journal(desk: Desk) -> Record | None:
    try:
        record = desk.read(desk.journal)
    except UntrustedError as untrusted:
        raise _put_aside(desk, untrusted) from None
    if (
        record is not None and own_clicks(desk.folders).last != record.transaction_id
    ):  # an old one, brought back
        raise _put_aside(desk, UntrustedError(desk.journal, "milik tombol yang sudah lama selesai"))
    return record


def _put_aside(desk: Desk, untrusted: UntrustedError) -> Refusal:
    """Move the journal away, and say what that means for the workbook as it stands."""
    claimed = claimed_id(untrusted.path)
    standing = str(desk.tables.named_value(NAME_TRANSACTION) or "")
    if standing.endswith(BEGUN):
        state = _half_written(desk) or ""
    elif claimed and standing == claimed:
        state = "Hasil tombol itu sudah tersimpan di buku kerja; hanya Urungkan yang tidak dapat memakainya."
    else:
        state = "Buku kerja tidak memuat apa pun dari tombol itu."
    put_aside(untrusted.path)
    return Refusal(
        f"Catatan kerja {untrusted.path.name} {untrusted.reason}, jadi tidak dijalankan. {state}",
        unchanged=f"Catatan itu dipindahkan ke folder {desk.folders.private.name}/{ASIDE}; yang lain tidak diubah.",
        cure="Klik tombol ini lagi untuk bekerja terus, lalu jalankan Periksa Keutuhan.",
    )


def _half_written(desk: Desk) -> str | None:
    """What to say while the workbook bears the mark of a button that no journal explains."""
    standing = str(desk.tables.named_value(NAME_TRANSACTION) or "")
    if not standing.endswith(BEGUN):
        return None
    short = standing.removesuffix(BEGUN)[-8:]
    names = (
        (path.name for path in desk.folders.backups.glob("*.xlsm")) if desk.folders.backups.is_dir() else ()
    )
    copy = next(
        (name for name in names if (found := read_backup_name(name)) and found.short_id == short), None
    )
    where = f"salinan '{copy}'" if copy else "salinan terakhir sebelum tombol itu"
    return (
        "Buku kerja ini memuat sebagian tulisan dari tombol yang terputus. Bandingkan dengan "
        f"{where} di folder {desk.folders.backups.name}, atau ganti buku kerja ini dengan salinan itu."
    )


def is_saved(desk: Desk, record: Record) -> bool:
    """Whether the workbook's file has the transaction's id, whatever the save itself said."""
    try:
        with desk.open_copy(desk.host.path) as on_disk:
            return bool(on_disk.named_value(NAME_TRANSACTION) == record.transaction_id)
    except (OSError, Refusal):
        return False


def take_back(desk: Desk, record: Record, left: list[str] | None = None, *, keep_files: bool = False) -> bool:
    """Files and tables as before; whether the workbook had to be written. What stayed is told in `left`.

    The mark stands in place of the id until all is restored: a button that could not be taken back now is one
    that the next click takes back, and never one that it completes without its files. `keep_files`: what it had
    put in place is set aside instead of dropped, since the workbook is not the one that the button began with.
    """
    desk.tables.forget()
    written = desk.tables.named_value(NAME_TRANSACTION) in {record.transaction_id, record.begun}
    if written:
        desk.tables.set_named_value(NAME_TRANSACTION, record.begun)
    for number, rename in enumerate(record.files):
        source, target = desk.at(rename.source), desk.at(rename.target)
        if source.exists() or not target.exists():
            continue
        if fingerprint(target) != rename.sha256:
            if left is not None:
                left.append(
                    f"{target.name} sudah berubah sejak itu dan dibiarkan di folder {target.parent.name}."
                )
            continue
        if keep_files and record.undoes is None:
            source = desk.folders.private / UNDONE / record.transaction_id / f"{number} {target.name}"
        when_free(partial(target.rename, make_private(source.parent) / source.name))
        sync_directory(source.parent)
    if written:
        restore_tables(desk, record)
        desk.tables.write_changes()
        desk.tables.set_named_value(NAME_TRANSACTION, record.before_id or "")
    return written


def restore_tables(desk: Desk, record: Record) -> None:
    """Stage the record's columns as they stand in its copy of the workbook, and the built sheets likewise."""
    copy = desk.at(record.backup)
    if copy.is_file() and fingerprint(copy) != record.backup_sha256:
        raise Refusal(
            f"Cadangan {copy.name} tidak dapat dibaca sebagai salinan semula: isinya sudah berubah.",
            cure="Kembalikan berkas itu seperti semula, atau ganti buku kerja dengan salinan cadangan lain yang utuh.",
        )
    with desk.open_copy(copy) as old:
        for name, columns in record.tables.items():
            before = old.values(_TABLES[name], desk.tables)
            desk.tables.stage_restore(_TABLES[name], columns, before)
        desk.redraw(record.views, old)


def finish(desk: Desk, record: Record) -> list[str]:
    """The journal becomes the undo record; an undone record goes. What could not be done is told."""
    own = own_clicks(desk.folders).ids
    for path in undo_records(desk.folders):
        if id_of(path) == record.undoes and record.undoes in own:
            path.unlink()
    left = []
    for removal in record.removals:
        path = desk.at(removal.path)
        if not path.exists():
            continue
        if fingerprint(path) == removal.sha256:
            _remove_at_once(desk, record, path)
        else:
            left.append(f"{path.name} sudah berubah dan dibiarkan di folder {path.parent.name}.")
    if record.undoable:
        record.digests = {
            name: desk.tables.digest(_TABLES[name], columns) for name, columns in record.tables.items()
        }
        write_record(undo_file(desk.folders, record), record)
    close(desk, record)
    _prune(desk)
    return left


def _remove_at_once(desk: Desk, record: Record, path: Path) -> None:
    """Away by one rename, so that a folder is never found half removed; `close` empties where it went."""
    home = next((folder for folder in desk.folders.all[1:] if folder in path.parents), desk.folders.root)
    away = make_private(home / f"{OUTPOST}{record.transaction_id}" / "dibuang")
    path.rename(away / path.name)
    sync_directory(path.parent)


def close(desk: Desk, record: Record) -> None:
    """The journal goes, and what is left of what was prepared."""
    when_free(lambda: desk.journal.unlink(missing_ok=True))
    sync_directory(desk.folders.private)
    shutil.rmtree(desk.folders.private / STAGING, ignore_errors=True)
    for folder in desk.folders.all:
        shutil.rmtree(folder / f"{OUTPOST}{record.transaction_id}", ignore_errors=True)


def _sweep(desk: Desk) -> None:
    """Remove what our own killed clicks left: files being prepared or half written. Only without a journal."""
    folders = desk.folders
    shutil.rmtree(folders.private / STAGING, ignore_errors=True)
    for folder in (folders.private, folders.private / UNDO):  # folders of the product alone
        sweep(folder)
    sweep_own(folders)
    empty_undone(folders, desk.now, desk.keep_undone_days)


def _sweep_half_saved(desk: Desk, since: float) -> None:
    """Remove the file engine's save that was cut off: its name, not before the journal, a workbook's beginning."""
    for path in desk.folders.root.glob(".~*.tmp"):
        with suppress(OSError):
            state = path.lstat()
            if (
                _HALF_SAVED.fullmatch(path.name)
                and path.is_file()
                and not path.is_symlink()
                and state.st_mtime >= since
            ):
                with path.open("rb") as file:
                    begins = file.read(2)
                if begins in (b"", b"PK"):
                    path.unlink()


def _prune(desk: Desk) -> None:
    """Remove our oldest undo records beyond what is kept, then the copies that neither they nor the policy need."""
    own = own_clicks(desk.folders).ids
    records = [path for path in undo_records(desk.folders) if id_of(path) in own]
    for path in records[: -desk.policy.last]:
        with suppress(OSError):
            path.unlink()
    needed = {id_of(path) for path in records[-desk.policy.last :]}
    prune_backups(desk.folders, desk.now, desk.policy, needed)
