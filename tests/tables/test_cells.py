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
from xl_macros.tables.schema import Column, Kind

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
def test_text_that_looks_like_a_date_is_no_date(value: Any) -> None:
    assert isinstance(read_date(value), str)


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
