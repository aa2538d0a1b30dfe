"""SOP step 3, first half: when each exemption ends and why, for every row of the register."""

from __future__ import annotations

from collections.abc import Sequence

from xl_macros.actions.requests import ComputeExpiry
from xl_macros.click.office import Office, Summary
from xl_macros.keeping.freshness import say_when
from xl_macros.keeping.register import Assessed, assess_register, differing, refuse_unreadable, with_cells
from xl_macros.records import Entry, PreviewLine
from xl_macros.tables.cells import read_text
from xl_macros.tables.schema import PREVIEW_SHEET, REGISTER

SHOWN = ("status", "end_on", "mark_on", "explanation", "findings")
"""The columns whose changes are worth a look before they are written."""

LONGEST_PREVIEW = 5000


def run(office: Office, request: ComputeExpiry) -> Summary:
    """Compute every row. In Excel the changes are first shown on the preview sheet and a yes is asked for."""
    refuse_unreadable(office)
    assessed = assess_register(office)
    changed = changed_rows(assessed)
    if not changed:
        _clear_preview(office)
        if not request.preview:
            say_when(office, assessed)
        return Summary(f"Jangka waktu {len(assessed)} informasi sudah sesuai; tidak ada yang berubah.")
    asks = office.in_excel and not office.confirmed
    if asks or request.preview:
        return _preview(office, changed, len(assessed), asks)
    write_expiry(office, assessed)
    _clear_preview(office)
    return Summary(
        f"Jangka waktu {len(assessed)} informasi dihitung; {len(changed)} baris berubah. {_statuses(assessed)}"
    )


def write_expiry(office: Office, assessed: Sequence[Assessed]) -> None:
    """Stage the computed columns of the register; a row that was withdrawn stays as it is."""
    computed = {item.row.sheet_row: item.computed.cells for item in assessed}
    rows = office.tables.records(Entry)
    office.tables.put_records(
        Entry,
        [with_cells(row, computed[row.sheet_row]) if row.sheet_row in computed else row for row in rows],
    )


def changed_rows(assessed: Sequence[Assessed]) -> list[Assessed]:
    """Those whose computed cells would change."""
    return [item for item in assessed if differing(item)]


def preview_lines(changed: Sequence[Assessed]) -> list[PreviewLine]:
    """What would change, one line a cell, for the columns that people look at."""
    return [
        PreviewLine(
            code=item.row.code,
            information=item.row.information,
            column=REGISTER.column(field).header,
            before=item.row.unread.get(field) or read_text(getattr(item.row, field)),
            after=read_text(getattr(with_cells(item.row, item.computed.cells), field)),
        )
        for item in changed
        for stale in [differing(item)]
        for field in SHOWN
        if field in stale
    ]


def _preview(office: Office, changed: Sequence[Assessed], total: int, asks: bool) -> Summary:
    lines = preview_lines(changed)
    text = f"{len(changed)} dari {total} baris akan berubah."
    if not asks:
        shown = [
            f"{line.code or '-'} {line.column}: {line.before or '-'} -> {line.after or '-'}" for line in lines
        ]
        return Summary("\n".join([text, *shown, "Belum ada yang ditulis."]))
    office.tables.put_records(PreviewLine, lines[:LONGEST_PREVIEW])
    office.transaction.not_undoable()
    return Summary(
        text, question=f"{text} Rinciannya ada di lembar {PREVIEW_SHEET}.\nTulis perubahan ini ke Register?"
    )


def _clear_preview(office: Office) -> None:
    if office.tables.records(PreviewLine):
        office.tables.put_records(PreviewLine, [])


def _statuses(assessed: Sequence[Assessed]) -> str:
    counts: dict[str, int] = {}
    for item in assessed:
        counts[item.outcome.status.value] = counts.get(item.outcome.status.value, 0) + 1
    return ", ".join(f"{count} {status}" for status, count in counts.items()) + "."
