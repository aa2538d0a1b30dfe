"""The living example office: what an office head is shown first has a bit of everything, and stands on its records."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import redirect_stdout
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from office_at_work import DeskOfAnOffice

from xl_macros.commands.demo import make_demo
from xl_macros.domain.entry import Status
from xl_macros.domain.period import PeriodClass, read_period
from xl_macros.tables.schema import (
    CORRECTIONS,
    DECISIONS,
    EVENTS,
    LOG,
    OFFICERS,
    REGISTER,
    SCANS,
    SETTINGS,
    WORKBOOK_NAME,
)

SEEN = datetime(2026, 11, 27, 9, 0)


class Living(NamedTuple):
    desk: DeskOfAnOffice
    told: str


@pytest.fixture(scope="session")
def living(tmp_path_factory: pytest.TempPathFactory) -> Living:
    folder = tmp_path_factory.mktemp("hidup") / "kantor"
    told = StringIO()
    with redirect_stdout(told):
        code = make_demo(folder, SEEN)
    assert code == 0, told.getvalue()
    return Living(DeskOfAnOffice(folder / WORKBOOK_NAME, SEEN), told.getvalue())


def test_twelve_decisions_and_some_forty_entries_of_all_classes(living: Living) -> None:
    register = living.desk.rows(REGISTER)
    assert len(living.desk.rows(DECISIONS)) == 12
    assert 38 <= len(register) <= 45
    assert {read_period(row["period_text"]).period_class for row in register} == set(PeriodClass)


def test_every_status_is_there_and_nothing_is_blank(living: Living) -> None:
    statuses = [row["status"] for row in living.desk.rows(REGISTER)]
    for status in Status:
        assert any(status.value in shown for shown in statuses), status
    assert any("sebagian terbuka" in shown for shown in statuses)


def test_ends_fall_in_five_years_and_a_mark_has_passed(living: Living) -> None:
    register = living.desk.rows(REGISTER)
    assert len({row["end_on"].year for row in register if row["end_on"]}) >= 5
    soon = [row for row in register if Status.ENDS_SOON.value in row["status"]]
    assert soon
    assert all(row["mark_on"] < SEEN.date() <= row["end_on"] for row in soon)


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("putusan", "menguatkan pengecualian"),
        ("putusan", "membuka seluruhnya"),
        ("persetujuan tertulis", "ditolak"),
        ("persetujuan tertulis", "diberikan"),
        ("perubahan klasifikasi", "menjadi terbuka sebagian"),
        ("penetapan ulang", "ditetapkan ulang"),
        ("pencabutan", "dicabut"),
        ("penahanan", "mulai ditahan"),
        ("disposisi diterima", "diterima kembali"),
    ],
)
def test_it_happened(living: Living, kind: str, outcome: str) -> None:
    assert any((row["kind"], row["outcome"]) == (kind, outcome) for row in living.desk.rows(EVENTS))


def test_one_ruling_is_final_and_one_is_not(living: Living) -> None:
    rulings = [row for row in living.desk.rows(EVENTS) if row["outcome"] == "membuka seluruhnya"]
    assert {row["final_on"] is None for row in rulings} == {True, False}


def test_the_cancelled_decision_has_nine_open_entries(living: Living) -> None:
    (cancelled,) = [row for row in living.desk.rows(DECISIONS) if row["standing"] == "dicabut"]
    entries = [row for row in living.desk.rows(REGISTER) if row["berkas"] == cancelled["berkas"]]
    assert len(entries) == 9
    assert all(Status.REVOKED.value in row["status"] for row in entries)


def test_one_berkas_waits_before_each_of_the_steps_two_to_six(living: Living) -> None:
    done = Counter(row["step"] for row in living.desk.rows(DECISIONS))
    assert done == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 7}


def test_one_step_went_back_with_a_direction_and_one_was_late(living: Living) -> None:
    log = living.desk.rows(LOG)
    returned = [row for row in log if "dikembalikan" in (row["output"] or "")]
    assert [bool(row["direction"]) for row in returned] == [True]
    assert any(row["step"] == 4 and row["timeliness"].startswith("terlambat") for row in log)


@pytest.mark.parametrize(
    "words", ["Pasal 17 disebut tanpa huruf", "PKPU 1/2015 sudah tidak berlaku", "tanggal lengkap"]
)
def test_the_three_findings_are_told(living: Living, words: str) -> None:
    assert any(words in (row["findings"] or "") for row in living.desk.rows(REGISTER))


def test_two_entries_wait_for_their_scan(living: Living) -> None:
    waiting = [row for row in living.desk.rows(REGISTER) if not row["scans"]]
    assert len(waiting) == 2
    assert len({row["berkas"] for row in waiting}) == 1


def test_a_correction_is_recorded_by_two_and_dispositions_came_back(living: Living) -> None:
    (corrected,) = living.desk.rows(CORRECTIONS)
    assert corrected["officer"] != corrected["approved_by"]
    assert any(row["kind"] == "disposisi" for row in living.desk.rows(SCANS))


def test_it_shows_the_queue_and_ends_with_what_to_look_at(living: Living) -> None:
    for kind in (
        "Sudah terbuka, belum diumumkan",
        "Mendekati akhir, belum ada penetapan PPID",
        "Putusan menunggu kekuatan hukum tetap",
        "Penahanan tanpa tanggal akhir",
        "Disposisi Sekretaris belum kembali",
        "Lembar uji konsekuensi belum ada",
    ):
        assert kind in living.told
    assert "Tampak ditetapkan ulang" not in living.told
    assert [line[:2] for line in living.told.splitlines()[-3:]] == ["1.", "2.", "3."]


def test_all_is_whole_and_the_papers_are_there(living: Living, tmp_path: Path) -> None:
    shutil.copytree(living.desk.folder, tmp_path / "kantor")
    desk = DeskOfAnOffice(tmp_path / "kantor" / WORKBOOK_NAME, SEEN)
    assert desk.done("verify-archive", "Maria Goreti Jelita").startswith("Semua utuh")
    reports = {path.suffix for path in (desk.folder / "Laporan").iterdir()}
    assert {".pdf", ".eml", ".html", ".xlsx", ".docx"} <= reports


def test_nobody_but_the_office_is_named(living: Living) -> None:
    officers = {row["name"] for row in living.desk.rows(OFFICERS)}
    typed = [f"{row['information']} {row['note'] or ''}" for row in living.desk.rows(REGISTER)]
    assert not any(name in text for name in officers for text in typed)
    assert [row["value"] for row in living.desk.rows(SETTINGS) if row["name"] == "Buku contoh"] == ["ya"]
