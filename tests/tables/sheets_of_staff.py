"""Workbooks as staff leave them: columns moved and added, blank rows, other formats; made with XlsxWriter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from xl_macros.file_engine import open_book
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import NAME_LAST_CHECK, NAME_TRANSACTION, SETTINGS_SHEET, Table


def make_book(
    path: Path,
    table: Table,
    body: Sequence[Mapping[str, Any]] = (),
    *,
    headers: Sequence[str] | None = None,
    top: int = 4,
    left: int = 1,
    totals: bool = False,
    name: str | None = None,
    formats: Mapping[str, str] | None = None,
) -> Path:
    """A workbook with one of our tables; `body` by header, `top` and `left` 1-based, `formats` by header."""
    headers = list(headers or table.headers)
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False})
    sheet = book.add_worksheet(table.sheet)
    bottom = top + max(1, len(body)) + totals
    columns = [{"header": header} for header in headers]
    if totals:
        columns[0] |= {"total_string": "Jumlah"}
    sheet.add_table(
        top - 1, left - 1, bottom - 1, left + len(headers) - 2,
        {"name": name or table.name, "columns": columns, "total_row": totals},
    )  # fmt: skip
    for index, row in enumerate(body):
        for header, value in row.items():
            style = book.add_format({"num_format": (formats or {}).get(header, "General")})
            at = (top + index, left - 1 + headers.index(header))
            if isinstance(value, (date, datetime)):
                sheet.write_datetime(*at, value)
            elif isinstance(value, str) and value.startswith("{="):
                sheet.write_formula(*at, value[1:-1], style, "hasil")
            else:
                sheet.write(*at, value, style)
    if table.sheet != SETTINGS_SHEET:
        book.add_worksheet(SETTINGS_SHEET)
    book.define_name(NAME_TRANSACTION, f"={SETTINGS_SHEET}!$F$5")
    book.define_name(NAME_LAST_CHECK, f"={SETTINGS_SHEET}!$F$6")
    book.close()
    return path


def store(path: Path) -> TableStore:
    return TableStore(open_book(path))


def saved(tables: TableStore) -> TableStore:
    """What stands in the file after writing and saving."""
    tables.write_changes()
    tables.book.save()
    path = Path(tables.book.fullname)
    tables.book.close()
    return store(path)
