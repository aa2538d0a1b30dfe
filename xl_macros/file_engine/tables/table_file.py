"""One table of a worksheet: its part, its areas, its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from xl_macros.file_engine.cells.addresses import Area, parse_ref
from xl_macros.file_engine.cells.cell_text import from_cell, name_attribute
from xl_macros.file_engine.opc.safe_xml import drop, flag, number, tag

if TYPE_CHECKING:
    from xl_macros.file_engine.sheet.sheet_file import SheetFile


_MOST_EMPTY_ROWS = 4096
"""So many rows below the last one there are believed to be meant."""


class TableFile:
    """A table part. `area` includes header and totals row."""

    def __init__(self, sheet: SheetFile, part: str) -> None:
        self.sheet, self.part = sheet, part

    @property
    def root(self) -> etree._Element:
        return self.sheet.workbook.package.tree(self.part)

    def touch(self) -> None:
        """Says that the part was changed."""
        self.sheet.workbook.package.touch(self.part)

    @property
    def name(self) -> str:
        """The name that formulas use."""
        return str(self.root.get("displayName") or self.root.get("name", ""))

    @property
    def area(self) -> Area:
        """Header, rows and totals row; of a reference that reaches further, only rows and columns that are there.

        Tables made over whole columns name a million rows; one of no use, all 17 thousand million cells of a sheet.
        """
        ref = parse_ref(self.root.get("ref", "A1"))
        width = min(ref.column_count, len(self.columns) or ref.column_count)
        last_row, there = ref.last_row, max(ref.row + self.header_rows, self.sheet.store.last_row)
        if last_row - there > _MOST_EMPTY_ROWS and not self.totals_rows:
            last_row = there
        return Area(ref.row, ref.column, last_row, ref.column + width - 1)

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
        self.columns[position].set("name", name_attribute(name))
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

    @property
    def is_filtered(self) -> bool:
        """Whether somebody has chosen which rows are to be seen."""
        return self.root.find(f"{tag('autoFilter')}/{tag('filterColumn')}") is not None


def _raw(text: str) -> str:
    # lxml has resolved the entities already; from_cell would do it a second time.
    return text.replace("&", "&amp;")
