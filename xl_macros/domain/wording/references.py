"""Numbers that belong to something else than a length: acts, articles, ages, repetitions.

They are taken out of a wording before it is read, each behind one word that no rule takes for a number
(`AKTA`, `PASAL`, `UMUR`, `BERKALA` and a sign of its own), and put back into what was read. So the rules see
"sesuai <act>", and no digit of an act, an age or "setiap 5 tahun" can become a length or a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from xl_macros.domain.period_model import Period
from xl_macros.domain.wording.spelling import listed, present
from xl_macros.patterns import regex

AKTA, ARSIP, PASAL, UMUR, BERKALA = "akta", "aktaarsip", "pasal", "umur", "berkala"
_FIRST = 0xE000  # private characters, which cleaning leaves in no text: 4096 for at most 4000 characters

_UNIT = r"(?:tahun|thn|th|bulan|bln|minggu|mgg|pekan|hari|hr|semester|triwulan)\b\.?"
_DIGIT_WORD = r"(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|se)"
_NUMBER_WORD = rf"(?:{_DIGIT_WORD}? ?(?:puluh|belas|ratus)|{_DIGIT_WORD}(?<!se))"
_NUMBER = rf"(?:(?<![0-9])[0-9]{{1,3}}|{_NUMBER_WORD}(?:\s+{_NUMBER_WORD}){{0,3}})(?:\s*\([^()\n]{{1,40}}\))?"
_SPAN = rf"{_NUMBER}\s*{_UNIT}"
_YEAR = r"(?:19|20|21)[0-9]{2}(?![0-9])"
_YEAR_WORD = r"(?:tahun|thn|th)\b\.?"
_NOMOR = r"(?:\b(?:nomor|nomer|nmr|no)\b\s*[.:]?\s*)"
_SEGMENT = r"[0-9a-z.\-]*"
_NO_NAME = (
    r"(?!ini|itu|tersebut|sesuai|di[a-z]{4,}|berdasarkan|menurut|dengan|yang|sampai|sejak|selama|setelah|ada|"
    r"telah|dan|atau|"
    r"dalam|pada|untuk|kecuali|paling|perundang)"
)
_KIND = (
    r"(?<![a-z])(?:undang\s*-?\s*undang|uu|perpp?u|pp|perpres|keppres|inpres|pkpu|perki|perbawaslu|perda|"
    r"pergub|perbup|"
    r"perwal(?:i|kot)?|perdes|permen[a-z]*|kepmen[a-z]*|perka[a-z]*|perban|perma|sema|qanun|pmk|pojk|"
    rf"(?:peraturan|keputusan)(?:\s+{_NO_NAME}[a-z]{{2,20}}){{1,5}}?|(?:surat\s+)?(?:edaran|instruksi)|"
    rf"instruksi|se|sk|putusan)"
    r"(?:\s+r\.?i\.?)?"
)
_ACTS = (
    # "188.4/705/TAHUN 2013", "731 Tahun 2025", "481.16/ /36/TAHUN 2024"
    rf"{_NOMOR}?(?<![0-9a-z])(?<!bulan )[0-9]{{1,5}}{_SEGMENT}(?:\s?/\s?{_SEGMENT})*\s*/?\s*{_YEAR_WORD}\s*{_YEAR}"
    r"(?!\s*[-/]\s*[0-9])",
    rf"{_YEAR_WORD}\s*{_YEAR}\s*{_NOMOR}[0-9]{{1,5}}",
    # "929/HK.03.1-Kpt/04/KPU/V/2019", "12/G/2024/PTUN.KPG"
    rf"{_NOMOR}?(?<![0-9a-z/])(?=[0-9a-z./ -]{{0,60}}?/\s?[0-9.\-]*[a-z])(?=[a-z./\s-]{{0,40}}[0-9])"
    rf"(?![0-9]{{1,2}}\s?/\s?[0-9]{{1,2}}\s?/\s?{_YEAR}(?!\s?/))"
    rf"(?![0-9]{{1,2}}\s?/\s?(?:jan|feb|peb|mar|apr|mei|jun|jul|ag|sep|okt|nov|nop|des))"
    rf"(?:[0-9a-z][0-9a-z.\-]*)(?:\s?/\s?{_SEGMENT}){{1,9}}?\s?/\s?{_YEAR}(?:/[0-9a-z.\-]+)*",
    rf"{_KIND}(?:\s+[a-z]{{2,15}}){{0,3}}?\s*{_NOMOR}?[0-9]{{1,4}}\s*(?:/|-|{_YEAR_WORD})\s*(?:{_YEAR}|"
    rf"[0-9]{{2}}(?![0-9]|\s*(?:bulan|bln|hari|minggu|\()))",
    r"(?<![0-9/.])(?:1[3-9]|[2-9][0-9]|[0-9]{3})/(?:19|20)[0-9]{2}(?![0-9/])",
    rf"{_NOMOR}[0-9a-z./-]*[0-9][0-9a-z./-]*",
    rf"{_KIND}(?:\s+{_NO_NAME}[a-z.]{{2,15}}){{0,4}}?\s*{AKTA}(?:arsip)?[\ue000-\uefff]",
    rf"(?<![a-z])(?:uu|perpp?u|pp|perpres|keppres|inpres|pkpu|perki|perda|pergub|perbup|perwali|se)\s+"
    rf"[0-9]{{1,4}}(?:\s+{_YEAR_WORD})?(?![0-9])",
)
_TITLE = (
    r"(?P<act>\ue0fe)\s+tentang\s+[^,;.()\n]{1,250}?(?=$|[,;.()\n]|\s(?:selama|sampai|hingga|paling|maksimal|"
    r"jangka|"
    r"sejak|terhitung|kecuali|dikecualikan|yaitu|adalah|atau\s+sampai|dan\s+dapat)\b)"
)
_ARTICLE = (
    r"\b(?:pasal|psl|ps)\b\.?\s*[0-9]{1,3}[a-z]?\b(?:\s*(?:,|dan|jo\.?)?\s*"
    r"(?:ayat\s*\(?\s*[0-9]{1,2}\s*\)?|(?:huruf|hrf\.?)\s+[a-z]\b(?!\.\s)|angka\s+[0-9]{1,2}\b(?!\.\s)))*"
)
_NO_BRIDGE = (
    r"(?!selama|jangka|dikecualikan|ditutup|berlaku|sejak|setelah|sesudah|kecuali|atau\b|dan\b|retensi|"
    rf"{_NUMBER_WORD}\b)"
)
_AGES = (
    rf"\b(?:(?:ber)?(?:usia|umur)(?:nya)?|bup)\b(?:\s+{_NO_BRIDGE}[a-z-]+){{0,4}}?\s*"
    rf"(?:\(\s*{_SPAN}\s*\)|[:=]?\s*(?:[<>]=?\s*)?{_SPAN}(?:\s+ke\s?(?:atas|bawah)|\s+atau\s+lebih)?)",
    rf"\b(?:pensiun|dewasa|balita|lansia|anak(?:-anak)?)\s*\(\s*{_SPAN}\s*\)",
    rf"\banak(?:-anak)?\s+(?:[a-z]+\s+)?(?:di\s?(?:bawah|atas)|kurang\s+dari|lebih\s+dari|belum)\s+{_SPAN}",
    rf"{_SPAN}\s*\(\s*(?:batas\s+)?(?:usia|umur|bup|anak|dewasa|pensiun)\b[^()\n]{{0,60}}\)",
    rf"{_SPAN}\s+ke\s?(?:atas|bawah)\b",
)
_SINGLE = r"se(?:tahun|bulan|minggu|pekan|hari)\b"
_REPEATED = (
    rf"\b(?:setiap|tiap(?:-tiap)?|saban|per)\s+(?:(?:kurun|jangka)\s+waktu\s+|awal\s+|akhir\s+)?"
    rf"(?:{_NUMBER}\s*)?{_UNIT}(?!\s*{_YEAR})(?:\s+sekali)?",
    rf"(?:{_NUMBER}\s*{_UNIT}|{_SINGLE})\s+sekali\b(?!\s+(?:lagi|pun))",
    rf"\bsekali\s+(?:dalam\s+|setiap\s+)?(?:{_SPAN}|{_SINGLE})",
    rf"{_NUMBER}\s*(?:x|kali)\s*(?:dalam|per|setiap|tiap)?\s*(?:{_SPAN}|{_SINGLE})",
    rf"{_NUMBER}\s*-?\s*tahunan\b",
)
_ARCHIVE = regex(r"arsip|retensi|\bjra\b|\b43\s*(?:/|-|(?:tahun|thn|th)\.?)\s*2009\b", re.IGNORECASE)
_SIGN = regex("[\ue000-\uefff]")
_TOKEN = regex("(?:akta(?:arsip)?|pasal|umur|berkala)([\ue000-\uefff])")

_REASONS = {
    UMUR: "“{}” adalah umur, bukan lama pengecualian.",
    BERKALA: "“{}” adalah pengulangan, bukan lama pengecualian.",
    AKTA: "Yang disebut adalah peraturan atau keputusan (“{}”), bukan lama pengecualian atau peristiwa yang "
    "mengakhirinya.",
}
_BEFORE = regex(
    r"(?:[0-9]{1,3}|\b[a-z]+)(?: \([^()]{1,40}\))? (?:tahun|bulan|minggu|hari)(?: (?:kerja|kalender))? "
    r"(?:sebelum|menjelang|jelang)\b[^,;]{0,80}"
)


class _Shape(NamedTuple):
    """One way of writing something with a number. `needs` are letters without which it cannot stand there."""

    kind: str
    needs: tuple[str, ...]
    pattern: str

    def may_stand_in(self, text: str) -> bool:
        """Whether it is worth a search in lower-case `text`."""
        return any(letters in text for letters in self.needs)


_AGE_WORDS = (
    "usia",
    "umur",
    "bup",
    "anak",
    "pensiun",
    "dewasa",
    "balita",
    "lansia",
    "ke atas",
    "ke bawah",
    "keatas",
    "kebawah",
)
_REPEAT_WORDS = ("tiap", "saban", "per", "kali", "tahunan", "x")
_KIND_WORDS = tuple(
    listed(
        "undang uu pp perp kepp inpres pkpu perki perb perda perg perw perdes perm kepm perka sema qanun pmk pojk"
    )
    + listed("peraturan keputusan edaran instruksi se sk putusan")
)
_YEARS = ("19", "20", "21")
_NEEDS = (_YEARS, _YEARS, ("/",), _KIND_WORDS, ("/",), ("no",), (AKTA,), _KIND_WORDS)
_SHAPES = (
    *(_Shape(AKTA, needs, each) for needs, each in zip(_NEEDS, _ACTS, strict=True)),
    _Shape(PASAL, ("ps", "pasal"), _ARTICLE),
    *(_Shape(UMUR, _AGE_WORDS, each) for each in _AGES),
    *(_Shape(BERKALA, _REPEAT_WORDS, each) for each in _REPEATED),
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when a wording is met in which it may stand."""
    return regex(pattern, re.IGNORECASE)


@lru_cache(maxsize=1)
def _title() -> re.Pattern[str]:
    return regex(_TITLE.replace("\\ue0fe", "akta[\ue000-\uefff]"), re.IGNORECASE)


@dataclass(slots=True)
class References:
    """What was taken out of one wording, in the order in which it was: kind and the words as typed."""

    taken: list[tuple[str, str]] = field(default_factory=list)

    def hide(self, text: str) -> str:
        """The text with acts, articles, ages and repetitions each behind one word."""
        may_cite = _has_digit(text)
        if may_cite and _compiled(_YEAR).search(text):
            text = self._without_laws(text)
        for shape in _SHAPES:
            if (may_cite or shape.kind in {UMUR, BERKALA}) and shape.may_stand_in(text.lower()):
                text = _compiled(shape.pattern).sub(self._hiding(shape.kind), text)
        return _title().sub(self._hiding(AKTA), text) if self.taken else text

    def _without_laws(self, text: str) -> str:
        # Imported here: its patterns are compiled for the few wordings that name a year.
        from xl_macros.domain.laws import laws_in

        for named in reversed(laws_in(text)):
            if _has_digit(text[named.start : named.end]):
                text = (
                    text[: named.start] + self._word(AKTA, text[named.start : named.end]) + text[named.end :]
                )
        return text

    def _hiding(self, kind: str) -> Callable[[re.Match[str]], str]:
        return lambda found: self._word(kind, found[0])

    def _word(self, kind: str, words: str) -> str:
        if kind == AKTA and _ARCHIVE.search(self.typed(words)):
            kind = ARSIP
        self.taken.append((kind, words))
        return f"{kind}{chr(_FIRST + len(self.taken) - 1)}"

    def typed(self, text: str) -> str:
        """The text with everything back in its place, as it was typed."""
        return self._back(text, lambda words: words)

    def _back(self, text: str, spell: Callable[[str], str]) -> str:
        while found := _TOKEN.search(text):
            words = spell(self.taken[ord(found[1]) - _FIRST][1])
            text = f"{text[: found.start()]}{words}{text[found.end() :]}"
        return text

    def restored(self, period: Period, spell: Callable[[str], str]) -> Period:
        """The period with everything back in its place, in its words and in its clauses."""
        if not self.taken:
            return period

        def back(words: str | None) -> str | None:
            return None if words is None else self._back(words, spell)

        def quoted(words: str | None) -> str | None:
            return None if words is None else " ".join(self.typed(words).split())

        return period._replace(
            text=self.typed(period.text),
            length_words=back(period.length_words),
            anchor=back(period.anchor),
            event=back(period.event),
            consent_by=back(period.consent_by),
            override=back(period.override),
            exception=back(period.exception),
            purpose=back(period.purpose),
            contradiction=quoted(period.contradiction),
            not_a_length=quoted(period.not_a_length),
            clauses=tuple(self.restored(clause, spell) for clause in period.clauses),
        )


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def is_hidden(words: str) -> bool:
    """Whether something was taken out of the words."""
    return _SIGN.search(words) is not None


def holds_age_or_repetition(words: str) -> bool:
    """Whether an age or a repetition was taken out of the words."""
    return re.search("(?:umur|berkala)[\ue000-\uefff]", words) is not None


def why_no_length(words: str) -> str | None:
    """Why the numbers of an unreadable wording are no length (an Indonesian sentence); None without such "
    "numbers."""
    before = _BEFORE.search(words)
    if before:
        return (
            f"“{present(before[0].strip())}” adalah waktu sebelum suatu peristiwa, bukan lama pengecualian."
        )
    for kind in (UMUR, BERKALA, AKTA):
        found = re.search(f"{kind}(?:arsip)?[\ue000-\uefff]", words)
        if found:
            return _REASONS[kind].format(found[0])
    return None
