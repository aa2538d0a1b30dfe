"""The home sheet: one queue by deadline, figures, how each open berkas stands, counts by status and by year.

All of it stands on the first screen of 1366x768; integrity, help and the buttons stand below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from xl_macros.domain.phrases import long_date
from xl_macros.tables.blocks import Block, link, padded, shorten, write_block
from xl_macros.tables.drawing import Drawable
from xl_macros.tables.schema import DECISIONS_SHEET, DUTIES_SHEET, HOME
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


@dataclass(frozen=True, slots=True)
class BerkasStrip:
    """One open berkas: its six steps in order, the name of the one that runs, and how it keeps to its time."""

    berkas: str
    steps: tuple[StepMark, ...]
    running: str
    timeliness: str


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One thing that waits: by when (None: no day), how long that is in words, what, on which codes.

    `button` is what the ribbon calls it, `sheet` and `cell` where one has to stand for it.
    """

    due_on: date | None
    left: str
    what: str
    codes: str
    button: str
    sheet: str
    cell: str = "A1"


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

    `queue` is sorted by deadline. `figures` are at most `FIGURES`. `statuses` holds label (symbol and word) and
    count in the domain's order, `ends_per_year` years or words and counts. `queue` and `strips` may be of any
    length: the sheet shows the first ones and says how many more there are.
    """

    on: date | None
    office_name: str
    queue: Sequence[QueueLine] = ()
    figures: Sequence[Figure] = ()
    strips: Sequence[BerkasStrip] = ()
    statuses: Sequence[tuple[str, int]] = ()
    ends_per_year: Sequence[tuple[int | str, int]] = ()
    last_check: str = ""
    duties: str = ""
    log_head: str = ""
    ribbon: Mapping[str, str] = field(default_factory=dict)
    """What the ribbon says now, by control of `RIBBON`: the next step's label, else why there is nothing to do."""


NEXT_STEP = "next_step"
"""The ribbon's control whose label is said by a cell."""

RIBBON = (
    "build_recap",
    "check_recap",
    "store_documents",
    "export_disposition",
    "email_report",
    "record_event",
)
"""Those that are grey while a cell says why."""

FIGURES, QUEUE, STRIPS, PANEL = 6, 6, 9, 10
"""How many of each kind the sheet has room for; `PANEL`: rows of the lower part, the line "and more" included."""

LEFT, RIGHT = 2, 13  # columns B to M
TOP_AT = (1, LEFT)  # the office, at the right the day, and the way to the help
QUEUE_AT = (4, LEFT)  # B day, C left, D-H what, I-J codes, K-M link
FIGURES_AT = (11, LEFT)  # rows 11-12: numbers and their labels, two columns each
STRIPS_AT = (16, LEFT)  # B-F: code, six signs, running step, timeliness
STATUSES_AT = (16, 7)  # G-H label, I count
CHART_AT = (16, 10)  # J-M
CHECK_AT = (28, LEFT)
CHECK_LINES = 3
CHART_DATA_AT = (16, 16)  # columns P (text format), Q: what the year chart reads
CHART_YEARS = 5
RIBBON_AT = (1, CHART_DATA_AT[1])
"""P id, Q what is said now; R the usual tip, which stands there already and is no part of what is drawn."""
LAST_OF_SCREEN = STRIPS_AT[0] + PANEL - 1
READ_FIRST_ROW = CHECK_AT[0] + 4  # below what is printed

WITNESS = "Kode saksi catatan langkah (dicetak pada laporan; Periksa Keutuhan dapat mencocokkannya):"

WIDTH = RIGHT - LEFT + 1
HEIGHT = CHECK_AT[0] + CHECK_LINES - 1
SPREAD = (
    CHART_DATA_AT[1] + 2 - LEFT
)  # B to Q: what is seen, and folded away beside it what chart and ribbon read
CODES, KLIK = 7, 9  # columns within the queue, 0-based
READ_FIRST_LINK = link(HOME, "Tombol tidak bekerja? Baca petunjuk di bawah.", f"B{READ_FIRST_ROW}")

HEADINGS: dict[tuple[int, int], Block] = {
    (QUEUE_AT[0] - 2, LEFT): [["Beranda: yang harus dikerjakan sekarang, urut menurut tenggat"]],
    (QUEUE_AT[0] - 1, LEFT): [["Tenggat", "Sisa", "Apa", *[None] * 4, "Berkas / kode", None, "Klik"]],
    (STRIPS_AT[0] - 1, LEFT): [["Berkas berjalan", "1 2 3 4 5 6", "Di langkah", "Waktu"]],
    (STATUSES_AT[0] - 1, STATUSES_AT[1]): [["Menurut status", None, "Jumlah"]],
    (CHART_AT[0] - 1, CHART_AT[1]): [["Berakhir menurut tahun"]],
    (CHECK_AT[0] - 1, LEFT): [["Keutuhan"]],
}
"""What stands between the blocks and never changes: written with them, since one rectangle is one call to Excel."""


def write_home(book: Drawable, view: HomeView) -> None:
    """Draw the sheet anew."""
    sheet = book.sheets[HOME]
    write_block(sheet, *TOP_AT, screen(view), text_columns=(CHART_DATA_AT[1] - LEFT,))


def screen(view: HomeView) -> Block:
    """B1:Q30: all that is seen and printed, and what chart and ribbon read."""
    dated = f"keadaan per {long_date(view.on)}" if view.on else None
    whole = padded([], HEIGHT, SPREAD)
    parts: dict[tuple[int, int], Block] = {
        TOP_AT: [[view.office_name, *[None] * 5, dated, None, None, READ_FIRST_LINK]],
        QUEUE_AT: _queue(view.queue),
        FIGURES_AT: _figures(view.figures),
        STRIPS_AT: _strips(view.strips),
        STATUSES_AT: _statuses(view.statuses),
        CHECK_AT: _check(view),
        CHART_DATA_AT: _chart_data(view),
        RIBBON_AT: [[name, view.ribbon.get(name) or None] for name in (NEXT_STEP, *RIBBON)],
    }
    for (top, left), block in (HEADINGS | parts).items():
        for row, cells in enumerate(block, start=top - TOP_AT[0]):
            whole[row][left - LEFT : left - LEFT + len(cells)] = cells
    return whole


def _chart_data(view: HomeView) -> Block:
    first = view.on.year if view.on else 2026
    return [list(slot) for slot in year_slots(view.ends_per_year, first, CHART_YEARS)]


def _queue(lines: Sequence[QueueLine]) -> Block:
    rows: Block = [
        [
            line.due_on or "-",
            line.left or "-",
            shorten(line.what, 150),
            *[None] * (CODES - 3),
            shorten(line.codes, 50),
            None,
            link(line.sheet, f"▶ {line.button}", line.cell),
        ]
        for line in lines[:QUEUE]
    ]
    more = len(lines) - QUEUE
    rows = padded(rows, QUEUE, WIDTH)
    said = link(DUTIES_SHEET, f"… dan {more} hal lain: lihat lembar {DUTIES_SHEET}") if more > 0 else None
    return [*rows, *padded([[None, None, said]], 1, WIDTH)]


def _figures(figures: Sequence[Figure]) -> Block:
    """Each figure takes two columns; the second one is covered by the first."""
    block = padded([], 2, WIDTH)
    for place, figure in enumerate(figures[:FIGURES]):
        block[0][2 * place], block[1][2 * place] = figure.shown, figure.label
    return block


def _strips(strips: Sequence[BerkasStrip]) -> Block:
    width = STATUSES_AT[1] - LEFT
    rows: Block = [
        [strip.berkas, " ".join(mark.state.symbol for mark in strip.steps), strip.running, strip.timeliness]
        for strip in strips[:STRIPS]
    ]
    if not rows:
        rows = [["Tidak ada berkas yang sedang berjalan."]]
    more = len(strips) - STRIPS
    if more > 0:
        rows.append([f"… dan {more} berkas lain: lihat lembar {DECISIONS_SHEET}."])
    return padded(rows, PANEL, width)


def _statuses(statuses: Sequence[tuple[str, int]]) -> Block:
    """What occurs: label and count; a status that no entry has takes no line."""
    rows: Block = [[label, None, count] for label, count in statuses if count]
    return padded(rows or [["Belum ada informasi."]], PANEL, CHART_AT[1] - STATUSES_AT[1])


def _check(view: HomeView) -> Block:
    return [
        [view.last_check or "Keutuhan belum pernah diperiksa; klik Periksa Keutuhan."],
        [f"{WITNESS} {view.log_head}" if view.log_head else "Catatan langkah masih kosong."],
        [view.duties or "Tidak ada tugas."],
    ]
