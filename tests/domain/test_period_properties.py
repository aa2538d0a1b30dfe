"""What holds for every wording: nothing raises, typing habits change nothing, hostile length is harmless."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_macros.domain.period import Period, PeriodClass, read_period
from xl_macros.domain.phrases import long_date
from xl_macros.domain.wording.cleaning import LONGEST

CASES = Path(__file__).with_name("period_cases.tsv")
WORDINGS = [
    line.split("\t")[0]
    for line in CASES.read_text("utf-8").splitlines()[1:]
    if not line.startswith("#") and "\\" not in line and line.split("\t")[0].isascii()
]
VOCABULARY = str.split(
    "5 (lima) tahun 30 hari kerja sampai dengan hingga selama sepanjang tidak belum kecuali dan atau dan/atau "
    "persetujuan izin tertulis dari yang bersangkutan pimpinan proses selesai pengumuman putusan permanen "
    "terbatas dibuka dapat setelah sejak ditetapkan 31 Desember 2027 paling lama untuk kepentingan pemeriksaan "
    "s/d 1. 2. a. ; , . ( ) - jabatan publik sesuai JRA tertentu"
)
sentences = st.lists(st.sampled_from(VOCABULARY), max_size=25).map(" ".join)


def parts(period: Period) -> Period:
    """The period without the verbatim texts, which keep how the cell was typed."""
    return period._replace(text="", clauses=tuple(parts(clause) for clause in period.clauses))


def small(period: Period) -> str:
    """The parts in small letters: acronyms keep the capitals with which a cell writes them."""
    return str(parts(period)).casefold()


@given(st.text(max_size=400))
@settings(deadline=None)
def test_no_text_whatever_raises(text: str) -> None:
    period = read_period(text)
    assert period.text == (text if text.strip() else "")
    assert isinstance(period.to_dict(), dict)


@given(
    st.text(st.characters(categories=["Cs", "Co", "Cf", "No", "Nd", "Mn", "Zl", "Zp", "Cn"]), max_size=100)
)
def test_no_odd_characters_raise(text: str) -> None:
    read_period(f"5 {text} tahun")


@given(sentences)
@settings(max_examples=400)
def test_no_jumble_of_the_fields_own_words_raises_or_breaks_what_parts_promise(text: str) -> None:
    keeps_its_promises(read_period(text))


def keeps_its_promises(period: Period) -> None:
    """What readers of a period may rely on, whatever the wording."""
    assert (period.period_class is PeriodClass.MULTI_CLAUSE) == bool(period.clauses)
    assert period.length is None or (period.length > 0 and period.unit is not None)
    assert period.contradiction is None or period.length is None or period.anchor is not None
    assert period.consent or period.consent_by is None
    dated = {PeriodClass.FIXED, PeriodClass.FIXED_ANCHORED, PeriodClass.FIXED_UNLESS}
    if period.period_class in dated and period.contradiction is None:
        assert period.length is not None or period.until_on is not None
    if period.period_class is PeriodClass.FIXED_ANCHORED:
        assert period.anchor is not None
    if period.period_class is PeriodClass.FIXED_UNLESS:
        assert period.override
    if period.period_class in {PeriodClass.UNTIL_EVENT, PeriodClass.WHILE_STATE}:
        assert period.event
    if period.period_class is PeriodClass.UNTIL_EVENT_AND_CONSENT:
        assert period.event
        assert period.consent
    if period.period_class is PeriodClass.UNTIL_CONSENT:
        assert period.consent
    if period.period_class is PeriodClass.PURPOSE_LIMITED:
        assert period.purpose
    if period.period_class is PeriodClass.OPENS_AFTER and period.contradiction is None:
        assert period.event or period.consent or period.length or period.until_on
    for clause in period.clauses:
        keeps_its_promises(clause)
        assert clause.text


@given(st.sampled_from(WORDINGS), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_reading_does_not_depend_on_case(wording: str, typed: object) -> None:
    assert callable(typed)
    assert small(read_period(typed(wording))) == small(read_period(wording))


@given(
    st.sampled_from(WORDINGS),
    st.lists(
        st.sampled_from([" ", "  ", "\t", "\u00a0", " \u200b", "\n", "\r\n", "\u2003"]),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["", " ", "\n", "\ufeff"]),
)
def test_reading_does_not_depend_on_spacing(wording: str, blanks: list[str], edge: str) -> None:
    words = wording.split(" ")
    spaced = "".join(word + blanks[index % len(blanks)] for index, word in enumerate(words))
    assert parts(read_period(f"{edge}{spaced}{edge}")) == parts(read_period(wording))


@given(
    st.sampled_from(WORDINGS),
    st.sampled_from([".", " .", ";", ",", "...", " !", ":", ".;", " -", "…", "\u00b9"]),
)
def test_reading_does_not_depend_on_trailing_punctuation(wording: str, ending: str) -> None:
    assert parts(read_period(wording + ending)) == parts(read_period(wording))


@given(st.sampled_from(WORDINGS))
def test_reading_the_same_wording_twice_gives_the_same_object(wording: str) -> None:
    assert read_period(wording) is read_period(wording)


HOSTILE = [
    "5 (" * 33_000,
    "sampai " * 14_000,
    "1. a; " * 16_000,
    "persetujuan dan " * 6_000,
    "dapat dibuka setelah " * 5_000,
    "5 tahun sejak " * 7_000,
    "satu " * 20_000 + "tahun",
    "satu" * 25_000,
    "(" * 100_000,
    ")" * 50_000 + "(" * 50_000,
    "kecuali " * 12_000,
    "tidak " * 16_000 + "terbatas",
    "s/d " * 25_000,
    "31 Desember 2027 - " * 5_000,
    "\u0300\u0316" * 50_000,
    "\u200b" * 100_000,
    "• " * 50_000,
    "jangka waktu " * 7_000,
    "selama-" * 14_000,
    "a" * 100_000,
    "9" * 100_000 + " tahun",
    "\ufdfa" * 100_000,
    "31/12/2027 " * 9_000,
    "tidak dapat dibuka " * 5_000,
    "permanen sampai tidak terbatas sampai " * 2_600,
    "sejak 1 sampai " * 7_000,
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hundred_thousand_hostile_characters_are_refused_by_their_length(hostile: str) -> None:
    """Prompt by construction: nothing but counting and blanks is done before the length is judged."""
    assert read_period(hostile).period_class is PeriodClass.UNCLEAR


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_of_the_greatest_length_that_is_read_finishes(hostile: str) -> None:
    assert isinstance(read_period(hostile[:LONGEST]), Period)


def test_blanks_do_not_count_towards_the_length() -> None:
    assert read_period("5" + " " * 100_000 + "tahun").length == 5
    assert read_period("5" + "\n \n" * 40_000 + "tahun").length == 5


def test_a_text_too_long_to_be_a_period_says_so() -> None:
    assert read_period("x" * (LONGEST + 1)).contradiction == "Teks jangka waktu terlalu panjang untuk dibaca."


def test_no_text_at_all_is_unclear() -> None:
    assert read_period(None) == Period("", PeriodClass.UNCLEAR)
    assert read_period("   \n ") == Period("", PeriodClass.UNCLEAR)


# -- numbers that belong to something else -----------------------------------------------------------------

numbers = st.integers(1, 999)
years = st.integers(1945, 2099)
units = st.sampled_from(["tahun", "bulan", "hari", "hari kerja", "minggu"])
ACTS = (
    "PP {n} Tahun {y}",
    "PKPU {n} Tahun {y}",
    "PKPU Nomor {n} Tahun {y}",
    "Perki {n} tahun {y}",
    "UU No. {n} Tahun {y}",
    "UU No.{n}/{y}",
    "UU {n} th {y}",
    "Undang-Undang Nomor {n} Tahun {y}",
    "Keputusan KPU Nomor {n} Tahun {y}",
    "Keputusan KPU Nomor {n}/Kpts/KPU/TAHUN {y}",
    "Keputusan Bupati Manggarai Barat Nomor 188.4/{n}/TAHUN {y}",
    "Peraturan KPU Nomor {n} Tahun {y}",
    "Permendagri {n} Tahun {y}",
    "Perda {n} Tahun {y}",
    "Perda Kabupaten Manggarai Barat Nomor {n} Tahun {y}",
    "SE Sekjen KPU {n} Tahun {y}",
    "Surat Edaran Nomor {n} Tahun {y}",
    "Inpres {n} Tahun {y}",
    "Nomor {n} Tahun {y}",
    "{n}/HK.03.1-Kpt/04/KPU/V/{y}",
    "Pasal {n} PP 61 Tahun {y}",
    "Pasal 5 ayat (1) PP Nomor {n} Tahun {y}",
)
acts = st.builds(lambda act, n, y: act.format(n=n, y=y), st.sampled_from(ACTS), numbers, years)
STATES_NO_LENGTH = (
    "{act}",
    "Sesuai {act}",
    "Berdasarkan {act}",
    "Ditetapkan dengan {act}",
    "Sampai dicabutnya {act}",
    "Selama berlakunya {act}",
    "Permanen sesuai {act}",
    "usia {n} tahun",
    "anak di bawah {n} tahun",
    "Sampai usia {n} tahun",
    "Sampai yang bersangkutan berusia {n} tahun",
    "BUP {n} tahun",
    "Sampai dengan BUP ({n} tahun)",
    "Pensiun usia {n} tahun",
    "Arsip berumur {n} tahun",
    "Sampai dengan {n} tahun (usia anak)",
    "Setiap {n} {unit}",
    "Tiap {n} {unit}",
    "Per {n} {unit}",
    "{n} {unit} sekali",
    "Diperbarui setiap {n} {unit}",
    "Sampai masa sanggah ({n} {unit})",
    "Sampai masa banding berakhir ({n} {unit})",
    "Selama masa kampanye ({n} {unit})",
    "Masa kampanye ({n} {unit})",
    "Selama masa tenang {n} {unit}",
    "{n} {unit} sebelum pemungutan suara",
    "Dibuka {n} {unit} sebelum pelantikan",
    "Sampai {n} {unit} sebelum pelantikan",
    "Sampai Pemilu {y}",
    "Sampai tahapan Pemilihan Tahun {y} selesai",
    "Tahun {y}",
    "Selama tahun anggaran {y}",
    "Sampai masa jabatan {y}-2099 berakhir",
    "Dokumen tahun {y}",
    "{n} {unit} lalu",
)


def figures(period: Period) -> list[object]:
    """Every length and date that a period states."""
    own: list[object] = [period.length, period.unit, period.until_on, period.anchor_on]
    return [*own, *(figure for clause in period.clauses for figure in figures(clause))]


@given(st.sampled_from(STATES_NO_LENGTH), acts, numbers, years, units)
@settings(max_examples=600, deadline=None)
def test_no_digits_of_something_else_become_a_length_or_a_date(
    wording: str, act: str, number: int, year: int, unit: str
) -> None:
    text = wording.format(act=act, n=number, y=year, unit=unit)
    assert set(figures(read_period(text))) <= {None}, text


@given(
    st.sampled_from(WORDINGS),
    st.sampled_from(["{} sesuai {}", "{}, sesuai {}", "{} (sesuai {})", "{} berdasarkan {}"]),
    acts,
)
@settings(max_examples=600, deadline=None)
def test_naming_the_act_by_which_it_was_given_changes_no_length(wording: str, joined: str, act: str) -> None:
    assert figures(read_period(joined.format(wording, act))) == figures(read_period(wording))


@given(st.sampled_from(["5 (lima) tahun", "3 bulan", "30 hari kerja"]), acts)
@settings(deadline=None)
def test_an_act_in_front_changes_no_length(length: str, act: str) -> None:
    for joined in ("Sesuai {}, {}", "Sesuai {} selama {}", "Berdasarkan {} ditetapkan selama {}", "{}: {}"):
        assert figures(read_period(joined.format(act, length))) == figures(read_period(length))


@given(st.integers(1, 30), st.dates(date(1946, 1, 1), date(2099, 12, 31)))
@settings(deadline=None)
def test_a_stated_start_wins_however_it_is_joined(length: int, start: date) -> None:
    day = long_date(start)
    for joined in (
        "{n} tahun sejak {day}",
        "{n} tahun per {day}",
        "{n} tahun, berlaku {day}",
        "{n} tahun, berlaku surut sejak {day}",
        "{n} tahun (mulai {day})",
        "{n} tahun terhitung mulai tanggal {day}",
        "{n} tahun - sejak {day}",
        "Mulai {day} selama {n} tahun",
        "Per {day} selama {n} tahun",
        "{day} selama {n} tahun",
        "{n} tahun sejak ditetapkan tanggal {day}",
    ):
        period = read_period(joined.format(n=length, day=day))
        assert (period.length, period.anchor_on) == (length, start), joined
