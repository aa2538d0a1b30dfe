"""The special folder: bags that an independent validator accepts, private, sealed, never overwritten."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import bagit
import pytest
from privacy import open_to

from xl_macros.archive.special_folder import (
    BagContents,
    BagScan,
    bag_version,
    build_bag,
    next_bag_target,
    refuse_synced_place,
    synced_by,
)
from xl_macros.errors import Refusal
from xl_macros.places.copying import hash_file
from xl_macros.places.folder_rights import windows_rights_command
from xl_macros.places.private import make_private_dir

Pages = Callable[..., Path]
MakeContents = Callable[..., BagContents]


def bag_scan(path: Path, number: int = 1) -> BagScan:
    name = f"P-{number:06d} {path.name}"
    return BagScan(
        path, name, hash_file(path).sha256, f"B-2025-001.{number:02d}", "informasi", f"P-{number:06d}", 1
    )


@pytest.fixture
def contents(pages: Pages) -> MakeContents:
    def make(scans: int = 2, **changes: object) -> BagContents:
        found = [bag_scan(pages(f"asal {n}.pdf", n, first=n), n) for n in range(1, scans + 1)]
        whole = BagContents(
            berkas="B-2025-001",
            year=2025,
            office_name="KPU Kabupaten Contoh",
            decision_number="731 Tahun 2025",
            decided_on=date(2025, 8, 21),
            about="Dokumen persyaratan calon",
            stored_at=datetime(2025, 9, 1, 10, 30),
            officer="Petugas Contoh",
            rows=[{"code": "B-2025-001.01", "end_on": date(2030, 8, 21), "scans": 1, "note": None}],
            scans=found,
            index_pdf=pages("isi asal.pdf", 1).read_bytes(),
            log_head="ab" * 32,
            decision={"berkas": "B-2025-001", "received_at": datetime(2025, 8, 25, 9, 0)},
        )
        return replace(whole, **changes)  # type: ignore[arg-type]

    return make


def test_the_bag_is_valid_to_the_library_of_the_standard(contents: MakeContents, staging: Path) -> None:
    bag = build_bag(staging, contents())
    read = bagit.Bag(str(bag))
    assert read.validate(processes=1)
    assert read.info["Source-Organization"] == "KPU Kabupaten Contoh"
    assert read.info["External-Identifier"] == "B-2025-001"
    assert read.info["Bagging-Date"] == "2025-09-01"
    assert read.info["Kecuali-Log-Head"] == "ab" * 32
    payload = list((bag / "data").iterdir())
    assert read.info["Payload-Oxum"] == f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"


def test_the_command_line_validator_accepts_the_bag(contents: MakeContents, staging: Path) -> None:
    bag = build_bag(staging, contents())
    done = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", str(bag)], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_everything_in_the_bag_passes_the_strict_pdf_check(
    contents: MakeContents, staging: Path, is_sound_pdf: Callable[[Path], None]
) -> None:
    bag = build_bag(staging, contents())
    found = sorted((bag / "data").glob("*.pdf"), key=lambda path: path.name)  # paths of Windows ignore case
    assert [path.name for path in found] == ["P-000001 asal 1.pdf", "P-000002 asal 2.pdf", "isi.pdf"]
    for path in found:
        is_sound_pdf(path)


def test_the_same_contents_make_the_same_bag(
    contents: MakeContents, staging: Path, fingerprints: Callable[[Path], dict[str, str]]
) -> None:
    first, second = (build_bag(staging / name, contents()) for name in ("a", "b"))
    assert fingerprints(first) == fingerprints(second)


def test_a_bag_without_scans_and_without_date_is_a_bag_too(contents: MakeContents, staging: Path) -> None:
    bag = build_bag(staging, contents(scans=0, decided_on=None, index_pdf=None))
    assert bagit.Bag(str(bag)).validate(processes=1)
    assert "Kecuali-Decision-Date: tidak diketahui" in (bag / "bag-info.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\x0b", "\u2028", "\x85", "\x00"])
def test_a_line_break_in_a_cell_makes_no_line_in_bag_info(
    break_: str, contents: MakeContents, staging: Path
) -> None:
    bag = build_bag(staging, contents(scans=0, about=f"Dokumen{break_}Payload-Oxum: 0.0"))
    read = bagit.Bag(str(bag))
    assert read.validate(processes=1)
    assert read.info["External-Description"] == "731 Tahun 2025 tentang Dokumen Payload-Oxum: 0.0"


def test_a_scan_that_was_altered_since_it_was_listed_is_refused_by_name(
    contents: MakeContents, staging: Path
) -> None:
    prepared = contents()
    path = prepared.scans[1].path
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(Refusal, match=r"P-000002 .*sudah berubah"):
        build_bag(staging, prepared)


def test_a_scan_that_is_gone_is_refused_by_name(contents: MakeContents, staging: Path) -> None:
    prepared = contents()
    prepared.scans[0].path.unlink()
    with pytest.raises(Refusal, match=r"P-000001 .*tidak dapat dibaca"):
        build_bag(staging, prepared)


@pytest.mark.parametrize("name", ["../luar.pdf", "a/b.pdf", "a\\b.pdf", "", ".", "isi.pdf", "REGISTER.JSON"])
def test_a_name_that_leaves_its_folder_or_is_taken_is_refused(
    name: str, contents: MakeContents, staging: Path
) -> None:
    prepared = contents(scans=1)
    with pytest.raises(Refusal, match="Nama pindaian"):
        build_bag(staging, replace(prepared, scans=[replace(prepared.scans[0], name=name)]))


def test_names_that_differ_in_case_only_are_refused(contents: MakeContents, staging: Path) -> None:
    prepared = contents()
    first, second = prepared.scans
    with pytest.raises(Refusal, match="dipakai dua kali"):
        build_bag(staging, replace(prepared, scans=[first, replace(second, name=first.name.upper())]))


@pytest.mark.parametrize("berkas", ["../B", "B/1", "", "B-2025-001.", "B 1", "\u0412-2025-001"])
def test_a_berkas_code_that_is_no_plain_name_is_refused(
    berkas: str, contents: MakeContents, staging: Path
) -> None:
    with pytest.raises(Refusal, match="Kode berkas"):
        build_bag(staging, contents(scans=0, berkas=berkas))


def test_the_bag_is_private(contents: MakeContents, staging: Path) -> None:
    bag = build_bag(staging, contents())
    for path in [bag, *bag.rglob("*")]:
        assert open_to(path) == [], path


def test_the_seal_is_written_last(
    contents: MakeContents, staging: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xl_macros.archive import special_folder

    honest, written = special_folder.write_private, []

    def watch(path: Path, content: bytes) -> None:
        written.append(path.name)
        honest(path, content)

    monkeypatch.setattr(special_folder, "write_private", watch)
    build_bag(staging, contents())
    assert written[-1] == "tagmanifest-sha256.txt"


# -- versions --------------------------------------------------------------------------------------------


def test_a_sealed_bag_is_never_the_target_again(tmp_path: Path) -> None:
    names = []
    for _ in range(3):
        target = next_bag_target(tmp_path, 2025, "B-2025-001")
        target.mkdir(parents=True)
        names.append(target.relative_to(tmp_path).as_posix())
    assert names == ["2025/B-2025-001", "2025/B-2025-001_v2", "2025/B-2025-001_v3"]


def test_a_dangling_link_counts_as_taken(tmp_path: Path) -> None:
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025" / "B-2025-001").symlink_to(tmp_path / "nowhere")
    assert next_bag_target(tmp_path, 2025, "B-2025-001").name == "B-2025-001_v2"


def test_berkas_and_version_are_read_from_the_folder_name() -> None:
    assert bag_version("B-2025-001") == ("B-2025-001", 1)
    assert bag_version("B-2025-001_v12") == ("B-2025-001", 12)
    assert bag_version("B-2025-001_v0") == ("B-2025-001_v0", 1)


# -- synchronised places ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive/Kantor", "OneDrive"),
        ("OneDrive - KPU/Kantor", "OneDrive"),
        ("Google Drive/x", "Google Drive"),
        ("My Drive/x", "Google Drive"),
        ("Dropbox (Kantor)/x", "Dropbox"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive/x", "iCloud"),
        ("Nextcloud/x", "Nextcloud"),
    ],
)
def test_synchronised_folders_are_known_by_their_names(folder: str, service: str, tmp_path: Path) -> None:
    assert synced_by(tmp_path / folder / "Folder Khusus", {}) == service


def test_onedrive_is_known_by_its_variable_whatever_its_name(tmp_path: Path) -> None:
    environment = {"OneDriveCommercial": str(tmp_path / "Berkas Saya")}
    assert synced_by(tmp_path / "Berkas Saya" / "Folder Khusus", environment) == "OneDrive"
    assert synced_by(tmp_path / "Berkas Lain" / "Folder Khusus", environment) is None


def test_a_link_into_a_synchronised_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "kantor").symlink_to(tmp_path / "Dropbox")
    assert synced_by(tmp_path / "kantor", {}) == "Dropbox"


def test_a_synchronised_place_is_refused_unless_the_setting_allows_it(tmp_path: Path) -> None:
    place = tmp_path / "OneDrive" / "Folder Khusus"
    with pytest.raises(Refusal, match="OneDrive") as refused:
        refuse_synced_place(place, False, {})
    assert "Izinkan folder tersinkron" in refused.value.cure
    refuse_synced_place(place, True, {})
    refuse_synced_place(tmp_path / "megah" / "Mega proyek", False, {})


# -- rights on Windows -----------------------------------------------------------------------------------


class Icacls:
    """Takes the calls that icacls would get and answers as told."""

    def __init__(self, code: int = 0) -> None:
        self.code, self.calls = code, []

    def __call__(self, command: Sequence[str]) -> int:
        self.calls.append(list(command))
        return self.code


def test_on_windows_only_the_officers_and_the_system_get_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USERNAME", "desk01")
    icacls = Icacls()
    make_private_dir(
        tmp_path / "Folder Khusus" / "2025", accounts=["pdid01", "desk01"], windows=True, run=icacls
    )
    assert icacls.calls == [
        windows_rights_command(tmp_path / "Folder Khusus", ["desk01", "pdid01"]),
        windows_rights_command(tmp_path / "Folder Khusus" / "2025", ["desk01", "pdid01"]),
    ]
    assert icacls.calls[0][2:5] == ["/inheritance:r", "/grant:r", "*S-1-5-18:(OI)(CI)F"]


def test_an_account_name_cannot_smuggle_in_a_command(tmp_path: Path) -> None:
    command = windows_rights_command(tmp_path, ["x & del *"])
    assert command[-1] == "x & del *:(OI)(CI)F"


def test_a_folder_whose_rights_cannot_be_set_is_not_left_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USERNAME", "desk01")
    with pytest.raises(Refusal, match="tidak dapat dibatasi"):
        make_private_dir(tmp_path / "Folder Khusus", windows=True, run=Icacls(code=1332))
    assert not (tmp_path / "Folder Khusus").exists()


def test_a_file_in_the_way_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "Folder Khusus").write_bytes(b"")
    with pytest.raises(Refusal, match="bukan folder"):
        make_private_dir(tmp_path / "Folder Khusus")
