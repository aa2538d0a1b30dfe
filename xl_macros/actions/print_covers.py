"""Cover sheets for what still has to be scanned."""

from __future__ import annotations

from xl_macros.actions.requests import PrintCovers
from xl_macros.click.office import Office, Summary
from xl_macros.keeping.covers import cover_sheets
from xl_macros.keeping.scope import selected_berkas
from xl_macros.keeping.stationery import free_name
from xl_macros.places.folders import write_private


def run(office: Office, request: PrintCovers) -> Summary:
    """A PDF in the folder of reports: entries without a scan, or all with `everything`; of the targets or selection.

    More than two hundred pages are asked about.
    """
    targets = request.target or (selected_berkas(office) if office.in_excel else ())
    pdf, pages = cover_sheets(
        office, targets, missing_only=not request.everything, confirmed=office.confirmed
    )
    target = free_name(office.folders.reports, f"Lembar Sampul {office.today:%Y-%m-%d}", ".pdf")
    office.transaction.publish(write_private(office.transaction.staging / "sampul.pdf", pdf), target)
    return Summary(f"{pages} lembar sampul dibuat. Cetak, lalu letakkan di atas kertasnya.", paths=(target,))
