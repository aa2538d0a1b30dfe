"""Counts per year always fill the same cells, and none is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xl_macros.tables.year_slots import NOTHING, SLOTS, year_slots

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


def test_years_before_and_beyond_the_shown_ones_are_gathered_at_the_ends() -> None:
    counts: list[tuple[int | str, int]] = [(2020, 1), (2026, 2), (2035, 3), (2036, 4), ("tanpa batas", 5)]
    assert [slot for slot in year_slots(counts, 2026, years=2) if slot[0]] == [
        ("sebelum 2026", 1),
        ("2026", 2),
        ("2035", 3),
        ("sesudah 2035", 4),
        ("tanpa batas", 5),
    ]


def test_what_has_no_count_takes_no_slot() -> None:
    assert year_slots([(2026, 0), (2030, 1), ("peristiwa", 0)], 2026)[:2] == [("2030", 1), ("", None)]


def test_nothing_to_count_is_said_in_words() -> None:
    assert year_slots([], 2026) == [(NOTHING, None), *[("", None)] * (SLOTS - 1)]


def test_words_beyond_four_are_added_up() -> None:
    slots = year_slots([("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 1)], 2026)
    assert slots[:4] == [("a", 1), ("b", 1), ("c", 1), ("lainnya", 2)]
