"""What crosses the COM border: the values pywin32 can carry, and the errors Excel answers with."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

DISP_E_EXCEPTION = -2147352567  # 0x80020009: Excel refused, the reason is in excepinfo
DISP_E_UNKNOWNNAME = -2147352570  # 0x80020006
DISP_E_BADINDEX = -2147352565  # 0x8002000B: no such item in a collection
RPC_E_CALL_REJECTED = -2147418111  # 0x80010001: busy, a dialog is open
RPC_E_SERVERCALL_RETRYLATER = -2147417846  # 0x8001010A
RPC_S_SERVER_UNAVAILABLE = -2147023174  # 0x800706BA: the Excel process is gone
CO_E_CLASSSTRING = -2147221005  # 0x800401F3: no such program registered
VBA_E_IGNORE = -2146777998  # 0x800AC472: a cell is being edited
EXCEL_1004 = -2146827284  # 0x800A03EC: Excel's all-purpose refusal

EPOCH = dt.datetime(1899, 12, 30)
OFFICE_OFFSET = dt.timedelta(hours=8)  # the PC stands in WITA

ERROR_CODES = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}


class ComError(Exception):
    """pywintypes.com_error: (hresult, text, excepinfo or None, argument number or None)."""

    def __init__(self, hresult: int, strerror: str, excepinfo: tuple[Any, ...] | None = None) -> None:
        super().__init__(hresult, strerror, excepinfo, None)
        self.hresult, self.strerror, self.excepinfo, self.argerror = hresult, strerror, excepinfo, None


def refusal(text: str, scode: int = EXCEL_1004) -> ComError:
    """Excel says no: what every failed property or method of the object model looks like."""
    about = (0, "Microsoft Excel", text, "xlmain11.chm", 0, scode)
    return ComError(DISP_E_EXCEPTION, "Exception occurred.", about)


class ErrorValue(str):
    """An error as it stands in a cell, for example `#N/A`."""

    __slots__ = ()


class TimeType(dt.datetime):
    """pywintypes.datetime: what a date cell's `.Value` is in Python."""


def from_serial(serial: float) -> dt.datetime:
    """The naive datetime of a serial number, to the millisecond as Excel's own conversion."""
    return EPOCH + dt.timedelta(milliseconds=round(serial * 86_400_000))


def to_serial(moment: dt.datetime) -> float:
    span = moment - EPOCH
    return span.days + (span.seconds + span.microseconds / 1e6) / 86_400


class Currency(float):
    """A number that came as VT_CY (a Python Decimal): Excel gives the cell a currency format."""

    __slots__ = ()


class Moment(float):
    """A number that came as VT_DATE: Excel gives an unformatted cell a date format."""

    __slots__ = ()


def from_python(value: Any) -> Any:  # noqa: PLR0911  one line per type, as in pywin32
    """A Python argument as Excel gets it. TypeError for what pywin32 cannot put into a VARIANT.

    Times with a zone are converted to UTC and naive ones are taken as local time, so that a naive datetime
    arrives eight hours early on this PC; that is why xlwings sets UTC before handing one over.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else ErrorValue("#NUM!")
    if isinstance(value, Decimal):
        return Currency(value)
    if isinstance(value, dt.datetime):
        aware = value if value.tzinfo else (value - OFFICE_OFFSET).replace(tzinfo=dt.UTC)
        return Moment(to_serial(aware.astimezone(dt.UTC).replace(tzinfo=None)))
    if isinstance(value, (list, tuple)):
        return [from_python(item) for item in value]
    raise TypeError(f"Objects of type '{type(value).__name__}' can not be converted to a COM VARIANT")


_CROSS_AS_THEY_ARE = frozenset({type(None), float, str, int, bool})


def to_python(value: Any) -> Any:
    """Excel's answer as pywin32 hands it over: floats, aware datetimes, Decimals, error numbers, tuples."""
    if type(value) in _CROSS_AS_THEY_ARE:
        return value
    if isinstance(value, ErrorValue):
        return ERROR_CODES[value]
    if isinstance(value, Moment):
        naive = from_serial(value)
        return TimeType(*naive.timetuple()[:6], naive.microsecond, dt.UTC)
    if isinstance(value, Currency):
        return Decimal(round(float(value) * 10_000)) / 10_000
    if isinstance(value, (list, tuple)):
        return tuple(to_python(item) for item in value)
    return value
