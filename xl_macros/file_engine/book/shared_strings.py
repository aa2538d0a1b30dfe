"""Reading the shared string table. This engine never writes to it: new texts stand in their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_macros.file_engine.cells.cell_text import from_cell
from xl_macros.file_engine.opc.safe_xml import MAIN, parse, tag
from xl_macros.patterns import regex

_PLAIN_OR_RICH = regex(
    rb'<si><t(?: xml:space="preserve")?+>([^<]*+)</t></si>|<si>(.*?)</si>|<si/>()', re.DOTALL
)
_BETWEEN, _STRETCH = b"</t></si><si><t>", 1 << 16
_OPENING = regex(rb"<(?:\w+:)?si[\s/>]")
_RICH_TEXT = regex(r"<t(?:\s[^>]*)?>([^<]*)</t>")
_PHONETIC = regex(r"<rPh[\s>].*?</rPh>", re.DOTALL)


def read_shared_strings(data: bytes, part: str) -> list[str]:
    """All strings by index; runs of rich text joined, phonetic guides left out.

    Raises UnreadableWorkbook when the part is no XML.
    """
    plain = _read_plain(data)
    if plain is not None:
        return plain
    pieces = None if b"<!" in data or b"<?" in data[5:] else _PLAIN_OR_RICH.findall(data)
    if pieces is None or len(pieces) != len(_OPENING.findall(data)):
        return _read_slowly(data, part)
    needs_care = b"&" in data or b"_x" in data or b"\r" in data
    if needs_care:
        return [_joined(rich) if rich else from_cell(plain.decode()) for plain, rich, _ in pieces]
    return [_joined(rich) if rich else plain.decode() for plain, rich, _ in pieces]


def _read_plain(data: bytes) -> list[str] | None:
    """The strings when none is rich text, which is the rule: split at the markup between them."""
    start, end = data.find(b"<si><t"), data.rfind(b"</t></si>")
    if (
        start < 0
        or start != data.find(b"<si")
        or end < start
        or data[end + 9 :].strip() != b"</sst>"
        or b"<!" in data[:start]
    ):
        return None
    body = data[start:end].replace(b'<t xml:space="preserve">', b"<t>").removeprefix(b"<si><t>")
    strings = list(_decoded(body))
    if body.count(b"<") != 4 * (len(strings) - 1):
        return None
    if b"&" in body or (b"_" in body and b"_x" in body) or b"\r" in body:
        return list(map(from_cell, strings))
    return strings


def _decoded(body: bytes) -> Iterator[str]:
    """The strings between the markup. Where a stretch is plain ASCII, decoding it in one go takes half the time."""
    start = stop = 0
    while stop >= 0:
        stop = body.find(_BETWEEN, start + _STRETCH)
        stretch = body[start:stop] if stop >= 0 else body[start:]
        if stretch.isascii():
            yield from stretch.decode().split(_BETWEEN.decode())
        else:
            yield from [string.decode() for string in stretch.split(_BETWEEN)]
        start = stop + len(_BETWEEN)


def _joined(rich: bytes) -> str:
    text = _PHONETIC.sub("", rich.decode())
    return "".join(from_cell(run) for run in _RICH_TEXT.findall(text))


def _read_slowly(data: bytes, part: str) -> list[str]:
    strings = []
    for item in parse(data, part, large=True).iter(tag("si")):
        texts = []
        for element in item.iter(tag("t")):
            parent = element.getparent()
            if parent is None or parent.tag != f"{{{MAIN}}}rPh":
                texts.append(from_cell(_escaped(element.text or "")))
        strings.append("".join(texts))
    return strings


def _escaped(text: str) -> str:
    # lxml has already resolved entities; what looks like one now was meant literally.
    return text.replace("&", "&amp;")
