"""The seals of berkas: what the recap showed, what PDID approved, and whether that is still what stands there.

Step 3's log row bears the seal of what the recap showed, step 4's of what was approved, step 5's of what was stored
(`domain/seals.py`); the log's hash chain protects them. Approvals of earlier versions bear a short fingerprint of the
typed columns in their output ("sidik"), which is still understood.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from xl_macros.click.office import Office
from xl_macros.domain.procedure import APPROVED, CHECK_STEP, was_reopened, was_returned
from xl_macros.domain.seals import Sealed, seal, sealed_status
from xl_macros.domain.step_log import canonical
from xl_macros.keeping.corrected import counting
from xl_macros.keeping.register import Assessed
from xl_macros.keeping.steps import Berkas
from xl_macros.patterns import regex
from xl_macros.records import LoggedStep
from xl_macros.tables.record_rows import row_of
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CORRECTIONS, EVENTS

_OLD_FIELDS = (
    "code",
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
)
"""What the fingerprint of earlier versions covers: all that staff could type then, but for place and note."""

_FINGERPRINT = regex(r"sidik ([0-9a-f]{16})\b")


class Seals:
    """The seals of berkas as the tables stand; rows are grouped once for as many berkas as are asked about."""

    def __init__(self, office: Office, assessed: Sequence[Assessed]) -> None:
        self._assessed: dict[str, list[Assessed]] = {}
        for item in assessed:
            self._assessed.setdefault(str(item.row.berkas or ""), []).append(item)
        self._events = _by_target(office.tables.rows(EVENTS))
        standing = {each.number for each in counting(office)}
        self._corrections = _by_target(
            [row for row in office.tables.rows(CORRECTIONS) if row["number"] in standing]
        )

    def entries(self, berkas: Berkas) -> list[Assessed]:
        """The assessed rows of the berkas."""
        return self._assessed.get(berkas.code, [])

    def sealed(self, berkas: Berkas) -> Sealed:
        """What the seal of the berkas is taken of."""
        targets = _targets(berkas, self.entries(berkas))
        return Sealed(
            decision=row_of(berkas.decision),
            entries=[sealed_entry(item) for item in self.entries(berkas)],
            events=[row for target in targets for row in self._events.get(target, ())],
            corrections=[row for target in targets for row in self._corrections.get(target, ())],
        )

    def of(self, berkas: Berkas) -> str:
        """The seal (64 hex digits)."""
        return seal(self.sealed(berkas))


def sealed_entry(item: Assessed) -> dict[str, Any]:
    """A register row as the seal has it: typed columns and what they were assessed as."""
    outcome = item.outcome
    assessed = {
        "status": sealed_status(outcome.status),
        "end_on": outcome.end_on,
        "period_class": outcome.period.period_class.label,
    }
    return {**row_of(item.row), **assessed}


def approval(count: int, sealed: str) -> str:
    """The log's words for an approval."""
    return f"{APPROVED}: {count} informasi, segel {sealed[:16]}"


def sealed_at(berkas: Berkas, step_number: int) -> str | None:
    """The seal that the berkas' last log row of that step bears; None when there is no such row, '' without a seal."""
    rows = [row for row in berkas.log if row.step == step_number and _is_done(row)]
    return str(rows[-1].seal or "") if rows else None


def changed_since_approval(berkas: Berkas, seals: Seals) -> bool:
    """Whether the berkas differs from what the last approval in its log covered.

    An approval without a seal was written by an earlier version: its fingerprint counts, if it has one.
    """
    approved = sealed_at(berkas, CHECK_STEP)
    if approved is None:
        return False
    if approved:
        return approved != seals.of(berkas)
    rows = [row for row in berkas.log if row.step == CHECK_STEP and _is_done(row)]
    found = _FINGERPRINT.search(str(rows[-1].output or ""))
    return found is not None and found[1] != _old_fingerprint(
        [row_of(item.row) for item in seals.entries(berkas)]
    )


def _is_done(row: LoggedStep) -> bool:
    return not was_returned(row) and not was_reopened(row)


def _old_fingerprint(rows: Sequence[Row]) -> str:
    lines = sorted(canonical({field: row[field] for field in _OLD_FIELDS}) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _targets(berkas: Berkas, entries: Sequence[Assessed]) -> list[str]:
    codes = [str(item.row.code) for item in entries if item.row.code]
    names = [berkas.code, str(berkas.decision.number or ""), *codes]
    return list(dict.fromkeys(name for name in names if name))


def _by_target(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row["target"] or ""), []).append(row)
    return found
