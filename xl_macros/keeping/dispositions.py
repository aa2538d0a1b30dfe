"""What went to the secretary and what came back: the disposition sheet of step 1 and each report of step 6.

Until a paper is back the berkas waits for the disposition. It comes back as a scan of the kind *disposisi* or as the
event *disposisi diterima*, which names the report (or step 1) that it answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from xl_macros import records
from xl_macros.click.office import Office
from xl_macros.domain.entry import Event, EventKind
from xl_macros.domain.procedure import LAST_STEP
from xl_macros.errors import Problem
from xl_macros.keeping.test_sheet import TEST_KIND, current
from xl_macros.scans.taken import Accepted
from xl_macros.scans.worker_pool import borrowed, time_allowed

DISPOSITION_KIND = "disposisi"
COME_LATE = frozenset({DISPOSITION_KIND, TEST_KIND})
"""Kinds of scans that may be attached whatever step is due: they come from others."""

STEP_ONE = "lembar disposisi langkah 1"

_REPORT = re.compile(r"Laporan Disposisi (?P<number>\S+)")


LOG_CODE = "KECUALI:LOG:1:"
"""What the report's QR code says before the head of the log."""


def report_of(codes: Iterable[str], log: Sequence[records.LoggedStep]) -> str:
    """The label of the report whose printed code stands on a scanned page; "" when none does.

    A report bears the head of the log as it was when it was made: the hash of the log row that names it.
    """
    heads = {code.removeprefix(LOG_CODE).strip() for code in codes if code.startswith(LOG_CODE)}
    found = [_label(step) for step in log if step.step == LAST_STEP and step.chain_hash in heads]
    return next(filter(None, found), "")


def noted(office: Office, kind: str, scan: Accepted) -> Accepted:
    """A disposition that came back, with the report that its printed code names among its notes."""
    if kind != DISPOSITION_KIND:
        return scan
    with borrowed(None, 1) as pool:
        read = pool.ask("page_codes", seconds=time_allowed(scan.size_bytes * 4), path=str(scan.staged))
    pages = [] if isinstance(read, Problem) else read["pages"]
    label = report_of(
        [code for codes in pages for code in codes or ()], office.tables.records(records.LoggedStep)
    )
    return replace(scan, notes=(*scan.notes, f"Jawaban atas {label}.")) if label else scan


def papers_sent(berkas: str, log: Iterable[records.LoggedStep]) -> tuple[tuple[str, date], ...]:
    """Label and day of each paper of the berkas that went to the secretary, in the order of the log."""
    found: dict[str, date] = {}
    for step in log:
        label = _label(step)
        if step.berkas == berkas and label and isinstance(step.finished_at, datetime):
            found.setdefault(label, step.finished_at.date())
    return tuple(found.items())


def _label(step: records.LoggedStep) -> str:
    if step.step == 1:
        return STEP_ONE
    found = _REPORT.search(step.output or "") if step.step == LAST_STEP else None
    return f"Laporan {found['number']}" if found else ""


def papers_back(
    berkas: str, log: Sequence[records.LoggedStep], scans: Sequence[records.Scan], events: Sequence[Event]
) -> frozenset[str]:
    """The labels of the papers that came back.

    What names a report answers it; what names none answers the oldest paper that is still out.
    """
    out = [label for label, _ in papers_sent(berkas, log)]
    answers = [
        f"{scan.note or ''} {scan.source_name or ''}"
        for scan in current(scans)
        if scan.berkas == berkas and scan.kind == DISPOSITION_KIND
    ]
    listed = {scan.scan_id for scan in scans if scan.kind == DISPOSITION_KIND and scan.scan_id}
    answers += [
        f"{event.related} {event.evidence}"
        for event in events
        if event.kind is EventKind.DISPOSITION and not any(scan_id in event.evidence for scan_id in listed)
    ]
    back: set[str] = set()
    unnamed = 0
    for answer in answers:
        named = [label for label in out if label.removeprefix("Laporan ").casefold() in answer.casefold()]
        back |= set(named)
        unnamed += not named
    left = [label for label in out if label not in back]
    return frozenset(back | set(left[:unnamed]))
