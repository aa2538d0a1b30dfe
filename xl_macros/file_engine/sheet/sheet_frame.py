"""Everything of a worksheet part except its rows: views, columns, merged areas, validations and the rest.

It is parsed when something of it is asked for, and written anew only when something of it was changed.
"""

from __future__ import annotations

from lxml import etree

from xl_macros.file_engine.cells.addresses import Area, AreaIndex, parse_ref, parse_sqref
from xl_macros.file_engine.errors import UnreadableWorkbook
from xl_macros.file_engine.opc.safe_xml import XM, drop, flag, local_name, number, parse, serialise, tag
from xl_macros.file_engine.sheet.row_store import RowStore
from xl_macros.patterns import regex

# ECMA-376 part 1, 18.3.1.99 (CT_Worksheet): the only order in which these may stand.
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_DIMENSION = regex(rb'(<dimension\s[^>]*?ref=")([^"]*)(")')
DEFAULT_COLUMN_WIDTH = 8.43
"""Excel's default for Calibri 11, in characters."""


class SheetFrame:
    """The head and tail of a worksheet part."""

    def __init__(self, store: RowStore) -> None:
        self._store = store
        self._root: etree._Element | None = None
        self.is_edited = False
        self._column_spans: list[tuple[int, int, int]] | None = None
        self._merges: AreaIndex | None = None

    @property
    def root(self) -> etree._Element:
        """The worksheet element with an empty sheetData."""
        if self._root is None:
            store = self._store
            skeleton = store.data[: store.head_end] + b"<sheetData/>" + store.data[store.tail_start :]
            self._root = parse(skeleton, store.part, large=False)
        return self._root

    def touch(self) -> None:
        """Says that the tree was changed."""
        self.is_edited = True
        self._column_spans = None
        self._merges = None

    def find(self, name: str) -> etree._Element | None:
        """A child of the worksheet element."""
        return self.root.find(tag(name))

    def ensure(self, name: str) -> etree._Element:
        """A child of the worksheet element, made in its right place when it is missing."""
        found = self.find(name)
        if found is not None:
            return found
        created = etree.Element(tag(name))
        place = _ORDER.index(name)
        for index, element in enumerate(self.root):
            local = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if local in _ORDER and _ORDER.index(local) > place:
                self.root.insert(index, created)
                break
        else:
            self.root.append(created)
        self.touch()
        return created

    # -- reading ------------------------------------------------------------------------------------------

    def column_style(self, column: int) -> int:
        """The style of cells of a column that are not there."""
        if self._column_spans is None:
            cols = self.find("cols")
            self._column_spans = [
                (number(col, "min"), number(col, "max"), number(col, "style"))
                for col in (cols if cols is not None else ())
                if col.get("style", "0") != "0"
            ]
        for first, last, style in self._column_spans:
            if first <= column <= last:
                return style
        return 0

    def merged_areas(self) -> AreaIndex:
        """The merged areas of the sheet."""
        if self._merges is None:
            merges = self.find("mergeCells")
            areas = [parse_ref(m.get("ref", "A1")) for m in merges] if merges is not None else []
            self._merges = AreaIndex(areas)
        return self._merges

    def default_column_width(self) -> float:
        """Width of columns that have none of their own, in characters."""
        return size(self._format_attribute("defaultColWidth"), DEFAULT_COLUMN_WIDTH)

    def own_row_height(self) -> str | None:
        """The height that somebody set for all rows; None where rows fit their texts."""
        own = self._format_attribute("customHeight") in {"1", "true"}
        return self._format_attribute("defaultRowHeight") if own else None

    def _format_attribute(self, name: str) -> str | None:
        element = self.find("sheetFormatPr")
        return element.get(name) if element is not None else None

    @property
    def is_protected(self) -> bool:
        """Whether the sheet is protected (it can be written to here all the same)."""
        return flag(self.find("sheetProtection"), "sheet")

    @property
    def is_filtered(self) -> bool:
        """Whether a filter of the sheet's own (not of a table) hides rows."""
        own = self.find("autoFilter")
        chosen = own is not None and own.find(tag("filterColumn")) is not None
        return chosen or flag(self.find("sheetPr"), "filterMode")

    def view(self) -> etree._Element:
        """The first sheet view, made when it is missing."""
        views = self.ensure("sheetViews")
        view = views.find(tag("sheetView"))
        if view is None:
            view = etree.SubElement(views, tag("sheetView"), workbookViewId="0")
        return view

    def selected_area(self) -> Area:
        """The (first) selected area of the sheet."""
        views = self.find("sheetViews")
        view = views.find(tag("sheetView")) if views is not None else None
        selections = view.findall(tag("selection")) if view is not None else []
        pane = view.find(tag("pane")) if view is not None else None
        active = pane.get("activePane", "topLeft") if pane is not None else "topLeft"
        for selection in selections:
            if selection.get("pane", "topLeft") == active:
                areas = parse_sqref(selection.get("sqref", "A1"))
                return areas[number(selection, "activeCellId") % len(areas)] if areas else parse_ref("A1")
        return parse_ref("A1")

    def select(self, area: Area) -> None:
        """Makes an area the selected one."""
        view = self.view()
        pane = view.find(tag("pane"))
        active = pane.get("activePane", "topLeft") if pane is not None else "topLeft"
        chosen = next((s for s in view.findall(tag("selection")) if s.get("pane", "topLeft") == active), None)
        if chosen is None:
            chosen = etree.SubElement(view, tag("selection"))
            if active != "topLeft":
                chosen.set("pane", active)
        drop(chosen, "activeCellId")
        first = Area(area.row, area.column, area.row, area.column)
        chosen.set("activeCell", first.ref)
        chosen.set("sqref", area.address(False, False))
        self.touch()

    def ranged_elements(self) -> list[tuple[etree._Element, str | None]]:
        """Validations and conditional formats with their area: (element, attribute or None for its text).

        The extended ones (x14) keep their area as the text of an `xm:sqref` child.
        """
        found: list[tuple[etree._Element, str | None]] = []
        for element in self.root.iter(
            tag("conditionalFormatting"), tag("dataValidation"), tag("ignoredError")
        ):
            found.append((element, "sqref"))
        for element in self.root.iter(tag("sqref", XM)):
            parent = element.getparent()
            if parent is not None and local_name(parent) in ("conditionalFormatting", "dataValidation"):
                found.append((element, None))
        return found

    # -- writing ------------------------------------------------------------------------------------------

    def head_and_tail(self, written: Area | None) -> tuple[bytes, bytes]:
        """The bytes before and after the rows; `written` are the cells that the dimension must include."""
        store = self._store
        if self.is_edited:
            text = serialise(self.root)
            head, _, tail = text.partition(b"<sheetData/>")
        else:
            head, tail = store.data[: store.head_end], store.data[store.tail_start :]
        if written is not None:
            head = _DIMENSION.sub(
                lambda match: match[1] + _widened(match[2], written) + match[3], head, count=1
            )
        return head, tail


def size(text: str | None, default: float) -> float:
    """A height or width as the file has it. Raises UnreadableWorkbook when it is no number."""
    if text is None:
        return default
    try:
        return float(text)
    except ValueError:
        raise UnreadableWorkbook(f"{text[:40]!r} is no height or width.") from None


def _widened(ref: bytes, written: Area) -> bytes:
    try:
        area = parse_ref(ref.decode())
    except UnreadableWorkbook:
        return written.ref.encode()
    whole = Area(
        min(area.row, written.row),
        min(area.column, written.column),
        max(area.last_row, written.last_row),
        max(area.last_column, written.last_column),
    )
    return whole.ref.encode()
