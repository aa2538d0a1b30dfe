"""Records say what the schema's columns say, and a row survives becoming one."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from office_at_work import filled

from xl_macros.file_engine import open_book
from xl_macros.records import Decision, Entry, Record
from xl_macros.tables.record_rows import TABLE_OF, records_of, rows_of
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import DECISIONS, TABLES, Kind

TYPES = {
    Kind.TEXT: str,
    Kind.DATE: date,
    Kind.DATETIME: datetime,
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.FORMULA: str,
}


def from_rows(rows: list[dict[str, object]]) -> list[Decision]:
    return records_of(Decision, [[row.get(field) for row in rows] for field in DECISIONS.fields], 5)


def test_every_table_has_its_record() -> None:
    assert set(TABLE_OF) == set(get_args(Record))
    assert sorted(table.name for table in TABLE_OF.values()) == sorted(table.name for table in TABLES)


@pytest.mark.parametrize("kind", TABLE_OF, ids=lambda kind: kind.__name__)
def test_a_record_has_the_columns_of_its_table_in_their_order_and_of_their_kind(kind: type) -> None:
    hints = get_type_hints(kind)
    columns = TABLE_OF[kind].columns
    assert tuple(hints) == (*(column.field for column in columns), "sheet_row", "unread")
    for column in columns:
        assert get_args(hints[column.field])[0] is TYPES[column.kind], column.field


def test_rows_become_records_and_rows_again() -> None:
    rows = [{"number": "731", "decided_on": date(2025, 8, 21), "step": 2}, {"number": "732"}]
    first, second = from_rows(rows)
    assert (first.number, first.decided_on, first.step, first.sheet_row) == ("731", date(2025, 8, 21), 2, 5)
    assert second == Decision(number="732", sheet_row=6)
    again = rows_of(Decision, [first, second])
    assert [(row["number"], row["decided_on"], row.sheet_row) for row in again] == [
        ("731", date(2025, 8, 21), 5),
        ("732", None, 6),
    ]


def test_text_in_a_date_cell_is_no_date_and_is_not_lost() -> None:
    (found,) = from_rows([{"number": "1", "decided_on": "kemarin", "received_at": "nanti"}])
    assert (found.decided_on, found.received_at) == (None, None)
    assert found.unread == {"decided_on": "kemarin", "received_at": "nanti"}
    (row,) = rows_of(Decision, [found._replace(number="2")])
    assert (row["number"], row["decided_on"], row["received_at"]) == ("2", "kemarin", "nanti")


def test_the_store_gives_records_and_takes_them_staged_or_not(tmp_path: Path) -> None:
    desk = filled(tmp_path / "kantor")
    desk.edit(DECISIONS, lambda rows: rows[0].update(standing_on="bukan tanggal"))
    book = open_book(desk.book)
    tables = TableStore(book)
    (read,) = tables.records(Decision)
    assert read.unread == {"standing_on": "bukan tanggal"}
    tables.put_records(Decision, [read._replace(about="lain")])
    assert tables.records(Decision) == [read._replace(about="lain")]
    tables.write_changes()
    assert tables.records(Decision) == [read._replace(about="lain")]
    assert [entry.information for entry in tables.records(Entry)] == [
        "Surat keterangan kesehatan 1",
        "Surat keterangan kesehatan 2",
    ]
    book.close()


def test_records_follow_what_is_staged_and_what_was_written(tmp_path: Path) -> None:
    desk = filled(tmp_path / "kantor")
    book = open_book(desk.book)
    tables = TableStore(book)
    (read,) = tables.records(Decision)
    tables.records(Decision).clear()
    assert tables.records(Decision) == [read], "everybody has a list of their own"
    tables.put_records(Decision, [read, read._replace(number="9", sheet_row=0)])
    assert [each.sheet_row for each in tables.records(Decision)] == [read.sheet_row, read.sheet_row + 1]
    tables.write_changes()
    assert [each.sheet_row for each in tables.records(Decision)] == [read.sheet_row, read.sheet_row + 1]
    tables.forget()
    assert [each.number for each in tables.records(Decision)] == [read.number, "9"]
    book.close()
