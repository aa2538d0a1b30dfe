"""Whether the date of a decision can be right, and that a contradicted one opens nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.domain.entry import Decision, Event, EventKind, Status
from xl_macros.domain.findings import Severity
from xl_macros.domain.plausibility import contradiction, date_doubts, years_of_number

from .conftest import DECISION_731, LETTER_H, Ask

TODAY = date(2026, 11, 28)
UU_KIP_SINCE = {"UU 14/2008": date(2010, 4, 30)}


@pytest.mark.parametrize(
    ("number", "about", "years"),
    [
        ("Nomor 731 Tahun 2025", "", {2025}),
        ("731/2025", "", {2025}),
        ("731 Thn. 2025", "", {2025}),
        ("169/Kpts/KPU/TAHUN 2015", "", {2015}),
        ("929/HK.03.1-Kpt/04/KPU/V/2019", "", {2019}),
        ("188.4/705/TAHUN 2013", "", {2013}),
        ("481.16/ /36/TAHUN 2024", "", {2024}),
        ("Nomor 12 Tahun 2024 jo. Nomor 5 Tahun 2025", "", {2024, 2025}),
        ("Nomor 731 Tahun 2205", "", {2205}),
        ("Nomor 731 Tahun 20225", "", {20225}),
        ("Nomor 731 Thn. 225", "", {225}),
        ("12/205/KPU", "", set()),
        ("731", "", set()),
        ("2025", "", set()),
        ("", "Keputusan KPU Nomor 731 Tahun 2025", set()),
        ("Nomor 731", "Keputusan KPU Nomor 731 Tahun 2025 tentang Informasi", {2025}),
        ("Nomor 731", "Penetapan dokumen Pemilihan Umum Tahun 2024", set()),
        ("Nomor 731", "Perubahan atas Keputusan KPU Nomor 88 Tahun 2015", set()),
        ("Nomor 731 Tahun 2025", "Dokumen Pemilihan Umum Tahun 2024", {2025}),
    ],
)
def test_the_years_that_a_number_bears(number: str, about: str, years: set[int]) -> None:
    assert years_of_number(number, about) == years


@pytest.mark.parametrize(
    ("number", "decided_on", "received_on", "codes"),
    [
        ("Nomor 731 Tahun 2025", date(2025, 8, 21), date(2025, 8, 25), []),
        ("731/2025", date(2025, 8, 21), None, []),
        ("169/Kpts/KPU/TAHUN 2015", date(2015, 12, 31), date(2026, 1, 2), []),
        ("Nomor 731 Tahun 2025", None, None, []),
        ("Nomor 12 Tahun 2026", date(2016, 1, 2), date(2026, 1, 5), ["decision_year_differs"]),
        ("Nomor 12 Tahun 2025", date(2026, 1, 1), date(2026, 1, 5), ["decision_year_differs"]),
        ("Nomor 12 Tahun 2205", date(2025, 1, 1), date(2026, 1, 5), ["decision_year_differs"]),
        ("Nomor 12", date(2026, 2, 1), date(2026, 1, 5), ["decision_after_receipt"]),
        ("Nomor 12", date(2026, 11, 28), date(2026, 11, 28), []),
        ("Nomor 12", date(2026, 11, 29), None, ["decision_in_future"]),
        ("Nomor 12", date(2027, 1, 1), None, ["decision_in_future"]),
        ("Nomor 12", date(2028, 1, 1), None, ["decision_year_impossible"]),
        (
            "Nomor 12",
            date(2205, 1, 1),
            date(2026, 1, 1),
            ["decision_year_impossible", "decision_after_receipt"],
        ),
        ("Nomor 12", date(1944, 12, 31), None, ["decision_year_impossible", "decision_before_law"]),
        ("Nomor 12", date(2010, 4, 29), None, ["decision_before_law"]),
        ("Nomor 12", date(2010, 4, 30), None, []),
        ("Nomor 12", date(1995, 11, 28), None, ["decision_very_old", "decision_before_law"]),
        ("Nomor 12", date(1995, 11, 28), date(2020, 1, 1), ["decision_before_law"]),
    ],
)
def test_what_speaks_against_the_date_of_a_decision(
    number: str, decided_on: date | None, received_on: date | None, codes: list[str]
) -> None:
    doubts = date_doubts(number, "", decided_on, received_on, TODAY, UU_KIP_SINCE)
    assert [each.code for each in doubts] == codes
    assert all(each.message.endswith(".") for each in doubts)
    asks = [code for code in codes if code == "decision_very_old"]
    assert (contradiction(doubts) is None) == (codes == asks)


def test_an_end_before_the_decision_is_asked_about() -> None:
    (doubt,) = date_doubts("731", "", date(2025, 8, 21), None, TODAY, {}, end_on=date(2025, 8, 20))
    assert (doubt.code, doubt.severity) == ("decision_after_end", Severity.CHECK)
    assert date_doubts("731", "", date(2025, 8, 21), None, TODAY, {}, end_on=date(2025, 8, 21)) == ()


@given(
    st.text(max_size=40),
    st.text(max_size=40),
    st.dates(),
    st.none() | st.dates(),
    st.dates(),
    st.none() | st.dates(),
)
def test_no_number_and_no_dates_raise(
    number: str, about: str, decided_on: date, received_on: date | None, today: date, end_on: date | None
) -> None:
    date_doubts(number, about, decided_on, received_on, today, UU_KIP_SINCE, end_on)


# -- what follows for an entry -----------------------------------------------------------------------------

WRONG = Decision("Nomor 12 Tahun 2026", date(2016, 1, 2), received_on=date(2026, 1, 5))


@pytest.mark.parametrize(
    "wording",
    ["5 tahun", "5 tahun sejak ditetapkan", "s/d 31 Desember 2020", "1. 5 tahun; 2. s/d 31 Desember 2020"],
)
def test_a_contradicted_date_opens_nothing(outcome_of: Ask, wording: str) -> None:
    outcome = outcome_of(wording, decision=WRONG, on=TODAY)
    assert (outcome.status, outcome.end_on, outcome.mark_on) == (Status.UNCLEAR, None, None)
    assert "decision_year_differs" in [each.code for each in outcome.findings]
    assert outcome.explanation.startswith("Perlu diperjelas: nomor keputusan menyebut tahun 2026")
    assert outcome.explanation.endswith("sementara itu tetap dikecualikan.")


def test_a_decision_older_than_the_law_it_cites_opens_nothing(outcome_of: Ask) -> None:
    old = Decision("B-12", date(1905, 7, 17))
    assert outcome_of("5 tahun", decision=old, on=TODAY).status is Status.UNCLEAR
    before = Decision("12", date(2010, 4, 29))
    assert outcome_of("5 tahun", decision=before, on=TODAY).status is Status.UNCLEAR
    assert outcome_of(
        "5 tahun", decision=before._replace(decided_on=date(2010, 4, 30)), on=TODAY
    ).status.is_open
    assert outcome_of("5 tahun", decision=before, on=TODAY, legal_bases=()).status.is_open


def test_an_act_with_evidence_still_opens_under_a_contradicted_date(outcome_of: Ask) -> None:
    consent = Event(EventKind.CONSENT, date(2026, 5, 1), "Surat 12/2026")
    wording = "Sampai memperoleh persetujuan dari yang bersangkutan"
    opened = outcome_of(wording, consent, decision=WRONG, on=TODAY, legal_basis=LETTER_H)
    assert (opened.status, opened.end_on) == (Status.ENDED, date(2026, 5, 1))
    several = outcome_of(f"1. {wording}; 2. 5 tahun", consent, decision=WRONG, on=TODAY, legal_basis=LETTER_H)
    assert several.status is Status.UNCLEAR


def test_how_old_a_decision_is_counts_on_the_day_of_its_receipt(outcome_of: Ask) -> None:
    def codes(decision: Decision) -> list[str]:
        found = outcome_of("100 tahun", decision=decision, on=date(2060, 1, 1), legal_bases=()).findings
        return [each.code for each in found]

    assert codes(DECISION_731) == []
    assert codes(DECISION_731._replace(received_on=date(2026, 1, 5))) == []
    assert codes(DECISION_731._replace(received_on=date(2059, 1, 5))) == ["decision_very_old"]
