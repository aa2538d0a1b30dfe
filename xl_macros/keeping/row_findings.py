"""Findings that a row owes to its neighbours and to its test sheet, beside those that follow from its own wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.renewal import gap_finding, past_finding

if TYPE_CHECKING:
    from xl_macros.domain.entry import Outcome
    from xl_macros.records import Entry

FOUND_OPEN = "terbuka"
"""The conclusion of a consequence test after which nothing is exempt."""


def is_found_open(row: Entry) -> bool:
    """Whether the consequence test concluded that the row's information is open: then it is no exemption."""
    return str(row.test_conclusion or "").strip().casefold() == FOUND_OPEN


class _Assessed(Protocol):
    @property
    def row(self) -> Entry: ...
    @property
    def outcome(self) -> Outcome: ...


def folded(assessed: Sequence[_Assessed]) -> set[str]:
    """Codes that stand for no information of their own: its line of life is shown under another code.

    That is the code which determined it anew; but the older one while that is still exempt and the newer is open
    already, so that nothing is called open, or asked to be announced, past an exemption that lasts.
    """
    lives = {item.row.code: item for item in assessed if item.row.code}
    pairs = [(old, lives[old.row.successor]) for old in lives.values() if old.row.successor in lives]
    return {str((new if _past(old.outcome, new.outcome) else old).row.code) for old, new in pairs}


def _past(old: Outcome, new: Outcome) -> bool:
    """Whether the newer of one information's two lives is open while the older one is still exempt."""
    return new.status.is_open and not old.status.is_open


def extra_findings(rows: Sequence[Entry], outcomes: Sequence[Outcome]) -> Iterator[tuple[int, Finding]]:
    """Places (0-based) and what is found there, in order."""
    places = {row.code: place for place, row in enumerate(rows) if row.code}
    for place, row in enumerate(rows):
        if is_found_open(row):
            message = (
                "Uji konsekuensi menyimpulkan informasi ini terbuka, jadi bukan pengecualian; baris ini tidak dimuat "
                "dalam daftar publik. Tarik barisnya, atau perbaiki kolom Kesimpulan Uji."
            )
            yield place, Finding("test_found_open", Severity.MUST_MEND, message, "")
        before = places.get(row.predecessor) if row.predecessor else None
        if before is not None and before != place:
            found = gap_finding(
                outcomes[before].period_end_on, outcomes[place].start_on, str(row.predecessor)
            )
            if found is not None:
                yield place, found
            if _past(outcomes[before], outcomes[place]):
                yield place, past_finding(str(row.predecessor), outcomes[before].end_on)


def with_finding(outcome: Outcome, finding: Finding) -> Outcome:
    """The outcome with one more finding, the grave ones first."""
    findings = sorted((*outcome.findings, finding), key=lambda each: each.severity is not Severity.MUST_MEND)
    return outcome._replace(findings=tuple(findings))
