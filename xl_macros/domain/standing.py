"""What the recorded events of a decision come to: in force, revoked or amended, by which act and since when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from xl_macros.domain.entry import EventKind, Standing, Verdict
from xl_macros.domain.verdicts import usual_verdict
from xl_macros.records import Event

_AFTER = {
    Verdict.REVOKED: Standing.REVOKED,
    Verdict.AMENDED: Standing.AMENDED,
    Verdict.REINSTATED: Standing.IN_FORCE,
}


class Stands(NamedTuple):
    """The standing of a decision as its columns hold it; act and day only of one that is not simply in force."""

    standing: str
    act: str | None = None
    on: date | None = None


IN_FORCE = Stands(Standing.IN_FORCE.value)


def stands_after(verdict: Verdict | None, act: str, on: date | None) -> Stands | None:
    """What a verdict makes of the decision; None for one that does not touch its standing."""
    standing = _AFTER.get(verdict) if verdict else None
    if standing is None:
        return None
    return IN_FORCE if standing is Standing.IN_FORCE else Stands(standing.value, act, on)


def stands_by(event: Event) -> Stands | None:
    """The same for a recorded event; a row without an outcome says what its kind says."""
    kind = verdict = None
    with suppress(ValueError):
        kind = EventKind(event.kind or "")
        verdict = Verdict(event.outcome) if event.outcome else usual_verdict(kind)
    return stands_after(verdict, event.evidence or "", event.happened_on) if kind else None


def last_standing(events: Iterable[Event], voided: Collection[int]) -> Stands:
    """What the events of one decision come to in the order of their recording, without those that do not count."""
    counting = (stands_by(event) for event in events if event.number not in voided)
    return next((each for each in reversed([*counting]) if each is not None), IN_FORCE)
