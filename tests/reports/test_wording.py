from __future__ import annotations

from datetime import date, datetime

import pytest

from xl_macros.domain.phrases import long_date
from xl_macros.reports.wording import count, decimal, short_date, short_instant, size


def test_dates_are_written_the_indonesian_way():
    assert long_date(date(2025, 8, 1)) == "1 Agustus 2025"
    assert short_date(date(2025, 8, 1)) == "01/08/2025"
    assert short_instant(datetime(2025, 8, 1, 7, 5)) == "01/08/2025 07.05"


@pytest.mark.parametrize(
    ("number", "text"), [(7.5, "7,5"), (2.0, "2"), (0.1 + 0.2, "0,3"), (10.0, "10"), (0.0, "0")]
)
def test_decimals_have_a_comma_and_no_idle_zeros(number: float, text: str):
    assert decimal(number) == text


def test_thousands_are_parted_by_full_stops():
    assert count(1234567) == "1.234.567"


@pytest.mark.parametrize(
    ("size_bytes", "text"), [(0, "0 KB"), (1, "1 KB"), (1024, "1 KB"), (1_572_864, "1,5 MB"), (2**31, "2 GB")]
)
def test_sizes_have_the_unit_that_explorer_shows(size_bytes: int, text: str):
    assert size(size_bytes) == text
