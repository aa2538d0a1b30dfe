"""Rows as records and back: a record says what its columns mean, a row is what crosses to the sheet.

A cell that holds text where a date or a number belongs is no value of the record: its field is None and the text is
kept in `unread`, for an action to refuse with its place; writing the record back leaves that cell as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from types import NoneType
from typing import Any, TypeVar, cast

from xl_macros import records
from xl_macros.records import NOTHING, Record
from xl_macros.tables import schema
from xl_macros.tables.bodies import Body, Columns, Row, blank_places, placed
from xl_macros.tables.schema import Kind, Table

R = TypeVar("R", bound=Record)

TABLE_OF: Mapping[type, Table] = {
    records.Decision: schema.DECISIONS,
    records.Entry: schema.REGISTER,
    records.Event: schema.EVENTS,
    records.Correction: schema.CORRECTIONS,
    records.LoggedStep: schema.LOG,
    records.Scan: schema.SCANS,
    records.PreviewLine: schema.PREVIEW,
    records.SettingLine: schema.SETTINGS,
    records.Officer: schema.OFFICERS,
    records.SopStep: schema.STEPS,
    records.Article: schema.ARTICLES,
    records.LegalBasisLine: schema.LEGAL_BASES,
    records.Holiday: schema.HOLIDAYS,
    records.Hours: schema.WORKING_HOURS,
}

_TYPES: Mapping[Kind, type | tuple[type, ...]] = {
    Kind.TEXT: str,
    Kind.FORMULA: str,
    Kind.DATE: date,
    Kind.DATETIME: datetime,
    Kind.INTEGER: int,
    Kind.NUMBER: (int, float),
}


def records_of(kind: type[R], columns: Columns, first_sheet_row: int) -> list[R]:
    """The rows that are not blank as records, in sheet order; `columns` as read, one list per column of the schema."""
    table = TABLE_OF[kind]
    blank = blank_places(table, columns)
    clean, unread = _sorted_out(table, columns)
    make: Callable[..., R] = kind
    return [
        make(*values, first_sheet_row + place, unread.get(place, NOTHING))
        for place, values in enumerate(zip(*clean, strict=True))
        if place not in blank
    ]


def _sorted_out(table: Table, columns: Columns) -> tuple[list[list[Any]], dict[int, dict[str, str]]]:
    """The columns with None for what is of another kind, and that text by row (0-based) and field."""
    clean: list[list[Any]] = []
    unread: dict[int, dict[str, str]] = {}
    for column, values in zip(table.columns, columns, strict=True):
        wanted = _TYPES[column.kind]
        if all(kind is NoneType or issubclass(kind, wanted) for kind in set(map(type, values))):
            clean.append(values)
            continue
        kept = []
        for place, value in enumerate(values):
            fits = value is None or isinstance(value, wanted)
            kept.append(value if fits else None)
            if not fits:
                unread.setdefault(place, {})[column.field] = str(value)
        clean.append(kept)
    return clean, unread


def columns_of_records(kind: type[R], body: Body, found: Iterable[R]) -> Columns:
    """The record's table with these records, and with what could not be read put back into its cells.

    See `bodies.columns_of`.
    """
    table = TABLE_OF[kind]
    *columns, sheet_rows, unread = [*zip(*found, strict=True)] or [()] * (len(table.fields) + 2)
    values = [list(column) for column in columns]
    for place, texts in enumerate(unread):
        for field, text in texts.items():
            column = values[table.fields.index(field)]
            column[place] = text if column[place] is None else column[place]
    return placed(body, values, sheet_rows)


def rows_of(kind: type[R], found: Iterable[R]) -> list[Row]:
    """Records as rows, with what could not be read put back into its cells."""
    fields = TABLE_OF[kind].fields
    rows = []
    for record in found:
        row = Row(zip(fields, cast("tuple[Any, ...]", record), strict=False), record.sheet_row)
        row.update((field, text) for field, text in record.unread.items() if row[field] is None)
        rows.append(row)
    return rows


def row_of(record: Record) -> Row:
    """One record as a row: what chains, seals and bags hold is the row, not its reading."""
    (row,) = rows_of(type(record), [record])
    return row
