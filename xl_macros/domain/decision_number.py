"""Which decision a number names, however it is spelled: one decision has one key.

"Nomor 731 Tahun 2025", "731/2025", "SK KPU No. 731 Thn 2025 tanggal 21 Agustus 2025 tentang ..." are one decision;
"169/Kpts/KPU/TAHUN 2015" and "Nomor 169 Tahun 2015" are not known to be: the code between number and year counts.
A number with a place left blank ("481.16/ /36/TAHUN 2024") names no decision yet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from xl_macros.domain.wording.dates import read_date
from xl_macros.patterns import regex

CLOSE_ENOUGH = 0.8
"""How alike two keys must be (0 to 1) for one to be offered instead of the other."""

_INVISIBLE = regex("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DASHES = regex("[\u2010-\u2015\u2212]")
_MONTH = r"(?:jan|feb|mar|apr|mei|jun|jul|agu|agt|sep|okt|nov|nop|des)[a-z]*"
_TAIL = regex(
    r"\b(?:tentang|tanggal|tertanggal|bertanggal|tgl|perihal|hal|ttg)\b.*"
    rf"|(?<=\d)[\s,;(]+\d{{1,2}}[\s./-]+(?:{_MONTH}|\d{{1,2}})[\s./-]+(?:19|20)\d\d\)?\s*$",
    re.DOTALL,
)
_LEAD_WORDS = (
    r"salinan|lampiran|surat|keputusan|sk|kep|kept|kpts|kpt|ketua|kpu|komisi|pemilihan|umum|ri|republik|indonesia|nomor|nomer|nmr|no"
    r"|berdasarkan|sesuai|dengan"
)
_LEAD = frozenset(_LEAD_WORDS.split("|"))
_YEAR_WORDS = frozenset({"tahun", "thn", "th"})
_YEAR = regex(r"(?:19|20)\d\d")
_TOKEN = regex(r"\d+|[^\W\d_]+")
_SK = regex(r"\bs\.\s?k\b\.?")
_LEFT_OPEN = regex(r"/[\s._…-]*/|\.{2,}|…|_{2,}|-{2,}|\(\s*\)|/\s*$")
_OPENS_WITH_A_MARK = regex(rf"(?:(?:{_LEAD_WORDS})\b[\s.:]*)*/")
_LIST_MARK = regex(r"^\(?(?:[IVXLC]+|[A-Za-z]|\d{1,3})[.)]\s*(?=[^\W\d_])")
_ABOUT = regex(r"\b(?:tentang|perihal|ttg\b\.?)\s*:?", re.IGNORECASE)
_DATED = regex(
    r"\b(?:tertanggal|bertanggal|tanggal|tgl\b\.?)\s*:?"
    rf"|(?<=\d)[\s,(]+(?=\d{{1,2}}[\s./-]+{_MONTH}[\s./-]+(?:19|20)\d\d)",
    re.IGNORECASE,
)
_NUMBERED = regex(
    r"(?:(?:salinan |lampiran )?(?:surat )?(?:keputusan|sk|s\.k\.|kep\b\.?)\s*(?:ketua )?"
    r"(?:(?:kpu|komisi pemilihan umum)\b)?(?:\s*(?:ri|republik indonesia)\b)?(?P<other>[^\d:/]*?)\s*)?"
    r"(?P<word>(?:nomor|nomer|no\b\.?)\s*:?\s*)?(?P<number>[\d./_…-]+[^\n]*)",
    re.IGNORECASE,
)


def same_key(text: str | None) -> str | None:
    """What all spellings of one decision's number have in common, for comparing and looking up; never shown.

    None when the text names no decision: empty, without a number, or with a place left blank. None equals
    nothing: never look a decision up under it.
    """
    words = _levelled(text)
    tokens = _TOKEN.findall(words)
    figures = [place for place, token in enumerate(tokens) if token.isdigit()]
    if not figures or has_blank(text):
        return None
    first = figures[0]
    if len(figures) == 1 and first and tokens[first - 1] in _YEAR_WORDS:
        return None
    year = next((place for place in reversed(figures[1:]) if _YEAR.fullmatch(tokens[place])), None)
    code = [
        token
        for place, token in enumerate(tokens)
        if place not in (first, year) and token not in _YEAR_WORDS and (place > first or token not in _LEAD)
    ]
    parts = tokens[first].lstrip("0") or "0", "" if year is None else tokens[year], " ".join(code)
    return "/".join(parts)


def has_blank(text: str | None) -> bool:
    """Whether a place of the number was left open, to be filled in later: "481.16/ /36/TAHUN 2024", "No. ... Tahun"."""
    words = _levelled(text)
    tokens = [token for token in _TOKEN.findall(words) if token not in _LEAD]
    unnumbered = bool(tokens) and tokens[0] in _YEAR_WORDS and len(tokens) > 1 and "nomor" in words
    return bool(_LEFT_OPEN.search(words) or _OPENS_WITH_A_MARK.match(words)) or unnumbered


def is_incomplete(text: str | None) -> bool:
    """Whether what stands for a number is none yet: a place is open, or there is no figure ("Nomor", "-")."""
    return has_blank(text) or not any(char.isdigit() for char in text or "")


def nearest(text: str | None, candidates: Iterable[str]) -> str | None:
    """The candidate that names the same decision, else the one spelled most alike; None when none is near.

    For offering it to the user ("Maksud Anda ...?"); whether two are the same is told by `same_key` alone.
    """
    wanted = same_key(text)
    best: tuple[float, str] | None = None
    for candidate in candidates:
        likeness = _likeness(wanted, text, candidate)
        if likeness >= CLOSE_ENOUGH and (best is None or likeness > best[0]):
            best = likeness, candidate
    return best[1] if best else None


def _likeness(wanted: str | None, text: str | None, candidate: str) -> float:
    from difflib import SequenceMatcher  # for a number that is not found as it stands

    key = same_key(candidate)
    if wanted is None or key is None:
        return SequenceMatcher(None, _levelled(text), _levelled(candidate)).ratio()
    if wanted == key:
        return 2.0
    number, year, _ = wanted.split("/")
    its_number, its_year, _ = key.split("/")
    if number == its_number and (year == its_year or not (year and its_year)):
        return 1.0
    return SequenceMatcher(None, wanted, key).ratio()


def _levelled(text: str | None) -> str:
    """Lower case, plain spaces and dashes, without what follows the number."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text or "").replace("…", "...")).casefold()
    plain = " ".join(_DASHES.sub("-", plain).split())
    return _TAIL.sub("", _SK.sub("sk ", plain)).strip(" .,;:")


class NamedDecision(NamedTuple):
    """A decision as a text names it: its number as it is cited, its subject, its date when one is written."""

    number: str
    about: str | None = None
    decided_on: date | None = None


def read_decision(text: str) -> NamedDecision | None:
    """The decision that a text names from its beginning on; None when it names none.

    "II. Keputusan KPU Nomor 731 Tahun 2025 tanggal 21 Agustus 2025 tentang X" is "Nomor 731 Tahun 2025" of that day
    about X. KPU's own name is left out of the number, any other body's stays. A number with a place left blank is
    handed on as it stands.
    """
    plain = _LIST_MARK.sub("", " ".join(_INVISIBLE.sub("", text).split()))
    body, _, about = _split_at(_ABOUT, plain)
    body, _, dated = _split_at(_DATED, body)
    body = body.strip(" .,;:(")
    found = _NUMBERED.fullmatch(body)
    if found is None:
        return None
    number = found["number"] if "/" in found["number"] else f"{found['word'] or ''}{found['number']}"
    if (found["other"] or "").strip():
        number = body
    key = same_key(number)
    if not (has_blank(number) or (key and key.split("/")[1])):
        return None
    day = read_date(f"tanggal {dated}".casefold()) if dated else None
    return NamedDecision(number, about or None, day.on if day else None)


def _split_at(mark: re.Pattern[str], text: str) -> tuple[str, str, str]:
    found = mark.search(text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :].strip(" .,;:()")
