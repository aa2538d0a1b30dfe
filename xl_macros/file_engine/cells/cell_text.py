"""Text between Python and the XML of a cell: entities, `_xHHHH_` escapes, what XML 1.0 cannot hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xl_macros.file_engine.errors import ImpossibleValue, UnreadableWorkbook
from xl_macros.patterns import regex

MAX_TEXT = 32_767
"""Characters one cell can hold (Excel specifications and limits)."""

_ENTITY = regex(r"&(?:#x([0-9A-Fa-f]{1,8})|#([0-9]{1,8})|([a-z]+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
# ECMA-376 part 1, 22.9.2.19 (ST_Xstring): characters that XML cannot carry are written _xHHHH_.
_ESCAPED = regex(r"_x([Dd][89ABab][0-9A-Fa-f]{2})__x([Dd][C-Fc-f][0-9A-Fa-f]{2})_|_x([0-9A-Fa-f]{4})_")
_UNSAFE = regex("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = regex(r"[\n\t]")
_LOOKS_ESCAPED = regex(r"_(?=x[0-9A-Fa-f]{4}_)")


def _entity(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        if name not in _NAMED:
            raise UnreadableWorkbook(f"The entity &{name}; is not defined.")
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal is not None else int(decimal)
    if code > 0x10FFFF:
        raise UnreadableWorkbook(f"There is no character {match[0]}")
    return chr(code)


def _unescaped(match: re.Match[str]) -> str:
    high, low, single = match.groups()
    if high is not None:  # two escapes in a row stand for one character beyond the basic plane
        return chr(0x10000 + (int(high, 16) - 0xD800 << 10) + int(low, 16) - 0xDC00)
    code = int(single, 16)
    return (
        match[0] if 0xD800 <= code <= 0xDFFF else chr(code)
    )  # half of one is no text: it stays as it stands


def from_xml(text: str) -> str:
    """XML character data (no tags) as the text it stands for. Raises UnreadableWorkbook on unknown entities."""
    if "\r" in text:  # XML 1.0, 2.11: line ends arrive as \n
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return text


def from_cell(text: str) -> str:
    """Like `from_xml`, with the `_xHHHH_` escapes of cell text undone as well."""
    text = from_xml(text)
    if "_x" in text:
        text = _ESCAPED.sub(_unescaped, text)
    return text


def text_elements(texts: Sequence[str]) -> list[str]:
    """Each cell text as its `<t>` element: the one way in which text becomes markup, one or a column of them.

    Raises ImpossibleValue above 32,767 characters (counted as Excel does, in UTF-16 units).
    """
    if max(map(len, texts), default=0) * 2 > MAX_TEXT:
        _check_lengths(texts)
    if "".join(texts).isprintable():  # the rule; such texts hold no line end and can be escaped all in one go
        escaped = _escaped("\n".join(texts)).split("\n") if texts else []
        if list(map(str.strip, escaped)) == escaped:
            return [f"<t>{text}</t>" for text in escaped]
    else:
        escaped = [_UNSAFE.sub(_code, _escaped(text)) for text in texts]
    return [_with_space(text) for text in escaped]


def _with_space(escaped: str) -> str:
    keeps = escaped.strip() == escaped and not _LINE_END.search(escaped)
    return f"<t>{escaped}</t>" if keeps else f'<t xml:space="preserve">{escaped}</t>'


def name_attribute(text: str) -> str:
    """A column's name as its attribute carries it: line ends spelled out, entities left to the writer of XML."""
    return re.sub("[\n\t]", _code, _UNSAFE.sub(_code, _LOOKS_ESCAPED.sub("_x005F_", text)))


def formula_element(formula: str, attributes: str = "") -> str:
    """The `<f>` element of a formula in the form of the file. Raises ImpossibleValue for control characters."""
    odd = None if formula.isprintable() else _UNSAFE.search(formula)
    if odd is not None:
        raise ImpossibleValue(f"A formula cannot hold the character U+{ord(odd[0]):04X}.")
    return f"<f{attributes}>{_entities(formula)}</f>"


def _entities(text: str) -> str:
    # ">" as well: "]]>" may not stand raw in XML.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escaped(text: str) -> str:
    return _entities(_LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text)


def _code(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def _check_lengths(texts: Sequence[str]) -> None:
    for text in texts:
        if len(text) * 2 > MAX_TEXT and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT:
            raise ImpossibleValue(f"A cell holds at most {MAX_TEXT} characters; this text has {len(text)}.")


def is_blank(value: object) -> bool:
    """Whether a value leaves its cell empty: nothing, or a text without characters."""
    return value is None or (isinstance(value, str) and not value)
