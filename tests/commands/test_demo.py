"""KPU's real decisions as an example office (`demo --nyata`), and what both examples have in common."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import bagit
import pypdf
import pytest
from office_at_work import DeskOfAnOffice

from xl_macros.cli import main
from xl_macros.commands.demo import make_demo
from xl_macros.commands.demo_acts import Story
from xl_macros.errors import Refusal
from xl_macros.tables.schema import DECISIONS, LOG, REGISTER, SCANS, SETTINGS, WORKBOOK_NAME

MAKER, CHECKER = "Yohanes Darmawan Ngabut", "Maria Goreti Jelita"


def report(desk: DeskOfAnOffice) -> Path:
    (path,) = (desk.folder / "Laporan").glob("Laporan Disposisi *.pdf")
    return path


def test_all_six_steps_are_in_the_log_of_every_berkas(demo: DeskOfAnOffice) -> None:
    log = demo.rows(LOG)
    for berkas in ("B-2015-001", "B-2016-001", "B-2025-001"):
        assert [row["step"] for row in log if row["berkas"] == berkas] == [1, 2, 3, 4, 5, 6]
    assert any(row["timeliness"].startswith("terlambat") for row in log)


def test_the_cancelled_decision_shows_its_act_and_date_and_its_entries_are_open(demo: DeskOfAnOffice) -> None:
    cancelled = next(row for row in demo.rows(DECISIONS) if row["berkas"] == "B-2025-001")
    assert cancelled["standing"] == "dicabut"
    assert "16 September 2025" in cancelled["standing_act"]
    assert cancelled["standing_on"] == date(2025, 9, 16)
    entries = [row for row in demo.rows(REGISTER) if row["berkas"] == "B-2025-001"]
    assert len(entries) == 8
    assert all("dicabut" in row["status"] and row["end_on"] == date(2025, 9, 16) for row in entries)


@pytest.mark.parametrize(("berkas", "year"), [("B-2015-001", "2015"), ("B-2016-001", "2016")])
def test_no_date_is_invented_where_only_the_year_is_known(
    demo: DeskOfAnOffice, berkas: str, year: str
) -> None:
    decision = next(row for row in demo.rows(DECISIONS) if row["berkas"] == berkas)
    assert (decision["decided_on"], decision["date_text"]) == (None, year)
    (entry,) = [row for row in demo.rows(REGISTER) if row["berkas"] == berkas]
    assert (entry["start_on"], entry["end_on"]) == (None, None)
    assert year in entry["findings"]
    assert "tanggal" in entry["findings"].lower()
    assert "menunggu" in entry["status"]


def test_every_bag_validates_and_the_archive_is_whole(demo: DeskOfAnOffice) -> None:
    bags = sorted((demo.folder / "Folder Khusus").glob("*/*"))
    assert [bag.name for bag in bags] == ["B-2015-001", "B-2016-001", "B-2025-001"]
    for bag in bags:
        assert bagit.Bag(str(bag)).validate()
    assert demo.done("verify-archive", CHECKER).startswith("Semua utuh")


def test_one_flipped_byte_is_reported_by_name(demo: DeskOfAnOffice) -> None:
    (scan,) = (demo.folder / "Folder Khusus").rglob("P-000007*.pdf")
    data = bytearray(scan.read_bytes())
    data[1000] ^= 1
    scan.write_bytes(data)
    outcome = demo.click("verify-archive", CHECKER)
    assert outcome.exit_code == 1
    assert scan.name in outcome.text


def test_the_report_says_that_it_is_an_example(demo: DeskOfAnOffice) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(report(demo)).pages]
    assert "CONTOH" in pages[0]
    assert "terlambat" in " ".join(pages).lower()


def test_the_phone_photo_stands_upright(demo: DeskOfAnOffice) -> None:
    row = next(row for row in demo.rows(SCANS) if row["source_name"] == "informasi 2.jpg")
    page = pypdf.PdfReader(demo.folder / row["file"]).pages[0]
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    assert (height > width) != (page.rotation in {90, 270})


def test_the_same_start_gives_the_same_register_and_report(demo: DeskOfAnOffice, tmp_path: Path) -> None:
    assert make_demo(tmp_path / "lagi", datetime(2026, 8, 24, 8, 0), real=True) == 0
    again = DeskOfAnOffice(tmp_path / "lagi" / demo.book.name)
    for table in (REGISTER, DECISIONS, LOG, SCANS):
        assert again.rows(table) == demo.rows(table)
    assert report(again).read_bytes() == report(demo).read_bytes()


@pytest.mark.parametrize(("flags", "setting"), [([], "tidak"), (["--ocr"], "ya")])
def test_the_example_recognises_text_only_when_asked(
    flags: list[str], setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xl_macros.commands.demo.living_story", lambda *_: Story((), {}))
    assert main(["demo", str(tmp_path / "kantor"), *flags]) == 0
    rows = DeskOfAnOffice(tmp_path / "kantor" / WORKBOOK_NAME).rows(SETTINGS)
    assert [row["value"] for row in rows if row["name"] == "Kenali teks pindaian (OCR)"] == [setting]


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "penting.txt").write_text("x")
    with pytest.raises(Refusal, match="sudah ada isinya"):
        make_demo(tmp_path, None)


def test_without_a_start_it_begins_on_a_working_morning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("xl_macros.commands.demo.office_now", lambda: datetime(2026, 8, 23, 3, 0))  # a Sunday
    assert make_demo(tmp_path / "kantor", None, real=True) == 0
    assert "21/08/2026" in capsys.readouterr().out
