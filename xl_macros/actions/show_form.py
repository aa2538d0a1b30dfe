"""Draw the form of an action: its questions with dropdowns, what is known already, and the rows that are chosen."""

from __future__ import annotations

from xl_macros.actions.catalogue import BY_COMMAND, BY_NAME
from xl_macros.actions.forms import form_of
from xl_macros.actions.requests import ShowForm
from xl_macros.click.office import Office, Summary
from xl_macros.errors import Refusal
from xl_macros.tables.form_sheet import write_form
from xl_macros.tables.schema import FORM_SHEET


def run(office: Office, request: ShowForm) -> Summary:
    """Stage the form. Refused for what is no action, or one that asks nothing."""
    action = BY_NAME.get(request.form or "") or BY_COMMAND.get(request.form or "")
    if action is None:
        raise Refusal(
            f"Tombol '{request.form or ''}' tidak ada.", cure="Pilih tombolnya pada tab Dikecualikan."
        )
    given = [(key, value) for key, _, value in (pair.partition("=") for pair in request.given)]
    form = form_of(office, action, given)
    if not form.lines:
        raise Refusal(f"{action.label} tidak memerlukan isian.", cure="Klik tombolnya langsung.")
    office.tables.stage_view(FORM_SHEET, lambda book: write_form(book, form))
    office.transaction.not_undoable()
    return Summary(
        f"Isian {action.label} ada di lembar {FORM_SHEET}. Lengkapi kolom Jawaban Anda, lalu klik Kerjakan."
    )
