"""What comes home late spoils nothing: a returned disposition, an act that follows, a finding somebody looked at."""

from __future__ import annotations

from typing import Any

import pytest
from office_at_work import CHECKER, MAKER, DeskOfAnOffice

from xl_macros.tables.schema import LOG, REGISTER, SCANS

BERKAS, FIRST = "B-2025-001", "B-2025-001.01"
RETURNED = {
    "event": "disposisi diterima",
    "target": BERKAS,
    "on": "2026-08-24",
    "evidence": "Lembar disposisi 12",
    "by_whom": "Sekretaris",
}
DETERMINED = {"event": "penetapan PPID", "target": FIRST, "on": "2026-08-24", "evidence": "Penetapan 3"}
ANNOUNCED = {"event": "pengumuman", "target": FIRST, "on": "2026-08-24", "evidence": "Laman PPID"}


def seal(desk: DeskOfAnOffice, step: int) -> str:
    return str([row["seal"] for row in desk.rows(LOG) if row["step"] == step][-1])


@pytest.mark.parametrize("event", [RETURNED, DETERMINED, ANNOUNCED], ids=lambda each: each["event"])
def test_what_changes_no_exemption_keeps_the_recap_and_the_approval(
    scanned: DeskOfAnOffice, event: dict[str, Any]
) -> None:
    scanned.done("build-recap")
    scanned.done("record-event", confirmed=True, **event)
    scanned.done("check-recap", CHECKER, verdict="setuju")
    scanned.done("record-event", confirmed=True, **{**event, "evidence": "Lembar kedua"})
    scanned.done("store-documents")
    scanned.done("record-event", confirmed=True, **{**event, "evidence": "Lembar ketiga"})
    scanned.done("export-disposition")
    assert seal(scanned, 3) == seal(scanned, 4) == seal(scanned, 5)
    assert scanned.click("verify-archive", CHECKER).ok, scanned.last


def test_a_ruling_between_recap_and_check_is_no_such_thing(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap")
    ruling = {"event": "putusan", "outcome": "membuka seluruhnya", "target": FIRST, "on": "2026-08-20"}
    scanned.done("record-event", evidence="Putusan 7", final_on="2026-08-21", confirmed=True, **ruling)
    assert "bukan lagi isi Register" in scanned.refused("check-recap", CHECKER, verdict="setuju")


def test_a_finding_somebody_looked_at_keeps_the_approval(scanned: DeskOfAnOffice) -> None:
    scanned.edit(REGISTER, lambda rows: rows[0].update(legal_basis="Pasal 17"))
    scanned.done("build-recap")
    finding = scanned.rows(REGISTER)[0]["findings"].split("\n")[0]
    scanned.done(
        "correct", MAKER, kind="tandai temuan", target=FIRST, value=finding[:20], reason="sudah dilihat"
    )
    scanned.done("check-recap", CHECKER, verdict="setuju", confirmed=True)


@pytest.mark.parametrize("kind", ["disposisi", "lembar uji konsekuensi"])
def test_a_paper_of_others_that_comes_after_storing_is_a_remark_until_it_is_stored_with_the_rest(
    reported: DeskOfAnOffice, kind: str
) -> None:
    reported.done("attach-scans", target=BERKAS, kind=kind, files=(reported.scan("kembali", 9),))
    said = reported.done("verify-archive", CHECKER)
    assert said.startswith("Semua utuh")
    assert f"Catatan: P-000004 datang sesudah berkas {BERKAS} disimpan" in said
    assert f"{BERKAS}_v2" in reported.done("store-documents", target=BERKAS)
    assert "Catatan" not in reported.done("verify-archive", CHECKER)
    stored = reported.folder / reported.rows(SCANS)[-1]["file"]
    assert list(reported.folder.glob(f"Folder Khusus/*/{BERKAS}_v2/data/{stored.name}"))
    stored.unlink()
    assert "P-000004" in reported.click("verify-archive", CHECKER).text
