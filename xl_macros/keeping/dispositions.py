"""What went to the secretary and what came back: the disposition sheet of step 1 and each report of step 6.

Until a paper is back the berkas waits for the disposition. It comes back as a scan of the kind *disposisi* or as the
event *disposisi diterima*, which names the report (or step 1) that it answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from xl_macros import records
from xl_macros.domain.entry import Event, EventKind
from xl_macros.domain.procedure import LAST_STEP
from xl_macros.keeping.test_sheet import current

DISPOSITION_KIND = "disposisi"
STEP_ONE = "lembar disposisi langkah 1"

_REPORT = re.compile(r"Laporan Disposisi (?P<number>\S+)")


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
