"""Tables through the xlwings API: whatever staff did to them, what is written is what stands there."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from tables.sheets_of_staff import make_book, saved, store

from xl_macros.errors import Refusal
from xl_macros.file_engine import open_book
from xl_macros.file_engine.sheet.sheet_file import SheetFile
from xl_macros.tables.bodies import Body, Change, Columns
from xl_macros.tables.rectangles import block
from xl_macros.tables.rows import Row, TableStore, WriteLostError
from xl_macros.tables.schema import (
    CORRECTIONS,
    EVENTS,
    LOG,
    NAME_LAST_CHECK,
    NAME_TRANSACTION,
    REGISTER,
    SCANS,
    Filled,
    Kind,
    Table,
)

FIRST = {"No": 1, "Petugas": "Maria", "Kode": "B-2025-001.01", "Tanggal Peristiwa": date(2025, 8, 21)}
SECOND = {"No": 2, "Petugas": "Yohanes", "Kode": "B-2025-001.02", "Catatan": "tetap"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "buku.xlsx"


def events(tables: TableStore) -> list[tuple[Any, ...]]:
    return [(row["number"], row["officer"], row["note"]) for row in tables.rows(EVENTS)]


# -- reading ----------------------------------------------------------------------------------------------


def test_rows_come_by_field_with_their_place_on_the_sheet(path: Path) -> None:
    first, second = store(make_book(path, EVENTS, [FIRST, SECOND])).rows(EVENTS)
    assert (first["number"], first["officer"], first["happened_on"]) == (1, "Maria", date(2025, 8, 21))
    assert first["note"] is None
    assert (first.sheet_row, second.sheet_row) == (5, 6)


def test_columns_come_without_blank_rows_as_rows_do(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST, {}, SECOND]))
    rows = [list(row.values()) for row in tables.rows(EVENTS)]
    assert len(rows) == 2
    assert tables.filled_columns(EVENTS) == [list(values) for values in zip(*rows, strict=True)]
    assert store(make_book(path.with_name("kosong.xlsx"), EVENTS, [])).filled_columns(EVENTS)[0] == []


def test_rows_for_those_who_only_read_are_made_once_until_something_is_staged(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST]))
    first = tables.rows_to_read(EVENTS)
    assert tables.rows_to_read(EVENTS) is first
    assert tables.rows(EVENTS) == first
    assert tables.rows(EVENTS) is not first
    tables.append(EVENTS, [Row({"number": 2, "officer": "Yohanes"}.items())])
    assert [row["number"] for row in tables.rows_to_read(EVENTS)] == [1, 2]


def test_columns_are_found_by_their_headers_wherever_staff_moved_them(path: Path) -> None:
    headers = [*reversed(EVENTS.headers), "Nomor Lemari"]
    body = [FIRST | {"Nomor Lemari": "A-1"}, SECOND]
    tables = store(make_book(path, EVENTS, body, headers=headers, top=7, left=3))
    assert events(tables) == [(1, "Maria", None), (2, "Yohanes", "tetap")]
    assert tables.rows(EVENTS)[0].sheet_row == 8


def test_headers_may_have_blanks_around_them(path: Path) -> None:
    headers = [f" {header} " for header in EVENTS.headers]
    tables = store(make_book(path, EVENTS, [{" No ": 1}], headers=headers))
    assert tables.rows(EVENTS)[0]["number"] == 1


def test_a_missing_header_is_refused_by_name(path: Path) -> None:
    headers = ["Nomor" if header == "No" else header for header in EVENTS.headers]
    tables = store(make_book(path, EVENTS, headers=headers))
    with pytest.raises(Refusal, match="Di lembar Peristiwa tidak ada kolom No\\.") as refusal:
        tables.rows(EVENTS)
    assert "tidak boleh diubah" in refusal.value.cure
    assert "dari versi sebelumnya" in refusal.value.cure
    assert "bab Memperbarui buku kerja" in refusal.value.cure


def test_a_missing_table_and_a_missing_sheet_are_refused_by_name(path: Path) -> None:
    tables = store(make_book(path, EVENTS, name="tblLain"))
    with pytest.raises(Refusal, match="Tabel tblPeristiwa di lembar Peristiwa tidak ditemukan") as refusal:
        tables.rows(EVENTS)
    assert "bab Memperbarui buku kerja" in refusal.value.cure
    with pytest.raises(Refusal, match="Tabel tblLog di lembar LogLangkah tidak ditemukan"):
        tables.rows(LOG)


def test_a_totals_row_is_refused_because_it_would_be_read_as_data(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST], totals=True))
    with pytest.raises(Refusal, match="memakai Baris Total") as refusal:
        tables.rows(EVENTS)
    assert "Matikan Baris Total" in refusal.value.cure


def test_an_empty_table_has_no_rows(path: Path) -> None:
    assert store(make_book(path, EVENTS)).rows(EVENTS) == []


def test_blank_rows_are_passed_over_and_the_places_of_the_others_kept(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [{}, FIRST, {"Catatan": "   "}, {}, SECOND, {}]))
    assert [row.sheet_row for row in tables.rows(EVENTS)] == [6, 9]


def test_a_row_with_nothing_but_a_formula_of_ours_is_blank(path: Path) -> None:
    body = [{"Nomor Pindaian": "P-000001", "Buka": "{=1+1}"}, {"Buka": "{=1+1}"}]
    assert len(store(make_book(path, SCANS, body)).rows(SCANS)) == 1


def test_what_is_handed_out_is_a_copy(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST]))
    tables.rows(EVENTS)[0]["officer"] = "diubah"
    assert events(tables) == [(1, "Maria", None)]
    assert tables.changes() == []


def test_each_table_is_read_once(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST]))
    with mock.patch.object(TableStore, "_read", autospec=True, side_effect=TableStore._read) as read:
        for _ in range(3):
            tables.rows(EVENTS)
        tables.digest(EVENTS, [0])
    assert read.call_count == 1


# -- writing -----------------------------------------------------------------------------------------------


def test_only_the_columns_that_differ_are_written(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST, SECOND]))
    rows = tables.rows(EVENTS)
    rows[1]["note"], rows[0]["officer"] = "baru", "Agnes"
    tables.put(EVENTS, rows)
    (change,) = tables.changes()
    assert [EVENTS.columns[index].field for index in change.columns] == ["officer", "note"]
    assert events(saved(tables)) == [(1, "Agnes", None), (2, "Yohanes", "baru")]


def test_what_is_put_back_unchanged_is_not_written(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST, {}, SECOND]))
    tables.put(EVENTS, tables.rows(EVENTS))
    assert tables.changes() == []


def test_staged_rows_are_seen_before_they_are_written_and_forgotten_on_demand(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST]))
    tables.append(EVENTS, [Row({"number": 2})])
    assert [row["number"] for row in tables.rows(EVENTS)] == [1, 2]
    tables.forget()
    assert [row["number"] for row in tables.rows(EVENTS)] == [1]


def test_appended_rows_stand_below_the_last_and_the_table_grows(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST, {}, SECOND, {}, {}], top=6, left=2))
    tables.append(EVENTS, [Row({"number": number, "officer": "Baru"}) for number in (3, 4, 5)])
    again = saved(tables)
    assert [(row["number"], row.sheet_row) for row in again.rows(EVENTS)] == [
        (1, 7),
        (2, 9),
        (3, 10),
        (4, 11),
        (5, 12),
    ]
    assert again.book.sheets[EVENTS.sheet].tables[EVENTS.name].range.address == "$B$6:$S$12"


def test_rows_that_are_left_out_become_blank_and_the_end_is_cut_off(path: Path) -> None:
    body = [{"No": number, "Petugas": "x"} for number in range(1, 6)]
    tables = store(make_book(path, EVENTS, body))
    tables.put(EVENTS, [row for row in tables.rows(EVENTS) if row["number"] in {1, 3}])
    again = saved(tables)
    assert [(row["number"], row.sheet_row) for row in again.rows(EVENTS)] == [(1, 5), (3, 7)]
    sheet = again.book.sheets[EVENTS.sheet]
    assert sheet.tables[EVENTS.name].range.address == "$A$4:$R$7"
    assert [sheet.range("A8").value, sheet.range("C9").value] == [None, None]


def test_a_table_that_loses_all_its_rows_keeps_one_blank_one(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST, SECOND]))
    tables.put(EVENTS, [])
    again = saved(tables)
    assert again.rows(EVENTS) == []
    assert again.book.sheets[EVENTS.sheet].tables[EVENTS.name].range.address == "$A$4:$R$5"
    again.append(EVENTS, [Row({"number": 1})])
    assert [row.sheet_row for row in saved(again).rows(EVENTS)] == [5]


def test_columns_that_staff_added_are_left_alone_between_ours(path: Path) -> None:
    headers = [part for header in EVENTS.headers for part in (header, f"{header} (kantor)")]
    body = [FIRST | {"No (kantor)": 77, "Bukti (kantor)": "map biru"}, SECOND]
    tables = store(make_book(path, EVENTS, body, headers=headers))
    rows = tables.rows(EVENTS)
    for row in rows:
        row.update({"number": row["number"] + 10, "note": "baru", "chain_hash": "f" * 64})
    tables.put(EVENTS, [*rows, Row({"number": 13})])
    again = saved(tables)
    assert [row["number"] for row in again.rows(EVENTS)] == [11, 12, 13]
    sheet = again.book.sheets[EVENTS.sheet]
    assert sheet.range("B5").value == 77
    assert sheet.range("N5").value == "map biru"
    assert sheet.range("B7").value is None


def test_what_formulas_of_ours_fill_is_never_written(path: Path) -> None:
    tables = store(make_book(path, SCANS, [{"Nomor Pindaian": "P-000001", "Buka": "{=1+1}"}]))
    rows = tables.rows(SCANS)
    rows[0].update({"link": "ditimpa", "note": "baru"})
    tables.put(SCANS, rows)
    again = saved(tables)
    assert again.rows(SCANS)[0]["note"] == "baru"
    link = again.book.sheets[SCANS.sheet].tables[SCANS.name].range[1, SCANS.fields.index("link")]
    assert link.formula == "=1+1"


def test_dates_and_instants_cross_as_numbers(path: Path) -> None:
    tables = store(make_book(path, LOG))
    row = Row({"number": 1, "started_at": datetime(2026, 8, 24, 8, 0, 59), "hours_used": 0.1 + 0.2})
    tables.append(LOG, [row])
    (again,) = saved(tables).rows(LOG)
    assert again["started_at"] == datetime(2026, 8, 24, 8, 0, 59)
    assert again["hours_used"] == 0.1 + 0.2


ATTACKS = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "''",
    "{=1+1}",
    '=HYPERLINK("http://contoh.net","klik")',
    '=DDE("cmd";"/C calc";"a")',
    "%0A=1+1",
    "<script>",
    "&lt;x&gt;&#x41;",
    "_x000D_=1+1",
    "_x005F_x0041_",
    "00123",
    "1E5",
    "TRUE",
    "#REF!",
    "\u202egnp.exe",
    "\u200bx",
    "baris\nkedua",
    "\U0001f512",
]


@pytest.mark.parametrize("form", ["@", "General", "0.00", "dd/mm/yyyy"])
def test_text_that_attacks_stays_text_in_a_cell_of_any_format(path: Path, form: str) -> None:
    body = [{"Catatan": "x"} for _ in ATTACKS]
    tables = store(make_book(path, EVENTS, body, formats={"Catatan": form}))
    rows = tables.rows(EVENTS)
    for row, attack in zip(rows, ATTACKS, strict=True):
        row["note"] = attack
    tables.put(EVENTS, rows)
    again = saved(tables)
    assert [row["note"] for row in again.rows(EVENTS)] == [attack.strip() for attack in ATTACKS]
    with zipfile.ZipFile(path) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "<f " not in xml


# -- what Excel does not let stand -----------------------------------------------------------------------------


def test_a_write_that_is_lost_is_noticed_and_named(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST]))
    with mock.patch.object(TableStore, "_write"):  # a protected sheet swallows what is written to it
        rows = tables.rows(EVENTS)
        rows[0]["note"] = "hilang"
        tables.put(EVENTS, rows)
        with pytest.raises(WriteLostError) as lost:
            tables.write_changes()
    assert (lost.value.sheet, lost.value.column) == ("Peristiwa", "Catatan")


def test_text_that_fits_no_cell_is_refused_naming_the_column(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST]))
    rows = tables.rows(EVENTS)
    rows[0]["note"] = "a" * 32_768
    tables.put(EVENTS, rows)
    with pytest.raises(Refusal, match="Lembar Peristiwa, kolom Catatan: isinya lebih dari 32767 huruf"):
        tables.write_changes()


def test_errors_in_cells_are_text_that_no_job_takes_for_a_value(path: Path) -> None:
    """Over COM an error cell is a whole number; Excel's own numbers always come as float."""
    headers, *body = store(make_book(path, EVENTS, [FIRST])).book.sheets[0].tables[0].range.raw_value
    body = [
        [
            -2146826246 if header == "Catatan" else value
            for header, value in zip(headers, body[0], strict=True)
        ]
    ]
    tables = store(path)
    from xlwings.main import Range

    with mock.patch.object(Range, "raw_value", new_callable=mock.PropertyMock, return_value=[headers, *body]):
        assert events(tables) == [(1, "Maria", "#N/A")]


# -- putting back -------------------------------------------------------------------------------------------------


MANY = [{"No": number, "Petugas": "Maria", "Catatan": f"catatan {number}"} for number in range(1, 101)]


def rows_read(tables: TableStore, beside: TableStore) -> tuple[Columns, list[str]]:
    """The events as `tables` gives them beside what the other has read, and what it read of them for that."""
    areas: list[str] = []
    read = SheetFile.read
    with mock.patch.object(
        SheetFile, "read", lambda sheet, area: areas.append(area.address()) or read(sheet, area)
    ):
        return tables.values(EVENTS, beside), areas


def changed_copy(path: Path) -> Path:
    """The workbook as it was, kept beside: afterwards one note is another and a row was added."""
    before = path.with_name("dahulu.xlsx")
    before.write_bytes(path.read_bytes())
    tables = store(path)
    rows = tables.rows(EVENTS)
    rows[97]["note"] = "lain"
    tables.put(EVENTS, [*rows, Row({"number": 101})])
    tables.write_changes()
    tables.book.save()
    return before


def test_a_copy_is_read_where_it_differs_from_what_is_read_already(path: Path) -> None:
    before = changed_copy(make_book(path, EVENTS, MANY))
    now = store(path)
    now.rows(EVENTS)
    read, areas = rows_read(store(before), now)
    assert read == store(before).values(EVENTS)
    assert now.rows(EVENTS)[97]["note"] == "lain"
    assert areas == ["$A$102:$R$102", "$A$103:$R$103", "$A$104:$R$104"]
    assert rows_read(store(path), store(before))[0] == store(path).values(EVENTS)  # the other way round


def _texts_by_number(path: Path) -> None:
    """The same rows, but what stands under each number of the shared texts is another."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b">Maria<", b">Marta<")
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def test_a_copy_is_read_whole_where_its_rows_tell_nothing(path: Path) -> None:
    before = changed_copy(make_book(path, EVENTS, MANY))
    _texts_by_number(before)
    read, _ = rows_read(store(before), store(path))
    assert read[EVENTS.fields.index("officer")] == ["Marta"] * 100

    written = store(path)
    rows = written.rows(EVENTS)
    rows[0]["officer"] = "Yohanes"
    written.put(EVENTS, rows)
    written.write_changes()  # not saved: its results of formulas would be no measure
    read, areas = rows_read(store(before), written)
    assert read[EVENTS.fields.index("officer")] == ["Marta"] * 100
    assert len(areas) == 1

    moved = make_book(path.with_name("geser.xlsx"), EVENTS, MANY, left=2)
    assert rows_read(store(moved), store(path))[0] == store(moved).values(EVENTS)
    other = make_book(path.with_name("lain.xlsx"), EVENTS, [dict(FIRST)] * 100)
    assert rows_read(store(other), store(path))[0] == store(other).values(EVENTS)


def test_restoring_puts_back_the_columns_named_and_no_other(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST, SECOND]))
    before = tables.values(EVENTS)
    rows = tables.rows(EVENTS)
    rows[0]["note"], rows[0]["officer"] = "ditulis tombol", "diketik"
    tables.put(EVENTS, [*rows, Row({"note": "baris baru"})])
    again = saved(tables)
    again.stage_restore(EVENTS, [EVENTS.fields.index("note")], before)
    assert [row["note"] for row in again.rows(EVENTS)] == [None, "tetap"]
    assert events(saved(again)) == [(1, "diketik", None), (2, "Yohanes", "tetap")]


def test_restoring_keeps_rows_that_staff_typed_below(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST]))
    before = tables.values(EVENTS)
    tables.append(EVENTS, [Row({"note": "tombol"}), Row({"officer": "diketik", "note": "tombol"})])
    again = saved(tables)
    again.stage_restore(EVENTS, [EVENTS.fields.index("note")], before)
    assert events(saved(again)) == [(1, "Maria", None), (None, "diketik", "tombol")]


def test_restoring_a_table_that_got_shorter_brings_its_rows_back(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST, SECOND]))
    before, every = tables.values(EVENTS), range(len(EVENTS.columns))
    tables.put(EVENTS, [])
    again = saved(tables)
    again.stage_restore(EVENTS, list(every), before)
    assert events(saved(again)) == [(1, "Maria", None), (2, "Yohanes", "tetap")]


def test_a_fingerprint_sees_every_change_but_rows_added_below(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST, SECOND]))
    columns = [EVENTS.fields.index("note")]
    before = tables.digest(EVENTS, columns)
    tables.append(EVENTS, [Row({"officer": "diketik"})])
    again = saved(tables)
    assert again.digest(EVENTS, columns) == before
    rows = again.rows(EVENTS)
    rows[1]["note"] = "tetap "[:-1] + "."
    again.put(EVENTS, rows)
    assert saved(again).digest(EVENTS, columns) != before


def test_a_fingerprint_takes_half_characters(path: Path) -> None:
    tables = store(make_book(path, EVENTS, [FIRST]))
    tables.values(EVENTS)[EVENTS.fields.index("note")][0] = "\ud800"
    assert len(tables.digest(EVENTS, [EVENTS.fields.index("note")])) == 64


# -- named cells ---------------------------------------------------------------------------------------------------


def test_a_named_cell_is_staged_seen_and_written_with_the_tables(path: Path) -> None:
    tables = store(make_book(path, EVENTS))
    assert tables.named_text(NAME_LAST_CHECK) == ""
    tables.stage_named_value(NAME_LAST_CHECK, "=utuh")
    assert tables.named_text(NAME_LAST_CHECK) == "=utuh"
    again = saved(tables)
    assert again.named_value(NAME_LAST_CHECK) == "=utuh"
    again.set_named_value(NAME_TRANSACTION, "20260824T080000-0a1b2c3d")
    assert again.named_value(NAME_TRANSACTION) == "20260824T080000-0a1b2c3d"


def test_a_name_that_is_gone_is_refused(path: Path) -> None:
    tables = store(make_book(path, EVENTS))
    with pytest.raises(Refusal, match="Nama kecualiHantu tidak ada lagi"):
        tables.named_value("kecualiHantu")


# -- the schema these rest on ----------------------------------------------------------------------------------------


def test_buttons_write_no_column_of_formulas_and_formulas_stand_in_no_other() -> None:
    for table in (REGISTER, SCANS, LOG, EVENTS):
        for column in table.columns:
            assert (
                (column.filled is Filled.BY_FORMULA) == (column.kind is Kind.FORMULA) == bool(column.formula)
            )


def test_a_staged_cell_of_a_name_a_view_and_a_change_are_all_work(tmp_path: Path) -> None:
    from office_at_work import filled

    from xl_macros.tables.schema import NAME_LAST_CHECK

    book = open_book(filled(tmp_path / "kantor").book)
    tables = TableStore(book)
    assert not tables.has_work
    for stage in (
        lambda: tables.stage_named_value(NAME_LAST_CHECK, "x"),
        lambda: tables.stage_view("Beranda", lambda _: None),
        lambda: tables.append(REGISTER, [Row({"information": "x"}.items())]),
    ):
        stage()
        assert tables.has_work
        tables.forget()
        assert not tables.has_work
    book.close()


def test_only_the_rows_that_differ_are_written_and_read_back(path: Path) -> None:
    body = [FIRST | {"No": number} for number in range(1, 21)]
    tables = store(make_book(path, EVENTS, body))
    rows = tables.rows(EVENTS)
    rows[6]["note"], rows[9]["note"] = "satu", "dua"
    tables.put(EVENTS, [*rows, Row({"number": 21, "officer": "Maria"}.items())])
    with mock.patch("xl_macros.tables.rows.block", wraps=block) as asked:
        tables.write_changes()
    spans = {(call.args[1], call.args[3]) for call in asked.call_args_list if call.args[4] > 0}
    top = 5
    assert (top + 6, 15) in spans, "from the first row that differs to the last"
    assert not any(row == top and height > 1 for row, height in spans)
    assert events(tables)[6][2] == "satu"
    assert [number for number, _, _ in events(tables)] == list(range(1, 22))
    tables.forget()
    assert [number for number, _, _ in events(tables)] == list(range(1, 22))


def test_blank_columns_between_are_written_with_the_others_only_where_nobody_types() -> None:
    """One block instead of two; but in a sheet that is open a cell that shows nothing may hold a formula."""

    def written(table: Table) -> list[int]:
        body = Body(
            5, 1, [[None] for _ in table.columns], list(range(len(table.columns))), len(table.columns)
        )
        values: Columns = [["isi"] if index in (0, 3) else [None] for index in range(len(table.columns))]
        return Change(table, values, (0, 3), 1).to_write(body)

    assert written(CORRECTIONS) == [0, 1, 2, 3]
    assert written(REGISTER) == [0, 3]


def test_a_column_in_which_something_stands_is_never_written_along() -> None:
    columns: Columns = [[None] for _ in SCANS.columns]
    columns[3] = ["berdiri"]
    body = Body(5, 1, columns, list(range(len(columns))), len(columns))
    values = [list(each) for each in columns]
    values[1], values[5] = ["isi"], ["isi"]
    assert Change(SCANS, values, (1, 5), 1).to_write(body) == [1, 2, 4, 5]
