"""The reader's parts: each rule's own example, written numbers, dates, lengths, cleaning, splitting."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest

from xl_macros.domain.period import PeriodClass, Unit, read_period
from xl_macros.domain.wording.clause_reader import matching_rule, read_clause
from xl_macros.domain.wording.clauses import listed_clauses, without_mark
from xl_macros.domain.wording.cleaning import plain_text, trim, words_of
from xl_macros.domain.wording.conditions import read_condition, who_consents
from xl_macros.domain.wording.dates import read_date, read_last_day
from xl_macros.domain.wording.lengths import read_length
from xl_macros.domain.wording.numbers import from_words, in_words, is_number_word
from xl_macros.domain.wording.rules import RULES, Rule
from xl_macros.places import resources

DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def spelled(number: int) -> str:
    """The number in words, by the school rule and not by the reader's own table."""
    if number < 10:
        return DIGITS[number]
    if number == 10:
        return "sepuluh"
    if number == 11:
        return "sebelas"
    if number < 20:
        return DIGITS[number - 10] + " belas"
    if number < 100:
        return DIGITS[number // 10] + " puluh" + (f" {spelled(number % 10)}" if number % 10 else "")
    head = "seratus" if number < 200 else DIGITS[number // 100] + " ratus"
    return head + (f" {spelled(number % 100)}" if number % 100 else "")


# -- the wordings that came with the project ---------------------------------------------------------------


def _wordings() -> list[tuple[str, str]]:
    with resources.data_file("period_wordings.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["wording"], row["class"]) for row in csv.DictReader(lines)]


@pytest.mark.parametrize(("wording", "period_class"), _wordings())
def test_every_listed_wording_comes_out_in_its_class(wording: str, period_class: str) -> None:
    assert read_period(wording).period_class == period_class


ENTRIES = {
    "sampai dengan nama-nama yang tercantum memberikan persetujuan secara tertulis dan/atau berkaitan "
    "dengan posisi seseorang dalam jabatan-jabatan publik": "until_consent",
    "5 (lima) tahun, kecuali pihak yang rahasianya diungkap memberikan persetujuan tertulis dan/atau "
    "pengungkapan berkaitan dengan posisi seseorang dalam jabatan publik": "fixed_unless",
    "1. Tidak terbatas, kecuali dengan tujuan tertentu dengan ijin Bupati; 2. Atas persetujuan yang "
    "bersangkutan; 3. Sampai proses pengaduan selesai": "multi_clause",
    "Tidak Terbatas": "unlimited",
    "Selama Jangka Waktu Tertentu": "unclear",
    "Selama proses pemeriksaan hingga putusan final": "while_state",
    "5 tahun setelah keputusan disiplin": "fixed_anchored",
    "Permanen (kecuali kepada pemilik data)": "unlimited",
    "1 tahun": "fixed",
    "Sampai pembayaran dilakukan": "until_event",
    "Sampai memperoleh persetujuan dari yang bersangkutan": "until_consent",
    "Dibuka setelah masa jabatan selesai": "opens_after",
    "Sampai pengumuman dan memperoleh persetujuan pimpinan": "until_event_and_consent",
    "Dapat dibuka pada waktu pemeriksaan": "purpose_limited",
    "Sampai penelitian selesai": "until_event",
}


@pytest.mark.parametrize("file", ["kpu_entries.csv", "other_entries.csv"])
def test_every_real_entry_comes_out_in_its_class(file: str) -> None:
    with resources.data_file(file).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            assert read_period(row["period_text"]).period_class == ENTRIES[row["period_text"]]


def test_the_real_wording_of_731_2025_names_length_consent_and_office() -> None:
    period = read_period(next(wording for wording in ENTRIES if wording.startswith("5 (lima)")))
    assert (period.length, period.unit, period.consent) == (5, Unit.YEAR, True)
    assert period.consent_by == "pihak yang rahasianya diungkap"
    assert period.override is not None
    assert period.override.endswith("posisi seseorang dalam jabatan publik")


def test_the_three_clauses_of_bantul_are_read_one_by_one() -> None:
    unlimited, consent, event = read_period(next(w for w in ENTRIES if w.startswith("1. "))).clauses
    assert (unlimited.exception, unlimited.override) == ("dengan tujuan tertentu dengan izin Bupati", None)
    assert (consent.consent_by, event.event) == ("yang bersangkutan", "proses pengaduan selesai")
    assert consent.text == "Atas persetujuan yang bersangkutan"


# -- the rules ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_reads_its_own_example(rule: Rule) -> None:
    words = words_of(plain_text(rule.example) or "")
    assert matching_rule(words) is rule
    assert read_clause(words).period_class is rule.gives


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_words_that_no_rule_knows_match_none() -> None:
    assert matching_rule("rahasia negara") is None


def test_every_class_is_given_by_a_wording_of_the_table_or_a_rule() -> None:
    given = {PeriodClass(period_class) for _, period_class in _wordings()}
    assert given == set(PeriodClass)


# -- numbers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(1, 1000))
def test_a_number_is_read_in_digits_in_words_and_both_ways(number: int) -> None:
    words = spelled(number)
    for text in (
        f"{number} hari",
        f"{words} hari",
        f"{number} ({words}) hari",
        f"{words.upper()} ({number}) HARI",
    ):
        period = read_period(text)
        assert (period.length, period.contradiction) == (number, None), text


def test_number_words_and_their_values_agree_for_every_number() -> None:
    for number in range(1000):
        assert in_words(number) == spelled(number)
        assert from_words(spelled(number).split()) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [("dua puluh lima", 25), ("duapuluh lima", 25), ("satu puluh", 10), ("satu belas", 11), ("selapan", 8),
     ("satu ratus", 100), ("lima enam", None), ("puluh", None), ("dua belas puluh", None)],
)  # fmt: skip
def test_number_words_in_other_forms(words: str, number: int | None) -> None:
    assert from_words(words.split()) == number


def test_a_long_run_of_letters_is_no_number_word() -> None:
    assert not is_number_word("dua" * 40)
    assert not is_number_word("duap")


@pytest.mark.parametrize("number", [1, 5, 12, 30])
def test_a_number_that_contradicts_its_words_is_never_guessed(number: int) -> None:
    for other in (number - 1, number + 1, number + 10):
        period = read_period(f"{number} ({spelled(other)}) tahun")
        assert (period.length, period.unit) == (None, Unit.YEAR)
        assert period.contradiction is not None
        assert f"“{number}”" in period.contradiction


# -- lengths -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "number", "unit"),
    [
        ("5 tahun", 5, Unit.YEAR),
        ("6 bulan", 6, Unit.MONTH),
        ("2 minggu", 2, Unit.WEEK),
        ("2 pekan", 2, Unit.WEEK),
        ("14 hari", 14, Unit.DAY),
        ("14 hari kalender", 14, Unit.DAY),
        ("30 hari kerja", 30, Unit.WORKING_DAY),
        ("1 windu", 8, Unit.YEAR),
        ("2 dasawarsa", 20, Unit.YEAR),
        ("setahun", 1, Unit.YEAR),
        ("seabad", 100, Unit.YEAR),
        ("1.000 hari", 1000, Unit.DAY),
        ("1 tahun, 6 bulan", 18, Unit.MONTH),
        ("5 (lima) thaun", 5, Unit.YEAR),
        ("7 x 24 jam", None, None),
        ("12 jam", None, None),
        ("1 tahun 10 hari", None, None),
        ("1 tahun 400 minggu", None, None),
        ("5 tahun 2 tahun", 5, Unit.YEAR),
        ("5 tahun (-)", 5, Unit.YEAR),
        ("30 hari (kerja)", 30, Unit.WORKING_DAY),
        ("5 tahun (lima bulan)", None, Unit.YEAR),
        ("5 hari (lima hari kerja)", None, Unit.DAY),
        ("lima-enam tahun", None, Unit.YEAR),
        ("setengah tahun", None, None),
        ("10 tahun atau lebih", None, None),
        ("400000 hari", None, Unit.DAY),
        ("1234567890123 tahun", None, Unit.YEAR),
    ],
)
def test_a_length_has_a_number_only_when_the_wording_leaves_no_choice(
    words: str, number: int | None, unit: Unit | None
) -> None:
    length = read_length(words)
    assert length is not None
    assert (length.number, length.unit) == (number, unit)
    assert (length.doubt is None) == (number is not None)


@pytest.mark.parametrize(
    "words",
    ["", "tahun", "jam", "5", "5 orang", "5 tahun anggaran", "5 tahun terakhir", "sekali",
     "lima ? tahun",
     "2 x 5 tahun", "satu " * 20,
     "selama", "( ( ( ( ( ( ( ( ( ( ( ( ( ( ( ( ( (", "5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5"],
)  # fmt: skip
def test_what_is_no_length_is_not_read_as_one(words: str) -> None:
    assert read_length(words) is None


# -- dates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("31 desember 2027", date(2027, 12, 31)),
        ("tanggal 1 mei 2026", date(2026, 5, 1)),
        ("jumat, 31 des. 2027", date(2027, 12, 31)),
        ("17-agt-2026", date(2026, 8, 17)),
        ("5 nopember 2026", date(2026, 11, 5)),
        ("31/12/2027", date(2027, 12, 31)),
        ("31.12.2027", date(2027, 12, 31)),
        ("31 - 12 - 2027", date(2027, 12, 31)),
        ("5/5/2027", date(2027, 5, 5)),
        ("2027-12-31", date(2027, 12, 31)),
        ("2027/12/31 00:00:00", date(2027, 12, 31)),
        ("29 februari 2028", date(2028, 2, 29)),
        ("pukul 24.00 wita tanggal 31 desember 2027", date(2027, 12, 31)),
    ],
)
def test_a_date_is_read_in_every_common_form(words: str, on: date) -> None:
    written = read_date(words)
    assert written is not None
    assert (written.on, written.doubt) == (on, None)


@pytest.mark.parametrize(
    "words",
    ["29 februari 2027", "31/04/2027", "2027-13-01", "0 mei 2027", "05/06/2027", "31/12/27", "99/99/9999"],
)
def test_a_date_that_cannot_be_or_has_two_readings_is_said_so(words: str) -> None:
    written = read_date(words)
    assert written is not None
    assert written.on is None
    assert written.doubt


def test_only_a_named_month_or_year_ends_on_its_last_day_and_is_marked() -> None:
    february = read_last_day("februari 2028")
    year = read_last_day("akhir tahun 2030")
    assert february is not None
    assert year is not None
    assert (february.on, february.day_assumed) == (date(2028, 2, 29), True)
    assert (year.on, year.day_assumed) == (date(2030, 12, 31), False)
    assert read_last_day("pemilu 2029") is None
    assert read_last_day("2030 pemilu") is None


# -- cleaning and splitting --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("S/D selesai", "sampai dengan selesai"),
        ("s.d. selesai", "sampai dengan selesai"),
        ("s. d selesai", "sampai dengan selesai"),
        ("sd tanggal 1 mei", "sampai dengan tanggal 1 mei"),
        ("data siswa SD", "data siswa sd"),
        ("selama/sepanjang perlu", "selama perlu"),
        ("sampai dengan dengan selesai", "sampai dengan selesai"),
        ("A dan / atau B", "a dan/atau b"),
        ("tgl. 1", "tanggal 1"),
        ("H+7", "7 hari setelah hari h"),
        ("samapi selesai", "sampai selesai"),
        ("5tahun", "5 tahun"),
        ("“Permanen”", "permanen"),
        ("x²y", "x y"),
        ("① satu", "1 ) satu"),
        ("Jum’at", "jumat"),
        ("a<br/>b", "a b"),
        ("٣ hari", "3 hari"),
    ],
)
def test_a_cell_becomes_plain_words(cell: str, words: str) -> None:
    assert words_of(plain_text(cell) or "") == words


@pytest.mark.parametrize(
    ("words", "trimmed"),
    [("(a)", "a"), ("((a", "a"), ("a))", "a"), (") a (", "a"), ("(a) b (c)", "(a) b (c)"), ("a (b)", "a (b)"),
     (" ., ", ""), ("(", ""), ("( a", "a"), ("a )", "a")],
)  # fmt: skip
def test_lost_brackets_and_edges_are_trimmed(words: str, trimmed: str) -> None:
    assert trim(words) == trimmed


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1. a; 2. b; 3. c", ["a", "b", "c"]),
        ("1) a 2) b", ["a", "b"]),
        ("a. x\nb. y", ["x", "y"]),
        ("i. x; ii. y; iii. z", ["x", "y", "z"]),
        ("(1) a; dan (2) b", ["a", "b"]),
        ("• a\n• b", ["a", "b"]),
        ("Pasal 17 huruf a. dan huruf b. UU", []),
        ("satu (1) atau dua (2) tahun", []),
        ("1.5 tahun; 2. b", []),
        ("huruf h angka 1. dan angka 2. saja", []),
        ("2. a; 3. b", []),
        ("5 (lima) tahun", []),
    ],
)
def test_lists_are_split_at_their_marks(text: str, items: list[str]) -> None:
    assert listed_clauses(text)[1] == items


def test_the_lead_in_of_a_list_is_kept_apart() -> None:
    assert listed_clauses("ditetapkan: 1. a; 2. b") == ("ditetapkan:", ["a", "b"])
    assert listed_clauses("kecuali\n• a") == ("kecuali", ["a"])


def test_a_single_mark_in_front_is_dropped() -> None:
    assert without_mark("1. Tidak terbatas") == "Tidak terbatas"
    assert without_mark("5. tahun") == "5. tahun"


def test_a_list_of_more_than_eight_roman_items_stops_counting_quietly() -> None:
    romans = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
    items = listed_clauses("; ".join(f"{mark}. x" for mark in romans))[1]
    assert len(items) == 8


# -- conditions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("ada persetujuan tertulis dari pemilik data", "pemilik data"),
        ("izin tertulis dan resmi dari rektor", "rektor"),
        ("persetujuan tertulis", None),
        ("yang bersangkutan telah memberikan persetujuan", "yang bersangkutan"),
        ("yang bersangkutan menyetujui", "yang bersangkutan"),
        ("disetujui oleh pemilik data", "pemilik data"),
        ("persetujuan yang diberikan oleh ahli waris", "ahli waris"),
        ("izin pimpinan untuk kepentingan penelitian", "pimpinan"),
        ("persetujuan/izin dari bupati", "Bupati"),
        ("ada putusan pengadilan", None),
        ("izin usaha diterbitkan", None),
        ("proses izin selesai", None),
    ],
)
def test_whose_consent_it_is_is_told_in_the_wordings_words(words: str, who: str | None) -> None:
    assert who_consents(words) == who


@pytest.mark.parametrize(
    ("words", "event", "consent_by", "both"),
    [
        ("pengumuman dan persetujuan pimpinan", "pengumuman", "pimpinan", True),
        ("pengumuman atau persetujuan pimpinan", "pengumuman", "pimpinan", False),
        ("persetujuan pemilik dan pengelola", None, "pemilik dan pengelola", False),
        ("penyelidikan dan penyidikan selesai", "penyelidikan dan penyidikan selesai", None, False),
        ("persetujuan pimpinan dan laporan diaudit", "laporan diaudit", "pimpinan", True),
        ("selesai; ada izin rektor", "selesai", "rektor", False),
    ],
)
def test_event_and_consent_are_told_apart(
    words: str, event: str | None, consent_by: str | None, both: bool
) -> None:
    condition = read_condition(words)
    assert (condition.event, condition.consent_by, condition.both) == (event, consent_by, both)


# -- what the command line prints --------------------------------------------------------------------------


def test_a_period_turns_into_json_with_its_clauses_under_the_name_class() -> None:
    parts = json.loads(
        json.dumps(read_period("1. s.d. 31 Desember 2027; 2. 5 tahun sejak 1 Mei 2026").to_dict())
    )
    assert parts["class"] == "multi_clause"
    assert [clause["class"] for clause in parts["clauses"]] == ["fixed", "fixed_anchored"]
    assert parts["clauses"][0]["until_on"] == "2027-12-31"
    assert (parts["clauses"][1]["anchor_on"], parts["clauses"][1]["unit"]) == ("2026-05-01", "tahun")
    names = {"class", "length", "unit", "event", "override", "consent", "clauses", "text", "contradiction"}
    assert names <= set(parts)
