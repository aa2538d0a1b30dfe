"""One table of a worksheet: its part, its areas, its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from xl_macros.file_engine.cells.addresses import Area, parse_ref
from xl_macros.file_engine.cells.cell_text import from_cell, to_cell
from xl_macros.file_engine.opc.safe_xml import drop, flag, number, tag

if TYPE_CHECKING:
    from xl_macros.file_engine.sheet.sheet_file import SheetFile


class TableFile:
    """A table part. `area` includes header and totals row."""

    def __init__(self, sheet: SheetFile, part: str) -> None:
        self.sheet, self.part = sheet, part
        self.had_filter = False  # before its header was switched off

    @property
    def root(self) -> etree._Element:
        return self.sheet.workbook.package.tree(self.part)

    def touch(self) -> None:
        """Says that the part was changed."""
        self.sheet.workbook.package.touch(self.part)

    @property
    def id(self) -> int:
        return number(self.root, "id")

    @property
    def name(self) -> str:
        """The name that formulas use."""
        return str(self.root.get("displayName") or self.root.get("name", ""))

    @name.setter
    def name(self, value: str) -> None:
        self.root.set("displayName", value)
        self.root.set("name", value)
        self.touch()

    @property
    def area(self) -> Area:
        return parse_ref(self.root.get("ref", "A1"))

    @property
    def header_rows(self) -> int:
        return number(self.root, "headerRowCount", 1)

    @property
    def totals_rows(self) -> int:
        return number(self.root, "totalsRowCount")

    @property
    def header_area(self) -> Area | None:
        """The header row, None when it is switched off."""
        area = self.area
        return Area(area.row, area.column, area.row, area.last_column) if self.header_rows else None

    @property
    def totals_area(self) -> Area | None:
        """The totals row, None when there is none."""
        area = self.area
        return Area(area.last_row, area.column, area.last_row, area.last_column) if self.totals_rows else None

    @property
    def body_area(self) -> Area | None:
        """The rows between header and totals; None when the table is nothing but these."""
        area = self.area
        first, last = area.row + self.header_rows, area.last_row - self.totals_rows
        return Area(first, area.column, last, area.last_column) if first <= last else None

    @property
    def is_blank(self) -> bool:
        """Whether the table holds only the blank row that Excel keeps in an empty table."""
        return flag(self.root, "insertRow")

    # -- columns ------------------------------------------------------------------------------------------

    @property
    def columns(self) -> list[etree._Element]:
        return self.root.findall(f"{tag('tableColumns')}/{tag('tableColumn')}")

    @property
    def column_names(self) -> list[str]:
        """Names of the columns as the header cells show them."""
        return [from_cell(_raw(column.get("name", ""))) for column in self.columns]

    def rename_column(self, position: int, name: str) -> None:
        """Sets the name of the column at a position (from 0)."""
        self.columns[position].set("name", _attribute(name))
        self.touch()

    def set_columns(self, names: list[str]) -> None:
        """Makes the table have exactly these columns: those that stay keep what they carry."""
        parent = self.root.find(tag("tableColumns"))
        if parent is None:
            parent = etree.SubElement(self.root, tag("tableColumns"))
        existing = self.columns
        for column in existing[len(names) :]:
            parent.remove(column)
        next_id = max([0, *(number(column, "id") for column in existing)]) + 1
        for position in range(len(existing), len(names)):
            etree.SubElement(parent, tag("tableColumn"), id=str(next_id), name=_attribute(names[position]))
            next_id += 1
        parent.set("count", str(len(names)))
        for column, name in zip(self.columns, names, strict=True):
            if column.get("name") != _attribute(name):
                column.set("name", _attribute(name))
        self.touch()

    def calculated_formulas(self) -> dict[int, str]:
        """The formula that a column fills into new rows, by position; "" stands for an array formula."""
        found = {}
        for position, column in enumerate(self.columns):
            element = column.find(tag("calculatedColumnFormula"))
            if element is not None and element.text:
                found[position] = "" if flag(element, "array") else element.text
        return found

    # -- ref ----------------------------------------------------------------------------------------------

    def set_area(self, area: Area) -> None:
        """Sets the table's ref and that of its filter; `insertRow` ends, since the rows now hold something."""
        self.root.set("ref", area.ref)
        drop(self.root, "insertRow")
        drop(self.root, "insertRowShift")
        self._fit_filter(area)
        self.touch()

    def _fit_filter(self, area: Area) -> None:
        auto_filter = self.root.find(tag("autoFilter"))
        if auto_filter is None:
            return
        auto_filter.set("ref", self.filter_area(area).ref)
        for column in auto_filter.findall(tag("filterColumn")):
            if number(column, "colId") >= area.column_count:
                auto_filter.remove(column)

    def filter_area(self, area: Area) -> Area:
        """The area of the filter: the table without its totals row."""
        return Area(area.row, area.column, area.last_row - self.totals_rows, area.last_column)

    # -- switches -----------------------------------------------------------------------------------------

    @property
    def style_info(self) -> etree._Element:
        """The element with the table's style, made when it is missing."""
        found = self.root.find(tag("tableStyleInfo"))
        if found is None:
            found = etree.Element(tag("tableStyleInfo"))
            columns = self.root.find(tag("tableColumns"))
            self.root.insert(self.root.index(columns) + 1 if columns is not None else len(self.root), found)
            self.touch()
        return found

    @property
    def has_filter(self) -> bool:
        return self.root.find(tag("autoFilter")) is not None

    def set_filter(self, shown: bool) -> None:
        """Switches the filter buttons on or off."""
        found = self.root.find(tag("autoFilter"))
        if shown and found is None:
            self.root.insert(0, etree.Element(tag("autoFilter"), ref=self.filter_area(self.area).ref))
        elif not shown and found is not None:
            self.root.remove(found)
        self.touch()


def _raw(text: str) -> str:
    # lxml has resolved the entities already; from_cell would do it a second time.
    return text.replace("&", "&amp;")


def _attribute(name: str) -> str:
    """A column name as the attribute carries it: line ends and such as `_xHHHH_`, no entities (lxml does those)."""
    escaped = to_cell(name).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return escaped.replace("\n", "_x000a_").replace("\t", "_x0009_")
