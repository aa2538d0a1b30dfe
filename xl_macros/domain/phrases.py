"""How dates, acts and quoted words are written in sentences for staff."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from xl_macros.domain.period_model import Period

MONTH_NAMES = (
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

DAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
"""From Monday, as `date.weekday` counts."""

LONGEST_QUOTE = 160
"""Characters of somebody else's words that a sentence bears."""

_READ = 4 * LONGEST_QUOTE
_EDGES = " \t\n.,;:"


@lru_cache(maxsize=32768)
def long_date(day: date) -> str:
    """ "21 Agustus 2025" """
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def plain(text: str) -> str:
    """Words from a cell on one line, fit to stand inside a sentence.

    Control and formatting characters go (a right-to-left mark would turn the rest of our sentence round),
    so do full stops and commas at the edges, and what is longer than `LONGEST_QUOTE` is cut.
    """
    words = text[:_READ]
    if not words.isprintable() or "  " in words:
        kept = (" " if char.isspace() else char for char in words if char.isspace() or _is_visible(char))
        words = re.sub(" +", " ", "".join(kept))
    words = words.strip(_EDGES)
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip(_EDGES) + "…"


def folded_words(text: object) -> str:
    """Words as they are compared: without regard to case and to how much white stands between them."""
    return " ".join(str(text or "").casefold().split())


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def quoted(text: str) -> str:
    """The words between quotation marks."""
    return f"“{plain(text)}”"


def names_in(text: str) -> list[str]:
    """The names that a cell holds, divided by semicolons."""
    return [name.strip() for name in text.split(";") if name.strip()]


def decision_name(number: str) -> str:
    """ "Keputusan Nomor 731 Tahun 2025"; "keputusan ini" when the number is not known."""
    words = plain(number)
    if not words:
        return "keputusan ini"
    return words if words.lower().startswith("keputusan") else f"Keputusan {words}"


def length_words(period: Period) -> str:
    """ "5 tahun", "paling lama 30 hari kerja" """
    return f"{'paling lama ' if period.at_most else ''}{period.length} {period.unit or ''}".rstrip()


def uncapitalised(sentence: str) -> str:
    """A sentence as part of another: small first letter (unless an abbreviation begins it), no full stop."""
    words = plain(sentence)
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"
