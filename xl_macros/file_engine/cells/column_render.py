"""Columns of new cells rendered in one go, as a template for their row and what goes into it.

What decides how a value is written (its type, the cell's style, characters that need care) is looked at once
for a whole piece of a column. Where it is not the same for all, every cell is rendered by itself, by
`cell_render`, which is the one that knows the rules.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from xl_macros.file_engine.cells.cell_render import Renderer, StyleFacts
from xl_macros.file_engine.cells.cell_text import is_blank, text_elements

_TEXTS, _NUMBERS, _DATES = {str, type(None)}, {float, int, type(None)}, {dt.datetime, dt.date, type(None)}


ROW = b"\0"
"""Stands for the row number in templates and fillings; no cell text can hold it."""
_ROW = ROW.decode()


class Piece(NamedTuple):
    """One column of some rows: what is the same in each row, and for each row what fills its `%s` (if any)."""

    template: bytes
    fillings: Sequence[bytes] | None


class ColumnRenderer:
    """Renders pieces of one column. `default` is the style of cells that are not there."""

    def __init__(self, renderer: Renderer, letters: str, default: StyleFacts) -> None:
        self._renderer, self._letters, self._default = renderer, letters, default
        self._facts: dict[bytes, StyleFacts] = {}
        self._serials: dict[Any, str] = {}

    def facts(self, style: bytes | None) -> StyleFacts:
        """The facts of a style attribute as it stands in a cell (None: the cell is not there)."""
        if style is None:
            return self._default
        found = self._facts.get(style)
        if found is None:
            number = int(style[4:-1]) if style else 0
            found = self._facts[style] = self._renderer.facts(number, explicit=bool(style))
        return found

    def render(self, styles: Sequence[bytes | None], values: Sequence[Any]) -> Piece:
        """The cells of some rows. Raises ValueError, TypeError for impossible values."""
        if styles.count(styles[0]) == len(styles):
            return self.render_alike(styles[0], values)
        cell, facts, address = self._renderer.cell, self.facts, self._letters + _ROW
        return Piece(
            b"%s",
            _encoded(
                [
                    "" if style is None and is_blank(value) else cell(address, facts(style), value)
                    for style, value in zip(styles, values, strict=True)
                ]
            ),
        )

    def render_alike(self, style: bytes | None, values: Sequence[Any]) -> Piece:
        """The cells of some rows that all have the same style."""
        together = self._together(style, values)
        if together is not None:
            return together
        cell, facts, address = self._renderer.cell, self.facts(style), self._letters + _ROW
        is_there = style is not None
        return Piece(
            b"%s",
            _encoded(
                [cell(address, facts, value) if is_there or not is_blank(value) else "" for value in values]
            ),
        )

    def _together(self, style: bytes | None, values: Sequence[Any]) -> Piece | None:
        facts, is_there = self.facts(style), style is not None
        kinds = set(map(type, values))
        opening = f'<c r="{self._letters}{_ROW}"{facts.attribute}'
        if kinds == {type(None)}:
            return Piece(f"{opening}/>".encode() if is_there and facts.attribute else b"", None)
        if facts.is_quoted:
            return None
        texts: Sequence[Any]
        if kinds <= _TEXTS and _are_texts(values, facts.is_text):
            start, end = ' t="inlineStr"><is>', "</is></c>"
            texts = _elements(values)
        elif kinds <= _NUMBERS and math.isfinite(sum(filter(None, values))):
            start, end = "><v>", "</v></c>"
            texts = [None if value is None else repr(value) for value in values]
        elif facts.is_date and kinds <= _DATES:
            start, end = "><v>", "</v></c>"
            texts = self._dates(values)
        else:
            return None
        if all(texts):
            return Piece(f"{opening}{start}%s{end}".encode(), _encoded(texts))
        if is_there and facts.attribute:
            return Piece(f"{opening}%s".encode(), _encoded(texts, start, end, "/>"))
        return Piece(b"%s", _encoded(texts, opening + start, end))

    def _dates(self, values: Sequence[Any]) -> list[str | None]:
        known, serial = self._serials, self._renderer.serial
        for value in set(values):
            if value is not None and value not in known:
                known[value] = serial(value)
        return [None if value is None else known[value] for value in values]


def _encoded(
    texts: Sequence[str | None], before: str = "", after: str = "", blank: str = ""
) -> Sequence[bytes]:
    """Each text with what goes around it, or `blank` for none. Texts that are alike are made once."""
    made = {text: f"{before}{text}{after}".encode() if text else blank.encode() for text in set(texts)}
    return [made[text] for text in texts]


def _are_texts(values: Sequence[str | None], is_text: bool) -> bool:
    """Whether every value is written as text, and none as a formula or without its apostrophe in front."""
    return is_text or not any(value and value[0] in "='" for value in set(values))


def _elements(values: Sequence[str | None]) -> list[str | None]:
    """The `<t>` element of each text. Texts that are alike, as in a column of results, are made once."""
    texts = list(set(filter(None, values)))
    made = dict(zip(texts, text_elements(texts), strict=True))
    return [made.get(value) if value else None for value in values]
