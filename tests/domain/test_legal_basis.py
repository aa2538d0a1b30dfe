"""Legal bases: citations read from dirty text, acts at the decision's date, limits of Pasal 17 and 20."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.laws import law_key
from xl_macros.domain.legal_basis import (
    Citation,
    LegalBasis,
    by_act,
    legal_findings,
    read_legal_basis,
    seed_articles,
    seed_legal_bases,
)
from xl_macros.domain.legal_seeds import NO_TITLE
from xl_macros.domain.period import read_period
from xl_macros.places import resources

KIP = "UU 14/2008"
LAST_DAY_OF_PKPU_1 = date(2023, 10, 31)
FIRST_DAY_OF_PKPU_22 = date(2023, 11, 1)
TODAY = date(2026, 11, 22)


def test_no_act_bears_a_remark_in_place_of_its_title() -> None:
    titles = {basis.act: basis.title for basis in seed_legal_bases()}
    assert NO_TITLE not in titles.values()
    assert titles["PKPU 14/2020"].startswith("Tugas, Fungsi, Susunan Organisasi")
    assert titles["Keputusan KPU 88/Kpts/KPU/TAHUN 2015"] == ""


Short = tuple[str | None, int | None, int | None, str, tuple[int, ...]]


def short(citation: Citation) -> Short:
    return citation.law, citation.article, citation.paragraph, "".join(citation.letters), citation.items


def found(
    legal_basis: str,
    period_text: str = "5 tahun",
    decided_on: date | None = date(2025, 8, 21),
    bases: tuple[LegalBasis, ...] | None = None,
    on: date = TODAY,
) -> tuple[Finding, ...]:
    acts = seed_legal_bases() if bases is None else bases
    return legal_findings(
        read_legal_basis(legal_basis), read_period(period_text), decided_on, by_act(acts), on
    )


def codes(*args: object, **named: object) -> list[str]:
    return [finding.code for finding in found(*args, **named)]  # type: ignore[arg-type]


# -- reading -----------------------------------------------------------------------------------------------

CITATIONS: list[tuple[str, list[Short]]] = [
    ("UU 14/2008 Pasal 17 huruf h", [(KIP, 17, None, "h", ())]),
    ("UU 14/2008 Pasal 17 huruf h angka 3", [(KIP, 17, None, "h", (3,))]),
    ("UU 14/2008 Pasal 17 huruf a, c", [(KIP, 17, None, "ac", ())]),
    ("Pasal 17 huruf a, c UU KIP", [(KIP, 17, None, "ac", ())]),
    ("UU No. 14 Tahun 2008 Psl. 17 hrf. b, i", [(KIP, 17, None, "bi", ())]),
    ("uu no 14 th 2008 ps 17 (h)", [(KIP, 17, None, "h", ())]),
    ("UU KIP Pasal 17h", [(KIP, 17, None, "h", ())]),
    ("UU KIP psl 17 h", [(KIP, 17, None, "h", ())]),
    ("UU 14 / 2008 pasal 17 huruf (h)", [(KIP, 17, None, "h", ())]),
    ("Pasal 17 butir g dan h UU 14 Tahun 2008", [(KIP, 17, None, "gh", ())]),
    ("UU 14/2008 Pasal 17 huruf a dan huruf c", [(KIP, 17, None, "ac", ())]),
    ("UU 14/2008 Pasal 17 huruf a s.d. c", [(KIP, 17, None, "abc", ())]),
    ("UU 14/2008 Pasal 17 huruf g – i", [(KIP, 17, None, "ghi", ())]),
    ("UU 14/2008 Pasal 17 huruf h angka 1 s/d 5", [(KIP, 17, None, "h", (1, 2, 3, 4, 5))]),
    ("UU 14/2008 Pasal 17 huruf h angka 2, 4 dan 5", [(KIP, 17, None, "h", (2, 4, 5))]),
    ("UU 14/2008 Pasal 17 huruf h angka 3 dan huruf i", [(KIP, 17, None, "hi", (3,))]),
    ("UU 14/2008 Pasal 17 huruf a s.d. 3", [(KIP, 17, None, "a", ())]),
    ("Undang- undang Nomor 14 Tahun 2008 Pasal 17 huruf h", [(KIP, 17, None, "h", ())]),
    ("Undang–Undang RI No.14 Tahun 2008 Pasal\u00a017 huruf\u200b h", [(KIP, 17, None, "h", ())]),
    ("UU KIP (UU 14/2008) Pasal 17 huruf h", [(KIP, 17, None, "h", ())]),
    (
        "Undang-Undang Republik Indonesia Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik "
        "Pasal 17 huruf h Menyangkut data pribadi",
        [(KIP, 17, None, "h", ())],
    ),
    ("UU 43/2009 Ps 44 ayat (1) huruf h", [("UU 43/2009", 44, 1, "h", ())]),
    ("UU 43/2009 Pasal 44 ayat (1) dan ayat (2)", [("UU 43/2009", 44, 1, "", ())]),
    ("UU 14/2008 Pasal 17 huruf i; UU 43/2009", [(KIP, 17, None, "i", ()), ("UU 43/2009", None, None, "", ())]),
    (
        "UU 14/2008 Pasal 17 huruf j Perpres 54/2010",
        [(KIP, 17, None, "j", ()), ("Perpres 54/2010", None, None, "", ())],
    ),
    (
        "UU 14/2008 Pasal 17 huruf a, Pasal 44 ayat (1) UU 43/2009",
        [(KIP, 17, None, "a", ()), ("UU 43/2009", 44, 1, "", ())],
    ),
    (
        "Pasal 6 ayat (3) huruf c dan Pasal 17 huruf h angka 5 Undang-Undang Nomor 14 Tahun 2008",
        [(KIP, 6, 3, "c", ()), (KIP, 17, None, "h", (5,))],
    ),
    (
        "Pasal 17 huruf h UU 14/2008, Pasal 44 UU 43/2009",
        [(KIP, 17, None, "h", ()), ("UU 43/2009", 44, None, "", ())],
    ),
    (
        "1. Pasal 44 ayat (1) huruf h Undang-Undang No. 43 Tahun 2009 tentang Kearsipan "
        "2. Peraturan Pemerintah No. 61 Tahun 2010 tentang Pelaksanaan Undang-Undang Nomor 14 Tahun 2008",
        [("UU 43/2009", 44, 1, "h", ()), ("PP 61/2010", None, None, "", ())],
    ),
    ("UU 14/2008 Pasal 17 huruf a; huruf c", [(KIP, 17, None, "a", ()), (KIP, 17, None, "c", ())]),
    ("UU 14/2008 Pasal 17 huruf a;\nPasal 18 ayat (2)", [(KIP, 17, None, "a", ()), (KIP, 18, 2, "", ())]),
    ("huruf h", [(None, None, None, "", ())]),
    ("Pasal 17", [(None, 17, None, "", ())]),
    ("Pasal 17 huruf h", [(None, 17, None, "h", ())]),
    ("PKPU 1/2015 Pasal 18 huruf a", [("PKPU 1/2015", 18, None, "a", ())]),
    ("Peraturan KPU Nomor 1 Tahun 2015", [("PKPU 1/2015", None, None, "", ())]),
    ("Peraturan Komisi Pemilihan Umum Nomor 22 Tahun 2023", [("PKPU 22/2023", None, None, "", ())]),
    ("Keputusan KPU Nomor 731 Tahun 2025", [("Keputusan KPU 731/2025", None, None, "", ())]),
    ("Keputusan KPU 88/Kpts/KPU/TAHUN 2015", [("Keputusan KPU 88/Kpts/KPU/TAHUN 2015", None, None, "", ())]),
    (
        "SK KPU Nomor 929/HK.03.1-Kpt/04/KPU/V/2019",
        [("Keputusan KPU 929/HK.03.1-Kpt/04/KPU/V/2019", None, None, "", ())],
    ),
    ("Perki 1/2021; Permendagri No. 3 Tahun 2017",
     [("Perki 1/2021", None, None, "", ()), ("Permendagri 3/2017", None, None, "", ())]),
    ("Peraturan Menteri Kesehatan Nomor 24 Tahun 2022 Pasal 1", [("Permenkes 24/2022", 1, None, "", ())]),
    ("Peraturan Rektor Nomor 5 Tahun 2020", [("Peraturan Rektor 5/2020", None, None, "", ())]),
    ("Perda Kab. Bantul Nomor 5 Tahun 2015", [("Perda Kab. Bantul 5/2015", None, None, "", ())]),
    ("UUD 1945 Pasal 28F", [("UUD 1945", 28, None, "", ())]),
    ("UU Kearsipan Pasal 44; UU PDP", [("UU 43/2009", 44, None, "", ()), ("UU 27/2022", None, None, "", ())]),
    ("PKPU 22/2023 sebagaimana diubah terakhir dengan PKPU 4/2025", [("PKPU 22/2023", None, None, "", ())]),
    ("rahasia jabatan", [(None, None, None, "", ())]),
    ("", []),
    (" - ", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CITATIONS)
def test_dirty_text_gives_law_article_letters_and_items(text: str, expected: list[Short]) -> None:
    assert [short(citation) for citation in read_legal_basis(text)] == expected


def test_a_blank_cell_cites_nothing() -> None:
    assert read_legal_basis(None) == ()


def test_every_citation_keeps_the_words_it_was_read_from() -> None:
    first, second = read_legal_basis("UU 14/2008 Pasal 17 huruf a; UU 43/2009 Ps 44")
    assert (first.text, second.text) == ("UU 14/2008 Pasal 17 huruf a", "UU 43/2009 Ps 44")


@pytest.mark.parametrize("file", ["kpu_entries.csv", "other_entries.csv"])
def test_every_real_entry_names_its_law_and_letters(file: str) -> None:
    with resources.data_file(file).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            first = read_legal_basis(row["legal_basis"])[0]
            assert (first.law, first.article, bool(first.letters)) == (KIP, 17, True)


@given(st.text(max_size=300))
def test_no_text_whatever_makes_reading_a_legal_basis_fail(text: str) -> None:
    for citation in read_legal_basis(text):
        assert isinstance(citation.text, str)


@given(st.text("pasl huruf17,.()-;/nUUdKIPtahun2008&", max_size=200))
def test_no_text_made_of_citation_debris_makes_reading_fail(text: str) -> None:
    read_legal_basis(text)


@pytest.mark.parametrize(
    "hostile",
    ["pasal 17 huruf " + "a, " * 40_000, "undang-" * 20_000, "1. " * 40_000, "(" * 100_000, "pasal 1" * 15_000,
     "keputusan " * 12_000, "17 huruf a-" * 10_000, "peraturan menteri a " * 6_000 + "nomor"],
    ids=["letters", "undang", "marks", "brackets", "articles", "decrees", "ranges", "kinds"],
)  # fmt: skip
def test_a_hundred_thousand_hostile_characters_are_read_within_the_cap(hostile: str) -> None:
    citations = read_legal_basis(hostile)
    assert sum(len(citation.letters) for citation in citations) <= 26 * 4000


def test_two_spellings_of_a_law_have_the_same_key() -> None:
    assert law_key("Undang-Undang Nomor 14 Tahun 2008") == law_key(KIP)
    assert law_key("Keputusan KPU No. 88/KPTS/KPU/Tahun 2015") == law_key(
        "Keputusan KPU 88/Kpts/KPU/TAHUN 2015"
    )
    assert law_key("Hukum Adat") == "hukumadat"


# -- the citations' findings -------------------------------------------------------------------------------


def test_an_entry_on_a_valid_letter_of_the_law_has_no_finding() -> None:
    assert found(f"{KIP} Pasal 17 huruf h angka 5") == ()


@pytest.mark.parametrize(
    ("legal_basis", "expected"),
    [
        ("", ["legal_basis_missing"]),
        ("rahasia jabatan", ["legal_basis_unreadable"]),
        ("Pasal 44 ayat (1)", ["law_not_named"]),
        ("Pasal 17", ["law_not_named", "letter_missing"]),
        ("UU KIP Pasal 17", ["letter_missing"]),
        (KIP, ["article_missing"]),
        (f"{KIP} Pasal 17 huruf k", ["letter_unknown"]),
        (f"{KIP} Pasal 17 huruf h angka 6", ["item_unknown"]),
        (f"{KIP} Pasal 17 huruf h; UU 99/1999", ["law_unknown"]),
        (f"{KIP} Pasal 6 ayat (3) huruf c", []),
        (f"{KIP} Pasal 17 huruf h; UU 43/2009 Pasal 44 ayat (1) huruf z", []),
    ],
)
def test_what_is_wrong_with_a_citation_is_said(legal_basis: str, expected: list[str]) -> None:
    assert codes(legal_basis) == expected


@pytest.mark.parametrize(
    "legal_basis",
    ["", "rahasia", "Pasal 17", "Pasal 44", KIP, f"{KIP} Pasal 17 huruf k", "UU 99/1999", "PKPU 1/2015",
     f"{KIP} Pasal 17 huruf h angka 9", "Perpres 54/2010"],
)  # fmt: skip
def test_every_finding_is_an_indonesian_sentence_that_says_what_to_do(legal_basis: str) -> None:
    cures = ("tulis", "lengkapi", "tambahkan", "periksa", "tanyakan", "mintakan", "angkanya")
    findings = found(legal_basis)
    assert findings
    for finding in findings:
        assert any(cure in finding.message.lower() for cure in cures), finding.message
        assert finding.message.endswith(".")
        assert finding.severity in set(Severity)
        assert finding.source
        assert str(finding).startswith(finding.message)


def test_a_finding_prints_with_its_source() -> None:
    finding = found("")[0]
    assert str(finding) == f"{finding.message} (UU 14/2008 Pasal 17)"


# -- the acts at the decision's date -----------------------------------------------------------------------


def test_pkpu_1_2015_is_superseded_from_1_november_2023_and_not_the_day_before() -> None:
    basis = f"{KIP} Pasal 17 huruf h; PKPU 1/2015 Pasal 18"
    assert codes(basis, decided_on=LAST_DAY_OF_PKPU_1) == []
    (finding,) = found(basis, decided_on=FIRST_DAY_OF_PKPU_22)
    assert (finding.code, finding.severity, finding.source) == (
        "law_superseded",
        Severity.CHECK,
        "PKPU 22/2023",
    )
    assert "31 Oktober 2023" in finding.message
    assert "PKPU 22/2023" in finding.message


def test_pkpu_22_2023_is_not_yet_in_force_on_31_october_2023_and_is_the_next_day() -> None:
    basis = f"{KIP} Pasal 17 huruf h; PKPU 22/2023"
    assert codes(basis, decided_on=LAST_DAY_OF_PKPU_1) == ["law_not_yet_in_force"]
    assert codes(basis, decided_on=FIRST_DAY_OF_PKPU_22) == []


def test_pkpu_4_2025_holds_from_29_december_2025() -> None:
    basis = f"{KIP} Pasal 17 huruf h; PKPU 4/2025"
    assert codes(basis, decided_on=date(2025, 12, 28)) == ["law_not_yet_in_force"]
    assert codes(basis, decided_on=date(2025, 12, 29)) == []


def test_the_information_law_holds_from_30_april_2010() -> None:
    basis = f"{KIP} Pasal 17 huruf h"
    assert codes(basis, decided_on=date(2010, 4, 29)) == ["law_not_yet_in_force"]
    assert codes(basis, decided_on=date(2010, 4, 30)) == []


def test_without_the_decisions_date_a_superseded_act_is_only_perhaps_superseded() -> None:
    basis = f"{KIP} Pasal 17 huruf h; PKPU 1/2015"
    assert codes(basis, decided_on=None) == ["law_perhaps_superseded"]
    assert codes(basis, decided_on=None, on=LAST_DAY_OF_PKPU_1) == []
    assert codes(f"{KIP} Pasal 17 huruf h; PKPU 22/2023", decided_on=None) == []


def test_a_replaced_act_whose_last_day_is_unknown_is_to_be_checked() -> None:
    (finding,) = found(f"{KIP} Pasal 17 huruf j; Perpres 54/2010")
    assert (finding.code, finding.severity) == ("law_perhaps_superseded", Severity.CHECK)
    assert finding.source == "Perpres 16/2018 (perlu diperiksa)"


def test_an_act_that_ended_without_successor_is_said_to_have_ended() -> None:
    ended = LegalBasis("UU 1/1950", "", None, valid_to=date(1999, 12, 31))
    (finding,) = found("UU 1/1950 Pasal 2", bases=(ended,))
    assert (finding.code, finding.source) == ("law_superseded", "UU 1/1950")
    assert "digantikan" not in finding.message


def test_staff_may_write_the_act_in_the_reference_sheet_as_they_like() -> None:
    act = LegalBasis("Undang-Undang Nomor 99 Tahun 1999", "", None)
    assert codes("UU 99/1999 Pasal 1", bases=(act,)) == []


def test_an_act_listed_twice_holds_when_one_of_its_rows_does() -> None:
    rows = (
        LegalBasis("UU 1/1950", "", date(1950, 1, 1), date(1959, 12, 31)),
        LegalBasis("UU 1/1950", "", date(2000, 1, 1)),
    )
    assert codes("UU 1/1950 Pasal 2", bases=rows) == []
    assert codes("UU 1/1950 Pasal 2", bases=rows, decided_on=date(1970, 1, 1)) == ["law_superseded"]


def test_without_any_listed_act_no_act_is_called_unknown() -> None:
    assert codes(f"{KIP} Pasal 17 huruf h", bases=()) == []


# -- letters a to f are not permanent (UU 14/2008 Ps 20(1)) ------------------------------------------------


@pytest.mark.parametrize("letter", "abcdef")
@pytest.mark.parametrize(
    "wording", ["Permanen", "sesuai JRA", "", "Dapat dibuka untuk kepentingan penyidikan"]
)
def test_letters_a_to_f_without_date_or_event_must_be_mended(letter: str, wording: str) -> None:
    (finding,) = found(f"{KIP} Pasal 17 huruf {letter}", wording)
    assert (finding.code, finding.severity) == ("not_permanent", Severity.MUST_MEND)
    assert finding.source == "UU 14/2008 Pasal 20 ayat (1)"


@pytest.mark.parametrize("letter", "ghij")
@pytest.mark.parametrize("wording", ["Permanen", "sesuai JRA", ""])
def test_letters_g_to_j_may_be_without_end(letter: str, wording: str) -> None:
    assert codes(f"{KIP} Pasal 17 huruf {letter}", wording) == []


@pytest.mark.parametrize(
    "wording",
    ["1 tahun", "sampai penyidikan selesai", "selama proses penyidikan", "5 (enam) tahun", "5-10 tahun",
     "sampai ada persetujuan tertulis", "dibuka setelah putusan inkracht"],
)  # fmt: skip
def test_letters_a_to_f_with_a_date_an_event_or_a_number_in_doubt_are_not_permanent(wording: str) -> None:
    assert codes(f"{KIP} Pasal 17 huruf c", wording) == []


def test_one_unlimited_clause_makes_letter_a_permanent() -> None:
    wording = "1. Tidak terbatas; 2. Sampai proses pengaduan selesai"
    assert codes(f"{KIP} Pasal 17 huruf a", wording) == ["not_permanent"]


def test_letters_of_other_laws_are_not_the_letters_of_article_17() -> None:
    assert codes("UU 43/2009 Pasal 44 ayat (1) huruf a", "Permanen") == []
    assert codes("PKPU 22/2023 Pasal 17 huruf a", "Permanen") == []


def test_a_letter_beside_others_is_still_not_permanent() -> None:
    (finding,) = found(f"{KIP} Pasal 17 huruf h, a, c", "Selamanya")
    assert "huruf a dan c" in finding.message


# -- letter a: at most 30 years ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("30 tahun", []),
        ("31 tahun", ["beyond_30_years"]),
        ("paling lama 30 tahun", []),
        ("360 bulan", []),
        ("361 bulan", ["beyond_30_years"]),
        ("30 tahun 1 bulan", ["beyond_30_years"]),
        ("1565 minggu", []),
        ("1566 minggu", ["beyond_30_years"]),
        ("8000 hari kerja", ["beyond_30_years"]),
        ("7500 hari kerja", []),
        ("35 tahun sejak ditetapkan", ["beyond_30_years"]),
        ("dibuka setelah 40 tahun", ["beyond_30_years"]),
        ("1. 5 tahun; 2. 50 tahun", ["beyond_30_years"]),
        ("s.d. 21 Agustus 2055", []),
        ("s.d. 22 Agustus 2055", ["beyond_30_years"]),
        ("sejak 1 Januari 2020 sampai dengan 1 Januari 2050", []),
        ("sejak 1 Januari 2020 sampai dengan 2 Januari 2050", ["beyond_30_years"]),
        ("sejak tahapan selesai sampai dengan 31 Desember 2099", []),
    ],
)
def test_letter_a_lasts_at_most_thirty_years_in_any_unit(wording: str, expected: list[str]) -> None:
    assert codes(f"{KIP} Pasal 17 huruf a", wording) == expected


def test_a_written_end_cannot_be_held_against_thirty_years_without_the_decisions_date() -> None:
    assert codes(f"{KIP} Pasal 17 huruf a", "s.d. 31 Desember 2099", decided_on=None) == []


def test_other_letters_may_last_longer_than_thirty_years() -> None:
    assert codes(f"{KIP} Pasal 17 huruf h", "50 tahun") == []


def test_an_end_of_which_only_the_year_is_written_is_to_be_checked() -> None:
    (finding,) = found(f"{KIP} Pasal 17 huruf h", "sampai dengan tahun 2030")
    assert (finding.code, finding.severity) == ("end_day_assumed", Severity.CHECK)
    assert "31 Desember 2030" in finding.message


# -- seeds -------------------------------------------------------------------------------------------------


def test_the_ten_letters_of_article_17_are_seeded_with_their_limits() -> None:
    articles = {rule.letter: rule for rule in seed_articles()}
    assert "".join(articles) == "abcdefghij"
    assert [letter for letter, rule in articles.items() if rule.may_be_permanent] == list("ghij")
    assert {letter: rule.maximum_years for letter, rule in articles.items() if rule.maximum_years} == {
        "a": 30
    }
    assert all("UU 14/2008 Pasal 17 huruf" in rule.source for rule in articles.values())
    assert all("Pasal 20 ayat (1)" in articles[letter].source for letter in "abcdef")


def test_no_seeded_act_has_a_date_that_nobody_has_read() -> None:
    for basis in seed_legal_bases():
        if basis.certainty == "perlu diperiksa":
            assert (basis.valid_from, basis.valid_to) == (None, None)


def test_every_seeded_act_is_written_in_the_short_form_that_citations_have() -> None:
    for basis in seed_legal_bases():
        assert read_legal_basis(basis.act)[0].law == basis.act


def test_the_acts_of_the_offices_procedure_are_seeded() -> None:
    acts = {basis.act for basis in seed_legal_bases()}
    assert {KIP, "PKPU 1/2015", "PKPU 14/2020", "Keputusan KPU 88/Kpts/KPU/TAHUN 2015"} <= acts
