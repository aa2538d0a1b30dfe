"""The last day of a period: true calendar years and months, weeks, days and working days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import assert_never

from xl_macros.domain.period_model import Unit
from xl_macros.domain.working_time import OfficeCalendar


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or the month's last day when it has no such day.

    Raises OverflowError when the result leaves the years 1 to 9999.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("the result leaves the years 1 to 9999")
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def last_day(start_on: date, length: int, unit: Unit, calendar: OfficeCalendar) -> date:
    """The last day on which a period of that length holds; the information is public from the next day.

    "N tahun" from a day ends on the same calendar day N years on, that day still included; 29 February
    ends on 28 February when the last year has no 29th, and the 31st on the last day of a shorter month.
    Weeks and days are added to the start, so that the start itself is not counted (1 hari from Monday ends
    on Tuesday); of working days only those of the office calendar count. Raises OverflowError when the
    result leaves the calendar (year 9999).
    """
    match unit:
        case Unit.YEAR:
            return add_months(start_on, 12 * length)
        case Unit.MONTH:
            return add_months(start_on, length)
        case Unit.WEEK:
            return start_on + timedelta(days=length * 7)
        case Unit.DAY:
            return start_on + timedelta(days=length)
        case Unit.WORKING_DAY:
            return calendar.add_working_days(start_on, length)
        case _ as never:
            assert_never(never)
