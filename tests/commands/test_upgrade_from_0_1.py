"""A workbook that version 0.1.0 itself made and filled, as offices have it, in this version: every cell is there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xl_macros.cli import main
from xl_macros.file_engine import open_book
from xl_macros.tables.schema import SETTINGS, WORKBOOK_NAME

OLD = Path(__file__).parents[1] / "resources" / "register-0.1.0.xlsm"
RECAP, CHOICES = "tblRekapitulasi", "tblPilihan"
SPELT_OTHERWISE = {"rahasia": "Rahasia"}
"""A word of a list that is written otherwise now."""
GROWN = {"tblDasarHukum", "tblHariLibur"}
"""Tables to which this version adds what it knows, below what the office has."""

Columns = dict[str, list[object]]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The workbook in a folder of its own, with a note on the recap as staff type it."""
    path = tmp_path / "kantor" / WORKBOOK_NAME
    path.parent.mkdir()
    shutil.copy(OLD, path)
    opened = open_book(path)
    sheet = opened.sheets["Rekapitulasi"]
    whole = sheet.tables[RECAP].range
    header, *rows = whole.raw_value
    line = next(place for place, row in enumerate(rows, 1) if "B-2015-001.01" in row)
    sheet.range((whole.row + line, whole.column + header.index("Catatan"))).value = "tanyakan kepada KPU"
    opened.save()
    opened.close()
    return path


def contents(path: Path) -> dict[str, Columns]:
    """Of each table the columns by title, blank rows left out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "warnings.warn", lambda *_, **__: None
        )  # openpyxl says what it would not keep on saving
        book = openpyxl.load_workbook(path)
    found = {}
    for sheet in book:
        for name, area in sheet.tables.items():
            header, *rows = [[cell.value for cell in row] for row in sheet[area]]
            filled = [row for row in rows if any(value is not None for value in row)]
            found[name] = {title: [row[at] for row in filled] for at, title in enumerate(header)}
    return found


def test_every_cell_of_the_office_is_carried(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = contents(book)
    assert main(["upgrade", "--book", str(book), "--now", "2026-12-02T10:00:00"]) == 0
    assert "3 keputusan, 10 informasi, 18 baris log" in capsys.readouterr().out
    new = contents(book)
    for name, columns in old.items():
        if name in (SETTINGS.name, RECAP) or name.startswith(CHOICES):
            continue
        for title, values in columns.items():
            now = new[name][title]
            expected = [SPELT_OTHERWISE.get(str(value), value) for value in values]
            assert (now[: len(values)] if name in GROWN else now) == expected, f"{name}: {title}"


def test_settings_are_kept_by_their_name_and_notes_by_their_code(book: Path) -> None:
    old = contents(book)
    assert main(["upgrade", "--book", str(book), "--now", "2026-12-02T10:00:00"]) == 0
    new = contents(book)
    before, after = (_by_name(each[SETTINGS.name]) for each in (old, new))
    assert {name: after[name] for name in before} == before
    recap = new[RECAP]
    noted = dict(zip(recap["Kode"], recap["Catatan"], strict=True))
    assert noted["B-2015-001.01"] == "tanyakan kepada KPU"
    assert sorted(filter(None, map(str, recap["Kode"]))) == sorted(filter(None, map(str, old[RECAP]["Kode"])))


def _by_name(settings: Columns) -> dict[object, Any]:
    """Values by name; what was blank may say now what is to be typed, and words in braces are Indonesian now."""
    pairs = zip(settings["Pengaturan"], settings["Nilai"], strict=True)
    values = {name: None if str(value).startswith("isi:") else value for name, value in pairs}
    return {
        name: re.sub(r"\{\w+", "{", value) if isinstance(value, str) else value
        for name, value in values.items()
    }
