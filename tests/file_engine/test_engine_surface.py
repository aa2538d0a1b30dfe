"""What a macro sees of the engine through xlwings, and what it is told is not there."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from xl_macros.file_engine.errors import UnsafeEdit
from xl_macros.light_import import import_xlwings


def test_installing_twice_gives_one_engine_which_is_then_active(tmp_path: Path) -> None:
    code = (
        "import xlwings as xw\n"
        "from xl_macros.file_engine import engine\n"
        "one, two = engine.install(), engine.install()\n"
        "book = xw.Book()\n"
        "book.sheets[0]['A1'].value = 'isi'\n"
        f"book.save({str(tmp_path / 'a.xlsx')!r})\n"
        "book.set_mock_caller()\n"
        "print(one is two, xw.engines.active.name, len(xw.engines), xw.Book.caller().sheets[0]['A1'].value)\n"
        f"print(xw.Book({str(tmp_path / 'a.xlsx')!r}) == book, xw.apps.count, xw.Range('A1').value)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["True file 1 isi", "True 1 isi"]


def test_importing_the_engine_imports_no_library_for_workbooks() -> None:
    code = (
        "import sys\nfrom xl_macros.light_import import import_xlwings\nimport_xlwings()\n"
        "import xl_macros.file_engine.engine\nprint({'openpyxl', 'pandas', 'numpy', 'PIL'} & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_opening_reads_the_directory_and_small_parts_only(app: Any, rich_path: Path) -> None:
    book = app.books.open(rich_path)
    assert not any(sheet.impl.file.is_loaded for sheet in book.sheets)
    assert book.sheets["Lain"]["B1"].value == "tak tersentuh"
    assert [sheet.impl.file.is_loaded for sheet in book.sheets] == [False, True, False]


@pytest.mark.parametrize(
    ("member", "use"),
    [
        ("Sheet.charts", lambda sheet: sheet.charts),
        ("Sheet.pictures", lambda sheet: sheet.pictures),
        ("Range.sort", lambda sheet: sheet["A1:B2"].sort(1)),
        ("Range.autofilter", lambda sheet: sheet["A1"].autofilter),
        ("Book.to_pdf", lambda sheet: sheet.book.impl.to_pdf("x", "y")),
        ("App.run", lambda sheet: sheet.book.macro("Modul.Makro")()),
        ("App.calculate", lambda sheet: sheet.book.app.calculate()),
        ("Range.api.Interior", lambda sheet: sheet["A1"].api.Interior),
        ("Book.api.RefreshAll", lambda sheet: sheet.book.api.RefreshAll()),
    ],
)
def test_what_is_not_supported_says_its_name(app: Any, rich_path: Path, member: str, use: Any) -> None:
    sheet = app.books.open(rich_path).sheets["Lain"]
    with pytest.raises(NotImplementedError, match=member.replace(".", r"\.")):
        use(sheet)


def test_the_engine_lists_what_it_supports() -> None:
    import_xlwings()
    from xl_macros.file_engine.engine import supported_members

    members = supported_members()
    assert {"resize", "data_body_range", "range", "name"} <= set(members["Table"])
    assert {"raw_value", "formula", "number_format", "expand", "select"} <= set(members["Range"])
    assert "sort" not in members["Range"]
    assert {"status_bar", "alert", "selection"} <= set(members["App"])


def test_the_settings_that_macros_switch_are_remembered(app: Any) -> None:
    app.status_bar = "Menghitung"
    with app.properties(
        screen_updating=False, calculation="manual", display_alerts=False, enable_events=False
    ):
        assert (app.screen_updating, app.calculation, app.display_alerts) == (False, "manual", False)
    assert (app.status_bar, app.screen_updating, app.calculation) == ("Menghitung", True, "automatic")


def test_nobody_answers_an_alert_so_the_answer_changes_nothing(app: Any) -> None:
    assert [app.alert("Hapus?", buttons=kind) for kind in ("ok", "ok_cancel", "yes_no", "yes_no_cancel")] == [
        "ok",
        "cancel",
        "no",
        "cancel",
    ]
    assert app.impl.alerts == ["Hapus?"] * 4


def test_protection_can_be_taken_off_and_put_back_and_stays_as_it_is(
    app: Any, rich_path: Path, look: Any
) -> None:
    book = app.books.open(rich_path)
    sheet = book.sheets["Data"]
    assert sheet.api.ProtectContents
    sheet.api.Unprotect("rahasia")
    sheet["A4"].value = "B-9"
    sheet.api.Protect(Password="rahasia", UserInterfaceOnly=True)  # noqa: S106 - the test workbook's own
    book.save()
    assert look.parts(rich_path)["xl/worksheets/sheet1.xml"].count(b"<sheetProtection password=") == 1


def test_the_selection_is_read_and_changed(app: Any, rich_path: Path) -> None:
    book = app.books.open(rich_path)
    assert (book.selection.sheet.name, book.selection.address) == ("Data", "$A$1")
    book.sheets["Lain"]["B2:C3"].select()
    assert (book.sheets.active.name, app.selection.address) == ("Lain", "$B$2:$C$3")
    book.save()
    book.close()
    book = app.books.open(rich_path)
    assert (book.sheets.active.name, book.selection.address) == ("Lain", "$B$2:$C$3")
    peer = openpyxl.load_workbook(rich_path, read_only=True)
    assert peer.active.title == "Lain"


def test_names_are_read_added_and_removed(app: Any, rich_path: Path) -> None:
    book = app.books.open(rich_path)
    assert book.names["Nilai"].refers_to_range == book.sheets["Data"]["C4:C6"]
    assert {name.name for name in book.names} >= {"Nilai", "Lain!Lokal"}
    assert book.sheets["Lain"]["Lokal"].value == "tak tersentuh"
    book.names.add("Baru_1", "=Data!$A$4")
    book.sheets["Data"]["A5"].name = "Baru_2"
    del book.names["Nilai"]
    book.save()
    book.close()
    book = app.books.open(rich_path)
    assert (book.names["Baru_1"].refers_to_range.value, book.sheets["Data"]["A5"].name.name) == (
        "B-1",
        "Baru_2",
    )
    assert "Nilai" not in book.names
    for impossible in ("A1", "1x", "a b", "R1C1!", ""):
        with pytest.raises((ValueError, KeyError)):
            book.names.add(impossible, "=Data!$A$1")


def test_ranges_are_named_in_every_way_of_xlwings(app: Any, rich_path: Path) -> None:
    sheet = app.books.open(rich_path).sheets["Data"]
    same = [
        sheet["A4:B5"],
        sheet.range((4, 1), (5, 2)),
        sheet.range("A4", "B5"),
        sheet[3:5, 0:2],
        sheet["A4"].resize(2, 2),
    ]
    assert {rng.address for rng in same} == {"$A$4:$B$5"}
    assert sheet["tblData[Nilai]"].address == "$C$4:$C$6"
    assert sheet["tblData[#All]"].address == "$A$3:$E$6"
    assert (sheet["A3"].expand().address, sheet["A3"].current_region.address) == ("$A$3:$E$6", "$A$3:$E$6")
    assert sheet["B4"].table.name == "tblData"
    with pytest.raises(IndexError):
        sheet.range((0, 1))
    with pytest.raises(import_xlwings().NoSuchObjectError):
        _ = sheet["tidak_ada"]


def test_values_pass_through_the_converters_of_xlwings(app: Any, rich_path: Path) -> None:
    table = app.books.open(rich_path).sheets["Data"].tables["tblData"]
    frame = table.range.options(pd.DataFrame, index=False).value
    assert frame["Tanggal"].tolist() == [
        pd.Timestamp(2025, 1, 2),
        pd.Timestamp(2025, 2, 3),
        pd.Timestamp(2025, 3, 4),
    ]
    cells = table.data_body_range[0, 0:3]
    assert cells.options(dates=dt.date, numbers=int).value == ["B-1", dt.date(2025, 1, 2), 4]


def test_sheets_are_added_moved_copied_renamed_and_deleted(app: Any, tmp_path: Path) -> None:
    book = app.books.add()
    book.sheets.add("Dua", after=book.sheets[0])
    book.sheets["Dua"]["A1"].value = [["h", "i"], [1, 2]]
    book.sheets["Dua"].tables.add(book.sheets["Dua"]["A1:B2"], name="tbl")
    book.sheets["Dua"].names.add("Lokal", "=Dua!$A$1")
    copied = book.sheets["Dua"].copy(name="Tiga")
    assert (copied.tables[0].name, copied["A2"].value) == ("tbl2", 1.0)
    book.sheets["Tiga"].move(before=book.sheets[0])
    book.sheets["Dua"].name = "Lembar & dua"
    book.sheets["Sheet1"].delete()
    book.save(tmp_path / "a.xlsx")
    peer = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert peer.sheetnames == ["Tiga", "Lembar & dua"]
    assert peer["Lembar & dua"].defined_names["Lokal"].attr_text == "'Lembar & dua'!$A$1"
    assert [table.ref for sheet in peer for table in sheet.tables.values()] == ["A1:B2", "A1:B2"]
    book.sheets[0].visible = False
    with pytest.raises(UnsafeEdit, match="last visible"):
        book.sheets[1].visible = False


@pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "a:b", "'a", "LAIN"])
def test_an_impossible_sheet_name_is_refused(app: Any, rich_path: Path, name: str) -> None:
    book = app.books.open(rich_path)
    with pytest.raises(ValueError, match="name"):
        book.sheets["Ketiga"].name = name


def test_a_sheet_that_others_speak_of_is_not_renamed_or_deleted(app: Any, rich_path: Path) -> None:
    book = app.books.open(rich_path)
    with pytest.raises(UnsafeEdit, match="by its name"):
        book.sheets["Data"].name = "Baru"
    with pytest.raises(UnsafeEdit, match="by its name"):
        book.sheets["Data"].delete()
    book.sheets["Ketiga"].delete()
    assert book.sheet_names == ["Data", "Lain"]


def test_a_book_that_is_closed_is_gone(app: Any, rich_path: Path) -> None:
    book = app.books.open(rich_path)
    assert app.books["kaya.xlsx"] == book
    book.close()
    assert app.books.count == 0
    with pytest.raises(KeyError):
        app.books.impl("kaya.xlsx")


def test_text_with_fonts_of_its_own_is_no_formula_whose_result_was_dropped(app: Any, rich_path: Path) -> None:
    book = app.books.open(rich_path)
    sheet = book.sheets[0]
    cell = sheet["H40"]
    cell.value = "miring"
    cell.characters.font.bold = True  # the run takes the cell's whole font along, <family> included
    assert cell.value == "miring"
    cell.characters[1:3].font.italic = True
    sheet["H41"].value = 1
    assert cell.value == "miring"
    assert cell.characters[1:3].font.italic is True
    assert cell.characters[3:].font.italic is False
    book.close()
