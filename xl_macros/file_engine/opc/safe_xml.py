"""Small XML parts through lxml, with nothing in them that reaches outside or grows by itself."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from lxml import etree

from xl_macros.file_engine.errors import NotWellFormed, UnreadableWorkbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
XM = "http://schemas.microsoft.com/office/excel/2006/main"


def tag(name: str, namespace: str = MAIN) -> str:
    """The name of an element in lxml's notation."""
    return f"{{{namespace}}}{name}"


def parse(data: bytes, part: str, *, large: bool = False) -> etree._Element:
    """The root element of a part.

    `large` lifts lxml's own limits (depth, text size); the caller has bounded the size before.
    Raises UnreadableWorkbook for XML that is not well-formed or has a document type.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=large,
        remove_comments=large,
        remove_pis=large,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise UnreadableWorkbook(f"The part {part} is not well-formed XML: {problem}") from problem
    # Office writes no document types; one in a package is there to define entities.
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise UnreadableWorkbook(f"The part {part} has a document type, which no workbook needs.")
    return root


class StrictReader:
    """Reads what this engine made as a strict parser does: nothing is saved that another program refuses."""

    def __init__(self, what: str) -> None:
        self._what, self._parser = what, expat.ParserCreate()

    def read(self, piece: bytes, *, is_last: bool = False) -> None:
        """Reads on. Raises NotWellFormed."""
        try:
            self._parser.Parse(piece, is_last)
        except expat.ExpatError as problem:
            raise NotWellFormed(f"{self._what} would not be well-formed XML: {problem}") from problem


def serialise(root: etree._Element) -> bytes:
    """The part's bytes, with the declaration that Excel writes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace ("" for comments and such)."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def flag(element: etree._Element | None, attribute: str, default: bool = False) -> bool:
    """A boolean attribute (1/0, true/false, on/off)."""
    value = element.get(attribute) if element is not None else None
    return default if value is None else value in ("1", "true", "on")


def number(element: etree._Element, attribute: str, default: int = 0) -> int:
    """A whole, not negative number in an attribute. Raises UnreadableWorkbook when it is none."""
    text = element.get(attribute)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 11):
        raise UnreadableWorkbook(f"{local_name(element)} has no valid {attribute}: {text[:40]!r}.")
    return int(text)


def drop(element: etree._Element, attribute: str) -> None:
    """Removes an attribute if it is there."""
    if attribute in element.attrib:
        del element.attrib[attribute]


def element_with_namespace(name: str, namespace: str, /, **attributes: str) -> etree._Element:
    """A root element whose namespace needs no prefix."""
    nsmap: Any = {None: namespace}  # lxml-stubs do not know the default namespace
    return etree.Element(tag(name, namespace), attributes, nsmap)
