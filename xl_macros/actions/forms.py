"""An action's questions as a form, and a filled form as the action's answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from xl_macros.actions.catalogue import Action
from xl_macros.click.office import Office
from xl_macros.click.request import Field, Request, fields_of, read_answers
from xl_macros.tables.cells import read_text
from xl_macros.tables.form_sheet import LINES, FilledForm, Form, FormLine, answer_text
from xl_macros.tables.schema import CHOICES, DECISIONS, REGISTER

Complaints = Sequence[tuple[Field, str]]

_BETWEEN = re.compile(r"[;\n]|,\s")
"""Several answers in one cell. A comma alone stands inside numbers of decisions and names."""


_MORE = "+"
"""Before a kept line: a further question of the form, whose answer belongs to this field and subject."""


def questions(request: type[Request]) -> list[Field]:
    """The fields that people answer on the form."""
    return [field for field in fields_of(request) if not field.ask.hidden]


def form_of(office: Office, action: Action, given: Iterable[tuple[str, str]]) -> Form:
    """The form of an action as it is first shown: what is known is filled in, dates with today.

    What is given for a hidden field (files) is kept beside the form. Raises UnknownAnswerError for a key that
    the action does not own.
    """
    pairs = list(given)
    read_answers(action.request, pairs)
    known = dict(pairs)
    asked = questions(action.request)
    names = {name for field in asked for name in (field.name, field.option)}
    further = action.further_questions(office, pairs)[: LINES - len(asked)]
    kept = [f"{key}={value}" for key, value in pairs if key not in names]
    kept += [f"{_MORE}{each.field}={each.subject}" for each in further]
    answers = [known.get(field.name, known.get(field.option)) or _default(office, field) for field in asked]
    form = _form(action, "\n".join(kept), answers, {})
    more = (FormLine(each.subject, each.answer, each.note, each.choices) for each in further)
    return form._replace(lines=(*form.lines, *more))


def complaints_beside(action: Action, form: FilledForm, complaints: Complaints) -> Form:
    """The form as it was filled in, with each complaint beside its field."""
    asked = questions(action.request)
    answers = [
        answer_text(answer, is_date=field.kind is date)
        for field, answer in zip(asked, form.answers, strict=False)
    ]
    told = _form(action, form.kept, answers, {field.name: what for field, what in complaints})
    more = (
        FormLine(subject, answer)
        for (_, subject), answer in zip(_further(form), form.answers[len(asked) :], strict=False)
    )
    return told._replace(lines=(*told.lines, *more))


def _further(form: FilledForm) -> list[tuple[str, str]]:
    """Field and subject of the further questions, in their order."""
    kept = [line.removeprefix(_MORE) for line in form.kept.split("\n") if line.startswith(_MORE)]
    return [(field, subject) for field, _, subject in (line.partition("=") for line in kept)]


def _form(action: Action, kept: str, answers: Sequence[object], said: Mapping[str, str]) -> Form:
    lines = tuple(
        FormLine(
            f"{field.ask.label} *" if field.ask.must else field.ask.label,
            answer,
            f"▲ {said[field.name]}" if field.name in said else field.ask.help,
            _choices(field),
        )
        for field, answer in zip(questions(action.request), answers, strict=True)
    )
    return Form(action.name, action.label, action.tip, kept, lines)


def filled_in(request: type[Request], form: FilledForm) -> tuple[dict[str, Any], list[tuple[Field, str]]]:
    """The answers of a filled form by field, and what is missing or cannot be read."""
    asked = questions(request)
    given: list[tuple[str, object]] = [
        (key, value)
        for key, _, value in (line.partition("=") for line in form.kept.split("\n"))
        if key and not key.startswith(_MORE)
    ]
    given += [
        (field, f"{subject}={read_text(answer)}")
        for (field, subject), answer in zip(_further(form), form.answers[len(asked) :], strict=False)
        if read_text(answer)
    ]
    for field, answer in zip(asked, form.answers, strict=False):
        value = answer_text(answer, is_date=field.kind is date)
        if field.many and isinstance(value, str):
            given += [(field.name, part.strip()) for part in _BETWEEN.split(value)]
        else:
            given.append((field.name, value))
    values, complaints = read_answers(request, given)
    told = {field.name for field, _ in complaints}
    complaints += [
        (field, "wajib diisi.")
        for field in asked
        if field.ask.must and field.name not in told and not values.get(field.name)
    ]
    return values, complaints


def _choices(field: Field) -> tuple[str, ...]:
    if field.kind is bool:
        return CHOICES["ya_tidak"][1]
    choices = field.ask.choices
    return CHOICES[choices][1] if isinstance(choices, str) else choices


def _default(office: Office, field: Field) -> object:
    if field.kind is date and not field.ask.blank:
        return f"{office.today:%d/%m/%Y}"
    return ", ".join(selected_codes(office)) or None if field.name == "target" else None


def selected_codes(office: Office) -> list[str]:
    """The codes of the selected rows of Register, or the berkas of those of Keputusan; none elsewhere."""
    here = office.selection
    for table, key in ((REGISTER, "code"), (DECISIONS, "berkas")):
        if here is not None and here.sheet == table.sheet:
            rows = office.tables.rows(table)
            return [str(row[key]) for row in rows if row.sheet_row in here.sheet_rows and row[key]]
    return []
