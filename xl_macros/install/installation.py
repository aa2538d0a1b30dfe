"""Installing, repairing and removing, each a paragraph of stages; every stage may be run again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.install.office_folder import (
    Placed,
    choose_folder,
    place_workbook,
    prepare_folder,
    template_sha256,
)
from xl_macros.install.pc import Pc
from xl_macros.install.record import RECORD, Record, read_record, write_record
from xl_macros.install.scheduled_task import add_task, remove_task
from xl_macros.install.windows_entries import (
    add_shortcuts,
    add_trusted_locations,
    register_program,
    remove_shortcuts,
    remove_trusted_locations,
    unregister_program,
)


def install(pc: Pc, folder: Path | None = None) -> list[str]:
    """Put Kecuali on this account, or bring what is there up to date. What was done, in sentences for staff.

    `folder` is the office folder wanted; without it the one of the last installation stays, else the usual place
    is taken. Raises Refusal; what had been done by then is kept, and running again goes on from there.
    """
    before = read_record(pc.app)
    if folder is None and before is not None and before.folder.is_dir():
        folder, notice = before.folder, ""
    else:
        folder, notice = choose_folder(pc, folder)
    notes = [notice, prepare_folder(pc, folder)]
    same = before if before is not None and before.folder == folder else None
    placed = place_workbook(pc, folder, same.template_sha256 if same else None)
    record = Record(pc.version, pc.now().isoformat(), str(placed.workbook), template_sha256(pc))
    write_record(pc.app, replace(record, trusted_keys=before.trusted_keys if before else ()))
    if before is not None and before.folder != folder:
        remove_trusted_locations(pc.registry, before.trusted_keys, before.folder)
    keys, obstacles = add_trusted_locations(pc, folder)
    write_record(pc.app, replace(record, trusted_keys=keys))
    register_program(pc)
    shortcuts, no_shortcut = add_shortcuts(pc, placed.workbook)
    write_record(pc.app, replace(record, trusted_keys=keys, shortcuts=shortcuts))
    no_task = add_task(pc)
    _refuse_unloadable(pc)
    told = (_told(pc, placed, before), *notes, *obstacles, no_shortcut, no_task, _of_another_account(pc))
    return [line for line in told if line]


def _refuse_unloadable(pc: Pc) -> None:
    """An installation is proved by loading it: what is stopped here would stop the first button."""
    missing = pc.check_program()
    if missing:
        raise Refusal(
            missing,
            unchanged="Selebihnya sudah terpasang; register tidak diubah.",
            cure="Sesudah itu jalankan lagi pasang.cmd.",
        )


def _of_another_account(pc: Pc) -> str:
    """A sentence when Windows' user is another than the one for whom this was installed."""
    here, there = pc.environ.get("USERNAME", ""), pc.account_at_screen()
    if not here or not there or here.casefold() == there.casefold():
        return ""
    return (
        f"Kecuali dipasang bagi akun {here}, padahal yang masuk ke Windows adalah {there}: Excel milik {there} "
        "tidak akan menemukannya. Jalankan pasang.cmd dengan klik ganda, bukan dengan 'Run as administrator'."
    )


def repair(pc: Pc) -> list[str]:
    """Put back whatever is missing of an installation. Refused when there has been none."""
    if read_record(pc.app) is None:
        raise Refusal("Kecuali belum terpasang bagi akun ini.", cure="Jalankan pasang.cmd.")
    return install(pc)


def uninstall(pc: Pc) -> list[str]:
    """Take Kecuali off this account; the office folder with register and scans stays as it is."""
    record = read_record(pc.app)
    unregister_program(pc)
    if record is None:
        return ["Tidak ada catatan pemasangan; tidak ada yang perlu dilepas."]
    remove_trusted_locations(pc.registry, record.trusted_keys, record.folder)
    remove_shortcuts(pc, record.shortcuts)
    remove_task(pc)
    (pc.app / RECORD).unlink(missing_ok=True)
    return [
        "Kecuali sudah dilepas dari akun ini.",
        f"Register, pindaian dan Folder Khusus tidak dihapus: {record.folder}.",
    ]


def _told(pc: Pc, placed: Placed, before: Record | None) -> str:
    if placed.beside is not None:
        return (
            f"Register Anda tidak diubah: {placed.workbook}. Buku kerja versi baru ditaruh di sampingnya: "
            f"{placed.beside.name}. Untuk membawa isi register ke versi baru, tutup register, buka buku itu, lalu klik "
            "Alat > Perbarui buku kerja lama. Tanpa Excel, di Command Prompt: "
            f'"{pc.app / "venv" / "Scripts" / "kecuali.exe"}" upgrade --book "{placed.workbook}"'
        )
    if not placed.fresh:
        return f"Register yang sudah ada dipakai terus: {placed.workbook}."
    if before is not None and Path(before.workbook) == placed.workbook:
        return (
            f"Register tidak ditemukan di tempatnya, jadi buku kerja kosong ditaruh di sana: {placed.workbook}. "
            "Bila register Anda dipindahkan, kembalikan ke folder itu dan hapus yang kosong."
        )
    return f"Buku kerja ditaruh di {placed.workbook}."
