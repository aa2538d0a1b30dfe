"""Ranges as xlwings sees them: addresses, values and formulas. Formats stand in `api_range_format`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.file_engine.api import api_values
from xl_macros.file_engine.api.api_range_edit import EditedRange
from xl_macros.file_engine.api.api_range_format import FormattedRange
from xl_macros.file_engine.api.api_support import Native, supports
from xl_macros.file_engine.cells.addresses import Area, cell_area
from xl_macros.file_engine.cells.array_formula import array_formula_of
from xl_macros.file_engine.cells.cell_render import ArrayFormula
from xl_macros.file_engine.cells.dates import to_serial
from xl_macros.file_engine.cells.formula_dialect import from_file
from xl_macros.file_engine.cells.formulas import moved, quoted_sheet
from xl_macros.file_engine.sheet import editing, region

if TYPE_CHECKING:
    import datetime as dt

    from xl_macros.file_engine.api.api_names import Name
    from xl_macros.file_engine.api.api_sheet import Sheet
    from xl_macros.file_engine.api.api_tables import Table


@supports(base_classes.Range)
class Range(EditedRange, FormattedRange, base_classes.Range):
    """A rectangle of cells of a sheet, or nothing at all (an empty slice)."""

    max_cells_per_read = None
    max_cells_per_write = None
    """Blocks of any size are read and written at once."""

    def __init__(self, sheet: Sheet, area: Area | None) -> None:
        self._sheet, self._area = sheet, area
        self.options: dict[str, Any] = {}

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def area(self) -> Area:
        """The cells. Raises IndexError for an empty slice."""
        if self._area is None:
            raise IndexError("The range is empty.")
        return self._area

    @property
    def api(self) -> Native | None:
        return Native("Range") if self._area is not None else None

    def __len__(self) -> int:
        return self._area.size if self._area is not None else 0

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return self._sheet.name, self.row, self.column, *self.shape

    @property
    def row(self) -> int:
        return self.area.row

    @property
    def column(self) -> int:
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        return (self._area.row_count, self._area.column_count) if self._area is not None else (0, 0)

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        if arg2 is None:
            row, column = divmod(arg1 - 1, self.area.column_count)
        else:
            row, column = arg1 - 1, arg2 - 1
        return Range(self._sheet, cell_area(self.area.row + row, self.area.column + column))

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        address = self.area.address(bool(row_absolute), bool(col_absolute))
        if not external:
            return address
        name = self._sheet.name.replace("'", "''")
        return f"'[{self._sheet.book.name}]{name}'!{address}"

    @property
    def address(self) -> str:
        return self.area.address()

    @property
    def rows(self) -> Range:
        return self

    @property
    def columns(self) -> Range:
        return self

    # -- values -------------------------------------------------------------------------------------------

    @property
    def raw_value(self) -> Any:
        """Values as None, bool, float, str, datetime or CellError: a scalar for one cell, else rows."""
        if self._area is None:
            return None
        values = self._sheet.file.read(self._area)
        return values[0][0] if self._area.size == 1 else values

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        if self._area is not None:
            self._write(value)

    def _write(self, value: Any) -> None:
        area = self._bounded(value)
        rows = api_values.rows_for(value, area.row_count, area.column_count)
        if isinstance(value, str) and value.startswith("=") and area.size > 1:
            rows = [
                ["=" + moved(value[1:], row, column) for column in range(area.column_count)]
                for row in range(area.row_count)
            ]
        editing.write(self._sheet.file, area, rows)

    def _bounded(self, value: Any) -> Area:
        """Whole rows and columns are cleared only as far as cells reach."""
        area = self.area
        if value is None and area.size > 1_000_000:
            used = self._sheet.file.used_area()
            return (used and used.common(area)) or cell_area(area.row, area.column)
        return area

    @property
    def formula(self) -> Any:
        """Formulas as Excel shows them, constants as text: a string for one cell, else a tuple of rows."""
        file, area = self._sheet.file, self.area
        date1904 = file.workbook.date1904
        values = file.read(area)

        def text(value: Any) -> str:
            moment: dt.datetime | None = value if hasattr(value, "hour") else None
            serial = api_values.formula_text(float(to_serial(moment, date1904))) if moment else None
            return api_values.formula_text(value, serial)

        texts = [[text(value) for value in row] for row in values]
        if file.has_formulas():
            for row, cell in file.cells(area):
                found = file.formula(row, cell)
                if found is not None:
                    texts[row - area.row][cell.column - area.column] = found
        return texts[0][0] if area.size == 1 else tuple(tuple(row) for row in texts)

    @formula.setter
    def formula(self, value: Any) -> None:
        self._write(value)

    @property
    def formula2(self) -> Any:
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self._write(value)

    @property
    def formula_array(self) -> str | None:
        """The array formula that the range is (part of), None when there is none."""
        found = array_formula_of(self._sheet.file, self.area)
        return from_file(found) if found is not None else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        area = self.area
        rows: list[list[object]] = [[None] * area.column_count for _ in range(area.row_count)]
        rows[0][0] = ArrayFormula(value, area)
        editing.write(self._sheet.file, area, rows)

    @property
    def has_array(self) -> bool:
        return array_formula_of(self._sheet.file, self.area) is not None

    def clear_contents(self) -> None:
        if self._area is not None:
            editing.clear(self._sheet.file, self._area)

    # -- neighbours ---------------------------------------------------------------------------------------

    def end(self, direction: str) -> Range:
        first = cell_area(self.area.row, self.area.column)
        return Range(self._sheet, region.end(self._sheet.file, first, direction))

    @property
    def current_region(self) -> Range:
        return Range(self._sheet, region.current_region(self._sheet.file, self.area))

    def select(self) -> None:
        """Selects the range; its sheet must be the active one in Excel, here it becomes that."""
        self._sheet.activate()
        self._sheet.file.frame.select(self.area)

    @property
    def table(self) -> Table | None:
        from xl_macros.file_engine.api.api_tables import Table

        for table in self._sheet.file.tables:
            if table.area.holds(self.area.row, self.area.column):
                return Table(self._sheet, table)
        return None

    @property
    def name(self) -> Name | None:
        from xl_macros.file_engine.api.api_names import Name

        names = self._sheet.book.file.names
        for element in names.visible():
            if names.target(element) == (self._sheet.file, self.area):
                return Name(self._sheet.book, element)
        return None

    @name.setter
    def name(self, value: str) -> None:
        refers_to = f"{quoted_sheet(self._sheet.name)}!{self.area.address()}"
        self._sheet.book.file.names.add(value, refers_to)
