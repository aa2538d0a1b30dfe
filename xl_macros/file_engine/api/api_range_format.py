"""The formats of a range: number format, colour, font, alignment, sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xl_macros.file_engine.api.api_font import Font, rgb
from xl_macros.file_engine.book.styles import Styles
from xl_macros.file_engine.cells.addresses import MAX_COLUMN, MAX_ROW, Area
from xl_macros.file_engine.sheet import sheet_columns, sheet_row_sizes

if TYPE_CHECKING:
    from lxml import etree

    from xl_macros.file_engine.api.api_sheet import Sheet
    from xl_macros.file_engine.sheet.sheet_file import SheetFile

_POINTS_PER_PIXEL = 0.75
_HORIZONTAL = {"general": None, "center_across_selection": "centerContinuous"}


class FormattedRange:
    """The part of a range that is about formats."""

    _sheet: Sheet

    @property
    def area(self) -> Area:
        """The cells."""
        raise NotImplementedError

    @property
    def _file(self) -> SheetFile:
        return self._sheet.file

    @property
    def _styles(self) -> Styles:
        return self._file.workbook.styles

    # -- reading and changing styles ----------------------------------------------------------------------

    def style_numbers(self) -> set[int]:
        """The styles that cells of the range have."""
        file, area = self._file, self.area
        found: set[int] = set()
        cells = 0
        for _, cell in file.cells(area):
            found.add(cell.style)
            cells += 1
        if cells < area.size:
            columns = range(area.column, area.last_column + 1)
            found |= {file.frame.column_style(column) for column in columns} if len(columns) < 512 else {0}
        return found

    def _common(self, read: Callable[[int], Any]) -> Any:
        values = {read(style) for style in self.style_numbers()}
        return values.pop() if len(values) == 1 else None

    def restyle(self, change: Callable[[int], int]) -> None:
        """Gives every cell another style; cells that are not there are made (whole rows and columns apart)."""
        known: dict[int, int] = {}

        def remembered(style: int) -> int:
            if style not in known:
                known[style] = change(style)
            return known[style]

        self._file.restyle(self.area, remembered)

    @property
    def number_format(self) -> str | None:
        return self._common(self._styles.format_code)  # type: ignore[no-any-return]

    @number_format.setter
    def number_format(self, value: str) -> None:
        styles = self._styles
        self.restyle(lambda style: styles.with_format(style, value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        return self._common(self._styles.color)  # type: ignore[no-any-return]

    @color.setter
    def color(self, value: Any) -> None:
        color, styles = rgb(value), self._styles
        self.restyle(lambda style: styles.with_color(style, color))

    @property
    def font(self) -> Font:
        return Font(self)

    def fonts(self) -> list[etree._Element]:
        """The font elements of the styles in use."""
        return [self._styles.font(style) for style in self.style_numbers()]

    def set_font(self, name: str, value: str | None, attribute: str) -> None:
        """Sets one child of the cells' fonts, or removes it for None."""
        styles = self._styles
        self.restyle(lambda style: styles.with_font(style, name, value, attribute))

    @property
    def wrap_text(self) -> bool | None:
        value = self._common(lambda style: self._styles.alignment(style, "wrapText") in ("1", "true"))
        return None if value is None else bool(value)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        styles = self._styles
        self.restyle(lambda style: styles.with_alignment(style, "wrapText", "1" if value else None))

    @property
    def horizontal_alignment(self) -> str | None:
        value = self._common(lambda style: self._styles.alignment(style, "horizontal") or "general")
        return "center_across_selection" if value == "centerContinuous" else value

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        styles, stored = self._styles, _HORIZONTAL.get(value, value)
        self.restyle(lambda style: styles.with_alignment(style, "horizontal", stored))

    @property
    def vertical_alignment(self) -> str | None:
        return self._common(lambda style: self._styles.alignment(style, "vertical") or "bottom")  # type: ignore[no-any-return]

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        styles = self._styles
        self.restyle(
            lambda style: styles.with_alignment(style, "vertical", None if value == "bottom" else value)
        )

    def clear_formats(self) -> None:
        """Back to the default format; only cells that are there need it."""
        self._file.restyle(self.area, lambda _style: 0, create=False)

    def clear(self) -> None:
        self.clear_contents()  # type: ignore[attr-defined]
        self.clear_formats()

    # -- sizes --------------------------------------------------------------------------------------------

    @property
    def column_width(self) -> float | None:
        """Width in characters, None when the columns differ."""
        frame = self._file.frame
        columns = range(self.area.column, min(self.area.last_column, self.area.column + 511) + 1)
        widths = {sheet_columns.column_width(frame, column) for column in columns}
        return widths.pop() if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        if not 0 <= value <= 255:
            raise ValueError("A column width lies between 0 and 255.")
        sheet_columns.set_column_width(self._file.frame, self.area, value)

    @property
    def row_height(self) -> float | None:
        """Height in points, None when the rows differ."""
        return sheet_row_sizes.row_height(self._file, self.area)

    @row_height.setter
    def row_height(self, value: float) -> None:
        if not 0 <= value <= 409.5:
            raise ValueError("A row height lies between 0 and 409.5.")
        sheet_row_sizes.set_row_height(self._file, self.area, value)

    def _columns_points(self, first: int, last: int) -> float:
        frame = self._file.frame
        pixels = [round(sheet_columns.column_width(frame, c) * 7 + 5) for c in range(first, last + 1)]
        return sum(pixels) * _POINTS_PER_PIXEL

    @property
    def width(self) -> float:
        return self._columns_points(self.area.column, self.area.last_column)

    @property
    def left(self) -> float:
        return self._columns_points(1, self.area.column - 1)

    @property
    def height(self) -> float:
        return sheet_row_sizes.height(self._file, self.area.row, self.area.last_row)

    @property
    def top(self) -> float:
        return sheet_row_sizes.height(self._file, 1, self.area.row - 1)

    @property
    def column_hidden(self) -> bool | None:
        frame = self._file.frame
        values = {
            sheet_columns.is_column_hidden(frame, c)
            for c in range(self.area.column, self.area.last_column + 1)
        }
        return values.pop() if len(values) == 1 else None

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        sheet_columns.set_column_hidden(self._file.frame, self.area, value)

    @property
    def row_hidden(self) -> bool | None:
        return sheet_row_sizes.is_hidden(self._file, self.area)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        sheet_row_sizes.set_hidden(self._file, self.area, value)

    def autofit(self, axis: str | None = None) -> None:
        """Fits widths to the number of characters (no font is measured here), leaves heights to Excel."""
        is_rows = self.area.column == 1 and self.area.last_column == MAX_COLUMN
        is_columns = self.area.row == 1 and self.area.last_row == MAX_ROW
        if axis in (None, "r", "rows") and not (axis is None and is_columns):
            sheet_row_sizes.forget_row_height(self._file, self.area)
        if axis in (None, "c", "columns") and not (axis is None and is_rows):
            sheet_row_sizes.fit_columns(self._file, self.area)
