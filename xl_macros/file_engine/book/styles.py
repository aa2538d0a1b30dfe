"""Cell formats: reading them, and adding new ones at the end. No format that is there is ever changed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from lxml import etree

from xl_macros.file_engine.cells.dates import BUILT_IN_DATE_IDS, is_date_format
from xl_macros.file_engine.opc.safe_xml import MAIN, drop, element_with_namespace, flag, number, tag

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
_STYLESHEET_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
    "family", "charset", "scheme",
)  # fmt: skip
"""Order in which Excel writes a font's children; the Open XML SDK reports any other."""


class Styles:
    """The stylesheet of a workbook. A style is the index of its `xf` in `cellXfs`."""

    def __init__(self, root: etree._Element, on_change: Callable[[], None]) -> None:
        self.root = root
        self._on_change = on_change
        self._xfs = self._list("cellXfs")
        if not len(self._xfs):  # no workbook is without; one that is gets the default
            etree.SubElement(
                self._xfs, tag("xf"), numFmtId="0", fontId="0", fillId="0", borderId="0", xfId="0"
            )
        self._derived: dict[tuple[int, str, Any], int] = {}
        self._formats = {
            number(element, "numFmtId"): str(element.get("formatCode", ""))
            for element in self.root.iterfind(f"{tag('numFmts')}/{tag('numFmt')}")
        }
        self.date_flags = [self._shows_date(index) for index in range(len(self._xfs))]

    def _list(self, name: str) -> etree._Element:
        found = self.root.find(tag(name))
        if found is not None:
            return found
        later = _STYLESHEET_ORDER[_STYLESHEET_ORDER.index(name) + 1 :]
        created = etree.Element(tag(name), count="0")
        for index, element in enumerate(self.root):
            if etree.QName(element).localname in (*later, "tableStyles", "colors", "extLst"):
                self.root.insert(index, created)
                break
        else:
            self.root.append(created)
        return created

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
        return style < len(self.date_flags) and self.date_flags[style]

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
        etree.SubElement(self._list("numFmts"), tag("numFmt"), numFmtId=str(format_id), formatCode=code)
        self._count("numFmts")
        self._formats[format_id] = code
        return self.with_format_id(style, format_id)

    # -- fills, fonts, alignment --------------------------------------------------------------------------

    def color(self, style: int) -> tuple[int, int, int] | None:
        """The fill colour of a style, None for none (and for gradients and theme colours)."""
        fill = self._item("fills", self.xf(style).get("fillId"))
        pattern = fill.find(tag("patternFill")) if fill is not None else None
        if pattern is None or pattern.get("patternType", "none") == "none":
            return None
        return rgb_of(pattern.find(tag("fgColor")))

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

    def font(self, style: int) -> etree._Element:
        """The font element of a style (an empty one when the stylesheet has none)."""
        font = self._item("fonts", self.xf(style).get("fontId"))
        return font if font is not None else etree.Element(tag("font"))

    def with_font(self, style: int, name: str, value: str | None, attribute: str = "val") -> int:
        """The style with one child of its font set (`b`, `i`, `sz`, `name`, `color`), or removed for None."""

        def change(xf: etree._Element) -> None:
            font = copy.deepcopy(self.font(style))
            for element in font.findall(tag(name)):
                font.remove(element)
            if name == "name":
                for element in font.findall(tag("scheme")):
                    font.remove(element)
            if value is not None:
                font.append(etree.Element(tag(name), {attribute: value} if value else {}))
            font[:] = sorted(font, key=_font_place)
            _apply(xf, "fontId", str(self._index_of("fonts", font)), "applyFont")

        return self._derive(style, f"font {name} {attribute}", value, change)

    def alignment(self, style: int, name: str) -> str | None:
        """An attribute of the style's alignment (`wrapText`, `horizontal`, `vertical`)."""
        element = self.xf(style).find(tag("alignment"))
        return element.get(name) if element is not None else None

    def with_alignment(self, style: int, name: str, value: str | None) -> int:
        """The style with one attribute of its alignment set, or removed for None."""

        def change(xf: etree._Element) -> None:
            element = xf.find(tag("alignment"))
            if element is None:
                element = etree.Element(tag("alignment"))
                xf.insert(0, element)
            if value is None:
                drop(element, name)
            else:
                element.set(name, value)
            xf.set("applyAlignment", "1")

        return self._derive(style, f"alignment {name}", value, change)

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

    def _index_of(self, collection: str, element: etree._Element) -> int:
        items = self._list(collection)
        wanted = etree.tostring(element, method="c14n", exclusive=True)
        for index, existing in enumerate(items):
            if (
                existing.tag == element.tag
                and etree.tostring(existing, method="c14n", exclusive=True, with_tail=False) == wanted
            ):
                return index
        items.append(element)
        self._count(collection)
        return len(items) - 1

    def _count(self, collection: str) -> None:
        items = self._list(collection)
        items.set("count", str(len(items)))
        self._on_change()

    def _item(self, collection: str, index: str | None) -> etree._Element | None:
        items = self.root.find(tag(collection))
        position = int(index) if index and index.isdigit() else 0
        return items[position] if items is not None and position < len(items) else None


def rgb_of(color: etree._Element | None) -> tuple[int, int, int] | None:
    """The colour of a `color` element with an rgb value; None for theme, indexed and automatic colours."""
    value = color.get("rgb") if color is not None else None
    if not value or len(value) < 6:
        return None
    number = int(value[-6:], 16)
    return number >> 16, number >> 8 & 255, number & 255


def _apply(xf: etree._Element, attribute: str, value: str, switch: str) -> None:
    xf.set(attribute, value)
    xf.set(switch, "1")


def _font_place(element: etree._Element) -> int:
    name = str(element.tag).removeprefix(f"{{{MAIN}}}")
    return _FONT_ORDER.index(name) if name in _FONT_ORDER else len(_FONT_ORDER)
