"""What Excel makes of text that is put into a cell that is not formatted as text.

Assigning a string to `Range.Value` is the same as typing it: numbers, dates, times, percentages, amounts, truth
values, errors and formulas are recognised by the rules of the PC's region, and what is recognised is no longer text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from fake_excel.variants import EPOCH, ERROR_CODES, ErrorValue, refusal

THIS_YEAR = 2026


@dataclass(frozen=True, slots=True)
class Region:
    """The part of Windows' region settings that decides how typed text is read."""

    name: str
    decimal: str
    thousands: str
    list_separator: str
    time_separators: str
    day_first: bool
    currency: str
    months: tuple[str, ...]
    short_date: str


INDONESIAN = Region(
    "Indonesia", ",", ".", ";", ".:", True, "Rp",
    ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober",
     "november", "desember"),
    "%d/%m/%Y",
)  # fmt: skip
AMERICAN = Region(
    "United States", ".", ",", ",", ":", False, "$",
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
     "november", "december"),
    "%m/%d/%Y",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """What the cell gets: a value, or a formula; a number format when Excel picks one by itself."""

    value: str | float | bool | None = None
    formula: str | None = None
    number_format: str | None = None
    prefix: str = ""


def read_typed(text: str, region: Region) -> Typed:
    """The cell content that the text becomes. ComError when Excel would take it for a broken formula."""
    if text == "":
        return Typed(None)
    if text.startswith("'"):
        return Typed(text[1:], prefix="'")
    bare = text.strip()
    if text.startswith("=") and len(text) > 1:
        return _formula(text)
    for read in (_truth, _error, _number, _percent, _amount, _fraction, _date, _time):
        found = read(bare, region)
        if found is not None:
            return found
    if text[0] in "+-" and len(text) > 1:
        return _formula(f"={text.removeprefix('+')}")
    if text.startswith("@") and len(text) > 1:
        raise refusal("There's a problem with this formula.")
    return Typed(text)


def _formula(text: str) -> Typed:
    if text.count("(") != text.count(")") or text[-1] in "+-*/=(;," or text.count('"') % 2:
        raise refusal("There's a problem with this formula.")
    return Typed(formula=text)


def _truth(text: str, _region: Region) -> Typed | None:
    return Typed(text.upper() == "TRUE") if text.upper() in {"TRUE", "FALSE"} else None


def _error(text: str, _region: Region) -> Typed | None:
    return Typed(ErrorValue(text.upper())) if text.upper() in ERROR_CODES else None


def _plain_number(text: str, region: Region) -> float | None:
    point, group = re.escape(region.decimal), re.escape(region.thousands)
    digits = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)"
    shape = rf"([+-]?)\(?({digits}?(?:{point}\d*)?)\)?([Ee][+-]?\d+)?"
    match = re.fullmatch(shape, text)
    if not match or not re.search(r"\d", match[2]) or text.startswith("(") != text.endswith(")"):
        return None
    number = float(match[2].replace(region.thousands, "").replace(region.decimal, ".") + (match[3] or ""))
    return -number if match[1] == "-" or text.startswith("(") else number


def _number(text: str, region: Region) -> Typed | None:
    number = _plain_number(text, region)
    if number is None:
        return None
    scientific = "e" in text.lower()
    return Typed(number, number_format="0.00E+00" if scientific else None)


def _percent(text: str, region: Region) -> Typed | None:
    if not text.endswith("%"):
        return None
    number = _plain_number(text[:-1].strip(), region)
    return None if number is None else Typed(number / 100, number_format="0%")


def _amount(text: str, region: Region) -> Typed | None:
    match = re.match(rf"([+-]?)({re.escape(region.currency)}|\$)\s?(?=\d)", text)
    number = _plain_number(match[1] + text[match.end() :], region) if match else None
    return None if number is None else Typed(number, number_format=f'"{region.currency}"#,##0')


def _fraction(text: str, _region: Region) -> Typed | None:
    match = re.fullmatch(r"([+-]?\d+) (\d{1,3})/(\d{1,3})", text)
    if not match or int(match[3]) == 0:
        return None
    return Typed(int(match[1]) + int(match[2]) / int(match[3]), number_format="# ?/?")


def _day(year: int, month: int, day: int) -> Typed | None:
    year += 0 if year > 99 else 2000 if year < 30 else 1900
    try:
        serial = (dt.datetime(year, month, day) - EPOCH).days
    except ValueError:
        return None
    return Typed(float(serial), number_format="dd/mm/yyyy") if serial > 0 else None


def _date(text: str, region: Region) -> Typed | None:
    if match := re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})", text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        return _day(year, second, first) if region.day_first else _day(year, first, second)
    if match := re.fullmatch(r"(\d{1,2})[-/](\d{1,4})", text):
        return _two_parts(int(match[1]), int(match[2]), region)
    return _date_in_words(text.lower(), region)


def _two_parts(first: int, second: int, region: Region) -> Typed | None:
    """`1/2` is a day of this year where that can be, else a month and a year."""
    day, month = (first, second) if region.day_first else (second, first)
    if month <= 12 and day <= 31:
        return _day(THIS_YEAR, month, day)
    return _day(second, first, 1) if first <= 12 else None


def _date_in_words(text: str, region: Region) -> Typed | None:
    match = re.fullmatch(r"(?:(\d{1,2})[ -])?([a-z]{3,})\.?[ -](\d{4}|\d{1,2})", text)
    if match and (month := _month(match[2], region)):
        return _day(int(match[3]), month, int(match[1] or 1))
    match = re.fullmatch(r"(\d{1,2})[ -]([a-z]{3,})", text)
    if match and (month := _month(match[2], region)):
        return _day(THIS_YEAR, month, int(match[1]))
    return None


def _month(word: str, region: Region) -> int | None:
    matching: Callable[[str], bool] = lambda name: word in (name, name[:3])  # noqa: E731  reads best in its line
    return next((index for index, name in enumerate(region.months, 1) if matching(name)), None)


def _time(text: str, region: Region) -> Typed | None:
    separator = f"[{re.escape(region.time_separators)}]"
    match = re.fullmatch(rf"(\d{{1,2}}){separator}(\d{{2}})(?:{separator}(\d{{2}}))?", text)
    if not match or int(match[2]) > 59 or int(match[3] or 0) > 59:
        return None
    seconds = int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)
    return Typed(seconds / 86_400, number_format="hh:mm")
