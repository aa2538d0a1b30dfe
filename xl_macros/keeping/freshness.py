"""Statuses as of today in every button's wake, so that what Register shows is as old as the last click at most.

An entry has its status from the click that receives it. Rows that were typed and not received yet are left to
Hitung Jangka Waktu, which shows its work first.
"""

from __future__ import annotations

from xl_macros.click.office import Office
from xl_macros.domain.phrases import long_date
from xl_macros.errors import Refusal
from xl_macros.keeping.register import Assessed, assess_register
from xl_macros.tables.schema import NAME_STATUS_ON, PREVIEW, REGISTER

_SHOWS_A_PREVIEW = "compute_expiry"


def bring_up_to_date(office: Office) -> list[Assessed]:
    """Stage the statuses of today where they differ, and the day beside them; returns the register as assessed.

    The click that shows a preview writes nothing else; the next click of another button finds it answered, or left
    lying, and takes it away: what Register shows must not wait for it.
    """
    assessed = assess_register(office)
    if office.tables.rows(PREVIEW):
        if office.transaction.button.replace("-", "_") == _SHOWS_A_PREVIEW:
            return assessed
        office.tables.put(PREVIEW, [])
    stale = [
        item
        for item in assessed
        if (item.row["status"] or item.row["code"])
        and any(item.row[field] != value for field, value in item.computed.cells.items())
    ]
    if stale:
        fresh = {item.row.sheet_row: item.computed.cells for item in stale}
        rows = office.tables.rows(REGISTER)
        for row in rows:
            row.update(fresh.get(row.sheet_row, {}))
        office.tables.put(REGISTER, rows)
        assessed = assess_register(office)
    if any(item.row["status"] for item in assessed):
        _say_when(office)
    return assessed


def _say_when(office: Office) -> None:
    """Put the day above the status column; a workbook whose cell for it is gone does without."""
    sentence = f"Status per {long_date(office.today)}"
    try:
        stands = office.tables.named_text(NAME_STATUS_ON)
    except Refusal:
        return
    if stands != sentence:
        office.tables.stage_named_value(NAME_STATUS_ON, sentence)
