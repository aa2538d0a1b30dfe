"""From which day a period runs, with its source, and which date is missing when it does not run."""

from __future__ import annotations

from datetime import date

import pytest

from xl_macros.domain.expiry import Decision, Outcome, Status
from xl_macros.domain.findings import Severity
from xl_macros.domain.start import means_the_decision

from .conftest import DECIDED_ON, Ask

UNDATED = Decision("169/Kpts/KPU/TAHUN 2015", None, "2015")


def finding(outcome: Outcome, code: str) -> str:
    found = [each for each in outcome.findings if each.code == code]
    assert len(found) == 1, outcome.findings
    return found[0].message


def codes(outcome: Outcome) -> set[str]:
    return {each.code for each in outcome.findings}


def test_without_a_stated_start_the_period_runs_from_the_decision(outcome_of: Ask) -> None:
    outcome = outcome_of("5 (lima) tahun")
    assert (outcome.start_on, outcome.start_source) == (DECIDED_ON, "tanggal keputusan")
    assert "start_unknown" not in codes(outcome)


@pytest.mark.parametrize(
    "anchor", ["tanggal penetapan", "ditetapkan", "keputusan ini ditetapkan", "tanggal keputusan ini"]
)
def test_a_start_that_means_the_decision_is_the_decision(outcome_of: Ask, anchor: str) -> None:
    outcome = outcome_of(f"5 tahun sejak {anchor}")
    assert (outcome.start_on, outcome.start_source) == (DECIDED_ON, "tanggal keputusan")


def test_a_date_in_the_wording_comes_first(outcome_of: Ask) -> None:
    outcome = outcome_of("2 tahun sejak tanggal 1 Maret 2024", anchor_on=date(2023, 1, 1))
    assert (outcome.start_on, outcome.start_source) == (date(2024, 3, 1), "tertulis dalam jangka waktu")
    assert outcome.end_on == date(2026, 3, 1)
    assert "1 Januari 2023 yang dicatat tidak dipakai" in finding(outcome, "anchor_unused")


def test_the_recorded_date_of_a_stated_start_comes_next_with_its_evidence(outcome_of: Ask) -> None:
    outcome = outcome_of(
        "5 tahun setelah keputusan disiplin", anchor_on=date(2024, 3, 1), anchor_evidence="SK 12/2024"
    )
    assert outcome.start_on == date(2024, 3, 1)
    assert outcome.start_source == "keputusan disiplin, menurut SK 12/2024"
    assert outcome.end_on == date(2029, 3, 1)
    assert outcome.findings == ()


def test_a_recorded_start_without_evidence_counts_but_is_to_be_checked(outcome_of: Ask) -> None:
    outcome = outcome_of(
        "5 tahun setelah keputusan disiplin", anchor_on=date(2024, 3, 1), anchor_evidence=" "
    )
    assert outcome.end_on == date(2029, 3, 1)
    assert "Bukti titik mulai 1 Maret 2024 belum dicatat" in finding(outcome, "anchor_without_evidence")


def test_a_stated_start_without_a_date_is_never_replaced_by_the_decision_s(outcome_of: Ask) -> None:
    outcome = outcome_of("5 tahun setelah keputusan disiplin", on=date(2099, 1, 1))
    assert (outcome.start_on, outcome.start_source, outcome.end_on) == (None, None, None)
    assert outcome.status is Status.UNCLEAR
    assert finding(outcome, "start_unknown") == (
        "Tanggal mulai belum diketahui: carilah tanggal “keputusan disiplin”, lalu isi kolom Tanggal Titik Mulai."
    )


def test_a_decision_of_which_only_the_year_is_known_says_which_date_is_missing(outcome_of: Ask) -> None:
    outcome = outcome_of("5 tahun", decision=UNDATED, on=date(2099, 1, 1))
    assert (outcome.start_on, outcome.end_on, outcome.status) == (None, None, Status.UNCLEAR)
    assert finding(outcome, "start_unknown") == (
        "Tanggal mulai belum diketahui: carilah tanggal lengkap Keputusan 169/Kpts/KPU/TAHUN 2015 (yang tertulis "
        "hanya “2015”), lalu isi kolom Tanggal Keputusan."
    )
    assert outcome.findings[0].severity is Severity.MUST_MEND


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (
            "Keputusan KPU 88/Kpts/KPU/Tahun 2015",
            "carilah tanggal Keputusan KPU 88/Kpts/KPU/Tahun 2015, lalu",
        ),
        ("", "carilah tanggal keputusan ini, lalu"),
    ],
)
def test_a_decision_without_any_date_is_named_too(outcome_of: Ask, number: str, words: str) -> None:
    assert words in finding(outcome_of("5 tahun", decision=Decision(number, None)), "start_unknown")


def test_a_missing_start_is_graver_where_an_end_hangs_on_it(outcome_of: Ask) -> None:
    waiting = outcome_of("Sampai penelitian selesai", decision=UNDATED)
    assert waiting.status is Status.WAITS_FOR_EVENT
    assert [each.severity for each in waiting.findings if each.code == "start_unknown"] == [Severity.CHECK]


def test_a_recorded_date_stands_in_for_an_unknown_decision_date(outcome_of: Ask) -> None:
    outcome = outcome_of(
        "5 tahun", decision=UNDATED, anchor_on=date(2015, 6, 1), anchor_evidence="arsip surat masuk"
    )
    assert outcome.start_source == "tanggal yang dicatat petugas, menurut arsip surat masuk"
    assert outcome.end_on == date(2020, 6, 1)


def test_a_recorded_date_that_the_wording_does_not_ask_for_is_not_used(outcome_of: Ask) -> None:
    outcome = outcome_of("5 tahun", anchor_on=date(2015, 6, 1), anchor_evidence="SK 1")
    assert outcome.start_on == DECIDED_ON
    assert "dihitung sejak 21 Agustus 2025 (tanggal keputusan)" in finding(outcome, "anchor_unused")


def test_an_end_date_in_the_wording_needs_no_start(outcome_of: Ask) -> None:
    outcome = outcome_of("s/d 31 Desember 2027", decision=UNDATED)
    assert (outcome.end_on, outcome.status) == (date(2027, 12, 31), Status.IN_FORCE)
    assert "start_unknown" in codes(outcome)


def test_clauses_with_starts_of_their_own_each_need_theirs(outcome_of: Ask) -> None:
    outcome = outcome_of("1. 5 tahun; 2. 2 tahun sejak pelantikan")
    assert outcome.status is Status.UNCLEAR
    assert "“pelantikan”" in finding(outcome, "start_unknown")


@pytest.mark.parametrize(
    "anchor",
    [
        "Tanggal  Penetapan",
        "keputusan",
        "saat keputusan ini ditetapkan",
        "informasi ditetapkan sebagai informasi yang dikecualikan",
        "surat penetapan klasifikasi",
        "ditetapkannya keputusan ini oleh PPID",
        "tanggal pengecualian",
    ],
)
def test_words_for_the_decision_itself(anchor: str) -> None:
    assert means_the_decision(anchor)


@pytest.mark.parametrize(
    "anchor",
    [
        "keputusan disiplin",
        "penetapan calon",
        "penetapan hasil pemilu",
        "pelantikan",
        "tanggal",
        "diterbitkan",
        "berlakunya keputusan ini",
        "keputusan pengadilan",
        "",
    ],
)
def test_words_for_another_act(anchor: str) -> None:
    assert not means_the_decision(anchor)
