"""What a report says of corrections: those of its berkas, and which earlier report it supplements."""

from __future__ import annotations

from collections.abc import Sequence

from xl_macros.click.office import Office
from xl_macros.keeping import steps
from xl_macros.keeping.corrected import counting
from xl_macros.keeping.witnesses import made_reports
from xl_macros.records import Entry, Event, LoggedStep, Scan
from xl_macros.reports.disposition_report import CorrectionLine
from xl_macros.tables.blocks import shorten

_LONGEST = 160


def correction_lines(office: Office, berkas: Sequence[steps.Berkas]) -> tuple[CorrectionLine, ...]:
    """The corrections recorded so far on these berkas, their entries, scans and events, in order."""
    codes = {each.code for each in berkas}
    entries = {entry.code for entry in office.tables.records(Entry) if entry.berkas in codes}
    names = codes | entries | {each.decision.number for each in berkas}
    names |= {scan.scan_id for scan in office.tables.records(Scan) if scan.berkas in codes}
    names |= {str(event.number) for event in office.tables.records(Event) if event.target in names}
    return tuple(
        CorrectionLine(
            recorded_at=each.recorded_at,
            kind=each.kind or "",
            target=f"{each.target}{f', {each.column}' if each.column else ''}",
            change=f"{shorten(each.before or '-', _LONGEST)} → {shorten(each.after or '-', _LONGEST)}",
            reason=each.reason or "",
            people=", ".join(filter(None, [each.officer, each.approved_by])),
        )
        for each in counting(office)
        if each.target in names and each.recorded_at is not None and each.recorded_at <= office.now
    )


def supplemented(berkas: Sequence[steps.Berkas], log: Sequence[LoggedStep]) -> str:
    """A sentence that names the reports that these berkas had before; '' for a first report."""
    codes = {each.code for each in berkas}
    earlier = [made.shown_number for made in made_reports(log) if codes & set(made.berkas)]
    if not earlier:
        return ""
    return f" Laporan ini memperbaiki dan melengkapi laporan {', '.join(earlier)}; koreksinya: Lampiran bagian B."
