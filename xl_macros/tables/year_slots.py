"""Counts per year brought into a fixed number of slots, so that a chart always reads the same cells."""

from __future__ import annotations

from collections.abc import Iterable

YEARS = 7
WORDS = 4
SLOTS = YEARS + 2 + WORDS

NOTHING = "belum ada"

_SHOWN = {"peristiwa": "menunggu peristiwa", "persetujuan": "menunggu persetujuan"}


def slot_count(years: int) -> int:
    """How many slots `years` single years need: earlier ones, later ones and words have theirs too."""
    return years + 2 + WORDS


def year_slots(
    counts: Iterable[tuple[int | str, int]], first_year: int, years: int = YEARS
) -> list[tuple[str, int | None]]:
    """`slot_count(years)` pairs: years before `first_year` together, the next `years` that have a count, later
    ones together, words.

    What has no count is left out, so that a chart shows bars and no row of noughts; the slots left over are
    empty. Words ("tanpa batas") keep their order; beyond `WORDS` they are added up as "lainnya".
    """
    single: dict[int, int] = {}
    words: dict[str, int] = {}
    for key, count in counts:
        if isinstance(key, int):
            single[key] = single.get(key, 0) + count
        elif count:
            words[key] = words.get(key, 0) + count
    shown_years = sorted(year for year, count in single.items() if count and year >= first_year)[:years]
    last = shown_years[-1] if shown_years else first_year
    slots = [(f"sebelum {first_year}", sum(count for year, count in single.items() if year < first_year))]
    slots += [(str(year), single[year]) for year in shown_years]
    slots.append((f"sesudah {last}", sum(count for year, count in single.items() if year > last)))
    named = [(_SHOWN.get(word, word), count) for word, count in words.items()]
    if len(named) > WORDS:
        named = [*named[: WORDS - 1], ("lainnya", sum(count for _, count in named[WORDS - 1 :]))]
    shown: list[tuple[str, int | None]] = [slot for slot in (*slots, *named) if slot[1]]
    shown = shown or [(NOTHING, None)]
    return shown + [("", None)] * (slot_count(years) - len(shown))
