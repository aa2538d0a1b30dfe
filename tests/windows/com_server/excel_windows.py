"""Excel's windows and its message filter: how another process finds it, and how it says that it is busy."""

from __future__ import annotations

import ctypes
import re
from typing import Any

import win32api
import win32con
import win32gui
from served import WIRE, wrapped

WM_GETOBJECT, OBJID_NATIVEOM = 0x003D, 0xFFFFFFF0
POINTER = ctypes.c_void_p
METHOD = ctypes.WINFUNCTYPE


class _Guid(ctypes.Structure):
    _fields_ = (
        ("a", ctypes.c_ulong),
        ("b", ctypes.c_ushort),
        ("c", ctypes.c_ushort),
        ("d", ctypes.c_byte * 8),
    )


OLEACC, OLE32 = ctypes.WinDLL("oleacc"), ctypes.WinDLL("ole32")
OLEACC.LresultFromObject.restype = ctypes.c_ssize_t
OLEACC.LresultFromObject.argtypes = [POINTER, ctypes.c_size_t, POINTER]
IID_DISPATCH = _Guid()
OLE32.CLSIDFromString(ctypes.c_wchar_p("{00020400-0000-0000-C000-000000000046}"), ctypes.byref(IID_DISPATCH))


class _ExcelWindow:
    """The object that Excel gives out for its window EXCEL7."""

    def __init__(self, excel: Any) -> None:
        self.excel, self.line = excel, excel.line

    @property
    def Application(self) -> Any:  # noqa: N802  Excel's own name
        return self.excel


def make_windows(excel: Any) -> list[Any]:
    """XLMAIN, in it XLDESK, in it EXCEL7, which answers WM_GETOBJECT. What has to be kept alive."""
    kept: list[Any] = []

    def object_of(window: int, message: int, wparam: int, lparam: int) -> int:
        if lparam & 0xFFFFFFFF != OBJID_NATIVEOM:
            return int(win32gui.DefWindowProc(window, message, wparam, lparam))
        WIRE.cross("WM_GETOBJECT", "Window", "")
        kept.append(wrapped(_ExcelWindow(excel)))
        pointer = int(re.search(r"obj at 0x([0-9A-Fa-f]+)", repr(kept[-1]))[1], 16)  # type: ignore[index]
        return int(OLEACC.LresultFromObject(ctypes.byref(IID_DISPATCH), wparam, pointer))

    handle = 0
    for name in ("XLMAIN", "XLDESK", "EXCEL7"):
        kind = win32gui.WNDCLASS()
        kind.lpszClassName, kind.hInstance = name, win32api.GetModuleHandle(None)
        kind.lpfnWndProc = {WM_GETOBJECT: object_of} if name == "EXCEL7" else {}
        win32gui.RegisterClass(kind)
        style = win32con.WS_CHILD if handle else win32con.WS_OVERLAPPEDWINDOW
        handle = win32gui.CreateWindow(
            name, "Fake Excel", style, 0, 0, 200, 100, handle, 0, kind.hInstance, None
        )
        if name == "XLMAIN":
            excel.hwnd = handle
    return kept


class MessageFilter:
    """IMessageFilter of this process: lets so many calls pass, then rejects so many."""

    REJECTED = 1  # SERVERCALL_REJECTED; 2 is SERVERCALL_RETRYLATER

    def __init__(self) -> None:
        self.passing = self.left = self.rejected = 0
        table = [
            METHOD(ctypes.c_long, POINTER, POINTER, ctypes.POINTER(POINTER))(self._itself),
            METHOD(ctypes.c_ulong, POINTER)(lambda _this: 2),
            METHOD(ctypes.c_ulong, POINTER)(lambda _this: 1),
            METHOD(ctypes.c_ulong, POINTER, ctypes.c_ulong, POINTER, ctypes.c_ulong, POINTER)(self._incoming),
            METHOD(ctypes.c_ulong, POINTER, POINTER, ctypes.c_ulong, ctypes.c_ulong)(lambda *_: 0xFFFFFFFF),
            METHOD(ctypes.c_ulong, POINTER, POINTER, ctypes.c_ulong, ctypes.c_ulong)(lambda *_: 2),
        ]
        pointers = (POINTER * len(table))(*[ctypes.cast(method, POINTER) for method in table])
        self._kept = table, pointers, (POINTER * 1)(ctypes.addressof(pointers))
        OLE32.CoRegisterMessageFilter(ctypes.byref(self._kept[2]), ctypes.byref(POINTER()))

    def busy(self, passing: int, calls: int) -> None:
        self.passing, self.left, self.rejected = passing, calls, 0

    @staticmethod
    def _itself(this: int, _iid: Any, out: Any) -> int:
        out[0] = this
        return 0

    def _incoming(self, *_: Any) -> int:
        if self.passing > 0:
            self.passing -= 1
        elif self.left > 0:
            self.left -= 1
            self.rejected += 1
            return self.REJECTED
        return 0
