"""Periods that end with an event, a state or a consent, or that do not end: classes D to J."""

from __future__ import annotations

import re
from dataclasses import replace

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording.cleaning import trim
from xl_macros.domain.wording.conditions import Condition, consent_at, read_condition, who_consents
from xl_macros.domain.wording.dated import Reader, after_state, bounded, dated_end, with_length
from xl_macros.domain.wording.dates import read_date
from xl_macros.domain.wording.lengths import Length, read_length
from xl_macros.domain.wording.spelling import present
from xl_macros.domain.wording.tails import exceptions, split_tail

_MOMENT = re.compile(r"^(?:(?:pada |tiba )?(?:saat|saatnya|ketika|waktunya|dengan) )+")
_NO_END = re.compile(
    r"^(?:batas )?(?:jangka )?(?:waktu )?(?:yang )?(?:tidak|belum) (?:dapat |bisa )?(?:terbatas|dibatasi|tertentu|ditentukan|ditetapkan)\b|"
    r"^(?:kapan ?pun|selamanya|selama-lamanya|seterusnya|permanen)\b"
)
_NO_END_YET = re.compile(r"^.*\bbelum\b")
_VAGUE_TIME = re.compile(
    r"^(?:dalam )?(?:(?:batas|jangka|kurun|masa) )*(?:waktu(?:nya)? )?(?:yang )?(?:masih )?(?:telah |akan |sudah |di ?anggap )?"
    r"(?:tertentu|ditentukan(?: kemudian)?|ditetapkan(?: kemudian)?|ditentukan kemudian|diperlukan|dibutuhkan|perlu|diinginkan|"
    r"pengecualian(?:nya)?(?: informasi)?(?: (?:berlaku|berakhir|habis|selesai))?|waktu|berakhir|habis)?$"
)
_NEGATED = re.compile(r"\b(?:tidak|belum|tanpa)\b")
_PURPOSE_LEAD = re.compile(
    r"^(?:(?:hanya|khusus|secara terbatas|terbatas|sebatas|dan|dapat|boleh|bisa|diberikan|diakses|dibuka|dilihat) )*"
    r"(?:untuk|guna|demi|bagi)? ?"
)
_PUBLIC = r"(?: (?:kembali|sepenuhnya|seluruhnya|secara umum|(?:untuk|kepada|bagi|ke|oleh) (?:umum|publik|masyarakat(?: luas)?)))*"
_AFTER = r"(?:setelah|sesudah|pasca|seusai|usai|selepas|sejak|begitu|segera setelah|mulai)"
_IF = r"(?:apabila|jika|bila|bilamana|manakala|kalau|ketika|dalam hal|sepanjang|asalkan|dengan syarat|hanya jika)"
_DURING = r"(?:pada waktu|pada saat|pada|sewaktu|saat|waktu|dalam proses|selama)"
_BY_LEAVE = r"(?:dengan|atas|melalui|berdasarkan|sesuai|seizin|tanpa)"
_OPENS_AFTER = re.compile(rf"^{_PUBLIC} ?{_AFTER}\b ?(?:saat )?")
_OPENS_IF = re.compile(rf"^{_PUBLIC} ?{_IF}\b ?")
_OPENS_DURING = re.compile(rf"^{_PUBLIC} ?(?={_DURING}\b)")
_OPENS_BY_LEAVE = re.compile(rf"^{_PUBLIC} ?(?={_BY_LEAVE}\b)")
_OPENS_FOR = re.compile(
    r"^ ?(?=(?:hanya |secara |khusus )*(?:untuk|guna|demi|bagi|kepada|oleh|terhadap|dalam rangka|sebagian|terbatas|sebatas|"
    r"pemilik|pihak|aparat|auditor|penyidik))"
)
_NEEDED = re.compile(
    r"\b(?:diperlukan|dibutuhkan|diminta|kepentingan|keperluan|permintaan|persidangan|pembuktian|perlu|"
    r"penegakan hukum|aparat|pemeriksa|penyidik)\b"
)
_RULING = re.compile(r"\b(?:putusan|ketetapan|keputusan|penetapan)\b")
_OPENED_END = re.compile(
    r",? (?:(?:informasi(?:nya)?|maka|baru|dapat|boleh|bisa|akan|menjadi|dinyatakan|bersifat) )*"
    r"(?:dibuka|terbuka|informasi publik|informasi terbuka|diakses|dipublikasikan|diumumkan)"
    r"(?: (?:untuk|kepada|bagi|oleh|ke) (?:umum|publik|masyarakat))?$"
)


def until(words: str, read: Reader) -> Period | None:
    """ "sampai ...": a date, a length, a consent or an event."""
    rest = _MOMENT.sub("", words)
    if not rest:
        return None
    length = read_length(rest)
    if length:
        return with_length(rest, length, read)
    dated = dated_end(rest)
    if dated:
        return dated
    if _NO_END.match(rest):
        if _NO_END_YET.match(rest):
            return Period("", PeriodClass.UNCLEAR)
        return replace(Period("", PeriodClass.UNLIMITED), **exceptions(split_tail(rest).tail))
    if _VAGUE_TIME.match(rest):
        return Period("", PeriodClass.UNCLEAR)
    return after_state(rest, read) or _until_condition(rest)


def _until_condition(words: str) -> Period:
    split = split_tail(words)
    bound = bounded(split.main)
    condition = read_condition(bound[0] if bound else split.main)
    period = _by_condition(condition)
    if bound:
        return _with_bound(period, condition, bound[1])
    said = exceptions(split.tail)
    if period.consent:
        said.pop("consent", None)
        said.pop("consent_by", None)
    return replace(period, **said)


def _by_condition(condition: Condition) -> Period:
    """Class D, E or F: consent alone, event alone, both needed, or either with the other as override."""
    if condition.consent is None:
        return Period("", PeriodClass.UNTIL_EVENT, event=condition.event)
    consent = Period("", PeriodClass.UNTIL_CONSENT, consent=True, consent_by=condition.consent_by)
    if condition.event is None:
        return consent
    if condition.both:
        return replace(consent, period_class=PeriodClass.UNTIL_EVENT_AND_CONSENT, event=condition.event)
    if condition.consent_first:
        return replace(consent, override=condition.event)
    return replace(
        consent, period_class=PeriodClass.UNTIL_EVENT, event=condition.event, override=condition.consent
    )


def _with_bound(period: Period, condition: Condition, length: Length) -> Period:
    """ "sampai proses selesai, paling lama 5 tahun" ends after 5 years at the latest: a length with an override."""
    override = " / ".join(part for part in (condition.event, condition.consent) if part)
    return replace(
        period,
        period_class=PeriodClass.FIXED_UNLESS,
        length=length.number,
        unit=length.unit,
        at_most=True,
        override=override,
    )


def while_state(words: str, read: Reader) -> Period | None:
    """ "selama ...": a length, a state, or (turned round) the lack of a consent."""
    rest = _MOMENT.sub("", words)
    if not rest:
        return None
    length = read_length(rest)
    if length:
        return with_length(rest, length, read)
    if _NO_END.match(rest) and not _NO_END_YET.match(rest):
        return replace(Period("", PeriodClass.UNLIMITED), **exceptions(split_tail(rest).tail))
    if _VAGUE_TIME.match(rest):
        return Period("", PeriodClass.UNCLEAR)
    return after_state(rest, read) or _state(rest)


def _state(words: str) -> Period:
    split = split_tail(words)
    consent = consent_at(split.main)
    if consent and _NEGATED.search(split.main[: consent.start() + 60]):
        condition = read_condition(split.main)
        if condition.event is None:
            return Period("", PeriodClass.UNTIL_CONSENT, consent=True, consent_by=condition.consent_by)
    bound = bounded(split.main)
    if bound:
        state = Condition(present(bound[0]), None, None)
        return _with_bound(Period("", PeriodClass.WHILE_STATE, event=state.event), state, bound[1])
    period = Period("", PeriodClass.WHILE_STATE, event=present(split.main))
    if consent:
        period = replace(period, consent=True, consent_by=who_consents(split.main))
    return replace(period, **exceptions(split.tail))


def unlimited(words: str, read: Reader) -> Period | None:
    """ "permanen", "tidak terbatas" and what is excepted; a following "sampai" or "selama" says the true end."""
    rest = words.strip(" ,;(")
    if re.match(r"(?:sampai|hingga|selama|sepanjang)\b(?! (?:batas )?waktu yang)", rest):
        bounded_by = read(rest)
        if bounded_by.period_class is not PeriodClass.UNCLEAR:
            return bounded_by
    rest = (
        re.sub(r"^(?:dan/atau|atau|dan)? ?(?:kecuali )?", "", rest)
        if rest.startswith(("atau", "dan/"))
        else rest
    )
    split = split_tail(f" {rest}")
    tail = split.tail or split.main
    return replace(Period("", PeriodClass.UNLIMITED), **exceptions(tail))


def opens(words: str, read: Reader) -> Period | None:
    """ "dibuka ...": after something (H), with consent (F), for a purpose or in part (J)."""
    del read
    for pattern in (_OPENS_AFTER, _OPENS_IF):
        found = pattern.match(words)
        if found:
            rest = words[found.end() :]
            if pattern is _OPENS_IF:
                return _opens_if(rest)
            return opens_after(rest)
    if _OPENS_BY_LEAVE.match(words):
        return _opens_by_leave(_OPENS_BY_LEAVE.sub("", words))
    if read_date_after_on(words):
        return opens_after(words)
    if _OPENS_DURING.match(words) or _OPENS_FOR.match(words):
        return for_purpose(trim(words))
    length = read_length(words)
    if length and length.number:
        return opens_after(words)
    return None


def read_date_after_on(words: str) -> bool:
    """Whether "dibuka" is followed by the day itself ("pada tanggal 1 Januari 2030")."""
    return read_date(words.strip()) is not None


def _opens_if(words: str) -> Period:
    if consent_at(words):
        condition = read_condition(words)
        return _by_condition(condition)
    if _NEEDED.search(words) and not _RULING.search(words):
        return for_purpose(words)
    return opens_after(words)


def _opens_by_leave(words: str) -> Period | None:
    if consent_at(words):
        return _by_condition(read_condition(words))
    if _RULING.search(words):
        return Period("", PeriodClass.OPENS_AFTER, event=present(trim(words)))
    if _NEEDED.search(words) or words.startswith("atas"):
        return for_purpose(words)
    return None


def opens_after(words: str) -> Period | None:
    """Class H. The event, the consent, the length or the day after which the information is open."""
    split = split_tail(_OPENED_END.sub("", words.strip()))
    rest = split.main
    if not rest:
        return None
    base = Period("", PeriodClass.OPENS_AFTER)
    length = read_length(rest)
    if length:
        dated = with_length(rest, length, lambda _: base)
        return replace(dated, period_class=PeriodClass.OPENS_AFTER if length.number else dated.period_class)
    written = read_date(rest)
    if written:
        return replace(base, until_on=written.on, event=present(rest), contradiction=written.doubt)
    condition = read_condition(rest)
    period = replace(
        base, event=condition.event, consent=condition.consent is not None, consent_by=condition.consent_by
    )
    if condition.consent and condition.event and not condition.both:
        period = replace(period, override=condition.consent)
    return replace(period, **{**exceptions(split.tail), **({"consent": True} if period.consent else {})})


def for_purpose(words: str) -> Period:
    """Class J: opened for one purpose, for some people, or in part."""
    main = trim(words)
    purpose = trim(_PURPOSE_LEAD.sub("", main)) or main
    consent = consent_at(main) is not None
    return Period(
        "",
        PeriodClass.PURPOSE_LIMITED,
        purpose=present(purpose),
        consent=consent,
        consent_by=who_consents(main) if consent else None,
    )


def excepted_only(words: str) -> Period | None:
    """ "kecuali ...", "tidak dapat dibuka kecuali ...": the exception is all that the wording says."""
    rest = trim(words)
    if not rest:
        return None
    said = exceptions(rest)
    if consent_at(rest):
        return _by_condition(read_condition(rest))
    if said.get("override"):
        return Period("", PeriodClass.UNTIL_EVENT, event=said["override"])
    return for_purpose(rest)


def consent_only(words: str) -> Period | None:
    """ "atas persetujuan ...", "izin tertulis dari ...": consent is the whole wording."""
    split = split_tail(words)
    if consent_at(split.main) is None:
        return None
    return _by_condition(read_condition(split.main))
