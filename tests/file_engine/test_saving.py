"""A save leaves the old file or the new one, and nothing that misleads: no stale result, no false chain."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from xl_macros.file_engine.errors import ChangedOnDisk, UnsafeEdit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Formulas that depend on Data in every way, and one sheet that does not."""
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        data, formats = book.add_worksheet("Data 1"), book.add_format({"bold": True})
        data.write("A1", 1)
        data.write_formula("B1", "=A1*2", formats, 2)
        data.write_formula("C1", '="a"', None, "a")
        data.write_formula("D1", "=1/0", None, "#DIV/0!")
        data.add_table("F1:F3", {"name": "tblData", "columns": [{"header": "N"}]})
        for name, formula in {
            "langsung": "='Data 1'!A1",
            "tabel": "=SUM(tblData[N])",
            "nama": "=Nilai+1",
            "berantai": "=langsung!A1+1",
            "tak langsung": '=INDIRECT("A1")',
            "bebas": "=1+1",
            "teks": '="Data 1"&"tblDataX"',
        }.items():
            book.add_worksheet(name).write_formula("A1", formula, None, 5)
        book.define_name("Nilai", "='Data 1'!$A$1")
    return path


def test_results_that_no_longer_hold_are_dropped_and_others_stay(app: Any, path: Path) -> None:
    book = app.books.open(path)
    book.sheets["Data 1"]["A1"].value = 10
    before = {sheet.name: sheet["A1"].value for sheet in book.sheets}
    book.save()
    cached = {s.title: s["A1"].value for s in openpyxl.load_workbook(path, data_only=True).worksheets}
    expected = {
        "Data 1": 10, "langsung": None, "tabel": None, "nama": None, "berantai": None, "tak langsung": None,
        "bebas": 5, "teks": 5,
    }  # fmt: skip
    assert cached == expected == before
    data = openpyxl.load_workbook(path, data_only=True)["Data 1"]
    assert [data[cell].value for cell in ("B1", "C1", "D1")] == [None] * 3
    assert [openpyxl.load_workbook(path)["Data 1"][cell].value for cell in ("B1", "D1")] == ["=A1*2", "=1/0"]


def test_excel_is_asked_to_compute_only_after_a_change_of_values(app: Any, path: Path, look: Any) -> None:
    book = app.books.open(path)
    book.sheets["Data 1"]["A2"].select()
    book.sheets["Data 1"]["A2"].color = "#FF0000"
    book.save()
    assert b"fullCalcOnLoad" in look.parts(path)["xl/workbook.xml"]  # XlsxWriter asks for it anyway
    look.rewritten(path, "xl/workbook.xml", ' fullCalcOnLoad="1"', "")
    book = app.books.open(path.rename(path.with_name("lain.xlsx")))
    book.sheets["Data 1"]["A2"].color = "#00FF00"
    book.save()
    assert b"fullCalcOnLoad" not in look.parts(path.with_name("lain.xlsx"))["xl/workbook.xml"]
    assert book.sheets["langsung"]["A1"].value == 5.0
    book.sheets["Data 1"]["A2"].value = 1
    book.save()
    assert b'fullCalcOnLoad="1"' in look.parts(path.with_name("lain.xlsx"))["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("cell", "value", "kept"), [("A1", "x", True), ("F1", 3, False), ("D9", "=1", False)]
)
def test_the_calculation_chain_goes_only_when_formulas_come_or_go(
    app: Any, tmp_path: Path, look: Any, cell: str, value: object, kept: bool
) -> None:
    path = look.openpyxl_workbook(tmp_path / "rantai.xlsx")
    book = app.books.open(path)
    book.sheets["Data"][cell].value = value
    book.save()
    parts = look.parts(path)
    assert ("xl/calcChain.xml" in parts) is kept
    assert (b"calcChain" in parts["[Content_Types].xml"]) is kept
    assert (b"calcChain" in parts["xl/_rels/workbook.xml.rels"]) is kept


@pytest.mark.skipif(os.name != "posix", reason="Windows files take the rights of their folder")
@pytest.mark.parametrize("call", ["fchown", "fchmod"])
def test_rights_that_cannot_be_given_leave_the_file_and_its_folder_as_they_were(
    app: Any, path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "the disk")

    before = path.read_bytes()
    book = app.books.open(path)
    book.sheets["Data 1"]["A1"].value = 10
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="the disk"):
        book.save()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="files have a mode there")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_saved_file_is_for_those_it_was_for(app: Any, path: Path, mode: int) -> None:
    path.chmod(mode)
    if os.geteuid() == 0:
        os.chown(path, 1234, 4321)
    before = path.stat()
    book = app.books.open(path)
    book.sheets[0]["A1"].value = 2
    book.save()
    after = path.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    old = os.umask(0o027)
    try:
        book.save(path.with_name("baru.xlsx"))
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.with_name("baru.xlsx").stat().st_mode) == 0o640


def test_a_file_that_another_program_changed_is_not_saved_over(app: Any, path: Path) -> None:
    book = app.books.open(path)
    book.sheets[0]["A1"].value = 2
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("baru.txt", "x")
    changed = path.read_bytes()
    with pytest.raises(ChangedOnDisk):
        book.save()
    assert path.read_bytes() == changed
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_failing_save_leaves_the_file_and_the_edits(
    app: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    book = app.books.open(path)
    book.sheets[0]["A1"].value = 2

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            book.save()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    book.save()
    assert app.books.open(path.rename(path.with_name("b.xlsx"))).sheets[0]["A1"].value == 2.0


@pytest.mark.skipif(os.name != "posix", reason="kills with a signal")
def test_a_killed_save_leaves_the_old_or_the_new_workbook(tmp_path: Path) -> None:
    path = tmp_path / "besar.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        for row in range(4000):
            sheet.write_row(row, 0, [f"teks {row} {column}" for column in range(8)])
    code = (
        "import sys\nfrom pathlib import Path\nfrom xl_macros.file_engine import open_book\n"
        "book = open_book(Path(sys.argv[1]))\nrounds = 0\n"
        "while True:\n    rounds += 1\n    book.sheets[0]['A1:H4000'].raw_value = [[rounds] * 8] * 4000\n"
        "    print(rounds, flush=True)\n    book.save()\n"
    )
    for pause in (0.0, 0.03, 0.1):
        process = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with contextlib.closing(openpyxl.load_workbook(path, read_only=True)) as book:
            rows = list(book["Data"].iter_rows(values_only=True))
        assert len(rows) == 4000
        assert len({value for row in rows for value in row}) in (1, 32_000)
    assert not [left for left in tmp_path.glob(".~*") if len(left.name) != len(".~????????.tmp")]
    for left in tmp_path.glob(".~*"):
        left.unlink()  # what a kill leaves is beside the workbook and hidden, never in its place


def test_a_workbook_goes_on_after_a_save(app: Any, path: Path) -> None:
    book = app.books.open(path)
    for value in range(3):
        book.sheets["Data 1"]["A1"].value = value
        book.save()
        assert book.sheets["Data 1"]["A1"].value == value
    book.save(path.with_name("dua.xlsx"))
    assert (book.name, app.books.count) == ("dua.xlsx", 1)
    book.sheets["Data 1"]["A1"].value = 9
    book.save()
    assert openpyxl.load_workbook(path)["Data 1"]["A1"].value == 2
    assert openpyxl.load_workbook(path.with_name("dua.xlsx"))["Data 1"]["A1"].value == 9


def test_the_content_type_follows_the_ending_and_macros_are_never_dropped(
    app: Any, path: Path, tmp_path: Path
) -> None:
    app.books.open(path).save(tmp_path / "makro.xlsm")
    assert openpyxl.load_workbook(tmp_path / "makro.xlsm").sheetnames[0] == "Data 1"
    product = Path(__file__).resolve().parents[2] / "workbook" / "Register-Dikecualikan.xlsm"
    book = app.books.open(product)
    with pytest.raises(UnsafeEdit, match="vbaProject"):
        book.save(tmp_path / "tanpa-makro.xlsx")
    with pytest.raises(NotImplementedError, match="xlsb"):
        book.save(tmp_path / "biner.xlsb")
    assert not (tmp_path / "tanpa-makro.xlsx").exists()
