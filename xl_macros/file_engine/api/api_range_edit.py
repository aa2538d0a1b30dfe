"""What a range can do beyond holding values: merging, links, copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from xlwings import NoSuchObjectError

from xl_macros.file_engine.api.api_characters import Characters
from xl_macros.file_engine.cells.addresses import Area, cell_area, parse_ref
from xl_macros.file_engine.opc.safe_xml import RELATIONSHIPS, tag
from xl_macros.file_engine.sheet import copying, editing, shifting

if TYPE_CHECKING:
    from xl_macros.file_engine.api.api_range import Range
    from xl_macros.file_engine.api.api_sheet import Sheet

_ID = f"{{{RELATIONSHIPS}}}id"


class EditedRange:
    """The part of a range that is about merging, links and copies."""

    _sheet: Sheet

    @property
    def area(self) -> Area:
        """The cells."""
        raise NotImplementedError

    # -- merging ------------------------------------------------------------------------------------------

    def _merged(self) -> Area | None:
        for merged in self._sheet.file.frame.merged_areas():
            if merged.holds(self.area.row, self.area.column):
                return merged
        return None

    @property
    def merge_area(self) -> Range:
        from xl_macros.file_engine.api.api_range import Range

        return Range(self._sheet, self._merged() or cell_area(self.area.row, self.area.column))

    @property
    def merge_cells(self) -> bool | None:
        merged = [area for area in self._sheet.file.frame.merged_areas() if area.meets(self.area)]
        if not merged:
            return False
        return True if len(merged) == 1 and merged[0].covers(self.area) else None

    def merge(self, across: bool) -> None:
        """Merges the range (each row by itself for `across`); only the first cell keeps its value, as in Excel."""
        area = self.area
        self.unmerge()
        rows = range(area.row, area.last_row + 1)
        areas = [Area(row, area.column, row, area.last_column) for row in rows] if across else [area]
        file = self._sheet.file
        for one in areas:
            if one.size == 1:
                continue
            rest = [
                Area(one.row, one.column + 1, one.row, one.last_column) if one.column_count > 1 else None,
                Area(one.row + 1, one.column, one.last_row, one.last_column) if one.row_count > 1 else None,
            ]
            for piece in rest:
                if piece is not None:
                    editing.clear(file, piece)
            merges = file.frame.ensure("mergeCells")
            etree.SubElement(merges, tag("mergeCell"), ref=one.ref)
            merges.set("count", str(len(merges)))
            file.frame.touch()

    def unmerge(self) -> None:
        frame = self._sheet.file.frame
        merges = frame.find("mergeCells")
        if merges is None:
            return
        for element in list(merges):
            if parse_ref(element.get("ref", "A1")).meets(self.area):
                merges.remove(element)
        frame.drop_if_empty(merges)

    @property
    def characters(self) -> Characters:
        return Characters(self._sheet, cell_area(self.area.row, self.area.column), 0, None)

    # -- links --------------------------------------------------------------------------------------------

    def _link(self) -> etree._Element | None:
        links = self._sheet.file.frame.find("hyperlinks")
        for element in links if links is not None else ():
            if parse_ref(element.get("ref", "A1")).holds(self.area.row, self.area.column):
                return element
        return None

    @property
    def hyperlink(self) -> str:
        element = self._link()
        if element is None:
            raise NoSuchObjectError("The cell doesn't seem to contain a hyperlink!")
        relations = self._sheet.file.workbook.package.relationships(self._sheet.file.part)
        for relation in relations:
            if relation.id == element.get(_ID):
                return relation.target
        return str(element.get("location", ""))

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        """Puts a link on the first cell, in blue and underlined as Excel does."""
        file = self._sheet.file
        cell = cell_area(self.area.row, self.area.column)
        existing = self._link()
        if existing is not None and (parent := existing.getparent()) is not None:
            parent.remove(existing)
        links = file.frame.ensure("hyperlinks")
        relationship_id = file.workbook.package.relate(file.part, "hyperlink", address, external=True)
        element = etree.SubElement(links, tag("hyperlink"), {"ref": cell.ref, _ID: relationship_id})
        if screen_tip:
            element.set("tooltip", screen_tip[:255])
        file.frame.touch()
        if text_to_display is not None:
            editing.write(
                file, cell, [["'" + text_to_display if text_to_display[:1] in "='" else text_to_display]]
            )
        styles = file.workbook.styles
        file.restyle(
            cell, lambda style: styles.with_font(styles.with_font(style, "u", ""), "color", "FF0563C1", "rgb")
        )

    # -- moving cells -------------------------------------------------------------------------------------

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:  # noqa: ARG002 - xlwings' signature
        """Makes room; see `shifting` for what is refused."""
        shifting.insert(self._sheet.file, self.area, shift)

    def delete(self, shift: str | None = None) -> None:
        """Takes cells out and closes the gap; see `shifting` for what is refused."""
        shifting.delete(self._sheet.file, self.area, shift)

    def copy(self, destination: Any = None) -> None:
        """Copies values, formulas and styles to a destination, or remembers the range for `paste`."""
        if destination is None:
            self._sheet.app.clipboard = self  # type: ignore[assignment]
            return
        target = destination.impl
        copying.copy(self._sheet.file, self.area, target.sheet.file, target.row, target.column)

    def paste(
        self,
        paste: str | None = None,
        operation: str | None = None,
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        """Pastes what was copied last: all of it, or `values`, `formats`, `formulas` only."""
        source = self._sheet.app.clipboard
        if source is None:
            raise LookupError("Nothing was copied.")
        if (
            operation is not None
            or skip_blanks
            or transpose
            or paste not in (None, "all", "values", "formats", "formulas")
        ):
            raise NotImplementedError("Range.paste with these options is not supported by the file engine.")
        what = paste or "all"
        copying.copy(source.sheet.file, source.area, self._sheet.file, self.area.row, self.area.column, what)
