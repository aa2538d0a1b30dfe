"""What was withdrawn stays and counts for nothing: nothing is added to it, and the right one can take its place."""

from __future__ import annotations

from datetime import datetime

import pytest
from office_at_work import CHECKER, DECISION, ENTRY, MAKER, NUMBER, DeskOfAnOffice

from xl_macros.tables.bodies import Row
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, LOG, REGISTER, SCANS

BERKAS, FIRST, SECOND = "B-2025-001", "B-2025-001.01", "B-2025-001.02"
WITHDRAW = {"kind": "tarik keputusan", "target": BERKAS, "reason": "salah tanggal", "confirmed": True}


def test_nothing_is_added_to_a_withdrawn_decision(received: DeskOfAnOffice) -> None:
    received.done("correct", **WITHDRAW)
    received.edit(REGISTER, lambda rows: [*rows, Row({**ENTRY, "information": "baru"}.items())])
    assert "sudah ditarik" in received.refused("receive-decision", CHECKER, target=NUMBER)
    cancelled = {"event": "pencabutan", "target": BERKAS, "on": "2026-08-20", "evidence": "SK 1"}
    assert "sudah ditarik" in received.refused("record-event", **cancelled)


def test_the_same_decision_is_received_again_in_a_row_of_its_own(received: DeskOfAnOffice) -> None:
    received.done("correct", **WITHDRAW)
    received.edit(DECISIONS, lambda rows: [*rows, Row({**DECISION, "about": "Yang benar"}.items())])
    received.edit(REGISTER, lambda rows: [*rows, Row(ENTRY.items())])
    assert "B-2025-002 dengan 1 informasi" in received.done("receive-decision", CHECKER, target=NUMBER)
    received.done("attach-scans", target=NUMBER, files=(received.scan("k", 1),))
    assert received.rows(SCANS)[0]["berkas"] == "B-2025-002"
    assert [row["status"] for row in received.rows(REGISTER)] == ["– ditarik", "– ditarik", "● berlaku"]
    assert received.click("verify-archive", CHECKER).ok, received.last


def test_a_withdrawn_entry_is_typed_again_without_a_question(received: DeskOfAnOffice) -> None:
    received.done("correct", kind="tarik informasi", target=SECOND, reason="salah")
    again = {**ENTRY, "information": received.rows(REGISTER)[1]["information"]}
    received.edit(REGISTER, lambda rows: [*rows, Row(again.items())])
    assert "1 informasi baru" in received.done("receive-decision", CHECKER, target=NUMBER)
    assert received.rows(REGISTER)[2]["code"] == "B-2025-001.03"


@pytest.mark.parametrize(
    "answers",
    [
        {"kind": "perbaiki isi", "column": "Jangka Waktu (Asli)", "value": "1 hari"},
        {"kind": "terapkan perubahan", "value": "1 hari", "evidence": "SK 1"},
    ],
    ids=lambda each: each["kind"],
)
def test_what_was_withdrawn_is_corrected_no_further(
    received: DeskOfAnOffice, answers: dict[str, str]
) -> None:
    received.done("correct", kind="tarik informasi", target=SECOND, reason="salah")
    assert "sudah ditarik" in received.refused("correct", target=SECOND, reason="x", **answers)


def test_a_scan_that_was_withdrawn_by_mistake_is_attached_again(scanned: DeskOfAnOffice) -> None:
    scanned.done("correct", kind="tarik pindaian", target="P-000002", reason="salah pilih", remove_file=True)
    scanned.done("attach-scans", target=FIRST, files=(scanned.scan("satu", 2),))
    assert [row["scans"] for row in scanned.rows(REGISTER)] == [1, 1]
    assert "sudah terdaftar" in scanned.refused("attach-scans", target=FIRST, files=(scanned.scan("dua", 3),))
    assert scanned.click("verify-archive", CHECKER).ok, scanned.last


# -- what touches two berkas takes the rule of both ----------------------------------------------------------


@pytest.fixture
def two(stored: DeskOfAnOffice) -> DeskOfAnOffice:
    """One berkas is stored; another waits for its scans, with one attached."""
    other = {**DECISION, "number": "Nomor 8 Tahun 2025", "received_at": datetime(2026, 8, 24, 8, 0)}
    stored.edit(DECISIONS, lambda rows: [*rows, Row(other.items())])
    entry = {**ENTRY, "decision_number": other["number"], "information": "Lain"}
    stored.edit(REGISTER, lambda rows: [*rows, Row(entry.items())])
    stored.done("receive-decision", CHECKER, target=other["number"])
    stored.done("attach-scans", target="B-2025-002.01", files=(stored.scan("lain", 9),))
    return stored


def test_a_scan_moves_into_an_approved_berkas_only_by_two_persons(two: DeskOfAnOffice) -> None:
    move = {"kind": "pindahkan pindaian", "target": "P-000004", "to": FIRST, "reason": "salah baris"}
    assert f"{BERKAS} sudah disetujui" in two.refused("correct", MAKER, confirmed=True, **move)
    assert f"Berkas {BERKAS} sudah disetujui" in two.asked("correct", CHECKER, **move)
    two.done("correct", CHECKER, confirmed=True, **move)
    assert (two.rows(CORRECTIONS)[0]["officer"], two.rows(CORRECTIONS)[0]["approved_by"]) == (MAKER, CHECKER)
    assert "P-000005 belum tersimpan" in two.click("verify-archive", CHECKER).text
    two.done("store-documents", target=BERKAS)
    assert two.click("verify-archive", CHECKER).ok, two.last


def test_a_renewal_is_voided_by_two_persons_when_either_end_was_approved(two: DeskOfAnOffice) -> None:
    renewed = {"event": "penetapan ulang", "target": "B-2025-002.01", "related": FIRST}
    two.done("record-event", on="2026-08-20", evidence="SK 8", confirmed=True, **renewed)
    void = {"kind": "batalkan peristiwa", "target": "1", "reason": "salah", "confirmed": True}
    assert "sudah disetujui PDID" in two.refused("correct", MAKER, **void)
    two.done("correct", CHECKER, **void)
    assert two.click("verify-archive", CHECKER).ok, two.last


def test_an_undone_correction_leaves_the_recap_as_it_was(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap")
    cell = {
        "kind": "perbaiki isi",
        "target": FIRST,
        "column": "Jangka Waktu (Asli)",
        "value": "6 (enam) tahun",
    }
    scanned.done("correct", reason="salah", **cell)
    assert "buat ulang" in scanned.refused("check-recap", CHECKER, verdict="setuju").casefold()
    scanned.done("undo-last", confirmed=True)
    scanned.done("check-recap", CHECKER, verdict="setuju")
    assert scanned.rows(LOG)[-1]["step"] == 4
