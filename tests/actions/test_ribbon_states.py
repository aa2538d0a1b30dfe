"""What the ribbon says of the office: the next step's label, and which buttons are grey and why."""

from __future__ import annotations

from tests.office_at_work import CHECKER, DECISION, ENTRY, DeskOfAnOffice
from xl_macros.file_engine import open_book
from xl_macros.keeping.ribbon import NOTHING_YET
from xl_macros.tables.home_sheet import NEXT_STEP, RIBBON, RIBBON_AT
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, HOME, REGISTER


def said(desk: DeskOfAnOffice) -> dict[str, str]:
    """Each control of which a cell says something, and what."""
    top, left = RIBBON_AT
    book = open_book(desk.book)
    rows = book.sheets[HOME].range((top, left), (top + len(RIBBON), left + 1)).value
    book.close()
    return {name: text for name, text in rows if text}


def test_before_anything_is_received_only_what_begins_the_work_is_offered(desk: DeskOfAnOffice) -> None:
    desk.done("compute-expiry")
    assert said(desk) == dict.fromkeys(RIBBON, NOTHING_YET)


def test_each_step_is_offered_when_the_one_before_it_is_done(received: DeskOfAnOffice) -> None:
    waits = {"check_recap", "store_documents", "export_disposition", "email_report"}
    assert set(said(received)) == {NEXT_STEP, *waits}
    assert said(received)[NEXT_STEP] == "2 Pindai: B-2025-001"
    received.done("attach-scans", target="B-2025-001", files=(received.scan("k", 7),), kind="keputusan")
    received.done("build-recap", confirmed=True)
    assert said(received)[NEXT_STEP] == "4 Periksa: B-2025-001"
    assert set(said(received)) == {NEXT_STEP, "store_documents", "export_disposition", "email_report"}
    received.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    assert "langkah 3" in said(received)["check_recap"]
    assert set(said(received)) == {NEXT_STEP, "check_recap", "export_disposition", "email_report"}
    received.done("store-documents", confirmed=True)
    assert set(said(received)) == {NEXT_STEP, "check_recap", "email_report"}
    received.done("export-disposition", confirmed=True)
    assert set(said(received)) == {"check_recap"}


def test_of_several_open_files_their_number_is_said(received: DeskOfAnOffice) -> None:
    number = "Nomor 900 Tahun 2025"
    received.edit(DECISIONS, lambda rows: [*rows, Row({**DECISION, "number": number}.items())])
    received.edit(REGISTER, lambda rows: [*rows, Row({**ENTRY, "decision_number": number}.items())])
    received.done("receive-decision", CHECKER, target=number, confirmed=True)
    assert said(received)[NEXT_STEP] == "Langkah berikut (2 berkas)"
