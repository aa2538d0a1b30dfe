"""An event that changes an exemption, or that says what the office has done about one, with its outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from xl_macros.actions.compute_expiry import write_expiry
from xl_macros.actions.requests import RecordEvent
from xl_macros.click.office import Office, Summary, refuse_if
from xl_macros.domain.entry import EventKind
from xl_macros.domain.standing import stands_after
from xl_macros.errors import NeedsConfirmation, Problem, Refusal
from xl_macros.keeping import event_form
from xl_macros.keeping.chained import append_sealed, new_event
from xl_macros.keeping.event_checks import (
    Said,
    kind_of,
    problems_of,
    problems_of_any,
    questions_of,
    resolved,
    verdict_of,
)
from xl_macros.keeping.event_targets import Concerned, concerned
from xl_macros.keeping.register import Assessed, assess_register, events_by_target
from xl_macros.keeping.renewals import link_renewal
from xl_macros.records import Decision, Entry, Event
from xl_macros.tables.blocks import shorten

settled, hints, further_questions = event_form.settled, event_form.hints, event_form.further_questions

MOST_TOLD = 12
"""Results that the message names one by one."""

_LONGEST_STATE = 600


def run(office: Office, request: RecordEvent) -> Summary:
    """Record one event with its outcome, date and evidence on all that it concerns, and recompute what it touches.

    Refused when something is missing or cannot be, and when it reaches no entry. Asked about when the words of
    its evidence contradict the outcome, when the same is recorded already, and when it opens several entries.
    """
    kind, on = _kind_and_day(office, request)
    whom = concerned(office, kind, request.target)
    said = _said(office, request, kind, on)
    events = events_by_target(office)
    said = resolved(said, whom, events)
    if not office.confirmed:
        questions = list(questions_of(office, said, whom, events))
        if questions:
            raise NeedsConfirmation("\n".join([*questions, "Catat peristiwa ini?"]))
    before = {row.sheet_row: row for row in office.tables.records(Entry)}
    if whom.decision is not None:
        _set_standing(office, whom.decision, said)
    if said.kind is EventKind.RENEWAL:
        said, whom = link_renewal(office, said, whom)
    rows = _rows(office, said, whom)
    assessed = _reassess(office, rows)
    reached = {row.sheet_row for row in whom.entries}
    touched = [item for item in assessed if item.row.sheet_row in reached]
    write_expiry(office, assessed)
    append_sealed(office, Event, [_described(row, before, touched) for row in rows])
    return Summary(_told(said, whom, touched, before))


def _kind_and_day(office: Office, request: RecordEvent) -> tuple[EventKind, date]:
    kind = kind_of(request.event)
    if request.on is None:
        raise Refusal("Tanggal peristiwa belum diisi.", cure="Ketik tanggalnya, misalnya 16/09/2025.")
    _refuse(list(problems_of_any(kind, request.on, request.evidence, office.today)))
    return kind, request.on


def _said(office: Office, request: RecordEvent, kind: EventKind, on: date) -> Said:
    said = Said(
        kind,
        verdict_of(kind, request.outcome),
        on,
        request.evidence or "",
        note=request.note or "",
        final_on=request.final_on,
        part=request.part or "",
        by_whom=event_form.forwarded_to(request.by_whom, request.forwarded),
        related=request.related or "",
        until_on=request.until_on,
    )
    _refuse(list(problems_of(said, office.today)))
    return said


def _refuse(problems: Sequence[Problem]) -> None:
    if len(problems) == 1:
        raise Refusal(problems[0].what, cure=problems[0].cure)
    refuse_if(problems, "Peristiwa ini belum dapat dicatat.", "Perbaiki isian itu, lalu ulangi.")


def _set_standing(office: Office, decision: Decision, said: Said) -> None:
    after = stands_after(said.verdict, said.evidence, said.on)
    if after is None:
        return
    office.tables.put_records(
        Decision,
        [
            row._replace(standing=after.standing, standing_act=after.act, standing_on=after.on)
            if row.sheet_row == decision.sheet_row
            else row
            for row in office.tables.records(Decision)
        ],
    )


def _rows(office: Office, said: Said, whom: Concerned) -> list[Event]:
    """One row for each name, without what it changed."""
    first = new_event(office, said.kind.value, "", said.evidence)
    shared = first._replace(
        outcome=said.verdict.value,
        happened_on=said.on,
        note=said.note or None,
        final_on=said.final_on,
        part=said.part or None,
        by_whom=said.by_whom or None,
        related=said.related or None,
        until_on=said.until_on,
    )
    number = first.number or 0
    return [shared._replace(number=number + place, target=name) for place, name in enumerate(whom.names)]


def _reassess(office: Office, rows: Iterable[Event]) -> list[Assessed]:
    """The register as it is with the events, before their own rows are sealed with what they changed."""
    events = office.tables.records(Event)
    office.tables.put_records(Event, [*events, *rows])
    assessed = assess_register(office)
    office.tables.put_records(Event, events)
    return assessed


def _described(event: Event, before: Mapping[int, Entry], touched: Sequence[Assessed]) -> Event:
    """The event with what was and what has become of it, in a few words however many entries there are."""
    mine = [item for item in touched if item.row.code == event.target] or list(touched)
    if len(mine) == 1:
        return event._replace(before=_state(before[mine[0].row.sheet_row]), after=_one(mine[0]))
    return event._replace(
        before=_counts(_status(before[item.row.sheet_row].status) for item in mine),
        after=_counts(item.outcome.status.value for item in mine),
    )


def _status(cell: str | None) -> str:
    """The words of a status cell, without its symbol."""
    return str(cell).partition(" ")[2] if cell else "belum dihitung"


def _counts(statuses: Iterable[str]) -> str:
    """ "9 informasi: 3 berlaku, 6 menunggu peristiwa" """
    counts = Counter(statuses)
    words = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    return f"{counts.total()} informasi: {words}"


def _state(row: Entry) -> str:
    status = row.status or "belum dihitung"
    return shorten(f"{status}; {row.explanation}" if row.explanation else str(status), _LONGEST_STATE)


def _one(item: Assessed) -> str:
    return shorten(f"{item.outcome.label}; {item.outcome.explanation}", _LONGEST_STATE)


def _told(said: Said, whom: Concerned, touched: Sequence[Assessed], before: Mapping[int, Entry]) -> str:
    """What was recorded, and what each entry has become."""
    names = ", ".join(whom.names[:MOST_TOLD]) + ("" if len(whom.names) <= MOST_TOLD else " dan lainnya")
    head = f"{said.label} pada {names} dicatat."
    if len(touched) == 1:
        return f"{head} {touched[0].outcome.explanation}"
    if all(_state(before[item.row.sheet_row]) == _one(item) for item in touched):
        return f"{head} Status {len(touched)} informasi tidak berubah."
    results: dict[str, list[str]] = {}
    for item in touched:
        results.setdefault(f"{item.outcome.label}. {item.outcome.explanation}", []).append(
            item.row.code or "-"
        )
    lines = [f"- {', '.join(codes[:MOST_TOLD])}{_more(codes)}: {text}" for text, codes in results.items()]
    more = (
        [f"- dan {len(lines) - MOST_TOLD} hasil lain: lihat lembar Register."]
        if len(lines) > MOST_TOLD
        else []
    )
    return "\n".join([f"{head} Berlaku untuk {len(touched)} informasi:", *lines[:MOST_TOLD], *more])


def _more(codes: Sequence[str]) -> str:
    return f" dan {len(codes) - MOST_TOLD} lainnya" if len(codes) > MOST_TOLD else ""
