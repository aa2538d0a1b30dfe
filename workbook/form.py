"""The frame of the form sheet: open answer cells with dropdowns that follow what the form asks.

Its lines come from `tables/form_sheet.py`. Each answer cell has a list rule over the choices that stand on its own
row, in folded columns; where a line has none, anything may be typed: the action checks all answers together.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name

from workbook import styles
from workbook.canvas import Canvas
from workbook.rules import protect
from workbook.styles import Formats
from workbook.table_sheets import ROW_POINTS
from xl_macros.actions.catalogue import BY_NAME
from xl_macros.tables import form_sheet, schema
from xl_macros.tables.form_sheet import (
    ANSWER_COLUMN,
    CHOICES,
    CHOICES_LEFT,
    FIRST_LINE,
    LEFT,
    LINES,
    NO_FORM,
    TOP,
)

WIDTHS = (3, 30, 56, 62, 3, 3)
SUBTITLE = "Lengkapi kolom Jawaban Anda, lalu klik Kerjakan pada tab Dikecualikan; atau klik Batal."


def write_form_sheet(sheet: Any, formats: Formats) -> None:
    """Fill the sheet Formulir of a new workbook with an empty form."""
    canvas = Canvas()
    for (top, left), block in form_sheet.form_blocks(NO_FORM).items():
        canvas.put(top, left, block)
    canvas.text(1, LEFT, "Formulir", styles.TITLE)
    canvas.text(2, LEFT, SUBTITLE, styles.SUBTITLE)
    canvas.style((TOP, TOP), (LEFT, LEFT), styles.SECTION)
    canvas.style((TOP + 3, TOP + 3), (LEFT, LEFT + 2), styles.HEAD)
    last = FIRST_LINE + LINES - 1
    canvas.style((FIRST_LINE, last), (LEFT, LEFT), styles.CELL, bold=True)
    canvas.style((FIRST_LINE, last), (ANSWER_COLUMN, ANSWER_COLUMN), styles.STAFF_CELL, num_format="@")
    canvas.style((FIRST_LINE, last), (ANSWER_COLUMN + 1, ANSWER_COLUMN + 1), styles.CELL)
    canvas.draw(sheet, formats)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(CHOICES_LEFT - 1, CHOICES_LEFT - 1 + CHOICES, 4, None, {"hidden": True})
    for row, height in ((1, 22), (2, 15), (3, 4), (TOP, 20), (TOP + 1, 16), (TOP + 2, 28), (TOP + 3, 18)):
        sheet.set_row(row - 1, height)
    for row in range(FIRST_LINE, last + 1):
        sheet.set_row(row - 1, ROW_POINTS)
    _add_rules(sheet, formats, last)
    for place, name in enumerate(("submit_form", "clear_form")):
        action = BY_NAME[name]
        options = {
            "macro": name,
            "caption": action.label,
            "width": 120,
            "height": 30,
            "x_offset": 140 * place,
        }
        sheet.insert_button(TOP + 1, ANSWER_COLUMN - 1, {**options, "description": action.tip})
    sheet.hide_gridlines(2)
    sheet.freeze_panes(TOP + 3, 0)
    sheet.set_selection(FIRST_LINE - 1, ANSWER_COLUMN - 1, FIRST_LINE - 1, ANSWER_COLUMN - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(styles.FOOTER_WITH_MARK)
    protect(sheet, schema.FORM_SHEET)


def _add_rules(sheet: Any, formats: Formats, last: int) -> None:
    first, count = xl_col_to_name(CHOICES_LEFT), xl_col_to_name(CHOICES_LEFT - 1)
    for row in range(FIRST_LINE, last + 1):
        source = f"=OFFSET(${first}${row},0,0,1,MAX(1,${count}${row}))"
        rule = {"validate": "list", "source": source, "show_error": False, "ignore_blank": True}
        sheet.data_validation(row - 1, ANSWER_COLUMN - 1, row - 1, ANSWER_COLUMN - 1, rule)
    top, label, answer, note = FIRST_LINE - 1, LEFT - 1, ANSWER_COLUMN - 1, ANSWER_COLUMN
    asked, complaint = f"=LEN($B{FIRST_LINE})>0", f'=LEFT($D{FIRST_LINE},1)="▲"'
    for place, test, style in (
        ((TOP + 2, answer, TOP + 2, answer), f"=LEN($C{TOP + 3})>0", styles.STAFF_HEAD),
        ((TOP + 2, label, TOP + 2, note), f"=LEN($B{TOP + 3})>0", styles.BUTTON_HEAD),
        ((top, answer, last - 1, answer), asked, styles.ANSWER),
        ((top, note, last - 1, note), complaint, styles.WARNING),
        ((top, label, last - 1, note), asked, styles.ROW_LINE),
    ):
        sheet.conditional_format(*place, {"type": "formula", "criteria": test, "format": formats.rule(style)})
