"""The workbook as built sheets are drawn on it: each sheet asked for once, what stands already not written again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from xl_macros.tables import rectangles
from xl_macros.tables.cells import read_datetime, serial

if TYPE_CHECKING:
    import xlwings as xw


class Formula(str):
    """Text that the cell is to compute. Any other text that begins with "=" stays text."""

    __slots__ = ()


class Sheets(Protocol):
    """Worksheets by name."""

    def __getitem__(self, name: str, /) -> Any: ...


class Drawable(Protocol):
    """What drawing needs of a workbook: xlwings' own Book, or a `Drawing` of it."""

    @property
    def sheets(self) -> Any: ...


class HeldSheets:
    """The worksheets of a workbook, each asked of Excel once in a click, whoever needs it."""

    def __init__(self, book: xw.Book) -> None:
        self._book = book
        self._all: Any = None
        self._found: dict[str, xw.Sheet] = {}

    def __getitem__(self, name: str) -> xw.Sheet:
        if name not in self._found:
            if self._all is None:
                self._all = self._book.sheets
            self._found[name] = self._all[name]
        return self._found[name]


class DrawnSheet(NamedTuple):
    """A worksheet to draw on, and the same sheet in the copy of the workbook, where it is read without Excel."""

    sheet: xw.Sheet
    standing: xw.Sheet

    @property
    def tables(self) -> Any:
        return self.sheet.tables

    def range(self, *cells: Any) -> Any:
        return self.sheet.range(*cells)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The open workbook; `copy` is what stands in it, None where only itself can say."""

    live: Sheets
    copy: xw.Book | None

    @property
    def sheets(self) -> Drawing:
        return self

    def __getitem__(self, name: str) -> xw.Sheet | DrawnSheet:
        sheet = self.live[name]
        return DrawnSheet(sheet, self.copy.sheets[name]) if self.copy is not None else sheet


def read_on(sheet: Any) -> Any:
    """The worksheet to read what stands there: the copy's where there is one."""
    return sheet.standing if isinstance(sheet, DrawnSheet) else sheet


def stands_already(sheet: Any, top: int, left: int, block: Sequence[Sequence[object]]) -> bool:
    """Whether the rectangle is known to hold just these values and formulas."""
    if not isinstance(sheet, DrawnSheet):
        return False
    found = rectangles.block(sheet.standing, top, left, len(block), len(block[0]))
    return all(
        _same(value, formula, wanted)
        for values, formulas, row in zip(_rows(found.raw_value), _rows(found.formula), block, strict=True)
        for value, formula, wanted in zip(values, formulas, row, strict=True)
    )


def _rows(found: Any) -> Sequence[Sequence[object]]:
    """Values as rows, whatever the shape in which one row, one column or one cell is given."""
    if not isinstance(found, (list, tuple)):
        return [[found]]
    return found if found and isinstance(found[0], (list, tuple)) else [found]


def _same(value: object, formula: object, wanted: object) -> bool:
    if isinstance(wanted, Formula) or str(formula or "").startswith("="):
        return isinstance(wanted, Formula) and formula == wanted
    return _plain(value) == _plain(wanted)


def _plain(value: object) -> object:
    """A value as a cell keeps it: days as their number, blank text as nothing."""
    if isinstance(value, date):
        moment = read_datetime(value)
        return serial(moment) if isinstance(moment, date) else moment
    return None if value == "" else value
