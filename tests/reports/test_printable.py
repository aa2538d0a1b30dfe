from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.domain.entry import Status
from xl_macros.reports.printable import (
    BREAK,
    LONGEST_WORD,
    MISSING,
    clean,
    font_coverage,
    one_line,
    printable,
)

ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=200)


@given(ANY_TEXT)
def test_what_is_printable_can_be_drawn_with_the_shipped_fonts(text: str):
    assert all(c in f"\n{BREAK}" or ord(c) in font_coverage() for c in printable(text))


@given(ANY_TEXT)
def test_no_printable_word_is_too_long_to_break(text: str):
    pieces = printable(text).replace(BREAK, " ").split()
    assert all(len(piece) <= LONGEST_WORD or len(piece) == 64 for piece in pieces)


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str):
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_clean_text_has_no_control_or_direction_characters(text: str):
    assert not [c for c in clean(text) if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\n"]


@pytest.mark.parametrize("status", list(Status))
def test_every_status_symbol_can_be_printed(status: Status):
    assert printable(status.symbol) == status.symbol


def test_signs_of_the_templates_can_be_printed():
    assert set("●○▲■◊•×–—…“”é·") <= {chr(code) for code in font_coverage()}


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Yohanes\u00a0Jebarus", "Yohanes Jebarus"),
        ("a\u202egnirts\u202c", "agnirts"),
        ("e\u0301", "é"),
        ("tab\tdan\r\nbaris", "tab dan\nbaris"),
        ("\x00\x07nul", "nul"),
        ("漢 dan 😀", f"{MISSING} dan {MISSING}"),
        ("\ud800", ""),
        ("", ""),
    ],
)
def test_odd_characters_are_removed_or_marked(given_text: str, shown: str):
    assert printable(given_text) == shown


def test_a_hash_stays_in_one_piece():
    assert printable("0a" * 32) == "0a" * 32


def test_ordinary_text_is_left_alone():
    text = "5 (lima) tahun, kecuali pihak yang rahasianya diungkap memberikan persetujuan tertulis dan/atau"
    assert printable(text) == text


def test_one_line_has_no_line_ends():
    assert one_line("a\r\nb\u2028c\n\nd") == "a b c d"
