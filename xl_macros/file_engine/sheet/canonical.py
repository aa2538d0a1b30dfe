"""Rewriting an unusual worksheet part in the form that Excel itself writes.

Comments, CDATA, processing instructions, other encodings, a namespace prefix for every element and cells
without an address are all valid and all rare. They cost a full parse here once, so that everything else may
rely on one form.
"""

from __future__ import annotations

import re

from lxml import etree

from xl_macros.file_engine.cells.addresses import column_letters, column_number
from xl_macros.file_engine.errors import UnreadableWorkbook
from xl_macros.file_engine.opc.safe_xml import MAIN, STRICT_MAIN, number, parse, serialise, tag


def canonical_sheet(data: bytes, part: str) -> bytes:
    """The part as UTF-8 with the main namespace unprefixed and an address on every row and cell.

    Raises UnreadableWorkbook for what is no worksheet.
    """
    root = parse(data, part, large=True)
    if root.tag == tag("worksheet", STRICT_MAIN):
        raise UnreadableWorkbook(
            "The workbook is in the strict variant of the format, which is not supported."
        )
    if root.tag != tag("worksheet"):
        raise UnreadableWorkbook(f"The part {part} is no worksheet.")
    if root.find(tag("sheetData")) is None:
        raise UnreadableWorkbook(f"The part {part} is no worksheet (it has no sheetData).")
    _number_cells(root)
    text = serialise(root)
    prefix = next((prefix for prefix, uri in root.nsmap.items() if uri == MAIN and prefix), None)
    return text if prefix is None or root.prefix is None else _without_prefix(text, prefix, root)


def _without_prefix(text: bytes, prefix: str, root: etree._Element) -> bytes:
    if None in root.nsmap and root.nsmap[None] != MAIN:
        raise UnreadableWorkbook("The worksheet declares its namespaces in a way that is not supported.")
    name = re.escape(prefix.encode())
    text = re.sub(rb"<(/?)" + name + rb":", rb"<\1", text)
    declaration = rb"\sxmlns:" + name + rb'="' + re.escape(MAIN.encode()) + rb'"'
    without = re.sub(declaration, b"", text)
    return without.replace(b"<worksheet", b'<worksheet xmlns="' + MAIN.encode() + b'"', 1)


def _number_cells(root: etree._Element) -> None:
    row_number = 0
    for row in root.iter(tag("row")):
        row_number = number(row, "r", row_number + 1)
        row.set("r", str(row_number))
        column = 0
        for cell in row.iter(tag("c")):
            address = cell.get("r")
            column = column + 1 if not address else column_number(address.rstrip("0123456789"))
            others = [(str(name), str(value)) for name, value in cell.attrib.items() if name != "r"]
            cell.attrib.clear()
            for name, value in [("r", f"{column_letters(column)}{row_number}"), *others]:
                cell.set(name, value)
