"""The fake Excel's objects as COM objects: IDispatch with a type library, VARIANTs, and Excel's way of saying no."""

from __future__ import annotations

import datetime as dt
import inspect
import json
import os
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pythoncom
import pywintypes
import winerror
from fake_excel import protection, variants
from win32com.client import VARIANT
from win32com.server import policy, util
from win32com.server.exception import COMException

HERE = Path(__file__).parent
TABLE = json.loads((HERE / "fake_ids.json").read_text())
NAMES = {owner: {number: name for name, number in one["ids"].items()} for owner, one in TABLE.items()}
NUMBERS = {
    owner: {name.lower(): number for name, number in one["ids"].items()} for owner, one in TABLE.items()
}
LIBRARY = pythoncom.LoadTypeLib(str(HERE / "fake.tlb"))
NEW_ENUM, DEFAULT, PROPERTY_PUT, PROPERTY_GET = -4, 0, 12, 2
MISSING = -2147352572  # what an argument left out arrives as
ORDER_OF_PROTECT = ("Password", *protection._ORDER)
ENDED_BY_ORDER = 77


class Wire:
    """What arrived since the last reset, and the call at which this Excel is to end."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.last_call: int | None = None
        self.at_call: Callable[[str], None] = lambda _: None

    def cross(self, kind: str, owner: str, name: str) -> None:
        self.kinds[kind] += 1
        self.at_call(f"{kind} {owner}.{name}")
        if self.last_call is not None and self.kinds.total() >= self.last_call:
            os._exit(ENDED_BY_ORDER)


WIRE = Wire()
FAULTS: list[str] = []
"""What went wrong in the server itself; no test may leave one."""


def outward(value: Any) -> Any:
    """A value of the fake as the VARIANT that Excel would give."""
    answer = value
    if isinstance(value, variants.ErrorValue):
        answer = VARIANT(pythoncom.VT_ERROR, variants.ERROR_CODES[value])
    elif isinstance(value, variants.Moment):
        answer = pywintypes.Time(variants.from_serial(value).replace(tzinfo=dt.UTC))
    elif isinstance(value, variants.Currency):
        answer = VARIANT(pythoncom.VT_CY, Decimal(round(float(value) * 10_000)) / 10_000)
    elif isinstance(value, (list, tuple)):
        answer = [outward(item) for item in value]  # a list: a tuple is taken for by-reference results
    elif hasattr(value, "line"):
        answer = wrapped(value)
    return answer


def inward(value: Any) -> Any:
    """An argument as it arrived, unpacked by pywin32."""
    if isinstance(
        value, (pythoncom.TypeIIDs[pythoncom.IID_IDispatch], pythoncom.TypeIIDs[pythoncom.IID_IUnknown])
    ):
        return pythoncom.UnwrapObject(value)._obj_
    if isinstance(value, dt.datetime):
        return variants.Moment(variants.to_serial(value.replace(tzinfo=None)))
    if isinstance(value, Decimal):
        return variants.Currency(value)
    if isinstance(value, (tuple, list)):
        return [inward(item) for item in value]
    return variants.from_python(value)


def wrapped(inner: Any) -> Any:
    return pythoncom.WrapObject(Policy(inner), pythoncom.IID_IDispatch, pythoncom.IID_IDispatch)


@cache
def parameters(owner: type, name: str) -> tuple[str, ...]:
    return tuple(inspect.signature(getattr(owner, name)).parameters)[1:]


class Policy(policy.BasicWrapPolicy):  # type: ignore[misc]  # pywin32 carries no types
    """How pywin32's server side asks one object; the names are its own."""

    def _wrap_(self, inner: Any) -> None:
        self._obj_, self._com_interfaces_ = inner, []
        self._owner = type(inner).__name__ if type(inner).__name__ in TABLE else "Range"

    def _query_interface_(self, iid: Any) -> int:
        return int(str(iid).upper() == TABLE[self._owner]["iid"].upper())

    def _GetTypeInfoCount_(self) -> int:  # noqa: N802
        return 1

    def _GetTypeInfo_(self, _index: int, _lcid: int) -> tuple[int, Any]:  # noqa: N802
        WIRE.cross("GetTypeInfo", self._owner, "")
        return 0, LIBRARY.GetTypeInfoOfGuid(pywintypes.IID(TABLE[self._owner]["iid"]))

    def _GetIDsOfNames_(self, names: Any, _lcid: int) -> tuple[int, ...]:  # noqa: N802
        WIRE.cross("GetIDsOfNames", self._owner, names[0])
        found = NUMBERS[self._owner].get(names[0].lower())
        if found is None:
            raise COMException(scode=winerror.DISP_E_UNKNOWNNAME)
        return (found,)

    def _Invoke_(self, number: int, _lcid: int, flags: int, given: Any) -> tuple[int, int, Any]:  # noqa: N802
        name = {NEW_ENUM: "_NewEnum", DEFAULT: "Item"}.get(number) or NAMES[self._owner].get(number, "?")
        put = bool(flags & PROPERTY_PUT)
        WIRE.cross("set" if put else "Invoke", self._owner, name)
        try:
            return 0, -1, self._entered(name, put, flags, list(given))
        except variants.ComError as error:
            if error.excepinfo is None:
                return error.hresult, 0, None
            said = {"description": error.excepinfo[2], "scode": error.excepinfo[5]}
            raise COMException(source="Microsoft Excel", **said) from error
        except (LookupError, TypeError, ValueError, AttributeError, NotImplementedError) as fault:
            FAULTS.append(f"{self._owner}.{name}: {fault!r}")
            return winerror.E_FAIL, 0, None

    def _entered(self, name: str, put: bool, flags: int, given: list[Any]) -> Any:
        inner = self._obj_
        if name == "_NewEnum":
            return util.NewEnum([outward(item) for item in inner.items()])
        arguments = [None if a is pythoncom.Missing or a == MISSING else inward(a) for a in given]
        member = getattr(type(inner), name, None)
        if member is None or (flags == PROPERTY_GET and callable(member) and name not in {"Range", "Item"}):
            raise COMException(scode=winerror.DISP_E_MEMBERNOTFOUND)
        if put:
            if not isinstance(member, property) or member.fset is None:
                raise variants.refusal(f"Unable to set the {name} property")
            setattr(inner, name, arguments[-1])
            return None
        return outward(self._value(inner, name, member, arguments))

    @staticmethod
    def _value(inner: Any, name: str, member: Any, arguments: list[Any]) -> Any:
        if isinstance(member, property):
            with_arguments = getattr(inner, f"Get{name}", None)
            if with_arguments is None or not any(value is not None for value in arguments):
                return getattr(inner, name)
            order = parameters(type(inner), f"Get{name}")
            return with_arguments(**_given(order, arguments))
        if name == "Protect":
            return inner.Protect(**_given(ORDER_OF_PROTECT, arguments))
        while arguments and arguments[-1] is None:
            arguments.pop()
        return getattr(inner, name)(*arguments)


def _given(order: tuple[str, ...], arguments: list[Any]) -> dict[str, Any]:
    return {key: value for key, value in zip(order, arguments, strict=False) if value is not None}
