"""The office's folders: private from the start, whole or not at all, never outside."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from faults.broken_disk import Disk, PowerCut, broken
from privacy import open_to

from xl_macros.errors import Refusal
from xl_macros.places.folders import (
    OfficeFolders,
    copy_private,
    copy_tree_private,
    flush,
    folder_setting,
    make_private,
    remove,
    removed_afterwards,
    replace_private,
    sweep,
    write_private,
)


@pytest.fixture(autouse=True)
def _everybody_may_read_by_default() -> object:
    before = os.umask(0)
    yield None
    os.umask(before)


# -- where settings may point ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "place"),
    [("Pindaian", "Pindaian"), ("Arsip/Khusus", "Arsip/Khusus"), ("a/../b", "b"), ("./Laporan/", "Laporan")],
)
def test_a_name_is_a_folder_below_the_office(tmp_path: Path, value: str, place: str) -> None:
    assert folder_setting(tmp_path, "Folder", value) == tmp_path / place


def test_a_full_address_is_meant_as_it_stands(tmp_path: Path) -> None:
    elsewhere = tmp_path.with_name("arsip")
    assert folder_setting(tmp_path, "Folder", str(elsewhere)) == elsewhere


@pytest.mark.parametrize("value", ["", ".", "..", "../luar", "a/../../luar", "a/../..", "./"])
def test_climbing_out_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(Refusal, match="menunjuk ke luar folder kantor"):
        folder_setting(tmp_path / "kantor", "Folder laporan", value)


@pytest.mark.parametrize(
    "value", [".kecuali", ".kecuali/persiapan", "x/../.kecuali", "{root}/.kecuali/a", "{root}", "{root}/x/.."]
)
def test_the_products_own_folder_and_the_office_itself_are_refused(tmp_path: Path, value: str) -> None:
    """What is prepared there is removed at every start: a report kept in it would be gone."""
    with pytest.raises(Refusal, match=r"dipakai program ini sendiri|menunjuk ke luar"):
        folder_setting(tmp_path, "Folder laporan", value.format(root=tmp_path))


def test_the_office_knows_all_its_folders(tmp_path: Path) -> None:
    parts = [tmp_path / name for name in "abcdef"]
    assert OfficeFolders(*parts).all == tuple(parts)
    assert OfficeFolders(*parts).private == tmp_path / "a" / ".kecuali"


# -- private from creation ---------------------------------------------------------------------------------


def test_folders_are_private_with_all_their_new_parents(tmp_path: Path) -> None:
    make_private(tmp_path / "a" / "b" / "c")
    assert [open_to(tmp_path / name) for name in ("a", "a/b", "a/b/c")] == [[], [], []]


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "umum").mkdir(mode=0o755)
    before = (tmp_path / "umum").stat().st_mode, open_to(tmp_path / "umum")
    make_private(tmp_path / "umum" / "baru")
    assert ((tmp_path / "umum").stat().st_mode, open_to(tmp_path / "umum")) == before


@pytest.mark.parametrize(
    "act",
    [
        lambda folder: write_private(folder / "baru", b"isi"),
        lambda folder: replace_private(folder / "baru", b"isi"),
        lambda folder: copy_private(folder / "sumber", folder / "baru"),
        lambda folder: copy_tree_private(folder / "pohon", folder / "baru"),
    ],
)
def test_files_are_private_at_every_moment(tmp_path: Path, act: Callable[[Path], object]) -> None:
    (tmp_path / "sumber").write_bytes(b"isi")
    (tmp_path / "pohon" / "dalam").mkdir(parents=True)
    (tmp_path / "pohon" / "dalam" / "isi").write_bytes(b"isi")
    known = set(tmp_path.rglob("*"))
    found: list[tuple[Path, list[str]]] = []

    class Watching(Disk):
        def step(self, name: str, about: object) -> None:
            found.extend((path, open_to(path)) for path in set(tmp_path.rglob("*")) - known)

    with broken(Watching(10**9)):
        act(tmp_path)
    assert [path for path in set(tmp_path.rglob("*")) - known if open_to(path)] == []
    assert found
    assert [(path, others) for path, others in found if others] == []


# -- whole or not at all -----------------------------------------------------------------------------------


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "ada").write_bytes(b"lama")
    (tmp_path / "sumber").write_bytes(b"baru")
    (tmp_path / "tautan").symlink_to(tmp_path / "tidak-ada")
    for target in ("ada", "tautan"):
        with pytest.raises(FileExistsError):
            write_private(tmp_path / target, b"baru")
        with pytest.raises(FileExistsError) as error:
            copy_private(tmp_path / "sumber", tmp_path / target)
        assert error.value.filename == str(tmp_path / target)
    assert (tmp_path / "ada").read_bytes() == b"lama"
    assert not (tmp_path / "tidak-ada").exists()


@pytest.mark.parametrize("cut", [False, True])
def test_a_replaced_file_is_old_or_new_whatever_fails(tmp_path: Path, cut: bool) -> None:
    path = tmp_path / "catatan.json"
    path.write_bytes(b"lama")
    number = 0
    while True:
        number += 1
        disk = Disk(number, cut=cut)
        try:
            with broken(disk):
                replace_private(path, b"baru" * 1000)
        except (OSError, PowerCut):
            pass
        if not disk.failed:
            break
        assert path.read_bytes() in (b"lama", b"baru" * 1000), disk.steps
        if not cut and not disk.steps[-1].startswith("unlink"):
            assert [one.name for one in tmp_path.iterdir()] == ["catatan.json"], disk.steps
        sweep(tmp_path)
        assert [one.name for one in tmp_path.iterdir()] == ["catatan.json"]
    assert number > 4
    assert path.read_bytes() == b"baru" * 1000


@pytest.mark.parametrize("cut", [False, True])
def test_a_copy_is_whole_or_not_there(tmp_path: Path, cut: bool) -> None:
    source, target = tmp_path / "sumber", tmp_path / "ke" / "salinan"
    target.parent.mkdir()
    source.write_bytes(b"x" * 100_000)
    for number in range(1, 6):
        disk = Disk(number, cut=cut)
        try:
            with broken(disk):
                copy_private(source, target)
        except (OSError, PowerCut):
            assert not target.exists() or target.read_bytes() == source.read_bytes()
        target.unlink(missing_ok=True)
        sweep(target.parent)
        assert list(target.parent.iterdir()) == []
    assert source.read_bytes() == b"x" * 100_000


def test_a_source_that_vanished_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        copy_private(tmp_path / "hilang", tmp_path / "salinan")
    assert list(tmp_path.iterdir()) == []


def test_what_another_process_left_unfinished_does_not_stand_in_the_way(tmp_path: Path) -> None:
    (tmp_path / f".x.{os.getpid()}.sebagian").write_bytes(b"setengah")
    write_private(tmp_path / "y", b"1")
    replace_private(tmp_path / "x", b"2")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x", "y"]


def test_sweeping_removes_unfinished_files_and_nothing_else(tmp_path: Path) -> None:
    for name in (".a.json.77.sebagian", "b.sebagian", ".c", "d.xlsm"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / ".folder.sebagian").mkdir()
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".c",
        ".folder.sebagian",
        "b.sebagian",
        "d.xlsm",
    ]


def test_a_tree_is_copied_with_all_that_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_bytes(b"isi")
    copy_tree_private(tmp_path / "a", tmp_path / "z")
    assert (tmp_path / "z" / "b" / "c").read_bytes() == b"isi"
    flush(tmp_path / "z")


def test_removing_takes_files_folders_and_links_but_not_what_a_link_leads_to(tmp_path: Path) -> None:
    (tmp_path / "folder" / "isi").mkdir(parents=True)
    (tmp_path / "berkas").write_bytes(b"")
    (tmp_path / "tautan").symlink_to(tmp_path / "folder")
    for name in ("tautan", "berkas", "tidak ada"):
        remove(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    remove(tmp_path / "folder")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_for_a_while_is_gone_afterwards(tmp_path: Path) -> None:
    def fail() -> None:
        with removed_afterwards(tmp_path / "sementara") as folder:
            (folder / "isi").write_bytes(b"")
            assert open_to(folder) == []
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []
