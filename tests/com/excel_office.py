"""An office at work in the fake Excel: its folder, its filled register, and clicks on the ribbon's buttons.

A click goes the whole way that the workbook's VBA starts: `xl_macros.__main__.main` with Excel's arguments and an
exchange folder, `Book.caller()`, the surround, the job, the tables, COM.
"""

from __future__ import annotations

import contextlib
import csv
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import xlwings as xw
from fake_excel.application import Application
from fake_excel.books import Workbook
from fake_excel.cells import Rect
from fake_excel.dispatch import Calls
from fake_excel.ranges import Range
from fake_excel.typed_text import INDONESIAN, Region
from fake_excel.windows import Desktop, running_desktop
from quick_copy import quick_copy

from xl_macros import __main__ as entrance
from xl_macros.click import excel_copy, macro
from xl_macros.click.hosts import ExcelHost, calling_book
from xl_macros.click.request import Request
from xl_macros.places.folders import PRIVATE_NAME
from xl_macros.places.resources import data_file, workbook_file
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import DECISIONS, OFFICERS, REGISTER, SETTINGS, WORKBOOK_NAME, Table

BUILT_WORKBOOK = workbook_file(WORKBOOK_NAME)
NOW = datetime(2026, 9, 16, 10, 30)
"""A Wednesday at work, in a year whose holidays are known."""
DECISION = "Nomor 731 Tahun 2025"
MAKER, CHECKER = "Maria Goreti Jemian", "Yohanes Don Bosko"
NO_VIEWS = SimpleNamespace(after_button=lambda office: "", redraw=lambda office, sheets, before: None)
"""For buttons of the tests' own, which are about the surround alone."""


@dataclass(frozen=True, slots=True)
class Message:
    """What the workbook's VBA shows: how it ended, the text, and the exit code; the calls it took."""

    ending: str
    text: str
    exit_code: int
    calls: Calls


@dataclass
class ExcelOffice:
    """One office folder with its workbook open in one Excel."""

    excel: Application
    book: Workbook
    folder: Path
    now: datetime = NOW
    account: str = "maria"
    naps: list[float] = field(default_factory=list)
    """How long the surround paused while Excel was busy, in seconds."""

    def select(self, table: Table, row: int = 1, column: int = 1) -> None:
        """Have the user stand on the n-th row of a table."""
        sheet = self.book.sheet(table.sheet)
        top = next(each for each in sheet.tables if each.name == table.name).rect.top
        self.excel.show(sheet)
        self.excel.selection = Range(sheet, Rect(top + row, column, top + row, column))

    def rows(self, table: Table) -> list[Row]:
        """The table as the product reads it."""
        return TableStore(xw.apps[self.excel.pid].books[self.book.name]).rows(table)

    def click(self, button: str, **answers: object) -> Message:
        """One click; answers as the dialogs give them, `file` a list of paths, `confirmed=True` for a yes."""
        exchange = self.folder / "tukar"
        exchange.mkdir()
        lines = [f"{key}={_written(value)}" for key, given in answers.items() for value in _each(given)]
        (exchange / "answers.txt").write_text("\n".join(lines), encoding="utf-8")
        arguments = [button, *self.arguments, f"--exchange={exchange}"]
        try:
            with self._at_work(arguments), self.excel.line.counting() as calls:
                exit_code = entrance.main(arguments)
            ending, text = (exchange / "message.txt").read_text(encoding="utf-8").split("\n", 1)
        finally:
            shutil.rmtree(exchange)
        return Message(ending, text.strip(), exit_code, calls)

    def run(self, function: macro.Button, **answers: Any) -> macro.Outcome:
        """A button of the test's own inside the surround."""
        with self._at_work([]):
            click = macro.Click("percobaan", Request(**answers))
            return macro.run(click, function, entrance.open_calling_book, NO_VIEWS)

    @property
    def arguments(self) -> list[str]:
        return [f"--wb={self.book.name}", "--from_xl=1", f"--hwnd={self.excel.hwnd}"]

    @contextlib.contextmanager
    def _at_work(self, arguments: list[str]) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            patch = stack.enter_context
            patch(mock.patch.object(sys, "argv", ["xl_macros", *(arguments or self.arguments)]))
            patch(mock.patch.object(macro, "office_now", return_value=self.now))
            patch(mock.patch.object(macro.getpass, "getuser", return_value=self.account))
            patch(mock.patch.object(entrance, "ExcelHost", partial(ExcelHost, sleep=self.naps.append)))
            patch(mock.patch.object(entrance, "calling_book", partial(calling_book, sleep=self.naps.append)))
            if self.excel.saving == "quick":
                book = xw.apps[self.excel.pid].books[self.book.name]
                patch(mock.patch.object(excel_copy, "_opened", quick_copy(book, self.excel.line)))
            patch(mock.patch.dict(os.environ, {"XDG_STATE_HOME": str(self.folder.parent / "state")}))
            yield


def _each(given: object) -> list[object]:
    return list(given) if isinstance(given, (list, tuple)) else [given]


def _written(value: object) -> str:
    return "ya" if value is True else value.isoformat() if isinstance(value, date) else str(value)


def open_office(
    desktop: Desktop, folder: Path, region: Region = INDONESIAN, binding: str = "late"
) -> ExcelOffice:
    """An office folder with ten filled entries of one decision, saved and open in an Excel of its own."""
    return _opened(desktop, folder, _filled_workbook(), region, binding)


def open_office_for_counting(desktop: Desktop, folder: Path, entries: int) -> ExcelOffice:
    """The same with so many entries, which its file never holds: only the calls matter."""
    office = _opened(desktop, folder, BUILT_WORKBOOK.read_bytes(), INDONESIAN)
    office.excel.saving = "quick"
    (folder / PRIVATE_NAME).mkdir(mode=0o700)  # as after an office's first click
    _fill(office, entries)
    return office


def _opened(
    desktop: Desktop, folder: Path, workbook: bytes, region: Region, binding: str = "late"
) -> ExcelOffice:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / WORKBOOK_NAME
    path.write_bytes(workbook)
    excel = desktop.start_excel(region=region, binding=binding)
    return ExcelOffice(excel, excel.open_book(path), folder)


@cache
def _filled_workbook() -> bytes:
    """The built workbook after staff have typed their rows, as Excel saves it."""
    with tempfile.TemporaryDirectory() as temporary, running_desktop() as desktop:
        office = _opened(desktop, Path(temporary) / "kantor", BUILT_WORKBOOK.read_bytes(), INDONESIAN)
        _fill(office, 10)
        office.book.Save()
        return Path(office.book.FullName).read_bytes()


def _fill(office: ExcelOffice, entries: int) -> None:
    """Type the rows in as staff would: sheets open for the length of it."""
    protected = [sheet for sheet in office.book.sheets if sheet.protected]
    for sheet in protected:
        sheet.protected = False
    tables = TableStore(xw.apps[office.excel.pid].books[office.book.name])
    register = _register_rows(entries)
    tables.put(DECISIONS, [_decision_row()])
    tables.put(REGISTER, register)
    tables.put(OFFICERS, _officer_rows())
    settings = tables.rows(SETTINGS)
    for row in settings:
        row["value"] = _SETTINGS.get(row["name"], row["value"])
    tables.put(SETTINGS, settings)
    tables.write_changes()
    for sheet in protected:
        sheet.protected = True


_SETTINGS = {
    "Laporan dari": "Sub Bagian Teknis, Partisipasi dan Hubungan Masyarakat",
    "Nama Sekretaris": "Bonafantura Yosman",
    "NIP Sekretaris": "197001011990031001",
    "Surel Sekretaris": "sekretaris@kpu.go.id",
    "Izinkan folder tersinkron": "ya",
    "Kenali teks pindaian (OCR)": "tidak",
}


def _register_rows(count: int) -> list[Row]:
    with data_file("kpu_entries.csv").open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file))
    rows = []
    for index in range(count):
        entry = known[index % len(known)]
        rows.append(
            _row(
                REGISTER,
                decision_number=DECISION,
                information=f"{entry['information']} {index + 1}",  # no two alike: that would be asked about
                unit="Sub Bagian Teknis",
                legal_basis=entry["legal_basis"],
                harm_if_open="00123",
                benefit_if_closed="=terjaga",
                extent="seluruhnya",
                period_text=entry["period_text"],
                place="1/2",
            )
        )
    return rows


def _decision_row() -> Row:
    return _row(
        DECISIONS,
        number=DECISION,
        decided_on=date(2025, 8, 21),
        about="Informasi yang dikecualikan",
        letter_from="Ketua KPU",
        received_at=datetime(2026, 9, 16, 8, 0),
        urgency="biasa",
        agenda_number="00041",
        instruction="proses lebih lanjut",
        standing="berlaku",
    )


def _officer_rows() -> list[Row]:
    people = (
        (MAKER, "Desk Pelayanan", "maria", "198503122010122003"),
        (CHECKER, "PDID", "yohanes", "197907082005011004"),
    )
    return [
        _row(
            OFFICERS,
            name=name,
            nip=nip,
            rank="Penata",
            position="Staf",
            role=role,
            account=account,
        )
        for name, role, account, nip in people
    ]


def _row(table: Table, **values: object) -> Row:
    return Row({field: values.get(field) for field in table.fields}.items())
