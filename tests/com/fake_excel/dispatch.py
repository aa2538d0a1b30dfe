"""The line between Python and Excel: every get, set and call is one round trip, counted and interruptible.

Excel's side is written as plain classes with Excel's own member names. Python holds `Dispatched` objects, which
behave like the classes that pywin32 generates from Excel's type library: a property with optional arguments has
a `GetName` method beside it, and calling an object enters its default member.
"""

from __future__ import annotations

import contextlib
import types
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from fake_excel import variants
from fake_excel.variants import ComError, from_python, to_python

ENDLESS = 20_000
"""Refused calls in a row after which a caller counts as hanging: xlwings by itself retries for ever."""


class EndlessKnocking(BaseException):
    """Somebody repeats a rejected call for ever. No `except Exception` may hide that."""


class PythonKilled(BaseException):
    """The Python process ends here, as if by the task manager: no clean-up of ours runs in real life."""


@dataclass(frozen=True, slots=True)
class Call:
    kind: str  # "get", "set", "call" or "next" (one item of an enumeration)
    owner: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.owner}.{self.name}"


@dataclass(slots=True)
class Calls:
    """What crossed the line while counting."""

    made: list[Call] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.made)

    def by_name(self) -> Counter[str]:
        return Counter(map(str, self.made))


@dataclass(slots=True)
class Line:
    """One Excel process's line. `obstacles` are asked before each call and may raise instead of letting it pass."""

    obstacles: list[Callable[[Call], None]] = field(default_factory=list)
    _counters: list[Calls] = field(default_factory=list)
    _refused_in_a_row: int = 0

    def cross(self, kind: str, owner: object, name: str) -> None:
        call = Call(kind, type(owner).__name__, name)
        for counter in self._counters:
            counter.made.append(call)
        try:
            for obstacle in list(self.obstacles):
                obstacle(call)
        except ComError:
            self._refused_in_a_row += 1
            if self._refused_in_a_row >= ENDLESS:
                raise EndlessKnocking(str(call)) from None
            raise
        self._refused_in_a_row = 0

    @contextlib.contextmanager
    def counting(self) -> Iterator[Calls]:
        calls = Calls()
        self._counters.append(calls)
        try:
            yield calls
        finally:
            self._counters.remove(calls)

    @contextlib.contextmanager
    def obstructed(self, obstacle: Callable[[Call], None]) -> Iterator[None]:
        self.obstacles.append(obstacle)
        try:
            yield
        finally:
            self.obstacles.remove(obstacle)


class DispatchBaseClass:
    """Stands for win32com.client.DispatchBaseClass: xlwings wraps what is an instance of it."""


class _OleObject:
    """The raw pointer below a generated class; xlwings asks it whether a missing name is really missing."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def GetIDsOfNames(self, _locale: int, name: str) -> int:  # noqa: N802  Windows' own name
        self.inner.line.cross("get", self.inner, name)
        raise ComError(variants.DISP_E_UNKNOWNNAME, "Unknown name.")


class Dispatched(DispatchBaseClass):
    """What Python holds of one of Excel's objects."""

    def __init__(self, inner: Any) -> None:
        object.__setattr__(self, "_oleobj_", _OleObject(inner))

    def __repr__(self) -> str:
        return f"<{type(self._oleobj_.inner).__name__} of the fake Excel>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dispatched) and other._oleobj_.inner == self._oleobj_.inner

    def __hash__(self) -> int:
        return id(self._oleobj_.inner)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        inner = self._oleobj_.inner
        member = _member(inner, name)
        if isinstance(member, property):
            inner.line.cross("get", inner, name)
            return _hand_over(getattr(inner, name))

        def invoke(_self: Dispatched, *args: Any, **kwargs: Any) -> Any:
            inner.line.cross("call", inner, name)
            return _hand_over(
                getattr(inner, name)(*map(_take, args), **{k: _take(v) for k, v in kwargs.items()})
            )

        return types.MethodType(invoke, self)

    def __setattr__(self, name: str, value: Any) -> None:
        inner = self._oleobj_.inner
        member = _member(inner, name)
        taken = _take(value)
        inner.line.cross("set", inner, name)
        if not isinstance(member, property) or member.fset is None:
            raise variants.refusal(f"Unable to set the {name} property of the {type(inner).__name__} class")
        setattr(inner, name, taken)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        inner = self._oleobj_.inner
        _member(inner, "Item")
        inner.line.cross("call", inner, "Item")
        return _hand_over(inner.Item(*map(_take, args), **{k: _take(v) for k, v in kwargs.items()}))

    def __iter__(self) -> Iterator[Any]:
        inner = self._oleobj_.inner
        inner.line.cross("get", inner, "_NewEnum")
        for item in inner.items():
            inner.line.cross("next", inner, "_NewEnum")
            yield _hand_over(item)


def _member(inner: Any, name: str) -> Any:
    member = getattr(type(inner), name, None)
    if member is None:
        # Not AttributeError: xlwings would retry that for ever, as pywin32 raises it when Excel is busy.
        raise NotImplementedError(f"the fake Excel has no {type(inner).__name__}.{name}")
    return member


def _take(value: Any) -> Any:
    """An argument on Excel's side: its own objects as such, all else as a VARIANT."""
    pointer = getattr(value, "_oleobj_", None)
    return pointer.inner if isinstance(pointer, _OleObject) else from_python(value)


def _hand_over(value: Any) -> Any:
    return Dispatched(value) if hasattr(value, "line") else to_python(value)
