"""What a row of each table says: frozen, typed, one class per table, fields in the order of the schema's columns.

A misspelt or missing field is an error of the type checker. `sheet_row` is the 1-based worksheet row, 0 for a row not
written yet. `unread` holds, by field, text that stands in a cell of another kind (a date that is none): the field
itself is None then, and writing the record back leaves the cell as it is.

NamedTuples, not dataclasses: a button pays for these classes at its start (`benchmarks/start_up.py`), and whole columns
become records without a loop in Python. `tests/tables/test_records.py` holds them against the schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

NOTHING: Mapping[str, str] = MappingProxyType({})


class Decision(NamedTuple):
    """A decision that exempts, and where it stands in the procedure."""

    berkas: str | None = None
    number: str | None = None
    decided_on: date | None = None
    about: str | None = None
    step_label: str | None = None
    step: int | None = None
    received_at: datetime | None = None
    standing: str | None = None
    secrecy: str | None = None
    urgency: str | None = None
    letter_from: str | None = None
    agenda_number: str | None = None
    forwarded_to: str | None = None
    instruction: str | None = None
    date_text: str | None = None
    note: str | None = None
    standing_act: str | None = None
    standing_on: date | None = None
    test_number: str | None = None
    test_on: date | None = None
    test_conclusion: str | None = None
    parent_decision: str | None = None
    decided_by: str | None = None
    list_year: int | None = None
    state: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class Entry(NamedTuple):
    """One exempted item, as typed and as computed."""

    code: str | None = None
    information: str | None = None
    status: str | None = None
    end_on: date | None = None
    days_left: str | None = None
    short_finding: str | None = None
    period_text: str | None = None
    legal_basis: str | None = None
    decision_number: str | None = None
    unit: str | None = None
    extent: str | None = None
    exempt_part: str | None = None
    scans: int | None = None
    explanation: str | None = None
    findings: str | None = None
    harm_if_open: str | None = None
    benefit_if_closed: str | None = None
    place: str | None = None
    note: str | None = None
    responsible: str | None = None
    summary: str | None = None
    part_grounds: str | None = None
    test_conclusion: str | None = None
    anchor_on: date | None = None
    anchor_evidence: str | None = None
    mark_on: date | None = None
    mark_note: str | None = None
    berkas: str | None = None
    period_class: str | None = None
    period_length: int | None = None
    period_unit: str | None = None
    period_anchor: str | None = None
    period_event: str | None = None
    period_override: str | None = None
    period_consent: str | None = None
    start_on: date | None = None
    start_source: str | None = None
    event_kind: str | None = None
    event_on: date | None = None
    event_evidence: str | None = None
    pages: int | None = None
    amended_period: str | None = None
    amended_by: str | None = None
    amended_on: date | None = None
    predecessor: str | None = None
    successor: str | None = None
    state: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class Event(NamedTuple):
    """Something that happened to an exemption."""

    number: int | None = None
    recorded_at: datetime | None = None
    officer: str | None = None
    target: str | None = None
    kind: str | None = None
    happened_on: date | None = None
    evidence: str | None = None
    note: str | None = None
    before: str | None = None
    after: str | None = None
    outcome: str | None = None
    part: str | None = None
    by_whom: str | None = None
    final_on: date | None = None
    until_on: date | None = None
    related: str | None = None
    account: str | None = None
    chain_hash: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class Correction(NamedTuple):
    """An official correction: what it was, what it became, why, and who agreed."""

    number: int | None = None
    recorded_at: datetime | None = None
    officer: str | None = None
    account: str | None = None
    approved_by: str | None = None
    kind: str | None = None
    target: str | None = None
    column: str | None = None
    before: str | None = None
    after: str | None = None
    reason: str | None = None
    evidence: str | None = None
    chain_hash: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class LoggedStep(NamedTuple):
    """A step of the SOP that was carried out."""

    number: int | None = None
    berkas: str | None = None
    step: int | None = None
    step_name: str | None = None
    officer: str | None = None
    finished_at: datetime | None = None
    hours_used: float | None = None
    standard_hours: float | None = None
    timeliness: str | None = None
    output: str | None = None
    direction: str | None = None
    role: str | None = None
    started_at: datetime | None = None
    account: str | None = None
    seal: str | None = None
    evidence_hash: str | None = None
    chain_hash: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class Scan(NamedTuple):
    """A listed scan."""

    link: str | None = None
    scan_id: str | None = None
    code: str | None = None
    kind: str | None = None
    pages: int | None = None
    taken_at: datetime | None = None
    officer: str | None = None
    check_result: str | None = None
    checked_at: datetime | None = None
    berkas: str | None = None
    file: str | None = None
    source_name: str | None = None
    note: str | None = None
    signature: str | None = None
    covers: str | None = None
    replaces: str | None = None
    size_bytes: int | None = None
    sha256: str | None = None
    source_sha256: str | None = None
    chain_hash: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class PreviewLine(NamedTuple):
    """A cell that would change."""

    code: str | None = None
    information: str | None = None
    column: str | None = None
    before: str | None = None
    after: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class SettingLine(NamedTuple):
    """A row of Pengaturan."""

    name: str | None = None
    value: str | None = None
    hint: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class Officer(NamedTuple):
    """Who may click."""

    name: str | None = None
    nip: str | None = None
    rank: str | None = None
    position: str | None = None
    role: str | None = None
    account: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class SopStep(NamedTuple):
    """A step of the SOP: whose it is and how long it may take."""

    step: int | None = None
    name: str | None = None
    role: str | None = None
    requirement: str | None = None
    standard: str | None = None
    output: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class Article(NamedTuple):
    """A letter of article 17."""

    letter: str | None = None
    subject: str | None = None
    maximum_years: int | None = None
    may_be_permanent: str | None = None
    source: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class LegalBasisLine(NamedTuple):
    """An act and when it holds."""

    act: str | None = None
    title: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str | None = None
    certainty: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class Holiday(NamedTuple):
    """A day off, or one worked in place of another."""

    date: date | None = None
    kind: str | None = None
    source: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


class Hours(NamedTuple):
    """When the office works."""

    valid_from: date | None = None
    valid_to: date | None = None
    weekdays: str | None = None
    opens: str | None = None
    closes: str | None = None
    break_from: str | None = None
    break_to: str | None = None
    source: str | None = None
    sheet_row: int = 0
    unread: Mapping[str, str] = NOTHING


Record = (
    Decision
    | Entry
    | Event
    | Correction
    | LoggedStep
    | Scan
    | PreviewLine
    | SettingLine
    | Officer
    | SopStep
    | Article
    | LegalBasisLine
    | Holiday
    | Hours
)
