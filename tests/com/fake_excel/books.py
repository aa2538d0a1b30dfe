# ruff: noqa: N802, N803 -- members carry Excel's own names
"""Workbook, Workbooks, Worksheets and defined names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fake_excel import files
from fake_excel.names import quote_sheet, split_sheet
from fake_excel.ranges import Range
from fake_excel.sheets import Worksheet
from fake_excel.tables import _Collection, bad_index
from fake_excel.variants import ComError, refusal

if TYPE_CHECKING:
    from fake_excel.application import Application

MACRO_WORKBOOK, PLAIN_WORKBOOK = 52, 51
SAVE_CHANGES_DEFAULT = "ask"
LONGEST_PATH = 218
"""Characters of a full name, the most that Excel opens or saves."""


class Name:
    def __init__(self, book: Workbook, name: str, refers_to: str) -> None:
        self.book, self.name, self.refers_to, self.line = (
            book,
            name,
            f"={refers_to.removeprefix('=')}",
            book.line,
        )

    def points_at(self, found: Range) -> bool:
        sheet, address = split_sheet(self.refers_to)
        return sheet == found.sheet.name and address == found.GetAddress()

    @property
    def Name(self) -> str:
        return self.name

    @property
    def RefersTo(self) -> str:
        return self.refers_to

    @RefersTo.setter
    def RefersTo(self, value: str) -> None:
        self.refers_to = f"={str(value).removeprefix('=')}"

    @property
    def RefersToRange(self) -> Range:
        sheet, address = split_sheet(self.refers_to)
        if sheet is None or "#REF!" in self.refers_to:
            raise refusal("Application-defined or object-defined error")
        return self.book.sheet(sheet).Range(address)

    @property
    def Visible(self) -> bool:
        return True

    def Delete(self) -> None:
        self.book.names.remove(self)


class Names(_Collection):
    def __init__(self, book: Workbook) -> None:
        self.book, self.line = book, book.line

    def items(self) -> Iterator[Name]:
        return iter(self.book.names)

    def Item(self, key: Any) -> Name:
        try:
            found: Name = super().Item(key)
        except ComError:
            raise refusal("Application-defined or object-defined error") from None
        return found

    def Add(self, Name: str, RefersTo: Any) -> Name:
        where = RefersTo
        if isinstance(RefersTo, Range):
            where = f"{quote_sheet(RefersTo.sheet.name)}!{RefersTo.GetAddress()}"
        self.book.names[:] = [name for name in self.book.names if name.name.lower() != Name.lower()]
        self.book.names.append(_new_name(self.book, Name, where))
        return self.book.names[-1]


_new_name = Name


class Worksheets(_Collection):
    def __init__(self, book: Workbook) -> None:
        self.book, self.line = book, book.line

    def items(self) -> Iterator[Worksheet]:
        return iter(self.book.sheets)

    @property
    def Parent(self) -> Workbook:
        return self.book

    def Add(self, Before: Any = None, After: Any = None, Count: int = 1, Type: Any = None) -> Worksheet:
        if self.book.structure_protected:
            raise refusal("Method 'Add' of object 'Sheets' failed")
        number = len(self.book.sheets) + 1
        sheet = Worksheet(self.book, f"Sheet{number}")
        neighbour = Before or After or self.book.excel.active_sheet
        at = self.book.sheets.index(neighbour) + bool(After) if neighbour in self.book.sheets else 0
        self.book.sheets.insert(at, sheet)
        self.book.excel.show(sheet)
        return sheet


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file got of Excel's state when it was written."""

    path: Path
    calculation: int
    open_sheets: frozenset[str]


class Workbook:
    """`path` is None for a book never saved; `url` is what a synchronised folder makes of its full name."""

    def __init__(self, excel: Application, path: Path | None, name: str) -> None:
        self.excel, self.path, self.name, self.line = excel, path, name, excel.line
        self.url: str | None = None
        self.sheets: list[Worksheet] = []
        self.names: list[Name] = []
        self.saved = True
        self.read_only = False
        self.structure_protected = False
        self.counts_from_1904 = False
        self.original: bytes | None = None
        self.saves: list[str] = []
        self.kept: list[Kept] = []

    def _write(self, path: Path) -> None:
        """Into a file, with the state that Excel keeps in every file: the session's and the sheets'."""
        if len(str(path)) > LONGEST_PATH:
            raise refusal(f"Microsoft Excel cannot access the file '{path}'.")
        files.write_book(self, path)
        open_sheets = frozenset(sheet.name for sheet in self.sheets if not sheet.protected)
        self.kept.append(Kept(path, self.excel.settings["Calculation"], open_sheets))

    def sheet(self, name: str) -> Worksheet:
        found = next((sheet for sheet in self.sheets if sheet.name.lower() == name.lower()), None)
        if found is None:
            raise bad_index()
        return found

    @property
    def Name(self) -> str:
        return self.name

    @property
    def Path(self) -> str:
        return self.url or (str(self.path.parent) if self.path else "")

    @property
    def FullName(self) -> str:
        if self.url:
            return f"{self.url}/{self.name}"
        return str(self.path) if self.path else self.name

    @property
    def Application(self) -> Application:
        return self.excel

    Parent = Application

    @property
    def Worksheets(self) -> Worksheets:
        return Worksheets(self)

    Sheets = Worksheets

    @property
    def Names(self) -> Names:
        return Names(self)

    @property
    def ActiveSheet(self) -> Worksheet:
        active = self.excel.active_sheet
        return active if active in self.sheets else self.sheets[0]

    @property
    def Saved(self) -> bool:
        return self.saved

    @Saved.setter
    def Saved(self, value: bool) -> None:
        self.saved = bool(value)

    @property
    def ReadOnly(self) -> bool:
        return self.read_only

    @property
    def ProtectStructure(self) -> bool:
        return self.structure_protected

    @property
    def FileFormat(self) -> int:
        return MACRO_WORKBOOK if self.name.endswith("m") else PLAIN_WORKBOOK

    @property
    def Date1904(self) -> bool:
        return self.counts_from_1904

    @property
    def AutoSaveOn(self) -> bool:
        return self.url is not None

    @property
    def MultiUserEditing(self) -> bool:
        return False

    def Activate(self) -> None:
        self.excel.show(self.ActiveSheet)

    def Save(self) -> None:
        if self.read_only or self.path is None:
            raise refusal("Method 'Save' of object '_Workbook' failed")
        self._write(self.path)
        self.saved = True
        self.saves.append(str(self.path))

    def SaveCopyAs(self, Filename: str) -> None:
        """The book as it stands, unsaved typing included, without changing what is open."""
        if not Path(Filename).parent.is_dir():
            raise refusal(f"Cannot access the file '{Filename}'.")
        self._write(Path(Filename))

    def SaveAs(self, Filename: str, FileFormat: int | None = None, Password: str | None = None) -> None:
        target = Path(Filename)
        if any(book is not self and book.name.lower() == target.name.lower() for book in self.excel.books):
            raise refusal("You cannot save this workbook with the same name as another open workbook.")
        self._write(target)
        self.path, self.name, self.url, self.read_only, self.saved = target, target.name, None, False, True

    def Close(self, SaveChanges: bool | str = SAVE_CHANGES_DEFAULT) -> None:
        if SaveChanges == SAVE_CHANGES_DEFAULT and not self.saved and self.excel.DisplayAlerts:
            raise AssertionError("Excel would ask whether to save, and the program would hang")
        if SaveChanges is True:
            self.Save()
        self.excel.close(self)


class Workbooks(_Collection):
    def __init__(self, excel: Application) -> None:
        self.excel, self.line = excel, excel.line

    @property
    def Application(self) -> Application:
        return self.excel

    def items(self) -> Iterator[Workbook]:
        return iter(self.excel.books)

    def Add(self, Template: Any = None) -> Workbook:
        return self.excel.new_book()

    def Open(
        self, Filename: str, UpdateLinks: Any = None, ReadOnly: bool | None = None, *_more: Any
    ) -> Workbook:
        return self.excel.open_book(Path(Filename), read_only=bool(ReadOnly))
