"""Random sequences of clicks, typing and clocks on a real office, against a small model of what must follow.

After every click the office is compared with the model, and every invariant of `faults.invariants` is looked at.
`KECUALI_LONG=1 pytest tests/faults/test_random_sequences.py -s` runs many and long ones and prints how many.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pytest
from faults.invariants import complaints, content
from faults.small_button import copied
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from office_at_work import CHECKER, DECISION, ENTRY, MAKER, NOW, NUMBER, DeskOfAnOffice, filled

from xl_macros.actions.catalogue import BY_COMMAND
from xl_macros.click.macro import Ending
from xl_macros.domain.entry import Status
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, EVENTS, LOG, OFFICERS, REGISTER, SCANS

LONG = os.environ.get("KECUALI_LONG") == "1"
SCANS_AT_HAND = 6
DESK, PDID = "Desk Pelayanan", "PDID"
SECOND = "Nomor 800 Tahun 2025"
DECIDED = date(2025, 8, 21)
OUTCOMES = {
    "persetujuan tertulis": "diberikan",
    "putusan": "membuka seluruhnya",
    "perubahan klasifikasi": "tetap dikecualikan",
}
CONSENT_PERIOD = "Sampai dengan ada persetujuan tertulis dari yang bersangkutan"
LAST_DAYS = {
    "5 (lima) tahun": date(2030, 8, 21),
    "1 (satu) tahun": date(2026, 8, 21),
    "6 bulan": date(2026, 2, 21),
}
PERIODS = (*LAST_DAYS, CONSENT_PERIOD, "selama masih diperlukan", None)
OPENS_ON_CONSENT, CLOSED_TO_CONSENT = ENTRY["legal_basis"], "UU 14/2008 Pasal 17 huruf i"
KEPT_FOR_UNDO = 20
OPEN = {status.value for status in Status if status.is_open}

officers = st.sampled_from([MAKER, CHECKER])
happened = st.sampled_from([date(2020, 1, 1), date(2026, 8, 20), date(2026, 8, 27)])


@dataclass
class Entry:
    """A register row as staff typed it, and what buttons have put beside it."""

    decision: str
    information: str
    basis: str | None
    period: str | None
    note: str | None = None
    code: str | None = None
    berkas: str | None = None
    shown: bool = False
    """Whether it has a status at all; from then on every button brings it up to date."""
    open: bool = False
    """Whether the last computation must have called it open."""
    amended: str | None = None
    """The wording that an act put in the place of the original."""
    doubtful: bool = False
    """Reclassified: may be open or not, but open only if something else has opened it."""

    def typed(self) -> dict[str, Any]:
        return {
            "decision_number": self.decision,
            "information": self.information,
            "legal_basis": self.basis,
            "period_text": self.period,
            "note": self.note,
        }


@dataclass
class World:
    """What buttons have done so far; this is what undo takes back. `log` holds (berkas, step, officer, at)."""

    codes: dict[str, str] = field(default_factory=dict)
    due: dict[str, int] = field(default_factory=dict)
    makers: dict[str, str] = field(default_factory=dict)
    log: list[tuple[str, int, str, datetime]] = field(default_factory=list)
    scans: list[tuple[str, str | None, int]] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    """Places in `scans` of what was moved or withdrawn, and of the rows that say it was withdrawn."""
    events: list[tuple[str, str, date]] = field(default_factory=list)
    voided: set[int] = field(default_factory=set)
    """Numbers of events that were taken back by a correction."""
    standing: dict[str, tuple[str, date]] = field(default_factory=dict)
    approved: dict[str, list[Any]] = field(default_factory=dict)
    """What PDID approved of each berkas: its entries as they were typed, but for the notes."""
    counted: dict[str, datetime] = field(default_factory=dict)
    """When each berkas came to where it is."""
    recaps: dict[str, list[Any]] = field(default_factory=dict)
    """What the recap of each berkas was made of."""
    stored: dict[str, list[Any]] = field(default_factory=dict)
    """Of each berkas the entries that its newest bag has, notes and all."""
    drafts: int = 0
    reports: int = 0
    bags: int = 0
    given: list[tuple[str | None, str | None, bool, bool, bool, str | None]] = field(default_factory=list)
    """Of each register row: code, berkas, shown, open, doubtful, amended."""

    @property
    def counting(self) -> dict[int, tuple[str, str | None, int]]:
        """The scans that count, by their place in the list."""
        return {place: each for place, each in enumerate(self.scans) if place not in self.gone}

    def approved_as_stored(self, berkas: str) -> list[Any]:
        """The entries of the newest bag as an approval sees them, without the notes."""
        return [(code, {**typed, "note": None}) for code, typed in self.stored.get(berkas, [])]

    def missing(self, code: str | None) -> bool:
        """Whether the entry (None: the decision) has no scan."""
        return code not in {each for _, each, _ in self.counting.values()}


class Done(NamedTuple):
    """A click that can be taken back: what was before it, and how much had been typed by then."""

    world: World
    before: dict[str, Any]
    typed: int
    typed_in_register: int
    button: str
    officer: str
    at: datetime


class OfficeMachine(RuleBasedStateMachine):
    """Two officers, two decisions, scans, events, undo, typing and a clock that runs both ways."""

    template: DeskOfAnOffice
    ran: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.ground = Path(tempfile.mkdtemp(prefix="kecuali-urutan-"))
        self.desk = copied(self.template, self.ground / "kantor")
        (self.ground / "tetangga.txt").write_text("bukan milik kantor")
        self.roles = {MAKER: DESK, CHECKER: PDID}
        self.received_at = {NUMBER: NOW}
        self.world = World()
        self.entries = [
            Entry(NUMBER, f"{ENTRY['information']} {n}", ENTRY["legal_basis"], ENTRY["period_text"])
            for n in (1, 2)
        ]
        self.history: list[Done] = []
        self.drafted: list[datetime] = []
        self.typed = self.typed_in_register = self.lists = 0
        self.berkas_given = 0
        self.entries_given: Counter[str] = Counter()
        """How many codes were ever given: undo gives none back."""
        self.ran["sequences"] += 1

    def teardown(self) -> None:
        shutil.rmtree(self.ground)

    # -- the click and what must hold after any ------------------------------------------------------------

    def click(
        self, expected: Ending, button: str, officer: str = MAKER, *, whole: bool = True, **answers: Any
    ) -> bool:
        """Click; the outcome must be the expected one, and what is not done changes nothing. True when done."""
        before, files, kept = content(self.desk), self.desk.fingerprint(), self._undo_records()
        outcome = self.desk.click(button, officer, hours=0.25, **answers)
        self.ran["clicks"] += 1
        self.ran[f"  {outcome.ending}"] += 1
        assert outcome.ending is expected, f"{button}: {outcome.text}"
        if outcome.ending is not Ending.DONE:
            assert self.desk.fingerprint() == files, f"{button} was not done and changed something"
            assert any(word in outcome.text for word in ("Tidak ada yang diubah.", "?")), outcome.text
            return False
        assert outcome.ok is whole, outcome.text
        if button != "undo-last":
            if content(self.desk) != before:
                assert self._undo_records() != kept, f"{button} cannot be taken back"
            if self._undo_records() != kept:
                self.world.given = [
                    (e.code, e.berkas, e.shown, e.open, e.doubtful, e.amended) for e in self.entries
                ]
                world = deepcopy(self.world)
                done = Done(world, before, self.typed, self.typed_in_register, button, officer, self.desk.now)
                self.history.append(done)
                if button == "email-report":
                    self.drafted.append(self.desk.now)
                del self.history[:-KEPT_FOR_UNDO]
            if not answers.get("preview"):
                self.bring_up_to_date()
        return True

    def bring_up_to_date(self) -> None:
        """What is received has a status from then on, whichever button is clicked."""
        for entry in self.entries:
            entry.shown |= entry.code is not None
        self.refresh()

    def _undo_records(self) -> set[str]:
        return {path.name for path in (self.desk.folder / ".kecuali" / "urungkan").glob("*.json")}

    @property
    def now(self) -> datetime:
        """When the next click happens."""
        return self.desk.now + timedelta(hours=0.25)

    def expect(self, *conditions: bool) -> Ending:
        return Ending.DONE if all(conditions) else Ending.REFUSED

    def in_time(self, berkas: str, number: str = "") -> bool:
        """Whether the step of the berkas can end now: it did not begin in the future."""
        since = self.world.counted.get(berkas)
        return (self.received_at[number] if since is None else since) <= self.now

    def ends(self, berkas: str, step: int, officer: str) -> None:
        self.world.log.append((berkas, step, officer, self.desk.now))
        self.world.counted[berkas] = self.desk.now
        self.world.due[berkas] = step + 1

    def at(self, *steps: int) -> list[str]:
        return [berkas for berkas, due in self.world.due.items() if due in steps]

    def of(self, number: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.decision == number]

    def missing(self, berkas: str) -> bool:
        return any(map(self.world.missing, (None, *(e.code for e in self.entries if e.berkas == berkas))))

    def compute(self, *berkas: str) -> None:
        """All entries, or those of the berkas, have a status from now on."""
        for entry in self.entries:
            entry.shown |= not berkas or entry.berkas in berkas
        self.refresh()

    def refresh(self) -> None:
        """What the register must say is open as of now."""
        today = self.desk.now.date()
        for entry in (each for each in self.entries if each.shown):
            found = [
                (kind, on)
                for number, (target, kind, on) in enumerate(self.world.events, 1)
                if target == entry.code and DECIDED <= on <= today and number not in self.world.voided
            ]
            kinds = {kind for kind, _ in found}
            standing, since = self.world.standing.get(entry.decision, ("", today))
            dated = entry.decision in self.received_at  # without its decision nothing has a start
            period = entry.amended or entry.period
            last_day = LAST_DAYS.get(period or "") if dated else None
            consent = entry.basis == OPENS_ON_CONSENT or period == CONSENT_PERIOD
            entry.doubtful = "perubahan klasifikasi" in kinds
            entry.open = (
                (standing == "dicabut" and since <= today)
                or "putusan" in kinds
                or ("persetujuan tertulis" in kinds and consent)
                or (last_day is not None and today > last_day)
            )

    # -- the six steps ---------------------------------------------------------------------------------------

    @rule(number=st.sampled_from([NUMBER, SECOND]), officer=officers)
    def receive(self, number: str, officer: str) -> None:
        entries, berkas = self.of(number), self.world.codes.get(number)
        complete = bool(entries) and all(entry.basis for entry in entries) and number in self.received_at
        new = [entry for entry in entries if entry.code is None]
        possible = bool(new) if berkas else complete and self.in_time("", number)
        if not self.click(
            self.expect(complete, possible, self.roles[officer] == PDID),
            "receive-decision",
            officer,
            target=number,
        ):
            return
        if berkas is None:
            self.berkas_given += 1
            berkas = f"B-2025-{self.berkas_given:03}"
            self.world.codes[number] = berkas
            self.ends(berkas, 1, officer)
        for entry in entries:
            entry.berkas = berkas
        for entry in new:
            self.entries_given[berkas] += 1
            entry.code = f"{berkas}.{self.entries_given[berkas]:02}"
        self.bring_up_to_date()

    @rule(whom=st.integers(0, 3), seed=st.integers(0, SCANS_AT_HAND - 1), officer=officers)
    def attach(self, whom: int, seed: int, officer: str) -> None:
        targets: list[tuple[str, str | None]] = [
            (NUMBER, None),
            *((e.code, e.code) for e in self.entries if e.code),
        ]
        target, code = targets[whom % len(targets)]
        berkas = code.rpartition(".")[0] if code else self.world.codes.get(NUMBER, "")
        fresh = seed not in {each for _, _, each in self.world.counting.values()}
        self.world.scans.append((berkas, code, seed))
        ends = self.world.due.get(berkas) == 2 and not self.missing(berkas)
        self.world.scans.pop()
        allowed = self.roles[officer] == DESK and self.world.due.get(berkas) in {2, 3}
        possible = self.expect(allowed, fresh, not ends or self.in_time(berkas))
        path = self.desk.folder / "Kotak Masuk Pemindai" / f"{seed}.pdf"
        if self.click(possible, "attach-scans", officer, target=target, files=(path,)):
            self.world.scans.append((berkas, code, seed))
            if ends:
                self.ends(berkas, 2, officer)

    @rule()
    def compute_expiry(self) -> None:
        if self.click(Ending.DONE, "compute-expiry"):
            self.compute()

    @rule(officer=officers, confirmed=st.booleans())
    def build_recap(self, officer: str, confirmed: bool) -> None:
        half = [
            berkas for berkas in self.at(2) if any(of == berkas for of, _, _ in self.world.counting.values())
        ]
        if self.at(3):
            half = []  # what waits for a document blocks no other, and is not ended unnamed
        stale = self.stale()
        turn = half + self.at(3) + stale
        expected = self.expect(not turn or self.roles[officer] == DESK, *map(self.in_time, turn))
        if half and not confirmed:
            expected = Ending.QUESTION
        if self.click(expected, "build-recap", officer, confirmed=confirmed):
            self.compute()
            order = list(self.world.due)
            for berkas in sorted(half, key=order.index):
                self.ends(berkas, 2, officer)
            for berkas in sorted(self.at(3), key=order.index):
                self.ends(berkas, 3, officer)
                self.recap_made(berkas, officer)
            for berkas in stale:
                self.ends(berkas, 3, officer)
                self.recap_made(berkas, officer)

    def recap_made(self, berkas: str, officer: str) -> None:
        self.world.makers[berkas] = officer
        self.world.recaps[berkas] = self.as_approved(berkas)

    def stale(self) -> list[str]:
        """The berkas that wait for their check with a recap of something else."""
        return [each for each in self.at(4) if self.world.recaps[each] != self.as_approved(each)]

    @rule(officer=officers, approve=st.booleans())
    def check_recap(self, officer: str, approve: bool) -> None:
        due = self.at(4)
        another = all(self.world.makers[berkas] != officer for berkas in due)
        expected = self.expect(bool(due), self.roles[officer] == PDID, another, *map(self.in_time, due))
        if approve and self.stale():
            expected = Ending.REFUSED
        answers = (
            {"verdict": "setuju", "confirmed": True}
            if approve
            else {"verdict": "kembalikan", "direction": "Lengkapi"}
        )
        if self.click(expected, "check-recap", officer, **answers):
            for berkas in due:
                self.ends(berkas, 4, officer)
                self.world.due[berkas] = 5 if approve else 3
                if approve:
                    self.world.approved[berkas] = self.as_approved(berkas)

    def as_approved(self, berkas: str) -> list[Any]:
        return [(e.code, {**e.typed(), "note": None}) for e in self.entries if e.berkas == berkas]

    def as_it_stands(self, berkas: str) -> list[Any]:
        return [(e.code, e.typed()) for e in self.entries if e.berkas == berkas]

    def the_maker_checks_after_promotion(self) -> None:
        """The role alone would let them; the roles are then as before."""
        maker, typed = self.world.makers[self.at(4)[0]], self.typed
        promoted = self.roles[maker] != PDID
        if promoted:
            self.swap_the_roles()
        self.check_recap(maker, approve=True)
        if promoted:
            self.swap_the_roles()
        self.typed = typed

    @rule(officer=officers, confirmed=st.booleans())
    def store(self, officer: str, confirmed: bool = True) -> None:
        due = self.at(5)
        expected = self.expect(bool(due), self.roles[officer] == DESK)
        if expected is Ending.DONE:
            changed = any(self.world.approved[berkas] != self.as_approved(berkas) for berkas in due)
            in_time = self.expect(*map(self.in_time, due))
            expected = Ending.QUESTION if changed and not confirmed else in_time
        if self.click(expected, "store-documents", officer, confirmed=confirmed):
            for berkas in due:
                self.ends(berkas, 5, officer)
                self.world.bags += 1
                self.world.stored[berkas] = self.as_it_stands(berkas)
            self.compute(*due)

    @rule(officer=officers, number=st.sampled_from([NUMBER, SECOND]))
    def store_again(self, officer: str, number: str) -> None:
        stored = self.world.due.get(self.world.codes.get(number, ""), 0) > 5
        if not stored:
            return
        berkas = self.world.codes[number]
        expected = self.expect(self.roles[officer] == DESK, self.in_time(berkas))
        if self.click(expected, "store-documents", officer, target=number, confirmed=True):
            self.world.log.append((berkas, 5, officer, self.desk.now))
            self.world.bags += 1
            self.compute(berkas)
            self.world.stored[berkas] = self.as_it_stands(berkas)

    @rule(officer=officers)
    def export(self, officer: str) -> None:
        due = self.at(6)
        expected = self.expect(bool(due), self.roles[officer] == DESK)
        if expected is Ending.DONE:
            expected = self.expect(*map(self.in_time, due))
            if any(self.world.approved_as_stored(berkas) != self.as_approved(berkas) for berkas in due):
                expected = Ending.QUESTION
        if self.click(expected, "export-disposition", officer):
            for berkas in due:
                self.ends(berkas, 6, officer)
            self.world.reports += 1

    @rule(officer=officers)
    def email(self, officer: str) -> None:
        if self.click(self.expect(self.world.reports > 0), "email-report", officer):
            self.world.drafts += 1
            self.world.events.append(("", "surel disusun", self.desk.now.date()))

    def go_on(self) -> None:
        """What a diligent office would click next."""
        desk, pdid = sorted(self.roles, key=lambda name: self.roles[name])
        due = self.world.due.get(self.world.codes.get(NUMBER, ""), 1)
        without = [
            place
            for place, entry in enumerate(e for e in self.entries if e.code)
            if self.world.missing(entry.code)
        ]
        unused = [
            seed
            for seed in range(SCANS_AT_HAND)
            if seed not in {each for _, _, each in self.world.counting.values()}
        ]
        if due == 2 and unused and self.missing(self.world.codes[NUMBER]):
            self.attach(0 if self.world.missing(None) else without[0] + 1, unused[0], desk)
        elif due < 7:
            if due == 4:
                self.the_maker_checks_after_promotion()
            steps = {
                1: self.receive,
                2: self.build_recap,
                3: self.build_recap,
                4: self.check_recap,
                5: self.store,
                6: self.export,
            }
            answers = {1: (NUMBER, pdid), 2: (desk, True), 3: (desk, True), 4: (pdid, True)}
            steps[due](*answers.get(due, (desk,)))

    @initialize(clicks=st.integers(0, 9))
    def begin_somewhere(self, clicks: int) -> None:
        """Sequences begin at any stage of the procedure, not only before it."""
        for _ in range(clicks):
            self.go_on()

    once, twice = (rule()(lambda self: self.go_on()) for _ in range(2))

    # -- beside the steps --------------------------------------------------------------------------------------

    @rule(
        officer=officers,
        whom=st.integers(0, 3),
        kind=st.sampled_from(["persetujuan tertulis", "putusan", "perubahan klasifikasi"]),
        on=happened,
    )
    def event_of_an_entry(self, officer: str, whom: int, kind: str, on: date) -> None:
        codes = [entry.code for entry in self.entries if entry.code] or ["B-2025-001.01"]
        code = codes[whom % len(codes)]
        known = any(entry.code == code for entry in self.entries)
        answers = {
            "target": code,
            "event": kind,
            "outcome": OUTCOMES[kind],
            "on": on.isoformat(),
            "final_on": on.isoformat() if kind == "putusan" else None,
            "evidence": "Surat 5",
            "confirmed": True,
        }
        if self.click(self.expect(known, on <= self.now.date()), "record-event", officer, **answers):
            self.world.events.append((code, kind, on))
            self.compute()

    @rule(officer=officers, number=st.sampled_from([NUMBER, SECOND]), revoked=st.booleans(), on=happened)
    def event_of_a_decision(self, officer: str, number: str, revoked: bool, on: date) -> None:
        kind = "pencabutan" if revoked else "perubahan keputusan"
        stands = self.world.standing.get(number, ("", on))[0] != "dicabut"
        expected = self.expect(number in self.received_at, stands, DECIDED <= on <= self.now.date())
        answers = {"target": number, "event": kind, "on": on.isoformat(), "evidence": "Keputusan 9"}
        if self.click(expected, "record-event", officer, **answers):
            self.world.events.append((self.world.codes.get(number, number), kind, on))
            self.world.standing[number] = ("dicabut" if revoked else "diubah", on)
            self.compute()

    # -- Koreksi -------------------------------------------------------------------------------------------------

    def by_two(self, berkas: str | None, officer: str) -> bool:
        """What was approved is corrected by PDID, at the word of the recap's maker."""
        two = self.roles[officer] == PDID and self.world.makers.get(berkas or "") != officer
        return berkas not in self.world.approved or two

    def correct(self, kind: str, target: str, officer: str, *possible: bool, **answers: Any) -> bool:
        answers = {"kind": kind, "target": target, "reason": "keliru", "confirmed": True, **answers}
        done = self.click(self.expect(*possible), "correct", officer, **answers)
        self.ran[f"  {kind}"] += done
        return done

    @rule(officer=officers, number=st.sampled_from([NUMBER, NUMBER, SECOND]), step=st.sampled_from([2, 3]))
    def open_again(self, officer: str, number: str, step: int) -> None:
        berkas = self.world.codes.get(number)
        if berkas is None:
            return
        past = self.world.due[berkas] > step
        if self.correct(f"buka kembali langkah {step}", berkas, officer, past, self.by_two(berkas, officer)):
            self.ends(berkas, step, officer)
            self.world.due[berkas] = step

    @rule(officer=officers, number=st.integers(1, 4))
    def void_an_event(self, officer: str, number: int) -> None:
        events = self.world.events
        target = events[number - 1][0] if number <= len(events) else ""
        berkas = target if target in self.world.due else target.rpartition(".")[0]
        possible = number <= len(events) and number not in self.world.voided
        if not self.correct(
            "batalkan peristiwa", str(number), officer, possible, self.by_two(berkas, officer)
        ):
            return
        self.world.voided.add(number)
        for decision in (NUMBER, SECOND):
            names = {decision, self.world.codes.get(decision)}
            stands = [
                ("dicabut" if kind == "pencabutan" else "diubah", on)
                for place, (name, kind, on) in enumerate(events, 1)
                if name in names and place not in self.world.voided
            ]
            if {name for name, _, _ in events} & names:
                self.world.standing.pop(decision, None)
                if stands:
                    self.world.standing[decision] = stands[-1]
        self.compute()

    @rule(officer=officers, which=st.integers(0, 5), whom=st.integers(0, 3), away=st.booleans())
    def move_or_withdraw_a_scan(self, officer: str, which: int, whom: int, away: bool) -> None:
        places = sorted(self.world.counting)
        if not places:
            return
        place = places[which % len(places)]
        berkas, code, seed = self.world.scans[place]
        scan_id, two = f"P-{place + 1:06}", self.by_two(berkas, officer)
        codes = [each.code for each in self.entries if each.berkas == berkas and each.code]
        if away:
            if self.correct("tarik pindaian", scan_id, officer, two):
                self.world.scans.append((berkas, None, seed))
                self.world.gone |= {place, len(self.world.scans) - 1}
        elif code is not None:
            to = codes[whom % len(codes)]
            if self.correct("pindahkan pindaian", scan_id, officer, to != code, two, to=to):
                self.world.scans.append((berkas, to, seed))
                self.world.gone.add(place)

    @rule(officer=officers, whom=st.integers(0, 3), wording=st.sampled_from(list(LAST_DAYS)))
    def amend_an_entry(self, officer: str, whom: int, wording: str) -> None:
        received = [entry for entry in self.entries if entry.code]
        if not received:
            return
        entry = received[whom % len(received)]
        new, two = entry.amended != wording, self.by_two(entry.berkas, officer)
        answers = {"value": wording, "evidence": "Keputusan 9"}
        if self.correct("terapkan perubahan", entry.code or "", officer, new, two, **answers):
            entry.amended = wording
            self.compute()

    @rule(officer=officers)
    def acknowledge_what_was_not_found(self, officer: str) -> None:
        code = next((entry.code for entry in self.entries if entry.code), None)
        if code:
            self.correct("tandai temuan", code, officer, False, value="tidak ada ini")

    @rule(officer=officers)
    def public_list(self, officer: str) -> None:
        self.click(Ending.DONE, "export-public-list", officer)

    @rule(officer=officers, count=st.integers(1, 2), confirmed=st.sampled_from([True, True, False]))
    def import_a_list(self, officer: str, count: int, confirmed: bool) -> None:
        if len(self.entries) > 4:
            return
        self.lists += 1
        added = [
            Entry(NUMBER, f"Surat masuk {self.lists}.{n}", ENTRY["legal_basis"], "1 (satu) tahun")
            for n in range(count)
        ]
        path = self.desk.folder / "Kotak Masuk Pemindai" / f"daftar-{self.lists}.csv"
        lines = [f"{n},{entry.information},{entry.basis},{entry.period}" for n, entry in enumerate(added, 1)]
        path.write_text("\n".join(["No,Informasi,Dasar Hukum,Jangka Waktu", *lines]), encoding="utf-8")
        answers = {"target": NUMBER, "files": (path,), "preview": not confirmed}
        done = self.click(Ending.DONE, "import-list", officer, **answers)
        if done and confirmed:
            self.entries += added
            self.ran["  entries imported"] += count
            self.world.events.append(("register", "impor daftar", self.desk.now.date()))

    @rule()
    def verify(self) -> None:
        """What was typed over after storing is found, and nothing else."""
        whole = all(kept == self.as_it_stands(berkas) for berkas, kept in self.world.stored.items())
        self.ran["  found whole" if whole else "  found typed over"] += 1
        self.click(Ending.DONE, "verify-archive", CHECKER, whole=whole)

    @rule(confirmed=st.sampled_from([True, True, False]), own=st.sampled_from([True, True, True, False]))
    def undo(self, confirmed: bool, own: bool) -> None:
        last = self.history[-1] if self.history else None
        officer = last.officer if last else MAKER
        if not own:
            officer = CHECKER if officer == MAKER else MAKER
        expected = Ending.DONE if confirmed else Ending.QUESTION
        if last is None or (
            last.button == "import-list" and last.typed_in_register != self.typed_in_register
        ):
            expected = Ending.REFUSED  # a list's rows are given back as they were read, or not at all
        elif not own or last.at.date() != self.now.date() or any(at >= last.at for at in self.drafted):
            expected = Ending.REFUSED  # another's, another day's, or what has left the office since
        if not self.click(expected, "undo-last", officer, confirmed=confirmed):
            return
        world, before, typed, _, button, *_ = self.history.pop()
        assert BY_COMMAND[button].label in self.desk.last.text
        if typed == self.typed:
            left = {**content(self.desk), CORRECTIONS.name: before[CORRECTIONS.name]}
            assert left == before, f"undo of {button} left something else behind"
        if button == "import-list":
            del self.entries[len(world.given) :]
        self.ran["  undone exactly" if typed == self.typed else "  undone beside typing"] += 1
        for place, entry in enumerate(self.entries):
            blank = (None, None, False, False, False, None)
            entry.code, entry.berkas, entry.shown, entry.open, entry.doubtful, entry.amended = (
                world.given[place] if place < len(world.given) else blank
            )
        self.world = world

    # -- people and time ---------------------------------------------------------------------------------------

    def type(self, table: Any, change: Any) -> None:
        self.desk.edit(table, change)
        self.typed += 1
        self.typed_in_register += table is REGISTER
        self.ran["typed"] += 1

    @rule(
        number=st.sampled_from([NUMBER, NUMBER, SECOND]),
        basis=st.sampled_from([OPENS_ON_CONSENT, CLOSED_TO_CONSENT, None]),
        period=st.sampled_from(PERIODS),
    )
    def type_an_entry(self, number: str, basis: str | None, period: str | None) -> None:
        if len(self.entries) < 5:
            entry = Entry(number, f"Berita acara {len(self.entries)}", basis, period)
            self.entries.append(entry)
            self.type(REGISTER, lambda rows: [*rows, Row({"extent": "seluruhnya", **entry.typed()}.items())])

    @rule(whom=st.integers(0, 4), period=st.sampled_from(PERIODS))
    def type_over_an_entry(self, whom: int, period: str | None) -> None:
        place = whom % len(self.entries)
        entry = self.entries[place]
        entry.period, entry.basis, entry.note = period, entry.basis or CLOSED_TO_CONSENT, f"=1+{self.typed}"
        self.type(REGISTER, lambda rows: rows[place].update(entry.typed()))

    @rule(days=st.integers(0, 3))
    def type_the_second_decision(self, days: int) -> None:
        if SECOND not in self.received_at:
            self.received_at[SECOND] = NOW + timedelta(days=days)
            row = {**DECISION, "number": SECOND, "received_at": self.received_at[SECOND]}
            self.type(DECISIONS, lambda rows: [*rows, Row(row.items())])

    @rule()
    def swap_the_roles(self) -> None:
        self.roles = {MAKER: self.roles[CHECKER], CHECKER: self.roles[MAKER]}
        self.type(OFFICERS, lambda rows: [row.update(role=self.roles[row["name"]]) for row in rows][:0])

    @rule(hours=st.sampled_from([1, 5, 26, 24 * 40, -1, -3, -30]))
    def the_clock(self, hours: int) -> None:
        self.desk.now += timedelta(hours=hours)

    # -- after every click ---------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_wrong_with_the_office(self) -> None:
        assert complaints(self.desk) == []

    @invariant()
    def the_workbook_says_what_the_model_says(self) -> None:
        found = content(self.desk)
        rows = found[REGISTER.name]
        assert [
            {name: row[name] for name in entry.typed()} for row, entry in zip(rows, self.entries, strict=True)
        ] == [entry.typed() for entry in self.entries]
        assert [(row["code"], row["berkas"]) for row in rows] == [(e.code, e.berkas) for e in self.entries]
        for row, entry in zip(rows, self.entries, strict=True):
            says_open = bool(row["status"]) and row["status"].partition(" ")[2] in OPEN
            assert entry.open or not says_open, f"open without reason: {row}"
            assert says_open or not entry.open or entry.doubtful, f"closed without reason: {row}"
            counting = self.world.counting.values()
            listed = sum(entry.code is not None and code == entry.code for _, code, _ in counting)
            assert (row["scans"] or 0) == listed
        decisions = found[DECISIONS.name]
        assert {row["number"]: row["berkas"] for row in decisions if row["berkas"]} == self.world.codes
        assert [
            (row["berkas"], row["step"], row["officer"], row["finished_at"]) for row in found[LOG.name]
        ] == self.world.log
        assert [(row["berkas"], row["code"]) for row in found[SCANS.name]] == [
            each[:2] for each in self.world.scans
        ]
        assert [row["kind"] for row in found[EVENTS.name]] == [kind for _, kind, _ in self.world.events]

    @invariant()
    def scans_are_the_sources_that_were_taken(self) -> None:
        for row, (_, _, seed) in zip(self.desk.rows(SCANS), self.world.scans, strict=True):
            source = (self.desk.folder / "Kotak Masuk Pemindai" / f"{seed}.pdf").read_bytes()
            assert row["source_sha256"] == hashlib.sha256(source).hexdigest()

    @invariant()
    def the_log_keeps_the_order_of_the_sop_and_two_persons(self) -> None:
        """Read from the log alone, without the model and without the product's own rules."""
        done: dict[str, int] = {}
        maker: dict[str, str] = {}
        for row in self.desk.rows(LOG):
            berkas, step = row["berkas"], row["step"]
            reached = done.get(berkas, 0)
            if row["output"].startswith("Dibuka kembali"):
                assert step <= reached
                done[berkas] = step - 1
                continue
            again = (step == 3 == reached) or (step == 5 <= reached)  # made again, stored again
            assert again or step == reached + 1, f"step {step} of {berkas} out of turn"
            if step == 3:
                maker[berkas] = row["officer"]
            if step == 4:
                assert row["officer"] != maker[berkas]
            done[berkas] = 2 if step == 4 and "dikembalikan" in row["output"] else max(step, reached)
            assert row["started_at"] <= row["finished_at"]

    @invariant()
    def nothing_outside_of_the_office_is_touched(self) -> None:
        assert sorted(path.name for path in self.ground.iterdir()) == ["kantor", "tetangga.txt"]
        assert (self.ground / "tetangga.txt").read_text() == "bukan milik kantor"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    desk = filled(tmp_path_factory.mktemp("urutan") / "kantor")
    for seed in range(SCANS_AT_HAND):
        path = desk.scan(str(seed), seed)
        os.utime(path, (1_700_000_000, 1_700_000_000))  # finished long ago: no pause to see whether it grows
    return desk


def test_whatever_is_clicked_and_typed_in_whatever_order_the_office_stays_whole(
    template: DeskOfAnOffice,
) -> None:
    OfficeMachine.template = template
    profile = settings(
        max_examples=100 if LONG else 12,
        stateful_step_count=40 if LONG else 16,
        derandomize=not LONG,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate] + ([Phase.shrink] if LONG else []),
    )
    run_state_machine_as_test(OfficeMachine, settings=profile)
    print("\n" + "\n".join(f"{name}: {count}" for name, count in OfficeMachine.ran.items()))  # noqa: T201  # the figures
