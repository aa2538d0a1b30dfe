"""Acronyms keep the capitals with which a cell writes them ("BUP", "LKPD"), and Roman numerals theirs "
"("tahap II")."""

from __future__ import annotations

import re

from xl_macros.domain.period_model import Period
from xl_macros.domain.wording.spelling import OFTEN_MISTYPED, listed
from xl_macros.patterns import regex

_CAPITALS = regex(r"(?<![A-Za-z])[A-Z][A-Z0-9]{1,7}(?![A-Za-z0-9])")
_WORD = regex(r"[A-Za-z]{2,}")
_NUMERAL = regex(
    r"\b(?P<of>tahap|bab|triwulan|semester|kelas|gelombang|putaran|bagian|tingkat) (?P<roman>i{1,3}|iv|"
    r"vi{0,3}|ix|x)\b"
)
_ORDINARY = frozenset(
    listed(
        "dan atau serta yang di ke dari untuk pada oleh per sd ada tidak tdk belum telah sudah masih akan dapat "
        "hanya jika "
        "bila sejak saat tgl tahun thn th bulan bln hari minggu masa waktu jangka batas lama satu dua tiga empat "
        "lima enam "
        "tujuh delapan sembilan sepuluh belas puluh ratus proses selesai izin ijin data arsip ini itu para pihak "
        "juga "
        "rahasia tetap umum publik dibuka ditutup terbuka tertutup mei juni juli maret april"
    )
) | frozenset(OFTEN_MISTYPED)


def acronyms_in(plain: str) -> dict[str, str]:
    """The acronyms of a cell by their small letters; none where a whole cell, or most of it, is in capitals."""
    found = [each[0] for each in _CAPITALS.finditer(plain) if each[0].lower() not in _ORDINARY]
    words = _WORD.findall(plain)
    if not found or sum(word.isupper() for word in words) * 2 > len(words):
        return {}
    return {each.lower(): each for each in found}


def with_acronyms(period: Period, acronyms: dict[str, str]) -> Period:
    """The period with the acronyms' capitals in the parts that are shown."""

    def spelled(words: str | None) -> str | None:
        if words is None:
            return None
        if acronyms:
            pattern = rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, acronyms))})(?![a-z0-9])"
            words = re.sub(pattern, lambda found: acronyms[found[0]], words)
        return _NUMERAL.sub(lambda found: f"{found['of']} {found['roman'].upper()}", words)

    return period._replace(
        anchor=spelled(period.anchor),
        event=spelled(period.event),
        consent_by=spelled(period.consent_by),
        override=spelled(period.override),
        exception=spelled(period.exception),
        purpose=spelled(period.purpose),
        contradiction=spelled(period.contradiction),
        clauses=tuple(with_acronyms(clause, acronyms) for clause in period.clauses),
    )
