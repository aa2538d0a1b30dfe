"""Counts per year always fill the same cells, and none is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xl_macros.tables.year_slots import SLOTS, year_slots

COUNTS = st.lists(
    st.tuples(
        st.one_of(st.integers(1999, 2200), st.sampled_from(["peristiwa", "persetujuan", "a", "b", "c", "d"])),
        st.integers(0, 50),
    )
)


@given(COUNTS, st.integers(2020, 2040))
def test_every_count_lands_in_one_of_the_fixed_slots(counts: list[tuple[int | str, int]], first: int) -> None:
    slots = year_slots(counts, first)
    assert len(slots) == SLOTS
    assert sum(count or 0 for _, count in slots) == sum(count for _, count in counts)


def test_years_outside_the_ten_are_gathered_at_the_ends() -> None:
    slots = dict(year_slots([(2020, 1), (2026, 2), (2035, 3), (2036, 4), ("tanpa batas", 5)], 2026))
    assert slots["sebelum 2026"] == 1
    assert (slots["2026"], slots["2035"]) == (2, 3)
    assert slots["sesudah 2035"] == 4
    assert slots["tanpa batas"] == 5


def test_words_beyond_four_are_added_up() -> None:
    slots = year_slots([("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 1)], 2026)
    assert slots[-4:] == [("a", 1), ("b", 1), ("c", 1), ("lainnya", 2)]
