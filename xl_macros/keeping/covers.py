"""Cover sheets: a page with a code as QR for each entry, decision and test sheet, to lay on top of its papers."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xl_macros.click.office import Office
from xl_macros.domain.procedure import SCAN_STEP
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.scan_list import missing_of
from xl_macros.keeping.scope import is_at
from xl_macros.keeping.test_sheet import missing_test
from xl_macros.records import Entry
from xl_macros.reports.bag_pages import CoverSheet, render_cover_sheets
from xl_macros.scans.cover_sheets import OF_DECISION, OF_TEST

MANY_PAGES = 200
"""More than this is paper that nobody prints by mistake: it is asked about."""


def cover_sheets(
    office: Office, targets: Collection[str], *, missing_only: bool, confirmed: bool
) -> tuple[bytes, int]:
    """The PDF and its pages: what is coded, or that of the targets (codes or berkas); refused for none.

    A berkas that is being scanned begins with its decision and the test sheet, so that all its papers are one stack.
    `missing_only` leaves out what has a scan already. More than `MANY_PAGES` pages are asked about.
    """
    berkas = steps.all_berkas(office)
    wanted = {code for codes in missing_of(office, berkas).values() for code in codes}
    entries = [
        row
        for row in office.tables.records(Entry)
        if row.code
        and (not targets or not {row.berkas, row.code}.isdisjoint(targets))
        and (not missing_only or row.code in wanted)
    ]
    scanned_now = [
        each for each in berkas if is_at(each, SCAN_STEP) and (not targets or each.code in targets)
    ]
    rows = [
        *(
            sheet
            for each in scanned_now
            for sheet in _of_berkas(office, each, wanted, missing_only=missing_only)
        ),
        *(_sheet(row.code or "", row.information or "", row.decision_number or "") for row in entries),
    ]
    if not rows:
        raise _nothing_to_print(office, targets)
    if len(rows) > MANY_PAGES and not confirmed:
        raise NeedsConfirmation(
            f"{len(rows)} lembar sampul akan dibuat, satu halaman setiap lembar. Lanjutkan?"
        )
    pdf = render_cover_sheets(
        rows,
        office_name=office.settings.text("office_name"),
        made_at=office.now,
        with_titles=office.settings.yes("report_titles"),
    )
    return pdf, len(rows)


def _of_berkas(
    office: Office, berkas: steps.Berkas, wanted: Collection[str], *, missing_only: bool
) -> Iterator[CoverSheet]:
    number = berkas.decision.number or ""
    if not missing_only or number in wanted:
        yield _sheet(f"{berkas.code}.{OF_DECISION}", f"Keputusan: {berkas.decision.about or ''}", number)
    if not missing_only or missing_test(office, berkas.code):
        yield _sheet(f"{berkas.code}.{OF_TEST}", "Lembar uji konsekuensi", number)


def _sheet(code: str, title: str, number: str) -> CoverSheet:
    return CoverSheet(code=code, title=title, decision_number=number)


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
