"""Whatever text an office's list holds: every part of its workbook stays XML that any program reads."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from xml.parsers import expat

import openpyxl
import pytest
from office_at_work import CHECKER, MAKER, NUMBER, DeskOfAnOffice, filled

from xl_macros.cli import main
from xl_macros.tables.schema import REGISTER, WORKBOOK_NAME

INFORMATION = [
    "Data lain ]]> x",
    "<b>&amp;</b>",
    "x ]] >",
    "\U0001f600 ]]>]]>",
    "a\tb ]]>",
    "100% %s & 'x'",
]


def read_strictly(path: Path) -> None:
    """Reads every XML part with expat and the tables' sheets with openpyxl."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                expat.ParserCreate(namespace_separator=" ").Parse(package.read(name), True)
    openpyxl.load_workbook(path)


def information(desk: DeskOfAnOffice) -> list[str]:
    return [row["information"] for row in desk.rows(REGISTER)]


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_odd_texts_go_through_import_click_rebuild_and_upgrade(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = filled(tmp_path / "kantor", entries=1)
    book = openpyxl.Workbook()
    book.active.append(["No", "Informasi yang dikecualikan", "Dasar hukum", "Jangka waktu"])
    for number in range(600):  # more than a batch of writing
        text = INFORMATION[number % len(INFORMATION)]
        book.active.append([number + 1, f"{text} {number}", "UU 14/2008 Pasal 17 huruf a", "5 (lima) tahun"])
    source = desk.folder / "daftar.xlsx"
    book.save(source)
    options = ["--officer", MAKER, "--now", "2026-08-24T09:00:00", "--target", NUMBER]
    assert main(["import-list", "--file", str(source), "--book", str(desk.book), *options]) == 0, (
        capsys.readouterr()
    )
    read_strictly(desk.book)
    found = information(desk)
    assert len(found) == 601
    assert {text.rpartition(" ")[0] for text in found[1:]} >= {INFORMATION[0], INFORMATION[1], INFORMATION[2]}
    desk.done("compute-expiry", CHECKER)
    read_strictly(desk.book)
    shutil.copytree(desk.folder, tmp_path / "lama")
    assert (
        main(["upgrade", "--book", str(tmp_path / "lama" / WORKBOOK_NAME), "--now", "2026-09-01T10:00:00"])
        == 0
    )
    read_strictly(tmp_path / "lama" / WORKBOOK_NAME)
    assert information(DeskOfAnOffice(tmp_path / "lama" / WORKBOOK_NAME)) == found


def test_odd_texts_come_back_from_the_bags(demo: DeskOfAnOffice, tmp_path: Path) -> None:
    assert (
        main(
            [
                "rebuild-register",
                "--folder",
                str(demo.folder / "Folder Khusus"),
                "--out",
                str(tmp_path / "baru"),
            ]
        )
        == 0
    )
    read_strictly(tmp_path / "baru" / WORKBOOK_NAME)
    assert len(information(DeskOfAnOffice(tmp_path / "baru" / WORKBOOK_NAME))) == 10
