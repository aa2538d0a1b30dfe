"""The fake Excel as a real COM server in a process of its own: a window tree that answers WM_GETOBJECT, IDispatch with a
type library, VARIANTs, refusals, a message filter that rejects calls.

Run by office.py under the Windows Python: excel_server.py BOOK CONTROLFOLDER [notypes]. Beside it lie fake_excel/ (from
tests/com), fake.tlb and fake_ids.json (make_idl.py). Orders come as CONTROLFOLDER/order.json, answers as answer.json.
"""

import ctypes, datetime as dt, json, os, re, sys, time, traceback
from collections import Counter
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.coinit_flags = 2
import pythoncom, pywintypes, win32api, win32con, win32gui, winerror
from win32com.client import VARIANT
from win32com.server import policy, util
from win32com.server.exception import COMException

from fake_excel import application, files, variants
from fake_excel.typed_text import INDONESIAN

TABLE = json.loads((HERE / "fake_ids.json").read_text())
NAMES = {k: {i: n for n, i in t["ids"].items()} for k, t in TABLE.items()}
LOWER = {k: {n.lower(): i for n, i in t["ids"].items()} for k, t in TABLE.items()}
TYPES = "notypes" not in sys.argv
LIBRARY = pythoncom.LoadTypeLib(str(HERE / "fake.tlb"))
WIRE = Counter()
SEEN = Counter()
ARGS = Counter()
STATE = {"calls": 0, "die_at": None, "log": None, "t0": 0.0, "inside": 0.0}


def outward(value):
    """A value of the fake as the VARIANT that Excel would give."""
    if value is None or isinstance(value, (bool, str)) and not isinstance(value, variants.ErrorValue):
        return value
    if isinstance(value, variants.ErrorValue):
        return VARIANT(pythoncom.VT_ERROR, variants.ERROR_CODES[value])
    if isinstance(value, variants.Moment):
        naive = variants.from_serial(value)
        return pywintypes.Time(naive.replace(tzinfo=dt.timezone.utc))
    if isinstance(value, variants.Currency):
        return VARIANT(pythoncom.VT_CY, Decimal(round(float(value) * 10_000)) / 10_000)
    if isinstance(value, (list, tuple)):
        return [outward(v) for v in value]  # a list: a tuple would be taken for by-reference results
    if hasattr(value, "line"):
        return wrapped(value)
    return value


def kind(value):
    if isinstance(value, (tuple, list)):
        inner = sorted({kind(v) for row in value for v in (row if isinstance(row, (tuple, list)) else [row])})
        return f"array[{','.join(inner)}]"
    return type(value).__name__


def inward(value):
    """An argument as it arrived: pywin32 has unpacked the VARIANT."""
    if isinstance(value, pythoncom.TypeIIDs[pythoncom.IID_IDispatch]) or isinstance(
        value, pythoncom.TypeIIDs[pythoncom.IID_IUnknown]
    ):
        return pythoncom.UnwrapObject(value)._obj_
    if isinstance(value, dt.datetime):
        return variants.Moment(variants.to_serial(value.replace(tzinfo=None)))
    if isinstance(value, Decimal):
        return variants.Currency(value)
    if isinstance(value, (tuple, list)):
        return [inward(v) for v in value]
    return variants.from_python(value)


class Policy(policy.BasicWrapPolicy):
    def _wrap_(self, ob):
        self._obj_ = ob
        self._com_interfaces_ = []
        self._klass = type(ob).__name__ if type(ob).__name__ in TABLE else "Range"

    def _query_interface_(self, iid):
        if str(iid).upper() == TABLE[self._klass]["iid"].upper():
            return 1
        return 0

    def _GetTypeInfoCount_(self):
        return 1 if TYPES else 0

    def _GetTypeInfo_(self, index, lcid):
        self._cross("GetTypeInfo", "")
        if not TYPES:
            raise COMException(scode=winerror.DISP_E_BADINDEX)
        return 0, LIBRARY.GetTypeInfoOfGuid(pywintypes.IID(TABLE[self._klass]["iid"]))

    def _GetIDsOfNames_(self, names, lcid):
        self._cross("GetIDsOfNames", names[0])
        found = LOWER[self._klass].get(names[0].lower())
        if found is None:
            raise COMException(scode=winerror.DISP_E_UNKNOWNNAME)
        return (found,)

    def _cross(self, what, name):
        WIRE[what] += 1
        SEEN[f"{what} {self._klass}.{name}"] += 1
        if STATE["log"] is not None:
            STATE["log"].append((round(time.perf_counter() - STATE["t0"], 4), what, self._klass, name))
        STATE["calls"] += 1
        if STATE.get("trigger") and STATE["trigger"][0] == f"{what} {self._klass}.{name}":
            STATE["trigger"][1] -= 1
            if STATE["trigger"][1] <= 0:
                BUSY.update(left=STATE["trigger"][2], after=0, rejected=0)
                STATE["trigger"] = None
        if STATE["die_at"] is not None and STATE["calls"] >= STATE["die_at"]:
            os._exit(77)

    def _Invoke_(self, dispid, lcid, flags, args):
        name = (
            "_NewEnum"
            if dispid == -4
            else "Item"
            if dispid == 0
            else NAMES[self._klass].get(dispid, f"?{dispid}")
        )
        put = flags & 12
        self._cross("set" if put else "Invoke", name)
        for a in args:
            ARGS[
                f"{self._klass}.{name} {'set' if put else flags}: {kind(a)}"
                + (f"={a}" if isinstance(a, int) and not isinstance(a, bool) and a < -2147000000 else "")
            ] += 1
        started = time.perf_counter()
        try:
            return 0, -1, self._served(name, put, flags, [a for a in args])
        except variants.ComError as error:
            if error.excepinfo is None:
                return error.hresult, 0, None
            raise COMException(
                description=error.excepinfo[2],
                scode=error.excepinfo[5],
                source="Microsoft Excel",
                helpfile="xlmain11.chm",
                helpContext=0,
            )
        except COMException:
            raise
        except BaseException:
            with open(CONTROL / "server_errors.txt", "a", encoding="utf-8") as f:
                f.write(f"{self._klass}.{name} flags={flags} args={args!r}\n{traceback.format_exc()}\n")
            return winerror.E_FAIL, 0, None
        finally:
            STATE["inside"] += time.perf_counter() - started

    def _served(self, name, put, flags, args):
        ob = self._obj_
        if name == "_NewEnum":
            items = [outward(i) for i in ob.items()]
            return util.NewEnum(items)
        given = [
            None if a is pythoncom.Missing or (isinstance(a, int) and a == -2147352572) else inward(a)
            for a in args
        ]
        member = getattr(type(ob), name, None)
        if member is None:
            raise COMException(scode=winerror.DISP_E_MEMBERNOTFOUND)
        ob.line.cross("set" if put else "get" if isinstance(member, property) else "call", ob, name)
        if put:
            if not isinstance(member, property) or member.fset is None:
                raise variants.refusal(f"Unable to set the {name} property")
            setattr(ob, name, given[-1])
            return None
        if isinstance(member, property):
            argued = getattr(ob, "Get" + name, None)
            meant = [a for a in given if a is not None]
            if argued and meant:
                return outward(
                    argued(
                        **{k: v for k, v in zip(parameters(type(ob), "Get" + name), given) if v is not None}
                    )
                )
            return outward(getattr(ob, name))
        if name == "Protect":
            order = ("Password", *PROTECT)
            return outward(ob.Protect(**{k: v for k, v in zip(order, given) if v is not None}))
        while given and given[-1] is None:
            given.pop()
        if flags == 2 and name not in ("Range", "Item"):
            raise COMException(scode=winerror.DISP_E_MEMBERNOTFOUND)  # a method, read as a property
        return outward(getattr(ob, name)(*given))


import inspect
from functools import cache
from fake_excel.protection import _ORDER as PROTECT


@cache
def signature(klass, name):
    return tuple(inspect.signature(getattr(klass, name)).parameters.values())


def parameters(klass, name):
    return [p.name for p in signature(klass, name)][1:]


def wrapped(ob):
    return pythoncom.WrapObject(Policy(ob), pythoncom.IID_IDispatch, pythoncom.IID_IDispatch)


# -- the windows ------------------------------------------------------------------------------------------
class GUID(ctypes.Structure):
    _fields_ = [
        ("a", ctypes.c_ulong),
        ("b", ctypes.c_ushort),
        ("c", ctypes.c_ushort),
        ("d", ctypes.c_byte * 8),
    ]


oleacc, ole32 = ctypes.WinDLL("oleacc"), ctypes.WinDLL("ole32")
oleacc.LresultFromObject.restype = ctypes.c_ssize_t
oleacc.LresultFromObject.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]
IID_DISPATCH = GUID()
ole32.CLSIDFromString(ctypes.c_wchar_p("{00020400-0000-0000-C000-000000000046}"), ctypes.byref(IID_DISPATCH))


class ExcelWindow:
    def __init__(self, excel):
        self.excel, self.line = excel, excel.line

    @property
    def Application(self):
        return self.excel


ExcelWindow.__name__ = "_ExcelWindow"


def windows(excel):
    kept = {}

    def object_of(hwnd, message, wparam, lparam):
        SEEN[f"WM_GETOBJECT {lparam & 0xFFFFFFFF:08x}"] += 1
        if (lparam & 0xFFFFFFFF) == 0xFFFFFFF0 and STATE.get("window", True):
            kept["o"] = wrapped(ExcelWindow(excel))
            pointer = int(re.search(r"obj at 0x([0-9A-Fa-f]+)", repr(kept["o"]))[1], 16)
            got = oleacc.LresultFromObject(ctypes.byref(IID_DISPATCH), wparam, pointer)
            WIRE["WM_GETOBJECT"] += 1
            return got
        return win32gui.DefWindowProc(hwnd, message, wparam, lparam)

    handles = 0
    for name in ("XLMAIN", "XLDESK", "EXCEL7"):
        wc = win32gui.WNDCLASS()
        wc.lpszClassName, wc.hInstance = name, win32api.GetModuleHandle(None)
        wc.lpfnWndProc = {0x003D: object_of} if name == "EXCEL7" else {}
        win32gui.RegisterClass(wc)
        style = win32con.WS_OVERLAPPEDWINDOW if not handles else win32con.WS_CHILD
        handles = win32gui.CreateWindow(
            name, "Fake Excel", style, 0, 0, 200, 100, handles, 0, wc.hInstance, None
        )
        kept[name] = handles
    excel.hwnd = kept["XLMAIN"]
    return kept


# -- the message filter -----------------------------------------------------------------------------------
BUSY = {"left": 0, "until": 0.0, "answer": 1, "rejected": 0, "after": 0}
FT = ctypes.WINFUNCTYPE
P = ctypes.c_void_p


def incoming(this, calltype, task, ticks, info):
    if BUSY["after"] > 0:
        BUSY["after"] -= 1
        return 0
    if BUSY["left"] > 0 or time.perf_counter() < BUSY["until"]:
        BUSY["left"] -= 1
        BUSY["rejected"] += 1
        return BUSY["answer"]  # 1 SERVERCALL_REJECTED, 2 SERVERCALL_RETRYLATER
    return 0


_vt = [
    FT(ctypes.c_long, P, P, ctypes.POINTER(P))(lambda this, iid, out: out.__setitem__(0, this) or 0),
    FT(ctypes.c_ulong, P)(lambda this: 2),
    FT(ctypes.c_ulong, P)(lambda this: 1),
    FT(ctypes.c_ulong, P, ctypes.c_ulong, P, ctypes.c_ulong, P)(incoming),
    FT(ctypes.c_ulong, P, P, ctypes.c_ulong, ctypes.c_ulong)(lambda *a: 0xFFFFFFFF),
    FT(ctypes.c_ulong, P, P, ctypes.c_ulong, ctypes.c_ulong)(lambda *a: 2),
]
_table = (P * 6)(*[ctypes.cast(f, P) for f in _vt])
_object = (P * 1)(ctypes.addressof(_table))


def main():
    global CONTROL
    book_path, CONTROL = Path(sys.argv[1]), Path(sys.argv[2])
    CONTROL.mkdir(exist_ok=True)
    excel = application.Application(region=INDONESIAN)
    book = excel.open_book(book_path)
    kept = windows(excel)
    old = P()
    filtered = ole32.CoRegisterMessageFilter(ctypes.byref(_object), ctypes.byref(old))
    try:
        rot = pythoncom.RegisterActiveObject(
            wrapped(excel), pywintypes.IID("{00024500-0000-0000-C000-000000000046}"), 0
        )
    except Exception as e:
        rot = repr(e)
    (CONTROL / "ready.json").write_text(
        json.dumps(
            {
                "hwnd": excel.hwnd,
                "windows": kept,
                "pid": os.getpid(),
                "filter": filtered,
                "rot": str(rot),
                "book": book.Name,
            }
        )
    )
    beat = win32gui.SetTimer if hasattr(win32gui, "SetTimer") else None
    from fake_excel.cells import Rect
    from fake_excel.ranges import Range

    while True:
        import win32event

        win32event.MsgWaitForMultipleObjects([], 0, 30, win32event.QS_ALLINPUT)
        if win32gui.PumpWaitingMessages():
            break
        order = CONTROL / "order.json"
        if not order.exists():
            continue
        try:
            wanted = json.loads(order.read_text())
        except (ValueError, OSError):
            continue
        order.unlink()
        answer = {}
        do = wanted["do"]
        if do == "quit":
            (CONTROL / "answer.json").write_text("{}")
            os._exit(0)
        if do == "reset":
            WIRE.clear(), SEEN.clear(), ARGS.clear()
            STATE.update(
                calls=0,
                log=[] if wanted.get("log") else None,
                t0=time.perf_counter(),
                inside=0.0,
                die_at=wanted.get("die_at"),
            )
        if do == "dump":
            answer = {
                "wire": dict(WIRE),
                "seen": SEEN.most_common(),
                "args": ARGS.most_common(),
                "calls": STATE["calls"],
                "inside": STATE["inside"],
                "log": STATE["log"],
                "busy": BUSY,
            }
        if do == "select":
            sheet = book.sheet(wanted["sheet"])
            top = next(t for t in sheet.tables if t.name == wanted["table"]).rect.top
            excel.show(sheet)
            row = top + wanted.get("row", 1)
            excel.selection = Range(sheet, Rect(row, 1, row, 1))
        if do == "busy":
            BUSY.update(
                left=wanted.get("calls", 0),
                until=time.perf_counter() + wanted.get("seconds", 0.0),
                answer=wanted.get("answer", 1),
                rejected=0,
                after=wanted.get("after", 0),
            )
        if do == "trigger":
            STATE["trigger"] = [wanted["at"], wanted.get("nth", 1), wanted["calls"]]
        if do == "state":
            answer = {
                "settings": {k: v for k, v in excel.settings.items()},
                "protected": {s.name: s.protected for s in book.sheets},
                "saves": book.saves,
                "saved": book.saved,
                "status": excel.status_texts[-30:],
            }
        if do == "contents":
            answer = {k: {a: (str(v)) for a, v in cells.items()} for k, cells in files.contents(book).items()}
        if do == "cell":
            sheet = book.sheet(wanted["sheet"])
            from fake_excel.names import read_address

            r = read_address(wanted["address"])
            from dataclasses import replace

            cell = sheet.grid.touched(r.top, r.left)
            v = wanted["value"]
            cell.value = variants.ErrorValue(v) if isinstance(v, str) and v.startswith("#") else v
            if "format" in wanted:
                cell.style = replace(cell.style, number_format=wanted["format"])
        if do == "window":
            STATE["window"] = wanted["on"]
        (CONTROL / "answer.json").write_text(json.dumps(answer, default=str))


main()
