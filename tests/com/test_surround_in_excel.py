"""The surround of every button in Excel: its refusals, and what it leaves as it was.

The buttons here are the tests' own and small; Excel is the fake one behind xlwings' real COM engine.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path

import pytest
from excel_office import ExcelOffice, open_office
from fake_excel import variants
from fake_excel.application import PickedShape
from fake_excel.books import LONGEST_PATH
from fake_excel.dispatch import Call, PythonKilled
from fake_excel.files import contents
from fake_excel.obstacles import Busy, busy, editing_a_cell, gone_after, python_killed_at
from fake_excel.typed_text import AMERICAN, INDONESIAN, Region
from fake_excel.variants import refusal
from fake_excel.windows import Desktop

from xl_macros.click import macro
from xl_macros.click.com_objects import BUSY_PAUSE_SECONDS, BUSY_TRIES
from xl_macros.click.office import Office, Selection, Summary
from xl_macros.errors import NOTHING_CHANGED, Refusal
from xl_macros.tables.schema import EVENTS, LOG, NAME_TRANSACTION, PREVIEW, REGISTER, SCANS

AUTOMATIC = -4105
PROTECTED = (LOG.sheet, EVENTS.sheet, SCANS.sheet)


@pytest.fixture
def office(desktop: Desktop, tmp_path: Path) -> ExcelOffice:
    return open_office(desktop, tmp_path / "kantor")


def write_a_note(office: Office) -> Summary:
    """A button that writes: a note on the first entry, a row in the log."""
    rows = office.tables.rows(REGISTER)
    rows[0]["note"] = "ditulis"
    office.tables.put(REGISTER, rows)
    office.tables.append(LOG, [_log_row(office)])
    return Summary("Catatan ditulis.")


def _log_row(office: Office):
    from xl_macros.tables.rows import Row

    return Row(dict.fromkeys(LOG.fields) | {"number": 1, "berkas": "B-2025-001", "output": "00123"})


def only_look(office: Office) -> Summary:
    return Summary(f"{len(office.tables.rows(REGISTER))} baris.")


def note(office: ExcelOffice) -> str | None:
    return office.rows(REGISTER)[0]["note"]


# -- nothing wrong ------------------------------------------------------------------------------------------


def test_a_button_writes_saves_and_says_so(office: ExcelOffice) -> None:
    outcome = office.run(write_a_note)
    assert (outcome.ending, outcome.text) == (macro.Ending.DONE, "Catatan ditulis.")
    assert note(office) == "ditulis"
    assert office.rows(LOG)[0]["output"] == "00123"
    assert office.book.Saved


def test_excel_looks_afterwards_as_it_did_before(office: ExcelOffice) -> None:
    excel, protected = office.excel, [sheet.name for sheet in office.book.sheets if sheet.protected]
    settings = dict(excel.settings)
    office.select(REGISTER, 3)
    office.run(write_a_note)
    assert excel.settings == settings
    assert [sheet.name for sheet in office.book.sheets if sheet.protected] == protected
    assert protected
    assert (excel.active_sheet.name, excel.selection.Row) == (REGISTER.sheet, 7)


def test_nothing_is_drawn_and_no_other_macro_runs_while_the_button_writes(office: ExcelOffice) -> None:
    seen = []

    def look_around(inner: Office) -> Summary:
        seen.append(dict(office.excel.settings))
        return write_a_note(inner)

    office.run(look_around)
    assert (seen[0]["ScreenUpdating"], seen[0]["EnableEvents"]) == (False, False)


def test_long_work_is_counted_in_the_status_bar_which_is_free_afterwards(office: ExcelOffice) -> None:
    def count(inner: Office) -> Summary:
        for done in range(1, 4):
            inner.progress(done, 12, "memeriksa pindaian")
        return Summary("Selesai.")

    office.run(count)
    assert "3 dari 12: memeriksa pindaian ..." in office.excel.status_texts
    assert office.excel.StatusBar is False


def test_a_backup_of_the_workbook_as_it_was_lies_in_its_folder(office: ExcelOffice, desktop: Desktop) -> None:
    office.run(write_a_note)
    (backup,) = (office.folder / "Cadangan").iterdir()
    before = desktop.start_excel().open_book(backup)
    assert before.sheet(REGISTER.sheet).grid.plain_value(5, 15) is None


# -- Excel is busy ------------------------------------------------------------------------------------------

BUSY_SENTENCE = "Tekan Enter atau Esc di sel, lalu klik tombolnya lagi."


@pytest.mark.parametrize("hresult", [variants.RPC_E_CALL_REJECTED, variants.RPC_E_SERVERCALL_RETRYLATER])
def test_a_busy_excel_is_waited_for(office: ExcelOffice, hresult: int) -> None:
    with busy(office.excel, calls=2, hresult=hresult):
        outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.DONE
    assert note(office) == "ditulis"


@pytest.mark.parametrize("hresult", [variants.RPC_E_CALL_REJECTED, variants.RPC_E_SERVERCALL_RETRYLATER])
def test_an_excel_that_stays_busy_is_given_up_with_a_cure(office: ExcelOffice, hresult: int) -> None:
    with busy(office.excel, hresult=hresult):
        outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.REFUSED
    assert outcome.text.endswith(BUSY_SENTENCE)
    assert sum(office.naps) <= BUSY_TRIES * BUSY_PAUSE_SECONDS
    assert note(office) is None


def test_a_cell_being_edited_for_a_moment_is_waited_for(office: ExcelOffice) -> None:
    with editing_a_cell(office.excel, calls=1):
        outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.DONE
    assert note(office) == "ditulis"


def test_a_cell_in_edit_mode_is_named_as_the_reason_with_its_cure(office: ExcelOffice) -> None:
    with editing_a_cell(office.excel):
        outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.REFUSED
    assert "sebuah sel masih diedit" in outcome.text
    assert outcome.text.endswith(BUSY_SENTENCE)
    assert len(office.naps) == BUSY_TRIES - 1
    assert note(office) is None


@pytest.mark.parametrize(
    "moment", ["call Workbook.SaveCopyAs", "set Range.Value", "call ListObject.Resize", "call Workbook.Save"]
)
@pytest.mark.parametrize("obstacle", [busy, editing_a_cell])
def test_an_excel_that_gets_busy_in_the_middle_says_so_and_is_put_right_at_the_next_click(
    office: ExcelOffice, obstacle: Callable[..., AbstractContextManager[Busy]], moment: str
) -> None:
    with obstacle(office.excel, since=moment) as stuck:
        outcome = office.run(_longer_log)
        assert stuck.rejected
    assert outcome.ending is macro.Ending.REFUSED
    assert outcome.text.endswith(BUSY_SENTENCE)
    untouched = (note(office), office.rows(LOG)) == (None, [])
    assert macro.LEFT_OPEN in outcome.text or (untouched and NOTHING_CHANGED in outcome.text)
    assert office.run(only_look).ending is macro.Ending.DONE
    assert (note(office), len(office.rows(LOG))) in [(None, 0), ("ditulis", 2)]
    assert office.excel.ScreenUpdating is True
    assert office.excel.Calculation == AUTOMATIC
    assert office.book.sheet(LOG.sheet).protected


# -- a workbook that no button can work on ---------------------------------------------------------------------


def test_a_workbook_never_saved_is_refused(office: ExcelOffice) -> None:
    office.book.path, office.book.name = None, "Book1"
    outcome = office.run(write_a_note)
    assert "belum pernah disimpan" in outcome.text
    assert (outcome.ending, outcome.exit_code) == (macro.Ending.REFUSED, 1)


def test_a_read_only_workbook_is_refused(office: ExcelOffice) -> None:
    office.book.read_only = True
    assert "hanya-baca" in office.run(write_a_note).text
    assert note(office) is None


def test_a_workbook_opened_from_onedrive_is_refused(office: ExcelOffice) -> None:
    office.book.url = "https://d.docs.live.net/1a2b3c/Dokumen"
    assert "OneDrive" in office.run(write_a_note).text
    assert note(office) is None


def test_a_workbook_whose_file_was_renamed_meanwhile_is_refused(office: ExcelOffice) -> None:
    path = Path(office.book.FullName)
    path.rename(path.with_name("Register lama.xlsm"))
    outcome = office.run(write_a_note)
    assert "tidak ada lagi di foldernya" in outcome.text
    assert note(office) is None


def test_a_workbook_under_another_name_works(office: ExcelOffice, desktop: Desktop) -> None:
    renamed = office.folder / "Register KPU Manggarai Barat 2025.xlsm"
    shutil.copyfile(Path(office.book.FullName), renamed)
    other = ExcelOffice(office.excel, office.excel.open_book(renamed), office.folder)
    assert other.run(write_a_note).ending is macro.Ending.DONE
    assert (note(other), note(office)) == ("ditulis", None)


def test_a_workbook_open_in_two_excels_is_changed_in_the_one_that_was_clicked(
    office: ExcelOffice, desktop: Desktop
) -> None:
    second = desktop.start_excel()
    twin = ExcelOffice(second, second.open_book(Path(office.book.FullName), read_only=True), office.folder)
    assert "jendela atau komputer lain" in twin.run(write_a_note).text
    assert office.run(write_a_note).ending is macro.Ending.DONE
    assert (note(office), note(twin)) == ("ditulis", None)


def test_a_sheet_protected_with_a_password_is_named(office: ExcelOffice) -> None:
    office.book.sheet(REGISTER.sheet).Protect("rahasia")
    outcome = office.run(write_a_note)
    assert f"Lembar {REGISTER.sheet} dilindungi dengan kata sandi." in outcome.text
    assert note(office) is None
    assert office.book.sheet(LOG.sheet).protected
    assert list((office.folder / "Cadangan").iterdir()) == []


def test_a_password_on_a_sheet_that_the_button_does_not_write_is_no_hindrance(office: ExcelOffice) -> None:
    office.book.sheet(SCANS.sheet).Protect("rahasia")
    assert office.run(write_a_note).ending is macro.Ending.DONE
    assert office.book.sheet(SCANS.sheet).protected


def test_a_button_that_only_looks_opens_no_sheet(office: ExcelOffice) -> None:
    with office.excel.line.counting() as calls:
        assert office.run(only_look).ending is macro.Ending.DONE
    assert calls.by_name()["call Worksheet.Unprotect"] == 0


def test_a_selected_picture_is_no_row(office: ExcelOffice) -> None:
    seen = []

    def look(inner: Office) -> Summary:
        seen.append(inner.selection)
        return Summary("Selesai.")

    office.select(REGISTER, 2)
    office.run(look)
    office.excel.selection = PickedShape(office.excel.line)
    assert office.run(look).ending is macro.Ending.DONE
    assert seen[0] == Selection(REGISTER.sheet, 6)
    assert seen[1] is None


def test_a_sheet_that_was_renamed_is_named_with_its_cure(office: ExcelOffice) -> None:
    office.book.sheet(REGISTER.sheet).Name = "Register lama"
    outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.REFUSED
    assert f"Lembar {REGISTER.sheet} tidak ada" in outcome.text
    assert office.excel.ScreenUpdating is True


def test_a_table_that_was_turned_into_cells_is_named_with_its_cure(office: ExcelOffice) -> None:
    office.book.sheet(REGISTER.sheet).tables.clear()
    outcome = office.run(write_a_note)
    assert f"Tabel {REGISTER.name} di lembar {REGISTER.sheet} tidak ditemukan." in outcome.text
    assert office.book.sheet(LOG.sheet).protected


def test_a_book_that_is_not_in_the_clicked_window_is_refused(office: ExcelOffice, desktop: Desktop) -> None:
    """Renamed by `Save as` in the moment of the click, or closed."""
    elsewhere = ExcelOffice(desktop.start_excel(), office.book, office.folder)
    outcome = elsewhere.run(write_a_note)
    assert (outcome.ending, outcome.exit_code) == (macro.Ending.REFUSED, 1)
    assert "tidak ada di jendela Excel yang diklik." in outcome.text
    assert note(office) is None


def test_a_second_button_at_the_same_time_is_refused_and_the_first_goes_on(office: ExcelOffice) -> None:
    second = []

    def be_clicked_again(inner: Office) -> Summary:
        second.append(office.run(write_a_note))
        return write_a_note(inner)

    assert office.run(be_clicked_again).ending is macro.Ending.DONE
    assert second[0].ending is macro.Ending.REFUSED
    assert "Tombol lain sedang bekerja pada register ini: percobaan oleh maria" in second[0].text
    assert note(office) == "ditulis"


def test_a_totals_row_is_named_with_its_cure(office: ExcelOffice) -> None:
    office.book.sheet(REGISTER.sheet).tables[0].has_totals = True
    outcome = office.run(write_a_note)
    assert "memakai Baris Total" in outcome.text
    assert outcome.ending is macro.Ending.REFUSED
    assert office.excel.ScreenUpdating is True


def test_a_column_whose_header_was_changed_is_named_with_its_cure(office: ExcelOffice) -> None:
    sheet = office.book.sheet(REGISTER.sheet)
    header = REGISTER.column("note").header
    column = next(place for place in range(1, 60) if sheet.grid.plain_value(4, place) == header)
    sheet.grid.write(4, column, "Keterangan kami")
    outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.REFUSED
    assert f"Di lembar {REGISTER.sheet} tidak ada kolom {header}." in outcome.text


def test_text_too_long_for_a_cell_is_refused_and_nothing_is_written(office: ExcelOffice) -> None:
    def write_too_much(inner: Office) -> Summary:
        rows = inner.tables.rows(REGISTER)
        rows[0]["note"] = "x" * 32_768
        inner.tables.put(REGISTER, rows)
        return Summary("Selesai.")

    outcome = office.run(write_too_much)
    assert outcome.ending is macro.Ending.REFUSED
    assert "tidak muat dalam satu sel" in outcome.text
    assert note(office) is None
    assert office.excel.ScreenUpdating is True


@pytest.mark.parametrize("moment", ["call Workbook.SaveCopyAs", "call Workbook.Save"])
def test_a_save_that_excel_declines_is_told_plainly_and_nothing_stays_written(
    office: ExcelOffice, moment: str
) -> None:
    """A full disk, a lost share: Excel says no more than that it could not save."""

    def decline(call: Call) -> None:
        if str(call) == moment:
            raise refusal("Document not saved.")

    with office.excel.line.obstructed(decline):
        outcome = office.run(_longer_log)
    assert outcome.ending is macro.Ending.REFUSED
    assert "Document not saved." in outcome.text
    assert "Periksa ruang kosong diska" in outcome.text
    assert (note(office), office.rows(LOG)) == (None, [])
    assert office.excel.ScreenUpdating is True
    assert office.book.sheet(LOG.sheet).protected


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "Ruang penyimpanan penuh"), (errno.EACCES, "Tidak diizinkan")]
)
def test_an_error_of_the_disk_is_told_in_the_users_words_and_nothing_changes(
    office: ExcelOffice, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number), "transaksi.json")

    monkeypatch.setattr("xl_macros.click.transaction.write_record", fail)
    outcome = office.run(_longer_log)
    assert outcome.ending is macro.Ending.REFUSED
    assert said in outcome.text
    assert (note(office), office.rows(LOG)) == (None, [])
    assert list((office.folder / "Cadangan").iterdir()) == []


def test_a_backup_that_cannot_be_read_at_undo_is_told(office: ExcelOffice) -> None:
    """The file engine reads the kept copy while Excel has the workbook open."""
    assert office.run(write_a_note).ending is macro.Ending.DONE
    (backup,) = (office.folder / "Cadangan").iterdir()
    backup.write_bytes(b"rusak")
    outcome = office.click("undo_last", confirmed=True)
    assert outcome.ending == macro.Ending.REFUSED
    assert "tidak dapat dibaca" in outcome.text
    assert note(office) == "ditulis"


def test_a_defined_name_that_was_deleted_is_named_with_its_cure(office: ExcelOffice) -> None:
    office.book.names[:] = [name for name in office.book.names if name.name != NAME_TRANSACTION]
    outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.REFUSED, outcome.text
    assert NAME_TRANSACTION in outcome.text
    assert note(office) is None


def test_a_workbook_that_counts_its_days_from_1904_is_refused(office: ExcelOffice) -> None:
    office.book.counts_from_1904 = True
    assert "1904" in office.run(write_a_note).text
    assert note(office) is None


def test_a_write_that_vanishes_is_noticed_and_taken_back(office: ExcelOffice) -> None:
    """Seen with sheets that an add-in protects again behind our back."""

    def protect_again(call: Call) -> None:
        if str(call) == "set Range.Value" and office.excel.protected_writes != "swallowed":
            office.excel.protected_writes = "swallowed"
            office.book.sheet(REGISTER.sheet).Protect("lain")
            for row in range(5, 20):
                for column in range(1, 36):
                    office.book.sheet(REGISTER.sheet).grid.restyle(row, column, locked=True)

    with office.excel.line.obstructed(protect_again):
        outcome = office.run(write_a_note)
    assert f"Lembar {REGISTER.sheet} tidak menerima isi" in outcome.text
    assert office.rows(LOG) == []


# -- ends in the middle -----------------------------------------------------------------------------------------


def test_a_refusal_of_the_job_changes_nothing_and_restores_excel(office: ExcelOffice) -> None:
    def refuse(inner: Office) -> Summary:
        write_a_note(inner)
        raise Refusal("Belum lengkap.", cure="Lengkapi.")

    outcome = office.run(refuse)
    assert outcome.text == f"Belum lengkap.\n{NOTHING_CHANGED}\nLengkapi."
    assert note(office) is None
    assert office.excel.ScreenUpdating is True
    assert office.excel.Calculation == AUTOMATIC
    assert office.book.sheet(LOG.sheet).protected
    assert office.excel.StatusBar is False


def test_an_error_nobody_expected_is_told_plainly_and_logged_without_content(office: ExcelOffice) -> None:
    def stumble(inner: Office) -> Summary:
        raise LookupError("SKCK milik seseorang")

    outcome = office.run(stumble)
    assert outcome.ending is macro.Ending.FAILED
    assert (outcome.exit_code, outcome.text.count("\n")) == (4, 1)
    log = next(office.folder.parent.rglob("galat.log"))
    assert str(log) in outcome.text
    assert "LookupError" in log.read_text()
    assert "SKCK" not in log.read_text() + outcome.text
    assert log.stat().st_mode & 0o077 == 0


def test_an_excel_that_closes_in_the_middle_is_told_and_repaired_at_the_next_click(
    office: ExcelOffice, desktop: Desktop
) -> None:
    stack = []

    def lose_excel(inner: Office) -> Summary:
        summary = write_a_note(inner)
        stack.append(gone_after(office.excel, calls=40))
        stack[0].__enter__()
        return summary

    outcome = office.run(lose_excel)
    assert outcome.ending is not macro.Ending.DONE
    again = _reopened(office, desktop)
    assert again.run(only_look).ending is macro.Ending.DONE
    assert (note(again), again.rows(LOG)) == (None, [])


@pytest.mark.parametrize(
    "moment",
    ["call Workbook.SaveCopyAs", "set Range.Value", "call ListObject.Resize", "call Workbook.Save"],
)
def test_a_button_killed_before_its_save_is_taken_back_at_the_next_click(
    office: ExcelOffice, desktop: Desktop, moment: str
) -> None:
    with python_killed_at(office.excel, moment), pytest.raises(PythonKilled):
        office.run(_longer_log)
    again = _reopened(office, desktop)
    assert again.run(only_look).ending is macro.Ending.DONE
    assert (note(again), again.rows(LOG)) == (None, [])


def _longer_log(office: Office) -> Summary:
    write_a_note(office)
    office.tables.append(LOG, [_log_row(office)])
    return Summary("Selesai.")


def test_killed_at_any_change_to_excel_the_next_click_finds_all_of_it_or_nothing(
    desktop: Desktop, tmp_path: Path
) -> None:
    """Excel lives on with what was written: the next click takes it back, or completes what was whole."""
    found = set()
    for number in count(1):
        office = open_office(desktop, tmp_path / f"kantor {number}")
        with python_killed_at(office.excel, changing=number):
            try:
                office.run(_longer_log)
                break
            except PythonKilled as killed:
                moment = str(killed)
        assert office.run(only_look).ending is macro.Ending.DONE, moment
        state = (note(office), len(office.rows(LOG)))
        assert state in [(None, 0), ("ditulis", 2)], moment
        assert office.excel.settings["Calculation"] == AUTOMATIC, moment
        assert all(sheet.protected for sheet in office.book.sheets if sheet.name in PROTECTED), moment
        found.add(state)
    assert number > 15
    assert found == {(None, 0), ("ditulis", 2)}


def test_a_killed_button_whose_whole_work_stands_in_excel_is_completed(office: ExcelOffice) -> None:
    with python_killed_at(office.excel, "call Workbook.Save"), pytest.raises(PythonKilled):
        office.run(_longer_log)
    outcome = office.run(only_look)
    assert "sudah diselesaikan" in outcome.text
    assert (note(office), len(office.rows(LOG))) == ("ditulis", 2)
    assert office.book.Saved


def test_a_killed_button_leaves_excel_usable_by_the_next_one(office: ExcelOffice) -> None:
    """What a killed process left switched off or unprotected is put right by the next button that runs."""
    with python_killed_at(office.excel, "call Worksheet.Protect"), pytest.raises(PythonKilled):
        office.run(write_a_note)
    assert office.book.sheet(LOG.sheet).protected is False
    assert (office.excel.ScreenUpdating, office.excel.EnableEvents) == (False, False)
    assert office.run(only_look).ending is macro.Ending.DONE
    assert (office.excel.ScreenUpdating, office.excel.EnableEvents) == (True, True)
    assert office.excel.Calculation == AUTOMATIC
    assert office.book.sheet(LOG.sheet).protected


def _reopened(office: ExcelOffice, desktop: Desktop) -> ExcelOffice:
    """The workbook as it lies on the disk, opened by a new Excel."""
    excel = desktop.start_excel()
    return ExcelOffice(excel, excel.open_book(Path(office.book.FullName)), office.folder)


# -- text stays text ---------------------------------------------------------------------------------------------

TRAPS = ["00123", "1/2", "07.30", "=1+1", "+62 812", "-", "@kpu", "'kutip", "2015", "TRUE", "12%", "#N/A", "1E5",
         "3-4-2025", "Mei 2024", "baris\nkedua", "x" * 32_767]  # fmt: skip


@pytest.mark.parametrize("keeps_apostrophes", [False, True])
@pytest.mark.parametrize("region", [INDONESIAN, AMERICAN], ids=lambda region: region.name)
def test_whatever_a_text_looks_like_it_is_read_back_as_written(
    office: ExcelOffice, region: Region, keeps_apostrophes: bool
) -> None:
    for sheet in office.book.sheets:
        sheet.grid.region, sheet.grid.keeps_apostrophes = region, keeps_apostrophes

    def write_traps(inner: Office) -> Summary:
        from xl_macros.tables.rows import Row

        rows = [Row(dict.fromkeys(PREVIEW.fields) | {"code": f"k{i}", "before": trap, "after": trap})
                for i, trap in enumerate(TRAPS)]  # fmt: skip
        inner.tables.put(PREVIEW, rows)
        return Summary("Selesai.")

    assert office.run(write_traps).ending is macro.Ending.DONE
    assert [row["before"] for row in office.rows(PREVIEW)] == TRAPS


def test_a_text_that_begins_like_a_formula_stays_text_where_staff_changed_the_format(
    office: ExcelOffice,
) -> None:
    grid = office.book.sheet(REGISTER.sheet).grid
    header = REGISTER.column("note").header
    column = next(place for place in range(1, 99) if grid.plain_value(4, place) == header)
    grid.restyle(5, column, number_format="General")

    def write_a_formula(inner: Office) -> Summary:
        rows = inner.tables.rows(REGISTER)
        rows[0]["note"] = '=HYPERLINK("http://contoh","klik")'
        inner.tables.put(REGISTER, rows)
        return Summary("Selesai.")

    assert office.run(write_a_formula).ending is macro.Ending.DONE
    cell = grid.cells[5, column]
    assert (cell.formula, cell.value) == (None, '=HYPERLINK("http://contoh","klik")')


# -- Excel says no ---------------------------------------------------------------------------------------------


def _declining(name: str, said: str) -> Callable[[Call], None]:
    def decline(call: Call) -> None:
        if call.kind != "types" and call.name == name:
            raise refusal(said)

    return decline


@pytest.mark.parametrize("name", ["Save", "SaveCopyAs"])
def test_a_file_that_excel_cannot_write_is_named_with_excels_own_words_and_all_is_as_before(
    office: ExcelOffice, name: str
) -> None:
    before = contents(office.book)
    with office.excel.line.obstructed(_declining(name, "Document not saved.")):
        outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.REFUSED, outcome.text
    assert 'Excel mengatakan: "Document not saved."' in outcome.text
    assert NOTHING_CHANGED in outcome.text
    assert "ruang kosong" in outcome.text
    assert contents(office.book) == before
    assert office.run(write_a_note).ending is macro.Ending.DONE


def test_an_office_whose_backups_would_have_names_too_long_for_excel_is_told_so(
    desktop: Desktop, tmp_path: Path
) -> None:
    folder = tmp_path / ("kantor " + "x" * (LONGEST_PATH - len(str(tmp_path)) - 50))
    office = open_office(desktop, folder)
    outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.REFUSED
    assert f"lebih dari {LONGEST_PATH} huruf" in outcome.text
    assert office.rows(LOG) == []


def test_sheets_that_are_selected_together_are_no_password(office: ExcelOffice) -> None:
    office.excel.group = office.book.sheets[:2]
    outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.REFUSED
    assert "Beberapa lembar sedang terpilih sekaligus" in outcome.text
    assert office.rows(LOG) == []
    office.excel.group = []
    assert office.run(write_a_note).ending is macro.Ending.DONE


def test_any_other_no_of_excels_is_shown_in_its_own_words_which_the_log_does_not_hold(
    office: ExcelOffice,
) -> None:
    with office.excel.line.obstructed(_declining("Protect", "Sheets are grouped: Rahasia.")):
        outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.FAILED
    assert 'Excel mengatakan: "Sheets are grouped: Rahasia."' in outcome.text
    assert "satu lembar saja" in outcome.text
    log = next(office.folder.parent.rglob("galat.log")).read_text(encoding="utf-8")
    assert "Rahasia" not in log
