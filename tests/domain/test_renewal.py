"""One information determined anew: proposed by likeness, and days between its lives told."""

from __future__ import annotations

from datetime import date

import pytest

from xl_macros.domain.renewal import Life, gap_finding, likely_renewals, past_finding

BASIS = "UU 14/2008 Pasal 17 huruf h"


def life(
    code: str, information: str = "Data pribadi pegawai", year: int | None = 2024, basis: str = BASIS
) -> Life:
    return Life(code, code.partition(".")[0], information, basis, None if year is None else date(year, 3, 1))


def test_three_years_of_one_information_are_two_renewals() -> None:
    lives = [
        life("C.1", "DATA PRIBADI PEGAWAI Tahun 2026", 2026),
        life("A.1"),
        life("B.1", "Data pribadi pegawai 2025", 2025),
    ]
    assert likely_renewals(lives) == [("A.1", "B.1"), ("B.1", "C.1")]


@pytest.mark.parametrize(
    "other",
    [
        life("B.1", "Data pribadi calon", 2025),
        life("B.1", year=2025, basis="UU 14/2008 Pasal 17 huruf i"),
        life("B.1", year=None),
        life("B.1", year=2024),
        life("A.2", year=2025),
        life("B.1", year=2025)._replace(has_predecessor=True),
        life("B.1", "2025", 2025),
    ],
)
def test_what_is_not_alike_or_cannot_be_told_is_not_proposed(other: Life) -> None:
    assert likely_renewals([life("A.1"), other]) == []


def test_one_that_has_a_successor_is_not_proposed_again() -> None:
    assert likely_renewals([life("A.1")._replace(has_successor=True), life("B.1", year=2025)]) == []


def test_days_between_two_lives_are_a_finding() -> None:
    found = gap_finding(date(2025, 3, 1), date(2025, 3, 3), "A.1")
    assert found is not None
    assert "ada 1 hari yang tidak dikecualikan (2 Maret 2025)" in found.message
    longer = gap_finding(date(2025, 3, 1), date(2025, 3, 10), "A.1")
    assert longer is not None
    assert "ada 8 hari yang tidak dikecualikan (2 Maret 2025 sampai 9 Maret 2025)" in longer.message
    assert gap_finding(date(2025, 3, 1), date(2025, 3, 2), "A.1") is None
    assert gap_finding(None, date(2025, 3, 2), "A.1") is None
    assert gap_finding(date(2025, 3, 1), None, "A.1") is None


def test_what_is_open_past_an_older_life_that_is_still_exempt_is_told() -> None:
    assert "A.1 yang ditetapkan ulang olehnya masih dikecualikan sampai 2 Maret 2028;" in (
        past_finding("A.1", date(2028, 3, 2)).message
    )
    assert "masih dikecualikan;" in past_finding("A.1", None).message
