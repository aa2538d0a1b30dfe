"""What strangers' workbooks show beside their values, kind of file by kind of file."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyopenvba
import pytest
import xlsxwriter

from xl_macros.scans import sheet_binary, sheet_html
from xl_macros.scans.bounds import Answer, Unacceptable
from xl_macros.scans.sheets import read_sheets
from xl_macros.scans.shown import as_shown

LISTS = Path(__file__).parents[1] / "resources" / "lists"


def first(path: Path) -> Answer:
    sheet: Answer = read_sheets(str(path))["sheets"][0]
    return sheet


@pytest.mark.parametrize("name", ["galat.xls", "galat.ods"])
def test_old_and_open_workbooks_show_errors_formats_hidden_and_struck_rows(name: str) -> None:
    sheet = first(LISTS / "looks" / name)
    assert sheet["lost"] == [[1, 3, "#N/A"], [2, 2, "#DIV/0!"]]
    assert sheet["rows"][2][3] == {"number": 5, "shown": "5 tahun"}
    assert sheet["hidden"] == [3]
    assert sheet["struck"] == [[4, column] for column in range(4)]
    assert sheet["known"]


def test_a_text_of_several_runs_is_struck_when_half_of_it_is(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "d.xlsx")) as book:
        struck = book.add_format({"font_strikeout": True})
        sheet = book.add_worksheet()
        sheet.write_rich_string(0, 0, struck, "lima tahun ", "x")
        sheet.write_rich_string(1, 0, struck, "x", " lima tahun")
        sheet.write_string(2, 0, "lama", struck)
        sheet.write_string(3, 0, "x")
    assert first(tmp_path / "d.xlsx")["struck"] == [[0, 0], [2, 0]]


def record(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(body)]) + body


def test_the_errors_and_hidden_rows_of_a_binary_workbook_are_seen(tmp_path: Path) -> None:
    blank = Path(pyopenvba.__file__).parent / "_templates" / "blank_files" / "blank_workbook.xlsb"
    row = record(0, struct.pack("<IIH", 2, 0, 300) + bytes([0, 0x10, 0]) + struct.pack("<I", 0))
    cells = record(3, struct.pack("<II", 1, 0) + bytes([7])) + record(
        6, struct.pack("<III", 0, 0, 1) + b"x\0"
    )
    made = tmp_path / "d.xlsb"
    with zipfile.ZipFile(blank) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.bin":
                begin = bytes([0x91, 0x01])  # BrtBeginSheetData
                at = part.index(begin) + len(begin) + 1
                part = part[:at] + row + cells + part[at:]
            new.writestr(name, part)
    sheet = first(made)
    assert sheet["lost"] == [[2, 1, "#DIV/0!"]]
    assert sheet["hidden"] == [2]
    assert not sheet["known"], "what is struck through is not looked for"


@pytest.mark.parametrize("keep", [100, 700, 1500, 3000, 5000])
def test_a_binary_workbook_that_is_cut_off_is_said_to_be_damaged(keep: int) -> None:
    data = (LISTS / "looks" / "galat.xls").read_bytes()
    with pytest.raises(ValueError, match=r"damaged|no workbook|no compound"):
        sheet_binary.looks_of_xls(data[:keep])


def test_a_binary_workbook_that_lies_is_read_or_said_to_be_damaged() -> None:
    data = bytearray((LISTS / "looks" / "galat.xls").read_bytes())
    for at in range(0, len(data), 7):
        changed = bytes(data[:at]) + bytes([data[at] ^ 0xFF]) + bytes(data[at + 1 :])
        try:
            sheet_binary.looks_of_xls(changed)
        except (ValueError, sheet_binary.ProtectedError):
            continue


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (5, '0" tahun"', "5 tahun"),
        (5, 'General "th"', "5 th"),
        (5.5, '0.0" tahun"', "5,5 tahun"),
        (1500, '#,##0\\ "hari"', "1.500 hari"),
        (-3, '0" tahun";"minus "0" tahun"', "minus 3 tahun"),
        (5, '"paling lama "0_)', "paling lama 5"),
        (5, '[Red]0" bulan"', "5 bulan"),
        (5, "0.00", None),
        (5, "General", None),
        (5, '"tahun"', None),
        (5, "", None),
        (5, '0"x"' * 100, None),
        (date(2030, 12, 31), "[$-421]dd mmmm yyyy;@", "31 Desember 2030"),
        (date(2030, 12, 1), "d-mmm-yy", "1-Des-30"),
        (date(2030, 12, 31), "dddd, d mmmm yyyy", "Selasa, 31 Desember 2030"),
        (date(2030, 12, 31), "ddd d mmm yyyy", "Sel 31 Des 2030"),
        (date(2030, 12, 31), "mmmm yyyy", "Desember 2030"),
        (date(2030, 12, 31), "yyyy", "2030"),
        (date(2030, 12, 31), "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "31 Desember 2030"),
        (date(2030, 12, 31), "mm-dd-yy", None),
        (datetime(2030, 12, 31, 8, 5, 9), "d mmmm yyyy hh:ss", "31 Desember 2030 08:09"),
        (date(2030, 12, 31), "d mmmm yyyy hh", "31 Desember 2030"),
    ],
)
def test_what_a_cell_shows(value: float | date, number_format: str, shown: str | None) -> None:
    assert as_shown(value, number_format) == shown


PAGE = """<html><head><meta charset="utf-8"></head><body><script>alert(1)</script>
<table><tr><th colspan="2">Data<br>pribadi</th><th rowspan="0">x</th></tr>
<tr style="display: none"><td>a</td></tr><tr><td><del>b</del></td><td>c<p>d</p>e</td><td colspan="9999999">f</td></tr>
<tr><td style="text-decoration:line-through">g</td><td><table><tr><td>inner</td></tr></table></td></tr></table>
<table><tr><td rowspan="3">1</td></tr></table></body></html>"""


def test_the_tables_of_a_page_are_sheets(tmp_path: Path) -> None:
    path = tmp_path / "d.xls"
    path.write_text(PAGE, encoding="utf-8")
    one, two = read_sheets(str(path))["sheets"]
    assert one["rows"][0] == ["Data\npribadi", None, "x"]
    assert one["rows"][2] == ["b", "c\nd\ne", "f"]
    assert one["rows"][3] == ["g", "inner", None]
    assert (one["merged"], one["hidden"], one["struck"]) == ([[0, 0, 0, 1]], [1], [[2, 0], [3, 0]])
    assert (two["name"], two["rows"]) == ("Tabel 2", [["1"]])


def test_a_page_in_another_alphabet_is_read(tmp_path: Path) -> None:
    for head, encoding in (("", "cp1252"), ('<meta charset="iso-8859-15">', "iso-8859-15")):
        path = tmp_path / "d.xls"
        path.write_bytes(f"<html>{head}<table><tr><td>café</td></tr></table>".encode(encoding))
        assert first(path)["rows"] == [["café"]]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<html><p>kosong", "halaman web tanpa tabel"),
        ("<table><tr><td>1</td></tr></table>" * 51, "lebih dari 50 tabel"),
        (f"<table>{'<tr><td>1</td></tr>' * 11}</table>", "lebih dari 10 baris"),
        (f"<table><tr>{'<td>1</td>' * 6}</tr></table>", "lebih dari 5 kolom"),
        (f"<table>{'<tr><td colspan=5 rowspan=9>1</td></tr>' * 9}</table>", "terlalu besar"),
        ("<>", "halaman web"),
    ],
)
def test_a_page_beyond_its_bounds_is_refused(page: str, said: str) -> None:
    with pytest.raises(Unacceptable) as refusal:
        sheet_html.read_html(page.encode(), 10, 5, "Kecilkan.")
    assert said in refusal.value.what


def test_a_workbook_of_which_the_looks_cannot_be_read_keeps_its_values(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Informasi", 5])
    book.save(buffer)
    path = tmp_path / "d.xlsx"
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"<cellXfs", b"<cellXfx") if name == "xl/styles.xml" else part)
    sheet = first(path)
    assert sheet["rows"] == [["Informasi", 5]]
    assert not sheet["known"]
