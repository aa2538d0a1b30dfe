"""A small xlwings engine over a workbook that is open in LibreOffice: just what the buttons use, for tests only.

It writes like Excel where the two differ: a leading apostrophe means text and is dropped, a leading "=" is a
formula in Excel's own notation. Saving leaves a copy as .ods beside the workbook: LibreOffice would damage the .xlsm.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from live_calc import uno_module
from xlwings import base_classes

EXCEL_NOTATION = 3  # com.sun.star.sheet.AddressConvention.XL_OOX
SPECIAL = frozenset("='")
TEXT_FORMAT = 256  # com.sun.star.util.NumberFormat.TEXT


class Engine:
    """The engine of one document; hand it to `xw.Engine(impl=...)`."""

    name, type = "uno", "desktop"

    def __init__(self, document: Any) -> None:
        self.document = document

    @property
    def apps(self) -> Apps:
        return Apps(self)

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, *_more: Any) -> list[list[Any]]:
        return [[empty_as if value is None else value for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return value


class Native:
    """What stands for one of LibreOffice's own objects."""

    native: Any

    @property
    def api(self) -> Any:
        return self.native


class Apps(base_classes.Apps):
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __iter__(self) -> Iterator[App]:
        yield App(self.engine)

    def keys(self) -> list[int]:
        return [1]

    def __len__(self) -> int:
        return 1


class App(base_classes.App):
    display_alerts = True
    version = "16.0"
    pid = 1

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def selection(self) -> Range | None:
        document = self._engine.document
        selected = document.CurrentSelection
        if not selected.supportsService("com.sun.star.sheet.SheetCellRange"):
            return None
        return Range(Sheet(Book(self), selected.Spreadsheet), selected.RangeAddress)


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def app(self) -> App:
        return self._app

    def __iter__(self) -> Iterator[Book]:
        yield Book(self._app)

    @property
    def active(self) -> Book:
        return Book(self._app)


class Book(Native, base_classes.Book):
    def __init__(self, app: App) -> None:
        self._app, self.native = app, app.engine.document

    @property
    def app(self) -> App:
        return self._app

    @property
    def fullname(self) -> str:
        return str(uno_module().fileUrlToSystemPath(self.native.URL))

    @property
    def name(self) -> str:
        return Path(self.fullname).name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        uno = uno_module()
        as_spreadsheet = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        as_spreadsheet.Name, as_spreadsheet.Value = "FilterName", "calc8"
        target = Path(path or self.fullname).with_suffix(".ods")
        self.native.storeToURL(uno.systemPathToFileUrl(str(target)), (as_spreadsheet,))


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    def __call__(self, key: str | int) -> Sheet:
        sheets = self.book.native.Sheets
        if isinstance(key, str) and not sheets.hasByName(key):
            raise KeyError(key)
        return Sheet(self.book, sheets.getByName(key) if isinstance(key, str) else sheets.getByIndex(key - 1))


class Sheet(Native, base_classes.Sheet):
    def __init__(self, book: Book, native: Any) -> None:
        self._book, self.native = book, native

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        return str(self.native.Name)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    def range(self, first: Any, last: Any = None) -> Range:
        if isinstance(first, str):
            return Range(self, self.native.getCellRangeByName(first).RangeAddress)
        bottom, right = last or first
        return Range(
            self,
            self.native.getCellRangeByPosition(
                first[1] - 1, first[0] - 1, right - 1, bottom - 1
            ).RangeAddress,
        )


class Range(Native, base_classes.Range):
    def __init__(self, sheet: Sheet, address: Any) -> None:
        self._sheet, self.address_struct = sheet, address
        self.native = sheet.native.getCellRangeByPosition(
            address.StartColumn, address.StartRow, address.EndColumn, address.EndRow
        )

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def row(self) -> int:
        return int(self.address_struct.StartRow) + 1

    @property
    def column(self) -> int:
        return int(self.address_struct.StartColumn) + 1

    @property
    def shape(self) -> tuple[int, int]:
        address = self.address_struct
        return address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def address(self) -> str:
        return str(self.native.AbsoluteName).rpartition(".")[2]  # of `$Register.$A$1:$B$2`

    @property
    def raw_value(self) -> Any:
        rows = tuple(
            tuple(value if value != "" else None for value in row) for row in self.native.getDataArray()
        )
        return rows[0][0] if self.shape == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows = data if isinstance(data, (list, tuple)) else [[data]]
        special = [
            (down, right, value)
            for down, row in enumerate(rows)
            for right, value in enumerate(row)
            if isinstance(value, str) and value[:1] in SPECIAL
        ]
        with _opened(self._sheet.native):
            self.native.setDataArray(tuple(tuple(map(_plain, row)) for row in rows))
            for down, right, value in special:
                self._type_in(self.native.getCellByPosition(right, down), value)

    def _type_in(self, cell: Any, text: str) -> None:
        """As Excel does: a formula, or text behind an apostrophe, unless the cell is of text format."""
        document = self._sheet.book.native
        if document.NumberFormats.getByKey(cell.NumberFormat).Type & TEXT_FORMAT:
            cell.setString(text)
        elif text.startswith("'"):
            cell.setString(text[1:])
        else:
            parser = document.createInstance("com.sun.star.sheet.FormulaParser")
            parser.CompileEnglish, parser.FormulaConvention = True, EXCEL_NOTATION
            cell.setTokens(parser.parseFormula(text[1:], cell.CellAddress))

    @property
    def number_format(self) -> str:
        return str(self._sheet.book.native.NumberFormats.getByKey(self.native.NumberFormat).FormatString)

    @number_format.setter
    def number_format(self, code: str) -> None:
        formats = self._sheet.book.native.NumberFormats
        locale = uno_module().createUnoStruct("com.sun.star.lang.Locale")
        key = formats.queryKey(code, locale, False)
        with _opened(self._sheet.native):
            self.native.NumberFormat = key if key >= 0 else formats.addNew(code, locale)

    def clear_contents(self) -> None:
        with _opened(self._sheet.native):
            self.native.clearContents(1 | 2 | 4 | 16)  # numbers, dates, texts, formulas


class _opened:  # noqa: N801  reads as a with-statement
    """The sheet without its protection for a moment."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.was_protected = sheet.isProtected()

    def __enter__(self) -> None:
        if self.was_protected:
            self.sheet.unprotect("")

    def __exit__(self, *_error: object) -> None:
        if self.was_protected:
            self.sheet.protect("")


def _plain(value: Any) -> float | str:
    if value is None or (isinstance(value, str) and value[:1] in SPECIAL):
        return ""  # what is special is typed in afterwards
    return value if isinstance(value, str) else float(value)


class Tables(base_classes.Tables):
    """Worksheet tables, which LibreOffice reads as database ranges."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def __call__(self, name: str) -> Table:
        found = self.sheet.book.native.DatabaseRanges
        if not found.hasByName(name):
            raise KeyError(name)
        return Table(self.sheet, found.getByName(name))


class Table(Native, base_classes.Table):
    def __init__(self, sheet: Sheet, native: Any) -> None:
        self.sheet, self.native = sheet, native

    @property
    def name(self) -> str:
        return str(self.native.Name)

    @property
    def range(self) -> Range:
        return Range(self.sheet, self.native.DataArea)

    @property
    def show_totals(self) -> bool:
        return bool(self.native.TotalsRow)

    def resize(self, target: Any) -> None:
        self.native.setDataArea(target.impl.address_struct)


class Names(base_classes.Names):
    def __init__(self, book: Book) -> None:
        self.book = book

    def __call__(self, name: str) -> Name:
        found = self.book.native.NamedRanges
        if not found.hasByName(name):
            raise KeyError(name)
        return Name(self.book, found.getByName(name))

    def contains(self, name: str) -> bool:
        return bool(self.book.native.NamedRanges.hasByName(name))


class Name(Native, base_classes.Name):
    def __init__(self, book: Book, native: Any) -> None:
        self.book, self.native = book, native

    @property
    def refers_to(self) -> str:
        """As Excel writes it; LibreOffice says `$Pengaturan.$B$3`."""
        return "=" + str(self.native.Content).removeprefix("$").replace(".", "!", 1)

    @property
    def refers_to_range(self) -> Range:
        address = self.native.getReferredCells().RangeAddress
        return Range(self.book.sheets(int(address.Sheet) + 1), address)
