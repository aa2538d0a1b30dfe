"""Rows that got long wrapped text are tall enough where nobody fits them on opening."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from xl_macros.file_engine import open_book

LONG = "Informasi yang dikecualikan karena mengungkap rahasia pribadi seseorang menurut undang-undang. " * 2


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        wrapped, plain = book.add_format({"text_wrap": True}), book.add_format()
        sheet.set_column(0, 0, 30, wrapped)
        sheet.set_column(1, 1, 30, plain)
        sheet.set_row(4, 24)
    return path


def heights(path: Path) -> dict[int, float]:
    text = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    return {
        int(row): float(height) for row, height in re.findall(r'<row r="(\d+)"[^>]*? ht="([\d.]+)"', text)
    }


def write(path: Path, cell: str, value: str) -> None:
    book = open_book(path)
    book.sheets["Data"].range(cell).value = value
    book.save()
    book.close()


def test_long_wrapped_text_makes_its_row_taller(book_path: Path) -> None:
    write(book_path, "A2", LONG)
    assert 75 <= heights(book_path)[2] <= 120


def test_a_line_feed_counts_as_a_line(book_path: Path) -> None:
    write(book_path, "A2", "satu baris\ndua baris\ntiga baris")
    assert heights(book_path)[2] == 45


def test_text_that_does_not_wrap_leaves_the_height_alone(book_path: Path) -> None:
    write(book_path, "B2", LONG)
    assert 2 not in heights(book_path)


def test_a_height_set_by_hand_stays(book_path: Path) -> None:
    write(book_path, "A5", LONG)
    assert heights(book_path)[5] == 24


def test_smaller_letters_make_lower_rows(tmp_path: Path) -> None:
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        sheet.set_column(0, 0, 30, book.add_format({"text_wrap": True, "font_size": 8}))
        sheet.set_column(1, 1, 30, book.add_format({"text_wrap": True}))
    write(path, "A2", LONG)
    write(path, "B3", LONG)
    assert heights(path)[2] < heights(path)[3]


def test_a_sheet_whose_rows_have_one_height_keeps_it_in_the_rows_that_are_written(tmp_path: Path) -> None:
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        sheet.set_column(0, 0, 30, book.add_format({"text_wrap": True}))
        sheet.set_default_row(24)
        sheet.set_row(3, 60)
    for cell in ("A2", "A4"):
        write(path, cell, LONG)
    assert (heights(path)[2], heights(path)[4]) == (24, 60)
    text = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert '<row r="2" ht="24" customHeight="1">' in text


def test_a_row_is_not_made_lower_than_the_text_beside_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        wrapped = book.add_format({"text_wrap": True})
        sheet.set_column(0, 1, 30, wrapped)
        sheet.write(1, 1, LONG, wrapped)
        sheet.set_row(1, 90)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet_part = "xl/worksheets/sheet1.xml"
    parts[sheet_part] = parts[sheet_part].replace(b' customHeight="1"', b"")
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    write(path, "A2", "pendek sekali")
    assert heights(path)[2] == 90
