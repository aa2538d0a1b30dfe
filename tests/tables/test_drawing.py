"""What stands on a built sheet already is not written again; whatever differs is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from xl_macros.file_engine import open_book
from xl_macros.places.resources import workbook_file
from xl_macros.tables.blocks import Block, Formula, write_block
from xl_macros.tables.drawing import Drawing
from xl_macros.tables.home_sheet import Figure, HomeView, write_home
from xl_macros.tables.schema import HOME, WORKBOOK_NAME

VIEW = HomeView(
    date(2026, 12, 1), "KPU Kabupaten Contoh", figures=(Figure(3, "berlaku", False),),
    statuses=(("● Masih dikecualikan", 3),), ends_per_year=((2027, 2), (2028, 1)),
)  # fmt: skip


class Watched:
    """The open workbook's sheets; which ranges of them were asked for."""

    def __init__(self, book: Any) -> None:
        self.book, self.asked = book, list[str]()

    def __getitem__(self, name: str) -> Watched:
        return self

    def range(self, address: str) -> Any:
        self.asked.append(address)
        return self.book.sheets[HOME].range(address)


@pytest.fixture
def book() -> Any:
    opened = open_book(workbook_file(WORKBOOK_NAME))
    yield opened
    opened.close()


def drawn(book: Any, copy: Any) -> tuple[Drawing, Watched]:
    watched = Watched(book)
    return Drawing(watched, copy), watched


def test_a_home_sheet_that_stands_already_is_left_alone(book: Any) -> None:
    write_home(book, VIEW)
    drawing, watched = drawn(book, book)
    write_home(drawing, VIEW)
    assert watched.asked == []


def test_only_the_block_that_differs_is_written(book: Any) -> None:
    write_home(book, VIEW)
    drawing, watched = drawn(book, book)
    write_home(drawing, replace(VIEW, figures=(Figure(7, "lain"),)))
    assert watched.asked == ["B1:Q30"]
    assert book.sheets[HOME].range("B11").value == 7


def test_without_a_copy_all_is_written(book: Any) -> None:
    write_home(book, VIEW)
    drawing, watched = drawn(book, None)
    write_home(drawing, VIEW)
    assert watched.asked == ["B1:Q30"]


@pytest.mark.parametrize(
    ("stands", "wanted", "same"),
    [
        ("teks", "teks", True),
        ("teks", "teks ", False),
        ("'kutip", "'kutip", True),
        ("=bukan rumus", "=bukan rumus", False),  # in doubt it is written
        (Formula("=1+1"), Formula("=1+1"), True),
        (Formula("=1+1"), Formula("=1+2"), False),
        (Formula("=1+1"), None, False),
        ("x", Formula("=1+1"), False),
        (None, "", True),
        (3, 3.0, True),
        (3, "3", False),
        ("3", 3, False),
        (None, 0, False),
        (date(2026, 12, 1), date(2026, 12, 1), True),
        (date(2026, 12, 1), date(2026, 12, 2), False),
    ],
)
def test_a_cell_is_the_same_only_when_value_and_formula_are(
    book: Any, stands: object, wanted: object, same: bool
) -> None:
    block: Block = [[stands, None], [None, "ujung"]]
    write_block(book.sheets[HOME], 60, 20, block)
    drawing, watched = drawn(book, book)
    write_block(drawing[HOME], 60, 20, [[wanted, None], [None, "ujung"]])
    assert (watched.asked == []) is same


@pytest.mark.parametrize("block", [[["satu"]], [["a", "b"]], [["a"], ["b"]]])
def test_blocks_of_one_row_column_or_cell_are_compared_too(book: Any, block: Block) -> None:
    write_block(book.sheets[HOME], 60, 20, block)
    drawing, watched = drawn(book, book)
    write_block(drawing[HOME], 60, 20, block)
    assert watched.asked == []
