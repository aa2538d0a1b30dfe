"""Encrypted scans: what lies on the disk cannot be read, and the printed key brings it back."""

from __future__ import annotations

import errno
import re
import sys
from pathlib import Path
from unittest import mock

import bagit
import pytest
from faults.broken_disk import PowerCut
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice, MemoryKeyStore
from privacy import open_to

from xl_macros.archive.sealing import new_office_key, new_recovery_key, wrap_for_recovery
from xl_macros.cli import main
from xl_macros.click.hosts import FileHost
from xl_macros.click.macro import Ending
from xl_macros.click.transaction import Transaction
from xl_macros.scans import text_index
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


def test_no_stored_file_can_be_read_and_the_recovery_key_is_shown_until_it_is_confirmed(
    received: DeskOfAnOffice, store: MemoryKeyStore
) -> None:
    received.set(encrypt_scans="ya")
    first = recovery_key(received.done("attach-scans", target=FIRST, files=(received.scan("satu", 1),)))
    again = received.done("attach-scans", target=NUMBER, files=(received.scan("dua", 2),))
    assert recovery_key(again) == first
    assert recovery_key(received.click("self-test").text) == first
    book = str(received.book)
    assert main(["recovery-key", "--book", book, "--confirm", "AAAA"]) == 1
    assert recovery_key(received.click("self-test").text) == first
    assert main(["recovery-key", "--book", book, "--confirm", first[-4:].lower()]) == 0
    assert "Kunci pemulihan" not in received.click("self-test").text
    third = received.done("attach-scans", target=FIRST, files=(received.scan("tiga", 3),))
    assert "Kunci pemulihan" not in third
    assert not [
        path for path in received.folder.rglob("*") if path.is_file() and first.encode() in path.read_bytes()
    ]
    for row in received.rows(SCANS):
        stored = received.folder / row["file"]
        assert stored.suffix == ".segel"
        assert b"%PDF" not in stored.read_bytes()


def attached(desk: DeskOfAnOffice, name: str = "satu", seed: int = 1) -> str:
    desk.set(encrypt_scans="ya")
    return desk.done("attach-scans", target=FIRST, files=(desk.scan(name, seed),))


def half(desk: DeskOfAnOffice) -> Path:
    return desk.folder / "Folder Khusus" / "kunci.json"


def test_nothing_goes_to_the_key_store_and_no_key_waits_when_the_click_is_refused(
    received: DeskOfAnOffice, store: MemoryKeyStore
) -> None:
    received.set(encrypt_scans="ya")
    scan, before = received.scan("satu"), received.fingerprint()
    full = OSError(errno.ENOSPC, "penuh", "Register-Dikecualikan.xlsm")
    with mock.patch.object(FileHost, "save", side_effect=full):
        outcome = received.click("attach-scans", target=FIRST, files=(scan,))
    assert outcome.ending is Ending.REFUSED
    assert "Kunci pemulihan" not in outcome.text
    assert store.kept == {}
    listed = ".kecuali/milik-"  # the list of own clicks is written anew
    after = {name: found for name, found in received.fingerprint().items() if not name.startswith(listed)}
    assert after == {name: found for name, found in before.items() if not name.startswith(listed)}


def attach_and_be_killed_before_the_message(received: DeskOfAnOffice) -> None:
    """The workbook is saved; neither the key store nor the officer has the key."""
    with (
        mock.patch("xl_macros.click.transaction.finish", side_effect=PowerCut),
        mock.patch.object(Transaction, "discard"),
        pytest.raises(PowerCut),
    ):
        received.click("attach-scans", target=FIRST, files=(received.scan("satu"),))


def test_a_click_killed_between_its_save_and_its_message_shows_the_key_again_and_opens_what_it_sealed(
    received: DeskOfAnOffice, store: MemoryKeyStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    received.set(encrypt_scans="ya")
    attach_and_be_killed_before_the_message(received)
    assert store.kept == {}
    for first in (tmp_path / "langsung.pdf", tmp_path / "sekali lagi.pdf"):
        assert main(["unseal", "P-000001", "--book", str(received.book), "--out", str(first)]) == 0
    said = received.done("attach-scans", target=NUMBER, files=(received.scan("dua", 2),))
    assert "sudah diselesaikan" in said
    printed = recovery_key(said)
    assert len({row["sha256"] for row in received.rows(SCANS)}) == 2
    book = str(received.book)
    for scan_id in ("P-000001", "P-000002"):
        assert main(["unseal", scan_id, "--book", book, "--out", str(tmp_path / f"{scan_id}.pdf")]) == 0
    store.kept.clear()
    with mock.patch("getpass.getpass", return_value=printed):
        assert main(["recover-key", "--book", book]) == 0
    assert main(["unseal", "P-000001", "--book", book, "--out", str(tmp_path / "lagi.pdf")]) == 0


def test_a_paper_confirmed_before_the_key_store_had_the_key_brings_the_key_there(
    received: DeskOfAnOffice, store: MemoryKeyStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    received.set(encrypt_scans="ya")
    attach_and_be_killed_before_the_message(received)
    book = str(received.book)
    assert main(["recovery-key", "--book", book]) == 0
    printed = recovery_key(capsys.readouterr().out)
    assert main(["recovery-key", "--book", book, "--confirm", printed[-4:]]) == 0
    assert len(store.kept) == 1
    assert main(["unseal", "P-000001", "--book", book, "--out", str(tmp_path / "terbuka.pdf")]) == 0


def test_a_new_paper_counts_once_confirmed_and_the_old_one_until_then(
    received: DeskOfAnOffice, store: MemoryKeyStore, capsys: pytest.CaptureFixture[str]
) -> None:
    book = str(received.book)
    first = recovery_key(attached(received))
    assert main(["recovery-key", "--book", book, "--confirm", first[-4:]]) == 0
    capsys.readouterr()
    assert main(["recovery-key", "--book", book]) == 0
    second = recovery_key(capsys.readouterr().out)
    assert second != first
    for printed, works in ((first, True), (second, False)):
        with mock.patch("getpass.getpass", return_value=printed):
            assert (main(["recover-key", "--book", book]) == 0) is works
    assert main(["recovery-key", "--book", book]) == 0
    assert recovery_key(capsys.readouterr().out) == second
    assert main(["recovery-key", "--book", book, "--confirm", second[-4:]]) == 0
    for printed, works in ((first, False), (second, True)):
        with mock.patch("getpass.getpass", return_value=printed):
            assert (main(["recover-key", "--book", book]) == 0) is works
    assert main(["recovery-key", "--book", book, "--confirm", second[-4:]]) == 1
    store.kept.clear()
    assert main(["recovery-key", "--book", book]) == 1


@pytest.mark.parametrize("damage", ["lost", "empty", "foreign", "no json", "deep"])
def test_a_lost_or_foreign_half_is_found_by_the_check_and_by_the_self_test_and_seals_nothing_more(
    received: DeskOfAnOffice, store: MemoryKeyStore, damage: str
) -> None:
    attached(received)
    if damage == "lost":
        half(received).unlink()
    else:
        foreign = wrap_for_recovery(new_office_key(), new_recovery_key())
        half(received).write_bytes(
            {"empty": b"{}", "foreign": foreign, "no json": b"\xff", "deep": b"[" * 9999}[damage]
        )
    for button, officer in (("verify-archive", CHECKER), ("self-test", CHECKER)):
        outcome = received.click(button, officer)
        assert not outcome.ok
        assert "kunci.json" in outcome.text
    if damage != "lost":  # with the key at hand a lost half is made anew, with a new paper
        said = received.refused("attach-scans", target=FIRST, files=(received.scan("dua", 2),))
        assert "rusak atau milik kunci lain" in said
        return
    recovery_key(received.done("attach-scans", target=FIRST, files=(received.scan("dua", 2),)))
    assert received.done("verify-archive", CHECKER).startswith("Semua utuh")
    half(received).unlink()
    store.kept.clear()
    (received.folder / ".kecuali" / "kunci-pemulihan.json").unlink()
    assert "hilang" in received.refused("attach-scans", target=FIRST, files=(received.scan("tiga", 3),))


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[" * 99_999, b"\xff", b'{"content":{},"key":"x","signature":"y"}']
)
def test_a_waiting_key_that_was_tampered_with_is_no_key(
    received: DeskOfAnOffice, store: MemoryKeyStore, content: bytes
) -> None:
    attached(received)
    (received.folder / ".kecuali" / "kunci-pemulihan.json").write_bytes(content)
    assert "Kunci pemulihan" not in attached(received, "dua", 2)


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


def test_sealed_text_is_never_kept(received: DeskOfAnOffice, store: MemoryKeyStore) -> None:
    received.set(encrypt_scans="ya")
    received.done("attach-scans", target=FIRST, files=(received.scan("satu", 1),))
    received.done("find-text", text="apa saja")
    assert not (received.folder / ".kecuali" / text_index.NAME).exists()


def test_a_sealed_scan_is_opened_by_command(
    received: DeskOfAnOffice, store: MemoryKeyStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    received.set(encrypt_scans="ya")
    received.done("attach-scans", target=FIRST, files=(received.scan("satu", 1),))
    out = tmp_path / "terbuka.pdf"
    book = str(received.book)
    assert main(["unseal", "P-000001", "--book", book, "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert open_to(out) == []
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
    monkeypatch.setattr("getpass.getpass", _nobody_types)
    assert main(["recover-key", "--book", str(received.book)]) == 1
    assert "Kunci pemulihan belum diketik." in capsys.readouterr().err


def _nobody_types(prompt: str) -> str:
    raise EOFError(prompt)


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
