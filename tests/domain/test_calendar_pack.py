"""Holidays and legal bases as data: decreed years against a second source, and packs as strangers write them."""

from __future__ import annotations

import contextlib
import csv
import json
from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest
from dateutil.rrule import DAILY, FR, MO, TH, TU, WE, rrule, rruleset
from hypothesis import given
from hypothesis import strategies as st

from workbook.seeds import HOLIDAY_YEARS, seed_rows
from xl_macros.domain.calendar_pack import (
    MAX_BYTES,
    CalendarPack,
    Holiday,
    calendar_gaps,
    changed_bases,
    changed_holidays,
    read_pack,
)
from xl_macros.domain.legal_basis import LegalBasis, seed_legal_bases
from xl_macros.domain.legal_model import CERTAIN, TO_CHECK
from xl_macros.domain.office_hours import RAMADANS
from xl_macros.domain.working_time import calendar_from_rows
from xl_macros.errors import Refusal

DATA = Path(__file__).parents[2] / "xl_macros" / "data"


def decree(year: int) -> dict[date, str]:
    with (DATA / f"holidays_{year}.csv").open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("year", HOLIDAY_YEARS)
def test_every_decreed_year_agrees_with_a_second_source(year: int) -> None:
    national = set(holidays.country_holidays("ID", years=year, categories=("public",)))
    every = set(holidays.country_holidays("ID", years=year, categories=("public", "government")))
    ours = decree(year)
    assert {day for day, kind in ours.items() if kind == "libur nasional"} == national
    assert set(ours) == every


def test_the_mark_of_every_end_from_2025_to_2028_is_that_of_an_independent_calendar() -> None:
    """Thirty working days back, counted by a rule of dateutil without the days that the second source names."""
    seeds = seed_rows()
    office = calendar_from_rows(seeds["tblJamKerja"], seeds["tblHariLibur"])
    working = rruleset()
    working.rrule(
        rrule(DAILY, byweekday=(MO, TU, WE, TH, FR), dtstart=date(2024, 9, 1), until=date(2029, 1, 1))
    )
    for day in holidays.country_holidays("ID", years=HOLIDAY_YEARS, categories=("public", "government")):
        working.exdate(datetime.combine(day, time()))
    days = [each.date() for each in working]
    differences = []
    for offset in range((date(2028, 12, 31) - date(2025, 3, 1)).days + 1):
        end = date(2025, 3, 1) + timedelta(days=offset)
        if office.add_working_days(end, -30) != days[bisect_left(days, end) - 30]:
            differences.append(end)
    assert differences == []
    assert office.decreed_years == set(HOLIDAY_YEARS)


def test_ramadan_ends_the_day_before_the_feast_that_the_decree_names_or_within_its_leave() -> None:
    for year, first, last in RAMADANS:
        assert 28 <= (last - first).days <= 29, year
        feast = min(
            day
            for day, name in holidays.country_holidays("ID", years=last.year, language="id").items()
            if "Idul Fitri" in name
        )
        assert feast - last == timedelta(days=1)


def test_acts_whose_first_day_is_not_known_stand_in_the_table_without_one() -> None:
    unknown = {basis.act for basis in seed_legal_bases() if basis.valid_from is None}
    assert {
        "PP 61/2010",
        "Perki 1/2021",
        "PKPU 11/2024",
        "UU 27/2022",
        "PKPU 7/2021",
        "PKPU 17/2023",
    } <= unknown
    assert all(
        basis.certainty != CERTAIN or basis.valid_from or basis.valid_to for basis in seed_legal_bases()
    )


@pytest.mark.parametrize(
    ("on", "known", "missing"),
    [
        (date(2026, 9, 30), {2026}, ()),
        (date(2026, 10, 1), {2026}, (2027,)),
        (date(2026, 12, 31), {2026, 2027}, ()),
        (date(2027, 1, 1), {2026}, (2027,)),
        (date(2027, 11, 1), set(), (2027, 2028)),
    ],
)
def test_next_year_is_missed_from_october_on(on: date, known: set[int], missing: tuple[int, ...]) -> None:
    assert calendar_gaps(on, known) == missing


def holiday(day: str, kind: str = "libur nasional", **more: Any) -> dict[str, Any]:
    return {"date": day, "kind": kind, "source": "SKB", **more}


def pack_of(**parts: Any) -> bytes:
    return json.dumps({"kecuali_calendar": 1, "issued_on": "2027-09-20", **parts}).encode()


WHOLE = [holiday(f"2028-{month:02}-01") for month in range(1, 12)]


def test_a_pack_of_json_or_csv_is_read_alike() -> None:
    rows = [holiday("2028-01-01", name="Tahun Baru"), holiday("2028-05-02", "hari kerja pengganti")]
    bases = [{"act": "PKPU 5/2028", "title": "x", "valid_from": "2028-01-01", "certainty": "pasti"}]
    both = read_pack(pack_of(holidays=rows, legal_bases=bases), "p.json")
    assert both.issued_on == date(2027, 9, 20)
    assert both.whole_years == set()
    assert both.holidays[0] == Holiday(date(2028, 1, 1), "libur nasional", "Tahun Baru; SKB")
    lines = "date,kind,source,name\n2028-01-01,libur nasional,SKB,Tahun Baru\n2028-05-02,hari kerja pengganti,SKB,\n"
    assert read_pack(b"\xef\xbb\xbf" + lines.encode(), "p.csv").holidays == both.holidays
    acts = "act;title;valid_from;valid_to;replaced_by;certainty\nPKPU 5/2028;x;2028-01-01;;;pasti\n"
    assert read_pack(acts.encode(), "p.csv").legal_bases == both.legal_bases
    assert read_pack(pack_of(holidays=WHOLE), "p.json").whole_years == {2028}


DEEP = b'{"kecuali_calendar": ' + b"[" * 100_000
HOSTILE: dict[str, tuple[bytes, str]] = {
    "too long": (b" " * (MAX_BYTES + 1), "lebih besar dari 1000 kB"),
    "no text": (b"\xff\xfe\x00", "bukan teks UTF-8"),
    "cut off": (b'{"kecuali_calendar": 1', "bukan JSON yang utuh"),
    "deep": (DEEP, "bukan JSON yang utuh"),
    "another version": (b'{"kecuali_calendar": 2}', "bukan berkas kalender versi ini"),
    "another part": (pack_of(macros=[]), "bukan berkas kalender versi ini"),
    "no day": (b'{"kecuali_calendar": 1, "holidays": []}', "issued_on"),
    "no list": (pack_of(holidays={}), "daftarnya tidak ada"),
    "day of another kind": (pack_of(issued_on=20280101, holidays=WHOLE), "issued_on bukan tanggal"),
    "empty": (pack_of(holidays=[]), "tidak berisi hari libur"),
    "many": (pack_of(holidays=[1] * 2001), "lebih dari 2000 baris"),
    "no rows": (pack_of(holidays=[1]), "hari libur ke-1: bukan baris"),
    "another column": (pack_of(holidays=[holiday("2028-01-01", formula="=1")]), "bukan baris dengan kolom"),
    "no such day": (pack_of(holidays=[holiday("2028-02-30")]), "bukan tanggal YYYY-MM-DD"),
    "another year": (pack_of(holidays=[holiday("9999-01-01")]), "dari 2000 sampai 2100"),
    "a day in words": (pack_of(holidays=[holiday("1 Mei 2028")]), "bukan tanggal YYYY-MM-DD"),
    "another kind": (pack_of(holidays=[holiday("2028-01-01", "libur")]), "jenis 'libur' bukan"),
    "no source": (pack_of(holidays=[{"date": "2028-01-01", "kind": "cuti bersama"}]), "source kosong"),
    "long": (pack_of(holidays=[holiday("2028-01-01", name="x" * 301)]), "lebih dari 300 huruf"),
    "control": (pack_of(holidays=[holiday("2028-01-01", name="a\u202eb")]), "bukan teks biasa"),
    "twice": (pack_of(holidays=[holiday("2028-01-01"), holiday("2028-01-01", "cuti bersama")]), "dua kali"),
    "a year of holidays": (
        pack_of(holidays=[holiday(str(date(2028, 1, 1) + timedelta(days=day))) for day in range(31)]),
        "31 hari libur nasional; itu tidak wajar",
    ),
    "no act": (pack_of(legal_bases=[{"act": "", "title": "x"}]), "act kosong"),
    "act of nothing": (pack_of(legal_bases=[[]]), "dasar hukum ke-1: bukan baris"),
    "act twice": (
        pack_of(legal_bases=[{"act": act, "title": "x"} for act in ("UU 1/2028", "UU No. 1 Tahun 2028")]),
        "dua kali",
    ),
    "act ended before": (
        pack_of(
            legal_bases=[
                {"act": "UU 1/2028", "title": "x", "valid_from": "2028-02-01", "valid_to": "2028-01-01"}
            ]
        ),
        "berlaku sampai sebelum",
    ),
    "sure of itself": (
        pack_of(legal_bases=[{"act": "UU 1/2028", "title": "x", "certainty": "sangat"}]),
        "kepastian bukan",
    ),
    "csv of something": (b"a,b\n1,2\n", "kolomnya bukan date"),
    "csv with more cells": (b"date,kind,source\n2028-01-01,libur nasional,x,y\n", "bukan baris dengan kolom"),
    "csv with a cell too long": (
        b'date,kind,source\n"' + b"x" * 200_000 + b'",a,b\n',
        "bukan CSV yang dapat dibaca",
    ),
}


@pytest.mark.parametrize(("data", "said"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_pack_is_refused_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_pack(data, "kalender.json")
    assert said in str(refusal.value)


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(str.encode)
    | st.text(max_size=80).map(lambda text: f"{{{text}".encode())
)
def test_any_bytes_are_a_pack_or_refused(data: bytes) -> None:
    with contextlib.suppress(Refusal):
        read_pack(data, "x")


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["date", "kind", "act"]), inner)
        ),
        max_leaves=8,
    )
)
def test_any_json_as_rows_is_a_pack_or_refused(rows: Any) -> None:
    for part in ("holidays", "legal_bases"):
        try:
            read_pack(pack_of(**{part: rows}), "x")
        except Refusal:
            continue


def test_a_whole_decree_replaces_its_year_and_a_single_day_is_added() -> None:
    standing = [
        Holiday(date(2028, 1, 1), "libur nasional", "perkiraan"),
        Holiday(date(2028, 3, 3), "libur nasional", "perkiraan"),
        Holiday(date(2028, 5, 1), "cuti bersama", "perkiraan"),
        Holiday(date(2028, 6, 3), "hari kerja pengganti", "kantor"),
        Holiday(date(2028, 7, 7), "libur daerah", "kantor"),
        Holiday(date(2027, 3, 3), "libur nasional", "SKB"),
    ]
    whole = read_pack(pack_of(holidays=[*WHOLE, holiday("2028-06-03", "hari kerja pengganti")]), "p.json")
    changes = changed_holidays(standing, whole)
    assert [each.on for each in changes.gone] == [date(2028, 3, 3), date(2028, 5, 1)]
    assert date(2028, 5, 1) in [each.on for each in changes.come], "of another kind now"
    assert len(changes.come) == len(WHOLE) - 1
    one = read_pack(
        pack_of(
            holidays=[
                holiday("2028-03-02"),
                holiday("2028-03-03"),
                holiday("2028-04-01", "hari kerja pengganti"),
            ]
        ),
        "p.json",
    )
    changes = changed_holidays(standing, one)
    assert changes.gone == ()
    assert [each.on for each in changes.come] == [date(2028, 3, 2), date(2028, 4, 1)]


def test_what_a_pack_leaves_blank_of_an_act_stays() -> None:
    there = LegalBasis("PKPU 22/2023", "Pengelolaan", date(2023, 11, 1), None, None, TO_CHECK)
    same = LegalBasis("UU 14/2008", "KIP", date(2010, 4, 30), certainty=TO_CHECK)
    said = (
        LegalBasis(
            "Peraturan KPU Nomor 22 Tahun 2023", "Pengelolaan", None, date(2028, 1, 1), "PKPU 1/2028", CERTAIN
        ),
        same,
        LegalBasis("PKPU 1/2028", "Baru", date(2028, 1, 2)),
    )
    assert changed_bases([there, same], CalendarPack(None, (), said)) == {
        "PKPU 22/2023": LegalBasis(
            "PKPU 22/2023", "Pengelolaan", date(2023, 11, 1), date(2028, 1, 1), "PKPU 1/2028", CERTAIN
        ),
        "PKPU 1/2028": said[2],
    }
