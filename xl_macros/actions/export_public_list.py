"""The list for the office's website: title, legal basis and period of what still holds or has opened."""

from __future__ import annotations

from xl_macros.actions.requests import ExportPublicList
from xl_macros.click.office import Office, Summary
from xl_macros.keeping.register import Assessed, assess_register
from xl_macros.keeping.stationery import free_name, is_example, letterhead
from xl_macros.places.folders import write_private
from xl_macros.reports.public_list import PublicLine, PublicList, render_html, render_pdf, write_xlsx

STEM = "Daftar Publik"


def run(office: Office, request: ExportPublicList) -> Summary:
    """Make the list as XLSX, PDF and HTML. Never content, consequences, scans or places.

    An entry that needs clearing up counts as exempted: what is not known to be open is not called open. An
    entry that has not been received (no code) is not on the list.
    """
    office.officer()
    assessed = [item for item in assess_register(office) if item.row["code"]]
    public = PublicList(
        office_name=office.settings.required("office_name"),
        letterhead=letterhead(office),
        made_at=office.now,
        lines=tuple(_line(item) for item in assessed),
        is_example=is_example(office),
    )
    staging, stem = office.transaction.staging, f"{STEM} {office.now:%Y-%m-%d}"
    files = {
        ".pdf": write_private(staging / "publik.pdf", render_pdf(public)),
        ".html": write_private(staging / "publik.html", render_html(public).encode()),
        ".xlsx": staging / "publik.xlsx",
    }
    write_xlsx(public, files[".xlsx"])
    targets = []
    for suffix, staged in files.items():
        target = free_name(office.folders.reports, stem, suffix)
        office.transaction.publish(staged, target)
        targets.append(target)
    opened = sum(line.is_open for line in public.lines)
    return Summary(
        f"Daftar publik {len(public.lines)} informasi ({opened} sudah terbuka) dibuat sebagai PDF, HTML dan XLSX.",
        paths=tuple(targets),
    )


def _line(item: Assessed) -> PublicLine:
    return PublicLine(
        title=item.row["information"] or "",
        legal_basis=item.row["legal_basis"] or "",
        period_text=item.row["period_text"] or "",
        status=item.outcome.status.value,
        until=item.outcome.end_on,
        is_open=item.outcome.status.is_open,
    )
