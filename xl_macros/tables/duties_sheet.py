"""The sheet Tugas: what is due, kind by kind, the most urgent first, each with its day and what fulfils it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from xl_macros.domain.duties import Duty
from xl_macros.domain.phrases import long_date
from xl_macros.tables.blocks import Block, padded, shorten, write_block
from xl_macros.tables.drawing import Drawable
from xl_macros.tables.schema import DUTIES_SHEET

if TYPE_CHECKING:
    pass

HEADERS = ("Tenggat", "Sisa hari", "Tugas", "Kode", "Diselesaikan dengan")
SAID_AT = (3, 2)
TOP, LEFT = 6, 2
"""First cell of the list (1-based): B6, below the headers in row 5."""

ROWS, WIDTH = 200, len(HEADERS)
MOST_OF_A_KIND = 40
_LATER = "Tampil di sini sesudah yang di atasnya selesai; Jatuh Tempo dapat membuat kalender dari semuanya."


def write_duties(book: Drawable, duties: Sequence[Duty], on: date) -> None:
    """Draw the sheet anew."""
    top: Block = padded([[said(duties, on)], [], HEADERS], TOP - SAID_AT[0], WIDTH)
    rows = padded(list_block(duties, on), ROWS, WIDTH)
    write_block(book.sheets[DUTIES_SHEET], *SAID_AT, [*top, *rows], text_columns=(2, 3, 4))


def said(duties: Sequence[Duty], on: date) -> str:
    """The day, how much is due and how much of it is late."""
    late = sum(duty.is_late(on) for duty in duties)
    count = f"{len(duties)} tugas, {late} lewat tenggat" if duties else "tidak ada tugas"
    return f"Keadaan per {long_date(on)}: {count}."


def list_block(duties: Sequence[Duty], on: date) -> Block:
    """The rows of the list: a title for each kind, then its duties by day; what has no room is counted.

    The duties come sorted by day, and kinds in the order of their first ones: as on the home sheet.
    """
    rows: Block = []
    for kind in dict.fromkeys(duty.kind for duty in duties):
        mine = [duty for duty in duties if duty.kind is kind]
        room = min(MOST_OF_A_KIND, ROWS - len(rows) - 3)
        if room < 1:
            rows.append([None, None, f"… dan tugas jenis lain, mulai dari: {kind.value}. {_LATER}"])
            break
        rows.append([None, None, f"{kind.value} ({len(mine)})"])
        rows += [
            [
                duty.deadline or "-",
                (duty.deadline - on).days if duty.deadline else None,
                shorten(duty.text, 300),
                duty.code,
                duty.button,
            ]
            for duty in mine[:room]
        ]
        if len(mine) > room:
            rows.append([None, None, f"… dan {len(mine) - room} lagi. {_LATER}"])
    return [[*row, *[None] * (WIDTH - len(row))] for row in rows]
