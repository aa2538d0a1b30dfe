"""The three single cells on Pengaturan that the program keeps for itself, beside its tables."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from workbook import styles
from workbook.styles import Formats
from xl_macros.tables import schema

ANCHOR = "E4"
ROWS = (
    (schema.NAME_TRANSACTION, "Transaksi terakhir", False),
    (schema.NAME_LAST_CHECK, "Pemeriksaan keutuhan terakhir", False),
    (schema.NAME_INTERPRETER, "Letak Python (kosong = tempat biasa)", True),
)
"""Defined name, label, and whether staff may fill the cell."""


def state_addresses() -> dict[str, str]:
    """The absolute address of each cell by its defined name."""
    top, left = xl_cell_to_rowcol(ANCHOR)
    return {
        name: xl_rowcol_to_cell(top + line, left + 1, row_abs=True, col_abs=True)
        for line, (name, _, _) in enumerate(ROWS, start=1)
    }


def write_state_cells(sheet: Any, formats: Formats) -> None:
    """Labels and empty cells, in the manner of the tables beside them."""
    top, left = xl_cell_to_rowcol(ANCHOR)
    sheet.set_column(left, left, 38)
    sheet.set_column(left + 1, left + 1, 60)
    sheet.write(top - 1, left, "Keadaan", formats(styles.SECTION))
    for column, text in ((left, "Dicatat program"), (left + 1, "Isi")):
        sheet.write(top, column, text, formats(styles.BUTTON_HEADER))
    for line, (_, label, is_open) in enumerate(ROWS, start=top + 1):
        cell = styles.STAFF_CELL if is_open else styles.BUTTON_CELL
        sheet.write(line, left, label, formats(styles.BUTTON_CELL))
        sheet.write_blank(line, left + 1, None, formats(cell, num_format="@", text_wrap=False))
