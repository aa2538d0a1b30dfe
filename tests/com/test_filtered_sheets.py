"""A register that somebody has filtered: Excel would write a block's first value into every row that is to be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from excel_office import CHECKER, ExcelOffice, open_office
from fake_excel.dispatch import Call
from fake_excel.tables import ListObject
from fake_excel.variants import refusal
from fake_excel.windows import Desktop
from sop_clicks import ACCOUNTS

from xl_macros.tables.schema import DECISIONS, LOG, REGISTER, Table


@pytest.fixture
def office(desktop: Desktop, tmp_path: Path) -> ExcelOffice:
    found = open_office(desktop, tmp_path / "kantor")
    found.account = ACCOUNTS[CHECKER]
    found.select(DECISIONS)
    return found


def table_of(office: ExcelOffice, table: Table) -> ListObject:
    return next(each for each in office.book.sheet(table.sheet).tables if each.name == table.name)


def codes(office: ExcelOffice) -> list[str | None]:
    return [row["code"] for row in office.rows(REGISTER)]


@pytest.mark.parametrize("first_click", [True, False], ids=["without a copy to read", "with a copy"])
def test_every_row_gets_its_own_value_and_the_filter_is_said_to_be_gone(
    office: ExcelOffice, first_click: bool
) -> None:
    if not first_click:
        assert office.click("list_due").ending == "selesai"
    table_of(office, REGISTER).filter.keep_only(3, 2, 5, 9)
    done = office.click("receive_decision", confirmed=True)
    assert done.ending == "selesai", done.text
    assert codes(office) == [f"B-2025-001.{number:02}" for number in range(1, 11)]
    assert "Saringan pada lembar Register dilepas" in done.text
    assert not table_of(office, REGISTER).filter.rows


def test_a_filter_on_a_protected_list_is_taken_off_too(office: ExcelOffice) -> None:
    assert office.click("receive_decision", confirmed=True).ending == "selesai"
    table_of(office, LOG).filter.keep_only(1)
    before = len(office.rows(LOG))
    undone = office.click("undo_last", confirmed=True)
    assert undone.ending == "selesai", undone.text
    assert "Saringan pada lembar LogLangkah dilepas" in undone.text
    assert len(office.rows(LOG)) < before or not office.rows(LOG)


def test_a_filter_of_the_sheets_own_is_taken_off_too(office: ExcelOffice) -> None:
    assert office.click("list_due").ending == "selesai"
    sheet = office.book.sheet(REGISTER.sheet)
    sheet.own_filter, office.book.saved = frozenset({6, 8}), False
    done = office.click("receive_decision", confirmed=True)
    assert done.ending == "selesai", done.text
    assert codes(office) == [f"B-2025-001.{number:02}" for number in range(1, 11)]
    assert "Saringan pada lembar Register dilepas" in done.text


def test_rows_hidden_by_hand_are_written_and_stay_hidden(office: ExcelOffice) -> None:
    office.book.sheet(REGISTER.sheet).hidden_rows.update({6, 8})
    done = office.click("receive_decision", confirmed=True)
    assert done.ending == "selesai", done.text
    assert "Saringan" not in done.text
    assert codes(office) == [f"B-2025-001.{number:02}" for number in range(1, 11)]


def test_a_button_that_does_not_write_there_leaves_the_filter(office: ExcelOffice) -> None:
    assert office.click("list_due").ending == "selesai"
    table_of(office, REGISTER).filter.keep_only(3, 2)
    done = office.click("list_due")
    assert "Saringan" not in done.text
    assert table_of(office, REGISTER).filter.rows


def test_a_click_that_is_refused_leaves_the_filter(office: ExcelOffice) -> None:
    assert office.click("receive_decision", confirmed=True).ending == "selesai"
    table_of(office, REGISTER).filter.keep_only(3, 2)
    again = office.click("receive_decision", confirmed=True)
    assert again.ending == "ditolak"
    assert table_of(office, REGISTER).filter.rows


def test_a_filter_that_cannot_be_taken_off_is_refused_in_words_before_anything_is_written(
    office: ExcelOffice,
) -> None:
    assert office.click("list_due").ending == "selesai"
    table_of(office, REGISTER).filter.keep_only(3, 2)

    def refuse(call: Call) -> None:
        if call.name == "ShowAllData":
            raise refusal("ShowAllData method of AutoFilter class failed")

    with office.excel.line.obstructed(refuse):
        done = office.click("receive_decision", confirmed=True)
    assert done.ending == "ditolak"
    assert "Lembar Register sedang disaring" in done.text
    assert codes(office) == [None] * 10
    assert office.rows(LOG) == []
