"""Texts whose parts have fonts of their own: runs."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from xl_macros.file_engine.cells.addresses import Area, column_letters
from xl_macros.file_engine.cells.cell_text import text_element
from xl_macros.file_engine.opc.safe_xml import MAIN, element_with_namespace, local_name, parse, tag
from xl_macros.file_engine.sheet.restyling import replace_cell

if TYPE_CHECKING:
    from xl_macros.file_engine.cells.cell_markup import RawCell
    from xl_macros.file_engine.sheet.sheet_file import SheetFile

# The order in which Excel writes the properties of a run; its name for the font differs from a style's.
_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "rFont",
          "family", "charset", "scheme")  # fmt: skip


@dataclass(slots=True)
class Run:
    """A part of a text; `properties` (an `rPr` element) is None where the cell's own font applies."""

    text: str
    properties: etree._Element | None


def _cell(sheet: SheetFile, cell: Area) -> RawCell | None:
    return next((found for _, found in sheet.cells(cell)), None)


def style_of(sheet: SheetFile, cell: Area) -> int:
    """The style of a cell."""
    found = _cell(sheet, cell)
    return found.style if found is not None else sheet.frame.column_style(cell.column)


def runs_of(sheet: SheetFile, cell: Area) -> list[Run]:
    """The runs of a text cell; one for plain text, none for anything else."""
    found = _cell(sheet, cell)
    value = sheet.read(cell)[0][0]
    if found is None or not isinstance(value, str):
        return []
    if found.kind == "inlineStr" and b"<r>" in found.inner:
        inner = found.inner[: found.inner.rindex(b"</is>")] + b"</is>"
        return _runs(parse(b'<x xmlns="%s">%s</x>' % (MAIN.encode(), inner), sheet.part)[0])
    if found.kind == "s":
        item = sheet.workbook.shared_string_item(int(found.value_text or "0"))
        if item is not None and item.find(tag("r")) is not None:
            return _runs(item)
    return [Run(value, None)]


def _runs(item: etree._Element) -> list[Run]:
    runs = []
    for element in item:
        if local_name(element) == "t":
            runs.append(Run(element.text or "", None))
        elif local_name(element) == "r":
            text = element.find(tag("t"))
            runs.append(Run((text.text or "") if text is not None else "", element.find(tag("rPr"))))
    return runs


def cut(runs: Sequence[Run], start: int, stop: int | None) -> tuple[list[Run], list[Run], list[Run]]:
    """The runs before, within and after a part of the text, split where it begins and ends."""
    parts: tuple[list[Run], list[Run], list[Run]] = ([], [], [])
    length = sum(len(run.text) for run in runs)
    edges = (0, start, length if stop is None else stop, length)
    position = 0
    for run in runs:
        for part, low, high in zip(parts, edges, edges[1:], strict=False):
            first, last = max(low, position), min(high, position + len(run.text))
            if first < last:
                part.append(Run(run.text[first - position : last - position], run.properties))
        position += len(run.text)
    return parts


def set_property(
    sheet: SheetFile, cell: Area, part: tuple[int, int | None], name: str, value: str | None, attribute: str
) -> None:
    """Sets one font property of a part of a cell's text, or removes it for None."""
    before, within, after = cut(runs_of(sheet, cell), *part)
    own = sheet.workbook.styles.font(style_of(sheet, cell))
    for run in within:
        run.properties = _changed(
            run.properties if run.properties is not None else own, name, value, attribute
        )
    runs = [*before, *within, *after]
    if runs:
        _put(sheet, cell, runs)


def _changed(font: etree._Element, name: str, value: str | None, attribute: str) -> etree._Element:
    properties = element_with_namespace("rPr", MAIN)
    for child in font:
        if local_name(child) != name and not (name == "name" and local_name(child) in ("rFont", "scheme")):
            kept = copy.deepcopy(child)
            kept.tag = tag("rFont") if local_name(child) == "name" else child.tag
            properties.append(kept)
    if value is not None:
        made = etree.SubElement(properties, tag("rFont" if name == "name" else name))
        if value:
            made.set(attribute, value)
    properties[:] = sorted(
        properties, key=lambda e: _ORDER.index(local_name(e)) if local_name(e) in _ORDER else 99
    )
    return properties


def _put(sheet: SheetFile, cell: Area, runs: Sequence[Run]) -> None:
    style = style_of(sheet, cell)
    parts = []
    for run in runs:
        properties = etree.tostring(run.properties).decode() if run.properties is not None else ""
        parts.append(f"<r>{properties.replace(_DECLARATION, '')}{text_element(run.text)}</r>")
    address = f"{column_letters(cell.column)}{cell.row}"
    attribute = f' s="{style}"' if style else ""
    markup = f'<c r="{address}"{attribute} t="inlineStr"><is>{"".join(parts)}</is></c>'
    replace_cell(sheet, cell, markup.encode())


_DECLARATION = f' xmlns="{MAIN}"'
