"""Honest histories: random clicks with every kind of Koreksi, and after each the check must find nothing.

Order of the SOP and two persons are read from the log alone; no row of any list is ever lost, and every correction
stands on its sheet. `KECUALI_LONG=1 pytest -s tests/faults/test_honest_histories.py` lives 1,000 of them, or as many
as KECUALI_MINUTES (5) allow, and prints the figures; KECUALI_SEED makes others.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from faults.invariants import complaints
from faults.small_button import copied
from office_at_work import CHECKER, DECISION, ENTRY, MAKER, NUMBER, DeskOfAnOffice, filled

from xl_macros.click.macro import Ending
from xl_macros.domain.corrections import CorrectionKind
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, EVENTS, LOG, REGISTER, SCANS

LONG = os.environ.get("KECUALI_LONG") == "1"
HISTORIES = 1000 if LONG else 24
LENGTH = 25
SECONDS = 60 * float(os.environ.get("KECUALI_MINUTES", "5"))
SEED = int(os.environ.get("KECUALI_SEED", "1"))
SECOND = "Nomor 800 Tahun 2025"
PERIODS = ("1 (satu) tahun", "5 (lima) tahun", "7 (tujuh) tahun", "selama masih diperlukan")
GROWING = (REGISTER, DECISIONS, LOG, SCANS, EVENTS, CORRECTIONS)


class History:
    """One office and what is clicked in it; `ran` counts what was done of all histories."""

    def __init__(self, desk: DeskOfAnOffice, random: Random, ran: Counter[str]) -> None:
        self.desk, self.random, self.ran = desk, random, ran
        self.taken = 0

    def any_click(self) -> None:
        """One click of anybody, allowed or not; it may be refused, and changes nothing then."""
        before = {table.name: self.desk.rows(table) for table in GROWING}
        act = self.random.choice([self.step, self.step, self.step, self.correct, self.correct, self.event])
        name, outcome = act()
        assert outcome.ending in {Ending.DONE, Ending.REFUSED, Ending.QUESTION}, outcome.text
        self.ran[f"{name}: {'done' if outcome.ending is Ending.DONE else 'not done'}"] += 1
        self._nothing_is_lost(before)

    def step(self) -> tuple[str, Any]:
        button = self.random.choice(
            [
                "receive-decision",
                "attach-scans",
                "attach-scans",
                "build-recap",
                "check-recap",
                "store-documents",
                "export-disposition",
                "email-report",
            ]
        )
        answers: dict[str, Any] = {"confirmed": True}
        if button == "receive-decision":
            answers["target"] = self.random.choice([NUMBER, SECOND])
        if button == "attach-scans":
            self.taken += 1
            path = self.desk.scan(f"lembar {self.taken}", self.taken)
            kind = self.random.choice([None, None, None, "disposisi"])
            answers |= {"target": self._code(), "files": (path,), **({"kind": kind} if kind else {})}
        if button == "check-recap":
            answers["verdict"] = "setuju"
        officer = CHECKER if button in {"receive-decision", "check-recap"} else MAKER
        return button, self.desk.click(button, self._mostly(officer), hours=0.25, **answers)

    def event(self) -> tuple[str, Any]:
        kind = self.random.choice(
            ["persetujuan tertulis", "putusan", "pencabutan", "perubahan keputusan", "disposisi diterima"]
        )
        outcome = {"persetujuan tertulis": "diberikan", "putusan": "membuka seluruhnya"}.get(kind)
        answers = {"event": kind, "outcome": outcome, "target": self._code(), "on": "2026-08-24"}
        answers |= {
            "evidence": f"Surat {self.random.randrange(9)}",
            "by_whom": "Sekretaris",
            "confirmed": True,
        }
        return "record-event", self.desk.click("record-event", self._anybody(), hours=0.25, **answers)

    def correct(self) -> tuple[str, Any]:
        if self.random.random() < 0.15:
            return "undo-last", self.desk.click("undo-last", self._anybody(), hours=0.25, confirmed=True)
        kind = self.random.choice([*CorrectionKind])
        answers: dict[str, Any] = {"target": self._code()}
        if kind is CorrectionKind.VOID_EVENT:
            answers["target"] = str(self.random.randrange(1, 4))
        if kind in {CorrectionKind.MOVE_SCAN, CorrectionKind.WITHDRAW_SCAN}:
            scans = [str(row["scan_id"]) for row in self.desk.rows(SCANS)] or ["P-000001"]
            answers["target"] = self.random.choice(scans)
            answers["remove_file"] = self.random.random() < 0.5
            if kind is CorrectionKind.MOVE_SCAN:
                answers = {"target": answers["target"], "to": self._code()}
        if kind is CorrectionKind.CHANGE_CELL:
            answers |= {"column": "Jangka Waktu (Asli)", "value": self.random.choice(PERIODS)}
        if kind is CorrectionKind.AMEND:
            on = self.random.choice([None, "2026-08-24", "2027-01-01"])
            answers |= {"value": self.random.choice(PERIODS), "evidence": "SK 9", "on": on}
        if kind in {CorrectionKind.WITHDRAW_DECISION, CorrectionKind.RESTORED} and self.random.random() < 0.7:
            kind = CorrectionKind.REOPEN_RECAP  # what ends a history is rarer
        answers |= {"kind": kind.value, "reason": "keliru", "confirmed": True}
        return f"correct ({kind.value})", self.desk.click("correct", self._anybody(), hours=0.25, **answers)

    def _code(self) -> str:
        berkas = [str(row["berkas"]) for row in self.desk.rows(DECISIONS) if row["berkas"]]
        codes = [str(row["code"]) for row in self.desk.rows(REGISTER) if row["code"]]
        return self.random.choice([*berkas, *codes, NUMBER])

    def _mostly(self, officer: str) -> str:
        return officer if self.random.random() < 0.9 else self._anybody()

    def _anybody(self) -> str:
        return self.random.choice([MAKER, CHECKER, CHECKER])

    def _nothing_is_lost(self, before: dict[str, list[Row]]) -> None:
        """Only undo takes rows away, and never one of Koreksi."""
        undone = len(self.desk.rows(CORRECTIONS)) > len(before[CORRECTIONS.name]) and (
            self.desk.rows(CORRECTIONS)[-1]["kind"] == "urungan"
        )
        for table in GROWING:
            rows = self.desk.rows(table)
            if table is CORRECTIONS or not undone:
                assert len(rows) >= len(before[table.name]), table.name
            if table is CORRECTIONS:
                assert rows[: len(before[table.name])] == before[table.name]

    def what_is_wrong(self) -> list[str]:
        """What the check and the invariants find: it must be nothing."""
        found = complaints(self.desk) + out_of_order(self.desk)
        outcome = self.desk.click("verify-archive", CHECKER, hours=0.25)
        return found + ([] if outcome.ok else [outcome.text])


def out_of_order(desk: DeskOfAnOffice) -> list[str]:
    """Steps out of turn, a maker who checked, a correction of what was approved without two persons."""
    found: list[str] = []
    reached: dict[str, int] = {}
    maker: dict[str, str] = {}
    approved_at: dict[str, Any] = {}
    for row in desk.rows(LOG):
        berkas, step, done = row["berkas"], row["step"], reached.get(row["berkas"], 0)
        if str(row["output"]).startswith("Dibuka kembali"):
            reached[berkas] = step - 1
            continue
        if not (step == done + 1 or (step == 3 == done) or (step == 5 <= done)):
            found.append(f"step {step} of {berkas} out of turn")
        if step == 3:
            maker[berkas] = row["officer"]
        if step == 4:
            approved_at.setdefault(berkas, row["finished_at"])
            if row["officer"] == maker[berkas]:
                found.append(f"{berkas}: checked by its maker")
        reached[berkas] = max(step, done)
    for row in desk.rows(CORRECTIONS):
        berkas = str(row["target"]).partition(".")[0]
        late = berkas in approved_at and row["recorded_at"] > approved_at[berkas]
        if not (row["reason"] and row["officer"]):
            found.append(f"correction {row['number']} says too little")
        if late and (row["approved_by"] != CHECKER or row["officer"] == row["approved_by"]):
            found.append(f"correction {row['number']} of {berkas} without two persons")
    return found


@pytest.fixture(scope="module")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> list[DeskOfAnOffice]:
    """Offices at each stage of their first decision, a second one typed and not received."""
    folder = tmp_path_factory.mktemp("awal")
    desk = filled(folder / "kantor")
    desk.edit(DECISIONS, lambda rows: [*rows, Row({**DECISION, "number": SECOND}.items())])
    entry = {**ENTRY, "decision_number": SECOND, "information": "Berita acara"}
    desk.edit(REGISTER, lambda rows: [*rows, Row(entry.items())])
    found: list[DeskOfAnOffice] = []
    stages: list[Callable[[], object]] = [
        lambda: desk.done("receive-decision", CHECKER, target=NUMBER),
        lambda: [
            desk.done("attach-scans", target=target, files=(desk.scan(f"awal {seed}", 100 + seed),))
            for seed, target in enumerate((NUMBER, "B-2025-001.01", "B-2025-001.02"))
        ],
        lambda: desk.done("build-recap"),
        lambda: desk.done("check-recap", CHECKER, verdict="setuju"),
        lambda: desk.done("store-documents"),
        lambda: desk.done("export-disposition"),
    ]
    for number, stage in enumerate(stages):
        stage()
        found.append(copied(desk, folder / str(number)))
    return found


def test_honest_histories_raise_no_alarm(beginnings: list[DeskOfAnOffice], tmp_path: Path) -> None:
    random, ran, ended = Random(SEED), Counter[str](), time.monotonic() + SECONDS  # noqa: S311  # a repeatable walk
    lived = 0
    while lived < HISTORIES and time.monotonic() < ended:
        start = beginnings[(lived // LENGTH) % len(beginnings) if LONG else -1 - lived % 2]
        history = History(copied(start, tmp_path / f"{lived}"), random, ran)
        for _ in range(LENGTH if LONG else 12):
            if lived >= HISTORIES or time.monotonic() >= ended:
                break
            history.any_click()
            wrong = history.what_is_wrong()
            assert wrong == [], f"seed {SEED}, history {lived}: {wrong}\n{ran}"
            lived += 1
    figures = "\n".join(f"{name}: {count}" for name, count in sorted(ran.items()))
    print(f"\n{lived} honest histories, 0 false alarms\n{figures}")  # noqa: T201  # the figures
    if LONG:
        kinds = {kind for kind in CorrectionKind if ran[f"correct ({kind.value}): done"]}
        assert len(kinds) >= len(CorrectionKind) - 2, kinds
