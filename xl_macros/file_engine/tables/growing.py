"""Tables that become larger or smaller, with all that belongs to their rows.

New rows take the style of the row above; formulas of calculated columns are filled in; validations and
conditional formats that reached to the last row reach to the new last row. What stays behind when a table
becomes smaller keeps its content and its looks, as in Excel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_macros.file_engine.cells.addresses import Area, column_letters, parse_sqref
from xl_macros.file_engine.cells.cell_markup import cells_of
from xl_macros.file_engine.cells.cell_text import formula_element
from xl_macros.file_engine.cells.formulas import moved
from xl_macros.file_engine.errors import UnsafeEdit

if TYPE_CHECKING:
    from xl_macros.file_engine.cells.cell_markup import RawCell
    from xl_macros.file_engine.sheet.sheet_file import SheetFile
    from xl_macros.file_engine.tables.table_file import TableFile


def resize(table: TableFile, area: Area) -> None:
    """Makes a table cover another area. Raises UnsafeEdit when it cannot."""
    old = table.area
    if area == old:
        return
    _check(table, area)
    body = table.body_area
    table.set_area(area)
    if area.last_row > old.last_row and body is not None:
        _fill(table, body, Area(old.last_row + 1, area.column, area.last_row, area.last_column))


def _check(table: TableFile, area: Area) -> None:
    old, sheet = table.area, table.sheet
    if (area.row, area.column) != (old.row, old.column):
        raise UnsafeEdit(
            f"The table {table.name} must keep its first cell {old.address().partition(':')[0]}."
        )
    if area.row_count < table.header_rows + table.totals_rows + 1:
        raise UnsafeEdit(f"The table {table.name} needs at least one row below its header.")
    if area.column_count != old.column_count:
        raise NotImplementedError("Table.resize to other columns is not supported by the file engine.")
    if table.totals_rows and area.last_row != old.last_row:
        raise NotImplementedError("Table.resize with a totals row is not supported by the file engine.")
    others = [other.area for other in sheet.tables if other is not table and other.part != table.part]
    for other in [*others, *sheet.frame.merged_areas().meeting(area), *sheet.workbook.pivot_areas(sheet)]:
        if other.meets(area):
            raise UnsafeEdit(f"The table {table.name} would reach into {sheet.name}!{other.address()}.")


def grow_for_write(sheet: SheetFile, area: Area) -> None:
    """Lets the table just above (or around the upper part of) a block that is to be written take its rows in.

    Excel does so when something is written right below a table, within its columns.
    """
    for table in sheet.tables:
        old = table.area
        is_below = old.row < area.row <= old.last_row + 1 and area.last_row > old.last_row
        within = old.column <= area.column and area.last_column <= old.last_column
        if not is_below or not within or table.totals_rows:
            continue
        new = Area(old.row, old.column, area.last_row, old.last_column)
        below = Area(old.last_row + 1, old.column, area.last_row, old.last_column)
        if any(value is not None for row in sheet.read(below) for value in row):
            continue  # Excel does not grow a table over cells that hold something
        try:
            resize(table, new)
        except UnsafeEdit:
            continue  # nor over merged cells or another table: then it is a plain write


def _fill(table: TableFile, body: Area, added: Area) -> None:
    sheet = table.sheet
    _grow_rules(sheet, body, added)
    above = {
        cell.column: cell
        for _, cell in sheet.cells(Area(body.last_row, added.column, body.last_row, added.last_column))
    }
    formulas = _column_formulas(table, body, above)
    template = _Template(sheet, above, formulas, body.last_row, added)
    for number in range(added.row, added.last_row + 1):
        text = template.row(number)
        if text:
            sheet.store.put(number, text)
    sheet.note_edit(added, formulas=bool(formulas))


def _column_formulas(table: TableFile, body: Area, above: dict[int, RawCell]) -> dict[int, str]:
    """Formula texts by column as they read in the last row of the body."""
    found = {}
    for position, text in table.calculated_formulas().items():
        cell = above.get(body.column + position)
        formula = cell.formula if cell is not None else None
        if cell is not None and formula is not None and formula.kind != "array":
            found[body.column + position] = table.sheet.formula_text(body.last_row, cell, formula)
        elif text:
            found[body.column + position] = text
    return found


class _Template:
    """Makes new table rows: styles of the row above, formulas moved down."""

    def __init__(
        self,
        sheet: SheetFile,
        above: dict[int, RawCell],
        formulas: dict[int, str],
        last_row: int,
        added: Area,
    ) -> None:
        self._sheet, self._formulas, self._last_row = sheet, formulas, last_row
        self._styles = {
            column: above[column].style if column in above else sheet.frame.column_style(column)
            for column in range(added.column, added.last_column + 1)
        }
        defaults = {column: sheet.frame.column_style(column) for column in self._styles}
        self._made = [
            column
            for column, style in self._styles.items()
            if column in formulas or style != defaults[column]
        ]

    def _cell(self, column: int, number: int, style: int) -> str:
        attribute = f' s="{style}"' if style else ""
        formula = self._formulas.get(column)
        if formula is None:
            return f'<c r="{column_letters(column)}{number}"{attribute}/>'
        text = formula_element(moved(formula, number - self._last_row, 0))
        return f'<c r="{column_letters(column)}{number}"{attribute}>{text}</c>'

    def row(self, number: int) -> bytes:
        """The row's new bytes, b"" when nothing is to be put there."""
        row = self._sheet.store.row(number)
        if row is None:
            cells = "".join(self._cell(column, number, self._styles[column]) for column in self._made)
            return f'<row r="{number}">{cells}</row>'.encode() if cells else b""
        _, buffer, tag, content, end = row
        header, parts = buffer[tag:content], {}
        for cell in cells_of(buffer, content, end):
            parts[cell.column] = buffer[cell.start : cell.end]
            if cell.column in self._styles and not cell.inner:
                style = cell.style or self._styles[cell.column]
                parts[cell.column] = self._cell(cell.column, number, style).encode()
        for column in self._made:
            if column not in parts:
                parts[column] = self._cell(column, number, self._styles[column]).encode()
        if not parts:
            return b""
        if header.endswith(b"/>"):
            header = header[:-2].rstrip() + b">"
        return header + b"".join(parts[column] for column in sorted(parts)) + b"</row>"


def _grow_rules(sheet: SheetFile, body: Area, added: Area) -> None:
    """Lets validations and conditional formats that end with the table's last row end with the new one."""
    for element, attribute in sheet.frame.ranged_elements():
        text = element.get(attribute) if attribute is not None else element.text
        areas = parse_sqref(text or "")
        grown: list[Area] = []
        for area in areas:
            columns = area.common(Area(area.row, body.column, area.last_row, body.last_column))
            if columns is None or area.last_row != body.last_row or area.row > body.last_row:
                grown.append(area)
            elif columns.column_count == area.column_count:
                grown.append(Area(area.row, area.column, added.last_row, area.last_column))
            else:
                grown += [area, Area(added.row, columns.column, added.last_row, columns.last_column)]
        if grown != areas:
            new = " ".join(area.ref for area in grown)
            if attribute is not None:
                element.set(attribute, new)
            else:
                element.text = new
            sheet.frame.touch()
