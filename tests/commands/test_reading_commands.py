"""Commands that look and do not write: due, find, cover sheets, period; and rebuilding from the bags."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import icalendar
import pytest
from office_at_work import DeskOfAnOffice, filled

from xl_macros.cli import main
from xl_macros.file_engine import open_book
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import DECISIONS, EVENTS, LOG, NAME_LAST_CHECK, REGISTER, SCANS, WORKBOOK_NAME


def dated(desk: DeskOfAnOffice) -> None:
    """One entry that ends on 30 November 2026."""

    def change(rows: list[Row]) -> None:
        row = next(row for row in rows if row["code"] == "B-2015-001.01")
        row["period_text"], row["anchor_on"] = "5 tahun sejak penetapan hasil", date(2021, 11, 30)

    desk.edit(REGISTER, change)


def test_due_says_what_ends_and_exits_with_3(
    demo: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    dated(demo)
    before = demo.fingerprint()
    assert main(["due", "--book", str(demo.book), "--on", "2026-09-01"]) == 3
    out = capsys.readouterr().out
    assert "30/11/2026  B-2015-001.01  Masa pengecualian berakhir" in out
    assert "30 hari kerja" in out
    assert demo.fingerprint() == before


def test_due_exits_with_3_while_anything_is_open_though_nothing_ends(
    demo: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    dated(demo)
    assert main(["due", "--book", str(demo.book), "--on", "2026-09-01", "--within", "5"]) == 3
    assert "Tidak ada yang jatuh dalam 5 hari" in capsys.readouterr().out


def test_due_writes_a_calendar_of_codes_without_titles(demo: DeskOfAnOffice, tmp_path: Path) -> None:
    dated(demo)
    ics = tmp_path / "tanggal.ics"
    main(["due", "--book", str(demo.book), "--on", "2026-09-01", "--ics", str(ics)])
    calendar = icalendar.Calendar.from_ical(ics.read_bytes())
    events = calendar.walk("VEVENT")
    assert {event.decoded("dtstart") for event in events} == {date(2026, 11, 30), date(2026, 10, 19)}
    assert b"Formulir Model" not in ics.read_bytes()


def test_find_looks_in_the_register_whatever_case_and_accents(
    demo: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["find", "IJAZÁH", "--book", str(demo.book)]) == 0
    out = capsys.readouterr().out
    assert "B-2025-001.08  Register baris 14, Informasi: Ijazah atau surat tanda tamat belajar" in out


def test_find_says_when_there_is_nothing(demo: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "tidak mungkin ada", "--book", str(demo.book)]) == 1
    assert "'tidak mungkin ada' tidak ditemukan." in capsys.readouterr().out
    assert main(["find", " ", "--book", str(demo.book)]) == 1


def test_cover_sheets_are_one_page_an_entry(demo: DeskOfAnOffice, tmp_path: Path) -> None:
    import pypdf

    out = tmp_path / "sampul.pdf"
    of_one = ["cover-sheets", "--book", str(demo.book), "--target", "B-2025-001", "--all"]
    assert main([*of_one[:-1], "--out", str(out)]) == 1, "all of it is scanned"
    assert main([*of_one, "--out", str(out)]) == 0
    assert len(pypdf.PdfReader(out).pages) == 8
    assert main(["cover-sheets", "--book", str(demo.book), "--out", str(out)]) == 1
    assert (
        main(["cover-sheets", "--book", str(demo.book), "--target", "B-9", "--out", str(tmp_path / "x.pdf")])
        == 1
    )


def test_period_prints_how_a_wording_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["period", "5 (lima) tahun, kecuali ada persetujuan tertulis", "--json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert (read["class"], read["length"], read["unit"], read["consent"]) == (
        "fixed_unless",
        5,
        "tahun",
        True,
    )
    assert {"event", "override", "clauses"} <= set(read)
    assert main(["period", "Tidak terbatas"]) == 0
    assert "class: unlimited" in capsys.readouterr().out


def test_a_register_is_rebuilt_from_the_bags_alone(
    demo: DeskOfAnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "baru"
    special = demo.folder / "Folder Khusus"
    assert main(["rebuild-register", "--folder", str(special), "--out", str(out)]) == 0
    assert "3 berkas dengan 10 informasi dan 13 pindaian dibangun ulang" in capsys.readouterr().out
    again = DeskOfAnOffice(out / WORKBOOK_NAME, demo.now)
    staff = [column.field for column in REGISTER.columns if column.filled == "staff"]
    old = {row["code"]: [row[field] for field in staff] for row in demo.rows(REGISTER)}
    new = {row["code"]: [row[field] for field in staff] for row in again.rows(REGISTER)}
    assert new == old
    assert {row["number"]: row["standing"] for row in again.rows(DECISIONS)} == {
        row["number"]: row["standing"] for row in demo.rows(DECISIONS)
    }
    assert [row["sha256"] for row in again.rows(SCANS)] == [row["sha256"] for row in demo.rows(SCANS)]
    for row in again.rows(SCANS):
        assert (out / row["file"]).is_file()
    assert again.rows(EVENTS)[-1]["kind"] == "register dibangun ulang"
    assert {row["step"] for row in again.rows(LOG)} == {1, 2, 3, 4, 5}
    assert again.done("verify-archive").startswith("Semua utuh: 13 pindaian")


def test_a_damaged_bag_is_left_out_and_named(
    demo: DeskOfAnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    special = demo.folder / "Folder Khusus"
    (special / "2015" / "B-2015-001" / "data" / "register.json").write_text("{}")
    assert main(["rebuild-register", "--folder", str(special), "--out", str(tmp_path / "baru")]) == 1
    out = capsys.readouterr().out
    assert "2 berkas" in out
    assert "dilewati" in out
    assert "B-2015-001" in out


def test_without_a_sound_bag_nothing_is_rebuilt(
    demo: DeskOfAnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["rebuild-register", "--folder", str(tmp_path / "tidak ada"), "--out", str(tmp_path / "b")]) == 1
    )
    (tmp_path / "kosong").mkdir()
    assert main(["rebuild-register", "--folder", str(tmp_path / "kosong"), "--out", str(tmp_path / "b")]) == 1
    assert "Tidak ada berkas utuh" in capsys.readouterr().err
    assert not (tmp_path / "b").exists()


def test_a_new_office_is_private_and_has_the_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kantor"
    assert main(["new", str(folder)]) == 0
    assert capsys.readouterr().out.strip().endswith(WORKBOOK_NAME)
    for path in (folder, *folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_workbook_is_built_from_its_sources(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from xl_macros.places.resources import workbook_file

    path = tmp_path / "buku.xlsm"
    assert main(["build-workbook", str(path)]) == 0
    assert path.read_bytes() == workbook_file(WORKBOOK_NAME).read_bytes()
    assert main(["build-workbook", str(path)]) == 1
    assert "sudah ada" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of POSIX")
@pytest.mark.parametrize(("command", "name"), [("new", "kantor"), ("build-workbook", "buku.xlsm")])
def test_what_a_full_disk_cut_off_is_taken_for_nothing_whole_and_is_in_nobodys_way(
    tmp_path: Path, command: str, name: str
) -> None:
    full = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000));"
        "from xl_macros.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    target = tmp_path / "di sini" / name
    target.parent.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", full, command, str(target)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "terlalu besar untuk ditulis" in done.stderr
    assert [path for path in target.parent.rglob("*") if path.is_file()] == []
    assert main([command, str(target)]) == 0


@pytest.mark.parametrize("book", ["tidak-ada.xlsm", "teks.xlsm"])
def test_a_file_that_is_no_workbook_is_refused(
    tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "teks.xlsm").write_text("bukan buku kerja")
    assert main(["due", "--book", str(tmp_path / book)]) == 1
    assert "buku kerja" in capsys.readouterr().err.lower()


@pytest.mark.parametrize(("offset", "shown"), [("7", "08.30"), ("8", "09.30"), ("9", "10.30")])
def test_an_instant_is_the_office_s_own_time_wherever_it_lies(
    tmp_path: Path, offset: str, shown: str
) -> None:
    desk = filled(tmp_path / "kantor")
    desk.set(utc_offset_hours=offset)
    command = ["verify-archive", "--book", str(desk.book), "--officer", "Maria Goreti"]
    assert main([*command, "--now", "2026-12-05T08:30:00+07:00"]) == 0
    book = open_book(desk.book)
    assert f"05/12/2026 {shown}: Semua utuh" in TableStore(book).named_text(NAME_LAST_CHECK)
    book.close()


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"kecuali {version('kecuali')}\n"
