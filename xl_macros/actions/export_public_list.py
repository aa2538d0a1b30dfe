"""The list for the office's website: title, legal basis and period of what still holds or has opened."""

from __future__ import annotations

from datetime import date

from xl_macros.actions.requests import ExportPublicList
from xl_macros.click.office import Office, Summary
from xl_macros.domain.entry import Status
from xl_macros.domain.phrases import long_date
from xl_macros.keeping.clock import ask_about_clock
from xl_macros.keeping.extent import basis_of, title_of
from xl_macros.keeping.register import Assessed, assess_register, refuse_unreadable
from xl_macros.keeping.row_findings import folded, is_found_open
from xl_macros.keeping.stationery import free_name, is_example, letterhead
from xl_macros.places.folders import write_private
from xl_macros.reports.public_list import (
    PublicLine,
    PublicList,
    SixLine,
    render_html,
    render_pdf,
    render_six_columns,
    write_xlsx,
)

STEM, SIX_STEM, SIX = "Daftar Publik", "Tabel Enam Kolom", ".htm"


def run(office: Office, request: ExportPublicList) -> Summary:
    """Make the list as XLSX, PDF and HTML. Never content, consequences, scans or places.

    An entry that needs clearing up counts as exempted: what is not known to be open is not called open. An
    entry that has not been received (no code) is not on the list.
    """
    office.officer()
    ask_about_clock(office)
    refuse_unreadable(office)
    assessed = [item for item in assess_register(office) if item.row.code and not is_found_open(item.row)]
    gone = folded(assessed)
    listed = [item for item in assessed if item.row.code not in gone]
    shown = {item.outcome.status for item in listed}
    public = PublicList(
        office_name=office.settings.required("office_name"),
        letterhead=letterhead(office),
        made_at=office.now,
        lines=tuple(_line(item) for item in listed),
        is_example=is_example(office),
        legend=tuple((status.symbol, word) for status, word in PUBLIC_WORDS.items() if status in shown),
    )
    closed = [item for item in listed if not item.outcome.status.is_open]
    six = render_six_columns([_six(item) for item in closed], public.office_name, office.today)
    staging, stem = office.transaction.staging, f"{STEM} {office.now:%Y-%m-%d}"
    files = {
        ".pdf": write_private(staging / "publik.pdf", render_pdf(public)),
        ".html": write_private(staging / "publik.html", render_html(public).encode()),
        SIX: write_private(staging / "enam.html", six.encode()),
        ".xlsx": staging / "publik.xlsx",
    }
    write_xlsx(public, files[".xlsx"])
    targets = []
    for suffix, staged in files.items():
        name = f"{SIX_STEM} {office.now:%Y-%m-%d}" if suffix == SIX else stem
        target = free_name(office.folders.reports, name, suffix)
        office.transaction.publish(staged, target)
        targets.append(target)
    opened = sum(line.is_open for line in public.lines)
    folded_in = f" {len(gone)} yang sudah ditetapkan ulang dimuat di bawah penggantinya." if gone else ""
    return Summary(
        f"Daftar publik {len(public.lines)} informasi ({opened} sudah terbuka) dibuat sebagai PDF, HTML dan XLSX."
        f"{folded_in}",
        paths=tuple(targets),
    )


def _line(item: Assessed) -> PublicLine:
    outcome = item.outcome
    number = item.row.decision_number or ""
    decided = item.decision.decided_on if item.decision else None
    dated = f", {long_date(decided)}" if isinstance(decided, date) else ""
    until = outcome.end_on
    return PublicLine(
        title=title_of(item.row),
        legal_basis=basis_of(item.row),
        period_text=item.row.period_text or "",
        status=f"{_PARTLY if outcome.is_partly_open else ''}{PUBLIC_WORDS[outcome.status]}",
        until=until,
        is_open=outcome.status.is_open,
        decision=f"{number}{dated}" if number else "",
        symbol=outcome.status.symbol,
        cause=_CAUSES.get(outcome.status, ""),
    )


PUBLIC_WORDS = {
    Status.IN_FORCE: "dikecualikan",
    Status.ENDS_SOON: "segera berakhir",
    Status.WAITS_FOR_EVENT: "sampai peristiwanya terjadi",
    Status.ENDED: "masa pengecualian berakhir",
    Status.OPENED_EARLY: "dibuka lebih awal",
    Status.REVOKED: "keputusannya dicabut",
    Status.UNLIMITED: "tanpa batas waktu",
    Status.UNCLEAR: "jangka waktu sedang diperjelas",
    Status.WAITS_FOR_FINALITY: "menunggu putusan berkekuatan hukum tetap",
    Status.HELD: "selama sengketa berjalan",
}
"""What the status of an entry means to somebody who has never seen the register."""

_PARTLY = "sebagian terbuka; selebihnya "

_CAUSES = {Status.OPENED_EARLY: "persetujuan, jabatan publik, putusan atau perubahan klasifikasi"}


def _six(item: Assessed) -> SixLine:
    return SixLine(
        title=title_of(item.row),
        legal_basis=basis_of(item.row),
        if_open=item.row.harm_if_open or "",
        if_closed=item.row.benefit_if_closed or "",
        period_text=item.row.period_text or "",
    )
