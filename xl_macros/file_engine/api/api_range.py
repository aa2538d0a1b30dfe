"""Ranges as xlwings sees them: addresses, values, formulas, and the few formats that buttons read or set."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.file_engine.api import api_values
from xl_macros.file_engine.api.api_support import Native, supports
from xl_macros.file_engine.cells.addresses import Area, cell_area
from xl_macros.file_engine.cells.dates import to_serial
from xl_macros.file_engine.cells.formulas import moved
from xl_macros.file_engine.errors import NoSuchPlace
from xl_macros.file_engine.sheet import editing

if TYPE_CHECKING:
    import datetime as dt

    from xl_macros.file_engine.api.api_sheet import Sheet


@supports(base_classes.Range)
class Range(base_classes.Range):
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
        """The cells. Raises NoSuchPlace for an empty slice."""
        if self._area is None:
            raise NoSuchPlace("The range is empty.")
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
        area = self.area
        rows = api_values.rows_for(value, area.row_count, area.column_count)
        if isinstance(value, str) and value.startswith("=") and area.size > 1:
            rows = [
                ["=" + moved(value[1:], row, column) for column in range(area.column_count)]
                for row in range(area.row_count)
            ]
        editing.write(self._sheet.file, area, rows)

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
        for row, column, found in file.formulas(area):
            texts[row - area.row][column - area.column] = found
        return texts[0][0] if area.size == 1 else tuple(tuple(row) for row in texts)

    @formula.setter
    def formula(self, value: Any) -> None:
        self._write(value)

    def clear_contents(self) -> None:
        if self._area is not None:
            editing.clear(self._sheet.file, self._area)

    def select(self) -> None:
        """Selects the range; its sheet must be the active one in Excel, here it becomes that."""
        self._sheet.activate()
        self._sheet.file.frame.select(self.area)

    # -- formats ------------------------------------------------------------------------------------------

    def _common(self, read: Callable[[int], Any]) -> Any:
        """What all cells of the range have in common, None when they differ."""
        values = {read(style) for style in self._sheet.file.styles_in(self.area)}
        return values.pop() if len(values) == 1 else None

    @property
    def number_format(self) -> str | None:
        return self._common(self._sheet.file.workbook.styles.format_code)  # type: ignore[no-any-return]

    @number_format.setter
    def number_format(self, value: str) -> None:
        styles = self._sheet.file.workbook.styles
        self._sheet.file.restyle(self.area, lambda style: styles.with_format(style, value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The fill colour (red, green, blue); None for none, for mixed ones and for those of a theme."""
        return self._common(self._sheet.file.workbook.styles.color)  # type: ignore[no-any-return]

    @color.setter
    def color(self, value: Any) -> None:
        color, styles = api_values.rgb(value), self._sheet.file.workbook.styles
        self._sheet.file.restyle(self.area, lambda style: styles.with_color(style, color))
