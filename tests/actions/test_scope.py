"""Which berkas a click is for: in Excel the selected ones, named before anything happens to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from office_at_work import CHECKER, DECISION, ENTRY, NOW, DeskOfAnOffice

from xl_macros.click.hosts import FileHost
from xl_macros.click.office import Selection
from xl_macros.keeping.scope import Meant
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, EVENTS, LOG, REGISTER, SCANS, SETTINGS, Table

FIRST, SECOND, OTHER = "B-2025-001", "B-2025-002", "Nomor 732 Tahun 2025"


@pytest.fixture
def two(scanned: DeskOfAnOffice) -> DeskOfAnOffice:
    """Two berkas: the first is scanned, the second has come and is scanned in part."""
    row = {**DECISION, "number": OTHER, "received_at": NOW}
    scanned.edit(DECISIONS, lambda rows: [*rows, Row(row.items())])
    entry = {**ENTRY, "decision_number": OTHER, "information": "Berita acara"}
    scanned.edit(REGISTER, lambda rows: [*rows, Row(entry.items())])
    scanned.done("receive-decision", CHECKER, target=OTHER)
    scanned.done("attach-scans", target=OTHER, files=(scanned.scan("kedua", 7),))
    return scanned


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Have the next clicks come from Excel, with these rows of a table selected."""
    real = FileHost.facts

    def at(desk: DeskOfAnOffice, table: Table, first: int = 0, height: int = 1) -> None:
        rows = desk.rows(table)
        where = Selection(table.sheet, rows[first].sheet_row if rows else 5, height)
        monkeypatch.setattr(FileHost, "selection", lambda _: where)
        monkeypatch.setattr(FileHost, "facts", lambda host: {**real(host), "host": "Excel"})

    return at


def both_ready(desk: DeskOfAnOffice) -> None:
    desk.done("build-recap", target=[FIRST, SECOND], confirmed=True)


def test_one_that_waits_for_a_document_blocks_no_other(two: DeskOfAnOffice) -> None:
    said = two.done("build-recap")
    assert f"Langkah 3 berkas {FIRST} selesai" in said
    assert f"Masih menunggu pindaian dan tidak ikut: {SECOND}." in said
    said = two.done("check-recap", CHECKER, verdict="setuju", target=[FIRST, SECOND])
    assert f"Tidak ikut, karena sedang di langkah lain: {SECOND} (2 Pindai)." in said
    assert f"{SECOND} (2 Pindai)." in two.done("store-documents", target=[FIRST, SECOND])
    assert f"{SECOND} (2 Pindai)." in two.done("export-disposition", target=[FIRST, SECOND])
    assert "belum lengkap pindaiannya" in two.asked("build-recap")


@pytest.mark.parametrize(
    ("table", "row"), [(DECISIONS, 0), (REGISTER, 1), (SCANS, 0), (LOG, 0)], ids=lambda each: str(each)[:20]
)
def test_in_excel_the_selected_berkas_is_named_and_alone_concerned(
    two: DeskOfAnOffice, standing: Any, table: Table, row: int
) -> None:
    both_ready(two)
    standing(two, table, row)
    question = two.asked("check-recap", CHECKER, verdict="setuju")
    assert f"{FIRST} akan disetujui." in question
    assert SECOND not in question
    two.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    assert [each["berkas"] for each in two.rows(LOG) if each["step"] == 4] == [FIRST]


def test_several_rows_are_several_berkas(two: DeskOfAnOffice, standing: Any) -> None:
    both_ready(two)
    standing(two, DECISIONS, 0, 2)
    assert f"{FIRST}, {SECOND} akan dikembalikan." in two.asked(
        "check-recap", CHECKER, verdict="kembalikan", direction="Lengkapi"
    )
    two.done("check-recap", CHECKER, verdict="kembalikan", direction="Lengkapi", confirmed=True)
    assert [each["berkas"] for each in two.rows(LOG) if each["step"] == 4] == [FIRST, SECOND]


@pytest.mark.parametrize("table", [SETTINGS, EVENTS])
def test_in_excel_nothing_is_done_to_several_that_nobody_pointed_at(
    two: DeskOfAnOffice, standing: Any, table: Table
) -> None:
    both_ready(two)
    standing(two, table)
    said = two.refused("check-recap", CHECKER, verdict="setuju")
    assert f"{FIRST}, {SECOND} menunggu langkah 4" in said
    assert "Semua yang menunggu" in said
    question = two.asked("check-recap", CHECKER, verdict="setuju", target="semua")
    assert f"{FIRST}, {SECOND} akan disetujui." in question
    two.done("check-recap", CHECKER, verdict="setuju", target="semua", confirmed=True)


def test_in_excel_the_only_one_that_waits_needs_no_selection(two: DeskOfAnOffice, standing: Any) -> None:
    standing(two, SETTINGS)
    assert f"{FIRST} akan masuk rekapitulasi" in two.asked("build-recap")
    two.done("build-recap", confirmed=True)
    two.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    assert f"{FIRST} akan disimpan" in two.asked("store-documents")
    two.done("store-documents", confirmed=True)
    assert f"{FIRST} akan dilaporkan" in two.asked("export-disposition")
    two.done("export-disposition", confirmed=True)
    assert "Tidak ada berkas yang sampai di langkah 4" in two.refused(
        "check-recap", CHECKER, verdict="setuju", confirmed=True
    )


def test_in_excel_without_any_selection_of_cells(
    two: DeskOfAnOffice, standing: Any, monkeypatch: Any
) -> None:
    standing(two, SETTINGS)
    monkeypatch.setattr(FileHost, "selection", lambda _: None)
    assert f"{FIRST} akan masuk" in two.asked("build-recap")


def test_in_excel_the_mail_is_named_and_about_the_selected_berkas(two: DeskOfAnOffice, standing: Any) -> None:
    both_ready(two)
    two.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    two.done("store-documents", confirmed=True)
    two.done("export-disposition", target=FIRST)
    two.done("export-disposition", target=SECOND)
    standing(two, DECISIONS, 0)
    question = two.asked("email-report")
    assert f"001/LAP-PDID/VIII/2026 ({FIRST})" in question
    assert question.endswith("Lanjutkan?")
    standing(two, SETTINGS)
    assert f"({SECOND})" in two.asked("email-report")
    assert "di luar domain" in two.asked("email-report", recipient="orang@contoh.id")
    two.done("email-report", confirmed=True)


def test_nothing_to_ask_is_not_asked() -> None:
    class Asked:
        confirmed = False

    Meant().ask(Asked(), [], "Lanjutkan?")  # type: ignore[arg-type]
    assert Meant(skipped="lain").told("selesai") == "selesai\nlain"
