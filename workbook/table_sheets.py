"""The sheets that hold tables: headers, formats, dropdowns, colours, print set-up, all from the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from workbook import styles
from workbook.rules import add_column_rules, add_conditional_formats
from workbook.styles import Formats, kind_format
from xl_macros.tables import schema
from xl_macros.tables.schema import Column, Filled, Kind, Table
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

LAST_ROW = 1_048_575  # 0-based; rules reach down to it, so that a row typed below the table already has them
CHARACTERS_PER_PAGE = 190  # what still reads well across one A4 landscape page when scaled to fit

Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class SheetText:
    """What stands above the table(s) of a sheet, and how the sheet behaves."""

    title: str
    subtitle: str
    frozen_columns: int = 0
    protected: bool = False
    secret: bool = True


TEXTS = {
    schema.DECISIONS_SHEET: SheetText(
        "Keputusan pengecualian yang diterima",
        "Satu baris untuk tiap keputusan. Isi kolom biru, lalu klik Terima Keputusan; "
        "kolom abu-abu diisi tombol.",
        frozen_columns=2,
    ),
    schema.REGISTER_SHEET: SheetText(
        "Register informasi yang dikecualikan",
        "Satu baris untuk tiap informasi. Salin jangka waktu persis seperti tertulis; "
        "kolom abu-abu diisi tombol.",
        frozen_columns=1,
    ),
    schema.EVENTS_SHEET: SheetText(
        "Peristiwa yang mengubah masa pengecualian",
        "Diisi oleh tombol Catat Peristiwa. Setiap baris terikat pada baris sebelumnya; jangan diubah dengan tangan.",
        frozen_columns=1,
        protected=True,
    ),
    schema.LOG_SHEET: SheetText(
        "Log langkah SOP",
        "Diisi oleh tombol. Setiap baris terikat pada baris sebelumnya; jangan diubah dengan tangan.",
        frozen_columns=2,
        protected=True,
    ),
    schema.SCANS_SHEET: SheetText(
        "Daftar pindaian",
        "Diisi oleh tombol Lampirkan Pindaian dan Periksa Keutuhan.",
        frozen_columns=1,
        protected=True,
    ),
    schema.PREVIEW_SHEET: SheetText(
        "Pratinjau perubahan (belum ditulis)",
        "Yang akan berubah bila Hitung Jangka Waktu diteruskan.",
        frozen_columns=1,
        protected=True,
    ),
    schema.SETTINGS_SHEET: SheetText(
        "Pengaturan", "Ubah hanya kolom Nilai dan daftar petugas di sebelahnya.", secret=False
    ),
    schema.REFERENCE_SHEET: SheetText(
        "Referensi", "Langkah SOP, dasar hukum, hari libur, jam kerja dan isi daftar pilihan.", secret=False
    ),
}


def tables_of(sheet: str) -> list[Table]:
    """The schema's tables on that sheet, dropdown lists included, from left to right."""
    found = [table for table in schema.TABLES if table.sheet == sheet]
    return found + (choice_tables() if sheet == schema.REFERENCE_SHEET else [])


def choice_tables() -> list[Table]:
    """One small table for each dropdown list, side by side with an empty column between."""
    row, column = xl_cell_to_rowcol(schema.CHOICES_ANCHOR)
    return [
        Table(
            schema.choice_table(name),
            schema.REFERENCE_SHEET,
            xl_rowcol_to_cell(row, column + 2 * place),
            "",
            (Column("value", header, filled=Filled.BY_STAFF, width=22),),
        )
        for place, (name, (header, _)) in enumerate(schema.CHOICES.items())
    ]


def write_table_sheet(sheet: Any, name: str, formats: Formats, rows: Mapping[str, Rows]) -> None:
    """Fill one sheet: texts, tables, rules, view and print set-up."""
    text, tables = TEXTS[name], tables_of(name)
    for row, height in enumerate((30, 18, 18)):  # a row's own format keeps the columns' fill out of it
        sheet.set_row(row, height, formats(styles.SUBTITLE))
    sheet.write(0, 0, text.title, formats(styles.TITLE))
    sheet.write(1, 0, text.subtitle, formats(styles.SUBTITLE))
    for table in tables:
        write_table(sheet, table, formats, rows.get(table.name, ()), cell_style=_style_of(text))
        if len(tables) > 1:
            row, column = xl_cell_to_rowcol(table.anchor)
            sheet.write(row - 1, column, table.title, formats(styles.SECTION))
        else:
            _write_bands(sheet, table, formats)
    _set_view(sheet, text, tables)
    _set_print(sheet, text, tables)


def write_table(
    sheet: Any, table: Table, formats: Formats, rows: Rows, cell_style: Callable[[Column], dict[str, Any]]
) -> None:
    """One table with its column formats and rules; without rows it has one empty body row, as Excel demands."""
    top, left = xl_cell_to_rowcol(table.anchor)
    columns = []
    for offset, column in enumerate(table.columns):
        cell = formats(kind_format(column.kind), cell_style(column))
        header = styles.STAFF_HEADER if column.filled is Filled.BY_STAFF else styles.BUTTON_HEADER
        options = {"header": column.header, "header_format": formats(header), "format": cell}
        if column.formula:
            options["formula"] = column.formula.replace("[@", f"{table.name}[@")
        columns.append(options)
        sheet.set_column(left + offset, left + offset, column.width, cell, {"hidden": column.hidden})
        for line in range(max(len(rows), 1)):
            value = rows[line].get(column.field) if rows else None
            if not column.formula:
                _write_cell(sheet, top + 1 + line, left + offset, value, cell)
    sheet.set_row(top, 45)
    bottom = top + max(len(rows), 1)
    sheet.add_table(
        top,
        left,
        bottom,
        left + len(table.columns) - 1,
        {"name": table.name, "style": "Table Style Light 1", "columns": columns, "banded_rows": False},
    )
    add_column_rules(sheet, table, top + 1, left, LAST_ROW)
    add_conditional_formats(sheet, table, formats, top + 1, left, LAST_ROW)


def _style_of(text: SheetText) -> Callable[[Column], dict[str, Any]]:
    """Staff's cells are open; a button's are grey, unless the whole sheet is the buttons'."""
    button_cell = styles.CELL if text.protected else styles.BUTTON_CELL
    return lambda column: styles.STAFF_CELL if column.filled is Filled.BY_STAFF else button_cell


def _write_cell(sheet: Any, row: int, column: int, value: object, cell: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, cell)
    elif isinstance(value, date):  # datetime too
        sheet.write_datetime(row, column, value, cell)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, cell)
    else:
        sheet.write_string(row, column, str(value), cell)


def _write_bands(sheet: Any, table: Table, formats: Formats) -> None:
    """The row above the headers says who fills which columns."""
    row, left = xl_cell_to_rowcol(table.anchor)
    runs: Iterator[tuple[bool, Iterator[tuple[int, Column]]]] = groupby(
        enumerate(table.columns), key=lambda pair: pair[1].filled is Filled.BY_STAFF
    )
    for by_staff, run in runs:
        places = [offset for offset, _ in run]
        band = formats(styles.STAFF_BAND if by_staff else styles.BUTTON_BAND)
        for offset in places:
            sheet.write_blank(row - 1, left + offset, None, band)
        sheet.write(row - 1, left + places[0], "✎ diisi petugas" if by_staff else "■ diisi tombol", band)


def _set_view(sheet: Any, text: SheetText, tables: list[Table]) -> None:
    top, left = xl_cell_to_rowcol(tables[0].anchor)
    sheet.freeze_panes(top + 1, left + text.frozen_columns)
    sheet.hide_gridlines(1)
    sheet.set_zoom(100)
    if text.protected:
        sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})


def _set_print(sheet: Any, text: SheetText, tables: list[Table]) -> None:
    top, left = xl_cell_to_rowcol(tables[0].anchor)
    width = sum(column.width for table in tables for column in table.columns if not column.hidden)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(max(1, round(width / CHARACTERS_PER_PAGE)), 0)
    sheet.repeat_rows(top)
    if text.frozen_columns:
        sheet.repeat_columns(left, left + text.frozen_columns - 1)
    sheet.set_footer(styles.SECRET_FOOTER if text.secret else styles.PLAIN_FOOTER)
