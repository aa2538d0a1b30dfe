"""Undo: one's own last clicks of the day while nothing has left the office, with a row that says so."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from office_at_work import CHECKER, MAKER, NUMBER, DeskOfAnOffice

from xl_macros.click.macro import Ending
from xl_macros.domain.corrections import UNDONE, in_force
from xl_macros.records import Correction
from xl_macros.tables.schema import CHOICES, CORRECTIONS, EVENTS, LOG, OFFICERS, REGISTER, SCANS

FIRST = "B-2025-001.01"


def undo(desk: DeskOfAnOffice, officer: str = MAKER) -> str:
    return desk.done("undo-last", officer, confirmed=True)


def refused(desk: DeskOfAnOffice, officer: str = MAKER) -> str:
    return desk.refused("undo-last", officer, confirmed=True)


def test_undo_names_the_click_leaves_a_row_and_burns_the_codes(scanned: DeskOfAnOffice) -> None:
    assert f"Urungkan Lampirkan Pindaian ({MAKER}, 24/08/2026" in scanned.asked("undo-last")
    assert scanned.rows(CORRECTIONS) == []
    undo(scanned)
    (row,) = scanned.rows(CORRECTIONS)
    assert (row["kind"], row["target"], row["officer"]) == (UNDONE, "Lampirkan Pindaian", MAKER)
    assert "P-000003" in row["after"]
    assert MAKER in row["before"]
    scanned.done("attach-scans", target="B-2025-001.02", files=(scanned.scan("lagi", 5),))
    assert scanned.rows(SCANS)[-1]["scan_id"] == "P-000004"
    assert scanned.done("verify-archive").startswith("Semua utuh")


def test_nobody_chooses_that_kind() -> None:
    assert UNDONE not in CHOICES["koreksi"][1]


def test_what_another_officer_did_is_not_undone_and_the_correction_is_named(approved: DeskOfAnOffice) -> None:
    said = refused(approved, MAKER)
    assert f"Periksa Rekapitulasi dikerjakan oleh {CHECKER}" in said
    assert "'buka kembali langkah 3'" in said
    undo(approved, CHECKER.upper())
    assert approved.rows(LOG)[-1]["step"] == 3


def test_another_s_click_upon_it_blocks(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(period_text="6 (enam) tahun"))
    received.done("compute-expiry", MAKER)
    assert f"dikerjakan oleh {MAKER}" in refused(received, CHECKER)


def test_another_day_s_work_is_not_undone(received: DeskOfAnOffice) -> None:
    received.now += timedelta(days=1)
    said = refused(received, CHECKER)
    assert "24/08/2026" in said
    assert "'tarik keputusan'" in said


@pytest.mark.parametrize("moment", [True, False])
def test_what_a_mail_draft_was_made_of_is_not_undone(reported: DeskOfAnOffice, moment: bool) -> None:
    reported.done("email-report")
    if not moment:
        reported.edit(EVENTS, lambda rows: rows[-1].update(recorded_at=None))
    said = refused(reported)
    assert "sudah disusun surel laporan" in said
    assert "'buka kembali langkah 3'" in said


def test_a_report_number_stays_used(reported: DeskOfAnOffice) -> None:
    number = reported.rows(LOG)[-1]["output"].removeprefix("Laporan Disposisi ")
    undo(reported)
    assert number in reported.rows(CORRECTIONS)[0]["after"]
    assert "002/LAP-PDID" in reported.done("export-disposition")


def test_an_undone_correction_counts_no_longer_and_stays_on_the_list(received: DeskOfAnOffice) -> None:
    consent = {"event": "persetujuan tertulis", "outcome": "diberikan", "on": "2026-08-20", "target": FIRST}
    received.done("record-event", evidence="Surat 1", confirmed=True, **consent)
    void = {"kind": "batalkan peristiwa", "target": "1", "reason": "salah baris"}
    received.done("correct", MAKER, **void)
    assert "sudah dibatalkan" in received.refused("correct", MAKER, **void)
    undo(received)
    assert [row["kind"] for row in received.rows(CORRECTIONS)] == ["batalkan peristiwa", UNDONE]
    assert "koreksi 1 tidak berlaku" in received.rows(CORRECTIONS)[1]["after"]
    received.done("correct", MAKER, **void)  # it counted no longer, so that it can be made again
    undo(received)
    undo(received)
    assert received.rows(EVENTS) == []
    assert len(received.rows(CORRECTIONS)) == 5
    assert received.done("verify-archive").startswith("Semua utuh")


def test_only_the_corrections_of_the_click_itself_go_with_it(received: DeskOfAnOffice) -> None:
    """Two clicks in one moment: a cancelled consent would count again, and open its entry."""
    consent = {"event": "persetujuan tertulis", "outcome": "diberikan", "on": "2026-08-20", "target": FIRST}
    received.done("record-event", evidence="Surat 1", confirmed=True, **consent)
    received.done("correct", MAKER, kind="batalkan peristiwa", target="1", reason="salah baris")
    note = {"kind": "perbaiki isi", "target": FIRST, "column": "Catatan", "reason": "salah baris"}
    assert received.click("correct", MAKER, hours=0, value="baru", **note).ending is Ending.DONE
    undo(received)
    assert received.rows(CORRECTIONS)[-1]["after"] == "koreksi 2 tidak berlaku"
    assert "berlaku" in str(received.rows(REGISTER)[0]["status"])


def test_a_correction_that_cannot_be_undone_blocks_what_was_before_it(scanned: DeskOfAnOffice) -> None:
    scanned.done("correct", MAKER, kind="tarik pindaian", target="P-000003", reason="salah", remove_file=True)
    said = refused(scanned)
    assert "koreksi nomor 1 ('tarik pindaian')" in said


def test_the_account_stands_for_the_officer(received: DeskOfAnOffice) -> None:
    import getpass

    account = getpass.getuser()
    received.edit(OFFICERS, lambda rows: rows[1].update(account=account))
    received.now += timedelta(hours=1)
    from xl_macros.actions.requests import ComputeExpiry
    from xl_macros.commands.clicking import run_button

    received.edit(REGISTER, lambda rows: rows[0].update(period_text="6 (enam) tahun"))
    run_button(received.book, "compute-expiry", ComputeExpiry(), received.now, lambda *_: None)
    assert f"dikerjakan oleh {account}" in refused(received, CHECKER)
    undo(received, MAKER)


def test_an_account_that_nobody_claims_is_the_desk_s_own(received: DeskOfAnOffice) -> None:
    from xl_macros.actions.requests import ComputeExpiry
    from xl_macros.commands.clicking import run_button

    received.now += timedelta(hours=1)
    received.edit(REGISTER, lambda rows: rows[0].update(period_text="6 (enam) tahun"))
    run_button(received.book, "compute-expiry", ComputeExpiry(), received.now, lambda *_: None)
    undo(received, MAKER)


def test_undo_needs_an_officer(received: DeskOfAnOffice) -> None:
    assert "belum ada" in refused(received, "Orang Luar")


def test_only_numbers_named_in_rows_of_undo_are_out_of_force() -> None:
    blank = Correction(*[None] * len(Correction._fields))._replace(sheet_row=0, unread={})
    void = blank._replace(number=1, kind="batalkan peristiwa", target="7", recorded_at=datetime(2026, 1, 1))
    said = "koreksi 1 tidak berlaku"
    assert in_force([void, blank._replace(number=2, kind="tandai temuan", after=said)]).voided == {7}
    assert in_force([void, blank._replace(number=2, kind=UNDONE, after=said)]).voided == frozenset()
    assert in_force([void, blank._replace(number=2, kind=UNDONE)]).voided == {7}


def test_a_click_with_no_correction_of_its_kind_names_none(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(period_text="6 (enam) tahun"))
    received.done("compute-expiry")
    received.now += timedelta(days=1)
    assert "Pakai Koreksi." in refused(received)
    assert NUMBER
