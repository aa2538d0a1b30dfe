"""What the text of a cell stands for: one cell, or a column of them at once."""

from __future__ import annotations

import contextlib
import datetime as dt
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from xl_macros.file_engine.cells.cell_markup import RawCell, attributes_of
from xl_macros.file_engine.cells.cell_text import from_cell
from xl_macros.file_engine.cells.dates import from_serial
from xl_macros.file_engine.sheet.usual_rows import Usual

Value = None | bool | float | str | dt.datetime
"""What reading gives for a cell; errors come as `CellError`."""

_DATE = "date"
"""A number in a cell whose format shows dates (not a kind of the file)."""

_SAMPLE = 32
"""Where half of so many texts are the same, each that is another is read once, and is one object in all its cells."""


class CellError(str):
    """An error value such as `#N/A`, told apart from text that looks like it."""

    __slots__ = ()


class ReadContext(NamedTuple):
    """What turns the text of a cell into a value."""

    sheet: str
    """The name of the sheet, for messages."""
    shared: Callable[[], Sequence[str | None]]
    is_date: Callable[[int], bool]
    date1904: bool
    has_formulas: bool
    results_dropped: bool
    """Cached results of formulas no longer hold."""


def cell_value(cell: RawCell, context: ReadContext) -> Value:
    """The value of one cell element."""
    if context.results_dropped and cell.has_formula:
        return None
    text = cell.value_text
    if not text:
        return None
    kind = cell.kind
    if kind == "n":
        number = _number(text)
        return from_serial(number, context.date1904) if context.is_date(cell.style) else number
    if kind == "s":
        return context.shared()[int(text)]
    return text if kind == "inlineStr" else _typed(kind, from_cell(text))


def _typed(kind: str, text: str) -> Value:
    if kind == "b":
        return text.strip() in ("1", "true")
    if kind == "e":
        return CellError(text)
    if kind == "d":
        return _moment(text)
    return text or None


def _number(text: str | bytes) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is no number that a cell can hold.")
    return number


def _moment(text: str) -> Value:
    """A date of ISO 8601; a time of day alone comes as Excel hands over a serial below 1. Anything else is text."""
    for read in (dt.datetime.fromisoformat, _time_of_day):
        with contextlib.suppress(ValueError):
            return read(text.strip()).replace(tzinfo=None)
    return text or None


def _time_of_day(text: str) -> dt.datetime:
    return dt.datetime.combine(dt.date(1899, 12, 30), dt.time.fromisoformat(text))


class _Cache(dict[bytes, Value]):
    def __init__(self, make: Callable[[bytes], Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: bytes) -> Value:
        value = self[key] = self._make(key)
        return value


class ColumnConverter:
    """Turns the cells of a column into values, all in one go where they are of one kind."""

    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._kinds: dict[bytes, str] = {}
        self._dates = _Cache(lambda text: from_serial(_number(text), context.date1904))

    def column(
        self,
        attributes: Sequence[bytes | None],
        formulas: Sequence[bytes | None] | None,
        texts: Sequence[bytes | None],
    ) -> Sequence[Value]:
        """The values for the cells' attributes, formulas (None: the sheet has none) and texts.

        Raises ValueError, IndexError for texts that make no value.
        """
        if formulas is not None and self._context.results_dropped and any(formulas):
            texts = [None if formula else text for formula, text in zip(formulas, texts, strict=True)]
        # Empty elements (`<c r="A1" s="3"/>`) have no kind that matters.
        kinds = {self._kind(found) for found in set(attributes) if found is not None and found[-1:] != b"/"}
        if not kinds:
            return [None] * len(texts)
        found = self._of_kind(kinds.pop(), texts) if len(kinds) == 1 else None
        return found if found is not None else self._one_by_one(attributes, texts)

    def usual(self, cell: Usual, texts: Sequence[bytes | None]) -> Sequence[Value]:
        """The values of cells that all are just that, or empty."""
        attributes = cell.attributes or b""
        if cell.is_formula and (self._context.results_dropped or not any(texts)):
            return [None] * len(texts)
        found = self._of_kind(self._kind(attributes), texts)
        return found if found is not None else self._one_by_one([attributes] * len(texts), texts)

    def _one_by_one(self, attributes: Sequence[bytes | None], texts: Sequence[bytes | None]) -> list[Value]:
        one = self._one
        return [one(found, text) for found, text in zip(attributes, texts, strict=True)]

    def _of_kind(self, kind: str, texts: Sequence[bytes | None]) -> list[Value] | None:
        is_full = all(texts)
        if kind == "n":
            return self._numbers(texts) if is_full else [_number(text) if text else None for text in texts]
        if kind == _DATE:
            dates = self._dates
            return [dates[text] if text else None for text in texts]
        if kind == "s":
            shared = self._context.shared()
            if is_full:
                return list(map(shared.__getitem__, map(int, texts)))  # type: ignore[arg-type]
            return [shared[int(text)] if text else None for text in texts]
        if kind == "inlineStr":
            return self._inline(texts)
        return None

    @staticmethod
    def _numbers(texts: Sequence[bytes | None]) -> list[Value]:
        numbers = list(map(float, texts))  # type: ignore[arg-type]
        if not math.isfinite(sum(numbers)):  # one of them may be none, or all together too large
            list(map(_number, texts))  # type: ignore[arg-type]
        return numbers  # type: ignore[return-value]

    @staticmethod
    def _inline(texts: Sequence[bytes | None]) -> list[Value]:
        few = set(texts) if len(set(texts[:_SAMPLE])) <= _SAMPLE // 2 else None
        together = b"".join(filter(None, few or texts))
        if b"&" in together or (b"_" in together and b"_x" in together) or b"\r" in together:
            decoded = {text: from_cell(text.decode()) for text in few or set(texts) if text}
        elif few:
            decoded = {text: text.decode() for text in few if text}
        else:
            return [text.decode() if text else None for text in texts]
        return [decoded.get(text) for text in texts]  # type: ignore[arg-type]

    def _kind(self, attributes: bytes) -> str:
        kind = self._kinds.get(attributes)
        if kind is None:
            found = attributes_of(attributes)
            kind = found.get("t", "n")
            if kind == "n" and self._context.is_date(int(found.get("s", "0"))):
                kind = _DATE
            self._kinds[attributes] = kind
        return kind

    def _one(self, attributes: bytes | None, text: bytes | None) -> Value:
        if not text or attributes is None:
            return None
        kind = self._kind(attributes)
        if kind == "n":
            return _number(text)
        if kind == _DATE:
            return self._dates[text]
        if kind == "s":
            return self._context.shared()[int(text)]
        return _typed(kind, from_cell(text.decode()))
