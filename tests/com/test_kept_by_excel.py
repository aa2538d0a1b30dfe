"""What Excel keeps of a click: in the files it saves, in the session, and in other workbooks of that session."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from excel_office import ExcelOffice, open_office
from fake_excel.books import Kept
from fake_excel.dispatch import Call, PythonKilled
from fake_excel.files import AUTOMATIC, MANUAL
from fake_excel.obstacles import python_killed_at
from fake_excel.windows import Desktop
from test_surround_in_excel import only_look, write_a_note

from xl_macros.click import macro
from xl_macros.click.excel_state import ALLOWANCES, MEMORY, REPAIRED, remembered
from xl_macros.click.office import Office, Summary
from xl_macros.errors import Refusal
from xl_macros.places.folders import PRIVATE_NAME
from xl_macros.tables.schema import LOG, PROTECTED_SHEETS, REGISTER, SCANS


@pytest.fixture
def office(desktop: Desktop, tmp_path: Path) -> ExcelOffice:
    return open_office(desktop, tmp_path / "kantor")


def opened_anew(office: ExcelOffice, desktop: Desktop) -> ExcelOffice:
    """The register as it lies on the disk, the first workbook of a new Excel."""
    excel = desktop.start_excel()
    return ExcelOffice(excel, excel.open_book(Path(office.book.FullName)), office.folder)


def open_sheets(kept: Kept) -> set[str]:
    return set(PROTECTED_SHEETS) & kept.open_sheets


# -- calculation ---------------------------------------------------------------------------------------------


def test_every_file_is_written_in_automatic_calculation(office: ExcelOffice, desktop: Desktop) -> None:
    office.run(write_a_note)
    assert [kept.calculation for kept in office.book.kept] == [
        AUTOMATIC,
        AUTOMATIC,
    ]  # the backup and the register
    assert opened_anew(office, desktop).excel.Calculation == AUTOMATIC


def test_other_workbooks_go_on_computing_while_a_button_works(office: ExcelOffice) -> None:
    seen = []

    def look_around(inner: Office) -> Summary:
        seen.append(office.excel.Calculation)
        return write_a_note(inner)

    office.run(look_around)
    assert seen == [AUTOMATIC]


def saved_by_an_earlier_version(office: ExcelOffice, desktop: Desktop) -> ExcelOffice:
    """Every button up to version 0.1 saved in manual calculation, with the sheets that it wrote left open."""
    office.excel.settings["Calculation"] = MANUAL
    office.book.sheet(LOG.sheet).protected = False
    office.book.saved = False
    office.book.Save()
    return opened_anew(office, desktop)


def test_a_manual_mode_left_by_an_earlier_version_is_repaired_and_told(
    office: ExcelOffice, desktop: Desktop
) -> None:
    damaged = saved_by_an_earlier_version(office, desktop)
    assert damaged.excel.Calculation == MANUAL
    outcome = damaged.run(only_look)
    assert outcome.ending is macro.Ending.DONE
    assert outcome.text.startswith(REPAIRED)
    assert damaged.excel.Calculation == AUTOMATIC


def test_what_an_earlier_version_left_is_mended_in_the_file_by_the_next_button_that_writes(
    office: ExcelOffice, desktop: Desktop
) -> None:
    damaged = saved_by_an_earlier_version(office, desktop)
    assert REPAIRED in damaged.run(write_a_note).text
    again = opened_anew(damaged, desktop)
    assert again.excel.Calculation == AUTOMATIC
    assert again.book.sheet(LOG.sheet).protected
    assert REPAIRED not in again.run(only_look).text


def test_a_manual_mode_in_an_earlier_versions_memory_is_no_wish_of_the_user(office: ExcelOffice) -> None:
    private = office.folder / PRIVATE_NAME
    private.mkdir(mode=0o700)
    left = {"calculation": MANUAL, "protected": {LOG.sheet: {"AllowSorting": True}}}
    (private / MEMORY).write_text(json.dumps(left))
    office.excel.settings["Calculation"] = MANUAL
    office.book.sheet(LOG.sheet).protected = False
    assert REPAIRED in office.run(only_look).text
    assert office.excel.Calculation == AUTOMATIC
    assert office.book.sheet(LOG.sheet).protected


def test_a_manual_mode_that_the_user_chose_is_kept_through_every_click(
    office: ExcelOffice, desktop: Desktop
) -> None:
    office.excel.settings["Calculation"] = MANUAL
    for _ in range(2):
        assert REPAIRED not in office.run(write_a_note).text
        assert office.excel.Calculation == MANUAL
    assert REPAIRED not in opened_anew(office, desktop).run(only_look).text


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"\xff{", b"[" * 60_000, b'{"open": {"x": 1}}', b'{"open": 7}']
)
def test_a_memory_that_cannot_be_read_is_none(office: ExcelOffice, content: bytes) -> None:
    private = office.folder / PRIVATE_NAME
    private.mkdir(mode=0o700)
    (private / MEMORY).write_bytes(content)
    assert office.run(write_a_note).ending is macro.Ending.DONE


# -- protection ----------------------------------------------------------------------------------------------


def test_every_file_is_written_with_the_sheets_closed(office: ExcelOffice, desktop: Desktop) -> None:
    office.run(write_a_note)
    assert len(office.book.kept) == 2
    assert [open_sheets(kept) for kept in office.book.kept] == [set(), set()]
    assert all(opened_anew(office, desktop).book.sheet(name).protected for name in PROTECTED_SHEETS)


def test_the_workbook_is_not_left_dirty(office: ExcelOffice) -> None:
    """Excel would ask on closing whether to save, and "no" would be about nothing."""
    for button in (write_a_note, only_look, write_a_note):
        office.run(button)
        assert office.book.Saved


@pytest.mark.parametrize("name", PROTECTED_SHEETS)
def test_a_sheet_of_the_list_that_was_left_open_is_closed_by_any_button_that_writes(
    office: ExcelOffice, name: str
) -> None:
    office.book.sheet(name).Unprotect()
    assert office.run(write_a_note).ending is macro.Ending.DONE
    assert office.book.sheet(name).protected
    assert open_sheets(office.book.kept[-1]) == set()


def test_sheets_are_closed_with_what_the_list_allows_whatever_they_were_found_with(
    office: ExcelOffice,
) -> None:
    built = {name: dict(office.book.sheet(name).protection.allowed) for name in PROTECTED_SHEETS}
    office.book.sheet(LOG.sheet).Protect(AllowInsertingRows=True, AllowFormattingCells=True)
    office.book.sheet(SCANS.sheet).Unprotect()
    office.run(write_a_note)
    for name, allowed in built.items():
        protection = office.book.sheet(name).protection
        assert (protection.allowed, protection.drawing_objects, protection.scenarios) == (allowed, True, True)


def test_a_sheet_that_the_office_closed_itself_keeps_what_it_allowed(office: ExcelOffice) -> None:
    sheet = office.book.sheet(REGISTER.sheet)
    sheet.Protect(AllowSorting=True, AllowInsertingRows=True)
    before = dict(sheet.protection.allowed)
    assert office.run(write_a_note).ending is macro.Ending.DONE
    assert sheet.protected
    assert sheet.protection.allowed == before


def test_a_refused_button_leaves_no_sheet_open(office: ExcelOffice) -> None:
    def refuse(inner: Office) -> Summary:
        write_a_note(inner)
        inner.tables.prepare_to_write()
        raise Refusal("Belum lengkap.", cure="Lengkapi.")

    office.run(refuse)
    assert all(office.book.sheet(name).protected for name in PROTECTED_SHEETS)


@pytest.mark.parametrize("moment", ["call Workbook.Save", "set Range.Value", "call Worksheet.Protect"])
def test_what_a_killed_button_left_open_is_closed_by_the_next_even_if_it_only_looks(
    office: ExcelOffice, moment: str
) -> None:
    with python_killed_at(office.excel, moment), pytest.raises(PythonKilled):
        office.run(write_a_note)
    assert office.run(only_look).ending is macro.Ending.DONE
    assert all(office.book.sheet(name).protected for name in PROTECTED_SHEETS)
    assert not (office.folder / PRIVATE_NAME / MEMORY).exists()


def test_nothing_is_saved_with_a_sheet_that_cannot_be_closed(office: ExcelOffice) -> None:
    """An Excel that refuses to protect is a failure of the button, not a file with an open log."""
    from fake_excel.variants import refusal

    def decline(call: Call) -> None:
        if str(call) == "call Worksheet.Protect":
            raise refusal("Protect method of Worksheet class failed")

    with office.excel.line.obstructed(decline):
        assert office.run(write_a_note).ending is not macro.Ending.DONE
    assert all(open_sheets(kept) == set() for kept in office.book.kept)
    assert office.run(only_look).ending is macro.Ending.DONE
    assert office.book.sheet(LOG.sheet).protected


def test_the_memory_names_what_excel_knows_and_nothing_else(tmp_path: Path) -> None:
    memory = tmp_path / MEMORY
    memory.write_text(json.dumps({"open": {LOG.sheet: [], "Register": ["AllowSorting", "x", 1]}}))
    assert remembered(memory)["Register"] == ["AllowSorting"]
    assert set(remembered(memory)[LOG.sheet]) <= set(ALLOWANCES)
    assert remembered(memory)[LOG.sheet]


def test_a_backup_is_written_with_the_sheets_closed_that_a_killed_button_left_open(
    office: ExcelOffice,
) -> None:
    private = office.folder / PRIVATE_NAME
    private.mkdir(mode=0o700)
    (private / MEMORY).write_text(json.dumps({"open": {LOG.sheet: ["AllowSorting"]}}))
    office.book.sheet(LOG.sheet).protected = False
    assert office.run(write_a_note).ending is macro.Ending.DONE
    backup, register = office.book.kept[-2:]
    assert (open_sheets(backup), open_sheets(register)) == (set(), set())
