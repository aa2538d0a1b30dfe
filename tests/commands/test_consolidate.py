"""The workbooks of many offices in one recap."""

from __future__ import annotations

import os
import re
import shutil
import signal
import zipfile
from datetime import date
from pathlib import Path
from typing import get_args
from unittest import mock

import openpyxl
import pytest
from office_at_work import DeskOfAnOffice

from xl_macros.cli import main
from xl_macros.commands import consolidate
from xl_macros.commands.consolidate import read_office, workbooks
from xl_macros.commands.finding_kinds import KINDS
from xl_macros.domain.findings import FindingCode
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, REGISTER, WORKBOOK_NAME


def test_every_kind_of_finding_has_its_words_and_is_made_somewhere() -> None:
    package = Path(consolidate.__file__).parent.parent
    made = "".join(
        path.read_text(encoding="utf-8")
        for path in package.rglob("*.py")
        if path.name not in ("findings.py", "finding_kinds.py")
    )
    assert set(KINDS) == set(get_args(FindingCode))
    assert [code for code in KINDS if f'"{code}"' not in made] == []


@pytest.fixture
def province(demo: DeskOfAnOffice, tmp_path: Path) -> Path:
    """Three offices, one of them with an end within the year, and what does not belong there."""
    folder = tmp_path / "provinsi"
    for name in ("Sumba Timur", "Manggarai", "Ende"):
        (folder / name).mkdir(parents=True)
        desk = DeskOfAnOffice(Path(shutil.copy(demo.book, folder / name)))
        desk.set(office_name=f"KPU Kabupaten {name}")

    def change(rows: list[Row]) -> None:
        rows[0]["period_text"], rows[0]["anchor_on"] = "5 tahun sejak pelantikan", date(2021, 11, 30)

    DeskOfAnOffice(folder / "Ende" / demo.book.name).edit(REGISTER, change)
    (folder / "rusak.xlsm").write_bytes(demo.book.read_bytes()[:5000])
    foreign = openpyxl.Workbook()
    foreign.save(folder / "asing.xlsx")
    (folder / "~$kunci.xlsm").write_bytes(b"x")
    shutil.copy(demo.book, folder / "2026-01-01 08.00.00 abcdef12 sebelum Urungkan.xlsm")
    return folder


def sheet(path: Path, name: str) -> list[list[object]]:
    book = openpyxl.load_workbook(path, data_only=True)
    return [list(row) for row in book[name].iter_rows(values_only=True)]


def test_offices_are_added_up_and_strangers_skipped_by_name(
    province: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "rekap.xlsx"
    assert (
        main(["consolidate", str(province), "--out", str(out), "--on", "2026-09-01", "--processes", "2"]) == 1
    )
    said = capsys.readouterr().out
    assert "3 kantor, 30 informasi, 2 dilewati" in said
    assert "dilewati asing.xlsx" in said
    assert "dilewati rusak.xlsm" in said
    headers, *offices = sheet(out, "Kantor")
    assert [row[0] for row in offices] == [
        "KPU Kabupaten Ende",
        "KPU Kabupaten Manggarai",
        "KPU Kabupaten Sumba Timur",
        "Jumlah",
    ]
    dicabut = headers.index("dicabut")
    assert [row[dicabut] for row in offices] == [8, 8, 8, 24]
    assert sheet(out, "Antar Kantor")[1:] == [["Tidak ada.", None, None]]
    assert sheet(out, "Berakhir")[1][:2] == ["KPU Kabupaten Ende", "B-2015-001.01"]
    assert len(sheet(out, "Dilewati")) == 3


def test_only_figures_codes_and_dates_leave_the_offices(province: Path, tmp_path: Path) -> None:
    out = tmp_path / "rekap.xlsx"
    main(["consolidate", str(province), "--out", str(out), "--on", "2026-09-01", "--processes", "1"])
    text = "".join(
        str(cell) for name in ("Kantor", "Berakhir", "Temuan") for row in sheet(out, name) for cell in row
    )
    assert "Formulir Model" not in text
    assert "Ijazah" not in text


def test_offices_that_disagree_on_a_decision_and_one_that_is_there_twice_are_told(
    province: Path, demo: DeskOfAnOffice, tmp_path: Path
) -> None:
    ende = DeskOfAnOffice(province / "Ende" / demo.book.name)
    ende.set(office_name="kpu kabupaten  MANGGARAI")
    ende.edit(DECISIONS, lambda rows: rows[2].update(number="nomor 731 tahun 2025 ", standing="berlaku"))
    ende.edit(DECISIONS, lambda rows: rows[0].update(decided_on=date(2015, 9, 1)))
    out = tmp_path / "rekap.xlsx"
    main(["consolidate", str(province), "--out", str(out), "--on", "2026-09-01", "--processes", "1"])
    told = sheet(out, "Antar Kantor")[1:]
    assert [row[:2] for row in told] == [
        ["Kantor yang sama ada di beberapa berkas", "2 berkas"],
        ["Tanggal keputusan 169/Kpts/KPU/TAHUN 2015 tidak sama", "2015-09-01"],
        ["Tanggal keputusan 169/Kpts/KPU/TAHUN 2015 tidak sama", "2015"],
        ["Status keputusan nomor 731 tahun 2025 tidak sama", "berlaku"],
        ["Status keputusan nomor 731 tahun 2025 tidak sama", "dicabut"],
    ]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes inherit the fault by fork")
def test_a_workbook_at_which_its_process_dies_is_reported_and_the_others_are_read(
    province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def deadly(path: Path, root: Path, on: date) -> consolidate.OfficeFigures:
        if path.parent.name == "Manggarai":
            os.kill(os.getpid(), signal.SIGKILL)
        return read_office(path, root, on)

    deadly.__module__, deadly.__qualname__ = consolidate.__name__, "read_office"  # how the processes find it
    monkeypatch.setattr(consolidate, "read_office", deadly)
    out = tmp_path / "rekap.xlsx"
    assert main(["consolidate", str(province), "--out", str(out), "--on", "2026-09-01"]) == 1
    said = capsys.readouterr().out
    assert "2 kantor, 20 informasi, 3 dilewati" in said
    assert f"dilewati Manggarai/{WORKBOOK_NAME}: prosesnya terhenti saat membacanya." in said


@pytest.mark.enable_socket  # a local cluster talks to itself
def test_on_dask_the_figures_are_the_same(province: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the optional extra 'scale' is not installed")
    one, other = tmp_path / "satu.xlsx", tmp_path / "dua.xlsx"
    main(["consolidate", str(province), "--out", str(one), "--on", "2026-09-01", "--processes", "1"])
    main(
        [
            "consolidate",
            str(province),
            "--out",
            str(other),
            "--on",
            "2026-09-01",
            "--processes",
            "1",
            "--dask",
        ]
    )
    for name in ("Kantor", "Berakhir", "Temuan", "Antar Kantor", "Dilewati"):
        assert sheet(one, name) == sheet(other, name)


def test_a_cluster_that_does_not_come_up_is_refused_in_words(
    province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    distributed = pytest.importorskip("distributed", reason="the optional extra 'scale' is not installed")
    monkeypatch.setattr(distributed, "Client", mock.Mock(side_effect=RuntimeError("Cluster failed to start")))
    out = tmp_path / "rekap.xlsx"
    assert main(["consolidate", str(province), "--out", str(out), "--dask"]) == 1
    assert "tanpa --dask" in capsys.readouterr().err
    assert not out.exists()


def test_an_office_name_that_looks_like_a_formula_stays_text(demo: DeskOfAnOffice, tmp_path: Path) -> None:
    demo.set(office_name='=HYPERLINK("http://jahat.example","klik")')
    out = tmp_path / "rekap.xlsx"
    assert (
        main(["consolidate", str(demo.folder), "--out", str(out), "--on", "2026-09-01", "--processes", "1"])
        == 0
    )
    book = openpyxl.load_workbook(out)
    assert book["Kantor"]["A2"].data_type == "s"


def test_an_unreadable_row_makes_the_office_a_problem_and_not_a_figure(demo: DeskOfAnOffice) -> None:
    demo.edit(REGISTER, lambda rows: rows[0].update(anchor_on="kapan-kapan"))
    figures = read_office(demo.book, demo.folder, date(2026, 9, 1))
    assert "tidak dapat dibaca" in figures.problem
    assert figures.entries == 0


def test_the_recap_itself_is_not_taken_for_an_office(tmp_path: Path) -> None:
    out = tmp_path / "Rekap.xlsx"
    out.write_bytes(b"x")
    assert workbooks(tmp_path, out) == []


def test_nothing_to_read_and_nowhere_to_write_are_refused(
    demo: DeskOfAnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kosong").mkdir()
    assert main(["consolidate", str(tmp_path / "kosong")]) == 1
    assert "Tidak ada buku kerja" in capsys.readouterr().err
    out = tmp_path / "ada.xlsx"
    out.write_bytes(b"x")
    assert main(["consolidate", str(demo.folder), "--out", str(out)]) == 1
    assert "sudah ada" in capsys.readouterr().err


# -- whatever is wrong with one workbook is that workbook's alone ------------------------------------------


def with_table_ref(book: Path, target: Path, ref: str) -> None:
    """A copy of the workbook in which the Register's table claims another area."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/tables/") and b"tblRegister" in data:
                data = re.sub(rb' ref="[^"]*"', f' ref="{ref}"'.encode(), data)
            new.writestr(name, data)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes, devices and such names are POSIX's")
def test_no_file_however_odd_ends_the_recap(
    demo: DeskOfAnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "provinsi"
    folder.mkdir()
    (folder / "baik").mkdir()
    shutil.copy(demo.book, folder / "baik")
    os.mkfifo(folder / "pipa.xlsm")
    (folder / "nol.xlsm").symlink_to("/dev/zero")
    (folder / "luar.xlsm").symlink_to(demo.book)
    (folder / "putaran.xlsm").symlink_to("putaran.xlsm")
    (folder / "putus.xlsm").symlink_to("tidak-ada.xlsm")
    Path(os.fsdecode(os.fsencode(folder) + b"/kantor-\xff\xfe.xlsm")).write_bytes(
        demo.book.read_bytes()[:900]
    )
    with_table_ref(demo.book, folder / "satu sel.xlsm", "A4")
    with_table_ref(demo.book, folder / "kata.xlsm", "true:A4")
    (folder / "kosong.xlsx").write_bytes(b"")
    out = tmp_path / "rekap.xlsx"
    assert (
        main(["consolidate", str(folder), "--out", str(out), "--on", "2026-09-01", "--processes", "2"]) == 1
    )
    said = capsys.readouterr()
    assert "1 kantor, 10 informasi, 9 dilewati" in said.out
    assert "Traceback" not in said.out + said.err
    assert "- dilewati kantor-??.xlsm" in said.out
    for name in ("nol", "luar", "putus"):
        assert re.search(rf"dilewati {name}.xlsm: (adalah tautan ke luar|bukan berkas biasa)", said.out)
    assert len(sheet(out, "Dilewati")) == 10


@pytest.mark.parametrize(
    "raised", [MemoryError, RecursionError, SystemExit, ValueError, AssertionError, GeneratorExit]
)
def test_any_exception_of_one_workbook_is_its_problem(
    demo: DeskOfAnOffice, raised: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr(consolidate, "_figures", fail)
    figures = read_office(demo.book, demo.folder, date(2026, 9, 1))
    assert figures.problem == f"tidak dapat dibaca ({raised.__name__})."


def test_somebody_who_ends_the_run_ends_it(demo: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(consolidate, "_figures", stop)
    with pytest.raises(KeyboardInterrupt):
        read_office(demo.book, demo.folder, date(2026, 9, 1))


def test_an_office_whose_name_speaks_of_before_is_read_and_copies_are_not(
    demo: DeskOfAnOffice, tmp_path: Path
) -> None:
    for name in (
        "Register sebelum pindah gedung.xlsm",
        "2026-01-01 08.00.00 abcdef12 sebelum attach_scans.xlsm",
        "2026-01-01 08.00.00 abcdef12 sebelum Lampirkan Pindaian.xlsm",
    ):
        (tmp_path / "kab").mkdir(exist_ok=True)
        shutil.copy(demo.book, tmp_path / "kab" / name)
    assert [path.name for path in workbooks(tmp_path / "kab", tmp_path / "rekap.xlsx")] == [
        "Register sebelum pindah gedung.xlsm"
    ]


def test_no_free_text_of_an_office_travels_in_any_sheet(demo: DeskOfAnOffice, tmp_path: Path) -> None:
    person = "Ny. Rahasia Sekali"
    demo.edit(
        REGISTER,
        lambda rows: (
            [
                row.update(period_text=f"selama {person}", legal_basis=f"Surat {person}", note=person)
                for row in rows
            ]
            and None
        ),
    )
    demo.edit(
        DECISIONS,
        lambda rows: rows[0].update(decided_on=None, date_text=f"tanggal {person}", standing=person),
    )
    out = tmp_path / "rekap.xlsx"
    main(["consolidate", str(demo.folder), "--out", str(out), "--on", "2026-09-01", "--processes", "1"])
    book = openpyxl.load_workbook(out)
    cells = [str(cell) for each in book for row in each.iter_rows(values_only=True) for cell in row if cell]
    assert not [cell for cell in cells if "Rahasia" in cell]
    assert any("jangka waktu" in cell or "dasar hukum" in cell for cell in cells)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_the_recap_is_private_whatever_the_umask_and_a_failed_write_is_said_in_words(
    demo: DeskOfAnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "rekap.xlsx"
    before = os.umask(0)
    try:
        assert main(["consolidate", str(demo.folder), "--out", str(out), "--processes", "1"]) == 0
    finally:
        os.umask(before)
    assert out.stat().st_mode & 0o777 == 0o600
    capsys.readouterr()
    assert (
        main(
            [
                "consolidate",
                str(demo.folder),
                "--out",
                str(tmp_path / "tidak" / "ada.xlsx"),
                "--processes",
                "1",
            ]
        )
        == 1
    )
    said = capsys.readouterr().err
    assert "gagal ditulis" in said or "tidak ditemukan" in said
    assert "Traceback" not in said
