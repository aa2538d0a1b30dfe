"""Cover sheets: one page per entry with its code as QR, to lay on top of its papers before scanning."""

from __future__ import annotations

from collections.abc import Collection

from xl_macros.click.office import Office
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.scan_list import missing_of
from xl_macros.records import Entry
from xl_macros.reports.bag_pages import CoverSheet, render_cover_sheets

MANY_PAGES = 200
"""More than this is paper that nobody prints by mistake: it is asked about."""


def cover_sheets(
    office: Office, targets: Collection[str], *, missing_only: bool, confirmed: bool
) -> tuple[bytes, int]:
    """The PDF and its pages: all coded entries, or those of the targets (codes or berkas); refused for none.

    `missing_only` leaves out what has a scan already. More than `MANY_PAGES` pages are asked about.
    """
    wanted = {code for codes in missing_of(office, steps.all_berkas(office)).values() for code in codes}
    rows = [
        row
        for row in office.tables.records(Entry)
        if row.code
        and (not targets or not {row.berkas, row.code}.isdisjoint(targets))
        and (not missing_only or row.code in wanted)
    ]
    if not rows:
        raise _nothing_to_print(office, targets)
    if len(rows) > MANY_PAGES and not confirmed:
        raise NeedsConfirmation(
            f"{len(rows)} lembar sampul akan dibuat, satu halaman setiap lembar. Lanjutkan?"
        )
    sheets = [
        CoverSheet(
            code=row.code or "", title=row.information or "", decision_number=row.decision_number or ""
        )
        for row in rows
    ]
    pdf = render_cover_sheets(
        sheets,
        office_name=office.settings.text("office_name"),
        made_at=office.now,
        with_titles=office.settings.yes("report_titles"),
    )
    return pdf, len(sheets)


def _nothing_to_print(office: Office, targets: Collection[str]) -> Refusal:
    coded = [row for row in office.tables.records(Entry) if row.code]
    if not coded:
        return Refusal("Tidak ada informasi berkode untuk dicetak.", cure="Terima dahulu keputusannya.")
    if targets and not any(not {row.berkas, row.code}.isdisjoint(targets) for row in coded):
        named = ", ".join(targets)
        return Refusal(f"Tidak ada informasi berkode {named}.", cure="Lihat kodenya di lembar Register.")
    return Refusal(
        "Semua informasi itu sudah mempunyai pindaian.",
        cure="Pilih Semua (--all) bila lembarnya tetap perlu.",
    )
