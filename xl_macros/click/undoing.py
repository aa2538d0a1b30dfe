"""The last click of this account, when it can be taken back at all: whole record, whole copy, nothing changed since."""

from __future__ import annotations

from collections.abc import Collection

from xl_macros.click.desk import Desk
from xl_macros.click.journal import Record, id_of, is_id, undo_records
from xl_macros.click.ownership import own_clicks
from xl_macros.errors import Refusal
from xl_macros.places.copying import fingerprint
from xl_macros.places.signed import UntrustedError, put_aside
from xl_macros.tables.schema import NAME_TRANSACTION, TABLES

_TABLES = {table.name: table for table in TABLES}


def last_click(desk: Desk) -> Record:
    """The last click's undo record, of this account's own; refused when there is none that can be believed."""
    own = own_clicks(desk.folders).clicks
    ids = [click.id for click in own]
    records = undo_records(desk.folders)
    ours = [path for path in records if id_of(path) in ids]
    if not ours:
        others = (
            f"{len(records)} catatan urungkan di sini berasal dari akun, komputer atau versi program lain "
            "dan tidak dipakai."
            if records
            else ""
        )
        raise Refusal("Tidak ada tombol yang dapat diurungkan.", cure=others)
    try:
        record = desk.read(ours[-1])
    except UntrustedError as untrusted:
        for path in ours:  # what came before it cannot be taken back in order any more
            put_aside(path)
        raise Refusal(
            f"Catatan kerja {untrusted.path.name} {untrusted.reason}, jadi tidak dipakai.",
            unchanged="Buku kerja dan berkas kantor tidak diubah; catatan itu dan yang lebih lama disisihkan.",
            cure="Tombol itu tidak dapat diurungkan lagi; perbaiki isinya dengan tangan, atau ambil dari cadangan.",
        ) from None
    later = own[ids.index(id_of(ours[-1])) + 1 :]
    standing = str(desk.tables.named_value(NAME_TRANSACTION) or "")
    between = [standing, *(click.before_id for click in later)]
    if record is None or any(each and is_id(each) and each not in ids for each in between):
        raise Refusal(
            f"Sesudah {record.name if record else 'tombol itu'} ada tombol lain yang dijalankan dari akun atau "
            "komputer lain.",
            cure="Urungkan dahulu yang terakhir itu dari sana.",
        )
    return record


def refuse_changed(desk: Desk, record: Record, stays: Collection[str] = ()) -> None:
    """Refuse when the copy is gone, or when someone has changed since what the click wrote.

    Tables named in `stays` only grow, and are not taken back: they are not looked at.
    """
    if not desk.at(record.backup).is_file():
        raise Refusal(
            f"Cadangan sebelum {record.name} tidak ada lagi.",
            cure="Kembalikan berkas itu ke folder cadangan bila masih ada; tanpa itu tidak dapat diurungkan.",
        )
    for name, columns in record.tables.items():
        if name not in stays and desk.tables.digest(_TABLES[name], columns) != record.digests.get(name):
            raise Refusal(
                f"Lembar {_TABLES[name].sheet} sudah diubah sesudah {record.name} dijalankan.",
                cure="Batalkan perubahan itu dahulu, atau perbaiki isinya dengan Koreksi.",
            )
    _refuse_changed_files(desk, record)


def _refuse_changed_files(desk: Desk, record: Record) -> None:
    for rename in record.files:
        path = desk.at(rename.target)
        try:
            same = fingerprint(path) == rename.sha256
        except FileNotFoundError:
            raise Refusal(
                f"{path.name} tidak ada lagi di folder {path.parent.name}.",
                cure=f"Kembalikan berkas itu ke sana; tanpa itu {record.name} tidak dapat diurungkan.",
            ) from None
        if not same:
            raise Refusal(
                f"{path.name} sudah diubah sesudah {record.name} dijalankan.",
                cure="Kembalikan isinya seperti semula; tanpa itu tombol tersebut tidak dapat diurungkan.",
            )
