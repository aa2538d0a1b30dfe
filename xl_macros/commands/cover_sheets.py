"""`kecuali cover-sheets`: one page per entry with its code as QR, to lay on top of its papers before scanning."""

from __future__ import annotations

from pathlib import Path

from xl_macros.click.hosts import FileHost
from xl_macros.commands.reading import reading_office
from xl_macros.errors import Refusal
from xl_macros.places.folders import write_private
from xl_macros.reports.bag_pages import CoverSheet, render_cover_sheets
from xl_macros.tables.schema import REGISTER


def print_cover_sheets(host: FileHost, target: str | None, out: Path) -> Path:
    """Write the cover sheets of all coded entries, or of one berkas. Refused when there are none or `out` exists."""
    office = reading_office(host)
    rows = [
        row
        for row in office.tables.rows(REGISTER)
        if row["code"] and target in {None, row["berkas"], row["code"]}
    ]
    if not rows:
        raise Refusal("Tidak ada informasi berkode untuk dicetak.", cure="Terima dahulu keputusannya.")
    if out.exists():
        raise Refusal(f"{out.name} sudah ada.", cure="Pilih nama lain dengan --out.")
    sheets = [
        CoverSheet(
            code=row["code"], title=row["information"] or "", decision_number=row["decision_number"] or ""
        )
        for row in rows
    ]
    pdf = render_cover_sheets(
        sheets,
        office_name=office.settings.text("office_name"),
        made_at=office.now,
        with_titles=office.settings.yes("report_titles"),
    )
    return write_private(out, pdf)
