"""Excel's objects as a click holds them: every call waits out a busy Excel, with pauses, and then says so.

xlwings wraps each object in a class of its own that repeats a rejected call at once and, unless told otherwise, for
ever. `replace_wrapper` puts the class below in its place, from the first call on: xlwings' calls and ours go the
same way. A call that Excel rejected was not carried out, so repeating it is safe.

Two kinds of objects exist in the field. Early-bound ones (some program ran makepy on this PC) raise com_error for
everything. Late-bound ones ask the type library for each new name first, and when *that* is rejected pywin32 says
AttributeError ("can not be set", "no attribute") or, without any types, TypeError: as if Excel had no such member.
So a late-bound object is asked by `GetIDsOfNames` what the matter is; an assignment is then made by `Invoke`,
which hides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MethodType
from typing import TYPE_CHECKING, Any, NoReturn

from xl_macros.click.com_errors import (
    RPC_E_CALL_REJECTED,
    ExcelGoneError,
    StillBusyError,
    is_busy,
    is_gone,
)
from xl_macros.click.recording import Exchange, described

if TYPE_CHECKING:
    from xl_macros.click.recorder import Recorder

BUSY_TRIES = 12
BUSY_PAUSE_SECONDS = 0.25
DISPATCH_PROPERTYPUT = 4
DEFAULT_MEMBER = "Item"


class Patience:
    """How long a click waits for a busy Excel: 2.75 seconds for a call; once that was in vain, no longer.

    The next call that goes through, or `renew`, gives it back.
    """

    def __init__(self, sleep: Callable[[float], None]) -> None:
        self._sleep = sleep
        self.renew()

    def renew(self) -> None:
        self._left = BUSY_TRIES - 1

    def pause(self) -> bool:
        """Wait a moment; False when the patience is used up."""
        if self._left == 0:
            return False
        self._left -= 1
        self._sleep(BUSY_PAUSE_SECONDS)
        return True

    def call(self, act: Callable[[], Any], errors: tuple[type[Exception], ...]) -> Any:
        """What the act gives; made again while Excel is busy. StillBusyError or ExcelGoneError at the end."""
        while True:
            try:
                result = act()
            except errors as error:
                if is_gone(error):
                    raise ExcelGoneError from error
                if not is_busy(error):
                    self.renew()  # Excel has answered
                    raise
                if not self.pause():
                    raise StillBusyError from error
            else:
                if not isinstance(
                    result, MethodType
                ):  # a method is found in what Python knows; Excel has not answered
                    self.renew()
                return result


class UnnamedError(Exception):
    """A late-bound object had no name for a member that Excel does have: its question was rejected."""

    hresult = RPC_E_CALL_REJECTED


class PatientObject:
    """One of Excel's objects. Members are entered as on pywin32's own; see `replace_wrapper` for what is set up."""

    xlwindows: Any
    patience: Patience
    names: dict[Any, Any]
    """pywin32's tables of names (`_olerepr_`), by the class of Excel's that they belong to."""
    recorder: Recorder | None

    def __init__(self, inner: Any) -> None:
        object.__setattr__(self, "_inner", inner)
        if self.recorder is not None:
            object.__setattr__(self, "_number", self.recorder.number())
            late = isinstance(inner, self.xlwindows.CDispatch)
            self.recorder.binding = "late" if late else "early"

    def __repr__(self) -> str:
        return repr(self._inner)

    def __getattr__(self, name: str) -> Any:
        if name == "_oleobj_":  # the pointer itself, when the object is an argument of another call
            return self._inner._oleobj_
        inner = self._inner
        return self._made(
            ("get", name), lambda: _told_apart(self._com_error, inner, name, lambda: getattr(inner, name))
        )

    def __setattr__(self, name: str, value: Any) -> None:
        inner = self._inner

        def put() -> None:
            try:
                setattr(inner, name, value)
            except AttributeError:
                number = inner._oleobj_.GetIDsOfNames(0, name)  # busy, gone or unknown: it says which
                inner._oleobj_.Invoke(number, 0, DISPATCH_PROPERTYPUT, 0, value)

        self._made(("set", name, value), put)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        inner = self._inner
        return self._made(
            ("call", DEFAULT_MEMBER, *arguments, *named.values()),
            lambda: _told_apart(self._com_error, inner, DEFAULT_MEMBER, lambda: inner(*arguments, **named)),
        )

    def __iter__(self) -> Iterator[Any]:
        inner = self._inner
        yield from self._made(("each", "_NewEnum"), lambda: [self._wrapped(item) for item in inner])

    @property
    def _com_error(self) -> type[Exception]:
        found: type[Exception] = self.xlwindows.pywintypes.com_error
        return found

    def _made(self, asked: tuple[Any, ...], act: Callable[[], Any]) -> Any:
        """What the act gives, wrapped. `asked`: get, set, call or each; the member; what was handed over."""
        errors = (self._com_error, self.xlwindows.ExcelBusyError, UnnamedError)
        if self.recorder is None:
            return self._wrapped(self.patience.call(act, errors))
        exchange = Exchange(
            self._number, asked[0], asked[1], tuple(_written(each, asked[1]) for each in asked[2:])
        )
        found = self.patience.call(self.recorder.watched(exchange, act), errors)
        result = self._wrapped(found)
        method = isinstance(found, MethodType)
        self.recorder.came(None if method else "" if asked[0] == "set" else _written(result, asked[1]))
        return result

    def _wrapped(self, value: Any) -> Any:
        windows = self.xlwindows
        if isinstance(value, windows.CDispatch):
            return type(self)(self._learned(self._typed(value)))
        if isinstance(value, (windows.DispatchBaseClass, windows.CoClassBaseClass)):
            return type(self)(value)
        if isinstance(value, MethodType):
            return lambda *arguments, **named: self._made(
                ("call", value.__name__, *arguments, *named.values()),
                lambda: _told_apart(
                    self._com_error, self._inner, value.__name__, lambda: value(*arguments, **named)
                ),
            )
        return value

    def _typed(self, value: Any) -> Any:
        """A late-bound object with its types: without them it knows no optional arguments and no keywords.

        pywin32 goes on without a word when Excel rejected the question for them.
        """
        if value.__dict__.get("_lazydata_", True) is not None:
            return value
        try:
            types = self.patience.call(value._oleobj_.GetTypeInfo, (self._com_error,))
        except self._com_error:
            return value  # this object has none
        return self.xlwindows.Dispatch(value._oleobj_) if types is not None else value

    def _learned(self, value: Any) -> Any:
        """A late-bound object that knows the names that others of its class have asked for: five questions each."""
        clsid = getattr(value.__dict__.get("_olerepr_"), "clsid", None)
        if clsid:
            value.__dict__["_olerepr_"] = self.names.setdefault(clsid, value.__dict__["_olerepr_"])
        return value


def _written(value: Any, member: str) -> str:
    """A value of a call as the recorder writes it down."""
    if isinstance(value, PatientObject):
        return f"object={value._number}"  # of the same kind
    if isinstance(value, list) and value and all(isinstance(each, PatientObject) for each in value):
        return f"objects={len(value)}"
    return described(value, member)


def replace_wrapper(
    xlwindows: Any, sleep: Callable[[float], None], recorder: Recorder | None = None
) -> Patience:
    """Have xlwings hand out patient objects; the patience of this click. `recorder` writes down what is said.

    `xlwindows` is the module `xlwings._xlwindows`, whose version is locked. Its own repeating is switched off: an
    object that it made before is entered once and its error judged by us.
    """
    patience = Patience(sleep)
    xlwindows.N_COM_ATTEMPTS = 1
    xlwindows.COMRetryObjectWrapper = type(
        "PatientObject",
        (PatientObject,),
        {"xlwindows": xlwindows, "patience": patience, "names": {}, "recorder": recorder},
    )
    return patience


def _told_apart(com_error: type[Exception], inner: Any, name: str, act: Callable[[], Any]) -> Any:
    """What the act gives; an AttributeError or TypeError of a late-bound object as what it means."""
    try:
        return act()
    except AttributeError as error:
        _tell(com_error, inner, name, error)
    except TypeError as error:
        if getattr(inner, "__dict__", {}).get("_lazydata_", True) is not None:
            raise  # it has its types: the arguments are wrong
        _tell(com_error, inner, name, error)


def _tell(com_error: type[Exception], inner: Any, name: str, error: Exception) -> NoReturn:
    try:
        inner._oleobj_.GetIDsOfNames(0, name)
    except com_error as reason:
        raise reason from error
    raise UnnamedError(name) from error
