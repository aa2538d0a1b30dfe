"""The fake Excel behaves like Excel where the buttons touch it, seen through the real xlwings engine."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
import xlwings as xw
from fake_excel import variants
from fake_excel.application import Application, PickedShape
from fake_excel.dispatch import EndlessKnocking, PythonKilled
from fake_excel.files import contents
from fake_excel.obstacles import busy, editing_a_cell, gone_after, python_killed_at
from fake_excel.variants import ComError
from fake_excel.windows import Desktop, engine_module
from xlsxwriter import Workbook as Writer


@pytest.fixture
def sheet(excel: Application) -> xw.Sheet:
    excel.new_book()
    return xw.books.active.sheets[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two side-by-side tables, text and date columns, open and locked cells, a name, a protected sheet."""
    path = tmp_path / "contoh.xlsx"
    with Writer(path) as book:
        text = book.add_format({"num_format": "@", "locked": False})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        data = book.add_worksheet("Data")
        data.set_column(0, 0, 20, text)
        data.write_string(1, 0, "00123", text)
        data.write_datetime(1, 1, dt.datetime(2025, 8, 17), day)
        columns = [{"header": "Kode"}, {"header": "Hari"}, {"header": "Ganda", "formula": "=[@Kode]*2"}]
        data.add_table(0, 0, 2, 2, {"name": "tblData", "columns": columns})
        data.add_table(0, 4, 2, 4, {"name": "tblLain", "columns": [{"header": "Lain"}]})
        other = book.add_worksheet("Terkunci")
        other.write(0, 0, "kunci")
        other.write(0, 1, "buka", text)
        other.protect("", {"format_cells": True})
        book.define_name("satuSel", "=Terkunci!$B$1")
    return path


@pytest.fixture
def book(excel: Application, file: Path) -> xw.Book:
    excel.open_book(file)
    return xw.books.active


def as_caller(monkeypatch: pytest.MonkeyPatch, excel: Application, name: str) -> None:
    monkeypatch.setattr(sys, "argv", ["-m", f"--wb={name}", "--from_xl=1", f"--hwnd={excel.hwnd}"])


# -- the way in ---------------------------------------------------------------------------------------------


def test_the_engine_is_xlwings_own_file_unchanged() -> None:
    assert Path(engine_module().__file__ or "").parent == Path(xw.__file__).parent


def test_the_calling_book_is_found_by_window_handle_and_name_in_any_case(
    desktop: Desktop, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = desktop.start_excel(), desktop.start_excel()
    first.new_book()
    second.open_book(file)
    as_caller(monkeypatch, second, "CONTOH.XLSX")
    assert xw.Book.caller().fullname == str(file)


def test_nothing_of_windows_is_left_behind_after_the_fixture() -> None:
    assert "pywintypes" not in sys.modules
    assert not hasattr(xw, "_xlwindows")
    assert "excel" not in [engine.name for engine in xw.engines]


# -- values -------------------------------------------------------------------------------------------------


def test_dates_are_read_as_aware_times_and_written_ones_get_a_date_format(sheet: xw.Sheet) -> None:
    sheet["A1"].value = dt.datetime(2026, 1, 2, 3, 4)
    assert sheet["A1"].api.Value == dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)
    assert sheet["A1"].api.Value2 == pytest.approx(46024.12777778)
    assert sheet["A1"].number_format == "dd/mm/yyyy hh:mm"


def test_a_naive_time_put_in_raw_arrives_shifted_by_the_offset_of_the_pc(sheet: xw.Sheet) -> None:
    sheet["A1"].raw_value = dt.datetime(2026, 1, 2, 3, 4)
    assert sheet["A1"].value == dt.datetime(2026, 1, 1, 19, 4)


def test_amounts_are_read_as_decimals(sheet: xw.Sheet) -> None:
    sheet["A1"].value = "Rp1.500"
    assert sheet["A1"].raw_value == Decimal("1500")


def test_error_cells_are_read_as_excels_error_numbers(sheet: xw.Sheet) -> None:
    sheet["A1"].value = "#N/A"
    assert sheet["A1"].raw_value == variants.ERROR_CODES["#N/A"]
    assert sheet["A1"].value is None


def test_a_block_larger_than_the_data_shows_not_available(sheet: xw.Sheet) -> None:
    sheet["A1:B3"].raw_value = [["a", "b"], ["c", "d"]]
    assert sheet["A3"].options(err_to_str=True).value == "#N/A"


@pytest.mark.parametrize("foreign", [np.int64(1), dt.date(2026, 1, 1), object()])
def test_what_pywin32_cannot_carry_is_a_type_error(sheet: xw.Sheet, foreign: object) -> None:
    with pytest.raises(TypeError, match="COM VARIANT"):
        sheet["A1"].raw_value = [[foreign]]


def test_text_longer_than_a_cell_is_refused(sheet: xw.Sheet) -> None:
    sheet["A1"].raw_value = "x" * 32_767
    with pytest.raises(ComError):
        sheet["A2"].raw_value = "x" * 32_768


def test_resize_called_with_sizes_picks_a_cell_as_with_generated_classes(sheet: xw.Sheet) -> None:
    assert sheet["B2"].api.Resize(3, 2).Address == "$C$4"
    assert sheet["B2"].api.GetResize(3, 2).Address == "$B$2:$C$4"


def test_what_the_fake_lacks_is_said_aloud(sheet: xw.Sheet) -> None:
    with pytest.raises(NotImplementedError, match=r"no Range\.Sparkle"):
        _ = sheet["A1"].api.Sparkle


# -- tables -------------------------------------------------------------------------------------------------


def test_a_file_is_loaded_with_tables_names_formats_and_protection(book: xw.Book) -> None:
    table = book.sheets["Data"].tables["tblData"]
    assert table.range.address == "$A$1:$C$3"
    assert table.header_row_range.value == ["Kode", "Hari", "Ganda"]
    assert table.range.raw_value[1][:2] == ("00123", dt.datetime(2025, 8, 17, tzinfo=dt.UTC))
    assert book.names["satuSel"].refers_to_range.value == "buka"
    assert book.sheets["Terkunci"].api.ProtectContents
    assert book.sheets["Terkunci"].api.Protection.AllowFormattingCells


def test_a_row_typed_below_a_table_becomes_part_of_it(book: xw.Book) -> None:
    sheet = book.sheets["Data"]
    sheet["A4"].raw_value = "00124"
    assert sheet.tables["tblData"].range.address == "$A$1:$C$4"
    assert sheet["A4"].value == "00124"
    assert sheet["C4"].formula == "=[[#This Row],Kode]*2"
    assert sheet.tables["tblLain"].range.address == "$E$1:$E$3"


def test_a_table_does_not_grow_over_a_neighbour_and_keeps_its_header_row(book: xw.Book) -> None:
    sheet = book.sheets["Data"]
    for address in ("A1:E3", "A2:C4", "A1:C1"):
        with pytest.raises(ComError):
            sheet.tables["tblData"].resize(sheet[address])
    sheet.tables["tblData"].resize(sheet["A1:C9"])
    assert sheet.tables["tblData"].data_body_range.shape == (8, 3)


def test_deleting_cells_across_a_part_of_a_table_is_refused(book: xw.Book) -> None:
    with pytest.raises(ComError):
        book.sheets["Data"]["A2:B2"].delete("up")
    book.sheets["Data"]["A2:C2"].delete("up")
    assert book.sheets["Data"].tables["tblData"].range.address == "$A$1:$C$2"


# -- protection ---------------------------------------------------------------------------------------------


def test_locked_cells_of_a_protected_sheet_refuse_writing_and_open_ones_take_it(book: xw.Book) -> None:
    sheet = book.sheets["Terkunci"]
    sheet["B1"].value = "diisi"
    with pytest.raises(ComError, match="protected"):
        sheet["A1"].value = "diubah"
    assert sheet["A1:B1"].value == ["kunci", "diisi"]


def test_writes_to_a_protected_sheet_may_also_vanish(excel: Application, book: xw.Book) -> None:
    excel.protected_writes = "swallowed"
    book.sheets["Terkunci"]["A1"].value = "diubah"
    assert book.sheets["Terkunci"]["A1"].value == "kunci"


def test_protection_for_users_only_lets_programs_write_but_not_resize(book: xw.Book) -> None:
    sheet = book.sheets["Data"]
    sheet.api.Protect(UserInterfaceOnly=True)
    sheet["B2"].value = 1
    with pytest.raises(ComError):
        sheet.tables["tblData"].resize(sheet["A1:C9"])


def test_a_password_is_needed_to_unprotect(book: xw.Book) -> None:
    api = book.sheets["Data"].api
    api.Protect("rahasia", AllowFiltering=True)
    with pytest.raises(ComError, match="password"):
        api.Unprotect("salah")
    api.Unprotect("rahasia")
    assert not api.ProtectContents


# -- books --------------------------------------------------------------------------------------------------


def test_saving_writes_a_file_with_what_the_book_holds(book: xw.Book, file: Path, desktop: Desktop) -> None:
    book.sheets["Data"]["A2"].value = "00999"
    book.save()
    again = desktop.start_excel().open_book(file)
    assert contents(again)["Data"]["A2"] == "00999"


def test_a_copy_holds_unsaved_typing_and_leaves_the_book_as_it_is(
    book: xw.Book, file: Path, desktop: Desktop
) -> None:
    book.sheets["Data"]["A2"].value = "00999"
    book.api.SaveCopyAs(str(file.with_name("salinan.xlsx")))
    copy, old = (desktop.start_excel().open_book(path) for path in (file.with_name("salinan.xlsx"), file))
    assert contents(copy)["Data"]["A2"] == "00999"
    assert contents(old)["Data"]["A2"] == "00123"
    assert not book.api.Saved


def test_a_read_only_book_and_one_never_saved_refuse_to_be_saved(excel: Application, file: Path) -> None:
    excel.open_book(file, read_only=True)
    with pytest.raises(ComError):
        xw.books.active.save()
    excel.new_book()
    assert (xw.books.active.api.Path, xw.books.active.fullname) == ("", "Book2")


def test_two_books_of_one_name_do_not_open_in_one_excel(book: xw.Book, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "lain" / file.name
    other.parent.mkdir()
    other.write_bytes(file.read_bytes())
    with pytest.raises(ComError, match="already open"):
        book.app.api.Workbooks.Open(str(other))


def test_a_selected_shape_is_no_range(excel: Application, book: xw.Book) -> None:
    assert book.selection.address == "$A$1"
    excel.selection = PickedShape(excel.line)
    assert book.selection is None


def test_number_signs_follow_the_region(book: xw.Book) -> None:
    api = book.app.api
    assert [api.GetInternational(index) for index in (3, 4, 5, 32)] == [",", ".", ";", 1]


# -- the line -----------------------------------------------------------------------------------------------


def test_calls_are_counted_one_by_one_and_do_not_depend_on_rows(excel: Application, sheet: xw.Sheet) -> None:
    counts = []
    for rows in (10, 5_000):
        with excel.line.counting() as calls:
            sheet[f"A1:C{rows}"].raw_value = [[1, 2, 3]] * rows
        counts.append(calls.total)
    assert counts[0] == counts[1] == 2
    assert calls.by_name() == {"call Worksheet.Range": 1, "set Range.Value": 1}


def test_xlwings_waits_while_excel_is_busy_and_goes_on(excel: Application, sheet: xw.Sheet) -> None:
    with busy(excel, calls=3) as obstacle:
        sheet["A1"].value = 5
    assert obstacle.rejected == 3
    assert sheet["A1"].value == 5


def test_xlwings_alone_would_knock_for_ever(excel: Application, sheet: xw.Sheet) -> None:
    with busy(excel), pytest.raises(EndlessKnocking):
        _ = sheet["A1"].value


def test_another_kind_of_busy_is_not_retried_by_xlwings(excel: Application, sheet: xw.Sheet) -> None:
    with busy(excel, hresult=variants.RPC_E_SERVERCALL_RETRYLATER), pytest.raises(ComError):
        _ = sheet["A1"].value


@pytest.fixture
def bounded_attempts(desktop: Desktop) -> Iterator[None]:
    engine_module().N_COM_ATTEMPTS = 5
    yield
    engine_module().N_COM_ATTEMPTS = 0


@pytest.mark.usefixtures("bounded_attempts")
def test_while_a_cell_is_edited_reading_goes_and_writing_does_not(
    excel: Application, sheet: xw.Sheet
) -> None:
    sheet["A1"].value = 5
    with editing_a_cell(excel) as obstacle:
        assert sheet["A1"].value == 5
        with pytest.raises(ComError) as caught:
            sheet["A1"].value = 6
        obstacle.release()
        sheet["A1"].value = 7
    assert caught.value.excepinfo[5] == variants.VBA_E_IGNORE
    assert sheet["A1"].value == 7


def test_an_excel_that_is_gone_answers_with_an_rpc_error(excel: Application, sheet: xw.Sheet) -> None:
    _ = sheet.name
    with gone_after(excel, calls=1):
        _ = sheet.name
        with pytest.raises(ComError) as caught:
            _ = sheet.name
    assert caught.value.hresult == variants.RPC_S_SERVER_UNAVAILABLE


def test_python_can_be_killed_at_a_named_call(excel: Application, book: xw.Book) -> None:
    with python_killed_at(excel, "call Workbook.Save"):
        book.sheets["Data"]["A2"].value = "sudah"
        with pytest.raises(PythonKilled):
            book.save()
    assert book.sheets["Data"]["A2"].value == "sudah"
