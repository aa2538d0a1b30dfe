"""Text between Python and the XML of a cell: entities, `_xHHHH_` escapes, what XML 1.0 cannot hold."""

from __future__ import annotations

import re

MAX_TEXT = 32_767
"""Characters one cell can hold (Excel specifications and limits)."""

_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([a-z]+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
# ECMA-376 part 1, 22.9.2.19 (ST_Xstring): characters that XML cannot carry are written _xHHHH_.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def _entity(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        if name not in _NAMED:
            raise ValueError(f"The entity &{name}; is not defined.")
        return _NAMED[name]
    return chr(int(hexadecimal, 16) if hexadecimal is not None else int(decimal))


def _joined_surrogates(text: str) -> str:
    # Two escapes in a row can stand for one character beyond the basic plane; half of one is no text.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def from_xml(text: str) -> str:
    """XML character data (no tags) as the text it stands for. Raises ValueError on unknown entities."""
    if "\r" in text:  # XML 1.0, 2.11: line ends arrive as \n
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return text


def from_cell(text: str) -> str:
    """Like `from_xml`, with the `_xHHHH_` escapes of cell text undone as well."""
    text = from_xml(text)
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        if any("\ud800" <= character <= "\udfff" for character in text):
            text = _joined_surrogates(text)
    return text


def to_xml(text: str) -> str:
    """Text as XML character data, also safe inside a double-quoted attribute."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if '"' in text else text


def to_cell(text: str) -> str:
    """Cell text as XML character data.

    Raises ValueError above 32,767 characters (counted as Excel does, in UTF-16 units).
    """
    if len(text) * 2 > MAX_TEXT and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT:
        raise ValueError(f"A cell holds at most {MAX_TEXT} characters; this text has {len(text)}.")
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    if not text.isprintable():
        text = _UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_blank(value: object) -> bool:
    """Whether a value leaves its cell empty: nothing, or a text without characters."""
    return value is None or (isinstance(value, str) and not value)


def text_element(text: str) -> str:
    """The `<t>` element for cell text, with `xml:space` where blanks at the edges or line ends must survive."""
    escaped = to_cell(text)
    if text[:1].isspace() or text[-1:].isspace() or "\n" in text or "\t" in text or "  " in text:
        return f'<t xml:space="preserve">{escaped}</t>'
    return f"<t>{escaped}</t>"
