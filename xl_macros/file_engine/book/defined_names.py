"""Defined names of a workbook, as they stand in its main part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from xl_macros.file_engine.cells.addresses import Area
from xl_macros.file_engine.cells.formulas import quoted_sheet, reference_of, unquoted_sheet
from xl_macros.file_engine.opc.safe_xml import number, tag

if TYPE_CHECKING:
    from xl_macros.file_engine.book.workbook_file import WorkbookFile
    from xl_macros.file_engine.sheet.sheet_file import SheetFile


class DefinedNames:
    """The `definedName` elements. A name of one sheet has that sheet's position as its scope."""

    def __init__(self, book: WorkbookFile) -> None:
        self._book = book

    def elements(self) -> list[etree._Element]:
        """All names, hidden and built-in ones included."""
        return self._book.root.findall(f"{tag('definedNames')}/{tag('definedName')}")

    def visible(self) -> list[etree._Element]:
        """The names that Excel's Names collection shows: not the built-in ones of filters and the like."""
        return [e for e in self.elements() if not str(e.get("name", "")).startswith("_xlnm._FilterDatabase")]

    def scope(self, element: etree._Element) -> SheetFile | None:
        """The sheet whose name it is, None for names of the workbook."""
        position = element.get("localSheetId")
        return None if position is None else self._book.sheet_at(number(element, "localSheetId"))

    def full_name(self, element: etree._Element) -> str:
        """The name as Excel shows it, with the sheet in front when it is a sheet's own."""
        name = str(element.get("name", "")).removeprefix("_xlnm.")
        sheet = self.scope(element)
        return f"{quoted_sheet(sheet.name)}!{name}" if sheet is not None else name

    def find(self, name: str, sheet: SheetFile | None = None) -> etree._Element | None:
        """A name by its text (`name` or `Sheet!name`); the sheet's own before the workbook's."""
        scope, mark, bare = name.rpartition("!")
        wanted_scope = unquoted_sheet(scope).lower() if mark else None
        fallback = None
        for element in self.elements():
            if str(element.get("name", "")).removeprefix("_xlnm.").lower() != bare.lower():
                continue
            own = self.scope(element)
            if wanted_scope is not None:
                if own is not None and own.name.lower() == wanted_scope:
                    return element
            elif own is None:
                fallback = fallback if fallback is not None else element
            elif sheet is not None and own is sheet:
                return element
        return fallback

    def target(self, element: etree._Element) -> tuple[SheetFile, Area] | None:
        """The sheet and area a name stands for, None when it is no plain reference to a sheet that is there."""
        found = reference_of(element.text or "")
        if found is None or found[0] is None:
            return None
        try:
            return self._book.sheet(found[0]), found[1]
        except KeyError:
            return None
