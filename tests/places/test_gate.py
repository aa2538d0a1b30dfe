"""Every path that comes out of a file passes one gate: a safe name below the right folder, or words."""

from __future__ import annotations

import os
from pathlib import Path
from unittest import mock

import pytest

from xl_macros.archive.special_folder import safe_folder_name
from xl_macros.errors import Refusal
from xl_macros.places import gate
from xl_macros.places.folders import folder_setting
from xl_macros.places.gate import (
    UnsafePathError,
    below,
    full_address,
    is_network,
    last_name,
    listed,
    safe_name,
)

CLIMBING = ("..", "../x", "a/../../x", "..\\..\\x", "a\\..\\..\\x", "a/..", "x/./../..")
HIDING = ("a\0b", "a\nb", "a\x1bb", "a\u202eb", "a\u200bb", "a\ud800b", "x\x7f")
RESERVED = ("CON", "nul", "NUL.pdf", "aux .txt", "COM1", "lpt9.tar.gz", "com\u00b9", "CONIN$", "Prn")
FORBIDDEN = ("a:b", "a|b", "a*b", "a?b", 'a"b', "<a>", "C:", "C:x", "berkas:aliran")
LOST = ("a ", " a", "a.", "...", "x" * 256, "\u00e9" * 128)
ELSEWHERE = (
    "\\\\server\\share",
    "//server/share/x",
    "\\\\?\\C:\\x",
    "\\\\.\\pipe\\x",
    "\\x",
    "C:\\x",
    "/etc/passwd",
)
FULL_ADDRESS = "C:\\x" if os.name == "nt" else "/etc/passwd"
"""Of those, what a setting may say on this system."""
HOSTILE = (*CLIMBING, *HIDING, *RESERVED, *FORBIDDEN, *LOST, *ELSEWHERE, "", ".")


@pytest.fixture
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """An office folder with a link that leads out of it; where the system makes none, for tests that name none."""
    root = tmp_path / "kantor"
    (root / "Pindaian").mkdir(parents=True)
    (tmp_path / "luar").mkdir()
    try:
        (root / "tautan").symlink_to(tmp_path / "luar")
        (root / "Pindaian" / "tautan").symlink_to(tmp_path / "luar")
        (root / "Pindaian" / "putaran").symlink_to("putaran")
    except pytest.skip.Exception:
        if "tautan" in request.node.name or "putaran" in request.node.name:
            raise
    return root


@pytest.mark.parametrize("name", HOSTILE)
def test_no_hostile_text_is_a_name(name: str) -> None:
    with pytest.raises(UnsafePathError, match=r"\w"):
        safe_name(name)


@pytest.mark.parametrize(
    "name", ["Pindaian", ".kecuali", "P-000001 B-2025-001.01 informasi.pdf", "Ny. é", "console"]
)
def test_ordinary_names_pass_as_they_are(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize("text", [*HOSTILE, "tautan", "tautan/x", "Pindaian/tautan/x", "Pindaian/putaran/x"])
def test_nothing_hostile_is_a_path_below_a_folder(office: Path, text: str) -> None:
    with pytest.raises(UnsafePathError):
        below(office, text)


@pytest.mark.parametrize("text", ["a", "a/b.pdf", "a\\b.pdf"])
def test_a_path_means_the_same_with_either_separator(office: Path, text: str) -> None:
    assert below(office, text) == office.joinpath(*text.replace("\\", "/").split("/"))


def test_the_last_name_of_a_path_of_any_system() -> None:
    assert [last_name(text) for text in ("a/b.pdf", "C:\\x\\b.pdf", "b.pdf")] == ["b.pdf"] * 3
    for text in ("a/..", "a\\", "x/CON"):
        with pytest.raises(UnsafePathError):
            last_name(text)


# -- settings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", [*(each for each in HOSTILE if each not in {"a/..", FULL_ADDRESS}), "a/..", "{up}"]
)
def test_no_hostile_setting_is_a_folder(office: Path, value: str) -> None:
    """Each with every separator at its end too; what is refused is shown without its tricks."""
    for text in (value.format(up=office.parent) if "{up}" in value else value,):
        for ending in ("", "/", "\\"):
            with pytest.raises(Refusal) as refusal:
                folder_setting(office, "Folder laporan", text + ending)
            assert "Folder laporan" in refusal.value.what
            assert refusal.value.what.isprintable()
            assert refusal.value.cure


@pytest.mark.parametrize(
    "value", ["/", "{root}", "{up}", "{root}/.kecuali", "{root}/.kecuali/x", ".kecuali/persiapan"]
)
def test_no_setting_is_the_office_what_holds_it_or_the_products_own_folder(office: Path, value: str) -> None:
    with pytest.raises(Refusal, match=r"dipakai program ini sendiri|tidak dapat dipakai"):
        folder_setting(office, "Folder", value.format(root=office, up=office.parent))


def test_a_folder_on_another_disk_is_taken_by_its_full_address(office: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / ("diska lain" if os.name == "nt" else "diska: lain")
    assert folder_setting(office, "Folder", str(elsewhere)) == elsewhere


@pytest.mark.parametrize(
    ("root", "text", "same"),
    [
        ("\\\\Srv\\Data\\kantor", "\\\\srv\\data\\Laporan", True),
        ("\\\\srv\\data\\kantor", "//SRV/Data/Laporan", True),
        ("\\\\srv\\data\\kantor", "\\\\srv\\lain\\Laporan", False),
        ("\\\\srv\\data\\kantor", "\\\\jahat\\data\\Laporan", False),
        ("C:\\kantor", "\\\\srv\\data\\Laporan", False),
        ("\\\\.\\pipe\\x", "\\\\.\\pipe\\x", False),
        ("\\\\?\\C:\\kantor", "\\\\?\\C:\\kantor", False),
    ],
)
def test_a_place_on_another_computer_only_where_the_office_lies_on_the_same_share(
    root: str, text: str, same: bool
) -> None:
    assert is_network(text)
    assert (gate._share(text) != () and gate._share(text) == gate._share(root)) is same


def test_no_share_is_even_asked_for(office: Path) -> None:
    with mock.patch.object(os, "stat", side_effect=AssertionError), pytest.raises(UnsafePathError):
        full_address("//jahat/berbagi/logo.png", office)


# -- the list of scans -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [*HOSTILE, "Pindaian", "Laporan/x.pdf", "Pindaian/tautan/x.pdf", "Pindaian/putaran/x"]
)
def test_no_hostile_row_of_the_list_is_a_scan(office: Path, text: str) -> None:
    with pytest.raises(UnsafePathError):
        listed(text, office, office / "Pindaian")


def test_a_scan_lies_below_the_folder_of_the_setting_wherever_that_is(office: Path, tmp_path: Path) -> None:
    far = tmp_path / "diska lain" / "Pindaian"
    assert listed("Pindaian/B/x.pdf", office, office / "Pindaian") == office / "Pindaian" / "B" / "x.pdf"
    assert listed(str(far / "B" / "x.pdf"), office, far) == far / "B" / "x.pdf"
    with pytest.raises(UnsafePathError):
        listed(str(far), office, far)
    with pytest.raises(UnsafePathError):
        listed(str(tmp_path / "luar" / "x.pdf"), office, far)


# -- bags --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("berkas", [each for each in HOSTILE if "\ud800" not in each])
def test_no_hostile_code_is_a_folder_of_the_special_folder(berkas: str) -> None:
    with pytest.raises(Refusal, match="nama folder"):
        safe_folder_name(berkas)
