"""Carry out what was filled in on the form: all of it is checked together, each complaint beside its field."""

from __future__ import annotations

from xl_macros.actions.catalogue import BY_NAME
from xl_macros.actions.forms import complaints_beside, filled_in, questions
from xl_macros.actions.requests import SubmitForm
from xl_macros.click.office import Office, Summary
from xl_macros.click.request import UnknownAnswerError
from xl_macros.errors import Refusal
from xl_macros.tables.form_sheet import NO_FORM, read_form, write_form
from xl_macros.tables.schema import FORM_SHEET


def run(office: Office, request: SubmitForm) -> Summary:
    """Run the form's action and clear the form; with complaints only the form is written and `ok` is False."""
    form = read_form(office.tables.readable)
    action = BY_NAME.get(form.action)
    if action is None or not questions(action):  # one that asks nothing never has a form, this one least
        raise Refusal(
            f"Lembar {FORM_SHEET} belum berisi isian.", cure="Pilih dahulu tombolnya pada tab Dikecualikan."
        )
    try:
        values, complaints = filled_in(action, form)
    except UnknownAnswerError as unknown:
        raise Refusal(
            f"Lembar {FORM_SHEET} memuat isian '{unknown.name[:60]}', yang tidak dikenal tombol {action.label}.",
            cure="Klik Batal, lalu pilih tombolnya lagi pada tab Dikecualikan.",
        ) from None
    if complaints:
        told = complaints_beside(office, action, form, complaints)
        office.tables.stage_view(FORM_SHEET, lambda book: write_form(book, told))
        office.transaction.not_undoable()
        lines = [f"- {field.ask.label}: {what}" for field, what in complaints]
        return Summary(
            "\n".join([f"Isian {action.label} belum lengkap; tidak ada yang dikerjakan.", *lines]), ok=False
        )
    filled = action.request(**{**values, "officer": request.officer, "confirmed": request.confirmed})
    office.transaction.named(action.name, action.label)
    summary = action.run(office, filled)
    office.tables.stage_view(FORM_SHEET, lambda book: write_form(book, NO_FORM))
    return summary
