"""What the fuzzers have found, each with what is right instead. A new finding becomes a line here when it is mended."""

from __future__ import annotations

import pytest

from xl_macros.domain.period import read_period


@pytest.mark.parametrize("text", ["5 tahun s.d. 32 Desember 2029", "5 tahun s.d. 1/2/2029"])
def test_a_length_beside_an_end_that_is_no_date_is_not_handed_on(text: str) -> None:
    period = read_period(text)
    assert period.contradiction is not None
    assert (period.length, period.until_on) == (None, None)


@pytest.mark.parametrize(
    "text", ["10`5 tahun", "10'5 tahun", "10\u20195 tahun", "10\ufffe5 tahun", "10\ud8005 tahun"]
)
def test_two_numbers_with_a_mark_between_them_are_not_one(text: str) -> None:
    period = read_period(text)
    assert period.length is None
    assert period.contradiction is not None
