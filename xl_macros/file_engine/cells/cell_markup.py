"""One row's cells taken apart: the careful way, which reads every form that Excel could."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from xl_macros.file_engine.cells.addresses import column_number
from xl_macros.file_engine.cells.cell_text import from_cell, from_xml
from xl_macros.file_engine.errors import NoSuchPlace, UnreadableWorkbook
from xl_macros.file_engine.sheet.row_store import NotCanonical
from xl_macros.patterns import regex

_CELL = regex(rb"<c(?=[\s/>])([^<>]*?)(?:/>|>(.*?)</c\s*>)", re.DOTALL)
_OPENING = regex(rb"<c(?=[\s/>])")
_UNCLOSED = "A cell does not end where the next one begins."
_ATTRIBUTE = regex(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_VALUE = regex(rb"<v(?:\s[^>]*)?>([^<]*)</v\s*>")
_FORMULA = regex(rb"<f(?=[\s/>])([^<>]*?)(?:/>|>([^<]*)</f\s*>)")
_TEXT = regex(rb"<t(?:\s[^>]*)?>([^<]*)</t\s*>")
_PHONETIC = regex(rb"<rPh[\s>].*?</rPh\s*>", re.DOTALL)


class Formula(NamedTuple):
    """A formula element: its text ("" for followers of a shared formula) and its attributes."""

    text: str
    kind: str  # "normal", "shared", "array", "dataTable"
    ref: str | None
    shared_index: str | None


class RawCell(NamedTuple):
    """A cell element: where it stands in its buffer and what it says. `inner` is b"" for an empty element."""

    column: int
    start: int
    end: int
    attributes: dict[str, str]
    inner: bytes

    @property
    def style(self) -> int:
        style = self.attributes.get("s", "0")
        return int(style) if style.isascii() and style.isdigit() else 0

    @property
    def kind(self) -> str:
        return self.attributes.get("t", "n")

    @property
    def has_formula(self) -> bool:
        # fonts of rich text hold <family>
        return b"<f" in self.inner and _FORMULA.search(self.inner) is not None

    @property
    def formula(self) -> Formula | None:
        """The formula element, None for constants."""
        match = _FORMULA.search(self.inner) if b"<f" in self.inner else None
        if match is None:
            return None
        attributes = attributes_of(match[1])
        text = from_xml((match[2] or b"").decode())
        return Formula(text, attributes.get("t", "normal"), attributes.get("ref"), attributes.get("si"))

    @property
    def value_text(self) -> str | None:
        """The text of `<v>` or of an inline string, None when there is neither."""
        if self.kind == "inlineStr":
            inner = _PHONETIC.sub(b"", self.inner)
            return "".join(from_cell(text.decode()) for text in _TEXT.findall(inner))
        match = _VALUE.search(self.inner)
        return match[1].decode() if match is not None else None


def attributes_of(markup: bytes) -> dict[str, str]:
    """The attributes in the text of a tag."""
    return {
        name.decode(): from_xml((double or single).decode())
        for name, double, single in _ATTRIBUTE.findall(markup)
    }


def cells_of(buffer: bytes, start: int, end: int) -> Iterator[RawCell]:
    """The cells between two places of a buffer. Raises NotCanonical for a cell without an address.

    Raises NoSuchPlace for an address that is none, UnreadableWorkbook for cells that do not end.
    """
    after = start
    for match in _CELL.finditer(buffer, start, end):
        inner = match[2] or b""
        if _OPENING.search(buffer, after, match.start()) or (b"<c" in inner and _OPENING.search(inner)):
            raise UnreadableWorkbook(_UNCLOSED)
        after = match.end()
        attributes = attributes_of(match[1])
        address = attributes.get("r")
        if not address:
            raise NotCanonical
        try:
            column = column_number(address.rstrip("0123456789"))
        except NoSuchPlace:
            raise NoSuchPlace(f"{address[:40]!r} is no address of a cell.") from None
        yield RawCell(column, match.start(), after, attributes, inner)
    if _OPENING.search(buffer, after, end):
        raise UnreadableWorkbook(_UNCLOSED)
