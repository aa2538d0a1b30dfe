"""The disposition sheet of SOP step 1 (*lembar disposisi*), half a page, laid out as a form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from xl_macros.domain.phrases import long_date, names_in
from xl_macros.domain.tick_boxes import tick_boxes
from xl_macros.tables.blocks import Block, write_block
from xl_macros.tables.drawing import Drawable
from xl_macros.tables.schema import CHOICES, DISPOSITION_SHEET

TICKED, OPEN = "☒", "☐"
GAP = "   "


@dataclass(frozen=True, slots=True)
class DispositionForm:
    """What the form shows. Text may be empty: then the line is left to be filled by hand.

    `decided_on` is a date, or the text that stands on the letter where the date is not known.
    """

    letterhead: tuple[str, ...] = ()
    address: str = ""
    letter_from: str = ""
    number: str = ""
    decided_on: date | str | None = None
    received_at: datetime | date | None = None
    agenda_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    about: str = ""
    forwarded_to: str = ""
    offices: tuple[str, ...] = ()
    instruction: str = ""
    note: str = ""
    position: str = ""
    name: str = ""
    rank: str = ""
    nip: str = ""
    city: str = ""


LEFT, WIDTH = 2, 6  # columns B to G
TOP = 1
ROWS = 27


def write_disposition(book: Drawable, form: DispositionForm) -> None:
    """Draw the form anew."""
    write_block(book.sheets[DISPOSITION_SHEET], TOP, LEFT, form_block(form))


def form_block(form: DispositionForm) -> Block:
    """B1:G27. Columns B-C label and value on the left, E-G on the right."""
    kop = [*form.letterhead, "", "", ""][:3]
    secrecies = _boxes(tick_boxes(CHOICES["sifat"][1], [form.secrecy]).boxes)
    requests = tick_boxes(CHOICES["harap"][1], [form.instruction])
    asked = [*_boxes(requests.boxes), _in_words(requests.other)]
    rows: Block = [
        [kop[0]],
        [kop[1]],
        [kop[2]],
        [form.address],
        [],
        ["LEMBAR DISPOSISI"],
        [_mark(form.secrecy)],
        ["Surat dari", f": {form.letter_from}", None, "Diterima tanggal", f": {_day(form.received_at)}"],
        ["Nomor surat", f": {form.number}", None, "Nomor agenda", f": {form.agenda_number}"],
        ["Tanggal surat", f": {_day(form.decided_on)}", None, "Tingkat urgensi", f": {form.urgency}"],
        ["Sifat", f": {GAP.join(secrecies[:2])}"],
        [None, f"  {GAP.join(secrecies[2:])}"],
        ["Hal", f": {form.about}"],
        [],
        ["Diteruskan kepada:", None, None, "Dengan hormat harap:"],
        [_receivers(form), None, None, asked[0]],
        [None, None, None, asked[1]],
        [None, None, None, asked[2]],
        [None, None, None, asked[3]],
        ["Catatan:"],
        [form.note],
        [None, None, None, f"{form.city or '...................'}, ...................."],
        [None, None, None, form.position],
        [],
        [None, None, None, form.name or "...................................."],
        [None, None, None, form.rank],
        ["Paraf dan tanggal: ....................", None, None, f"NIP {form.nip or '....................'}"],
    ]
    return [[*row, *[None] * (WIDTH - len(row))] for row in rows]


def _receivers(form: DispositionForm) -> str:
    """The offices to tick and whom else the paper goes to, on the four lines of the one merged cell."""
    ticks = tick_boxes(form.offices, names_in(form.forwarded_to))
    boxes = [*_boxes(ticks.boxes), _in_words(ticks.other)]
    return "\n".join(GAP.join(boxes[line::4]) for line in range(min(4, len(boxes))))


def _day(day: date | str | None) -> str:
    return long_date(day) if isinstance(day, date) else day or ""


def _mark(secrecy: str) -> str:
    """What stands on top of a paper that not everybody may read."""
    return secrecy.strip().upper() if "rahasia" in secrecy.casefold() else ""


def _boxes(boxes: Iterable[tuple[str, bool]]) -> list[str]:
    return [f"{TICKED if ticked else OPEN} {text}" for text, ticked in boxes]


def _in_words(other: str) -> str:
    """What is none of the boxes stands beside a ticked one, or there is room for a pen."""
    return f"{TICKED} {other}" if other else f"{OPEN} .............................."
