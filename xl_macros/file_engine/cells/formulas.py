"""References in formulas: moving relative ones, reading plain ones, quoting sheet names."""

from __future__ import annotations

import re

from xl_macros.file_engine.cells.addresses import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    column_letters,
    column_number,
    parse_area,
)
from xl_macros.patterns import regex

# What must not be looked into: texts, quoted sheet names, bracketed structured references (up to 3 levels), in
# which an apostrophe stands before a character that is meant literally.
_TEXT, _QUOTED = r'"(?:[^"]|"")*"', r"'(?:[^']|'')*'"
_BRACKETS = r"\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])*\]"
OPAQUE = rf"{_TEXT}|{_QUOTED}|{_BRACKETS}"
_BARE = r"[^\s'\"!(){},;:+\-*/^&=<>#%@|~$\[\]]+"
"""A word: a name, a function, an address, or a sheet that Excel writes without apostrophes (`Données`, `Лист1`)."""
_TOKEN = regex(
    rf"{_TEXT}|(?P<quoted>{_QUOTED})(?P<q>!)?|{_BRACKETS}|(?P<bare>{_BARE})(?P<b>!)?|(?P<odd>['\"\[])"
)
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_REFERENCE = regex(
    rf"(?P<opaque>{OPAQUE})"
    rf"|(?<![\w.$])(?P<cell>{_CELL})(?![\w(.!]|\[)"
    r"|(?<![\w.$])(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w(.!])"
    r"|(?<![\w.$])(?P<rows>\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6})(?![\w(.!])"
)
_SHEET = regex(rf"{_BARE}|{_QUOTED}")
_CORNER = regex(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]+)\Z")


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads when copied so many rows down and columns right.

    References that would leave the sheet become `#REF!`.
    """

    def move(match: re.Match[str]) -> str:
        if match["cell"]:
            return _moved_corner(match["cell"], rows, columns)
        span = match["columns"] or match["rows"]
        if not span:
            return match[0]
        first, last = span.split(":")
        shift = columns if match["columns"] else rows
        ends = [_moved_end(end, shift, bool(match["columns"])) for end in (first, last)]
        return "#REF!" if None in ends else f"{ends[0]}:{ends[1]}"

    return _REFERENCE.sub(move, formula)


def _moved_corner(text: str, rows: int, columns: int) -> str:
    match = _CORNER.match(text)
    if match is None:
        return text
    if parse_area(text) is None:
        return text  # a name that looks like an address beyond XFD
    column = column_number(match[2]) + (0 if match[1] else columns)
    row = int(match[4]) + (0 if match[3] else rows)
    if not (1 <= column <= MAX_COLUMN and 1 <= row <= MAX_ROW):
        return "#REF!"
    return f"{match[1]}{column_letters(column)}{match[3]}{row}"


def _moved_end(text: str, shift: int, is_column: bool) -> str | None:
    if text.startswith("$"):
        return text
    if is_column and parse_area(f"{text}1") is None:
        return text
    number = (column_number(text) if is_column else int(text)) + shift
    if not 1 <= number <= (MAX_COLUMN if is_column else MAX_ROW):
        return None
    return column_letters(number) if is_column else str(number)


UNCLEAR = "!"
"""Among what a formula mentions: it speaks of sheets that it does not spell out."""

_COMPUTED = {"indirect", "offset", "cell", "info"}


def mentions(formula: str) -> set[str]:
    """What a formula speaks of, in small letters: words as they are, sheets with `!` behind, perhaps `UNCLEAR`.

    The one place that looks for references to sheets: quoted or not, in any case and script, `''` for an apostrophe.
    """
    found = set()
    before = ""
    for token in _TOKEN.finditer(formula):
        name = token["bare"] if token["quoted"] is None else unquoted_sheet(token["quoted"])
        if token["odd"]:
            found.add(UNCLEAR)
        elif name is not None:
            is_sheet = token["q"] or token["b"]
            found.add(name.casefold() + "!" if is_sheet else name.casefold())
            # Jan:Dec!A1 names sheets that it does not spell out
            if is_sheet and (":" in name or before == ":"):
                found.add(UNCLEAR)
        before = formula[token.end() : token.end() + 1]
    if not found.isdisjoint(_COMPUTED):
        found.add(UNCLEAR)
    return found


def unquoted_sheet(text: str) -> str:
    """A sheet's name from the text before the `!` of a reference; that of another workbook without its brackets."""
    if text[:1] == "'":
        text = text[1:-1].replace("''", "'")
    return text.rpartition("]")[2]


def reference_of(formula: str) -> tuple[str | None, Area] | None:
    """Sheet name and area of a formula that is one plain reference, None for any other formula."""
    text = formula.removeprefix("=").strip()
    sheet, mark, address = text.rpartition("!")
    area = parse_area(address)
    if area is None or not mark:
        return None if area is None else (None, area)
    return (unquoted_sheet(sheet), area) if _SHEET.fullmatch(sheet) else None


def quoted_sheet(name: str) -> str:
    """A sheet name as formulas carry it: in apostrophes unless it is a plain word."""
    if (
        re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", name)
        and parse_area(name) is None
        and not _CORNER.match(name)
    ):
        return name
    return "'" + name.replace("'", "''") + "'"
