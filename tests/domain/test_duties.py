"""What is due: from its day on and no earlier, once, and until the act that fulfils it is recorded."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from xl_macros.domain.duties import BerkasFacts, Duty, DutyKind, EntryFacts, OfficeFacts, duties
from xl_macros.domain.entry import Decision, Entry, Event, EventKind, Status, Verdict
from xl_macros.domain.expiry import Assessor
from xl_macros.domain.legal_basis import LegalBasis
from xl_macros.domain.working_time import OfficeCalendar

from .conftest import LETTER_H, LETTER_I, Ask

NOTHING = OfficeFacts()


def event(kind: EventKind, on: date, verdict: Verdict, **more: object) -> Event:
    return Event(kind, on, "Surat 1/2026", verdict)._replace(**more)  # type: ignore[arg-type]


def kinds(found: list[Duty]) -> list[DutyKind]:
    return [duty.kind for duty in found]


def of_entry(
    outcome_of: Ask, text: str, *events: Event, on: date, basis: str = LETTER_I, renewed: bool = False
) -> list[Duty]:
    outcome = outcome_of(text, *events, on=on, legal_basis=basis)
    facts = EntryFacts("B-2025-001.01", outcome, events, renewed, date(2026, 2, 2))
    return duties([facts], [], NOTHING, on)


def test_a_determination_is_asked_for_from_the_mark_on(outcome_of: Ask) -> None:
    mark = outcome_of("6 bulan").mark_on
    assert mark is not None
    assert of_entry(outcome_of, "6 bulan", on=mark - timedelta(days=1)) == []
    (duty,) = of_entry(outcome_of, "6 bulan", on=mark)
    assert (duty.kind, duty.due_on, duty.button) == (
        DutyKind.MARK,
        mark,
        "Catat Peristiwa: penetapan PPID",
    )
    done = event(EventKind.DETERMINATION, mark, Verdict.DETERMINED)
    assert of_entry(outcome_of, "6 bulan", done, on=mark) == []


def test_a_determination_of_years_before_was_of_another_end(outcome_of: Ask) -> None:
    mark, end_on = outcome_of("5 tahun").mark_on, date(2030, 8, 21)
    assert mark is not None
    long_before = event(EventKind.DETERMINATION, end_on - timedelta(days=367), Verdict.DETERMINED)
    assert kinds(of_entry(outcome_of, "5 tahun", long_before, on=mark)) == [DutyKind.MARK]
    in_time = event(EventKind.DETERMINATION, end_on - timedelta(days=366), Verdict.DETERMINED)
    assert of_entry(outcome_of, "5 tahun", in_time, on=mark) == []


def test_a_short_period_without_a_mark_is_due_from_its_start(outcome_of: Ask) -> None:
    (duty,) = of_entry(outcome_of, "10 hari", on=date(2025, 8, 21))
    assert duty.kind is DutyKind.MARK


def test_what_ended_undetermined_is_due_twice_until_it_is_announced(outcome_of: Ask) -> None:
    on = date(2026, 2, 22)
    found = of_entry(outcome_of, "6 bulan", on=on)
    assert sorted(kinds(found)) == sorted([DutyKind.MARK, DutyKind.OPENED])
    assert "tanpa penetapan PPID yang tercatat" in next(
        each.text for each in found if each.kind is DutyKind.MARK
    )
    announced = event(EventKind.ANNOUNCEMENT, on, Verdict.ANNOUNCED)
    assert of_entry(outcome_of, "6 bulan", announced, on=on) == []
    early = event(EventKind.ANNOUNCEMENT, on - timedelta(days=1), Verdict.ANNOUNCED)
    assert DutyKind.OPENED in kinds(of_entry(outcome_of, "6 bulan", early, on=on))


def test_what_an_act_opened_is_to_be_announced_and_needs_no_determination(outcome_of: Ask) -> None:
    revoked = event(EventKind.REVOCATION, date(2026, 1, 13), Verdict.REVOKED)
    (duty,) = of_entry(outcome_of, "6 bulan", revoked, on=date(2026, 1, 13))
    assert (duty.kind, duty.due_on) == (DutyKind.OPENED, date(2026, 1, 13))


def test_a_part_that_is_open_is_to_be_announced(outcome_of: Ask) -> None:
    part = event(EventKind.CONSENT, date(2026, 1, 13), Verdict.GIVEN, part="alamat")
    (duty,) = of_entry(outcome_of, "5 tahun", part, on=date(2026, 1, 14), basis=LETTER_H)
    assert duty.kind is DutyKind.OPENED
    assert "alamat" in duty.text
    announced = event(EventKind.ANNOUNCEMENT, date(2026, 1, 14), Verdict.ANNOUNCED)
    assert of_entry(outcome_of, "5 tahun", part, announced, on=date(2026, 1, 14), basis=LETTER_H) == []


def test_a_renewed_entry_asks_for_nothing(outcome_of: Ask) -> None:
    assert of_entry(outcome_of, "6 bulan", on=date(2026, 2, 22), renewed=True) == []


def test_a_ruling_is_followed_until_it_is_final(outcome_of: Ask) -> None:
    read = event(EventKind.RULING, date(2026, 1, 13), Verdict.OPENS, number=1)
    (running,) = of_entry(outcome_of, "5 tahun", read, on=date(2026, 1, 13))
    assert (running.kind, running.due_on) == (DutyKind.RULING, date(2026, 2, 2))
    assert "masa keberatan sampai 2 Februari 2026" in running.text
    (past,) = of_entry(outcome_of, "5 tahun", read, on=date(2026, 2, 3))
    assert "masa keberatan lewat 2 Februari 2026: catat" in past.text
    final = event(EventKind.RULING, date(2026, 2, 3), Verdict.FINAL, related="1")
    assert kinds(of_entry(outcome_of, "5 tahun", read, final, on=date(2026, 2, 3))) == [DutyKind.OPENED]


def test_a_period_for_objections_into_a_year_without_decree_is_an_estimate(outcome_of: Ask) -> None:
    read = event(EventKind.RULING, date(2026, 12, 22), Verdict.OPENS, number=1)
    outcome = outcome_of("5 tahun", read, on=date(2026, 12, 22))
    facts = EntryFacts("B-2025-001.01", outcome, (read,), False, date(2027, 1, 15), True)
    (running,) = duties([facts], [], NOTHING, date(2026, 12, 22))
    assert "masa keberatan sampai 15 Januari 2027 (perkiraan)." in running.text
    (past,) = duties([facts], [], NOTHING, date(2027, 1, 16))
    assert "masa keberatan lewat 15 Januari 2027 (perkiraan): catat" in past.text


def test_a_hold_without_end_is_followed_and_asks_for_no_determination(outcome_of: Ask) -> None:
    held = event(EventKind.HOLD, date(2026, 1, 13), Verdict.HELD)
    assert kinds(of_entry(outcome_of, "6 bulan", held, on=date(2026, 2, 22))) == [DutyKind.HOLD]
    until = held._replace(until_on=date(2026, 6, 1))
    assert of_entry(outcome_of, "6 bulan", until, on=date(2026, 2, 22)) == []


# -- berkas and office -------------------------------------------------------------------------------------

ON = date(2026, 9, 1)


def test_a_berkas_asks_for_its_test_and_for_what_went_to_the_secretary() -> None:
    sent = (("langkah 1", date(2026, 8, 24)), ("Laporan 001", date(2026, 8, 28)))
    berkas = BerkasFacts("B-2026-001", date(2026, 8, 24), False, sent)
    found = duties([], [berkas], NOTHING, ON)
    assert sorted(kinds(found)) == sorted([DutyKind.DISPOSITION, DutyKind.TEST])
    assert any("langkah 1" in duty.text for duty in found)
    one = berkas._replace(has_test=True, back=frozenset({"langkah 1"}))
    (duty,) = duties([], [one], NOTHING, ON)
    assert "Laporan 001 (28 Agustus 2026) belum kembali" in duty.text
    assert duties([], [one._replace(back=frozenset(label for label, _ in sent))], NOTHING, ON) == []
    assert duties([], [one], NOTHING, date(2026, 8, 27)) == []


@pytest.mark.parametrize(
    ("facts", "on", "found"),
    [
        ({}, date(2026, 10, 1), [DutyKind.CALENDAR]),
        ({}, date(2026, 9, 30), []),
        ({"decreed_years": frozenset({2027})}, date(2026, 10, 1), []),
        ({"unknown_acts": ("PP 61/2010",)}, ON, [DutyKind.ACT]),
        ({"renewals": (("a", "b"),)}, ON, [DutyKind.RENEWAL]),
        ({"began_on": date(2026, 5, 1)}, ON, [DutyKind.CHECK]),
        ({"began_on": date(2026, 5, 1), "checked_on": date(2026, 8, 1)}, ON, []),
        ({"began_on": date(2025, 8, 31), "checked_on": ON}, ON, [DutyKind.OFFICIALS]),
        ({"began_on": date(2025, 8, 31), "checked_on": ON, "officials_on": ON}, ON, []),
        ({"night_on": date(2026, 8, 24)}, ON, [DutyKind.NIGHT]),
        ({"night_on": date(2026, 8, 25)}, ON, []),
        ({"began_on": None}, date(2026, 10, 1), []),
    ],
)
def test_what_the_office_as_a_whole_has_to_do(
    facts: dict[str, object], on: date, found: list[DutyKind]
) -> None:
    office = OfficeFacts(began_on=date(2026, 8, 24))._replace(**facts)  # type: ignore[arg-type]
    assert kinds(duties([], [], office, on)) == found


def test_a_duty_keeps_its_key_while_it_is_open() -> None:
    assert Duty(DutyKind.MARK, ON, "B-1", "", "").key == Duty(DutyKind.MARK, date.max, "B-1", "x", "").key


# -- a year ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_a_year_of_500_entries_asks_for_every_end_in_time_once_and_is_empty_at_the_end(
    office: OfficeCalendar, bases: tuple[LegalBasis, ...], seed: int
) -> None:
    """Every night `due` looks; on some days only somebody opens Excel and records what was asked for."""
    chance = random.Random(seed)  # noqa: S311  # any sequence will do
    decided = [date(2026, 1, 5) + timedelta(days=chance.randrange(300)) for _ in range(500)]
    texts = [
        chance.choice(("1 bulan", "2 bulan", "60 hari", "30 hari kerja", "3 bulan", "s/d 31 Oktober 2026"))
        for _ in decided
    ]
    entries = [
        Entry(f"B-2026-001.{number:03d}", LETTER_I, text, Decision("N", min(day, date(2026, 9, 1))))
        for number, (day, text) in enumerate(zip(decided, texts, strict=True), start=1)
    ]
    first_asked: dict[tuple[DutyKind, str], date] = {}
    asked: Counter[tuple[DutyKind, str]] = Counter()
    open_before: set[str] = set()
    closed_days = 0
    on, last = date(2026, 1, 5), date(2027, 3, 1)
    while on <= last:
        assessor = Assessor(on=on, calendar=office, legal_bases=bases, warn_days=90)
        facts = [
            EntryFacts(entry.code, assessor.assess(entry), entry.events)
            for entry in entries
            if entry.decision.decided_on is not None and entry.decision.decided_on <= on
        ]
        found = duties(facts, [], NOTHING, on)
        assert len({duty.key for duty in found}) == len(found)
        for duty in found:
            key = duty.kind, duty.code
            first_asked.setdefault(key, on)
            asked[key] += duty.key not in open_before
        open_before = {duty.key for duty in found}
        if chance.random() < 0.25 or on == last - timedelta(days=1):
            entries = [_done(entry, found, on) for entry in entries]
        else:
            closed_days += 1
        on += timedelta(days=1)
    assert closed_days > 200
    assert (
        duties([EntryFacts(e.code, assessor.assess(e), e.events) for e in entries], [], NOTHING, last) == []
    )
    for entry in entries:
        outcome = assessor.assess(entry)
        assert outcome.status is Status.ENDED
        start, mark, end = outcome.start_on, outcome.mark_on, outcome.period_end_on
        assert start is not None
        assert end is not None
        assert first_asked[DutyKind.MARK, entry.code] == (mark or start)
        assert first_asked[DutyKind.OPENED, entry.code] == end + timedelta(days=1)
        assert asked[DutyKind.MARK, entry.code] == asked[DutyKind.OPENED, entry.code] == 1


def _done(entry: Entry, found: list[Duty], on: date) -> Entry:
    """The entry with what somebody records for all that is asked for on that day."""
    acts = {
        DutyKind.MARK: (EventKind.DETERMINATION, Verdict.DETERMINED),
        DutyKind.OPENED: (EventKind.ANNOUNCEMENT, Verdict.ANNOUNCED),
    }
    new = tuple(
        Event(acts[duty.kind][0], on, "Penetapan 1", acts[duty.kind][1])
        for duty in found
        if duty.code == entry.code
    )
    return entry._replace(events=(*entry.events, *new))
