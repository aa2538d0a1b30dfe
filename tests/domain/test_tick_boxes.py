"""Boxes of a form: ticked whatever the case, the rest in words, nothing lost and nothing twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xl_macros.domain.phrases import folded_words
from xl_macros.domain.tick_boxes import tick_boxes

OPTIONS = ("Biasa", "Terbatas", "Sangat Rahasia")


def test_what_is_an_option_is_ticked_and_what_is_none_stands_in_words() -> None:
    boxes, other = tick_boxes(OPTIONS, ["sangat  RAHASIA", " Kabag Umum ", "", "Arsiparis"])
    assert boxes == (("Biasa", False), ("Terbatas", False), ("Sangat Rahasia", True))
    assert other == "Kabag Umum; Arsiparis"


def test_nothing_chosen_ticks_nothing() -> None:
    assert tick_boxes(OPTIONS, [""]) == (tuple((option, False) for option in OPTIONS), "")


@given(st.lists(st.one_of(st.sampled_from(OPTIONS), st.text(max_size=8))))
def test_each_choice_is_told_exactly_once(chosen: list[str]) -> None:
    boxes, other = tick_boxes(OPTIONS, chosen)
    ticked = {folded_words(option) for option, is_ticked in boxes if is_ticked}
    wanted = {folded_words(words) for words in chosen if words.strip()}
    assert ticked == wanted & {folded_words(option) for option in OPTIONS}
    assert bool(other) == bool(wanted - ticked)
