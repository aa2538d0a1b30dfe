"""Kill the program at random instants of every button that writes, undo included, and of the recovery after it.

    python tests/faults/kill_buttons.py --times 500 [--seed 1] [--seconds 300]

Each time: a fresh copy of an office one click before, one real click in a process of its own, SIGKILL. Half of the
instants are spread over the whole click, half over the time in which the journal stands (the commit). Some of the
recoveries are killed too. Then the next start must say what became of the interrupted button, the office must be
exactly as before the click or exactly as after it, the click repeated must complete it, and everything that is
listed must be there with its hash. Needs fork. Prints a table; exit code 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from faults.invariants import complaints, content, sources
from faults.kill_scans import in_child, killed_after, say
from faults.small_button import copied
from office_at_work import CHECKER, DECISION, ENTRY, MAKER, NUMBER, DeskOfAnOffice, filled

from xl_macros.click.macro import Ending
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, REGISTER

JOURNAL = Path(".kecuali", "jurnal.json")
FIRST_ENTRY = "B-2025-001.01"
LIST = "No,Informasi,Dasar Hukum,Jangka Waktu\n1,Berita acara,UU 14/2008 Pasal 17 huruf h,5 tahun\n"
CONSENT = {
    "event": "persetujuan tertulis",
    "outcome": "diberikan",
    "on": "2026-08-20",
    "evidence": "Surat persetujuan",
}
REOPENING = {"kind": "buka kembali langkah 3", "target": "B-2025-001", "reason": "salah", "confirmed": True}
WITHDRAWN = {"kind": "tarik pindaian", "target": "P-000002", "reason": "ganda", "remove_file": True}
VOIDED = {"kind": "batalkan peristiwa", "target": "2", "reason": "salah", "confirmed": True}
AMENDED = {
    "kind": "terapkan perubahan",
    "target": FIRST_ENTRY,
    "reason": "perubahan",
    "value": "10 (sepuluh) tahun",
    "evidence": "Keputusan Nomor 9",
    "confirmed": True,
}
NEXT_YEAR = "Nomor 12 Tahun 2026"
OLDER = {**DECISION, "number": "Nomor 9 Tahun 2024", "decided_on": date(2024, 8, 20)}
ANOTHER_COPY = "Salinan lain"
PACK = {
    "kecuali_calendar": 1,
    "issued_on": "2026-08-20",
    "holidays": [{"date": "2031-01-01", "kind": "libur nasional", "source": "SKB"}],
}
FILLED_IN = tuple(
    f"{key}={value}" for key, value in {**CONSENT, "target": FIRST_ENTRY, "note": "ulang"}.items()
)
DISPOSED = {"event": "disposisi diterima", "on": "2026-08-24", "evidence": "Disposisi 12", "confirmed": True}
CANCELLATION = {"event": "pencabutan", "on": "2026-08-20", "evidence": "Keputusan Nomor 900"}


@dataclass(frozen=True)
class Act:
    """One click and the office in which it is possible; what the office is like before and after it."""

    name: str
    stage: Path
    now: datetime
    act: Callable[[DeskOfAnOffice], Ending]
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    """How long it takes undisturbed, in a child."""

    def office(self, target: Path, stage: Path | None = None) -> DeskOfAnOffice:
        return copied(DeskOfAnOffice((stage or self.stage) / "Register-Dikecualikan.xlsm", self.now), target)


def by(button: str, officer: str = MAKER, **answers: Any) -> Callable[[DeskOfAnOffice], Ending]:
    """The click, as a function of the office."""

    def act(desk: DeskOfAnOffice) -> Ending:
        named = dict(answers)
        if "files" in answers:
            named["files"] = tuple(desk.folder / "Kotak Masuk Pemindai" / name for name in answers["files"])
        if "other" in answers:
            named["other"] = str(desk.folder / answers["other"])
        if "backup" in answers:
            (named["backup"],) = {path.name for path in desk.folder.glob(f"Cadangan/*{answers['backup']}*")}
        # all within one day: undo is for the day's clicks
        return desk.click(button, officer, hours=0.25, **named).ending

    return act


UNDO, UNDO_BY_PDID = by("undo-last", confirmed=True), by("undo-last", CHECKER, confirmed=True)

ALL_STEPS: tuple[tuple[str, Callable[[DeskOfAnOffice], Ending]], ...] = (
    ("compute-expiry", by("compute-expiry")),
    ("receive-decision", by("receive-decision", CHECKER, target=NUMBER)),
    ("attach-scans", by("attach-scans", target=NUMBER, files=("keputusan.pdf", "lampiran.pdf"))),
    ("attach-scans (last)", by("attach-scans", target=FIRST_ENTRY, files=("isi.pdf",))),
    ("correct (scan removed)", by("correct", **WITHDRAWN)),
    ("record-event (consent)", by("record-event", target=FIRST_ENTRY, **CONSENT)),
    ("build-recap", by("build-recap", confirmed=True)),
    ("check-recap (return)", by("check-recap", CHECKER, verdict="kembalikan", direction="Lengkapi")),
    ("build-recap (again)", by("build-recap", confirmed=True)),
    ("check-recap (approve)", by("check-recap", CHECKER, verdict="setuju", confirmed=True)),
    ("store-documents", by("store-documents")),
    ("export-disposition", by("export-disposition")),
    ("email-report", by("email-report", confirmed=True)),
    ("record-event (duty done)", by("record-event", target="B-2025-001", **DISPOSED)),
    ("list-due (calendar)", by("list-due", calendar=True)),
    ("export-public-list", by("export-public-list")),
    ("record-event (cancellation)", by("record-event", target=NUMBER, **CANCELLATION)),
    ("import-list", by("import-list", target=NUMBER, files=("daftar.csv",), confirmed=True)),
    ("verify-archive", by("verify-archive", CHECKER)),
    ("correct (reopened)", by("correct", CHECKER, **REOPENING)),
    ("correct (voided)", by("correct", CHECKER, **VOIDED)),
    ("correct (amended)", by("correct", CHECKER, **AMENDED)),
    ("copy-list", by("copy-list", target=NUMBER, number=NEXT_YEAR, confirmed=True)),
    ("draft-paper (annex)", by("draft-paper", kind="lampiran sudah terbuka")),
    ("draft-paper (bundle)", by("draft-paper", kind="bundel sidang", target=FIRST_ENTRY)),
    ("show-form", by("show-form", form="record-event", given=FILLED_IN)),
    ("clear-form", by("clear-form")),
    ("show-form (again)", by("show-form", form="record-event", given=FILLED_IN)),
    ("submit-form", by("submit-form", confirmed=True)),
    ("update-calendar", by("update-calendar", files=("kalender.json",))),
    ("edit-templates", by("edit-templates")),
    ("print-covers", by("print-covers", everything=True)),
    ("restore-backup", by("restore-backup", CHECKER, backup="Impor", reason="salah impor", confirmed=True)),
    ("merge-copy", by("merge-copy", other=ANOTHER_COPY, confirmed=True)),
)
UNDONE = {
    "receive-decision",
    "attach-scans",
    "build-recap",
    "store-documents",
    "record-event (duty done)",
    "record-event (cancellation)",
    "import-list",
    "correct (voided)",
    "copy-list",
    "draft-paper (bundle)",
    "submit-form",
    "update-calendar",
    "edit-templates",
    "merge-copy",
}


def prepare(folder: Path) -> list[Act]:
    """The office before every click, and what it is like before and after; made in a child (see kill_scans)."""
    planned = list(plans(folder))
    if in_a_child(lambda: make_stages(folder)):
        raise SystemExit("the offices could not be made")
    acts = []
    for each in planned:
        plan = replace(each, now=moment(each.stage))
        desk = plan.office(folder / "tenang")
        before, began = content(desk), time.monotonic()
        if os.waitpid(in_child(plan, desk), 0)[1]:
            raise SystemExit(f"{plan.name} does not even work undisturbed")
        seconds = time.monotonic() - began
        after = content(desk)
        if after == before:
            raise SystemExit(f"{plan.name} writes nothing")
        shutil.rmtree(desk.folder)
        acts.append(replace(plan, before=before, after=after, seconds=seconds))
    return acts


def plans(folder: Path) -> Iterator[Act]:
    for number, (name, act) in enumerate(ALL_STEPS):
        yield Act(name, folder / f"{number:02}", datetime.min, act)
        if name in UNDONE:
            undo = UNDO_BY_PDID if name in {"receive-decision", "correct (voided)"} else UNDO
            yield Act(f"undo of {name}", folder / f"{number + 1:02}", datetime.min, undo)


def make_stages(folder: Path) -> None:
    desk = filled(folder / "kantor", entries=1)
    for seed, name in enumerate(("keputusan", "lampiran", "isi"), start=1):
        desk.scan(name, seed)
    to_come = {**DECISION, "number": NEXT_YEAR, "decided_on": date(2026, 8, 20)}
    desk.edit(DECISIONS, lambda rows: [*rows, Row(to_come.items())])
    inbox = desk.folder / "Kotak Masuk Pemindai"
    (inbox / "daftar.csv").write_text(LIST, encoding="utf-8")
    (inbox / "kalender.json").write_text(json.dumps(PACK), encoding="utf-8")
    for path in inbox.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))  # finished long ago: no pause to see whether it grows
    make_another_copy(desk, folder / "lain")
    for number, (_, act) in enumerate(ALL_STEPS):
        _keep(desk, folder / f"{number:02}")
        assert act(desk) is Ending.DONE, desk.last
    _keep(desk, folder / f"{len(ALL_STEPS):02}")


def make_another_copy(desk: DeskOfAnOffice, beside: Path) -> None:
    """A copy of the office in which an older decision was received and scanned, within it."""
    other = copied(desk, beside)
    other.edit(DECISIONS, lambda rows: [*rows, Row(OLDER.items())])
    entry = {**ENTRY, "decision_number": OLDER["number"], "information": "Daftar hadir"}
    other.edit(REGISTER, lambda rows: [*rows, Row(entry.items())])
    other.done("receive-decision", CHECKER, target=OLDER["number"])
    other.done("attach-scans", target=OLDER["number"], files=(other.scan("lama", 9),))
    beside.rename(desk.folder / ANOTHER_COPY)


def _keep(desk: DeskOfAnOffice, target: Path) -> None:
    copied(desk, target)
    target.with_suffix(".now").write_text(desk.now.isoformat())


def moment(stage: Path) -> datetime:
    return datetime.fromisoformat(stage.with_suffix(".now").read_text())


def in_a_child(act: Callable[[], None]) -> int:
    """Run it in a child; 0 when it ended well."""
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def killed_in_commit(plan: Act, desk: DeskOfAnOffice, share: float, spans: dict[str, float]) -> bool:
    """Click in a child and kill it after that share of the time in which its journal usually stands."""
    journal = desk.folder / JOURNAL
    child = in_child(plan, desk)
    while not journal.exists():
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.0005)
    time.sleep(share * spans[plan.name])
    os.kill(child, signal.SIGKILL)
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    spans[plan.name] *= 1.05 if killed else 0.8
    return killed


def look(desk: DeskOfAnOffice) -> str:
    """The next start: a click that writes nothing by itself. Returns what it said."""
    outcome = desk.click("compute-expiry", preview=True)
    return outcome.text if outcome.ending is Ending.DONE else f"GAGAL: {outcome.text}"


def start_again(desk: DeskOfAnOffice) -> Ending:
    """The next start as an act of its own, to be killed too."""
    look(desk)
    return Ending.DONE


def what_was_lost(plan: Act, desk: DeskOfAnOffice, originals: dict[str, str]) -> tuple[bool, list[str]]:
    """Start again, compare, repeat the click, compare.

    Returns whether the click had been completed, and a sentence for each thing that is not as it must be.
    """
    lost = []
    interrupted = (desk.folder / JOURNAL).exists()
    said, moment = look(desk), desk.now
    if interrupted != said.startswith("Tombol "):
        lost.append(f"an interrupted button (journal: {interrupted}) was told as: {said}")
    state = content(desk)
    if state not in (plan.before, plan.after):
        lost.append(f"neither before nor after: {_differences(state, plan)}")
    lost += complaints(desk)
    done = state == plan.after
    if not done:
        desk.now = plan.now
        if os.waitpid(in_child(plan, desk), 0)[1]:
            lost.append("the repeated click failed")
        if (state := content(desk)) != plan.after:
            lost.append(f"the repeated click did something else: {_differences(state, plan)}")
    desk.now = moment
    checked = desk.click("verify-archive", CHECKER)
    if checked.ending is not Ending.DONE or not checked.ok:
        lost.append(checked.text)
    lost += complaints(desk)
    if sources(desk) != originals:
        lost.append("an original was changed")
    return done, lost


def _differences(state: dict[str, Any], plan: Act) -> str:
    return ", ".join(
        f"{name} ({'as before' if value == plan.before[name] else 'as after' if value == plan.after[name] else 'else'})"
        for name, value in state.items()
        if plan.before[name] != plan.after[name] or value != plan.before[name]
    )


def campaign(
    acts: list[Act], folder: Path, times: int, chance: random.Random, seconds: float = 1e9
) -> dict[str, Counter[str]]:
    """Kill until so many were killed or the time is over; what happened, by button."""
    end = time.monotonic() + seconds
    counts: dict[str, Counter[str]] = {plan.name: Counter() for plan in acts}
    spans = {plan.name: plan.seconds for plan in acts}
    spans["recovery"] = 0.1
    commits = {plan.name: plan.seconds / 5 for plan in acts}
    number = 0
    while sum(counts[name]["killed"] for name in counts) < times and time.monotonic() < end:
        plan = acts[number % len(acts)]
        count = counts[plan.name]
        desk = plan.office(folder / "percobaan")
        originals = sources(desk)
        if (number + number // len(acts)) % 2:  # by turns, and the other way in each next round
            killed = killed_in_commit(plan, desk, chance.random(), commits)
        else:
            killed = killed_after(plan, desk, chance.uniform(0, spans[plan.name]))
            # the span of instants follows the machine's pace, which other work on it changes
            spans[plan.name] *= 1.02 if killed else 0.9
        count["killed" if killed else "done before"] += 1
        in_commit = (desk.folder / JOURNAL).exists()
        if in_commit and chance.random() < 0.5:
            again = replace(plan, name="recovery", act=start_again)
            cut = killed_after(again, desk, chance.uniform(0, spans["recovery"]))
            spans["recovery"] *= 1.05 if cut else 0.9
            count["recovery killed"] += cut
            desk.now = plan.now
        done, lost = what_was_lost(plan, desk, originals)
        count["in commit"] += in_commit
        count["completed" if done else "taken back"] += in_commit
        count["lost"] += bool(lost)
        for sentence in lost:
            say(f"run {number}, {plan.name}: {sentence}")
        shutil.rmtree(desk.folder)
        number += 1
    return counts


COLUMNS = ("killed", "in commit", "completed", "taken back", "recovery killed", "done before", "lost")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--times", type=int, default=500)
    arguments.add_argument(
        "--seconds", type=float, default=1e9, help="end after that time, with what was done"
    )
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chance = random.Random(options.seed)  # noqa: S311  which instants, not secrets
        counts = campaign(prepare(folder), folder, options.times, chance, options.seconds)
    say(f"seed {options.seed}")
    say(f"{'button':35}" + "".join(f"{column:>16}" for column in COLUMNS))
    total: Counter[str] = Counter()
    for button, count in counts.items():
        total.update(count)
        say(f"{button:35}" + "".join(f"{count[column]:16}" for column in COLUMNS))
    say(f"{'all':35}" + "".join(f"{total[column]:16}" for column in COLUMNS))
    return int(total["lost"] > 0)


if __name__ == "__main__":
    sys.exit(main())
