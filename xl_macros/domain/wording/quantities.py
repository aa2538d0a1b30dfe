"""Whether words still hold a number, a length, a month or a year: what nobody has read must not be passed over."""

from __future__ import annotations

import re
from functools import lru_cache

from xl_macros.patterns import regex

_NUMBERS = (
    r"(?:nol|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|seratus|seribu|"
    r"[a-z]+(?:puluh|belas|ratus)|puluh|belas|ratus|ribu|setengah|separuh)"
)
_UNITS = r"(?:tahun|bulan|minggu|pekan|hari|jam|windu|dekade|dasawarsa|abad|semester|triwulan)"
_MONTHS = (
    r"(?:januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|"
    r"desember)"
)
ENDLESS = r"\b(?:(?<!tidak )(?<!bukan )permanen|selamanya|(?:tidak|tanpa) (?:ter|di)?batas(?:an|i)?)\b"
LIFELONG = r"\b(?:seumur hidup|sepanjang (?:masa|hayat|hidup)|abadi|kekal|terus[- ]menerus|seterusnya)\b"
_ENDLESS = regex(ENDLESS)
_INEXACT = regex(
    r"\b(?:minimal|minimum|min|sekurang(?:nya)?|sedikitnya|setidak(?:nya)?|kurang lebih|sekitar|kira-kira|lebih|"
    r"paling (?:cepat|singkat|sedikit|kurang|awal)|(?:di)?perkira(?:k)?an|(?:di)?rencana(?:nya|kan)?|mungkin)\b"
)


@lru_cache(maxsize=1)
def _length() -> re.Pattern[str]:
    return regex(
        rf"(?<![a-z0-9])(?:[0-9]+|{_NUMBERS})\b(?: ?\( ?[a-z0-9 ]{{1,40}} ?\))? ?{_UNITS}\b|"
        r"\bse(?:tahun|bulan|minggu|pekan|hari|windu|dekade|abad)\b"
    )


@lru_cache(maxsize=1)
def _any() -> re.Pattern[str]:
    return regex(rf"[0-9]|\b{_MONTHS}\b|\b(?<!salah ){_NUMBERS}\b(?! (?:sama lain|pintu|atap|kata))")


@lru_cache(maxsize=1)
def _unit() -> re.Pattern[str]:
    return regex(r"\b(?:tahun|bulan|minggu|pekan|triwulan|semester)\b")


def is_inexact(words: str) -> bool:
    """Whether lower-case `words` make what stands beside them a lower bound or an estimate ("minimal", "sekitar")."""
    return _INEXACT.search(words) is not None


def holds_length(words: str) -> bool:
    """Whether a number with a unit, or a word for "without end", stands anywhere in lower-case `words`."""
    return _length().search(words) is not None or _ENDLESS.search(words) is not None


def holds_number(words: str) -> bool:
    """Whether a digit, a number word or the name of a month stands in lower-case `words`."""
    return _any().search(words) is not None


def holds_quantity(words: str) -> bool:
    """Whether a number, a month, a year or a unit of months or years stands in lower-case `words`."""
    return holds_number(words) or (_unit().search(words) or _ENDLESS.search(words)) is not None
