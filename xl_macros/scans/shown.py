"""What a cell shows of its number: 5 with the format `0" tahun"` is "5 tahun", a date "31 Desember 2030".

Only formats with words of their own count: a plain number, and a date written in digits alone, come back as None and
are read from the value, which is the same everywhere.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from xl_macros.patterns import regex

_MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_PART = regex(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>general)'
    r"|(?P<date>y+|m+|d+|h+|s+|am/pm|a/p)|(?P<figure>[#0?]+(?:,[#0?]+)*(?:\.(?P<places>[#0?]+))?)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_LONG_DATE = "[$-F800]"


def as_shown(value: float | date, number_format: str) -> str | None:
    """The text of a cell whose format has words; None where the value says all."""
    if len(number_format) > 255:
        return None
    sections = _sections(number_format)
    if isinstance(value, date):
        return _date(value, sections[0])
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    return _number(value, section)


@lru_cache(maxsize=256)
def _sections(number_format: str) -> tuple[str, ...]:
    """The format's parts for positive and negative numbers and zero, at its semicolons outside of quotes."""
    parts = re.findall(r'(?:"[^"]*"|\\.|[^;])+', number_format)
    return tuple(parts) or ("",)


def _number(value: float, section: str) -> str | None:
    shown: list[str] = []
    worded = figures = False
    for part in _PART.finditer(section):
        literal = part["quoted"] or part["escaped"] or ""
        if part["figure"] or part["general"]:
            shown.append("" if figures else _figures(value, part["figure"] or "", part["places"]))
            figures = True
        elif literal or part["other"]:
            shown.append(literal or part["other"])
            worded = worded or any(letter.isalpha() for letter in literal)
        elif part["date"]:
            shown.append(part["date"])
            worded = True
    return " ".join("".join(shown).split()) if worded and figures else None


def _figures(value: float, figure: str, places: str | None) -> str:
    if not figure:
        text = f"{value:g}"
    else:
        text = f"{abs(value) if value < 0 else value:,.{len(places or '')}f}"
        text = text if "," in figure else text.replace(",", "")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def _date(value: date, section: str) -> str | None:
    if section.upper().startswith(_LONG_DATE):
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    shown: list[str] = []
    worded = False
    for part in _PART.finditer(section):
        code = (part["date"] or "").lower()
        if code:
            shown.append(_date_part(value, code))
            worded = worded or (code[0] == "m" and len(code) > 2)
        else:
            shown.append(part["quoted"] or part["escaped"] or part["other"] or "")
    codes = {(part["date"] or " ").lower()[0] for part in _PART.finditer(section)} - {" "}
    only_year = codes == {"y"}
    return " ".join("".join(shown).replace("@", "").split()) if worded or only_year else None


def _date_part(value: date, code: str) -> str:
    if code[0] == "y":
        return f"{value.year}" if len(code) > 2 else f"{value.year % 100:02}"
    if code[0] == "m":
        name = _MONTHS[value.month - 1]
        return f"{value.month:0{len(code)}}" if len(code) < 3 else name[:3] if len(code) == 3 else name
    if code[0] == "d":
        name = _DAYS[value.weekday()]
        return f"{value.day:0{len(code)}}" if len(code) < 3 else name[:3] if len(code) == 3 else name
    if code[0] in "hs" and isinstance(value, datetime):
        return f"{value.hour if code[0] == 'h' else value.second:0{min(len(code), 2)}}"
    return ""
