"""When an office is open: rows of opening hours, how they are written in the sheet, and the seed rows.

Seed: Perpres 21/2023, in force since 12 April 2023, sets Monday to Friday, a start at 07.30 local time,
37 h 30 m a week net of breaks, a break of 60 minutes (Friday 90), and for Ramadan 32 h 30 m from 08.00.
It sets no closing time: the closing times below follow from its figures (7.5 h, in Ramadan 6.5 h a day).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from xl_macros.patterns import regex

DAY_NAMES = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_OTHER_SPELLINGS = {"jum'at": "jumat", "jum’at": "jumat", "ahad": "minggu"}
_RANGE = regex(r"\s*(?:-|–|—|s/d|s\.d\.?|sampai(?:\s+dengan)?)\s*")
_LIST = regex(r"\s*(?:,|;|&|\bdan\b)\s*")
_CLOCK = regex(r"(\d{1,2})(?:[.:](\d{2}))?")


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """One row of opening hours.

    `valid_from` and `valid_to` are both inclusive, None = no bound. `weekdays` holds 0 for Monday to 6 for
    Sunday. The break is given by both its times or by none. Raises ValueError (an Indonesian sentence) for
    hours that cannot be.
    """

    valid_from: date | None
    valid_to: date | None
    weekdays: frozenset[int]
    opens: time
    closes: time
    break_from: time | None = None
    break_to: time | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError("Hari kerja pada jam kerja belum diisi.")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("Jam kerja: tanggal Sampai lebih awal daripada tanggal Sejak.")
        if self.closes <= self.opens:
            raise ValueError("Jam kerja: jam tutup tidak lebih akhir daripada jam buka.")
        if (self.break_from is None) != (self.break_to is None):
            raise ValueError("Jam kerja: isi kedua jam istirahat, atau kosongkan keduanya.")
        if self.break_from and self.break_to and not self._break_fits(self.break_from, self.break_to):
            raise ValueError("Jam kerja: istirahat harus berada di antara jam buka dan jam tutup.")
        if not self.seconds_until(24 * 3600):
            raise ValueError("Jam kerja: istirahat menghabiskan seluruh jam kerja.")

    def _break_fits(self, begins: time, ends: time) -> bool:
        return self.opens <= begins < ends <= self.closes

    def covers(self, day: date) -> bool:
        """Whether the row is in force on that day (whatever the weekday)."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @property
    def span_days(self) -> int:
        """How many days the row is in force; open ends count to the calendar's end."""
        first = self.valid_from or date.min
        return ((self.valid_to or date.max) - first).days

    def seconds_until(self, second_of_day: int) -> int:
        """Working seconds of the day that have passed at that second of the day."""
        worked = _passed(self.opens, self.closes, second_of_day)
        if self.break_from and self.break_to:
            worked -= _passed(self.break_from, self.break_to, second_of_day)
        return worked

    def second_when_worked(self, seconds: int) -> int:
        """The second of the day at which that many working seconds have passed (the earliest one)."""
        reached = seconds_of(self.opens) + seconds
        if self.break_from and self.break_to and reached > seconds_of(self.break_from):
            reached += seconds_of(self.break_to) - seconds_of(self.break_from)
        return reached


def seconds_of(clock: time) -> int:
    """Seconds since midnight; parts of a second are dropped."""
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _passed(begins: time, ends: time, second_of_day: int) -> int:
    return max(0, min(second_of_day, seconds_of(ends)) - seconds_of(begins))


def read_clock(text: object) -> time:
    """The time of day in "07.30", "7:30" or "8". Raises ValueError (an Indonesian sentence)."""
    if isinstance(text, time):
        return text
    match = _CLOCK.fullmatch(str(text).strip())
    if match:
        hour, minute = int(match[1]), int(match[2] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise ValueError(f'Jam "{text}" tidak terbaca; tulis misalnya 07.30.')


def read_weekdays(text: object) -> frozenset[int]:
    """The weekdays in "Senin-Kamis", "Jumat" or "Senin, Rabu dan Jumat" (0 = Monday).

    A range may pass the week's end ("Jumat-Senin"). Raises ValueError (an Indonesian sentence).
    """
    days: set[int] = set()
    for part in _LIST.split(str(text).strip().lower()):
        ends = [_weekday(word, text) for word in _RANGE.split(part, maxsplit=1)]
        span = (ends[-1] - ends[0]) % 7
        days.update((ends[0] + step) % 7 for step in range(span + 1))
    return frozenset(days)


def _weekday(word: str, text: object) -> int:
    name = _OTHER_SPELLINGS.get(word, word)
    if name not in DAY_NAMES:
        raise ValueError(f'Hari "{text}" tidak terbaca; tulis misalnya Senin-Kamis atau Jumat.')
    return DAY_NAMES.index(name)


def read_date(value: object, column: str) -> date | None:
    """A date from a cell or from ISO text; None when empty. Raises ValueError (an Indonesian sentence)."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError(f'{column}: "{value}" bukan tanggal.') from None


def read_hours_row(row: Mapping[str, object]) -> WorkingHours:
    """A row of tblJamKerja (keyed by field). Raises ValueError (an Indonesian sentence)."""

    def clock_or_none(field: str) -> time | None:
        value = row.get(field)
        return None if value is None or value == "" else read_clock(value)

    return WorkingHours(
        valid_from=read_date(row.get("valid_from"), "Sejak"),
        valid_to=read_date(row.get("valid_to"), "Sampai"),
        weekdays=read_weekdays(row.get("weekdays") or ""),
        opens=read_clock(row.get("opens") or ""),
        closes=read_clock(row.get("closes") or ""),
        break_from=clock_or_none("break_from"),
        break_to=clock_or_none("break_to"),
        source=str(row.get("source") or ""),
    )


PERPRES_FROM = date(2023, 4, 12)
"""Perpres 21/2023 was promulgated and took effect on this day."""

_MONDAY_TO_THURSDAY = frozenset({0, 1, 2, 3})
_FRIDAY = frozenset({4})


def _seed_pair(
    valid_from: date | None, valid_to: date | None, week: str, friday: str, source: str
) -> tuple[WorkingHours, WorkingHours]:
    """Monday-Thursday and Friday; the clocks of each are opens, closes, break from and break to."""

    def row(weekdays: frozenset[int], clocks: str) -> WorkingHours:
        opens, closes, break_from, break_to = map(read_clock, clocks.split())
        return WorkingHours(valid_from, valid_to, weekdays, opens, closes, break_from, break_to, source)

    return row(_MONDAY_TO_THURSDAY, week), row(_FRIDAY, friday)


RAMADANS = (
    (1446, date(2025, 3, 1), date(2025, 3, 30)),
    (1447, date(2026, 2, 19), date(2026, 3, 20)),
    (1448, date(2027, 2, 8), date(2027, 3, 9)),
)
"""Year of the hijra, first and last day; the days are estimates until the Minister of Religion sets them."""


def seed_working_hours() -> tuple[WorkingHours, ...]:
    """The rows with which a new workbook starts; staff edit them like any other row.

    The dates of Ramadan are estimates made from the decrees' dates of Idul Fitri. The hours before
    Perpres 21/2023 follow the act it replaced (Keppres 68/1995) and were not read in that act.
    """
    ordinary = "07.30 16.00 12.00 13.00", "07.30 16.30 11.30 13.00"
    ramadan = "08.00 15.00 12.00 12.30", "08.00 15.30 11.30 12.30"
    before = "Keppres 68/1995, digantikan Perpres 21/2023; jamnya perkiraan"
    since = "Perpres 21/2023; jam tutup diturunkan dari 37,5 jam seminggu"
    fasting = "Perpres 21/2023, Ramadan {} H (tanggal perkiraan); jam tutup diturunkan dari 32,5 jam seminggu"
    return (
        *_seed_pair(None, date(2023, 4, 11), *ordinary, before),
        *_seed_pair(PERPRES_FROM, None, *ordinary, since),
        *(
            pair
            for year, first, last in RAMADANS
            for pair in _seed_pair(first, last, *ramadan, fasting.format(year))
        ),
    )
