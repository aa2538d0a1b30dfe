"""SOP steps 3 and 4: computing, the recap, and its check."""

from __future__ import annotations

import re
from datetime import date

import pytest
from office_at_work import CHECKER, ENTRY, MAKER, NUMBER, DeskOfAnOffice

from xl_macros.cli import open_file
from xl_macros.tables.recap_sheet import RECAP
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import (
    DECISIONS,
    HOLIDAYS,
    LEGAL_BASES,
    LOG,
    PREVIEW,
    REGISTER,
    SETTINGS,
    STEPS,
    WORKING_HOURS,
)


def recap_codes(desk: DeskOfAnOffice) -> list[str]:
    return [row["code"] for row in desk.rows(RECAP) if row["code"]]


# -- compute_expiry ----------------------------------------------------------------------------------------


def test_every_row_gets_its_end_and_the_reason(desk: DeskOfAnOffice) -> None:
    said = desk.done("compute-expiry")
    assert said == "Jangka waktu 2 informasi dihitung; 2 baris berubah. 2 berlaku."
    row = desk.rows(REGISTER)[0]
    assert (row["end_on"], row["start_on"], row["period_class"]) == (
        date(2030, 8, 21),
        date(2025, 8, 21),
        "jangka waktu tetap",
    )
    assert row["explanation"].startswith(
        "Berakhir 21 Agustus 2030: 5 tahun sejak 21 Agustus 2025 (tanggal keputusan)"
    )
    assert row["mark_note"] == "perkiraan"


def test_computing_again_changes_nothing_and_writes_nothing(received: DeskOfAnOffice) -> None:
    received.done("compute-expiry")
    before = received.fingerprint()
    assert "tidak ada yang berubah" in received.done("compute-expiry", hours=0)
    assert received.fingerprint() == before


def test_what_is_received_has_its_status_from_then_on_and_what_is_only_typed_waits(
    desk: DeskOfAnOffice,
) -> None:
    desk.edit(REGISTER, lambda rows: [*rows, Row({**ENTRY, "decision_number": "Nomor 9 Tahun 2025"}.items())])
    desk.done("receive-decision", CHECKER, target=NUMBER)
    assert [row["end_on"] for row in desk.rows(REGISTER)] == [date(2030, 8, 21), date(2030, 8, 21), None]
    assert [row["status"] for row in desk.rows(REGISTER)] == ["● berlaku", "● berlaku", None]
    added = {**ENTRY, "information": "Lupa", "period_text": "1 (satu) tahun"}
    desk.edit(REGISTER, lambda rows: [*rows, Row(added.items())])
    desk.done("receive-decision", CHECKER, target=NUMBER)
    assert desk.rows(REGISTER)[-1]["status"] == "□ berakhir"


def test_a_dry_run_shows_what_would_change_and_writes_nothing(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(period_text="6 (enam) tahun"))
    before = received.fingerprint()
    said = received.done("compute-expiry", preview=True)
    assert "B-2025-001.01 Berakhir: 21/08/2030 -> 21/08/2031" in said
    assert said.endswith("Belum ada yang ditulis.")
    assert received.fingerprint() == before


def test_an_entry_without_decision_is_never_open(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(decision_number=None, code=None))
    received.done("compute-expiry")
    row = received.rows(REGISTER)[0]
    assert row["end_on"] is None
    assert "Harus diperbaiki" in row["findings"] or "Periksa" in row["findings"]


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        (DECISIONS, {"decided_on": "Agustus"}, "'Agustus' bukan tanggal"),
        (DECISIONS, {"standing": "hilang"}, "'hilang' bukan status keputusan"),
        (REGISTER, {"anchor_on": "besok"}, "'besok' bukan tanggal"),
        (LEGAL_BASES, {"valid_from": "dulu"}, "Masa berlaku dasar hukum tidak dapat dibaca"),
        (WORKING_HOURS, {"opens": "pagi"}, "Referensi"),
        (HOLIDAYS, {"date": "lebaran"}, "Referensi"),
    ],
)
def test_cells_that_cannot_be_read_are_refused(
    received: DeskOfAnOffice, table: object, change: dict[str, object], said: str
) -> None:
    received.edit(table, lambda rows: rows[0].update(change))  # type: ignore[arg-type]
    assert said in received.refused("compute-expiry")


@pytest.mark.parametrize("value", ["banyak", "-3", "0", "\u0665"])
def test_a_threshold_that_is_no_number_is_refused(received: DeskOfAnOffice, value: str) -> None:
    received.set(warn_days=value)
    assert "'Segera berakhir (hari)' harus bilangan bulat" in received.refused("compute-expiry")


def test_the_preview_sheet_is_cleared_when_the_changes_are_written(received: DeskOfAnOffice) -> None:
    received.edit(PREVIEW, lambda _: [Row({"code": "B-2025-001.01", "column": "Status"}.items())])
    received.done("compute-expiry")
    assert received.rows(PREVIEW) == []


# -- build_recap -------------------------------------------------------------------------------------------


def test_the_recap_lists_every_entry_and_ends_step_3(scanned: DeskOfAnOffice) -> None:
    said = scanned.done("build-recap")
    assert "Langkah 3 berkas B-2025-001 selesai" in said
    assert recap_codes(scanned) == ["B-2025-001.01", "B-2025-001.02"]
    assert [row["step"] for row in scanned.rows(LOG)] == [1, 2, 3]
    assert scanned.rows(DECISIONS)[0]["step_label"] == "4 Periksa"


def test_notes_on_the_recap_stay_with_their_code(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap")

    def note(rows: list[Row]) -> None:
        for row in rows:
            if row["code"] == "B-2025-001.02":
                row["note"] = "tanyakan ke bagian hukum"

    scanned.edit(RECAP, note)
    scanned.done("build-recap")
    notes = {row["code"]: row["note"] for row in scanned.rows(RECAP) if row["code"]}
    assert notes == {"B-2025-001.01": None, "B-2025-001.02": "tanyakan ke bagian hukum"}


def test_an_incomplete_berkas_is_asked_about_and_ended_with_a_yes(received: DeskOfAnOffice) -> None:
    received.done("attach-scans", target=NUMBER, files=(received.scan("keputusan"),))
    assert "belum lengkap pindaiannya" in received.asked("build-recap")
    said = received.done("build-recap", confirmed=True)
    assert "Langkah 2 berkas B-2025-001 diakhiri." in said
    log = received.rows(LOG)
    assert [row["step"] for row in log] == [1, 2, 3]
    assert log[1]["direction"] == "Tanpa pindaian: B-2025-001.01, B-2025-001.02"


def test_a_recap_without_scans_is_made_but_ends_no_step(received: DeskOfAnOffice) -> None:
    assert "Tidak ada berkas yang menunggu langkah 3" in received.done("build-recap")
    assert len(received.rows(LOG)) == 1


def test_pdid_does_not_make_the_recap(scanned: DeskOfAnOffice) -> None:
    assert "dikerjakan oleh Desk Pelayanan" in scanned.refused("build-recap", CHECKER)


def test_a_standard_time_that_cannot_be_read_is_refused(scanned: DeskOfAnOffice) -> None:
    scanned.edit(STEPS, lambda rows: rows[2].update(standard="sebentar"))
    assert "tabel Langkah" in scanned.refused("build-recap")


def test_a_log_whose_time_was_spoiled_is_refused(scanned: DeskOfAnOffice) -> None:
    scanned.edit(LOG, lambda rows: rows[-1].update(finished_at="tadi"))
    assert "tidak dapat dibaca" in scanned.refused("build-recap")


# -- check_recap -------------------------------------------------------------------------------------------


def test_pdid_approves(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap")
    assert "disetujui untuk B-2025-001" in scanned.done(
        "check-recap", CHECKER, verdict="setuju", confirmed=True
    )
    made, approved = scanned.rows(LOG)[-2:]
    assert approved["output"] == f"Rekapitulasi disetujui: 2 informasi, segel {approved['seal'][:16]}"
    assert re.fullmatch(r"[0-9a-f]{64}", approved["seal"])
    assert made["seal"] == approved["seal"]


def test_a_returned_recap_must_be_made_and_checked_again(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap")
    said = scanned.done("check-recap", CHECKER, verdict="kembalikan", direction="Lengkapi dasar hukum.")
    assert "Langkah 3 harus dikerjakan lagi: Lengkapi dasar hukum." in said
    assert "belum gilirannya" in scanned.refused("store-documents")
    scanned.done("build-recap")
    scanned.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    assert [row["step"] for row in scanned.rows(LOG)] == [1, 2, 3, 4, 3, 4]


def test_returning_needs_a_direction(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap")
    assert "memerlukan arahan" in scanned.refused("check-recap", CHECKER, verdict="kembalikan")


def test_a_verdict_must_be_chosen(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap")
    assert "setuju atau kembalikan" in scanned.refused("check-recap", CHECKER)


def test_findings_that_must_be_mended_are_asked_about(scanned: DeskOfAnOffice) -> None:
    scanned.edit(REGISTER, lambda rows: rows[0].update(legal_basis="Pasal 17", period_text="5 (enam) tahun"))
    scanned.done("build-recap")
    assert "temuan yang harus diperbaiki (B-2025-001.01)" in scanned.asked(
        "check-recap", CHECKER, verdict="setuju"
    )


def test_the_maker_may_not_check_even_as_pdid(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap")
    scanned.edit(STEPS, lambda rows: rows[3].update(role="Desk Pelayanan"))
    assert "tidak dapat memeriksanya sendiri" in scanned.refused("check-recap", MAKER, verdict="setuju")


def test_checking_before_the_recap_is_refused(received: DeskOfAnOffice) -> None:
    assert "belum gilirannya" in received.refused("check-recap", CHECKER, verdict="setuju")


def test_checking_without_any_berkas_is_refused(desk: DeskOfAnOffice) -> None:
    assert "Terima dahulu sebuah keputusan" in desk.refused("check-recap", CHECKER, verdict="setuju")


def test_checking_a_berkas_that_does_not_exist_is_refused(scanned: DeskOfAnOffice) -> None:
    assert "Tidak ada berkas 'B-9'" in scanned.refused("check-recap", CHECKER, verdict="setuju", target="B-9")


def test_with_several_berkas_the_refusal_says_where_each_stands(received: DeskOfAnOffice) -> None:
    received.edit(DECISIONS, lambda rows: [*rows, Row({**rows[0], "number": "2", "berkas": None}.items())])
    received.edit(
        REGISTER, lambda rows: [*rows, Row({**rows[0], "decision_number": "2", "code": None}.items())]
    )
    received.done("receive-decision", CHECKER, target="2")
    refusal = received.refused("check-recap", CHECKER, verdict="setuju")
    assert "B-2025-001: 2 Pindai, B-2025-002: 2 Pindai" in refusal


def test_settings_rows_that_staff_removed_count_with_their_first_value(received: DeskOfAnOffice) -> None:
    received.edit(SETTINGS, lambda rows: [row for row in rows if "berakhir" not in row["name"]])
    received.done("compute-expiry")


def test_the_recap_sheet_says_the_date_of_its_figures(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap")
    book = open_file(scanned.book).book
    assert "24 Agustus 2026" in str(book.sheets["Rekapitulasi"].range("B2").value)
    assert TableStore(book).rows(RECAP)
    book.close()
