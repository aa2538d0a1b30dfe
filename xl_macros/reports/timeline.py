"""The drawn timeline of the report: what is exempt from when to when, as fractions of a year axis."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MOST_BARS = 14
"""Above this many spans bars become too thin to read; ends are then counted per year instead."""

MOST_TICKS = 12
MOST_COLUMNS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSpan:
    """Entries that run together: `count` of them, from `start_on` to `end_on` (last exempt day).

    `start_on` None = not known (drawn with a broken beginning from `start_year`, or from the axis' beginning);
    `end_on` None = no date (drawn as an arrow); `opened_on` = opened or cancelled before its time.
    """

    label: str
    count: int
    start_on: date | None = None
    start_year: int | None = None
    end_on: date | None = None
    opened_on: date | None = None
    note: str = ""


def timeline_picture(spans: Sequence[TimelineSpan], *, on: date) -> dict[str, object] | None:
    """What the template draws, or None when there is nothing to draw.

    Kind `bars`: one bar per span, `from`/`to`/`opened` as fractions 0..1 of the axis. Kind `columns`: how many
    entries end in each year (or run of years), heights as fractions of the tallest.
    """
    if not spans:
        return None
    return _bars(spans, on) if len(spans) <= MOST_BARS else _columns(spans, on)


def _year(day: date) -> float:
    """The day as a decimal year: 1 July 2026 is about 2026.5."""
    days = 366 if calendar.isleap(day.year) else 365
    return day.year + (day.timetuple().tm_yday - 1) / days


def _ticks(first: int, last: int) -> list[int]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if (last - first) / s <= MOST_TICKS)
    return list(range(-(-first // step) * step, last + 1, step))


def _bars(spans: Sequence[TimelineSpan], on: date) -> dict[str, object]:
    known = [_year(day) for span in spans for day in (span.start_on, span.end_on, span.opened_on) if day]
    known += [float(span.start_year) for span in spans if span.start_year]
    known.append(_year(on))
    first, last = int(min(known)), int(max(known)) + 1
    if any(span.end_on is None for span in spans):
        last += max(1, (last - first) // 8)  # room for the arrows that have no end

    def place(value: float) -> str:
        return f"{(value - first) / (last - first):.5f}"

    rows = []
    for span in spans:
        start = _year(span.start_on) if span.start_on else float(span.start_year or first)
        rows.append(
            {
                "label": span.label,
                "count": span.count,
                "note": span.note,
                "from": place(start),
                "start_known": span.start_on is not None,
                "to": place(_year(span.end_on)) if span.end_on else None,
                "opened": place(_year(span.opened_on)) if span.opened_on else None,
            }
        )
    ticks = [{"label": str(year), "at": place(year)} for year in _ticks(first, last)]
    return {"kind": "bars", "rows": rows, "ticks": ticks, "today": place(_year(on)), "on": on}


def _columns(spans: Sequence[TimelineSpan], on: date) -> dict[str, object] | None:
    ends: Counter[int] = Counter()
    open_ended = opened = 0
    for span in spans:
        if span.opened_on:
            opened += span.count
        elif span.end_on:
            ends[span.end_on.year] += span.count
        else:
            open_ended += span.count
    columns: list[dict[str, object]] = []
    if ends:
        first, last = min(ends), max(ends)
        width = -(-(last - first + 1) // MOST_COLUMNS)
        sums = [
            (start, min(start + width - 1, last), sum(ends[y] for y in range(start, start + width)))
            for start in range(first, last + 1, width)
        ]
        tallest = max(total for _, _, total in sums)
        columns = [
            {
                "label": str(a) if a == b else f"{a}–{b}",
                "count": total,
                "height": f"{total / tallest:.5f}",
                "past": b < on.year,
            }
            for a, b, total in sums
        ]
    return {"kind": "columns", "columns": columns, "open_ended": open_ended, "opened": opened, "on": on}
