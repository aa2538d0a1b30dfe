"""Which rows two workbook files have in common, known from their bytes: these need not be read twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import xlwings as xw

    from xl_macros.file_engine.sheet.sheet_file import SheetFile


def rows_apart(one: xw.Sheet, other: xw.Sheet, numbers: Iterable[int]) -> list[int] | None:
    """Those of the rows (1-based) whose bytes differ between the two sheets: all others hold the same values.

    None where bytes do not tell: a sheet that Excel holds, or whose cells were changed since it was read, or whose
    texts and formats the two files number differently.
    """
    first, second = _file_of(one), _file_of(other)
    if first is None or second is None or not _is_same_elsewhere(first, second):
        return None
    return [number for number in numbers if first.store.text(number) != second.store.text(number)]


def _file_of(sheet: Any) -> SheetFile | None:
    file: SheetFile | None = getattr(sheet.impl, "file", None)
    return None if file is None or file.is_edited or file.workbook.results_dropped(file) else file


def _is_same_elsewhere(first: SheetFile, second: SheetFile) -> bool:
    """Whether a cell's style and the number of its text mean the same in both files."""
    one, other = first.workbook, second.workbook
    return one.date1904 == other.date1904 and all(
        one.related_content(kind) == other.related_content(kind) for kind in ("styles", "sharedStrings")
    )
