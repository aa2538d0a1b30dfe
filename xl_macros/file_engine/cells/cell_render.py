"""Python values as cell elements.

New texts are inline strings: nothing outside of the sheet has to be read or rewritten for them, and Excel,
LibreOffice, openpyxl, calamine and the Open XML SDK all read them. Excel turns them into shared strings the
next time it saves.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import NamedTuple

from xl_macros.file_engine.book.styles import DATE_FORMAT_ID, DATETIME_FORMAT_ID, TIME_FORMAT_ID, Styles
from xl_macros.file_engine.cells.cell_text import formula_element, text_elements
from xl_macros.file_engine.cells.cell_values import CellError
from xl_macros.file_engine.cells.dates import to_serial
from xl_macros.file_engine.cells.formula_dialect import to_file
from xl_macros.file_engine.errors import ImpossibleValue

ERRORS = frozenset(
    ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"]
)
_KEPT_TEXTS = 50_000


class StyleFacts(NamedTuple):
    """What writing needs to know of a style: its attribute text (` s="3"` or "") and its nature."""

    number: int
    attribute: str
    is_text: bool
    is_quoted: bool
    is_date: bool


class Renderer:
    """Makes cell elements for one block. `table` names the table in which `[@Column]` is meant."""

    def __init__(self, styles: Styles, date1904: bool, *, table: str | None = None) -> None:
        self._styles, self._date1904 = styles, date1904
        self._table = table
        self._facts: dict[int, StyleFacts] = {}
        self._texts: dict[str, str] = {}
        self._variants: dict[tuple[int, str], StyleFacts] = {}
        self.wrote_formula = False

    def facts(self, style: int, *, explicit: bool = False) -> StyleFacts:
        """The facts of a style; `explicit` when a zero stands in the cell and must stay there."""
        found = self._facts.get(style)
        if found is None:
            styles = self._styles
            found = self._facts[style] = StyleFacts(
                style,
                f' s="{style}"' if style or explicit else "",
                styles.is_text(style),
                styles.is_quoted(style),
                styles.is_date(style),
            )
        return found

    def cell(self, address: str, style: StyleFacts, value: object) -> str:
        """The element of a cell, "" for an empty cell without a style. Raises ImpossibleValue."""
        kind = type(value)
        if kind is str:
            return self._text_cell(address, style, value)  # type: ignore[arg-type]
        if kind is float or kind is int:
            if kind is float and not math.isfinite(value):  # type: ignore[arg-type]
                return self._unusual_number(address, style, value)  # type: ignore[arg-type]
            if style.is_quoted:
                style = self._variant(style, "unquoted")
            return f'<c r="{address}"{style.attribute}><v>{value!r}</v></c>'
        if value is None:
            return f'<c r="{address}"{style.attribute}/>' if style.attribute else ""
        if kind is bool:
            return f'<c r="{address}"{style.attribute} t="b"><v>{value:d}</v></c>'
        return self._other(address, style, value)

    def _text_cell(self, address: str, style: StyleFacts, value: str) -> str:
        if not value:
            return self.cell(address, style, None)
        if not style.is_text:
            first = value[0]
            if first == "=" and len(value) > 1:
                return self._formula_cell(address, style, value)
            if first == "'":
                # The apostrophe says "text" and is no part of it; Excel marks the cell and drops it.
                style = self._variant(style, "quoted")
                value = value[1:]
        body = self._texts.get(value)
        if body is None:
            if len(self._texts) >= _KEPT_TEXTS:
                self._texts.clear()
            (body,) = text_elements([value])
            self._texts[value] = body
        return f'<c r="{address}"{style.attribute} t="inlineStr"><is>{body}</is></c>'

    def _formula_cell(self, address: str, style: StyleFacts, value: str) -> str:
        self.wrote_formula = True
        if style.is_quoted:
            style = self._variant(style, "unquoted")
        text = to_file(value, self._table)
        if len(text) > 8192:  # Excel specifications and limits
            raise ImpossibleValue("A formula holds at most 8,192 characters.")
        return f'<c r="{address}"{style.attribute}>{formula_element(text)}</c>'

    def _unusual_number(self, address: str, style: StyleFacts, value: float) -> str:
        if math.isnan(value):
            return self.cell(address, style, None)
        raise ImpossibleValue("A cell cannot hold an infinite number.")

    def _other(self, address: str, style: StyleFacts, value: object) -> str:  # noqa: PLR0911 - one way for each type
        if isinstance(value, CellError):
            if value not in ERRORS:
                raise ImpossibleValue(f"{value!s} is no error value.")
            return f'<c r="{address}"{style.attribute} t="e"><v>{value!s}</v></c>'
        if isinstance(value, dt.date | dt.time):
            if value != value:  # noqa: PLR0124 - pandas.NaT, without importing pandas
                return self.cell(address, style, None)
            return self._moment_cell(address, style, value)
        if isinstance(value, str):
            return self._text_cell(address, style, str.__str__(value))
        if isinstance(value, Decimal):
            return self.cell(address, style, float(value))
        if isinstance(value, int) and type(value) is not int:
            return self.cell(address, style, int(value))
        plain = _plain(value)
        if type(plain) is type(value):
            raise ImpossibleValue(f"A cell cannot hold a {type(value).__name__}.")
        return self.cell(address, style, plain)

    def _moment_cell(self, address: str, style: StyleFacts, value: dt.date | dt.time) -> str:
        if not style.is_date:
            style = self._variant(style, _moment_kind(value))
        return f'<c r="{address}"{style.attribute}><v>{self.serial(value)}</v></c>'

    def serial(self, value: dt.date | dt.time) -> str:
        """The number of a date or time as it stands in a cell. Raises ImpossibleValue for dates before the first."""
        serial = to_serial(value, self._date1904)
        return repr(int(serial)) if serial == int(serial) else repr(serial)

    def _variant(self, style: StyleFacts, what: str) -> StyleFacts:
        key = (style.number, what)
        if key not in self._variants:
            styles, number = self._styles, style.number
            if what == "quoted":
                number = styles.with_quote(number, True)
            elif what == "unquoted":
                number = styles.with_quote(number, False)
            else:
                number = styles.with_format_id(number, _MOMENT_FORMATS[what])
            self._variants[key] = self.facts(number)
        return self._variants[key]


_MOMENT_FORMATS = {"date": DATE_FORMAT_ID, "datetime": DATETIME_FORMAT_ID, "time": TIME_FORMAT_ID}


def _moment_kind(value: dt.date | dt.time) -> str:
    if isinstance(value, dt.datetime):
        return (
            "datetime"
            if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0)
            else "date"
        )
    return "time" if isinstance(value, dt.time) else "date"


def _plain(value: object) -> object:
    """Scalars of numpy and pandas as Python values, without importing either."""
    name = type(value).__name__
    if name in ("NAType", "NaTType"):
        return None
    if name == "datetime64":
        value = value.astype("datetime64[us]")  # type: ignore[attr-defined]
    item = getattr(value, "item", None)
    return item() if callable(item) else value
