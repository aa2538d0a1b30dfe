"""Which berkas a click is for: those named, else in Excel those of the selected rows, else all that wait.

In Excel nothing is done to berkas that nobody pointed at: "all that wait" is a choice of its own, and what was
chosen is named before anything happens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from xl_macros.click.office import Office
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping import steps
from xl_macros.records import Decision, Entry, LoggedStep, Scan
from xl_macros.tables.schema import DECISIONS, LOG, REGISTER, SCANS

Fits = Callable[[steps.Berkas], bool]

ALL_WAITING = "semua"
"""Named as a target it means every berkas that waits for the step."""


class Meant(NamedTuple):
    """The berkas of a click: their codes, () for all that wait, and what is to be said of them.

    `sentence` names them before anything happens, `skipped` those that are not at this step and are left alone.
    """

    targets: tuple[str, ...] = ()
    sentence: str = ""
    skipped: str = ""

    def ask(self, office: Office, questions: Sequence[str], last: str) -> None:
        """Ask about the berkas and whatever else the action wants to know, in one question, until it was answered."""
        if office.confirmed or not (self.sentence or questions):
            return
        lines = [self.sentence, self.skipped, *questions, last if questions else "Lanjutkan?"]
        raise NeedsConfirmation("\n".join(filter(None, lines)))

    def told(self, text: str) -> str:
        """The summary's text with those that were left alone."""
        return "\n".join(filter(None, [text, self.skipped]))


def meant(
    office: Office, step_number: int, targets: Sequence[str], what: str, fits: Fits | None = None
) -> Meant:
    """The berkas that a click on this step means; in Excel `sentence` says what would happen to them ("disetujui").

    `fits` tells which berkas the action can work on; without it those that wait for the step. One that does not
    fit keeps no other from its turn. Refused in Excel when nothing is selected and several wait.
    """
    fitting = fits or (lambda berkas: is_at(berkas, step_number))
    if ALL_WAITING in targets or not (targets or office.in_excel):
        chosen: tuple[str, ...] = ()
        skipped = ""
    else:
        named = tuple(targets) or tuple(dict.fromkeys(selected_berkas(office)))
        chosen, skipped = _fitting(office, named, fitting) if named else (_only_one(office, step_number), "")
    if not office.in_excel:
        return Meant(chosen, "", skipped)
    codes = chosen or tuple(each.code for each in steps.berkas_at(office, step_number, ()))
    return Meant(chosen, f"{', '.join(codes)} akan {what}." if codes else "", skipped)


def is_at(berkas: steps.Berkas, *step_numbers: int) -> bool:
    """Whether one of these steps is due for the berkas."""
    return berkas.due is not None and berkas.due.number in step_numbers


def _fitting(office: Office, named: Sequence[str], fits: Fits) -> tuple[tuple[str, ...], str]:
    """The codes of those named that fit, and a sentence about the others; all of them when none fits."""
    found = steps.named_berkas(office, named)
    fitting = [each for each in found if fits(each)]
    if not fitting or len(fitting) == len(found):
        return tuple(each.code for each in found), ""
    others = ", ".join(f"{each.code} ({steps.step_label(each.due)})" for each in found if each not in fitting)
    return tuple(each.code for each in fitting), f"Tidak ikut, karena sedang di langkah lain: {others}."


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
        return [
            str(row.berkas) for row in office.tables.records(LoggedStep) if row.sheet_row in here.sheet_rows
        ]
    return [row.berkas for row in rows if row.sheet_row in here.sheet_rows and row.berkas]
