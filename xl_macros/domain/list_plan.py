"""What an import would do with a list, to be looked at and changed before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xl_macros.domain.list_columns import Grid, Header, fingerprint
from xl_macros.domain.list_headings import Claim
from xl_macros.domain.list_rows import ReadRows

SAMPLES = 3


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """One column of the list. `index` is 0-based; `field` None when its content would not be taken.

    `score` is how surely (0 to 1); `alternatives` are the other fields it may mean, the likeliest first; `samples`
    are its first values that differ.
    """

    index: int
    title: str
    field: str | None
    score: float
    alternatives: tuple[Claim, ...]
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """Rows (0-based, both included) that would not become part of an entry, and why (an Indonesian sentence)."""

    first: int
    last: int
    reason: str


@dataclass(frozen=True, slots=True)
class ListPlan:
    """One list: where its header stands (0-based rows), its columns, how many entries, and what is left out.

    `layout` is the same for every list of this layout: a mapping may be remembered under it.
    """

    sheet: str
    layout: str
    top: int
    bottom: int
    columns: tuple[PlannedColumn, ...]
    entries: int
    left_out: tuple[LeftOutRow, ...]
    is_settled: bool


def plan_of(sheet: str, header: Header, grid: Grid, rows: ReadRows) -> ListPlan:
    """The plan of one list that was read. `is_settled` is False while columns tie or a needed one is missing."""
    columns = tuple(
        PlannedColumn(
            column.index,
            column.title,
            column.field,
            column.score,
            tuple(claim for claim in column.claims if claim.field != column.field),
            _samples(row[column.index] for row in grid[header.bottom + 1 :] if column.index < len(row)),
        )
        for column in header.columns
    )
    left_out = tuple(
        LeftOutRow(told.row, told.row if told.until is None else told.until, told.text)
        for told in rows.told
        if told.left_out and told.row is not None
    )
    settled = header.is_enough and not header.claimed_twice and not header.tied
    return ListPlan(
        sheet, fingerprint(header), header.top, header.bottom, columns, len(rows.entries), left_out, settled
    )


def _samples(cells: Iterable[str | None]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cell in cells:
        if cell:
            found.setdefault(cell[:120])
        if len(found) == SAMPLES:
            break
    return tuple(found)
