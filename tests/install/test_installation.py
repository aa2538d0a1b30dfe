from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from xl_macros.computer.download_mark import is_marked, mark_stream
from xl_macros.computer.trust import locations_key, trusts
from xl_macros.errors import Refusal
from xl_macros.install.installation import install, repair, uninstall
from xl_macros.install.pc import Shortcut
from xl_macros.install.record import RECORD, Record, read_record, write_record
from xl_macros.install.windows_entries import PROGRAM_KEY

Account = Any  # tests/install/conftest.py

OFFICE_16 = locations_key("16.0")


def workbook(account: Account) -> Path:
    return account.pc.documents / "Kecuali" / "Register-Dikecualikan.xlsm"


def test_a_first_installation_leaves_workbook_trust_start_menu_and_list_entry(account: Account) -> None:
    lines = install(account.pc)
    book = workbook(account)
    assert book.read_bytes() == b"PK kosong 1"
    assert lines == [f"Buku kerja ditaruh di {book}."]
    assert trusts(account.pc.registry, "16.0", str(book.parent))
    menu = account.pc.start_menu / "Kecuali"
    assert {path.name for path in menu.iterdir()} == {
        "Register Informasi yang Dikecualikan.lnk",
        "Perbaiki Kecuali.lnk",
        "Panduan Kecuali.lnk",
    }
    assert (account.pc.app / "panduan" / "gambar" / "Register.png").is_file()
    assert (menu / "Register Informasi yang Dikecualikan.lnk").read_text(encoding="utf-8") == str(book)
    assert account.pc.registry.value(PROGRAM_KEY, "UninstallString") == f'"{account.pc.app / "copot.cmd"}"'
    assert (account.pc.app / "copot.cmd").is_file()
    assert (account.pc.app / "perbaiki.cmd").is_file()


def test_the_trusted_location_is_that_folder_only(account: Account) -> None:
    install(account.pc)
    key = rf"{OFFICE_16}\Location0"
    registry = account.pc.registry
    assert registry.value(key, "Path") == f"{workbook(account).parent}\\"
    assert registry.value(key, "AllowSubfolders") == 0
    assert not trusts(registry, "16.0", str(account.pc.documents))
    assert not trusts(registry, "16.0", f"{workbook(account).parent}\\Cadangan")


def test_trusted_locations_of_others_keep_their_numbers(account: Account) -> None:
    others = {"Location0": "C:\\Templat\\", "Location1": "C:\\Makro\\", "Location3": "D:\\Data\\"}
    for name, path in others.items():
        account.pc.registry.write(rf"{OFFICE_16}\{name}", {"Path": path})
    install(account.pc)
    assert {name: account.pc.registry.value(rf"{OFFICE_16}\{name}", "Path") for name in others} == others
    assert account.pc.registry.value(rf"{OFFICE_16}\Location2", "Path") == f"{workbook(account).parent}\\"


def test_excel_2013_is_told_too_when_it_is_there(account: Account) -> None:
    account.pc.registry.write(r"HKCU\Software\Microsoft\Office\15.0\Excel\Options", {"x": 1})
    install(account.pc)
    assert trusts(account.pc.registry, "15.0", str(workbook(account).parent))
    assert trusts(account.pc.registry, "16.0", str(workbook(account).parent))


def test_installing_again_changes_nothing_that_is_right(account: Account) -> None:
    install(account.pc)
    workbook(account).write_bytes(b"PK register dengan isi")
    lines = install(account.pc)
    assert lines == [f"Register yang sudah ada dipakai terus: {workbook(account)}."]
    assert workbook(account).read_bytes() == b"PK register dengan isi"
    assert account.pc.registry.subkeys(OFFICE_16) == ["Location0"]
    assert [path.name for path in workbook(account).parent.iterdir()] == ["Register-Dikecualikan.xlsm"]


def test_a_newer_workbook_is_put_beside_the_register_once(account: Account) -> None:
    install(account.pc)
    workbook(account).write_bytes(b"PK register dengan isi")
    account.pc.package_workbook.write_bytes(b"PK kosong 2")
    account.pc = replace(account.pc, version="0.2.0")
    (line,) = install(account.pc)
    beside = workbook(account).with_name("Register-Dikecualikan (baru 0.2.0).xlsm")
    assert beside.read_bytes() == b"PK kosong 2"
    assert workbook(account).read_bytes() == b"PK register dengan isi"
    assert "tidak diubah" in line
    assert beside.name in line
    program = account.pc.app / "venv" / "Scripts" / "kecuali.exe"
    assert line.endswith(f'"{program}" upgrade --book "{workbook(account)}"')
    beside.unlink()  # the office has seen it and thrown it away
    install(account.pc)
    assert not beside.exists()


def test_a_newer_workbook_somebody_worked_in_is_not_overwritten(account: Account) -> None:
    install(account.pc)
    workbook(account).write_bytes(b"PK register dengan isi")
    worked_in = workbook(account).with_name("Register-Dikecualikan (baru 0.2.0).xlsm")
    worked_in.write_bytes(b"PK sudah diisi")
    account.pc.package_workbook.write_bytes(b"PK kosong 2")
    account.pc = replace(account.pc, version="0.2.0")
    install(account.pc)
    assert worked_in.read_bytes() == b"PK sudah diisi"
    assert (
        workbook(account).with_name("Register-Dikecualikan (baru 0.2.0, 2).xlsm").read_bytes()
        == b"PK kosong 2"
    )


def test_a_register_from_before_without_a_record_is_kept(account: Account) -> None:
    workbook(account).parent.mkdir()
    workbook(account).write_bytes(b"PK register lama")
    install(account.pc)
    assert workbook(account).read_bytes() == b"PK register lama"


@pytest.mark.skipif(sys.platform == "win32", reason="on NTFS the stream is no file of its own")
def test_only_our_own_copy_loses_its_mark_of_the_web(account: Account) -> None:
    workbook(account).parent.mkdir()
    foreign = workbook(account).with_name("Kiriman.xlsm")
    foreign.write_bytes(b"PK")
    for file in (workbook(account), foreign):
        mark_stream(file).write_bytes(b"[ZoneTransfer]\r\nZoneId=3\r\n")
    install(account.pc)
    assert not is_marked(workbook(account))
    assert is_marked(foreign)


@pytest.mark.parametrize(
    ("environ", "reason"),
    [({"OneDrive": "{documents}"}, "OneDrive"), ({"OneDriveCommercial": "{documents}"}, "OneDrive")],
)
def test_with_documents_in_onedrive_the_register_goes_into_the_profile(
    account: Account, environ: dict[str, str], reason: str
) -> None:
    synced = {name: value.format(documents=account.pc.documents) for name, value in environ.items()}
    account.pc = replace(account.pc, environ=synced)
    lines = install(account.pc)
    instead = account.pc.profile / "Kecuali" / "Register-Dikecualikan.xlsm"
    assert instead.is_file()
    assert not workbook(account).exists()
    assert any(reason in line and str(instead.parent) in line for line in lines)
    assert trusts(account.pc.registry, "16.0", str(instead.parent))


def test_with_documents_on_the_network_the_register_goes_into_the_profile(account: Account) -> None:
    documents = account.pc.documents
    account.pc = replace(account.pc, drive_type=lambda folder: 4 if folder.is_relative_to(documents) else 3)
    lines = install(account.pc)
    assert any("berada di jaringan" in line for line in lines)
    assert (account.pc.profile / "Kecuali" / "Register-Dikecualikan.xlsm").is_file()


def test_a_profile_that_is_no_better_is_refused_with_another_way(account: Account) -> None:
    account.pc = replace(account.pc, drive_type=lambda folder: 4)
    with pytest.raises(Refusal, match="--folder"):
        install(account.pc)
    assert not workbook(account).exists()
    assert not account.pc.registry.exists(OFFICE_16)


def test_a_folder_asked_for_is_taken_and_kept_by_later_runs(account: Account, tmp_path: Path) -> None:
    wanted = tmp_path / "Data & Arsip 100%" / "Kecuali"
    install(account.pc, wanted)
    assert (wanted / "Register-Dikecualikan.xlsm").is_file()
    install(account.pc)
    assert not workbook(account).exists()
    assert trusts(account.pc.registry, "16.0", str(wanted))


def test_moving_to_another_folder_takes_the_trust_along(account: Account, tmp_path: Path) -> None:
    install(account.pc)
    install(account.pc, tmp_path / "Baru")
    assert trusts(account.pc.registry, "16.0", str(tmp_path / "Baru"))
    assert not trusts(account.pc.registry, "16.0", str(workbook(account).parent))
    assert workbook(account).is_file()


def test_a_synced_folder_asked_for_is_refused(account: Account, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Dropbox"):
        install(account.pc, tmp_path / "Dropbox" / "Kecuali")
    assert not (tmp_path / "Dropbox").exists()


def test_a_new_folder_is_closed_to_other_accounts_and_an_old_one_left_alone(account: Account) -> None:
    install(account.pc)
    grant, inherit = (each for each in account.commands if each[0] != "schtasks")
    folder = str(workbook(account).parent)
    assert grant[:3] == ["icacls", folder, "/grant:r"]
    assert grant[3:] == [r"KPU-PC\Siti:(OI)(CI)F", "*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F"]
    assert inherit == ["icacls", folder, "/inheritance:r"]
    install(account.pc)
    assert [each[0] for each in account.commands].count("icacls") == 2


@pytest.mark.parametrize(
    "error", [FileNotFoundError(2, "icacls"), subprocess.CalledProcessError(1332, "icacls")]
)
def test_rights_that_could_not_be_set_are_told_and_nothing_is_taken_away(
    account: Account, error: Exception
) -> None:
    tried: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> str:
        tried.append(command)
        raise error

    account.pc = replace(account.pc, run=run)
    lines = install(account.pc)
    assert any("akun lain" in line for line in lines)
    assert [command[2] for command in tried if command[0] != "schtasks"] == ["/grant:r"]


def test_a_policy_against_trusted_locations_is_told(account: Account) -> None:
    account.pc.registry.write(
        r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security\Trusted Locations",
        {"Allow User Locations": 0},
    )
    lines = install(account.pc)
    assert any("pengelola jaringan" in line for line in lines)


def test_a_locked_registry_is_a_refusal_that_says_what_has_been_done(account: Account) -> None:
    account.winreg.read_only = True
    with pytest.raises(Refusal, match="Buku kerja sudah disalin") as refusal:
        install(account.pc)
    assert "lokasi tepercaya" in str(refusal.value)
    account.winreg.read_only = False
    install(account.pc)
    assert trusts(account.pc.registry, "16.0", str(workbook(account).parent))


@pytest.mark.parametrize("error", [OSError("shell"), ImportError("pythoncom")])
def test_without_a_start_menu_entry_the_workbook_is_named(account: Account, error: Exception) -> None:
    def make_link(path: Path, shortcut: Shortcut) -> None:
        raise error

    account.pc = replace(account.pc, make_link=make_link)
    lines = install(account.pc)
    assert any("menu Start" in line and str(workbook(account)) in line for line in lines)


def test_a_package_without_its_guide_installs_all_the_rest(account: Account) -> None:
    account.pc.guide.unlink()
    install(account.pc)
    assert not (account.pc.start_menu / "Kecuali" / "Panduan Kecuali.lnk").exists()
    assert workbook(account).is_file()


def test_a_package_without_its_workbook_is_refused(account: Account) -> None:
    account.pc.package_workbook.unlink()
    with pytest.raises(Refusal, match="tidak ada dalam paket"):
        install(account.pc)


def test_repair_puts_back_what_is_missing(account: Account) -> None:
    install(account.pc)
    workbook(account).write_bytes(b"PK register dengan isi")
    account.pc.registry.delete(OFFICE_16)
    account.pc.registry.delete(PROGRAM_KEY)
    for link in (account.pc.start_menu / "Kecuali").iterdir():
        link.unlink()
    repair(account.pc)
    assert trusts(account.pc.registry, "16.0", str(workbook(account).parent))
    assert account.pc.registry.exists(PROGRAM_KEY)
    assert len(list((account.pc.start_menu / "Kecuali").iterdir())) == 3
    assert workbook(account).read_bytes() == b"PK register dengan isi"


def test_repair_says_so_when_the_register_is_gone(account: Account) -> None:
    install(account.pc)
    workbook(account).rename(workbook(account).with_name("Register 2026.xlsm"))
    (line,) = repair(account.pc)
    assert "tidak ditemukan" in line
    assert workbook(account).is_file()


def test_repair_of_nothing_is_refused(account: Account) -> None:
    with pytest.raises(Refusal, match="belum terpasang"):
        repair(account.pc)


def test_uninstalling_takes_back_all_but_the_office_folder(account: Account) -> None:
    account.pc.registry.write(rf"{OFFICE_16}\Location0", {"Path": "C:\\Templat\\"})
    install(account.pc)
    workbook(account).write_bytes(b"PK register dengan isi")
    lines = uninstall(account.pc)
    assert workbook(account).read_bytes() == b"PK register dengan isi"
    assert str(workbook(account).parent) in lines[1]
    assert account.pc.registry.subkeys(OFFICE_16) == ["Location0"]
    assert account.pc.registry.value(rf"{OFFICE_16}\Location0", "Path") == "C:\\Templat\\"
    assert not account.pc.registry.exists(PROGRAM_KEY)
    assert not (account.pc.start_menu / "Kecuali").exists()
    assert sorted(path.name for path in account.pc.app.iterdir()) == ["copot.cmd", "perbaiki.cmd"]


def test_a_location_that_the_user_has_pointed_elsewhere_stays(account: Account) -> None:
    install(account.pc)
    account.pc.registry.write(rf"{OFFICE_16}\Location0", {"Path": "C:\\Lain\\"})
    uninstall(account.pc)
    assert account.pc.registry.value(rf"{OFFICE_16}\Location0", "Path") == "C:\\Lain\\"


def test_a_start_menu_folder_with_other_entries_stays(account: Account) -> None:
    install(account.pc)
    other = account.pc.start_menu / "Kecuali" / "Catatan.lnk"
    other.touch()
    uninstall(account.pc)
    assert [path.name for path in other.parent.iterdir()] == ["Catatan.lnk"]


def test_uninstalling_twice_does_no_harm(account: Account) -> None:
    install(account.pc)
    uninstall(account.pc)
    assert "Tidak ada catatan pemasangan" in uninstall(account.pc)[0]


def test_a_record_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    record = Record("0.1.0", "2026-11-23T08:30:00", "C:\\José\\R.xlsm", "ab" * 32, ("k1", "k2"), ("s",))
    write_record(tmp_path, record)
    assert read_record(tmp_path) == record


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"x"', b'{"version": "1"}', b"\xff\xfe", b"null"])
def test_a_damaged_record_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / RECORD).write_bytes(content)
    assert read_record(tmp_path) is None


def test_an_installation_that_does_not_load_says_what_is_stopped_and_keeps_the_rest(account: Account) -> None:
    pc = replace(account.pc, check_program=lambda: "Tidak dapat dimuat di komputer ini: typst. Obatnya.")
    with pytest.raises(Refusal) as refused:
        install(pc)
    assert "typst" in str(refused.value)
    assert "pasang.cmd" in str(refused.value)
    assert uninstall(account.pc)[0] == "Kecuali sudah dilepas dari akun ini."


def test_an_installation_for_another_account_than_the_one_at_the_screen_is_told(account: Account) -> None:
    pc = replace(account.pc, account_at_screen=lambda: "Maria")
    assert any("bagi akun Siti, padahal yang masuk ke Windows adalah Maria" in line for line in install(pc))
    for there in ("SITI", ""):
        pc = replace(account.pc, account_at_screen=lambda there=there: there)
        assert not any("padahal" in line for line in install(pc))
