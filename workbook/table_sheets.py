"""The sheets that hold tables: headers, formats, dropdowns, colours, print set-up, all from the schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name, xl_range_abs, xl_rowcol_to_cell

from workbook import styles
from workbook.rules import add_column_rules, add_conditional_formats, protect
from workbook.sheet_texts import TEXTS, SheetText
from workbook.styles import Formats, kind_format
from xl_macros.file_engine.sheet.row_fitting import characters_in_line, lines_needed, points_of
from xl_macros.tables import schema
from xl_macros.tables.schema import Column, Filled, Kind, Table

OWN_STYLES = {
    **dict.fromkeys(("sha256", "source_sha256", "chain_hash", "seal", "evidence_hash"), styles.HASH),
    "days_left": {"align": "center"},
    "link": styles.LINK,
}
GAP_WIDTH = 3  # characters of the empty column between two tables
LAST_ROW = 1_048_575  # 0-based; rules reach down to it, so that a row typed below the table already has them

PORTRAIT_PIXELS = 665
"""What upright A4 holds between our margins at 96 dots per inch, less a little for printers that need more."""

SHOWN: dict[str, str] = {
    schema.REGISTER.name: "scans",
    schema.DECISIONS.name: "urgency",
    schema.SCANS.name: "berkas",
    schema.LOG.name: "direction",
    schema.EVENTS.name: "outcome",
    schema.CORRECTIONS.name: "evidence",
}
"""The last column of each list that people work in; those to the right are folded away: *Kolom Rinci* shows them."""

DETAILS: dict[str, tuple[str, ...]] = {
    table.name: table.fields[table.fields.index(SHOWN[table.name]) + 1 :]
    for table in schema.TABLES
    if table.name in SHOWN
}

TITLE_POINTS, SUBTITLE_POINTS, SECTION_POINTS, HEADER_POINTS = 18, 15, 15, 24
ROW_POINTS = 24
"""Two lines: what does not fit in them is read in the formula bar, the recap or the report. Title, header and
thirteen such rows fit Excel's window on a screen of 1366x768 (`tests/looks/excel_window.py`)."""

Rows = Sequence[Mapping[str, object]]


def folded_heads() -> dict[str, str]:
    """Of each sheet whose rare columns are folded away the heads of these."""
    found = {}
    for table in (each for each in schema.TABLES if each.name in DETAILS):
        top, left = xl_cell_to_rowcol(table.anchor)
        first = left + len(table.columns) - len(DETAILS[table.name])
        found[table.sheet] = str(xl_range_abs(top, first, top, left + len(table.columns) - 1))
    return found


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
    _write_title(sheet, text, formats, alone=len(tables) == 1)
    for table in tables:
        write_table(sheet, table, formats, rows.get(table.name, ()), _styles_of(text, tables))
        if len(tables) > 1:
            row, column = xl_cell_to_rowcol(table.anchor)
            sheet.write(row - 1, column, table.title, formats(styles.SECTION))
            sheet.set_column(column + len(table.columns), column + len(table.columns), GAP_WIDTH)
    if text.compact:
        sheet.set_default_row(ROW_POINTS)
    else:
        _fit_rows(sheet, tables, rows)
    _set_view(sheet, text, tables)
    _set_print(sheet, text, tables)


def _write_title(sheet: Any, text: SheetText, formats: Formats, *, alone: bool) -> None:
    """Title and subtitle; above a table that is alone in one row, and the two below it closed."""
    own = formats(styles.SUBTITLE)  # a row's own format keeps the columns' fill out of it
    sheet.set_row(0, TITLE_POINTS, own)
    for row, points in ((1, SUBTITLE_POINTS), (2, SECTION_POINTS)):
        sheet.set_row(row, points, own, {"hidden": alone})
    sheet.write(0, 0, text.title, formats(styles.TITLE))
    sheet.write(*((0, text.subtitle_column) if alone else (1, 0)), text.subtitle, own)


@dataclass(frozen=True, slots=True)
class CellStyles:
    """How the cells of a column look; `fill_below` also colours the empty cells beneath the table."""

    of: Callable[[Column], dict[str, Any]]
    fill_below: bool = True

    def below(self, column: Column) -> dict[str, Any]:
        style = self.of(column)
        return style if self.fill_below else {key: value for key, value in style.items() if key != "bg_color"}


def write_table(sheet: Any, table: Table, formats: Formats, rows: Rows, cells: CellStyles) -> None:
    """One table with its column formats and rules; without rows it has one empty body row, as Excel demands."""
    top, left = xl_cell_to_rowcol(table.anchor)
    body = rows or [{}]
    columns = []
    for offset, column in enumerate(table.columns):
        cell = formats(kind_format(column.kind), cells.of(column), styles.ROW_LINE)
        below = formats(kind_format(column.kind), cells.below(column))
        header = styles.STAFF_HEADER if column.filled is Filled.BY_STAFF else styles.BUTTON_HEADER
        sheet.set_column(left + offset, left + offset, column.width, below, _view_of(table, offset))
        if not column.formula:
            for line, row in enumerate(body, start=top + 1):
                _write_cell(sheet, line, left + offset, row.get(column.field), cell)
        columns.append(
            {
                "header": column.header,
                "header_format": formats(header),
                "format": cell,
                "formula": column.formula.replace("[@", f"{table.name}[@"),
            }
        )
    sheet.set_row(top, HEADER_POINTS)
    options = {"name": table.name, "style": "Table Style Light 1", "columns": columns, "banded_rows": False}
    if table.name == schema.SETTINGS.name:
        options["autofilter"] = False  # sorted, the headings would leave their settings
    sheet.add_table(top, left, top + len(body), left + len(columns) - 1, options)
    add_column_rules(sheet, table, top + 1, left, LAST_ROW)
    add_conditional_formats(sheet, table, formats, top + 1, left, LAST_ROW)


def _view_of(table: Table, offset: int) -> dict[str, Any]:
    """Hidden columns, and the folded ones with the mark on the column after them."""
    details, column = DETAILS.get(table.name, ()), table.columns[offset]
    if column.field in details:
        return {"hidden": True, "level": 1}
    return {"hidden": column.hidden, "collapsed": offset > 0 and table.columns[offset - 1].field in details}


def _styles_of(text: SheetText, tables: list[Table]) -> CellStyles:
    """Staff's cells are open; a button's are grey, unless the whole sheet is the buttons'."""
    button_cell = styles.CELL if text.protected else styles.BUTTON_CELL
    return CellStyles(
        lambda column: (
            (styles.STAFF_CELL if column.filled is Filled.BY_STAFF else button_cell)
            | OWN_STYLES.get(column.field, {})
        ),
        fill_below=len(tables) == 1,
    )


def _write_cell(sheet: Any, row: int, column: int, value: object, cell: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, cell)
    elif isinstance(value, date):  # datetime too
        sheet.write_datetime(row, column, value, cell)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, cell)
    else:
        sheet.write_string(row, column, str(value), cell)


def _fit_rows(sheet: Any, tables: list[Table], rows: Mapping[str, Rows]) -> None:
    """Heights for what a new workbook holds; `package.py` lets programs fit these rows again."""
    heights: dict[int, int] = {}
    font = float(styles.CELL["font_size"])
    for table in tables:
        top, _ = xl_cell_to_rowcol(table.anchor)
        for line, row in enumerate(rows.get(table.name, ()), start=top + 1):
            needed = [
                lines_needed(str(row.get(column.field) or ""), characters_in_line(column.width, font))
                for column in table.columns
                if column.kind is Kind.TEXT and OWN_STYLES.get(column.field, {}).get("text_wrap", True)
            ]
            heights[line] = max(heights.get(line, 1), *needed)
    for line, lines in heights.items():
        if lines > 1:
            sheet.set_row(line, points_of(lines, font))


def _set_view(sheet: Any, text: SheetText, tables: list[Table]) -> None:
    top, left = xl_cell_to_rowcol(tables[0].anchor)
    sheet.freeze_panes(top + 1, left + text.frozen_columns)
    first = next((at for at, column in enumerate(tables[0].columns) if column.filled is Filled.BY_STAFF), 0)
    line = top + (2 if tables[0].name == schema.SETTINGS.name else 1)  # there a heading comes first
    sheet.set_selection(line, left + first, line, left + first)
    sheet.hide_gridlines(1)
    sheet.outline_settings(visible=False)  # their strip costs two entries of the first screen
    sheet.set_zoom(100)
    if text.protected:
        protect(sheet, tables[0].sheet)


def _set_print(sheet: Any, text: SheetText, tables: list[Table]) -> None:
    top, left = xl_cell_to_rowcol(tables[0].anchor)
    if text.portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    if len(tables) > 1:
        _set_pages_of_tables(sheet, tables)
    else:
        sheet.fit_to_pages(1, 0)
    if text.printed_columns:
        last = xl_col_to_name(left + text.printed_columns - 1)
        # down to the last row, of which the used ones are printed; openpyxl cannot read the short form $A:$I
        sheet.print_area_range = f"{tables[0].sheet}!${xl_col_to_name(left)}$1:${last}${LAST_ROW + 1}"
    sheet.repeat_rows(top)
    if text.frozen_columns:
        sheet.repeat_columns(left, left + text.frozen_columns - 1)
    sheet.set_footer(styles.FOOTER_WITH_MARK if text.secret else styles.PLAIN_FOOTER)


def _set_pages_of_tables(sheet: Any, tables: Sequence[Table]) -> None:
    """Each table beside others begins a page as wide as the widest of them; the words of dropdowns are not printed."""
    printed = [table for table in tables if table in schema.TABLES]
    lefts = [xl_cell_to_rowcol(table.anchor)[1] for table in printed]
    sheet.set_v_pagebreaks(lefts[1:])
    widest = max(sum(column.width * 7 + 5 for column in table.columns) for table in printed)
    sheet.set_print_scale(100 * PORTRAIT_PIXELS // widest)
    last = xl_col_to_name(lefts[-1] + len(printed[-1].columns) - 1)
    sheet.print_area_range = f"{tables[0].sheet}!$A$1:${last}${LAST_ROW + 1}"
