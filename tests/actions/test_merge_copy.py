"""Two copies of one office meet: what only one of them has is taken, what both worked on is a person's."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from faults.tamperings import rechained
from office_at_work import CHECKER, DECISION, ENTRY, MAKER, NOW, NUMBER, DeskOfAnOffice

from xl_macros import cli
from xl_macros.actions import merge_copy
from xl_macros.actions.requests import MergeCopy
from xl_macros.click.macro import Ending
from xl_macros.domain.merging import Group, compare, same_entry
from xl_macros.keeping.merging import obstacles
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, EVENTS, LOG, REGISTER, SCANS, Table

BERKAS, FIRST, SECOND = "B-2025-001", "B-2025-001.01", "B-2025-001.02"
NINE = "Nomor 9 Tahun 2025"
CONSENT = {"event": "persetujuan tertulis", "outcome": "diberikan", "on": "2026-08-20", "confirmed": True}


def other_of(desk: DeskOfAnOffice, tmp_path: Path) -> DeskOfAnOffice:
    shutil.copytree(desk.folder, tmp_path / "salinan")
    return DeskOfAnOffice(tmp_path / "salinan" / desk.book.name, desk.now)


def merge(desk: DeskOfAnOffice, other: DeskOfAnOffice, **answers: Any) -> str:
    desk.now = max(desk.now, other.now)
    return desk.done("merge-copy", other=str(other.folder), confirmed=True, **answers)


def decide(desk: DeskOfAnOffice, number: str = NINE, information: str = "Berita acara") -> None:
    row, entry = {**DECISION, "number": number, "received_at": NOW}, {**ENTRY, "decision_number": number}
    desk.edit(DECISIONS, lambda rows: [*rows, Row(row.items())])
    desk.edit(REGISTER, lambda rows: [*rows, Row({**entry, "information": information}.items())])


def whole(desk: DeskOfAnOffice) -> str:
    said = desk.done("verify-archive")
    assert said.startswith("Semua utuh"), said
    return said


def test_where_only_the_other_copy_went_on_this_one_follows(received: DeskOfAnOffice, tmp_path: Path) -> None:
    other = other_of(received, tmp_path)
    other.done("attach-scans", target=NUMBER, files=(other.scan("keputusan", 1),))
    other.done("attach-scans", target=[FIRST, SECOND], files=(other.scan("isi", 2),))
    other.done("record-event", evidence="Surat 1", target=FIRST, **CONSENT)
    other.done("correct", kind="batalkan peristiwa", target="1", reason="salah baris")
    other.done("build-recap")
    received.now = other.now
    question = received.asked("merge-copy", other=str(other.book))
    assert f"Diambil: {BERKAS} (2 Log, 2 Pindaian, 1 Peristiwa, 1 Koreksi)." in question
    merge(received, other)
    assert [row["step"] for row in received.rows(LOG)] == [1, 2, 3]
    assert received.rows(DECISIONS)[0]["step"] == 3
    assert [row["scans"] for row in received.rows(REGISTER)] == [1, 1]
    assert [row["kind"] for row in received.rows(EVENTS)] == ["persetujuan tertulis", "penggabungan salinan"]
    assert received.rows(CORRECTIONS)[0]["target"] == "1"
    whole(received)
    assert "Tidak ada yang diambil." in merge(received, other)
    received.done("check-recap", CHECKER, verdict="setuju", confirmed=True)


def test_two_decisions_worked_on_in_two_places_come_together(
    received: DeskOfAnOffice, tmp_path: Path
) -> None:
    decide(received)
    other = other_of(received, tmp_path)
    other.done("receive-decision", CHECKER, target=NINE)
    other.done("attach-scans", target="B-2025-002.01", files=(other.scan("lain", 5),))
    other.done("attach-scans", replaces="P-000001", page=1, files=(other.scan("halaman", 8),))
    received.done("attach-scans", target=FIRST, files=(received.scan("satu", 6),))
    received.done("record-event", evidence="Surat 1", target=FIRST, **CONSENT)
    said = merge(received, other)
    assert f"Lebih lengkap di sini: {BERKAS} (1 Pindaian, 1 Peristiwa)." in said
    assert "Diambil: B-2025-002" in said
    assert [row["scan_id"] for row in received.rows(SCANS)] == ["P-000001", "P-000002", "P-000003"]
    assert received.rows(SCANS)[-1]["replaces"] == "P-000002"
    assert "P-000001 di sana menjadi P-000002" in received.rows(EVENTS)[-1]["note"]
    assert received.rows(REGISTER)[2]["code"] == "B-2025-002.01"
    whole(received)


def test_a_decision_that_only_the_other_copy_has_is_taken_whole(
    received: DeskOfAnOffice, tmp_path: Path
) -> None:
    other = other_of(received, tmp_path)
    decide(other)
    other.done("receive-decision", CHECKER, target=NINE)
    other.done("attach-scans", target="B-2025-002.01", files=(other.scan("lain", 5),))
    decide(received, "Nomor 77 Tahun 2025")
    said = merge(received, other)
    assert "Hanya di sini: Nomor 77 Tahun 2025." in said
    assert [row["berkas"] for row in received.rows(DECISIONS)] == [BERKAS, None, "B-2025-002"]
    assert received.rows(REGISTER)[-1]["scans"] == 1
    whole(received)


def test_a_decision_only_typed_there_and_blank_cells_are_filled(desk: DeskOfAnOffice, tmp_path: Path) -> None:
    desk.edit(REGISTER, lambda rows: rows[0].update(unit=None))
    other = other_of(desk, tmp_path)
    decide(other)
    other.edit(REGISTER, lambda rows: rows[0].update(unit="Sub Bagian Umum"))
    other.edit(DECISIONS, lambda rows: rows[0].update(agenda_number="A-7"))
    desk.edit(REGISTER, lambda rows: rows[1].update(note="hanya di sini"))
    said = merge(desk, other)
    assert f"Diambil: {NUMBER} (2 sel)." in said
    assert f"Diambil: {NINE} (1 informasi)." in said
    rows = desk.rows(REGISTER)
    assert (rows[0]["unit"], rows[1]["note"], rows[2]["information"]) == (
        "Sub Bagian Umum",
        "hanya di sini",
        "Berita acara",
    )
    assert desk.rows(DECISIONS)[0]["agenda_number"] == "A-7"


def test_what_contradicts_is_listed_and_left(received: DeskOfAnOffice, tmp_path: Path) -> None:
    other = other_of(received, tmp_path)
    other.done("attach-scans", target=FIRST, files=(other.scan("di sana", 5),))
    received.done("attach-scans", target=FIRST, files=(received.scan("di sini", 6),))
    other.edit(REGISTER, lambda rows: rows[1].update(period_text="3 (tiga) tahun"))
    decide(other)
    other.done("receive-decision", CHECKER, target=NINE)
    decide(received, "Nomor 77 Tahun 2025")
    received.done("receive-decision", CHECKER, target="Nomor 77 Tahun 2025")
    said = merge(received, other)
    assert "dikerjakan terpisah: di sini 1 baris Pindaian, di sana 1 baris Pindaian" in said
    assert f"{SECOND}, Jangka Waktu (Asli): di sini '5 (lima) tahun', di sana '3 (tiga) tahun'" in said
    assert "kode B-2025-002 di sini dipakai untuk keputusan lain" in said
    assert "Tidak ada yang diambil." in said
    assert len(received.rows(SCANS)) == 1


def test_the_same_decision_received_twice_is_a_person_s(received: DeskOfAnOffice, tmp_path: Path) -> None:
    decide(received)
    other = other_of(received, tmp_path)
    other.done("receive-decision", CHECKER, target=NINE)
    decide(received, "Nomor 77 Tahun 2025")
    received.done("receive-decision", CHECKER, target="Nomor 77 Tahun 2025")
    received.done("receive-decision", CHECKER, target=NINE)
    said = merge(received, other)
    assert "kodenya di sini B-2025-003, di sana B-2025-002" in said


def test_what_was_stored_there_goes_on_there(approved: DeskOfAnOffice, tmp_path: Path) -> None:
    other = other_of(approved, tmp_path)
    other.done("store-documents")
    assert "teruskan dengan salinan itu" in merge(approved, other)
    assert "Lebih lengkap di sini" in merge(other, approved)


def test_a_scan_whose_file_is_gone_there_is_not_taken(received: DeskOfAnOffice, tmp_path: Path) -> None:
    other = other_of(received, tmp_path)
    other.done("attach-scans", target=FIRST, files=(other.scan("hilang", 5),))
    (other.folder / other.rows(SCANS)[0]["file"]).unlink()
    assert "hilang atau berubah" in merge(received, other)
    assert received.rows(SCANS) == []


HOSTILE_FILES = (
    "../luar/rahasia.pdf",
    "{outside}/rahasia.pdf",
    "Pindaian/../jahat.xlsm",  # the office folder is one that Excel trusts
    "Pindaian/B-2025-001/jahat.bat",
    "Pindaian/B-2025-001/tautan.pdf",
    "Pindaian/B-2025-001/palsu.pdf",
    "Pindaian/B-2025-001/pipa.pdf",
    "Pindaian/B-2025-001",
    "Pindaian/B-2025-002/isi.pdf",
    "Pindaian/.kecuali/jurnal.pdf",
    "Register-Dikecualikan.xlsm",
    "Pindaian/B-2025-001/x\0.pdf",
    "",
)


@pytest.mark.parametrize("file", HOSTILE_FILES)
def test_no_file_that_the_other_copy_s_list_names_is_taken_but_a_scan_of_that_berkas(
    received: DeskOfAnOffice, tmp_path: Path, file: str
) -> None:
    other = other_of(received, tmp_path)
    other.done("attach-scans", target=FIRST, files=(other.scan("satu", 5),))
    kept = other.folder / "Pindaian" / BERKAS
    secret = tmp_path / "luar" / "rahasia.pdf"
    secret.parent.mkdir()
    secret.write_bytes(b"%PDF- milik orang")
    (kept / "tautan.pdf").symlink_to(secret)
    (kept / "palsu.pdf").write_bytes(b"MZ")
    os.mkfifo(kept / "pipa.pdf")
    named = file.format(outside=secret.parent)
    path = other.folder / named.replace("\0", "")
    if not path.exists() and path.name:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"%PDF- jahat")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "0" * 64
    rechained(SCANS, lambda rows: rows[0].update(file=named or None, sha256=sha256))(other)
    received.now = other.now
    before = received.fingerprint()
    outcome = received.click("merge-copy", other=str(other.book), confirmed=True)
    assert outcome.ending is Ending.DONE, outcome.text
    assert "Bertentangan, untuk diputuskan orang" in outcome.text
    assert "Tidak ada yang diambil" in outcome.text
    assert received.fingerprint() == before


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        (DECISIONS, {"berkas": "../../x"}),
        (REGISTER, {"code": "B-2025-001.01\u200b"}),
        (REGISTER, {"code": "B-2024-001.01"}),
        (SCANS, {"scan_id": "P-../1"}),
    ],
)
def test_codes_that_no_button_gives_are_not_taken(
    received: DeskOfAnOffice, tmp_path: Path, table: Table, fields: dict[str, str]
) -> None:
    other = other_of(received, tmp_path)
    decide(other)
    other.done("receive-decision", CHECKER, target=NINE)
    other.done("attach-scans", target="B-2025-002.01", files=(other.scan("lain", 5),))
    rechained(table, lambda rows: rows[-1].update(fields))(other) if table is SCANS else other.edit(
        table, lambda rows: rows[-1].update(fields)
    )
    received.now = other.now
    said = merge(received, other)
    assert "di sana bukan kode" in said or "tidak berada di tempat pindaian" in said
    assert [row["berkas"] for row in received.rows(DECISIONS)] == [BERKAS]


def test_a_file_that_lies_here_already_is_not_copied_again(received: DeskOfAnOffice, tmp_path: Path) -> None:
    other = other_of(received, tmp_path)
    other.done("attach-scans", target=FIRST, files=(other.scan("sama", 5),))
    other.done("correct", kind="pindahkan pindaian", target="P-000001", to=SECOND, reason="salah baris")
    listed = other.rows(SCANS)[0]["file"]
    merge(received, other)
    assert [row["file"] for row in received.rows(SCANS)] == [listed, listed]
    received.done("undo-last", confirmed=True)
    shutil.copytree((other.folder / listed).parent, (received.folder / listed).parent, dirs_exist_ok=True)
    merge(received, other)
    assert len(list((received.folder / listed).parent.iterdir())) == 1
    whole(received)


def test_scans_that_lie_elsewhere_keep_their_whole_address(received: DeskOfAnOffice, tmp_path: Path) -> None:
    other = other_of(received, tmp_path)
    other.done("attach-scans", target=FIRST, files=(other.scan("jauh", 5),))
    received.set(scans_folder=str(tmp_path / "pindaian lain"))
    merge(received, other)
    assert received.rows(SCANS)[0]["file"].startswith(str(tmp_path / "pindaian lain"))


def test_what_is_no_copy_of_this_office_is_refused(received: DeskOfAnOffice, tmp_path: Path) -> None:
    assert "Salinan lain belum disebut" in received.refused("merge-copy")
    assert "Itu buku kerja ini sendiri" in received.refused("merge-copy", other=str(received.folder))
    assert "ada 0 buku kerja" in received.refused("merge-copy", other=str(tmp_path / "tiada"))
    other = other_of(received, tmp_path)
    other.set(office_name="KPU Kota Lain")
    assert "milik kantor lain: 'KPU Kota Lain'" in received.refused("merge-copy", other=str(other.folder))
    other.set(office_name=None)
    shutil.copyfile(received.book, other.book)
    other.edit(LOG, lambda rows: rows[0].update(output="diubah"))
    assert "tidak utuh: lembar LogLangkah" in received.refused("merge-copy", other=str(other.folder))


def test_the_command_shows_first_and_asks(
    received: DeskOfAnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = other_of(received, tmp_path)
    other.done("attach-scans", target=FIRST, files=(other.scan("satu", 5),))
    command = ["merge", "--book", str(received.book), "--other", str(other.folder), "--officer", MAKER]
    command += ["--now", other.now.isoformat()]
    assert cli.main([*command, "--dry-run"]) == 0
    assert "Tidak ada yang diambil." in capsys.readouterr().out
    assert cli.main(command) == 3
    assert cli.main([*command, "--yes"]) == 0
    assert len(received.rows(SCANS)) == 1
    assert MergeCopy(other="x").preview is False


def test_a_decision_without_a_number_is_none(desk: DeskOfAnOffice, tmp_path: Path) -> None:
    other = other_of(desk, tmp_path)
    other.edit(DECISIONS, lambda rows: [*rows, Row({"about": "belum bernomor"}.items())])
    assert "Tidak ada yang diambil." in merge(desk, other)


def test_entries_are_one_by_code_or_by_what_they_are_called() -> None:
    one, other = {"code": "A", "information": "x"}, {"code": "B", "information": "X "}
    assert not same_entry(one, other)
    assert same_entry(one, {**other, "code": None})
    group = Group({"berkas": None, "number": "Nomor 1"})
    (found,) = compare({"1": group}, {"1": group}, ({}, {}))
    assert not found.is_news
    assert not found.can_be_taken


def test_a_scan_that_changes_between_the_look_and_the_copy_is_not_taken(
    received: DeskOfAnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = other_of(received, tmp_path)
    other.done("attach-scans", target=NUMBER, files=(other.scan("keputusan", 1),))
    (scan,) = (other.folder / "Pindaian").rglob("*.pdf")

    def look_and_change(*given: Any) -> list[str]:
        found = obstacles(*given)
        scan.write_bytes(b"%PDF-1.7 lain")
        return found

    monkeypatch.setattr(merge_copy, "obstacles", look_and_change)
    received.now = other.now
    said = received.refused("merge-copy", other=str(other.folder), confirmed=True)
    assert f"{scan.name} berubah selagi disalin" in said
