"""Who somebody is under every spelling, and codes that follow the highest ever given."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.domain.identity import (
    berkas_of_code,
    codes_in,
    is_damaged_number,
    last_entry,
    last_scan,
    next_berkas,
    plain_name,
    plain_nip,
    same_person,
    shared_with,
)

NAME = "Maria Téa Goreti"


@pytest.mark.parametrize(
    "spelled",
    [
        "maria téa goreti",
        unicodedata.normalize("NFD", NAME),
        "Maria\u200bTéa Goreti".replace("\u200b", "\u200b "),
        "Maria \u200cTéa\u00a0Goreti",
        "  Maria  Téa\tGoreti. ",
        "\uff2daria Téa Goreti",
        "Maria Té\u00ada Goreti",
    ],
)
def test_a_name_is_one_however_it_was_pasted(spelled: str) -> None:
    assert plain_name(spelled) == plain_name(NAME)


def test_no_name_is_nobody() -> None:
    assert plain_name(None) == "" == plain_name("\u200b")


def test_two_names_with_one_account_are_one_person() -> None:
    assert same_person("Maria", "KPU\\maria", "Orang Lain", "kpu\\MARIA")
    assert same_person("Maria", "", "MARIA", "lain")
    assert not same_person("Maria", "", "Yohanes", "")
    assert not same_person("Maria", "maria", "Yohanes", "yohanes")


@pytest.mark.parametrize(
    "titled",
    [
        "Budi Santoso, S.H.",
        "Budi Santoso S.H., M.Si",
        "Drs. Budi Santoso",
        "H. Budi Santoso, S.Sos",
        "budi santoso SH",
    ],
)
def test_who_has_been_given_a_title_is_the_same_person(titled: str) -> None:
    """Only accounts of their own tell two such names apart: nobody checks his own recap under a new title."""
    assert same_person(titled, "", "Budi Santoso", "budi")
    assert not same_person(titled, "budi2", "Budi Santoso", "budi")
    rows = [{"name": "Budi Santoso", "nip": "", "account": "budi"}]
    assert shared_with({"name": titled, "nip": "1", "account": ""}, rows) == ("nama", "Budi Santoso")
    assert shared_with({"name": titled, "nip": "1", "account": "b2"}, rows) is None
    assert shared_with({"name": titled, "nip": "1", "account": ""}, [{**rows[0], "nip": "2"}]) is None


@pytest.mark.parametrize("other", ["Budi Santosa", "Budi S. Ngabut", "Budi S.", "Santoso, Budi", "S.H.", ","])
def test_other_names_are_other_people(other: str) -> None:
    assert not same_person(other, "", "Budi Santoso", "")
    assert not same_person(other, "", "Budi", "")


def test_what_two_rows_of_officers_share_is_named() -> None:
    maria = {"name": "Maria", "nip": "19850101 201001 2 001", "account": "maria"}
    others = [
        ({"name": "A", "account": "MARIA"}, ("akun Windows", "A")),
        ({"name": "B", "nip": "198501012010012001"}, ("NIP", "B")),
        ({"name": "maria", "nip": "1"}, ("nama", "maria")),
        ({"name": "C"}, None),
    ]
    for other, shared in others:
        assert shared_with(maria, [{"name": "D"}, other]) == shared
    assert shared_with({"name": "E"}, [{"name": "F"}]) is None


def test_a_nip_is_its_figures() -> None:
    assert plain_nip("19850101 201001 2 001") == "198501012010012001"
    assert plain_nip(None) == plain_nip("\u0661") == ""


@pytest.mark.parametrize(
    ("text", "damaged"),
    [
        ("1,98501012010011E+17", True),
        ("1E+15", True),
        ("198501012010012001", False),
        ("E+17", False),
        (None, False),
    ],
)
def test_a_number_that_excel_cut_is_known(text: str | None, damaged: bool) -> None:
    assert is_damaged_number(text) is damaged


def test_the_next_code_follows_the_highest_of_its_year_wherever_that_stands() -> None:
    ever = [
        "B-2025-001",
        "Pindaian/B-2025-007/P-000012 B-2025-007.03 informasi.pdf",
        "B-2024-099",
        "B-2025-0000009x",
    ]
    assert next_berkas(2025, ever) == "B-2025-008"
    assert next_berkas(2026, ever) == "B-2026-001"
    assert last_entry("B-2025-007", ever) == 3
    assert last_entry("B-2025-001", ever) == 0
    assert last_scan(ever) == 12
    assert last_scan(["XP-000099"]) == 0


def test_codes_in_a_text() -> None:
    assert codes_in("B-2025-001.03 dan B-2025-002") == {"B-2025-001.03", "B-2025-002"}
    assert codes_in("tanpa") == set()


def test_the_berkas_of_an_entry_is_read_off_its_code() -> None:
    assert berkas_of_code("B-2025-001.03") == "B-2025-001"
    assert berkas_of_code("B-2025-001.0\u0430") == berkas_of_code("B-2025-001") == berkas_of_code(None) == ""


@given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_a_plain_name_is_read_the_same_on_the_short_way(text: str) -> None:
    with_an_accent = plain_name(text + " \u00e9")
    assert plain_name(with_an_accent.removesuffix("\u00e9")) == plain_name(text)
