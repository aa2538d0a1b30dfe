"""Worksheets as xlwings sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError, base_classes

from xl_macros.file_engine.api.api_names import Names
from xl_macros.file_engine.api.api_range import Range
from xl_macros.file_engine.api.api_support import Native, NativeSheet, supports
from xl_macros.file_engine.api.api_tables import Tables
from xl_macros.file_engine.cells.addresses import MAX_COLUMN, MAX_ROW, Area, cell_area, parse_area
from xl_macros.file_engine.errors import NoSuchPlace
from xl_macros.file_engine.sheet import editing
from xl_macros.file_engine.sheet.sheet_file import SheetFile

if TYPE_CHECKING:
    from xl_macros.file_engine.api.api_app import App, Book

_WHOLE_SHEET = Area(1, 1, MAX_ROW, MAX_COLUMN)


@supports(base_classes.Sheets)
class Sheets(base_classes.Sheets):
    """The worksheets of a book, in the order of the tabs."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def api(self) -> Native:
        return Native("Sheets")

    @property
    def active(self) -> Sheet:
        return Sheet(self._book, self._book.file.active_sheet)

    def __call__(self, name_or_index: Any) -> Sheet:
        files = self._book.file.sheets
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(files):
                raise NoSuchPlace(f"There is no sheet {name_or_index}; the book has {len(files)}.")
            return Sheet(self._book, files[name_or_index - 1])
        try:
            return Sheet(self._book, self._book.file.sheet(str(name_or_index)))
        except KeyError:
            raise NoSuchObjectError(f"There is no sheet '{name_or_index}'.") from None

    def __len__(self) -> int:
        return len(self._book.file.sheets)

    def __iter__(self) -> Iterator[Sheet]:
        return iter([Sheet(self._book, file) for file in self._book.file.sheets])


@supports(base_classes.Sheet)
class Sheet(base_classes.Sheet):
    """A worksheet."""

    def __init__(self, book: Book, file: SheetFile) -> None:
        self._book, self.file = book, file

    @property
    def api(self) -> NativeSheet:
        return NativeSheet(lambda: self.file.frame.is_protected, lambda: self.file.is_filtered)

    @property
    def book(self) -> Book:
        return self._book

    @property
    def app(self) -> App:
        return self._book.app

    @property  # type: ignore[misc]  # `supports` refuses the setter
    def name(self) -> str:
        return self.file.name

    @property
    def names(self) -> Names:
        return Names(self._book, self.file)

    @property
    def index(self) -> int:
        return self._book.file.sheets.index(self.file) + 1

    @property
    def tables(self) -> Tables:
        return Tables(self)

    # -- ranges -------------------------------------------------------------------------------------------

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """A range from addresses, names, (row, column) pairs or ranges."""
        if arg2 is None and isinstance(arg1, tuple) and len(arg1) == 4:
            row, column, row_count, column_count = arg1
            if not row_count or not column_count:
                return Range(self, None)
            last = cell_area(row + row_count - 1, column + column_count - 1)
            return Range(self, Area(row, column, last.row, last.column))
        first = self._area(arg1)
        if arg2 is None:
            return Range(first[0], first[1])
        second = self._area(arg2)
        return Range(self, _spanned(first[1], second[1]))

    def _area(self, arg: Any) -> tuple[Sheet, Area]:
        if isinstance(arg, Range):
            return arg.sheet, arg.area
        if isinstance(arg, tuple):
            if 0 in arg:
                raise NoSuchPlace("Rows and columns count from 1 when they are given as a tuple.")
            return self, cell_area(*arg)
        area = parse_area(str(arg))
        if area is not None:
            return self, area
        found = editing.named_area(self._book.file, self.file, str(arg))
        if found is None:
            raise NoSuchObjectError(f"The address or named range '{arg}' doesn't exist.")
        return Sheet(self._book, found[0]), found[1]

    @property
    def cells(self) -> Range:
        return Range(self, _WHOLE_SHEET)

    @property
    def used_range(self) -> Range:
        return Range(self, self.file.used_area() or cell_area(1, 1))

    @property
    def selection(self) -> Range:
        """The selected range of this sheet."""
        return Range(self, self.file.frame.selected_area())

    # -- the sheet as a whole -----------------------------------------------------------------------------

    def activate(self) -> None:
        self._book.file.activate(self.file)
        self._book.activate()

    select = activate

    @property
    def visible(self) -> bool:
        return self._book.file.element_of(self.file).get("state", "visible") == "visible"

    @visible.setter
    def visible(self, value: bool) -> None:
        self._book.file.show(self.file, bool(value))


def _spanned(first: Area, second: Area) -> Area:
    return Area(
        min(first.row, second.row),
        min(first.column, second.column),
        max(first.last_row, second.last_row),
        max(first.last_column, second.last_column),
    )
