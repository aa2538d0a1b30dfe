"""Cached results of formulas after an edit: which no longer hold, and taking them out of the rows.

The rule is coarse on purpose, because a wrong figure is worse than an empty cell: in every sheet whose cells
were changed, and in every sheet with a formula that mentions such a sheet, one of its tables or a defined
name (or that computes its references), all results are dropped and Excel is told to compute everything when
it opens the file. Nothing else is touched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xl_macros.file_engine.cells.cell_text import from_xml
from xl_macros.file_engine.cells.formulas import quoted_sheet

if TYPE_CHECKING:
    from xl_macros.file_engine.book.workbook_file import WorkbookFile
    from xl_macros.file_engine.sheet.sheet_file import SheetFile

_FORMULA_CELL = re.compile(
    rb"(<c(?=[\s])(?:(?!\svm=)[^<>])*)>(<f(?=[\s/>])[^<>]*(?:/>|>[^<]*</f\s*>))\s*<v(?:\s[^>]*)?(?:/>|>[^<]*</v\s*>)"
)
_KIND = re.compile(rb'\st="(?:str|e|b|n|d)"')
_FORMULA_TEXT = re.compile(rb"<f(?=[\s>])[^<>]*>([^<]*)</f\s*>")
_COMPUTED_REFERENCE = r"\b(?:INDIRECT|OFFSET|CELL|INFO)\("
_SHEET_RANGE = r"[\w']:[\w'][^!,;()]*!"  # Jan:Dec!A1 names sheets that it does not spell out


def without_results(rows: bytes) -> bytes:
    """Rows without the cached results of their formulas.

    Cells with value metadata (`vm`, such as pictures in cells) keep theirs, which other parts rely on.
    """
    if b"<f" not in rows:
        return rows
    return _FORMULA_CELL.sub(lambda match: _KIND.sub(b"", match[1]) + b">" + match[2], rows)


def formula_texts(sheet: SheetFile) -> str:
    """All formulas of a sheet in one text, one a line. A sheet that is not loaded is not loaded for it."""
    pieces = sheet.store.pieces() if sheet.is_loaded else [sheet.workbook.package.read(sheet.part)]
    texts: list[bytes] = []
    for piece in pieces:
        if b"<f" in piece:
            texts.extend(_FORMULA_TEXT.findall(piece))
    return from_xml(b"\n".join(texts).decode())


def sheets_without_results(book: WorkbookFile, changed: set[str]) -> set[str]:
    """The parts of the sheets whose results no longer hold once the sheets in `changed` were edited."""
    affected = set(changed)
    texts = {sheet.part: formula_texts(sheet) for sheet in book.sheets if sheet.part not in affected}
    grew = True
    while grew:
        pattern = _mentions(book, affected)
        found = {part for part, text in texts.items() if part not in affected and pattern.search(text)}
        affected |= found
        grew = bool(found)
    return affected


def _mentions(book: WorkbookFile, affected: set[str]) -> re.Pattern[str]:
    words = [_COMPUTED_REFERENCE, _SHEET_RANGE]
    for sheet in book.sheets:
        if sheet.part in affected:
            words.append(re.escape(quoted_sheet(sheet.name)) + "!")
            words.extend(_word(table.name) for table in sheet.tables)
    pattern = _any_of(words)
    left = dict(book.defined_name_texts())
    while found := [name for name, text in left.items() if pattern.search(text)]:
        words.extend(_word(name) for name in found)
        pattern = _any_of(words)
        for name in found:
            del left[name]
    return pattern


def _word(name: str) -> str:
    return rf"(?<![\w.]){re.escape(name)}(?![\w.(])"


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in words), re.IGNORECASE)
