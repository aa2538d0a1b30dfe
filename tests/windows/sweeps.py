"""One button, over and over, into an Excel that is busy from its n-th call on, or ends at it: n by n.

Most of such a click is waiting, so that several offices, each with an Excel of its own, are clicked beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

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
    after: Clicked | None
    """None where the next click met a busy Excel as well: then how Excel looks is seen after a later one."""
    told: bool
    """Its words are the right ones, or it went through all the same."""
    as_found: bool
    """Excel looks as before: screen, events, calculation, status bar, and no protected sheet open."""

    @property
    def outcome(self) -> str:
        words = self.struck.text.split(".")[0][:60] if self.told else f"WRONG: {self.struck.text}"
        if self.after is None:
            return f"{self.struck.ending} | {words} | - | -"
        return f"{self.struck.ending} | {words} | {self.after.ending} | {'yes' if self.as_found else 'NO'}"

    @property
    def good(self) -> bool:
        return self.told and (self.after is None or self.after.ending == "selesai") and self.as_found


def click(office: Office, last_call: int | None = None) -> Clicked:
    """A button that reads all and writes each time: the recap is set up anew."""
    return office.click("build_recap", confirmed=True, officer="Maria Goreti Jemian", last_call=last_call)


def busy_from(office: Office, call: int, *, followed: bool) -> Stroke:
    office.order(do="busy", passing=call, calls=10_000_000)
    struck = click(office)
    office.order(do="busy")
    return _stroke(office, call, struck, BUSY, followed=followed)


def ended_at(office: Office, call: int, *, followed: bool) -> Stroke:
    struck = click(office, last_call=call)
    office.stop(patience=1)  # it has ended by itself
    office.start()
    return _stroke(office, call, struck, GONE, followed=followed)


def _stroke(office: Office, call: int, struck: Clicked, words: str, *, followed: bool) -> Stroke:
    told = struck.ending == "selesai" or words in struck.text
    after = click(office) if followed else None
    return Stroke(call, struck, after, told, not followed or as_found(office))


def as_found(office: Office) -> bool:
    state = office.order(do="state")
    settings = state["settings"]
    return (
        (settings["ScreenUpdating"], settings["EnableEvents"], settings["StatusBar"]) == (True, True, False)
        and settings["Calculation"] == -4105
        and not {"LogLangkah", "Peristiwa", "Pindaian", "Beranda"} & set(state["open"])
    )


class Strike(Protocol):
    """One click with Excel struck at a call; `followed` by one into a free Excel or not."""

    def __call__(self, office: Office, call: int, *, followed: bool) -> Stroke: ...


def sweep(windows: WindowsPython, strike: Strike, *, every: int, follow: int = 1) -> list[Stroke]:
    """Each `every`-th call of the button, from the first to the last.

    In each office every `follow`-th click, and the last, is followed by one into a free Excel: a click costs two
    seconds of processor time, and what several have left behind is as much to be put right as what one has.
    """
    made = [Office(windows, CHECKOUT, f"sapuan-{number}") for number in range(OFFICES)]
    for office in made:  # one after the other: filling a register takes a desktop of its own
        office.prepare()

    def strokes(number: int) -> list[Stroke]:
        office = made[number]
        office.start()
        try:
            click(office)  # the first click of an office does more than any later one
            whole = sum(click(office).wire.values())
            calls = range(number * every, whole + every, OFFICES * every)
            return [
                strike(office, call, followed=place % follow == 0 or call == calls[-1])
                for place, call in enumerate(calls, 1)
            ]
        finally:
            office.stop()

    with ThreadPoolExecutor(OFFICES) as pool:
        return sorted((s for part in pool.map(strokes, range(OFFICES)) for s in part), key=lambda s: s.call)


def table(strokes: Sequence[Stroke]) -> Iterator[str]:
    """Markdown: calls that came out alike stand in one row."""
    yield "| calls | the click ended | in these words | the next one | as found | seconds |"
    yield "| --- | --- | --- | --- | --- | ---: |"
    for outcome in dict.fromkeys(stroke.outcome for stroke in strokes):
        together = [stroke for stroke in strokes if stroke.outcome == outcome]
        took = [stroke.struck.seconds for stroke in together]
        first, last = together[0].call, together[-1].call
        calls = f"{first} to {last} ({len(together)})" if len(together) > 1 else f"{first}"
        yield f"| {calls} | {outcome} | {min(took):.0f} to {max(took):.0f} |"
