"""Reading the wording of an exemption period: `read_period` (issue: real periods are mostly not dates).

The verbatim text is always kept; class and parts are derived beside it. The rules stand in
`wording/rules.py`, each with an example.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from xl_macros.domain.period_model import Period, PeriodClass, Unit
from xl_macros.domain.wording import clauses
from xl_macros.domain.wording.cleaning import plain_text, words_of
from xl_macros.domain.wording.rules import read_clause

__all__ = ["Period", "PeriodClass", "Unit", "read_period"]


@lru_cache(maxsize=4096)
def read_period(text: str | None) -> Period:
    """What the wording says. Never raises on any text; what cannot be read is UNCLEAR.

    None and blank cells are UNCLEAR with the text "". Words in the parts are in lower case with the
    capitals of names put back, so that the parts do not depend on how the cell was typed.
    """
    verbatim = text or ""
    plain = plain_text(verbatim)
    if plain is None:
        doubt = "Teks jangka waktu terlalu panjang untuk dibaca."
        return Period(verbatim, PeriodClass.UNCLEAR, contradiction=doubt)
    return replace(_read(plain), text=verbatim if verbatim.strip() else "")


def _read(plain: str) -> Period:
    lead, items = clauses.listed_clauses(plain)
    if len(items) > 1:
        if _carries_on(lead):
            return _read_one(f"{lead} {'; '.join(items)}".replace(":", ""))
        return _several(items)
    plain = clauses.without_mark(plain)
    for split in (clauses.sentences, clauses.opening_clause, clauses.lengths_for_each):
        pieces = split(plain)
        if len(pieces) > 1 and all(_is_clear(piece) for piece in pieces):
            return _several(pieces)
    return _read_one(plain)


def _carries_on(lead: str) -> bool:
    """Whether the lead-in of a list is itself part of the period ("Permanen, kecuali: a. ...; b. ...")."""
    words = words_of(lead)
    if not words:
        return False
    if words.endswith(
        ("kecuali", "sampai", "sampai dengan", "hingga", "selama", "apabila", "jika", "setelah")
    ):
        return True
    return read_clause(words).period_class is not PeriodClass.UNCLEAR


def _is_clear(piece: str) -> bool:
    return read_clause(words_of(piece)).period_class is not PeriodClass.UNCLEAR


def _several(pieces: list[str]) -> Period:
    read = tuple(replace(_read_one(piece), text=piece) for piece in pieces)
    if all(clause.period_class is PeriodClass.UNCLEAR for clause in read):
        return Period("", PeriodClass.UNCLEAR)
    consent = any(clause.consent for clause in read)
    return Period("", PeriodClass.MULTI_CLAUSE, consent=consent, clauses=read)


def _read_one(plain: str) -> Period:
    return read_clause(words_of(plain))
