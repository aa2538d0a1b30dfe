"""At every step, and after the last, every kind of mistake is put right; the SOP ends, the check is green, and log,
list of corrections and report tell the story."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from office_at_work import CHECKER, ENTRY, MAKER, NUMBER, DeskOfAnOffice

from xl_macros.domain.corrections import CorrectionKind
from xl_macros.tables.bodies import Row
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, LOG, REGISTER, SCANS

BERKAS, FIRST, SECOND = "B-2025-001", "B-2025-001.01", "B-2025-001.02"
STAGES = ("received", "scanned", "recapped", "approved", "stored", "reported")


@pytest.fixture(params=STAGES)
def office(request: pytest.FixtureRequest) -> DeskOfAnOffice:
    """An office after one of the steps."""
    if request.param != "recapped":
        found: DeskOfAnOffice = request.getfixturevalue(request.param)
        return found
    desk: DeskOfAnOffice = request.getfixturevalue("scanned")
    desk.done("build-recap")
    return desk


def correct(desk: DeskOfAnOffice, kind: CorrectionKind, target: str, **answers: Any) -> str:
    return desk.done(
        "correct", CHECKER, kind=kind.value, target=target, reason="keliru dicatat", confirmed=True, **answers
    )


def scanned_at(desk: DeskOfAnOffice, code: str | None) -> str:
    """The last scan that counts at that place."""
    replaced = {row["replaces"] for row in desk.rows(SCANS)}
    rows = [row for row in desk.rows(SCANS) if row["code"] == code and row["scan_id"] not in replaced]
    return str(rows[-1]["scan_id"])


def attached(desk: DeskOfAnOffice, target: str, name: str, seed: int) -> None:
    desk.done("attach-scans", target=target, files=(desk.scan(name, seed),))


def mistakes(desk: DeskOfAnOffice) -> list[Callable[[], object]]:
    """What went wrong, put right: the wrong event, cell, scan, amendment, finding, entry."""
    event = {"on": "2026-08-20", "evidence": "Surat 4", "confirmed": True}
    opened = {"event": "persetujuan tertulis", "outcome": "diberikan", "target": FIRST}
    return [
        lambda: desk.done("record-event", **event, **opened),
        lambda: correct(desk, CorrectionKind.VOID_EVENT, "1"),
        lambda: desk.done("record-event", **event, event="pencabutan", target=BERKAS),
        lambda: correct(desk, CorrectionKind.VOID_EVENT, "2"),
        lambda: correct(desk, CorrectionKind.CHANGE_CELL, FIRST, column="Informasi", value="Surat sehat"),
        lambda: correct(
            desk, CorrectionKind.CHANGE_CELL, BERKAS, column="Tanggal Keputusan", value="22/08/2025"
        ),
        lambda: correct(
            desk,
            CorrectionKind.AMEND,
            SECOND,
            value="6 (enam) tahun",
            evidence="Keputusan 9/2026",
            on="2026-08-24",
        ),
        lambda: correct(desk, CorrectionKind.RESTORED, "buku kerja"),
    ]


def step_2(desk: DeskOfAnOffice) -> None:
    """Back to step 2 if it is over: scans moved and withdrawn, a forgotten entry scanned, one withdrawn."""
    if (desk.rows(DECISIONS)[0]["step"] or 0) > 1:
        correct(desk, CorrectionKind.REOPEN_SCANS, BERKAS)
    attached(desk, FIRST, "salah baris", 21)
    correct(desk, CorrectionKind.MOVE_SCAN, scanned_at(desk, FIRST), to=SECOND)
    attached(desk, FIRST, "salah dokumen", 22)
    correct(desk, CorrectionKind.WITHDRAW_SCAN, scanned_at(desk, FIRST))
    forgotten = {**ENTRY, "information": "Lupa", "legal_basis": "Pasal 17"}
    desk.edit(REGISTER, lambda rows: [*rows, Row(forgotten.items())])
    desk.done("receive-decision", CHECKER, target=NUMBER)
    correct(desk, CorrectionKind.ACKNOWLEDGE, "B-2025-001.03")
    attached(desk, NUMBER, "keputusan lagi", 23)
    attached(desk, FIRST, "satu lagi", 24)
    attached(desk, "B-2025-001.03", "tiga", 25)
    correct(desk, CorrectionKind.WITHDRAW_ENTRY, "B-2025-001.03")


def test_every_mistake_is_put_right_at_every_step(office: DeskOfAnOffice) -> None:
    reports = sum(row["step"] == 6 for row in office.rows(LOG))
    first_step_only = office.rows(DECISIONS)[0]["step"] == 1  # nothing to open again yet
    for act in mistakes(office):
        act()
    assert office.click("verify-archive", CHECKER).ok, office.last
    step_2(office)
    assert office.click("verify-archive", CHECKER).ok, office.last
    office.done("build-recap", confirmed=True)
    correct(office, CorrectionKind.REOPEN_RECAP, BERKAS)
    office.done("build-recap", confirmed=True)
    office.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    office.done("store-documents", confirmed=True)
    office.done("export-disposition", confirmed=True)
    said = office.done("verify-archive", CHECKER)
    assert said.startswith("Semua utuh"), said
    assert {row["status"] for row in office.rows(REGISTER)} == {"● berlaku", "– ditarik"}
    _the_story_is_readable(office, reports)
    correct(office, CorrectionKind.WITHDRAW_DECISION, BERKAS)
    assert office.click("verify-archive", CHECKER).ok, office.last
    kinds = {row["kind"] for row in office.rows(CORRECTIONS)}
    to_come = {CorrectionKind.REOPEN_SCANS} if first_step_only else set()
    assert kinds == {kind.value for kind in CorrectionKind} - to_come


def _the_story_is_readable(office: DeskOfAnOffice, reports: int) -> None:
    """Each correction with its reason and people; each reopening in the log; the corrections in the report."""
    rows = office.rows(CORRECTIONS)
    assert {row["reason"] for row in rows} == {"keliru dicatat"}
    assert {name for row in rows for name in (row["officer"], row["approved_by"]) if name} <= {CHECKER, MAKER}
    again = [row for row in office.rows(LOG) if str(row["output"]).startswith("Dibuka kembali")]
    assert all(row["direction"] == "keliru dicatat" for row in again)
    assert again
    paper = sorted((office.folder / "Laporan").glob("Laporan Disposisi *.pdf"))[reports]
    text = " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(paper).pages).split())
    assert ("memperbaiki dan melengkapi laporan 001" in text) == bool(reports)
    for kind in ("Koreksi yang dicatat", "perbaiki isi", "terapkan perubahan", "buka kembali langkah 3"):
        assert kind in text, text[:3000]
