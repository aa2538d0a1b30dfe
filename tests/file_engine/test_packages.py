"""Packages as other programs leave them: what is not needed may be odd, what is needed and missing is named."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xl_macros.file_engine.book.workbook_file import WorkbookFile
from xl_macros.file_engine.cells.addresses import Area
from xl_macros.file_engine.errors import NoSuchPlace, UnreadableWorkbook
from xl_macros.file_engine.opc.package import Package

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET, RELS, BOOK_RELS = "xl/worksheets/sheet1.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"
A1 = Area(1, 1, 1, 1)


@pytest.fixture
def path(tmp_path: Path, look: Any) -> Path:
    return Path(look.openpyxl_workbook(tmp_path / "buku.xlsx"))


def with_cells(look: Any, path: Path, rows: str) -> Path:
    text = look.parts(path)[SHEET].decode()
    start, end = text.index("<sheetData>"), text.index("</sheetData>")
    return Path(look.repacked(path, {SHEET: (text[:start] + "<sheetData>" + rows + text[end:]).encode()}))


@pytest.mark.parametrize(
    "target", ["../customXml/item1.xml", "../../../customXml/item1.xml", "/customXml/item1.xml"]
)
def test_a_relationship_that_climbs_above_the_root_stays_there(path: Path, look: Any, target: str) -> None:
    # RFC 3986, 5.2.4; LibreOffice writes the first for what SharePoint and labels leave in workbooks
    more = f'<Relationship Id="cx" Type="{OFFICE}/customXml" Target="{target}"/></Relationships>'
    look.rewritten(path, RELS, "</Relationships>", more)
    look.repacked(path, {"customXml/item1.xml": b"<a/>"})
    assert {relation.target for relation in Package(path).relationships("")} >= {"customXml/item1.xml"}
    book = WorkbookFile(path)
    book.sheets[0].write(A1, [["baru"]])
    book.save(path)
    assert look.parts(path)["customXml/item1.xml"] == b"<a/>"
    assert WorkbookFile(path).sheets[0].read(A1) == [["baru"]]


def test_part_names_with_backslashes_are_read_and_written(path: Path, look: Any) -> None:
    data = path.read_bytes()
    for name in (b"xl/workbook.xml", b"xl/worksheets/sheet1.xml", b"xl/styles.xml"):
        data = data.replace(name, name.replace(b"/", b"\\")) if b"." in name else data
    rels = look.parts(path)
    path.write_bytes(data)
    book = WorkbookFile(path)
    assert book.sheets[0].read(A1) == [["teks"]]
    before = path.read_bytes()
    book.save(path)
    assert path.read_bytes() == before
    book.sheets[0].write(A1, [["baru"]])
    book.save(path)
    again = WorkbookFile(path)
    assert (again.sheets[0].read(A1), again.sheets[1].read(A1)) == ([["baru"]], [["tak tersentuh"]])
    assert len(again.package.container.members) == len(rels)


@pytest.mark.parametrize(
    ("part", "old", "new", "left"),
    [
        (BOOK_RELS, "/xl/styles.xml", "/xl/tiada.xml", ["Data", "Lain"]),
        (BOOK_RELS, "/xl/worksheets/sheet2.xml", "/xl/worksheets/tiada.xml", ["Data"]),
        ("xl/workbook.xml", 'r:id="rId2"', 'r:id="rId99"', ["Data"]),
        ("xl/workbook.xml", 'r:id="rId2"', "", ["Data"]),
    ],
)
def test_a_part_that_is_missing_is_missed_only_where_it_is_needed(
    path: Path, look: Any, part: str, old: str, new: str, left: list[str]
) -> None:
    text = look.parts(path)[part].decode()
    if old not in text and old.startswith("r:"):
        old = old.replace("r:", "ns0:")
    if old not in text:
        old, new = old.replace("/xl/", ""), new.replace("/xl/", "")
    look.rewritten(path, part, old, new)
    book = WorkbookFile(path)
    assert [sheet.name for sheet in book.sheets] == left
    assert book.sheets[0].read(A1) == [["teks"]]
    book.sheets[0].write(A1, [[dt.date(2025, 1, 2)]])
    book.save(path)
    assert WorkbookFile(path).sheets[0].read(A1) == [[dt.datetime(2025, 1, 2)]]


def test_reading_changes_nothing_even_without_a_stylesheet(path: Path, look: Any) -> None:
    rels = look.parts(path)[BOOK_RELS].decode()
    without = "".join(
        piece
        for piece in rels.replace("<Relationship ", "\n<Relationship ").splitlines()
        if "styles" not in piece
    )
    look.repacked(
        path,
        {
            BOOK_RELS: (without if "</Relationships>" in without else without + "</Relationships>").encode(),
            "xl/styles.xml": None,
        },
    )
    before = path.read_bytes()
    book = WorkbookFile(path)
    assert book.sheets[0].read(Area(1, 1, 1, 3)) == [["teks", 1.0, 2.5]]
    _ = book.sheets[0].styles_in(A1), book.sheets[0].formulas(Area(1, 1, 9, 9)), book.sheets[0].tables
    book.save(path)
    assert path.read_bytes() == before
    book.sheets[0].restyle(A1, lambda style: book.styles.with_format(style, "0.00"))
    book.save(path)
    assert openpyxl.load_workbook(path)["Data"]["A1"].number_format == "0.00"


def test_a_file_whose_ending_and_content_disagree_stays_as_it_is(path: Path) -> None:
    other = path.rename(path.with_suffix(".xlsm"))
    before = other.read_bytes()
    book = WorkbookFile(other)
    book.save(other)
    assert other.read_bytes() == before


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1" t="d"><v>10:10:10</v></c>', dt.datetime(1899, 12, 30, 10, 10, 10)),
        ('<c r="A1" t="d"><v>2025-01-02</v></c>', dt.datetime(2025, 1, 2)),
        ('<c r="A1" t="d"><v>2025-01-02T03:04:05.5Z</v></c>', dt.datetime(2025, 1, 2, 3, 4, 5, 500_000)),
        ('<c r="A1" t="d"><v>kemarin</v></c>', "kemarin"),
        ('<c r="" t="n"><v>7</v></c>', 7.0),
        ("<c><v>7</v></c>", 7.0),
        ('<c r="A1" t="inlineStr"><is><t>_xD83D__xDE00_ _xDF39_</t></is></c>', "\U0001f600 _xDF39_"),
    ],
)
def test_odd_cells_are_read(path: Path, look: Any, cell: str, value: object) -> None:
    book = WorkbookFile(with_cells(look, path, f'<row r="1">{cell}</row>'))
    assert book.sheets[0].read(A1) == [[value]]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("<v>NaN</v>", "Data!B7"),
        ("<v>INF</v>", "Data!B7"),
        ("<v>1e999</v>", "Data!B7"),
        ("<v>abc</v>", "Data!B7"),
        ("<v>&tiada;</v>", "Data!B7"),
        ('T t="s"><v>999999</v>', "Data!B7"),
        ('T t="s"><v>-99</v>', "Data!B7"),
        ('T t="inlineStr"><is><t>&#x7FFFFFFF;</t></is>', "Data!B7"),
    ],
)
@pytest.mark.parametrize("rows", [1, 600])
def test_a_cell_that_makes_no_sense_is_refused_by_its_address(
    path: Path, look: Any, cell: str, said: str, rows: int
) -> None:
    start = cell.replace("T ", " ") if cell.startswith("T ") else ">" + cell
    good = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>2</v></c></row>' for n in range(8, 8 + rows)
    )
    book = WorkbookFile(
        with_cells(look, path, f'<row r="7"><c r="A7"><v>1</v></c><c r="B7"{start}</c></row>{good}')
    )
    with pytest.raises(UnreadableWorkbook, match=said):
        book.sheets[0].read(Area(7, 1, 7 + rows, 2))
    assert book.sheets[0].read(Area(8, 1, 7 + rows, 2)) == [[1.0, 2.0]] * rows


@pytest.mark.parametrize("address", ["2", "$A$2", "ZZZZ2", "é2", "_"])
@pytest.mark.parametrize(
    "use",
    [
        lambda sheet: sheet.used_area(),
        lambda sheet: sheet.formulas(Area(1, 1, 3, 3)),
        lambda sheet: sheet.styles_in(Area(1, 1, 3, 3)),
        lambda sheet: sheet.write(Area(2, 2, 2, 2), [[1]]),
        lambda sheet: sheet.restyle(Area(2, 2, 2, 2), lambda style: style),
    ],
)
def test_a_cell_without_a_true_address_is_refused_in_words(
    path: Path, look: Any, address: str, use: Any
) -> None:
    sheet = WorkbookFile(with_cells(look, path, f'<row r="2"><c r="{address}"><v>1</v></c></row>')).sheets[0]
    with contextlib.suppress(
        UnreadableWorkbook
    ):  # no other error, and perhaps none: nobody asked for that cell
        use(sheet)
    with pytest.raises(UnreadableWorkbook, match=r"'Data'|sheet1"):
        sheet.read(Area(1, 1, 3, 3))


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c r="A1"><v>1</v><c r="B1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></row>',
    ],
)
@pytest.mark.parametrize("area", [A1, Area(1, 1, 1, 3), Area(1, 2, 1, 2)])
def test_a_cell_that_does_not_end_is_not_read_as_an_empty_one(
    path: Path, look: Any, row: str, area: Area
) -> None:
    sheet = WorkbookFile(with_cells(look, path, row)).sheets[0]
    try:
        found = sheet.read(area)
    except UnreadableWorkbook:
        return
    assert found == [[1.0, 2.0, None][area.column - 1 : area.last_column]]


def test_no_grid_of_a_whole_sheet_is_made(path: Path, look: Any) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    sheet = WorkbookFile(with_cells(look, path, rows)).sheets[0]
    used = sheet.used_area()
    assert used == Area(1, 1, 1_048_576, 16_384)
    for use in (
        lambda: sheet.read(used),
        lambda: sheet.write(used, []),
        lambda: sheet.restyle(used, lambda s: s),
    ):
        with pytest.raises(NotImplementedError, match="17,179,869,184 cells"):
            use()


def test_a_workbook_without_worksheets_says_so(path: Path, look: Any) -> None:
    text = look.parts(path)["xl/workbook.xml"].decode()
    start, end = text.index("<sheets>"), text.index("</sheets>")
    look.repacked(path, {"xl/workbook.xml": (text[: start + len("<sheets>")] + text[end:]).encode()})
    book = WorkbookFile(path)
    with pytest.raises(NoSuchPlace, match="no worksheet"):
        _ = book.active_sheet
