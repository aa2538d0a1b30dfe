"""Values on their way between xlwings' converters and the cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from xl_macros.file_engine.cells.cell_values import CellError, Value
from xl_macros.file_engine.errors import ImpossibleValue


class Rows(list[list[Value]]):
    """A block of values that this engine read: its empty cells are None and its dates datetimes already."""

    __slots__ = ()


def clean(
    data: Sequence[Sequence[Value]],
    datetime_builder: Callable[..., Any],
    empty_as: Any,
    number_builder: Callable[[float], Any] | None,
    err_to_str: bool,
) -> list[list[Any]]:
    """What xlwings' read options ask for: other types for dates, numbers and empty cells, errors as text."""
    if datetime_builder is dt.datetime and empty_as is None and number_builder is None:
        return [_without_errors(row, err_to_str) if CellError in set(map(type, row)) else row for row in data]  # type: ignore[misc]

    def one(value: Value) -> Any:
        if value is None or value == "":
            return empty_as
        if isinstance(value, dt.datetime):
            return _built(value, datetime_builder)
        if isinstance(value, CellError):
            return str(value) if err_to_str else None
        if number_builder is not None and type(value) is float:
            return number_builder(value)
        return value

    return [[one(value) for value in row] for row in data]


def _without_errors(row: Sequence[Value], err_to_str: bool) -> list[Any]:
    if err_to_str:
        return [str(value) if isinstance(value, CellError) else value for value in row]
    return [None if isinstance(value, CellError) else value for value in row]


def _built(moment: dt.datetime, builder: Callable[..., Any]) -> Any:
    return builder(
        year=moment.year,
        month=moment.month,
        day=moment.day,
        hour=moment.hour,
        minute=moment.minute,
        second=moment.second,
        microsecond=moment.microsecond,
        tzinfo=None,
    )


def prepared(value: Any) -> Any:
    """A value on its way to a cell: what pandas and numpy call missing becomes None."""
    kind = type(value)
    if kind is str or kind is bool or kind is int:
        return value
    if kind is float:
        return None if value != value else value  # noqa: PLR0124 - not a number
    if value is None or kind.__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    return value


def rows_for(value: Any, row_count: int, column_count: int) -> list[Sequence[Any]]:
    """The value of a range as rows: a scalar fills it, a flat sequence is one row. Raises ImpossibleValue."""
    if not isinstance(value, list | tuple):
        return [[value] * column_count] * row_count
    if value and not isinstance(value[0], list | tuple):
        value = [value]
    if len(value) != row_count or any(len(row) != column_count for row in value):
        raise ImpossibleValue(
            f"The values do not fill the range: it has {row_count} rows of {column_count} cells."
        )
    return list(value)


def rgb(value: Any) -> tuple[int, int, int] | None:
    """A colour as xlwings takes it: (red, green, blue), Excel's number, `#RRGGBB`, None."""
    if value is None:
        return None
    if isinstance(value, int):
        return value & 255, value >> 8 & 255, value >> 16 & 255  # Excel counts blue highest
    if isinstance(value, str):
        number = int(value.removeprefix("#"), 16)
        return number >> 16 & 255, number >> 8 & 255, number & 255
    red, green, blue = (int(part) for part in value)
    return red, green, blue


def formula_text(value: Value, serial: str | None = None) -> str:
    """What Excel's Formula property shows for a constant. `serial` is the text of a date's number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    return serial if serial is not None else str(value)
