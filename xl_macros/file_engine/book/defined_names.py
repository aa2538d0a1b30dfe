"""Defined names of a workbook, as they stand in its main part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from xl_macros.file_engine.cells.addresses import Area, parse_area
from xl_macros.file_engine.cells.formulas import quoted_sheet, reference_of
from xl_macros.file_engine.opc.safe_xml import tag

if TYPE_CHECKING:
    from xl_macros.file_engine.book.workbook_file import WorkbookFile
    from xl_macros.file_engine.sheet.sheet_file import SheetFile

_VALID = re.compile(r"[^\W\d]?[\w.\\?]*\Z")
# CT_Workbook: what may stand before definedNames.
_BEFORE = ("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
           "functionGroups", "externalReferences")  # fmt: skip


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
        if position is None:
            return None
        sheets = [sheet for sheet in self._book.sheets if self._book.position_of(sheet) == int(position)]
        return sheets[0] if sheets else None

    def full_name(self, element: etree._Element) -> str:
        """The name as Excel shows it, with the sheet in front when it is a sheet's own."""
        name = str(element.get("name", "")).removeprefix("_xlnm.")
        sheet = self.scope(element)
        return f"{quoted_sheet(sheet.name)}!{name}" if sheet is not None else name

    def find(self, name: str, sheet: SheetFile | None = None) -> etree._Element | None:
        """A name by its text (`name` or `Sheet!name`); the sheet's own before the workbook's."""
        scope, mark, bare = name.rpartition("!")
        wanted_scope = scope.strip("'").replace("''", "'").lower() if mark else None
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

    def add(self, name: str, refers_to: str, sheet: SheetFile | None = None) -> etree._Element:
        """Defines a name, or gives it a new meaning. Raises ValueError for an impossible name."""
        scope, mark, bare = name.rpartition("!")
        if mark:
            sheet = self._book.sheet(scope.strip("'").replace("''", "'"))
        if not bare or not _VALID.match(bare) or bare[0].isdigit() or parse_area(bare) is not None:
            raise ValueError(f"'{bare}' cannot be a name.")
        for element in self.elements():
            if str(element.get("name", "")).lower() == bare.lower() and self.scope(element) is sheet:
                break
        else:
            element = etree.SubElement(self._container(), tag("definedName"), name=bare)
            if sheet is not None:
                element.set("localSheetId", str(self._book.position_of(sheet)))
        element.text = refers_to.removeprefix("=")
        self._book.touch()
        return element

    def remove(self, element: etree._Element) -> None:
        """Takes a name out."""
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
            if len(parent) == 0 and (book := parent.getparent()) is not None:
                book.remove(parent)
        self._book.touch()

    def _container(self) -> etree._Element:
        root = self._book.root
        found = root.find(tag("definedNames"))
        if found is None:
            found = etree.Element(tag("definedNames"))
            earlier = {tag(name) for name in _BEFORE}
            root.insert(max(i for i, element in enumerate(root) if element.tag in earlier) + 1, found)
        return found
