"""The frames of sheets that buttons draw from top to bottom: a title, widths, print set-up; empty until then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbook import styles
from workbook.rules import protect
from workbook.styles import Formats
from xl_macros.tables import duties_sheet, schema


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands above an empty sheet, and how wide its columns are (characters)."""

    title: str
    subtitle: str
    widths: tuple[int, ...]
    headers: tuple[str, ...] = ()


FRAMES = {
    schema.DUTIES_SHEET: Frame(
        "Tugas",
        "Apa yang harus dikerjakan, menurut tenggatnya. Sebuah tugas hilang bila penyelesaiannya sudah dicatat.",
        (2, 11, 9, 84, 16, 38),
        duties_sheet.HEADERS,
    ),
}


def write_view_sheet(sheet: Any, name: str, formats: Formats) -> None:
    """Fill one of them."""
    frame = FRAMES[name]
    for row, height in enumerate((18, 14, 14, 4)):
        sheet.set_row(row, height, formats(styles.SUBTITLE))
    for column, width in enumerate(frame.widths):
        sheet.set_column(column, column, width)
    sheet.write(0, 1, frame.title, formats(styles.TITLE))
    sheet.write(1, 1, frame.subtitle, formats(styles.SUBTITLE))
    if frame.headers:
        _write_list(sheet, frame, formats)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(styles.FOOTER_WITH_MARK)
    protect(sheet, name)


def _write_list(sheet: Any, frame: Frame, formats: Formats) -> None:
    """Headers of the list of duties, its cells, and the colours that follow from them."""
    top, left = duties_sheet.TOP - 1, duties_sheet.LEFT - 1
    sheet.write(duties_sheet.SAID_AT[0] - 1, left, "Belum dihitung.", formats(styles.SUBTITLE))
    for column, header in enumerate(frame.headers):
        sheet.write(top - 1, left + column, header, formats(styles.LIST_HEAD))
    last = top + duties_sheet.ROWS - 1
    kinds: tuple[dict[str, Any], ...] = (
        {"num_format": "dd/mm/yyyy", "align": "center"},
        {"num_format": '0;"lewat "0;0', "align": "center"},
        {"num_format": "@"},
        {"num_format": "@"},
        {"num_format": "@"},
    )
    for row in range(top, last + 1):
        for column, kind in enumerate(kinds):
            sheet.write_blank(row, left + column, None, formats(styles.CELL, kind))
    width = len(kinds) - 1
    for place, test, style in (
        ((top, left, last, left + width), f"=AND(LEN($B{top + 1})=0,LEN($D{top + 1})>0)", styles.SECTION_ROW),
        ((top, left, last, left + 1), f"=AND(ISNUMBER($B{top + 1}),$B{top + 1}<TODAY())", styles.WARNING),
        ((top, left, last, left + width), f"=LEN($D{top + 1})>0", styles.ROW_LINE),
    ):
        sheet.conditional_format(*place, {"type": "formula", "criteria": test, "format": formats.rule(style)})
    sheet.freeze_panes(top, 0)
    sheet.set_selection(top, left, top, left)
    sheet.repeat_rows(top - 1)
