"""The home sheet's frame: headings, formats, buttons, charts. Its values come from `tables/home_sheet.py`."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

from workbook import styles
from workbook.canvas import Canvas
from workbook.package import RIBBON, RIBBON_FOLDER
from workbook.rules import add_status_colours
from workbook.styles import Formats
from xl_macros.domain.entry import Status
from xl_macros.tables import home_sheet, schema
from xl_macros.tables.home_sheet import ENDINGS, LEFT, LISTS_TOP, MENDS, RIGHT, STRIPS, HomeView
from xl_macros.tables.year_slots import SLOTS

COLUMN_WIDTH = 14
COLUMN_PIXELS = 103
BUTTONS_PER_ROW, BUTTON_HEIGHT, BUTTON_GAP = 7, 40, 6
BUTTON_TOP = 6  # 1-based row
READ_FIRST = (
    "Baca dulu: bila tombol tidak bekerja dan tab Dikecualikan tidak tampak, makro diblokir. Tutup Excel, klik kanan "
    "berkas ini, pilih Properties (Properti), centang Unblock (Buka Blokir), klik OK, lalu buka lagi. Bila tetap "
    "begitu, jalankan pasang.cmd dan buka buku kerja ini dari folder Dokumen."
)
STEP_HEADS = ("1 Terima", "2 Pindai", "3 Rekap", "4 Periksa", "5 Simpan", "6 Lapor")
FIRST_ACTION = (
    "Tulis keputusan pertama di lembar Keputusan dan informasinya di Register, lalu klik Terima Keputusan."
)
CHART_TOP, CHART_ROWS = 21, 16


def empty_view(on: date) -> HomeView:
    """What a new workbook shows; `on` gives the years of the chart, not a date of figures."""
    return HomeView(
        on=on,
        office_name=next(each.default for each in schema.SETTING_ROWS if each.field == "office_name"),
        next_action=FIRST_ACTION,
        next_sheet=schema.DECISIONS_SHEET,
        statuses=[(status.label, 0) for status in Status],
    )


def write_home_sheet(book: Any, sheet: Any, formats: Formats, on: date) -> None:
    """Fill the sheet Beranda of a new workbook."""
    view = empty_view(on)
    canvas = Canvas()
    _headings(canvas)
    for (top, left), block in home_sheet.blocks(view).items():
        canvas.put(top, left, block)
    canvas.text(2, LEFT, view.office_name)  # a new workbook has no date of figures
    _set_grid(sheet)
    canvas.draw(sheet, formats)
    for row in (3, 10):  # one wide line each; this is no data sheet
        cell = formats(styles.BANNER if row == 3 else styles.READ_FIRST)
        sheet.merge_range(
            row - 1, LEFT - 1, row - 1, RIGHT - 1, view.next_action if row == 3 else READ_FIRST, cell
        )
    _buttons(sheet)
    _colours(sheet, formats)
    _charts(book, sheet)
    _set_print(sheet)


def _headings(canvas: Canvas) -> None:
    wide = (LEFT, RIGHT)
    canvas.text(1, LEFT, "Beranda", styles.TITLE)
    canvas.style((2, 2), wide, styles.SUBTITLE)
    canvas.style((4, 4), wide, styles.LINK)
    canvas.text(11, LEFT, "Berkas yang sedang berjalan (jam kerja terpakai / standar)", styles.SECTION)
    canvas.style((12, 12), wide, styles.LIST_HEAD)
    canvas.put(12, LEFT, [["Kode Berkas", "Keputusan", None, *STEP_HEADS, "Ketepatan"]])
    canvas.style((13, 12 + STRIPS), wide, styles.LIST_CELL)
    canvas.style((13, 12 + STRIPS), (LEFT + 3, LEFT + 8), {"align": "center"})
    canvas.style((13 + STRIPS, 13 + STRIPS), wide, styles.SUBTITLE)
    canvas.text(CHART_TOP, LEFT, "Jumlah menurut status", styles.SECTION)
    canvas.text(CHART_TOP, LEFT + 7, "Berakhir per tahun", styles.SECTION)
    canvas.style((22, 30), (LEFT, LEFT + 2), styles.LIST_CELL)
    canvas.style((30, 30), (LEFT, LEFT + 2), {"bold": True})
    canvas.style((LISTS_TOP, LISTS_TOP), wide, styles.SECTION)
    canvas.text(LISTS_TOP, LEFT + 6, "Temuan yang harus diperbaiki", styles.SECTION)
    canvas.style((LISTS_TOP + 1, LISTS_TOP + 1), wide, styles.LIST_HEAD)
    canvas.put(
        LISTS_TOP + 1, LEFT, [["Kode", "Informasi", None, None, "Berakhir", "Sisa hari", "Kode", "Temuan"]]
    )
    last = LISTS_TOP + 1 + max(ENDINGS, MENDS)
    canvas.style((LISTS_TOP + 2, last), wide, styles.LIST_CELL)
    canvas.style((LISTS_TOP + 2, last), (LEFT + 4, LEFT + 4), {"num_format": "dd/mm/yyyy", "align": "center"})
    canvas.style((LISTS_TOP + 2, last), (LEFT + 5, LEFT + 5), {"num_format": "0", "align": "center"})
    canvas.style((last + 1, last + 1), wide, styles.LINK)
    row, column = home_sheet.CHART_DATA_AT
    canvas.style((row, row + SLOTS - 1), (column, column), {"num_format": "@"})  # a year is a label here
    row, _ = home_sheet.CHECK_AT
    canvas.text(row - 1, LEFT, "Keutuhan", styles.SECTION)


def _set_grid(sheet: Any) -> None:
    sheet.set_column(0, 0, 2)
    sheet.set_column(LEFT - 1, RIGHT - 1, COLUMN_WIDTH)
    _, data = home_sheet.CHART_DATA_AT
    sheet.set_column(data - 1, data, COLUMN_WIDTH, None, {"hidden": True})
    sheet.set_row(0, 30)
    sheet.set_row(2, 36)
    for row in range(BUTTON_TOP, BUTTON_TOP + 4):
        sheet.set_row(row - 1, 18)
    sheet.set_row(9, 46)
    for row in (11, CHART_TOP, LISTS_TOP, home_sheet.CHECK_AT[0] - 1):
        sheet.set_row(row - 1, 24)
    sheet.hide_gridlines(2)


def _buttons(sheet: Any) -> None:
    """The ribbon's buttons once more, for when the ribbon is missing."""
    width = ((RIGHT - LEFT + 1) * COLUMN_PIXELS) // BUTTONS_PER_ROW - BUTTON_GAP
    for place, (name, label, tip) in enumerate(ribbon_buttons()):
        line, column = divmod(place, BUTTONS_PER_ROW)
        sheet.insert_button(
            BUTTON_TOP - 1,
            LEFT - 1,
            {
                "macro": name,
                "caption": label,
                "width": width,
                "height": BUTTON_HEIGHT,
                "x_offset": column * (width + BUTTON_GAP),
                "y_offset": line * (BUTTON_HEIGHT + BUTTON_GAP),
                "description": tip,
            },
        )


def ribbon_buttons() -> list[tuple[str, str, str]]:
    """Id, label and screentip of the ribbon's buttons, in its order."""
    root = ET.parse(RIBBON_FOLDER / RIBBON).getroot()  # noqa: S314  # our own file, not a stranger's
    return [
        (each.attrib["id"], each.attrib["label"], each.attrib["screentip"])
        for each in root.iter()
        if each.tag.endswith("}button")
    ]


def _colours(sheet: Any, formats: Formats) -> None:
    top, left = home_sheet.STRIPS_AT
    place = (top - 1, left + 2, top + STRIPS - 2, left + 7)
    for sign, style in (
        ("✓!", styles.WARNING),
        ("►!", styles.STATUS["perlu diperjelas"]),
        ("✓", styles.GOOD),
        ("►", styles.STATUS["berlaku"]),
    ):
        criteria = f'=LEFT($E{top},{len(sign)})="{sign}"'.replace("$E", "E")
        rule = {"type": "formula", "criteria": criteria, "format": formats.rule(style), "stop_if_true": True}
        sheet.conditional_format(*place, rule)
    sheet.conditional_format(
        top - 1,
        left + 8,
        top + STRIPS - 2,
        left + 10,
        {
            "type": "formula",
            "criteria": f'=ISNUMBER(SEARCH("lewat waktu",$K{top}))',
            "format": formats.rule(styles.WARNING),
        },
    )
    row, column = home_sheet.STATUSES_AT
    add_status_colours(sheet, (row - 1, column - 1, row + 6, column), f"$B{row}", formats)


def _charts(book: Any, sheet: Any) -> None:
    status_row, status_column = home_sheet.STATUSES_AT
    year_row, year_column = home_sheet.CHART_DATA_AT
    size = {"height": CHART_ROWS * 20 + 8}
    by_status = bar_chart(
        book, schema.HOME, status_row, status_column, status_column + 2, home_sheet.STATUSES, horizontal=True
    )
    by_status.set_size({"width": 4 * COLUMN_PIXELS - 8, **size})
    sheet.insert_chart(
        CHART_TOP - 1,
        LEFT + 2,
        by_status,
        {
            "description": "Diagram batang: jumlah informasi menurut status; angkanya ada di tabel sebelah kiri."
        },
    )
    by_year = bar_chart(book, schema.HOME, year_row, year_column, year_column + 1, SLOTS, horizontal=False)
    by_year.show_hidden_data()
    by_year.set_size({"width": 5 * COLUMN_PIXELS, **size})
    sheet.insert_chart(
        CHART_TOP,
        LEFT + 6,
        by_year,
        {
            "description": "Diagram batang: jumlah informasi yang berakhir tiap tahun; rincian di lembar Rekapitulasi."
        },
    )


def bar_chart(
    book: Any, sheet: str, top: int, labels: int, values: int, count: int, *, horizontal: bool
) -> Any:
    """A plain one-colour bar chart over `count` cells from row `top` (1-based), numbers at the bars."""
    chart = book.add_chart({"type": "bar" if horizontal else "column"})
    bottom = top + count - 2
    chart.add_series(
        {
            "categories": [sheet, top - 1, labels - 1, bottom, labels - 1],
            "values": [sheet, top - 1, values - 1, bottom, values - 1],
            "fill": {"color": styles.BLUE},
            "gap": 40,
            "data_labels": {"value": True, "num_format": "0;;", "font": {"size": 9, "color": styles.INK}},
        }
    )
    chart.set_legend({"none": True})
    chart.set_title({"none": True})
    category = {"num_font": {"size": 9, "color": styles.INK}, "line": {"color": styles.MID_GREY}}
    amounts = {"min": 0, "visible": False, "major_gridlines": {"visible": False}}
    if horizontal:
        chart.set_y_axis({**category, "reverse": True})
        chart.set_x_axis(amounts)
    else:
        chart.set_x_axis(category)
        chart.set_y_axis(amounts)
    chart.set_chartarea({"border": {"none": True}})
    return chart


def _set_print(sheet: Any) -> None:
    row, _ = home_sheet.CHECK_AT
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.6)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.print_area(0, 0, row, RIGHT - 1)
    sheet.set_footer(styles.FOOTER_WITH_MARK)
    sheet.protect("", {"objects": False, "format_columns": True, "format_rows": True})
