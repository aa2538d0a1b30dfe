"""One decision under all spellings of its number, and numbers that name none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.domain.decision_number import (
    NamedDecision,
    has_blank,
    is_incomplete,
    nearest,
    read_decision,
    same_key,
)

SPELLINGS = (
    (
        "Nomor 731 Tahun 2025",
        "No. 731 Tahun 2025",
        "NO.731 TAHUN 2025",
        "Nomor\u00a0731\u2007Tahun 2025",
        "NOMOR : 731   TAHUN\n2025",
        "Nomor 731 Thn 2025",
        "nomor 731 th. 2025",
        "731 Tahun 2025",
        "731/2025",
        "731 / 2025",
        "0731/2025",
        "Keputusan KPU Nomor 731 Tahun 2025",
        "Keputusan Komisi Pemilihan Umum Republik Indonesia Nomor 731 Tahun 2025",
        "Surat Keputusan Ketua KPU RI No 731/2025",
        "SK KPU 731/2025",
        "S.K. KPU Nomor 731 Tahun 2025",
        "Kpts. KPU No. 731 Th 2025",
        "SK No. 731 Tahun 2025 tanggal 21 Agustus 2025",
        "Nomor 731 Tahun 2025, tanggal 21-08-2025 tentang Penetapan Dokumen",
        "Nomor 731 Tahun 2025 (21 Agustus 2025)",
        "Nomor 731 Tahun 2025 tentang Informasi Nomor 5 Tahun 2020",
        "７３１/２０２５",
        "Nomor 731\u200b Tahun 2025.",
    ),
    (
        "169/Kpts/KPU/TAHUN 2015",
        "169 / kpts / kpu / tahun 2015",
        "Keputusan KPU Nomor 169/Kpts/KPU/Tahun 2015 tentang Informasi yang Dikecualikan",
        "No.169-KPTS-KPU-THN 2015",
    ),
    ("929/HK.03.1-Kpt/04/KPU/V/2019", "Nomor: 929/HK.03.1\u2013Kpt/04/KPU/V/2019"),
    ("188.4/705/TAHUN 2013", "SK Nomor 188.4/705/Tahun 2013 tgl 1 Mei 2013"),
    ("481.16/36/TAHUN 2024",),
    ("Nomor 731",),
    ("Nomor 731 Tahun 2024",),
    ("Nomor 732 Tahun 2025",),
    ("Nomor 731 Tahun 2025 dan Nomor 732 Tahun 2025",),
    ("Keputusan KPU Provinsi Nusa Tenggara Timur Nomor 731 Tahun 2025",),
    ("Keputusan Sekjen Nomor KP-SKJ 8 Tahun 2026", "keputusan sekjen no kp skj 8/2026"),
    ("2015/Kpts/KPU/TAHUN 2015",),
    ("000/2025",),
)


def test_all_spellings_of_a_decision_have_one_key_and_two_decisions_never_share_one() -> None:
    keys = [{same_key(spelling) for spelling in spellings} for spellings in SPELLINGS]
    assert [len(each) for each in keys] == [1] * len(SPELLINGS), keys
    assert len({key for each in keys for key in each}) == len(SPELLINGS)
    assert None not in {key for each in keys for key in each}


@pytest.mark.parametrize(
    "text",
    [
        "481.16/ /36/TAHUN 2024",
        "481.16//36/TAHUN 2024",
        "481.16/…/36/TAHUN 2024",
        "481.16/...../36/TAHUN 2024",
        "481.16/\u00a0\u00a0/36/TAHUN 2024",
        "Nomor ___ Tahun 2025",
        "Nomor ... Tahun 2025",
        "Nomor      Tahun 2025",
        "Nomor: /HK.03/2025",
        "/Kpts/KPU/TAHUN 2015",
        "481.16/36/",
        "12/( )/2024",
        "12/--/2024",
    ],
)
def test_a_number_with_a_place_left_blank_is_told_and_equals_nothing(text: str) -> None:
    assert has_blank(text)
    assert same_key(text) is None


@pytest.mark.parametrize("text", [None, "", "  ", "Keputusan KPU", "-", "Tahun 2025", "tentang Nomor 5"])
def test_what_names_no_decision_has_no_key(text: str | None) -> None:
    assert same_key(text) is None
    assert not has_blank(text)


@pytest.mark.parametrize("text", [None, "", "-", "Nomor", "Nomor ... Tahun 2025", "481.16/ /36/TAHUN 2024"])
def test_what_has_no_figure_or_a_blank_is_no_number_yet(text: str | None) -> None:
    assert is_incomplete(text)
    assert not is_incomplete("Nomor VII Tahun 2025")


def test_the_nearest_is_the_same_decision_then_the_same_number_then_the_most_alike() -> None:
    there = ["Nomor 731 Tahun 2025", "169/Kpts/KPU/TAHUN 2015", "481.16/36/TAHUN 2024"]
    assert nearest("SK 731/2025", there) == there[0]
    assert nearest("169/Kpts/KPU/TAHUN 2015 tentang x", [*there, "169/Kpt/KPU/TAHUN 2015"]) == there[1]
    assert nearest("Nomor 731", there) == there[0], "the year was left out"
    assert nearest("Nomor 169 Tahun 2015", there) == there[1], "the code was left out"
    assert nearest("168/Kpts/KPU/TAHUN 2015", there) == there[1], "one figure differs"
    assert nearest("481.16/ /36/TAHUN 2024", there) == there[2], "a blank is offered what it may mean"
    assert nearest("Nomor 5 Tahun 1999", there) is None
    assert nearest("Nomor 5 Tahun 1999", []) is None


@given(st.text(max_size=60))
def test_any_text_has_a_key_or_none_and_case_and_spaces_do_not_matter(text: str) -> None:
    key = same_key(text)
    assert same_key(f"  {text}\n") == key
    if key is not None:
        assert key.count("/") == 2


@given(
    st.integers(1, 9999), st.integers(1950, 2049), st.sampled_from(["Kpts/KPU/", "HK.03.1-Kpt/04/KPU/V/", ""])
)
def test_a_number_year_and_code_make_the_key(number: int, year: int, code: str) -> None:
    spelled = {
        same_key(f"{lead}{number}/{code}{word}{year}") for lead in ("", "No. ") for word in ("", "TAHUN ")
    }
    assert len(spelled) == 1
    assert spelled.isdisjoint(
        {same_key(f"{number + 1}/{code}{year}"), same_key(f"{number}/{code}{year + 1}")}
    )


DECREE = "169/Kpts/KPU/TAHUN 2015"
PROVINCE = "Keputusan KPU Provinsi NTT Nomor 5 Tahun 2025"


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        (
            f"{DECREE} tentang Informasi yang Dikecualikan",
            NamedDecision(DECREE, "Informasi yang Dikecualikan"),
        ),
        (f"I. Keputusan KPU Nomor {DECREE}", NamedDecision(DECREE)),
        ("II. Keputusan KPU Nomor 731 Tahun 2025", NamedDecision("Nomor 731 Tahun 2025")),
        ("SK 12/2025", NamedDecision("12/2025")),
        (
            f"{PROVINCE} tanggal 1 Mei 2025 tentang X",
            NamedDecision(PROVINCE, "X", date(2025, 5, 1)),
        ),
        (
            "Nomor 731 Tahun 2025, 21 Agustus 2025",
            NamedDecision("Nomor 731 Tahun 2025", None, date(2025, 8, 21)),
        ),
        ("No. 731 Tahun 2025 tgl kapan-kapan", NamedDecision("No. 731 Tahun 2025")),
        ("481.16/ /36/TAHUN 2024", NamedDecision("481.16/ /36/TAHUN 2024")),
        ("UU 14/2008 Pasal 17", None),
        ("Undang-Undang Nomor 14 Tahun 2008", None),
        ("PKPU 1/2015", None),
        ("A. KEPEGAWAIAN", None),
        ("5 (lima) tahun", None),
        ("", None),
    ],
)
def test_a_text_that_begins_with_a_decision_gives_its_number_subject_and_day(
    text: str, decision: NamedDecision | None
) -> None:
    assert read_decision(text) == decision
