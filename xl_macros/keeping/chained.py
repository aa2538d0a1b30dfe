"""Rows that are hash-chained: the step log, the list of scans and the events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xl_macros.click.office import Office
from xl_macros.domain.step_log import GENESIS, ChainReport, chain_hash, chained_fields, verify_chain
from xl_macros.records import Event, LoggedStep
from xl_macros.tables.cells import read_column
from xl_macros.tables.record_rows import TABLE_OF, R, rows_of
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CORRECTIONS, EVENTS, LOG, SCANS, Table

CHAINS = (LOG, SCANS, EVENTS, CORRECTIONS)


def append_sealed(office: Office, kind: type[R], found: Iterable[R]) -> None:
    """Stage new records of a chained table, each sealed onto the one before it."""
    append_sealed_rows(office, TABLE_OF[kind], rows_of(kind, found))


def append_sealed_rows(office: Office, table: Table, values: Sequence[Mapping[str, Any]]) -> None:
    """Stage rows from elsewhere (another copy, a bag), sealed anew with the values that the sheet gives back."""
    head = head_of(office, table)
    fields = chained_fields(table.fields)
    rows = []
    for new in values:
        row = Row((column.field, read_column(column, [new.get(column.field)])[0]) for column in table.columns)
        head = chain_hash(head, {field: row[field] for field in fields})
        row["chain_hash"] = head
        rows.append(row)
    office.tables.append(table, rows)


def head_of(office: Office, table: Table) -> str:
    """The hash that stands for the whole chain of a table so far."""
    hashes = office.tables.column(table, "chain_hash")
    return str(hashes[-1] or GENESIS) if hashes else GENESIS


def new_event(office: Office, kind: str, target: str, evidence: str | None) -> Event:
    """A row of Peristiwa as the clicker writes it, today and under the next number; not yet sealed."""
    officer = office.officer()
    return Event(
        number=next_number(office, EVENTS),
        recorded_at=office.now,
        officer=officer.name,
        account=office.account_of(officer),
        target=target,
        kind=kind,
        happened_on=office.today,
        evidence=evidence,
    )


def chain_head(chain: Sequence[Row] | Sequence[LoggedStep]) -> str:
    """The hash that stands for the whole chain so far."""
    if not chain:
        return GENESIS
    last = chain[-1]
    head = last.chain_hash if isinstance(last, LoggedStep) else last["chain_hash"]
    return head or GENESIS


def check_chain(office: Office, table: Table, expected_head: str | None = None) -> ChainReport:
    """Whether every row still is what was sealed."""
    return verify_chain(office.tables.rows_to_read(table), chained_fields(table.fields), expected_head)


def next_number(office: Office, table: Table) -> int:
    """The running number after the last row's."""
    numbers = office.tables.column(table, "number")
    return max((number for number in numbers if isinstance(number, int)), default=0) + 1
