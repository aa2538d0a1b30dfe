"""Reports: numbers never given twice, older ones made again byte for byte, and mail that takes the one meant."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from office_at_work import CHECKER, ENTRY, NUMBER, DeskOfAnOffice

from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, EVENTS, LOG, REGISTER

FIRST = "001/LAP-PDID/VIII/2026"


def pdf(desk: DeskOfAnOffice, number: int = 1) -> Path:
    return sorted((desk.folder / "Laporan").glob("Laporan Disposisi *.pdf"))[number - 1]


@pytest.fixture
def twice(reported: DeskOfAnOffice) -> DeskOfAnOffice:
    """A second decision went through all six steps: two reports."""
    reported.edit(DECISIONS, lambda rows: [*rows, Row({**rows[0], "number": "N 77", "berkas": None}.items())])
    reported.edit(REGISTER, lambda rows: [*rows, Row({**ENTRY, "decision_number": "N 77"}.items())])
    reported.done("receive-decision", CHECKER, target="N 77")
    reported.done("attach-scans", target="N 77", files=(reported.scan("lain", 9),))
    reported.done("build-recap", confirmed=True)
    reported.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    reported.done("store-documents")
    reported.done("export-disposition", letter_number="99/TU/2026")
    return reported


def test_the_number_follows_the_log_whatever_was_moved_away(twice: DeskOfAnOffice) -> None:
    outputs = [row["output"] for row in twice.rows(LOG) if row["step"] == 6]
    assert outputs == [
        f"Laporan Disposisi {FIRST}",
        "Laporan Disposisi 002/LAP-PDID/VIII/2026; nomor surat 99/TU/2026",
    ]


def test_a_report_that_was_undone_keeps_its_number(reported: DeskOfAnOffice) -> None:
    reported.done("undo-last", confirmed=True)
    assert "002/LAP-PDID/VIII/2026" in reported.done("export-disposition")


def test_a_letter_number_is_given_once(twice: DeskOfAnOffice) -> None:
    twice.edit(LOG, lambda rows: rows[:-1])
    twice.edit(LOG, lambda rows: rows[5].update(output=f"Laporan Disposisi {FIRST}; nomor surat 7"))
    assert "sudah dipakai laporan dengan nomor kendali 001" in twice.refused(
        "export-disposition", letter_number="7"
    )


def test_a_template_without_a_running_number_is_refused_the_second_time(twice: DeskOfAnOffice) -> None:
    twice.edit(LOG, lambda rows: rows[:-1])
    twice.set(report_number="001/LAP-PDID/VIII/{year}")
    assert "templatnya tidak memuat nomor urut" in twice.refused("export-disposition")


def test_an_older_report_is_made_again_byte_for_byte(twice: DeskOfAnOffice) -> None:
    before = pdf(twice).read_bytes()
    pdf(twice).unlink()
    assert "sama sampai ke bitanya" in twice.done("export-disposition", again=FIRST)
    assert pdf(twice).read_bytes() == before
    assert "masih ada dan utuh" in twice.done("export-disposition", again=FIRST)
    assert twice.done("verify-archive", CHECKER).startswith("Semua utuh")


def test_a_report_under_another_name_is_copied_back(twice: DeskOfAnOffice) -> None:
    before = pdf(twice).read_bytes()
    pdf(twice).rename(pdf(twice).with_name("simpanan.pdf"))
    twice.done("export-disposition", again=FIRST)
    assert pdf(twice).read_bytes() == before


def test_a_report_that_would_come_out_otherwise_is_refused(twice: DeskOfAnOffice) -> None:
    pdf(twice).unlink()
    twice.edit(REGISTER, lambda rows: rows[0].update(information="Lain"))
    assert "tidak dapat dibuat lagi persis sama" in twice.refused("export-disposition", again=FIRST)
    assert "tidak ada di log" in twice.refused("export-disposition", again="9")


def test_the_mail_takes_the_report_that_is_named(twice: DeskOfAnOffice) -> None:
    assert "Laporan Disposisi 001" in twice.done("email-report", report=FIRST)
    assert "Laporan Disposisi 002" in twice.done("email-report", report="99/TU/2026")
    assert "Laporan Disposisi 002" in twice.done("email-report")
    assert [row["account"] for row in twice.rows(EVENTS)] == ["yohanes"] * 3
    assert "tidak ada di log" in twice.refused("email-report", report="9")


def test_a_swapped_a_renamed_and_an_altered_report_are_refused(twice: DeskOfAnOffice) -> None:
    first, last = pdf(twice, 1), pdf(twice, 2)
    kept = last.read_bytes()
    last.write_bytes(first.read_bytes())
    assert "isinya lain" in twice.refused("email-report")
    last.write_bytes(kept + b" ")
    assert "isinya lain" in twice.refused("email-report")
    last.unlink()
    last.with_name("x.pdf").write_bytes(kept)
    assert "sekarang bernama x.pdf" in twice.refused("email-report")


def test_a_foreign_report_with_a_longer_log_is_not_taken(twice: DeskOfAnOffice) -> None:
    strange = twice.folder / "Laporan" / "Laporan Disposisi zz.pdf"
    strange.write_bytes(b"%PDF-1.7")
    content = json.loads(pdf(twice).with_suffix(".saksi.json").read_bytes())
    content |= {"report": strange.name, "log_rows": 99, "number": "zz"}
    strange.with_suffix(".saksi.json").write_text(json.dumps(content))
    assert "Laporan Disposisi 002" in twice.done("email-report")


def test_a_report_of_an_earlier_version_is_known_by_its_witness(reported: DeskOfAnOffice) -> None:
    reported.edit(LOG, lambda rows: rows[-1].update(evidence_hash=None))
    reported.done("email-report")
    pdf(reported).with_suffix(".saksi.json").unlink()
    assert "Tidak ada saksi yang menjamin isi" in reported.refused("email-report")


def test_what_changed_since_it_was_stored_is_asked_about_at_step_6(stored: DeskOfAnOffice) -> None:
    stored.edit(REGISTER, lambda rows: rows[0].update(information="Judul lain"))
    said = stored.asked("export-disposition")
    assert "B-2025-001.01, Informasi: Surat keterangan kesehatan 1 -> Judul lain" in said
    stored.done("export-disposition", confirmed=True)


def test_storing_again_asks_logs_and_does_not_move_the_procedure(reported: DeskOfAnOffice) -> None:
    reported.edit(REGISTER, lambda rows: rows[0].update(period_text="1 (satu) hari"))
    said = reported.asked("store-documents", target=NUMBER)
    assert "Jangka Waktu (Asli): 5 (lima) tahun -> 1 (satu) hari" in said
    reported.done("store-documents", target=NUMBER, confirmed=True)
    row = reported.rows(LOG)[-1]
    second = reported.folder / "Folder Khusus" / "2025" / "B-2025-001_v2" / "tagmanifest-sha256.txt"
    assert row["evidence_hash"] == hashlib.sha256(second.read_bytes()).hexdigest()
    assert (row["step"], row["output"], row["timeliness"]) == (
        5,
        "Disimpan lagi sebagai versi berikutnya",
        "di luar langkah",
    )
    assert row["direction"].startswith("Register berubah")
    assert reported.rows(DECISIONS)[0]["step"] == 6
    assert reported.done("verify-archive", CHECKER).startswith("Semua utuh")


def test_computed_cells_that_were_typed_over_are_stored_as_they_are_assessed(
    approved: DeskOfAnOffice,
) -> None:
    approved.edit(REGISTER, lambda rows: rows[0].update(status="□ berakhir", explanation="karangan"))
    assert "Hasil hitungan 1 informasi ditulis lagi" in approved.done("store-documents")
    assert approved.rows(REGISTER)[0]["status"] == "● berlaku"


def test_a_recap_that_is_no_longer_the_register_is_not_approved(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap")
    scanned.edit(REGISTER, lambda rows: rows[0].update(period_text="5 (enam) tahun"))
    said = scanned.refused("check-recap", CHECKER, verdict="setuju", confirmed=True)
    assert "bukan lagi isi Register" in said
    scanned.done("build-recap")
    assert "temuan yang harus diperbaiki" in scanned.asked("check-recap", CHECKER, verdict="setuju")


def test_several_berkas_are_named_before_they_are_approved(twice: DeskOfAnOffice) -> None:
    for number in ("N 8", "N 9"):
        twice.edit(
            DECISIONS,
            lambda rows, number=number: [*rows, Row({**rows[0], "number": number, "berkas": None}.items())],
        )
        twice.edit(
            REGISTER, lambda rows, number=number: [*rows, Row({**ENTRY, "decision_number": number}.items())]
        )
        twice.done("receive-decision", CHECKER, target=number)
        twice.done("attach-scans", target=number, files=(twice.scan(number, len(number) + int(number[-1])),))
    twice.done("build-recap", confirmed=True)
    said = twice.asked("check-recap", CHECKER, verdict="setuju")
    assert "B-2025-003 (N 8, 1 informasi), B-2025-004 (N 9, 1 informasi)" in said
    assert "B-2025-003" in twice.done("check-recap", CHECKER, verdict="setuju", target="B-2025-003")


@pytest.mark.parametrize("setting", ["scans_folder", "special_folder", "reports_folder", "backups_folder"])
def test_the_whole_procedure_with_a_folder_elsewhere(
    desk: DeskOfAnOffice, tmp_path: Path, setting: str
) -> None:
    desk.set(**{setting: str(tmp_path / "di tempat lain")})
    desk.done("receive-decision", CHECKER, target=NUMBER)
    desk.done("attach-scans", target=NUMBER, files=(desk.scan("keputusan", 1),))
    desk.done("build-recap", confirmed=True)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    desk.done("store-documents")
    desk.done("export-disposition")
    desk.done("undo-last", confirmed=True)
    desk.done("export-disposition")
    desk.done("email-report")
    assert desk.done("verify-archive", CHECKER).startswith("Semua utuh")
