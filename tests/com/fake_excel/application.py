# ruff: noqa: N802, N803 -- members carry Excel's own names
"""Application: one running Excel with its books, selection, status bar and settings."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

from fake_excel import files
from fake_excel.books import Workbook, Workbooks
from fake_excel.cells import Rect
from fake_excel.dispatch import Line
from fake_excel.ranges import Range
from fake_excel.sheets import Worksheet
from fake_excel.typed_text import INDONESIAN, Region
from fake_excel.variants import refusal

AUTOMATIC = -4105
_window_handles = count(0x10A2C, 16)


class PickedShape:
    """What Selection is while a button or a chart is selected: it has no Address and no Worksheet."""

    def __init__(self, line: Line) -> None:
        self.line = line

    @property
    def Name(self) -> str:
        return "Tombol 1"

    @property
    def Address(self) -> str:
        raise refusal("Object doesn't support this property or method", -2146827850)

    def GetAddress(self, *_: object) -> str:
        return self.Address

    @property
    def Worksheet(self) -> str:
        raise refusal("Object doesn't support this property or method", -2146827850)


class SelectedSheets:
    """The sheets whose tabs are selected; more than one is a group."""

    def __init__(self, excel: Application) -> None:
        self.excel, self.line = excel, excel.line

    @property
    def Count(self) -> int:
        return max(1, len(self.excel.group))


class Window:
    """Excel's window in front."""

    def __init__(self, excel: Application) -> None:
        self.excel, self.line = excel, excel.line

    @property
    def SelectedSheets(self) -> SelectedSheets:
        return SelectedSheets(self.excel)


class Application:
    """One Excel process.

    `protected_writes` is "refused" or "swallowed": both have been seen. `saving` "whole" writes what the book
    holds; "quick" writes the file as it was opened, for runs in which only the calls matter. `binding` is what
    Python's objects are on this PC: "late", or "early" where makepy was run.
    """

    def __init__(self, region: Region = INDONESIAN, version: str = "16.0", binding: str = "late") -> None:
        self.region, self.version, self.line = region, version, Line(binding=binding)
        self.hwnd, self.pid = next(_window_handles), next(_window_handles)
        self.books: list[Workbook] = []
        self.active_sheet: Worksheet | None = None
        self.selection: Range | PickedShape | None = None
        self.group: list[Worksheet] = []
        """Sheets that somebody has selected together: what changes their protection or tables is refused."""
        self.protected_writes = "refused"
        self.saving = "whole"
        self.status_texts: list[str] = []
        self.settings: dict[str, Any] = {
            "StatusBar": False,
            "ScreenUpdating": True,
            "DisplayAlerts": True,
            "EnableEvents": True,
            "Interactive": True,
            "Calculation": AUTOMATIC,
            "CutCopyMode": False,
            "Cursor": -4143,
            "Visible": True,
            "DisplayStatusBar": True,
            "EnableCancelKey": 1,
        }

    # -- for the other parts of the fake and for tests -----------------------------------------------

    def new_book(self) -> Workbook:
        book = Workbook(self, None, f"Book{len(self.books) + 1}")
        book.sheets.append(Worksheet(book, "Sheet1"))
        return self._opened(book)

    def open_book(self, path: Path, read_only: bool = False) -> Workbook:
        """Open a file. Two books of one name are refused; a file open elsewhere comes read-only."""
        if any(book.name.lower() == path.name.lower() for book in self.books):
            raise refusal(f"A workbook with the name '{path.name}' is already open.")
        book = Workbook(self, path, path.name)
        mode = files.read_book(book, path)
        if not self.books:  # the session takes over the mode of the first workbook
            self.settings["Calculation"] = mode
        book.read_only = read_only
        return self._opened(book)

    def _opened(self, book: Workbook) -> Workbook:
        self.books.append(book)
        self.show(next(sheet for sheet in book.sheets if sheet.visible == -1))
        return book

    def close(self, book: Workbook) -> None:
        self.books.remove(book)
        if self.active_sheet in book.sheets:
            self.active_sheet = self.selection = None

    def show(self, sheet: Worksheet) -> None:
        """Bring a sheet to the front, with its first cell selected."""
        if self.active_sheet is not sheet:
            self.active_sheet, self.selection = sheet, Range(sheet, Rect(1, 1, 1, 1))

    def refuse_or_swallow(self, text: str) -> bool:
        if self.protected_writes == "swallowed":
            return False
        raise refusal(text)

    # -- Excel's members -----------------------------------------------------------------------------

    @property
    def Application(self) -> Application:
        return self

    @property
    def Name(self) -> str:
        return "Microsoft Excel"

    @property
    def Version(self) -> str:
        return self.version

    @property
    def Build(self) -> int:
        return 17328

    @property
    def OperatingSystem(self) -> str:
        return "Windows (64-bit) NT 10.00"

    @property
    def Hwnd(self) -> int:
        return self.hwnd

    @property
    def Ready(self) -> bool:
        return True

    @property
    def Workbooks(self) -> Workbooks:
        return Workbooks(self)

    @property
    def ActiveWorkbook(self) -> Workbook | None:
        return self.active_sheet.book if self.active_sheet else None

    @property
    def ActiveSheet(self) -> Worksheet | None:
        return self.active_sheet

    @property
    def Selection(self) -> Any:
        return self.selection

    @property
    def ActiveWindow(self) -> Window:
        return Window(self)

    @property
    def ActiveCell(self) -> Range | None:
        if not isinstance(self.selection, Range):
            return None
        top, left = self.selection.Row, self.selection.Column
        return Range(self.selection.sheet, Rect(top, left, top, left))

    @property
    def StatusBar(self) -> Any:
        return self.settings["StatusBar"]

    @StatusBar.setter
    def StatusBar(self, value: Any) -> None:
        self.settings["StatusBar"] = value
        if isinstance(value, str):
            self.status_texts.append(value)

    @property
    def International(self) -> tuple[Any, ...]:
        return tuple(self.GetInternational(index) for index in range(1, 46))

    def GetInternational(self, Index: int) -> Any:
        region = self.region
        known = {1: 62, 2: 62, 3: region.decimal, 4: region.thousands, 5: region.list_separator, 17: "/",
                 18: region.time_separators[0], 25: region.currency, 32: 1 if region.day_first else 0}  # fmt: skip
        return known.get(Index)

    def Calculate(self) -> None:
        """Nothing to do: the fake computes no formulas."""

    def Intersect(self, Arg1: Range, Arg2: Range) -> Range | None:
        if Arg1.sheet is not Arg2.sheet:
            raise refusal("Method 'Intersect' of object '_Application' failed")
        shared = [part for a in Arg1.areas for b in Arg2.areas if (part := a.intersection(b))]
        return Range(Arg1.sheet, *shared) if shared else None

    def Union(self, Arg1: Range, Arg2: Range) -> Range:
        return Range(Arg1.sheet, *Arg1.areas, *Arg2.areas)

    def Quit(self) -> None:
        self.books.clear()


def _setting(name: str) -> property:
    def put(self: Application, value: Any) -> None:
        self.settings[name] = value

    return property(lambda self: self.settings[name], put, doc=f"Excel's {name}.")


for _name in ("ScreenUpdating", "DisplayAlerts", "EnableEvents", "Interactive", "Calculation", "CutCopyMode",
              "Cursor", "Visible", "DisplayStatusBar", "EnableCancelKey"):  # fmt: skip
    setattr(Application, _name, _setting(_name))
