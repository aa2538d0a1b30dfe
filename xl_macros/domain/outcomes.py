"""What recorded events come to as of a day: which of them open, what still waits, what is held.

Kind and outcome are two things. Nothing opens but by a verdict that opens; of rulings only by one that is final,
and only what it names:

* A ruling is read on one day and final on another. It is final on its `final_on`, or from the day on which somebody
  records that no objection came (verdict FINAL); an objection recorded after that puts finality off again.
* A later ruling that upholds the exemption takes the place of one that was not final yet. One that annuls takes
  away what it names (without a name: every earlier ruling), from the day of its reading: in doubt closed. An
  annulled annulment takes nothing away.
* Of the answers of one person the last counts; a refusal that stands keeps what waits for consent, and so does
  somebody who was asked and has not answered.
* Where the wording names several persons, all must have consented: either a record says so ("semua"), or at
  least two were asked and each of those asked has given it. The public office of one of them opens nothing.
* What happened counts until a later record says that it has not happened; a later reclassification takes the place
  of an earlier one.
* What concerns a part opens that part alone.
* A hold lasts until its end is recorded, or through its `until_on`.

Rows without a verdict were written when recording a ruling or a consent meant that it opens. They keep that
effect, so that an upgrade closes nothing that the office has told the public is open, unless their own words
contradict it; a finding asks for the outcome either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from xl_macros.domain.contradictions import contradicting_words
from xl_macros.domain.entry import Event, EventKind, OpenedPart, Verdict
from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.phrases import folded_words, long_date, plain, quoted
from xl_macros.patterns import regex

_ALL = regex(r"\b(?:semua|seluruh\w*|masing-masing|lengkap|para|kedua)\b", re.IGNORECASE)
_NOT_ALL = regex(
    r"\b(?:sebagian|salah\s+satu|kecuali|selain|wakil|perwakilan|mewakili|belum|tanpa|bukan|tidak|hampir|mayoritas|"
    r"kurang|(?:me|di)?tolak|menolak|"
    r"(?:[0-9]+|satu|dua|tiga|empat|lima|seorang|beberapa)\s+(?:(?:orang|pihak)\s+)?(?:dari|di\s*antara))\b",
    re.IGNORECASE,
)
_OPEN_RULINGS = frozenset({Verdict.OPENS, Verdict.OPENS_PART, None})
_SUBSTANCE = _OPEN_RULINGS | {Verdict.UPHOLDS}


class Settled(NamedTuple):
    """`counting` holds the events that have an effect on the whole, by kind, each on the day of its effect (a ruling
    on that of its finality); `waiting` is the opening ruling that is not final."""

    counting: Mapping[EventKind, tuple[Event, ...]]
    waiting: Event | None = None
    parts: tuple[OpenedPart, ...] = ()
    holds: tuple[Hold, ...] = ()
    findings: tuple[Finding, ...] = ()


class Hold(NamedTuple):
    """A time in which nothing ends: from `since` until the day before `released_on` (None: without end)."""

    by: Event
    since: date
    released_on: date | None

    def covers(self, day: date) -> bool:
        """Whether the hold lasts on that day."""
        return self.since <= day and (self.released_on is None or day < self.released_on)


def settle(events: Sequence[Event], on: date, *, several: bool = False) -> Settled:
    """What the events that have come by `on` amount to; `events` in the order of their days.

    `several`: the wording waits for the consent of several persons.
    """
    findings: list[Finding] = []
    rulings, waiting = _rulings(_of(events, EventKind.RULING), on, findings)
    consents = _consents(_of(events, EventKind.CONSENT), several, findings)
    reclassified = _reclassified(_of(events, EventKind.RECLASSIFICATION))
    whole = {
        EventKind.RULING: [each for each in rulings if not _is_partial(each)],
        EventKind.CONSENT: [each for each in consents if not each.part],
        EventKind.RECLASSIFICATION: [each for each in reclassified if not _is_partial(each)],
        EventKind.HAPPENED: _happened(_of(events, EventKind.HAPPENED)),
        EventKind.PUBLIC_OFFICE: _in_office(_of(events, EventKind.PUBLIC_OFFICE), several, findings),
        EventKind.AMENDMENT: _of(events, EventKind.AMENDMENT),
        EventKind.REVOCATION: _revocations(_of(events, EventKind.REVOCATION)),
    }
    parts = [each for each in (*rulings, *consents, *reclassified) if _is_partial(each)]
    return Settled(
        {kind: tuple(found) for kind, found in whole.items() if found},
        waiting,
        tuple(
            OpenedPart(plain(each.part) or "bagian yang belum dicatat", each.happened_on, each)
            for each in parts
        ),
        holds_of(events),
        tuple(findings),
    )


def _of(events: Sequence[Event], kind: EventKind) -> list[Event]:
    return [each for each in events if each.kind is kind]


def _is_partial(event: Event) -> bool:
    return bool(event.part) or event.verdict in (Verdict.OPENS_PART, Verdict.NOW_PARTLY_OPEN)


# -- rulings -----------------------------------------------------------------------------------------------


def _rulings(rulings: list[Event], on: date, findings: list[Finding]) -> tuple[list[Event], Event | None]:
    """The rulings that have opened something, on the days of their finality; and the last that would."""
    annulled = _annulled(rulings)
    opened: list[Event] = []
    waiting: Event | None = None
    for place, ruling in enumerate(rulings):
        if ruling.verdict not in _OPEN_RULINGS or place in annulled:
            continue
        later = [each for number, each in enumerate(rulings) if number > place and number not in annulled]
        if ruling.verdict is None:
            opened += _without_verdict(ruling, findings)
            continue
        final_on = _final_on(ruling, later)
        upheld = next((each for each in later if _replaces(each, ruling, final_on)), None)
        if upheld is not None:
            continue
        if final_on is not None and final_on <= on:
            opened.append(ruling._replace(happened_on=final_on))
        else:
            waiting = ruling
    return opened, waiting


def _annulled(rulings: list[Event]) -> set[int]:
    """The places of rulings that an annulment, itself not annulled, takes away."""
    gone: set[int] = set()
    for place in range(len(rulings) - 1, -1, -1):
        ruling = rulings[place]
        if ruling.verdict is not Verdict.ANNULS or place in gone:
            continue
        gone |= {
            earlier
            for earlier, each in enumerate(rulings[:place])
            if (each.verdict in _SUBSTANCE if not ruling.related else _speaks_of(ruling, each))
        }
    return gone


def _speaks_of(event: Event, other: Event) -> bool:
    """Whether the event names the other one by its number, or names none."""
    return not event.related or event.related == str(other.number)


def _replaces(later: Event, ruling: Event, final_on: date | None) -> bool:
    """Whether a later ruling upholds the exemption before this one was final, or speaks of this very one."""
    if later.verdict is not Verdict.UPHOLDS or not _speaks_of(later, ruling):
        return False
    return bool(later.related) or final_on is None or later.happened_on <= final_on


def _final_on(ruling: Event, later: list[Event]) -> date | None:
    """The day on which the ruling is final: as said with it, or by a later record that nothing objected.

    A day of finality before the reading is none. A record without a number speaks of the last ruling before it.
    """
    said = ruling.final_on if ruling.final_on is not None and ruling.final_on >= ruling.happened_on else None
    final_on, is_last = said, True
    for each in later:
        speaks = each.related == str(ruling.number) if each.related else is_last
        if each.verdict in _SUBSTANCE:
            is_last = False
        elif each.verdict is Verdict.OBJECTED and speaks:
            final_on = None
        elif each.verdict is Verdict.FINAL and speaks:
            day = each.final_on or each.happened_on
            final_on = final_on or max(day, ruling.happened_on)
    return final_on


def _without_verdict(event: Event, findings: list[Finding]) -> Iterator[Event]:
    """A row of earlier versions: counts unless its own words say otherwise."""
    named = f"{event.kind.heading} tanggal {long_date(event.happened_on)}"
    taken_for = Verdict.GIVEN if event.kind is EventKind.CONSENT else Verdict.OPENS
    against = contradicting_words(taken_for, event.evidence)
    what = "hasil dan kekuatan hukumnya" if event.kind is EventKind.RULING else "hasilnya"
    if against:
        message = (
            f"{named} belum dihitung: {what} belum dicatat, dan buktinya menyebut {quoted(against)}. "
            "Catat lagi peristiwa itu dengan hasilnya."
        )
    else:
        message = f"{named}: {what} belum dicatat; periksa, lalu catat lagi peristiwa itu dengan hasilnya."
        yield event
    findings.append(Finding("event_without_outcome", Severity.MUST_MEND, message, ""))


# -- consent -----------------------------------------------------------------------------------------------


def _consents(consents: list[Event], several: bool, findings: list[Finding]) -> list[Event]:
    """The consents that have an effect."""
    legacy = [
        each for event in consents if event.verdict is None for each in _without_verdict(event, findings)
    ]
    answers = [each for each in consents if each.verdict is not None]
    partial = [each for each in answers if each.part and each.verdict is Verdict.GIVEN]
    partial = [each for each in partial if not _answered_since(each, answers)]
    partial = [each for each in partial if not several or _is_everybody(each)]
    whole = [each for each in answers if not (each.part and each.verdict is Verdict.GIVEN)]
    last = [each for each in whole if not _answered_since(each, whole)]
    refused = [each for each in last if each.verdict is Verdict.REFUSED]
    given = [each for each in last if each.verdict is Verdict.GIVEN]
    if refused:
        message = (
            f"Persetujuan ditolak{_by(refused[-1])} tanggal {long_date(refused[-1].happened_on)}; "
            "pengecualian tetap berlaku."
        )
        findings.append(Finding("consent_refused", Severity.CHECK, message, ""))
        return legacy + partial
    open_asks = _unanswered(last, answers)
    if open_asks and not any(map(_is_everybody, (*given, *partial))):
        if given or partial:
            names = ", ".join(plain(each.by_whom) for each in open_asks)
            message = f"Persetujuan masih ditunggu dari {names}; pengecualian tetap berlaku."
            findings.append(Finding("consent_of_several", Severity.CHECK, message, ""))
        return legacy
    if several and given and not legacy:
        complete = _complete(given, last, answers)
        if not complete:
            names = ", ".join(plain(each.by_whom) or "seseorang" for each in given)
            message = (
                f"Jangka waktu menyebut persetujuan beberapa orang; baru tercatat dari {names}. Bila semuanya sudah "
                "menyetujui, catat sekali lagi dengan isian Oleh “semua pihak”."
            )
            findings.append(Finding("consent_of_several", Severity.CHECK, message, ""))
        given = complete
    return [*legacy, *partial, *given]


def _complete(given: list[Event], last: list[Event], answers: list[Event]) -> list[Event]:
    """The record that completes the consent of several persons; none while somebody is missing."""
    everybody = [each for each in given if _is_everybody(each)]
    if everybody:
        return everybody[:1]
    asked = {folded_words(each.by_whom) for each in answers if each.verdict is Verdict.ASKED}
    if (
        len(asked) >= 2
        and len(given) == len(last)
        and asked <= {folded_words(each.by_whom) for each in given}
    ):
        return given[-1:]
    return []


def _is_everybody(event: Event) -> bool:
    """Whether the record says that all have consented."""
    return bool(_ALL.search(event.by_whom)) and not _NOT_ALL.search(event.by_whom)


def _unanswered(last: list[Event], answers: list[Event]) -> list[Event]:
    """Those who were asked by name and have never consented."""
    given = [each for each in answers if each.verdict is Verdict.GIVEN]
    asked = [each for each in last if each.verdict is Verdict.ASKED and each.by_whom]
    return [each for each in asked if not any(_same_person(each, other) for other in given)]


def _answered_since(event: Event, answers: list[Event]) -> bool:
    """Whether the same person (or nobody by name) answered otherwise afterwards."""
    since = answers[answers.index(event) + 1 :] if event in answers else answers
    return any(_is_answer(each, event) and _same_person(each, event) for each in since)


def _is_answer(later: Event, earlier: Event) -> bool:
    """A given consent is not undone by asking again, nor by being given again."""
    return later.verdict is Verdict.REFUSED or (
        later.verdict is Verdict.GIVEN and earlier.verdict is not Verdict.GIVEN
    )


def _same_person(one: Event, other: Event) -> bool:
    return not one.by_whom or not other.by_whom or folded_words(one.by_whom) == folded_words(other.by_whom)


def _by(event: Event) -> str:
    return f" oleh {plain(event.by_whom)}" if plain(event.by_whom) else ""


# -- what happened, office and class -----------------------------------------------------------------------


def _happened(events: list[Event]) -> list[Event]:
    """What has happened and was not taken back since."""
    places = [place for place, each in enumerate(events) if each.verdict is Verdict.NOT_YET]
    return events[places[-1] + 1 :] if places else events


def _in_office(events: list[Event], several: bool, findings: list[Finding]) -> list[Event]:
    if not several or not events or any(map(_is_everybody, events)):
        return events
    message = (
        "Jangka waktu menyebut beberapa orang; jabatan publik salah seorang dari mereka tidak membuka informasinya. "
        "Bila mengenai semuanya, catat sekali lagi dengan isian Oleh “semua pihak”."
    )
    findings.append(Finding("consent_of_several", Severity.CHECK, message, ""))
    return []


def _reclassified(events: list[Event]) -> list[Event]:
    """Without an opening, of the whole or a part, that a later reclassification takes back."""
    closed = [place for place, each in enumerate(events) if each.verdict is Verdict.STILL_CLOSED]
    last_closed = closed[-1] if closed else -1
    partly = [place for place, each in enumerate(events) if _is_partial(each)]
    last_partly = partly[-1] if partly else -1
    return [
        each
        for place, each in enumerate(events)
        if (
            place > last_closed
            if _is_partial(each)
            else each.verdict is not Verdict.NOW_OPEN or place > last_partly
        )
    ]


# -- revocations and holds ---------------------------------------------------------------------------------


def _revocations(events: list[Event]) -> list[Event]:
    """Revocations that no later record takes back."""
    places = [place for place, each in enumerate(events) if each.verdict is Verdict.REINSTATED]
    since = places[-1] + 1 if places else 0
    return events[since:]


def holds_of(events: Sequence[Event]) -> tuple[Hold, ...]:
    """Every time in which nothing ends; `events` of one entry in the order of their days."""
    return tuple(_holds(_of(events, EventKind.HOLD)))


def _holds(events: list[Event]) -> Iterator[Hold]:
    for place, event in enumerate(events):
        if event.verdict is Verdict.RELEASED:
            continue
        ended = next((each for each in events[place + 1 :] if _ends(each, event)), None)
        days = [event.until_on + timedelta(days=1)] if event.until_on and event.until_on < date.max else []
        days += [ended.happened_on] if ended else []
        yield Hold(event, event.happened_on, min(days, default=None))


def _ends(later: Event, hold: Event) -> bool:
    return later.verdict is Verdict.RELEASED and _speaks_of(later, hold)
