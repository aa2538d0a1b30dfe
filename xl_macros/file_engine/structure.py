"""Adding, renaming, copying, moving and deleting worksheets."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from lxml import etree

from .blank_book import EMPTY_SHEET
from .errors import UnsafeEdit
from .formulas import quoted_sheet
from .package import SPREADSHEET
from .safe_xml import RELATIONSHIPS, parse, serialise, tag
from .sheet_file import SheetFile

if TYPE_CHECKING:
    from .workbook_file import WorkbookFile

_ID = f"{{{RELATIONSHIPS}}}id"
_COPIED = ("table", "hyperlink", "printerSettings")


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
    number = max(int(element.get("sheetId", "0")) for element in elements) + 1
    element = etree.Element(tag("sheet"), {"name": name, "sheetId": str(number), _ID: relationship_id})
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


def _shift_positions(book: WorkbookFile, moved: object) -> None:
    """Keeps names of single sheets with their sheet when positions change; `moved` maps old to new positions."""
    assert callable(moved)
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
    if len(book.sheets) == 1:
        raise UnsafeEdit("The last worksheet of a workbook cannot be deleted.")
    _check_unmentioned(book, sheet)
    name = quoted_sheet(sheet.name) + "!"
    position = book.position_of(sheet)
    for element in book.names.elements():
        if name in (element.text or "") and book.names.scope(element) is not sheet:
            raise UnsafeEdit(f"The name {element.get('name')} stands for cells of the sheet '{sheet.name}'.")
    for relation in book.package.relationships(sheet.part):
        if not relation.external and relation.is_a("pivotTable"):
            raise UnsafeEdit(f"The sheet '{sheet.name}' holds a pivot table ({relation.target}).")
    active = book.active_sheet
    for element in book.names.elements():
        if book.names.scope(element) is sheet:
            book.names.remove(element)
    for relation in book.package.relationships(sheet.part):
        if not relation.external and relation.is_a("table"):
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


def move_sheet(book: WorkbookFile, sheet: SheetFile, neighbour: SheetFile, *, behind: bool) -> None:
    """Moves a sheet to another place among the tabs."""
    active = book.active_sheet
    before = book.sheet_elements()
    element, target = book.element_of(sheet), book.element_of(neighbour)
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
    parent.insert(parent.index(target) + behind, element)
    after = book.sheet_elements()
    _shift_positions(book, lambda position: after.index(before[position]))
    book.sheets.sort(key=book.position_of)
    _keep_active(book, active)
    book.touch()


def copy_sheet(sheet: SheetFile, neighbour: SheetFile, *, behind: bool) -> SheetFile:
    """Copies a sheet with its tables and links within its workbook. Other parts of a sheet are not copied yet."""
    book = sheet.workbook
    if neighbour.workbook is not book:
        raise NotImplementedError("Sheet.copy into another book is not supported by the file engine.")
    relations = book.package.relationships(sheet.part)
    for relation in relations:
        if relation.type.rpartition("/")[2] not in _COPIED:
            raise NotImplementedError(
                f"Sheet.copy of a sheet with {relation.target} is not supported by the file engine."
            )
    root = parse(b"".join(sheet.content(drop_results=False)), sheet.part, large=True)
    for view in root.iter(tag("sheetView")):
        view.attrib.pop("tabSelected", None)
    name = _copy_name(book, sheet.name)
    copied = add_sheet(book, name, neighbour, behind=behind, content=serialise(root))
    for relation in relations:
        if relation.is_a("table"):
            target = _copy_table(book, relation.target)
        elif relation.external:
            target = relation.target
        else:
            continue
        kind = relation.type.rpartition("/")[2]
        new_id = book.package.relate(copied.part, kind, target, external=relation.external)
        for element in root.iter():
            if element.get(_ID) == relation.id and isinstance(element.tag, str):
                element.set(_ID, f"new {new_id}")
    for element in root.iter():
        value = element.get(_ID)
        if value is not None:
            if value.startswith("new "):
                element.set(_ID, value[4:])
            else:
                del element.attrib[_ID]
    book.package.put(copied.part, serialise(root))
    copied.unload()
    return copied


def _copy_name(book: WorkbookFile, name: str) -> str:
    taken = {str(element.get("name", "")).lower() for element in book.sheet_elements()}
    number = 2
    while (new := f"{name[: 31 - len(f' ({number})')]} ({number})").lower() in taken:
        number += 1
    return new


def _copy_table(book: WorkbookFile, part: str) -> str:
    root = copy.deepcopy(book.package.tree(part))
    tables = book.all_tables()
    number = max([0, *(table.id for table in tables)]) + 1
    root.set("id", str(number))
    names = {table.name.lower() for table in tables}
    base = str(root.get("displayName", "Table"))
    while f"{base}{number}".lower() in names:
        number += 1
    root.set("displayName", f"{base}{number}")
    root.set("name", f"{base}{number}")
    for element in root.iter():
        for attribute in [name for name in element.attrib if str(name).endswith("}uid")]:
            del element.attrib[attribute]
    new = book.package.new_name("xl/tables/table{}.xml")
    book.package.put_tree(new, root)
    book.package.set_content_type(new, SPREADSHEET + "table+xml")
    return new


def show_sheet(book: WorkbookFile, sheet: SheetFile, visible: bool) -> None:
    """Shows or hides a sheet. Raises UnsafeEdit when it is the last one that shows."""
    element = book.element_of(sheet)
    if visible:
        element.attrib.pop("state", None)
    else:
        others = [
            e for e in book.sheet_elements() if e is not element and e.get("state", "visible") == "visible"
        ]
        if not others:
            raise UnsafeEdit("The last visible sheet of a workbook cannot be hidden.")
        element.set("state", "hidden")
    book.touch()
