"""Links and junctions in an office folder that was handed over: nothing is written, read or moved through them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from faults.invariants import complaints
from office_at_work import CHECKER, MAKER, NUMBER, DeskOfAnOffice
from specimens import write_scan

from xl_macros.click.macro import Ending
from xl_macros.tables.schema import SCANS

OWN = (".kecuali", "Pindaian", "Kotak Masuk Pemindai", "Folder Khusus", "Laporan", "Cadangan")
INNER = (".kecuali/persiapan", ".kecuali/urungkan", ".kecuali/diurungkan")


def linked(office: DeskOfAnOffice, name: str) -> Path:
    """The office's folder of that name lies elsewhere now, and a link stands in its place."""
    elsewhere = office.folder.parent / "milik orang lain"
    folder = office.folder / name
    if folder.is_dir():
        shutil.move(folder, elsewhere)
    elsewhere.mkdir(exist_ok=True)
    write_scan(elsewhere / "rahasia orang.pdf", ["bukan milik kantor"], seed=99)
    folder.parent.mkdir(exist_ok=True)
    folder.symlink_to(elsewhere, target_is_directory=True)
    return elsewhere


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("name", [*OWN, *INNER])
def test_an_office_with_a_link_in_place_of_a_folder_is_refused(scanned: DeskOfAnOffice, name: str) -> None:
    elsewhere = linked(scanned, name)
    before = everything(elsewhere)
    clicks: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("attach-scans", MAKER, {"target": NUMBER}),
        ("build-recap", MAKER, {}),
        ("verify-archive", CHECKER, {}),
    )
    for button, officer, answers in clicks:
        outcome = scanned.click(button, officer, confirmed=True, **answers)
        assert outcome.ending is Ending.REFUSED
        assert "adalah tautan ke tempat lain" in outcome.text
        assert "Tidak ada yang diubah." in outcome.text
    assert everything(elsewhere) == before


def test_a_folder_that_pengaturan_names_by_its_full_address_may_lie_elsewhere(
    scanned: DeskOfAnOffice,
) -> None:
    elsewhere = scanned.folder.parent / "diska lain"
    elsewhere.mkdir()
    scanned.set(reports_folder=str(elsewhere))
    scanned.done("export-public-list")
    assert list(elsewhere.glob("Daftar Publik *.html"))


@pytest.mark.parametrize(
    ("name", "button", "answers"),
    [
        ("Pindaian/B-2025-001", "attach-scans", {"target": "B-2025-001.01"}),
        ("Folder Khusus/2025", "store-documents", {}),
    ],
)
def test_a_link_below_an_office_folder_is_not_written_through(
    scanned: DeskOfAnOffice, name: str, button: str, answers: dict[str, str]
) -> None:
    if button == "store-documents":
        scanned.done("build-recap", confirmed=True)
        scanned.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    elsewhere = linked(scanned, name)
    before = everything(elsewhere)
    files = {"files": (scanned.scan("baru", 7),)} if button == "attach-scans" else {}
    assert "tautan ke luar folder kantor" in scanned.refused(button, **files, **answers)
    assert everything(elsewhere) == before


def test_a_link_in_place_of_a_listed_scan_is_neither_stored_nor_called_whole(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap", confirmed=True)
    scanned.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    scan = scanned.folder / scanned.rows(SCANS)[0]["file"]
    outside = scanned.folder.parent / "di luar.pdf"
    scan.rename(outside)  # the very same content: only its place gives it away
    scan.symlink_to(outside)
    assert "tidak berada di folder pindaian" in scanned.refused("store-documents")
    outcome = scanned.click("verify-archive", CHECKER)
    assert outcome.ok is False
    assert scan.name in outcome.text


def test_a_link_in_the_scanners_folder_is_not_followed(scanned: DeskOfAnOffice) -> None:
    outside = scanned.folder.parent / "rahasia.pdf"
    write_scan(outside, ["rahasia"], seed=98)
    for path in (scanned.folder / "Kotak Masuk Pemindai").iterdir():
        path.unlink()
    (scanned.folder / "Kotak Masuk Pemindai" / "pindai.pdf").symlink_to(outside)
    assert "bukan berkas biasa" in scanned.refused("attach-scans", target="B-2025-001.01")
    assert complaints(scanned) == []
