"""A finding: something about an entry that staff must mend or look at, with its legal source."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NamedTuple


class Severity(StrEnum):
    """How a finding is to be taken; the words are shown to staff."""

    MUST_MEND = "harus diperbaiki"
    CHECK = "periksa"


FindingCode = Literal[
    "anchor_unused",
    "anchor_without_evidence",
    "article_missing",
    "beyond_30_years",
    "consent_of_several",
    "consent_refused",
    "date_unreadable",
    "decision_after_end",
    "decision_after_receipt",
    "decision_amended",
    "decision_before_law",
    "decision_in_future",
    "decision_unknown",
    "decision_very_old",
    "decision_year_differs",
    "decision_year_impossible",
    "end_day_assumed",
    "event_before_start",
    "event_with_number",
    "event_without_effect",
    "event_without_evidence",
    "event_without_outcome",
    "events_missing",
    "information_twice",
    "item_unknown",
    "law_not_named",
    "law_not_yet_in_force",
    "law_perhaps_superseded",
    "law_superseded",
    "law_unknown",
    "legal_basis_missing",
    "legal_basis_unreadable",
    "letter_missing",
    "letter_unknown",
    "not_assessed",
    "not_permanent",
    "period_blank",
    "period_contradiction",
    "period_ends_before_start",
    "period_only_purpose",
    "period_too_long",
    "period_two_ends",
    "period_unclear",
    "reclassified",
    "renewal_gap",
    "renewal_past",
    "revoked_without_act",
    "revoked_without_date",
    "several_clauses",
    "standing_unknown",
    "start_unknown",
    "test_found_open",
]
"""What kinds of findings there are; `commands/finding_kinds.py` has their words for a recap of many offices."""


class Finding(NamedTuple):
    """`code` is stable and English, `message` an Indonesian sentence that says what to do,
    `source` the rule or practice on which the finding rests (Indonesian)."""

    code: FindingCode
    severity: Severity
    message: str
    source: str

    def __str__(self) -> str:
        return f"{self.message} ({self.source})" if self.source else self.message
