"""Fail one system call of every button that writes, whoever makes it: Python, a library, or a parsing process.

    python tests/faults/strace_buttons.py --seconds 300 [--seed 1]

Each time: a fresh copy of an office one click before, one real click below strace, which makes the n-th call of its
kind (or that one and all later ones) fail. Afterwards the same is asked as after a kill (`kill_buttons`). Needs strace
and Linux. Prints a table; exit code 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).parents[1]))

from faults.invariants import sources
from faults.kill_buttons import Act, plans, prepare, what_was_lost
from faults.kill_scans import say
from office_at_work import DeskOfAnOffice

from xl_macros.click.macro import Ending

CALLS = ("rename", "fsync", "unlink", "mkdir", "write", "link", "rmdir", "fchmod", "flock", "ftruncate")
ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS", "ESTALE", "EDQUOT")
CODES = {Ending.DONE: 0, Ending.REFUSED: 1, Ending.QUESTION: 3}


def below_strace(plan: Act, desk: DeskOfAnOffice, call: str, error: str, when: str) -> tuple[int, bool]:
    """The click with that call failing: its exit code, and whether it came to that call."""
    log = desk.folder.with_suffix(".strace")
    done = subprocess.run(
        [
            "strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}",
            "-e", f"inject={call}:error={error}:when={when}",
            sys.executable, __file__, "--click", plan.name, "--book", str(desk.book), "--now", desk.now.isoformat(),
        ],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    hit = "(INJECTED)" in log.read_text(encoding="utf-8", errors="replace")
    log.unlink()
    if done.returncode not in CODES.values():
        say(
            f"{plan.name}, {call} {error} {when}: exit {done.returncode}: {done.stdout[-300:]}{done.stderr[-300:]}"
        )
    return done.returncode, hit


def campaign(acts: list[Act], folder: Path, seconds: float, chance: random.Random) -> dict[str, Counter[str]]:
    """Until the time is over; what happened, by button."""
    counts: dict[str, Counter[str]] = {plan.name: Counter() for plan in acts}
    most = dict.fromkeys(CALLS, 12)
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        plan, call = acts[number % len(acts)], chance.choice(CALLS)
        when = f"{chance.randint(1, most[call])}{chance.choice(['', '+'])}"
        desk = plan.office(folder / "percobaan")
        originals, count = sources(desk), counts[plan.name]
        code, hit = below_strace(plan, desk, call, chance.choice(ERRORS), when)
        most[call] = most[call] + 1 if hit else max(2, most[call] - 1)
        count["failed calls" if hit else "not reached"] += 1
        count["done all the same"] += hit and code == 0
        _, lost = what_was_lost(plan, desk, originals)
        lost += [f"exit {code}"] if code not in CODES.values() else []
        count["lost"] += bool(lost)
        for sentence in lost:
            say(f"run {number}, {plan.name}, {call} {when}: {sentence}")
        shutil.rmtree(desk.folder)
        number += 1
    return counts


def click(name: str, book: Path, now: datetime) -> NoReturn:
    """One click in this process, for strace to stand above."""
    plan = next(each for each in plans(Path()) if each.name == name)
    desk = DeskOfAnOffice(book, now)
    ending = plan.act(desk)
    with suppress(OSError):  # where every write fails, this one does too
        say(desk.last.text if desk.last else "")
        sys.stdout.flush()
    os._exit(CODES.get(ending, 4))


COLUMNS = ("failed calls", "done all the same", "not reached", "lost")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=float, default=300)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--click", help=argparse.SUPPRESS)
    arguments.add_argument("--book", type=Path, help=argparse.SUPPRESS)
    arguments.add_argument("--now", type=datetime.fromisoformat, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.click:
        click(options.click, options.book, options.now)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CONFIG_HOME"] = str(
            folder / "akun"
        )  # the key is one for this process and those below it
        counts = campaign(prepare(folder), folder, options.seconds, random.Random(options.seed))  # noqa: S311
    total: Counter[str] = sum(counts.values(), Counter())
    say(f"seed {options.seed}")
    say(f"{'button':35}" + "".join(f"{column:>20}" for column in COLUMNS))
    for button, count in (*counts.items(), ("all", total)):
        say(f"{button:35}" + "".join(f"{count[column]:20}" for column in COLUMNS))
    return int(total["lost"] > 0)


if __name__ == "__main__":
    sys.exit(main())
