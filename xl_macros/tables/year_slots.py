"""Counts per year brought into a fixed number of slots, so that a chart always reads the same cells."""

from __future__ import annotations

from collections.abc import Iterable

YEARS = 10
WORDS = 4
SLOTS = YEARS + 2 + WORDS


def year_slots(counts: Iterable[tuple[int | str, int]], first_year: int) -> list[tuple[str, int | None]]:
    """`SLOTS` pairs: earlier years together, ten years from `first_year`, later ones together, then words.

    Words ("tanpa batas") keep their order; beyond `WORDS` they are added up as "lainnya".
    """
    years: dict[int, int] = {}
    words: dict[str, int] = {}
    for key, count in counts:
        if isinstance(key, int):
            years[key] = years.get(key, 0) + count
        else:
            words[key] = words.get(key, 0) + count
    last = first_year + YEARS - 1
    slots: list[tuple[str, int | None]] = [
        (f"sebelum {first_year}", sum(count for year, count in years.items() if year < first_year))
    ]
    slots += [(str(year), years.get(year, 0)) for year in range(first_year, last + 1)]
    slots.append((f"sesudah {last}", sum(count for year, count in years.items() if year > last)))
    named = list(words.items())
    if len(named) > WORDS:
        named = [*named[: WORDS - 1], ("lainnya", sum(count for _, count in named[WORDS - 1 :]))]
    slots += named
    slots += [("", None)] * (WORDS - len(named))
    return slots
