"""The last day of a period: typed by hand with the case beside it, and swept against dateutil."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from xl_macros.domain.calendar_arithmetic import add_months, last_day
from xl_macros.domain.period_model import Unit
from xl_macros.domain.working_time import OfficeCalendar

YEAR, MONTH, WEEK, DAY, WORKING_DAY = Unit


@pytest.mark.parametrize(
    ("start", "length", "unit", "end", "case"),
    [
        ("2025-08-21", 5, YEAR, "2030-08-21", "decision 731/2025, five years"),
        ("2025-08-21", 1, YEAR, "2026-08-21", "the last day is the same day of the year, still included"),
        ("2025-01-01", 30, YEAR, "2055-01-01", "letter a: at most 30 years"),
        ("2024-02-29", 1, YEAR, "2025-02-28", "29 February, no such day in 2025"),
        ("2024-02-29", 4, YEAR, "2028-02-29", "29 February, the day exists again"),
        ("2096-02-29", 4, YEAR, "2100-02-28", "2100 is no leap year"),
        ("1999-12-31", 1, YEAR, "2000-12-31", "a leap day lies within, it does not matter"),
        ("2025-02-28", 3, YEAR, "2028-02-28", "the 28th stays the 28th in a leap year"),
        ("2026-01-31", 1, MONTH, "2026-02-28", "month's end, shorter month"),
        ("2028-01-31", 1, MONTH, "2028-02-29", "month's end, leap year"),
        ("2026-01-31", 2, MONTH, "2026-03-31", "not chained through February"),
        ("2026-03-31", 1, MONTH, "2026-04-30", "month's end, 30 days"),
        ("2026-10-31", 4, MONTH, "2027-02-28", "over the year"),
        ("2025-08-21", 18, MONTH, "2027-02-21", "one and a half years"),
        ("2026-01-01", 12, MONTH, "2027-01-01", "12 months are a year"),
        ("2026-01-05", 1, WEEK, "2026-01-12", "Monday to Monday"),
        ("2026-01-05", 1, DAY, "2026-01-06", "the start itself is not counted"),
        ("2026-02-27", 2, DAY, "2026-03-01", "over the end of February"),
        ("2026-03-17", 1, WORKING_DAY, "2026-03-25", "Nyepi and Lebaran 2026 lie between"),
        ("2026-03-02", 30, WORKING_DAY, "2026-04-21", "30 working days across Lebaran 2026"),
        ("2026-03-20", 1, WORKING_DAY, "2026-03-25", "starts on a cuti bersama"),
        ("2026-08-17", 1, YEAR, "2027-08-17", "starts on a holiday: calendar periods do not care"),
        ("2026-08-17", 1, WORKING_DAY, "2026-08-18", "starts on a holiday, counted in working days"),
        ("9998-01-01", 1, YEAR, "9999-01-01", "just inside the calendar"),
    ],
)
def test_the_last_day_of_a_period(
    office: OfficeCalendar, start: str, length: int, unit: Unit, end: str, case: str
) -> None:
    assert last_day(date.fromisoformat(start), length, unit, office) == date.fromisoformat(end), case


@pytest.mark.parametrize(
    ("length", "unit"),
    [(1, YEAR), (1, MONTH), (10**9, MONTH), (5, WEEK), (31, DAY), (10**12, DAY), (30, WORKING_DAY)],
)
def test_a_period_beyond_the_year_9999_overflows(office: OfficeCalendar, length: int, unit: Unit) -> None:
    with pytest.raises(OverflowError):
        last_day(date(9999, 12, 15), length, unit, office)


def test_months_may_be_counted_back() -> None:
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    with pytest.raises(OverflowError):
        add_months(date(1, 1, 1), -1)


FIRST, LAST = date(1999, 1, 1), date(2040, 12, 31)
EVERY_START = [FIRST + timedelta(days=step) for step in range((LAST - FIRST).days + 1)]


@pytest.mark.parametrize("years", [1, 2, 3, 4, 5, 10, 25, 30])
def test_whole_years_from_every_start_day_land_on_the_same_day_or_its_substitute(
    office: OfficeCalendar, years: int
) -> None:
    previous = date.min
    for start in EVERY_START:
        end = last_day(start, years, YEAR, office)
        assert end == start + relativedelta(years=years)
        assert start < end
        assert previous <= end
        is_substitute = (start.month, start.day) == (2, 29) and not isleap(end.year)
        assert (end.month, end.day) == ((2, 28) if is_substitute else (start.month, start.day))
        previous = end


@pytest.mark.parametrize("months", [1, 2, 3, 6, 11, 12, 18, 30])
def test_months_from_every_start_day_agree_with_dateutil(office: OfficeCalendar, months: int) -> None:
    previous = date.min
    for start in EVERY_START:
        end = last_day(start, months, MONTH, office)
        assert end == start + relativedelta(months=months)
        assert start < end
        assert previous <= end
        previous = end


@pytest.mark.parametrize(("unit", "length"), [(WEEK, 6), (DAY, 90), (WORKING_DAY, 30)])
def test_other_units_from_every_start_day_end_after_it_and_never_earlier_for_a_later_start(
    office: OfficeCalendar, unit: Unit, length: int
) -> None:
    previous = date.min
    for start in EVERY_START:
        end = last_day(start, length, unit, office)
        assert start < end
        assert previous <= end
        previous = end
