"""The one sentence that says when an exemption ends, or why it has no date, in words that staff read.

It names the start, its source and the arithmetic; who opened what by which act; and what is still to come.
It bears no figure that goes stale over night ("9 hari lagi"), so that a row changes only when it changes.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, assert_never

from xl_macros.domain.clause import Opening, Reading
from xl_macros.domain.endings import (
    awaits_consent,
    awaits_event,
    is_state,
    mentions_public_office,
    real_override,
)
from xl_macros.domain.entry import Decision, Event, EventKind, OpenedPart, Status, Verdict
from xl_macros.domain.outcomes import Hold
from xl_macros.domain.period_model import Period, PeriodClass, Unit
from xl_macros.domain.phrases import decision_name, length_words, long_date, plain
from xl_macros.patterns import regex

_NOUN = r"(?:persetujuan|izin|putusan|perintah|penetapan|ketetapan|perubahan|permintaan|kepentingan)\b"
_STARTS_WITH_NOUN = regex(_NOUN)
_BY_MEANS_OF = regex(rf"^(?:dengan|atas|melalui)\s+(?={_NOUN})")
_IF = regex(r"^(?:jika|apabila|bila|bilamana|kalau|dalam hal)\s+")
_BY_A_RULE = regex(r"(?:sesuai|menurut|berdasarkan|mengikuti)\b")
_NAMES_A_RULE = regex(r"(?:jra|uu|undang-undang|pp|perpres|peraturan|jadwal retensi)\b", re.IGNORECASE)

_BY_LAW = "bila ada persetujuan tertulis atau menyangkut jabatan publik"


class Known(NamedTuple):
    """All that the sentence is made of."""

    on: date
    decision: Decision
    reading: Reading
    status: Status
    opened: Opening | None
    law_opens: bool
    mark_on: date | None
    is_estimate: bool
    to_come: tuple[Event, ...]
    doubt: str | None
    """Why an entry is unclear although its wording is clear (Indonesian)."""
    hold: Hold | None = None
    waiting: Event | None = None
    parts: tuple[OpenedPart, ...] = ()


def explain(known: Known) -> str:
    """The sentence. It begins with words of ours, never with those of a cell."""
    if known.opened is not None:
        return f"{_opened(known, known.opened)}."
    coming = "".join(
        f"; tercatat pula {event.kind.value} per {long_date(event.happened_on)}, yang belum berlaku"
        for event in known.to_come
    )
    partly = "".join(
        f"; bagian “{part.part}” terbuka sejak {long_date(part.opened_on)}, menurut {plain(part.by.evidence)}"
        for part in known.parts
    )
    return f"{_closed(known)}{partly}{coming}."


# -- what is open ------------------------------------------------------------------------------------------


def _opened(known: Known, opening: Opening) -> str:
    day = long_date(opening.end_on)
    if opening.after_hold is not None:
        held = opening.after_hold
        return (
            f"Terbuka sejak {day}: penahanan sejak {long_date(held.happened_on)} ({plain(held.evidence)}) sudah "
            f"berakhir; {_formerly(known)}"
        )
    if not opening.by:
        public = long_date(opening.public_from)
        taken = _taken(known.reading.period)
        return f"Sudah berakhir {day}: {_arithmetic(known)}; terbuka untuk umum sejak {public}{taken}"
    cause = _cause(known.decision, opening)
    if opening.status is Status.ENDED:
        return f"Sudah berakhir {day} karena {cause}"
    begin = f"Terbuka sejak {day}" if opening.status is Status.REVOKED else f"Dibuka lebih awal pada {day}"
    return f"{begin} karena {cause}; {_formerly(known)}"


def _cause(decision: Decision, opening: Opening) -> str:
    if len(opening.by) > 1:
        return " dan ".join(
            f"{_words(decision, event, opening.period)} ({long_date(event.happened_on)}, {plain(event.evidence)})"
            for event in opening.by
        )
    event = opening.by[0]
    words, proof = _words(decision, event, opening.period), plain(event.evidence)
    if not proof:
        return words
    return f"{words} dengan {proof}" if event.kind is EventKind.REVOCATION else f"{words}, menurut {proof}"


def _words(decision: Decision, event: Event, period: Period) -> str:
    """What happened, as a clause."""
    match event.kind:
        case EventKind.REVOCATION:
            return f"{decision_name(decision.number)} dicabut"
        case EventKind.CONSENT:
            return f"ada {consent_words(period)}"
        case EventKind.PUBLIC_OFFICE:
            return "menyangkut jabatan publik"
        case EventKind.RECLASSIFICATION:
            return "klasifikasinya diubah menjadi terbuka"
        case EventKind.RULING:
            return _event_words(period) if awaits_event(period) else "ada putusan yang membukanya"
        case (
            EventKind.HAPPENED
            | EventKind.AMENDMENT
            | EventKind.HOLD
            | EventKind.RENEWAL
            | EventKind.DETERMINATION
            | EventKind.ANNOUNCEMENT
            | EventKind.DISPOSITION
        ):
            return _event_words(period)
        case _ as never:
            assert_never(never)


def _event_words(period: Period) -> str:
    words = plain(period.event or period.override or "") or "peristiwa yang ditunggu terjadi"
    return f"keadaan “{words}” sudah lewat" if is_state(period) else words


def consent_words(period: Period) -> str:
    """ "persetujuan tertulis dari yang bersangkutan" """
    written = " tertulis" if "tertulis" in period.text.lower() else ""
    by = plain(period.consent_by or "")
    return f"persetujuan{written} dari {by}" if by else f"persetujuan{written}"


def _formerly(known: Known) -> str:
    reading = known.reading
    if reading.end_on is not None:
        return f"semula berakhir {long_date(reading.end_on)}: {_arithmetic(known)}"
    if reading.trouble is not None:
        return f"semula perlu diperjelas karena {reading.trouble}"
    if reading.clauses:
        return f"semula dikecualikan menurut {len(reading.clauses)} ketentuan dalam jangka waktunya"
    return f"semula dikecualikan {_condition(reading)}"


# -- what is closed ----------------------------------------------------------------------------------------


def _closed(known: Known) -> str:
    reading, status = known.reading, known.status
    if known.hold is not None:
        return _held(known, known.hold)
    if known.waiting is not None:
        return _waiting(known, known.waiting)
    if status is Status.UNCLEAR:
        return f"Perlu diperjelas: {_trouble(known)}; sementara itu tetap dikecualikan"
    if reading.end_on is not None:
        end = long_date(reading.end_on)
        begin, mark = f"Berakhir {end}", ""
        if status is Status.ENDS_SOON:
            begin = f"Segera berakhir pada {end}"
        if status is Status.ENDS_SOON and known.mark_on is not None:
            about = " (perkiraan)" if known.is_estimate else ""
            mark = f"; 30 hari kerja sebelumnya jatuh pada {long_date(known.mark_on)}{about}"
        earlier = _earlier(known, "berakhir lebih awal")
        return f"{begin}: {_arithmetic(known)}{mark}{earlier}{_taken(reading.period)}"
    begin = "Tidak ada tanggal berakhir" if status is Status.UNLIMITED else "Belum ada tanggal berakhir"
    if reading.clauses:
        return f"{begin}: {_unmet_clauses(known)}"
    since = f" sejak {long_date(reading.start.on)} ({reading.start.source})" if reading.start.on else ""
    verb = "dibuka" if status is Status.UNLIMITED else "dibuka lebih awal"
    return f"{begin}: dikecualikan{since} {_condition(reading)}{_half_met(reading)}{_earlier(known, verb)}"


def _held(known: Known, hold: Hold) -> str:
    until = f" sampai {long_date(hold.by.until_on)}" if hold.by.until_on else ""
    proof = f", menurut {plain(hold.by.evidence)}" if plain(hold.by.evidence) else ""
    return f"Ditahan sejak {long_date(hold.since)}{until}{proof}: selama itu tetap dikecualikan; {_formerly(known)}"


def _waiting(known: Known, ruling: Event) -> str:
    part = f" bagian “{plain(ruling.part)}”" if plain(ruling.part) else ""
    opens = f"membuka{part}" if ruling.verdict is Verdict.OPENS_PART else "membukanya"
    when = ""
    if ruling.final_on is not None and ruling.final_on > known.on:
        when = f" (baru pada {long_date(ruling.final_on)})"
    return (
        f"Menunggu kekuatan hukum tetap: putusan {long_date(ruling.happened_on)} yang {opens}, menurut "
        f"{plain(ruling.evidence)}, belum berkekuatan hukum tetap{when}; sementara itu tetap dikecualikan; "
        f"{_formerly(known)}"
    )


def _trouble(known: Known) -> str:
    if known.doubt is not None:
        return known.doubt
    if known.reading.clauses:
        return _unmet_clauses(known)
    return known.reading.trouble or ""


def _unmet_clauses(known: Known) -> str:
    clauses = known.reading.clauses
    unmet = [each for each in clauses if not each.is_met(known.on)]
    conditions = "; ".join(each.trouble or _condition(each) for each in unmet)
    return f"dari {len(clauses)} ketentuan dalam jangka waktunya, {len(unmet)} belum terpenuhi ({conditions})"


def _condition(reading: Reading) -> str:
    """Until when or while what a wording exempts, to follow "dikecualikan"."""
    period = reading.period
    if reading.end_on is not None:
        return f"sampai {long_date(reading.end_on)}"
    match period.period_class:
        case PeriodClass.UNLIMITED:
            return "tanpa batas waktu"
        case PeriodClass.WHILE_STATE:
            return f"selama {' dan sampai '.join(_awaited(period))}"
        case (
            PeriodClass.UNTIL_EVENT
            | PeriodClass.UNTIL_EVENT_AND_CONSENT
            | PeriodClass.UNTIL_CONSENT
            | PeriodClass.OPENS_AFTER
        ):
            return f"sampai {' dan '.join(_awaited(period))}"
        case (
            PeriodClass.FIXED
            | PeriodClass.FIXED_ANCHORED
            | PeriodClass.FIXED_UNLESS
            | PeriodClass.PURPOSE_LIMITED
            | PeriodClass.UNCLEAR
            | PeriodClass.MULTI_CLAUSE
        ):
            return "sampai jangka waktunya jelas"
        case _ as never:
            assert_never(never)


def _awaited(period: Period) -> Iterator[str]:
    """The event, the consent or both, for which a wording waits."""
    if awaits_event(period):
        yield plain(period.event or "") or "peristiwa yang ditunggu terjadi"
    if awaits_consent(period):
        office = " atau menyangkut jabatan publik" if mentions_public_office(period) else ""
        yield f"ada {consent_words(period)}{office}"


def _half_met(reading: Reading) -> str:
    """ "Until A and B" of which one is there already."""
    if reading.half is None:
        return ""
    event, consent = _awaited(reading.period)
    done, left = (consent, event) if reading.half.kind is EventKind.CONSENT else (event, consent)
    proof = f"{long_date(reading.half.happened_on)}, {plain(reading.half.evidence)}"
    return f"; sudah tercatat {done.removeprefix('ada ')} ({proof}), tinggal menunggu {left.removeprefix('ada ')}"


def _earlier(known: Known, verb: str) -> str:
    """Who is excepted meanwhile, and what may still end it before its time."""
    period = known.reading.period
    exception = plain(period.exception or "")
    meanwhile = f", kecuali {exception}" if exception else ""
    condition = _ends_early(period, known.law_opens)
    return f"{meanwhile}; dapat {verb} {condition}" if condition else meanwhile


def _ends_early(period: Period, law_opens: bool) -> str:
    """ "bila ada persetujuan tertulis", "sesuai JRA"; empty when nothing ends the wording early."""
    consent_is_the_end = awaits_consent(period)
    if consent_is_the_end and mentions_public_office(period):
        return ""
    words = plain(real_override(period) or "").replace("; ", " atau ")
    if not words:
        return _BY_LAW if law_opens and not consent_is_the_end else ""
    if period.override == period.event and is_state(period):
        return f"bila keadaan “{words}” sudah lewat"
    if _BY_A_RULE.match(words):
        return words
    if _NAMES_A_RULE.match(words):
        return f"menurut {words}"
    words = _BY_MEANS_OF.sub("", _IF.sub("", words))
    return f"bila ada {words}" if _STARTS_WITH_NOUN.match(words) else f"bila {words}"


# -- the arithmetic ----------------------------------------------------------------------------------------


def _arithmetic(known: Known) -> str:
    """How the last day follows from the start, or where it is written."""
    reading = known.reading
    if reading.clauses:
        last = max(
            (each for each in reading.clauses if each.end_on), key=lambda each: each.end_on or date.min
        )
        return f"yang paling akhir dari {len(reading.clauses)} ketentuan, {_of_one(last)}"
    return _of_one(reading)


def _of_one(reading: Reading) -> str:
    period, start = reading.period, reading.start
    if reading.end_on == period.until_on:
        return "tanggal itu tertulis dalam jangka waktunya"
    words = f"{length_words(period)} sejak {long_date(start.on or date.min)} ({start.source})"
    if reading.is_estimate:
        return f"{words}, perkiraan karena tabel hari libur belum lengkap"
    return words + _substitute(period, start.on, reading.end_on)


def _taken(period: Period) -> str:
    """Which words of a wording that says more than a length were taken for its length and for its start."""
    length = period.length_words
    if length is None or " ".join(period.text.lower().split()).strip(" .,;") == length.lower():
        return ""
    start = f", “{plain(period.anchor)}” sebagai titik mulai" if period.anchor else ""
    return f"; “{plain(length)}” dibaca sebagai lama{start}"


def _substitute(period: Period, start_on: date | None, end_on: date | None) -> str:
    """Why the last day is not the start's day of the month."""
    if start_on is None or end_on is None or period.unit not in {Unit.YEAR, Unit.MONTH}:
        return ""
    if start_on.day <= monthrange(end_on.year, end_on.month)[1]:
        return ""
    month = long_date(end_on).partition(" ")[2]
    return f", disesuaikan karena {month} tidak mempunyai tanggal {start_on.day}"
