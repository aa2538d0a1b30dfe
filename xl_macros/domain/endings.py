"""What can end a wording: a date, an event, consent, both, or one of them as an override.

All of it follows from the parts that the reader found (`period_model.Period`) and, for consent and public
office, from the letters cited. The functions look at one wording, not at its clauses, unless they say so.
"""

from __future__ import annotations

import re
from typing import assert_never

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.patterns import regex

_PUBLIC_OFFICE = regex(r"jabatan(?:-jabatan)?\s+publik", re.IGNORECASE)
_RULING = regex(r"putusan|inkracht|berkekuatan hukum tetap", re.IGNORECASE)


def is_dated(period: Period) -> bool:
    """Whether the wording has a last day that can be computed, or should have one."""
    match period.period_class:
        case PeriodClass.FIXED | PeriodClass.FIXED_ANCHORED | PeriodClass.FIXED_UNLESS:
            return True
        case PeriodClass.OPENS_AFTER:
            return period.length is not None or period.until_on is not None
        case PeriodClass.UNTIL_EVENT | PeriodClass.UNTIL_EVENT_AND_CONSENT | PeriodClass.UNTIL_CONSENT:
            return False
        case PeriodClass.WHILE_STATE | PeriodClass.UNLIMITED | PeriodClass.PURPOSE_LIMITED:
            return False
        case PeriodClass.UNCLEAR | PeriodClass.MULTI_CLAUSE:
            return False
        case _ as never:
            assert_never(never)


def waits(period: Period) -> bool:
    """Whether the wording has no date and waits for an event, for consent or for both."""
    match period.period_class:
        case PeriodClass.UNTIL_EVENT | PeriodClass.UNTIL_EVENT_AND_CONSENT | PeriodClass.UNTIL_CONSENT:
            return True
        case PeriodClass.WHILE_STATE | PeriodClass.OPENS_AFTER:
            return not is_dated(period)
        case PeriodClass.FIXED | PeriodClass.FIXED_ANCHORED | PeriodClass.FIXED_UNLESS:
            return False
        case PeriodClass.UNLIMITED | PeriodClass.PURPOSE_LIMITED:
            return False
        case PeriodClass.UNCLEAR | PeriodClass.MULTI_CLAUSE:
            return False
        case _ as never:
            assert_never(never)


def awaits_consent(period: Period) -> bool:
    """Whether it does not end without consent. Consent named as an override is another way out."""
    match period.period_class:
        case PeriodClass.UNTIL_CONSENT | PeriodClass.UNTIL_EVENT_AND_CONSENT:
            return True
        case PeriodClass.UNTIL_EVENT | PeriodClass.WHILE_STATE | PeriodClass.OPENS_AFTER:
            return waits(period) and period.consent and real_override(period) is None
        case PeriodClass.FIXED | PeriodClass.FIXED_ANCHORED | PeriodClass.FIXED_UNLESS:
            return False
        case PeriodClass.UNLIMITED | PeriodClass.PURPOSE_LIMITED:
            return False
        case PeriodClass.UNCLEAR | PeriodClass.MULTI_CLAUSE:
            return False
        case _ as never:
            assert_never(never)


def awaits_event(period: Period) -> bool:
    """Whether it does not end without an event (or the end of a state)."""
    if not waits(period) or period.period_class is PeriodClass.UNTIL_CONSENT:
        return False
    return period.event is not None or not awaits_consent(period)


def real_override(period: Period) -> str | None:
    """What ends the wording early, unless those words only say who or what is excepted meanwhile."""
    return None if period.override == period.exception else period.override


def mentions_public_office(period: Period) -> bool:
    """Whether the wording names public office."""
    return _PUBLIC_OFFICE.search(period.text) is not None


def waits_for_ruling(period: Period) -> bool:
    """Whether the event or state of the wording, or of one of its clauses, is itself a ruling."""
    return any(
        awaits_event(clause) and _RULING.search(clause.event or clause.text) is not None
        for clause in period.clauses or (period,)
    )


def consent_ends_early(period: Period, law_opens: bool) -> bool:
    """Whether consent ends the wording before its time, by law or by the wording.

    Where the wording itself waits for consent it is that consent and no other. Consent that the wording
    asks for letting somebody in, or for one purpose, opens nothing to the public.
    """
    if awaits_consent(period):
        return False
    if law_opens or not period.consent:
        return law_opens
    if period.period_class is PeriodClass.PURPOSE_LIMITED:
        return False
    return period.exception is None or real_override(period) is not None


def consent_ends(period: Period, law_opens: bool) -> bool:
    """Whether consent has a part in ending the wording."""
    return awaits_consent(period) or consent_ends_early(period, law_opens)


def public_office_ends(period: Period, law_opens: bool) -> bool:
    """Whether public office ends the wording."""
    return law_opens or mentions_public_office(period)


def event_ends_early(period: Period) -> bool:
    """Whether the wording's override is an event, neither consent nor public office."""
    match period.period_class:
        case PeriodClass.FIXED_UNLESS | PeriodClass.UNLIMITED:
            by_event = real_override(period) is not None and not period.consent
            return by_event and not mentions_public_office(period)
        case PeriodClass.UNTIL_EVENT | PeriodClass.UNTIL_EVENT_AND_CONSENT | PeriodClass.UNTIL_CONSENT:
            return False
        case PeriodClass.WHILE_STATE | PeriodClass.OPENS_AFTER | PeriodClass.PURPOSE_LIMITED:
            return False
        case PeriodClass.FIXED | PeriodClass.FIXED_ANCHORED:
            return False
        case PeriodClass.UNCLEAR | PeriodClass.MULTI_CLAUSE:
            return False
        case _ as never:
            assert_never(never)


def event_ends(period: Period, _law_opens: bool = False) -> bool:
    """Whether "happened" has a part in ending the wording."""
    return awaits_event(period) or event_ends_early(period)


def is_state(period: Period) -> bool:
    """Whether the event is a state that lasts ("selama proses berlangsung"), whose end is what counts."""
    if period.period_class is PeriodClass.WHILE_STATE:
        return True
    words, text = (period.event or "").lower(), " ".join(period.text.lower().split())
    return bool(words) and any(f"{lasting} {words}" in text for lasting in ("selama", "sepanjang"))
