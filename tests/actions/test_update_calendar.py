"""A pack of holidays and legal bases into the workbook: what moves is told, then written, or nothing is."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from office_at_work import CHECKER, MAKER, DeskOfAnOffice, filled

from xl_macros.actions import update_calendar
from xl_macros.actions.requests import UpdateCalendar
from xl_macros.cli import main
from xl_macros.click.hosts import FileHost
from xl_macros.click.macro import Ending, Outcome
from xl_macros.commands.calendar import update
from xl_macros.errors import Refusal
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import EVENTS, HOLIDAYS, LEGAL_BASES, REGISTER

NOW = datetime(2026, 10, 5, 9, 0)
MONTHS = range(1, 12)


@pytest.fixture
def desk(tmp_path: Path) -> DeskOfAnOffice:
    """An office whose one decision ends on 21 August 2030, a year that nobody has decreed."""
    return filled(tmp_path / "kantor", entries=1)


def pack(folder: Path, **parts: Any) -> Path:
    path = folder / "kalender.json"
    path.write_text(json.dumps({"kecuali_calendar": 1, "issued_on": "2026-09-20", **parts}), encoding="utf-8")
    return path


def decree(year: int, *more: str) -> list[dict[str, str]]:
    days = [*(f"{year}-{month:02}-01" for month in MONTHS), *more]
    return [{"date": day, "kind": "libur nasional", "source": "SKB"} for day in days]


def click(desk: DeskOfAnOffice, source: Path, **more: Any) -> Outcome:
    return update(desk.book, UpdateCalendar(officer=MAKER, files=(source,), **more), NOW)


def test_the_marks_that_move_are_told_and_a_dry_run_writes_nothing(
    desk: DeskOfAnOffice, tmp_path: Path
) -> None:
    source = pack(tmp_path, holidays=decree(2030, "2030-07-17"))
    before = desk.fingerprint()
    outcome = click(desk, source, preview=True)
    assert outcome.ending is Ending.DONE
    assert desk.rows(HOLIDAYS)[-1]["date"] < date(2028, 1, 1)
    assert "batas 30 hari kerja 10/07/2030 (perkiraan) ->" in outcome.text
    assert "Belum ada yang ditulis." in outcome.text
    assert {name: digest for name, digest in desk.fingerprint().items() if ".xlsm" in name} == {
        name: digest for name, digest in before.items() if ".xlsm" in name
    }


def test_an_update_is_written_and_recorded_and_a_second_one_changes_nothing(
    desk: DeskOfAnOffice, tmp_path: Path
) -> None:
    bases = [
        {
            "act": "PKPU 22/2023",
            "title": "Pengelolaan",
            "valid_to": "2026-12-31",
            "replaced_by": "PKPU 9/2026",
        },
        {"act": "PKPU 9/2026", "title": "Pengganti", "valid_from": "2027-01-01", "certainty": "pasti"},
    ]
    desk.edit(HOLIDAYS, lambda rows: [*rows, Row({"date": date(2030, 8, 2), "kind": "cuti bersama"}.items())])
    source = pack(tmp_path, holidays=decree(2030), legal_bases=bases)
    outcome = click(desk, source)
    assert outcome.ending is Ending.DONE, outcome.text
    assert "Berkas kalender bertanggal 20/09/2026; tahun yang lengkap: 2030." in outcome.text
    assert "02/08/2030 cuti bersama" in outcome.text
    days = {row["date"] for row in desk.rows(HOLIDAYS) if row["date"].year == 2030}
    assert days == {date(2030, month, 1) for month in MONTHS}
    acts = {row["act"]: row for row in desk.rows(LEGAL_BASES)}
    assert (acts["PKPU 22/2023"]["valid_from"], acts["PKPU 22/2023"]["valid_to"]) == (
        date(2023, 11, 1),
        date(2026, 12, 31),
    )
    assert acts["PKPU 9/2026"]["valid_from"] == date(2027, 1, 1)
    event = desk.rows(EVENTS)[-1]
    assert (event["kind"], event["officer"]) == ("pembaruan kalender", MAKER)
    assert "SHA-256" in event["evidence"]
    assert "tidak ada yang berubah" in click(desk, source).text
    assert len(desk.rows(EVENTS)) == 1


def test_in_excel_it_is_asked_first_with_the_first_lines(
    desk: DeskOfAnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileHost, "facts", lambda _: {"host": "Excel"})
    source = pack(tmp_path, holidays=[*decree(2029), *decree(2030)])
    before = len(desk.rows(HOLIDAYS))
    outcome = click(desk, source)
    assert outcome.ending is Ending.QUESTION
    assert "- dan 2 lagi." in outcome.text
    assert len(desk.rows(HOLIDAYS)) == before
    assert click(desk, source, confirmed=True).ending is Ending.DONE
    assert len(desk.rows(HOLIDAYS)) == before + 22


def test_a_register_that_cannot_be_read_does_not_stand_in_the_way(
    desk: DeskOfAnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_: object) -> None:
        raise Refusal("Ada isi yang tidak dapat dibaca.")

    monkeypatch.setattr(update_calendar, "assess_register", unreadable)
    outcome = click(desk, pack(tmp_path, holidays=decree(2030)))
    assert outcome.ending is Ending.DONE
    assert "belum dapat dihitung" in outcome.text


def test_nothing_of_the_register_may_move_and_a_row_may_have_no_code(
    desk: DeskOfAnOffice, tmp_path: Path
) -> None:
    outcome = click(desk, pack(tmp_path, holidays=decree(2040)))
    assert "Tidak ada tanggal di Register yang bergeser." in outcome.text
    assert desk.rows(REGISTER)[0]["code"] is None


def test_a_year_that_is_still_missing_is_told(desk: DeskOfAnOffice, tmp_path: Path) -> None:
    desk.edit(HOLIDAYS, lambda rows: [row for row in rows if row["date"].year != 2027])
    outcome = click(desk, pack(tmp_path, holidays=decree(2030)))
    assert "Hari libur tahun 2027 belum ada; tanggalnya tetap perkiraan." in outcome.text


def test_refusals_leave_all_as_it_was(desk: DeskOfAnOffice, tmp_path: Path) -> None:
    bad = tmp_path / "buruk.json"
    bad.write_text("{", encoding="utf-8")
    for source in (tmp_path / "tiada.json", bad):
        assert click(desk, source).ending is Ending.REFUSED

    def spoil(rows: list[Row]) -> list[Row]:
        return [
            *rows,
            Row({"date": None, "kind": "libur nasional"}.items()),
            Row({"date": "besok", "kind": None}.items()),
        ]

    desk.edit(HOLIDAYS, spoil)
    outcome = click(desk, pack(tmp_path, holidays=decree(2030)))
    assert outcome.ending is Ending.REFUSED
    assert "Perbaiki baris itu di lembar Referensi" in outcome.text


def test_from_a_shell(desk: DeskOfAnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "libur.csv"
    source.write_text("date,kind,source\n2030-08-12,libur nasional,SKB\n", encoding="utf-8")
    given = ["calendar", "--update", str(source), "--book", str(desk.book), "--officer", CHECKER]
    assert main([*given, "--dry-run", "--now", NOW.isoformat()]) == 0
    assert "12/08/2030 libur nasional" in capsys.readouterr().out
    assert main([*given, "--now", NOW.isoformat()]) == 0
    assert "tahun yang lengkap: tidak ada" in capsys.readouterr().out
    assert [row["source"] for row in desk.rows(HOLIDAYS) if row["date"] == date(2030, 8, 12)] == ["SKB"]
    assert main(["calendar", "--update", str(tmp_path / "tiada.csv"), "--book", str(desk.book)]) == 1
