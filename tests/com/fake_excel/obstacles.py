"""What can go wrong on the line: Excel busy, a cell in edit mode, Excel gone, Python killed.

Each is a context manager over one Excel; inside it calls fail as they do in life.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fake_excel import variants
from fake_excel.dispatch import Call, PythonKilled
from fake_excel.variants import ComError

if TYPE_CHECKING:
    from fake_excel.application import Application

CHANGING = frozenset([
    "Activate", "Add", "AutoFit", "Calculate", "Clear", "ClearContents", "ClearFormats", "Close", "Copy", "Delete",
    "Insert", "Merge", "Open", "Protect", "Quit", "Resize", "Save", "SaveAs", "SaveCopyAs", "Select", "UnMerge",
    "Unprotect",
])  # fmt: skip
"""Methods that Excel does not run while a cell is being edited."""


class Busy:
    """Rejects calls: from the first whose text is `since` (at once when that is empty), `calls` times or for ever."""

    def __init__(self, hresult: int, calls: int | None, since: str) -> None:
        self.hresult, self.left, self.since, self.rejected = hresult, calls, since, 0

    def release(self) -> None:
        """Let everything pass from now on."""
        self.left = 0

    def in_the_way(self, call: Call) -> bool:
        """Whether this call is one to reject; counts it."""
        if self.since and str(call) == self.since:
            self.since = ""
        if self.since or self.left == 0:
            return False
        self.left = None if self.left is None else self.left - 1
        self.rejected += 1
        return True


@contextlib.contextmanager
def busy(
    excel: Application,
    calls: int | None = None,
    hresult: int = variants.RPC_E_CALL_REJECTED,
    since: str = "",
) -> Iterator[Busy]:
    """Excel calculates or shows a dialog and rejects everything."""
    obstacle = Busy(hresult, calls, since)

    def reject(call: Call) -> None:
        if obstacle.in_the_way(call):
            raise ComError(hresult, "Call was rejected by callee.")

    with excel.line.obstructed(reject):
        yield obstacle


@contextlib.contextmanager
def editing_a_cell(excel: Application, calls: int | None = None, since: str = "") -> Iterator[Busy]:
    """Somebody types in a cell: reading goes, changing does not.

    Properties come back as Excel's refusal with 0x800AC472 inside, methods with the bare number; both have been
    reported by users of pywin32.
    """
    obstacle = Busy(variants.VBA_E_IGNORE, calls, since)

    def refuse_changes(call: Call) -> None:
        if changes_excel(call) and obstacle.in_the_way(call):
            if call.kind == "set":
                raise variants.refusal("", variants.VBA_E_IGNORE)
            raise ComError(variants.VBA_E_IGNORE, "OLE error 0x800ac472")

    with excel.line.obstructed(refuse_changes):
        yield obstacle


@contextlib.contextmanager
def gone_after(excel: Application, calls: int) -> Iterator[None]:
    """The Excel process ends after so many further calls."""
    left = [calls]

    def unavailable(_call: Call) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise ComError(variants.RPC_S_SERVER_UNAVAILABLE, "The RPC server is unavailable.")

    with excel.line.obstructed(unavailable):
        yield


@contextlib.contextmanager
def python_killed_at(excel: Application, name: str = "", changing: int = 1) -> Iterator[None]:
    """The Python process ends instead of making a call: the n-th that changes Excel, or the n-th of that text."""
    left = [changing]

    def kill(call: Call) -> None:
        wanted = str(call) == name if name else changes_excel(call)
        left[0] -= wanted
        if left[0] <= 0:
            raise PythonKilled(str(call))

    with excel.line.obstructed(kill):
        yield


def changes_excel(call: Call) -> bool:
    """Whether the call changes something, as opposed to asking."""
    return call.kind == "set" or (call.kind == "call" and call.name in CHANGING)
