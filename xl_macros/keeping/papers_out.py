"""What went to the secretary and came back: the disposition sheet of step 1 and each report of step 6.

Until a paper is back the berkas waits for the disposition. It comes back as a scan of the kind *disposisi* or as the
event *disposisi diterima*, which names the report (or step 1) that it answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from xl_macros import records
from xl_macros.click.office import Office
from xl_macros.domain.entry import EventKind
from xl_macros.domain.procedure import LAST_STEP
from xl_macros.domain.waiting import Paper
from xl_macros.keeping.corrected import recorded
from xl_macros.keeping.test_sheet import current
from xl_macros.patterns import regex
from xl_macros.tables.schema import CORRECTIONS, EVENTS, LOG, SCANS

DISPOSITION_KIND = "disposisi"
STEP_ONE = "lembar disposisi langkah 1"

_REPORT = regex(r"Laporan Disposisi (?P<number>\S+)")


def papers_of(office: Office, berkas: str) -> tuple[Paper, ...]:
    """The papers of the berkas in the order of the log; what came back after the office's day is still out."""
    known = office.tables.derived("papers", (LOG, SCANS, EVENTS, CORRECTIONS), lambda: _papers(office))
    return tuple(
        paper._replace(back_at=None) if paper.back_at and paper.back_at.date() > office.today else paper
        for paper in known.get(berkas, ())
    )


def label_of(step: records.LoggedStep) -> str:
    """The paper that went out when this step ended; "" when none did."""
    if step.step == 1:
        return STEP_ONE
    found = _REPORT.search(step.output or "") if step.step == LAST_STEP else None
    return f"Laporan {found['number']}" if found else ""


def _papers(office: Office) -> dict[str, tuple[Paper, ...]]:
    sent: dict[str, dict[str, Paper]] = defaultdict(dict)
    for step in office.tables.records(records.LoggedStep):
        label = label_of(step)
        if step.berkas and label and step.finished_at is not None:
            sent[step.berkas].setdefault(label, Paper(label, step.step or 0, step.finished_at))
    answers = _answers(office)
    return {berkas: _matched(list(papers.values()), answers[berkas]) for berkas, papers in sent.items()}


class _Answer(NamedTuple):
    text: str
    at: datetime
    scan_id: str = ""


def _answers(office: Office) -> dict[str, list[_Answer]]:
    """What came back for each berkas, scans before events; a scan that an event speaks of is one answer with it."""
    so_far = recorded(office)
    found: dict[str, list[_Answer]] = defaultdict(list)
    listed = [each for each in office.tables.records(records.Scan) if each.kind == DISPOSITION_KIND]
    known = {scan.scan_id for scan in listed if scan.scan_id}
    for scan in current([each for each in listed if each.scan_id not in so_far.withdrawn_scans]):
        text = f"{scan.note or ''} {scan.source_name or ''}"
        found[scan.berkas or ""].append(_Answer(text, scan.taken_at or office.now, scan.scan_id or ""))
    for event in office.tables.records(records.Event):
        if event.kind != EventKind.DISPOSITION or event.number in so_far.voided or event.happened_on is None:
            continue
        mine, at = found[event.target or ""], _came_at(event)
        evidence = event.evidence or ""
        spoken_of = [scan_id for scan_id in known if scan_id in evidence]
        for place, answer in enumerate(mine):
            if answer.scan_id and answer.scan_id in spoken_of:
                text = f"{answer.text} {event.related or ''} {evidence}"
                mine[place] = _Answer(text, min(answer.at, at), answer.scan_id)
        if not spoken_of:
            mine.append(_Answer(f"{event.related or ''} {evidence}", at))
    return found


def _came_at(event: records.Event) -> datetime:
    """When it came: the hour of the record when that is of the same day, else the end of the day that was named."""
    on, noted_at = event.happened_on or date.max, event.recorded_at
    if noted_at is None:
        return datetime.combine(on, time())
    return noted_at if noted_at.date() <= on else datetime.combine(on + timedelta(days=1), time())


def names_paper(text: str, papers: Iterable[Paper]) -> list[str]:
    """The labels of the papers that a text speaks of."""
    said = text.casefold()
    return [each.label for each in papers if each.label.removeprefix("Laporan ").casefold() in said]


def _matched(papers: Sequence[Paper], answers: Iterable[_Answer]) -> tuple[Paper, ...]:
    """What names a report answers it; what names none answers the oldest paper that is still out."""
    back: dict[str, datetime] = {}
    unnamed: list[datetime] = []
    for answer in answers:
        named = names_paper(answer.text, papers)
        for label in named:
            back[label] = min(back.get(label, answer.at), answer.at)
        if not named:
            unnamed.append(answer.at)
    left = [each.label for each in papers if each.label not in back]
    back.update(zip(left, sorted(unnamed), strict=False))
    return tuple(each._replace(back_at=back.get(each.label)) for each in papers)
