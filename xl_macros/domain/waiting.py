"""Papers of a berkas that are with the secretary, and the working hours that a step is charged with meanwhile.

While a paper is out the berkas waits for the disposition, and the days are the secretary's: the step times of the
SOP are the desk's own. A paper that came back takes its whole time off every step that ran meanwhile. One that is
still out takes it off the step that waits for it, the next one; what was done on the very day on which the paper
went out did not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from xl_macros.domain.working_time import OfficeCalendar


class Paper(NamedTuple):
    """A paper that went to the secretary at the end of a step; `back_at` is None while it is out."""

    label: str
    step: int
    sent_at: datetime
    back_at: datetime | None = None


def charged_hours(
    calendar: OfficeCalendar, begins_at: datetime, ends_at: datetime, step: int, papers: Iterable[Paper] = ()
) -> float:
    """The working hours from `begins_at` to `ends_at` that a step with this number is charged with.

    Raises ValueError (an Indonesian sentence) when `ends_at` lies before `begins_at`.
    """
    hours = calendar.working_hours_between(begins_at, ends_at)
    counted_to = begins_at
    for since, until in sorted(_away(papers, step, ends_at)):
        since, until = max(since, counted_to), min(until, ends_at)  # noqa: PLW2901  # clipped: no hour twice
        if since < until:
            hours -= calendar.working_hours_between(since, until)
            counted_to = until
    return max(hours, 0.0)


def _away(papers: Iterable[Paper], step: int, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    for paper in papers:
        if paper.back_at is not None:
            yield paper.sent_at, paper.back_at
        elif waits_for(paper, step, now):
            yield paper.sent_at, now


def waits_for(paper: Paper, step: int, now: datetime) -> bool:
    """Whether the step stands still because the paper is out."""
    return paper.back_at is None and step == paper.step + 1 and now.date() > paper.sent_at.date()


def was_away(papers: Iterable[Paper], begins_at: datetime, ends_at: datetime) -> bool:
    """Whether one that has come back was out at some time between."""
    return any(
        paper.back_at is not None and max(paper.sent_at, begins_at) < min(paper.back_at, ends_at)
        for paper in papers
    )
