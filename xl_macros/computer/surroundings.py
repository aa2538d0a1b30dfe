"""Probes: printer, mail program, clock, and what only people can fill in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from xl_macros.clock import clock_doubt
from xl_macros.computer.check import Check, Context
from xl_macros.computer.registry import Registry

RELEASED_ON = date(2026, 11, 1)
"""No clock can be right that is before the software itself."""

DECREE_MONTH = 10
"""From October on, next year's decree on holidays and collective leave is usually out."""

_PRINTERS = r"HKCU\Software\Microsoft\Windows NT\CurrentVersion\Devices"
_NOT_PAPER = ("microsoft print to pdf", "microsoft xps", "fax", "onenote", "send to")
_APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths"
_EML_CHOICE = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.eml\UserChoice"
_ZONES = {7.0: "WIB", 8.0: "WITA", 9.0: "WIT"}


def check_printer(context: Context) -> Check:
    name = "Pencetak"
    registry = context.machine.registry
    if registry is None:
        return Check(name, None, "Hanya diperiksa di Windows.")
    printers = [p for p in registry.value_names(_PRINTERS) if not p.casefold().startswith(_NOT_PAPER)]
    if printers:
        return Check(name, True, ", ".join(printers[:3]) + (" ..." if len(printers) > 3 else ""))
    cure = "Pasang pencetak di Windows; tanpa itu lembar dan laporan hanya dapat disimpan sebagai PDF."
    return Check(name, False, "Tidak ada pencetak.", cure)


def mail_program(registry: Registry) -> str | None:
    """Which program will show the draft, in the order in which the mail button tries them; None for none."""
    if registry.value(r"HKCR\Outlook.Application\CLSID"):
        return "Outlook klasik"
    for root in ("HKCU", "HKLM"):
        if registry.value(rf"{root}\{_APP_PATHS}\olk.exe"):
            return "Outlook baru"
    chosen = registry.value(_EML_CHOICE, "ProgId") or registry.value(r"HKCR\.eml")
    if isinstance(chosen, str) and registry.value(rf"HKCR\{chosen}\shell\open\command"):
        return f"program untuk berkas .eml ({chosen})"
    return None


def check_mail(context: Context) -> Check:
    name = "Program surel"
    registry = context.machine.registry
    if registry is None:
        return Check(name, None, "Hanya diperiksa di Windows.")
    program = mail_program(registry)
    if program:
        return Check(name, True, f"Draf akan dibuka dengan {program}.")
    cure = "Pasang Outlook, atau lampirkan sendiri PDF dari folder Laporan lewat surel di peramban."
    return Check(name, False, "Tidak ada program yang dapat membuka draf surel.", cure)


def check_clock(context: Context) -> Check:
    """The steps' times and every period rest on the clock; a wrong zone shifts them silently."""
    name = "Jam dan zona waktu"
    subject = context.subject
    now, wanted, found = subject.now, subject.utc_offset_hours, context.machine.utc_offset_hours
    shown = f"{now:%d/%m/%Y %H.%M}"
    cure = "Betulkan di Pengaturan Windows > Waktu & Bahasa, nyalakan 'Atur waktu secara otomatis'."
    if now.date() < RELEASED_ON or now.date() > RELEASED_ON + timedelta(days=20 * 365):
        return Check(name, False, f"Jam komputer menunjuk {shown}.", cure)
    if context.machine.is_windows and found != wanted:  # a server may well keep UTC
        detail = f"Zona waktu komputer {_zone(found)}, di lembar Pengaturan {_zone(wanted)}."
        return Check(name, False, detail, f"{cure} Atau betulkan 'Selisih waktu UTC' di lembar Pengaturan.")
    doubt = clock_doubt(now, subject.last_entry_at, timedelta(minutes=5))
    if doubt:
        return Check(name, False, doubt, cure)
    return Check(name, True, f"{shown} {_zone(wanted)}.")


def _zone(hours: float) -> str:
    return _ZONES.get(hours, f"UTC{hours:+g}".replace(".", ","))


def check_holidays(context: Context) -> Check:
    name = "Hari libur"
    now: datetime = context.subject.now
    years = context.subject.holiday_years
    cure = "Salin dari keputusan bersama tiga menteri ke tabel Hari Libur di lembar Referensi."
    if now.year not in years:
        return Check(name, False, f"Hari libur tahun {now.year} belum diisi.", cure)
    if now.year + 1 not in years:
        detail = f"Tahun {now.year} sudah diisi, tahun {now.year + 1} belum; tanggalnya masih perkiraan."
        return Check(name, False if now.month >= DECREE_MONTH else None, detail, cure)
    return Check(name, True, f"Tahun {now.year} dan {now.year + 1} sudah diisi.")


def check_settings(context: Context) -> Check:
    name = "Pengaturan"
    empty = [label for label, value in context.subject.settings.items() if not value.strip()]
    if empty:
        return Check(name, False, f"Belum diisi: {', '.join(empty)}.", "Isi di lembar Pengaturan.")
    return Check(name, True, "Semua yang wajib sudah diisi.")


def check_officers(context: Context) -> Check:
    """The SOP needs both roles, and the checker of the list may not be its maker: two people at least."""
    name = "Petugas"
    officers = context.subject.officers
    missing = [role for role in context.subject.roles if role not in {r for _, r in officers}]
    cure = "Isi lembar Petugas: nama, peran dan akun Windows."
    if missing:
        return Check(name, False, f"Belum ada petugas dengan peran {' dan '.join(missing)}.", cure)
    if len({person.casefold() for person, _ in officers}) < 2:
        return Check(name, False, "SOP memerlukan sedikitnya dua orang petugas.", cure)
    if context.subject.unknown_account:
        account = context.subject.unknown_account
        detail = f"Akun Windows yang sedang dipakai, '{account}', tidak ada pada seorang petugas."
        return Check(
            name, False, detail, "Tulis di kolom Akun Windows lembar Petugas, di baris pemilik akun itu."
        )
    return Check(name, True, f"{len(officers)} petugas.")
