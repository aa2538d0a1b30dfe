"""How cells look beside what they hold: errors, hidden rows, struck-through text, numbers with words in their format.

The reader of values (calamine) hands over an error as nothing and knows no looks. What is found here, kind of file
by kind of file, is laid over what it read: `Looks`, one for each sheet.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from xl_macros.scans.shown import as_shown

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text", "style")
)
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"

ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}
"""Excel's errors by their number, as .xls and .xlsb keep them."""

Cell = tuple[int, int]
"""Row and column, 0-based."""


@dataclass(slots=True)
class Looks:
    """What is to be known of one sheet beside its values. `lost`: an error's name, or "" for a formula without result.

    `struck` are cells whose text is struck through; `is_known` is False where the file does not let it be seen.
    """

    lost: dict[Cell, str] = field(default_factory=dict)
    shown: dict[Cell, str] = field(default_factory=dict)
    struck: set[Cell] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    is_known: bool = True


def formats_of_excel(archive: Any, looks: dict[str, Looks], max_rows: int, max_columns: int) -> None:
    """Add what openpyxl reads of an .xlsx: how numbers are shown, and what is struck through.

    A workbook of which openpyxl makes nothing keeps its values; that its looks are not known is noted.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(
            archive, read_only=True, data_only=True, keep_links=False, rich_text=True
        )
        try:
            for sheet in book.worksheets:
                if sheet.title in looks:
                    sheet.reset_dimensions()
                    rows = sheet.iter_rows(max_row=max_rows, max_col=max_columns)
                    _formats_of_rows(rows, looks[sheet.title])
        finally:
            book.close()
    except (LookupError, ValueError, TypeError, AttributeError, OSError, SyntaxError, zipfile.BadZipFile):
        for each in looks.values():
            each.is_known = False


def _formats_of_rows(rows: Any, looks: Looks) -> None:
    for row in rows:
        for cell in row:
            value = cell.value
            if value is None:
                continue
            place = cell.row - 1, cell.column - 1
            if cell.font and cell.font.strike:
                looks.struck.add(place)
            if isinstance(value, int | float | datetime | date) and not isinstance(value, bool):
                text = as_shown(value, cell.number_format)
                if text is not None:
                    looks.shown[place] = text


def struck_runs(text: Any) -> bool:
    """Whether at least half of a text of several runs (`si` or `is`) is struck through."""
    struck = whole = 0
    for run in text.iterfind(f"{MAIN}r"):
        letters = len(run.findtext(f"{MAIN}t") or "")
        strike = run.find(f"{MAIN}rPr/{MAIN}strike")
        whole += letters
        struck += letters if strike is not None and strike.get("val", "1") in ("1", "true") else 0
    return struck * 2 >= whole > 0


def looks_of_opendocument(
    events: Iterator[tuple[str, Any]], max_rows: int, max_columns: int
) -> dict[str, Looks]:
    """The looks of every sheet of an OpenDocument's `content.xml`, from the events of its parsing."""
    reader = _OpenDocument(max_rows, max_columns)
    for event, element in events:
        if event == "start":
            reader.begin(element)
        elif element.tag == f"{_STYLE}style":
            reader.note_style(element)
        elif element.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            reader.end_cell(element)
        elif element.tag == f"{_TABLE}table-row":
            reader.end_row(element)
    return reader.found


@dataclass(slots=True)
class _OpenDocument:
    """Where the reading of a document stands; repeated cells and rows count as often as they stand there."""

    max_rows: int
    max_columns: int
    found: dict[str, Looks] = field(default_factory=dict)
    struck_styles: set[str] = field(default_factory=set)
    looks: Looks = field(default_factory=Looks)
    pending: list[tuple[int, Any]] = field(default_factory=list)
    row: int = 0
    column: int = 0

    def begin(self, element: Any) -> None:
        if element.tag == f"{_TABLE}table":
            self.looks = self.found.setdefault(element.get(f"{_TABLE}name") or "", Looks())
            self.row = 0
        elif element.tag == f"{_TABLE}table-row":
            self.column = 0

    def note_style(self, style: Any) -> None:
        lines = [
            part.get(f"{_STYLE}text-line-through-style") for part in style.iter(f"{_STYLE}text-properties")
        ]
        if any((line or "none") != "none" for line in lines):
            self.struck_styles.add(style.get(f"{_STYLE}name") or "")

    def end_cell(self, cell: Any) -> None:
        times = int(cell.get(f"{_TABLE}number-columns-repeated") or 1)
        if len(cell):
            last = min(self.column + times, self.max_columns)
            self.pending += [(place, cell) for place in range(self.column, last)]
        self.column += times

    def end_row(self, element: Any) -> None:
        times = int(element.get(f"{_TABLE}number-rows-repeated") or 1)
        rows = range(self.row, min(self.row + times, self.max_rows))
        for place, cell in self.pending:
            for row in rows:
                _look_at(cell, (row, place), self.looks, self.struck_styles)
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            self.looks.hidden.update(rows)
        self.row += times
        self.pending = []
        element.clear()


def _look_at(cell: Any, place: Cell, looks: Looks, struck_styles: set[str]) -> None:
    text = "\n".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p"))
    kind = cell.get(f"{_OFFICE}value-type")
    if cell.get(f"{_CALC}value-type") == "error" or (text.startswith("#") and text in ERRORS.values()):
        looks.lost[place] = text or "#?"
    elif kind in ("float", "percentage", "currency", "date") and any(letter.isalpha() for letter in text):
        looks.shown[place] = " ".join(text.split())
    if cell.get(f"{_TABLE}style-name") in struck_styles and text:
        looks.struck.add(place)
