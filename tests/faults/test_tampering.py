"""Every list that is chained, tampered with in every way: the check names the sheet and the first row that is wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults.small_button import copied
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice

from xl_macros.click.macro import Ending
from xl_macros.domain.step_log import GENESIS, chain_hash, chained_fields
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import EVENTS, LOG, SCANS, Table

Tampering = Callable[[list[Row]], list[Row]]
CODE = "B-2025-001.01"
FIRST_SHEET_ROW = 5


@pytest.fixture(scope="module")
def witnessed(with_scans: DeskOfAnOffice, tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    """All six steps are done; four scans and four events stand in their lists, and a report has seen them."""
    desk = copied(with_scans, tmp_path_factory.mktemp("disaksikan") / "kantor")
    desk.done(
        "attach-scans", target=NUMBER, files=tuple(desk.scan(f"lampiran {n}", 20 + n) for n in range(3))
    )
    for number in range(4):
        desk.done(
            "record-event",
            target=CODE,
            event="perubahan klasifikasi",
            on="2026-08-20",
            evidence=f"Surat {number}, tetap",
            outcome="tetap dikecualikan",
            confirmed=True,
        )
    desk.done("build-recap", confirmed=True)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    desk.done("store-documents")
    desk.done("export-disposition")
    assert desk.done("verify-archive", CHECKER).startswith("Semua utuh")
    return desk


@pytest.fixture
def office(witnessed: DeskOfAnOffice, tmp_path: Path) -> DeskOfAnOffice:
    return copied(witnessed, tmp_path / "kantor")


def tampered(desk: DeskOfAnOffice, table: Table, tamper: Tampering) -> None:
    """The list as the tampering leaves it, row below row, as Excel shows it after rows were deleted or inserted."""

    def write(rows: list[Row]) -> list[Row]:
        contents = tamper([Row(row.items()) for row in rows])
        places = [*rows, *(Row() for _ in contents[len(rows) :])]
        for place, content in zip(places, contents, strict=False):
            place.update(content)
        return places[: len(contents)]

    desk.edit(table, write)


def changed(rows: list[Row]) -> list[Row]:
    rows[1]["officer"] = "Orang Lain"
    return rows


def removed(rows: list[Row]) -> list[Row]:
    return rows[:1] + rows[2:]


def inserted(rows: list[Row]) -> list[Row]:
    forged = Row(rows[1].items())
    forged["officer"] = "Orang Lain"
    return [*rows[:1], forged, *rows[1:]]


def inserted_with_a_hash(rows: list[Row]) -> list[Row]:
    """The forger knows how the chain is made, and cannot make the row below fit."""
    forged = Row(rows[1].items())
    forged["officer"] = "Orang Lain"
    fields = [field for field in forged if field != "chain_hash"]
    forged["chain_hash"] = chain_hash(rows[0]["chain_hash"], {f: forged[f] for f in chained_fields(fields)})
    return [*rows[:1], forged, *rows[1:]]


def reordered(rows: list[Row]) -> list[Row]:
    return [rows[0], rows[2], rows[1], *rows[3:]]


def found(desk: DeskOfAnOffice) -> str:
    outcome = desk.click("verify-archive", CHECKER)
    assert (outcome.ok, outcome.exit_code) == (False, 1)
    return outcome.text


@pytest.mark.parametrize("table", [LOG, SCANS, EVENTS], ids=lambda table: table.name)
@pytest.mark.parametrize("tamper", [changed, removed, inserted, inserted_with_a_hash, reordered])
def test_the_first_row_that_is_wrong_is_named(
    office: DeskOfAnOffice, table: Table, tamper: Tampering
) -> None:
    tampered(office, table, tamper)
    said = found(office)
    assert f"- Lembar {table.sheet} baris {FIRST_SHEET_ROW + 1}: " in said, said
    for other in {LOG, SCANS, EVENTS} - {table}:
        assert f"Lembar {other.sheet} baris" not in said


@pytest.mark.parametrize("table", [LOG, SCANS, EVENTS], ids=lambda table: table.name)
def test_a_tail_that_was_cut_off_is_found_against_the_last_report(
    office: DeskOfAnOffice, table: Table
) -> None:
    count = len(office.rows(table))
    office.edit(table, lambda rows: rows[:-1])
    assert f"Lembar {table.sheet} hanya {count - 1} baris, padahal Laporan Disposisi" in found(office)


@pytest.mark.parametrize("table", [LOG, SCANS, EVENTS], ids=lambda table: table.name)
def test_a_list_whose_every_hash_was_computed_anew_is_found_against_the_last_report(
    office: DeskOfAnOffice, table: Table
) -> None:
    def rewrite(rows: list[Row]) -> None:
        head = GENESIS
        for row in rows:
            row["officer"] = "Orang Lain"
            head = row["chain_hash"] = chain_hash(head, {f: row[f] for f in chained_fields(table.fields)})

    office.edit(table, rewrite)
    said = found(office)
    assert (
        f"Lembar {table.sheet} baris ke-{len(office.rows(table))} tidak sama dengan yang disaksikan" in said
    )


def test_an_event_that_came_after_the_report_and_was_cut_off_is_not_witnessed(office: DeskOfAnOffice) -> None:
    """Said in SECURITY.md: what no report has seen yet, no report can miss."""
    office.done(
        "record-event",
        target=CODE,
        event="putusan",
        outcome="membuka seluruhnya",
        on="2026-08-21",
        evidence="Putusan 7",
    )
    office.edit(EVENTS, lambda rows: rows[:-1])
    assert office.done("verify-archive", CHECKER).startswith("Semua utuh")


@pytest.mark.parametrize(
    "lists",
    [None, [], "x", {"tblPeristiwa": 3}, {"tblPeristiwa": {"rows": "4"}}, {"tblPeristiwa": {"rows": -1}}],
)
def test_a_witness_that_was_tampered_with_or_is_of_an_earlier_version_is_read_as_far_as_it_goes(
    office: DeskOfAnOffice, lists: Any
) -> None:
    (path,) = (office.folder / "Laporan").glob("*.saksi.json")
    witness = json.loads(path.read_bytes())
    path.write_text(json.dumps({**witness, "lists": lists}))
    office.done("verify-archive", CHECKER)
    office.edit(LOG, lambda rows: rows[:-1])
    assert f"Lembar {LOG.sheet} hanya" in found(office)


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b"\xff\xfe{",
        b'{"log_rows": 3}',
        b'{"log_rows": true, "report": 7, "number": []}',
        b'{"log_rows": -5, "report": "../../x.pdf", "number": "1", "berkas": {"a": 1}, "made_at": [], "lists": [[]]}',
        b'{"log_rows": 1' + b"0" * 5000 + b', "report": "x", "number": "1"}',
    ],
    ids=lambda content: repr(content[:20]),
)
def test_a_foreign_witness_stops_no_button(office: DeskOfAnOffice, content: bytes) -> None:
    (office.folder / "Laporan" / "Laporan Disposisi 999.saksi.json").write_bytes(content)
    assert office.click("verify-archive", CHECKER).ending is Ending.DONE
    office.done("email-report")
    office.edit(LOG, lambda rows: rows[:-1])
    office.done("export-disposition")


def test_a_stored_bag_that_vanished_with_its_report_is_still_missed_by_the_log(
    office: DeskOfAnOffice,
) -> None:
    shutil.rmtree(office.folder / "Folder Khusus" / "2025")
    for path in (office.folder / "Laporan").iterdir():
        path.unlink()
    assert "B-2025-001: tidak ada di Folder Khusus" in found(office)
