"""Adding, renaming, copying, moving and deleting worksheets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree

from xl_macros.file_engine.book.blank_book import EMPTY_SHEET
from xl_macros.file_engine.cells.formulas import quoted_sheet
from xl_macros.file_engine.errors import UnsafeEdit
from xl_macros.file_engine.opc.package import SPREADSHEET
from xl_macros.file_engine.opc.safe_xml import RELATIONSHIPS, drop, number, tag
from xl_macros.file_engine.sheet.sheet_file import SheetFile

if TYPE_CHECKING:
    from xl_macros.file_engine.book.workbook_file import WorkbookFile

_ID = f"{{{RELATIONSHIPS}}}id"


def add_sheet(
    book: WorkbookFile,
    name: str | None,
    neighbour: SheetFile | None,
    *,
    behind: bool,
    content: bytes = EMPTY_SHEET,
) -> SheetFile:
    """Adds a worksheet beside a neighbour (before the active sheet by default) and activates it."""
    neighbour = neighbour or book.active_sheet
    name = name or _free_name(book, "Sheet", len(book.sheets) + 1)
    _check_name(book, name, None)
    folder = book.part.rpartition("/")[0]
    part = book.package.new_name(f"{folder}/worksheets/sheet{{}}.xml".lstrip("/"))
    book.package.put(part, content)
    book.package.set_content_type(part, SPREADSHEET + "worksheet+xml")
    relationship_id = book.package.relate(book.part, "worksheet", part)
    elements = book.sheet_elements()
    sheet_id = max(number(element, "sheetId") for element in elements) + 1
    element = etree.Element(tag("sheet"), {"name": name, "sheetId": str(sheet_id), _ID: relationship_id})
    place = book.position_of(neighbour) + behind
    active = book.active_sheet
    elements[0].getparent().insert(place, element)  # type: ignore[union-attr]
    sheet = SheetFile(book, name, part, relationship_id)
    book.sheets.insert(book.sheets.index(neighbour) + behind, sheet)
    _shift_positions(book, lambda position: position + (position >= place))
    book.touch()
    _keep_active(book, active)
    book.activate(sheet)
    return sheet


def _free_name(book: WorkbookFile, base: str, number: int) -> str:
    taken = {str(element.get("name", "")).lower() for element in book.sheet_elements()}
    while f"{base}{number}".lower() in taken:
        number += 1
    return f"{base}{number}"


def _check_name(book: WorkbookFile, name: str, sheet: SheetFile | None) -> None:
    if not 1 <= len(name) <= 31 or re.search(r"[\\/?*\[\]:\x00-\x1f]", name) or "'" in (name[0], name[-1]):
        raise ValueError(f"'{name}' cannot be the name of a sheet.")
    own = book.element_of(sheet) if sheet is not None else None
    if any(e is not own and str(e.get("name", "")).lower() == name.lower() for e in book.sheet_elements()):
        raise ValueError(f"There is a sheet named '{name}' already.")


def _shift_positions(book: WorkbookFile, moved: Callable[[int], int]) -> None:
    """Keeps names of single sheets with their sheet when positions change; `moved` maps old to new positions."""
    for element in book.names.elements():
        position = element.get("localSheetId")
        if position is not None:
            element.set("localSheetId", str(moved(int(position))))


def _keep_active(book: WorkbookFile, sheet: SheetFile) -> None:
    view = book.root.find(f"{tag('bookViews')}/{tag('workbookView')}")
    if view is not None:
        view.set("activeTab", str(book.position_of(sheet)))
        if view.get("firstSheet"):
            view.set("firstSheet", "0")


def rename_sheet(book: WorkbookFile, sheet: SheetFile, name: str) -> None:
    """Renames a sheet. Raises UnsafeEdit when formulas or other parts speak of it by its old name."""
    if name == sheet.name:
        return
    _check_name(book, name, sheet)
    old, new = quoted_sheet(sheet.name) + "!", quoted_sheet(name) + "!"
    _check_unmentioned(book, sheet)
    for element in book.names.elements():
        if old in (element.text or ""):
            element.text = (element.text or "").replace(old, new)
    book.element_of(sheet).set("name", name)
    sheet.name = name
    book.touch()


def _check_unmentioned(book: WorkbookFile, sheet: SheetFile) -> None:
    mention = (quoted_sheet(sheet.name).replace("&", "&amp;") + "!").encode()
    attribute = b'sheet="' + sheet.name.replace("&", "&amp;").encode() + b'"'
    for part in list(book.package.container.members):
        if not part.endswith(".xml") or part in (book.part, "docProps/app.xml") or not book.package.has(part):
            continue
        text = book.package.read(part)
        if mention in text or attribute in text:
            raise UnsafeEdit(f"The part {part} speaks of the sheet '{sheet.name}' by its name.")
    for other in book.sheets:
        if other.is_edited and any(mention in piece for piece in other.store.pieces()):
            raise UnsafeEdit(f"Formulas in '{other.name}' speak of the sheet '{sheet.name}' by its name.")


def delete_sheet(book: WorkbookFile, sheet: SheetFile) -> None:
    """Deletes a worksheet. Raises UnsafeEdit when something else needs it or it carries parts of its own."""
    _check_unneeded(book, sheet)
    position, active = book.position_of(sheet), book.active_sheet
    for name in book.names.elements():
        if book.names.scope(name) is sheet:
            book.names.remove(name)
    for relation in book.package.relationships(sheet.part):
        if relation.is_a("table"):
            book.package.remove(relation.target)
    element = book.element_of(sheet)
    element.getparent().remove(element)  # type: ignore[union-attr]
    book.sheets.remove(sheet)
    book.package.unrelate(book.part, sheet.relationship_id)
    book.package.remove(sheet.part)
    _shift_positions(book, lambda at: at - (at > position))
    _keep_active(book, active if active is not sheet else book.sheets[min(position, len(book.sheets) - 1)])
    if active is sheet:
        book.activate(book.active_sheet)
    book.note_values_changed(book.sheets[0])
    book.touch()


def _check_unneeded(book: WorkbookFile, sheet: SheetFile) -> None:
    if len(book.sheets) == 1:
        raise UnsafeEdit("The last worksheet of a workbook cannot be deleted.")
    _check_unmentioned(book, sheet)
    mention = quoted_sheet(sheet.name) + "!"
    for element in book.names.elements():
        if mention in (element.text or "") and book.names.scope(element) is not sheet:
            raise UnsafeEdit(f"The name {element.get('name')} stands for cells of the sheet '{sheet.name}'.")
    for relation in book.package.relationships(sheet.part):
        if relation.is_a("pivotTable"):
            raise UnsafeEdit(f"The sheet '{sheet.name}' holds a pivot table ({relation.target}).")


def move_sheet(book: WorkbookFile, sheet: SheetFile, neighbour: SheetFile, *, behind: bool) -> None:
    """Moves a sheet to another place among the tabs."""
    active = book.active_sheet
    before = book.sheet_elements()
    element, target = book.element_of(sheet), book.element_of(neighbour)
    parent = before[0].getparent()
    if parent is None:
        return
    parent.remove(element)
    parent.insert(parent.index(target) + behind, element)
    after = book.sheet_elements()
    _shift_positions(book, lambda position: after.index(before[position]))
    book.sheets.sort(key=book.position_of)
    _keep_active(book, active)
    book.touch()


def show_sheet(book: WorkbookFile, sheet: SheetFile, visible: bool) -> None:
    """Shows or hides a sheet. Raises UnsafeEdit when it is the last one that shows."""
    element = book.element_of(sheet)
    if visible:
        drop(element, "state")
    else:
        others = [
            e for e in book.sheet_elements() if e is not element and e.get("state", "visible") == "visible"
        ]
        if not others:
            raise UnsafeEdit("The last visible sheet of a workbook cannot be hidden.")
        element.set("state", "hidden")
    book.touch()
