"""Statuses as of today in every button's wake, so that what Register shows is as old as the last click at most.

An entry has its status from the click that receives it. Rows that were typed and not received yet are left to
Hitung Jangka Waktu, which shows its work first.
"""

from __future__ import annotations

from collections.abc import Sequence

from xl_macros.click.office import Office
from xl_macros.domain.phrases import long_date
from xl_macros.errors import Refusal
from xl_macros.keeping.register import Assessed, assess_register, differing, with_cells
from xl_macros.records import Entry, PreviewLine
from xl_macros.tables.schema import NAME_STATUS_ON

_SHOWS_A_PREVIEW = "compute_expiry"


def bring_up_to_date(office: Office) -> list[Assessed]:
    """Stage the statuses of today where they differ, and the day beside them; returns the register as assessed.

    The click that shows a preview writes nothing else; the next click of another button finds it answered, or left
    lying, and takes it away: what Register shows must not wait for it.
    """
    assessed = assess_register(office)
    if office.tables.records(PreviewLine):
        if office.transaction.button.replace("-", "_") == _SHOWS_A_PREVIEW:
            return assessed
        office.tables.put_records(PreviewLine, [])
    stale = [item for item in assessed if (item.row.status or item.row.code) and differing(item)]
    if stale:
        fresh = {item.row.sheet_row: item.computed.cells for item in stale}
        rows = office.tables.records(Entry)
        office.tables.put_records(
            Entry,
            [with_cells(row, fresh[row.sheet_row]) if row.sheet_row in fresh else row for row in rows],
        )
        assessed = assess_register(office)
    say_when(office, assessed)
    return assessed


def say_when(office: Office, assessed: Sequence[Assessed]) -> None:
    """Put the day above the status column; a workbook without statuses, or whose cell for it is gone, does without."""
    if not any(item.row.status for item in assessed):
        return
    sentence = f"Status per {long_date(office.today)}"
    try:
        stands = office.tables.named_text(NAME_STATUS_ON)
    except Refusal:
        return
    if stands != sentence:
        office.tables.stage_named_value(NAME_STATUS_ON, sentence)
