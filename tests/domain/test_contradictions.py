"""What staff write beside an outcome: words that speak against it ask, all others do not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from xl_macros.domain.contradictions import contradicting_words
from xl_macros.domain.entry import Verdict
from xl_macros.domain.verdicts import VERDICTS

with (Path(__file__).parent / "words_beside_outcomes.tsv").open(encoding="utf-8", newline="") as _file:
    ROWS = [
        (Verdict(row["outcome"]), row["words"], row["asks"] == "ya")
        for row in csv.DictReader(_file, delimiter="\t")
    ]


@pytest.mark.parametrize(("verdict", "words", "asks"), ROWS)
def test_words_against_the_outcome_ask_and_others_do_not(verdict: Verdict, words: str, asks: bool) -> None:
    assert bool(contradicting_words(verdict, words)) is asks, contradicting_words(verdict, words)


def test_upper_case_and_broken_lines_are_the_same_words() -> None:
    assert contradicting_words(Verdict.OPENS, "BELUM\n BERKEKUATAN") == "BELUM"
    assert contradicting_words(Verdict.GIVEN, "TDK  SETUJU") == "tidak SETUJU"


def test_words_of_a_part_are_no_contradiction_where_the_event_names_the_part() -> None:
    assert contradicting_words(Verdict.GIVEN, "setuju sebagian") == "sebagian"
    assert contradicting_words(Verdict.GIVEN, "setuju sebagian", of_part=True) == ""
    assert contradicting_words(Verdict.GIVEN, "tidak setuju sebagian", of_part=True) == "tidak setuju"


def test_a_row_without_outcome_was_taken_to_open() -> None:
    assert contradicting_words(None, "hanya alamat") == "hanya"


@pytest.mark.parametrize("verdict", [verdict for verdicts in VERDICTS.values() for verdict in verdicts])
def test_the_bare_name_of_a_paper_asks_nothing(verdict: Verdict) -> None:
    for paper in (
        "Surat Nomor 12/PP.06-SD/5315/2026",
        "SK 731 Tahun 2025 tanggal 21 Agustus 2025",
        "BA-3",
        "",
    ):
        assert contradicting_words(verdict, paper) == ""
