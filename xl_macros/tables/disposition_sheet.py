"""The disposition sheet of SOP step 1 (*lembar disposisi*), half a page, laid out as a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from xl_macros.domain.phrases import long_date, names_in
from xl_macros.tables.blocks import Block, write_block
from xl_macros.tables.drawing import Drawable
from xl_macros.tables.schema import CHOICES, DISPOSITION_SHEET

if TYPE_CHECKING:
    pass

TICKED, OPEN = "☒", "☐"


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
        ["Sifat", f": {_ticks('sifat', form.secrecy, (0, 1))}"],
        [None, f"  {_ticks('sifat', form.secrecy, (2, 3))}"],
        ["Hal", f": {form.about}"],
        [],
        ["Diteruskan kepada:", None, None, "Dengan hormat harap:"],
        [_receivers(form), None, None, _tick("harap", 0, form.instruction)],
        [None, None, None, _tick("harap", 1, form.instruction)],
        [None, None, None, _tick("harap", 2, form.instruction)],
        [None, None, None, _other(form.instruction)],
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
    chosen = [name.casefold() for name in names_in(form.forwarded_to)]
    known = [office.casefold() for office in form.offices]
    boxes = [f"{TICKED if office.casefold() in chosen else OPEN} {office}" for office in form.offices]
    other = "" if all(each in known for each in chosen) else form.forwarded_to
    boxes.append(f"{TICKED} {other}" if other else f"{OPEN} ..............................")
    return "\n".join("   ".join(boxes[line::4]) for line in range(min(4, len(boxes))))


def _day(day: date | str | None) -> str:
    return long_date(day) if isinstance(day, date) else day or ""


def _mark(secrecy: str) -> str:
    """What stands on top of a paper that not everybody may read."""
    return secrecy.strip().upper() if "rahasia" in secrecy.casefold() else ""


def _ticks(choices: str, chosen: str, places: tuple[int, ...]) -> str:
    return "   ".join(_tick(choices, place, chosen) for place in places)


def _tick(choices: str, place: int, chosen: str) -> str:
    option = CHOICES[choices][1][place]
    return f"{TICKED if chosen.strip().casefold() == option.casefold() else OPEN} {option}"


def _other(chosen: str) -> str:
    """An instruction in own words stands beside a ticked box."""
    known = chosen.strip().casefold() in ("", *CHOICES["harap"][1])
    return f"{OPEN} ...................................." if known else f"{TICKED} {chosen.strip()}"
