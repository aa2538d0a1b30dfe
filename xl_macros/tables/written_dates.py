"""Dates that staff write as text in a date cell, and what a cell that holds no readable date needs.

"21 Agustus 2025", "21 Agt 2025", "2025-08-21" and "21-8-2025" can be read in one way only and are read. What can
be read in two ways ("05/06/2025"), or is no day at all ("2025", "Agustus 2025"), is never guessed.
"""

from __future__ import annotations

from datetime import date, datetime, time

from xl_macros.domain.phrases import long_date
from xl_macros.patterns import regex

FIRST_DAY = date(1945, 8, 17)
LAST_DAY = date(2199, 12, 31)
"""The days that a date cell filled by staff may hold: what Excel's validation allows, and the reader as well.

Whatever lies outside is no date of this office: the number 2025 would be a day of July 1905.
"""

_EXAMPLE = "misalnya 21 Agustus 2025"
_WITH_TIME = regex(
    r"(?P<day>.+?)(?:[ ,]+(?:pukul |jam )?|t)(?P<hour>[01]?[0-9]|2[0-3])[.:](?P<minute>[0-5][0-9])(?:[.:][0-5][0-9])?"
    r"(?: (?:wita|wib|wit))?"
)
_MIDNIGHT = regex(r".+[ ,t]24[.:][0-5][0-9](?: (?:wita|wib|wit))?")  # of that day or of the next
_YEAR = regex(r"(?:tahun |th\.? |thn\.? )?(?:19|20|21)[0-9]{2}")
_TWO_WAYS = regex(r"([0-9]{1,2})\s?[/.-]\s?([0-9]{1,2})\s?[/.-]\s?([0-9]{4})")
_SHORT_YEAR = regex(r"[0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?[0-9]{2}")
_NUMBER = regex(r"-?[0-9]+(?:\.[0-9]+)?")


def is_possible(day: date) -> bool:
    """Whether a date cell filled by staff may hold the day."""
    return FIRST_DAY <= day <= LAST_DAY


def read_written(text: str) -> datetime | None:
    """The day (and the time of day, when one is written) that the text names; None unless it names exactly one.

    None as well for a day outside `FIRST_DAY` to `LAST_DAY`.
    """
    words = _words(text)
    parted = _WITH_TIME.fullmatch(words)
    day = _day(parted["day"]) if parted else None
    if parted and day:
        return datetime.combine(day, time(int(parted["hour"]), int(parted["minute"])))
    day = None if _MIDNIGHT.fullmatch(words) else _day(words)
    return datetime.combine(day, time()) if day else None


def _words(text: str) -> str:
    return " ".join(text.lower().replace("tgl.", "tanggal").replace("tgl", "tanggal").split()).rstrip(" .,;")


def _day(words: str) -> date | None:
    # Imported here: its patterns are compiled for the few cells that hold a date as text.
    from xl_macros.domain.wording.dates import read_date

    written = read_date(words)
    if written is None or written.on is None or written.end != len(words) or ":" in words:
        return None
    return written.on if is_possible(written.on) else None


def date_cure(text: str) -> str:
    """What to do about a date cell that holds this text (an Indonesian sentence)."""
    words = _words(text)
    two_ways = _TWO_WAYS.fullmatch(words)
    if _YEAR.fullmatch(words):
        return f"Sel ini hanya berisi tahun. Tulis tanggal lengkapnya, {_EXAMPLE}; bila tidak diketahui, kosongkan."
    if two_ways and (both := _both_ways(*map(int, two_ways.groups()))):
        one, other = both
        return (
            f"Sel ini berisi teks yang dapat dibaca dua cara: {one} atau {other}. "
            f"Tulis nama bulannya, {_EXAMPLE}."
        )
    if _SHORT_YEAR.fullmatch(words):
        return f"Sel ini berisi teks dengan tahun dua angka. Tulis tahunnya lengkap, {_EXAMPLE}."
    if _is_outside(words):
        return (
            f"Tanggal harus di antara {long_date(FIRST_DAY)} dan {long_date(LAST_DAY)}. Tulis tanggalnya dengan nama "
            f"bulan, {_EXAMPLE}."
        )
    if _NUMBER.fullmatch(words):
        return f"Sel ini berisi angka, bukan tanggal. Tulis tanggalnya dengan nama bulan, {_EXAMPLE}."
    what = _wrong_weekday(words) or "Sel ini berisi teks, bukan tanggal yang lengkap."
    return f"{what} Tulis tanggalnya dengan nama bulan, {_EXAMPLE}."


def _both_ways(first: int, second: int, year: int) -> tuple[str, str] | None:
    if not (1 <= first <= 12 and 1 <= second <= 12) or first == second:
        return None
    return long_date(date(year, second, first)), long_date(date(year, first, second))


def _wrong_weekday(words: str) -> str | None:
    from xl_macros.domain.wording.dates import WEEKDAYS, read_date

    written = read_date(words) if words.startswith(tuple(WEEKDAYS)) else None
    return written.doubt if written else None


def _is_outside(words: str) -> bool:
    from xl_macros.domain.wording.dates import read_date

    written = read_date(words)
    return written is not None and written.on is not None and not is_possible(written.on)
