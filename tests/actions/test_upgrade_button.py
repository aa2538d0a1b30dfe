"""An older workbook is carried into a new one beside it, by a click in an empty one; the old one stays as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from faults.broken_disk import Disk, PowerCut, broken
from privacy import open_to

from tests.office_at_work import CHECKER, MAKER, DeskOfAnOffice
from xl_macros.actions import upgrade_workbook
from xl_macros.click.journal import journal_file
from xl_macros.click.macro import office_folders
from xl_macros.file_engine import open_book
from xl_macros.places.copying import hash_file
from xl_macros.places.resources import workbook_file
from xl_macros.tables.schema import DECISIONS, LOG, REGISTER, SCANS, SETTINGS, WORKBOOK_NAME
from xl_macros.tables.settings import Settings

TABLES = (DECISIONS, REGISTER, SCANS, LOG)


@pytest.fixture
def new(received: DeskOfAnOffice) -> DeskOfAnOffice:
    """The empty workbook that the installer lays beside the register."""
    book = received.folder / "Register-Dikecualikan (baru 0.2.0).xlsm"
    shutil.copyfile(workbook_file(WORKBOOK_NAME), book)
    return DeskOfAnOffice(book, received.now)


def test_the_new_workbook_lies_beside_the_old_one_which_is_not_touched(
    received: DeskOfAnOffice, new: DeskOfAnOffice
) -> None:
    before, empty = received.fingerprint(), new.book.read_bytes()
    said = new.done("upgrade-workbook", MAKER, files=(received.book,), confirmed=True)
    name = f"{received.book.stem} (diperbarui {new.now:%Y-%m-%d}).xlsm"
    assert "1 keputusan, 2 informasi" in said
    assert name in said
    after = received.fingerprint()
    assert {path for path in after if before.get(path) != after[path]} == {name}
    assert set(before) <= set(after)
    assert new.book.read_bytes() == empty
    carried = DeskOfAnOffice(received.folder / name, new.now)
    assert open_to(carried.book) == []
    for table in TABLES:
        assert list(map(dict, carried.rows(table))) == list(map(dict, received.rows(table)))
    carried.done("compute-expiry", confirmed=True)
    carried.done("verify-archive", CHECKER)


def test_a_second_one_of_the_day_gets_a_name_of_its_own(
    received: DeskOfAnOffice, new: DeskOfAnOffice
) -> None:
    for end in (").xlsm", " 2).xlsm"):
        new.done("upgrade-workbook", MAKER, files=(received.book,), confirmed=True)
        assert new.last.paths[0].name.endswith(f"{new.now:%Y-%m-%d}{end}")


def test_of_another_folder_s_workbook_the_new_one_lies_there(
    received: DeskOfAnOffice, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "lain" / WORKBOOK_NAME
    elsewhere.parent.mkdir()
    shutil.copyfile(workbook_file(WORKBOOK_NAME), elsewhere)
    DeskOfAnOffice(elsewhere, received.now).done(
        "upgrade-workbook", MAKER, files=(received.book,), confirmed=True
    )
    assert list(received.folder.glob("*(diperbarui *.xlsm"))


def test_what_stays_behind_is_asked_about(received: DeskOfAnOffice, new: DeskOfAnOffice) -> None:
    received.edit(
        SETTINGS, lambda rows: [*rows, type(rows[0])({"name": "Warna kantor", "value": "biru"}.items())]
    )
    assert "pengaturan Warna kantor: biru" in new.asked("upgrade-workbook", MAKER, files=(received.book,))


def test_it_is_refused_for_none_and_for_this_very_workbook(new: DeskOfAnOffice) -> None:
    assert "belum dipilih" in new.refused("upgrade-workbook", MAKER)
    assert "buku kerja ini sendiri" in new.refused("upgrade-workbook", MAKER, files=(new.book,))


def test_it_is_refused_where_a_button_was_cut_off(received: DeskOfAnOffice, tmp_path: Path) -> None:
    elsewhere = tmp_path / "lain" / WORKBOOK_NAME
    elsewhere.parent.mkdir()
    shutil.copyfile(workbook_file(WORKBOOK_NAME), elsewhere)
    journal_file(office_folders(received.book, Settings({}))).write_text("{}")
    desk = DeskOfAnOffice(elsewhere, received.now)
    assert "terputus" in desk.refused("upgrade-workbook", MAKER, files=(received.book,), confirmed=True)


def test_one_that_changes_meanwhile_is_not_carried(
    received: DeskOfAnOffice, new: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    def hashed(path: Path) -> object:
        seen.append(path)
        found = hash_file(path)
        return found if len(seen) == 1 else found._replace(sha256="lain")

    monkeypatch.setattr(upgrade_workbook, "hash_file", hashed)
    assert "berubah selagi disalin" in new.refused(
        "upgrade-workbook", MAKER, files=(received.book,), confirmed=True
    )
    book = open_book(received.book)
    book.close()


def test_one_that_was_killed_is_in_nobodys_way(received: DeskOfAnOffice, new: DeskOfAnOffice) -> None:
    clicked = new.now
    with broken(Disk(10**9)) as disk:
        new.done("upgrade-workbook", MAKER, files=(received.book,), confirmed=True)
    new.last.paths[0].unlink()
    made = next(n for n, step in enumerate(disk.steps, 1) if step.startswith("rename"))
    for place in (made - 4, made):  # the empty workbook lies there; it is filled
        new.now = clicked
        with broken(Disk(place, cut=True)), pytest.raises(PowerCut):
            new.click("upgrade-workbook", MAKER, files=(received.book,), confirmed=True)
        assert list((received.folder / ".kecuali" / upgrade_workbook.IN_THE_MAKING).iterdir())
        new.now = clicked
        new.done("upgrade-workbook", MAKER, files=(received.book,), confirmed=True)
        assert not (received.folder / ".kecuali" / upgrade_workbook.IN_THE_MAKING).exists()
        new.last.paths[0].unlink()
