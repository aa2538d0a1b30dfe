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
    """Every call is rejected `calls` times, or until `release()`."""

    def __init__(self, hresult: int, calls: int | None) -> None:
        self.hresult, self.left, self.rejected = hresult, calls, 0

    def release(self) -> None:
        self.left = 0

    def __call__(self, call: Call) -> None:
        if self.left is None or self.left > 0:
            self.left = None if self.left is None else self.left - 1
            self.rejected += 1
            raise ComError(self.hresult, "Call was rejected by callee.")


@contextlib.contextmanager
def busy(
    excel: Application, calls: int | None = None, hresult: int = variants.RPC_E_CALL_REJECTED
) -> Iterator[Busy]:
    """Excel calculates or shows a dialog: for `calls` calls, or until the yielded object is released."""
    obstacle = Busy(hresult, calls)
    with excel.line.obstructed(obstacle):
        yield obstacle


@contextlib.contextmanager
def editing_a_cell(excel: Application, calls: int | None = None) -> Iterator[Busy]:
    """Somebody types in a cell: reading goes, changing does not.

    Properties come back as Excel's refusal with 0x800AC472 inside, methods with the bare number; both have been
    reported by users of pywin32.
    """
    obstacle = Busy(variants.VBA_E_IGNORE, calls)

    def refuse_changes(call: Call) -> None:
        if call.kind == "set" and (obstacle.left is None or obstacle.left > 0):
            with contextlib.suppress(ComError):
                obstacle(call)
            raise variants.refusal("", variants.VBA_E_IGNORE)
        if call.kind == "call" and call.name in CHANGING:
            obstacle(call)

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
def python_killed_at(excel: Application, name: str, occurrence: int = 1) -> Iterator[None]:
    """The Python process ends instead of making the n-th call of that text, e.g. `call Workbook.Save`."""
    seen = [0]

    def kill(call: Call) -> None:
        seen[0] += str(call) == name
        if seen[0] >= occurrence:
            raise PythonKilled(str(call))

    with excel.line.obstructed(kill):
        yield
