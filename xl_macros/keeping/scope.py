"""Which berkas a click is for: those named, else in Excel those of the selected rows, else all that wait.

In Excel nothing is done to berkas that nobody pointed at: "all that wait" is a choice of its own, and what was
chosen is named before anything happens.
"""

from __future__ import annotations

from collections.abc import Sequence

from xl_macros.click.office import Office
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping import steps
from xl_macros.records import Decision, Entry, Scan
from xl_macros.tables.schema import DECISIONS, LOG, REGISTER, SCANS

ALL_WAITING = "semua"
"""Named as a target it means every berkas that waits for the step."""


def meant(office: Office, step_number: int, targets: Sequence[str], what: str) -> tuple[str, ...]:
    """The codes of the berkas that are meant, () for all that wait; in Excel they are named and asked about first.

    `what` says what would happen to them ("disetujui"). Raises NeedsConfirmation until it was answered with a yes.
    """
    if ALL_WAITING in targets:
        chosen: tuple[str, ...] = ()
    elif targets or not office.in_excel:
        return tuple(targets)
    else:
        chosen = tuple(dict.fromkeys(selected_berkas(office)))
        if not chosen:
            chosen = _only_one(office, step_number)
    if not office.confirmed:
        codes = chosen or tuple(each.code for each in steps.berkas_at(office, step_number, ()))
        if codes:
            raise NeedsConfirmation(f"{', '.join(codes)} akan {what}.\nLanjutkan?")
    return chosen


def _only_one(office: Office, step_number: int) -> tuple[str, ...]:
    """The berkas that waits for the step, when it is the only one; else a Refusal that names those that wait."""
    waiting = [each.code for each in steps.berkas_at(office, step_number, ())]
    if len(waiting) > 1:
        raise Refusal(
            f"Belum dipilih berkas mana: {', '.join(waiting)} menunggu langkah {step_number}.",
            cure=f"Pilih barisnya di lembar {DECISIONS.sheet} atau {REGISTER.sheet}, atau pilih Semua yang menunggu.",
        )
    return tuple(waiting)


def selected_berkas(office: Office) -> list[str]:
    """The berkas of the selected rows; none on a sheet whose rows belong to no berkas."""
    here = office.selection
    if here is None:
        return []
    rows: Sequence[Decision | Entry | Scan] = ()
    if here.sheet == DECISIONS.sheet:
        rows = office.tables.records(Decision)
    elif here.sheet == REGISTER.sheet:
        rows = office.tables.records(Entry)
    elif here.sheet == SCANS.sheet:
        rows = office.tables.records(Scan)
    elif here.sheet == LOG.sheet:
        return [str(row["berkas"]) for row in office.tables.rows(LOG) if row.sheet_row in here.sheet_rows]
    return [row.berkas for row in rows if row.sheet_row in here.sheet_rows and row.berkas]
