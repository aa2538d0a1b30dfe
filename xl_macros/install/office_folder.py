"""Where the office folder goes and how the workbook gets into it, without ever touching an existing register."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from xl_macros.computer.download_mark import remove_mark
from xl_macros.computer.places import is_network_place, synced_by
from xl_macros.errors import Refusal
from xl_macros.install.pc import Pc
from xl_macros.places.copying import hash_file
from xl_macros.places.folders import copy_private, make_private

FOLDER = "Kecuali"
WORKBOOK = "Register-Dikecualikan.xlsm"
_SYSTEM, _ADMINISTRATORS = "*S-1-5-18", "*S-1-5-32-544"  # by SID: their names differ by language of Windows


@dataclass(frozen=True, slots=True)
class Placed:
    """What was done with the workbook: `fresh` a new empty one, `beside` a newer one next to the register."""

    workbook: Path
    fresh: bool
    beside: Path | None = None


def unfit_place(pc: Pc, folder: Path) -> str:
    """Why secret scans and macros do not belong in this folder, as the end of a sentence; empty when they may."""
    service = synced_by(str(folder), pc.environ)
    if service:
        return f"disinkronkan ke internet oleh {service}"
    if is_network_place(str(folder), pc.drive_type(folder)):
        return "berada di jaringan"
    return ""


def choose_folder(pc: Pc, wanted: Path | None) -> tuple[Path, str]:
    """The office folder, and a sentence when it is not where staff would look first.

    `Documents\\Kecuali`, or `Kecuali` in the profile when Documents is synced or on the network. A folder that
    was asked for and is either of these is refused.
    """
    if wanted is not None:
        reason = unfit_place(pc, wanted)
        if reason:
            raise Refusal(
                f"Folder {wanted} {reason}.",
                cure="Pilih folder di komputer ini yang tidak disinkronkan.",
            )
        return wanted, ""
    usual = pc.documents / FOLDER
    reason = unfit_place(pc, usual)
    if not reason:
        return usual, ""
    instead = pc.profile / FOLDER
    if unfit_place(pc, instead):
        raise Refusal(
            f"Folder Dokumen {reason}, dan folder {pc.profile} juga.",
            cure=r"Jalankan lagi dengan folder di komputer ini, misalnya: install --folder C:\Kecuali",
        )
    return instead, f"Folder Dokumen {reason}; karena itu register ditaruh di {instead}."


def prepare_folder(pc: Pc, folder: Path) -> str:
    """Make the folder, closed to other accounts; a sentence when Windows could not close it.

    The rights of a folder that is there already are the office's own business and stay as they are.
    """
    if folder.is_dir():
        return ""
    try:
        make_private(folder)
    except OSError as error:
        raise Refusal(
            f"Folder {folder} tidak dapat dibuat.",
            cure="Periksa hak tulis dan ruang kosong, lalu jalankan lagi.",
        ) from error
    account = "\\".join(filter(None, (pc.environ.get("USERDOMAIN"), pc.environ.get("USERNAME"))))
    whole = "(OI)(CI)F"
    rights = [f"{who}:{whole}" for who in (account, _SYSTEM, _ADMINISTRATORS)]
    try:
        # first the rights, then away with the inherited ones: a name Windows does not know then costs nothing
        pc.run(["icacls", str(folder), "/grant:r", *rights])
        pc.run(["icacls", str(folder), "/inheritance:r"])
    except (OSError, subprocess.SubprocessError):
        return f"Hak akses folder {folder} tidak dapat dibatasi; pastikan akun lain tidak dapat membukanya."
    return ""


def place_workbook(pc: Pc, folder: Path, last_template: str | None) -> Placed:
    """Copy the empty workbook where there is none; beside an existing register, only when it is a newer one.

    `last_template` is the SHA-256 of the empty workbook that this PC got last.
    """
    workbook = folder / WORKBOOK
    if not workbook.exists():
        _copy(pc, workbook)
        return Placed(workbook, fresh=True)
    template = template_sha256(pc)
    if template in (last_template, hash_file(workbook).sha256):
        return Placed(workbook, fresh=False)
    beside = folder / f"{workbook.stem} (baru {pc.version}){workbook.suffix}"
    if beside.exists() and hash_file(beside).sha256 == template:
        return Placed(workbook, fresh=False)
    number = 1
    while beside.exists():  # somebody has worked in it: that one is not ours any more
        number += 1
        beside = folder / f"{workbook.stem} (baru {pc.version}, {number}){workbook.suffix}"
    _copy(pc, beside)
    return Placed(workbook, fresh=False, beside=beside)


def template_sha256(pc: Pc) -> str:
    return hash_file(pc.package_workbook).sha256


def _copy(pc: Pc, target: Path) -> None:
    try:
        copy_private(pc.package_workbook, target)
    except FileNotFoundError as error:
        raise Refusal(
            "Buku kerja kosong tidak ada dalam paket.",
            cure="Jalankan lagi pasang.cmd, atau buat stiknya lagi.",
        ) from error
    except OSError as error:
        raise Refusal(
            f"{target.name} tidak dapat disalin ke {target.parent}.",
            cure="Periksa hak tulis dan ruang kosong, lalu jalankan lagi.",
        ) from error
    remove_mark(target)
