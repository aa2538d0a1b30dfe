"""File names of scans are safe wherever the office copies them."""

from __future__ import annotations

import unicodedata
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.errors import Refusal
from xl_macros.scans.names import LONGEST_NAME, room_for_name, scan_file_name

FIELDS = {"scan_id": "P-000001", "code": "B-2025-001.03", "kind": "informasi"}
RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}


def test_the_template_of_the_settings_gives_the_expected_name() -> None:
    assert scan_file_name("{scan_id} {code} {kind}", FIELDS) == "P-000001 B-2025-001.03 informasi.pdf"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("../../{code}", "B-2025-001.03.pdf"),
        ("C:\\x\\{code}", "C--x-B-2025-001.03.pdf"),
        ("{code} 100%", "B-2025-001.03 100.pdf"),
        ("a\tb\nc", "a b c.pdf"),
        ("  {code} . ", "B-2025-001.03.pdf"),
        ('<{code}>:"|?*', "B-2025-001.03.pdf"),
        ("fdp.\u202e{code}", "fdp.B-2025-001.03.pdf"),
        ("\u200b{code}\u00ad", "B-2025-001.03.pdf"),
        ("cafe\u0301", "caf\u00e9.pdf"),
    ],
)
def test_dangerous_pieces_are_taken_out(template: str, expected: str) -> None:
    assert scan_file_name(template, FIELDS) == expected


@pytest.mark.parametrize("name", ["CON", "nul", "COM1", "lpt9", "CON.x", "AUX "])
def test_names_that_windows_keeps_for_itself_are_changed(name: str) -> None:
    assert scan_file_name(name, FIELDS).split(".")[0].strip().upper() not in RESERVED


@pytest.mark.parametrize(
    "template", ["{nomor}", "{code.__class__}", "{code[0]}", "{}", "{code!r}", "{code:>900}"]
)
def test_a_placeholder_that_does_not_exist_is_refused_with_those_that_do(template: str) -> None:
    with pytest.raises(Refusal, match="tidak dikenal") as refused:
        scan_file_name(template, FIELDS)
    assert "{scan_id}" in refused.value.cure


def test_an_unclosed_brace_is_refused() -> None:
    with pytest.raises(Refusal, match="tidak terbaca"):
        scan_file_name("{code", FIELDS)


@pytest.mark.parametrize("template", ["", "...", " / ", "\u200f"])
def test_a_name_of_which_nothing_is_left_is_refused(template: str) -> None:
    with pytest.raises(Refusal, match="kosong"):
        scan_file_name(template, FIELDS)


def test_a_long_title_is_cut() -> None:
    assert len(scan_file_name("{code} " + "uji konsekuensi " * 40, FIELDS)) <= LONGEST_NAME


@pytest.mark.parametrize("depth", [20, 60, 100, 140])
def test_the_deepest_place_of_a_scan_stays_within_what_windows_takes(depth: int) -> None:
    root = PureWindowsPath("C:\\" + "x" * (depth - 3))
    longest = room_for_name(root, windows=True)
    name = scan_file_name("{scan_id} " + "uji " * 60, FIELDS, longest=longest)
    staged = root / ".kecuali" / "staging" / "20260101T000000-0123abcd" / "tas" / "B-2026-000123" / "data"
    assert len(str(staged / (name + ".segel"))) < 260
    assert len(str(root / "Folder Khusus" / "2026" / "B-2026-000123_v123" / "data" / name)) < 260
    assert name.startswith("P-000001 uji")


def test_an_office_folder_too_deep_for_windows_is_refused_and_elsewhere_it_is_not() -> None:
    deep = PureWindowsPath("C:\\" + "x" * 180)
    with pytest.raises(Refusal, match="terlalu panjang"):
        room_for_name(deep, windows=True)
    assert room_for_name(deep, windows=False) == LONGEST_NAME


@given(st.text(max_size=300))
def test_any_text_gives_a_safe_name_or_a_refusal(text: str) -> None:
    try:
        name = scan_file_name("{code}", {"code": text})
    except Refusal:
        return
    assert name.endswith(".pdf")
    assert len(name) <= LONGEST_NAME
    assert not set(name) & set('/\\:*?"<>|%')
    assert not any(unicodedata.category(char)[0] == "C" for char in name)
    assert unicodedata.is_normalized("NFC", name)
    assert name == name.strip(" .")
    assert name.split(".")[0].strip().upper() not in RESERVED
