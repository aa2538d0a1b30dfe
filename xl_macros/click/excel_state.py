"""What a button switches off in Excel while it writes, and puts back: at its end, or at the next click after a kill.

What has to be put back stands in a small file of the office folder for as long as it is switched off, because a
killed process, an Excel that stays busy and a power cut all end a button without its last lines.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from xl_macros.errors import Refusal
from xl_macros.places.folders import replace_private

MEMORY = "excel.json"

DISP_E_EXCEPTION = -2147352567  # Excel itself said no
NOT_THERE = frozenset({DISP_E_EXCEPTION, -2147352565})  # also DISP_E_BADINDEX, for a collection
XL_CALCULATION_AUTOMATIC = -4105
XL_CALCULATION_MANUAL = -4135
PROTECTION_OPTIONS = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
)


class Patient(Protocol):
    """The host's way of making a call: again and again while Excel is busy, `tries` times at most."""

    errors: tuple[type[Exception], ...]
    """What a call raises when Excel refuses it, or stays busy."""

    def patiently(self, step: Callable[[], object], tries: int = ...) -> object: ...


@dataclass(slots=True)
class Before:
    """How Excel was: its way of calculating, and the protected sheets with what their protection allows."""

    calculation: int = XL_CALCULATION_AUTOMATIC
    protected: dict[str, dict[str, bool]] = field(default_factory=dict)


class SwitchedOff:
    """Excel while a button works in it; made by `switched_off`."""

    def __init__(self, sheets: Mapping[str, Any], before: Before, memory: Path, host: Patient) -> None:
        self._sheets = sheets
        self._before = before
        self._memory = memory
        self._host = host
        self._open: set[str] = set()
        self._remember()

    def open_sheets(self, names: Iterable[str]) -> None:
        """Take the protection off those of the sheets that have one, until the button ends.

        Only what is about to be written: reading and restoring one sheet's protection is fifteen calls to Excel.
        Refused when a sheet is protected with a password.
        """
        closed = {name: self._sheets[name] for name in dict.fromkeys(names) if name not in self._open}
        closed = {name: sheet for name, sheet in closed.items() if sheet.ProtectContents}
        self._before.protected |= {name: _options(sheet) for name, sheet in closed.items()}
        if closed:
            self._remember()
        for sheet in closed.values():
            _unprotect(sheet, self._host)
        self._open.update(names)

    def _remember(self) -> None:
        replace_private(self._memory, json.dumps(asdict(self._before)).encode())

    def put_back(self, app: Any) -> None:
        """All as before. Every step on its own: one that fails must not keep the others from being made."""
        steps = [
            partial(_protect, self._sheets[name], options) for name, options in self._before.protected.items()
        ]
        settings = {"Calculation": self._before.calculation, "EnableEvents": True, "ScreenUpdating": True}
        steps += [partial(setattr, app, name, value) for name, value in settings.items()]
        made = [_made(step, self._host) for step in steps]
        if all(made):
            self._memory.unlink(missing_ok=True)


@contextmanager
def switched_off(
    app: Any, book: Any, sheets: Sequence[str], memory: Path, host: Patient
) -> Iterator[SwitchedOff]:
    """No flicker, no recalculation in between, and protected sheets open when asked: all as before afterwards."""
    found = _worksheets(book, sheets, host)
    state = SwitchedOff(found, _before(app, found, memory), memory, host)
    try:
        app.ScreenUpdating, app.Calculation, app.EnableEvents = False, XL_CALCULATION_MANUAL, False
        yield state
    finally:
        state.put_back(app)


def _worksheets(book: Any, names: Sequence[str], host: Patient) -> dict[str, Any]:
    """The sheets by name; refused when one is missing."""
    found, worksheets = {}, book.Worksheets
    for name in names:
        try:
            found[name] = worksheets(name)
        except host.errors as error:
            if getattr(error, "hresult", None) not in NOT_THERE:
                raise
            raise Refusal(
                f"Lembar {name} tidak ada di buku kerja ini; mungkin diganti namanya atau dihapus.",
                cure=f"Kembalikan nama lembar itu menjadi {name}, atau buka buku kerja cadangan terakhir.",
            ) from error
    return found


def _before(app: Any, sheets: Mapping[str, Any], memory: Path) -> Before:
    """How Excel is now, except for what an interrupted button left switched off and open."""
    left = _remembered(memory)
    if left is None:
        return Before(int(app.Calculation))
    known = {name: options for name, options in left.protected.items() if name in sheets}
    return Before(left.calculation, known)


def _remembered(memory: Path) -> Before | None:
    try:
        return Before(**json.loads(memory.read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return None  # no button was interrupted, or before its first line was on the disk


def _options(sheet: Any) -> dict[str, bool]:
    """What `Protect` needs to close the sheet as it is closed now."""
    protection = sheet.Protection
    options = {name: bool(getattr(protection, name)) for name in PROTECTION_OPTIONS}
    options |= {"Contents": True, "DrawingObjects": bool(sheet.ProtectDrawingObjects)}
    return options | {"Scenarios": bool(sheet.ProtectScenarios)}


def _unprotect(sheet: Any, host: Patient) -> None:
    try:
        # an explicit password, else Excel asks for one in a window that nobody sees
        host.patiently(lambda: sheet.Unprotect(""))
    except host.errors as error:
        if getattr(error, "hresult", None) != DISP_E_EXCEPTION:
            raise
        raise Refusal(
            f"Lembar {sheet.Name} dilindungi dengan kata sandi.",
            cure="Buka perlindungannya (Tinjau > Buka Proteksi Lembar), lalu klik lagi.",
        ) from error


def _protect(sheet: Any, options: Mapping[str, bool]) -> None:
    if not sheet.ProtectContents:
        sheet.Protect(**options)


def _made(step: Callable[[], object], host: Patient) -> bool:
    try:
        host.patiently(step)
    except host.errors:
        return False
    return True
