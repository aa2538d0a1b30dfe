"""Citations, acts and articles as data."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

CERTAIN = "pasti"
SECONDARY = "sekunder"
TO_CHECK = "perlu diperiksa"


class Citation(NamedTuple):
    """One cited law or article of it, as read from dirty text.

    `law` is the short form ("UU 14/2008"), None when the text names no law; `letters` and `items` are in
    the order of the text; `text` is the part of the text it was read from.
    """

    law: str | None
    article: int | None = None
    paragraph: int | None = None
    letters: tuple[str, ...] = ()
    items: tuple[int, ...] = ()
    text: str = ""


class LegalBasis(NamedTuple):
    """One act (a row of tblDasarHukum). `valid_to` is the last day it held; a date that is None is not known
    or, for `valid_to`, lies open.

    `certainty` is `CERTAIN` for what was read in the rule itself or on its official page, `SECONDARY` for what
    was read in a secondary source, `TO_CHECK` for everything else.
    """

    act: str
    title: str
    valid_from: date | None
    valid_to: date | None = None
    replaced_by: str | None = None
    certainty: str = TO_CHECK


class ArticleRule(NamedTuple):
    """One letter of article 17 UU 14/2008. `maximum_years` None = no number of years is named for it."""

    letter: str
    subject: str
    maximum_years: int | None
    may_be_permanent: bool
    source: str
