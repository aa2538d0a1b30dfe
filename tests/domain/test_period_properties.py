"""What holds for every wording: nothing raises, typing habits change nothing, hostile length is harmless."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_macros.domain.period import Period, PeriodClass, read_period
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
    return replace(period, text="", clauses=tuple(parts(clause) for clause in period.clauses))


@given(st.text(max_size=400))
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
    assert parts(read_period(typed(wording))) == parts(read_period(wording))


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
