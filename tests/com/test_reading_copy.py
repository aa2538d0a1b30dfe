"""A click reads the workbook in a copy that Excel writes for it; where there is none, it asks Excel for each table."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
import xlwings as xw
from excel_office import ExcelOffice, open_office
from fake_excel.cells import Cell
from fake_excel.dispatch import Call, PythonKilled
from fake_excel.obstacles import python_killed_at
from fake_excel.variants import Currency, ErrorValue, refusal
from fake_excel.windows import Desktop
from test_surround_in_excel import note, only_look, write_a_note

from xl_macros.click import excel_copy, macro
from xl_macros.click.hosts import LAST_ROW, selection_in
from xl_macros.click.office import Office, Selection, Summary
from xl_macros.file_engine import open_book
from xl_macros.file_engine.errors import FileEngineError
from xl_macros.places.folders import PRIVATE_NAME
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import LOG, NAME_TRANSACTION, REGISTER, TABLES


@pytest.fixture
def office(desktop: Desktop, tmp_path: Path) -> ExcelOffice:
    """An office that has clicked before: its private folder is there."""
    found = open_office(desktop, tmp_path / "kantor")
    assert found.run(only_look).ending is macro.Ending.DONE
    return found


def left_over(office: ExcelOffice) -> list[str]:
    return [path.name for path in (office.folder / PRIVATE_NAME).glob(f"{excel_copy.NAME}*")]


def values_asked_of_excel(office: ExcelOffice) -> list[str]:
    """The tables' values that a click which only reads got from Excel itself."""
    with office.excel.line.counting() as calls:
        assert office.run(only_look).ending is macro.Ending.DONE
    return [str(call) for call in calls.made if str(call) == "get ListObject.Range"]


def test_the_tables_are_read_without_asking_excel_and_the_copy_is_gone_afterwards(
    office: ExcelOffice,
) -> None:
    assert values_asked_of_excel(office) == []
    assert left_over(office) == []


def test_the_copy_says_the_same_as_excel_whatever_stands_in_the_cells(
    office: ExcelOffice, tmp_path: Path
) -> None:
    sheet = office.book.sheet(REGISTER.sheet)
    awkward: list[object] = [
        ErrorValue("#N/A"), ErrorValue("#REF!"), True, 12345.5, 45_000.0, "  spasi ", "=bukan rumus", "'kutip", "",
        "1/2", "00123", "é 漢", Currency(45_012.5), 1e15, -0.25,
    ]  # fmt: skip
    for place, value in enumerate(awkward):
        for column in (3, 4, 9, 12, 15):
            old = sheet.grid.cells.get((5 + place % 10, column))
            sheet.grid.cells[5 + place % 10, column] = Cell(
                value, None, "", old.style if old else Cell().style
            )
        office.book.saved = False
        copy = tmp_path / f"salinan-{place}.xlsm"
        office.book.SaveCopyAs(str(copy))
        in_excel, in_copy = TableStore(xw.apps[office.excel.pid].books[office.book.name]), open_book(copy)
        assert TableStore(in_copy).values(REGISTER) == in_excel.values(REGISTER), value
        in_copy.close()


def test_every_table_reads_the_same_in_the_copy(office: ExcelOffice, tmp_path: Path) -> None:
    office.run(write_a_note)
    office.book.SaveCopyAs(str(tmp_path / "salinan.xlsm"))
    live, copy = (
        TableStore(xw.apps[office.excel.pid].books[office.book.name]),
        open_book(tmp_path / "salinan.xlsm"),
    )
    read = TableStore(live.book, copy=copy)
    for table in TABLES:
        assert read.rows(table) == live.rows(table), table.name
    assert read.named_text(NAME_TRANSACTION) == live.named_text(NAME_TRANSACTION) != ""
    copy.close()


@pytest.mark.parametrize("why", ["refused", "unreadable", "no folder", "linked folder"])
def test_without_a_copy_the_button_works_all_the_same(
    office: ExcelOffice, monkeypatch: pytest.MonkeyPatch, why: str, tmp_path: Path
) -> None:
    def full(call: Call) -> None:
        if call.name == "SaveCopyAs":
            raise refusal("disk full")

    def unreadable(_path: Path) -> xw.Book:
        raise FileEngineError("no workbook")

    private = office.folder / PRIVATE_NAME
    if why == "unreadable":
        monkeypatch.setattr("xl_macros.file_engine.open_book", unreadable)
    elif why == "no folder":
        for path in private.iterdir():
            path.unlink()
        private.rmdir()
    elif why == "linked folder":
        private.rename(tmp_path / "lain")
        private.symlink_to(tmp_path / "lain", target_is_directory=True)
    obstacle = full if why == "refused" else lambda _call: None
    with office.excel.line.obstructed(obstacle), office.excel.line.counting() as calls:
        outcome = office.run(only_look)
    if why == "linked folder":
        assert outcome.ending is macro.Ending.REFUSED  # and nothing of the register was written there
        assert [path.name for path in (tmp_path / "lain").glob(f"{excel_copy.NAME}*")] == []
        return
    assert outcome.ending is macro.Ending.DONE, outcome.text
    assert "get ListObject.Range" in map(str, calls.made)
    assert left_over(office) == []


def test_a_file_that_cannot_be_opened_for_the_moment_is_no_reason_to_stop(
    office: ExcelOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(path: Path) -> xw.Book:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr("xl_macros.file_engine.open_book", held)
    assert office.run(only_look).ending is macro.Ending.DONE
    monkeypatch.undo()
    assert office.run(write_a_note).ending is macro.Ending.DONE


def test_what_another_button_wrote_before_the_lock_was_ours_is_read(
    office: ExcelOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = macro.only_one, []

    def late(*arguments: object):
        where = next(name for name in office.book.names if name.name == NAME_TRANSACTION).RefersToRange
        where.sheet.grid.cells[where.rect.top, where.rect.left].value = "20260101T000000-00000000"
        office.book.sheet(REGISTER.sheet).grid.cells[5, 3].value = "sesudah salinan"
        return real(*arguments)

    def look(inner: Office) -> Summary:
        seen.extend(str(value) for row in inner.tables.rows(REGISTER) for value in row.values())
        return Summary("Selesai.")

    monkeypatch.setattr(macro, "only_one", late)
    office.run(look)
    assert "sesudah salinan" in seen


def test_a_killed_buttons_copy_goes_at_the_next_click(office: ExcelOffice) -> None:
    with (
        pytest.raises(PythonKilled),
        python_killed_at(office.excel, "get Application.Calculation"),
    ):
        office.run(write_a_note)
    (office.folder / PRIVATE_NAME / f"{excel_copy.NAME}1.xlsm").write_bytes(b"PK")
    assert office.run(only_look).ending is macro.Ending.DONE
    assert left_over(office) == []
    assert note(office) is None


def test_a_sheet_that_somebody_left_open_is_seen_in_the_copy_and_closed(office: ExcelOffice) -> None:
    office.book.sheet(LOG.sheet).protected = False
    office.book.saved = False
    assert office.run(write_a_note).ending is macro.Ending.DONE
    assert office.book.sheet(LOG.sheet).protected


def test_a_renamed_sheet_is_named(office: ExcelOffice) -> None:
    office.book.sheet("Tugas").name = "Kerja"
    office.book.saved = False
    outcome = office.run(only_look)
    assert outcome.ending is macro.Ending.REFUSED
    assert "Lembar Tugas tidak ada" in outcome.text


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("[Register.xlsm]Register!$B$7", Selection("Register", 7)),
        ("'[Register.xlsm]Log Langkah'!$B$7:$C$9,$D$20", Selection("Log Langkah", 7, 3)),
        ("'[Register.xlsm]Jum''at'!$3:$5", Selection("Jum'at", 3, 3)),
        ("[REGISTER.XLSM]Register!$B:$C", Selection("Register", 1, LAST_ROW)),
        ("[Lain.xlsm]Register!$B$7", None),
        ("$B$7", None),
    ],
)
def test_where_the_user_stands(address: str, found: Selection | None) -> None:
    assert selection_in(address, "Register.xlsm") == found
