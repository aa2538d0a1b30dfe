"""What lies in a scanner's folder: scans, what systems leave there, backs, and files that are not finished."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus_pdfs import plain
from PIL import Image, ImageDraw

from xl_macros.archive.litter import is_litter
from xl_macros.scans.intake import Accepted, Duplicate, IntakeOptions, Rejected, take_in
from xl_macros.scans.sources import Waiting, in_scanner_folder
from xl_macros.scans.worker_pool import ComputerFault, Worker, WorkerPool, missing_library

Photos = Callable[..., Path]
Greys = Callable[[Path], list[int]]


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Thumbs.db", 20_480),
        ("desktop.ini", 282),
        ("DESKTOP.INI", 282),
        (".DS_Store", 6_148),
        ("._surat.pdf", 4_096),
        ("~$surat.docx", 162),
        (".~lock.surat.odt#", 90),
        ("System Volume Information", None),
        ("$RECYCLE.BIN", None),
        (".Trash-1000", None),
    ],
)
def test_what_systems_leave_is_litter(name: str, size: int | None) -> None:
    assert is_litter(name, size)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("surat.pdf", 100),
        ("desktop.ini", 5_000_000),
        ("Thumbs.db.pdf", 10),
        ("._x", 50_000_000),
        ("Thumbs.db", None),
        ("2025", None),
    ],
)
def test_what_only_looks_like_it_is_not(name: str, size: int | None) -> None:
    assert not is_litter(name, size)


def test_only_scans_are_taken_from_the_folder_and_the_rest_is_counted(tmp_path: Path) -> None:
    for name in (
        "surat.pdf",
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "._surat.pdf",
        "unduhan.pdf.crdownload",
    ):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "lama").mkdir()
    files, others = in_scanner_folder(tmp_path)
    assert [path.name for path in files] == ["surat.pdf"]
    assert others == 6


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_a_name_that_is_no_text_dooms_only_itself(tmp_path: Path, staging: Path, settled: Waiting) -> None:
    strange = tmp_path / os.fsdecode(b"surat \xe9.pdf")
    good = tmp_path / "baik.pdf"
    for path in (strange, good):
        path.write_bytes(plain(1 + (path is good)))
    bad, taken = take_in([strange, good], staging, known={}, waiting=settled)
    assert isinstance(taken, Accepted)
    assert isinstance(bad, Rejected)
    bad.problem.what.encode("utf-8")
    assert "tidak dapat dibaca" in bad.problem.what
    assert bad.problem.cure == "Ganti nama berkasnya, lalu ulangi."


@pytest.mark.parametrize("cut", [200, 60])
def test_a_fresh_file_that_looks_cut_off_may_still_be_scanned(
    cut: int, tmp_path: Path, staging: Path
) -> None:
    path = tmp_path / "baru.pdf"
    path.write_bytes(plain(2)[: -cut - 6])
    now = path.stat().st_mtime + 20
    (result,) = take_in([path], staging, known={}, waiting=Waiting(clock=lambda: now))
    assert isinstance(result, Rejected)
    assert "mungkin masih dipindai" in result.problem.what
    assert result.problem.cure == "Tunggu sampai selesai, lalu ulangi."
    (later,) = take_in([path], staging, known={}, waiting=Waiting(clock=lambda: now + 60))
    assert isinstance(later, Rejected)
    assert "masih" not in later.problem.what


# -- backs -----------------------------------------------------------------------------------------------


@pytest.fixture
def sides(tmp_path: Path) -> Callable[..., list[Path]]:
    """Fronts with print and blank backs, which are the same bytes."""

    def make(sheets: int, first: int = 1) -> list[Path]:
        made = []
        for side in ("1-depan", "2-balik"):
            for number in range(first, first + sheets):
                page = Image.new("1", (826, 1169), 1)
                if side == "1-depan":
                    ImageDraw.Draw(page).rectangle((80, 40 * number, 700, 40 * number + 12), fill=0)
                made.append(tmp_path / f"{side}{number}.tif")
                page.save(made[-1], "TIFF", compression="group4", dpi=(100, 100))
        return made

    return make


def test_identical_blank_backs_are_interleaved(
    sides: Callable[..., list[Path]], staging: Path, settled: Waiting
) -> None:
    (document,) = take_in(
        sides(3), staging, known={}, options=IntakeOptions(interleave=True), waiting=settled
    )
    assert isinstance(document, Accepted)
    assert document.pages == 6
    assert any("Sama persis" in note for note in document.notes)


def test_a_blank_back_may_be_in_several_documents(
    sides: Callable[..., list[Path]], staging: Path, settled: Waiting
) -> None:
    first, second = sides(2), sides(2, first=11)
    (one,) = take_in(first, staging, known={}, waiting=settled)
    assert isinstance(one, Accepted)
    known = dict.fromkeys([*one.source_sha256.split(), one.sha256], "P-000001")
    (two,) = take_in(second, staging, known=known, waiting=settled)
    assert isinstance(two, Accepted)
    assert two.pages == 4
    again = take_in(first, staging / "lagi", known=known, waiting=settled)
    assert [type(result) for result in again] == [Duplicate] * 4
    assert list((staging / "lagi").iterdir()) == []


@pytest.mark.parametrize("interleave", [False, True])
def test_blank_backs_are_dropped_on_request_and_told(
    interleave: bool,
    sides: Callable[..., list[Path]],
    staging: Path,
    settled: Waiting,
    is_sound_pdf: Callable[[Path], None],
) -> None:
    options = IntakeOptions(interleave=interleave, drop_blank=True)
    (document,) = take_in(sides(3), staging, known={}, options=options, waiting=settled)
    assert isinstance(document, Accepted)
    assert document.pages == 3
    numbers = "2, 4, 6" if interleave else "4, 5, 6"
    assert f"3 halaman kosong dibuang: {numbers} (dari 6)." in document.notes
    assert list(staging.iterdir()) == [document.staged]
    is_sound_pdf(document.staged)


def test_where_all_is_blank_nothing_is_dropped(photos: Photos, staging: Path, settled: Waiting) -> None:
    options = IntakeOptions(drop_blank=True)
    (document,) = take_in(
        [photos("a.jpg", 250), photos("b.jpg", 251)], staging, known={}, options=options, waiting=settled
    )
    assert isinstance(document, Accepted)
    assert document.pages == 2
    assert "Semua halaman tampak kosong: tidak ada yang dibuang." in document.notes


# -- stopping, and computers that lack something ---------------------------------------------------------


class Escape(Exception):
    """Somebody pressed Esc."""


@pytest.mark.parametrize("at", range(6))
def test_whoever_stops_between_files_leaves_nothing_behind(
    at: int, photos: Photos, staging: Path, settled: Waiting
) -> None:
    calls = 0

    def progress(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls > at:
            raise Escape

    chosen = [photos(f"{number}.jpg", 60 + 20 * number) for number in range(3)]
    with pytest.raises(Escape):
        take_in(chosen, staging, known={}, waiting=settled, progress=progress)
    assert list(staging.iterdir()) == []
    (document,) = take_in(chosen, staging, known={}, waiting=settled)
    assert isinstance(document, Accepted)


def test_a_library_that_does_not_load_is_the_computers_fault_and_is_named(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zxingcpp.py").write_text(
        "raise ImportError('DLL load failed', name='zxingcpp')\n", encoding="ascii"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with WorkerPool(1) as pool:
        answer = pool.ask("page_codes", path=str(corpus / "pindai-1-halaman.pdf"))
    assert isinstance(answer, ComputerFault)
    assert "zxingcpp" in answer.what
    assert "vc_redist.x64" in answer.cure
    assert "Pindai ulang" not in str(answer)


def test_another_library_is_named_without_blaming_the_document() -> None:
    answer = missing_library("pikepdf._core")
    assert "pikepdf._core" in answer.what
    assert "tidak perlu dipindai ulang" in answer.cure


def test_what_ends_the_parsing_process_is_told_by_class_and_place(corpus: Path) -> None:
    with Worker() as worker:
        answer = worker.ask("count_pages", path=str(corpus / "tidak-ada-di-sini.pdf"), max_pages=9)
        assert isinstance(answer, ComputerFault)
        assert "FileNotFoundError" in answer.what
        assert isinstance(worker.ask("count_pages", path=str(corpus / "tte.pdf"), max_pages=9), dict)
