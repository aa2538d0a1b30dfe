"""While the secretary has a paper of the berkas the steps' time stands still; and the test sheet is asked for."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import timedelta

import pytest
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice

from xl_macros.file_engine import open_book
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DUTIES_SHEET, HOME, LOG, SCANS

BERKAS, FIRST, SECOND = "B-2025-001", "B-2025-001.01", "B-2025-001.02"


def home_text(desk: DeskOfAnOffice) -> str:
    book = open_book(desk.book)
    try:
        return " ".join(str(cell) for row in book.sheets[HOME].used_range.value for cell in row if cell)
    finally:
        book.close()


def scan_all(desk: DeskOfAnOffice) -> str:
    desk.done("attach-scans", target=NUMBER, files=(desk.scan("keputusan", 1),))
    desk.done("attach-scans", target=FIRST, files=(desk.scan("satu", 2),))
    return desk.done("attach-scans", target=SECOND, files=(desk.scan("dua", 3),))


def test_the_days_before_the_disposition_came_back_are_not_charged(received: DeskOfAnOffice) -> None:
    desk = received  # step 1 was done on Monday 24 August at 9
    desk.done("export-public-list", CHECKER, hours=48)
    assert "menunggu disposisi" in home_text(desk)
    back = {"event": "disposisi diterima", "on": "2026-08-27", "evidence": "Disposisi 12", "by_whom": "Desk"}
    said = desk.done("record-event", target=BERKAS, hours=22.5, **back)  # Thursday at 7.30
    assert said == f"Disposisi diterima pada {BERKAS} dicatat. Status 2 informasi tidak berubah."
    desk.done("attach-scans", target=NUMBER, files=(desk.scan("keputusan", 1),), hours=0.5)
    assert "menunggu disposisi" not in home_text(desk)
    desk.done("attach-scans", target=FIRST, files=(desk.scan("satu", 2),), hours=0.5)
    said = desk.done("attach-scans", target=SECOND, files=(desk.scan("dua", 3),), hours=0.5)
    assert f"Langkah 2 berkas {BERKAS} selesai, tepat waktu." in said
    assert desk.rows(LOG)[-1]["hours_used"] == 1.5


def test_a_scanned_disposition_and_what_is_recorded_of_it_are_one_answer(reported: DeskOfAnOffice) -> None:
    """Two papers are out, the sheet of step 1 and the report: only the first has come back."""
    said = reported.done("attach-scans", target=BERKAS, files=(reported.scan("balik", 9),), kind="disposisi")
    assert "Catat juga tujuan, arahan dan tanggal disposisi itu" in said
    scan_id = reported.rows(SCANS)[-1]["scan_id"]
    told = {"event": "disposisi diterima", "evidence": f"Pindaian {scan_id}", "by_whom": "Kasubbag Hukum"}
    reported.done("record-event", target=BERKAS, on="2026-08-24", note="tindak lanjuti", **told)
    sheet = open_book(reported.book)
    duties = " ".join(
        str(cell) for row in sheet.sheets[DUTIES_SHEET].used_range.value for cell in row if cell
    )
    sheet.close()
    assert "Laporan 001/LAP-PDID/VIII/2026" in duties
    assert "lembar disposisi langkah 1" not in duties


def test_a_scanned_disposition_stops_the_wait_at_its_hour(received: DeskOfAnOffice) -> None:
    received.done(
        "attach-scans", target=BERKAS, files=(received.scan("balik", 9),), kind="disposisi", hours=71
    )
    assert scan_all(received).count("terlambat 1 jam") == 1  # three hours after it, two are allowed
    assert received.rows(LOG)[-1]["hours_used"] == 3


def test_a_disposition_recorded_late_takes_its_days_off_what_was_late(approved: DeskOfAnOffice) -> None:
    """Step 4 went on meanwhile: its row stays as sealed, what is shown follows what is known."""

    def one_late(rows: list[Row]) -> None:
        since = rows[3]["started_at"]
        rows[3].update(timeliness="terlambat 7.5 jam", hours_used=15.0, finished_at=since + timedelta(days=2))

    approved.edit(LOG, one_late)
    approved.done("export-public-list", CHECKER, hours=49)
    assert "langkah 2, 4 terlambat" in home_text(approved)
    back = {"event": "disposisi diterima", "on": "2026-08-26", "evidence": "Disposisi 12", "by_whom": "Desk"}
    approved.done("record-event", target=BERKAS, **back)
    assert "4 terlambat" not in home_text(approved)
    assert re.search(rf"{BERKAS} (?:✓!? ){{3}}✓ ", home_text(approved)), (
        "the fourth sign says that it was in time"
    )
    assert approved.rows(LOG)[3]["timeliness"] == "terlambat 7.5 jam"


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs poppler-utils")
def test_the_scanned_report_itself_is_known_by_the_code_that_it_bears(reported: DeskOfAnOffice) -> None:
    (report,) = (reported.folder / "Laporan").glob("Laporan Disposisi *.pdf")
    inbox = reported.folder / "Kotak Masuk Pemindai"
    pages = ["pdftoppm", "-r", "200", "-gray", "-png", str(report), str(inbox / "balik")]
    subprocess.run(pages, check=True, timeout=60)
    files = tuple(sorted(inbox.glob("balik*.png")))
    said = reported.done("attach-scans", target=BERKAS, files=files, kind="disposisi")
    assert "Jawaban atas Laporan 001/LAP-PDID/VIII/2026." in said
    assert any("Laporan 001" in str(row["note"]) for row in reported.rows(SCANS))


def test_step_2_says_that_the_test_sheet_is_missing_and_ending_it_by_the_recap_asks(
    received: DeskOfAnOffice,
) -> None:
    received.done("attach-scans", target=NUMBER, files=(received.scan("keputusan", 1),))
    asked = received.asked("build-recap", target=BERKAS)
    assert f"- Lembar uji konsekuensi {BERKAS} belum dipindai." in asked
    assert asked.endswith("Akhiri langkah 2 apa adanya dan susun rekapitulasi?")
    received.done(
        "attach-scans", target=BERKAS, files=(received.scan("uji", 8),), kind="lembar uji konsekuensi"
    )
    assert "uji konsekuensi" not in received.asked("build-recap", target=BERKAS)


def test_step_2_that_ends_with_the_last_scan_says_whether_the_test_sheet_is_there(
    received: DeskOfAnOffice,
) -> None:
    assert f"Lembar uji konsekuensi {BERKAS} belum dipindai." in scan_all(received)


def test_a_disposition_that_names_another_paper_is_asked_about(reported: DeskOfAnOffice) -> None:
    told = {"event": "disposisi diterima", "on": reported.now.date().isoformat(), "by_whom": "Desk"}
    said = reported.asked(
        "record-event", CHECKER, target=BERKAS, evidence="Disposisi 12", related="099/LAP-PDID", **told
    )
    assert (
        "Terkait “099/LAP-PDID” tidak menyebut surat berkas B-2025-001 (lembar disposisi langkah 1, " in said
    )
    assert (
        "bukti" in reported.refused("record-event", CHECKER, target=BERKAS, evidence="-", **told).casefold()
    )
