"""Periods with a length or an end date: "5 tahun", "2 tahun sejak ...", "s.d. 31 Desember 2027"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording.cleaning import trim
from xl_macros.domain.wording.conditions import consent_at, who_consents
from xl_macros.domain.wording.dates import WrittenDate, read_date, read_last_day
from xl_macros.domain.wording.lengths import Length, read_length
from xl_macros.domain.wording.spelling import present
from xl_macros.domain.wording.tails import EXCEPT, exceptions, only_says_it_opens, split_tail

Reader = Callable[[str], Period]
"""Reads one clause; handed in so that a maker can read a clause inside a clause."""

_FILLER = re.compile(
    r"^[ ,;.:]*(?:(?:lamanya|penuh|ke ?depan|mendatang|lagi|berturut-turut|pertama|berjalan|masa pengecualian)\b[ ,;.:]*)*"
)
_START = (
    r"(?:(?:ter|di)?hitung |berlaku |dimulai |mulai |yang |pasca |tanggal )*"
    r"(?:sejak(?: saat)?|setelah|sesudah|pasca|seusai|usai|selepas|mulai(?: dari| tanggal)?|dimulai(?: dari)?|"
    r"terhitung(?: mulai)?(?: tanggal)?|dihitung(?: dari)?|dari|after|since|from)\b"
)
ANCHOR = re.compile(rf"^[ ,;(]*{_START} *(?:dari |sejak )?")
_LATER = re.compile(r"^[ ,;(]*(?:setelah|sesudah)(?:nya| itu)\b")
_UNTIL = re.compile(r"^[ ,;(]*(?:dan/atau |atau |dan )?(?:sampai(?: dengan)?|hingga)\b(?: dengan)? *")
_INNER_UNTIL = re.compile(r"[ ,;(]+(?:sampai(?: dengan)?|hingga)(?: dengan)? ")
_ALTERNATIVE = re.compile(r"^[ ,;(]*(?:dan/atau|atau|ataupun|maupun) +(?:sampai(?: dengan)? |hingga )?")
_TOGETHER = re.compile(r"^[ ,;(]*(?:dan|serta|disertai|ditambah) +(?!dapat\b|boleh\b|bisa\b)")
_UNLESS = re.compile(rf"^[ ,;(.]*{EXCEPT}")
_IF = re.compile(r"^[ ,;(]*(?:apabila|jika|bila|kalau|dalam hal|selama|sepanjang|sebelum) ")
_ARCHIVE = re.compile(r"\b(?:arsip|kearsipan|retensi|jra|masa simpan|penyimpanan|penyusutan)\b")
_ACCORDING = re.compile(
    r"^[ ,;(]*(?:sesuai|menurut|berdasarkan|mengikuti|sebagaimana|mengacu|merujuk)(?: (?:dengan|pada|ke))?\b"
)
_RENEWAL = re.compile(
    r"^[ ,;(]*(?:dan |serta )?(?:dapat |boleh |bisa |akan )?(?:diperpanjang|ditinjau|dievaluasi|diperbarui|dilakukan)\b"
)
_SCOPE = re.compile(r"^[ ,;(]*(?:untuk|bagi|pada|terhadap)\b")
_PHASES = re.compile(r"\b(?:in-? ?)?aktif\b")

ARCHIVE_DOUBT = "Masa aktif dan inaktif adalah retensi arsip (JRA), bukan jangka waktu pengecualian."


def with_length(words: str, length: Length, read: Reader) -> Period:
    """The period that begins with `length`: class A, B or C by what follows it."""
    rest = _FILLER.sub("", words[length.end :])
    if _PHASES.match(rest.lstrip(" (,")) and not rest.startswith("aktif sebagai"):
        return Period("", PeriodClass.UNCLEAR, contradiction=ARCHIVE_DOUBT)
    if length.doubt:
        kind = PeriodClass.UNCLEAR if length.vague else PeriodClass.FIXED
        return Period("", kind, unit=length.unit, contradiction=length.doubt)
    period = Period("", PeriodClass.FIXED, length=length.number, unit=length.unit, at_most=length.at_most)
    period, rest = _anchored(period, rest)
    return _with_tail(period, rest, read)


def _anchored(period: Period, rest: str) -> tuple[Period, str]:
    """Take the stated start off `rest`: "sejak ...", "setelah ...", up to what ends the period."""
    start = ANCHOR.match(rest)
    if start is None or _LATER.match(rest):
        return period, rest
    after = rest[start.end() :]
    split = split_tail(after)
    anchor = split.main
    until = _INNER_UNTIL.search(f"{anchor} ")
    alternative = re.search(
        r"[ ,;]+(?:dan/atau|atau) (?=sampai|hingga|sesuai|ada|atas|dengan|apabila|dibuka)", anchor
    )
    cut = min((found.start() for found in (until, alternative) if found), default=None)
    if cut is not None:
        anchor = anchor[:cut]
    written = read_date(anchor)
    remaining = after[len(after) - len(after.lstrip()) + len(anchor) :] if anchor else after
    words = trim(anchor)
    if not words:
        return period, rest
    doubt = written.doubt if written else None
    period = replace(
        period,
        period_class=PeriodClass.FIXED_ANCHORED,
        anchor=present(words),
        anchor_on=written.on if written else None,
        contradiction=doubt,
    )
    return period, remaining


def _with_tail(period: Period, rest: str, read: Reader) -> Period:
    """Read what follows length and start: an override, an end date, a second condition, or mere remarks."""
    words = trim(rest)
    if not words or only_says_it_opens(words) or _SCOPE.match(words):
        return period
    until = _UNTIL.match(rest)
    written = read_date(rest[until.end() :]) if until else None
    if written:
        return replace(period, until_on=written.on, contradiction=written.doubt)
    if _RENEWAL.match(rest):
        return replace(period, exception=present(words))
    if _ACCORDING.match(rest):
        return (
            _overridden(period, words)
            if _ARCHIVE.search(words)
            else replace(period, exception=present(words))
        )
    together = _TOGETHER.match(rest)
    if together and not _ALTERNATIVE.match(rest):
        return _both(period, trim(rest[together.end() :]), read)
    for pattern in (_UNLESS, _ALTERNATIVE, _UNTIL):
        found = pattern.match(rest)
        if found:
            return _overridden(period, trim(rest[found.end() :]))
    if _IF.match(rest):
        return _overridden(period, words)
    said = exceptions(words)
    if (
        "override" in said
        or "consent" in said
        or words.startswith(("dapat", "boleh", "bisa", "dibuka", "terbuka"))
    ):
        return _overridden(period, said.get("override") or said.get("exception") or words)
    return replace(period, exception=present(words))


def _overridden(period: Period, words: str) -> Period:
    """Class C. Words that end nothing by themselves ("untuk penyidikan") are told as an exception as well."""
    said = exceptions(words)
    return replace(
        period,
        period_class=PeriodClass.FIXED_UNLESS,
        override=present(words) or None,
        exception=said.get("exception") if _merely(words) else None,
        consent=consent_at(words) is not None,
        consent_by=who_consents(words),
    )


def _merely(words: str) -> bool:
    return bool(
        re.match(r"(?:hanya |khusus )*(?:untuk|kepada|bagi|oleh|guna|dalam rangka|sebagian)\b", words)
    )


def _both(period: Period, words: str, read: Reader) -> Period:
    """ "5 tahun dan ...": two conditions that are both needed stand side by side as clauses."""
    other = read(words)
    if other.period_class is PeriodClass.UNCLEAR:
        return replace(period, exception=present(words))
    clauses = (replace(period, text=_words_of_length(period)), replace(other, text=words))
    return Period("", PeriodClass.MULTI_CLAUSE, consent=other.consent, clauses=clauses)


def _words_of_length(period: Period) -> str:
    start = f" sejak {period.anchor}" if period.anchor else ""
    return f"{period.length} {period.unit}{start}"


def until_date(words: str, written: WrittenDate) -> Period:
    """ "s.d. 31 Desember 2027": the end is a date; a tail may still end it early."""
    if written.doubt:
        return Period("", PeriodClass.FIXED, contradiction=written.doubt)
    period = Period("", PeriodClass.FIXED, until_on=written.on, day_assumed=written.day_assumed)
    rest = words[written.end :]
    for pattern in (_UNLESS, _ALTERNATIVE):
        found = pattern.match(rest)
        if found:
            return _overridden(period, trim(rest[found.end() :]))
    said = exceptions(rest)
    return _overridden(period, said["override"] or "") if said.get("override") else replace(period, **said)


def dated_end(words: str) -> Period | None:
    """The period whose end `words` name as a date, a month or a year; None when they begin otherwise."""
    written = read_date(words) or read_last_day(words)
    return until_date(words, written) if written else None


def bounded(words: str) -> tuple[str, Length] | None:
    """ "proses selesai, paling lama 5 tahun": the event and the length that bounds it; None without a bound."""
    for found in re.finditer(r"[,;(]+ |[,;(]? ?\b(?:dan|atau|dan/atau|dengan)\b ", words):
        rest = words[found.end() :]
        length = read_length(rest)
        if length and length.number and not trim(rest[length.end :]) and trim(words[: found.start()]):
            return trim(words[: found.start()]), length
    return None


def after_state(words: str, read: Reader) -> Period | None:
    """ "menjabat dan 5 tahun setelahnya": a length that runs from the end of a state; None otherwise."""
    for found in re.finditer(
        r"[ ,;(]+(?:dan|serta|ditambah|sampai(?: dengan)?|hingga|plus)(?: dengan)? ", words
    ):
        rest = words[found.end() :]
        length = read_length(rest)
        state = trim(words[: found.start()])
        if length is None or length.number is None or not state:
            continue
        period = with_length(rest, length, read)
        if _LATER.match(rest[length.end :]):
            return replace(
                period,
                period_class=PeriodClass.FIXED_ANCHORED,
                anchor=present(f"berakhirnya {state}"),
                event=present(state),
                exception=None,
                override=None,
            )
        if period.period_class is PeriodClass.FIXED_ANCHORED:
            return replace(period, event=present(state))
    return None
