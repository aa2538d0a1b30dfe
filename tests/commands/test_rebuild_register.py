"""The worst day: a register out of bags that were copied, renamed, damaged, forged, or stored several times."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults.tamperings import resealed
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice, filled

from xl_macros.archive.judging import Judged, judge_bags
from xl_macros.cli import main
from xl_macros.commands import rebuild_register
from xl_macros.tables.schema import DECISIONS, LOG, REGISTER, SCANS


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    """One berkas stored twice."""
    desk = filled(tmp_path_factory.mktemp("asal") / "kantor")
    desk.done("receive-decision", CHECKER, target=NUMBER)
    desk.done("attach-scans", target=NUMBER, files=(desk.scan("keputusan", 1),))
    desk.done("build-recap", confirmed=True)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    desk.done("store-documents")
    desk.done("store-documents", target=NUMBER)
    return desk


@pytest.fixture
def special(office: DeskOfAnOffice, tmp_path: Path) -> Path:
    shutil.copytree(office.folder / "Folder Khusus", tmp_path / "sisa")
    return tmp_path / "sisa"


def rebuilt(special: Path, capsys: pytest.CaptureFixture[str], code: int = 0) -> tuple[Path, str]:
    out = special.parent / "baru"
    assert main(["rebuild-register", "--folder", str(special), "--out", str(out)]) == code
    said = capsys.readouterr()
    assert not list(special.parent.glob(".*.sebagian"))
    return out, said.out + said.err


def desk_in(out: Path) -> DeskOfAnOffice:
    return DeskOfAnOffice(out / "Register-Dikecualikan.xlsm")


def test_what_was_stored_comes_back_and_passes_its_own_check(
    office: DeskOfAnOffice, special: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, said = rebuilt(special, capsys)
    assert "1 berkas dengan 2 informasi dan 1 pindaian dibangun ulang" in said
    again = desk_in(out)
    again.now = office.now
    for table, fields in (
        (REGISTER, ("code", "period_text", "end_on")),
        (SCANS, ("scan_id", "sha256", "file")),
    ):
        old, new = office.rows(table), again.rows(table)
        assert [[row[field] for field in fields] for row in old] == [
            [row[field] for field in fields] for row in new
        ]
    assert [row["evidence_hash"] for row in again.rows(LOG)] == [
        row["evidence_hash"] for row in office.rows(LOG)
    ]
    assert again.rows(DECISIONS)[0]["step_label"] == "6 Lapor"
    outcome = again.click("verify-archive", CHECKER)
    assert outcome.text.startswith("Semua utuh"), outcome.text


def _explorer(special: Path) -> None:
    shutil.copytree(special / "2025" / "B-2025-001", special / "2025" / "B-2025-001 - Copy (2)")


def _year(special: Path) -> None:
    (special / "2025").rename(special / "2025 lama")


def _flat(special: Path) -> None:
    for bag in list((special / "2025").iterdir()):
        bag.rename(special / bag.name)


def _additions(special: Path) -> None:
    for name in ("Thumbs.db", "catatan.docx"):
        (special / "2025" / "B-2025-001_v2" / "data" / name).write_bytes(b"x")


def _in_another_case(special: Path) -> None:
    for bag in list((special / "2025").iterdir()):
        bag.rename(bag.with_name(bag.name.lower()))


def _another_name(special: Path) -> None:
    for bag in list((special / "2025").iterdir()):
        bag.rename(bag.with_name(f"Salinan {bag.name}"))


def _within_itself(special: Path) -> None:
    """What unpacking a zip, or dragging a folder a little too far, makes."""
    for bag in list((special / "2025").iterdir()):
        bag.rename(special / "sementara")
        bag.mkdir()
        (special / "sementara").rename(bag / bag.name)


_DISORDERS = [_explorer, _year, _flat, _additions, _in_another_case, _another_name, _within_itself]


@pytest.mark.parametrize("disorder", _DISORDERS)
def test_disorder_costs_nothing(
    special: Path, capsys: pytest.CaptureFixture[str], disorder: Callable[[Path], None]
) -> None:
    disorder(special)
    out, said = rebuilt(special, capsys)
    assert "1 berkas dengan 2 informasi" in said
    bags = sorted(path.name for path in (out / "Folder Khusus" / "2025").iterdir())
    assert bags == ["B-2025-001", "B-2025-001_v2"]
    assert not list((out / "Folder Khusus").rglob("Thumbs.db"))


def test_a_damaged_last_version_falls_back_to_the_sound_one(
    special: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (special / "2025" / "B-2025-001_v2" / "data" / "isi.pdf").write_bytes(b"x")
    out, said = rebuilt(special, capsys, code=1)
    assert "dilewati: 2025/B-2025-001_v2: tidak utuh" in said
    assert "Dipakai versi sebelumnya, B-2025-001." in said
    assert len(desk_in(out).rows(REGISTER)) == 2


def test_a_damaged_first_version_is_named_and_not_missed(
    special: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (special / "2025" / "B-2025-001" / "bagit.txt").unlink()
    _, said = rebuilt(special, capsys, code=1)
    assert "Versi B-2025-001_v2 utuh dan dipakai." in said


def _only_first(special: Path) -> Path:
    shutil.rmtree(special / "2025" / "B-2025-001_v2")
    return special / "2025" / "B-2025-001"


Change = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda c: c.update(berkas="../../victim"), "register.json menyebut nama"),
        (lambda c: c.update(berkas="/victim"), "register.json menyebut nama"),
        (lambda c: c.update(berkas="B-25-1"), "bukan kode berkas"),
        (lambda c: c.update(year=2024), "menyebut tahun 2024"),
        (lambda c: c.update(berkas="B-2025-009"), "memuat berkas B-2025-009"),
        (lambda c: c["decision"].update(berkas="B-2025-002"), "bukan milik berkas ini"),
        (lambda c: c["rows"][0].update(code="B-2025-002.01"), "kode informasi yang tidak sesuai"),
        (lambda c: c["rows"][1].update(code="B-2025-001.01"), "kode informasi yang tidak sesuai"),
        (lambda c: c["rows"][0].update(information="x" * 40_000), "tidak muat dalam satu sel"),
        (lambda c: c.update(scan_rows=[{}]), "register.json menyebut nama"),
        (lambda c: c["scan_rows"][0].update(berkas="B-2025-002"), "bukan milik berkas ini"),
        (
            lambda c: c["scan_rows"][0].update(file="Pindaian/../../autostart.bat"),
            "isi autostart.bat bukan yang tercatat",
        ),
        (lambda c: c["scan_rows"][0].update(file="CON.pdf"), "register.json menyebut nama"),
        (lambda c: c["scan_rows"][0].update(sha256=None), "tidak dapat dipakai"),
        (lambda c: c["scan_rows"][0].update(code="x"), "kode yang tidak sesuai"),
        (lambda c: c["scan_rows"][0].update(sha256="0" * 64), "bukan yang tercatat"),
        (lambda c: c["scan_rows"].append(dict(c["scan_rows"][0])), "dua kali"),
    ],
)
def test_a_forged_register_builds_nothing_and_writes_nothing_elsewhere(
    special: Path, capsys: pytest.CaptureFixture[str], change: Change, why: str
) -> None:
    resealed(_only_first(special), change)
    before = {path: path.stat().st_size for path in sorted(special.parent.rglob("*")) if path.is_file()}
    out, said = rebuilt(special, capsys, code=1)
    assert "Tidak ada berkas utuh" in said
    assert why in said
    assert not out.exists()
    assert {
        path: path.stat().st_size for path in sorted(special.parent.rglob("*")) if path.is_file()
    } == before


def test_one_odd_bag_stops_no_other(special: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = special / "2025" / "B-2025-002"
    shutil.copytree(special / "2025" / "B-2025-001", odd)
    (special / "2025" / "B-2025-003").mkdir()
    (special / "catatan").mkdir()
    _, said = rebuilt(special, capsys, code=1)
    assert "1 berkas dengan 2 informasi" in said
    assert "2025/B-2025-002: folder ini memuat berkas B-2025-001" in said
    assert "2025/B-2025-003: tidak utuh: B-2025-003: bagit.txt tidak ada." in said
    assert "Berkas B-2025-003 tidak dapat dibangun ulang" in said


def test_two_different_bags_of_one_version_are_both_kept(
    special: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = special / "2025" / "B-2025-001 (2)"
    shutil.copytree(special / "2025" / "B-2025-001", other)
    resealed(other, lambda content: content.update(officer="Lain"))
    out, _ = rebuilt(special, capsys)
    bags = sorted(path.name for path in (out / "Folder Khusus" / "2025").iterdir())
    assert len(bags) == 3
    digests = {
        hashlib.sha256((path / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
        for path in (out / "Folder Khusus" / "2025").iterdir()
    }
    assert len(digests) == 3


def test_a_folder_with_something_in_it_is_left_alone(
    special: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (special.parent / "baru").mkdir()
    (special.parent / "baru" / "punya orang.txt").write_text("x")
    _, said = rebuilt(special, capsys, code=1)
    assert "sudah ada isinya" in said
    assert (
        json.dumps(sorted(path.name for path in (special.parent / "baru").iterdir())) == '["punya orang.txt"]'
    )


def test_what_lies_beside_the_new_folder_stays_whatever_it_is_called(
    special: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = special.parent / ".baru.sebagian" / "punya orang.txt"
    theirs.parent.mkdir()
    theirs.write_text("x")
    out = special.parent / "baru"
    assert main(["rebuild-register", "--folder", str(special), "--out", str(out)]) == 0
    assert desk_in(out).book.is_file()
    assert theirs.read_text() == "x"


def test_what_a_killed_one_left_is_named_since_it_holds_scans(
    special: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = special.parent / ".baru.x1y2z3.sebagian"
    left.mkdir()
    out = special.parent / "baru"
    assert main(["rebuild-register", "--folder", str(special), "--out", str(out)]) == 0
    assert f"hapus folder {left}." in capsys.readouterr().out
    assert left.is_dir()


def test_a_bag_that_changes_between_the_look_and_the_copy_builds_nothing(
    special: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (scan, *_) = special.rglob("P-000001*.pdf")

    def look_and_change(folder: Path) -> Judged:
        found = judge_bags(folder)
        scan.write_bytes(b"%PDF-1.7 lain")
        return found

    monkeypatch.setattr(rebuild_register, "judge_bags", look_and_change)
    out, said = rebuilt(special, capsys, code=1)
    assert f"{scan.name} berubah selagi disalin" in said
    assert not out.exists()
