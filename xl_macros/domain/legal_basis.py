"""Legal bases: citations in dirty text, the acts with their validity, and the findings that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.period_model import Period

__all__ = ["ArticleRule", "Citation", "Finding", "LegalBasis", "Severity"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited law or article of it, as read from dirty text.

    `law` is the short form ("UU 14/2008"), None when the text names no law; `letters` and `items` are in
    the order of the text; `text` is the part of the text it was read from, verbatim.
    """

    law: str | None
    article: int | None = None
    paragraph: int | None = None
    letters: tuple[str, ...] = ()
    items: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One act (a row of tblDasarHukum). `valid_to` is the last day it held; None = open or not known.

    `certainty` is "pasti" for what was read in the rule itself, "sekunder" for what was read in a
    secondary source, "perlu diperiksa" for everything else.
    """

    act: str
    title: str
    valid_from: date | None
    valid_to: date | None = None
    replaced_by: str | None = None
    certainty: str = "perlu diperiksa"


@dataclass(frozen=True, slots=True)
class ArticleRule:
    """One letter of article 17 UU 14/2008. `maximum_years` None = the law names no number here."""

    letter: str
    subject: str
    maximum_years: int | None
    may_be_permanent: bool
    source: str


def read_legal_basis(text: str | None) -> tuple[Citation, ...]:
    """The citations in the text, in its order. Never raises."""
    del text
    return ()


def seed_legal_bases() -> tuple[LegalBasis, ...]:
    """The acts with which a new workbook starts."""
    return ()


def seed_articles() -> tuple[ArticleRule, ...]:
    """Article 17 letters a-j of UU 14/2008."""
    return ()


def legal_findings(
    citations: Sequence[Citation],
    period: Period,
    decided_on: date | None,
    bases: Sequence[LegalBasis],
    on: date,
) -> tuple[Finding, ...]:
    """What the law has to say about an entry with these citations and this period."""
    del citations, period, decided_on, bases, on
    return ()
