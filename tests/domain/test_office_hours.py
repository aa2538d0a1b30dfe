"""Rows of opening hours: how the sheet writes them, what cannot be, and the seed."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from xl_macros.domain.office_hours import (
    WorkingHours,
    read_clock,
    read_date,
    read_hours_row,
    read_weekdays,
    seed_working_hours,
)

WEEK = frozenset(range(5))


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("07.30", time(7, 30)),
        ("7:30", time(7, 30)),
        (" 8 ", time(8)),
        ("00.00", time(0)),
        (time(16, 30), time(16, 30)),
    ],
)
def test_a_clock_is_read_as_staff_write_it(text: object, clock: time) -> None:
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", ["", "24.00", "07.60", "0730", "pagi", "07.30 WITA", None, 7.5])
def test_a_clock_that_cannot_be_read_is_refused_in_words(text: object) -> None:
    with pytest.raises(ValueError, match="tidak terbaca"):
        read_clock(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Senin-Kamis", {0, 1, 2, 3}),
        ("SENIN – KAMIS", {0, 1, 2, 3}),
        ("Senin s/d Kamis", {0, 1, 2, 3}),
        ("Senin s.d. Jumat", {0, 1, 2, 3, 4}),
        ("senin sampai dengan rabu", {0, 1, 2}),
        ("senin sampai rabu", {0, 1, 2}),
        ("Jumat", {4}),
        ("Jum'at", {4}),
        ("Sabtu", {5}),
        ("Ahad", {6}),
        ("Senin, Rabu dan Jumat", {0, 2, 4}),
        ("Senin-Selasa; Sabtu & Minggu", {0, 1, 5, 6}),
        ("Jumat-Senin", {4, 5, 6, 0}),
        ("Senin-Minggu", {0, 1, 2, 3, 4, 5, 6}),
    ],
)
def test_weekdays_are_read_as_staff_write_them(text: str, days: set[int]) -> None:
    assert read_weekdays(text) == days


@pytest.mark.parametrize("text", ["", "Monday", "Senin-", "Senin-Kamis-Jumat", "hari kerja"])
def test_weekdays_that_cannot_be_read_are_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="tidak terbaca"):
        read_weekdays(text)


def test_a_date_cell_may_be_a_date_a_datetime_iso_text_or_empty() -> None:
    assert read_date(date(2026, 2, 19), "Sejak") == date(2026, 2, 19)
    assert read_date(datetime(2026, 2, 19, 8), "Sejak") == date(2026, 2, 19)
    assert read_date("2026-02-19", "Sejak") == date(2026, 2, 19)
    assert read_date(None, "Sejak") is None
    assert read_date("", "Sejak") is None
    with pytest.raises(ValueError, match='Sejak: "19/02/2026" bukan tanggal'):
        read_date("19/02/2026", "Sejak")


def test_a_row_of_the_sheet_becomes_hours() -> None:
    row = read_hours_row(
        {
            "valid_from": date(2026, 2, 19),
            "valid_to": None,
            "weekdays": "Jumat",
            "opens": "08.00",
            "closes": "15.30",
            "break_from": "11.30",
            "break_to": "12.30",
            "source": "Surat edaran",
        }
    )
    assert row == WorkingHours(
        date(2026, 2, 19),
        None,
        frozenset({4}),
        time(8),
        time(15, 30),
        time(11, 30),
        time(12, 30),
        "Surat edaran",
    )


def test_a_row_without_a_break_is_open_all_along() -> None:
    row = read_hours_row({"weekdays": "Sabtu", "opens": "08.00", "closes": "12.00", "break_from": ""})
    assert (row.break_from, row.break_to) == (None, None)
    assert row.seconds_until(24 * 3600) == 4 * 3600


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((None, None, frozenset(), time(8), time(16)), "belum diisi"),
        ((None, None, frozenset({7}), time(8), time(16)), "belum diisi"),
        ((date(2026, 2, 2), date(2026, 2, 1), WEEK, time(8), time(16)), "lebih awal daripada tanggal Sejak"),
        ((None, None, WEEK, time(16), time(16)), "jam tutup"),
        ((None, None, WEEK, time(8), time(16), time(12)), "kedua jam istirahat"),
        ((None, None, WEEK, time(8), time(16), None, time(13)), "kedua jam istirahat"),
        ((None, None, WEEK, time(8), time(16), time(7), time(13)), "di antara jam buka dan jam tutup"),
        ((None, None, WEEK, time(8), time(16), time(13), time(12)), "di antara jam buka dan jam tutup"),
        ((None, None, WEEK, time(8), time(16), time(15), time(17)), "di antara jam buka dan jam tutup"),
        ((None, None, WEEK, time(8), time(16), time(8), time(16)), "menghabiskan"),
    ],
)
def test_hours_that_cannot_be_are_refused_in_words(arguments: tuple[object, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        WorkingHours(*arguments)  # type: ignore[arg-type]


def test_the_seed_gives_the_weekly_hours_of_the_perpres_on_every_first_day_of_a_rule() -> None:
    def week_hours(day: date) -> float:
        rows = [row for row in seed_working_hours() if row.covers(day)]
        narrowest = min(row.span_days for row in rows)
        seconds = [
            len(row.weekdays) * row.seconds_until(24 * 3600) for row in rows if row.span_days == narrowest
        ]
        return sum(seconds) / 3600

    assert week_hours(date(2023, 4, 11)) == 37.5  # the day before Perpres 21/2023
    assert week_hours(date(2023, 4, 12)) == 37.5
    assert week_hours(date(2026, 2, 18)) == 37.5  # the day before the Ramadan rows
    assert week_hours(date(2026, 2, 19)) == 32.5
    assert week_hours(date(2026, 3, 20)) == 32.5
    assert week_hours(date(2026, 3, 21)) == 37.5


def test_the_seed_says_which_of_its_figures_are_derived_or_estimated() -> None:
    sources = [row.source for row in seed_working_hours()]
    assert all("perkiraan" in source or "diturunkan" in source for source in sources)
    assert seed_working_hours()[0].valid_to == date(2023, 4, 11)
    assert seed_working_hours()[2].valid_from == date(2023, 4, 12)
