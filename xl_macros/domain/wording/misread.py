"""Letters that a scanner's text recognition takes for others: "2O27", "Sarnpai", "5 ta hun", "S (lima) tahun".

Such words are told and not put right: what the paper says only the paper can tell.
"""

from __future__ import annotations

import re
from functools import lru_cache

from xl_macros.domain.wording.spelling import OFTEN_MISTYPED, listed
from xl_macros.patterns import regex

_IN_NUMBERS = regex(
    r"(?<![a-z0-9.,/-])(?:[0-9]+[oilszb][oilszb0-9]*|[oil|][oilszb]*[0-9][oilszb0-9]*)(?![a-z0-9/-])|"
    r"(?<![a-z0-9])[silob|] ?(?=\( ?(?:[a-z]+(?: [a-z]+)?) ?\) ?(?:tahun|bulan|hari|minggu)\b)|"
    r"(?<![a-z0-9])[0-9]+ [oil](?= (?:tahun|bulan|hari)\b)|"
    r"\b(?P<first>[a-z]{2,})- (?!(?P=first)\b)[a-z]{2,}"  # a hyphen of a line end that is no longer one
)
_CARRYING = (*OFTEN_MISTYPED, *listed("tahun bulan minggu ditetapkan penetapan keputusan desember"))
_LOOK_ALIKES = (
    ("m", "rn"),
    ("d", "cl"),
    ("h", "li"),
    ("l", "1"),
    ("l", "i"),
    ("i", "1"),
    ("s", "5"),
    ("a", "4"),
    ("g", "9"),
    ("e", "c"),
)


@lru_cache(maxsize=1)
def _misread_words() -> re.Pattern[str]:
    found: set[str] = set()
    for word in _CARRYING:
        for right, wrong in _LOOK_ALIKES:
            found |= {word[:at] + wrong + word[at + 1 :] for at, letter in enumerate(word) if letter == right}
        found |= {f"{word[:at]} {word[at:]}" for at in range(2, len(word) - 1) if word[:2] != "di" or at > 2}
    found |= {"tahnn", "tahvn", "tabun", "perrnanen"}
    longest_first = sorted(sorted(found - {*_CARRYING}), key=len, reverse=True)
    return regex(rf"(?<![a-z0-9-])(?:{'|'.join(map(re.escape, longest_first))})(?![a-z0-9-])")


def misread_in(words: str) -> str | None:
    """The first look-alike in lower-case `words`; None when all letters and digits are what they seem."""
    found = _IN_NUMBERS.search(words) or _misread_words().search(words)
    return found[0].strip() if found else None
