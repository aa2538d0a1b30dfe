"""The quick ways of reading and writing rows find what the careful way finds, on whatever sheet.

There are three: the careful way, cell by cell; one regular expression for any cells; and, once a sample has shown
what cells usually look like, one for just that, whose findings writing relies on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_macros.file_engine.book.workbook_file import WorkbookFile
from xl_macros.file_engine.cells import cell_reader, row_match
from xl_macros.file_engine.cells.addresses import Area, column_letters
from xl_macros.file_engine.sheet.row_store import RowStore

COLUMNS = 7
SHARED = ("satu", "dua & tiga", "● empat")

CELLS = st.sampled_from(
    (
        "",
        *(
            '<c r="{a}" s="1"/>',
            '<c r="{a}"/>',
            '<c r="{a}" s="2"><v>45000</v></c>',
            '<c r="{a}"><v>7.5</v></c>',
        ),
        *('<c r="{a}" s="1" t="s"><v>{n}</v></c>', '<c r="{a}" t="s"><v>{n}</v></c>'),
        '<c r="{a}" s="1" t="inlineStr"><is><t>teks {n}</t></is></c>',
        '<c r="{a}" s="1" t="inlineStr"><is><t xml:space="preserve"> / </t></is></c>',
        '<c r="{a}" t="inlineStr"><is><t>a &amp; b_x000D_</t></is></c>',
        '<c r="{a}" s="3" t="inlineStr"><is><r><t>kaya</t></r></is></c>',
        '<c r="{a}" s="3" t="str"><v>hasil</v></c>',
        *('<c r="{a}" t="b"><v>1</v></c>', '<c r="{a}" s="1" t="e"><v>#N/A</v></c>'),
        '<c t="s" r="{a}" s="1"><v>{n}</v></c>',
        '<c r="{a}" s="2" cm="1"><v>45001</v></c>',
        '<c r="{a}" s="1" ><v>3</v></c >',
        "<c r='{a}' s='2'><v>45002</v></c>",
        '<c r="{a}" s="1"><v></v></c>',
        '<c r="{a}" s="2">\n<v>45003</v>\n</c>',
    )
)
USUAL_CELLS = st.sampled_from(
    (
        *("", '<c r="{a}" s="1"/>', '<c r="{a}" s="2"><v>45000</v></c>', '<c r="{a}"><v>{n}</v></c>'),
        '<c r="{a}" s="1" t="s"><v>{n}</v></c>',
        '<c r="{a}" s="1" t="inlineStr"><is><t>teks {n}</t></is></c>',
        *(
            '<c r="{a}" s="1"><f>1&lt;{n}</f></c>',
            '<c r="{a}" s="1" t="str"><f>IF(1>0,"a","b")</f><v>a</v></c>',
        ),
    )
)
FORMULA = '<c r="{a}" s="1"><f>1+{n}</f><v>2</v></c>'
ROWS = st.sampled_from(
    (
        *('<row r="{r}">{}</row>', '<row r="{r}" spans="1:7">{}</row>', '<row r="{r}">{}</row>\n'),
        *('<row ht="30" r="{r}">{}</row >', '<row r="{r}">{} </row>', '<row r="{r}"/>'),
        '<row r="{r}" s="3" customFormat="1">{}</row>',
    )
)


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """The rows of a sheet: most look alike in the way of lists, some do not."""
    usual = draw(st.lists(USUAL_CELLS, min_size=COLUMNS, max_size=COLUMNS))
    other = draw(st.lists(CELLS, min_size=COLUMNS, max_size=COLUMNS))
    kinds = [usual, other, [cell if at % 3 else "" for at, cell in enumerate(usual)]]
    if draw(st.booleans()):
        kinds.append([*usual[:3], FORMULA, *other[4:]])
    shape = draw(ROWS)
    text, number = "", 0
    for _ in range(draw(st.integers(1, 70))):
        number += draw(st.sampled_from((1, 1, 1, 2)))
        cells = kinds[draw(st.sampled_from((0, 0, 0, 0, 1, 2, 2, len(kinds) - 1)))]
        places = [f"{column_letters(column)}{number}" for column in range(1, COLUMNS + 1)]
        made = "".join(cell.format(a=place, n=number % 3) for cell, place in zip(cells, places, strict=True))
        this = draw(st.sampled_from((shape, shape, shape, '<row r="{r}">{}</row>')))
        text += this.format(made, r=number)
    return text.encode()


PLACES = st.sampled_from([(row, column) for row in (1, 5) for column in (1, 2, 4, 6, 8)])
ENDS = st.sampled_from([(row, column) for row in (4, 40, 75) for column in (3, 5, 7, 9)])
AREAS = st.tuples(PLACES, ENDS).map(
    lambda found: Area(*found[0], max(found[0][0], found[1][0]), max(found[0][1], found[1][1]))
)
"""Few, so that what is written often ends or begins where something was read."""

VALUES = st.sampled_from((None, "teks", "● <tajam> & \x01", "=1+1", 3, 4.5, True, "5", "\\0 %s \\1"))


@st.composite
def writes(draw: st.DrawFn) -> tuple[Area, list[Any]]:
    """An area and values for it, a few rows again and again."""
    area = draw(AREAS)
    lines = st.lists(VALUES, min_size=area.column_count, max_size=area.column_count)
    some = draw(st.lists(lines, min_size=1, max_size=4))
    return area, [some[number % len(some)] for number in range(area.row_count)]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with three styles: text, dates, bold; and the shared strings of the sheets above."""
    path = tmp_path_factory.mktemp("cara") / "buku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        formats = ({"num_format": "@"}, {"num_format": "dd/mm/yyyy"}, {"bold": True})
        for row, text in enumerate(SHARED):
            sheet.write_string(row, 0, text, book.add_format(formats[row]))
    return path


def opened(workbook: Path, rows: bytes) -> WorkbookFile:
    book = WorkbookFile(workbook)
    sheet = book.sheets[0]
    head, tail = sheet.store.data[: sheet.store.rows_start], sheet.store.data[sheet.store.rows_end :]
    sheet._store = RowStore(head + rows + tail, sheet.part)
    return book


@contextmanager
def ways(name: str) -> Iterator[None]:
    """Only the careful way, or also the expression for any cells, or all three however few rows there are."""
    learning = 2 if name == "all" else 10**9
    with (
        mock.patch.object(cell_reader, "_WORTH_LEARNING", learning),
        mock.patch.object(row_match, "_FEWEST_ROWS", 1),
        mock.patch.object(row_match, "_WIDEST", 0 if name == "careful" else 256),
    ):
        yield


def found(
    workbook: Path, rows: bytes, read: list[Area], written: list[tuple[Area, list[Any]]], way: str
) -> Any:
    """What is read, what then stands in the sheet after writing blocks, and what is read again."""
    with ways(way):
        book = opened(workbook, rows)
        sheet = book.sheets[0]
        before = [sheet.read(area) for area in read]
        for area, block in written:
            sheet.write(area, block)
        data = b"".join(sheet.content(drop_results=False))
        return before, data, sheet.read(Area(1, 1, 75, COLUMNS + 3)), sheet.has_formulas()


@settings(max_examples=600, deadline=None)
@given(sheets(), st.lists(AREAS, max_size=2), st.lists(writes(), max_size=3))
def test_all_ways_find_and_write_the_same(
    workbook: Path, rows: bytes, read: list[Area], written: list[tuple[Area, list[Any]]]
) -> None:
    careful = found(workbook, rows, read, written, "careful")
    assert found(workbook, rows, read, written, "any") == careful
    assert found(workbook, rows, read, written, "all") == careful


def test_a_repeating_list_is_learned(workbook: Path) -> None:
    """Blank cells every third row: a sample of every n-th row could see only those."""
    row = '<row r="{0}"><c r="A{0}" s="1" t="s"><v>0</v></c>{1}</row>'
    blank, filled = '<c r="B{0}" s="1"/>', '<c r="B{0}" s="1" t="s"><v>1</v></c>'
    rows = "".join(
        row.format(number, (filled if number % 3 else blank).format(number)) for number in range(1, 3001)
    )
    book = opened(workbook, rows.encode())
    values = book.sheets[0].read(Area(1, 1, 3000, 2))
    usual = book.sheets[0].store.usual
    assert usual is not None
    assert {usual.noted(number) for number in range(1, 3001)} == {True}
    assert usual.styles == (b' s="1"', b' s="1"')
    assert values[:4] == [
        ["satu", "dua & tiga"],
        ["satu", "dua & tiga"],
        ["satu", None],
        ["satu", "dua & tiga"],
    ]


def test_columns_without_cells_are_learned(workbook: Path) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="C{n}"><v>1</v></c></row>' for n in range(1, 601)
    )
    book = opened(workbook, rows.encode())
    sheet = book.sheets[0]
    assert sheet.read(Area(1, 1, 600, 3))[6] == [7.0, None, 1.0]
    assert sheet.store.usual is not None
    assert sheet.store.usual.styles == (b"", None, b"")
    sheet.write(Area(1, 2, 600, 2), [["x"]] * 600)
    assert sheet.read(Area(1, 1, 600, 4))[6] == [7.0, "x", 1.0, None]
    assert b'<c r="A7"><v>7</v></c><c r="B7"' in sheet.store.text(7)


def test_rows_that_lie_about_their_addresses_stay_whole(workbook: Path) -> None:
    """Addresses of other rows are no valid sheet; whatever is made of them, no other cell is lost."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n % 50}"><v>2</v></c><c r="C{n}"><v>3</v></c></row>'
        for n in range(1, 700)
    )
    book = opened(workbook, rows.encode())
    sheet = book.sheets[0]
    assert sheet.read(Area(1, 1, 699, 3)) == [[1.0, 2.0, 3.0]] * 699
    sheet.write(Area(1, 2, 699, 2), [[9]] * 699)
    assert sheet.read(Area(1, 1, 699, 3)) == [[1.0, 9.0, 3.0]] * 699


def test_rows_above_what_was_read_are_looked_at(workbook: Path) -> None:
    """Ten rows of other styles above a list; the list's rows are known, those are not."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="{3 if n <= 10 else 1}"/></row>' for n in range(1, 700))
    sheet = opened(workbook, rows.encode()).sheets[0]
    sheet.read(Area(11, 1, 699, 1))
    sheet.write(Area(1, 1, 699, 1), [["x"]] * 699)
    assert [sheet.store.text(n).count(b's="3"') for n in (1, 10, 11)] == [1, 1, 0]


def test_what_was_written_is_looked_at_again(workbook: Path) -> None:
    """A column without cells gets some, and then others: they stay where they are, with their style."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="C{n}"><v>3</v></c></row>' for n in range(1, 700)
    )
    book = opened(workbook, rows.encode())
    sheet = book.sheets[0]
    sheet.read(Area(1, 1, 699, 3))
    sheet.write(Area(1, 2, 699, 2), [["x"]] * 699)
    sheet.restyle(Area(1, 2, 699, 2), lambda _: 3)
    sheet.write(Area(1, 2, 699, 2), [[None]] * 699)
    assert (
        sheet.store.text(9)
        == b'<row r="9"><c r="A9"><v>1</v></c><c r="B9" s="3"/><c r="C9"><v>3</v></c></row>'
    )


@pytest.mark.parametrize(("first", "last", "searched"), [(3, 4, 0), (1, 1, 0), (2, 3, 699), (1, 4, 699)])
def test_beside_formulas_noted_rows_are_not_looked_into_again(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, first: int, last: int, searched: int
) -> None:
    """The list of scans has its links in a column of formulas, which a check leaves alone; over it, there is a look."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" s="1" t="s"><v>0</v></c><c r="B{n}"><f>LEN(A{n})</f></c>'
        f'<c r="C{n}" s="1"/><c r="D{n}" s="2"><v>45000</v></c></row>'
        for n in range(1, 700)
    )
    sheet = opened(workbook, rows.encode()).sheets[0]
    sheet.read(Area(1, 1, 699, 4))
    looks: list[int] = []
    find = row_match.RowMatcher.find
    monkeypatch.setattr(
        row_match.RowMatcher, "find", lambda matcher, row: looks.append(row[0]) or find(matcher, row)
    )
    sheet.write(Area(1, first, 699, last), [["x"] * (last - first + 1)] * 699)
    assert len(looks) == searched
    assert sheet.read(Area(699, first, 699, last)) == [["x"] * (last - first + 1)]
    stays = not first <= 2 <= last
    assert (b"<f>LEN(A699)</f>" in sheet.store.text(699)) is stays
    assert sheet.formulas_changed is not stays
