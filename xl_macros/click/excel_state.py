"""What a button changes in Excel while it writes, and puts back: at its end, or at the next click after a kill.

Excel keeps some of its state in every file that it saves, and hands it on to other workbooks: the calculation mode
of the session and the protection of the sheets. So sheets are closed before each Save and SaveCopyAs, and the
calculation mode is left alone: what a button writes moves a handful of light formulas.

Which sheets are closed, and what stays allowed on them, is said by `schema.PROTECTED_SHEETS`, never by how a sheet
was found. The names of sheets that are open stand in a small file of the office folder meanwhile, because a killed
process, an Excel that stays busy and a power cut all end a button without its last lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from xl_macros.click.com_errors import is_busy, is_gone, is_missing, is_no
from xl_macros.errors import Refusal
from xl_macros.places.folders import (
    replace_private,
)
from xl_macros.places.plain_files import read_plain
from xl_macros.tables.drawing import HeldSheets
from xl_macros.tables.schema import PROTECTED_SHEETS

if TYPE_CHECKING:
    import xlwings as xw

MEMORY = "excel.json"
SAVED_MARK = "disimpan-otomatis"
"""Lies in the office's private folder once a button has saved without touching the calculation mode."""

XL_CALCULATION_AUTOMATIC = -4105
XL_CALCULATION_MANUAL = -4135
LONGEST_BOOK_PART = 1 << 20
LONGEST_MEMORY = 1 << 16
REPAIRED = (
    "Penghitungan otomatis Excel dinyalakan kembali: versi Kecuali yang lama telah mematikannya di buku kerja ini, "
    "juga bagi buku kerja lain yang terbuka."
)

ARGUMENTS_OF_PROTECT = (
    "Password", "DrawingObjects", "Contents", "Scenarios", "UserInterfaceOnly", "AllowFormattingCells",
    "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns", "AllowInsertingRows",
    "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering",
    "AllowUsingPivotTables",
)  # fmt: skip
"""In Excel's order: a late-bound object whose types could not be asked for knows no keywords."""
ALLOWANCES = ARGUMENTS_OF_PROTECT[5:]
_EXCEL_NAMES = {
    "format_columns": "AllowFormattingColumns",
    "format_rows": "AllowFormattingRows",
    "sort": "AllowSorting",
    "autofilter": "AllowFiltering",
}


class Patient(Protocol):
    """The host: what its calls raise, and how it is made to wait for a busy Excel once more."""

    errors: tuple[type[Exception], ...]

    def patience_anew(self) -> None: ...


class Sheets:
    """The workbook's sheets: each is asked of Excel once, when it is needed; refused when one is missing.

    What the sheets are called and which are protected is read in the copy of the workbook (`excel_copy.py`) where
    there is one.
    """

    def __init__(
        self, live: HeldSheets, names: Sequence[str], host: Patient, copy: xw.Book | None = None
    ) -> None:
        self._live, self._names, self._host, self._copy = live, names, host, copy
        self.now_protected: dict[str, bool] = {}
        """Sheets that were opened or closed since, by us."""
        there = {sheet.name for sheet in copy.sheets} if copy is not None else set()
        for name in names:
            if (
                name not in there
            ):  # asked of Excel, which may know it in other letters, or says that it is missing
                self[name]

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def __getitem__(self, name: str) -> Any:
        errors: tuple[type[Exception], ...] = (KeyError, *self._host.errors)
        try:
            return self._live[name].api
        except errors as error:
            if is_busy(error) or is_gone(error) or not (isinstance(error, KeyError) or is_missing(error)):
                raise
            raise Refusal(
                f"Lembar {name} tidak ada di buku kerja ini; mungkin diganti namanya atau dihapus.",
                cure=f"Kembalikan nama lembar itu menjadi {name}, atau buka buku kerja cadangan terakhir.",
            ) from error

    def is_protected(self, name: str) -> bool:
        if name in self.now_protected:
            return self.now_protected[name]
        sheet = self._copy.sheets[name].api if self._copy is not None else self[name]
        return bool(sheet.ProtectContents)

    def may_be_filtered(self, name: str) -> bool:
        """Whether the copy says so; without one only the tables themselves can say."""
        return self._copy is None or bool(self._copy.sheets[name].api.FilterMode)


class SwitchedOff:
    """Excel while a button works in it; made by `switched_off`."""

    def __init__(self, sheets: Sheets, memory: Path, host: Patient) -> None:
        self._sheets = sheets
        self._memory = memory
        self._host = host
        self._allowed = {name: kept for name, kept in remembered(memory).items() if name in sheets}
        """What stays allowed on each sheet that has to be protected again."""
        self._pending = set(self._allowed)
        self._opened: set[str] = set()
        self._looked_around = False
        self.told: list[str] = []
        """What the user finds changed afterwards, a sentence each."""
        self._remember()

    def open_sheets(self, names: Iterable[str]) -> None:
        """Take the protection off the sheets, until `close_sheets`. Refused when one has a password."""
        wanted = [name for name in dict.fromkeys(names) if name not in self._opened]
        if not wanted:
            return
        protected = [name for name in wanted if self._sheets.is_protected(name)]
        for name in wanted:
            if name in PROTECTED_SHEETS or name in protected:
                self._to_close(name)
        self._look_around(wanted)
        self._remember()
        for name in protected:
            _unprotect(self._sheets[name], self._host)
            self._sheets.now_protected[name] = False
        for name in wanted:
            self._unfilter(name)
        self._opened.update(wanted)

    def _unfilter(self, name: str) -> None:
        """Have all rows of a sheet shown. Refused when that fails.

        Across rows that a filter hides, Excel writes the first value of a block into each cell that is to be seen
        and nothing into the others (xlwings #679, #747). Rows that somebody hid by hand are written to like any.
        """
        if not self._sheets.may_be_filtered(name):
            return
        sheet = self._sheets[name]
        try:
            filters = [table.AutoFilter for table in sheet.ListObjects if table.ShowAutoFilter]
            on = [each for each in filters if each.FilterMode]
            for each in on:
                each.ShowAllData()
            if sheet.FilterMode:  # the sheet's own
                on.append(sheet)
                sheet.ShowAllData()
        except self._host.errors as error:
            if not is_no(error):
                raise
            raise Refusal(
                f"Lembar {name} sedang disaring, dan Excel tidak melepas saringannya.",
                cure="Hapus saringannya (Data > Hapus), lalu klik lagi.",
            ) from error
        if on:
            self.told.append(
                f"Saringan pada lembar {name} dilepas: pada baris yang tersaring Excel tidak menulis dengan benar."
            )

    def _look_around(self, wanted: Collection[str]) -> None:
        """Sheets of schema's list that somebody left open are closed with ours."""
        if not self._looked_around:
            self._looked_around = True
            for name in PROTECTED_SHEETS:
                if name not in wanted and not self._sheets.is_protected(name):
                    self._to_close(name)

    def _to_close(self, name: str) -> None:
        self._allowed[name] = _allowed(self._sheets[name], name)
        self._pending.add(name)

    def close_sheets(self) -> None:
        """Protect what is open. Raises what Excel raises: nothing may be saved with a sheet left open."""
        for name in sorted(self._pending):
            self._close(name)

    def _close(self, name: str) -> None:
        by_us = self._sheets.now_protected.get(name) is False
        _protect(self._sheets[name], self._allowed[name], surely_open=by_us)
        self._sheets.now_protected[name] = True
        self._pending.discard(name)
        self._opened.discard(name)

    def _remember(self) -> None:
        """Written before a sheet is opened; what was closed since does no harm there."""
        replace_private(self._memory, json.dumps({"open": self._allowed}).encode())

    def put_back(self, app: Any) -> None:
        """All as before: what the user sees first. One step that fails does not keep the others from being made."""
        self._host.patience_anew()
        steps: list[Callable[[], None]] = [
            partial(setattr, app, "ScreenUpdating", True),
            partial(setattr, app, "EnableEvents", True),
            *(partial(self._close, name) for name in sorted(self._pending)),
        ]
        made = [_made(step) for step in steps]
        if all(made):
            self._memory.unlink(missing_ok=True)


@contextmanager
def switched_off(app: Any, sheets: Sheets, memory: Path, host: Patient) -> Iterator[SwitchedOff]:
    """No flicker and no other macros, and protected sheets open when asked: all as before afterwards."""
    state = SwitchedOff(sheets, memory, host)
    try:
        app.ScreenUpdating = False
        app.EnableEvents = False
        yield state
    finally:
        state.put_back(app)


def repair_calculation(app: Any, book: Path, private: Path) -> list[str]:
    """Automatic calculation again where an earlier version left it manual; the sentences about it.

    Versions up to 0.1 saved the workbook in manual calculation, which Excel takes over from the first workbook that
    is opened: file and session then agree. A mode that somebody chose since a button last saved is kept.
    """
    interrupted = _is_of_old_version(private / MEMORY)
    if not interrupted and (private / SAVED_MARK).exists():
        return []
    if int(app.Calculation) != XL_CALCULATION_MANUAL or not (interrupted or _saved_in_manual(book)):
        return []
    app.Calculation = XL_CALCULATION_AUTOMATIC
    return [REPAIRED]


def mark_saved(private: Path) -> None:
    """Remember that the mode in the file is no longer an earlier version's."""
    mark = private / SAVED_MARK
    if not mark.exists():
        replace_private(mark, b"")


def _saved_in_manual(book: Path) -> bool:
    """Whether the file says that it was saved in manual calculation."""
    import zipfile  # here, since no click over a file needs it

    try:
        with zipfile.ZipFile(book) as parts, parts.open("xl/workbook.xml") as part:
            text = part.read(LONGEST_BOOK_PART)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False  # what cannot be read was not left so by us
    found = re.search(rb"<(?:\w+:)?calcPr\b[^>]*>", text)
    return found is not None and re.search(rb"""\bcalcMode\s*=\s*["']manual["']""", found[0]) is not None


def _read_memory(memory: Path) -> dict[str, Any]:
    try:
        found = json.loads(read_plain(memory, LONGEST_MEMORY))
    except (OSError, ValueError, RecursionError):
        return {}  # no button was interrupted, or before its first line was on the disk
    return found if isinstance(found, dict) else {}


def _is_of_old_version(memory: Path) -> bool:
    return "calculation" in _read_memory(memory)


def remembered(memory: Path) -> dict[str, list[str]]:
    """The sheets that an interrupted button left open, with what stays allowed on each; also an earlier version's."""
    found = _read_memory(memory)
    left = found.get("open", found.get("protected"))
    if not isinstance(left, dict):
        return {}
    return {name: _by_schema(name) if name in PROTECTED_SHEETS else _known(left[name]) for name in left}


def _known(allowed: object) -> list[str]:
    given: Iterable[object] = ()
    if isinstance(allowed, dict):
        given = [name for name, value in allowed.items() if value is True]
    elif isinstance(allowed, list):
        given = allowed
    return [name for name in given if isinstance(name, str) and name in ALLOWANCES]


def _by_schema(name: str) -> list[str]:
    return [_EXCEL_NAMES[allowed] for allowed in PROTECTED_SHEETS[name]]


def _allowed(sheet: Any, name: str) -> list[str]:
    """What stays allowed on a sheet: schema's word, or, where the office closed another one itself, as it is."""
    if name in PROTECTED_SHEETS:
        return _by_schema(name)
    protection = sheet.Protection
    return [allowed for allowed in ALLOWANCES if getattr(protection, allowed)]


def _unprotect(sheet: Any, host: Patient) -> None:
    try:
        sheet.Unprotect("")  # an explicit password, else Excel asks for one in a window that nobody sees
    except host.errors as error:
        if not is_no(error):
            raise
        if _are_grouped(sheet, host):
            raise Refusal(
                "Beberapa lembar sedang terpilih sekaligus (Grup).",
                cure="Klik kanan salah satu tabnya, pilih Pisahkan Grup Lembar (Ungroup Sheets), lalu klik lagi.",
            ) from error
        raise Refusal(
            f"Lembar {sheet.Name} dilindungi dengan kata sandi.",
            cure="Buka perlindungannya (Tinjau > Buka Proteksi Lembar), lalu klik lagi.",
        ) from error


def _are_grouped(sheet: Any, host: Patient) -> bool:
    """Whether several sheets are selected, of which Excel opens and closes none; asked only where it said no."""
    try:
        return bool(sheet.Application.ActiveWindow.SelectedSheets.Count > 1)
    except host.errors as error:
        if not is_no(error):
            raise
        return False


def _protect(sheet: Any, allowed: Sequence[str], *, surely_open: bool) -> None:
    if surely_open or not sheet.ProtectContents:
        given = {"Password": "", "DrawingObjects": True, "Contents": True, "Scenarios": True}
        sheet.Protect(*(given.get(name, name in allowed) for name in ARGUMENTS_OF_PROTECT))


def _made(step: Callable[[], None]) -> bool:
    try:
        step()
    except Exception:  # noqa: BLE001  # whatever it is, the other steps are made; the next click tries again
        return False
    return True
