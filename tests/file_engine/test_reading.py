"""Whatever form a cell has in the file, it is read as what Excel shows."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from xl_macros.file_engine.cells.cell_values import CellError

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
    '2006/main"><sheetData>'
)
TAIL = "</sheetData></worksheet>"
SHARED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main" count="5" uniqueCount="5"><si><r><rPr><b/></rPr><t>te</t></r><r><t xml:space="preserve">bal </t></r>'
    '<rPh sb="0" eb="1"><t>furigana</t></rPh></si><si><t>a&amp;b &lt;c&gt;</t></si><si><t>baris_x000D_\ndua</t>'
    "</si><si><t/></si><si/></sst>"
)
Open = Callable[..., Any]


@pytest.fixture
def open_rows(app: Any, tmp_path: Path, look: Any) -> Open:
    """A sheet with these rows as its XML, opened."""

    def make(rows: str, *, whole: bytes | None = None) -> Any:
        path = tmp_path / "buku.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("Data")
            sheet.write("A1", "x", book.add_format({"num_format": "dd/mm/yyyy"}))
        look.repacked(
            path,
            {
                "xl/worksheets/sheet1.xml": whole or (HEAD + rows + TAIL).encode(),
                "xl/sharedStrings.xml": SHARED.encode(),
            },
        )
        return app.books.open(path).sheets["Data"]

    return make


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<v>1.5</v>", 1.5),
        ("<v>1E-3</v>", 0.001),
        ("<v></v>", None),
        ("<f>1+1</f><v>2</v>", 2.0),
        ("<f>1+1</f>", None),
        ('<f t="shared" ref="A1:A2" si="0">B1</f><v>7</v>', 7.0),
        ("<v>1.5</v><extLst><ext/></extLst>", 1.5),
    ],
)
def test_a_number_is_read_from_any_form_of_cell(open_rows: Open, cell: str, value: float | None) -> None:
    assert open_rows(f'<row r="1"><c r="A1">{cell}</c></row>')["A1"].raw_value == value


@pytest.mark.parametrize(
    ("kind", "inner", "value"),
    [
        ("s", "<v>0</v>", "tebal "),
        ("s", "<v>1</v>", "a&b <c>"),
        ("s", "<v>2</v>", "baris\r\ndua"),
        ("s", "<v>3</v>", None),
        ("s", "<v>4</v>", None),
        ("str", "<f>A9</f><v>hasil &amp; lain</v>", "hasil & lain"),
        ("str", "<f>A9</f><v></v>", None),
        ("inlineStr", "<is><t>langsung</t></is>", "langsung"),
        ("inlineStr", '<is><t xml:space="preserve"> tepi </t></is>', " tepi "),
        ("inlineStr", "<is><r><rPr><b/></rPr><t>te</t></r><r><t>bal</t></r></is>", "tebal"),
        ("inlineStr", "<is><t>_x0041__x005F_x0041_</t></is>", "A_x0041_"),
        ("inlineStr", "<is><t>&#65;&#x1F600;</t></is>", "A\U0001f600"),
        ("b", "<v>1</v>", True),
        ("b", "<v>0</v>", False),
        ("e", "<v>#N/A</v>", CellError("#N/A")),
        ("d", "<v>2025-01-02T03:04:05</v>", dt.datetime(2025, 1, 2, 3, 4, 5)),
    ],
)
@pytest.mark.parametrize("count", [1, 30])
def test_every_kind_of_cell_is_read_alone_and_in_a_block(
    open_rows: Open, kind: str, inner: str, value: Any, count: int
) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="{kind}">{inner}</c></row>' for n in range(1, count + 1))
    read = open_rows(rows).range((1, 1), (count, 1)).options(ndim=2, err_to_str=True).value
    assert read == [[str(value) if isinstance(value, CellError) else value]] * count


def test_an_error_reads_as_nothing_by_value_and_as_itself_raw(open_rows: Open) -> None:
    sheet = open_rows(
        '<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c><c r="B1" t="inlineStr"><is><t>#DIV/0!</t></is></c></row>'
    )
    assert sheet["A1:B1"].value == [None, "#DIV/0!"]
    raw = sheet["A1:B1"].raw_value[0]
    assert [type(value) for value in raw] == [CellError, str]


UNUSUAL = {
    "attributes in another order": '<row spans="1:2" r="2"><c s="0" t="n" r="A2"><v>1</v></c>'
    '<c r="B2" ><v>2</v></c></row>',
    "single quotes": "<row r='2'><c r='A2'><v>1</v></c><c r='B2'><v>2</v></c></row>",
    "blanks between elements": '<row r="2">\n  <c r="A2">\n <v>1</v>\n </c>\n <c r="B2"> <v>2</v></c>\n</row>\n',
    "no addresses": "<row/><row><c><v>1</v></c><c><v>2</v></c></row>",
    "a comment": '<row r="2"><c r="A2"><v>1</v></c><!-- <c r="B2"><v>9</v></c> --><c r="B2"><v>2</v></c></row>',
    "CDATA": '<row r="2"><c r="A2"><v><![CDATA[1]]></v></c><c r="B2"><v>2</v></c></row>',
    "metadata": '<row r="2"><c r="A2" cm="1"><v>1</v></c><c r="B2" vm="1" ph="0"><v>2</v></c></row>',
    "an empty row before": '<row r="1" ht="20" customHeight="1"/><row r="2"><c r="A2"><v>1</v></c>'
    '<c r="B2"><v>2</v></c></row>',
    "a processing instruction with cells": (
        '<row r="2"><c r="A2"><v>1</v></c><?x <c r="B2"><v>9</v></c> ?><c r="B2"><v>2</v></c></row>'
    ),
    "a processing instruction": '<?x y?><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>',
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_but_valid_markup_is_read_and_can_be_written_to(open_rows: Open, name: str) -> None:
    sheet = open_rows(UNUSUAL[name])
    assert sheet["A1:C2"].value == [[None] * 3, [1.0, 2.0, None]]
    sheet["B2"].value = "baru"
    assert sheet["A1:C2"].value == [[None] * 3, [1.0, "baru", None]]


def test_unusual_rows_among_thousands_of_usual_ones_are_not_overlooked(open_rows: Open) -> None:
    rows = [f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" s="1"/></row>' for n in range(1, 4001)]
    rows[2999] = '<row r="3000"><c t="b" r="A3000"><v>1</v></c><c r="B3000" s="1"><v>45659</v></c></row>'
    rows[3499] = '<row r="3500"><c r="B3500"><v>5</v></c></row>'
    values = open_rows("".join(rows))["A1:B4000"].value
    assert values[2998:3000] == [[2999.0, None], [True, dt.datetime(2025, 1, 2)]]
    assert values[3499] == [None, 5.0]
    assert [row[0] for row in values[:2999]] == [float(n) for n in range(1, 3000)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_other_encodings_are_read(open_rows: Open, encoding: str) -> None:
    text = (
        HEAD.replace("UTF-8", encoding.removesuffix("-sig"))
        + '<row r="1"><c r="A1" t="inlineStr"><is><t>é</t></is></c></row>'
        + TAIL
    )
    sheet = open_rows("", whole=text.encode(encoding))
    assert sheet["A1"].value == "é"
    sheet["A2"].value = "è"
    sheet.book.save()
    assert sheet["A1:A2"].value == ["é", "è"]


def test_a_prefix_on_every_element_is_read(open_rows: Open) -> None:
    whole = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="1"><x:c r="A1"><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    sheet = open_rows("", whole=whole.encode())
    assert (sheet["A1"].value, sheet["A1"].formula) == (2.0, "=1+1")
    sheet["B1"].value = 3
    sheet.book.save()
    assert sheet["B1"].value == 3.0
    assert openpyxl.load_workbook(sheet.book.fullname)["Data"]["B1"].value == 3


def test_a_shared_formula_is_read_at_every_cell(open_rows: Open) -> None:
    sheet = open_rows(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:B3" si="0">$D1+SUM(E$1:F1)&amp;"A1"</f><v>1</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>1</v></c></row><row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    )
    assert sheet["A1:B3"].formula == (
        ('=$D1+SUM(E$1:F1)&"A1"', '=$D1+SUM(F$1:G1)&"A1"'),
        ("", ""),
        ('=$D3+SUM(E$1:F3)&"A1"', ""),
    )


@pytest.mark.parametrize("date1904", [False, True])
def test_dates_are_read_as_openpyxl_reads_them(app: Any, tmp_path: Path, date1904: bool) -> None:
    path = tmp_path / "tanggal.xlsx"
    serials = [1.25, 59, 61, 366, 1462, 40_000.999988425925, 45_659.3125, 2_957_003]
    with xlsxwriter.Workbook(str(path), {"date_1904": date1904}) as book:
        style = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        book.add_worksheet().write_column(0, 0, serials, style)
    read = app.books.open(path).sheets[0].range((1, 1), (len(serials), 1)).value
    expected = [row[0].value for row in openpyxl.load_workbook(path).active.iter_rows()]
    assert read == expected


def test_numbers_that_are_no_dates_stay_numbers_in_date_cells(open_rows: Open) -> None:
    cells = [f'<c r="{c}1" s="1"><v>{n}</v></c>' for c, n in zip("ABC", (-1, 2958466, 0.3125), strict=True)]
    sheet = open_rows(f'<row r="1">{"".join(cells)}</row>')
    assert sheet["A1:C1"].value == [
        -1.0,
        2958466.0,
        dt.datetime(1899, 12, 30, 7, 30),
    ]


def test_values_are_those_of_openpyxl_over_the_whole_corpus(app: Any, path_openpyxl_reads: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what it does not know
        peer = openpyxl.load_workbook(path_openpyxl_reads, read_only=True, data_only=True)
        cells = [
            (sheet.title, cell) for sheet in peer.worksheets for row in sheet.iter_rows() for cell in row
        ]
    book = app.books.open(path_openpyxl_reads)
    assert book.sheet_names == [sheet.title for sheet in peer.worksheets]
    for title, cell in cells:
        if cell.value is not None:
            read = book.sheets[title].range((cell.row, cell.column)).raw_value
            assert read == _as_here(cell.value), (title, cell.coordinate)


def _as_here(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.time):
        return dt.datetime.combine(dt.date(1899, 12, 30), value)
    if value == "":
        return None
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_reading_outside_of_the_cells_gives_nothing(open_rows: Open) -> None:
    sheet = open_rows('<row r="2"><c r="B2"><v>1</v></c></row>')
    assert sheet["Z90:AA91"].value == [[None, None], [None, None]]
    assert sheet.used_range.address == "$B$2"


def test_a_value_that_makes_no_sense_is_named_with_its_cell(open_rows: Open) -> None:
    from xl_macros.file_engine.errors import UnreadableWorkbook

    for cell in ("<v>abc</v>", None):
        kind = "" if cell else ' t="s"'
        sheet = open_rows(f'<row r="1"><c r="A1"{kind}>{cell or "<v>99</v>"}</c></row>')
        with pytest.raises(UnreadableWorkbook, match="A1 holds no valid value"):
            _ = sheet["A1"].value
        sheet.book.close()


@pytest.mark.parametrize("texts", [("sama", "lain"), ("a&amp;b", "_x0041_"), ("sama", "a&amp;b")])
@pytest.mark.parametrize("every", [1, 3, 1000])
def test_the_same_text_in_many_rows_is_one_object(
    open_rows: Open, texts: tuple[str, str], every: int
) -> None:
    """Most lists say of thousands of rows the same; what stands once, and empty cells, are read as ever."""
    shown = {"a&amp;b": "a&b", "_x0041_": "A"}
    written = [f"nomor {row}" if row % every == 0 else texts[row % 2] for row in range(1, 301)]
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        if row % 50
        else f'<row r="{row}"><c r="A{row}"/></row>'
        for row, text in enumerate(written, 1)
    )
    found = open_rows(rows)["A1:A300"].raw_value
    read = [each for (each,) in found]
    assert read == [shown.get(text, text) if row % 50 else None for row, text in enumerate(written, 1)]
    if every == 1000:
        assert len({id(each) for each in read if each}) == 2
