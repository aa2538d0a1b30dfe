"""Naming a law: every way in which an act is written comes out in one short form ("UU 14/2008").

To teach the reader another kind of act, add a line to `KINDS`; another law by its popular name, one to `NAMES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from xl_macros.patterns import regex

_UU = r"undang\s*-?\s*undang|uu"
_KPU = r"(?:komisi\s+pemilihan\s+umum|kpu)"

KINDS: tuple[tuple[str, str], ...] = (
    ("Perppu", rf"peraturan\s+pemerintah\s+pengganti\s+(?:{_UU})|perpp?u"),
    ("UU", _UU),
    ("PP", r"peraturan\s+pemerintah|pp"),
    ("Perpres", r"peraturan\s+presiden|perpres"),
    ("Keppres", r"keputusan\s+presiden|keppres"),
    ("PKPU", rf"peraturan\s+{_KPU}|pkpu"),
    ("Perki", r"peraturan\s+komisi\s+informasi(?:\s+pusat)?|perki"),
    ("Perbawaslu", r"peraturan\s+(?:badan\s+pengawas\s+pemilihan\s+umum|bawaslu)|perbawaslu"),
    ("Permendagri", r"peraturan\s+menteri\s+dalam\s+negeri|permendagri"),
    ("Permenkes", r"peraturan\s+menteri\s+kesehatan|permenkes"),
    ("PMK", r"peraturan\s+menteri\s+keuangan|pmk"),
    ("Perda", r"peraturan\s+daerah|perda"),
    ("Pergub", r"peraturan\s+gubernur|pergub"),
    ("Perbup", r"peraturan\s+bupati|perbup"),
    ("Perwali", r"peraturan\s+wali\s?kota|perwal(?:i|kot)?"),
)
"""Short form and how it is written; the longer forms stand before those that they begin with."""

NAMES: tuple[tuple[str, str], ...] = (
    (
        "UUD 1945",
        rf"uud(?:\s+(?:nri|negara\s+republik\s+indonesia))?(?:\s+tahun)?\s+1945|(?:{_UU})\s+dasar[^0-9]{{0,50}}1945",
    ),
    ("UU 14/2008", rf"(?:{_UU})\s+(?:tentang\s+)?(?:kip\b|keterbukaan\s+informasi(?:\s+publik)?)"),
    ("UU 27/2022", rf"(?:{_UU})\s+(?:tentang\s+)?(?:pdp\b|pe(?:r)?lindungan\s+data\s+pribadi)"),
    ("UU 43/2009", rf"(?:{_UU})\s+(?:tentang\s+)?kearsipan"),
    ("UU 11/2008", rf"(?:{_UU})\s+(?:tentang\s+)?ite\b"),
    ("KUHAP", r"kuhap|kitab\s+undang-undang\s+hukum\s+acara\s+pidana"),
    ("KUHP", r"kuhp|kitab\s+undang-undang\s+hukum\s+pidana"),
)
"""Laws that real lists cite by a name instead of a number."""

_COUNTRY = r"(?:\s+(?:republik\s+indonesia|r\.?i\.?))?"
_NUMBER_WORD = r"\s*(?:\b(?:nomor|nomer|nmr|no)\b)?\s*[.:]?\s*"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
_BY_NUMBER = regex(
    r"(?<![a-z])(?:"
    + "|".join(f"(?P<k{index}>{pattern})" for index, (_, pattern) in enumerate(KINDS))
    + rf"){_COUNTRY}{_NUMBER_WORD}(?P<number>[0-9]{{1,4}})(?:\s*(?:/|-|tahun|thn\.?|th\.?)\s*|\s+){_YEAR}",
    re.IGNORECASE,
)
_DECREE = regex(
    rf"(?<![a-z])(?:(?:surat\s+)?keputusan\s+(?:ketua\s+)?{_KPU}|sk\s+kpu|kep(?:ts?)?\.?\s+kpu)"
    rf"{_COUNTRY}{_NUMBER_WORD}(?P<decree>[0-9][0-9a-z./-]*?)(?:\s*/?\s*tahun\s*|\s*/\s*){_YEAR}",
    re.IGNORECASE,
)
_OTHER = regex(
    r"(?<![a-z])(?P<kind>(?:peraturan|keputusan|surat\s+edaran|per(?:men|ka|da|gub|bup|wal)[a-z]{0,12})(?:\s+[a-z]{2,20}\b\.?){0,6}?)"
    rf"{_COUNTRY}\s+(?:nomor|nomer|no)\b\s*[.:]?\s*(?P<decree>[0-9][0-9a-z./-]*?)(?:\s*/?\s*tahun\s*|\s*/\s*){_YEAR}",
    re.IGNORECASE,
)
_BY_NAME = tuple((law, regex(rf"(?<![a-z])(?:{pattern})", re.IGNORECASE)) for law, pattern in NAMES)
_WITHIN_A_TITLE = regex(
    r"(?:pelaksanaan|perubahan(?:\s+[a-z]+)?\s+atas|pencabutan|menjadi|diubah(?:\s+[a-z]+){0,3}\s+dengan)\s+$",
    re.IGNORECASE,
)


class NamedLaw(NamedTuple):
    """A law named in some text, with where its name begins and ends."""

    law: str
    start: int
    end: int


def laws_in(text: str) -> list[NamedLaw]:
    """The laws that the text names, in its order; a law in the title of another is not one of them."""
    found: list[NamedLaw] = []
    for named in sorted(_all_laws(text), key=lambda each: (each.start, -each.end)):
        if found and named.start < found[-1].end:
            continue
        if not _WITHIN_A_TITLE.search(text[max(0, named.start - 60) : named.start]):
            found.append(named)
    return found


def _all_laws(text: str) -> Iterator[NamedLaw]:
    for found in _BY_NUMBER.finditer(text):
        kind = next(label for index, (label, _) in enumerate(KINDS) if found[f"k{index}"])
        yield NamedLaw(f"{kind} {int(found['number'])}/{found['year']}", *found.span())
    for found in _DECREE.finditer(text):
        yield NamedLaw(f"Keputusan KPU {_decree_number(found)}", *found.span())
    for found in _OTHER.finditer(text):
        kind = " ".join(word.capitalize() for word in found["kind"].split())
        yield NamedLaw(f"{kind} {_decree_number(found)}", *found.span())
    for law, pattern in _BY_NAME:
        for found in pattern.finditer(text):
            yield NamedLaw(law, *found.span())


def _decree_number(found: re.Match[str]) -> str:
    """ "731/2025", "88/Kpts/KPU/TAHUN 2015", "929/HK.03.1-Kpt/04/KPU/V/2019"."""
    number = found["decree"].strip("/.-")
    in_full = not number.isdigit() and "tahun" in found[0].lower()
    return f"{number}/{'TAHUN ' if in_full else ''}{found['year']}"


@lru_cache(maxsize=1024)
def law_key(law: str) -> str:
    """What two spellings of one law have in common; for looking up a citation among the acts of the workbook."""
    named = laws_in(law)
    return "".join((named[0].law if named else law).lower().split())
