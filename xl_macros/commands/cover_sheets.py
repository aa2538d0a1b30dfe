"""`kecuali cover-sheets`: one page per entry with its code as QR, to lay on top of its papers before scanning."""

from __future__ import annotations

from pathlib import Path

from xl_macros.click.hosts import FileHost
from xl_macros.clock import office_now
from xl_macros.errors import Refusal
from xl_macros.keeping.covers import cover_sheets
from xl_macros.keeping.reading import reading_office
from xl_macros.places.folders import write_private


def print_cover_sheets(
    host: FileHost, target: str | None, out: Path, *, everything: bool = False, confirmed: bool = False
) -> Path:
    """Write the cover sheets of what has no scan yet, or of `everything`, in the register or in one berkas.

    Refused when there are none or `out` exists; many pages are asked about.
    """
    office = reading_office(host, office_now())
    if out.exists():
        raise Refusal(f"{out.name} sudah ada.", cure="Pilih nama lain dengan --out.")
    targets = (target,) if target else ()
    pdf, _ = cover_sheets(office, targets, missing_only=not everything, confirmed=confirmed)
    return write_private(out, pdf)
