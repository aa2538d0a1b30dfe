"""Rectangles of values for the built sheets, and writing them through the xlwings API in a constant number of calls.

The builder of the workbook draws the same blocks for an empty office, so that a new workbook and a rebuilt
sheet have one source.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from xl_macros.tables import rectangles
from xl_macros.tables.cells import safe_text, text_cell_text, write_column
from xl_macros.tables.drawing import Formula, stands_already

__all__ = ["Block", "Formula", "hours_text", "link", "padded", "shorten", "two_lines", "write_block"]

_MORE = " …"
_LETTERS_PER_WIDTH = 1.1
"""Of ten points, in a column as wide as one digit of eleven: fewer than Excel and LibreOffice set."""

Block = list[list[object]]
"""Rows of equal length; a cell is None, text, a number, a date or a `Formula`."""


def link(sheet: str, label: str, cell: str = "A1") -> Formula:
    """A formula that leads to a sheet of the workbook when clicked. `sheet` is one of ours, `label` plain words."""
    return Formula(f"""=HYPERLINK("#'{sheet}'!{cell}","{label.replace('"', '""')}")""")


def hours_text(hours: float) -> str:
    """Working hours with a decimal comma, at most one place: "2", "7,5"."""
    return f"{hours:.1f}".removesuffix(".0").replace(".", ",")


def shorten(text: str, longest: int) -> str:
    """One line of at most `longest` characters; what is left out shows as an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def two_lines(text: str, width: int) -> str:
    """The text with an ellipsis and a blank line behind what fills two lines of a column of that width (characters).

    A row of fixed height then shows whole lines, in every program and on paper, and says that there is more; the cell
    still holds all of it, for the formula bar.
    """
    room = int(_LETTERS_PER_WIDTH * width)
    first = _line_end(text, 0, room)
    start = first + text.startswith((" ", "\n"), first)
    if _line_end(text, start, room) == len(text):
        return text
    second = _line_end(text, start, room - len(_MORE))
    rest = text[second:].lstrip()
    if not rest or text[second] not in " \n":
        return text
    return f"{text[:second]}{_MORE}\n\n{rest}"


def _line_end(text: str, start: int, room: int) -> int:
    """Where a line that begins there ends: at a line end of its own, else between words, else where it is full."""
    own = text.find("\n", start, start + room + 1)
    if own >= 0:
        return own
    if len(text) - start <= room:
        return len(text)
    gap = text.rfind(" ", start, start + room + 1)
    return gap if gap > start else start + room


def padded(rows: Sequence[Sequence[object]], height: int, width: int) -> Block:
    """The rows brought to a fixed height and width, so that writing them clears what was longer before."""
    if len(rows) > height or any(len(row) > width for row in rows):
        raise ValueError(f"block beyond {height} x {width}")
    wide = [[*row, *[None] * (width - len(row))] for row in rows]
    return wide + [[None] * width for _ in range(height - len(rows))]


def write_block(sheet: Any, top: int, left: int, block: Block, text_columns: Collection[int] = ()) -> None:
    """Write a rectangle whose first cell is (`top`, `left`), 1-based, in one assignment; none when it stands there.

    `text_columns` (0-based in the block) are those whose cells have text format.
    """
    if stands_already(sheet, top, left, block):
        return
    columns = [
        _column(values, text_cell_text if index in text_columns else safe_text)
        for index, values in enumerate(zip(*block, strict=True))
    ]
    rectangles.block(sheet, top, left, len(block), len(block[0])).raw_value = [
        list(row) for row in zip(*columns, strict=True)
    ]


def _column(values: Sequence[object], spell: Callable[[str], str]) -> list[str | float | int | None]:
    return write_column(values, lambda text: str(text) if isinstance(text, Formula) else spell(text))
