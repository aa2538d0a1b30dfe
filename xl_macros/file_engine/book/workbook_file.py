"""A workbook file: its worksheets, names, styles and strings, and saving it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from xl_macros.file_engine.book import calculation
from xl_macros.file_engine.book.defined_names import DefinedNames
from xl_macros.file_engine.book.minimal_styles import MINIMAL_STYLES
from xl_macros.file_engine.book.shared_strings import read_shared_strings
from xl_macros.file_engine.book.stale import sheets_without_results
from xl_macros.file_engine.book.styles import Styles
from xl_macros.file_engine.cells.addresses import Area, parse_ref
from xl_macros.file_engine.errors import NoSuchPlace, UnreadableWorkbook, UnsafeEdit, refused_by_name
from xl_macros.file_engine.opc.container_save import Content
from xl_macros.file_engine.opc.package import MAIN_TYPES, SPREADSHEET, Package, Relationship
from xl_macros.file_engine.opc.safe_xml import RELATIONSHIPS, STRICT_MAIN, drop, flag, number, parse, tag
from xl_macros.file_engine.sheet.sheet_file import SheetFile
from xl_macros.file_engine.tables.table_file import TableFile

_RELATIONSHIP_ID = f"{{{RELATIONSHIPS}}}id"


class WorkbookFile:
    """An open workbook. Raises UnreadableWorkbook when it is none, OSError when it cannot be read."""

    def __init__(self, source: Path | bytes) -> None:
        with refused_by_name("The workbook"):
            self._open(Package(source))

    def _open(self, package: Package) -> None:
        self.package = package
        self.part = self._main_part()
        self.root = self.package.tree(self.part)
        if self.root.tag == tag("workbook", STRICT_MAIN):
            raise UnreadableWorkbook(
                "The workbook is in the strict variant of the format, which is not supported."
            )
        if self.root.tag != tag("workbook"):
            raise UnreadableWorkbook("The file is no workbook.")
        self.names = DefinedNames(self)
        self.sheets: list[SheetFile] = self._find_sheets()
        self._shared: Sequence[str | None] | None = None
        self._styles: Styles | None = None
        self._changed: set[str] = set()
        self._dropped: tuple[frozenset[str], set[str]] | None = None

    def _main_part(self) -> str:
        package = self.package
        if "EncryptedPackage" in package.container.members:
            raise UnreadableWorkbook("The file is encrypted with a password.")
        main = [relation for relation in package.relationships("") if relation.is_a("officeDocument")]
        if len(main) != 1 or main[0].external:
            raise UnreadableWorkbook("The file is no Office document.")
        content_type = package.content_type(main[0].target)
        if "sheet.binary" in content_type:
            raise UnreadableWorkbook("The workbook is in the binary format (.xlsb), which is not supported.")
        if content_type not in MAIN_TYPES.values():
            raise UnreadableWorkbook(f"The file is no workbook (its content type is {content_type!r}).")
        return main[0].target

    def _find_sheets(self) -> list[SheetFile]:
        """The worksheets whose part is there; old macro sheets and dialogs have none that this engine reads."""
        relations = {relation.id: relation for relation in self.package.relationships(self.part)}
        found = []
        for element in self.sheet_elements():
            relation = relations.get(element.get(_RELATIONSHIP_ID, ""))
            if relation is not None and relation.is_a("worksheet") and self.package.has(relation.target):
                found.append(SheetFile(self, element.get("name", ""), relation.target, relation.id))
        return found

    def touch(self) -> None:
        """Says that the workbook part was changed."""
        self.package.touch(self.part)

    # -- sheets -------------------------------------------------------------------------------------------

    def sheet_elements(self) -> list[etree._Element]:
        """The `sheet` elements of all kinds, in the order of the tabs."""
        sheets = self.root.find(tag("sheets"))
        return list(sheets) if sheets is not None else []

    def element_of(self, sheet: SheetFile) -> etree._Element:
        """The `sheet` element of a worksheet."""
        for element in self.sheet_elements():
            if element.get(_RELATIONSHIP_ID) == sheet.relationship_id:
                return element
        raise KeyError(sheet.name)

    def position_of(self, sheet: SheetFile) -> int:
        """The tab position from 0, counting chart sheets as well."""
        return self.sheet_elements().index(self.element_of(sheet))

    def sheet_at(self, position: int) -> SheetFile | None:
        """The worksheet at a tab position from 0, None when another kind of sheet or none is there."""
        elements = self.sheet_elements()
        id_ = elements[position].get(_RELATIONSHIP_ID) if position < len(elements) else None
        return next((sheet for sheet in self.sheets if sheet.relationship_id == id_), None)

    def sheet(self, name: str) -> SheetFile:
        """The worksheet of that name, in any case. Raises KeyError."""
        for sheet in self.sheets:
            if sheet.name.lower() == name.lower():
                return sheet
        raise KeyError(name)

    @property
    def active_sheet(self) -> SheetFile:
        """The worksheet shown on top (the first one when that is a chart sheet). Raises NoSuchPlace without any."""
        if not self.sheets:
            raise NoSuchPlace("The workbook has no worksheet.")
        view = self.root.find(f"{tag('bookViews')}/{tag('workbookView')}")
        return self.sheet_at(number(view, "activeTab") if view is not None else 0) or self.sheets[0]

    def activate(self, sheet: SheetFile) -> None:
        """Shows a worksheet on top."""
        before = self.active_sheet
        view = self.root.find(f"{tag('bookViews')}/{tag('workbookView')}")
        if view is None:
            views = etree.Element(tag("bookViews"))
            view = etree.SubElement(views, tag("workbookView"))
            self.root.insert(self.root.index(self.root.find(tag("sheets"))), views)  # type: ignore[arg-type]
        if before is sheet and view.get("activeTab", "0") == str(self.position_of(sheet)):
            return
        view.set("activeTab", str(self.position_of(sheet)))
        self.touch()
        for other in (before, sheet):
            other.frame.view().set("tabSelected", "1" if other is sheet else "0")
            other.frame.touch()

    def show(self, sheet: SheetFile, visible: bool) -> None:
        """Shows or hides a sheet. Raises UnsafeEdit when it is the last one that shows."""
        element = self.element_of(sheet)
        others = (other for other in self.sheet_elements() if other is not element)
        if visible:
            drop(element, "state")
        elif any(other.get("state", "visible") == "visible" for other in others):
            element.set("state", "hidden")
        else:
            raise UnsafeEdit("The last visible sheet of a workbook cannot be hidden.")
        self.touch()

    def tables_of(self, sheet: SheetFile) -> list[TableFile]:
        """The tables of a worksheet, in the order in which the sheet names them."""
        relations = {
            relation.id: relation
            for relation in self.package.relationships(sheet.part)
            if relation.is_a("table") and self.package.has(relation.target)
        }
        if not relations:
            return []
        parts = sheet.frame.find("tableParts")
        order = [element.get(_RELATIONSHIP_ID, "") for element in parts] if parts is not None else []
        return [TableFile(sheet, relations[id_].target) for id_ in order if id_ in relations]

    def pivot_areas(self, sheet: SheetFile) -> list[Area]:
        """Where pivot tables stand on a sheet."""
        areas = []
        for relation in self.package.relationships(sheet.part):
            if relation.is_a("pivotTable") and self.package.has(relation.target):
                location = self.package.tree(relation.target).find(tag("location"))
                if location is not None:
                    areas.append(parse_ref(location.get("ref", "A1")))
        return areas

    # -- parts shared by the sheets -----------------------------------------------------------------------

    def _related(self, kind: str) -> Relationship | None:
        found = (relation for relation in self.package.relationships(self.part) if relation.is_a(kind))
        return next((relation for relation in found if self.package.has(relation.target)), None)

    def related_content(self, kind: str) -> bytes:
        """The bytes of the part of that kind, b"" without one."""
        relation = self._related(kind)
        return b"" if relation is None else self.package.read(relation.target)

    def shared_strings(self) -> Sequence[str | None]:
        """The shared strings by index, empty ones as None."""
        if self._shared is None:
            relation = self._related("sharedStrings")
            if relation is None:
                self._shared = []
            else:
                strings = read_shared_strings(self.package.read(relation.target), relation.target)
                self._shared = [text or None for text in strings] if "" in strings else strings
        return self._shared

    @property
    def styles(self) -> Styles:
        """The stylesheet; a workbook without gets a minimal one as soon as a format is added to it."""
        if self._styles is None:
            relation = self._related("styles")
            if relation is None:
                root = parse(MINIMAL_STYLES, "styles.xml")
                self._styles = Styles(root, lambda: self._put_styles(root))
            else:
                part = relation.target
                self._styles = Styles(self.package.tree(part), lambda: self.package.touch(part))
        return self._styles

    def _put_styles(self, root: etree._Element) -> None:
        if self._related("styles") is not None:
            return  # put before
        part = f"{self.part.rpartition('/')[0]}/styles.xml".lstrip("/")
        while self.package.has(part):  # one that nothing speaks of
            part = part.replace(".xml", "_.xml")
        self.package.put_tree(part, root)
        self.package.set_content_type(part, SPREADSHEET + "styles+xml")
        self.package.relate(self.part, "styles", part)

    @property
    def date1904(self) -> bool:
        """Whether dates count from 1904."""
        return flag(self.root.find(tag("workbookPr")), "date1904")

    # -- results of formulas ------------------------------------------------------------------------------

    def defined_name_texts(self) -> list[tuple[str, str]]:
        """Names and what they stand for."""
        return [(str(element.get("name", "")), element.text or "") for element in self.names.elements()]

    def note_values_changed(self, sheet: SheetFile) -> None:
        """Remembers that cells of a sheet were changed."""
        self._changed.add(sheet.part)

    def results_dropped(self, sheet: SheetFile) -> bool:
        """Whether the cached results of a sheet's formulas no longer hold."""
        return bool(self._changed) and sheet.part in self._sheets_without_results()

    def _sheets_without_results(self) -> set[str]:
        key = frozenset(self._changed)
        if self._dropped is None or self._dropped[0] != key:
            self._dropped = (key, sheets_without_results(self, set(key)))
        return self._dropped[1]

    def unload(self) -> None:
        """Forgets what was read of the sheets; what was not saved is lost.

        A book and its sheets hold each other, and what hangs in a circle would stay to the end of the process.
        """
        for sheet in self.sheets:
            sheet.unload()
        self._shared = None

    # -- saving -------------------------------------------------------------------------------------------

    def save(self, target: Path) -> None:
        """Writes the workbook; see `container_save.save`. Raises OSError, UnsafeEdit, ChangedOnDisk."""
        self._fit_content_type(target)
        with refused_by_name("The workbook"):
            written = self._put_sheets()
            self.package.save(target)
        for sheet in written:
            sheet.unload()
        self._changed.clear()
        self._dropped = None

    def _put_sheets(self) -> list[SheetFile]:
        dropped = self._sheets_without_results() if self._changed else set()
        written = []
        for sheet in self.sheets:
            without = sheet.part in dropped and sheet.has_formulas()
            if sheet.needs_saving or without:
                self.package.put(sheet.part, _content(sheet, without))
                written.append(sheet)
        if self._changed:
            calculation.ask_for_calculation(self.root, self.touch)
        chain = self._related("calcChain")
        if chain is not None and any(sheet.formulas_changed for sheet in self.sheets):
            calculation.drop_chain(self.package, self.part, chain)
        return written

    def _fit_content_type(self, target: Path) -> None:
        wanted = MAIN_TYPES.get(target.suffix.lower())
        if wanted is None:
            raise NotImplementedError(
                f"Saving as {target.suffix or 'a file without an ending'} is not supported by the file engine."
            )
        source = self.package.container.source
        if isinstance(source, Path) and source.suffix.lower() == target.suffix.lower():
            return  # a file whose ending and content do not agree stays as it is
        if wanted == self.package.content_type(self.part):
            return
        if "macroEnabled" not in wanted and (vba := self._related("vbaProject")) is not None:
            raise UnsafeEdit(f"Saving as {target.suffix} would drop the macros ({vba.target}).")
        self.package.set_content_type(self.part, wanted)


def _content(sheet: SheetFile, without_results: bool) -> Content:
    return lambda: sheet.content(drop_results=without_results)
