"""Tables grow and shrink with everything that belongs to their rows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from xl_macros.file_engine.errors import UnsafeEdit

# openpyxl says what it does not know of.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

X14_VALIDATION = (
    '<ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list">'
    "<x14:formula1><xm:f>Lain!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>A2:A4</xm:sqref></x14:dataValidation>"
    "</x14:dataValidations></ext>"
)


@pytest.fixture
def path(tmp_path: Path, look: Any) -> Path:
    """A table A1:D4 (text, number, calculated, plain) with rules of both generations; a second one in G1:G3."""
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        text, number = (
            book.add_format({"num_format": "@"}),
            book.add_format({"num_format": "0.00", "locked": False}),
        )
        for row in range(1, 4):
            sheet.write_string(row, 0, f"B-{row}", text)
            sheet.write_number(row, 1, row, number)
            sheet.write_string(row, 3, "x")
        columns = [
            {"header": "Kode"},
            {"header": "Nilai"},
            {"header": "Ganda", "formula": "tblData[@[Nilai]]*2"},
            {"header": "Lain"},
        ]
        sheet.add_table("A1:D4", {"name": "tblData", "columns": columns})
        sheet.add_table("G1:G3", {"name": "tblSisi", "columns": [{"header": "S"}]})
        sheet.conditional_format("B2:B4", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format("A2:Z4", {"type": "cell", "criteria": ">", "value": 1, "format": number})
        sheet.conditional_format("D2:D3", {"type": "cell", "criteria": ">", "value": 1, "format": number})
        sheet.data_validation("D2:D4", {"validate": "list", "source": ["x", "y"]})
        sheet.data_validation("G2:G3", {"validate": "list", "source": ["x", "y"]})
        sheet.ignore_errors({"number_stored_as_text": "A2:A4"})
        book.add_worksheet("Lain")
        book.define_name("Tetap", "=Data!$A$2:$A$4")
    end = "</extLst></worksheet>"
    return look.rewritten(path, "xl/worksheets/sheet1.xml", end, X14_VALIDATION + end)


def rules(look: Any, path: Path) -> list[tuple[str, str]]:
    text = look.parts(path)["xl/worksheets/sheet1.xml"].decode()
    return re.findall(r'sqref="([A-Z][^"]*:[^"]*)"|<xm:sqref>([^<]*)<', text)


def areas(look: Any, path: Path) -> list[str]:
    return sorted(first or second for first, second in rules(look, path))


def test_rules_grow_with_their_table_and_others_do_not(app: Any, path: Path, look: Any) -> None:
    assert areas(look, path) == sorted(
        ["B2:B4", "A2:Z4", "D2:D3", "D2:D4", "G2:G3", "A2:A4", "A2:A4", "B2:B4"]
    )
    book = app.books.open(path)
    book.sheets["Data"].tables["tblData"].resize(book.sheets["Data"]["A1:D7"])
    book.save()
    assert areas(look, path) == sorted(
        ["B2:B7", "A2:Z4 A5:D7", "D2:D3", "D2:D7", "G2:G3", "A2:A7", "A2:A7", "B2:B7"]
    )
    assert look.parts(path)["xl/tables/table1.xml"].count(b'ref="A1:D7"') == 2  # the table and its filter
    assert look.parts(path)["xl/tables/table2.xml"].count(b'ref="G1:G3"') == 2
    assert b">Data!$A$2:$A$4<" in look.parts(path)["xl/workbook.xml"]


def test_new_rows_take_the_style_of_the_row_above_and_calculated_columns_are_filled(
    app: Any, path: Path
) -> None:
    book = app.books.open(path)
    sheet = book.sheets["Data"]
    sheet.tables["tblData"].resize(sheet["A1:D6"])
    assert (sheet["A6"].number_format, sheet["B6"].number_format) == ("@", "0.00")
    assert sheet["C4:C6"].formula == (("=tblData[[#This Row],[Nilai]]*2",),) * 3
    book.save()
    assert openpyxl.load_workbook(path)["Data"]["B6"].protection.locked is False


def test_a_thousand_new_rows_are_filled_in_one_go(app: Any, path: Path) -> None:
    book = app.books.open(path)
    sheet = book.sheets["Data"]
    sheet.tables["tblData"].resize(sheet["A1:D1004"])
    sheet["A5"].value = [[f"00{n}", float(n)] for n in range(1000)]
    book.save()
    peer = openpyxl.load_workbook(path)["Data"]
    assert [cell.value for cell in peer[1004]][:3] == ["00999", 999, "=tblData[[#This Row],[Nilai]]*2"]
    assert sheet.tables["tblData"].data_body_range.value[-1] == ["00999", 999.0, None, None]


def test_writing_right_below_a_table_lets_it_grow(app: Any, path: Path) -> None:
    sheet = app.books.open(path).sheets["Data"]
    sheet["A5"].value = [["B-5", 5], ["B-6", 6]]
    assert sheet.tables["tblData"].range.address == "$A$1:$D$6"
    assert (sheet["A6"].number_format, sheet["C6"].formula) == ("@", "=tblData[[#This Row],[Nilai]]*2")


@pytest.mark.parametrize("address", ["A6", "E5", "D5:E5", "A9"])
def test_writing_elsewhere_does_not(app: Any, path: Path, address: str) -> None:
    sheet = app.books.open(path).sheets["Data"]
    sheet[address].value = 1
    assert sheet.tables["tblData"].range.address == "$A$1:$D$4"


def test_a_smaller_table_leaves_its_old_rows_as_they_are(app: Any, path: Path, look: Any) -> None:
    book = app.books.open(path)
    sheet = book.sheets["Data"]
    sheet["A3:D4"].clear_contents()
    sheet.tables["tblData"].resize(sheet["A1:D2"])
    book.save()
    assert sheet.tables["tblData"].data_body_range.value == ["B-1", 1.0, None, "x"]
    assert (sheet["A3:D4"].value, sheet["A4"].number_format) == ([[None] * 4] * 2, "@")
    assert "B2:B4" in areas(look, path)


@pytest.mark.parametrize(
    ("address", "error"),
    [("A2:D5", UnsafeEdit), ("B1:D4", UnsafeEdit), ("A1:D1", UnsafeEdit), ("A1:E4", NotImplementedError)],
)
def test_an_impossible_resize_is_refused(app: Any, path: Path, address: str, error: type[Exception]) -> None:
    sheet = app.books.open(path).sheets["Data"]
    with pytest.raises(error):
        sheet.tables["tblData"].resize(sheet[address])
    assert sheet.tables["tblData"].range.address == "$A$1:$D$4"


@pytest.mark.parametrize("value", ["=A2", "Lain nama", None, "", 7, "x" * 300, "'Nilai", "kode"])
def test_what_cannot_be_a_name_or_is_used_by_formulas_is_refused_on_a_header(
    app: Any, path: Path, value: object
) -> None:
    book = app.books.open(path)
    before = path.read_bytes()
    with pytest.raises(UnsafeEdit, match="header of the table tblData"):
        book.sheets["Data"]["B1"].raw_value = value
    with pytest.raises(UnsafeEdit, match="header of the table tblData"):
        book.sheets["Data"]["A1:D4"].clear_contents()
    book.sheets["Data"]["A1:D2"].raw_value = [["Kode", "Nilai", "Ganda", "Lain"], ["B-9", 9, None, "y"]]
    assert (before, book.sheets["Data"]["B1:B2"].value) == (path.read_bytes(), ["Nilai", 9.0])


@pytest.mark.parametrize("name", ["Kode <Baru>\nbaris dua", "a & ]]> b", "_x0041_", "x" * 255, "é ●"])
def test_a_header_cell_renames_its_column(app: Any, path: Path, name: str) -> None:
    book = app.books.open(path)
    book.sheets["Data"]["A1:D1"].value = [name, "Nilai", "Ganda", "Lain"]
    book.save()
    book.close()
    book = app.books.open(path)
    table = book.sheets["Data"].tables["tblData"]
    assert table.header_row_range.value == [name, "Nilai", "Ganda", "Lain"]
    assert table.impl.file.column_names == [name, "Nilai", "Ganda", "Lain"]


@pytest.mark.parametrize("ref", ["A1:XFD1048576", "A1:D1048576"])
def test_a_table_that_claims_the_whole_sheet_ends_where_its_rows_and_columns_do(
    app: Any, path: Path, look: Any, ref: str
) -> None:
    look.rewritten(
        path,
        "xl/tables/table1.xml",
        'displayName="tblData" ref="A1:D4"',
        f'displayName="tblData" ref="{ref}"',
    )
    book = app.books.open(path)
    table = book.sheets["Data"].tables["tblData"]
    assert (table.range.address, table.range.value[-1][0]) == ("$A$1:$D$4", "B-3")
    table.resize(book.sheets["Data"]["A1:D5"])
    book.save()
    assert openpyxl.load_workbook(path)["Data"].tables["tblData"].ref == "A1:D5"


def test_a_data_frame_is_put_into_a_table(app: Any, path: Path) -> None:
    book = app.books.open(path)
    table = book.sheets["Data"].tables["tblSisi"]
    table.update(pd.DataFrame({"S": ["a", "b", "c"]}), index=False)
    assert table.range.options(pd.DataFrame, index=False).value["S"].tolist() == ["a", "b", "c"]


def test_short_references_to_this_row_are_written_as_the_file_wants_them(
    app: Any, path: Path, look: Any
) -> None:
    book = app.books.open(path)
    book.sheets["Data"]["D2"].formula = '=[@Nilai]&tblSisi[@[S]]&"[@x]"'
    book.sheets["Data"]["D3"].formula = "=TEXTJOIN(1,1,[@Kode])"
    book.save()
    text = look.parts(path)["xl/worksheets/sheet1.xml"].decode()
    assert '<f>tblData[[#This Row],[Nilai]]&amp;tblSisi[[#This Row],[S]]&amp;"[@x]"</f>' in text
    assert "<f>_xlfn.TEXTJOIN(1,1,tblData[[#This Row],[Kode]])</f>" in text
    assert book.sheets["Data"]["D3"].formula == "=TEXTJOIN(1,1,tblData[[#This Row],[Kode]])"
