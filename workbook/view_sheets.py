"""The frames of sheets that buttons draw from top to bottom: a title, widths, print set-up; empty until then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbook import styles
from workbook.rules import protect
from workbook.styles import Formats
from xl_macros.tables import schema


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands above an empty sheet, and how wide its columns are (characters)."""

    title: str
    subtitle: str
    widths: tuple[int, ...]


FRAMES = {
    schema.DUTIES_SHEET: Frame(
        "Tugas",
        "Apa yang harus dikerjakan, menurut tenggatnya. Sebuah tugas hilang bila penyelesaiannya sudah dicatat.",
        (4, 12, 8, 60, 20, 34),
    ),
}


def write_view_sheet(sheet: Any, name: str, formats: Formats) -> None:
    """Fill one of them."""
    frame = FRAMES[name]
    for row, height in enumerate((30, 18)):
        sheet.set_row(row, height, formats(styles.SUBTITLE))
    for column, width in enumerate(frame.widths):
        sheet.set_column(column, column, width)
    sheet.write(0, 1, frame.title, formats(styles.TITLE))
    sheet.write(1, 1, frame.subtitle, formats(styles.SUBTITLE))
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(styles.FOOTER_WITH_MARK)
    protect(sheet, name)
