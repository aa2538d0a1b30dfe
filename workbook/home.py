"""The home sheet's frame: headings, formats, buttons, charts. Its values come from `tables/home_sheet.py`."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from workbook import styles
from workbook.canvas import Canvas
from workbook.rules import add_status_colours, protect
from workbook.styles import Formats
from xl_macros.actions.catalogue import ACTIONS
from xl_macros.domain.entry import Status
from xl_macros.tables import home_sheet, schema
from xl_macros.tables.blocks import link
from xl_macros.tables.home_sheet import (
    CHART_YEARS,
    ENDINGS,
    FIGURES,
    LEFT,
    LISTS_TOP,
    MENDS,
    RIGHT,
    STATUSES,
    STRIPS,
    Figure,
    HomeView,
)
from xl_macros.tables.year_slots import slot_count

COLUMN_WIDTH = 13
COLUMN_PIXELS = 96
BUTTONS_PER_ROW, BUTTON_HEIGHT, BUTTON_GAP = 7, 40, 6
READ_FIRST_ROW = home_sheet.CHECK_AT[0] + 4  # 1-based, below what is printed
BUTTON_TOP = READ_FIRST_ROW + 3
READ_FIRST = (
    "Baca dulu: bila tombol tidak bekerja dan tab Dikecualikan tidak tampak, makro diblokir. Tutup Excel, klik kanan "
    "berkas ini, pilih Properties (Properti), centang Unblock (Buka Blokir), klik OK, lalu buka lagi. Bila tetap "
    "begitu, jalankan pasang.cmd dan buka buku kerja ini dari folder Dokumen."
)
STEP_HEADS = ("1 Terima", "2 Pindai", "3 Rekap", "4 Periksa", "5 Simpan", "6 Lapor")
FIRST_ACTION = (
    "Tulis keputusan pertama di lembar Keputusan dan informasinya di Register, lalu klik Terima Keputusan."
)
EMPTY_FIGURES = (
    "berkas lewat waktu",
    "berakhir dalam 90 hari",
    "informasi harus diperbaiki",
    "jangka waktu perlu diperjelas",
    "informasi belum dipindai",
    "masih dikecualikan",
)
READ_FIRST_LINK = link(schema.HOME, "Tombol tidak bekerja? Baca petunjuk di bawah.", f"B{READ_FIRST_ROW}")
ROW_PIXELS = 20
HEIGHTS = {1: 30, 3: 36, 5: 6, 6: 36, 7: 30, 8: 6, READ_FIRST_ROW: 46}
"""Points of the rows that are not as tall as the others."""


def empty_view(on: date) -> HomeView:
    """What a new workbook shows; `on` gives the years of the chart, not a date of figures."""
    return HomeView(
        on=on,
        office_name=next(each.default for each in schema.SETTING_ROWS if each.field == "office_name"),
        next_action=FIRST_ACTION,
        next_sheet=schema.DECISIONS_SHEET,
        figures=[Figure(0, label) for label in EMPTY_FIGURES],
        statuses=[(status.label, 0) for status in Status],
    )


def write_home_sheet(book: Any, sheet: Any, formats: Formats, on: date) -> None:
    """Fill the sheet Beranda of a new workbook."""
    view = empty_view(on)
    canvas = Canvas()
    _headings(canvas)
    _lists(canvas)
    for (top, left), block in home_sheet.blocks(view).items():
        canvas.put(top, left, block)
    canvas.text(2, LEFT, view.office_name)  # a new workbook has no date of figures
    canvas.text(4, LEFT + 7, READ_FIRST_LINK)
    canvas.text(READ_FIRST_ROW, LEFT, READ_FIRST, styles.READ_FIRST)
    canvas.style((READ_FIRST_ROW, READ_FIRST_ROW), (LEFT, RIGHT), styles.READ_FIRST)
    canvas.style((3, 3), (LEFT, RIGHT), styles.BANNER)
    _set_grid(sheet)
    for top, left, right in MERGED:
        sheet.merge_range(top - 1, left - 1, top - 1, right - 1, "", formats(canvas.style_of(top, left)))
    canvas.draw(sheet, formats)
    _buttons(sheet)
    _colours(sheet, formats)
    _charts(book, sheet)
    _set_print(sheet)


_LIST_ROWS = (LISTS_TOP + 2, LISTS_TOP + 1 + max(ENDINGS, MENDS))
MERGED = (
    (3, LEFT, RIGHT),
    *((row, LEFT + 2 * place, LEFT + 2 * place + 1) for row in (6, 7) for place in range(FIGURES)),
    *((row, LEFT + 1, LEFT + 3) for row in range(_LIST_ROWS[0], _LIST_ROWS[1] + 1)),  # information
    *((row, LEFT + 7, RIGHT) for row in range(_LIST_ROWS[0], _LIST_ROWS[1] + 1)),  # what is missing
    (READ_FIRST_ROW, LEFT, RIGHT),
)
"""Wide cells (row, first and last column; 1-based): allowed here, for this is no data sheet."""


def _headings(canvas: Canvas) -> None:
    wide = (LEFT, RIGHT)
    canvas.text(1, LEFT, "Beranda", styles.TITLE)
    canvas.style((2, 2), wide, styles.SUBTITLE)
    canvas.style((4, 4), wide, styles.LINK)
    top, _ = home_sheet.FIGURES_AT
    canvas.style((top, top), wide, styles.FIGURE)
    canvas.style((top + 1, top + 1), wide, styles.FIGURE_LABEL)
    top, _ = home_sheet.STRIPS_AT
    canvas.text(
        top - 2, LEFT, "Berkas yang sedang berjalan (jam kerja terpakai dari jam standar)", styles.SECTION
    )
    canvas.style((top - 1, top - 1), wide, styles.LIST_HEAD)
    canvas.put(top - 1, LEFT, [["Kode Berkas", "Keputusan", None, *STEP_HEADS, "Ketepatan"]])
    canvas.style((top, top + STRIPS - 1), wide, {"valign": "vcenter"})
    canvas.style((top - 1, top + STRIPS - 1), (LEFT + 3, LEFT + 8), {"align": "center"})
    canvas.style((top + STRIPS, top + STRIPS), wide, styles.SUBTITLE)
    top, _ = home_sheet.STATUSES_AT
    canvas.text(top - 1, LEFT, "Jumlah informasi menurut status", styles.SECTION)
    canvas.text(top - 1, LEFT + 7, "Jumlah informasi menurut tahun berakhir", styles.SECTION)
    canvas.style((top, top + STATUSES), (LEFT, LEFT + 2), styles.LIST_CELL)
    canvas.style((top, top + STATUSES), (LEFT + 2, LEFT + 2), {"align": "right"})
    canvas.style((top + STATUSES, top + STATUSES), (LEFT, LEFT + 2), {"bold": True})
    row, column = home_sheet.CHART_DATA_AT
    canvas.style((row, row + slot_count(CHART_YEARS) - 1), (column, column), {"num_format": "@"})
    row, _ = home_sheet.CHECK_AT
    canvas.text(row - 1, LEFT, "Keutuhan", styles.SECTION)
    canvas.text(READ_FIRST_ROW - 1, LEFT, "Baca dulu", styles.SECTION)
    canvas.text(BUTTON_TOP - 1, LEFT, "Tombol yang sama seperti pada tab Dikecualikan", styles.SECTION)


def _lists(canvas: Canvas) -> None:
    """What ends soon on the left, what is missing on the right."""
    wide, rows = (LEFT, RIGHT), _LIST_ROWS
    canvas.style((LISTS_TOP, LISTS_TOP), wide, styles.SECTION)
    canvas.text(LISTS_TOP, LEFT + 6, "Yang kurang atau perlu diperbaiki", styles.SECTION)
    canvas.style((LISTS_TOP + 1, LISTS_TOP + 1), wide, styles.LIST_HEAD)
    heads: list[object] = ["Kode", "Informasi", None, None, "Berakhir", "Sisa hari", "Kode", "Yang kurang"]
    canvas.put(LISTS_TOP + 1, LEFT, [heads])
    canvas.style(rows, wide, {"valign": "vcenter", "font_size": 10})
    canvas.style(rows, (LEFT + 1, LEFT + 3), {"text_wrap": True})
    canvas.style(rows, (LEFT + 7, RIGHT), {"text_wrap": True})
    canvas.style((LISTS_TOP + 1, rows[1]), (LEFT + 4, LEFT + 5), {"align": "center"})
    canvas.style(rows, (LEFT + 4, LEFT + 4), {"num_format": "dd/mm/yyyy"})
    canvas.style(rows, (LEFT + 5, LEFT + 5), {"num_format": "0"})
    canvas.style((rows[1] + 1, rows[1] + 1), wide, styles.LINK)


def _set_grid(sheet: Any) -> None:
    sheet.set_column(0, 0, 2)
    sheet.set_column(LEFT - 1, RIGHT - 1, COLUMN_WIDTH)
    _, data = home_sheet.CHART_DATA_AT
    sheet.set_column(data - 1, data, COLUMN_WIDTH, None, {"hidden": True})
    sections = (
        home_sheet.STRIPS_AT[0] - 2,
        home_sheet.STATUSES_AT[0] - 1,
        LISTS_TOP,
        home_sheet.CHECK_AT[0] - 1,
        READ_FIRST_ROW - 1,
        BUTTON_TOP - 1,
    )
    lists = range(_LIST_ROWS[0], _LIST_ROWS[1] + 1)
    for row, points in {**dict.fromkeys(sections, 24), **dict.fromkeys(lists, 40), **HEIGHTS}.items():
        sheet.set_row(row - 1, points)
    sheet.hide_gridlines(2)


def _buttons(sheet: Any) -> None:
    """The ribbon's buttons once more, for when the ribbon is missing."""
    width = ((RIGHT - LEFT + 1) * COLUMN_PIXELS) // BUTTONS_PER_ROW - BUTTON_GAP
    for place, (name, label, tip) in enumerate(home_buttons()):
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


def home_buttons() -> list[tuple[str, str, str]]:
    """Name, label and tip of the actions that have a button on the sheet: all but form, tools and help."""
    return [(action.name, action.label, action.tip) for action in ACTIONS if action.name not in NOT_HERE]


NOT_HERE = {
    "show_form",
    "submit_form",
    "clear_form",
    "next_step",
    "find_text",
    "list_due",
    "print_covers",
    "update_calendar",
    "open_guide",
    "merge_copy",
    "restore_backup",
}
"""They stand on the ribbon alone, the form's own beside the form."""


def _colours(sheet: Any, formats: Formats) -> None:
    top, left = home_sheet.STRIPS_AT
    steps = (top - 1, left + 2, top + STRIPS - 2, left + 7)
    for sign, style in (
        ("✓!", styles.WARNING),
        ("►!", styles.STATUS["perlu diperjelas"]),
        ("✓", styles.GOOD),
        ("►", styles.STATUS["berlaku"]),
    ):
        _rule(sheet, formats, steps, f'=LEFT(E{top},{len(sign)})="{sign}"', style)
    timeliness = (top - 1, left + 8, top + STRIPS - 2, left + 10)
    _rule(
        sheet, formats, timeliness, f'=ISNUMBER(SEARCH("lewat",$K{top}))', styles.STATUS["perlu diperjelas"]
    )
    _rule(sheet, formats, timeliness, f'=ISNUMBER(SEARCH("terlambat",$K{top}))', styles.WARNING)
    row, column = home_sheet.STATUSES_AT
    add_status_colours(
        sheet, (row - 1, column - 1, row + STATUSES - 2, column), f"$B{row}", formats, f"$D{row}>0"
    )
    row, column = home_sheet.FIGURES_AT
    for place in range(FIGURES):
        first = column - 1 + 2 * place
        cell = f"${xl_col_to_name(first)}${row}"
        for sign, style in (("!", styles.STATUS["segera berakhir"]), ("✓", styles.GOOD)):
            _rule(sheet, formats, (row - 1, first, row, first + 1), f'=LEFT({cell},1)="{sign}"', style)
    for first, last, cell in (
        (top, top + STRIPS - 1, f"$B{top}"),
        (_LIST_ROWS[0], _LIST_ROWS[1], f"$B{_LIST_ROWS[0]}&$H{_LIST_ROWS[0]}"),
    ):
        area = (first - 1, LEFT - 1, last - 1, RIGHT - 1)
        rule = {"type": "formula", "criteria": f"=LEN({cell})>0", "format": formats.rule(styles.ROW_LINE)}
        sheet.conditional_format(*area, rule)


def _rule(
    sheet: Any, formats: Formats, place: tuple[int, int, int, int], test: str, style: dict[str, Any]
) -> None:
    rule = {"type": "formula", "criteria": test, "format": formats.rule(style), "stop_if_true": True}
    sheet.conditional_format(*place, rule)


def _charts(book: Any, sheet: Any) -> None:
    """Bars beside the counts by status, row by row; and bars with their own labels for the years."""
    row, column = home_sheet.STATUSES_AT
    by_status = bar_chart(book, (schema.HOME, row, column, column + 2), STATUSES, labels=False)
    by_status.set_size({"width": 3 * COLUMN_PIXELS + COLUMN_PIXELS // 2, "height": STATUSES * ROW_PIXELS})
    words = "Diagram batang: jumlah informasi menurut status; angkanya ada di tabel sebelah kiri."
    sheet.insert_chart(row - 1, LEFT + 2, by_status, {"description": words, "object_position": 2})
    data_row, data_column = home_sheet.CHART_DATA_AT
    source = (schema.HOME, data_row, data_column, data_column + 1)
    by_year = bar_chart(book, source, slot_count(CHART_YEARS))
    by_year.show_hidden_data()
    by_year.set_size({"width": 5 * COLUMN_PIXELS, "height": (STATUSES + 2) * ROW_PIXELS})
    words = "Diagram batang: jumlah informasi yang berakhir tiap tahun; rincian di lembar Rekapitulasi."
    sheet.insert_chart(row - 1, LEFT + 6, by_year, {"description": words, "object_position": 2})


def bar_chart(book: Any, source: tuple[str, int, int, int], count: int, *, labels: bool = True) -> Any:
    """A plain one-colour chart of lying bars, numbers at their ends.

    `source` is the sheet, the first row, the column of the labels and that of the numbers (1-based), `count`
    the number of cells. Without `labels` the bars fill the height, to stand beside the rows they show.
    """
    sheet, top, label_column, value_column = source
    chart = book.add_chart({"type": "bar"})
    bottom = top + count - 2
    shown = {"value": True, "num_format": "0;;", "font": {"size": 9, "color": styles.INK}}
    chart.add_series(
        {
            "categories": [sheet, top - 1, label_column - 1, bottom, label_column - 1],
            "values": [sheet, top - 1, value_column - 1, bottom, value_column - 1],
            "fill": {"color": styles.BLUE},
            "gap": 40,
            **({"data_labels": shown} if labels else {}),
        }
    )
    chart.set_legend({"none": True})
    chart.set_title({"none": True})
    chart.set_y_axis(
        {
            "reverse": True,
            "visible": labels,
            "num_font": {"size": 9, "color": styles.INK},
            "line": {"none": True},
            "major_tick_mark": "none",
        }
    )
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    if not labels:
        chart.set_plotarea({"layout": {"x": 0.01, "y": 0.0, "width": 0.98, "height": 1.0}})
    return chart


def _set_print(sheet: Any) -> None:
    row, _ = home_sheet.CHECK_AT
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.6)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.print_area(0, LEFT - 1, row, RIGHT - 1)
    sheet.set_footer(styles.FOOTER_WITH_MARK)
    protect(sheet, schema.HOME)
