"""The order of pages when a document comes in pieces. Pure: page numbers in, page numbers out."""

from __future__ import annotations


def interleaved(fronts: int, backs: int, *, backs_reversed: bool) -> list[tuple[int, int]]:
    """Pages in reading order as (0 = fronts, 1 = backs; 0-based page there).

    `backs_reversed`: the stack was turned over as a whole, so the last sheet's back was scanned first.
    The last back may be missing (an empty page that was not scanned) only when the order of the backs still
    is certain, that is when they were not reversed. Raises ValueError when the numbers do not fit.
    """
    if not (fronts == backs or (fronts == backs + 1 and not backs_reversed)) or fronts < 1:
        raise ValueError(f"{fronts} fronts and {backs} backs")
    order: list[tuple[int, int]] = []
    for sheet in range(fronts):
        order.append((0, sheet))
        if sheet < backs:
            order.append((1, backs - 1 - sheet if backs_reversed else sheet))
    return order
