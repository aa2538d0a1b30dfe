"""Kill the program at random instants while scans are taken in and while documents are stored.

    python tests/faults/kill_scans.py --times 200 [--seed 1] [--text] [--sealed] [--seconds 300]

Each time: a fresh copy of an office, one real click in a process of its own, SIGKILL at a random instant of it. Then
every source is what it was; the same click is repeated; the office's own check (`verify-archive`) is run; and
everything that is listed must be there with its hash, each scan once, the bag whole, nothing left behind. With
`--text` the scans also get their text, so that recognisers are at work when the button is killed: none may outlive it.
With `--sealed` the scans are stored encrypted, the key made by the very click that is killed: every stored scan opens,
and the recovery key is still there to be shown.
Needs fork: Linux or macOS. Prints a table and ends with exit code 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from office_at_work import CHECKER, NOW, NUMBER, DeskOfAnOffice, filled

from xl_macros.archive.fixity import verify_scans, verify_special_folder
from xl_macros.click.hosts import FileHost
from xl_macros.click.macro import Ending
from xl_macros.errors import Refusal
from xl_macros.file_engine import open_book
from xl_macros.keeping.reading import reading_office
from xl_macros.keeping.sealing_key import sealed_files, unconfirmed, unsealed
from xl_macros.places import key_store
from xl_macros.scans.specimen import make_phone_photo, make_scan_pdf
from xl_macros.tables.schema import SCANS


@dataclass(frozen=True)
class Click:
    """The click that is interrupted, the stage at which it is possible, and how many scans are listed after it."""

    name: str
    stage: Path
    act: Callable[[DeskOfAnOffice], Ending]
    scans_after: int
    bags_after: int


class StoreOnDisk:
    """A key store that outlives a killed click, as the system's does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _file(self, username: str) -> Path:
        return self.folder / hashlib.sha256(username.encode()).hexdigest()

    def get_password(self, _service: str, username: str) -> str | None:
        path = self._file(username)
        return path.read_text() if path.exists() else None

    def set_password(self, _service: str, username: str, password: str) -> None:
        fresh = self._file(username).with_suffix(".baru")
        fresh.write_text(password)
        fresh.replace(self._file(username))


def sources(folder: Path) -> list[Path]:
    """Four files as chosen in the dialog: two PDFs, a phone photo, and one that is damaged."""
    folder.mkdir()
    made = {
        "a.pdf": make_scan_pdf(["Keputusan"], seed=1, pages=3),
        "b.pdf": make_scan_pdf(["Lampiran"], seed=2, pages=2),
        "c.jpg": make_phone_photo(["Catatan"], seed=3),
        "d.pdf": make_scan_pdf(["Rusak"], seed=4, pages=1)[:-500],
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in made]


def fingerprint(paths: list[Path]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


def prepare(folder: Path, *, text: bool = False, sealed: bool = False) -> tuple[list[Click], list[Path]]:
    """Offices one click before each of the two acts."""
    chosen = sources(folder / "sumber")

    def attach(desk: DeskOfAnOffice) -> Ending:
        return desk.click("attach-scans", target=NUMBER, files=tuple(chosen)).ending

    def store(desk: DeskOfAnOffice) -> Ending:
        return desk.click("store-documents").ending

    attaching = Click("attach-scans", folder / "sebelum lampirkan", attach, 3, 0)
    storing = Click("store-documents", folder / "sebelum simpan", store, 5, 1)
    child = os.fork()
    if child == 0:
        make_offices(folder, attaching, storing, text=text, sealed=sealed)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise Refusal("the offices could not be made")
    return [attaching, storing], chosen


def make_offices(folder: Path, attaching: Click, storing: Click, *, text: bool, sealed: bool) -> None:
    """In a child: the typesetter's threads would not survive a fork of a process that used it."""
    desk = filled(folder / "kantor")
    if text:
        desk.set(recognise_text="ya")
    if sealed:
        desk.set(encrypt_scans="ya")
    desk.done("receive-decision", CHECKER, target=NUMBER)
    shutil.copytree(desk.folder, attaching.stage)
    place = desk.folder
    if sealed:  # the key is kept by the office's folder: all clicks are made in one place
        desk, moment = office_at(attaching, folder / "percobaan"), desk.now
        desk.now = moment
    attaching.act(desk)
    for number in (1, 2):
        desk.done(
            "attach-scans", target=f"B-2025-001.0{number}", files=(desk.scan(f"isi {number}", 10 + number),)
        )
    desk.done("build-recap")
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    shutil.copytree(desk.folder, storing.stage)
    if desk.folder != place:
        shutil.rmtree(desk.folder)


def office_at(click: Click, target: Path) -> DeskOfAnOffice:
    shutil.copytree(click.stage, target)
    return DeskOfAnOffice(target / "Register-Dikecualikan.xlsm", NOW + timedelta(days=4))


def in_child(click: Click, desk: DeskOfAnOffice) -> int:
    """Click in a child process, for the same reason."""
    child = os.fork()
    if child == 0:
        ending = click.act(desk)
        # refused: it was complete already, and all of it is duplicates
        os._exit(0 if ending in (Ending.DONE, Ending.REFUSED) else 1)
    return child


def killed_after(click: Click, desk: DeskOfAnOffice, seconds: float) -> bool:
    """Click in a child process and kill it after that time; False when it was done before."""
    child = in_child(click, desk)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def what_was_lost(click: Click, desk: DeskOfAnOffice, chosen: list[Path], before: list[str]) -> list[str]:
    """Repeat the click, then look at everything; a sentence for each thing that is not as it must be."""
    lost = []
    if fingerprint(chosen) != before:
        lost.append("a source was changed")
    bags = [bag for bag in (desk.folder / "Folder Khusus").glob("*/*") if bag.is_dir()]
    if not verify_special_folder(desk.folder / "Folder Khusus").ok:
        lost.append(f"a half-written bag stands in its place ({len(bags)})")
    if os.waitpid(in_child(click, desk), 0)[1]:
        lost.append("the repeated click failed")
    desk.now += timedelta(hours=1)
    rows = desk.rows(SCANS)
    report = verify_scans(rows, desk.folder)
    lost += [str(finding) for finding in report.findings]
    if len(rows) != click.scans_after or len({row["sha256"] for row in rows}) != click.scans_after:
        lost.append(f"{len(rows)} scans are listed instead of {click.scans_after}")
    stored = verify_special_folder(desk.folder / "Folder Khusus")
    lost += [str(finding) for finding in stored.findings]
    if stored.bags != click.bags_after:
        lost.append(f"{stored.bags} bags instead of {click.bags_after}")
    checked = desk.click("verify-archive")
    if checked.ending is not Ending.DONE or not checked.ok:
        lost.append(checked.text)
    lost += what_does_not_open(desk)
    lost += [f"a recogniser outlived its button: {command}" for command in recognisers_of(desk)]
    staging = desk.folder / ".kecuali" / "staging"
    if staging.is_dir() and any(staging.iterdir()):
        lost.append("something is left in the staging folder")
    return lost


def what_does_not_open(desk: DeskOfAnOffice) -> list[str]:
    """Sealed scans that the kept key does not open, or of which no recovery key waits to be confirmed."""
    book = open_book(desk.book)
    try:
        office = reading_office(FileHost(book))
        found = sealed_files(office)
        if not found:
            return []
        lost = [] if unconfirmed(office) else ["no recovery key is left to be shown"]
        for number, path in enumerate(found):
            try:
                unsealed(office, path, desk.folder.with_name(f"terbuka {number}.pdf")).unlink()
            except (Refusal, OSError) as error:
                lost.append(f"{path.name} does not open: {error}")
        return lost
    finally:
        book.close()


def recognisers_of(desk: DeskOfAnOffice) -> list[str]:
    """Processes that still work on files of that office, where the system shows them (Linux)."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = process.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:  # it ended meanwhile
            continue
        if f"{desk.folder}/" in command and "ocr" in command:
            found.append(command)
    return found


def usual_seconds(click: Click, folder: Path) -> float:
    """How long the click takes undisturbed, in a child as later."""
    desk = office_at(click, folder / f"{click.name} tenang")
    began = time.monotonic()
    _, status = os.waitpid(in_child(click, desk), 0)
    taken = time.monotonic() - began
    if status or len(desk.rows(SCANS)) != click.scans_after:
        raise Refusal(f"{click.name} does not even work undisturbed")
    return taken


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--times", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument(
        "--seconds", type=float, default=1e9, help="end after that time, with what was done"
    )
    arguments.add_argument("--text", action="store_true")
    arguments.add_argument("--sealed", action="store_true")
    options = arguments.parse_args()
    chance = random.Random(options.seed)  # noqa: S311  which instants, not secrets
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        key_store._system_store = lambda: StoreOnDisk(folder / "penyimpan")  # type: ignore[attr-defined]
        (folder / "penyimpan").mkdir()
        clicks, chosen = prepare(folder, text=options.text, sealed=options.sealed)
        before = fingerprint(chosen)
        counts: Counter[tuple[str, str]] = Counter()
        span = {click.name: usual_seconds(click, folder) for click in clicks}
        number = 0
        end = time.monotonic() + options.seconds
        while (
            sum(counts[click.name, "killed"] for click in clicks) < options.times and time.monotonic() < end
        ):
            click = clicks[number % len(clicks)]
            desk = office_at(click, folder / "percobaan")
            instant = chance.uniform(0, span[click.name])
            if options.sealed and click.name == "attach-scans":
                for kept in (folder / "penyimpan").iterdir():  # it is this click that makes the key
                    kept.rename(kept.with_suffix(".disimpan"))
            killed = killed_after(click, desk, instant)
            # other work on the machine makes clicks slower and faster: the span of instants follows
            span[click.name] *= 1.02 if killed else 0.9
            counts[click.name, "killed" if killed else "done before"] += 1
            lost = what_was_lost(click, desk, chosen, before)
            for kept in (folder / "penyimpan").glob("*.disimpan"):
                kept.rename(kept.with_suffix(""))
            counts[click.name, "lost"] += bool(lost)
            for sentence in lost:
                say(f"run {number}, {click.name} killed after {instant:.3f} s: {sentence}")
            shutil.rmtree(desk.folder)
            number += 1
    say(f"seed {options.seed}")
    say("click            killed  done before  something lost")
    for click in clicks:
        killed, done, lost_runs = (counts[click.name, what] for what in ("killed", "done before", "lost"))
        say(f"{click.name:16} {killed:6}  {done:11}  {lost_runs:14}")
    return int(any(counts[click.name, "lost"] for click in clicks))


if __name__ == "__main__":
    sys.exit(main())
