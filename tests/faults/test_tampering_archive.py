"""An office of 200 rows, changed behind its back in every way: the place is named, and an honest office is whole."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from faults.small_button import copied
from faults.tamperings import TAMPERINGS, Tampering, bag, rechained, report
from office_at_work import CHECKER, DECISION, ENTRY, DeskOfAnOffice, filled

from xl_macros.domain.short_head import short_head
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, LOG, REGISTER

ROWS, DECISIONS_OF_THE_OFFICE = 200, 4
ROOT = Path(__file__).resolve().parents[2]
CHECKER_PAGE = ROOT / "docs" / "periksa_arsip.py"


def _number(place: int) -> str:
    return f"Nomor {731 + place} Tahun 2025"


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    """Four decisions of fifty entries through all six steps, two reports, an event, a correction and a mail."""
    desk = filled(tmp_path_factory.mktemp("jujur") / "kantor")
    desk.edit(
        DECISIONS,
        lambda _: [Row({**DECISION, "number": _number(n)}.items()) for n in range(DECISIONS_OF_THE_OFFICE)],
    )
    each = ROWS // DECISIONS_OF_THE_OFFICE
    desk.edit(
        REGISTER,
        lambda _: [
            Row({**ENTRY, "decision_number": _number(n // each), "information": f"Informasi {n + 1}"}.items())
            for n in range(ROWS)
        ],
    )
    for place in range(DECISIONS_OF_THE_OFFICE):
        desk.done("receive-decision", CHECKER, target=_number(place))
    for place, target in enumerate((_number(0), "B-2025-001.01", "B-2025-001.02")):
        desk.done("attach-scans", target=target, files=(desk.scan(f"lembar {place}", place + 1),))
    for place in range(1, DECISIONS_OF_THE_OFFICE):
        desk.done("attach-scans", target=_number(place), files=(desk.scan(f"keputusan {place}", place + 9),))
    desk.done(
        "record-event",
        target="B-2025-001.03",
        event="perubahan klasifikasi",
        on="2026-08-20",
        evidence="Surat 1, tetap dikecualikan",
        outcome="tetap dikecualikan",
    )
    cell = {"kind": "perbaiki isi", "column": "Unit Penguasa", "value": "Sub Bagian Data"}
    for code in ("B-2025-001.04", "B-2025-001.05"):
        desk.done("correct", target=code, reason="salah ketik", **cell)
    desk.done("build-recap", confirmed=True)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    desk.done("store-documents")
    desk.done("export-disposition", target="B-2025-001")
    desk.done("export-disposition")
    desk.done("email-report")
    return desk


@pytest.fixture
def office(honest: DeskOfAnOffice, tmp_path: Path) -> DeskOfAnOffice:
    return copied(honest, tmp_path / "kantor")


def independent(desk: DeskOfAnOffice) -> tuple[int, str]:
    """What the page of code says that imports nothing of ours."""
    done = subprocess.run(
        [sys.executable, "-I", str(CHECKER_PAGE), str(desk.folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_an_honest_office_is_whole_for_ours_and_for_the_page(office: DeskOfAnOffice) -> None:
    assert office.done("verify-archive", CHECKER).startswith("Semua utuh: 6 pindaian")
    code, said = independent(office)
    assert (code, said.strip()) == (
        0,
        f"Semua utuh. Hash kepala LogLangkah: {office.rows(LOG)[-1]['chain_hash']}",
    )


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda each: each.name)
def test_what_was_tampered_with_is_named(office: DeskOfAnOffice, tampering: Tampering) -> None:
    tampering.act(office)
    outcome = office.click("verify-archive", CHECKER)
    assert (outcome.ok, outcome.exit_code) == (False, 1), outcome.text
    for named in tampering.named:
        assert named in outcome.text, outcome.text


ONE_CAUSE = {
    "jangka waktu diketik lain",
    "baris register dihapus",
    "tanggal keputusan diubah",
    "baris keputusan dihapus",
    "pindaian diganti nama",
    "satu bit pindaian berubah",
    "isi simpanan berubah",
    "simpanan dihapus",
    "simpanan dipindahkan ke tahun lain",
    "simpanan diubah dan disegel ulang",
    "laporan diubah",
    "laporan diganti nama",
    "saksi dihapus",
}


@pytest.mark.parametrize(
    "tampering", [each for each in TAMPERINGS if each.name in ONE_CAUSE], ids=lambda each: each.name
)
def test_one_cause_is_told_once(office: DeskOfAnOffice, tampering: Tampering) -> None:
    tampering.act(office)
    said = office.click("verify-archive", CHECKER).text
    assert len(re.findall(r"^- ", said, re.MULTILINE)) == 1, said


SEEN_BY_THE_PAGE = {
    "isi log diubah",
    "baris log dihapus",
    "ujung log dipotong",
    "isi daftar pindaian diubah",
    "koreksi diubah",
    "isi simpanan berubah",
    "berkas dalam simpanan hilang",
    "berkas ditambahkan ke simpanan",
    "simpanan diubah dan disegel ulang",
    "versi palsu ditaruh di samping",
    "laporan diubah",
    "laporan dihapus",
    "saksi dirusak",
    "semua laporan dan saksi dihapus",
}


@pytest.mark.parametrize(
    "tampering", [each for each in TAMPERINGS if each.name in SEEN_BY_THE_PAGE], ids=lambda each: each.name
)
def test_the_page_of_code_sees_it_too(office: DeskOfAnOffice, tampering: Tampering) -> None:
    tampering.act(office)
    code, said = independent(office)
    assert code == 1, said
    assert "Traceback" not in said


def test_a_head_from_paper_is_found_or_missed(office: DeskOfAnOffice) -> None:
    """The paper is honest; log, bags, reports and witnesses were all written anew."""
    paper = short_head(office.rows(LOG)[-2]["chain_hash"])
    assert office.done("verify-archive", CHECKER, head=paper).startswith("Semua utuh")
    mistyped = paper[:-1] + ("1" if paper[-1] == "0" else "0")
    assert "salah ketik" in office.refused("verify-archive", CHECKER, head=mistyped)
    rechained(LOG, lambda rows: rows[4].update(officer="Orang Lain"))(office)
    assert "Hash kepala dari kertas" in office.click("verify-archive", CHECKER, head=paper).text


def test_the_table_of_the_documentation_names_every_class() -> None:
    text = (ROOT / "docs" / "robustness.md").read_text("utf-8")
    assert [each.name for each in TAMPERINGS if f"| {each.name} |" not in text] == []


def test_litter_of_systems_is_one_quiet_line(office: DeskOfAnOffice) -> None:
    for folder in (bag(office), bag(office) / "data", office.folder / "Pindaian", report(office).parent):
        (folder / "Thumbs.db").write_bytes(b"x")
        (folder / "desktop.ini").write_bytes(b"x")
    said = office.done("verify-archive", CHECKER)
    assert said.startswith("Semua utuh")
    assert said.count("Thumbs.db") == 1


def test_a_clock_that_went_back_is_a_remark(office: DeskOfAnOffice) -> None:
    office.now -= timedelta(days=2)
    office.done(
        "record-event", target="B-2025-001.05", event="peristiwa terjadi", on="2026-08-01", evidence="Surat 2"
    )
    said = office.done("verify-archive", CHECKER)
    assert "Catatan: Lembar Peristiwa" in said
