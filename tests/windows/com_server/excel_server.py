"""The fake Excel as a process of its own: excel_server.py BOOK CONTROLFOLDER, under the Windows Python.

Beside it lie fake_excel/ (of tests/com), fake.tlb and fake_ids.json (make_idl.py). What user and test do comes as
CONTROLFOLDER/order.json; the answer goes to answer.json.
"""

# ruff: noqa: E402  -- the apartment is chosen before pywin32 is imported
from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.coinit_flags = 2  # type: ignore[attr-defined]  # a single-threaded apartment, as Excel's

import win32event
import win32gui
from excel_windows import MessageFilter, make_windows
from fake_excel import application
from fake_excel.cells import Rect
from fake_excel.ranges import Range
from fake_excel.typed_text import INDONESIAN
from served import FAULTS, WIRE

HEARTBEAT_MS = 20


class Orders:
    """What a test may tell this Excel, by name: each takes the order and gives the answer."""

    def __init__(self, excel: application.Application, book: Any, busy: MessageFilter) -> None:
        self.excel, self.book, self.filter = excel, book, busy

    def quit(self, _order: dict[str, Any]) -> None:
        """Ends after its answer."""

    def reset(self, order: dict[str, Any]) -> None:
        WIRE.kinds.clear()
        WIRE.last_call = order.get("last_call")

    def dump(self, _order: dict[str, Any]) -> dict[str, Any]:
        return {"wire": dict(WIRE.kinds), "rejected": self.filter.rejected, "faults": FAULTS}

    def busy(self, order: dict[str, Any]) -> None:
        self.filter.busy(order.get("passing", 0), order.get("calls", 0))

    def select(self, order: dict[str, Any]) -> None:
        sheet = self.book.sheet(order["sheet"])
        row = next(table for table in sheet.tables if table.name == order["table"]).rect.top + order["row"]
        self.excel.show(sheet)
        self.excel.selection = Range(sheet, Rect(row, 1, row, 1))

    def state(self, _order: dict[str, Any]) -> dict[str, Any]:
        return {
            "settings": dict(self.excel.settings),
            "open": sorted(sheet.name for sheet in self.book.sheets if not sheet.protected),
            "saved": self.book.saved,
        }


def main() -> None:
    book_path, control = Path(sys.argv[1]), Path(sys.argv[2])
    control.mkdir(exist_ok=True)
    excel = application.Application(region=INDONESIAN)
    book = excel.open_book(book_path)
    kept = make_windows(excel)
    orders = Orders(excel, book, MessageFilter())
    draft = control / "ready.tmp"  # whoever waits for the file reads it at once
    draft.write_text(json.dumps({"hwnd": excel.hwnd, "book": book.Name, "kept": len(kept)}))
    draft.replace(control / "ready.json")
    while not win32gui.PumpWaitingMessages():
        win32event.MsgWaitForMultipleObjects([], 0, HEARTBEAT_MS, win32event.QS_ALLINPUT)
        with contextlib.suppress(OSError, ValueError):  # not there, or half written
            order = json.loads((control / "order.json").read_text())
            (control / "order.json").unlink()
            answer = getattr(orders, order["do"])(order) or {}
            (control / "answer.json").write_text(json.dumps(answer, default=str))
            if order["do"] == "quit":
                os._exit(0)


main()
