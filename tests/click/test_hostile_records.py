"""Every record that recovery reads, with every field hostile: nothing outside is touched, the archive is all there."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click_room import crashed
from faults.signing import record_in, resigned, sign
from faults.small_button import DONE, copied, look, run, undo
from faults.whole_disk import archive, beside, with_neighbours
from office_at_work import DeskOfAnOffice, filled
from own_folders import KEY_FOLDER

from xl_macros.click.journal import Record, purpose_of
from xl_macros.click.macro import Ending
from xl_macros.click.ownership import OwnClick, own_clicks, undone_files
from xl_macros.places.folders import OfficeFolders
from xl_macros.places.signed import read_signed

HOSTILE: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    1.5,
    "",
    "x" * 5000,
    "../luar/skripsi.docx",
    "Folder Khusus",
    "Pindaian/x\0y",
    [],
    ["../korban.txt"],
    {},
    {"tblLog": [999]},
    [{"source": ".kecuali/persiapan/x", "target": "Folder Khusus", "sha256": "0" * 64}],
)
PLACES = (
    ".",
    "..",
    "../luar",
    "../korban.txt",
    "{outside}",
    "/",
    "Folder Khusus",
    "Folder Khusus/../Pindaian",
    "Pindaian",
    "Laporan",
    "Laporan/./x",
    ".kecuali",
    ".kecuali/kantor",
    ".kecuali/persiapan/lain/x",
    "Register-Dikecualikan.xlsm",
    "Cadangan",
    "Kotak Masuk Pemindai/scan.pdf",
    "tautan/skripsi.docx",
    "Laporan\\x",
)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    """An office after two clicks; the third was cut off when its files were in place."""
    desk = filled(tmp_path_factory.mktemp("dasar") / "kantor")
    (desk.folder / "Kotak Masuk Pemindai" / "scan.pdf").write_bytes(b"asli")
    (desk.folder / "Folder Khusus").mkdir(mode=0o700, exist_ok=True)
    (desk.folder / "Folder Khusus" / "naskah.pdf").write_bytes(b"rahasia")
    for _ in range(2):
        assert run(desk).text == DONE
        desk.now += timedelta(hours=1)
    return desk


@pytest.fixture(scope="module")
def cut(ground: DeskOfAnOffice, tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    return crashed(copied(ground, tmp_path_factory.mktemp("putus") / "kantor"), "persiapan")


def placed(desk: DeskOfAnOffice, folder: Path) -> DeskOfAnOffice:
    """A copy of the office with its neighbours."""
    shutil.rmtree(folder, ignore_errors=True)
    with_neighbours(folder)
    office = copied(desk, folder / "kantor")
    with suppress(pytest.skip.Exception):  # where there are no links, all else is tried all the same
        (office.folder / "tautan").symlink_to(folder / "luar")
    return office


def journal(desk: DeskOfAnOffice) -> Path:
    return desk.folder / ".kecuali" / "jurnal.json"


def newest(desk: DeskOfAnOffice) -> Path:
    return sorted((desk.folder / ".kecuali" / "urungkan").iterdir())[-1]


def holds(desk: DeskOfAnOffice, act: Any) -> None:
    """The act, and a click after it: words and no error, the neighbours as they were, the archive all there."""
    neighbours, before = beside(desk.folder), archive(desk.folder)
    book = desk.book.read_bytes()
    first = act(desk)
    assert first.ending is not Ending.FAILED, first.text
    again = run(desk, look)
    assert again.ending is Ending.DONE, (first.text, again.text)
    assert beside(desk.folder) == neighbours
    after = archive(desk.folder)
    ours = {"Laporan/laporan 3.txt"} | {name for name in before if name.startswith("Laporan/tas 3")}
    assert {name: after.get(name) for name in before if name not in ours} == {
        name: what for name, what in before.items() if name not in ours
    }
    assert desk.book.read_bytes() == book


@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
@pytest.mark.parametrize("field", Record.__struct_fields__)
def test_no_value_of_any_field_of_a_journal_reaches_out(
    cut: DeskOfAnOffice, tmp_path: Path, field: str, signed: bool
) -> None:
    for value in HOSTILE if signed else HOSTILE[::5]:
        desk = placed(cut, tmp_path / "x")
        resigned(journal(desk), {field: value}, signed)
        holds(desk, lambda office: run(office, look))


@pytest.mark.parametrize("role", ["source", "target", "removal", "backup"])
def test_no_place_that_a_journal_names_is_touched_unless_its_transaction_can_have_made_it(
    cut: DeskOfAnOffice, tmp_path: Path, role: str
) -> None:
    for place in PLACES:
        for in_workbook in (False, True):
            desk = placed(cut, tmp_path / "x")
            kept = place.format(outside=tmp_path / "x" / "luar")
            record = record_in(journal(desk))
            if in_workbook:  # the workbook bears the id: then the record would be completed
                record["transaction_id"] = record["before_id"]
            first = dict(record["files"][0])
            if role in {"source", "target"}:
                record["files"] = [{**first, role: kept}]
            elif role == "removal":
                record["removals"] = [{"path": kept, "sha256": first["sha256"]}]
            else:
                record["backup"] = kept
            sign(journal(desk), json.dumps(record).encode())
            holds(desk, lambda office: run(office, look))


@pytest.mark.parametrize("field", Record.__struct_fields__)
def test_no_value_of_any_field_of_an_undo_record_reaches_out(
    ground: DeskOfAnOffice, tmp_path: Path, field: str
) -> None:
    for value in HOSTILE:
        desk = placed(ground, tmp_path / "x")
        path = newest(desk)
        content = json.dumps({**record_in(path), field: value}).encode()
        if content == json.dumps(record_in(path)).encode():
            continue
        sign(path, content)
        neighbours, before = beside(desk.folder), archive(desk.folder)
        outcome = undo(desk)
        assert outcome.ending is not Ending.FAILED, outcome.text
        assert beside(desk.folder) == neighbours
        kept = {**archive(desk.folder)}
        moved = {
            path.read_bytes()
            for path in (desk.folder / ".kecuali" / "diurungkan").rglob("*")
            if path.is_file()
        }
        gone = [name for name in before if name not in kept]
        assert all((cut_off := before[name]) and name.startswith("Laporan/") and moved for name in gone), (
            cut_off
        )
        assert run(desk, look).ending is Ending.DONE


# -- whose record it is ------------------------------------------------------------------------------------


def another_account(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    for name in KEY_FOLDER:
        monkeypatch.setenv(name, str(folder))


def test_a_journal_of_another_account_or_computer_is_put_aside_in_words(
    cut: DeskOfAnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = placed(cut, tmp_path / "x")
    another_account(monkeypatch, tmp_path / "akun lain")
    outcome = run(desk, look)
    assert outcome.ending is Ending.REFUSED
    assert "ditulis oleh akun atau komputer lain" in outcome.text
    assert (desk.folder / ".kecuali" / "disisihkan" / "jurnal.json").is_file()
    assert run(desk, look).text == "2 baris."


def test_an_undo_record_of_another_account_is_left_for_that_account(
    ground: DeskOfAnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = placed(ground, tmp_path / "x")
    with monkeypatch.context() as patch:
        another_account(patch, tmp_path / "akun lain")
        said = undo(desk).text
        assert "Tidak ada tombol yang dapat diurungkan" in said
        assert "akun, komputer atau versi program lain" in said
        assert run(desk).text == DONE
    assert "dari akun atau komputer lain" in undo(desk).text
    with monkeypatch.context() as patch:
        another_account(patch, tmp_path / "akun lain")
        assert "sudah diurungkan" in undo(desk).text


def test_a_record_of_another_office_of_the_same_account_is_put_aside(
    cut: DeskOfAnOffice, tmp_path: Path
) -> None:
    other = filled(tmp_path / "lain")
    run(other)
    shutil.copyfile(journal(cut), journal(other))
    assert "milik kantor lain" in run(other, look).text
    assert run(other, look).ending is Ending.DONE


def test_an_undo_record_in_the_journals_place_and_an_old_journal_are_no_journals(
    cut: DeskOfAnOffice, ground: DeskOfAnOffice, tmp_path: Path
) -> None:
    desk = placed(ground, tmp_path / "x")
    shutil.copyfile(newest(desk), journal(desk))
    holds(desk, lambda office: run(office, look))
    old = placed(cut, tmp_path / "y")
    kept = journal(old).read_bytes()
    run(old, look)
    assert run(old).text == DONE
    journal(old).write_bytes(kept)
    before = archive(old.folder)
    assert "sudah lama selesai" in run(old, look).text
    assert archive(old.folder) == before


def test_a_journal_of_the_last_version_is_put_aside_with_its_workbook_explained(
    cut: DeskOfAnOffice, tmp_path: Path
) -> None:
    """It was not signed, and lists of two texts were its renames."""
    desk = placed(cut, tmp_path / "x")
    record = record_in(journal(desk))
    record["files"] = [[each["source"], each["target"]] for each in record["files"]]
    for new in ("label", "backup_sha256"):
        del record[new]
    journal(desk).write_text(json.dumps(record, indent=1))
    outcome = run(desk, look)
    assert "ditulis oleh versi sebelumnya" in outcome.text
    assert "tidak memuat apa pun dari tombol itu" in outcome.text
    assert run(desk, look).ending is Ending.DONE


def test_a_file_that_changed_since_is_neither_taken_back_nor_undone(
    cut: DeskOfAnOffice, tmp_path: Path
) -> None:
    desk = placed(cut, tmp_path / "x")
    report = desk.folder / "Laporan" / "laporan 3.txt"
    report.write_bytes(b"dilanjutkan orang")
    assert "laporan 3.txt sudah berubah sejak itu dan dibiarkan" in run(desk, look).text
    assert report.read_bytes() == b"dilanjutkan orang"
    done = placed(cut, tmp_path / "y")
    run(done, look)
    assert run(done).text == DONE
    (done.folder / "Laporan" / "tas 3" / "data" / "satu.txt").write_bytes(b"lain")
    assert "tas 3 sudah diubah sesudah percobaan" in undo(done).text
    assert (done.folder / "Laporan" / "tas 3" / "data" / "satu.txt").read_bytes() == b"lain"


def test_a_copy_that_was_changed_restores_nothing(ground: DeskOfAnOffice, tmp_path: Path) -> None:
    desk = placed(ground, tmp_path / "x")
    copy = desk.folder / record_in(newest(desk))["backup"]
    shutil.copyfile(desk.book, copy)
    before = desk.book.read_bytes()
    assert "isinya sudah berubah" in undo(desk).text
    assert desk.book.read_bytes() == before


# -- what is removed is removed because it is ours ---------------------------------------------------------


@pytest.fixture
def shared(ground: DeskOfAnOffice, tmp_path: Path) -> tuple[DeskOfAnOffice, Path]:
    """The office's copies go to a folder that others use as well."""
    desk = placed(ground, tmp_path / "x")
    folder = tmp_path / "x" / "luar"
    desk.set(backups_folder=str(folder), keep_backups="1")
    return desk, folder


def test_in_a_shared_folder_only_our_own_copies_are_pruned(shared: tuple[DeskOfAnOffice, Path]) -> None:
    desk, folder = shared
    (folder / "Register sebelum perubahan besar.xlsm").write_bytes(b"staf")
    before = beside(desk.folder)
    for _ in range(4):
        assert run(desk).text == DONE
    after = beside(desk.folder)
    assert {name: after.get(name) for name in before} == before
    assert len(after) == len(before) + 1
    assert "sudah diurungkan" in undo(desk).text


def test_two_registers_with_one_folder_of_copies_leave_each_others_alone(
    shared: tuple[DeskOfAnOffice, Path], tmp_path: Path
) -> None:
    desk, folder = shared
    other = filled(tmp_path / "lain")
    other.set(backups_folder=str(folder), keep_backups="1")
    for _ in range(3):
        assert run(desk).text == run(other).text == DONE
    assert "sudah diurungkan" in undo(desk).text
    assert "sudah diurungkan" in undo(other).text


COPIES = (
    *HOSTILE,
    "../luar/2026-01-01 08.00.00 aaaaaaaa sebelum attach_scans.xlsm",
    "2026-01-01 08.00.00 aaaaaaaa sebelum attach_scans.xlsm",
    "Anggaran 2026 sebelum revisi.xlsm",
    "..",
)


@pytest.mark.parametrize("field", OwnClick.__struct_fields__)
def test_no_value_of_any_field_of_the_list_of_own_clicks_removes_anything(
    shared: tuple[DeskOfAnOffice, Path], tmp_path: Path, field: str
) -> None:
    """Signed, too: a copy is ours by name and id together, whatever folder it lies in."""
    office, _ = shared
    for value in COPIES if field == "backup" else COPIES[::4]:
        desk = copied(office, tmp_path / "y" / "kantor")
        with_neighbours(tmp_path / "y")
        desk.set(backups_folder=str(tmp_path / "y" / "luar"))
        (listed,) = (desk.folder / ".kecuali").glob("milik-*.json")
        (first, *others) = record_in(listed)["clicks"]
        hostile = {"clicks": [{**first, field: value}, *others]}
        sign(listed, json.dumps(hostile).encode(), "milik")
        before = beside(desk.folder)
        for outcome in (run(desk), undo(desk)):
            assert outcome.ending is not Ending.FAILED, outcome.text
        after = beside(desk.folder)
        assert {name: after.get(name) for name in before} == before, value
        shutil.rmtree(tmp_path / "y")


def test_without_its_list_nothing_is_pruned(ground: DeskOfAnOffice, tmp_path: Path) -> None:
    desk = placed(ground, tmp_path / "x")
    desk.set(keep_backups="1")
    (listed,) = (desk.folder / ".kecuali").glob("milik-*.json")
    for content in (b"", b"{}", b"[" * 99_999, b'{"content":{"clicks":[]},"key":"a","signature":"b"}'):
        listed.write_bytes(content)
        before = set(archive(desk.folder))
        assert run(desk).text == DONE
        assert before <= set(archive(desk.folder))


def test_undone_files_are_listed_with_age_and_size_and_go_after_so_many_days(
    ground: DeskOfAnOffice, tmp_path: Path
) -> None:
    desk = placed(ground, tmp_path / "x")
    assert "sudah diurungkan" in undo(desk).text
    foreign = desk.folder / ".kecuali" / "diurungkan" / "20200101T080000-aaaaaaaa"
    foreign.mkdir(mode=0o700)
    (foreign / "0 punya orang.pdf").write_bytes(b"asing")
    root = desk.folder
    names = ("Pindaian", "Kotak Masuk Pemindai", "Folder Khusus", "Laporan", "Cadangan")
    folders = OfficeFolders(root, *(root / name for name in names))
    found = {one.folder.name: one for one in undone_files(folders, desk.now + timedelta(days=91))}
    ours = next(one for name, one in found.items() if name != foreign.name)
    assert (ours.files, ours.size_bytes, ours.days) == (3, 9, 91)
    assert found[foreign.name].days is None
    run(desk, look, now=desk.now + timedelta(days=90))
    assert ours.folder.is_dir()
    desk.set(keep_undone="30")
    run(desk, look, now=desk.now + timedelta(days=31))
    assert not ours.folder.exists()
    assert (foreign / "0 punya orang.pdf").is_file()


def test_the_list_of_own_clicks_names_every_click_and_its_copy(ground: DeskOfAnOffice) -> None:
    root = ground.folder
    folders = OfficeFolders(root, *(root / name for name in "abcd"), root / "Cadangan")
    clicks = own_clicks(folders).clicks
    assert [click.before_id for click in clicks] == [None, clicks[0].id]
    assert {click.backup for click in clicks} == {path.name for path in (root / "Cadangan").iterdir()}
    assert all(datetime.fromisoformat(click.at) for click in clicks)
    assert read_signed(newest(ground), purpose_of(newest(ground)), Record) is not None
