"""From the text of a cell to a `Period`: clean it, split it into clauses, read each by the rules."""

from __future__ import annotations

import re

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording import clauses
from xl_macros.domain.wording.acronyms import acronyms_in, with_acronyms
from xl_macros.domain.wording.clause_reader import read_clause
from xl_macros.domain.wording.cleaning import plain_text, words_of
from xl_macros.domain.wording.misread import misread_in
from xl_macros.domain.wording.quantities import holds_quantity
from xl_macros.domain.wording.references import References, is_hidden, why_no_length
from xl_macros.domain.wording.remarks import is_remark, says_no_more
from xl_macros.domain.wording.spelling import present
from xl_macros.domain.wording.tails import exceptions
from xl_macros.domain.wording.unread import unread
from xl_macros.domain.wording.unsettled import ends_by_itself, unsettled
from xl_macros.patterns import regex

TOO_LONG = "Teks jangka waktu terlalu panjang untuk dibaca."

_AND_MORE = regex(r"\+\s*(?:$|[),;])")  # "5 tahun +"
_SHORTENED = regex(r"(?<![^\W\d_])[^\W\d_]{1,3}$")  # "tgl.", "no.": no end of a sentence
_SUBJECT = regex(r"^(?:informasi|dokumen|data)(?:nya| ini| tersebut)? (?=hanya|dapat|boleh)")
_LETS_IN = ("hanya", "dapat", "boleh", "kecuali")
_LEADS_INTO_LIST = ("kecuali", "sampai", "sampai dengan", "hingga", "selama", "apabila", "jika", "setelah")


def read(text: str) -> Period:
    """The period that the text of a cell states; see `period.read_period`."""
    plain = plain_text(text)
    if plain is None:
        return Period(text, PeriodClass.UNCLEAR, contradiction=TOO_LONG)
    taken = References()
    acronyms = acronyms_in(plain)
    hidden = taken.hide(plain)
    period = _with_reason(_settled(_read_with_acts(hidden), hidden, text), hidden)
    period = taken.restored(period, lambda words: present(words_of(words)))
    return with_acronyms(period, acronyms)._replace(text=text if text.strip() else "")


def _settled(period: Period, hidden: str, text: str) -> Period:
    """The period, or the doubt that the wording itself casts on its end ("mana yang lebih lama", "5 tahun?")."""
    if not ends_by_itself(period):
        return period
    words = unsettled(words_of(hidden))
    if words:
        return unread(words)
    if _AND_MORE.search(text):
        return Period("", PeriodClass.UNCLEAR, contradiction="Jangka waktu diakhiri dengan tanda tambah.")
    asked = Period("", PeriodClass.UNCLEAR, contradiction="Jangka waktu ditulis dengan tanda tanya.")
    return asked if "?" in text else period


def _with_reason(period: Period, hidden: str) -> Period:
    """An unclear wording with the reason why its numbers are no length."""
    if period.period_class is not PeriodClass.UNCLEAR or period.contradiction is not None:
        return period
    return period._replace(not_a_length=why_no_length(words_of(hidden)))


_BY_AN_ACT = regex(
    r"[\s,;(/-]*\b(?:sesuai|sebagaimana|berdasarkan|berdasar|menurut|mengacu|merujuk|mengikuti|vide)\b"
    r"(?:\s+(?!selama|sampai|hingga|paling|maksimal|tahun|bulan|hari|sejak|jra|retensi|jadwal)[a-z-]+\.?){0,8}?"
    r"\s*(?:(?:dan|jo\.?|juncto|serta|dengan|pada|dalam|/|,|&)?\s*(?:akta|pasal)[\ue000-\uefff])+[\s),;.]*",
    re.IGNORECASE,
)


def _read_with_acts(plain: str) -> Period:
    """The cell read with the words behind which its acts stand, and without "sesuai <act>" where that differs.

    By which act a length was given says nothing about its length: such words change no length and no date.
    """
    period = _read_cell(plain)
    if not is_hidden(plain):
        return period
    without = _BY_AN_ACT.sub(" ", plain).strip(" ,;./-")
    if without == plain or not without:
        return period
    alone = _read_cell(without)
    return period if _figures(period) == _figures(alone) else alone


def _figures(period: Period) -> list[object]:
    """All lengths and dates of a period, for comparison."""
    own = [period.length, period.unit, period.until_on, period.anchor_on]
    doubt: list[object] = [period.contradiction is None]
    return [*own, *doubt, *(figure for clause in period.clauses for figure in _figures(clause))]


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
    first, *others = clauses.sentences(plain) or [plain]
    is_sentence = others and not _SHORTENED.search(first) and _is_clear(first)
    return _first_of(first, others) if is_sentence else _read_one(plain)


def _first_of(first: str, others: list[str]) -> Period:
    """The first sentence read; the others are no period of their own, but may say who is let in meanwhile."""
    period = _read_one(first)
    for other in filter(None, map(words_of, others)):
        words = _SUBJECT.sub("", other)
        understood = words.startswith(_LETS_IN) or says_no_more(words)
        understood = understood or (is_remark(words) and not _is_clear(words))
        if holds_quantity(other) or (ends_by_itself(period) and not understood):
            return unread(other)
        said = exceptions(words)
        if words.startswith(_LETS_IN) and period.exception is None and period.override is None:
            period = period._replace(exception=said.get("override") or said.get("exception"))
    return period


def _carries_on(lead: str) -> bool:
    """Whether the lead-in of a list is itself part of the period ("Permanen, kecuali: a. ...; b. ...")."""
    words = words_of(lead)
    return words.endswith(_LEADS_INTO_LIST) or read_clause(words).period_class is not PeriodClass.UNCLEAR


def _is_clear(piece: str) -> bool:
    return _read_one(piece).period_class is not PeriodClass.UNCLEAR


def _several(pieces: list[str]) -> Period:
    read_pieces = tuple(_read_one(piece)._replace(text=piece) for piece in pieces)
    if all(clause.period_class is PeriodClass.UNCLEAR for clause in read_pieces):
        return Period("", PeriodClass.UNCLEAR)
    consent = any(clause.consent for clause in read_pieces)
    return Period("", PeriodClass.MULTI_CLAUSE, consent=consent, clauses=read_pieces)


def _read_one(plain: str) -> Period:
    words = words_of(plain)
    misread = misread_in(words)
    if misread:
        doubt = f"Teks jangka waktu tampaknya salah baca huruf atau angka (“{misread}”)."
        return Period("", PeriodClass.UNCLEAR, contradiction=doubt)
    return read_clause(words)
