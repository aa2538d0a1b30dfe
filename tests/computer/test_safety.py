from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from xl_macros.archive import special_folder
from xl_macros.computer import safety
from xl_macros.computer.check import Context
from xl_macros.computer.download_mark import is_marked, mark_stream, remove_mark
from xl_macros.computer.machine import access_list
from xl_macros.computer.places import broad_rights, is_network_place, same_folder, synced_by
from xl_macros.computer.registry import Registry
from xl_macros.computer.trust import forbidden, locations_key, office_versions, trusts

Given = Callable[..., Context]

FOLDER = r"C:\Users\Siti\Documents\Kecuali"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"


def trust(registry: Registry, path: str, **values: str | int) -> None:
    registry.write(rf"{locations_key('16.0')}\Location7", {"Path": path, **values})


def test_a_listed_folder_is_trusted_whatever_its_case_and_last_backslash(
    given: Given, registry: Registry
) -> None:
    assert safety.check_trusted_location(given()).ok is False
    trust(registry, "c:\\users\\siti\\DOCUMENTS\\kecuali\\")
    assert safety.check_trusted_location(given()).ok is True


def test_a_folder_above_counts_only_with_its_subfolders(registry: Registry) -> None:
    trust(registry, r"C:\Users\Siti\Documents", AllowSubfolders=0)
    assert not trusts(registry, "16.0", FOLDER)
    trust(registry, r"C:\Users\Siti\Documents", AllowSubfolders=1)
    assert trusts(registry, "16.0", FOLDER)
    assert not trusts(registry, "16.0", r"C:\Users\Siti\DocumentsLain")


def test_a_policy_that_forbids_locations_of_the_user_is_named(given: Given, registry: Registry) -> None:
    trust(registry, FOLDER)
    registry.write(rf"{POLICY}\Common\Security\Trusted Locations", {"Allow User Locations": 0})
    check = safety.check_trusted_location(given())
    assert check.ok is False
    assert "Kebijakan kantor" in check.detail
    assert "pengelola jaringan" in check.cure


def test_a_location_that_the_policy_itself_lists_counts_all_the_same(registry: Registry) -> None:
    registry.write(rf"{POLICY}\Common\Security\Trusted Locations", {"Allow User Locations": 0})
    registry.write(rf"{POLICY}\Excel\Security\Trusted Locations\Location0", {"Path": FOLDER})
    assert trusts(registry, "16.0", FOLDER)


@pytest.mark.parametrize("key", [rf"{POLICY}\Excel\Security\Trusted Locations", locations_key("16.0")])
def test_all_locations_switched_off_is_named(given: Given, registry: Registry, key: str) -> None:
    trust(registry, FOLDER)
    registry.write(key, {"AllLocationsDisabled": 1})
    assert "dimatikan" in safety.check_trusted_location(given()).detail
    assert forbidden(registry, "16.0")


def test_a_share_is_trusted_only_when_excel_allows_network_locations(
    given: Given, registry: Registry
) -> None:
    share = r"\\server\bagian"
    trust(registry, share)
    on_share = given(workbook=rf"{share}\Register.xlsm")
    assert safety.check_trusted_location(on_share).ok is False
    registry.write(locations_key("16.0"), {"AllowNetworkLocations": 1})
    assert safety.check_trusted_location(on_share).ok is True


def test_excel_2013_has_its_own_list(given: Given, registry: Registry) -> None:
    trust(registry, FOLDER)
    assert safety.check_trusted_location(given(excel_version="15.0")).ok is False
    assert office_versions(registry) == ["16.0"]
    registry.write(r"HKCU\Software\Microsoft\Office\15.0\Excel\Options", {"x": 1})
    assert office_versions(registry) == ["15.0", "16.0"]


def test_off_windows_trust_is_no_question(given: Given) -> None:
    assert safety.check_trusted_location(given(registry=None)).ok is None


@pytest.mark.skipif(sys.platform == "win32", reason="on NTFS the stream is no file of its own")
@pytest.mark.parametrize(
    ("stream", "marked"),
    [
        (b"[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=https://contoh.go.id/\r\n", True),
        (b"[ZoneTransfer]\r\nZoneId = 4\r\n", True),
        (b"[ZoneTransfer]\r\nZoneId=1\r\n", False),
        (b"", False),
        (None, False),
    ],
)
def test_only_the_internet_and_restricted_zones_block_macros(
    given: Given, tmp_path: Path, stream: bytes | None, marked: bool
) -> None:
    book = tmp_path / "Register-Dikecualikan.xlsm"
    book.write_bytes(b"PK")
    if stream is not None:
        mark_stream(book).write_bytes(stream)
    assert is_marked(book) is marked
    check = safety.check_download_mark(given(workbook=str(book)))
    assert check.ok is (not marked)
    assert remove_mark(book) is (stream is not None)
    assert not is_marked(book)


def test_a_workbook_from_a_web_address_has_no_mark_to_read(given: Given) -> None:
    assert safety.check_download_mark(given(workbook="https://kpu.sharepoint.com/Register.xlsm")).ok is None


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"C:\Users\Siti\OneDrive\Documents\Kecuali", "OneDrive"),
        (r"c:\users\siti\onedrive\kecuali", "OneDrive"),
        (r"D:\OneDrive - KPU\Kecuali", "OneDrive"),
        (r"C:\Users\Siti\Dropbox\Kecuali", "Dropbox"),
        (r"G:\My Drive\Kecuali", "Google Drive"),
        (r"G:\Drive Saya\Kecuali", "Google Drive"),
        ("https://kpu-my.sharepoint.com/personal/siti/Documents", "OneDrive atau SharePoint"),
        (r"C:\Users\Siti\Documents\Kecuali", None),
        (r"C:\Users\Siti\Mega", "MEGA"),
        (r"C:\Users\Siti\Megawati", None),
        (r"C:\Users\Siti\Documents\Surat dropbox lama", None),
    ],
)
def test_synced_folders_are_recognised_by_name_and_by_onedrives_own_variables(
    path: str, service: str | None
) -> None:
    assert synced_by(path, {"OneDrive": r"C:\Users\Siti\OneDrive"}) == service


@pytest.mark.parametrize(
    "name",
    [
        "OneDrive",
        "OneDrive - KPU",
        "Dropbox (Kantor)",
        "Google Drive",
        "My Drive",
        "Drive Saya",
        "iCloudDrive",
        "Nextcloud",
        "ownCloud",
        "Mega",
        "Pindaian",
    ],
)
def test_installer_and_special_folder_agree_on_what_is_synced(name: str) -> None:
    """Else the installer would choose a place that Simpan ke Folder Khusus then refuses."""
    folder = Path("/data") / name / "Kecuali"
    assert bool(synced_by(str(folder), {})) == bool(special_folder.synced_by(folder, {}))


def test_onedrive_under_another_name_is_known_from_the_environment() -> None:
    environ = {"OneDriveCommercial": r"D:\Awan Kantor"}
    assert synced_by(r"D:\Awan Kantor\Kecuali", environ) == "OneDrive"
    assert synced_by(r"D:\Awan Kantor2\Kecuali", environ) is None


@pytest.mark.parametrize(
    ("path", "drive_type", "network"),
    [
        (r"\\server\bagian\Kecuali", 0, True),
        (r"\\?\UNC\server\bagian", 0, True),
        (r"\\?\C:\Kecuali", 3, False),
        (r"Z:\Kecuali", 4, True),
        (r"C:\Kecuali", 3, False),
        ("https://kpu.sharepoint.com/x", 0, True),
        ("/home/siti/Kecuali", 0, False),
    ],
)
def test_shares_mapped_drives_and_web_addresses_are_on_the_network(
    path: str, drive_type: int, network: bool
) -> None:
    assert is_network_place(path, drive_type) is network


def test_the_same_folder_is_recognised_in_other_spelling() -> None:
    assert same_folder("C:\\Data\\Kecuali\\", "c:/data/kecuali")
    assert not same_folder("C:\\Data\\Kecuali", "C:\\Data\\Kecuali2")


def test_a_synced_folder_is_wrong_unless_the_office_allows_it(given: Given) -> None:
    synced = given(workbook=r"C:\Users\Siti\OneDrive\Kecuali\Register.xlsm")
    assert safety.check_place(given()).ok is True
    assert safety.check_place(synced).ok is False
    assert "OneDrive" in safety.check_place(synced).detail
    allowed = Context(replace(synced.subject, allow_synced=True), synced.machine)
    assert safety.check_place(allowed).ok is None


def test_a_scan_folder_elsewhere_is_looked_at_too(given: Given) -> None:
    check = safety.check_place(given(folders={"Folder pindaian": Path(r"C:\Users\Siti\OneDrive\Pindaian")}))
    assert check.ok is False
    assert "Folder pindaian" in check.detail


def test_a_mapped_drive_is_told(given: Given) -> None:
    assert safety.check_place(given(drive_type=lambda folder: 4)).ok is None


@pytest.mark.parametrize(
    ("sddl", "others"),
    [
        ("D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;S-1-5-21-1-2-3-1001)", []),
        ("D:AI(A;ID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)", ["semua akun di komputer ini"]),
        ("D:(A;;FA;;;WD)(A;;FR;;;AU)", ["semua orang", "semua pengguna yang masuk"]),
        ("D:(D;;FA;;;WD)(A;;FA;;;SY)", []),
        ("D:(A;;FA;;;S-1-1-0)", ["semua orang"]),
        ("D:NO_ACCESS_CONTROL", ["semua orang"]),
        ("", []),
        ("D:(;", []),
    ],
)
def test_groups_that_may_read_stand_in_the_access_list(sddl: str, others: list[str]) -> None:
    assert broad_rights(sddl) == others


def test_a_folder_open_to_other_accounts_is_named_with_them(given: Given, tmp_path: Path) -> None:
    folders = {"Folder khusus": tmp_path}
    (private,) = safety.check_folders(given(folders=folders))
    assert private.ok is True
    open_list = "D:AI(A;OICIID;0x1200a9;;;BU)"
    (shared,) = safety.check_folders(given(folders=folders, access_list=lambda folder: open_list))
    assert shared.ok is False
    assert "semua akun di komputer ini" in shared.detail
    assert "Security" in shared.cure


@pytest.mark.skipif(sys.platform == "win32", reason="file modes")
def test_off_windows_the_file_mode_tells_who_may_read(given: Given, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    here = given(system="linux", folders={"Folder khusus": tmp_path})
    assert [check.ok for check in safety.check_folders(here)] == [True]
    tmp_path.chmod(0o755)
    assert [check.ok for check in safety.check_folders(here)] == [False]


def test_a_folder_that_is_not_there_yet_is_no_fault(given: Given, tmp_path: Path) -> None:
    (check,) = safety.check_folders(given(folders={"Folder laporan": tmp_path / "belum"}))
    assert check.ok is None


def test_a_folder_that_cannot_be_written_is_told(given: Given) -> None:
    if not Path("/proc/self").is_dir():
        pytest.skip("needs a folder that nobody can write in")
    (check,) = safety.check_folders(given(folders={"Folder laporan": Path("/proc/self")}))
    assert check.ok is False
    assert "hak tulis" in check.cure


def test_an_access_list_that_cannot_be_read_accuses_nobody(given: Given, tmp_path: Path) -> None:
    def denied(folder: Path) -> str:
        raise PermissionError(5, "Access is denied")

    (check,) = safety.check_folders(given(folders={"Folder laporan": tmp_path}, access_list=denied))
    assert check.ok is True


class Security:
    """The two modules of pywin32 that read an access list."""

    class error(Exception):  # noqa: N801 - its name in pywin32
        pass

    def __init__(self, sddl: str | None) -> None:
        self.sddl = sddl

    def load(self, name: str) -> Any:
        assert name in {"win32security", "pywintypes"}
        return self

    def GetFileSecurity(self, path: str, what: int) -> str:  # noqa: N802
        if self.sddl is None or what != 4:
            raise self.error(5, "GetFileSecurity", "Access is denied.")
        return self.sddl

    def ConvertSecurityDescriptorToStringSecurityDescriptor(  # noqa: N802
        self, found: str, revision: int, what: int
    ) -> str:
        assert (revision, what) == (1, 4)
        return found


def test_the_access_list_comes_from_windows_as_text(tmp_path: Path) -> None:
    assert access_list(tmp_path, Security("D:PAI(A;;FA;;;SY)").load) == "D:PAI(A;;FA;;;SY)"
    with pytest.raises(OSError, match="denied"):
        access_list(tmp_path, Security(None).load)


def test_little_free_space_is_told_with_a_decimal_comma(given: Given) -> None:
    assert safety.check_free_space(given()).ok is True
    full = safety.check_free_space(given(free_bytes=lambda folder: 1_610_612_736))
    assert full.ok is False
    assert "1,5 GB" in full.detail

    def gone(folder: Path) -> int:
        raise FileNotFoundError(2, "gone")

    assert safety.check_free_space(given(free_bytes=gone)).ok is None


def test_a_deep_office_folder_is_told_before_excel_fails_on_it(given: Given) -> None:
    assert safety.check_path_length(given()).ok is True
    deep = given(workbook="C:\\" + "folder panjang\\" * 12 + "Register.xlsm")
    assert safety.check_path_length(deep).ok is False
