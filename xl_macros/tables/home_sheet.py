"""The home sheet: what to do next, how each open berkas stands, what ends soon, what must be mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from xl_macros.domain.phrases import long_date
from xl_macros.tables.blocks import Block, Formula, hours_text, link, padded, shorten, write_block
from xl_macros.tables.drawing import Drawable
from xl_macros.tables.schema import HOME
from xl_macros.tables.year_slots import year_slots

if TYPE_CHECKING:
    pass


class StepState(StrEnum):
    """How one step of one berkas stands. `symbol` is shown before the hours."""

    DONE = "selesai"
    LATE = "selesai terlambat"
    RUNNING = "berjalan"
    OVERDUE = "berjalan, lewat waktu"
    WAITING = "belum"

    @property
    def symbol(self) -> str:
        return {
            "selesai": "✓",
            "selesai terlambat": "✓!",
            "berjalan": "►",
            "berjalan, lewat waktu": "►!",
        }.get(self, "·")


@dataclass(frozen=True, slots=True)
class StepMark:
    """One step in the strip. `hours_used` None = not begun."""

    state: StepState
    hours_used: float | None
    standard_hours: float

    @property
    def text(self) -> str:
        if self.hours_used is None:
            return f"{self.state.symbol} {hours_text(self.standard_hours)} jam"
        return f"{self.state.symbol} {hours_text(self.hours_used)}/{hours_text(self.standard_hours)} jam"


@dataclass(frozen=True, slots=True)
class BerkasStrip:
    """One open berkas: its six steps in order, and in words how it keeps to the times."""

    berkas: str
    decision_number: str
    steps: tuple[StepMark, ...]
    timeliness: str


@dataclass(frozen=True, slots=True)
class Ending:
    """An entry that ends soon."""

    code: str
    information: str
    end_on: date
    days_left: int


@dataclass(frozen=True, slots=True)
class ToMend:
    """What is missing or wrong; `code` is a register or berkas code, or empty."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the row at the top. `alarming` None: the number neither worries nor reassures."""

    count: int
    label: str
    alarming: bool | None = None

    @property
    def shown(self) -> str | int:
        """The number with a sign, so that its colour is not all that speaks."""
        if self.alarming is None:
            return self.count
        return f"! {self.count}" if self.alarming else f"✓ {self.count}"


@dataclass(frozen=True, slots=True)
class HomeView:
    """All that the sheet shows, as of `on`.

    `next_sheet` is the sheet that `next_action` speaks of. `figures` are at most `FIGURES`. `statuses` holds
    label (symbol and word) and count in the domain's order, `ends_per_year` years or words and counts.
    `strips`, `ending` and `to_mend` may be of any length: the sheet shows the first ones and says how many
    there are.
    """

    on: date | None
    office_name: str
    next_action: str
    next_sheet: str
    figures: Sequence[Figure] = ()
    strips: Sequence[BerkasStrip] = ()
    statuses: Sequence[tuple[str, int]] = ()
    ends_per_year: Sequence[tuple[int | str, int]] = ()
    warn_days: int = 90
    ending: Sequence[Ending] = ()
    to_mend: Sequence[ToMend] = ()
    last_check: str = ""
    duties: str = ""
    log_head: str = ""


FIGURES, STRIPS, ENDINGS, MENDS, STATUSES = 6, 6, 6, 6, 10
"""How many of each kind the sheet has room for."""

LEFT, RIGHT = 2, 13  # columns B to M
TOP_AT = (2, LEFT)  # rows 2-4: office and date, next action, link
FIGURES_AT = (6, LEFT)  # rows 6-7: numbers and their labels, two columns each
STRIPS_AT = (11, LEFT)
STATUSES_AT = (20, LEFT)
LISTS_TOP = 32
CHECK_AT = (43, LEFT)
CHART_DATA_AT = (20, 16)  # columns P (text format), Q: what the year chart reads
CHART_YEARS = 5

WIDTH = RIGHT - LEFT + 1


def write_home(book: Drawable, view: HomeView) -> None:
    """Draw the sheet anew."""
    sheet = book.sheets[HOME]
    for (top, left), block in blocks(view).items():
        write_block(sheet, top, left, block, (0,) if (top, left) == CHART_DATA_AT else ())


def blocks(view: HomeView) -> dict[tuple[int, int], Block]:
    """Every block that changes, by its first cell (1-based row and column)."""
    return {
        TOP_AT: _top(view),
        FIGURES_AT: _figures(view.figures),
        STRIPS_AT: _strips(view.strips),
        STATUSES_AT: _statuses(view.statuses),
        (LISTS_TOP, LEFT): [[f"Berakhir dalam {view.warn_days} hari"]],
        (LISTS_TOP + 2, LEFT): _lists(view),
        CHECK_AT: _check(view),
        CHART_DATA_AT: [
            list(slot)
            for slot in year_slots(view.ends_per_year, view.on.year if view.on else 2026, CHART_YEARS)
        ],
    }


def _top(view: HomeView) -> Block:
    dated = f" · keadaan per {long_date(view.on)}" if view.on else ""
    target = link(view.next_sheet, f"Buka lembar {view.next_sheet}") if view.next_sheet else None
    return [[f"{view.office_name}{dated}"], [view.next_action], [target]]


def _figures(figures: Sequence[Figure]) -> Block:
    """Each figure takes two columns; the second one is covered by the first."""
    block = padded([], 2, WIDTH)
    for place, figure in enumerate(figures[:FIGURES]):
        block[0][2 * place], block[1][2 * place] = figure.shown, figure.label
    return block


def _strips(strips: Sequence[BerkasStrip]) -> Block:
    """B: berkas, C-D: decision, E-J: the steps, K-M: timeliness."""
    rows: Block = [
        [
            strip.berkas,
            shorten(strip.decision_number, 30),
            None,
            *(mark.text for mark in strip.steps),
            strip.timeliness,
        ]
        for strip in strips[:STRIPS]
    ]
    if not rows:
        rows = [["Tidak ada berkas yang sedang berjalan."]]
    more = len(strips) - STRIPS
    rows = padded(rows, STRIPS, WIDTH)
    return [
        *rows,
        padded([[f"… dan {more} berkas lain: lihat lembar Keputusan."]] if more > 0 else [], 1, WIDTH)[0],
    ]


def _statuses(statuses: Sequence[tuple[str, int]]) -> Block:
    """B-C: label, D: count; the sum below."""
    rows: Block = [[label, None, count] for label, count in statuses[:STATUSES]]
    return [*padded(rows, STATUSES, 3), ["Jumlah", None, sum(count for _, count in statuses)]]


def _lists(view: HomeView) -> Block:
    """B-G: what ends soon; H-M: what is missing or to be mended."""
    ending: Block = [
        [each.code, shorten(each.information, 110), None, None, each.end_on, each.days_left]
        for each in view.ending[:ENDINGS]
    ] or [["Tidak ada."]]
    mending: Block = [[each.code, shorten(each.text, 190)] for each in view.to_mend[:MENDS]] or [
        ["Tidak ada."]
    ]
    left, right = padded(ending, ENDINGS, 6), padded(mending, MENDS, 6)
    left += padded([[_more(len(view.ending) - ENDINGS)]], 1, 6)
    right += padded([[_more(len(view.to_mend) - MENDS)]], 1, 6)
    return [[*a, *b] for a, b in zip(left, right, strict=True)]


def _more(count: int) -> Formula | None:
    return link("Register", f"… dan {count} lagi: lihat lembar Register") if count > 0 else None


def _check(view: HomeView) -> Block:
    return [
        [view.last_check or "Keutuhan belum pernah diperiksa; klik Periksa Keutuhan."],
        [f"Kepala log: {view.log_head}" if view.log_head else "Log masih kosong."],
        [view.duties or "Tidak ada tugas."],
    ]
