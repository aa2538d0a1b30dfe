"""`kecuali cover-sheets`: one page per entry with its code as QR, to lay on top of its papers before scanning."""

from __future__ import annotations

from pathlib import Path

from xl_macros.click.hosts import FileHost
from xl_macros.clock import office_now
from xl_macros.commands.reading import reading_office
from xl_macros.errors import Refusal
from xl_macros.keeping.covers import cover_sheets
from xl_macros.places.folders import write_private


def print_cover_sheets(host: FileHost, target: str | None, out: Path) -> Path:
    """Write the cover sheets of all coded entries, or of one berkas. Refused when there are none or `out` exists."""
    office = reading_office(host, office_now())
    pdf, _ = cover_sheets(office, (target,) if target else (), missing_only=False)
    if out.exists():
        raise Refusal(f"{out.name} sudah ada.", cure="Pilih nama lain dengan --out.")
    return write_private(out, pdf)
