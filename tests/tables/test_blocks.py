"""Blocks of values: what is text stays text, and a block always covers the one before it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.domain.phrases import long_date
from xl_macros.file_engine.sheet.row_fitting import lines_needed
from xl_macros.tables.blocks import Formula, hours_text, link, padded, shorten, two_lines, write_block
from xl_macros.tables.schema import HOME


def test_a_long_date_reads_as_on_a_letter() -> None:
    assert long_date(date(2026, 8, 1)) == "1 Agustus 2026"


@pytest.mark.parametrize(("hours", "text"), [(0, "0"), (2.0, "2"), (7.5, "7,5"), (1.04, "1"), (1.06, "1,1")])
def test_hours_have_a_decimal_comma_and_no_empty_decimals(hours: float, text: str) -> None:
    assert hours_text(hours) == text


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("pendek", "pendek"),
        ("tepat sepuluh"[:10], "tepat sepu"),
        ("kata kata kata", "kata kata…"),
        ("a\n b", "a b"),
    ],
)
def test_a_shortened_text_says_that_something_is_missing(text: str, short: str) -> None:
    assert shorten(text, 10) == short


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("satu baris", "satu baris"),
        ("tepat dua baris penuh", "tepat dua baris penuh"),
        ("satu\ndua", "satu\ndua"),
        ("satu\ndua\ntiga", "satu\ndua …\n\ntiga"),
        ("satu\n\ntiga", "satu\n …\n\ntiga"),
        ("satu dua tiga empat lima enam", "satu dua tiga …\n\nempat lima enam"),
        ("satu dua tiga   ", "satu dua tiga   "),
        ("k" * 60, "k" * 60),
    ],
)
def test_what_fills_more_than_two_lines_shows_two_and_that_there_is_more(text: str, shown: str) -> None:
    assert two_lines(text, 10) == shown


@given(st.text(st.sampled_from("abW \n"), max_size=200), st.integers(6, 40))
def test_nothing_is_lost_behind_the_two_lines_and_they_fit(text: str, width: int) -> None:
    shown = two_lines(text, width)
    assert (
        shown.replace(" …\n\n", "").split() == text.split()
        or shown.replace(" …\n\n", " ").split() == text.split()
    )
    first, more, _ = shown.partition(" …\n\n")
    if more:
        assert lines_needed(first.lower() + " …", 1.1 * width) <= 2


def test_a_block_is_padded_to_the_size_it_must_cover_and_never_cut() -> None:
    assert padded([["a"], ["b", "c"]], 3, 2) == [["a", None], ["b", "c"], [None, None]]
    with pytest.raises(ValueError, match="beyond 1 x 1"):
        padded([["a"], ["b"]], 1, 1)


def test_only_our_own_formulas_compute(book: Any) -> None:
    sheet = book.sheets[HOME]
    write_block(sheet, 60, 2, [["=1+1", Formula("=1+1"), "+62812", date(2026, 8, 21), 3]])
    assert [sheet.range((60, column)).formula for column in (2, 3, 4)] == ["=1+1", "=1+1", "+62812"]
    assert sheet.range((60, 2)).value == "=1+1"
    assert sheet.range((60, 4)).value == "+62812"
    assert sheet.range((60, 6)).value == 3


def test_a_link_keeps_quotes_in_its_label_harmless() -> None:
    formula = link("Register", 'Buka "Register"')
    assert formula == '=HYPERLINK("#\'Register\'!A1","Buka ""Register""")'
