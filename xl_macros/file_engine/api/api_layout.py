"""Print area and frozen panes as xlwings sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from xlwings import base_classes

from xl_macros.file_engine.api.api_support import Native, supports
from xl_macros.file_engine.cells.addresses import cell_area, parse_area
from xl_macros.file_engine.cells.formulas import quoted_sheet
from xl_macros.file_engine.opc.safe_xml import tag

if TYPE_CHECKING:
    from xl_macros.file_engine.api.api_sheet import Sheet

_PRINT_AREA = "_xlnm.Print_Area"


@supports(base_classes.PageSetup)
class PageSetup(base_classes.PageSetup):
    """The page setup of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Native:
        return Native("PageSetup")

    def _element(self) -> etree._Element | None:
        names = self._sheet.book.file.names
        for element in names.elements():
            if element.get("name") == _PRINT_AREA and names.scope(element) is self._sheet.file:
                return element
        return None

    @property
    def print_area(self) -> str | None:
        element = self._element()
        return str(element.text).rpartition("!")[2] if element is not None else None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        names = self._sheet.book.file.names
        element = self._element()
        if element is not None:
            names.remove(element)
        if value is None:
            return
        area = parse_area(value)
        if area is None:
            raise ValueError(f"'{value}' is no address.")
        made = names.add("Print_Area", f"{quoted_sheet(self._sheet.name)}!{area.address()}", self._sheet.file)
        made.set("name", _PRINT_AREA)


@supports(base_classes.FreezePanes)
class FreezePanes(base_classes.FreezePanes):
    """Frozen panes of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Keeps the rows and columns of the range on screen (the range ends where scrolling begins)."""
        area = parse_area(frozen_range)
        if area is None:
            raise ValueError(f"'{frozen_range}' is no address.")
        frame = self._sheet.file.frame
        self.unfreeze()
        rows = 0 if area.row == 1 and area.last_row == 1_048_576 else area.last_row
        columns = 0 if area.column == 1 and area.last_column == 16_384 else area.last_column
        if not rows and not columns:
            return
        pane = etree.Element(tag("pane"))
        if columns:
            pane.set("xSplit", str(columns))
        if rows:
            pane.set("ySplit", str(rows))
        pane.set("topLeftCell", cell_area(rows + 1, columns + 1).ref)
        active = {(True, True): "bottomRight", (True, False): "bottomLeft", (False, True): "topRight"}
        pane.set("activePane", active[bool(rows), bool(columns)])
        pane.set("state", "frozen")
        view = frame.view()
        for selection in view.findall(tag("selection")):
            view.remove(selection)
        view.insert(0, pane)
        frame.touch()

    def unfreeze(self) -> None:
        """Lets the whole sheet scroll."""
        frame = self._sheet.file.frame
        view = frame.view()
        for element in [*view.findall(tag("pane")), *view.findall(tag("selection"))]:
            view.remove(element)
        frame.touch()
