"""Copying a worksheet within its workbook."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from xl_macros.file_engine.book.structure import add_sheet
from xl_macros.file_engine.opc.package import SPREADSHEET
from xl_macros.file_engine.opc.safe_xml import RELATIONSHIPS, drop, parse, serialise, tag
from xl_macros.file_engine.sheet.sheet_file import SheetFile

if TYPE_CHECKING:
    from xl_macros.file_engine.book.workbook_file import WorkbookFile

_ID = f"{{{RELATIONSHIPS}}}id"
_COPIED = ("table", "hyperlink", "printerSettings")


def copy_sheet(sheet: SheetFile, neighbour: SheetFile, *, behind: bool) -> SheetFile:
    """Copies a sheet with its tables and links beside a neighbour; printer settings are left out.

    Raises NotImplementedError for a neighbour in another workbook and for sheets with other parts of their own.
    """
    book = sheet.workbook
    if neighbour.workbook is not book:
        raise NotImplementedError("Sheet.copy into another book is not supported by the file engine.")
    for relation in book.package.relationships(sheet.part):
        if relation.type.rpartition("/")[2] not in _COPIED:
            raise NotImplementedError(
                f"Sheet.copy of a sheet with {relation.target} is not supported by the file engine."
            )
    root = parse(b"".join(sheet.content(drop_results=False)), sheet.part, large=True)
    for view in root.iter(tag("sheetView")):
        drop(view, "tabSelected")
    copied = add_sheet(book, _free_name(book, sheet.name), neighbour, behind=behind, content=serialise(root))
    new_ids = _copy_parts(sheet, copied)
    for element in list(root.iter()):
        old = element.get(_ID)
        if old in new_ids:
            element.set(_ID, new_ids[old])
        else:
            drop(element, _ID)
    book.package.put(copied.part, serialise(root))
    copied.unload()
    copied.forget_tables()
    copied.frame.view().set("tabSelected", "1")
    copied.frame.touch()
    return copied


def _copy_parts(sheet: SheetFile, copied: SheetFile) -> dict[str | None, str]:
    """Gives the copy its own tables and links; the new relationship ids by the old ones."""
    package = sheet.workbook.package
    new_ids: dict[str | None, str] = {}
    for relation in package.relationships(sheet.part):
        if relation.is_a("table"):
            target = _copy_table(sheet.workbook, relation.target)
        elif relation.external:
            target = relation.target
        else:
            continue
        kind = relation.type.rpartition("/")[2]
        new_ids[relation.id] = package.relate(copied.part, kind, target, external=relation.external)
    return new_ids


def _free_name(book: WorkbookFile, name: str) -> str:
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
