"""Which copies of the workbook are kept, and what their names say."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.places.backup_policy import Policy, backup_name, kept, read_backup_name

NOW = datetime(2026, 8, 24, 16, 0)
NONE = Policy(0, 0, 0, 0)
moments = st.lists(
    st.integers(0, 4 * 365 * 24).map(lambda hours: datetime(2023, 1, 1) + timedelta(hours=hours)), max_size=40
)


def named(times: list[datetime]) -> list[tuple[str, datetime]]:
    return [(f"{number:04d}", at) for number, at in enumerate(times)]


def test_three_clicks_a_day_for_three_years_leave_some_seventy_copies() -> None:
    times = [NOW - timedelta(days=day, hours=hour) for day in range(3 * 365, -1, -1) for hour in (6, 4, 2)]
    backups = named(times)
    found = kept(backups, NOW, Policy())
    assert len(found) == 71
    at = dict(backups)
    assert {name for name, _ in backups[-20:]} <= found
    assert len({at[name].date() for name in found if at[name] > NOW - timedelta(days=30)}) == 30
    months = {(at[name].year, at[name].month) for name in found}
    assert len(months) == 24
    assert min(at[name] for name in found) > NOW - timedelta(days=24 * 31)


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [
        (Policy(2, 0, 0, 0), {"0004", "0005"}),
        (Policy(0, 2, 0, 0), {"0005", "0003"}),
        (Policy(0, 0, 2, 0), {"0005", "0003"}),
        (Policy(0, 0, 0, 9), {"0005", "0001", "0000"}),
        (NONE, set()),
    ],
)
def test_each_rule_keeps_the_newest_of_so_many_that_have_any(policy: Policy, wanted: set[str]) -> None:
    days = [
        "2026-06-30 09",
        "2026-07-31 09",
        "2026-08-14 09",
        "2026-08-21 09",
        "2026-08-24 09",
        "2026-08-24 10",
    ]
    assert kept(named([datetime.strptime(day, "%Y-%m-%d %H") for day in days]), NOW, policy) == wanted


def test_the_last_written_stay_whatever_the_clock_said_and_the_future_is_nobodys_day() -> None:
    backups = named([NOW + timedelta(days=400), NOW + timedelta(days=401), NOW])
    assert kept(backups, NOW, Policy(1, 30, 12, 24)) == {"0002"}
    assert kept(backups, NOW, Policy(2, 0, 0, 0)) == {"0001", "0002"}


@given(moments, st.integers(0, 25), st.integers(0, 40), st.integers(0, 15), st.integers(0, 30))
def test_never_more_than_the_rules_say_never_what_is_not_there_and_the_last_always(
    times: list[datetime], last: int, daily: int, weekly: int, monthly: int
) -> None:
    backups = named(times)
    found = kept(backups, NOW, Policy(last, daily, weekly, monthly))
    assert len(found) <= last + daily + weekly + monthly
    assert found <= {name for name, _ in backups}
    assert {name for name, _ in backups[len(backups) - last :] if last} <= found
    again = kept([one for one in backups if one[0] in found], NOW, Policy(last, daily, weekly, monthly))
    assert again == found, "thinning twice takes no more"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Lampirkan Pindaian", "2026-08-24 16.00.00 0123abcd sebelum Lampirkan Pindaian.xlsm"),
        ("attach_scans", "2026-08-24 16.00.00 0123abcd sebelum attach_scans.xlsm"),
        ("../a:b\\c", "2026-08-24 16.00.00 0123abcd sebelum -a-b-c.xlsm"),
        ("", "2026-08-24 16.00.00 0123abcd sebelum tombol.xlsm"),
        ("x" * 500, f"2026-08-24 16.00.00 0123abcd sebelum {'x' * 60}.xlsm"),
    ],
)
def test_a_name_says_when_whose_and_before_what_and_is_read_back(label: str, name: str) -> None:
    assert backup_name(NOW, "20260824T160000-0123abcd", label) == name
    found = read_backup_name(name)
    assert found is not None
    assert (found.at, found.short_id) == (NOW, "0123abcd")


@pytest.mark.parametrize(
    "name",
    [
        "Register sebelum pindah.xlsm",
        "2026-08-24 16.00.00 sebelum x.xlsm",
        "2026-08-24 16.00.00 0123ABCD sebelum x.xlsm",
        "2026-13-24 16.00.00 0123abcd sebelum x.xlsm",
        "2026-08-24 16.00.00 0123abcd sebelum x.xlsx",
        "2026-08-24 16.00.00 0123abcd sebelum a/x.xlsm",
        "x2026-08-24 16.00.00 0123abcd sebelum x.xlsm",
        "2026-08-24 16.00.00 0123abcd sebelum x.xlsm.lama",
    ],
)
def test_no_other_name_is_taken_for_a_copy(name: str) -> None:
    assert read_backup_name(name) is None
