"""What each kind of event can come to, and what must be said with it."""

from __future__ import annotations

from collections.abc import Mapping

from xl_macros.domain.entry import EventKind, Verdict

VERDICTS: Mapping[EventKind, tuple[Verdict, ...]] = {
    EventKind.CONSENT: (Verdict.GIVEN, Verdict.REFUSED, Verdict.ASKED),
    EventKind.PUBLIC_OFFICE: (Verdict.IN_OFFICE,),
    EventKind.RULING: (
        Verdict.OPENS,
        Verdict.OPENS_PART,
        Verdict.UPHOLDS,
        Verdict.INTERIM,
        Verdict.WITHDRAWN,
        Verdict.ANNULS,
        Verdict.OBJECTED,
        Verdict.FINAL,
    ),
    EventKind.REVOCATION: (Verdict.REVOKED, Verdict.REINSTATED),
    EventKind.AMENDMENT: (Verdict.AMENDED,),
    EventKind.RECLASSIFICATION: (Verdict.NOW_OPEN, Verdict.NOW_PARTLY_OPEN, Verdict.STILL_CLOSED),
    EventKind.HAPPENED: (Verdict.OCCURRED, Verdict.NOT_YET),
    EventKind.HOLD: (Verdict.HELD, Verdict.RELEASED),
    EventKind.RENEWAL: (Verdict.RENEWED,),
    EventKind.DETERMINATION: (Verdict.DETERMINED,),
    EventKind.ANNOUNCEMENT: (Verdict.ANNOUNCED,),
    EventKind.DISPOSITION: (Verdict.RECEIVED,),
}

_USUAL = {EventKind.REVOCATION: Verdict.REVOKED, EventKind.HAPPENED: Verdict.OCCURRED}
"""Kinds whose own name says what happened, unless somebody says otherwise."""

CLOSING = frozenset(
    {
        Verdict.UPHOLDS,
        Verdict.ANNULS,
        Verdict.OBJECTED,
        Verdict.REFUSED,
        Verdict.ASKED,
        Verdict.REINSTATED,
        Verdict.STILL_CLOSED,
        Verdict.HELD,
        Verdict.NOT_YET,
    }
)
"""Verdicts that keep or make information exempt. They count without evidence and from whatever day: in doubt closed."""

NEEDS_PART = frozenset({Verdict.OPENS_PART, Verdict.NOW_PARTLY_OPEN})
NEEDS_PERSON = frozenset({EventKind.PUBLIC_OFFICE, EventKind.DISPOSITION})
MAY_BE_FINAL = frozenset({Verdict.OPENS, Verdict.OPENS_PART, Verdict.UPHOLDS, Verdict.ANNULS, Verdict.FINAL})


def usual_verdict(kind: EventKind) -> Verdict | None:
    """The verdict that the kind itself says; None where somebody has to choose."""
    possible = VERDICTS[kind]
    return possible[0] if len(possible) == 1 else _USUAL.get(kind)
