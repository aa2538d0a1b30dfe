"""The standing of a decision follows from its recorded events alone."""

from __future__ import annotations

from datetime import date

import pytest

from xl_macros.domain.entry import Verdict
from xl_macros.domain.standing import IN_FORCE, Stands, last_standing, stands_after, stands_by
from xl_macros.records import Event

DAY = date(2026, 8, 1)


def event(number: int, kind: str, outcome: str | None = None, evidence: str | None = "SK 1") -> Event:
    return Event(number=number, kind=kind, outcome=outcome, evidence=evidence, happened_on=DAY)


@pytest.mark.parametrize(
    ("verdict", "after"),
    [
        (Verdict.REVOKED, Stands("dicabut", "SK 1", DAY)),
        (Verdict.AMENDED, Stands("diubah", "SK 1", DAY)),
        (Verdict.REINSTATED, IN_FORCE),
        (Verdict.RECEIVED, None),
        (None, None),
    ],
)
def test_a_verdict_moves_the_standing_or_does_not(verdict: Verdict | None, after: Stands | None) -> None:
    assert stands_after(verdict, "SK 1", DAY) == after


@pytest.mark.parametrize(
    ("recorded", "after"),
    [
        (event(1, "pencabutan"), Stands("dicabut", "SK 1", DAY)),
        (event(1, "pencabutan", "pencabutan dibatalkan"), IN_FORCE),
        (event(1, "perubahan keputusan", evidence=None), Stands("diubah", "", DAY)),
        (event(1, "putusan", "membuka seluruhnya"), None),
        (event(1, "surel disusun"), None),
        (event(1, "pencabutan", "kata lain"), None),
        (Event(), None),
    ],
)
def test_a_row_of_the_list_says_it(recorded: Event, after: Stands | None) -> None:
    assert stands_by(recorded) == after


def test_the_last_that_counts_holds() -> None:
    events = [event(1, "perubahan keputusan"), event(2, "pencabutan"), event(3, "disposisi diterima")]
    assert last_standing(events, ()).standing == "dicabut"
    assert last_standing(events, {2}).standing == "diubah"
    assert last_standing(events, {1, 2}) == IN_FORCE
    assert last_standing([], ()) == IN_FORCE
