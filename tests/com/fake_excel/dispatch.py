"""The line between Python and Excel: every get, set and call is one round trip, counted and interruptible.

Excel's side is written as plain classes with Excel's own member names. What Python holds depends on the PC:
`EarlyBound` objects behave like the classes that pywin32 generates from Excel's type library where some program ran
makepy; `LateBound` ones like pywin32's CDispatch, which asks the type library for each new object and each new name,
and swallows what it is answered. On both, a property with optional arguments has a `GetName` method beside it, and
calling an object enters its default member.
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
    kind: str  # "get", "set", "call", "next" (one item of an enumeration) or "types" (a question about names)
    owner: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.owner}.{self.name}"


@dataclass(slots=True)
class Calls:
    """What crossed the line while counting: Excel's own members, and the questions for types beside them."""

    made: list[Call] = field(default_factory=list)
    questions: int = 0

    @property
    def total(self) -> int:
        return len(self.made)

    @property
    def round_trips(self) -> int:
        return len(self.made) + self.questions

    def by_name(self) -> Counter[str]:
        return Counter(map(str, self.made))


@dataclass(slots=True)
class Line:
    """One Excel process's line. `obstacles` are asked before each call and may raise instead of letting it pass."""

    obstacles: list[Callable[[Call], None]] = field(default_factory=list)
    binding: str = "late"
    """"late", or "early" as on a PC where makepy was run for Excel."""
    _counters: list[Calls] = field(default_factory=list)
    _refused_in_a_row: int = 0

    def cross(self, kind: str, owner: object, name: str) -> None:
        call = Call(kind, type(owner).__name__, name)
        for counter in self._counters:
            if kind == "types":
                counter.questions += 1
            else:
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
    def uncounted(self) -> Iterator[None]:
        """What happens meanwhile is no crossing."""
        kept, self._counters = self._counters, []
        try:
            yield
        finally:
            self._counters = kept

    @contextlib.contextmanager
    def obstructed(self, obstacle: Callable[[Call], None]) -> Iterator[None]:
        self.obstacles.append(obstacle)
        try:
            yield
        finally:
            self.obstacles.remove(obstacle)


class DispatchBaseClass:
    """Stands for win32com.client.DispatchBaseClass: the parent of generated classes."""


class CDispatch:
    """Stands for win32com.client.CDispatch, the late-bound class."""


class OleObject:
    """The raw pointer below an object: it knows names by number and hides no error."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def GetTypeInfo(self) -> str:  # noqa: N802  Windows' own name
        self.inner.line.cross("types", self.inner, "GetTypeInfo")
        return type(self.inner).__name__

    def GetIDsOfNames(self, _locale: int, name: str) -> str:  # noqa: N802  the same
        self.inner.line.cross("types", self.inner, name)
        if getattr(type(self.inner), name, None) is None:
            raise ComError(variants.DISP_E_UNKNOWNNAME, "Unknown name.")
        return name

    def Invoke(self, number: str, _locale: int, kind: int, _wanted: int, *given: Any) -> Any:  # noqa: N802  the same
        assert kind == PROPERTY_PUT, "the product assigns this way, and does nothing else"
        put(self.inner, number, _take(given[0]))


PROPERTY_PUT = 4


def put(inner: Any, name: str, taken: Any) -> None:
    """An assignment as it arrives at Excel."""
    member = _member(inner, name)
    inner.line.cross("set", inner, name)
    if not isinstance(member, property) or member.fset is None:
        raise variants.refusal(f"Unable to set the {name} property of the {type(inner).__name__} class")
    setattr(inner, name, taken)


class _Held:
    """What both kinds of objects share: they stand for one object of Excel's."""

    _oleobj_: OleObject

    def __repr__(self) -> str:
        return f"<{type(self._oleobj_.inner).__name__} of the fake Excel>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other._oleobj_.inner == self._oleobj_.inner

    def __hash__(self) -> int:
        return id(self._oleobj_.inner)

    def __iter__(self) -> Iterator[Any]:
        inner = self._oleobj_.inner
        inner.line.cross("get", inner, "_NewEnum")
        for item in inner.items():
            inner.line.cross("next", inner, "_NewEnum")
            yield hand_over(item)

    def _entered(self, name: str, *, keywords: bool = True) -> Any:
        inner = self._oleobj_.inner
        if isinstance(_member(inner, name), property):
            inner.line.cross("get", inner, name)
            return hand_over(getattr(inner, name))

        def invoke(_self: Any, *args: Any, **kwargs: Any) -> Any:
            if kwargs and not keywords:
                raise TypeError(f"{name}() got an unexpected keyword argument {next(iter(kwargs))!r}")
            inner.line.cross("call", inner, name)
            return hand_over(
                getattr(inner, name)(*map(_take, args), **{k: _take(v) for k, v in kwargs.items()})
            )

        invoke.__name__ = name
        return types.MethodType(invoke, self)

    def _default(self, args: Any, kwargs: Any) -> Any:
        inner = self._oleobj_.inner
        _member(inner, "Item")
        inner.line.cross("call", inner, "Item")
        return hand_over(inner.Item(*map(_take, args), **{k: _take(v) for k, v in kwargs.items()}))


class EarlyBound(_Held, DispatchBaseClass):
    """An object whose names are known from makepy's module: nothing is asked, no error is swallowed."""

    def __init__(self, inner: Any) -> None:
        object.__setattr__(self, "_oleobj_", OleObject(inner))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._entered(name)

    def __setattr__(self, name: str, value: Any) -> None:
        put(self._oleobj_.inner, name, _take(value))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._default(args, kwargs)


QUESTIONS_OF_AN_OBJECT = ("GetTypeInfo", "GetTypeAttr", "GetTypeComp")
QUESTIONS_OF_A_NAME = 4
"""ITypeComp::Bind for each kind of call; then GetNames."""


class Learned:
    """CDispatch's `_olerepr_`: the names that it has asked for, by the class of Excel's that it speaks to."""

    def __init__(self, clsid: str) -> None:
        self.clsid = clsid
        self.names: set[str] = set()


class LateBound(_Held, CDispatch):
    """An object that asks for its types when it is made and for each new name; what is refused is swallowed."""

    def __init__(self, inner: Any) -> None:
        kept = self.__dict__
        kept["_oleobj_"] = OleObject(inner)
        kept["_olerepr_"], kept["_lazydata_"] = Learned(type(inner).__name__), (object(), object())
        try:
            for question in QUESTIONS_OF_AN_OBJECT:
                inner.line.cross("types", inner, question)
        except ComError:
            kept["_olerepr_"], kept["_lazydata_"] = Learned(""), None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        _member(self._oleobj_.inner, name)
        if not self._knows(name):
            try:
                self._oleobj_.GetIDsOfNames(0, name)
            except ComError:
                raise AttributeError(f"<unknown>.{name}") from None
        return self._entered(name, keywords=self._lazydata_ is not None)

    def __setattr__(self, name: str, value: Any) -> None:
        _member(self._oleobj_.inner, name)
        if self._knows(name):
            put(self._oleobj_.inner, name, _take(value))
            return
        try:
            self._oleobj_.GetIDsOfNames(0, name)
            put(self._oleobj_.inner, name, _take(value))
        except ComError:
            raise AttributeError(f"Property '<unknown>.{name}' can not be set.") from None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs:
            raise TypeError("CDispatch.__call__() got an unexpected keyword argument")
        return self._default(args, kwargs)

    def _knows(self, name: str) -> bool:
        """Whether the name is known, or is told by the type library now."""
        inner, known = self._oleobj_.inner, self._olerepr_.names
        if name in known:
            return True
        if self._lazydata_ is None:
            return False
        answered = 0
        for _ in range(QUESTIONS_OF_A_NAME):
            with contextlib.suppress(ComError):
                inner.line.cross("types", inner, name)
                answered += 1
        if not answered:
            return False
        with contextlib.suppress(ComError):
            inner.line.cross("types", inner, "GetNames")
            known.add(name)
        return name in known


def _member_or_none(inner: Any, name: str) -> Any:
    return getattr(type(inner), name, None)


def _member(inner: Any, name: str) -> Any:
    member = _member_or_none(inner, name)
    if member is None:
        # Not AttributeError: xlwings would retry that for ever, as pywin32 raises it when Excel is busy.
        raise NotImplementedError(f"the fake Excel has no {type(inner).__name__}.{name}")
    return member


def _take(value: Any) -> Any:
    """An argument on Excel's side: its own objects as such, all else as a VARIANT."""
    pointer = getattr(value, "_oleobj_", None)
    return pointer.inner if isinstance(pointer, OleObject) else from_python(value)


def hand_over(value: Any) -> Any:
    """Excel's answer as Python gets it: its objects bound as this PC binds them, all else as a value."""
    if not hasattr(value, "line"):
        return to_python(value)
    return (EarlyBound if value.line.binding == "early" else LateBound)(value)
