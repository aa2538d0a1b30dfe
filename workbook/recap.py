"""The recap sheet's frame: headings, colours, print set-up. Its values come from `tables/recap_sheet.py`."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name, xl_range_abs

from workbook import styles
from workbook.canvas import Canvas
from workbook.rules import add_status_colours, protect
from workbook.styles import Formats
from workbook.table_sheets import LAST_ROW, ROW_POINTS, CellStyles, write_table
from xl_macros.domain.entry import Status
from xl_macros.tables import recap_sheet, schema
from xl_macros.tables.recap_sheet import RECAP, SUMMARY_AT, SUMMARY_HEIGHT, SUMMARY_WIDTH

NOT_YET = "Rekapitulasi belum disusun; klik Buat Rekapitulasi pada tab Dikecualikan."
FOLDED = {"level": 1, "hidden": True}
SUMMARY_WIDTHS = (18, 8, 10, 10, 10, 8, 14, 60)


def write_recap_sheet(sheet: Any, formats: Formats) -> None:
    """Fill the sheet Rekapitulasi of a new workbook."""
    top, left = SUMMARY_AT
    bottom = top + SUMMARY_HEIGHT - 1
    header, _ = xl_cell_to_rowcol(RECAP.anchor)
    canvas = Canvas()
    canvas.text(1, 2, RECAP.title, styles.TITLE)
    canvas.text(recap_sheet.SENTENCE_AT[0], 2, NOT_YET, styles.BANNER)
    canvas.style((2, 2), (3, len(RECAP.columns)), styles.BANNER, {"left": 0})
    canvas.put(top, left, [[None] * SUMMARY_WIDTH] * SUMMARY_HEIGHT)
    for column, text in (
        (left, "Berakhir pada"),
        (left + 2, "Menurut status"),
        (left + 6, "Temuan"),
    ):
        canvas.text(top - 1, column, text, styles.SECTION)
    _summary_styles(canvas, top, bottom, left)
    write_table(sheet, RECAP, formats, (), CellStyles(lambda column: _cell_style(column.field)))
    canvas.draw(sheet, formats)
    _colours(sheet, formats, header + 1)
    used = (top - 1, left - 1, bottom - 1, left)
    _rule(sheet, formats, used, f"=LEN($O{top})>0", styles.ROW_LINE)
    _set_view(sheet, header)


def folded_heads() -> str:
    """The cells above the columns that are folded away."""
    row, column = SUMMARY_AT[0] - 2, SUMMARY_AT[1] - 1
    return str(xl_range_abs(row, column, row, column + SUMMARY_WIDTH - 1))


def _summary_styles(canvas: Canvas, top: int, bottom: int, left: int) -> None:
    rows = (top, bottom)
    canvas.style(rows, (left, left), {"num_format": "@", "align": "left"})  # a year is a label here
    canvas.style(rows, (left + 1, left + 1), {"align": "left", "num_format": "0", "indent": 1})
    statuses = (top, top + len(Status))
    canvas.style(statuses, (left + 2, left + 5), styles.LIST_CELL)
    canvas.style(statuses, (left + 5, left + 5), {"align": "center", "num_format": "0"})
    canvas.style((top + len(Status), top + len(Status)), (left + 2, left + 5), {"bold": True})
    findings = {"font_color": styles.INK, "font_size": 9}
    canvas.style(rows, (left + 6, left + 7), findings)


def _cell_style(field: str) -> dict[str, Any]:
    if field == "number":  # group titles begin here and run over the empty cells to their right
        return {"valign": "top", "align": "left", "num_format": "General", "font_size": 10}
    return styles.STAFF_CELL if field == "note" else styles.CELL


def _colours(sheet: Any, formats: Formats, first: int) -> None:
    """Each row is coloured by the word in its hidden first cell."""
    last = len(RECAP.columns) - 1
    status = RECAP.fields.index("status")
    days, finding = RECAP.fields.index("days_left"), RECAP.fields.index("explanation")
    word = f"${xl_col_to_name(status)}{first + 1}"
    add_status_colours(sheet, (first, status, LAST_ROW, status), word, formats)
    _rule(
        sheet,
        formats,
        (first, days, LAST_ROW, days),
        f'=RIGHT({word},15)="segera berakhir"',
        styles.WARNING,
    )
    for kind, columns, style in (
        (recap_sheet.LINE_WITH_FINDING, (finding, finding), styles.FINDING_CELL),  # before the wider ones
        (recap_sheet.GROUP, (1, last), styles.GROUP_ROW),
        (recap_sheet.SECTION, (1, last), styles.SECTION_ROW),
    ):
        place = (first, columns[0], LAST_ROW, columns[1])
        _rule(sheet, formats, place, f'=$A{first + 1}="{kind}"', style)
    _rule(sheet, formats, (first, 1, LAST_ROW, last), f"=LEN($A{first + 1})>0", styles.ROW_LINE)


def _rule(
    sheet: Any, formats: Formats, place: tuple[int, int, int, int], test: str, style: dict[str, Any]
) -> None:
    sheet.conditional_format(*place, {"type": "formula", "criteria": test, "format": formats.rule(style)})


def _set_view(sheet: Any, header: int) -> None:
    sheet.set_row(0, 18)
    sheet.set_row(1, 18)
    sheet.set_row(2, 3)
    sheet.set_default_row(ROW_POINTS)
    sheet.outline_settings(visible=False)
    # Folded, so that the list prints alone and one page wide; Beranda and the report show the same figures.
    for place, width in enumerate(SUMMARY_WIDTHS):
        sheet.set_column(SUMMARY_AT[1] - 1 + place, SUMMARY_AT[1] - 1 + place, width, None, FOLDED)
    after = SUMMARY_AT[1] - 1 + SUMMARY_WIDTH
    sheet.set_column(after, after, 4, None, {"collapsed": True})
    sheet.freeze_panes(header + 1, RECAP.fields.index("information") + 1)
    sheet.set_selection(header + 1, 1, header + 1, 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    last = RECAP.fields.index("period_text")  # decision and legal basis stand in Register and report
    sheet.print_area_range = f"{schema.RECAP_SHEET}!$B$1:${xl_col_to_name(last)}${LAST_ROW + 1}"
    sheet.repeat_rows(header)
    sheet.set_footer(styles.FOOTER_WITH_MARK)
    protect(sheet, schema.RECAP_SHEET)
