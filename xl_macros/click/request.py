"""What an action is asked with: one frozen class per action, whose fields say how they are asked for.

From the fields follow the options of the command line, the keys of `answers.txt` that the ribbon writes, and the
rows of the form sheet. A name that the action does not own is wrong usage, wherever it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from xl_macros.errors import Problem, Refusal

YES = "ya"


class Ask(NamedTuple):
    """How a field is asked for: `label` on the form sheet, `help` on the command line.

    `option` is its name there when it is not the field's own; `choices` are all that may be answered, or the name
    of a list of Referensi. A `hidden` field is never on the form: the host answers it (files, yes, preview).
    """

    label: str
    help: str
    option: str = ""
    choices: tuple[str, ...] | str = ()
    hidden: bool = False
    must: bool = False
    blank: bool = False
    """A date that is not today's unless somebody says so."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What every action can be asked with."""

    officer: Annotated[str | None, Ask("Petugas", "nama petugas, seperti di lembar Petugas", hidden=True)] = (
        None
    )
    confirmed: Annotated[
        bool, Ask("Ya", "jawab ya untuk pertanyaan tombol ini", option="yes", hidden=True)
    ] = False


class Field(NamedTuple):
    """One field of a request: `kind` is str, date, int, bool or Path; `many` says that it may be given often."""

    name: str
    kind: type
    many: bool
    ask: Ask

    @property
    def option(self) -> str:
        """Its name on the command line, without the two hyphens."""
        return self.ask.option or self.name.replace("_", "-")


class Further(NamedTuple):
    """A question that depends on what was given (a column of a list): its answer is `subject=answer` of `field`."""

    field: str
    subject: str
    answer: str
    note: str
    choices: tuple[str, ...]


class Hint(NamedTuple):
    """What the form shows beside a question in view of what was given: narrower choices, or ones of the office."""

    choices: tuple[str, ...] = ()
    note: str = ""


class UnknownAnswerError(Exception):
    """An answer that the action does not own: wrong usage."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


R = TypeVar("R", bound=Request)


@cache
def fields_of(request: type[Request]) -> tuple[Field, ...]:
    """The fields of an action's request, its own first, in the order in which they are asked."""
    hints = get_type_hints(request, include_extras=True)
    names = request.__struct_fields__
    shared = Request.__struct_fields__
    ordered = [*(name for name in names if name not in shared), *shared]
    return tuple(_field(name, hints[name]) for name in ordered)


def _field(name: str, hint: Any) -> Field:
    kind, ask = get_args(hint)[:2]
    if get_origin(kind) is UnionType:
        kind = next(each for each in get_args(kind) if each is not NoneType)
    many = get_origin(kind) is tuple
    return Field(name, get_args(kind)[0] if many else kind, many, ask)


Given = Mapping[str, object] | Iterable[tuple[str, object]]
"""Answers by a field's name or its option; values are text or typed, several of them in a list or one by one."""


def asked(request: type[R], given: Given) -> R:
    """The request that the given answers come to.

    Raises UnknownAnswerError for a key that the action does not own, and one Refusal that names each answer
    which cannot be read. A blank answer is none.
    """
    values, complaints = read_answers(request, given)
    if complaints:
        raise Refusal(
            "Isian tidak dapat dibaca.",
            problems=[Problem(f"{field.ask.label}: {what}") for field, what in complaints],
            cure="Perbaiki isian itu, lalu ulangi.",
        )
    return request(**values)


def read_answers(request: type[R], given: Given) -> tuple[dict[str, Any], list[tuple[Field, str]]]:
    """What was answered, by field; and each field whose answer cannot be read, with a sentence.

    Raises UnknownAnswerError for a key that the action does not own.
    """
    by_key = {key: field for field in fields_of(request) for key in (field.name, field.option)}
    values: dict[str, Any] = {}
    complaints: list[tuple[Field, str]] = []
    for key, value in given.items() if isinstance(given, Mapping) else given:
        if key not in by_key:
            raise UnknownAnswerError(key)
        field = by_key[key]
        for one in _each(value):
            try:
                read = read_answer(field, one)
            except ValueError as problem:
                complaints.append((field, str(problem)))
                continue
            if read is not None:
                values[field.name] = (*values.get(field.name, ()), read) if field.many else read
    return values, complaints


def _each(value: object) -> Iterator[object]:
    if isinstance(value, list | tuple):
        yield from value
    else:
        yield value


def read_answer(field: Field, value: object) -> Any:
    """One answer as its field holds it; None for a blank one. Raises ValueError with an Indonesian sentence."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if field.kind is str:
        choices = field.ask.choices
        text = str(value).strip()
        return _choice(text, choices) if isinstance(choices, tuple) and choices else text
    return _READERS[field.kind](value)


def _yes(value: object) -> bool:
    return value if isinstance(value, bool) else str(value).strip().casefold() == YES


def _path(value: object) -> Path:
    return value if isinstance(value, Path) else Path(str(value).strip())


def read_day(value: object) -> date:
    """The day of an answer: 2025-09-16 or 16/09/2025. ValueError with an Indonesian sentence."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(f"'{text}' bukan tanggal yang dapat dibaca; ketik misalnya 16/09/2025.")


def _number(value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ValueError(f"'{text}' bukan bilangan.")
    return int(text)


_READERS: Mapping[type, Callable[[object], object]] = {bool: _yes, Path: _path, date: read_day, int: _number}


def _choice(text: str, choices: tuple[str, ...]) -> str:
    folded = " ".join(text.casefold().split())
    found = next((choice for choice in choices if choice.casefold() == folded), None)
    if found is None:
        raise ValueError(f"'{text}' tidak dikenal; pilih salah satu: {', '.join(choices)}.")
    return found
