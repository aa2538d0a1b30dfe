"""`kecuali unseal`, `recover-key`, `recovery-key`: encrypted scans, and their key on paper and after a loss."""

from __future__ import annotations

import getpass
import warnings
from pathlib import Path

from xl_macros.click.hosts import FileHost
from xl_macros.click.lock import only_one
from xl_macros.clock import office_now
from xl_macros.errors import Refusal
from xl_macros.keeping.reading import reading_office
from xl_macros.keeping.scan_list import stored_file
from xl_macros.keeping.sealing_key import confirm, new_paper, recover_key, shown, unsealed
from xl_macros.records import Scan
from xl_macros.tables.schema import SCANS


def unseal(host: FileHost, scan_id: str, out: Path) -> Path:
    """Write a listed, encrypted scan in plain to `out`, a new private file."""
    office = reading_office(host)
    row = next((row for row in office.tables.records(Scan) if row.scan_id == scan_id), None)
    if row is None:
        raise Refusal(f"Pindaian {scan_id} tidak ada.", cure=f"Lihat nomornya di lembar {SCANS.sheet}.")
    if out.exists():
        raise Refusal(f"{out.name} sudah ada.", cure="Pilih nama lain dengan --out.")
    return unsealed(office, stored_file(office, row), out)


def ask_and_recover(host: FileHost) -> str:
    """Ask for the printed recovery key, without showing it, and bring the office's key to this computer."""
    office = reading_office(host)
    try:
        with warnings.catch_warnings(action="ignore", category=getpass.GetPassWarning):
            typed = getpass.getpass("Kunci pemulihan: ")
    except EOFError:
        raise Refusal(
            "Kunci pemulihan belum diketik.",
            cure="Jalankan perintah ini di jendela perintah, lalu ketik kuncinya.",
        ) from None
    return recover_key(office, typed)


def recovery_paper(host: FileHost, typed: str | None) -> str:
    """A recovery key for a new sheet of paper (or the one that waits), or its confirmation by its last group."""
    host.check()
    now = office_now()
    office = reading_office(host, now)
    with only_one(office.folders.private, "recovery-key", getpass.getuser(), now):
        return confirm(office, typed) if typed is not None else shown(new_paper(office))
