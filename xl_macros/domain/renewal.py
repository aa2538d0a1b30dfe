"""Which entries seem to be one information determined anew, and whether days lie between its lives.

A proposal only: a person confirms it. Alike are the words of the information, but for years and for what stands
between them, together with the legal basis.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.phrases import long_date
from xl_macros.patterns import regex

_YEAR = regex(r"\b(?:tahun\s+)?(?:19|20)\d\d\b")
_NOT_WORD = regex(r"[^a-z0-9]+")


class Life(NamedTuple):
    """What an entry is known by."""

    code: str
    berkas: str
    information: str
    legal_basis: str
    decided_on: date | None
    has_predecessor: bool = False
    has_successor: bool = False


def likeness(text: str) -> str:
    """The words that two titles of one information share: folded, without years and signs."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return _NOT_WORD.sub(" ", _YEAR.sub(" ", folded)).strip()


def likely_renewals(lives: Iterable[Life]) -> list[tuple[str, str]]:
    """Pairs of codes, old and new: alike in information and basis, of different decisions, each next in time.

    Where two entries of one decision are alike it cannot be said which is meant, and none is proposed.
    """
    groups: dict[tuple[str, str], list[Life]] = {}
    for life in lives:
        words = likeness(life.information)
        if words and life.decided_on is not None:
            groups.setdefault((words, _basis(life.legal_basis)), []).append(life)
    found = []
    for group in groups.values():
        if len({life.berkas for life in group}) < len(group):
            continue
        ordered = sorted(group, key=lambda life: (life.decided_on or date.min, life.code))
        for old, new in pairwise(ordered):
            if old.decided_on != new.decided_on and not (old.has_successor or new.has_predecessor):
                found.append((old.code, new.code))
    return found


@lru_cache(maxsize=1024)
def _basis(text: str) -> str:
    return _NOT_WORD.sub("", unicodedata.normalize("NFKD", text).casefold())


def past_finding(old_code: str, old_end_on: date | None) -> Finding:
    """A finding on what is open although the older life of the same information is still exempt."""
    until = f" sampai {long_date(old_end_on)}" if old_end_on is not None else ""
    message = (
        f"Informasi ini terbuka, tetapi {old_code} yang ditetapkan ulang olehnya masih dikecualikan{until}; jangan "
        f"diumumkan dahulu. Bila {old_code} ikut terbuka, catat perubahan klasifikasinya; bila bukan informasi yang "
        "sama, batalkan catatan penetapan ulangnya."
    )
    return Finding("renewal_past", Severity.MUST_MEND, message, "")


def gap_finding(old_end_on: date | None, new_start_on: date | None, old_code: str) -> Finding | None:
    """A finding when days lie between the end of one life and the start of the next: open by law meanwhile."""
    if old_end_on is None or new_start_on is None or new_start_on <= old_end_on + timedelta(days=1):
        return None
    first, last = old_end_on + timedelta(days=1), new_start_on - timedelta(days=1)
    days = (last - first).days + 1
    when = long_date(first) if days == 1 else f"{long_date(first)} sampai {long_date(last)}"
    message = (
        f"Antara berakhirnya {old_code} dan penetapan ulangnya ada {days} hari yang tidak dikecualikan ({when}); "
        "periksa, dan catat apakah informasinya diminta pada hari itu."
    )
    return Finding("renewal_gap", Severity.CHECK, message, "")
