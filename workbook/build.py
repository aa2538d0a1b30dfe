"""Builds `Register-Dikecualikan.xlsm` from text sources; two builds give the same bytes.

python workbook/build.py [PATH]
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

if not __package__:  # started as a script: the folder above holds this package
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_range_abs, xl_rowcol_to_cell

from workbook import recap, rules
from workbook.disposition import write_disposition_sheet
from workbook.form import write_form_sheet
from workbook.home import write_home_sheet
from workbook.package import finish
from workbook.recap import write_recap_sheet
from workbook.seeds import seed_rows
from workbook.sheet_texts import TEXTS
from workbook.state_cells import state_addresses, write_state_cells
from workbook.styles import BLUE, FONT, MID_GREY, ORANGE, Formats
from workbook.table_sheets import Rows, folded_heads, write_table_sheet
from workbook.view_sheets import FRAMES, write_view_sheet
from xl_macros.tables import home_sheet, schema

MADE_ON = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # fixed, for the same bytes each time
CODE_NAME = "ThisWorkbook"
VBA_PROJECT = Path(__file__).with_name("vbaProject.bin")


def build(path: Path) -> None:
    """Write the workbook to `path`, replacing what is there."""
    path.write_bytes(finish(body(seed_rows())))


def body(rows: Mapping[str, Rows]) -> bytes:
    """The workbook as XlsxWriter makes it, tables filled with `rows`, ribbon still missing."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    book.set_properties(
        {
            "title": "Register Informasi yang Dikecualikan",
            "subject": "Pendokumentasian informasi yang dikecualikan",
            "author": schema.MAKER,
            "company": "",
            "category": "Dikecualikan",
            "created": MADE_ON,
        }
    )
    book.set_calc_mode("auto")
    book.set_size(1600, 1000)
    formats = Formats(book)
    book.formats[0].set_font_name(FONT)
    sheets = {name: book.add_worksheet(name) for name in schema.SHEETS}
    for name in TEXTS:
        write_table_sheet(sheets[name], name, formats, rows)
    write_state_cells(sheets[schema.SETTINGS_SHEET], formats)
    write_home_sheet(book, sheets[schema.HOME], formats, MADE_ON.date())
    write_recap_sheet(sheets[schema.RECAP_SHEET], formats)
    write_disposition_sheet(sheets[schema.DISPOSITION_SHEET], formats)
    write_form_sheet(sheets[schema.FORM_SHEET], formats)
    for name in FRAMES:
        write_view_sheet(sheets[name], name, formats)
    _define_names(book)
    for name, sheet in sheets.items():
        sheet.set_tab_color(tab_colour(name))
    sheets[schema.HOME].activate()
    if VBA_PROJECT.exists():
        book.add_vba_project(str(VBA_PROJECT))
        book.set_vba_name(CODE_NAME)
        for number, sheet in enumerate(sheets.values(), start=1):
            sheet.set_vba_name(code_name(number))
    book.close()
    return stream.getvalue()


def tab_colour(sheet: str) -> str:
    """Blue where staff type, orange what buttons draw to be read, grey what buttons keep."""
    if sheet in (schema.HOME, schema.DUTIES_SHEET, schema.RECAP_SHEET, schema.DISPOSITION_SHEET):
        return ORANGE
    return MID_GREY if sheet in schema.PROTECTED_SHEETS else BLUE


def code_name(number: int) -> str:
    """The VBA name of the sheet with that place (1-based): sheet names may change, this one does not."""
    return f"Lembar{number}"


def _define_names(book: Any) -> None:
    used = {column.choices for table in schema.TABLES for column in table.columns if column.choices}
    for choices in sorted(used | set(schema.CHOICES)):
        book.define_name(rules.list_name(choices), f"={rules.list_range(choices)}")
    for name, cell in state_addresses().items():
        book.define_name(name, f"={schema.SETTINGS_SHEET}!{cell}")
    row, column = home_sheet.RIBBON_AT
    cells = xl_range_abs(row - 1, column - 1, row + len(home_sheet.RIBBON) - 1, column + 1)
    book.define_name(schema.NAME_RIBBON, f"={schema.HOME}!{cells}")
    for sheet, cells in {**folded_heads(), schema.RECAP_SHEET: recap.folded_heads()}.items():
        book.define_name(f"{schema.NAME_FOLDED}{sheet}", f"={sheet}!{cells}")
    book.define_name(schema.NAME_STATUS_ON, f"={schema.REGISTER_SHEET}!{_above_statuses()}")


def _above_statuses() -> str:
    """The cell in the title's row above the column of statuses."""
    _, left = xl_cell_to_rowcol(schema.REGISTER.anchor)
    column = left + schema.REGISTER.fields.index("status")
    return str(xl_rowcol_to_cell(0, column, row_abs=True, col_abs=True))


def main() -> None:
    """The command line: one optional path."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name(schema.WORKBOOK_NAME)
    build(target)
    print(target)


if __name__ == "__main__":
    main()
