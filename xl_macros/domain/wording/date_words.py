"""Dates written out: "tanggal tiga puluh satu bulan Desember tahun dua ribu tiga puluh"."""

from __future__ import annotations

import re
from functools import lru_cache

from xl_macros.domain.wording.numbers import from_words, is_number_word
from xl_macros.patterns import regex

_THOUSANDS = {"dua ribu": 2000, "seribu": 1000, "satu ribu": 1000}
_DAY_TWICE = regex(
    r"\b(?P<day>[0-9]{1,2}) ?\( ?(?P<words>[a-z]+(?: [a-z]+){0,2}) ?\) ?(?P<month>(?:bulan )?(?:jan|[fp]eb|"
    r"mar|apr|mei|ju|ag|sep|"
    r"okt|nov|nop|des))"
)


@lru_cache(maxsize=1)
def _written_out() -> re.Pattern[str]:
    from xl_macros.domain.wording.dates import MONTHS

    months = "|".join(sorted(MONTHS, key=len, reverse=True))
    return regex(
        rf"\b(?P<day>[a-z]+(?: [a-z]+){{0,2}}?) (?:bulan )?(?P<month>{months}) (?:tahun )?"
        r"(?P<thousand>dua ribu|seribu|satu ribu)(?P<rest>(?: [a-z]+)*)"
    )


def dates_in_digits(words: str) -> str:
    """Lower-case `words` with dates that are written out in digits ("31 desember 2030"); others stay."""
    if "(" in words:
        words = _DAY_TWICE.sub(_one_day, words)
    return _written_out().sub(_in_digits, words) if "ribu" in words else words


def _one_day(found: re.Match[str]) -> str:
    """ "21 (dua puluh satu) agustus": the day without its words where both agree."""
    same = from_words(found["words"].split()) == int(found["day"])
    return f"{found['day']} {found['month']}" if same else found[0]


def _in_digits(found: re.Match[str]) -> str:
    lead, day = _last_number(found["day"])
    year, rest = _first_number(found["rest"])
    if day is None:
        return found[0]
    tail = f" {rest}" if rest else ""
    return f"{lead}{day} {found['month']} {_THOUSANDS[found['thousand']] + year}{tail}"


def _last_number(words: str) -> tuple[str, int | None]:
    """The number with which `words` end, and what stands before it."""
    each = words.split()
    at = len(each)
    while at and is_number_word(each[at - 1]):
        at -= 1
    return "".join(f"{word} " for word in each[:at]), from_words(each[at:])


def _first_number(words: str) -> tuple[int, str]:
    """The number with which `words` begin (0 when they begin otherwise), and what follows it."""
    each = words.split()
    at = 0
    while at < len(each) and is_number_word(each[at]):
        at += 1
    return from_words(each[:at]) or 0, " ".join(each[at:])
