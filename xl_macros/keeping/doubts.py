"""What stands in doubt about an entry before its wording is read: its decision, damaged cells, the same twice.

What is in doubt is told as findings of that entry and opens nothing; it never stands in the way of another row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from xl_macros import records
from xl_macros.click.office import Office
from xl_macros.domain.entry import Decision, Standing
from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.identity import plain_name
from xl_macros.domain.legal_basis import LegalBasis, first_days, read_legal_basis
from xl_macros.domain.plausibility import date_doubts
from xl_macros.keeping.decisions import Decisions, berkas_of, decisions_of
from xl_macros.patterns import regex
from xl_macros.tables.schema import DECISIONS, REGISTER

CONFIRMED = "tanggal keputusan {day:%d/%m/%Y} dipastikan"
"""How the log row of step 1 says that a date which does not fit was looked at and is right."""

_CONFIRMED = regex(r"tanggal keputusan (\d\d/\d\d/\d{4}) dipastikan")
_STANDINGS = {standing.value for standing in Standing}


class Doubted(NamedTuple):
    """The office's decisions as the domain may use them, and what to tell about each, by its sheet row."""

    decisions: Decisions
    known: Mapping[int, Decision]
    findings: Mapping[int, tuple[Finding, ...]]
    twice: frozenset[tuple[str, str]]
    """Decision and information of entries that stand there more than once."""

    def of(self, row: records.Entry) -> tuple[records.Decision | None, Decision, tuple[Finding, ...]]:
        """An entry's decision row, the decision to assess it with, and what to tell about the entry."""
        found = self.decisions.of(row)
        doubt = self.decisions.doubt(row, found)
        findings = [doubt] if doubt else []
        if found is None:
            record = Decision(number=row.decision_number or "", decided_on=None, date_text=None)
        else:
            record = self.known[found.sheet_row]
            findings += self.findings.get(found.sheet_row, ())
        findings += _anchor_findings(row)
        if _alike(row) in self.twice:
            what = "Informasi yang sama tercatat lebih dari sekali dalam keputusan ini; sisakan satu."
            findings.append(Finding("information_twice", Severity.CHECK, what, ""))
        return found, record, tuple(findings)


def doubted(office: Office, register: Sequence[records.Entry]) -> Doubted:
    """What is in doubt as of today."""
    rows = office.tables.records(records.Decision)
    confirmed = _confirmed(office)
    known: dict[int, Decision] = {}
    findings: dict[int, tuple[Finding, ...]] = {}
    for row in rows:
        known[row.sheet_row], findings[row.sheet_row] = _read(row, confirmed)
    alike = Counter(key for row in register if (key := _alike(row))[1])
    return Doubted(
        decisions_of(rows), known, findings, frozenset(key for key, count in alike.items() if count > 1)
    )


def doubts_of(
    office: Office, decision: records.Decision, entries: Iterable[records.Entry], bases: Sequence[LegalBasis]
) -> tuple[Finding, ...]:
    """What speaks against the date of a decision that is about to be received: number, calendar, the acts it cites."""
    citations = [cited for row in entries for cited in read_legal_basis(row.legal_basis or "")]
    return date_doubts(
        decision.number or "",
        decision.about or "",
        decision.decided_on,
        received_on(decision),
        office.today,
        first_days(citations, bases),
    )


def received_on(decision: records.Decision) -> date | None:
    """The day on which a decision was received; None when the cell holds none."""
    at = decision.received_at
    return at.date() if at is not None else None


def _confirmed(office: Office) -> set[tuple[str, str]]:
    """Berkas and date (as the log writes it) of dates that were confirmed when the decision was received."""
    return {
        (row.berkas or "", match[1])
        for row in office.tables.records(records.LoggedStep)
        for match in _CONFIRMED.finditer(row.output or "")
    }


def _read(row: records.Decision, confirmed: set[tuple[str, str]]) -> tuple[Decision, tuple[Finding, ...]]:
    """A row of Keputusan for the domain: what cannot be read is left out, and told."""
    findings: list[Finding] = []
    decided_on = _day(row, "decided_on", findings)
    standing = row.standing or Standing.IN_FORCE.value
    if standing not in _STANDINGS:
        what = f"Status keputusan '{standing[:60]}' tidak dikenal; pilih dari daftar di lembar {DECISIONS.sheet}."
        findings.append(Finding("standing_unknown", Severity.MUST_MEND, what, ""))
        standing = Standing.IN_FORCE.value
    record = Decision(
        number=row.number or "",
        decided_on=decided_on,
        date_text=row.date_text,
        standing=Standing(standing),
        standing_act=row.standing_act,
        standing_on=_day(row, "standing_on", findings),
        about=row.about or "",
        received_on=received_on(row),
        date_confirmed=decided_on is not None and (row.berkas or "", f"{decided_on:%d/%m/%Y}") in confirmed,
    )
    return record, tuple(findings)


def _day(row: records.Decision | records.Entry, field: str, findings: list[Finding]) -> date | None:
    """The date of that column; None, and a finding, for text that is none and for a day that cannot be."""
    if field not in row.unread:
        found: date | None = getattr(row, field)
        return found
    table = DECISIONS if isinstance(row, records.Decision) else REGISTER
    header = table.column(field).header
    text = row.unread[field][:60]
    what = f"'{text}' di kolom {header} bukan tanggal yang dapat dibaca; tulis misalnya 21 Agustus 2025."
    findings.append(Finding("date_unreadable", Severity.MUST_MEND, what, ""))
    return None


def anchor_of(row: records.Entry) -> date | None:
    """The recorded start of an entry; None for one that is no possible date."""
    return _day(row, "anchor_on", [])


def _anchor_findings(row: records.Entry) -> list[Finding]:
    findings: list[Finding] = []
    _day(row, "anchor_on", findings)
    return findings


def _alike(row: records.Entry) -> tuple[str, str]:
    return berkas_of(row) or plain_name(row.decision_number), plain_name(row.information)


def repeated(entries: Iterable[records.Entry]) -> list[records.Entry]:
    """The entries of one decision whose information stands there a second time."""
    seen: set[str] = set()
    found = []
    for row in entries:
        name = plain_name(row.information)
        if name and name in seen:
            found.append(row)
        seen.add(name)
    return found
