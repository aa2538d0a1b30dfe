"""Probes: whether macros may run and whether the office's folders are where and how they should be."""

from __future__ import annotations

import tempfile
from pathlib import Path, PureWindowsPath

from xl_macros.computer.check import Check, Context
from xl_macros.computer.download_mark import is_marked
from xl_macros.computer.places import broad_rights, is_network_place, synced_by
from xl_macros.computer.trust import NEWEST, OFFICE_VERSIONS, forbidden, trusts

LEAST_FREE_BYTES = 2 * 1024**3
MOVE_OUT = "Pindahkan folder kantor ke folder komputer ini, misalnya Dokumen yang tidak disinkronkan."


def check_trusted_location(context: Context) -> Check:
    name = "Lokasi tepercaya"
    registry = context.machine.registry
    if registry is None:
        return Check(name, None, "Hanya dipakai di Windows.")
    version = context.subject.excel_version
    version = version if version in OFFICE_VERSIONS else NEWEST
    if trusts(registry, version, context.folder):
        return Check(name, True, "Folder buku kerja dipercaya oleh Excel.")
    obstacle = forbidden(registry, version)
    if obstacle:
        return Check(name, False, obstacle, "Mintalah pengelola jaringan mengizinkan folder kantor ini.")
    if is_network_place(context.folder):
        return Check(name, False, "Buku kerja berada di jaringan; Excel tidak memercayainya.", MOVE_OUT)
    cure = (
        "Bila folder kantor baru dipindahkan, seret folder itu ke atas pasang.cmd; selain itu jalankan 'Perbaiki "
        "Kecuali' dari menu Start. Sesudahnya tutup dan buka lagi Excel."
    )
    return Check(name, False, "Folder buku kerja belum dipercaya oleh Excel.", cure)


def check_download_mark(context: Context) -> Check:
    name = "Tanda unduhan"
    workbook = context.subject.workbook
    if "://" in workbook:
        return Check(name, None, "Buku kerja dibuka dari alamat web.")
    if is_marked(Path(workbook)):
        cure = "Tutup Excel, klik kanan berkas buku kerja > Properties (Properti) > centang Unblock (Buka Blokir) > OK."
        return Check(
            name, False, "Buku kerja ditandai berasal dari internet, sehingga makronya diblokir.", cure
        )
    return Check(name, True, "Buku kerja tidak ditandai berasal dari internet.")


def check_place(context: Context) -> Check:
    """Neither synced to a cloud nor on the network: the scans are secret, and Excel distrusts shares."""
    name = "Tempat penyimpanan"
    places = {"Folder buku kerja": context.folder}
    places |= {label: str(folder) for label, folder in context.subject.folders.items()}
    for label, place in places.items():
        service = synced_by(place, context.machine.environ)
        if service and context.subject.allow_synced:
            return Check(
                name, None, f"{label} disinkronkan oleh {service}; ini diizinkan di lembar Pengaturan."
            )
        if service:
            return Check(name, False, f"{label} disinkronkan oleh {service} ke internet.", MOVE_OUT)
        if is_network_place(place, context.machine.drive_type(Path(place))):
            cure = (
                "Pastikan hanya petugas yang berhak dapat membukanya; buku kerja sebaiknya di komputer ini."
            )
            return Check(name, None, f"{label} berada di jaringan.", cure)
    return Check(name, True, "Di komputer ini dan tidak disinkronkan.")


def check_folders(context: Context) -> list[Check]:
    """One finding per folder: there, writable, closed to others."""
    return [_folder(label, folder, context) for label, folder in context.subject.folders.items()]


def _folder(label: str, folder: Path, context: Context) -> Check:
    if not folder.is_dir():
        return Check(label, None, f"Belum ada: {folder}.", "Dibuat sendiri saat pertama kali diperlukan.")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return Check(label, False, f"Tidak dapat ditulisi: {folder}.", "Mintalah hak tulis pada folder itu.")
    others = _who_else_reads(folder, context)
    if others:
        cure = "Klik kanan folder > Properties (Properti) > Security (Keamanan), sisakan hanya petugas yang berhak."
        return Check(label, False, f"Dapat dibuka oleh {', '.join(others)}: {folder}.", cure)
    return Check(label, True, "Ada, dapat ditulisi, tertutup bagi akun lain.")


def _who_else_reads(folder: Path, context: Context) -> list[str]:
    if context.machine.is_windows:
        try:
            return broad_rights(context.machine.access_list(folder))
        except (OSError, ImportError):
            return []
    return ["akun lain di komputer ini"] if folder.stat().st_mode & 0o077 else []


def check_free_space(context: Context) -> Check:
    name = "Ruang kosong"
    folder = Path(context.folder)
    try:
        free = context.machine.free_bytes(folder)
    except OSError:
        return Check(name, None, "Tidak dapat diketahui.")
    detail = f"{free / 1024**3:.1f} GB tersisa.".replace(".", ",", 1)
    if free < LEAST_FREE_BYTES:
        return Check(name, False, detail, "Kosongkan ruang: pindaian dan cadangan memerlukan beberapa GB.")
    return Check(name, True, detail)


def check_path_length(context: Context) -> Check:
    """Excel opens no file whose whole path exceeds 218 characters, so deep office folders fail late."""
    name = "Panjang alamat folder"
    length = len(str(PureWindowsPath(context.folder)))
    if length > 120:
        cure = "Pindahkan folder kantor ke tempat yang lebih dangkal."
        return Check(name, False, f"{length} huruf; berkas di dalamnya dapat melewati batas Excel.", cure)
    return Check(name, True, f"{length} huruf.")
