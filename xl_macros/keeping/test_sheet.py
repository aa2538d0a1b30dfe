"""The consequence test that comes with each decision (SOP step 1): whether the office has its sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xl_macros import records
from xl_macros.click.office import Office
from xl_macros.domain.corrections import WITHDRAWN
from xl_macros.keeping.corrected import recorded

TEST_KIND = "lembar uji konsekuensi"


def has_test(decision: records.Decision, scans: Iterable[records.Scan]) -> bool:
    """Whether a scan of the berkas is its test sheet, or says that it holds it too."""
    return any(
        scan.berkas == decision.berkas
        and (scan.kind == TEST_KIND or TEST_KIND in (scan.covers or "").casefold())
        for scan in scans
    )


def missing_test(office: Office, berkas: str) -> str:
    """What to say when step 2 of the berkas ends without the sheet; "" when it is there.

    Asked for a report that is made again, it answers as of that report's moment.
    """
    withdrawn = recorded(office).withdrawn_scans
    listed = [
        scan
        for scan in office.tables.records(records.Scan)
        if not (scan.taken_at and scan.taken_at > office.now)
    ]
    scans = [scan for scan in current(listed) if scan.scan_id not in withdrawn]
    decision = records.Decision(berkas=berkas)
    if has_test(decision, scans):
        return ""
    return (
        f"Lembar uji konsekuensi {berkas} belum dipindai. Lampirkan dengan jenis “{TEST_KIND}”; tanpa lembar itu "
        "tidak dapat ditunjukkan mengapa informasinya dikecualikan."
    )


def missing_tests(office: Office) -> list[tuple[str, str]]:
    """Code and sentence of each received decision whose sheet is not there, for recap and report."""
    codes = [
        each.berkas
        for each in office.tables.records(records.Decision)
        if each.berkas and each.state != WITHDRAWN
    ]
    return [(code, text) for code in codes if (text := missing_test(office, code))]


def current(scans: Sequence[records.Scan]) -> list[records.Scan]:
    """The scans that no later one replaces."""
    replaced = {scan.replaces for scan in scans}
    return [scan for scan in scans if scan.scan_id not in replaced]
