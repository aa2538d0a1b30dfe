"""The last day of a dated wording, or why there is none although there should be one."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from xl_macros.domain.calendar_arithmetic import last_day
from xl_macros.domain.endings import is_dated, waits
from xl_macros.domain.findings import Finding, FindingCode, Severity
from xl_macros.domain.period_model import Period, PeriodClass, Unit
from xl_macros.domain.phrases import length_words, long_date, plain, quoted, uncapitalised
from xl_macros.domain.start import Start, missing_start
from xl_macros.domain.working_time import OfficeCalendar


class LastDay(NamedTuple):
    """`on` is the last exempt day; `trouble` says in Indonesian why there is none although there should be
    one. Both are None for a wording that waits for something or has no limit. `is_estimate`: the day was
    counted in working days of a year whose holidays are not in the table."""

    on: date | None = None
    trouble: str | None = None
    findings: tuple[Finding, ...] = ()
    is_estimate: bool = False


def find_last_day(period: Period, start: Start, calendar: OfficeCalendar) -> LastDay:
    """The last day of one wording without clauses of its own."""
    if period.contradiction is not None:
        words = plain(period.contradiction)
        message = f"{words}. Periksa keputusan aslinya; tidak ada yang ditebak."
        finding = Finding("period_contradiction", Severity.MUST_MEND, message, "")
        return LastDay(trouble=uncapitalised(words), findings=(finding,))
    if not is_dated(period):
        if waits(period):
            return LastDay(findings=_number_in_event(period))
        return LastDay() if period.period_class is PeriodClass.UNLIMITED else _unclear(period)
    if period.until_on is not None:
        return _written(period, period.until_on, start.on, calendar)
    return _counted(period, start, calendar)


def _number_in_event(period: Period) -> tuple[Finding, ...]:
    """An event that holds a number may be a date or a length that nobody understood, and would wait for ever."""
    if not period.number_in_event:
        return ()
    words = quoted(period.event or period.consent_by or "")
    message = (
        f"{words} terbaca sebagai peristiwa, padahal memuat angka/tanggal. Periksa keputusan aslinya; "
        "bila maksudnya tanggal atau lama, tulis ulang jangka waktunya dengan jelas."
    )
    return (Finding("event_with_number", Severity.CHECK, message, ""),)


def _counted(period: Period, start: Start, calendar: OfficeCalendar) -> LastDay:
    if not period.length or period.length < 0 or period.unit is None:
        return _unclear(period)
    if start.on is None:
        words = f"{length_words(period)} belum dapat dihitung karena {start.missing} belum diketahui"
        return LastDay(trouble=words, findings=(missing_start(start, needed=True),))
    end_on = _computed(period.length, period.unit, start.on, calendar)
    if end_on is None:
        words = f"{length_words(period)} sejak {long_date(start.on)} melewati tahun 9999, batas penanggalan"
        return _in_trouble("period_too_long", words)
    is_estimate = period.unit is Unit.WORKING_DAY and calendar.is_estimate(start.on, end_on)
    return LastDay(end_on, is_estimate=is_estimate)


def _computed(length: int, unit: Unit, start_on: date, calendar: OfficeCalendar) -> date | None:
    try:
        return last_day(start_on, length, unit, calendar)
    except OverflowError:
        return None


def _written(period: Period, until_on: date, start_on: date | None, calendar: OfficeCalendar) -> LastDay:
    """The last day that the wording writes; where it names a length as well that ends later, that end.

    One day more or less is how people count the last day, and no difference. A date on which the exemption begins is
    no end: it was taken from another column, or is the decision's own.
    """
    if start_on is not None and until_on <= start_on:
        since = "sama dengan" if until_on == start_on else f"{long_date(until_on)} lebih awal daripada"
        words = f"tanggal berakhir {since} mulainya, {long_date(start_on)}"
        return _in_trouble("period_ends_before_start", words)
    if start_on is None or not period.length or period.unit is None:
        return LastDay(until_on)
    end_on = _computed(period.length, period.unit, start_on, calendar) or date.max
    if abs((end_on - until_on).days) <= 1:
        return LastDay(until_on)
    if period.day_assumed and end_on.year == until_on.year:
        return LastDay(end_on)  # only the year of the end is written, and the length says its day
    message = (
        f"{length_words(period)} sejak {long_date(start_on)} berakhir {long_date(end_on)}, tetapi jangka waktunya "
        f"menulis {long_date(until_on)}; dipakai yang lebih akhir. Periksa keputusan aslinya."
    )
    return LastDay(max(end_on, until_on), findings=(Finding("period_two_ends", Severity.CHECK, message, ""),))


def _unclear(period: Period) -> LastDay:
    """A wording from which no end follows."""
    if not plain(period.text):
        return _in_trouble("period_blank", "jangka waktunya belum diisi")
    if period.period_class is PeriodClass.PURPOSE_LIMITED:
        words = f"jangka waktunya hanya menyebut untuk apa informasi boleh dibuka ({quoted(period.text)})"
        message = f"{_capitalised(words)}; tanyakan kapan pengecualiannya berakhir."
        return LastDay(trouble=words, findings=(Finding("period_only_purpose", Severity.CHECK, message, ""),))
    if period.not_a_length is not None:
        return _in_trouble("period_unclear", uncapitalised(period.not_a_length))
    words = f"{quoted(period.text)} tidak menyebut lama atau peristiwa yang mengakhiri pengecualian"
    return _in_trouble("period_unclear", words)


def _in_trouble(code: FindingCode, words: str) -> LastDay:
    message = f"{_capitalised(words)}; periksa keputusan aslinya."
    return LastDay(trouble=words, findings=(Finding(code, Severity.MUST_MEND, message, ""),))


def _capitalised(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
