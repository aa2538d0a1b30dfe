"""Carry an older workbook's content into a new one of this version beside it; the old one stays as it is.

The old one's own buttons may refuse its sheets, so this is clicked in a workbook of this version: in the empty one that
the installer put beside the register.
"""

from __future__ import annotations

import itertools
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from xl_macros.actions.requests import UpgradeWorkbook
from xl_macros.click.lock import only_one
from xl_macros.click.macro import office_folders
from xl_macros.click.office import Office, Summary
from xl_macros.errors import Refusal
from xl_macros.keeping.carrying_over import ask_about_what_stays, carry, refuse_cut_off
from xl_macros.keeping.old_workbook import Old, read_old_workbook
from xl_macros.keeping.reading import open_file
from xl_macros.places.copying import hash_file
from xl_macros.places.folders import OfficeFolders, copy_private, removed_afterwards, sync_directory
from xl_macros.places.resources import workbook_file
from xl_macros.tables.schema import WORKBOOK_NAME

IN_THE_MAKING = "pembaruan"
"""The folder within its office's private one in which the new workbook is filled and read back."""


def run(office: Office, request: UpgradeWorkbook) -> Summary:
    """Make the new workbook beside the chosen one and say what was carried. Asks when something stays behind.

    Refused for this very workbook, one that Excel has open or in which a button was cut off, and when it changed
    meanwhile.
    """
    path = _chosen(office, request)
    before = hash_file(path).sha256
    old = _read(path)
    ask_about_what_stays(old, confirmed=office.confirmed)
    folders = office_folders(path, old.settings)
    with _held(office, folders), removed_afterwards(folders.private / IN_THE_MAKING) as folder:
        refuse_cut_off(folders)
        target = _free_name(path, f"{office.today:%Y-%m-%d}")
        fresh = copy_private(workbook_file(WORKBOOK_NAME), folder / target.name)
        said = carry(fresh, old, folders, office.now)
        if hash_file(path).sha256 != before:
            raise Refusal("Buku kerja berubah selagi disalin.", cure="Tutup di program lain, lalu ulangi.")
        fresh.rename(target)
        sync_directory(target.parent)
    return Summary(
        f"{said}\nBuku kerja baru: {target}. Buku lama tidak diubah.\nTutup kedua buku, buka yang baru, lalu "
        f"pindahkan {path.name} ke folder Cadangan supaya tidak terpakai lagi.",
        paths=(target,),
    )


def _chosen(office: Office, request: UpgradeWorkbook) -> Path:
    if len(request.files) != 1:
        raise Refusal("Buku kerja lama belum dipilih.", cure="Pilih satu buku kerja .xlsm versi lama.")
    path = request.files[0].absolute()
    if path.resolve() == office.desk.host.path.resolve():
        raise Refusal(
            "Itu buku kerja ini sendiri.",
            cure="Klik tombol ini di buku kerja baru yang ditaruh pemasang di samping register.",
        )
    return path


def _held(office: Office, folders: OfficeFolders) -> AbstractContextManager[None]:
    """Nobody clicks in the old workbook's office meanwhile; its folder is this one's, as a rule, and held already."""
    if folders.private == office.folders.private:
        return nullcontext()
    return only_one(folders.private, office.transaction.button, office.account, office.now)


def _read(path: Path) -> Old:
    host = open_file(path)
    host.check()
    try:
        return read_old_workbook(host)
    finally:
        host.book.close()


def _free_name(path: Path, day: str) -> Path:
    stem = f"{path.stem} (diperbarui {day}"
    names = (f"{stem}{f' {number}' if number > 1 else ''}){path.suffix}" for number in itertools.count(1))
    return next(each for each in map(path.parent.joinpath, names) if not each.exists())
