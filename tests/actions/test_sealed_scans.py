"""Encrypted scans: what lies on the disk cannot be read, and the printed key brings it back."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import bagit
import pytest
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice, MemoryKeyStore

from xl_macros.cli import main
from xl_macros.tables.schema import SCANS

sys.path.insert(0, str(Path(__file__).parents[1] / "resources"))

from corpus_pdfs import attachment
from corpus_signed import signed_pdf

FIRST = "B-2025-001.01"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyStore:
    """The computer's key store, in memory."""
    kept = MemoryKeyStore()
    monkeypatch.setattr("xl_macros.places.key_store._system_store", lambda: kept)
    return kept


def recovery_key(said: str) -> str:
    found = re.search(r"sekali\): ([A-Z2-7-]{40,})", said)
    assert found
    return found.group(1)


def test_no_stored_file_can_be_read_and_the_recovery_key_is_shown_once(
    received: DeskOfAnOffice, store: MemoryKeyStore
) -> None:
    received.set(encrypt_scans="ya")
    first = received.done("attach-scans", target=FIRST, files=(received.scan("satu", 1),))
    recovery_key(first)
    again = received.done("attach-scans", target=NUMBER, files=(received.scan("dua", 2),))
    assert "Kunci pemulihan" not in again
    for row in received.rows(SCANS):
        stored = received.folder / row["file"]
        assert stored.suffix == ".segel"
        assert b"%PDF" not in stored.read_bytes()


def test_sealed_scans_go_through_the_whole_procedure(received: DeskOfAnOffice, store: MemoryKeyStore) -> None:
    received.set(encrypt_scans="ya")
    received.done("attach-scans", target=FIRST, files=(received.scan("satu", 1),))
    received.done("build-recap", confirmed=True)
    received.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    received.done("store-documents")
    received.done("export-disposition")
    assert received.done("verify-archive", CHECKER).startswith("Semua utuh")
    bag = received.folder / "Folder Khusus" / "2025" / "B-2025-001"
    assert bagit.Bag(str(bag)).validate()
    assert list((bag / "data").glob("*.segel"))


def test_a_sealed_scan_is_opened_by_command(
    received: DeskOfAnOffice, store: MemoryKeyStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    received.set(encrypt_scans="ya")
    received.done("attach-scans", target=FIRST, files=(received.scan("satu", 1),))
    out = tmp_path / "terbuka.pdf"
    book = str(received.book)
    assert main(["unseal", "P-000001", "--book", book, "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert out.stat().st_mode & 0o077 == 0
    assert main(["unseal", "P-000001", "--book", book, "--out", str(out)]) == 1
    assert main(["unseal", "P-000009", "--book", book, "--out", str(tmp_path / "x.pdf")]) == 1
    assert main(["find", "satu", "--book", book]) == 1
    capsys.readouterr()


def test_a_page_of_a_sealed_scan_is_replaced(received: DeskOfAnOffice, store: MemoryKeyStore) -> None:
    received.set(encrypt_scans="ya")
    received.done("attach-scans", target=FIRST, files=(received.scan("satu", 1),))
    received.done("attach-scans", replaces="P-000001", page="1", files=(received.scan("lagi", 5),))
    assert [row["replaces"] for row in received.rows(SCANS)] == [None, "P-000001"]


def test_after_the_computer_was_lost_the_printed_key_opens_again(
    received: DeskOfAnOffice,
    store: MemoryKeyStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    received.set(encrypt_scans="ya")
    printed = recovery_key(received.done("attach-scans", target=FIRST, files=(received.scan("satu", 1),)))
    store.kept.clear()
    out, book = tmp_path / "terbuka.pdf", str(received.book)
    assert main(["unseal", "P-000001", "--book", book, "--out", str(out)]) == 1
    assert "recover-key" in capsys.readouterr().err
    scan = received.scan("dua", 2)
    assert "tidak ada di komputer ini" in received.refused("attach-scans", target=FIRST, files=(scan,))
    monkeypatch.setattr("getpass.getpass", lambda prompt: printed.lower())
    assert main(["recover-key", "--book", book]) == 0
    assert main(["unseal", "P-000001", "--book", book, "--out", str(out)]) == 0


def test_an_office_rebuilt_from_its_bags_opens_sealed_scans_with_the_printed_key(
    received: DeskOfAnOffice,
    store: MemoryKeyStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    received.set(encrypt_scans="ya")
    printed = recovery_key(received.done("attach-scans", target=FIRST, files=(received.scan("satu", 1),)))
    received.done("build-recap", confirmed=True)
    received.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    received.done("store-documents")
    store.kept.clear()
    again, out = tmp_path / "baru", tmp_path / "terbuka.pdf"
    special = str(received.folder / "Folder Khusus")
    assert main(["rebuild-register", "--folder", special, "--out", str(again)]) == 0
    book = str(again / received.book.name)
    monkeypatch.setattr("getpass.getpass", lambda prompt: printed)
    assert main(["recover-key", "--book", book]) == 0
    assert main(["unseal", "P-000001", "--book", book, "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_an_office_without_sealed_scans_has_nothing_to_recover(
    received: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: "x")
    assert main(["recover-key", "--book", str(received.book)]) == 1
    assert "belum mempunyai kunci" in capsys.readouterr().err


def test_a_key_whose_paper_half_was_undone_gets_a_new_paper(
    received: DeskOfAnOffice, store: MemoryKeyStore
) -> None:
    received.set(encrypt_scans="ya")
    first = recovery_key(received.done("attach-scans", target=FIRST, files=(received.scan("satu", 1),)))
    received.done("undo-last", confirmed=True)
    again = recovery_key(received.done("attach-scans", target=FIRST, files=(received.scan("dua", 2),)))
    assert again != first


def test_a_signed_document_with_attachments_is_kept_sealed_on_a_yes(
    received: DeskOfAnOffice, store: MemoryKeyStore
) -> None:
    source, plain = received.folder / "tte.pdf", received.scan("biasa", 7)
    source.write_bytes(signed_pdf(2, attachment))
    assert "berkas sisipan" in received.asked("attach-scans", target=FIRST, files=(source, plain))
    said = received.done("attach-scans", target=FIRST, files=(source, plain), confirmed=True)
    assert "Kunci pemulihan" in said
    sealed, open_to_all = received.rows(SCANS)
    assert sealed["file"].endswith(".segel")
    assert open_to_all["file"].endswith(".pdf")
