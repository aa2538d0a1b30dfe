"""The home sheet's frame: headings, formats, buttons, charts. Its values come from `tables/home_sheet.py`."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from workbook import styles
from workbook.canvas import Canvas
from workbook.ribbon import usual_tips
from workbook.rules import add_status_colours, protect
from workbook.styles import Formats
from xl_macros.actions.catalogue import ACTIONS, BY_NAME
from xl_macros.keeping.queue import FIRST_BERKAS
from xl_macros.keeping.ribbon import ribbon_texts
from xl_macros.tables import home_sheet, schema
from xl_macros.tables.home_sheet import (
    CHART_AT,
    CHART_YEARS,
    FIGURES,
    LAST_OF_SCREEN,
    LEFT,
    NEXT_STEP,
    PANEL,
    QUEUE,
    READ_FIRST_ROW,
    RIBBON,
    RIGHT,
    STATUSES_AT,
    STRIPS_AT,
    Figure,
    HomeView,
    QueueLine,
)
from xl_macros.tables.year_slots import slot_count

COLUMN_WIDTH = 12.3
COLUMN_PIXELS = 91
BUTTONS_PER_ROW, BUTTON_HEIGHT, BUTTON_GAP = 7, 40, 6
BUTTON_TOP = READ_FIRST_ROW + 3
READ_FIRST = (
    "Baca dulu: bila tombol tidak bekerja dan tab Dikecualikan tidak tampak, makro diblokir. Tutup Excel, klik kanan "
    "berkas ini, pilih Properties (Properti), centang Unblock (Buka Blokir), klik OK, lalu buka lagi. Bila tetap "
    "begitu, jalankan pasang.cmd dan buka buku kerja ini dari folder Dokumen."
)
FIRST_LINES = (
    QueueLine(
        None,
        "",
        "Isi nama petugas: PDID dan Desk Pelayanan, masing-masing satu baris.",
        "",
        f"lembar {schema.OFFICERS.sheet}",
        schema.OFFICERS.sheet,
        "A5",
    ),
    QueueLine(
        None,
        "",
        "Isi nama Sekretaris, surelnya dan sub bagian yang melapor.",
        "",
        f"lembar {schema.SETTINGS.sheet}",
        schema.SETTINGS.sheet,
    ),
    *FIRST_BERKAS,
)
"""What a new office has to do, in order."""

EMPTY_FIGURES = (
    "berkas lewat waktu",
    "berakhir dalam 90 hari",
    "informasi harus diperbaiki",
    "jangka waktu perlu diperjelas",
    "informasi belum dipindai",
    "masih dikecualikan",
)
HEIGHTS = {
    1: 18,
    2: 12.75,
    3: 12.75,
    **dict.fromkeys(range(4, 4 + QUEUE), 24),
    4 + QUEUE: 11.25,
    home_sheet.FIGURES_AT[0]: 18.75,
    home_sheet.FIGURES_AT[0] + 1: 11.25,
    home_sheet.FIGURES_AT[0] + 2: 1.5,
    STRIPS_AT[0] - 2: 1.5,
    STRIPS_AT[0] - 1: 12.75,
    **dict.fromkeys(range(STRIPS_AT[0], LAST_OF_SCREEN + 1), 11.25),
    home_sheet.CHECK_AT[0] - 1: 24,
    READ_FIRST_ROW - 1: 24,
    READ_FIRST_ROW: 46,
    BUTTON_TOP - 1: 24,
}
"""Points of each row that has a height of its own: what is due, figures and panels fit Excel's window on a screen of
1366x768 (`tests/looks/excel_window.py`)."""


def empty_view(on: date) -> HomeView:
    """What a new workbook shows; `on` gives the years of the chart, not a date of figures."""
    return HomeView(
        on=on,
        office_name=next(each.default for each in schema.SETTING_ROWS if each.field == "office_name"),
        queue=FIRST_LINES,
        figures=[Figure(0, label) for label in EMPTY_FIGURES],
        ribbon=ribbon_texts(()),
    )


def write_home_sheet(book: Any, sheet: Any, formats: Formats, on: date) -> None:
    """Fill the sheet Beranda of a new workbook."""
    view = empty_view(on)
    canvas = Canvas()
    _headings(canvas)
    canvas.put(*home_sheet.TOP_AT, home_sheet.screen(view))
    canvas.text(1, LEFT + 6, None)  # a new workbook has no date of figures
    canvas.text(READ_FIRST_ROW, LEFT, READ_FIRST, styles.READ_FIRST)
    canvas.style((READ_FIRST_ROW, READ_FIRST_ROW), (LEFT, RIGHT), styles.READ_FIRST)
    _set_grid(sheet)
    for top, left, right in MERGED:
        sheet.merge_range(top - 1, left - 1, top - 1, right - 1, "", formats(canvas.style_of(top, left)))
    canvas.draw(sheet, formats)
    _buttons(sheet)
    _colours(sheet, formats)
    _chart(book, sheet)
    _set_print(sheet)


QUEUE_ROWS = (home_sheet.QUEUE_AT[0], home_sheet.QUEUE_AT[0] + QUEUE - 1)
PANEL_ROWS = (STRIPS_AT[0], LAST_OF_SCREEN)
_WHAT, _CODES, _KLIK = LEFT + 2, LEFT + home_sheet.CODES, LEFT + home_sheet.KLIK
MERGED = (
    *(
        (row, first, last)
        for row in range(QUEUE_ROWS[0], QUEUE_ROWS[1] + 1)
        for first, last in ((_WHAT, _CODES - 1), (_CODES, _KLIK - 1), (_KLIK, RIGHT))
    ),
    *((row, LEFT + 2 * place, LEFT + 2 * place + 1) for row in (11, 12) for place in range(FIGURES)),
    (READ_FIRST_ROW, LEFT, RIGHT),
)
"""Wide cells (row, first and last column; 1-based): allowed here, for this is no data sheet."""


def _headings(canvas: Canvas) -> None:
    wide = (LEFT, RIGHT)
    canvas.style((1, 1), (LEFT, LEFT + 5), styles.TITLE)
    canvas.style((1, 1), (LEFT + 6, _KLIK - 1), styles.SUBTITLE)
    canvas.style((1, 1), (_KLIK, _KLIK), styles.LINK, {"valign": "vcenter"})
    top, _ = home_sheet.QUEUE_AT
    canvas.style((top - 2, top - 2), (LEFT, LEFT), styles.SECTION, {"font_size": 10})
    canvas.style((top - 1, top - 1), wide, styles.LIST_HEAD, {"font_size": 9})
    canvas.style(
        QUEUE_ROWS, wide, {"valign": "vcenter", "font_size": 10, "bottom": 1, "bottom_color": styles.MID_GREY}
    )
    canvas.style(QUEUE_ROWS, (LEFT, LEFT), {"num_format": "dd/mm/yyyy", "align": "left"})
    canvas.style(QUEUE_ROWS, (_WHAT, _KLIK - 1), {"text_wrap": True, "font_size": 9})
    canvas.style(QUEUE_ROWS, (_KLIK, RIGHT), styles.LINK)
    canvas.style((QUEUE_ROWS[1] + 1, QUEUE_ROWS[1] + 1), wide, styles.LINK, {"font_size": 9})
    top, _ = home_sheet.FIGURES_AT
    canvas.style((top, top), wide, styles.FIGURE, {"font_size": 14})
    canvas.style((top + 1, top + 1), wide, styles.FIGURE_LABEL, {"font_size": 8})
    _panel_headings(canvas)
    row, column = home_sheet.CHART_DATA_AT
    canvas.style((1, home_sheet.HEIGHT), (column, column), {"num_format": "@"})
    usual = usual_tips()
    row, column = home_sheet.RIBBON_AT
    canvas.put(row, column + 2, [[BY_NAME[NEXT_STEP].label], *([usual[name]] for name in RIBBON)])
    row, _ = home_sheet.CHECK_AT
    canvas.style((row - 1, row - 1), (LEFT, LEFT), styles.SECTION)
    canvas.text(READ_FIRST_ROW - 1, LEFT, "Baca dulu", styles.SECTION)
    canvas.text(BUTTON_TOP - 1, LEFT, "Tombol yang sama seperti pada tab Dikecualikan", styles.SECTION)


def _panel_headings(canvas: Canvas) -> None:
    """Three panels side by side: running files, counts by status, the chart by year."""
    top = STRIPS_AT[0]
    statuses, chart = STATUSES_AT[1], CHART_AT[1]
    canvas.style((top - 1, top - 1), (LEFT, RIGHT), styles.LIST_HEAD, {"font_size": 9})
    for column in (statuses, chart):
        canvas.style((top - 1, LAST_OF_SCREEN), (column, column), {"left": 5, "left_color": styles.WHITE})
    canvas.style(PANEL_ROWS, (LEFT, chart - 1), {"valign": "vcenter", "font_size": 8})
    canvas.style(PANEL_ROWS, (statuses + 2, statuses + 2), {"align": "left", "num_format": "0", "bold": True})


def _set_grid(sheet: Any) -> None:
    sheet.set_column(0, 0, 2)
    sheet.set_column(LEFT - 1, RIGHT - 1, COLUMN_WIDTH)
    _, data = home_sheet.CHART_DATA_AT
    sheet.set_column(data - 1, data + 1, COLUMN_WIDTH, None, {"hidden": True})
    for row, points in HEIGHTS.items():
        sheet.set_row(row - 1, points)
    sheet.hide_gridlines(2)
    first = home_sheet.QUEUE_AT[0] - 1
    sheet.set_selection(first, _KLIK - 1, first, RIGHT - 1)


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
    "edit_templates",
    "merge_copy",
    "restore_backup",
    "upgrade_workbook",
}
"""They stand on the ribbon alone, the form's own beside the form."""


def _colours(sheet: Any, formats: Formats) -> None:
    top, left = home_sheet.QUEUE_AT
    late = (top - 1, left - 1, top + QUEUE - 2, RIGHT - 1)
    for word, style in (
        ("lewat", styles.WARNING),
        ("hari ini", {"bg_color": styles.PALE_ORANGE, "font_color": styles.INK}),
    ):
        _rule(sheet, formats, late, f'=LEFT($C{top},{len(word)})="{word}"', style)
    top, left = STRIPS_AT
    strips = (top - 1, left + 1, top + PANEL - 2, left + 3)
    _rule(sheet, formats, strips, f'=ISNUMBER(SEARCH("lewat",$E{top}))', styles.WARNING)
    row, column = STATUSES_AT
    add_status_colours(
        sheet, (row - 1, column - 1, row + PANEL - 2, column), f"$G{row}", formats, f"LEN($I{row})>0"
    )
    row, column = home_sheet.FIGURES_AT
    for place in range(FIGURES):
        first = column - 1 + 2 * place
        cell = f"${xl_col_to_name(first)}${row}"
        for sign, style in (("!", styles.STATUS["segera berakhir"]), ("✓", styles.GOOD)):
            _rule(sheet, formats, (row - 1, first, row, first + 1), f'=LEFT({cell},1)="{sign}"', style)


def _rule(
    sheet: Any, formats: Formats, place: tuple[int, int, int, int], test: str, style: dict[str, Any]
) -> None:
    rule = {"type": "formula", "criteria": test, "format": formats.rule(style), "stop_if_true": True}
    sheet.conditional_format(*place, rule)


def _chart(book: Any, sheet: Any) -> None:
    """Bars with their own labels for the years, as tall as the panels beside it."""
    data_row, data_column = home_sheet.CHART_DATA_AT
    source = (schema.HOME, data_row, data_column, data_column + 1)
    by_year = bar_chart(book, source, slot_count(CHART_YEARS))
    by_year.show_hidden_data()
    points = sum(HEIGHTS[row] for row in range(STRIPS_AT[0], LAST_OF_SCREEN + 1))
    by_year.set_size({"width": (RIGHT - CHART_AT[1] + 1) * COLUMN_PIXELS, "height": int(points * 4 / 3)})
    words = "Diagram batang: jumlah informasi yang berakhir tiap tahun; rincian di lembar Rekapitulasi."
    row, column = CHART_AT
    sheet.insert_chart(row - 1, column - 1, by_year, {"description": words, "object_position": 2})


def bar_chart(book: Any, source: tuple[str, int, int, int], count: int) -> Any:
    """A plain one-colour chart of lying bars, numbers at their ends.

    `source` is the sheet, the first row, the column of the labels and that of the numbers (1-based), `count`
    the number of cells.
    """
    sheet, top, label_column, value_column = source
    chart = book.add_chart({"type": "bar"})
    bottom = top + count - 2
    shown = {"value": True, "num_format": "0;;", "font": {"size": 8, "color": styles.INK}}
    chart.add_series(
        {
            "categories": [sheet, top - 1, label_column - 1, bottom, label_column - 1],
            "values": [sheet, top - 1, value_column - 1, bottom, value_column - 1],
            "fill": {"color": styles.BLUE},
            "gap": 40,
            "data_labels": shown,
        }
    )
    chart.set_legend({"none": True})
    chart.set_title({"none": True})
    chart.set_y_axis(
        {
            "reverse": True,
            "interval_unit": 1,
            "num_font": {"size": 8, "color": styles.INK},
            "line": {"none": True},
            "major_tick_mark": "none",
        }
    )
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
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
