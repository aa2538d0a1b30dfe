"""The Windows modules that xlwings' COM engine imports, over running fake Excels.

`engine_module()` imports the real, unmodified `xlwings._xlwindows` on Linux; `installed(desktop)` makes it work
for the length of a `with`: modules, the engine, and `sys.platform` as seen by `xlwings.main` alone.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import datetime as dt
import importlib
import sys
import types
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest import mock

from fake_excel import variants
from fake_excel.application import Application
from fake_excel.dispatch import CDispatch, DispatchBaseClass, OleObject, hand_over
from fake_excel.variants import ComError

if TYPE_CHECKING:
    import xlwings

XLDESK, EXCEL7 = 1, 2  # added to Excel's window handle: its child windows


class Desktop:
    """The windows of one PC: the running Excels by window handle, and the boxes that were shown."""

    def __init__(self) -> None:
        self.excels: list[Application] = []
        self.boxes: list[tuple[int, str, str, int]] = []
        """Message boxes: owner's window handle, text, title, style."""
        self.box_answer = 1  # IDOK

    def start_excel(self, **options: Any) -> Application:
        self.excels.append(Application(**options))
        return self.excels[-1]

    def excel_of(self, handle: int) -> Application:
        for excel in self.excels:
            if handle - excel.hwnd in (0, XLDESK, XLDESK + EXCEL7):
                return excel
        raise OSError(0, "Invalid window handle")


_desktop: list[Desktop] = []


def _current() -> Desktop:
    if not _desktop:
        raise AssertionError("the fake Windows modules are used outside `installed`")
    return _desktop[-1]


def _find_window(parent: int, _after: int, window_class: str, _title: str | None) -> int:
    return parent + {"XLDESK": XLDESK, "EXCEL7": EXCEL7}[window_class]


def _object_from_window(handle: int, _what: int, _guid: Any, pointer: Any) -> int:
    pointer._obj.value = _current().excel_of(handle).hwnd
    return 0


class _ExcelWindow:
    """The window object that Excel gives out for its child window."""

    def __init__(self, excel: Application) -> None:
        self.excel, self.line = excel, excel.line

    @property
    def Application(self) -> Application:  # noqa: N802  Excel's own name
        return self.excel


def _dispatch(target: Any) -> Any:
    """win32com.client.Dispatch of a pointer; a program's name fails: Excel runs already, Outlook is not there."""
    if isinstance(target, str):
        raise ComError(variants.CO_E_CLASSSTRING, "Invalid class string")
    if isinstance(target, OleObject):
        return hand_over(target.inner)
    return hand_over(_ExcelWindow(_current().excel_of(target)))


def _top_window(_parent: Any) -> int:
    return _current().excels[0].hwnd if _current().excels else 0


def _next_window(handle: int, _relation: int) -> int:
    handles = [excel.hwnd for excel in _current().excels]
    following = handles.index(handle) + 1
    return handles[following] if following < len(handles) else 0


def _message_box(owner: int, text: str, title: str, style: int = 0) -> int:
    _current().boxes.append((owner, text, title, style))
    return _current().box_answer


MADE: list[str] = []
"""Type libraries for which makepy was run."""


def _make_classes(library: str, **_: Any) -> None:
    MADE.append(library)


def _class_for(clsid: str) -> None:
    del clsid


class CoClassBaseClass:
    """pywin32's class of creatable objects; xlwings replaces it by its own."""


class TimeZoneInfo(dt.tzinfo):
    @staticmethod
    def utc() -> dt.timezone:
        return dt.UTC


def _module(name: str, **members: Any) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__dict__.update(members)
    return module


@cache
def _modules() -> dict[str, types.ModuleType]:
    client = _module(
        "win32com.client", CDispatch=CDispatch, CoClassBaseClass=CoClassBaseClass, Dispatch=_dispatch,
        DispatchEx=_dispatch, DispatchBaseClass=DispatchBaseClass, GetActiveObject=_dispatch,
    )  # fmt: skip
    client.__path__ = []
    gencache = _module("win32com.client.gencache", EnsureModule=_make_classes, GetClassForCLSID=_class_for)
    client.gencache = gencache  # type: ignore[attr-defined]
    found = [
        _module("pywintypes", com_error=ComError, error=OSError, TimeType=variants.TimeType, IID=str),
        _module("pythoncom", __file__="pythoncom.dll", CoInitialize=lambda: None, CoUninitialize=lambda: None,
                com_error=ComError, ole_error=ComError),
        _module("win32com", client=client, __path__=[]),
        client,
        gencache,
        _module("win32api", MessageBox=_message_box, GetUserName=lambda: "petugas"),
        _module("win32con", MB_OK=0, MB_OKCANCEL=1, MB_YESNOCANCEL=3, MB_YESNO=4, MB_ICONWARNING=0x30,
                MB_ICONINFORMATION=0x40),
        _module("win32gui", FindWindowEx=_find_window),
        _module("win32process", GetWindowThreadProcessId=lambda handle: (1, _current().excel_of(handle).pid)),
        _module("win32timezone", TimeZoneInfo=TimeZoneInfo),
    ]  # fmt: skip
    return {module.__name__: module for module in found}


def _ctypes_members() -> dict[str, Any]:
    """The parts of ctypes that exist on Windows only, and the one library call that makes a COM pointer an object."""
    pointer_to_object = types.SimpleNamespace()

    def from_pointer(pointer: Any, _guid: Any, _add_reference: bool) -> int:
        return int(pointer.value)

    pointer_to_object.PyCom_PyObjectFromIUnknown = from_pointer
    return {
        "oledll": types.SimpleNamespace(
            ole32=types.SimpleNamespace(CLSIDFromString=lambda text, guid: 0),
            oleacc=types.SimpleNamespace(AccessibleObjectFromWindow=_object_from_window),
        ),
        "windll": types.SimpleNamespace(
            user32=types.SimpleNamespace(
                GetTopWindow=_top_window, GetWindow=_next_window, MessageBoxW=_message_box,
                SetForegroundWindow=lambda handle: 1, GetForegroundWindow=lambda: 0,
                SetWindowPos=lambda *place: 1,
            )
        ),
        "PyDLL": lambda path: pointer_to_object,
        "WinError": lambda: OSError(0, "Windows error"),
    }  # fmt: skip


@contextlib.contextmanager
def _importable(modules: dict[str, types.ModuleType]) -> Iterator[None]:
    """Just these modules for a while; what gets imported meanwhile stays imported."""
    before = {name: sys.modules.get(name) for name in modules}
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module


@cache
def engine_module() -> types.ModuleType:
    """The real xlwings/_xlwindows.py, imported once over the fake modules."""
    import xlwings

    with contextlib.ExitStack() as stack:
        stack.enter_context(_importable(_modules()))
        for name, member in _ctypes_members().items():
            stack.enter_context(mock.patch.object(ctypes, name, member, create=True))
        module = importlib.import_module("xlwings._xlwindows")
    module.WindowsError = OSError  # a builtin of Windows' Python
    atexit.unregister(module.cleanup)  # it would look for zombie processes with tasklist.exe
    del sys.modules["xlwings._xlwindows"]
    del xlwings._xlwindows
    return module


class _WindowsSys:
    """`sys` as it is, but on Windows."""

    platform = "win32"

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


@contextlib.contextmanager
def running_desktop() -> Iterator[Desktop]:
    """A PC of its own, driven by xlwings."""
    desktop = Desktop()
    with installed(desktop):
        yield desktop


@contextlib.contextmanager
def installed(desktop: Desktop) -> Iterator[xlwings.Engine]:
    """Have xlwings drive the desktop's Excels; everything is as before afterwards."""
    import xlwings
    import xlwings.main

    module = engine_module()
    engines, own_wrapper = xlwings.main.engines, module.COMRetryObjectWrapper
    before = list(engines.engines), dict(engines.engines_by_name), engines.active
    _desktop.append(desktop)
    try:
        with contextlib.ExitStack() as stack:
            stack.enter_context(_importable(_modules() | {"xlwings._xlwindows": module}))
            stack.enter_context(mock.patch.object(xlwings, "_xlwindows", module, create=True))
            stack.enter_context(mock.patch.object(xlwings.main, "sys", _WindowsSys()))
            engine = xlwings.Engine(impl=module.engine)
            engines.add(engine)
            engine.activate()
            yield engine
    finally:
        _desktop.remove(desktop)
        engines.engines, engines.engines_by_name, engines.active = before
        module.N_COM_ATTEMPTS, module.COMRetryObjectWrapper = 0, own_wrapper
        if hasattr(xlwings.Book, "_mock_caller"):
            del xlwings.Book._mock_caller
