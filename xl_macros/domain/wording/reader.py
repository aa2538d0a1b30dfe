"""From the text of a cell to a `Period`: clean it, split it into clauses, read each by the rules."""

from __future__ import annotations

from dataclasses import replace

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording import clauses
from xl_macros.domain.wording.clause_reader import read_clause
from xl_macros.domain.wording.cleaning import plain_text, words_of

TOO_LONG = "Teks jangka waktu terlalu panjang untuk dibaca."

_LEADS_INTO_LIST = ("kecuali", "sampai", "sampai dengan", "hingga", "selama", "apabila", "jika", "setelah")


def read(text: str) -> Period:
    """The period that the text of a cell states; see `period.read_period`."""
    plain = plain_text(text)
    if plain is None:
        return Period(text, PeriodClass.UNCLEAR, contradiction=TOO_LONG)
    return replace(_read_cell(plain), text=text if text.strip() else "")


def _read_cell(plain: str) -> Period:
    lead, items = clauses.listed_clauses(plain)
    if len(items) > 1:
        if _carries_on(lead):
            return _read_one(f"{lead} {clauses.list_joint(plain).join(items)}".replace(":", ""))
        return _several(items)
    plain = clauses.without_mark(plain)
    for split in (
        clauses.sentences,
        clauses.opening_clause,
        clauses.lengths_for_each,
        clauses.labelled_clauses,
    ):
        pieces = split(plain)
        if len(pieces) > 1 and all(_is_clear(piece) for piece in pieces):
            return _several(pieces)
    return _read_one(plain)


def _carries_on(lead: str) -> bool:
    """Whether the lead-in of a list is itself part of the period ("Permanen, kecuali: a. ...; b. ...")."""
    words = words_of(lead)
    return words.endswith(_LEADS_INTO_LIST) or read_clause(words).period_class is not PeriodClass.UNCLEAR


def _is_clear(piece: str) -> bool:
    return _read_one(piece).period_class is not PeriodClass.UNCLEAR


def _several(pieces: list[str]) -> Period:
    read_pieces = tuple(replace(_read_one(piece), text=piece) for piece in pieces)
    if all(clause.period_class is PeriodClass.UNCLEAR for clause in read_pieces):
        return Period("", PeriodClass.UNCLEAR)
    consent = any(clause.consent for clause in read_pieces)
    return Period("", PeriodClass.MULTI_CLAUSE, consent=consent, clauses=read_pieces)


def _read_one(plain: str) -> Period:
    return read_clause(words_of(plain))
