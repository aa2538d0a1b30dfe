"""Working days and hours, typed by hand from the calendar, and their invariants."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_macros.domain.working_time import (
    OfficeCalendar,
    WorkingHours,
    calendar_from_rows,
    seed_working_hours,
)

DATA = Path(__file__).parents[2] / "xl_macros" / "data"
WEEK = frozenset(range(5))


def decree_of(year: int) -> list[dict[str, object]]:
    with (DATA / f"holidays_{year}.csv").open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def seed_rows() -> list[dict[str, object]]:
    names = {frozenset({0, 1, 2, 3}): "Senin-Kamis", frozenset({4}): "Jumat"}
    return [
        {
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "weekdays": names[row.weekdays],
            "opens": row.opens,
            "closes": row.closes,
            "break_from": row.break_from,
            "break_to": row.break_to,
            "source": row.source,
        }
        for row in seed_working_hours()
    ]


@pytest.fixture(scope="module")
def office() -> OfficeCalendar:
    return calendar_from_rows(seed_rows(), decree_of(2026))


@pytest.mark.parametrize(
    ("day", "works", "why"),
    [
        (date(2026, 1, 1), False, "New Year, a Thursday"),
        (date(2026, 1, 2), True, "a Friday"),
        (date(2026, 1, 3), False, "a Saturday"),
        (date(2026, 2, 16), False, "cuti bersama"),
        (date(2026, 3, 18), False, "cuti bersama before Nyepi"),
        (date(2026, 3, 17), True, "the day before it"),
        (date(2026, 3, 24), False, "last cuti bersama of Lebaran"),
        (date(2026, 3, 25), True, "the day after it"),
        (date(2015, 8, 17), True, "a Monday of a year whose holidays nobody entered"),
    ],
)
def test_a_working_day_is_a_weekday_that_is_not_off(
    office: OfficeCalendar, day: date, works: bool, why: str
) -> None:
    assert office.is_working_day(day) is works, why


@pytest.mark.parametrize(
    ("begins", "ends", "hours", "why"),
    [
        ("2026-01-05T07:30", "2026-01-05T16:00", 7.5, "a whole Monday"),
        ("2026-01-09T07:30", "2026-01-09T16:30", 7.5, "a whole Friday: the break is 90 minutes"),
        ("2026-01-09T11:00", "2026-01-09T14:00", 1.5, "across the Friday break"),
        ("2026-01-05T06:00", "2026-01-05T08:00", 0.5, "starts before the office opens"),
        ("2026-01-05T12:15", "2026-01-05T12:45", 0.0, "within the break"),
        ("2026-01-05T12:30", "2026-01-05T13:30", 0.5, "starts in the break"),
        ("2026-01-05T11:30", "2026-01-05T12:30", 0.5, "ends in the break"),
        ("2026-01-05T15:00", "2026-01-06T08:30", 2.0, "over night"),
        ("2026-01-05T17:00", "2026-01-06T07:00", 0.0, "over night, outside the hours"),
        ("2026-01-09T16:00", "2026-01-12T08:00", 1.0, "over a weekend"),
        ("2026-01-10T09:00", "2026-01-11T12:00", 0.0, "on a weekend"),
        ("2025-12-31T15:00", "2026-01-02T08:30", 2.0, "across the year and New Year's day"),
        ("2026-02-18T07:30", "2026-02-18T16:00", 7.5, "the day before Ramadan hours"),
        ("2026-02-19T07:30", "2026-02-19T16:00", 6.5, "the first day of Ramadan hours"),
        ("2026-02-20T08:00", "2026-02-20T15:30", 6.5, "a Friday of Ramadan: the break is 60 minutes"),
        ("2026-02-19T12:00", "2026-02-19T13:00", 0.5, "the Ramadan break is 30 minutes"),
        ("2026-02-18T15:00", "2026-02-19T09:00", 2.0, "from ordinary hours into Ramadan hours"),
        ("2026-03-17T14:00", "2026-03-25T08:30", 2.0, "across Nyepi and Lebaran"),
        ("2026-01-05T07:30", "2026-01-05T07:30", 0.0, "no time at all"),
        ("2026-04-01T07:30", "2026-06-30T16:00", 60 * 7.5 - 3 * 7.5, "several months"),
        ("2026-01-05T07:30:00", "2026-01-05T07:30:36", 0.01, "seconds count"),
    ],
)
def test_hours_between_two_instants(
    office: OfficeCalendar, begins: str, ends: str, hours: float, why: str
) -> None:
    measured = office.working_hours_between(datetime.fromisoformat(begins), datetime.fromisoformat(ends))
    assert measured == pytest.approx(hours, abs=1e-9), why


def test_several_years_are_the_sum_of_their_days(office: OfficeCalendar) -> None:
    days = (date(2024, 1, 1) + timedelta(days=step) for step in range(365 * 3 + 1))
    whole = office.working_hours_between(datetime(2024, 1, 1), datetime(2027, 1, 1))
    assert whole == sum(office.day_hours(day) for day in days)


def test_a_clock_that_went_backwards_is_refused_in_words(office: OfficeCalendar) -> None:
    with pytest.raises(ValueError, match="Waktu selesai lebih awal daripada waktu mulai"):
        office.working_hours_between(datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 8, 59, 59))


@pytest.mark.parametrize(
    ("begins", "hours", "ends", "why"),
    [
        ("2026-01-05T07:30", 1.0, "2026-01-05T08:30", "within the morning"),
        ("2026-01-05T11:30", 1.0, "2026-01-05T13:30", "over the break"),
        ("2026-01-05T11:30", 0.5, "2026-01-05T12:00", "exactly to the break"),
        ("2026-01-05T15:00", 1.0, "2026-01-05T16:00", "exactly to closing time, not to the next morning"),
        ("2026-01-05T15:00", 7.5, "2026-01-06T15:00", "one day later"),
        ("2026-01-05T20:00", 1.0, "2026-01-06T08:30", "starts in the evening"),
        ("2026-01-09T15:30", 2.0, "2026-01-12T08:30", "over a weekend"),
        ("2026-03-17T14:00", 2.0, "2026-03-25T08:30", "over Lebaran"),
        (
            "2026-12-23T15:00",
            8.5,
            "2026-12-28T16:00",
            "1 h on the 23rd, 24-27 December free, 7.5 h on the 28th",
        ),
        ("2026-01-05T12:30", 0.0, "2026-01-05T12:30", "no hours leave the instant alone"),
    ],
)
def test_an_instant_some_working_hours_later(
    office: OfficeCalendar, begins: str, hours: float, ends: str, why: str
) -> None:
    assert office.add_working_hours(datetime.fromisoformat(begins), hours) == datetime.fromisoformat(ends), (
        why
    )


def test_hours_run_on_into_the_next_years(office: OfficeCalendar) -> None:
    end = office.add_working_hours(datetime(2025, 12, 31, 15), 1 + 7.5 * 300)
    assert office.working_hours_between(datetime(2025, 12, 31, 15), end) == 1 + 7.5 * 300
    assert end.year == 2027


def test_hours_may_not_be_negative_nor_leave_the_calendar(office: OfficeCalendar) -> None:
    with pytest.raises(ValueError, match="kurang dari nol"):
        office.add_working_hours(datetime(2026, 1, 5), -1)
    with pytest.raises(OverflowError):
        office.add_working_hours(datetime(9999, 12, 31), 100)


@pytest.mark.parametrize(
    ("day", "count", "result", "why"),
    [
        (date(2026, 1, 5), 1, date(2026, 1, 6), "Monday to Tuesday"),
        (date(2026, 1, 9), 1, date(2026, 1, 12), "Friday to Monday"),
        (date(2026, 1, 10), 1, date(2026, 1, 12), "a Saturday start is not counted either"),
        (date(2026, 1, 12), -1, date(2026, 1, 9), "back over the weekend"),
        (date(2026, 1, 11), -1, date(2026, 1, 9), "back from a Sunday"),
        (date(2026, 1, 11), 0, date(2026, 1, 11), "nothing to count"),
        (date(2026, 1, 2), -1, date(2025, 12, 31), "back over New Year"),
        (date(2026, 12, 31), 1, date(2027, 1, 1), "holidays of 2027 are not in the table"),
        (date(2026, 3, 17), 1, date(2026, 3, 25), "over Nyepi and Lebaran"),
        # Counted on paper: 21 working days in April (the 3rd is off), then 31, 30, 27, 26 and 25 March
        # make 26, and before the holidays 17, 16, 13 and 12 March make 30.
        (date(2026, 5, 1), -30, date(2026, 3, 12), "thirty days back across Lebaran 2026"),
    ],
)
def test_counting_working_days(office: OfficeCalendar, day: date, count: int, result: date, why: str) -> None:
    assert office.add_working_days(day, count) == result, why


@pytest.mark.parametrize(
    ("read_on", "last_on", "why"),
    [
        (date(2026, 1, 13), date(2026, 2, 3), "16 January is a holiday"),
        (date(2026, 3, 10), date(2026, 4, 7), "Lebaran with its cuti bersama, and 3 April"),
        (date(2026, 12, 22), date(2027, 1, 15), "Christmas, New Year and Isra Mikraj: two decrees"),
        (date(2027, 3, 1), date(2027, 3, 31), "Nyepi, Lebaran and Easter of 2027"),
    ],
)
def test_fourteen_working_days_for_objections(read_on: date, last_on: date, why: str) -> None:
    decrees = [row for year in (2026, 2027) for row in decree_of(year)]
    office = calendar_from_rows(seed_rows(), decrees)
    assert office.add_working_days(read_on, 14) == last_on, why
    assert not office.is_estimate(read_on, last_on)


def test_counting_leaves_the_calendar_with_an_overflow(office: OfficeCalendar) -> None:
    for day, count in [
        (date(9999, 12, 30), 5),
        (date(9999, 12, 1), 30),
        (date(1, 1, 1), -1),
        (date(1, 1, 10), -8),
        (date(2026, 1, 1), 10**12),
    ]:
        with pytest.raises(OverflowError):
            office.add_working_days(day, count)


def test_a_very_long_count_is_still_counted(office: OfficeCalendar) -> None:
    assert office.add_working_days(date(2025, 8, 21), 2_000_000).year == 9691


def test_a_replacement_day_makes_a_saturday_a_working_day() -> None:
    saturday = date(2026, 1, 10)
    rows = [*decree_of(2026), {"date": saturday, "kind": "Hari Kerja Pengganti", "source": ""}]
    office = calendar_from_rows(seed_rows(), rows)
    assert office.is_working_day(saturday)
    assert office.day_hours(saturday) == 7.5  # as on a Monday: 07.30-16.00
    assert office.working_hours_between(datetime(2026, 1, 10, 15), datetime(2026, 1, 10, 18)) == 1.0
    assert office.add_working_days(date(2026, 1, 9), 1) == saturday


def test_a_replacement_day_beats_a_day_off_on_the_same_date() -> None:
    monday = date(2026, 1, 5)
    office = OfficeCalendar(seed_working_hours(), {monday: "libur"}, frozenset({monday}))
    assert office.is_working_day(monday)


def test_a_replacement_day_without_monday_hours_takes_any_row_in_force() -> None:
    row = WorkingHours(None, None, frozenset({1}), time(8), time(12))
    office = OfficeCalendar((row,), {}, frozenset({date(2026, 1, 10)}))
    assert office.day_hours(date(2026, 1, 10)) == 4.0


def test_weekend_rows_of_an_election_stage_open_the_weekend_while_they_hold() -> None:
    stage = WorkingHours(date(2026, 2, 2), date(2026, 2, 15), frozenset({5, 6}), time(8), time(12))
    office = OfficeCalendar((*seed_working_hours(), stage), {})
    assert not office.is_working_day(date(2026, 1, 31))  # the Saturday before
    assert office.day_hours(date(2026, 2, 7)) == 4.0
    assert office.day_hours(date(2026, 2, 9)) == 7.5
    assert not office.is_working_day(date(2026, 2, 21))


def test_of_two_rows_in_force_equally_long_the_later_one_wins() -> None:
    early = WorkingHours(date(2026, 2, 2), date(2026, 2, 15), WEEK, time(8), time(12))
    late = WorkingHours(date(2026, 2, 9), date(2026, 2, 22), WEEK, time(8), time(14))
    office = OfficeCalendar((early, late, *seed_working_hours()), {})
    assert office.day_hours(date(2026, 2, 6)) == 4.0
    assert office.day_hours(date(2026, 2, 9)) == 6.0


def test_days_that_no_row_covers_have_the_seed_hours_and_are_an_estimate() -> None:
    rows = [row for row in seed_rows() if row["valid_from"] == date(2023, 4, 12)]
    office = calendar_from_rows(rows, decree_of(2026))
    assert office.day_hours(date(2023, 4, 11)) == 7.5
    assert office.is_estimate(date(2023, 4, 11), date(2023, 4, 11))
    empty = OfficeCalendar((), {}, frozenset(), frozenset({2026}))
    assert empty.is_working_day(date(2026, 1, 5))
    assert empty.is_estimate(date(2026, 1, 5), date(2026, 1, 6))


def test_only_years_with_a_whole_decree_in_the_table_are_certain(office: OfficeCalendar) -> None:
    assert not office.is_estimate(date(2026, 1, 1), date(2026, 12, 31))
    assert office.is_estimate(date(2026, 12, 31), date(2027, 1, 1))
    assert office.is_estimate(date(2027, 1, 1), date(2026, 12, 31))
    assert office.is_estimate(date(2025, 12, 31), date(2026, 1, 1))
    local = [*decree_of(2026), {"date": date(2027, 2, 3), "kind": "libur nasional", "source": "bupati"}]
    assert calendar_from_rows(seed_rows(), local).is_estimate(date(2027, 2, 3), date(2027, 2, 3))


def test_holiday_rows_without_a_date_are_left_out_and_unreadable_ones_refused() -> None:
    office = calendar_from_rows([], [{"date": None, "kind": None}, {"kind": "libur nasional"}])
    assert office.days_off == {}
    with pytest.raises(ValueError, match="Tanggal libur"):
        calendar_from_rows([], [{"date": "besok", "kind": "libur nasional"}])


INSTANTS = st.datetimes(min_value=datetime(2015, 1, 1), max_value=datetime(2035, 12, 31))


@settings(deadline=None)
@given(instants=st.lists(INSTANTS, min_size=3, max_size=3).map(sorted))
def test_hours_add_up_over_any_instant_between(office: OfficeCalendar, instants: list[datetime]) -> None:
    first, middle, last = instants
    parts = office.working_hours_between(first, middle) + office.working_hours_between(middle, last)
    assert office.working_hours_between(first, last) == pytest.approx(parts)


@settings(deadline=None)
@given(begins=INSTANTS, hours=st.integers(min_value=1, max_value=4 * 10**5).map(lambda units: units / 100))
def test_adding_hours_and_measuring_them_agree(
    office: OfficeCalendar, begins: datetime, hours: float
) -> None:
    begins = begins.replace(microsecond=0)
    ends = office.add_working_hours(begins, hours)
    assert office.working_hours_between(begins, ends) == pytest.approx(hours)
    assert office.working_hours_between(begins, ends - timedelta(seconds=1)) < hours


@settings(deadline=None)
@given(
    day=st.dates(min_value=date(2015, 1, 1), max_value=date(2035, 12, 31)),
    count=st.integers(min_value=-600, max_value=600),
)
def test_counting_days_agrees_with_walking_them(office: OfficeCalendar, day: date, count: int) -> None:
    walked, left = day, abs(count)
    step = timedelta(days=1 if count > 0 else -1)
    while left:
        walked += step
        left -= office.is_working_day(walked)
    assert office.add_working_days(day, count) == walked
