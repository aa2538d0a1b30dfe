"""The one form: a title, and one line per question with its answer, its choices and what is said about it.

What a form asks is data of the action (`click/request.py`); this module only knows where it stands. Its frame, the
dropdowns and the open cells are the builder's (`workbook/form.py`); a button writes two blocks and reads one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from xl_macros.tables import rectangles
from xl_macros.tables.blocks import Block, padded, write_block
from xl_macros.tables.cells import read_datetime, read_text
from xl_macros.tables.drawing import Drawable
from xl_macros.tables.schema import FORM_SHEET

if TYPE_CHECKING:
    import xlwings as xw

LEFT = 2
TOP = 4
"""The form's title stands here, what it is about below it, then a blank row and the headers."""
HEADERS = ("Isian", "Jawaban Anda", "Keterangan")
FIRST_LINE = TOP + 4
LINES = 16
ANSWER_COLUMN = LEFT + 1
CHOICES_LEFT = 8
"""Column H: how many choices a line has; the choices stand to the right of it."""
CHOICES = 30
STATE = (TOP, CHOICES_LEFT)
"""Two hidden cells: the action that the form is for, and what the host has answered already."""

EMPTY = "Belum ada isian. Pilih tombol pada tab Dikecualikan."


class FormLine(NamedTuple):
    """One question: `note` helps or complains; `choices` fill the dropdown, and free text is told by the action."""

    label: str
    answer: object = None
    note: str = ""
    choices: tuple[str, ...] = ()


class Form(NamedTuple):
    """What the sheet shows. `action` and `kept` come back unchanged when it is read."""

    action: str
    title: str
    about: str
    kept: str
    lines: tuple[FormLine, ...]


class FilledForm(NamedTuple):
    """What the sheet holds: the action, what was kept, and the answers from top to bottom as text or dates."""

    action: str
    kept: str
    answers: tuple[object, ...]


NO_FORM = Form("", "", EMPTY, "", ())


def write_form(book: Drawable, form: Form) -> None:
    """Draw it. ValueError when it asks more than the sheet has lines for.

    Answers have text format: what is typed stays what was typed, whatever the country that Excel is set to.
    """
    sheet = book.sheets[FORM_SHEET]
    for (top, left), block in form_blocks(form).items():
        write_block(sheet, top, left, block, text_columns=(ANSWER_COLUMN - LEFT,) if left == LEFT else ())


def form_blocks(form: Form) -> dict[tuple[int, int], Block]:
    """The form as rectangles by their first cell (1-based row and column)."""
    lines: Block = [[line.label, line.answer, line.note] for line in form.lines]
    choices: Block = [[len(line.choices), *line.choices[:CHOICES]] for line in form.lines]
    headers: list[object] = [*HEADERS] if form.lines else [None, None, None]
    return {
        (TOP, LEFT): [
            [form.title, None, None],
            [form.about, None, None],
            [None, None, None],
            headers,
            *padded(lines, LINES, 3),
        ],
        STATE: [
            [form.action or None, *[None] * CHOICES],
            [form.kept or None, *[None] * CHOICES],
            *padded([], 2, CHOICES + 1),
            *padded(choices, LINES, CHOICES + 1),
        ],
    }


def read_form(book: xw.Book) -> FilledForm:
    """The form as it stands on the sheet."""
    sheet = book.sheets[FORM_SHEET]
    state: Sequence[Sequence[object]] = rectangles.block(sheet, *STATE, 2, 2).raw_value
    body: Sequence[Sequence[object]] = rectangles.block(sheet, FIRST_LINE, LEFT, LINES, 2).raw_value
    return FilledForm(
        str(state[0][0] or ""),
        str(state[1][0] or ""),
        tuple(answer for label, answer in body if label is not None),
    )


def answer_text(value: object, *, is_date: bool) -> Any:
    """An answer as its field reads it: dates as dates, all else as text; None for a blank cell."""
    return read_datetime(value) if is_date else read_text(value)
