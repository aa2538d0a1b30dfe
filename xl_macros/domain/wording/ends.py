"""Periods that end with an event, a state or a consent, or that do not end: classes D to G and I."""

from __future__ import annotations

import re

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording.beside import Reader, dated_end
from xl_macros.domain.wording.conditions import Condition, consent_at, read_condition
from xl_macros.domain.wording.dated import after_state, bounded, with_length
from xl_macros.domain.wording.lengths import read_length
from xl_macros.domain.wording.spelling import present
from xl_macros.domain.wording.tails import exceptions, split_tail
from xl_macros.patterns import regex

NO_LIMIT = (
    r"(?:(?:tidak|tanpa|tiada)(?: (?:ada|memiliki|mempunyai|mengenal|dapat))? "
    r"(?:(?:jangka |masa )?(?:ter|di|ber)?batas(?:an|i|nya)?|jangka waktu)(?: (?:jangka )?waktu(?:nya)?)?|"
    r"(?:jangka |batas )?waktu (?:yang )?tidak tertentu|(?:batas|jangka) waktu(?:nya)? tidak ada|tidakterbatas|"
    r"tidak (?:ter|ber)hingga|tidak (?:pernah |akan )*(?:berakhir|kedaluwarsa)|"
    r"permanen|selamanya|selama[- ]lamanya|seumur hidup|sepanjang (?:masa|hayat|waktu|zaman)|abadi|kekal|"
    r"(?:dan )?seterusnya|terus[- ]menerus)\b"
)
"""Words that say that there is no end."""

_MOMENT = regex(r"^(?:(?:pada |tiba )?(?:saat|saatnya|ketika|waktunya|dengan) )+")
_TIME_WITHOUT_END = regex(
    r"^(?:batas )?(?:jangka )?(?:waktu )?(?:yang )?tidak (?:dapat |bisa )?"
    r"(?:terbatas|dibatasi|tertentu|ditentukan|ditetapkan)\b|"
    r"^(?:kapan ?pun|selamanya|selama-lamanya|seterusnya|permanen)\b"
)
_TIME_WITHOUT_SENSE = regex(
    r"^(?:dalam )?(?:(?:batas|jangka|kurun|masa) )*(?:waktu(?:nya)? )?(?:yang )?(?:masih )?"
    r"(?:telah |akan |sudah |belum |di ?anggap |sangat )*"
    r"(?:tertentu|ditentukan(?: kemudian)?|ditetapkan(?: kemudian)?|diperlukan|dibutuhkan|perlu|diinginkan|"
    r"pengecualian(?:nya)?(?: informasi)?(?: (?:berlaku|berakhir|habis|selesai))?|waktu|berakhir|habis|ini|sekarang)?$|"
    r"^(?:jangka |batas )?waktu yang (?:telah |sudah )?(?:ditentukan|ditetapkan|diatur) "
    r"(?:dalam|oleh|menurut|sesuai|pada)\b"
)
_TRUE_END = regex(r"(?:sampai|hingga|selama|sepanjang)\b(?! (?:batas )?waktu yang)")
_OR_UNTIL = regex(r"^(?:dan/atau|atau) (?:kecuali |sampai (?:dengan )?|hingga )?")
_NEGATED = regex(r"\b(?:tidak|belum|tanpa)\b")


def until(words: str, read: Reader) -> Period | None:
    """ "sampai ...": a date, a length, a consent or an event."""
    rest = _MOMENT.sub("", words)
    dated = dated_end(rest, read)
    if dated:
        return dated
    return _time_said(rest, read) or (_until_condition(rest) if rest else None)


def _time_said(words: str, read: Reader) -> Period | None:
    """A length, no limit, or words about time without sense; None when the words name something real."""
    length = read_length(words)
    if length:
        return with_length(words, length, read)
    if _TIME_WITHOUT_END.match(words):
        return Period("", PeriodClass.UNLIMITED)._replace(**exceptions(split_tail(words).tail))
    if words and _TIME_WITHOUT_SENSE.match(words):
        return Period("", PeriodClass.UNCLEAR)
    return after_state(words, read)


def _until_condition(words: str) -> Period:
    split = split_tail(words)
    bound = bounded(split.main)
    condition = read_condition(bound[0] if bound else split.main)
    period = by_condition(condition)
    if bound:
        return _with_bound(period, bound[1])
    said = exceptions(split.tail)
    if period.consent:
        said.pop("consent", None)
        said.pop("consent_by", None)
    return period._replace(**said)


def by_condition(condition: Condition) -> Period:
    """Class D, E or F: consent alone, event alone, both needed, or either with the other as override."""
    if condition.consent is None:
        return Period("", PeriodClass.UNTIL_EVENT, event=condition.event)
    consent = Period("", PeriodClass.UNTIL_CONSENT, consent=True, consent_by=condition.consent_by)
    if condition.event is None:
        return consent
    if condition.both:
        return consent._replace(period_class=PeriodClass.UNTIL_EVENT_AND_CONSENT, event=condition.event)
    if condition.consent_first:
        return consent._replace(override=condition.event)
    return consent._replace(
        period_class=PeriodClass.UNTIL_EVENT, event=condition.event, override=condition.consent
    )


def _with_bound(period: Period, bound: Period) -> Period:
    """ "sampai proses selesai, paling lama 5 tahun" is over after 5 years at the latest: class C."""
    consent = f"persetujuan {period.consent_by}" if period.consent_by else "persetujuan"
    ends = [period.event, consent if period.consent else None, period.override]
    return period._replace(
        period_class=PeriodClass.FIXED_UNLESS,
        length=bound.length,
        unit=bound.unit,
        length_words=bound.length_words,
        anchor=bound.anchor,
        anchor_on=bound.anchor_on,
        at_most=True,
        override=next(end for end in ends if end),
    )


def while_state(words: str, read: Reader) -> Period | None:
    """ "selama ...": a length, a state, or (turned round) the lack of a consent."""
    rest = _MOMENT.sub("", words)
    return _time_said(rest, read) or (_state(rest) if rest else None)


def _state(words: str) -> Period:
    split = split_tail(words)
    if consent_at(split.main) and _NEGATED.search(split.main):
        condition = read_condition(split.main)
        if condition.event is None or condition.consent_first:
            return by_condition(condition)
    bound = bounded(
        split.main, joints=()
    )  # "selama menjabat atau 5 tahun" lasts as long as the longer of the two
    if bound:
        return _with_bound(Period("", PeriodClass.WHILE_STATE, event=present(bound[0])), bound[1])
    period = Period("", PeriodClass.WHILE_STATE, event=present(split.main))
    return period._replace(**exceptions(split.tail))


def unlimited(words: str, read: Reader) -> Period:
    """ "permanen", "tidak terbatas" and what is excepted; a following "sampai" or "selama" says the true end."""
    rest = words.strip(" ,;:(/")
    while re.match(NO_LIMIT, rest):
        rest = re.sub(rf"^{NO_LIMIT}", "", rest).strip(" ,;:()/")
    if _TRUE_END.match(rest):
        period = read(rest)
        if period.period_class is not PeriodClass.UNCLEAR:
            return period
    split = split_tail(f", {_OR_UNTIL.sub('', rest)}")
    tail = split.tail or (split.main if _OR_UNTIL.match(rest) else "")
    return Period("", PeriodClass.UNLIMITED)._replace(**exceptions(tail))
