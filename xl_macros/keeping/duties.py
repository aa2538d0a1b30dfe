"""What is due in the office: its records as the facts from which `domain.duties` follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from xl_macros import records
from xl_macros.click.office import Office
from xl_macros.domain.corrections import WITHDRAWN
from xl_macros.domain.duties import BerkasFacts, Duty, EntryFacts, OfficeFacts, duties
from xl_macros.domain.legal_basis import read_legal_basis
from xl_macros.keeping.corrected import recorded
from xl_macros.keeping.event_checks import objection_ends
from xl_macros.keeping.nightly import last_run
from xl_macros.keeping.papers_out import papers_of
from xl_macros.keeping.register import Assessed, events_by_target, events_of, legal_bases, office_calendar
from xl_macros.keeping.renewals import proposals
from xl_macros.keeping.row_findings import folded
from xl_macros.keeping.test_sheet import tests_of
from xl_macros.patterns import regex
from xl_macros.tables.schema import NAME_LAST_CHECK

_DAY = regex(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b", re.ASCII)


def office_duties(office: Office, assessed: Sequence[Assessed]) -> list[Duty]:
    """All that is due today, for entries that have been received."""
    return duties(list(_entries(office, assessed)), _berkas(office), _office(office, assessed), office.today)


def _entries(office: Office, assessed: Sequence[Assessed]) -> Iterator[EntryFacts]:
    events = events_by_target(office)
    renewed = folded(assessed)
    for item in assessed:
        code = item.row.code
        if not code:
            continue
        waiting = item.outcome.waiting
        ends_on = objection_ends(office, waiting.happened_on) if waiting is not None else None
        yield EntryFacts(
            code,
            item.outcome,
            events_of(events, item.row),
            code in renewed,
            ends_on,
            waiting is not None
            and ends_on is not None
            and office_calendar(office).is_estimate(waiting.happened_on, ends_on),
        )


def _berkas(office: Office) -> list[BerkasFacts]:
    withdrawn = recorded(office).withdrawn_scans
    tested = tests_of(scan for scan in office.tables.records(records.Scan) if scan.scan_id not in withdrawn)
    return [
        BerkasFacts(
            code := decision.berkas,
            decision.received_at.date() if decision.received_at else office.today,
            code in tested,
            tuple((paper.label, paper.sent_at.date()) for paper in papers_of(office, code)),
            frozenset(paper.label for paper in papers_of(office, code) if paper.back_at),
        )
        for decision in office.tables.records(records.Decision)
        if decision.berkas and decision.state != WITHDRAWN
    ]


def _office(office: Office, assessed: Sequence[Assessed]) -> OfficeFacts:
    finished = [
        step.finished_at.date()
        for step in office.tables.records(records.LoggedStep)
        if isinstance(step.finished_at, datetime)
    ]
    return OfficeFacts(
        began_on=min(finished, default=None),
        decreed_years=office_calendar(office).decreed_years,
        unknown_acts=_unknown_acts(office, assessed),
        renewals=tuple((str(old.code), str(new.code)) for old, new in proposals(office)),
        checked_on=day_in(office.tables.named_text(NAME_LAST_CHECK)),
        officials_on=day_in(office.settings.text("officials_checked_on")),
        night_on=last_run(office.folders.private).on,
    )


def _unknown_acts(office: Office, assessed: Sequence[Assessed]) -> tuple[str, ...]:
    """Acts that a closed entry rests on and of which Referensi does not say since when they hold."""
    unknown = {basis.act for basis in legal_bases(office) if basis.valid_from is None}
    texts = {
        item.row.legal_basis or "" for item in assessed if item.row.code and not item.outcome.status.is_open
    }
    cited = {citation.law for text in texts for citation in read_legal_basis(text)}
    return tuple(sorted(unknown & {law for law in cited if law}))


def day_in(text: str) -> date | None:
    """The first day that a text names (21/08/2026); None when it names none that exists."""
    for found in _DAY.finditer(text):
        try:
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            continue
    return None
