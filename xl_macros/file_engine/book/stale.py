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
from xl_macros.file_engine.cells.formulas import UNCLEAR, mentions
from xl_macros.file_engine.opc.container_save import Piece
from xl_macros.patterns import regex

if TYPE_CHECKING:
    from xl_macros.file_engine.book.workbook_file import WorkbookFile
    from xl_macros.file_engine.sheet.sheet_file import SheetFile

_FORMULA = rb"<f(?=[\s/>])[^<>]*+(?:(?<=/)>|>[^<]*+</f\s*+>)"
_FORMULA_CELL = regex(
    rb"(<c\s[^<>]*+)>(%s)\s*+"
    rb"(?:<v(?:\s[^>]*)?(?:/>|>[^<]*</v\s*>)|<is(?=[\s>])(?:(?!</c\s*>).)*?</is\s*>)" % _FORMULA,
    re.DOTALL,
)
_RESULT = regex(rb"%s\s*+<(?:v|is)(?=[\s/>])" % _FORMULA)
"""A formula with a result, as Excel writes them and this engine does not."""
_VALUE_METADATA = regex(rb"\svm=")
_KIND = regex(rb'\st="(?:str|e|b|n|d|s|inlineStr)"')
_FORMULA_TEXT = regex(rb"<f(?=[\s>])[^<>]*>([^<]*)</f\s*>")


def without_results(rows: Piece) -> Piece:
    """Rows without the cached results of their formulas.

    Cells with value metadata (`vm`, such as pictures in cells) keep theirs, which other parts rely on.
    """
    return _FORMULA_CELL.sub(_without_result, bytes(rows)) if _RESULT.search(rows) else rows


def _without_result(cell: re.Match[bytes]) -> bytes:
    head = cell[1]
    return cell[0] if _VALUE_METADATA.search(head) else _KIND.sub(b"", head) + b">" + cell[2]


def formula_texts(sheet: SheetFile) -> set[str]:
    """The formulas of a sheet. A sheet that is not loaded is not loaded for it."""
    if sheet.is_loaded:
        pieces = list(sheet.store.pieces()) if sheet.has_formulas() else []
    else:
        part = sheet.workbook.package.read(sheet.part)
        pieces = [part] if b"<f" in part else []
    texts = {text for piece in pieces for text in _FORMULA_TEXT.findall(piece)}
    return {from_xml(text.decode()) for text in texts}


def _mentioned(sheet: SheetFile) -> set[str]:
    return set().union(*map(mentions, formula_texts(sheet)))


def sheets_without_results(book: WorkbookFile, changed: set[str]) -> set[str]:
    """The parts of the sheets whose results no longer hold once the sheets in `changed` were edited."""
    affected = set(changed)
    left = {sheet.part: _mentioned(sheet) for sheet in book.sheets if sheet.part not in affected}
    names: dict[str, set[str]] = {}
    for name, text in book.defined_name_texts():
        names.setdefault(name.casefold(), set()).update(mentions(text))
    while True:
        words = _words_of(book, affected, names)
        found = {part for part, mentioned in left.items() if not mentioned.isdisjoint(words)}
        if not found:
            return affected
        affected |= found
        for part in found:
            del left[part]


def _words_of(book: WorkbookFile, affected: set[str], names: dict[str, set[str]]) -> set[str]:
    """What a formula mentions that has to do with these sheets: the sheets, their tables, names that lead to them."""
    words = {UNCLEAR}
    for sheet in book.sheets:
        if sheet.part in affected:
            words.add(sheet.name.casefold() + "!")
            words.update(table.name.casefold() for table in sheet.tables)
    left = dict(names)
    while found := [name for name, mentioned in left.items() if not mentioned.isdisjoint(words)]:
        words.update(found)
        for name in found:
            del left[name]
    return words
