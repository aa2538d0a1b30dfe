"""What the law has to say about an entry: its citations, its period and the acts valid at the decision's date.

Findings on the wording itself (unclear, contradictory) belong to `expiry`, those on its legal limits stand here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, assert_never

from xl_macros.domain.findings import Finding, FindingCode, Severity
from xl_macros.domain.legal_model import TO_CHECK, ArticleRule, Citation, LegalBasis
from xl_macros.domain.legal_seeds import seed_articles, seed_legal_bases
from xl_macros.domain.period_model import Period, PeriodClass, Unit
from xl_macros.domain.phrases import long_date, quoted

__all__ = [
    "ArticleRule",
    "Citation",
    "Finding",
    "LegalBasis",
    "Severity",
    "legal_findings",
    "read_legal_basis",
    "seed_articles",
    "seed_legal_bases",
]

UU_KIP = "UU 14/2008"
ARTICLE_17 = f"{UU_KIP} Pasal 17"
NOT_PERMANENT = f"{UU_KIP} Pasal 20 ayat (1)"
LETTERS = frozenset("abcdefghij")
NEVER_PERMANENT = frozenset("abcdef")
PRIVATE_ITEMS = range(1, 6)
LIMIT_YEARS = 30
LIMIT_SOURCE = f"{ARTICLE_17} huruf a: paling lama {LIMIT_YEARS} tahun"

# Thirty calendar years hold at most eight leap days, and so many days at most this many weekdays.
_MOST_DAYS = LIMIT_YEARS * 365 + 8
_MOST_WORKING_DAYS = _MOST_DAYS * 5 // 7 + 2


def _limit(unit: Unit) -> int:
    """The most of a unit that thirty years can be."""
    match unit:
        case Unit.YEAR:
            return LIMIT_YEARS
        case Unit.MONTH:
            return LIMIT_YEARS * 12
        case Unit.WEEK:
            return _MOST_DAYS // 7
        case Unit.DAY:
            return _MOST_DAYS
        case Unit.WORKING_DAY:
            return _MOST_WORKING_DAYS
        case _ as never:
            assert_never(never)


class _Case(NamedTuple):
    """One entry under the law: what `legal_findings` was given, with the acts by their key."""

    citations: tuple[Citation, ...]
    period: Period
    decided_on: date | None
    acts: Acts
    on: date


@lru_cache(maxsize=4096)
def read_legal_basis(text: str | None) -> tuple[Citation, ...]:
    """The citations in the text, in its order; () for a blank cell. Never raises on any text.

    Text in which neither law nor article can be recognised is one citation without either.
    """
    # Imported here: its patterns cost a button that reads no legal basis more than all its other imports.
    from xl_macros.domain.citations import read_citations

    return read_citations(text or "")


@lru_cache(maxsize=1024)
def _key(law: str) -> str:
    from xl_macros.domain.laws import law_key

    return law_key(law)


Acts = Mapping[str, Sequence[LegalBasis]]
"""The rows of tblDasarHukum by the act that they are about."""


def by_act(bases: Iterable[LegalBasis]) -> Acts:
    """The rows grouped, once for all entries."""
    acts: dict[str, list[LegalBasis]] = {}
    for basis in bases:
        acts.setdefault(_key(basis.act), []).append(basis)
    return acts


def legal_findings(
    citations: Sequence[Citation], period: Period, decided_on: date | None, acts: Acts, on: date
) -> tuple[Finding, ...]:
    """Findings on the legal basis of an entry and on its period under that basis, gravest kind of rule first.

    `on` serves where the date of the decision is not known.
    """
    case = _Case(tuple(citations), period, decided_on, acts, on)
    found = [*_on_citations(case), *_on_acts(case), *_on_permanence(case), *_on_thirty_years(case)]
    if period.day_assumed and period.until_on and period.length is None:
        found.append(_day_assumed(period.until_on))
    return tuple(dict.fromkeys(found))


def first_days(citations: Sequence[Citation], bases: Sequence[LegalBasis]) -> dict[str, date]:
    """The first day of each cited law of which it is known, by its name; the earliest where a law has several rows."""
    known: dict[str, list[date | None]] = {}
    for basis in bases:
        known.setdefault(_key(basis.act), []).append(basis.valid_from)
    found: dict[str, date] = {}
    for law in dict.fromkeys(citation.law for citation in citations if citation.law):
        days = known.get(_key(law), [])
        sure = [day for day in days if day is not None]
        if sure and len(sure) == len(days):
            found[law] = min(sure)
    return found


def _must(code: FindingCode, message: str, source: str) -> Finding:
    return Finding(code, Severity.MUST_MEND, message, source)


def _check(code: FindingCode, message: str, source: str) -> Finding:
    return Finding(code, Severity.CHECK, message, source)


# -- the citations -----------------------------------------------------------------------------------------


def _on_citations(case: _Case) -> Iterator[Finding]:
    if not case.citations:
        message = "Dasar hukum belum diisi; tulis undang-undang, pasal dan hurufnya seperti pada keputusan."
        yield _must("legal_basis_missing", message, ARTICLE_17)
    for citation in case.citations:
        if citation.law is None and citation.article is None:
            message = (
                f"Dasar hukum {quoted(citation.text)} tidak terbaca; tulis undang-undang, pasal dan hurufnya, "
                "misalnya UU 14/2008 Pasal 17 huruf h."
            )
            yield _must("legal_basis_unreadable", message, ARTICLE_17)
        elif citation.law is None:
            message = (
                f"Pasal {citation.article} disebut tanpa undang-undangnya; tambahkan, karena huruf yang sama "
                "dapat berarti lain pada peraturan lain."
            )
            yield _must("law_not_named", message, "PKPU 1/2015 memakai huruf lain daripada UU 14/2008")
        elif citation.law == UU_KIP and citation.article is None:
            message = f"{UU_KIP} disebut tanpa pasal; lengkapi pasal dan hurufnya menurut keputusan."
            yield _check("article_missing", message, ARTICLE_17)
        if citation.article == 17 and citation.law in {None, UU_KIP}:
            yield from _on_letters(citation)


def _on_letters(citation: Citation) -> Iterator[Finding]:
    if not citation.letters:
        message = "Pasal 17 disebut tanpa huruf; lengkapi hurufnya (a sampai dengan j) menurut keputusan."
        yield _must("letter_missing", message, ARTICLE_17)
    for letter in citation.letters:
        if letter not in LETTERS:
            message = (
                f"Huruf {letter} tidak ada pada Pasal 17; hurufnya a sampai dengan j. Periksa keputusannya."
            )
            yield _must("letter_unknown", message, ARTICLE_17)
    for item in citation.items:
        if citation.letters == ("h",) and item not in PRIVATE_ITEMS:
            message = f"Angka {item} tidak ada pada Pasal 17 huruf h; angkanya 1 sampai dengan 5."
            yield _must("item_unknown", message, f"{ARTICLE_17} huruf h")


# -- the acts ----------------------------------------------------------------------------------------------


def _on_acts(case: _Case) -> Iterator[Finding]:
    """Acts unknown, not in force at the decision's date, or perhaps not; nothing where no act is listed."""
    if not case.acts:
        return
    for law in dict.fromkeys(citation.law for citation in case.citations if citation.law):
        acts = case.acts.get(_key(law), ())
        if not acts:
            message = (
                f"{law} tidak ada pada daftar dasar hukum di lembar Referensi; periksa penulisannya, "
                "lalu tambahkan bila benar."
            )
            yield _check("law_unknown", message, "daftar dasar hukum di lembar Referensi")
        elif case.decided_on is None:
            yield from _without_decision_date(law, acts, case.on)
        elif not any(_holds(act, case.decided_on) for act in acts):
            yield _not_in_force(law, acts, case.decided_on)
        elif all(act.replaced_by and act.valid_to is None for act in acts):
            yield _perhaps_replaced(law, acts[0])


def _holds(act: LegalBasis, day: date) -> bool:
    """Whether the act may have been in force on the day; an unknown date does not speak against it."""
    return (act.valid_from is None or act.valid_from <= day) and (act.valid_to is None or day <= act.valid_to)


def _not_in_force(law: str, acts: Sequence[LegalBasis], decided_on: date) -> Finding:
    ended = [act for act in acts if act.valid_to is not None and act.valid_to < decided_on]
    day = long_date(decided_on)
    if not ended:
        starts = min(act.valid_from for act in acts if act.valid_from is not None)
        message = (
            f"{law} baru berlaku {long_date(starts)}, setelah tanggal keputusan ({day}); "
            "periksa tanggal keputusan atau dasar hukumnya."
        )
        return _check("law_not_yet_in_force", message, law)
    last = max(ended, key=lambda act: act.valid_to or date.min)
    instead = f" dan digantikan {last.replaced_by}" if last.replaced_by else ""
    message = (
        f"{law} sudah tidak berlaku pada tanggal keputusan ({day}): berlaku sampai dengan "
        f"{long_date(last.valid_to or date.max)}{instead}. Tanyakan dasar hukum yang benar kepada PPID KPU."
    )
    return _check("law_superseded", message, last.replaced_by or law)


def _without_decision_date(law: str, acts: Sequence[LegalBasis], on: date) -> Iterator[Finding]:
    if any(act.valid_to is None or act.valid_to >= on for act in acts):
        return
    last = max(acts, key=lambda act: act.valid_to or date.min)
    message = (
        f"{law} berlaku sampai dengan {long_date(last.valid_to or date.max)}; tanggal keputusan belum diketahui, "
        "sehingga belum pasti apakah masih berlaku saat itu. Lengkapi tanggal keputusan."
    )
    yield _check("law_perhaps_superseded", message, last.replaced_by or law)


def _perhaps_replaced(law: str, act: LegalBasis) -> Finding:
    message = (
        f"{law} tercatat digantikan {act.replaced_by}, tetapi tanggalnya belum diisi di lembar Referensi; "
        "periksa apakah masih berlaku pada tanggal keputusan."
    )
    return _check("law_perhaps_superseded", message, f"{act.replaced_by} ({TO_CHECK})")


# -- the limits of periods ---------------------------------------------------------------------------------


def _letters_17(case: _Case) -> set[str]:
    """The letters of article 17 UU 14/2008 on which the entry rests."""
    return {
        letter
        for citation in case.citations
        if citation.law == UU_KIP and citation.article == 17
        for letter in citation.letters
    }


def _has_no_end(period: Period) -> bool:
    """Whether a wording, clear or not, names neither a date nor an event."""
    match period.period_class:
        case PeriodClass.UNLIMITED | PeriodClass.UNCLEAR | PeriodClass.PURPOSE_LIMITED:
            return period.contradiction is None
        case PeriodClass.FIXED | PeriodClass.FIXED_ANCHORED | PeriodClass.FIXED_UNLESS:
            return False
        case PeriodClass.UNTIL_EVENT | PeriodClass.UNTIL_EVENT_AND_CONSENT | PeriodClass.UNTIL_CONSENT:
            return False
        case PeriodClass.WHILE_STATE | PeriodClass.OPENS_AFTER | PeriodClass.MULTI_CLAUSE:
            return False
        case _ as never:
            assert_never(never)


def _on_permanence(case: _Case) -> Iterator[Finding]:
    """Letters a to f need a date or an event. A number in doubt is another matter: there is a length."""
    letters = sorted(_letters_17(case) & NEVER_PERMANENT)
    if not letters:
        return
    named = " dan ".join(letters)
    parts = case.period.clauses or (case.period,)
    if any(part.period_class is PeriodClass.UNLIMITED for part in parts):
        message = (
            f"Pengecualian menurut Pasal 17 huruf {named} tidak boleh permanen, tetapi jangka waktunya tanpa batas; "
            "mintakan jangka waktu yang benar kepada PPID KPU."
        )
        yield _must("not_permanent", message, NOT_PERMANENT)
    elif all(map(_has_no_end, parts)):
        message = (
            f"Pengecualian menurut Pasal 17 huruf {named} tidak boleh permanen, tetapi jangka waktunya tidak "
            "menyebut tanggal atau peristiwa; mintakan kejelasan kepada PPID KPU."
        )
        yield _must("not_permanent", message, NOT_PERMANENT)


def _on_thirty_years(case: _Case) -> Iterator[Finding]:
    """Letter a: at most 30 years, in whatever unit the period is written."""
    if "a" not in _letters_17(case):
        return
    for part in case.period.clauses or (case.period,):
        if _is_too_long(part) or _ends_too_late(part, case.decided_on):
            message = (
                f"Jangka waktu menurut Pasal 17 huruf a paling lama {LIMIT_YEARS} tahun, tetapi yang tertulis lebih "
                "lama; mintakan perbaikan kepada PPID KPU."
            )
            yield _must("beyond_30_years", message, LIMIT_SOURCE)


def _is_too_long(period: Period) -> bool:
    return period.length is not None and period.unit is not None and period.length > _limit(period.unit)


def _ends_too_late(period: Period, decided_on: date | None) -> bool:
    """Whether a written end date lies beyond the same day thirty years after the start."""
    start = period.anchor_on or (decided_on if period.anchor is None else None)
    if start is None or period.until_on is None:
        return False
    end, begin = period.until_on, start
    return (end.year - begin.year, end.month, end.day) > (LIMIT_YEARS, begin.month, begin.day)


def _day_assumed(until_on: date) -> Finding:
    message = (
        f"Jangka waktu hanya menyebut bulan atau tahun berakhirnya; dihitung sampai hari terakhirnya, "
        f"{long_date(until_on)}. Periksa keputusan aslinya."
    )
    return _check("end_day_assumed", message, "“sampai dengan” meliputi bulan atau tahun yang disebut")
