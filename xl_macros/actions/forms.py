"""An action's questions as a form, and a filled form as the action's answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from xl_macros.actions.catalogue import Action
from xl_macros.click.office import Office
from xl_macros.click.request import Field, Further, Hint, fields_of, read_answers
from xl_macros.patterns import regex
from xl_macros.tables.cells import read_text
from xl_macros.tables.form_sheet import LINES, FilledForm, Form, FormLine, answer_text
from xl_macros.tables.schema import CHOICES, DECISIONS, REGISTER

Complaints = Sequence[tuple[Field, str]]

_BETWEEN = regex(r"[;\n]|,\s")
"""Several answers in one cell. A comma alone stands inside numbers of decisions and names."""


_MUST = " *"
_NO_HINT = Hint()
_MORE = "+"
"""Before a kept line: a further question of the form, whose answer belongs to this field and subject."""


def questions(action: Action, kept: str = "") -> list[Field]:
    """The fields that people answer on the form; what the kept answers settle is not among them."""
    given = dict(_kept(kept))
    settled = action.settled(given) if given else frozenset()
    return [
        field for field in fields_of(action.request) if not field.ask.hidden and field.name not in settled
    ]


def form_of(office: Office, action: Action, given: Iterable[tuple[str, str]]) -> Form:
    """The form of an action as it is first shown: what is known is filled in, dates with today.

    What is given for a field that is not asked (files, the kind of a thing) is kept beside the form. Raises
    UnknownAnswerError for a key that the action does not own.
    """
    pairs = list(given)
    read_answers(action.request, pairs)
    known = dict(pairs)
    asked = questions(action, _lines(pairs))
    names = {name for field in asked for name in (field.name, field.option)}
    further = action.further_questions(office, pairs)[: LINES - len(asked)]
    kept = [pair for pair in pairs if pair[0] not in names]
    kept += [(f"{_MORE}{each.field}", each.subject) for each in further]
    answers = [known.get(field.name, known.get(field.option)) or _default(office, field) for field in asked]
    return _form(office, action, _lines(kept), answers)


def complaints_beside(office: Office, action: Action, form: FilledForm, complaints: Complaints) -> Form:
    """The form as it was filled in, with each complaint beside its field."""
    asked = questions(action, form.kept)
    answers = [
        answer_text(answer, is_date=field.kind is date)
        for field, answer in zip(asked, form.answers, strict=False)
    ]
    told = _form(office, action, form.kept, [*answers, *form.answers[len(asked) :]])
    said = {field.ask.label: f"▲ {what}" for field, what in complaints}
    return told._replace(
        lines=tuple(
            line._replace(note=said.get(line.label.removesuffix(_MUST), line.note)) for line in told.lines
        )
    )


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{key}={value}" for key, value in pairs)


def _kept(kept: str) -> list[tuple[str, str]]:
    """The answers that stand beside the form, without the further questions."""
    parts = (line.partition("=") for line in kept.split("\n") if not line.startswith(_MORE))
    return [(key, value) for key, _, value in parts if key]


def _further(kept: str) -> list[tuple[str, str]]:
    """Field and subject of the further questions, in their order."""
    lines = [line.removeprefix(_MORE) for line in kept.split("\n") if line.startswith(_MORE)]
    return [(field, subject) for field, _, subject in (line.partition("=") for line in lines)]


def _form(office: Office, action: Action, kept: str, answers: Sequence[object]) -> Form:
    """The lines of the questions, then of the further ones; `answers` may end where the latter's begin."""
    given, asked = _kept(kept), questions(action, kept)
    answered = {field.name: str(answer or "") for field, answer in zip(asked, answers, strict=False)}
    hints = action.hints(office, answered | dict(given))
    lines = [
        FormLine(
            f"{field.ask.label}{_MUST}" if field.ask.must else field.ask.label,
            answer,
            hints.get(field.name, _NO_HINT).note or field.ask.help,
            hints.get(field.name, _NO_HINT).choices or _choices(field),
        )
        for field, answer in zip(asked, answers, strict=False)
    ]
    more = {(each.field, each.subject): each for each in action.further_questions(office, given)}
    known = [more.get(place, Further(*place, "", "", ())) for place in _further(kept)]
    later = [*answers[len(asked) :], *[each.answer for each in known][len(answers) - len(asked) :]]
    lines += [
        FormLine(each.subject, answer, each.note, each.choices)
        for each, answer in zip(known, later, strict=True)
    ]
    return Form(action.name, _title(action, dict(given)), action.tip, kept, tuple(lines))


def _title(action: Action, given: Mapping[str, str]) -> str:
    """The action, and the kind of thing that it is about when that is settled."""
    settled = action.settled(given) if given else frozenset()
    return ": ".join([action.label, *(value for key, value in given.items() if key in settled)])


def filled_in(action: Action, form: FilledForm) -> tuple[dict[str, Any], list[tuple[Field, str]]]:
    """The answers of a filled form by field, and what is missing or cannot be read."""
    asked = questions(action, form.kept)
    given: list[tuple[str, object]] = [*_kept(form.kept)]
    given += [
        (field, f"{subject}={read_text(answer)}")
        for (field, subject), answer in zip(_further(form.kept), form.answers[len(asked) :], strict=False)
        if read_text(answer)
    ]
    for field, answer in zip(asked, form.answers, strict=False):
        value = answer_text(answer, is_date=field.kind is date)
        if field.many and isinstance(value, str):
            given += [(field.name, part.strip()) for part in _BETWEEN.split(value)]
        else:
            given.append((field.name, value))
    values, complaints = read_answers(action.request, given)
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
