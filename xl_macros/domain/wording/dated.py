"""Periods with a length: "5 tahun", "2 tahun sejak ...", "sampai proses selesai, paling lama 5 tahun"."""

from __future__ import annotations

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording.beside import Reader, with_tail
from xl_macros.domain.wording.cleaning import trim
from xl_macros.domain.wording.lengths import LEAD, Length, read_length
from xl_macros.domain.wording.spelling import present
from xl_macros.domain.wording.stated_start import LATER, anchored
from xl_macros.patterns import regex

ARCHIVE_DOUBT = "Masa aktif dan inaktif adalah retensi arsip (JRA), bukan jangka waktu pengecualian."

_FILLER = regex(
    r"^[ ,;.:]*(?:(?:lamanya|penuh|ke ?depan|mendatang|lagi|berturut-turut|pertama|masa pengecualian)\b"
    r"[ ,;.:]*)*"
)
_PHASE = regex(r"[ (,]*(?:in-? ?)?aktif\b")
_BOUND = regex(r"[,;(]+ |[,;(]? ?\b(?:dan|atau|dan/atau|dengan)\b ")
_AND_THEN = regex(r"[ ,;(]+(?:dan|serta|sampai(?: dengan)?|hingga|(?P<added>ditambah|plus|\+)) ")


def with_length(words: str, length: Length, read: Reader) -> Period:
    """The period that begins with `length`: class A, B or C by what follows it."""
    rest = _FILLER.sub("", words[length.end :])
    if _PHASE.match(rest):
        return Period("", PeriodClass.UNCLEAR, contradiction=ARCHIVE_DOUBT)
    if length.doubt:
        kind = PeriodClass.UNCLEAR if length.vague else PeriodClass.FIXED
        return Period("", kind, unit=length.unit, contradiction=length.doubt)
    period = Period(
        "",
        PeriodClass.FIXED,
        length=length.number,
        unit=length.unit,
        length_words=present(trim(LEAD.sub("", words[: length.end]))),
        at_most=length.at_most,
    )
    period, rest = anchored(period, rest)
    return with_tail(period, rest, read)


def bounded(words: str, joints: tuple[str, ...] = ("atau", "dengan")) -> tuple[str, Period] | None:
    """ "proses selesai, paling lama 5 tahun": the event and the length that bounds it; None without a bound.

    `joints`: the words before a length that make it a bound though it does not say "paling lama".
    A bracket alone bounds nothing: "masa sanggah (5 hari)" is how long the event itself takes.
    """
    for found in _BOUND.finditer(words):
        event, rest = trim(words[: found.start()]), words[found.end() :]
        length = read_length(rest)
        joint = found[0].strip(" ,;(")
        bounds = length and length.number and (length.at_most or joint in joints)
        if event and length and bounds:
            bare = Period("", PeriodClass.FIXED, length=length.number, unit=length.unit, at_most=True)
            bound, left = anchored(bare, rest[length.end :])
            if bound.length and not trim(left):
                return event, bound._replace(length_words=present(trim(LEAD.sub("", rest[: length.end]))))
    return None


def after_state(words: str, read: Reader) -> Period | None:
    """ "menjabat dan 5 tahun setelahnya": a length that runs from the end of a state; None otherwise."""
    for found in _AND_THEN.finditer(words):
        state, rest = trim(words[: found.start()]), words[found.end() :]
        length = read_length(rest)
        if length is None or length.number is None or not state:
            continue
        after = rest[length.end :]
        if LATER.match(after) or (found["added"] and not trim(after)):
            return Period(
                "",
                PeriodClass.FIXED_ANCHORED,
                length=length.number,
                unit=length.unit,
                length_words=present(trim(LEAD.sub("", rest[: length.end]))),
                at_most=length.at_most,
                anchor=present(f"berakhirnya {state}"),
                event=present(state),
            )
        period = with_length(rest, length, read)
        if period.anchor:
            return period._replace(event=present(state))
    return None
