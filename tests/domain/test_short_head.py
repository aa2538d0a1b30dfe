"""Heads from paper: short enough to type, and a slip of the finger is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.domain.short_head import MistypedHead, check_figure, short_head, typed_head

HEAD = "3f9a04c177de" + "0" * 52
heads = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(heads)
def test_the_short_form_leads_to_its_head(head: str) -> None:
    assert typed_head(short_head(head)) == head[:12]
    assert typed_head(short_head(head).upper().replace("-", " ")) == head[:12]
    assert typed_head(f"KECUALI:LOG:1:{head}") == head


@given(heads, st.integers(0, 12), st.sampled_from("0123456789abcdef"))
def test_every_single_mistyped_figure_is_told(head: str, place: int, figure: str) -> None:
    typed = list(short_head(head).replace("-", ""))
    if typed[place] == figure:
        return
    typed[place] = figure
    with pytest.raises(MistypedHead, match="salah ketik"):
        typed_head("".join(typed))


@pytest.mark.parametrize("text", ["", "3f9a", HEAD[:-1], HEAD + "0", "g" * 64, "3f9a-04c1-77de"])
def test_what_is_no_head_is_told(text: str) -> None:
    with pytest.raises(MistypedHead, match="bukan hash kepala"):
        typed_head(text)


def test_the_form_is_three_groups_and_a_check_figure() -> None:
    assert short_head(HEAD) == f"3f9a-04c1-77de-{check_figure('3f9a04c177de')}"


@pytest.mark.parametrize("head", ["", "abc", "bukan hash sama sekali", "g" * 64])
def test_what_is_no_hash_has_no_short_form(head: str) -> None:
    assert short_head(head) == ""
