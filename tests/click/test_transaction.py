"""One transaction per button: whatever stops it, the next start finds all of it or nothing."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec
import pytest
from click_room import crashed, half_written
from faults.broken_disk import Disk, PowerCut, broken
from faults.invariants import complaints, content, left_behind
from faults.small_button import DONE, copied, look, run, states, undo, write
from office_at_work import DeskOfAnOffice, filled
from privacy import open_to

from xl_macros.click import settling
from xl_macros.click.journal import Record
from xl_macros.click.macro import Ending, Outcome
from xl_macros.click.office import Office, Summary
from xl_macros.click.outcomes import LEFT_OPEN, SAVED
from xl_macros.click.transaction import Transaction
from xl_macros.errors import NOTHING_CHANGED
from xl_macros.file_engine import open_book
from xl_macros.file_engine.opc import container_save
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import CORRECTIONS, LOG, NAME_TRANSACTION, REGISTER

COMPLETED = "Tombol percobaan yang terputus tadi sudah diselesaikan."
TAKEN_BACK = "Tombol percobaan terputus sebelum selesai; semuanya sudah dikembalikan seperti sebelumnya."
ELSEWHERE = Path("/dev/shm")  # noqa: S108  # a file system of its own on every Linux


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    """An office in which two such buttons were clicked already."""
    desk = filled(tmp_path_factory.mktemp("dasar") / "kantor")
    for _ in range(2):
        assert run(desk).text == DONE
        desk.now += timedelta(hours=1)
    return desk


@pytest.fixture
def desk(ground: DeskOfAnOffice, tmp_path: Path) -> DeskOfAnOffice:
    return copied(ground, tmp_path / "kantor")


@pytest.fixture(scope="module")
def both(
    ground: DeskOfAnOffice, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Content before and after the third click."""
    return states(ground, tmp_path_factory.mktemp("keadaan") / "kantor")


def commit_on(disk: Disk) -> Any:
    """Have the disk break within the commit only, where the order of the steps matters."""
    disk.armed = False
    commit = Transaction.commit

    def armed(self: Transaction, desk: Any) -> list[str]:
        disk.armed = True
        return commit(self, desk)

    return mock.patch.object(Transaction, "commit", armed)


def each_step(
    ground: DeskOfAnOffice, folder: Path, act: Callable[[DeskOfAnOffice], object], **how: Any
) -> Iterator[tuple[DeskOfAnOffice, str, object]]:
    """The act with the disk breaking at its first step of a commit, at its second, and so on to the last."""
    number = 0
    while True:
        number += 1
        desk, disk = copied(ground, folder / f"kantor-{number}"), Disk(number, **how)
        with broken(disk), commit_on(disk):
            try:
                result = act(desk)
            except PowerCut:
                result = None
        if not disk.failed:
            assert number > 20  # the sweep did sweep
            return
        yield desk, disk.steps[number - 1], result
        shutil.rmtree(desk.folder)


# -- power cuts --------------------------------------------------------------------------------------------


def test_after_a_power_cut_at_any_step_the_next_start_has_all_or_nothing_and_says_so(
    ground: DeskOfAnOffice, tmp_path: Path, both: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    old, new = both
    seen = set()
    for desk, step, _ in each_step(ground, tmp_path, run, cut=True):
        said = run(desk, look).text.split("\n")[0]
        now = content(desk)
        assert now in both, step
        assert complaints(desk) == [], step
        assert said in {COMPLETED, TAKEN_BACK, "2 baris."}
        assert not (said == COMPLETED and now == old), step
        assert not (said == TAKEN_BACK and now == new), step
        seen.add((said, now == new))
        assert run(desk, look).text == "2 baris.", step  # told once
    assert {(COMPLETED, True), (TAKEN_BACK, False), ("2 baris.", False)} <= seen


def test_undo_works_after_a_power_cut_at_any_step(
    ground: DeskOfAnOffice, tmp_path: Path, both: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    old, _ = both
    for number, (desk, step, _) in enumerate(each_step(ground, tmp_path, run, cut=True)):
        if number % 3:
            continue  # the state after each is proven above; undo itself is what costs
        saved = content(desk)[LOG.name] != old[LOG.name]
        assert run(desk, look).ending is Ending.DONE
        assert "sudah diurungkan" in undo(desk).text, step
        if saved:
            assert {**content(desk), CORRECTIONS.name: []} == old, step
        else:
            assert len(desk.rows(LOG)) == 1, step
        assert complaints(desk) == [], step


def test_an_undo_cut_at_any_step_is_all_or_nothing_too(
    ground: DeskOfAnOffice, tmp_path: Path, both: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    done = copied(ground, tmp_path / "sesudah")
    assert run(done).text == DONE
    for desk, step, _ in each_step(done, tmp_path, undo, cut=True):
        run(desk, look)
        assert {**content(desk), CORRECTIONS.name: []} in both, step  # but for the row that says so
        assert complaints(desk) == [], step
        again = undo(desk)
        assert "sudah diurungkan" in again.text, step


@pytest.mark.parametrize("point", ["persiapan", "kecualiTransaksi", "jurnal"])
def test_a_recovery_that_is_cut_itself_is_taken_up_again(
    ground: DeskOfAnOffice, tmp_path: Path, both: tuple[dict[str, Any], dict[str, Any]], point: str
) -> None:
    """Cut once before the save, with the workbook half written by Excel, and after the save."""
    cut = crashed(copied(ground, tmp_path / "putus"), point)
    number = 0
    while True:
        number += 1
        desk, disk = copied(cut, tmp_path / f"kantor-{number}"), Disk(number, cut=True)
        with broken(disk), mock.patch.object(settling, "_sweep"), contextlib.suppress(PowerCut):
            run(desk, look)
        if not disk.failed:
            break
        run(desk, look)
        assert content(desk) == both[point == "jurnal"], disk.steps[-1]
        assert complaints(desk) == [], disk.steps[-1]
        shutil.rmtree(desk.folder)
    assert number > 5


# -- what staff did between the crash and the next click ---------------------------------------------------


def typed(desk: DeskOfAnOffice) -> None:
    """An entry typed below the others, one corrected, and both sorted the other way round."""

    def type_in(rows: list[Row]) -> list[Row]:
        first, second = rows[:2]
        first["information"], second["information"] = second["information"], "Diperbaiki"
        return [first, second, Row({**first, "code": None, "information": "Baru", "status": None}.items())]

    desk.edit(REGISTER, type_in)


def test_what_was_typed_after_a_crash_before_the_save_is_not_touched(desk: DeskOfAnOffice) -> None:
    crashed(desk, "persiapan")
    typed(desk)
    wanted = desk.rows(REGISTER)
    assert run(desk, look).text == f"{TAKEN_BACK}\n3 baris."
    assert desk.rows(REGISTER) == wanted
    assert complaints(desk) == []


def test_an_entry_typed_below_a_half_written_register_stays(desk: DeskOfAnOffice) -> None:
    half_written(desk)
    desk.edit(REGISTER, lambda rows: [*rows, Row({**rows[0], "code": None, "information": "Baru"}.items())])
    assert TAKEN_BACK in run(desk, look).text
    assert [row["information"] for row in desk.rows(REGISTER)][2:] == ["Baru"]
    assert len(desk.rows(LOG)) == 2
    assert complaints(desk) == []


def test_undo_leaves_an_entry_that_was_typed_below_since(desk: DeskOfAnOffice) -> None:
    run(desk)
    desk.edit(REGISTER, lambda rows: [*rows, Row({"information": "Baru"}.items())])
    assert "sudah diurungkan" in undo(desk).text
    assert [row["information"] for row in desk.rows(REGISTER)][2:] == ["Baru"]
    assert len(desk.rows(LOG)) == 2


# -- a disk that fails and lives on ------------------------------------------------------------------------


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_a_disk_that_fails_at_any_step_is_told_plainly_and_leaves_all_or_nothing(
    ground: DeskOfAnOffice, tmp_path: Path, both: tuple[dict[str, Any], dict[str, Any]], error: int
) -> None:
    old, new = both
    for number, (desk, step, outcome) in enumerate(each_step(ground, tmp_path, run, error=error)):
        if error != errno.ENOSPC and number % 4:
            continue
        assert isinstance(outcome, Outcome)
        assert outcome.ending in {Ending.DONE, Ending.REFUSED}, (step, outcome.text)
        assert "Traceback" not in outcome.text
        if NOTHING_CHANGED in outcome.text:
            assert content(desk) == old, step
        if outcome.ending is Ending.DONE:
            assert content(desk) == new, step
        run(desk, look)
        assert content(desk) == (new if outcome.ending is Ending.DONE else old), step
        assert complaints(desk) == [], step


def test_a_save_that_reports_an_error_after_it_replaced_the_file_counts_as_saved(
    desk: DeskOfAnOffice, both: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    gone = OSError(errno.EIO, "sambungan putus")
    with mock.patch.object(container_save, "_sync_folder", side_effect=gone):
        outcome = run(desk)
    assert outcome.ending is Ending.DONE
    assert SAVED in outcome.text
    assert content(desk) == both[1]
    assert undo(desk).ending is Ending.DONE


def test_a_full_disk_after_the_save_is_a_remark_and_the_next_click_completes(
    desk: DeskOfAnOffice, both: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    full = OSError(errno.ENOSPC, "penuh", "x.json")
    with mock.patch.object(settling, "write_record", side_effect=full):
        outcome = run(desk)
    assert outcome.ending is Ending.DONE
    assert outcome.text.startswith(f"{DONE} Ruang penyimpanan penuh")
    assert SAVED in outcome.text
    assert run(desk, look).text.startswith(COMPLETED)
    assert content(desk) == both[1]
    assert "sudah diurungkan" in undo(desk).text


def test_what_was_to_be_done_afterwards_and_fails_takes_nothing_back(desk: DeskOfAnOffice) -> None:
    def write_and_fail(office: Office) -> Summary:
        summary = write(office)
        office.transaction.afterwards(lambda: str(1 / 0))
        return summary

    outcome = run(desk, write_and_fail)
    assert outcome.ending is Ending.DONE
    assert SAVED in outcome.text
    assert len(desk.rows(LOG)) == 3


def test_a_full_file_system_changes_nothing(desk: DeskOfAnOffice, tmp_path: Path) -> None:
    """A real one, where this machine lets us mount it; simulated ones are above."""
    mounted = tmp_path / "penuh"
    mounted.mkdir()
    if os.system(f"mount -t tmpfs -o size=1500k tmpfs '{mounted}' 2>/dev/null") != 0:  # noqa: S605  # our own path
        small = Disk(1)
        with broken(small):
            assert "penuh" in run(desk).text
        return
    try:
        for old in (desk.folder / "Cadangan").iterdir():
            old.unlink()
        office = copied(desk, mounted / "kantor")
        before = office.fingerprint()
        filler = mounted / "pengisi"
        filler.write_bytes(b"0" * (os.statvfs(mounted).f_bavail * 4096 - 120_000))
        outcome = run(office)
        assert outcome.ending is Ending.REFUSED
        assert "Ruang penyimpanan penuh" in outcome.text
        assert NOTHING_CHANGED in outcome.text
        assert office.fingerprint() == before
        filler.unlink()
        assert run(office).text == DONE
    finally:
        os.system(f"umount -l '{mounted}'")  # noqa: S605  # our own path


# -- nothing is overwritten, everything is flushed and private ---------------------------------------------


def test_a_file_that_appears_at_the_target_meanwhile_is_not_overwritten(
    desk: DeskOfAnOffice, both: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    stranger = desk.folder / "Laporan" / "tas 3"

    def write_late(office: Office) -> Summary:
        summary = write(office)
        stranger.mkdir(mode=0o700)
        (stranger / "punya orang.txt").write_bytes(b"asing")
        return summary

    outcome = run(desk, write_late)
    assert "tas 3 sudah ada" in outcome.text
    assert (stranger / "punya orang.txt").read_bytes() == b"asing"
    shutil.rmtree(stranger)
    assert content(desk) == both[0]


@pytest.mark.parametrize("kind", ["file", "link"])
def test_publishing_onto_something_is_refused_at_once(desk: DeskOfAnOffice, kind: str) -> None:
    there = desk.folder / "Laporan" / "laporan 3.txt"
    if kind == "file":
        there.write_bytes(b"asing")
    else:
        there.symlink_to(desk.folder / "tidak-ada")
    outcome = run(desk)
    assert outcome.text.startswith("laporan 3.txt sudah ada di folder Laporan.")
    assert there.is_symlink() == (kind == "link")
    assert len(desk.rows(LOG)) == 2


def test_every_published_file_was_flushed_before_it_was_renamed(desk: DeskOfAnOffice) -> None:
    flushed: list[str] = []
    real_sync, real_rename = os.fsync, os.rename
    unflushed: list[str] = []

    def fsync(descriptor: int) -> None:
        flushed.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real_sync(descriptor)

    def rename(source: Any, target: Any) -> None:
        parts = [Path(source), *Path(source).rglob("*")]
        unflushed.extend(str(part) for part in parts if str(part) not in flushed)
        real_rename(source, target)

    with mock.patch.object(os, "fsync", fsync), mock.patch.object(os, "rename", rename):
        assert run(desk).text == DONE
    assert unflushed == []
    assert str(desk.folder / "Laporan") in flushed


def test_nothing_is_readable_by_others_at_any_moment_whatever_the_umask(desk: DeskOfAnOffice) -> None:
    wide: list[str] = []

    class Watching(Disk):
        def step(self, name: str, about: object) -> None:
            wide.extend(name for name in left_behind(desk.folder) if "readable" in name)

    before = os.umask(0)
    try:
        with broken(Watching(10**9)):
            assert run(desk).text == DONE
            assert "sudah diurungkan" in undo(desk).text
    finally:
        os.umask(before)
    assert wide == []


# -- undo in order, copies kept ----------------------------------------------------------------------------


def test_undo_takes_the_last_click_although_the_clock_went_back_in_between(desk: DeskOfAnOffice) -> None:
    for path in [*(desk.folder / ".kecuali").rglob("*"), *(desk.folder / "Cadangan").iterdir()]:
        os.utime(path, (4_000_000_000, 4_000_000_000))  # what is there was written in the year 2096
    assert run(desk, now=desk.now - timedelta(days=400)).text == DONE
    assert len(desk.rows(LOG)) == 3
    undo(desk, desk.now - timedelta(days=400))
    assert len(desk.rows(LOG)) == 2
    undo(desk)
    assert len(desk.rows(LOG)) == 1


def test_the_copy_on_which_undo_stands_is_kept_although_the_clock_went_back(desk: DeskOfAnOffice) -> None:
    desk.set(keep_backups="1")
    for path in (desk.folder / "Cadangan").iterdir():
        os.utime(path, (4_000_000_000, 4_000_000_000))
    run(desk, now=desk.now - timedelta(days=400))
    assert len(list((desk.folder / "Cadangan").iterdir())) == 1
    assert "sudah diurungkan" in undo(desk, desk.now - timedelta(days=400)).text


def test_a_copy_that_cannot_be_removed_now_is_left_for_later(desk: DeskOfAnOffice) -> None:
    desk.set(keep_backups="1")
    held = PermissionError(errno.EACCES, "sedang dibuka")
    unlink = Path.unlink

    def in_use(self: Path, missing_ok: bool = False) -> None:
        if " sebelum " in self.name and self.suffix == ".xlsm":
            raise held
        unlink(self, missing_ok=missing_ok)

    with mock.patch.object(Path, "unlink", in_use):
        assert run(desk).text == DONE
    assert len(list((desk.folder / "Cadangan").iterdir())) == 3
    assert run(desk).text == DONE
    assert len(list((desk.folder / "Cadangan").iterdir())) == 1


# -- folders on another volume -----------------------------------------------------------------------------


@pytest.fixture
def far(desk: DeskOfAnOffice) -> Iterator[Path]:
    """The folder for reports on a volume of its own."""
    if os.name == "nt":
        pytest.skip("no second volume there")
    folder = ELSEWHERE / f"kecuali-uji-{os.getpid()}" / "Laporan"
    folder.mkdir(parents=True, mode=0o700)
    assert folder.stat().st_dev != desk.folder.stat().st_dev
    desk.set(reports_folder=str(folder))
    yield folder
    shutil.rmtree(folder.parent)


def everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


WRITTEN = ["laporan 3.txt", "tas 3", "tas 3/data", "tas 3/data/dua.txt", "tas 3/data/satu.txt"]


def test_a_folder_on_another_volume_gets_its_files_and_undo_takes_them_away(
    desk: DeskOfAnOffice, far: Path
) -> None:
    assert run(desk).text == DONE
    assert everything(far) == WRITTEN
    assert [path for path in far.rglob("*") if open_to(path)] == []
    assert "sudah diurungkan" in undo(desk).text
    assert everything(far) == []
    kept = [path for path in (desk.folder / ".kecuali" / "diurungkan").rglob("*") if path.is_file()]
    assert sorted(path.read_bytes() for path in kept) == [b"1", b"2", b"laporan"]
    assert run(desk).text == DONE


@pytest.mark.parametrize(("act", "first", "last"), [(run, [], WRITTEN), (undo, WRITTEN, [])])
def test_a_power_cut_among_two_volumes_leaves_all_or_nothing_on_both(
    desk: DeskOfAnOffice, far: Path, tmp_path: Path, act: Any, first: list[str], last: list[str]
) -> None:
    if act is undo:
        assert run(desk).text == DONE
    kept = shutil.copytree(far, tmp_path / "isi")
    before = len(desk.rows(LOG))
    for number, (office, step, _) in enumerate(each_step(desk, tmp_path, act, cut=True)):
        if number % 2 == 0:
            run(office, look)
            assert everything(far) == (first if len(office.rows(LOG)) == before else last), step
            assert left_behind(office.folder) == [], step
        shutil.rmtree(far)
        shutil.copytree(kept, far)


def test_what_a_button_left_open_had_put_in_place_goes_back_at_the_next_click(
    desk: DeskOfAnOffice, both: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    """Excel got busy and stayed so: neither the writes nor the taking back went through."""
    busy = OSError(errno.EBUSY, "sibuk", "Register-Dikecualikan.xlsm")
    with (
        mock.patch.object(TableStore, "write_changes", side_effect=busy),
        mock.patch("xl_macros.click.transaction.take_back", side_effect=busy),
    ):
        outcome = run(desk)
    assert outcome.ending is Ending.REFUSED
    assert LEFT_OPEN in outcome.text
    assert NOTHING_CHANGED not in outcome.text
    assert run(desk, look).text.startswith(TAKEN_BACK)
    assert content(desk) == both[0]
    assert complaints(desk) == []


# -- records that nobody can trust: the tables of them are in test_hostile_records.py -----------------------


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"a":1}',
        b'{"transaction_id":1}',
        b"\0" * 400,
    ],
)
def test_a_damaged_journal_is_refused_once_put_aside_and_the_next_click_works(
    desk: DeskOfAnOffice, damage: bytes
) -> None:
    crashed(desk, "persiapan")
    journal = desk.folder / ".kecuali" / "jurnal.json"
    journal.write_bytes(damage)
    before = desk.fingerprint()
    outcome = run(desk)
    assert outcome.ending is Ending.REFUSED
    assert "Catatan kerja jurnal.json rusak" in outcome.text
    assert "Periksa Keutuhan" in outcome.text
    moved = {**before, ".kecuali/disisihkan/jurnal.json": before[".kecuali/jurnal.json"]}
    del moved[".kecuali/jurnal.json"]
    assert desk.fingerprint() == moved
    assert run(desk, look).text == "2 baris."


def test_a_damaged_journal_of_a_half_written_workbook_says_so_until_it_is_put_right(
    desk: DeskOfAnOffice,
) -> None:
    half_written(desk)
    copy = sorted((desk.folder / "Cadangan").iterdir(), key=lambda path: path.stat().st_mtime_ns)[-1]
    (desk.folder / ".kecuali" / "jurnal.json").write_bytes(b"{")
    for outcome in (run(desk, look), run(desk, look)):
        assert "memuat sebagian tulisan dari tombol yang terputus" in outcome.text
        assert f"'{copy.name}'" in outcome.text
    assert outcome.ending is Ending.DONE
    shutil.copyfile(copy, desk.book)
    assert run(desk, look).text == "2 baris."


def test_a_damaged_journal_of_a_saved_button_says_that_it_is_saved(desk: DeskOfAnOffice) -> None:
    crashed(desk, "jurnal")
    journal = desk.folder / ".kecuali" / "jurnal.json"
    journal.write_bytes(journal.read_bytes()[:-3])
    assert "sudah tersimpan di buku kerja" in run(desk, look).text
    assert len(desk.rows(LOG)) == 3


def test_a_damaged_undo_record_is_refused_put_aside_with_the_older_ones_and_other_buttons_work_on(
    desk: DeskOfAnOffice,
) -> None:
    newest = sorted((desk.folder / ".kecuali" / "urungkan").iterdir())[-1]
    newest.write_bytes(b"{")
    assert f"Catatan kerja {newest.name} rusak" in undo(desk).text
    assert len(list((desk.folder / ".kecuali" / "disisihkan").iterdir())) == 2
    assert run(desk).text == DONE
    assert "sudah diurungkan" in undo(desk).text
    assert "Tidak ada tombol" in undo(desk).text


def test_foreign_files_among_the_undo_records_are_passed_over(desk: DeskOfAnOffice) -> None:
    folder = desk.folder / ".kecuali" / "urungkan"
    for name in ("x.json", "999999999999-x.json", "~$000009.json", "Salinan dari 000002.json"):
        (folder / name).write_text("{}")
    assert "sudah diurungkan" in undo(desk).text


def test_without_its_copy_a_half_written_workbook_is_refused_and_says_what_is_missing(
    desk: DeskOfAnOffice,
) -> None:
    half_written(desk)
    record = record_in(desk.folder / ".kecuali" / "jurnal.json")
    copy = desk.folder / record.backup
    hidden = copy.rename(copy.with_suffix(".hilang"))
    outcome = run(desk, look)
    assert outcome.ending is Ending.REFUSED
    assert copy.name in outcome.text
    hidden.rename(copy)
    assert TAKEN_BACK in run(desk, look).text
    assert len(desk.rows(LOG)) == 2


def test_a_copy_that_is_no_workbook_is_refused(desk: DeskOfAnOffice) -> None:
    half_written(desk)
    record = record_in(desk.folder / ".kecuali" / "jurnal.json")
    (desk.folder / record.backup).write_bytes(b"rusak")
    outcome = run(desk, look)
    assert outcome.ending is Ending.REFUSED
    assert "tidak dapat dibaca" in outcome.text


def test_a_workbook_put_back_from_a_copy_meanwhile_is_left_as_it_is(desk: DeskOfAnOffice) -> None:
    crashed(desk, "persiapan")
    oldest = sorted((desk.folder / "Cadangan").iterdir())[0]
    shutil.copyfile(oldest, desk.book)
    before = desk.book.read_bytes()
    assert TAKEN_BACK in run(desk, look).text
    assert desk.book.read_bytes() == before


def test_the_id_in_the_workbook_is_the_last_transaction(desk: DeskOfAnOffice) -> None:
    run(desk)
    book = open_book(desk.book)
    found = TableStore(book).named_value(NAME_TRANSACTION)
    book.close()
    newest = sorted((desk.folder / ".kecuali" / "urungkan").iterdir())[-1]
    assert newest.name == f"000003-{found}.json"
    assert record_in(newest).button == "percobaan"


def record_in(path: Path) -> Record:
    """The record in a signed file, believed without asking."""
    return msgspec.json.decode(msgspec.json.encode(json.loads(path.read_bytes())["content"]), type=Record)
