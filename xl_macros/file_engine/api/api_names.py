"""Defined names as xlwings sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from xlwings import NoSuchObjectError, base_classes

from xl_macros.file_engine.api.api_range import Range
from xl_macros.file_engine.api.api_support import Native, supports

if TYPE_CHECKING:
    from xl_macros.file_engine.api.api_app import Book
    from xl_macros.file_engine.sheet.sheet_file import SheetFile


@supports(base_classes.Names)
class Names(base_classes.Names):
    """The names of a book, or those of one sheet."""

    def __init__(self, book: Book, sheet: SheetFile | None) -> None:
        self._book, self._sheet = book, sheet

    @property
    def api(self) -> Native:
        return Native("Names")

    def _elements(self) -> list[etree._Element]:
        names = self._book.file.names
        elements = names.visible()
        if self._sheet is None:
            return elements
        return [element for element in elements if names.scope(element) is self._sheet]

    def __call__(self, name_or_index: Any) -> Name:
        if isinstance(name_or_index, int):
            return Name(self._book, self._elements()[name_or_index - 1])
        element = self._book.file.names.find(str(name_or_index), self._sheet)
        if element is None:
            raise NoSuchObjectError(f"There is no name '{name_or_index}'.")
        return Name(self._book, element)

    def contains(self, name_or_index: Any) -> bool:
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return self._book.file.names.find(str(name_or_index), self._sheet) is not None

    def __len__(self) -> int:
        return len(self._elements())


@supports(base_classes.Name)
class Name(base_classes.Name):
    """A defined name."""

    def __init__(self, book: Book, element: etree._Element) -> None:
        self._book, self._element = book, element

    @property
    def api(self) -> Native:
        return Native("Name")

    @property  # type: ignore[misc]  # `supports` refuses the setter
    def name(self) -> str:
        return self._book.file.names.full_name(self._element)

    @property  # type: ignore[misc]  # `supports` refuses the setter
    def refers_to(self) -> str:
        return "=" + (self._element.text or "")

    @property
    def refers_to_range(self) -> Range:
        target = self._book.file.names.target(self._element)
        if target is None:
            raise NoSuchObjectError(f"The name '{self.name}' stands for no range: {self.refers_to}")
        return Range(self._book.sheet_of(target[0]), target[1])
