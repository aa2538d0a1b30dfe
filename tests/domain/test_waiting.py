"""The secretary's days are not charged to a step: while a paper is out the berkas waits."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from xl_macros.domain.office_hours import seed_working_hours
from xl_macros.domain.waiting import Paper, charged_hours, waits_for, was_away
from xl_macros.domain.working_time import OfficeCalendar

CALENDAR = OfficeCalendar(seed_working_hours(), {date(2026, 8, 26): "libur nasional"})


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 8, day, hour, minute)  # the 24th is a Monday, 07.30-16.00 with an hour's break


SENT = at(24, 9)


def sheet(back_at: datetime | None = None, sent_at: datetime = SENT, step: int = 1) -> Paper:
    return Paper("lembar disposisi langkah 1", step, sent_at, back_at)


@pytest.mark.parametrize(
    ("papers", "ends_at", "step", "hours"),
    [
        ((), at(25, 9), 2, 7.5),
        ((sheet(),), at(25, 9), 2, 0.0),  # still out on a later day: step 2 has waited
        ((sheet(),), at(24, 11), 2, 2.0),  # done on the day it went out: did not wait
        ((sheet(),), at(25, 9), 3, 7.5),  # only the step after it waits while it is out
        ((sheet(at(25, 8)),), at(25, 9), 2, 1.0),
        ((sheet(at(25, 8)),), at(25, 9), 4, 1.0),  # the secretary's time is nobody's, whatever the step
        ((sheet(at(24, 10)),), at(24, 11), 2, 1.0),  # back within the hour
        ((sheet(at(27, 8)),), at(27, 9), 2, 1.0),  # over a holiday
        ((sheet(at(31, 8)),), at(25, 9), 2, 0.0),  # came back after the step had ended
        ((sheet(at(20)),), at(25, 9), 2, 7.5),  # said to be back before it went out
        (
            (sheet(at(25, 8)), sheet(at(25, 8, 30), at(24, 10), 6)),
            at(25, 9),
            2,
            0.5,
        ),  # no hour taken off twice
        ((sheet(at(24, 15)), sheet(at(24, 12), at(24, 10), 6)), at(25, 9), 2, 2.5),  # one within the other
    ],
)
def test_the_time_that_a_paper_is_out_is_not_charged(
    papers: tuple[Paper, ...], ends_at: datetime, step: int, hours: float
) -> None:
    assert charged_hours(CALENDAR, SENT, ends_at, step, papers) == pytest.approx(hours)


def test_a_step_that_began_before_the_paper_went_out_is_charged_for_the_time_before() -> None:
    report = sheet(at(25, 16), at(25, 10), step=6)
    assert charged_hours(CALENDAR, at(25, 8), at(27, 9), 3, (report,)) == pytest.approx(2 + 1.5)


def test_only_the_next_step_waits_and_from_the_next_day_on() -> None:
    assert waits_for(sheet(), 2, at(25))
    assert not waits_for(sheet(), 2, at(24, 15))
    assert not waits_for(sheet(), 3, at(25))
    assert not waits_for(sheet(at(25, 8)), 2, at(25))


def test_a_paper_was_away_when_it_came_back_after_the_beginning_and_went_out_before_the_end() -> None:
    assert was_away((sheet(at(25, 8)),), SENT, at(25))
    assert not was_away((sheet(),), SENT, at(25))
    assert not was_away((sheet(at(25, 8)),), at(25, 8), at(27))
    assert not was_away((sheet(at(25, 8)),), at(20), SENT)
