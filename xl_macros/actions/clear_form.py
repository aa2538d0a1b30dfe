"""Give the form up: it is empty again, and nothing else has changed."""

from __future__ import annotations

from xl_macros.actions.requests import ClearForm
from xl_macros.click.office import Office, Summary
from xl_macros.tables.form_sheet import NO_FORM, write_form
from xl_macros.tables.schema import FORM_SHEET


def run(office: Office, request: ClearForm) -> Summary:
    """Stage the empty form."""
    office.tables.stage_view(FORM_SHEET, lambda book: write_form(book, NO_FORM))
    office.transaction.not_undoable()
    return Summary("Isian dibatalkan; tidak ada yang dikerjakan.")
