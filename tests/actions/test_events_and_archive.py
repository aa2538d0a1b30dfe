"""Events, the check of the archive, undo, and the check of the computer."""

from __future__ import annotations

import getpass
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from office_at_work import CHECKER, MAKER, NUMBER, DeskOfAnOffice

from xl_macros.click.hosts import FileHost
from xl_macros.click.macro import Ending
from xl_macros.click.office import Selection
from xl_macros.file_engine import open_book
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import DECISIONS, EVENTS, LOG, NAME_LAST_CHECK, OFFICERS, REGISTER, SCANS

FIRST = "B-2025-001.01"
CONSENT = {
    "target": FIRST,
    "event": "persetujuan tertulis",
    "outcome": "diberikan",
    "on": "2026-08-20",
    "evidence": "Surat 12/2026",
}
REVOKED = {"target": NUMBER, "event": "pencabutan", "on": "2025-09-16", "evidence": "Keputusan 800/2025"}


# -- record_event ------------------------------------------------------------------------------------------


def test_consent_opens_an_entry_early_and_the_row_before_is_kept(received: DeskOfAnOffice) -> None:
    received.done("compute-expiry")
    received.done("record-event", **CONSENT)
    row, other = received.rows(REGISTER)
    assert "dibuka lebih awal" in row["status"]
    assert "berlaku" in other["status"]
    assert (row["event_kind"], row["event_on"], row["event_evidence"]) == (
        "persetujuan tertulis",
        date(2026, 8, 20),
        "Surat 12/2026",
    )
    (event,) = received.rows(EVENTS)
    assert (event["officer"], event["target"]) == (MAKER, FIRST)
    assert "Berakhir 21 Agustus 2030" in event["before"]
    assert "dibuka lebih awal" in event["after"]


def test_a_cancelled_decision_opens_all_its_entries_at_once(received: DeskOfAnOffice) -> None:
    received.done("compute-expiry")
    said = received.done("record-event", **REVOKED)
    assert "Berlaku untuk 2 informasi" in said
    (decision,) = received.rows(DECISIONS)
    assert (decision["standing"], decision["standing_act"], decision["standing_on"]) == (
        "dicabut",
        "Keputusan 800/2025",
        date(2025, 9, 16),
    )
    assert all("dicabut" in row["status"] for row in received.rows(REGISTER))
    (event,) = received.rows(EVENTS)
    assert event["target"] == "B-2025-001"
    assert event["before"] == "2 informasi: 2 berlaku"
    assert event["after"] == "2 informasi: 2 dicabut"


def test_a_cancellation_recorded_on_an_entry_reaches_its_decision(received: DeskOfAnOffice) -> None:
    received.done("record-event", **{**REVOKED, "target": FIRST})
    assert received.rows(DECISIONS)[0]["standing"] == "dicabut"


def test_a_cancellation_before_receipt_is_kept_under_the_number(desk: DeskOfAnOffice) -> None:
    desk.done("record-event", **REVOKED)
    assert desk.rows(EVENTS)[0]["target"] == NUMBER
    assert desk.rows(EVENTS)[0]["before"] == "2 informasi: 2 belum dihitung"


def test_an_amendment_is_recorded_and_leaves_the_entries_closed(received: DeskOfAnOffice) -> None:
    received.done("record-event", **{**REVOKED, "event": "perubahan keputusan"})
    assert received.rows(DECISIONS)[0]["standing"] == "diubah"
    assert all("berlaku" in row["status"] for row in received.rows(REGISTER))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"event": None}, "Jenis peristiwa belum dipilih"),
        ({"on": None}, "Tanggal peristiwa belum diisi"),
        ({"on": "2027-01-01"}, "belum tiba"),
        ({"evidence": " "}, "Bukti peristiwa belum diisi"),
        ({"target": "B-2025-001.99"}, "tidak ditemukan di lembar Register"),
    ],
)
def test_an_incomplete_event_is_refused(received: DeskOfAnOffice, change: dict[str, str], said: str) -> None:
    assert said in received.refused("record-event", **{**CONSENT, **change})


def test_a_cancellation_before_the_decision_is_refused(received: DeskOfAnOffice) -> None:
    assert "lebih awal dari tanggal keputusan" in received.refused(
        "record-event", **{**REVOKED, "on": "2025-08-20"}
    )


def test_a_decision_is_cancelled_once(received: DeskOfAnOffice) -> None:
    received.done("record-event", **REVOKED)
    assert "sudah dicabut (Keputusan 800/2025)" in received.refused("record-event", **REVOKED)


def test_an_entry_whose_decision_is_unknown_cannot_be_cancelled(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(decision_number="999", berkas=None))
    assert "Keputusan '999' tidak ditemukan" in received.refused(
        "record-event", **{**REVOKED, "target": FIRST}
    )


def test_events_need_a_code(desk: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FileHost, "selection", lambda self: Selection(REGISTER.sheet, 5))
    assert "belum mempunyai kode" in desk.refused("record-event", **{**CONSENT, "target": None})


def test_the_selected_register_row_is_meant(
    received: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileHost, "selection", lambda self: Selection(REGISTER.sheet, 6))
    received.done("record-event", **{**REVOKED, "target": None})
    assert received.rows(DECISIONS)[0]["standing"] == "dicabut"


# -- verify_archive ----------------------------------------------------------------------------------------


def test_a_whole_archive_is_called_whole(reported: DeskOfAnOffice) -> None:
    said = reported.done("verify-archive", CHECKER)
    assert said.startswith("Semua utuh: 3 pindaian")
    assert all(row["check_result"] == "utuh" for row in reported.rows(SCANS))


def broken(desk: DeskOfAnOffice) -> str:
    outcome = desk.click("verify-archive", CHECKER)
    assert (outcome.ending, outcome.exit_code) == (Ending.DONE, 1)
    return outcome.text


def test_one_flipped_byte_in_a_stored_scan_is_found_by_name(reported: DeskOfAnOffice) -> None:
    (scan,) = (reported.folder / "Folder Khusus").rglob("P-000002*.pdf")
    data = bytearray(scan.read_bytes())
    data[len(data) // 2] ^= 1
    scan.write_bytes(data)
    assert "P-000002 B-2025-001.01 informasi.pdf" in broken(reported)


def test_one_flipped_byte_in_a_listed_scan_is_found_and_noted_in_its_row(reported: DeskOfAnOffice) -> None:
    row = reported.rows(SCANS)[0]
    scan = reported.folder / row["file"]
    scan.write_bytes(scan.read_bytes()[:-1] + b"\x00")
    broken(reported)
    assert [row["check_result"] for row in reported.rows(SCANS)] == ["berubah", "utuh", "utuh"]


def test_a_foreign_file_in_the_special_folder_is_found(reported: DeskOfAnOffice) -> None:
    (reported.folder / "Folder Khusus" / "2025" / "B-2025-001" / "data" / "tamu.pdf").write_bytes(b"x")
    assert "tamu.pdf" in broken(reported)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (LOG, {"officer": "Orang lain"}),
        (LOG, {"hours_used": 0.1}),
        (SCANS, {"pages": 99}),
        (EVENTS, {"note": "lain"}),
    ],
)
def test_a_changed_row_is_found_by_its_place(
    reported: DeskOfAnOffice, table: object, change: dict[str, object]
) -> None:
    reported.done("email-report")
    reported.edit(table, lambda rows: rows[0].update(change))  # type: ignore[arg-type]
    assert "baris 5" in broken(reported)


def test_a_removed_row_is_found(reported: DeskOfAnOffice) -> None:
    reported.edit(LOG, lambda rows: rows[:2] + rows[3:])
    assert "Lembar LogLangkah" in broken(reported)


def test_a_cut_off_tail_is_found_against_the_last_report(reported: DeskOfAnOffice) -> None:
    reported.edit(LOG, lambda rows: rows[:-1])
    assert "ujungnya hilang" in broken(reported)


def test_a_log_that_was_rewritten_whole_is_found_against_the_report(reported: DeskOfAnOffice) -> None:
    from xl_macros.domain.step_log import GENESIS, chain_hash, chained_fields

    def rewrite(rows: list[Row]) -> None:
        head = GENESIS
        for row in rows:
            row["officer"] = "Orang lain"
            head = row["chain_hash"] = chain_hash(
                head, {field: row[field] for field in chained_fields(LOG.fields)}
            )

    reported.edit(LOG, rewrite)
    assert "tidak sama dengan yang disaksikan Laporan Disposisi" in broken(reported)


def test_a_stored_berkas_that_vanished_is_found(reported: DeskOfAnOffice) -> None:
    import shutil

    shutil.rmtree(reported.folder / "Folder Khusus" / "2025" / "B-2025-001")
    assert "B-2025-001: tidak ada di Folder Khusus" in broken(reported)


# -- undo_last ---------------------------------------------------------------------------------------------


def test_undo_asks_first_and_then_takes_back_rows_and_files(scanned: DeskOfAnOffice) -> None:
    assert "Urungkan Lampirkan Pindaian" in scanned.asked("undo-last")
    stored = scanned.folder / scanned.rows(SCANS)[2]["file"]
    assert "sudah diurungkan" in scanned.done("undo-last", confirmed=True)
    assert len(scanned.rows(SCANS)) == 2
    assert [row["step"] for row in scanned.rows(LOG)] == [1]
    assert not stored.exists()
    assert scanned.rows(REGISTER)[1]["scans"] is None


def test_undo_can_be_repeated_back_to_the_beginning(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(period_text="6 (enam) tahun"))
    received.done("compute-expiry")
    received.done("undo-last", confirmed=True)
    received.done("undo-last", CHECKER, confirmed=True)
    assert received.rows(DECISIONS)[0]["berkas"] is None
    assert received.rows(LOG) == []
    assert "Tidak ada tombol yang dapat diurungkan" in received.refused("undo-last", confirmed=True)


def test_undo_puts_the_bag_aside_and_keeps_it(stored: DeskOfAnOffice) -> None:
    stored.done("undo-last", confirmed=True)
    assert not (stored.folder / "Folder Khusus" / "2025" / "B-2025-001").exists()
    assert list((stored.folder / ".kecuali" / "diurungkan").rglob("bagit.txt"))
    stored.done("store-documents")
    stored.done("export-disposition")
    assert stored.done("verify-archive", CHECKER).startswith("Semua utuh")


def test_undo_takes_the_recap_back(scanned: DeskOfAnOffice) -> None:
    from xl_macros.tables.recap_sheet import RECAP

    scanned.done("build-recap")
    assert scanned.rows(RECAP)
    scanned.done("undo-last", confirmed=True)
    assert [row["code"] for row in scanned.rows(RECAP) if row["code"]] == []


def test_undoing_a_recap_brings_back_the_one_before_as_it_was_that_day(desk: DeskOfAnOffice) -> None:
    from xl_macros.tables.recap_sheet import RECAP

    desk.done("build-recap")
    earlier = desk.rows(RECAP)
    desk.edit(REGISTER, lambda rows: rows[0].update(period_text="3 (tiga) tahun"))
    desk.click("build-recap", hours=24 * 9)
    assert desk.rows(RECAP) != earlier
    desk.done("undo-last", confirmed=True)
    assert desk.rows(RECAP) == earlier
    assert "hanya pekerjaan hari ini" in desk.refused("undo-last", confirmed=True)


def test_what_was_changed_by_hand_since_is_not_undone(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(period_text="6 (enam) tahun"))
    received.done("compute-expiry")
    received.edit(REGISTER, lambda rows: rows[0].update(explanation="x"))
    assert "sudah diubah sesudah Hitung Jangka Waktu" in received.refused("undo-last", confirmed=True)


def test_what_was_typed_beside_it_since_stays(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(period_text="6 (enam) tahun"))
    received.done("compute-expiry")
    received.edit(REGISTER, lambda rows: rows[0].update(note="jangan hilang"))
    received.done("undo-last", confirmed=True)
    row = received.rows(REGISTER)[0]
    assert (row["note"], row["end_on"]) == ("jangan hilang", date(2030, 8, 21))


def test_without_the_copy_there_is_no_undo(received: DeskOfAnOffice) -> None:
    for copy in (received.folder / "Cadangan").iterdir():
        copy.unlink()
    assert "tidak ada lagi" in received.refused("undo-last", CHECKER, confirmed=True)


def test_only_so_many_copies_are_kept(received: DeskOfAnOffice) -> None:
    received.set(keep_backups="2")
    for number in range(4):
        received.edit(REGISTER, lambda rows, number=number: rows[0].update(period_text=f"{number + 1} tahun"))
        received.done("compute-expiry")
    assert len(list((received.folder / "Cadangan").iterdir())) == 2


# -- self_test ---------------------------------------------------------------------------------------------


def test_the_computer_is_checked_and_each_lack_has_a_cure(reported: DeskOfAnOffice) -> None:
    before = reported.fingerprint()
    outcome = reported.click("self-test")
    assert outcome.ending is Ending.DONE
    assert "xlwings" in outcome.text
    assert reported.fingerprint() == before


def test_the_check_asks_for_what_every_office_has_of_its_own(desk: DeskOfAnOffice) -> None:
    desk.set(secretary_name=None, secretary_email=None, report_from=None)
    said = desk.click("self-test").text
    assert all(name in said for name in ("Nama Sekretaris", "Surel Sekretaris", "Laporan dari"))


def test_the_account_at_work_must_be_an_officer_s(desk: DeskOfAnOffice) -> None:
    """Whoever checks the PC hears it then, and not at the first button that is refused."""
    account = getpass.getuser()
    assert f"yang sedang dipakai, '{account}', tidak ada" in desk.click("self-test").text

    def mine(rows: list[Row]) -> list[Row]:
        rows[0]["account"] = account.upper()
        return rows

    desk.edit(OFFICERS, mine)
    assert "yang sedang dipakai" not in desk.click("self-test").text


def test_a_fresh_office_can_be_checked_too(desk: DeskOfAnOffice) -> None:
    assert desk.click("self-test").ending is Ending.DONE


def test_only_a_conversation_with_excel_can_be_recorded(desk: DeskOfAnOffice, tmp_path: Path) -> None:
    outcome = desk.click("self-test", record=tmp_path / "rekaman.jsonl")
    assert outcome.ending is Ending.REFUSED
    assert "percakapan dengan Excel" in outcome.text
    assert not (tmp_path / "rekaman.jsonl").exists()


def test_a_check_of_an_office_without_scans_is_written_down_too(desk: DeskOfAnOffice) -> None:
    said = desk.done("verify-archive", CHECKER)
    book = open_book(desk.book)
    found = TableStore(book).named_value(NAME_LAST_CHECK)
    book.close()
    assert said.split(".")[0] in str(found)


def test_undone_files_are_told_by_the_check_with_their_age_and_size(scanned: DeskOfAnOffice) -> None:
    scanned.done("undo-last", confirmed=True)
    scanned.now += timedelta(days=3)
    said = scanned.click("verify-archive", CHECKER).text
    assert re.search(r"Disisihkan: \.kecuali/diurungkan/\S+, \d+ berkas, \d+ KB, 3 hari\.", said)


# -- the logo ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Kotak Masuk Pemindai/foto.png", "tempat dokumen yang dikecualikan"),
        ("Pindaian/foto.png", "tempat dokumen yang dikecualikan"),
        ("Folder Khusus/foto.png", "tempat dokumen yang dikecualikan"),
        ("tautan.png", "tempat dokumen yang dikecualikan"),
        ("//server/berbagi/logo.png", "menunjuk ke komputer lain"),
        ("\\\\server\\berbagi\\logo.png", "menunjuk ke komputer lain"),
        ("salinan.png", "adalah pindaian yang tercatat"),
        ("..\\logo.png", "menunjuk ke luar folder kantor"),
        ("NUL.png", "tidak dapat dipakai"),
    ],
)
def test_no_guarded_picture_is_a_logo(reported: DeskOfAnOffice, place: str, said: str) -> None:
    for folder in ("Kotak Masuk Pemindai", "Pindaian", "Folder Khusus"):
        (reported.folder / folder / "foto.png").write_bytes(b"foto")
    (reported.folder / "tautan.png").symlink_to(reported.folder / "Kotak Masuk Pemindai" / "foto.png")
    scan = reported.folder / reported.rows(SCANS)[0]["file"]
    (reported.folder / "salinan.png").write_bytes(scan.read_bytes())
    reported.set(logo_file=place)
    assert said in reported.refused("export-public-list")
