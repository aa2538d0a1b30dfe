"""Rows that are hash-chained: the step log, the list of scans and the events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xl_macros.click.office import Office
from xl_macros.domain.step_log import GENESIS, ChainReport, chain_hash, chained_fields, verify_chain
from xl_macros.tables.cells import read_column
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CORRECTIONS, EVENTS, LOG, SCANS, Table

CHAINS = (LOG, SCANS, EVENTS, CORRECTIONS)


def append_sealed(office: Office, table: Table, values: Sequence[dict[str, Any]]) -> None:
    """Stage new rows, each sealed onto the one before it, with the values that will be read back from the sheet."""
    rows = office.tables.rows(table)
    head = chain_head(rows)
    fields = chained_fields(table.fields)
    for new in values:
        row = Row((column.field, read_column(column, [new.get(column.field)])[0]) for column in table.columns)
        head = chain_hash(head, {field: row[field] for field in fields})
        row["chain_hash"] = head
        rows.append(row)
    office.tables.put(table, rows)


def chain_head(rows: Sequence[Row]) -> str:
    """The hash that stands for the whole chain so far."""
    return rows[-1]["chain_hash"] or GENESIS if rows else GENESIS


def check_chain(office: Office, table: Table, expected_head: str | None = None) -> ChainReport:
    """Whether every row still is what was sealed."""
    return verify_chain(office.tables.rows(table), chained_fields(table.fields), expected_head)


def next_number(rows: Sequence[Row]) -> int:
    """The running number after the last row's."""
    return max((row["number"] for row in rows if isinstance(row["number"], int)), default=0) + 1
