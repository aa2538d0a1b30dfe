"""From the button to `kecuali find`: what stands on a scanned page is found, with the real Tesseract."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import bagit
import pytest
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice, MemoryKeyStore
from pdfa_look import faults
from specimens import write_scan

from xl_macros.actions.requests import AttachScans
from xl_macros.cli import main, run_button
from xl_macros.places import hashing
from xl_macros.places.hashing import Hashed
from xl_macros.scans import text_layer
from xl_macros.tables.schema import SCANS

FIRST, SECOND = "B-2025-001.01", "B-2025-001.02"


@pytest.fixture
def reading(received: DeskOfAnOffice) -> DeskOfAnOffice:
    """The office with text recognition as it is delivered: on."""
    for name in ("ocrmypdf", "tesseract", "gs"):
        if shutil.which(name) is None:
            if os.environ.get("KECUALI_REQUIRE_EXTRAS") == "1":
                pytest.fail(f"{name} is not installed")
            pytest.skip(f"{name} is not installed")
    received.set(recognise_text="ya")
    return received


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyStore:
    kept = MemoryKeyStore()
    monkeypatch.setattr("xl_macros.places.key_store._system_store", lambda: kept)
    return kept


def paper(desk: DeskOfAnOffice, name: str, line: str, seed: int) -> Path:
    path = desk.folder / "Kotak Masuk Pemindai" / f"{name}.pdf"
    return write_scan(path, ["Surat", line], seed=seed)


def find(desk: DeskOfAnOffice, text: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["find", text, "--book", str(desk.book)])
    return code, capsys.readouterr().out


def test_an_attached_scan_is_searchable_pdfa_and_found_by_the_text_on_its_page(
    reading: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    request = AttachScans(
        officer="Yohanes Darmawan",
        target=(FIRST,),
        files=(paper(reading, "a", "Rumah Sakit Umum Ruteng", 1),),
    )
    outcome = run_button(
        reading.book,
        "attach-scans",
        request,
        reading.now,
        lambda d, n, what: told.append(f"{d} dari {n}: {what}"),
    )
    assert outcome.exit_code == 0, outcome.text
    assert "Teks halaman dikenali (OCR)." in outcome.text
    assert "1 dari 1: halaman, teks a.pdf" in told
    (row,) = reading.rows(SCANS)
    assert faults(reading.folder / row["file"]) == []
    before = reading.fingerprint()
    assert find(reading, "rumah sakit UMUM", capsys) == (0, f"{FIRST}  {row['file']}, halaman 1\n")
    assert find(reading, "Rumah Sakit Labuan Bajo", capsys)[0] == 1
    assert reading.fingerprint() == before


def test_only_the_newest_version_of_a_scan_is_found(
    reading: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    reading.done("attach-scans", target=(FIRST,), files=(paper(reading, "a", "Keterangan pertama", 1),))
    reading.done(
        "attach-scans", replaces="P-000001", page="1", files=(paper(reading, "b", "Keterangan kedua", 2),)
    )
    assert find(reading, "keterangan pertama", capsys)[0] == 1
    code, out = find(reading, "keterangan kedua", capsys)
    assert (code, "P-000002" in out) == (0, True)


def test_searchable_scans_are_stored_and_whole_and_every_page_of_the_bag_is_pdfa(
    reading: DeskOfAnOffice,
) -> None:
    for number, target in enumerate((NUMBER, FIRST, SECOND), 1):
        reading.done("attach-scans", target=target, files=(paper(reading, f"{number}", "Isi", number),))
    reading.done("build-recap", confirmed=True)
    reading.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    reading.done("store-documents")
    bag = reading.folder / "Folder Khusus" / "2025" / "B-2025-001"
    assert bagit.Bag(str(bag)).validate()
    pages = sorted((bag / "data").glob("*.pdf"))
    assert len(pages) == 4
    assert [faults(page) for page in pages] == [[]] * 4
    assert reading.done("verify-archive", CHECKER).startswith("Semua utuh")


def test_a_sealed_scan_is_searchable_where_its_key_is_and_elsewhere_it_is_said(
    reading: DeskOfAnOffice, store: MemoryKeyStore, capsys: pytest.CaptureFixture[str]
) -> None:
    reading.set(encrypt_scans="ya")
    reading.done("attach-scans", target=(FIRST,), files=(paper(reading, "a", "Rumah Sakit Umum Ruteng", 1),))
    (row,) = reading.rows(SCANS)
    assert row["file"].endswith(".segel")
    before = reading.fingerprint()
    assert find(reading, "rumah sakit umum", capsys) == (0, f"{FIRST}  {row['file']}, halaman 1\n")
    store.kept.clear()
    code, out = find(reading, "rumah sakit umum", capsys)
    assert code == 1
    assert "1 pindaian terenkripsi tidak ikut dicari; kuncinya tidak ada di komputer ini" in out
    store.works = False
    assert "1 pindaian terenkripsi tidak ikut dicari" in find(reading, "rumah sakit umum", capsys)[1]
    assert reading.fingerprint() == before
    assert not store.kept


def test_without_the_programs_scans_are_attached_and_a_search_says_what_it_could_not_see(
    received: DeskOfAnOffice, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    received.set(recognise_text="ya")
    nothing = text_layer.find_text_tools(which=lambda _name: None)
    monkeypatch.setattr(text_layer, "find_text_tools", lambda: nothing)
    received.done("attach-scans", target=(FIRST,), files=(paper(received, "a", "Rumah Sakit", 1),))
    (row,) = received.rows(SCANS)
    assert row["sha256"] == row["source_sha256"]
    code, out = find(received, "rumah sakit", capsys)
    assert code == 1
    assert "1 pindaian tanpa teks halaman yang terbaca tidak ikut dicari" in out
    (received.folder / row["file"]).unlink()
    assert "1 pindaian hilang atau tidak dapat dibaca" in find(received, "surat", capsys)[1]


def test_a_scan_that_another_program_holds_stops_no_search(
    received: DeskOfAnOffice, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    received.done("attach-scans", target=(FIRST,), files=(paper(received, "a", "Rumah Sakit", 1),))

    def held(path: Path) -> Hashed:
        raise PermissionError(errno.EACCES, "held", str(path))

    monkeypatch.setattr(hashing, "hash_file", held)
    code, out = find(received, "kesehatan", capsys)
    assert code == 0
    assert "Surat keterangan kesehatan 1" in out


def test_a_setting_that_is_neither_yes_nor_no_is_refused_with_its_place(received: DeskOfAnOffice) -> None:
    received.set(recognise_text="mungkin")
    scan = received.scan("surat")
    said = received.refused("attach-scans", target=(FIRST,), files=(scan,))
    assert "Kenali teks pindaian (OCR)" in said
