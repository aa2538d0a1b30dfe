"""Working days and working hours of the office, between instants and from an instant on.

Instants are naive office time (WITA). Office hours, days off and replacement working days are data; the
calendar folds them into one table per year, so that counting over many years costs a few look-ups.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import isleap
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import NamedTuple

from xl_macros.domain.office_hours import (
    WorkingHours,
    read_clock,
    read_date,
    read_hours_row,
    read_weekdays,
    seconds_of,
    seed_working_hours,
)

__all__ = [
    "OfficeCalendar",
    "WorkingHours",
    "calendar_from_rows",
    "read_clock",
    "read_hours_row",
    "read_weekdays",
    "seed_working_hours",
]

REPLACEMENT_DAY = "hari kerja pengganti"
NATIONAL_HOLIDAY = "libur nasional"

HOLIDAYS_OF_A_DECREE = 10
"""A yearly decree lists 15 national holidays or more. A year with fewer than this many in the table has not
been entered from a decree: somebody only noted a local day off."""

_MONDAY = 0


class _Year(NamedTuple):
    """One year, folded. Days are counted from 1 January = 0."""

    rows: tuple[WorkingHours | None, ...]
    working_days: tuple[int, ...]
    worked_before: tuple[int, ...]  # working seconds of the year before each day; one longer than the year
    has_gap: bool  # some day is covered by no row of hours


class OfficeCalendar:
    """The office's working time.

    `days_off` maps a date to what is celebrated, `working_days_extra` are days that are worked although
    their weekday is free, `decreed_years` those whose holidays are in the table. Of several rows of hours
    that cover a day, the one in force for the shortest time wins, then the later one: Ramadan hours beat
    the general ones. A day that no row covers is computed with the seed hours and counts as an estimate.
    A replacement working day whose weekday has no row has the hours of a Monday.
    """

    def __init__(
        self,
        hours: tuple[WorkingHours, ...],
        days_off: Mapping[date, str],
        working_days_extra: frozenset[date] = frozenset(),
        decreed_years: frozenset[int] = frozenset(),
    ) -> None:
        narrow_first = sorted(
            hours, key=lambda row: (row.span_days, -(row.valid_from or date.min).toordinal())
        )
        self.hours = hours
        self.days_off = days_off
        self.working_days_extra = working_days_extra
        self.decreed_years = decreed_years
        self._by_precedence = tuple(narrow_first)
        self._fallback = tuple(row for row in seed_working_hours() if None in (row.valid_from, row.valid_to))
        self._special_years = {day.year for day in (*days_off, *working_days_extra)}
        self._years: dict[int, _Year] = {}
        self._plain_years: dict[tuple[int, bool, tuple[WorkingHours, ...]], _Year] = {}

    # -- one day -----------------------------------------------------------------------------------------

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on that day."""
        return self._row(day) is not None

    def day_hours(self, day: date) -> float:
        """Working hours of that day, 0.0 when the office is closed."""
        row = self._row(day)
        return 0.0 if row is None else row.seconds_until(24 * 3600) / 3600

    def is_estimate(self, first: date, last: date) -> bool:
        """Whether the days from `first` to `last` (in any order) touch a year whose holidays are not in the
        table or that the rows of hours do not cover wholly."""
        years = range(min(first.year, last.year), max(first.year, last.year) + 1)
        return any(year not in self.decreed_years or self._year(year).has_gap for year in years)

    # -- counting days -----------------------------------------------------------------------------------

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it when negative); `day` itself is not counted.

        0 gives `day` back. Raises OverflowError when the result leaves the years 1 to 9999.
        """
        if count == 0:
            return day
        # Working days are never more than days: leaves the calendar for sure, so do not walk there.
        _in_calendar(day.toordinal() + count)
        year, table = day.year, self._year(day.year)
        offset = _day_of_year(day)
        if count > 0:
            index = bisect_right(table.working_days, offset) + count - 1
            while index >= len(table.working_days):
                index -= len(table.working_days)
                year += 1
                table = self._year(_in_years(year))
        else:
            index = bisect_left(table.working_days, offset) + count
            while index < 0:
                year -= 1
                table = self._year(_in_years(year))
                index += len(table.working_days)
        return date(year, 1, 1) + timedelta(days=table.working_days[index])

    # -- counting hours ----------------------------------------------------------------------------------

    def working_hours_between(self, begins_at: datetime, ends_at: datetime) -> float:
        """Working hours between two instants of office time.

        Raises ValueError (an Indonesian sentence) when `ends_at` lies before `begins_at`.
        """
        if ends_at < begins_at:
            raise ValueError(
                "Waktu selesai lebih awal daripada waktu mulai; periksa tanggal dan jam pada komputer ini."
            )
        seconds = self._worked(ends_at) - self._worked(begins_at)
        for year in range(begins_at.year, ends_at.year):
            seconds += self._year(year).worked_before[-1]
        return seconds / 3600

    def add_working_hours(self, begins_at: datetime, hours: float) -> datetime:
        """The earliest instant at which that many working hours have passed since `begins_at`.

        0 hours give `begins_at` back. Raises ValueError for negative hours and OverflowError beyond the
        year 9999.
        """
        if hours < 0:
            raise ValueError("Jumlah jam kerja tidak boleh kurang dari nol.")
        seconds = round(hours * 3600)
        if seconds == 0:
            return begins_at
        year, table = begins_at.year, self._year(begins_at.year)
        target = self._worked(begins_at) + seconds
        while target > table.worked_before[-1]:
            target -= table.worked_before[-1]
            year += 1
            table = self._year(_in_years(year))
        offset = bisect_left(table.worked_before, target) - 1
        row = table.rows[offset]
        assert row is not None  # noqa: S101 - time passed on that day, so it has hours
        second = row.second_when_worked(target - table.worked_before[offset])
        return datetime.combine(date(year, 1, 1), time()) + timedelta(days=offset, seconds=second)

    def _worked(self, instant: datetime) -> int:
        """Working seconds of the instant's year that have passed at the instant."""
        table = self._year(instant.year)
        offset = _day_of_year(instant)
        row = table.rows[offset]
        today = 0 if row is None else row.seconds_until(seconds_of(instant.time()))
        return table.worked_before[offset] + today

    # -- the folded years --------------------------------------------------------------------------------

    def _row(self, day: date) -> WorkingHours | None:
        return self._year(day.year).rows[_day_of_year(day)]

    def _year(self, year: int) -> _Year:
        table = self._years.get(year)
        if table is None:
            table = self._years[year] = self._fold(year)
        return table

    def _fold(self, year: int) -> _Year:
        first, last = date(year, 1, 1), date(year, 12, 31)
        rows = tuple(row for row in self._by_precedence if _overlaps(row, first, last))
        if year in self._special_years or not all(row.covers(first) and row.covers(last) for row in rows):
            return self._fold_days(first, rows)
        # Years of one shape share one table: a period of 9999 working days walks forty of them.
        shape = (first.weekday(), isleap(year), rows)
        if shape not in self._plain_years:
            self._plain_years[shape] = self._fold_days(first, rows)
        return self._plain_years[shape]

    def _fold_days(self, first: date, rows: tuple[WorkingHours, ...]) -> _Year:
        days = [first + timedelta(days=offset) for offset in range(366 if isleap(first.year) else 365)]
        by_day = tuple(self._choose_row(day, rows) for day in days)
        seconds = (0 if row is None else row.seconds_until(24 * 3600) for row in by_day)
        return _Year(
            rows=by_day,
            working_days=tuple(offset for offset, row in enumerate(by_day) if row is not None),
            worked_before=tuple(accumulate(seconds, initial=0)),
            has_gap=not all(any(row.covers(day) for row in rows) for day in days),
        )

    def _choose_row(self, day: date, rows: tuple[WorkingHours, ...]) -> WorkingHours | None:
        is_extra = day in self.working_days_extra
        if day in self.days_off and not is_extra:
            return None
        in_force = [row for row in rows if row.covers(day)]
        if not in_force:
            in_force = [row for row in self._fallback if row.covers(day)]
        for row in in_force:
            if day.weekday() in row.weekdays:
                return row
        if not is_extra:
            return None
        return next((row for row in in_force if _MONDAY in row.weekdays), in_force[0])


def calendar_from_rows(
    hours_rows: Iterable[Mapping[str, object]], holiday_rows: Iterable[Mapping[str, object]]
) -> OfficeCalendar:
    """The calendar of tblJamKerja and tblHariLibur (rows keyed by field).

    A year counts as decreed when its table holds at least `HOLIDAYS_OF_A_DECREE` national holidays. Rows
    without a date are left out. Raises ValueError (an Indonesian sentence) for a cell that cannot be read.
    """
    days_off: dict[date, str] = {}
    extra: set[date] = set()
    national: dict[int, set[date]] = {}
    for row in holiday_rows:
        day = read_date(row.get("date"), "Tanggal libur")
        if day is None:
            continue
        kind = str(row.get("kind") or "").strip().lower()
        if kind == REPLACEMENT_DAY:
            extra.add(day)
            continue
        days_off[day] = kind
        if kind == NATIONAL_HOLIDAY:
            national.setdefault(day.year, set()).add(day)
    decreed = frozenset(year for year, days in national.items() if len(days) >= HOLIDAYS_OF_A_DECREE)
    hours = tuple(read_hours_row(row) for row in hours_rows)
    return OfficeCalendar(hours, days_off, frozenset(extra), decreed)


def _day_of_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal()


def _overlaps(row: WorkingHours, first: date, last: date) -> bool:
    return (row.valid_from or date.min) <= last and (row.valid_to or date.max) >= first


def _in_years(year: int) -> int:
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("the result leaves the years 1 to 9999")
    return year


def _in_calendar(ordinal: int) -> None:
    if not date.min.toordinal() <= ordinal <= date.max.toordinal():
        raise OverflowError("the result leaves the years 1 to 9999")
