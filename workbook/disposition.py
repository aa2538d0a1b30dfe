"""The disposition form's frame: half an A4 page. Its values come from `tables/disposition_sheet.py`."""

from __future__ import annotations

from typing import Any

from workbook import styles
from workbook.canvas import Canvas
from workbook.rules import protect
from workbook.styles import Formats
from xl_macros.domain.phrases import names_in
from xl_macros.tables import disposition_sheet, schema
from xl_macros.tables.disposition_sheet import LEFT, ROWS, WIDTH, DispositionForm

WIDTHS = (17, 30, 3, 20, 20, 8)
RIGHT = LEFT + WIDTH - 1


def write_disposition_sheet(sheet: Any, formats: Formats) -> None:
    """Fill the sheet Disposisi of a new workbook with an empty form."""
    defaults = {setting.field: setting.default for setting in schema.SETTING_ROWS}
    form = DispositionForm(
        letterhead=tuple(defaults[f"letterhead_{line}"] for line in (1, 2, 3)),
        position="Sekretaris",
        name=defaults["secretary_name"],
        city=defaults["office_city"],
        offices=tuple(names_in(defaults["disposition_offices"])),
    )
    canvas = Canvas()
    canvas.put(1, LEFT, disposition_sheet.form_block(form))
    _styles(canvas)
    for offset, width in enumerate(WIDTHS):
        sheet.set_column(LEFT - 1 + offset, LEFT - 1 + offset, width)
    sheet.set_column(0, 0, 2)
    for top, bottom, left, right in MERGED:
        sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", formats(canvas.style_of(top, left)))
    canvas.draw(sheet, formats)
    for row, height in ROW_HEIGHTS.items():
        sheet.set_row(row - 1, height)
    _set_print(sheet)


MERGED = (
    *((row, row, LEFT, RIGHT) for row in (1, 2, 3, 4, 6, 7)),
    (13, 13, LEFT + 1, RIGHT),  # Hal
    (16, 19, LEFT, LEFT + 1),  # Diteruskan kepada
    (21, 21, LEFT, RIGHT),  # Catatan
)
"""Wide and tall cells (top, bottom, left, right; 1-based): allowed here, for this is a form and no data sheet."""

ROW_HEIGHTS = {3: 16, 6: 24, 13: 32, 21: 44, 24: 30}


def _styles(canvas: Canvas) -> None:
    wide = (LEFT, RIGHT)
    canvas.style((1, ROWS), wide, {"font_size": 10, "valign": "top"})
    canvas.style((1, 3), wide, {"bold": True, "font_size": 12, "align": "center"})
    canvas.style((4, 4), wide, {"font_size": 9, "align": "center", "bottom": 6})
    canvas.style((6, 6), wide, {"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"})
    canvas.style((7, 7), wide, {"bold": True, "align": "center", "font_color": styles.ORANGE})
    canvas.style((13, 13), (LEFT + 1, RIGHT), {"text_wrap": True})
    for row in (15, 20):
        canvas.style((row, row), wide, {"bold": True, "top": 1})
    canvas.style((16, 19), (LEFT, LEFT + 1), {"text_wrap": True})
    canvas.style((21, 21), wide, {"text_wrap": True})
    canvas.style((25, 25), (LEFT + 3, LEFT + 3), {"bold": True, "underline": 1})


def _set_print(sheet: Any) -> None:
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, LEFT - 1, ROWS - 1, RIGHT - 1)
    sheet.set_footer(styles.FOOTER_WITH_MARK)
    protect(sheet, schema.DISPOSITION_SHEET)
