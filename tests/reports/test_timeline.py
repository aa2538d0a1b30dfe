from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from xl_macros.reports.timeline import MOST_BARS, MOST_COLUMNS, MOST_TICKS, TimelineSpan, timeline_picture

TODAY = date(2026, 11, 30)
OPTIONAL_DAY = st.one_of(st.none(), st.dates())
SPANS = st.lists(
    st.builds(
        TimelineSpan,
        label=st.just("B-2025-001"),
        count=st.integers(1, 500),
        start_on=OPTIONAL_DAY,
        start_year=st.one_of(st.none(), st.integers(1, 9999)),
        end_on=OPTIONAL_DAY,
        opened_on=OPTIONAL_DAY,
    ),
    min_size=1,
    max_size=MOST_BARS + 4,
)


def bar(**changes: object) -> dict[str, str]:
    span = TimelineSpan(label="B-2025-001", count=1, **changes)
    return timeline_picture([span], on=TODAY)["rows"][0]


@given(SPANS, st.dates())
def test_every_place_on_the_axis_lies_between_its_ends(spans: list[TimelineSpan], on: date):
    picture = timeline_picture(spans, on=on)
    if picture["kind"] == "bars":
        places = [picture["today"], *(tick["at"] for tick in picture["ticks"])]
        places += [row[key] for row in picture["rows"] for key in ("from", "to", "opened") if row[key]]
        assert all(0 <= float(place) <= 1 for place in places)
        assert 1 <= len(picture["ticks"]) <= MOST_TICKS + 1
    else:
        assert len(picture["columns"]) <= MOST_COLUMNS
        assert all(0 <= float(column["height"]) <= 1 for column in picture["columns"])


@given(SPANS)
def test_no_entry_is_lost_between_columns(spans: list[TimelineSpan]):
    many = (spans * (MOST_BARS + 1))[: MOST_BARS + 4]
    picture = timeline_picture(many, on=TODAY)
    drawn = sum(column["count"] for column in picture["columns"]) + picture["open_ended"] + picture["opened"]
    assert drawn == sum(span.count for span in many)


def test_nothing_is_drawn_for_an_empty_register():
    assert timeline_picture([], on=TODAY) is None


def test_an_open_end_has_no_end_place_and_leaves_room_for_its_arrow():
    picture = timeline_picture([TimelineSpan(label="a", count=1, start_on=date(2020, 1, 1))], on=TODAY)
    assert picture["rows"][0]["to"] is None
    assert float(picture["today"]) < 0.95


def test_a_start_of_which_only_the_year_is_known_is_said_to_be_unknown():
    row = bar(start_year=2015, end_on=date(2027, 1, 1))
    assert row["start_known"] is False
    assert bar(start_on=date(2015, 1, 1), end_on=date(2027, 1, 1))["start_known"] is True


def test_a_cancelled_decision_shows_both_the_day_it_opened_and_the_end_that_lapsed():
    row = bar(start_on=date(2025, 8, 21), end_on=date(2030, 8, 21), opened_on=date(2025, 9, 16))
    assert float(row["from"]) < float(row["opened"]) < float(row["to"])
