"""Whether the date of a decision can be right: the one cell from which nearly all other dates follow.

A date that the decision's own number, the day of its receipt or the life of a cited act contradicts is no ground on
which anything may open. Nothing is tolerated: a decision numbered in one year and dated in another is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from xl_macros.domain.findings import Finding, FindingCode, Severity
from xl_macros.domain.phrases import long_date
from xl_macros.patterns import regex

FIRST_YEAR = 1945
VERY_OLD: Final = "decision_very_old"
VERY_OLD_YEARS = 30
"""The longest period that the law knows (UU 14/2008 Pasal 17 huruf a); whoever dates further back is asked."""

_YEAR = r"(?P<year>(?:19|20|21)[0-9]{2})(?![0-9])"
_IN_NUMBER = regex(
    r"(?:\b(?:tahun|thn|th)\b\.?\s*(?=[0-9])|/\s*(?=(?:19|20|21)[0-9]{2}(?![0-9])))(?P<year>[0-9]{3,5})(?![0-9])",
    re.IGNORECASE,
)
"""What is called the year is one, mistyped or not ("Tahun 2205")."""
_FIRST_DIGITS = regex(r"[0-9]+")


def date_doubts(
    number: str,
    about: str,
    decided_on: date | None,
    received_on: date | None,
    today: date,
    cited_laws_valid_from: Mapping[str, date],
    end_on: date | None = None,
) -> tuple[Finding, ...]:
    """Findings on the date of a decision; () when it is not known or nothing speaks against it.

    `cited_laws_valid_from`: the first day of each cited act by its name, for the acts of which it is known.
    `end_on`: the last exempt day that follows. Findings that contradict the date are MUST_MEND (see
    `contradiction`), those that merely ask are CHECK. How old a decision is counts on the day of its receipt: what
    is kept for long grows old by itself.
    """
    if decided_on is None:
        return ()
    return (
        *_by_its_year(number, about, decided_on),
        *_by_the_calendar(decided_on, received_on, today),
        *_by_the_law(decided_on, cited_laws_valid_from),
        *_by_its_end(decided_on, end_on),
    )


def contradiction(doubts: tuple[Finding, ...]) -> Finding | None:
    """The first finding that contradicts the date; None when they merely ask, or there are none."""
    return next((doubt for doubt in doubts if doubt.severity is Severity.MUST_MEND), None)


def years_of_number(number: str, about: str = "") -> frozenset[int]:
    """The years that a decision's number bears ("731/2025", "169/Kpts/KPU/TAHUN 2015").

    Where it bears none, those with which the same number stands in `about` ("Keputusan KPU Nomor 731 Tahun 2025
    tentang ..."). Other years of `about` name elections and other acts.
    """
    years = frozenset(int(found["year"]) for found in _IN_NUMBER.finditer(number))
    digits = _FIRST_DIGITS.search(number)
    if years or digits is None:
        return years
    again = re.compile(rf"(?<![0-9]){digits[0]}\s*(?:\b(?:tahun|thn|th)\b\.?\s*|/\s*){_YEAR}", re.IGNORECASE)
    return frozenset(int(found["year"]) for found in again.finditer(about))


def _by_its_year(number: str, about: str, decided_on: date) -> Iterator[Finding]:
    years = years_of_number(number, about)
    if years and decided_on.year not in years:
        named = " dan ".join(str(year) for year in sorted(years))
        yield _contradicts(
            "decision_year_differs",
            f"Nomor keputusan menyebut tahun {named}, tetapi tanggal keputusannya {long_date(decided_on)}",
        )


def _by_the_calendar(decided_on: date, received_on: date | None, today: date) -> Iterator[Finding]:
    day = long_date(decided_on)
    if not FIRST_YEAR <= decided_on.year <= today.year + 1:
        yield _contradicts(
            "decision_year_impossible", f"Tahun pada tanggal keputusan, {day}, tidak mungkin benar"
        )
    elif decided_on > today:
        yield _contradicts(
            "decision_in_future", f"Tanggal keputusan, {day}, belum tiba (hari ini {long_date(today)})"
        )
    elif (received_on or today).year - decided_on.year > VERY_OLD_YEARS:
        message = (
            f"Tanggal keputusan, {day}, sudah lebih dari {VERY_OLD_YEARS} tahun; pastikan tahunnya benar."
        )
        yield Finding(VERY_OLD, Severity.CHECK, message, "")
    if received_on is not None and decided_on > received_on:
        yield _contradicts(
            "decision_after_receipt",
            f"Tanggal keputusan, {day}, lebih akhir daripada tanggal diterimanya, {long_date(received_on)}",
        )


def _by_the_law(decided_on: date, valid_from: Mapping[str, date]) -> Iterator[Finding]:
    for law, first_day in valid_from.items():
        if decided_on < first_day:
            yield _contradicts(
                "decision_before_law",
                f"Tanggal keputusan, {long_date(decided_on)}, lebih awal daripada berlakunya {law}, "
                f"{long_date(first_day)}",
            )


def _by_its_end(decided_on: date, end_on: date | None) -> Iterator[Finding]:
    if end_on is not None and end_on < decided_on:
        message = (
            f"Pengecualian berakhir {long_date(end_on)}, sebelum diputuskan pada {long_date(decided_on)}; periksa "
            "tanggal keputusan dan titik mulainya."
        )
        yield Finding("decision_after_end", Severity.CHECK, message, "")


def _contradicts(code: FindingCode, what: str) -> Finding:
    message = f"{what}; periksa pada keputusan aslinya, lalu perbaiki yang salah."
    return Finding(code, Severity.MUST_MEND, message, "")
