"""The consequence test that comes with each decision (SOP step 1): whether the office has its sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xl_macros import records
from xl_macros.click.office import Office
from xl_macros.domain.corrections import WITHDRAWN
from xl_macros.keeping.corrected import recorded
from xl_macros.tables.schema import CORRECTIONS, SCANS

TEST_KIND = "lembar uji konsekuensi"


def tests_of(scans: Iterable[records.Scan]) -> set[str | None]:
    """The berkas of which a scan is the test sheet, or says that it holds it too."""
    return {
        scan.berkas for scan in scans if scan.kind == TEST_KIND or TEST_KIND in (scan.covers or "").casefold()
    }


def missing_test(office: Office, berkas: str) -> str:
    """What to say when step 2 of the berkas ends without the sheet; "" when it is there.

    Asked for a report that is made again, it answers as of that report's moment.
    """
    if berkas in office.tables.derived(("tested", office.now), (SCANS, CORRECTIONS), lambda: _tested(office)):
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


def _tested(office: Office) -> set[str | None]:
    withdrawn = recorded(office).withdrawn_scans
    listed = [
        scan
        for scan in office.tables.records(records.Scan)
        if not (scan.taken_at and scan.taken_at > office.now)
    ]
    return tests_of(scan for scan in current(listed) if scan.scan_id not in withdrawn)


def current(scans: Sequence[records.Scan]) -> list[records.Scan]:
    """The scans that no later one replaces."""
    replaced = {scan.replaces for scan in scans}
    return [scan for scan in scans if scan.scan_id not in replaced]
