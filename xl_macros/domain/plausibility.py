"""Whether the one date from which all ends follow can be right: held against number, receipt, today and the law.

A date that does not fit is asked about when a decision is received, and opens nothing until somebody has
confirmed it: a 2016 typed for 2026 would open what must stay closed for ten years more.
"""

from __future__ import annotations

import re
from datetime import date

FIRST_DAY = date(2008, 4, 30)
"""UU 14/2008 was enacted on this day: no decision can have exempted anything under it before."""

EARLIEST, LATEST = date(1945, 8, 17), date(2100, 12, 31)
"""What any date of an office's papers lies between; "2025" typed into a date cell is 17 July 1905."""

_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.])")
_LAST_YEARS = re.compile(r"\b(?:tahun|thn|th)\.?\s*((?:19|20)\d\d)\b|/\s*((?:19|20)\d\d)\b", re.IGNORECASE)


def is_possible(day: date) -> bool:
    """Whether a day can stand in an office's papers at all."""
    return EARLIEST <= day <= LATEST


def impossible(day: date) -> str:
    """What is wrong with a day that cannot be, for staff (Indonesian)."""
    if day < EARLIEST:
        typed = (day - date(1899, 12, 30)).days
        if 1900 <= typed <= 2100:
            return f"{day:%d/%m/%Y} adalah angka {typed} yang terbaca sebagai tanggal"
    return f"{day:%d/%m/%Y} bukan tanggal yang wajar"


def number_year(number: str | None) -> int | None:
    """The year that a decision's number names ("Nomor 12 Tahun 2026", "12/2026"); None for none or several."""
    years = {int(one or other) for one, other in _LAST_YEARS.findall(number or "")}
    if not years:
        years = {int(year) for year in _YEAR.findall(number or "")}
    return years.pop() if len(years) == 1 else None


def date_doubts(
    decided_on: date | None, *, number: str | None, received_on: date | None, today: date
) -> tuple[str, ...]:
    """What does not fit about a decision's date, as clauses for staff (Indonesian); empty when all fits."""
    if decided_on is None:
        return ()
    if not is_possible(decided_on):
        return (impossible(decided_on),)
    doubts = []
    year = number_year(number)
    if year is not None and year != decided_on.year:
        doubts.append(f"tahunnya {decided_on.year}, sedangkan nomornya menyebut tahun {year}")
    if decided_on > today:
        doubts.append("tanggal itu belum tiba")
    elif received_on is not None and decided_on > received_on:
        doubts.append(f"keputusan diterima {received_on:%d/%m/%Y}, sebelum tanggal itu")
    if decided_on < FIRST_DAY:
        doubts.append("tanggal itu sebelum UU 14/2008 diundangkan (30/04/2008)")
    return tuple(doubts)
