"""One value on its way from and to a cell."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.tables.cells import (
    EPOCH_1904,
    ERROR_TEXTS,
    LONGEST_TEXT,
    TextTooLongError,
    from_serial,
    is_risky,
    read_column,
    read_date,
    read_datetime,
    read_integer,
    read_number,
    read_text,
    safe_text,
    serial,
    text_cell_text,
    write_column,
    write_value,
)
from xl_macros.tables.schema import Column, Filled, Kind
from xl_macros.tables.written_dates import FIRST_DAY, LAST_DAY, date_cure

# -- dates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (date(1900, 3, 1), 61.0),
        (date(2025, 8, 21), 45890.0),
        (datetime(2026, 8, 24, 12, 0), 46258.5),
        (date(9999, 12, 31), 2958465.0),
    ],
)
def test_a_day_is_the_number_that_excel_shows_for_it(moment: date, number: float) -> None:
    assert serial(moment) == number
    assert from_serial(number) == (
        moment if isinstance(moment, datetime) else datetime(*moment.timetuple()[:3])
    )


def test_days_of_a_workbook_that_counts_from_1904() -> None:
    assert from_serial(0.0, EPOCH_1904) == datetime(1904, 1, 1)
    assert serial(date(1904, 1, 2), EPOCH_1904) == 1.0


@given(
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31, 23, 59, 59)).map(
        lambda at: at.replace(microsecond=0)
    )
)
def test_every_second_of_excels_calendar_comes_back_as_it_went(moment: datetime) -> None:
    assert read_datetime(write_value(moment)) == moment


@given(
    st.floats()
    | st.integers()
    | st.decimals(allow_nan=False)
    | st.text(max_size=40)
    | st.none()
    | st.booleans()
)
def test_no_cell_whatever_stands_in_it_stops_the_reading(value: Any) -> None:
    for reader, kinds in (
        (read_text, str),
        (read_datetime, (datetime, str)),
        (read_date, (date, str)),
        (read_number, (float, str)),
        (read_integer, (int, str)),
    ):
        found = reader(value)
        assert found is None or isinstance(found, kinds)


@pytest.mark.parametrize(
    "number",
    [60, 0, -1, 2_958_465.999_999, 2_958_466, 1e300, math.inf, -math.inf, math.nan, Decimal("1e400")],
)
def test_a_number_that_is_no_day_is_handed_on_as_text_and_never_guessed(number: Any) -> None:
    assert isinstance(read_date(number), str)


@pytest.mark.parametrize("value", ["21/08/2025", "08/21/2025", "2025", "Agustus 2025", True])
def test_text_in_a_cell_that_a_button_fills_is_no_date(value: Any) -> None:
    assert isinstance(read_date(value), str)


TYPED = Column("decided_on", "Tanggal Keputusan", Kind.DATE, Filled.BY_STAFF)
TYPED_MOMENT = Column("received_at", "Diterima", Kind.DATETIME, Filled.BY_STAFF)
COMPUTED = Column("end_on", "Berakhir", Kind.DATE)


@pytest.mark.parametrize(
    "written",
    [
        "21 Agustus 2025",
        "21 AGUSTUS 2025",
        " 21  Agustus 2025. ",
        "21 Agt 2025",
        "21 Agt. 2025",
        "21-Agustus-2025",
        "Kamis, 21 Agustus 2025",
        "tanggal 21 Agustus 2025",
        "tgl. 21 Agustus 2025",
        "21 August 2025",
        "2025-08-21",
        "2025/08/21",
        "2025-08-21T00:00:00",
        "2025-08-21 07:30",
        "21-8-2025",
        "21/08/2025",
        "21.8.2025",
        "21 / 08 / 2025",
        45890,
        45890.0,
        Decimal(45890),
        datetime(2025, 8, 21),
        date(2025, 8, 21),
    ],
)
def test_a_date_that_can_be_read_in_one_way_only_is_read_in_every_cell_that_staff_fill(written: Any) -> None:
    assert read_column(TYPED, [written]) == [date(2025, 8, 21)]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("21 Agustus 2025", datetime(2025, 8, 21)),
        ("Kamis, 21 Agustus 2025", datetime(2025, 8, 21)),
        ("Jum'at, 22 Agustus 2025", datetime(2025, 8, 22)),
        ("24.01.2025", datetime(2025, 1, 24)),
        ("21 Agustus 2025 07.30", datetime(2025, 8, 21, 7, 30)),
        ("21 Agustus 2025, pukul 7.30 WITA", datetime(2025, 8, 21, 7, 30)),
        ("2025-08-21T07:30:00", datetime(2025, 8, 21, 7, 30)),
        ("21/08/2025 23:59", datetime(2025, 8, 21, 23, 59)),
        (45890.5, datetime(2025, 8, 21, 12)),
    ],
)
def test_a_moment_that_staff_write_keeps_its_time(written: Any, moment: datetime) -> None:
    assert read_column(TYPED_MOMENT, [written]) == [moment]


@pytest.mark.parametrize(
    ("written", "handed_on", "cure"),
    [
        ("05/06/2025", "05/06/2025", "dua cara: 5 Juni 2025 atau 6 Mei 2025"),
        ("5-6-2025", "5-6-2025", "dua cara"),
        ("21/08/25", "21/08/25", "tahun dua angka"),
        ("2025", "2025", "hanya berisi tahun"),
        ("Tahun 2025", "Tahun 2025", "hanya berisi tahun"),
        (2025, "2025", "hanya berisi tahun"),
        (2025.0, "2025", "hanya berisi tahun"),
        (datetime(1905, 7, 17), "2025", "hanya berisi tahun"),
        (date(1905, 7, 17), "2025", "hanya berisi tahun"),
        (2025.5, "17/07/1905 12:00", "di antara 17 Agustus 1945"),
        (datetime(1910, 7, 17), "17/07/1910", "di antara 17 Agustus 1945 dan 31 Desember 2199"),
        (16665, "16/08/1945", "di antara"),
        (109575, "01/01/2200", "di antara"),
        ("1 Januari 1900", "1 Januari 1900", "di antara"),
        ("31 Februari 2025", "31 Februari 2025", "bukan tanggal yang lengkap"),
        ("31-2-2025", "31-2-2025", "bukan tanggal yang lengkap"),
        ("13/13/2025", "13/13/2025", "bukan tanggal yang lengkap"),
        ("08/21/2025", "08/21/2025", "bukan tanggal yang lengkap"),
        ("Jumat, 21 Agustus 2025", "Jumat, 21 Agustus 2025", "tidak cocok dengan kalender"),
        ("Jumat besok", "Jumat besok", "bukan tanggal yang lengkap"),
        ("21 Agustus 2025 24.00", "21 Agustus 2025 24.00", "bukan tanggal yang lengkap"),
        ("21 Agustus 2025 pukul 25.00", "21 Agustus 2025 pukul 25.00", "bukan tanggal yang lengkap"),
        ("21 (dua puluh dua) Agustus 2025", "21 (dua puluh dua) Agustus 2025", "bukan tanggal yang lengkap"),
        ("Agustus 2025", "Agustus 2025", "bukan tanggal yang lengkap"),
        ("besok", "besok", "bukan tanggal yang lengkap"),
        (
            "21 Agustus 2025 dan 1 September 2025",
            "21 Agustus 2025 dan 1 September 2025",
            "bukan tanggal yang lengkap",
        ),
        ("besok 07.30", "besok 07.30", "bukan tanggal yang lengkap"),
        (20250821, "20250821", "berisi angka"),
        (12, "12", "berisi angka"),
        (True, "ya", "bukan tanggal yang lengkap"),
    ],
)
def test_what_is_no_single_day_is_handed_on_with_a_cure_that_fits(
    written: Any, handed_on: str, cure: str
) -> None:
    for column in (TYPED, TYPED_MOMENT):
        assert read_column(column, [written]) == [handed_on]
    assert cure in date_cure(handed_on)


def test_the_first_and_the_last_possible_day_are_read() -> None:
    assert read_column(TYPED, [16666, 109574]) == [FIRST_DAY, LAST_DAY]
    assert read_column(TYPED, ["17 Agustus 1945", "31 Desember 2199"]) == [FIRST_DAY, LAST_DAY]
    assert read_column(TYPED, [None, "", "  "]) == [None, None, None]


def test_a_day_that_a_button_computed_may_lie_beyond() -> None:
    assert read_column(COMPUTED, [serial(date(3025, 8, 21)), 2025]) == [date(3025, 8, 21), date(1905, 7, 17)]


@given(st.integers(0, 110_000) | st.text(max_size=30) | st.dates() | st.floats())
def test_a_cell_that_staff_fill_never_holds_a_day_that_cannot_be(value: Any) -> None:
    (found,) = read_column(TYPED, [value])
    assert found is None or isinstance(found, str) or FIRST_DAY <= found <= LAST_DAY  # type: ignore[operator]


def test_dates_of_excel_over_com_lose_the_time_zone_that_means_nothing() -> None:
    from datetime import UTC

    assert read_datetime(datetime(2025, 8, 21, 7, 30, tzinfo=UTC)) == datetime(2025, 8, 21, 7, 30)
    assert read_datetime(date(2025, 8, 21)) == datetime(2025, 8, 21)


# -- text and numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("", None),
        (" \t\n\u00a0 ", None),
        ("  a b ", "a b"),
        (12.0, "12"),
        (Decimal("12.00"), "12"),
        (12.5, "12.5"),
        (1e15, "1000000000000000"),
        (-0.0, "0"),
        (math.inf, "inf"),
        (math.nan, "nan"),
        (True, "ya"),
        (False, "tidak"),
        (datetime(2025, 8, 21), "21/08/2025"),
        (datetime(2025, 8, 21, 7, 5), "21/08/2025 07:05"),
        (date(2025, 8, 21), "21/08/2025"),
        (timedelta(days=1), "1 day, 0:00:00"),
    ],
)
def test_what_was_typed_into_a_text_cell(value: Any, text: str | None) -> None:
    assert read_text(value) == text


@pytest.mark.parametrize(
    ("value", "number", "integer"),
    [
        (None, None, None),
        (7, 7.0, 7),
        (7.0, 7.0, 7),
        (Decimal("7"), 7.0, 7),
        (7.5, 7.5, "7.5"),
        (True, "ya", "ya"),
        ("7", "7", "7"),
        (math.inf, math.inf, "inf"),
    ],
)
def test_what_was_typed_into_a_cell_of_numbers(value: Any, number: Any, integer: Any) -> None:
    assert read_number(value) == number
    assert read_integer(value) == integer


def test_error_cells_over_com_are_their_names_and_numbers_of_the_same_value_are_not() -> None:
    code = -2146826246
    for kind in (Kind.TEXT, Kind.DATE, Kind.INTEGER, Kind.NUMBER, Kind.FORMULA):
        column = Column("x", "X", kind)
        assert read_column(column, [code, None]) == ["#N/A", None]
    assert read_column(Column("x", "X", Kind.NUMBER), [float(code)]) == [float(code)]
    assert set(ERROR_TEXTS.values()) >= {"#REF!", "#VALUE!", "#DIV/0!"}


# -- writing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "'x"])
def test_text_that_would_run_or_lose_its_first_character_goes_behind_an_apostrophe(text: str) -> None:
    assert is_risky(text)
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["a=1", "Surat", "1-2 hari", " =1", "-"[:0], "Mei tahun 2024"])
def test_ordinary_text_is_written_as_it_is(text: str) -> None:
    assert not is_risky(text)
    assert safe_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "00123",
        "1/2",
        "07.30",
        "12%",
        "1E5",
        "TRUE",
        "benar",
        "#N/A",
        "Rp 5.000",
        "Mei 2024",
        "3-4-2025",
        "(5)",
    ],
)
def test_text_that_excel_would_take_for_something_else_goes_behind_an_apostrophe(text: str) -> None:
    assert safe_text(text) == f"'{text}"
    assert text_cell_text(text) == text


@given(st.text(max_size=60))
def test_whatever_the_text_its_spelling_begins_harmless_and_holds_all_of_it(text: str) -> None:
    spelled = safe_text(text)
    assert spelled in {text, f"'{text}"}
    assert spelled[:1] not in set("=+-@\t\r")


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, None), ("", None), (3, 3), (2.5, 2.5), (True, True), ("a", "a"), (date(2025, 8, 21), 45890.0)],
)
def test_what_is_handed_to_the_cell(value: Any, cell: Any) -> None:
    assert write_value(value) == cell
    assert write_column([value], safe_text) == [cell]


def test_text_fits_a_cell_to_the_last_character_and_no_further() -> None:
    assert write_value("a" * LONGEST_TEXT) == "a" * LONGEST_TEXT
    with pytest.raises(TextTooLongError):
        write_value("a" * (LONGEST_TEXT + 1))


@pytest.mark.parametrize("value", [b"x", [1], object(), Decimal(1)])
def test_what_no_column_holds_is_a_mistake_of_ours(value: Any) -> None:
    with pytest.raises(ValueError, match="no cell holds"):
        write_value(value)
