"""Rectangles of cells, asked of Excel in as few calls as can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xl_macros.patterns import regex

_ADDRESS = regex(r"\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")

_REFERENCE = regex(r"=(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(\$[A-Z]+\$\d+)")


def runs(columns: Sequence[int], offsets: Sequence[int]) -> Iterator[list[int]]:
    """The columns in runs that stand side by side on the sheet."""
    run: list[int] = []
    for column in sorted(columns, key=offsets.__getitem__):
        if run and offsets[column] != offsets[run[-1]] + 1:
            yield run
            run = []
        run.append(column)
    if run:
        yield run


def place_of(whole: Any) -> tuple[int, int, int]:
    """First row, first column and width of a table, from its address: one call to Excel where three are fifteen."""
    corners = _ADDRESS.fullmatch(whole.address)
    assert corners is not None  # noqa: S101  # a table is one rectangle
    first, last = _number(corners[1]), _number(corners[3] or corners[1])
    return int(corners[2]), first, last - first + 1


def height_of(whole: Any) -> int:
    """How many rows a table has, its header included."""
    corners = _ADDRESS.fullmatch(whole.address)
    assert corners is not None  # noqa: S101  # a table is one rectangle
    return int(corners[4] or corners[2]) - int(corners[2]) + 1


def place_of_name(refers_to: str) -> tuple[str, str] | None:
    """Sheet and address of the one cell that a defined name refers to; None when its cell or sheet is gone."""
    found = _REFERENCE.fullmatch(refers_to)
    return ((found[1] or found[2]).replace("''", "'"), found[3].replace("$", "")) if found else None


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def block(sheet: Any, row: int, column: int, height: int, width: int) -> Any:
    """The cells by their address, which is one call to Excel where two corners are five."""
    return sheet.range(f"{_letters(column)}{row}:{_letters(column + width - 1)}{row + height - 1}")


def _letters(column: int) -> str:
    """The name of a column, counted from 1."""
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name
