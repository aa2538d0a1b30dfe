"""What this engine wrote, it reads by its quick way: no row of a register falls to the careful one, cell by cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.file_engine.conftest import product_workbook
from xl_macros.file_engine.book.workbook_file import WorkbookFile
from xl_macros.file_engine.cells import cell_reader, row_match
from xl_macros.file_engine.cells.addresses import Area
from xl_macros.file_engine.sheet import editing
from xl_macros.file_engine.tables import growing
from xl_macros.file_engine.tables.table_file import TableFile

VALUES = ["teks & <tanda>", 7.0, dt.datetime(2025, 1, 2), None, "dua\nbaris", "=SUM(1,2)", "_x0041_"]


@pytest.fixture
def careful(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the rows that were read the careful way, although expressions are made from the first row on."""
    found: list[int] = []
    read = cell_reader._Block._careful

    def noted(block: Any, row: Any) -> Any:
        found.append(row[0])
        return read(block, row)

    monkeypatch.setattr(cell_reader._Block, "_careful", noted)
    monkeypatch.setattr(row_match, "_FEWEST_ROWS", 0)
    return found


def lists_of(book: WorkbookFile) -> list[TableFile]:
    """The tables that grow with the work; those of the reference sheet stand side by side and are short."""
    return [sheet.tables[0] for sheet in book.sheets if len(sheet.tables) == 1]


def fill(table: TableFile, rows: int, every: int = 1) -> None:
    """Gives a table so many rows, and its columns that no formula fills (or one of so many) something of each kind."""
    area, formulas = table.area, table.calculated_formulas()
    growing.resize(table, Area(area.row, area.column, area.row + rows, area.last_column))
    body = table.body_area
    assert body is not None
    for position in range(body.column_count):
        if position not in formulas and position % every == 0:
            column = body.column + position
            values = [[VALUES[(row + position) % len(VALUES)]] for row in range(rows)]
            editing.write(table.sheet, Area(body.row, column, body.last_row, column), values)


@pytest.mark.parametrize("rows", [60, 700])
def test_every_row_of_every_table_is_read_the_quick_way(
    tmp_path: Path, careful: list[int], rows: int
) -> None:
    path = product_workbook(tmp_path / "buku.xlsm")
    book = WorkbookFile(path)
    tables = lists_of(book)
    assert any(table.calculated_formulas() for table in tables)  # such as the links of the list of scans
    for table in tables:
        fill(table, rows)
        _ = table.sheet.read(table.area)
    book.save(path)
    again = WorkbookFile(path)
    for table in lists_of(again):
        body = table.body_area
        assert body is not None
        values = table.sheet.read(body)
        formulas = table.calculated_formulas()
        for position in set(range(body.column_count)) - set(formulas):
            assert [row[position] for row in values[:7] if row[position] is not None], (table.name, position)
        if not formulas:
            editing.write(
                table.sheet, Area(body.row, body.column, body.last_row, body.column), [["lain"]] * rows
            )
        _ = table.sheet.read(body)
    assert careful == []


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the rows that were looked at one by one."""
    found: list[int] = []
    find = row_match.RowMatcher.find
    monkeypatch.setattr(
        row_match.RowMatcher, "find", lambda matcher, row: found.append(row[0]) or find(matcher, row)
    )
    return found


@pytest.mark.parametrize("rows", [60, 700])
def test_the_titles_above_are_not_what_an_empty_column_looks_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: list[int], rows: int
) -> None:
    """Every list has columns in which nothing stands yet, and is read with its titles: they are the only cells there
    that hold something, of another style. No row of an office's register was found by the learned way for that."""
    path = product_workbook(tmp_path / "buku.xlsm")
    book = WorkbookFile(path)
    monkeypatch.setitem(globals(), "VALUES", ["teks"])
    for table in lists_of(book):
        fill(table, rows, every=2)
    book.save(path)
    lists = {"tblKeputusan", "tblRegister", "tblPeristiwa", "tblKoreksi", "tblLog", "tblPindaian"}
    for table in (each for each in lists_of(WorkbookFile(path)) if each.name in lists):
        lists.remove(table.name)
        apart.clear()
        assert table.sheet.read(table.area)[-1][::2].count("teks") > 0
        assert apart == [table.area.row]
    assert not lists


def test_a_column_of_formulas_is_learned_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: list[int]
) -> None:
    """The links of the list of scans have no results, since the engine computes none: such lists are long as well."""
    path = product_workbook(tmp_path / "buku.xlsm")
    book = WorkbookFile(path)
    table = next(each for each in lists_of(book) if each.calculated_formulas())
    monkeypatch.setitem(globals(), "VALUES", ["teks"])
    fill(table, 700)
    book.save(path)
    again = next(each for each in lists_of(WorkbookFile(path)) if each.name == table.name)
    body, formulas = again.body_area, again.calculated_formulas()
    assert body is not None
    apart.clear()
    line = [None if at in formulas else "teks" for at in range(body.column_count)]
    assert again.sheet.read(body) == [line] * 700
    assert apart == []


@pytest.mark.parametrize(("rows", "made"), [(10, 0), (60, 1)])
def test_an_expression_for_all_columns_is_made_only_where_it_pays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, made: int
) -> None:
    """It costs what some fifty rows cost: in a small office it was the dearest single thing of a click."""
    path = product_workbook(tmp_path / "buku.xlsm")
    book = WorkbookFile(path)
    fill(next(each for each in lists_of(book) if len(each.columns) > 20), rows)
    book.save(path)
    again = next(each for each in lists_of(WorkbookFile(path)) if len(each.columns) > 20)
    body = again.body_area
    assert body is not None
    expressions: list[tuple[Any, ...]] = []
    make = row_match._any
    monkeypatch.setattr(row_match, "_any", lambda *given: expressions.append(given) or make(*given))
    assert len(again.sheet.read(body)) == rows
    assert len(expressions) == made
