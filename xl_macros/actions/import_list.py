"""An office's own list (Excel, OpenDocument, CSV) into the Register: understood first, then written at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from xl_macros.actions.requests import ImportList
from xl_macros.click.office import Office, Summary, refuse_if, section
from xl_macros.click.request import Further
from xl_macros.domain.decision_number import nearest, same_key
from xl_macros.domain.list_columns import normal
from xl_macros.domain.list_headings import ABOUT, DECIDED_ON
from xl_macros.domain.list_plan import ListPlan
from xl_macros.domain.list_vertical import TEST_NUMBER, TEST_ON
from xl_macros.domain.wording.dates import read_date
from xl_macros.errors import NeedsConfirmation, Place, Problem, Refusal
from xl_macros.keeping.chained import append_sealed, new_event
from xl_macros.keeping.known_layouts import remember, remembered
from xl_macros.keeping.strange_lists import StrangeList, mapping, plan_lists, read_lists, targets, unmatched
from xl_macros.places.copying import hash_file
from xl_macros.records import Decision, Entry, Event
from xl_macros.tables.blocks import shorten
from xl_macros.tables.cells import read_text
from xl_macros.tables.record_rows import row_of
from xl_macros.tables.schema import DECISIONS, DECISIONS_SHEET, REGISTER, REGISTER_SHEET

IMPORTED = "impor daftar"
LONGEST_SECTION = 20
ALL_IN_PREVIEW = "lagi; semuanya dengan --dry-run."
LEAVE_OUT = "abaikan"
"""What is answered for a column that is not to be taken."""
BEFORE = " lama"
"""Marks the columns of what stands there already, beside those of the list."""

FIELDS = tuple(column.field for column in REGISTER.columns if column.filled == "staff")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One entry of the list as a row of the Register, and where it stands in the list."""

    where: str
    values: dict[str, Any]
    decision: dict[str, Any] = field(default_factory=dict)
    """What the list says of its decision: the fields of a row of Keputusan."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A list beside the Register: what is to be added, and one line for each entry that stands there already.

    `differing` says of which of these the two do not agree; neither side is changed.
    """

    fresh: list[Incoming]
    repeated: list[str]
    differing: list[str]


def further_questions(office: Office, given: Sequence[tuple[str, str]]) -> list[Further]:
    """A question for each column of the list that was chosen: what it was taken for, with samples and all choices."""
    files = [Path(value) for key, value in given if key in {"file", "files"} and value]
    if len(files) != 1:
        return []
    sheets = [value for key, value in given if key in {"sheet", "sheets"} and value]
    plans = plan_lists(files[0], sheets, {})
    headers = {field: header for header, field in _choices().items()}
    choices = (*_choices(), LEAVE_OUT)
    asked: dict[str, Further] = {}
    for plan in plans:
        before = remembered(office, plan.layout, choices)
        for column in plan.columns:
            answer = before.get(column.title) or headers.get(column.field or "", LEAVE_OUT)
            note = _note(plan, column.samples)
            asked.setdefault(column.title, Further("columns", column.title, answer, note, choices))
    return [each for title, each in asked.items() if title]


def _remember(office: Office, lists: Sequence[StrangeList], wishes: Sequence[str]) -> None:
    """What the columns were taken for, under the layout of each list."""
    meanings = {title: header for title, _, header in (wish.rpartition("=") for wish in wishes)}
    for one in lists:
        remember(office, one.plan.layout, meanings)


def _choices() -> dict[str, str]:
    """What a column may be taken for, by its header as staff read it."""
    every = {column.field: column.header for column in (*DECISIONS.columns, *REGISTER.columns)}
    return {every[field]: field for field in targets().values() if field in every}


def _note(plan: ListPlan, samples: Sequence[str]) -> str:
    rows = f"{plan.entries} informasi, {len(plan.left_out)} baris tidak diambil"
    return shorten(f"{rows}; contoh: {' | '.join(samples)}", 400)


def run(office: Office, request: ImportList) -> Summary:
    """Add the chosen list's entries to the Register; in Excel what would be written is shown and asked about first.

    Entries that stand there already (same decision, same information) are told and not doubled. Refused, with
    all problems, when the list is not understood; a column that is not imported is always told. `request.target`
    is the decision of entries that name none.
    """
    if len(request.files) != 1:
        raise Refusal(
            "Belum dipilih satu berkas daftar.", cure="Pilih satu berkas Excel, OpenDocument atau CSV."
        )
    (source,) = request.files
    lists, left_out = read_lists(source, request.sheets, mapping(request.columns))
    evidence = f"{source.name}, SHA-256 {hash_file(source).sha256}"
    incoming = _incoming(office, lists, request.target)
    merged = merge(office, incoming)
    longest = None if request.preview else LONGEST_SECTION
    remarks = [*left_out, *(remark for one in lists for remark in one.remarks)]
    lines = [line for one in lists for line in one.column_lines()]
    sayings = _sayings(incoming)
    strange = [*unmatched(request.columns, lists), *_strange_decisions(office, sayings)]
    lines += section("Perlu diperhatikan:", [*strange, *map(str, remarks)], longest, ALL_IN_PREVIEW)
    lines += section("Sudah ada, tidak digandakan:", merged.repeated, longest, ALL_IN_PREVIEW)
    lines += section(
        "Berbeda dengan yang sudah ada; tidak diubah, periksa sendiri:",
        merged.differing,
        longest,
        ALL_IN_PREVIEW,
    )
    if merged.fresh and office.in_excel and not office.confirmed:
        question = f"{len(merged.fresh)} informasi dari {source.name} akan ditulis ke Register. Tulis?"
        raise NeedsConfirmation("\n".join([question, "", *lines]))
    lines += _staged(office, sayings, merged, evidence, preview=request.preview)
    if request.columns and merged.fresh and not request.preview:
        _remember(office, lists, request.columns)
    return Summary("\n".join(lines), ok=not merged.differing)


def _incoming(office: Office, lists: Sequence[StrangeList], decision: str | None) -> list[Incoming]:
    """The entries of all lists as rows of the Register; refused where no decision is named."""
    spelling = {identity(row.number): row.number for row in office.tables.records(Decision) if row.number}
    incoming: list[Incoming] = []
    without: list[Problem] = []
    for one in lists:
        for entry in one.rows.entries:
            place = Place(one.sheet, entry.row + 1)
            number = entry.values.get("decision_number") or (decision or "").strip()
            if not number:
                without.append(Problem("nomor keputusannya tidak ada.", "", place))
            values = {name: entry.values[name] for name in FIELDS if name in entry.values}
            number = spelling.setdefault(identity(number), number)
            incoming.append(
                Incoming(str(place), {**values, "decision_number": number}, _said_of_decision(entry.values))
            )
    refuse_if(
        without,
        "Register memerlukan nomor keputusan bagi setiap informasi.",
        'Sebut nomor itu saat ditanyakan, atau dengan --target "NOMOR KEPUTUSAN".',
    )
    return incoming


def identity(number: str | None) -> str:
    """What tells decisions apart; a number that names none is told apart by its very letters."""
    return same_key(number) or f"= {normal(number)} {number}"


def _said_of_decision(values: dict[str, str]) -> dict[str, Any]:
    """Date and subject that stand beside the decision's number; a date that is not surely one stays text."""
    said: dict[str, Any] = {}
    if ABOUT in values:
        said["about"] = values[ABOUT]
    if TEST_NUMBER in values:
        said["test_number"] = values[TEST_NUMBER]
    if TEST_ON in values:
        said["test_on"] = date.fromisoformat(values[TEST_ON])
    if DECIDED_ON in values:
        written = values[DECIDED_ON]
        read = read_date(" ".join(written.split()).casefold())
        whole = (
            read is not None and read.on is not None and not read.doubt and read.end == len(written.strip())
        )
        said |= {"decided_on": read.on} if read and whole else {"date_text": written}
    return said


_Sayings = dict[str, dict[str, list[Any]]]


def _sayings(incoming: Sequence[Incoming]) -> _Sayings:
    """All that the list says of each decision, by its number and field; dates and what is no date together."""
    said: _Sayings = {}
    for entry in incoming:
        known = said.setdefault(entry.values["decision_number"], {})
        for name, value in entry.decision.items():
            values = known.setdefault(DECIDED_ON if name == "date_text" else name, [])
            if value not in values:
                values.append(value)
    return said


def _decisions(sayings: _Sayings) -> dict[str, dict[str, Any]]:
    """What the list says of each decision: the first of each field, but of two different dates none.

    The end of every exemption is counted from that day; the texts are kept for whoever looks the decision up.
    """
    said: dict[str, dict[str, Any]] = {}
    for number, fields in sayings.items():
        known = said[number] = {name: values[0] for name, values in fields.items()}
        dates = fields.get(DECIDED_ON, [])
        if len(dates) > 1 or (dates and not isinstance(dates[0], date)):
            del known[DECIDED_ON]
            known["date_text"] = "; ".join(map(_squeezed, dates))
    return said


def _of_two_minds(sayings: _Sayings) -> list[str]:
    """Decisions of which the list says two different things."""
    return [
        f"Keputusan {number}: daftar menyebut lebih dari satu {DECISIONS.column(name).header} "
        f"({shorten('; '.join(map(_squeezed, values)), 80)}); "
        + ("tidak diambil." if name == DECIDED_ON else "diambil yang pertama.")
        for number, fields in sayings.items()
        for name, values in fields.items()
        if len(values) > 1
    ]


def _strange_decisions(office: Office, sayings: _Sayings) -> list[str]:
    """What is to be looked at: dates and subjects unlike those of Keputusan, and new numbers like known ones."""
    rows = {row.number: row for row in office.tables.records(Decision) if row.number}
    remarks = _of_two_minds(sayings)
    for number, said in _decisions(sayings).items():
        if number not in rows:
            near = nearest(number, rows)
            if near:
                remarks.append(
                    f"Keputusan {number} belum ada di {DECISIONS_SHEET}; yang mirip: {near}. Periksa."
                )
            continue
        for name, value in said.items():
            there = rows[number].unread.get(name) or getattr(rows[number], name)
            if _differ(value, there):
                header = DECISIONS.column(name).header
                shown = [shorten(_squeezed(each), 60) or "(kosong)" for each in (value, there)]
                remarks.append(
                    f"Keputusan {number}: {header} menurut daftar '{shown[0]}', di {DECISIONS_SHEET} '{shown[1]}'."
                )
    return remarks


def merge(office: Office, incoming: Sequence[Incoming]) -> Merged:
    """Compare the list with the Register and with itself: of rows with the same key the first one stands."""
    import pandas as pd

    standing = office.tables.records(Entry)
    rows: list[dict[str, Any]] = [
        {"where": f"{REGISTER_SHEET} baris {row.sheet_row}", **row_of(row)} for row in standing
    ]
    rows += [{"where": entry.where, **entry.values} for entry in incoming]
    table = pd.DataFrame(rows, columns=["where", *FIELDS], dtype=object)
    table = table.where(table.notna(), None)
    table["key"] = list(map(_key, table["decision_number"], table["information"]))
    firsts = table.drop_duplicates("key").set_index("key").add_suffix(BEFORE)
    both = table.iloc[len(standing) :].join(firsts, on="key")
    is_fresh = list(both["where"] == both[f"where{BEFORE}"])
    repeated: list[str] = []
    differing: list[str] = []
    for line in both[[not fresh for fresh in is_fresh]].to_dict("records"):
        told = f"{line['where']} dan {line['where' + BEFORE]}: {shorten(line['information'], 60)}"
        unlike = [_unlike(line, field) for field in FIELDS if _differ(line[field], line[field + BEFORE])]
        (differing if unlike else repeated).append("; ".join([told, *unlike]))
    fresh = [entry for entry, is_new in zip(incoming, is_fresh, strict=True) if is_new]
    return Merged(fresh, repeated, differing)


def _key(decision: str | None, information: str | None) -> str:
    return f"{identity(decision)}\n{normal(information) or information}"


def _squeezed(value: object) -> str:
    return " ".join((read_text(value) or "").split())


def _differ(in_list: object, before: object) -> bool:
    """A blank of the list says nothing; white space does not count."""
    return bool(in_list) and _squeezed(in_list) != _squeezed(before)


def _unlike(line: dict[Any, Any], field: str) -> str:
    there = shorten(_squeezed(line[field + BEFORE]), 60) or "(kosong)"
    return f"{REGISTER.column(field).header} '{shorten(line[field], 60)}' tetapi di sana '{there}'"


def _staged(office: Office, sayings: _Sayings, merged: Merged, evidence: str, *, preview: bool) -> list[str]:
    """Stage what is new, and say so; nothing is staged for a preview."""
    fresh = merged.fresh
    numbers = list(dict.fromkeys(entry.values["decision_number"] for entry in fresh))
    counts = f"{len(merged.repeated)} sudah ada, {len(merged.differing)} berbeda"
    if preview or not fresh:
        lines = [f"  {entry.where}: {shorten(entry.values['information'], 80)}" for entry in fresh]
        return [
            f"{len(fresh)} informasi akan ditulis ke Register, {counts}.",
            *lines,
            "Belum ada yang ditulis.",
        ]
    event = new_event(office, IMPORTED, "register", evidence)
    decisions = office.tables.records(Decision)
    known = {row.number for row in decisions}
    new = [number for number in numbers if number not in known]
    entries = office.tables.records(Entry)
    office.tables.put_records(Entry, [*entries, *(Entry(**entry.values) for entry in fresh)])
    if new:
        said = _decisions(sayings)
        secrecy = next((each.secrecy for each in reversed(decisions) if each.secrecy), None)
        rows = [Decision(number=number, secrecy=secrecy, **said[number]) for number in new]
        office.tables.put_records(Decision, [*decisions, *rows])
    note, after = f"{len(fresh)} informasi ditambahkan, {counts}.", "\n".join(numbers)[:30_000]
    append_sealed(office, Event, [event._replace(note=note, after=after)])
    lines = [f"{len(fresh)} informasi ditulis ke Register, {counts}."]
    if new:
        lines.append(
            f"Lengkapi di lembar {DECISIONS_SHEET}: {', '.join(new)} (tentang, diterima, sifat dan tanggalnya)."
        )
    return [*lines, "Sesudah itu klik Terima Keputusan pada setiap keputusan, lalu Hitung Jangka Waktu."]
