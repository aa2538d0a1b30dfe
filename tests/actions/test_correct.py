"""The way back: every kind of mistake put right with a reason and a trace, and the check whole at the end."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from typing import Any
from unittest import mock

import pytest
from faults.broken_disk import PowerCut
from faults.tamperings import rechained
from office_at_work import CHECKER, MAKER, NUMBER, DeskOfAnOffice

from xl_macros.actions.correct import settled
from xl_macros.click import settling
from xl_macros.click.macro import Ending
from xl_macros.click.transaction import Transaction
from xl_macros.domain.corrections import CorrectionKind, in_force
from xl_macros.records import Correction
from xl_macros.tables.bodies import Row
from xl_macros.tables.schema import CHOICES, CORRECTIONS, DECISIONS, EVENTS, LOG, OFFICERS, REGISTER, SCANS

BERKAS, FIRST, SECOND = "B-2025-001", "B-2025-001.01", "B-2025-001.02"
CONSENT = {
    "event": "persetujuan tertulis",
    "outcome": "diberikan",
    "on": "2026-08-20",
    "evidence": "Surat 12/2026",
    "target": FIRST,
}


def correct(desk: DeskOfAnOffice, kind: str, target: str, officer: str = CHECKER, **answers: Any) -> str:
    answers = {"reason": "keliru", "confirmed": True, **answers}
    return desk.done("correct", officer, kind=kind, target=target, **answers)


def refused(
    desk: DeskOfAnOffice, kind: str, target: str | None, officer: str = CHECKER, **answers: Any
) -> str:
    answers = {"reason": "keliru", "confirmed": True, **answers}
    return desk.refused("correct", officer, kind=kind, target=target, **answers)


def whole(desk: DeskOfAnOffice) -> bool:
    return desk.click("verify-archive").ok


def test_the_menu_s_kinds_are_the_rules_kinds() -> None:
    assert CHOICES["koreksi"][1] == tuple(kind.value for kind in CorrectionKind)


@pytest.mark.parametrize("step", [2, 3])
def test_a_reported_berkas_is_opened_again_and_goes_on_to_a_further_bag_and_report(
    reported: DeskOfAnOffice, step: int
) -> None:
    said = correct(reported, f"buka kembali langkah {step}", BERKAS, reason="lupa satu halaman")
    assert f"Dibuka kembali ke langkah {step}" in said
    assert reported.rows(DECISIONS)[0]["step"] == step - 1
    assert whole(reported), reported.last
    if step == 2:
        reported.done("attach-scans", target=FIRST, files=(reported.scan("tambahan", 9),))
        assert whole(reported), reported.last
    reported.done("build-recap", confirmed=True)
    assert whole(reported), reported.last
    reported.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    assert whole(reported), reported.last
    assert f"{BERKAS}_v2" in reported.done("store-documents", confirmed=True)
    assert "002/LAP-PDID" in reported.done("export-disposition")
    (row,) = reported.rows(CORRECTIONS)
    assert (row["officer"], row["approved_by"], row["reason"]) == (MAKER, CHECKER, "lupa satu halaman")
    assert whole(reported)


@pytest.mark.parametrize("step", [2, 3])
def test_what_was_stored_before_a_reopening_must_still_be_there(stored: DeskOfAnOffice, step: int) -> None:
    correct(stored, f"buka kembali langkah {step}", BERKAS)
    assert whole(stored), stored.last
    (bag,) = (stored.folder / "Folder Khusus").glob(f"*/{BERKAS}")
    shutil.rmtree(bag)
    assert not whole(stored)
    assert f"{BERKAS}: tidak ada di Folder Khusus" in stored.last.text


def test_what_is_approved_is_corrected_by_pdid_at_the_word_of_somebody_else(approved: DeskOfAnOffice) -> None:
    assert "dikerjakan oleh PDID" in refused(approved, "buka kembali langkah 3", BERKAS, MAKER)
    for name in (CHECKER, CHECKER.upper(), "Orang Luar"):
        assert "dua orang" in refused(approved, "buka kembali langkah 3", BERKAS, requested_by=name)
    question = approved.asked(
        "correct", CHECKER, kind="buka kembali langkah 3", target=BERKAS, reason="salah"
    )
    assert BERKAS in question
    assert MAKER in question


def test_the_one_who_opened_a_berkas_again_is_not_taken_for_its_maker(reported: DeskOfAnOffice) -> None:
    correct(reported, "buka kembali langkah 3", BERKAS)
    correct(reported, "perbaiki isi", FIRST, column="Informasi", value="Surat sehat")
    assert [row["officer"] for row in reported.rows(CORRECTIONS)] == [MAKER, MAKER]


def test_before_approval_the_desk_corrects_by_itself(scanned: DeskOfAnOffice) -> None:
    correct(scanned, "perbaiki isi", FIRST, MAKER, column="Informasi", value="Surat sehat")
    (row,) = scanned.rows(CORRECTIONS)
    assert (row["officer"], row["approved_by"]) == (MAKER, None)


def test_a_step_that_is_still_to_come_is_not_opened_again(received: DeskOfAnOffice) -> None:
    assert "masih harus dikerjakan" in refused(received, "buka kembali langkah 2", BERKAS)


def test_a_voided_event_counts_no_longer_and_the_status_follows(received: DeskOfAnOffice) -> None:
    received.done("record-event", **CONSENT)
    assert "dibuka lebih awal" in received.rows(REGISTER)[0]["status"]
    correct(received, "batalkan peristiwa", "peristiwa 1", MAKER)
    received.done("compute-expiry")
    assert "berlaku" in received.rows(REGISTER)[0]["status"]
    assert len(received.rows(EVENTS)) == 1
    assert "sudah dibatalkan" in refused(received, "batalkan peristiwa", "1", MAKER)
    assert whole(received)


def test_a_voided_cancellation_puts_the_decision_in_force_again(received: DeskOfAnOffice) -> None:
    cancelled = {
        **CONSENT,
        "event": "pencabutan",
        "outcome": None,
        "target": BERKAS,
        "evidence": "Keputusan 800/2026",
    }
    received.done("record-event", **cancelled)
    correct(received, "batalkan peristiwa", "1", MAKER)
    (decision,) = received.rows(DECISIONS)
    assert (decision["standing"], decision["standing_act"], decision["standing_on"]) == (
        "berlaku",
        None,
        None,
    )
    received.done("compute-expiry")
    assert all("berlaku" in row["status"] for row in received.rows(REGISTER))


@pytest.mark.parametrize(
    "target", ["9", "hantu", "peristiwa satu", "٣", pytest.param("9" * 5000, id="endless")]
)
def test_an_event_that_is_none_is_refused(received: DeskOfAnOffice, target: str) -> None:
    assert "peristiwa" in refused(received, "batalkan peristiwa", target, MAKER).casefold()


def test_a_scan_is_moved_to_the_right_entry(scanned: DeskOfAnOffice) -> None:
    said = correct(scanned, "pindahkan pindaian", "P-000002", MAKER, to=SECOND)
    assert f"{SECOND} sebagai P-000004" in said
    assert [row["scans"] for row in scanned.rows(REGISTER)] == [None, 2]
    assert scanned.rows(SCANS)[1]["code"] == FIRST
    assert whole(scanned)
    correct(scanned, "pindahkan pindaian", "P-000004", MAKER, to=BERKAS)
    assert [row["scans"] for row in scanned.rows(REGISTER)] == [None, 1]


@pytest.mark.parametrize(
    ("scan", "to", "said"),
    [
        ("P-000002", "B-2025-001.99", "Kode tujuan"),
        ("P-000002", FIRST, "memang pada"),
        ("P-000002", None, "Pindah ke belum diisi"),
        ("P-000099", SECOND, "tidak ada"),
    ],
)
def test_a_scan_goes_nowhere_else(scanned: DeskOfAnOffice, scan: str, to: str | None, said: str) -> None:
    assert said in refused(scanned, "pindahkan pindaian", scan, MAKER, to=to)


def test_a_withdrawn_scan_counts_for_nothing_and_keeps_its_file_unless_asked(scanned: DeskOfAnOffice) -> None:
    said = correct(scanned, "tarik pindaian", "P-000002", MAKER)
    assert "tetap tersimpan" in said
    assert (
        f"Belum dipindai sekarang: {FIRST}. Untuk melengkapinya klik Koreksi > Buka kembali langkah 2" in said
    )
    assert [row["scans"] for row in scanned.rows(REGISTER)] == [None, 1]
    assert (scanned.folder / scanned.rows(SCANS)[1]["file"]).is_file()
    assert "sudah diganti atau ditarik" in refused(scanned, "tarik pindaian", "P-000002", MAKER)
    assert whole(scanned)


def test_a_withdrawn_scan_s_file_really_goes_when_the_correction_says_so(scanned: DeskOfAnOffice) -> None:
    path = scanned.folder / scanned.rows(SCANS)[1]["file"]
    said = correct(scanned, "tarik pindaian", "P-000002", MAKER, remove_file=True)
    assert f"{path.name} dihapus" in said
    assert not path.exists()
    assert not list(scanned.folder.glob(f".kecuali/**/{path.name}"))
    assert whole(scanned)
    scanned.done("build-recap", confirmed=True)
    scanned.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    scanned.done("store-documents")
    assert whole(scanned), scanned.last
    assert not list(scanned.folder.glob(f"Folder Khusus/**/{path.name}"))


def test_what_the_special_folder_has_is_not_removed(stored: DeskOfAnOffice) -> None:
    assert "Folder Khusus" in refused(stored, "tarik pindaian", "P-000002", remove_file=True)


def test_what_another_scan_still_shows_is_not_removed(scanned: DeskOfAnOffice) -> None:
    correct(scanned, "pindahkan pindaian", "P-000002", MAKER, to=SECOND)
    assert "sudah diganti" in refused(scanned, "tarik pindaian", "P-000002", MAKER, remove_file=True)


@pytest.mark.parametrize("separator", ["/", "\\"])
def test_a_scan_whose_row_was_made_to_name_another_file_removes_nothing(
    scanned: DeskOfAnOffice, separator: str
) -> None:
    """The decision's scan in the place of an entry's: under its name, or with both its name and its hash."""
    decision = scanned.rows(SCANS)[0]
    named = decision["file"].replace("/", separator)
    rechained(SCANS, lambda rows: rows[1].update(file=named))(scanned)
    assert "dipakai P-000001" in refused(scanned, "tarik pindaian", "P-000002", MAKER, remove_file=True)
    rechained(SCANS, lambda rows: rows[1].update(sha256=rows[0]["sha256"]))(scanned)
    assert "dipakai P-000001" in refused(scanned, "tarik pindaian", "P-000002", MAKER, remove_file=True)


def test_a_scan_that_is_not_what_was_listed_is_not_removed(scanned: DeskOfAnOffice) -> None:
    path = scanned.folder / scanned.rows(SCANS)[1]["file"]
    path.write_bytes(b"lain")
    assert "isinya berubah" in refused(scanned, "tarik pindaian", "P-000002", MAKER, remove_file=True)


def test_a_withdrawn_entry_stays_and_nothing_follows_from_it(scanned: DeskOfAnOffice) -> None:
    scanned.done("compute-expiry")
    correct(scanned, "tarik informasi", SECOND, MAKER)
    scanned.done("compute-expiry")
    first, second = scanned.rows(REGISTER)
    assert (second["code"], second["state"], second["status"], second["end_on"]) == (
        SECOND,
        "ditarik",
        "– ditarik",
        None,
    )
    assert first["state"] is None
    assert "Rekapitulasi 1 informasi" in scanned.done("build-recap")
    assert "1 informasi" in scanned.done("export-public-list")
    assert "Tidak ada informasi yang dapat ditarik" in refused(scanned, "tarik informasi", SECOND, MAKER)


def test_a_withdrawn_decision_takes_its_entries_along_and_its_code_is_burnt(received: DeskOfAnOffice) -> None:
    correct(received, "tarik keputusan", BERKAS, MAKER, reason="salah alamat")
    assert [row["state"] for row in received.rows(REGISTER)] == ["ditarik", "ditarik"]
    assert received.rows(DECISIONS)[0]["state"] == "ditarik"
    assert "Tidak ada berkas" in received.refused("build-recap", target=BERKAS)
    other = Row(
        {
            "number": "Nomor 77 Tahun 2025",
            "decided_on": date(2025, 9, 1),
            "about": "lain",
            "secrecy": "Rahasia",
        }
    )
    other["received_at"] = datetime(2026, 8, 24, 8, 0)
    received.edit(DECISIONS, lambda rows: [*rows, other])
    entry = {**received.rows(REGISTER)[0], "decision_number": "Nomor 77 Tahun 2025"}
    fresh = Row({**entry, "code": None, "berkas": None, "state": None, "information": "Baru"})
    received.edit(REGISTER, lambda rows: [*rows, fresh])
    assert "B-2025-002" in received.done("receive-decision", CHECKER, target="Nomor 77 Tahun 2025")


def test_a_typed_cell_is_corrected_with_old_and_new(approved: DeskOfAnOffice) -> None:
    correct(approved, "perbaiki isi", FIRST, column="jangka waktu (asli)", value="6 (enam) tahun")
    (row,) = approved.rows(CORRECTIONS)
    assert (row["before"], row["after"], row["column"]) == (
        "5 (lima) tahun",
        "6 (enam) tahun",
        "Jangka Waktu (Asli)",
    )
    assert approved.rows(REGISTER)[0]["period_text"] == "6 (enam) tahun"
    correct(approved, "perbaiki isi", BERKAS, column="Tanggal Keputusan", value="22/08/2025")
    assert approved.rows(DECISIONS)[0]["decided_on"] == date(2025, 8, 22)


@pytest.mark.parametrize(
    ("target", "column", "value", "said"),
    [
        (FIRST, "Status", "terbuka", "bukan kolom isian"),
        (FIRST, None, "x", "Kolom belum diisi"),
        (FIRST, "Tanggal Titik Mulai", "kapan-kapan", "tidak dapat dibaca"),
        (FIRST, "Informasi", "Surat keterangan kesehatan 1", "memang sudah berisi"),
        ("B-2025-001.77", "Informasi", "x", "tidak ada"),
        (BERKAS, "Nomor Keputusan", "", "tidak boleh kosong"),
        (BERKAS, "Nomor Keputusan", "481.16/ /36/TAHUN 2024", "belum lengkap"),
        (BERKAS, "Tanggal Keputusan", "", "tidak boleh kosong"),
        (BERKAS, "Diterima", "25/08/2030", "belum terjadi"),
        (BERKAS, "Tahun Daftar", "dua ribu", "Tulis bilangan bulat"),
        (BERKAS, "Status Keputusan", "dicabut", "lewat Catat Peristiwa"),
        (BERKAS, "Dicabut/Diubah Tanggal", "20/08/2026", "lewat Catat Peristiwa"),
        (FIRST, "Informasi", "", "tidak boleh kosong"),
        (FIRST, "Dasar Hukum", " ", "tidak boleh kosong"),
        (FIRST, "Cakupan", "setengah", "Pilih salah satu: seluruhnya, sebagian"),
        (FIRST, "Nomor Keputusan", "Nomor 5 Tahun 2026", "mengikuti keputusannya, Nomor 731 Tahun 2025"),
    ],
)
def test_what_a_correction_cannot_write_is_refused(
    received: DeskOfAnOffice, target: str, column: str | None, value: str, said: str
) -> None:
    assert said in refused(received, "perbaiki isi", target, MAKER, column=column, value=value)


def test_the_part_of_a_partial_exemption_is_not_blanked(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(extent="sebagian", exempt_part="alamat"))
    part = {"column": "Bagian yang Dikecualikan", "value": ""}
    assert "tidak boleh kosong" in refused(received, "perbaiki isi", FIRST, MAKER, **part)
    correct(received, "perbaiki isi", BERKAS, MAKER, column="Tanggal Tertulis", value="Agustus 2025")
    correct(received, "perbaiki isi", BERKAS, MAKER, column="Tanggal Keputusan", value="")


def test_a_corrected_number_is_no_other_decisions_and_goes_with_its_entries(received: DeskOfAnOffice) -> None:
    other = {**received.rows(DECISIONS)[0], "number": "Nomor 12 Tahun 2026", "berkas": None}
    received.edit(DECISIONS, lambda rows: [*rows, Row(other.items())])
    number = {"column": "Nomor Keputusan"}
    assert "sudah dipakai baris 6" in refused(
        received, "perbaiki isi", BERKAS, MAKER, value="No. 12 Th 2026", **number
    )
    correct(received, "perbaiki isi", BERKAS, MAKER, value="Nomor 713 Tahun 2025", **number)
    assert {row["decision_number"] for row in received.rows(REGISTER)} == {"Nomor 713 Tahun 2025"}
    assert [row["target"] for row in received.rows(CORRECTIONS)] == [BERKAS, FIRST, SECOND]


def test_an_amendment_is_applied_once_and_not_before_the_decision(received: DeskOfAnOffice) -> None:
    act = {"evidence": "Keputusan 9/2026", "value": "10 (sepuluh) tahun"}
    early = {"on": "2025-08-20", **act}
    assert "sebelum keputusannya" in refused(received, "terapkan perubahan", FIRST, MAKER, **early)
    correct(received, "terapkan perubahan", FIRST, MAKER, on="2026-08-01", **act)
    assert "sudah diterapkan" in refused(received, "terapkan perubahan", FIRST, MAKER, on="2026-08-01", **act)


def test_who_asks_is_an_officer(received: DeskOfAnOffice) -> None:
    note = {"column": "Catatan", "value": "y"}
    assert "'Hantu' tidak tercatat" in refused(
        received, "perbaiki isi", FIRST, MAKER, requested_by="Hantu", **note
    )
    correct(received, "perbaiki isi", FIRST, MAKER, requested_by=" maria goreti", **note)
    (row,) = received.rows(CORRECTIONS)
    assert (row["officer"], row["approved_by"]) == (CHECKER, MAKER)


def test_once_something_is_approved_a_restoration_takes_two_persons(approved: DeskOfAnOffice) -> None:
    assert "dikerjakan oleh PDID" in refused(approved, "catat pemulihan cadangan", FIRST, MAKER)
    correct(approved, "catat pemulihan cadangan", FIRST)
    (row,) = approved.rows(CORRECTIONS)
    assert (row["target"], row["officer"], row["approved_by"]) == ("buku kerja", MAKER, CHECKER)


def test_an_amendment_stands_beside_the_original_from_its_day_on(received: DeskOfAnOffice) -> None:
    act = {"evidence": "Keputusan 9/2026", "value": "10 (sepuluh) tahun"}
    correct(received, "terapkan perubahan", FIRST, MAKER, on="2026-09-01", **act)
    received.done("compute-expiry")
    row = received.rows(REGISTER)[0]
    assert (row["period_text"], row["amended_period"], row["amended_by"]) == (
        "5 (lima) tahun",
        "10 (sepuluh) tahun",
        "Keputusan 9/2026",
    )
    assert row["end_on"] == date(2030, 8, 21)  # the amendment is not in force yet
    received.now = datetime(2026, 9, 2, 8, 0)
    received.done("compute-expiry")
    assert received.rows(REGISTER)[0]["end_on"] == date(2035, 8, 21)
    assert "tidak ada di lembar Register" in refused(
        received, "terapkan perubahan", "B-2025-001.77", MAKER, **act
    )


def test_an_amendment_that_comes_after_the_end_asks(received: DeskOfAnOffice) -> None:
    """It would close again what the law has opened."""
    act = {"evidence": "Keputusan 9/2031", "value": "10 (sepuluh) tahun", "reason": "diubah"}
    answers = {"kind": "terapkan perubahan", "target": FIRST, **act}
    asked = received.click("correct", MAKER, on="2030-08-22", **answers)
    assert asked.ending is Ending.QUESTION
    assert "berakhir 21/08/2030, sebelum perubahan itu berlaku (22/08/2030)" in asked.text
    assert received.rows(CORRECTIONS) == []
    received.now = datetime(2031, 1, 6, 9, 0)
    assert "(06/01/2031)" in received.click("correct", MAKER, **answers).text, "in force at once"
    received.done("correct", MAKER, on="2030-08-21", **answers)
    assert received.rows(REGISTER)[0]["amended_by"] == "Keputusan 9/2031"


def test_a_finding_is_acknowledged_by_name(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(legal_basis="Pasal 17"))
    received.done("compute-expiry")
    finding = received.rows(REGISTER)[0]["findings"].split("\n")[0]
    correct(received, "tandai temuan", FIRST, MAKER, value=finding[:20])
    row = received.rows(CORRECTIONS)[0]
    assert (row["target"], row["before"]) == (FIRST, finding)
    assert "tidak mempunyai temuan" in refused(received, "tandai temuan", FIRST, MAKER, value="tidak ada ini")
    assert "tidak mempunyai temuan" in refused(received, "tandai temuan", "B-2025-001.77", MAKER)


def test_a_restored_backup_is_written_down(received: DeskOfAnOffice) -> None:
    assert "dipulihkan; log 1 baris" in correct(received, "catat pemulihan cadangan", "", MAKER)
    assert len(received.rows(LOG)) == 1


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"kind": None}, "Jenis koreksi belum dipilih"),
        ({"reason": None}, "Alasan koreksi belum diisi"),
        ({"target": None}, "belum disebut"),
        ({"target": (FIRST, SECOND)}, "disebut 2"),
        ({"target": NUMBER, "kind": "buka kembali langkah 2"}, "bukan bagian dari keputusan"),
    ],
)
def test_a_correction_that_says_too_little_is_refused(
    received: DeskOfAnOffice, answers: dict[str, Any], said: str
) -> None:
    given = {"kind": "tarik informasi", "target": FIRST, "reason": "keliru", **answers}
    assert said in received.refused("correct", MAKER, **given)


def test_who_asked_may_be_named_when_the_maker_is_not_known(approved: DeskOfAnOffice) -> None:
    approved.edit(
        OFFICERS, lambda rows: [*rows, Row({"name": "Petrus", "role": "Desk Pelayanan", "account": "p"})]
    )
    correct(approved, "buka kembali langkah 3", BERKAS, requested_by="petrus")
    assert approved.rows(CORRECTIONS)[0]["officer"] == "Petrus"


def test_who_was_given_a_title_since_is_still_who_asks(approved: DeskOfAnOffice) -> None:
    def titled(rows: list[Row]) -> None:
        rows[1]["name"] = f"{MAKER}, S.H."

    approved.edit(OFFICERS, titled)
    correct(approved, "buka kembali langkah 3", BERKAS)
    assert approved.rows(CORRECTIONS)[0]["officer"] == f"{MAKER}, S.H."


def test_what_follows_from_the_list_of_corrections() -> None:
    found = in_force(
        [
            Correction(kind="batalkan peristiwa", target="3"),
            Correction(kind="batalkan peristiwa", target="tiga"),
            Correction(kind="tarik pindaian", target="P-000001"),
            Correction(kind="tandai temuan", target=FIRST, before="Periksa: x"),
            Correction(kind="catat pemulihan cadangan", target="buku kerja"),
            Correction(kind="tarik informasi", target=FIRST),
        ]
    )
    assert found.voided == {3}
    assert found.withdrawn_scans == {"P-000001"}
    assert list(found.acknowledged) == [(FIRST, "Periksa: x")]
    assert [each.target for each in found.restored] == ["buku kerja"]


def test_a_withdrawal_killed_between_its_save_and_the_removal_is_completed_by_the_next_click(
    scanned: DeskOfAnOffice,
) -> None:
    row = scanned.rows(SCANS)[0]
    stored = scanned.folder / row["file"]
    with (
        mock.patch("xl_macros.click.transaction.finish", side_effect=PowerCut),
        mock.patch.object(Transaction, "discard"),
        pytest.raises(PowerCut),
    ):
        scanned.click(
            "correct", MAKER, kind="tarik pindaian", target=row["scan_id"], reason="salah", remove_file=True
        )
    assert stored.is_file()
    assert "sudah diselesaikan" in scanned.click("verify-archive", CHECKER).text
    assert not stored.exists()
    journal = scanned.folder / ".kecuali" / "jurnal.json"
    assert not journal.exists()


def test_a_scan_that_changed_meanwhile_is_not_removed(scanned: DeskOfAnOffice) -> None:
    row = scanned.rows(SCANS)[0]
    stored = scanned.folder / row["file"]
    real = settling.finish

    def change_first(*arguments: Any) -> list[str]:
        stored.write_bytes(b"lain")
        return real(*arguments)

    with mock.patch("xl_macros.click.transaction.finish", change_first):
        said = scanned.done(
            "correct", MAKER, kind="tarik pindaian", target=row["scan_id"], reason="salah", remove_file=True
        )
    assert stored.read_bytes() == b"lain"
    assert f"{stored.name} sudah berubah dan dibiarkan" in said


def test_a_form_of_no_kind_yet_asks_for_all_that_a_correction_can_have() -> None:
    assert settled({}) == frozenset()
    assert "kind" in settled({"kind": CorrectionKind.VOID_EVENT.value})
