"""One button, over and over, into an Excel that is busy from its n-th call on, or ends at it: n by n.

Most of such a click is waiting, so that several offices, each with an Excel of its own, are clicked beside each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby

from office import Clicked, Office
from windows_python import CHECKOUT, WindowsPython

OFFICES = 4
BUSY = "Excel sedang sibuk"
GONE = "Excel tertutup"


@dataclass(frozen=True, slots=True)
class Stroke:
    """What the click said that met a busy or ended Excel at this call, and what came of the next one."""

    call: int
    struck: Clicked
    after: Clicked
    told: bool
    """Its words are the right ones, or it went through all the same."""
    as_found: bool
    """Excel looks as before: screen, events, calculation, status bar, and no protected sheet open."""

    @property
    def outcome(self) -> str:
        words = self.struck.text.split(".")[0][:60] if self.told else f"WRONG: {self.struck.text}"
        return f"{self.struck.ending} | {words} | {self.after.ending} | {'yes' if self.as_found else 'NO'}"

    @property
    def good(self) -> bool:
        return self.told and self.after.ending == "selesai" and self.as_found


def click(office: Office, last_call: int | None = None) -> Clicked:
    """A button that reads all and writes each time: the recap is set up anew."""
    return office.click("build_recap", confirmed=True, officer="Maria Goreti Jemian", last_call=last_call)


def busy_from(office: Office, call: int) -> Stroke:
    office.order(do="busy", passing=call, calls=10_000_000)
    struck = click(office)
    office.order(do="busy")
    return _stroke(office, call, struck, BUSY)


def ended_at(office: Office, call: int) -> Stroke:
    struck = click(office, last_call=call)
    office.stop(patience=1)  # it has ended by itself
    office.start()
    return _stroke(office, call, struck, GONE)


def _stroke(office: Office, call: int, struck: Clicked, words: str) -> Stroke:
    told = struck.ending == "selesai" or words in struck.text
    return Stroke(call, struck, click(office), told, as_found(office))


def as_found(office: Office) -> bool:
    state = office.order(do="state")
    settings = state["settings"]
    return (
        (settings["ScreenUpdating"], settings["EnableEvents"], settings["StatusBar"]) == (True, True, False)
        and settings["Calculation"] == -4105
        and not {"LogLangkah", "Peristiwa", "Pindaian", "Beranda"} & set(state["open"])
    )


def sweep(windows: WindowsPython, strike: Callable[[Office, int], Stroke], *, every: int) -> list[Stroke]:
    """Each `every`-th call of the button, from the first to the last."""
    made = [Office(windows, CHECKOUT, f"sapuan-{number}") for number in range(OFFICES)]
    for office in made:  # one after the other: filling a register takes a desktop of its own
        office.prepare()

    def strokes(number: int) -> list[Stroke]:
        office = made[number]
        office.start()
        try:
            click(office)  # the first click of an office does more than any later one
            whole = sum(click(office).wire.values())
            return [strike(office, call) for call in range(number * every, whole + every, OFFICES * every)]
        finally:
            office.stop()

    with ThreadPoolExecutor(OFFICES) as pool:
        return sorted((s for part in pool.map(strokes, range(OFFICES)) for s in part), key=lambda s: s.call)


def table(strokes: Sequence[Stroke]) -> Iterator[str]:
    """Markdown: calls that came out alike stand in one row."""
    yield "| calls | the click ended | in these words | the next one | as found | seconds |"
    yield "| --- | --- | --- | --- | --- | ---: |"
    for outcome, alike in groupby(strokes, lambda stroke: stroke.outcome):
        together = list(alike)
        took = [stroke.struck.seconds for stroke in together]
        first, last = together[0].call, together[-1].call
        calls = f"{first} to {last} ({len(together)})" if len(together) > 1 else f"{first}"
        yield f"| {calls} | {outcome} | {min(took):.0f} to {max(took):.0f} |"
