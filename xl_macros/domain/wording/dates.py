"""Dates written in a wording. A date that cannot be, or that can be read in two ways, is said so, never guessed."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from xl_macros.domain.office_hours import DAY_NAMES
from xl_macros.domain.wording.spelling import present
from xl_macros.patterns import regex

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agust agus agt ags aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {name: number for number, name in enumerate(DAY_NAMES)} | {"jum'at": 4, "ahad": 6}
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_YEAR = r"(?P<year>(?:19|20|21)[0-9]{2})"
_LEAD = (
    r"(?:pukul [0-9]{1,2}[.:][0-9]{2} (?:wita |wib |wit )?)?(?:pada )?(?:hari )?"
    rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)}),? )?(?:(?:per )?tanggal )?:?\s*"
)
_TIME = (
    r"(?:[ t,]+(?:pukul |jam )?(?:[01]?[0-9]|2[0-4])[.:][0-5][0-9](?:[.:][0-9]{2})?(?: (?:wita|wib|wit))?)?"
)
_STOP = r"(?![0-9a-z])"
_NEXT = r"(?=\s*(?:$|[,;.()/-]|(?:dan|atau|dan/atau|kecuali|sampai|hingga|namun|tetapi|dengan|dapat)\b))"

_WITH_MONTH_NAME = regex(
    rf"{_LEAD}(?P<day>[0-9]{{1,2}})[ ./-]*(?:bulan )?{_MONTH}\.?[ ,./-]*(?:tahun )?{_YEAR}{_STOP}{_TIME}"
)
_ISO = regex(rf"{_LEAD}{_YEAR}[-/.](?P<month>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}})(?![0-9]){_TIME}")
_NUMBERS = regex(
    rf"{_LEAD}(?P<day>[0-9]{{1,2}}) ?[/.-] ?(?P<month>[0-9]{{1,2}}) ?[/.-] ?"
    rf"(?P<year>[0-9]{{4}}|[0-9]{{2}})(?![0-9]){_TIME}"
)
_MONTH_ONLY = regex(rf"(?P<end>(?:pada )?akhir )?(?:bulan )?{_MONTH}\.? (?:tahun )?{_YEAR}{_STOP}{_NEXT}")
_YEAR_ONLY = regex(rf"(?P<end>(?:pada )?akhir )?(?:dengan )?(?:tahun )?{_YEAR}{_STOP}{_NEXT}")

_NOT_ON_IT = regex(r"\b(?:sebelum|sesudah|setelah|sampai|hingga|dengan|nomor)[ (]*$")


class WrittenDate(NamedTuple):
    """A date of a wording. `on` is None when `doubt` (an Indonesian sentence) says why it is not one date.

    `day_assumed`: only a month or a year is named, and `on` is its last day. `end` is where the
    date ends in the words it was read from.
    """

    on: date | None
    end: int
    doubt: str | None = None
    day_assumed: bool = False


def read_date(words: str) -> WrittenDate | None:
    """The full date with which `words` begin, or None when they begin otherwise."""
    for pattern in (_WITH_MONTH_NAME, _ISO, _NUMBERS):
        found = pattern.match(words)
        if found:
            return _whole_date(found, in_numbers=pattern is _NUMBERS)
    return None


def read_last_day(words: str) -> WrittenDate | None:
    """The last day of the month or year with which `words` begin ("Desember 2027", "akhir tahun 2030")."""
    found = _MONTH_ONLY.match(words)
    if found:
        year, month = int(found["year"]), MONTHS[found["month"]]
        last_day = date(year, month, monthrange(year, month)[1])
        return WrittenDate(last_day, found.end(), day_assumed=not found["end"])
    found = _YEAR_ONLY.match(words)
    if found:
        return WrittenDate(date(int(found["year"]), 12, 31), found.end(), day_assumed=not found["end"])
    return None


def date_at_the_end(words: str) -> WrittenDate | None:
    """The full date with which `words` end ("ditetapkan tanggal 21 Agustus 2025"); None unless it is the only one."""
    words = words.rstrip(" )")
    found = [each for pattern in (_WITH_MONTH_NAME, _ISO, _NUMBERS) for each in pattern.finditer(words)]
    if len(found) != 1 or found[0].end() != len(words) or _NOT_ON_IT.search(words[: found[0].start()]):
        return None
    return read_date(words[found[0].start() :])


def holds_date(words: str) -> bool:
    """Whether a full date stands anywhere in lower-case `words`."""
    return any(pattern.search(words) for pattern in (_WITH_MONTH_NAME, _ISO, _NUMBERS))


def _whole_date(found: re.Match[str], *, in_numbers: bool) -> WrittenDate:
    written = present(found[0].strip())
    day, year = int(found["day"]), int(found["year"])
    month = int(found["month"]) if found["month"].isdigit() else MONTHS[found["month"]]
    if year < 100:
        doubt = f"Tahun pada tanggal {written} hanya ditulis dua angka."
        return WrittenDate(None, found.end(), doubt)
    try:
        on = date(year, month, day)
    except ValueError:
        return WrittenDate(
            None, found.end(), f"Tanggal {written.removeprefix('tanggal ')} tidak ada dalam kalender."
        )
    if found["weekday"] and WEEKDAYS[found["weekday"]] != on.weekday():
        doubt = f"Hari pada tanggal {written} tidak cocok dengan kalender."
        return WrittenDate(None, found.end(), doubt)
    if in_numbers and day <= 12 and day != month:
        doubt = f"Tanggal {written} dapat dibaca dua cara (hari dan bulannya tertukar)."
        return WrittenDate(None, found.end(), doubt)
    return WrittenDate(on, found.end())
