"""Values land in cells as Excel would put them there; what would break something is refused."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
import python_calamine
import xlsxwriter

from xl_macros.file_engine.errors import ImpossibleValue, UnsafeEdit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sheet with a text column (A), a date column (B), a coloured row (5) and some cells."""
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        sheet.set_column("A:A", 20, book.add_format({"num_format": "@"}))
        sheet.set_column("B:B", 12, book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.set_row(4, 21, book.add_format({"bg_color": "#FFEEDD"}))
        sheet.write("D1", "lama", book.add_format({"bold": True}))
    return path


def reopened(app: Any, book: Any) -> Any:
    book.save()
    book.close()
    return app.books.open(book.fullname)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("teks", "teks"),
        ("  tepi \n dua\tbaris  ", "  tepi \n dua\tbaris  "),
        ('a&b <c> "d" ]]> \'e', 'a&b <c> "d" ]]> \'e'),
        ("_x0041_ dan _x", "_x0041_ dan _x"),
        ("kendali \x01\x0b\x1f, \r\n, \ufffe dan \ud800", "kendali \x01\x0b\x1f, \r\n, \ufffe dan _xD800_"),
        ("\U0001f600 é ●", "\U0001f600 é ●"),
        ("00123", "00123"),
        ("1/2", "1/2"),
        ("TRUE", "TRUE"),
        ("#N/A", "#N/A"),
        ("=", "="),
        ("x" * 32_767, "x" * 32_767),
        (3, 3.0),
        (2.5, 2.5),
        (-1e-300, -1e-300),
        (12345678901234567890, 1.2345678901234567e19),
        (True, True),
        (None, None),
        ("", None),
        (float("nan"), None),
        (Decimal("1.25"), 1.25),
        (np.float64(2), 2.0),
        (np.int64(2), 2.0),
        (np.bool_(True), True),
        (pd.NaT, None),
        (pd.NA, None),
        (pd.Timestamp("2025-01-02 03:04"), dt.datetime(2025, 1, 2, 3, 4)),
        (np.datetime64("2025-01-02T03:04"), dt.datetime(2025, 1, 2, 3, 4)),
        (dt.date(2025, 1, 2), dt.datetime(2025, 1, 2)),
        (dt.date(1900, 1, 1), dt.datetime(1900, 1, 1)),
        (dt.date(1900, 2, 28), dt.datetime(1900, 2, 28)),
        (dt.date(1900, 3, 1), dt.datetime(1900, 3, 1)),
        (dt.datetime(9999, 12, 31, 23, 59, 59), dt.datetime(9999, 12, 31, 23, 59, 59)),
        (dt.time(7, 30), dt.datetime(1899, 12, 30, 7, 30)),
    ],
)
@pytest.mark.parametrize("count", [1, 40])
def test_a_value_is_read_back_alone_and_from_a_block(
    app: Any, path: Path, value: Any, read: Any, count: int
) -> None:
    book = app.books.open(path)
    book.sheets[0].range((2, 6), (count + 1, 6)).raw_value = [[value]] * count
    assert book.sheets[0].range((2, 6), (count + 1, 6)).options(ndim=1).value == [read] * count
    book = reopened(app, book)
    assert book.sheets[0].range((2, 6), (count + 1, 6)).options(ndim=1).value == [read] * count


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("x" * 32_768, ValueError),
        ("\U0001f600" * 16_384, ValueError),
        ("=" + "A1+" * 3000 + "1", ValueError),
        (float("inf"), ValueError),
        (dt.date(1899, 12, 31), ValueError),
        (object(), ValueError),
        (b"bytes", ValueError),
        ({"a": 1}, ValueError),
        ('="\x01"', ValueError),
    ],
)
def test_an_impossible_value_is_refused_and_nothing_of_its_block_is_written(
    app: Any, path: Path, value: Any, error: type[Exception]
) -> None:
    sheet = app.books.open(path).sheets[0]
    with pytest.raises(ImpossibleValue) as refusal:
        sheet["D1:D12"].raw_value = [["baru"]] * 11 + [[value]]
    assert isinstance(refusal.value, error)
    assert sheet["D1:D12"].value == ["lama"] + [None] * 11


def test_a_text_that_begins_with_an_equals_sign_is_a_formula(app: Any, path: Path) -> None:
    book = app.books.open(path)
    book.sheets[0]["D2"].value = '=IF(D1="a<b",1,2)'
    assert book.sheets[0]["D2"].formula == '=IF(D1="a<b",1,2)'
    assert book.sheets[0]["D2"].value is None  # nothing computes it here
    book = reopened(app, book)
    assert openpyxl.load_workbook(path)["Data"]["D2"].value == '=IF(D1="a<b",1,2)'


def test_a_leading_apostrophe_says_text_and_is_dropped(app: Any, path: Path) -> None:
    book = app.books.open(path)
    book.sheets[0]["D2:E3"].value = [["'=1+1", "'007"], ["''dua", "="]]
    book = reopened(app, book)
    assert book.sheets[0]["D2:E3"].value == [["=1+1", "007"], ["'dua", "="]]
    peer = openpyxl.load_workbook(path)["Data"]
    assert (peer["D2"].data_type, peer["D2"].quotePrefix, peer["E3"].quotePrefix) == ("s", True, False)
    book.sheets[0]["D2"].value = 5
    book = reopened(app, book)
    assert openpyxl.load_workbook(path)["Data"]["D2"].quotePrefix is False


@pytest.mark.parametrize("count", [1, 40])
def test_text_cells_keep_texts_exactly_and_numbers_stay_numbers(app: Any, path: Path, count: int) -> None:
    book = app.books.open(path)
    block = [["=1+1"], ["'x"], ["00123"], [7], ["@a"]] * count
    book.sheets[0].range((1, 1), (len(block), 1)).value = block
    book = reopened(app, book)
    assert book.sheets[0].range((1, 1), (len(block), 1)).value == ["=1+1", "'x", "00123", 7.0, "@a"] * count
    assert book.sheets[0]["A1"].number_format == "@"


def test_dates_keep_the_format_of_their_cell_or_get_one(app: Any, path: Path) -> None:
    sheet = app.books.open(path).sheets[0]
    sheet["B2:D2"].value = [dt.date(2025, 1, 2), dt.date(2025, 1, 2), dt.datetime(2025, 1, 2, 7, 30)]
    assert [sheet[1, column].number_format for column in (1, 2, 3)] == [
        "dd/mm/yyyy",
        "m/d/yyyy",
        "m/d/yyyy h:mm",
    ]
    sheet["B2"].value = "bukan tanggal"
    assert sheet["B2"].number_format == "dd/mm/yyyy"


def test_new_cells_take_the_style_of_their_row_or_column(app: Any, path: Path) -> None:
    sheet = app.books.open(path).sheets[0]
    sheet["A3:D5"].value = "x"
    assert sheet["A3"].number_format == "@"
    assert (sheet["D5"].color, sheet["A5"].color, sheet["D3"].color) == (
        (255, 238, 221),
        (255, 238, 221),
        None,
    )


def test_an_old_cell_keeps_its_style(app: Any, path: Path) -> None:
    book = app.books.open(path)
    book.sheets[0]["D1"].value = "baru"
    book = reopened(app, book)
    assert openpyxl.load_workbook(path)["Data"]["D1"].font.bold is True
    book.sheets[0]["D1"].clear_contents()
    book = reopened(app, book)
    assert (book.sheets[0]["D1"].value, openpyxl.load_workbook(path)["Data"]["D1"].font.bold) == (None, True)


def test_a_scalar_fills_a_range_and_a_formula_moves_along(app: Any, path: Path) -> None:
    sheet = app.books.open(path).sheets[0]
    sheet["F1:G2"].value = 5
    sheet["F3:G4"].formula = "=F1*$F$1"
    assert sheet["F1:G2"].value == [[5.0, 5.0], [5.0, 5.0]]
    assert sheet["F3:G4"].formula == (("=F1*$F$1", "=G1*$F$1"), ("=F2*$F$1", "=G2*$F$1"))


def test_values_that_do_not_fill_the_range_are_refused(app: Any, path: Path) -> None:
    sheet = app.books.open(path).sheets[0]
    with pytest.raises(ValueError, match="2 rows of 2 cells"):
        sheet["A1:B2"].raw_value = [[1, 2]]


def test_rows_keep_what_stands_beside_the_block(app: Any, rich_path: Path, look: Any) -> None:
    part = "xl/worksheets/sheet1.xml"
    before = look.parts(rich_path)[part].decode()
    book = app.books.open(rich_path)
    book.sheets["Data"]["D4:D5"].value = [["satu"], ["dua"]]
    book.save()
    after = look.parts(rich_path)[part].decode()
    for cell in ("A4", "B4", "C4", "A1", "L2"):
        at = before.find(f'<c r="{cell}"')
        assert at < 0 or before[at : before.index("</c>", at)] in after
    assert after.partition("<sheetData>")[0] == before.partition("<sheetData>")[0]
    assert after.partition("</sheetData>")[2] == before.partition("</sheetData>")[2]


def test_other_readers_agree_on_a_written_block(app: Any, path: Path) -> None:
    block = [
        [f"teks {n}", dt.datetime(2025, 1, 1, 7, 30) + dt.timedelta(days=n), n / 3, n % 2 == 0]
        for n in range(300)
    ]
    book = app.books.open(path)
    book.sheets[0]["D10"].value = block
    book.save()
    peer = openpyxl.load_workbook(path)["Data"].iter_rows(
        min_row=10, max_row=309, min_col=4, max_col=7, values_only=True
    )
    assert [list(row) for row in peer] == block
    rows = (
        python_calamine.CalamineWorkbook.from_path(path)
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    assert [row[3:7] for row in rows[9:309]] == block


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("I1", "merged"),
        ("A12", "array formula"),
        ("A13", "array formula"),
        ("Q3", "pivot table"),
        ("G1:J3", "merged"),
    ],
)
def test_an_edit_that_would_break_something_is_refused(
    app: Any, rich_path: Path, address: str, what: str
) -> None:
    before = rich_path.read_bytes()
    book = app.books.open(rich_path)
    with pytest.raises(UnsafeEdit, match=what):
        book.sheets["Data"][address].value = "x"
    book.save()
    assert rich_path.read_bytes() == before


def test_the_first_cell_of_a_merged_area_and_a_whole_array_can_be_written(app: Any, rich_path: Path) -> None:
    sheet = app.books.open(rich_path).sheets["Data"]
    sheet["H1"].value = "judul"
    sheet["H1:J2"].value = [["judul", None, None], [None, None, None]]
    sheet["A12:A13"].value = [[1], [2]]
    assert (sheet["H1"].value, sheet["A12:A13"].value) == ("judul", [1.0, 2.0])


def test_followers_of_a_shared_formula_survive_its_first_cell(app: Any, path: Path, look: Any) -> None:
    rows = (
        '<sheetData><row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>6</v></c></row></sheetData>'
    )
    text = look.parts(path)["xl/worksheets/sheet1.xml"].decode()
    start, end = text.index("<sheetData>"), text.index("</sheetData>") + len("</sheetData>")
    look.repacked(path, {"xl/worksheets/sheet1.xml": (text[:start] + rows + text[end:]).encode()})
    book = app.books.open(path)
    book.sheets[0]["A1"].value = 1
    book = reopened(app, book)
    assert book.sheets[0]["A1:A3"].formula == (("1",), ("=B2*2",), ("=B3*2",))


def test_formats_are_added_and_none_is_changed(app: Any, path: Path, look: Any) -> None:
    before = look.parts(path)["xl/styles.xml"].decode()
    book = app.books.open(path)
    cells = book.sheets[0]["F1:G2"]
    cells.color = (1, 2, 3)
    cells.number_format = '0.0" kg"'
    book = reopened(app, book)
    cells = book.sheets[0]["F1:G2"]
    assert (cells.color, cells.number_format) == ((1, 2, 3), '0.0" kg"')
    after = look.parts(path)["xl/styles.xml"].decode()
    for collection in ("fonts", "fills", "cellXfs"):
        old, new = (_items(text, collection) for text in (before, after))
        assert new[: len(old)] == old
    number_of_styles = len(_items(after, "cellXfs"))
    book.sheets[0]["F1:G2"].color = (1, 2, 3)
    book = reopened(app, book)
    assert len(_items(look.parts(path)["xl/styles.xml"].decode(), "cellXfs")) == number_of_styles


def _items(styles: str, collection: str) -> list[str]:
    import lxml.etree as et

    found = et.fromstring(styles.encode()).find(f"{{*}}{collection}")
    return [et.tostring(item, method="c14n").decode() for item in found]


ROWS_BESIDE = [
    '<c r="A{n}"><v>1</v></c>',  # the block is empty
    '<c r="A{n}" s="1"/>',
    '<c r="A{n}" t="inlineStr"><is><t>a</t></is></c>',
    '<c r="A{n}"><f>1+1</f><v>2</v></c>',
    '<c r="B{n}"><v>1</v></c>',  # its first cell is missing
    '<c r="A{n}"><v>1</v></c><c r="B{n}"><v>1</v></c><c r="D{n}"><v>4</v></c>',
    '<c r="A{n}"><v>1</v></c><c s="1" r="B{n}"><v>1</v></c><c r="C{n}"><v>1</v></c>',  # unusual forms
    '<c r="A{n}"><v>1</v></c><c s="1" r="C{n}"><v>1</v></c>',
    '<c s="1" r="A{n}"><v>1</v></c><c r="D{n}" ><v>1</v></c>',
    '<c r="D{n}"><v>4</v></c>',
    '<c r="A{n}" t="inlineStr"><is><r><t>a</t></r></is></c>',
    "",
]
"""What may stand in a row before a block is written into its columns B and C."""


def test_a_block_lands_once_and_in_order_whatever_stood_in_its_rows(app: Any, path: Path) -> None:
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    rows = "".join(f'<row r="{n}">{form.format(n=n)}</row>' for n, form in enumerate(ROWS_BESIDE, 1))
    head = members[part].partition(b"<sheetData>")[0]
    members[part] = head + f"<sheetData>{rows}</sheetData></worksheet>".encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    before = _cells(path)
    book = app.books.open(path)
    written = [[f"b{n}", float(n)] for n in range(len(ROWS_BESIDE))]
    book.sheets[0].range("B1").resize(len(ROWS_BESIDE), 2).raw_value = written
    assert book.sheets[0].range("B1").resize(len(ROWS_BESIDE), 2).raw_value == written
    book.save()
    after = _cells(path)
    for n, (own, found) in enumerate(zip(before, after, strict=True), 1):
        columns = [letters for letters, _ in found]
        assert columns == sorted({*(letters for letters, _ in own), "B", "C"}), n
        assert [cell for cell in found if cell[0] in "AD"] == [cell for cell in own if cell[0] in "AD"], n


def _cells(path: Path) -> list[list[tuple[str, str]]]:
    """The cells of the first sheet, row by row: their column and text."""
    with zipfile.ZipFile(path) as archive:
        root = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return [
        [(cell.get("r", "").rstrip("0123456789"), "".join(cell.itertext())) for cell in row]
        for row in root.iter("{*}row")
    ]
