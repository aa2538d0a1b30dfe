"""The seal of a berkas: one hash over all that was decided on, so that a later state can be told from it.

It covers the decision's row, the entries' typed columns, their events and corrections, and how each entry was
assessed. Left out is what goes on by itself: place and notes, the letter's own handling, counts of scans, what the
office did about an exemption or got back from others (`UNSEALED_EVENTS`), that somebody looked at a finding, and
the passing of time (an entry that runs to a day is the same entry before, near and after that day). Steps 3, 4 and
5 bear it in the chained log. The canonical form is written down in docs/rantai-hash.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_macros.domain.corrections import CorrectionKind
from xl_macros.domain.entry import EventKind, Status
from xl_macros.domain.step_log import canonical

FORM = "kecuali-segel 1"
"""First line of the canonical form: its name and version."""

DECISION_FIELDS = (
    "berkas",
    "number",
    "decided_on",
    "date_text",
    "about",
    "standing",
    "standing_act",
    "standing_on",
    "test_number",
    "test_on",
    "test_conclusion",
    "parent_decision",
    "decided_by",
    "list_year",
    "state",
)

ENTRY_FIELDS = (
    "code",
    "berkas",
    "decision_number",
    "information",
    "unit",
    "legal_basis",
    "harm_if_open",
    "benefit_if_closed",
    "extent",
    "exempt_part",
    "period_text",
    "anchor_on",
    "anchor_evidence",
    "responsible",
    "summary",
    "part_grounds",
    "test_conclusion",
    "amended_period",
    "amended_by",
    "amended_on",
    "predecessor",
    "successor",
    "state",
)

ASSESSED_FIELDS = ("status", "end_on", "period_class")

EVENT_FIELDS = (
    "number",
    "target",
    "kind",
    "happened_on",
    "evidence",
    "outcome",
    "part",
    "by_whom",
    "final_on",
    "until_on",
    "related",
)

CORRECTION_FIELDS = ("number", "kind", "target", "column", "before", "after")

UNSEALED_EVENTS = frozenset({EventKind.DETERMINATION, EventKind.ANNOUNCEMENT, EventKind.DISPOSITION})
"""Events that change no exemption: an act that follows from it, a paper that comes home. They may come at any time."""

UNSEALED_CORRECTIONS = frozenset({CorrectionKind.ACKNOWLEDGE})
"""Corrections that change neither a cell nor what follows from it."""

_RUNS_TO_A_DAY = frozenset({Status.IN_FORCE, Status.ENDS_SOON, Status.ENDED})
DATED = "bertanggal"


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a seal is taken of: rows as mappings by field. `entries` also hold `status`, `end_on`, `period_class`
    as they were assessed (`sealed_status`)."""

    decision: Mapping[str, object]
    entries: Sequence[Mapping[str, object]]
    events: Sequence[Mapping[str, object]] = ()
    corrections: Sequence[Mapping[str, object]] = ()


def sealed_status(status: Status) -> str:
    """The status as the seal has it: what time alone changes counts as one."""
    return DATED if status in _RUNS_TO_A_DAY else status.value


def canonical_form(sealed: Sealed) -> str:
    """The text that is hashed: one line a row, its kind and its canonical JSON, entries by code, others by number."""
    lines = [FORM, _line("keputusan", sealed.decision, DECISION_FIELDS)]
    lines += sorted(_line("informasi", row, (*ENTRY_FIELDS, *ASSESSED_FIELDS)) for row in sealed.entries)
    lines += sorted(
        _line("peristiwa", row, EVENT_FIELDS)
        for row in sealed.events
        if row.get("kind") not in UNSEALED_EVENTS
    )
    lines += sorted(
        _line("koreksi", row, CORRECTION_FIELDS)
        for row in sealed.corrections
        if row.get("kind") not in UNSEALED_CORRECTIONS
    )
    return "\n".join(lines)


def seal(sealed: Sealed) -> str:
    """SHA-256 (64 hex digits) over the canonical form."""
    return hashlib.sha256(canonical_form(sealed).encode()).hexdigest()


def _line(kind: str, row: Mapping[str, object], fields: Sequence[str]) -> str:
    return f"{kind} {canonical({field: row.get(field) for field in fields})}"


def changed_cells(
    before: Mapping[str, object], after: Mapping[str, object], fields: Sequence[str]
) -> list[tuple[str, object, object]]:
    """The fields that differ with old and new value, as the seal compares them (9 and "9" are one)."""
    return [
        (field, old, new)
        for field in fields
        # as nearly all are alike, they need no canonical form, and no call to see it
        if (old := before.get(field)) is not (new := after.get(field))
        and not (type(old) is type(new) and old == new)
        and canonical({"": old}) != canonical({"": new})
    ]
