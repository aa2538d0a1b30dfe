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
from openpyxl.worksheet.filters import AutoFilter, FilterColumn, Filters
from openpyxl.worksheet.table import Table

from xl_macros.file_engine.errors import NoSuchPlace, UnsafeEdit
from xl_macros.light_import import import_xlwings


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
        ("Sheet.delete", lambda sheet: sheet.delete()),
        ("Sheet.copy", lambda sheet: sheet.copy()),
        ("Sheet.name", lambda sheet: setattr(sheet, "name", "Baru")),
        ("Sheets.add", lambda sheet: sheet.book.sheets.add("Baru")),
        ("Books.add", lambda sheet: sheet.book.app.books.add()),
        ("Range.insert", lambda sheet: sheet["A1"].insert("down")),
        ("Range.delete", lambda sheet: sheet["A1"].delete("up")),
        ("Range.copy", lambda sheet: sheet["A1"].copy(sheet["C1"])),
        ("Range.characters", lambda sheet: sheet["A1"].characters),
        ("Range.formula2", lambda sheet: setattr(sheet["A1"], "formula2", "=SORT(B1:B2)")),
        ("Range.merge", lambda sheet: sheet["A1:B1"].merge()),
        ("Tables.add", lambda sheet: sheet.tables.add(sheet["A1:B2"])),
        ("Table.show_totals", lambda sheet: setattr(sheet.book.sheets[0].tables[0], "show_totals", True)),
        ("Names.add", lambda sheet: sheet.book.names.add("Baru", "=Data!$A$1")),
        ("Name.delete", lambda sheet: sheet.book.names["Nilai"].delete()),
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
    assert sheet["Lain!B1"].value == sheet["'LAIN'!B1"].value == "tak tersentuh"
    with pytest.raises(NoSuchPlace):
        sheet.range((0, 1))
    with pytest.raises(NoSuchPlace):
        sheet.range((1, 16_385))
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


def test_a_book_that_is_closed_is_gone(app: Any, rich_path: Path) -> None:
    book = app.books.open(rich_path)
    assert app.books["kaya.xlsx"] == book
    book.close()
    assert app.books.count == 0
    with pytest.raises(KeyError):
        app.books.impl("kaya.xlsx")


def test_a_book_that_is_closed_keeps_nothing_of_its_sheets(app: Any, rich_path: Path) -> None:
    """It hangs in a circle with them, and circles stay to the end of a click."""
    book = app.books.open(rich_path)
    book.sheets["Data"]["A1"].value = "tidak disimpan"
    sheets = book.impl.file.sheets
    assert any(sheet.is_loaded for sheet in sheets)
    book.close()
    assert not any(sheet.is_loaded for sheet in sheets)


def test_names_are_read(app: Any, rich_path: Path) -> None:
    book = app.books.open(rich_path)
    assert book.names["Nilai"].refers_to_range == book.sheets["Data"]["C4:C6"]
    assert {name.name for name in book.names} >= {"Nilai", "Lain!Lokal"}
    assert book.sheets["Lain"]["Lokal"].value == "tak tersentuh"
    assert (book.names.contains("tidak_ada"), book.names["Lain!Lokal"].refers_to) == (False, "=Lain!$B$1")


def test_sheets_are_hidden_but_for_the_last(app: Any, rich_path: Path) -> None:
    book = app.books.open(rich_path)
    for name in ("Lain", "Ketiga"):
        book.sheets[name].visible = False
    with pytest.raises(UnsafeEdit, match="last visible"):
        book.sheets["Data"].visible = False
    book.save()
    book.close()
    sheets = app.books.open(rich_path).sheets
    assert {sheet.name: sheet.visible for sheet in sheets} == {"Data": True, "Lain": False, "Ketiga": False}


def filtered(path: Path, *, on: str) -> Path:
    """A workbook with a table and, beside it, a list of the sheet's own; a filter chosen on one of them, or on none."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("Kode", "Isi"), ("a", 1), ("b", 2)):
        sheet.append(row)
    table = Table(displayName="tblUji", ref="A1:B3")
    table.autoFilter = AutoFilter(ref="A1:B3")
    chosen = FilterColumn(colId=0, filters=Filters(filter=["a"]))
    if on == "table":
        table.autoFilter.filterColumn = [chosen]
    if on == "sheet":
        sheet.auto_filter.ref = "D1:E3"
        sheet.auto_filter.filterColumn = [chosen]
    if on == "advanced":
        sheet.sheet_properties.filterMode = True
    if on == "hidden row":
        sheet.row_dimensions[3].hidden = True
    sheet.add_table(table)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("on", "is_filtered"),
    [("table", True), ("sheet", True), ("advanced", True), ("hidden row", False), ("nothing", False)],
)
def test_whether_a_filter_hides_rows_is_known(app: Any, tmp_path: Path, on: str, is_filtered: bool) -> None:
    book = app.books.open(filtered(tmp_path / "saring.xlsx", on=on))
    assert book.sheets[0].api.FilterMode is is_filtered
