"""Cell formats: reading them, and adding new ones at the end. No format that is there is ever changed."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from xl_macros.file_engine.cells.dates import BUILT_IN_DATE_IDS, is_date_format
from xl_macros.file_engine.opc.safe_xml import (
    MAIN,
    drop,
    element_with_namespace,
    flag,
    local_name,
    number,
    tag,
)

BUILT_IN_FORMATS = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yyyy h:mm", 37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""ECMA-376 part 1, 18.8.30; 14 and 22 as Excel names them in an English installation."""

TEXT_FORMAT_ID, DATE_FORMAT_ID, DATETIME_FORMAT_ID, TIME_FORMAT_ID = 49, 14, 22, 20
_FIRST_CUSTOM_ID = 164
_STYLESHEET_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
                     "tableStyles", "colors", "extLst")  # fmt: skip


class Styles:
    """The stylesheet of a workbook. A style is the index of its `xf` in `cellXfs`.

    The elements are kept in lists beside the tree: asking lxml for the length or one child walks all of them, and
    workbooks have up to 64,000 formats.
    """

    def __init__(self, root: etree._Element, on_change: Callable[[], None]) -> None:
        self._root = root
        self._on_change = on_change
        self._items: dict[str, list[etree._Element]] = {}
        self._places: dict[str, dict[bytes, int]] = {}
        self._xfs = self._list("cellXfs")
        if not self._xfs:  # no workbook is without; one that is gets the default
            default = dict.fromkeys(("numFmtId", "fontId", "fillId", "borderId", "xfId"), "0")
            self._xfs.append(etree.SubElement(self._collection("cellXfs"), tag("xf"), default))
        self._derived: dict[tuple[int, str, Any], int] = {}
        self._formats = {
            number(element, "numFmtId"): str(element.get("formatCode", ""))
            for element in self._list("numFmts")
        }
        self.date_flags = [self._shows_date(index) for index in range(len(self._xfs))]

    def _collection(self, name: str) -> etree._Element:
        found = self._root.find(tag(name))
        if found is not None:
            return found
        later = _STYLESHEET_ORDER[_STYLESHEET_ORDER.index(name) + 1 :]
        created = etree.Element(tag(name), count="0")
        place = next((at for at, child in enumerate(self._root) if local_name(child) in later), None)
        self._root.insert(len(self._root) if place is None else place, created)
        return created

    def _list(self, name: str) -> list[etree._Element]:
        """The elements of a collection, comments left out; [] when it is not there."""
        if name not in self._items:
            found = self._root.find(tag(name))
            self._items[name] = [child for child in found if local_name(child)] if found is not None else []
        return self._items[name]

    def xf(self, style: int) -> etree._Element:
        """The cell format of a style; of style 0 for an index that does not exist, as Excel reads it."""
        return self._xfs[style if 0 <= style < len(self._xfs) else 0]

    # -- number formats -----------------------------------------------------------------------------------

    def format_id(self, style: int) -> int:
        """The number format id of a style."""
        return number(self.xf(style), "numFmtId")

    def format_code(self, style: int) -> str:
        """The number format of a style as Excel names it."""
        format_id = self.format_id(style)
        return self._formats.get(format_id) or BUILT_IN_FORMATS.get(format_id, "General")

    def _shows_date(self, style: int) -> bool:
        format_id = self.format_id(style)
        code = self._formats.get(format_id)
        return is_date_format(code) if code else format_id in BUILT_IN_DATE_IDS

    def is_date(self, style: int) -> bool:
        """Whether numbers in cells of this style are dates."""
        return self.date_flags[style if 0 <= style < len(self.date_flags) else 0]

    def is_text(self, style: int) -> bool:
        """Whether cells of this style keep what is typed as text (format `@`)."""
        return self.format_id(style) == TEXT_FORMAT_ID or self.format_code(style) == "@"

    def with_format_id(self, style: int, format_id: int) -> int:
        """The style with another number format."""
        return self._derive(
            style, "format", format_id, lambda xf: _apply(xf, "numFmtId", str(format_id), "applyNumberFormat")
        )

    def with_format(self, style: int, code: str) -> int:
        """The style with another number format, given by its code."""
        for format_id, built_in in BUILT_IN_FORMATS.items():
            if built_in.lower() == code.lower() and format_id not in self._formats:
                return self.with_format_id(style, format_id)
        for format_id, existing in self._formats.items():
            if existing == code:
                return self.with_format_id(style, format_id)
        format_id = max([_FIRST_CUSTOM_ID - 1, *self._formats]) + 1
        self._append("numFmts", etree.Element(tag("numFmt"), numFmtId=str(format_id), formatCode=code))
        self._formats[format_id] = code
        return self.with_format_id(style, format_id)

    # -- fills, alignment ---------------------------------------------------------------------------------

    def color(self, style: int) -> tuple[int, int, int] | None:
        """The fill colour of a style, None for none (and for gradients and theme colours)."""
        fills, index = self._list("fills"), number(self.xf(style), "fillId")
        pattern = fills[index].find(tag("patternFill")) if index < len(fills) else None
        if pattern is None or pattern.get("patternType", "none") == "none":
            return None
        return _rgb_of(pattern.find(tag("fgColor")))

    def with_color(self, style: int, color: tuple[int, int, int] | None) -> int:
        """The style with a solid fill, or with none."""

        def change(xf: etree._Element) -> None:
            fill = element_with_namespace("fill", MAIN)
            pattern = etree.SubElement(fill, tag("patternFill"), patternType="solid" if color else "none")
            if color:
                etree.SubElement(pattern, tag("fgColor"), rgb="FF{:02X}{:02X}{:02X}".format(*color))
                etree.SubElement(pattern, tag("bgColor"), indexed="64")
            _apply(xf, "fillId", str(self._index_of("fills", fill)), "applyFill")

        return self._derive(style, "color", color, change)

    def wraps(self, style: int) -> bool:
        """Whether the text of cells of this style wraps."""
        return flag(self.xf(style).find(tag("alignment")), "wrapText")

    def font_points(self, style: int) -> float:
        """The size of the font of this style; 11 when none is stated."""
        fonts, place = self._list("fonts"), number(self.xf(style), "fontId")
        size = fonts[place].find(tag("sz")) if place < len(fonts) else None
        return float(size.get("val", "11")) if size is not None else 11.0

    def is_quoted(self, style: int) -> bool:
        """Whether the text of the cell was typed with a leading apostrophe."""
        return flag(self.xf(style), "quotePrefix")

    def with_quote(self, style: int, quoted: bool) -> int:
        """The style that marks a text typed with a leading apostrophe, or the same without the mark."""

        def change(xf: etree._Element) -> None:
            if quoted:
                xf.set("quotePrefix", "1")
            else:
                drop(xf, "quotePrefix")

        return self._derive(style, "quote", quoted, change)

    # -- adding -------------------------------------------------------------------------------------------

    def _derive(self, style: int, what: str, value: Any, change: Callable[[etree._Element], None]) -> int:
        key = (style, what, value)
        if key not in self._derived:
            xf = copy.deepcopy(self.xf(style))
            xf.tail = None
            change(xf)
            self._derived[key] = self._index_of("cellXfs", xf)
            while len(self.date_flags) < len(self._xfs):
                self.date_flags.append(self._shows_date(len(self.date_flags)))
        return self._derived[key]

    def _index_of(self, name: str, element: etree._Element) -> int:
        """Where an element like this one stands in its collection; put at its end when there is none."""
        places = self._places.get(name)
        if places is None:
            places = self._places[name] = {}
            for index, existing in enumerate(self._list(name)):
                places.setdefault(_spelled(existing), index)
        found = places.get(_spelled(element))
        return self._append(name, element) if found is None else found

    def _append(self, name: str, element: etree._Element) -> int:
        collection, items = self._collection(name), self._list(name)
        collection.append(element)
        items.append(element)
        collection.set("count", str(len(items)))
        if name in self._places:
            self._places[name][_spelled(element)] = len(items) - 1
        self._on_change()
        return len(items) - 1


def _spelled(element: etree._Element) -> bytes:
    """The same bytes for all ways to spell an element."""
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)


def _rgb_of(color: etree._Element | None) -> tuple[int, int, int] | None:
    """The colour of a `color` element with an rgb value; None for theme, indexed and automatic colours."""
    value = color.get("rgb", "") if color is not None else ""
    if not re.fullmatch("[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8}", value):
        return None
    shade = int(value[-6:], 16)
    return shade >> 16, shade >> 8 & 255, shade & 255


def _apply(xf: etree._Element, attribute: str, value: str, switch: str) -> None:
    xf.set(attribute, value)
    xf.set(switch, "1")
