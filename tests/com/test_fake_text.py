"""The fake reads typed text like Excel on an Indonesian Windows: the traps that our own text must not step into."""

from __future__ import annotations

import pytest
from fake_excel.application import Application
from fake_excel.typed_text import AMERICAN, INDONESIAN, Typed, read_typed
from fake_excel.variants import ComError, ErrorValue, from_serial


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("00123", 123.0),
        ("2015", 2015.0),
        ("1.234", 1234.0),
        ("1.234.567,5", 1234567.5),
        ("12,5", 12.5),
        ("-7", -7.0),
        ("(5)", -5.0),
        ("1E5", 100_000.0),
        (" 42 ", 42.0),
        ("12%", 0.12),
        ("Rp1.500", 1500.0),
        ("1 1/2", 1.5),
        ("07.30", 7.5 / 24),
        ("16:45", 16.75 / 24),
    ],
)
def test_text_that_looks_like_a_number_becomes_one(text: str, number: float) -> None:
    assert read_typed(text, INDONESIAN).value == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "region", "day"),
    [
        ("1/2", INDONESIAN, (2026, 2, 1)),
        ("1/2", AMERICAN, (2026, 1, 2)),
        ("3-4-2025", INDONESIAN, (2025, 4, 3)),
        ("3-4-2025", AMERICAN, (2025, 3, 4)),
        ("2025-08-17", INDONESIAN, (2025, 8, 17)),
        ("17 Agustus 1945", INDONESIAN, (1945, 8, 17)),
        ("Mei 2024", INDONESIAN, (2024, 5, 1)),
        ("5 Mei", INDONESIAN, (2026, 5, 5)),
        ("1/30", INDONESIAN, (1930, 1, 1)),
    ],
)
def test_text_that_looks_like_a_date_becomes_one_by_the_order_of_the_region(text, region, day) -> None:
    typed = read_typed(text, region)
    moment = from_serial(typed.value)
    assert (moment.year, moment.month, moment.day) == day
    assert typed.number_format == "dd/mm/yyyy"


@pytest.mark.parametrize(
    "text",
    ["B-2025-001", "B-2025-001.03", "P-000001", "5 tahun", "31/31/2025", "UU 14/2008 Pasal 17 huruf h", "1.23.456",
     "99:99", "Pasal 17", "12 %x", "(5", "a@b.id", "1,2,3", "0/0"],
)  # fmt: skip
def test_other_text_stays_as_it_is(text: str) -> None:
    assert read_typed(text, INDONESIAN) == Typed(text)


def test_words_for_truth_and_errors_are_values() -> None:
    assert read_typed("true", INDONESIAN).value is True
    assert isinstance(read_typed("#n/a", INDONESIAN).value, ErrorValue)


def test_a_leading_apostrophe_makes_text_and_is_not_part_of_it() -> None:
    assert read_typed("'00123", INDONESIAN) == Typed("00123", prefix="'")


@pytest.mark.parametrize(("text", "formula"), [("=A1+1", "=A1+1"), ("+A1", "=A1"), ("-A1", "=-A1")])
def test_text_with_a_leading_sign_becomes_a_formula(text: str, formula: str) -> None:
    assert read_typed(text, INDONESIAN).formula == formula


@pytest.mark.parametrize("text", ["=IF(", "@nama", "- lihat (lampiran", '="tanpa akhir'])
def test_text_that_is_a_broken_formula_is_refused(text: str) -> None:
    with pytest.raises(ComError):
        read_typed(text, INDONESIAN)


@pytest.mark.parametrize(
    ("value", "kept"), [("00123", "00123"), ("=1+1", "=1+1"), ("'=1", "=1"), (1234.5, "1234,5"), (12, "12")]
)
def test_a_cell_formatted_as_text_keeps_text_and_turns_numbers_into_it(
    excel: Application, value, kept
) -> None:
    grid = excel.new_book().sheets[0].grid
    grid.restyle(1, 1, number_format="@")
    grid.write(1, 1, value)
    assert grid.plain_value(1, 1) == kept
