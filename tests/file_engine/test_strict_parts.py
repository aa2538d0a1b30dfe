"""Whatever text is written, by whichever way: a strict XML parser reads every part, and other readers read the text."""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_macros.file_engine.book.workbook_file import WorkbookFile
from xl_macros.file_engine.cells import cell_text
from xl_macros.file_engine.cells.addresses import Area
from xl_macros.file_engine.errors import NotWellFormed
from xl_macros.file_engine.sheet import editing, row_store
from xl_macros.file_engine.tables import growing

_MARKUP = "]]> ]] > < & &amp; ]]&gt; <![CDATA[ <t> </t> _x0041_ _x000D_ \" ' = %s % | \\1 a"
_OTHERS = "\n \r \t \x01 \x7f \x85 \xa0 \u2028 \ufffe \U0001f600"
PIECES = st.sampled_from([*re.split(" ", _MARKUP), *re.split(" ", _OTHERS), " "])
TEXTS = st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=8)
ROWS = 700
"""More than a batch of writing, and than reading needs to learn what rows look like."""


def read_strictly(path: Path) -> None:
    """Reads every XML part with expat; raises its error for the first that is not well-formed."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                expat.ParserCreate(namespace_separator=" ").Parse(package.read(name), True)


def make_workbook(path: Path, rows: int) -> None:
    """A table over A1:D(rows+1): general cells, text cells, cells of two styles by turns, a formula column."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        text, bold = book.add_format({"num_format": "@", "text_wrap": True}), book.add_format({"bold": True})
        for row in range(1, rows + 1):
            sheet.write_string(row, 0, f"teks {row}")
            sheet.write_string(row, 1, f"teks {row % 7}", text)
            sheet.write_string(row, 2, "x", bold if row % 2 else text)
        columns = [{"header": "A"}, {"header": "B"}, {"header": "C"}, {"header": "D", "formula": '="a"&">"'}]
        sheet.add_table(0, 0, rows, 3, {"name": "tbl", "columns": columns})


@st.composite
def columns(draw: st.DrawFn) -> list[list[str]]:
    """Rows of three texts: some few drawn ones, in an order that repeats none at the same place of a column."""
    drawn = [draw(st.lists(TEXTS, min_size=1, max_size=9)) for _ in range(3)]
    return [[column[row % len(column)] for column in drawn] for row in range(ROWS)]


def write_in_one_block(sheet: Any, rows: list[list[str]]) -> None:
    editing.write(sheet, Area(2, 1, ROWS + 1, 3), rows)


def write_after_reading(sheet: Any, rows: list[list[str]]) -> None:
    sheet.read(Area(2, 1, ROWS + 1, 4))
    write_in_one_block(sheet, rows)


def write_column_by_column(sheet: Any, rows: list[list[str]]) -> None:
    for column, texts in enumerate(zip(*rows, strict=True), 1):
        editing.write(sheet, Area(2, column, ROWS + 1, column), [[text] for text in texts])


def write_few_cells(sheet: Any, rows: list[list[str]]) -> None:
    for number, row in enumerate(rows[:20], 2):
        for column, text in enumerate(row, 1):
            editing.write(sheet, Area(number, column, number, column), [[text]])
    editing.write(sheet, Area(22, 1, ROWS + 1, 3), rows[20:])


def write_below_the_table(sheet: Any, rows: list[list[str]]) -> None:
    write_in_one_block(sheet, rows)
    growing.resize(sheet.tables[0], Area(1, 1, 2 * ROWS + 1, 4))
    editing.write(sheet, Area(ROWS + 2, 1, 2 * ROWS + 1, 3), rows)


WAYS = [
    write_in_one_block,
    write_after_reading,
    write_column_by_column,
    write_few_cells,
    write_below_the_table,
]


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=12, deadline=None)
@given(rows=columns())
def test_every_way_of_writing_leaves_parts_that_others_read(way: Any, rows: list[list[str]]) -> None:
    rows = [["'" + text if column != 1 and text[:1] in ("=", "'") else text for column, text in enumerate(row)]
            for row in rows]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "buku.xlsx"
        make_workbook(path, ROWS)
        book = WorkbookFile(path)
        way(book.sheets[0], rows)
        book.save(path)
        read_strictly(path)
        peer = openpyxl.load_workbook(path)["Data"].iter_rows(2, ROWS + 1, 1, 3, values_only=True)
        typed = [[text.removeprefix("'") if at != 2 or row % 2 else text for at, text in enumerate(one)]
                 for row, one in enumerate(rows, 1)]  # fmt: skip
        expected = [[_seen(text) if at != 1 else _seen(one[1]) for at, text in enumerate(row)]
                    for row, one in zip(typed, rows, strict=True)]  # fmt: skip
        assert [[_seen(_unescaped(value or "")) for value in row] for row in peer] == expected
        assert book.sheets[0].read(Area(2, 2, ROWS + 1, 2)) == [[_joined(row[1]) or None] for row in rows]


def _unescaped(text: str) -> str:
    # openpyxl leaves `_xHHHH_` to its caller
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def _seen(text: str) -> str:
    """What openpyxl sees alike: it drops nothing but line ends' kind."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _joined(text: str) -> str:
    # Half a surrogate pair is no text; it comes back spelled out.
    return re.sub("[\ud800-\udfff]", lambda match: f"_x{ord(match[0]):04X}_", text)


@pytest.mark.parametrize("again", [0, 1 << 30])
@pytest.mark.parametrize("way", WAYS)
def test_a_fault_in_escaping_is_met_before_the_file_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Any, again: int
) -> None:
    path = tmp_path / "buku.xlsx"
    make_workbook(path, ROWS)
    before = path.read_bytes()
    monkeypatch.setattr(row_store, "_READ_AGAIN", again)
    monkeypatch.setattr(cell_text, "_entities", lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
    book = WorkbookFile(path)
    with pytest.raises(NotWellFormed):  # noqa: PT012 - of both, writing may notice first
        way(book.sheets[0], [["Data lain ]]> x", "b", "c"]] * ROWS)
        book.save(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_part_that_earlier_versions_left_unreadable_is_read_and_mended_with_the_next_write(
    tmp_path: Path,
) -> None:
    path = tmp_path / "buku.xlsx"
    make_workbook(path, 3)
    book = WorkbookFile(path)
    book.sheets[0].write(Area(2, 1, 2, 1), [["Data lain ]]> x"]])
    book.save(path)
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    part = "xl/worksheets/sheet1.xml"
    members[part] = members[part].replace(b"]]&gt;", b"]]>")
    with zipfile.ZipFile(path, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    with pytest.raises(expat.ExpatError):
        read_strictly(path)
    book = WorkbookFile(path)
    assert book.sheets[0].read(Area(2, 1, 2, 1)) == [["Data lain ]]> x"]]
    book.sheets[0].write(Area(4, 1, 4, 1), [["baru"]])
    book.save(path)
    read_strictly(path)
    assert openpyxl.load_workbook(path)["Data"]["A2"].value == "Data lain ]]> x"
