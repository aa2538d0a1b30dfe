"""The built workbook in a live spreadsheet: its own VBA by a real mouse click, Python, and the cells that change.

LibreOffice stands in for Excel as far as it can: it runs the workbook's VBA, its form buttons, its formulas and
its tables. Each test goes through the whole chain; screenshots are kept in $KECUALI_ARTEFACTS when that is set.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from live_calc import LiveCalc, gone_errors, missing_tools, running, wait_for

from xl_macros.clock import office_now
from xl_macros.file_engine import open_book
from xl_macros.places.resources import workbook_file
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import (
    DECISIONS,
    HOME,
    LOG,
    NAME_INTERPRETER,
    OFFICERS,
    REGISTER,
    SETTINGS_SHEET,
    WORKBOOK_NAME,
    Table,
)

ABSENT = missing_tools()
if ABSENT and os.environ.get("KECUALI_REQUIRE_EXTRAS") != "1":
    pytest.skip(f"needs {ABSENT}", allow_module_level=True)

DECISION = "Nomor 731 Tahun 2025"
MAKER = "Maria Goreti Jemian"
OFFICER_ROWS = (
    {"name": MAKER, "role": "Desk Pelayanan", "account": "maria"},
    {"name": "Yohanes Don Bosko", "role": "PDID", "account": "yohanes"},
)
DECISION_CELLS = {
    "number": DECISION,
    "decided_on": date(2025, 8, 21),
    "about": "Dokumen calon",
    "urgency": "biasa",
    "standing": "berlaku",
}
ENTRY_CELLS = {
    "decision_number": DECISION,
    "legal_basis": "UU 14/2008 Pasal 17 huruf h",
    "extent": "seluruhnya",
}
ENTRIES = (
    {"information": "SKCK", "period_text": "5 (lima) tahun"},
    {"information": "Ijazah", "period_text": "sampai ada persetujuan tertulis"},
)

pytestmark = pytest.mark.live


class LiveOffice:
    """An office folder whose workbook is open in Calc; `tables` reads the document as the product does."""

    def __init__(self, calc: LiveCalc, folder: Path, interpreter: Path) -> None:
        import xlwings as xw
        from uno_engine import Engine

        self.calc, self.folder, self.interpreter = calc, folder, interpreter
        self.book = xw.main.Engine(impl=Engine(calc.document)).apps.active.books.active

    @property
    def tables(self) -> TableStore:
        return TableStore(self.book)

    def cell(self, sheet: str, address: str) -> Any:
        return self.calc.document.Sheets.getByName(sheet).getCellRangeByName(address)

    def stand_on(self, table: Table, row: int = 1) -> None:
        """Show the table's sheet with the n-th row selected."""
        self.calc.show_sheet(table.sheet)
        self.calc.document.CurrentController.select(self.cell(table.sheet, f"B{4 + row}"))

    def run_macro(self, button: str) -> None:
        """Run the button's macro as the ribbon would; returns at once, a dialog follows."""
        provider = self.calc.document.getScriptProvider()
        script = provider.getScript(
            f"vnd.sun.star.script:VBAProject.Tombol.{button}?language=Basic&location=document"
        )

        def invoke() -> None:
            with contextlib.suppress(*gone_errors()):  # an office that is ended before the macro is
                script.invoke((), (), ())

        threading.Thread(target=invoke, daemon=True).start()

    def answer(self, button: str) -> str:
        """Click that button of the next dialog; when none comes, say what Python said instead."""
        try:
            return self.calc.answer_dialog(button)
        except TimeoutError:
            self.keep_screenshot("tanpa-jawaban")
            errors = self.folder / "python.err"
            pytest.fail(
                f"no dialog came; Python said: {errors.read_text() if errors.exists() else 'nothing'}"
            )

    def keep_screenshot(self, name: str) -> Path:
        kept = Path(os.environ.get("KECUALI_ARTEFACTS", self.folder))
        kept.mkdir(parents=True, exist_ok=True)
        return self.calc.screenshot(kept / f"{name}.png")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveOffice]:
    assert not ABSENT, f"KECUALI_REQUIRE_EXTRAS=1 and missing: {ABSENT}"
    folder = tmp_path_factory.mktemp("kantor")
    workbook = folder / WORKBOOK_NAME
    shutil.copyfile(workbook_file(WORKBOOK_NAME), workbook)
    interpreter = folder / "python dengan spasi"
    runner = Path(__file__).with_name("run_button.py")
    interpreter.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" "{runner}" "$@" 2>"{folder}/python.err"\n', encoding="utf-8"
    )
    interpreter.chmod(0o700)
    _type_in_the_example(workbook, interpreter)
    with running(workbook, tmp_path_factory.mktemp("calc"), user="maria") as calc:
        yield LiveOffice(calc, folder, interpreter)


def _type_in_the_example(workbook: Path, interpreter: Path) -> None:
    """The office's rows, in the file before LibreOffice opens it."""
    book = open_book(workbook)
    tables = TableStore(book)
    received_at = (office_now() - timedelta(days=1)).replace(second=0)
    tables.put(OFFICERS, [_row(OFFICERS, **officer) for officer in OFFICER_ROWS])
    tables.put(DECISIONS, [_row(DECISIONS, **DECISION_CELLS, received_at=received_at)])
    tables.put(REGISTER, [_row(REGISTER, **ENTRY_CELLS, **entry) for entry in ENTRIES])
    tables.write_changes()
    book.names[NAME_INTERPRETER].refers_to_range.raw_value = str(interpreter)
    book.save()
    book.close()


def _row(table: Table, **values: object) -> Row:
    return Row({field: values.get(field) for field in table.fields}.items())


def test_a_missing_interpreter_is_told_at_once_and_nothing_starts(office: LiveOffice) -> None:
    where = office.book.names[NAME_INTERPRETER].refers_to_range
    where.raw_value = "/tidak/ada/pythonw"
    waited = []
    for _ in range(5):  # the quickest of them: the first one compiles, and the machine may be busy
        clicked = time.monotonic()
        office.run_macro("self_test")
        text = wait_for("the warning", office.calc.dialog_text)
        waited.append(time.monotonic() - clicked)
        assert "pasang.cmd" in text
        assert "/tidak/ada/pythonw" in text
        office.answer("OK")
    assert min(waited) < 1
    assert not any(office.calc.runtime.glob("kecuali-*"))
    where.raw_value = str(office.interpreter)


def test_a_mouse_click_on_the_home_sheet_computes_every_period(office: LiveOffice) -> None:
    count = office.cell(SETTINGS_SHEET, "P20")
    explained = chr(ord("A") + REGISTER.fields.index("explanation"))
    cells = f"$Register.{explained}5:{explained}6"
    count.setFormula(f'=COUNTA(INDEX({cells};0))-COUNTIF({cells};"")')
    office.calc.show_sheet(HOME)
    office.calc.click_button("Hitung Jangka Waktu")
    text = office.answer("OK")
    assert text.startswith("Jangka waktu 2 informasi dihitung")
    rows = office.tables.rows(REGISTER)
    assert (rows[0]["end_on"], rows[1]["end_on"]) == (date(2030, 8, 21), None)
    assert all(row["explanation"] for row in rows)
    assert count.Value == 2, "the formula beside it was not recalculated"
    assert office.cell(HOME, "K4").getString().startswith("▶ ")
    office.keep_screenshot("hitung-jangka-waktu")


def test_a_refusal_reaches_the_screen_in_the_users_words(office: LiveOffice) -> None:
    office.calc.show_sheet(HOME)
    office.calc.click_button("Terima Keputusan")
    text = office.answer("OK")
    assert "Baris yang terpilih tidak ditemukan" in text
    assert office.tables.rows(LOG) == []


def test_the_selected_decision_is_received_and_logged_and_the_step_can_be_taken_back(
    office: LiveOffice,
) -> None:
    tables = office.tables
    officers = tables.rows(OFFICERS)
    officers[0]["role"] = "PDID"
    tables.put(OFFICERS, officers)
    tables.write_changes()
    office.stand_on(DECISIONS)
    office.run_macro("receive_decision")
    text = office.answer("OK")
    assert f"Keputusan {DECISION} diterima" in text
    (step,) = office.tables.rows(LOG)
    assert (step["step"], step["officer"]) == (1, MAKER)
    assert [row["code"] for row in office.tables.rows(REGISTER)] == ["B-2025-001.01", "B-2025-001.02"]
    office.keep_screenshot("terima-keputusan")

    office.calc.show_sheet(HOME)
    office.calc.click_button("Urungkan")
    assert "Urungkan Terima Keputusan" in office.answer("Yes")
    assert "diurungkan" in office.answer("OK")
    assert office.tables.rows(LOG) == []
