"""An older copy of the workbook is put back from a list, with a trace, and the check is whole afterwards."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from office_at_work import CHECKER, DECISION, ENTRY, MAKER, NOW, NUMBER, DeskOfAnOffice, filled
from own_folders import KEY_FOLDER

from xl_macros.domain.corrections import CorrectionKind, in_force
from xl_macros.file_engine import open_book
from xl_macros.keeping.backups import _age
from xl_macros.records import Correction
from xl_macros.tables.form_sheet import CHOICES, CHOICES_LEFT, FIRST_LINE
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, FORM_SHEET, LOG, REGISTER, SCANS

BERKAS = "B-2025-001"


def listed(desk: DeskOfAnOffice) -> list[str]:
    return desk.done("restore-backup").splitlines()


def restore(desk: DeskOfAnOffice, backup: str, **more: object) -> str:
    return desk.done("restore-backup", backup=backup, reason="salah impor", confirmed=True, **more)


def number_of(desk: DeskOfAnOffice, label: str) -> str:
    return next(line.partition(".")[0] for line in listed(desk) if f"sebelum {label}" in line)


def test_the_copies_are_listed_newest_first_with_action_and_age(scanned: DeskOfAnOffice) -> None:
    (scanned.folder / "Cadangan" / "catatan.txt").write_text("bukan cadangan")
    head, first, *others = listed(scanned)
    assert "yang terbaru di atas" in head
    assert first.startswith("1. 24/08/2026")
    assert "sebelum Lampirkan Pindaian, 1 jam yang lalu" in first
    assert "sebelum Terima Keputusan" in others[-1]
    assert len(others) == 3


def test_many_copies_are_cut_and_long_ago_is_told_in_days(
    scanned: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xl_macros.actions.restore_backup._LISTED", 2)
    assert listed(scanned)[-1] == "... dan 2 yang lebih lama"
    assert _age(timedelta(days=3)) == "3 hari yang lalu"


def test_a_copy_is_put_back_and_the_check_is_whole(reported: DeskOfAnOffice) -> None:
    new = {**DECISION, "number": "Nomor 9 Tahun 2025", "received_at": NOW}
    reported.edit(DECISIONS, lambda rows: [*rows, Row(new.items())])
    entry = {**ENTRY, "decision_number": "Nomor 9 Tahun 2025", "information": "Surat baru"}
    reported.edit(REGISTER, lambda rows: [*rows, Row(entry.items())])
    reported.done("receive-decision", CHECKER, target="Nomor 9 Tahun 2025")
    reported.done("attach-scans", target="B-2025-002.01", files=(reported.scan("baru", 8),))
    wanted = number_of(reported, "Terima Keputusan")
    question = reported.asked("restore-backup", backup=wanted, reason="salah")
    assert "LogLangkah: 7 -> 6" in question
    assert "Pindaian: 4 -> 3" in question
    said = restore(reported, wanted)
    assert "B-2025-002" in said
    assert len(reported.rows(LOG)) == 6
    assert len(reported.rows(SCANS)) == 3
    (row,) = reported.rows(CORRECTIONS)
    assert (row["kind"], row["officer"], row["reason"]) == (CorrectionKind.RESTORED, MAKER, "salah impor")
    checked = reported.done("verify-archive")
    assert checked.startswith("Semua utuh")
    assert "Barisnya tidak ikut dalam cadangan yang dipulihkan." in checked
    (reported.folder / "Pindaian" / BERKAS / "asing.pdf").write_bytes(b"%PDF-1.7")
    checked = reported.click("verify-archive")
    assert "asing.pdf: berkas asing" in checked.text
    assert not checked.ok


def test_the_state_before_is_kept_and_can_be_put_back_itself(stored: DeskOfAnOffice) -> None:
    restore(stored, number_of(stored, "Buat Rekapitulasi"))
    assert len(stored.rows(LOG)) == 2
    restore(stored, number_of(stored, "Pulihkan Cadangan"))
    assert len(stored.rows(LOG)) == 5
    assert [row["kind"] for row in stored.rows(CORRECTIONS)] == [CorrectionKind.RESTORED]
    assert stored.done("verify-archive").startswith("Semua utuh")


def test_what_was_stored_since_is_no_foreign_bag(stored: DeskOfAnOffice) -> None:
    said = restore(stored, number_of(stored, "Periksa Rekapitulasi"))
    assert f"berkasnya tetap di tempatnya: {BERKAS}." in said
    checked = stored.done("verify-archive")
    assert checked.startswith("Semua utuh")
    assert (
        f"2025/{BERKAS}: tidak ada di register. Barisnya tidak ikut dalam cadangan yang dipulihkan."
        in checked
    )


def test_later_corrections_go_with_the_lists_they_were_about(received: DeskOfAnOffice) -> None:
    received.done(
        "correct",
        MAKER,
        kind="perbaiki isi",
        target=f"{BERKAS}.01",
        column="Unit Penguasa",
        value="X",
        reason="salah",
    )
    restore(received, number_of(received, "Koreksi"))
    assert [row["kind"] for row in received.rows(CORRECTIONS)] == [CorrectionKind.RESTORED]
    assert received.done("verify-archive").startswith("Semua utuh")


def test_a_restoring_is_not_undone(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(period_text="6 (enam) tahun"))
    received.done("compute-expiry", CHECKER)
    restore(received, "1")
    assert "catat pemulihan cadangan" in received.refused("undo-last", CHECKER, confirmed=True)


def test_what_cannot_be_restored_is_refused(received: DeskOfAnOffice) -> None:
    assert "Cadangan '99' tidak ada" in received.refused("restore-backup", backup="99", reason="x")
    assert "Alasan pemulihan belum diisi" in received.refused("restore-backup", backup="1")
    (copy,) = (received.folder / "Cadangan").glob("*.xlsm")
    good = copy.read_bytes()
    copy.write_bytes(b"bukan buku kerja")
    received.refused("restore-backup", backup=copy.name, reason="x", confirmed=True)
    copy.write_bytes(good)
    DeskOfAnOffice(copy).edit(LOG, lambda rows: [*rows, Row({"number": 1, "output": "palsu"}.items())])
    assert "tidak utuh: lembar LogLangkah" in received.refused(
        "restore-backup", backup=copy.stem, reason="x", confirmed=True
    )
    copy.unlink()
    assert "tidak berisi cadangan" in received.refused("restore-backup")
    (received.folder / "Cadangan").rmdir()
    assert "tidak berisi cadangan" in received.refused("restore-backup")


def test_another_register_s_copy_is_not_put_back(
    received: DeskOfAnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two registers with one folder for copies see each other's; a second account knows its colleague's by the log."""
    shared = tmp_path / "cadangan bersama"
    other = filled(tmp_path / "lain")
    other.now += timedelta(minutes=7)
    for desk in (received, other):
        desk.set(backups_folder=str(shared))
    other.done("receive-decision", CHECKER, target=NUMBER)
    other.edit(REGISTER, lambda rows: rows[0].update(period_text="2 (dua) tahun"))
    other.done("compute-expiry", CHECKER)
    theirs = next(path.name for path in shared.iterdir() if "Hitung" in path.name)
    answers = {"backup": theirs, "reason": "salah impor", "confirmed": True}
    assert "bukan salinan register ini" in received.refused("restore-backup", **answers)
    for variable in KEY_FOLDER:
        monkeypatch.setenv(variable, str(tmp_path / "akun lain"))
    assert "bukan salinan register ini" in received.refused("restore-backup", **answers)
    other.done("restore-backup", **answers)
    fresh = filled(tmp_path / "baru")
    fresh.set(backups_folder=str(shared), office_name="KPU Kota Lain")
    assert "bukan salinan register ini" in fresh.refused("restore-backup", **answers)


def test_many_names_need_several_rows(scanned: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_macros.actions.restore_backup._NAMES_A_ROW", 2)
    restore(scanned, number_of(scanned, "Terima Keputusan"))
    rows = scanned.rows(CORRECTIONS)
    assert len(rows) == 2
    names = [name for row in rows for name in row["before"].split("; ")]
    assert names[-1] == BERKAS
    assert len(names) == 4
    blank = Correction(kind=CorrectionKind.RESTORED, before=rows[0]["before"])
    assert in_force([blank]).left_over == set(names[:2])


def test_the_form_offers_copies_by_names_that_stay_while_more_are_made(scanned: DeskOfAnOffice) -> None:
    """A number in a list that was read before the form was shown would mean another copy by now."""
    before = sorted(path.stem for path in (scanned.folder / "Cadangan").glob("*.xlsm"))
    scanned.done("show-form", form="restore-backup")
    book = open_book(scanned.book)
    count, *offered = (
        book.sheets[FORM_SHEET].range((FIRST_LINE, CHOICES_LEFT), (FIRST_LINE, CHOICES_LEFT + CHOICES)).value
    )
    book.close()
    names = [str(name) for name in offered[: int(count)]]
    assert sorted(names) == before
    assert len(list((scanned.folder / "Cadangan").glob("*.xlsm"))) > len(before)
    assert "dipulihkan" in scanned.done("restore-backup", backup=names[0], reason="keliru", confirmed=True)
