"""Scans whose text is recognised: found by what stands on their pages, whatever else is asked of them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pikepdf
import pytest
from office_at_work import NUMBER, DeskOfAnOffice, MemoryKeyStore

from xl_macros.cli import main, run_button
from xl_macros.macro import Ending
from xl_macros.office import Answers
from xl_macros.tables.schema import SCANS

PROGRAMS = ("ocrmypdf", "tesseract", "gs")
ABSENT = [name for name in PROGRAMS if shutil.which(name) is None]
needs_programs = pytest.mark.skipif(
    bool(ABSENT) and os.environ.get("KECUALI_REQUIRE_EXTRAS") != "1", reason=f"not installed: {ABSENT}"
)
FIRST = "B-2025-001.01"


@pytest.fixture
def searchable(received: DeskOfAnOffice) -> DeskOfAnOffice:
    received.set(recognise_text="ya")
    return received


def stored(desk: DeskOfAnOffice) -> Path:
    return desk.folder / str(desk.rows(SCANS)[-1]["file"])


@needs_programs
def test_a_scan_is_found_by_a_word_on_its_page(
    searchable: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    said = searchable.done("attach-scans", target=FIRST, files=(searchable.scan("Kesehatan Jasmani"),))
    assert "Teks halaman dikenali (OCR)." in said
    with pikepdf.open(stored(searchable)) as pdf:
        assert pdf.open_metadata().pdfa_status
    assert main(["find", "kesehatan jasmani", "--book", str(searchable.book)]) == 0
    assert f"{FIRST}  Pindaian/" in capsys.readouterr().out


@needs_programs
def test_the_status_bar_tells_how_far_the_recognising_is(searchable: DeskOfAnOffice) -> None:
    told: list[tuple[int, int, str]] = []
    files = (searchable.scan("satu", 1), searchable.scan("dua", 2))
    answers = Answers(officer="Yohanes Darmawan", target=FIRST, files=files)
    outcome = run_button(
        searchable.book, "attach-scans", answers, searchable.now, lambda *step: told.append(step)
    )
    assert outcome.ending is Ending.DONE
    assert [step for step in told if "teks" in step[2]] == [
        (0, 2, "mengenali teks"),
        (1, 2, "mengenali teks satu.pdf"),
        (2, 2, "mengenali teks dua.pdf"),
    ]


@needs_programs
def test_a_page_that_is_replaced_is_searchable_too_and_the_others_stay_so(
    searchable: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    searchable.done("attach-scans", target=NUMBER, files=(searchable.scan("Halaman Pertama", 1),))
    scan_id = searchable.rows(SCANS)[-1]["scan_id"]
    searchable.done(
        "attach-scans", replaces=scan_id, page="2", insert=True, files=(searchable.scan("Sisipan Kedua", 2),)
    )
    assert main(["find", "halaman pertama", "--book", str(searchable.book)]) == 0
    assert "halaman 1" in capsys.readouterr().out
    assert main(["find", "sisipan kedua", "--book", str(searchable.book)]) == 0
    assert "halaman 2" in capsys.readouterr().out


@needs_programs
def test_an_encrypted_scan_is_not_searched_and_the_search_says_so(
    searchable: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = MemoryKeyStore()
    monkeypatch.setattr("xl_macros.key_store._system_store", lambda: kept)
    searchable.set(encrypt_scans="ya")
    searchable.done("attach-scans", target=FIRST, files=(searchable.scan("Kesehatan Jasmani"),))
    assert main(["find", "kesehatan jasmani", "--book", str(searchable.book)]) == 1
    assert "Isi 1 pindaian terenkripsi tidak dicari." in capsys.readouterr().out


def test_without_the_programs_a_scan_is_taken_in_as_it_is(
    searchable: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(searchable.folder))
    said = searchable.done("attach-scans", target=FIRST, files=(searchable.scan("satu"),))
    assert "1 pindaian (1 halaman) dilampirkan" in said
    assert "OCR" not in said


def test_an_office_that_does_not_want_it_waits_for_no_recognising(received: DeskOfAnOffice) -> None:
    said = received.done("attach-scans", target=FIRST, files=(received.scan("satu"),))
    assert "OCR" not in said


def test_a_setting_that_is_neither_yes_nor_no_is_refused(received: DeskOfAnOffice) -> None:
    received.set(recognise_text="mungkin")
    assert "harus 'ya' atau 'tidak'" in received.refused(
        "attach-scans", target=FIRST, files=(received.scan("satu"),)
    )
