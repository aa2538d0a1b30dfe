"""One cell's value on its way from and to the workbook.

Dates cross as serial numbers and text crosses as text: whatever Excel's locale or cleverness, what was read is
what was there and what is written is what will stand there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from xl_macros.patterns import regex
from xl_macros.tables.schema import Column, Filled, Kind
from xl_macros.tables.written_dates import is_possible, read_written

EPOCH_1900 = datetime(
    1899, 12, 30
)  # serial 60 (29 February 1900) never happened; dates before March 1900 are refused
EPOCH_1904 = datetime(1904, 1, 1)
LAST_SERIAL = 2_958_465.999_99  # the last second of the year 9999
LONGEST_TEXT = 32_767  # characters a cell holds, Excel specifications and limits

Value = str | int | float | date | datetime | bool | None


class TextTooLongError(ValueError):
    """Text that no cell holds whole."""


def serial(value: date, epoch: datetime = EPOCH_1900) -> float:
    """Excel's serial number of a date or naive datetime."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    span = moment - epoch
    return span.days + span.seconds / 86_400


def from_serial(number: float, epoch: datetime = EPOCH_1900) -> datetime:
    """The naive datetime of a serial number, to the second. OverflowError when there is no such day."""
    return epoch + timedelta(seconds=round(number * 86_400))


def safe_text(text: str) -> str:
    """Text for a cell of general format: behind an apostrophe, which Excel drops, where it would be read as more."""
    return f"'{text}" if is_risky(text) or _LIKE_A_VALUE.match(text) else text


def text_cell_text(text: str) -> str:
    """Text for a cell of text format, which keeps all but (in Excel, it seems) a leading apostrophe."""
    return f"'{text}" if text.startswith("'") else text


def is_risky(value: object) -> bool:
    """Whether a cell that is not of text format would run the text as a formula, or drop its first character."""
    return isinstance(value, str) and value[:1] in _RISKY


_RISKY = frozenset("=+-@\t\r'")
_MONTH = "(jan|feb|ma|apr|me|jun|jul|ag|aug|sep|o[kc]t|nov|de[sc])[a-z]*"
_LIKE_A_VALUE = regex(
    r"\s*\(?(rp|[$€£])?\s*\d[\d.,:/%eE+-]*\)?%?\s*$"  # numbers, dates, times, amounts in figures
    rf"|\s*(\d{{1,4}}[ -])?{_MONTH}[ -]\d{{1,4}}\s*$|\s*\d{{1,2}}[ -]{_MONTH}\s*$"  # a month in words
    r"|\s*\d+ \d+/\d+\s*$|\s*(true|false|benar|salah)\s*$|\s*#",  # fractions, truth values, errors
    re.IGNORECASE,
)
"""Text that Excel takes for something else in one region or another; more than needed does no harm."""


_BEYOND_EXACT = 10**15
_MOST_OF_AN_AMOUNT = 10
"""Excel keeps 15 digits of a number; of a NIP in a number cell the last three are gone."""


def read_text(value: object) -> str | None:
    """A text cell. Whole numbers typed by hand come without '.0'; blank and white space are None."""
    if value is None or isinstance(value, str):
        return (value or "").strip() or None
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, (int, float, Decimal)) and math.isfinite(value) and value == int(value):
        whole = int(value)
        return _damaged(value) if _lost_digits(whole) else str(whole)
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y" if value.time() == datetime.min.time() else "%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value)


def _lost_digits(whole: int) -> bool:
    """Whether a whole number was an identifier of which Excel has kept 15 digits; a round amount is none."""
    return abs(whole) >= _BEYOND_EXACT and len(str(abs(whole)).rstrip("0")) > _MOST_OF_AN_AMOUNT


def _damaged(value: float | Decimal) -> str:
    """A number of more than 15 digits as Excel shows it: its last digits are lost and must not look typed."""
    digits, exponent = f"{value:.14E}".split("E")
    return f"{digits.rstrip('0').rstrip('.').replace('.', ',')}E+{int(exponent)}"


def read_datetime(value: object) -> datetime | str | None:
    """A date-time cell; text that is no date is handed on as text, to be refused with its place.

    Any day of Excel's calendar is taken: such a cell was filled by a button. See `read_typed_datetime`.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):  # Excel's own class over COM, with a time zone that means nothing
        return datetime(value.year, value.month, value.day, value.hour, value.minute, value.second)
    if isinstance(value, date):  # a value of ours on its way to be compared with the cell
        return datetime(value.year, value.month, value.day)
    if (
        isinstance(value, (int, float, Decimal))
        and not isinstance(value, bool)
        and 61 <= value <= LAST_SERIAL
    ):
        return from_serial(float(value))
    return read_text(value)


def read_date(value: object) -> date | str | None:
    """A date cell; text that is no date is handed on as text, for the job to refuse with its place."""
    moment = read_datetime(value)
    return moment.date() if isinstance(moment, datetime) else moment


def read_typed_datetime(value: object) -> datetime | str | None:
    """A date-time cell that staff fill: a day that is possible, also written as text when it can be read in one way.

    A bare year is a year: the number 2025 (which Excel shows as a day of 1905) is handed on as the text "2025".
    """
    if isinstance(value, str):
        return (value.strip() and read_written(value)) or read_text(value)
    moment = read_datetime(value)
    if not isinstance(moment, datetime) or is_possible(moment.date()):
        return moment
    number = serial(moment)
    return (
        str(int(number)) if number.is_integer() and _FIRST_YEAR <= number <= _LAST_YEAR else read_text(moment)
    )


def read_typed_date(value: object) -> date | str | None:
    """A date cell that staff fill; see `read_typed_datetime`."""
    moment = read_typed_datetime(value)
    return moment.date() if isinstance(moment, datetime) else moment


_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""Numbers in a date cell that are years and no serial numbers."""


def read_number(value: object) -> float | str | None:
    """A number cell; anything else is handed on as text."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return float(value)
    return read_text(value)


def read_integer(value: object) -> int | str | None:
    """A whole-number cell; anything else is handed on as text."""
    number = read_number(value)
    return int(number) if isinstance(number, float) and number.is_integer() else read_text(value)


READERS: dict[Kind, Callable[[object], Value]] = {
    Kind.TEXT: read_text,
    Kind.DATE: read_date,
    Kind.DATETIME: read_datetime,
    Kind.INTEGER: read_integer,
    Kind.NUMBER: read_number,
    Kind.FORMULA: read_text,
}
_TYPED: dict[Kind, Callable[[object], Value]] = {
    Kind.DATE: read_typed_date,
    Kind.DATETIME: read_typed_datetime,
}


def write_value(
    value: object, epoch: datetime = EPOCH_1900, spell: Callable[[str], str] = safe_text
) -> str | float | int | None:
    """What is handed to the cell: None, a number, or text spelled so that it stays text in such a cell.

    Raises ValueError for text beyond what a cell holds and for a type that no column of ours has.
    """
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise TextTooLongError(f"text of {len(value)} characters does not fit a cell")
        return spell(value) or None
    if isinstance(value, date):
        return serial(value, epoch)
    raise ValueError(f"no cell holds a {type(value).__name__}")


ERROR_TEXTS = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
}
"""How COM hands over error cells (XlCVError); Excel's own numbers always arrive as float."""


def read_column(column: Column, values: Sequence[object]) -> list[Value]:
    """A whole column, read by its kind."""
    if column.kind is Kind.TEXT:
        # what nearly every cell is, said here once more: a call for each would cost five times as much
        return [
            None
            if value is None
            else (value.strip() or None)
            if type(value) is str
            else _read_other(read_text, value)
            for value in values
        ]
    reader = READERS[column.kind]
    if column.filled is Filled.BY_STAFF:
        reader = _TYPED.get(column.kind, reader)
    read: dict[object, Value] = {None: None}  # columns say the same few days and numbers again and again
    for value in values:
        if type(value) in _ALIKE_IF_EQUAL and value not in read:
            read[value] = reader(value)
    return [
        read[value] if value is None or type(value) in _ALIKE_IF_EQUAL else _read_other(reader, value)
        for value in values
    ]


_ALIKE_IF_EQUAL = frozenset({float, str, datetime})
"""Types of which no value equals one of another type of these."""


def _read_other(reader: Callable[[object], Value], value: object) -> Value:
    return ERROR_TEXTS[value] if type(value) is int and value in ERROR_TEXTS else reader(value)


def write_column(values: Sequence[object], spell: Callable[[str], str]) -> list[str | float | int | None]:
    """A whole column as it is handed to the cells; ValueError as of `write_value`."""
    spelled: dict[
        object, str | float | int | None
    ] = {}  # long columns say the same few things again and again
    written = []
    for value in values:
        if type(value) is str:
            if value not in spelled:
                spelled[value] = write_value(value, spell=spell)
            written.append(spelled[value])
        else:
            written.append(None if value is None else write_value(value, spell=spell))
    return written
