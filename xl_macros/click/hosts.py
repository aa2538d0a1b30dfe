"""The two programs that can have the workbook open: Excel, and no Excel at all (the file engine).

Buttons never see the difference. What xlwings' own surface cannot say (protection, a copy of the open book,
busy cells) is said here, and nowhere else.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from xl_macros.click.com_errors import (
    ExcelGoneError,
    StillBusyError,
    is_busy,
    is_gone,
    is_no,
    own_words,
)
from xl_macros.click.com_objects import Patience, replace_wrapper
from xl_macros.click.excel_copy import reading_copy
from xl_macros.click.excel_state import (
    MEMORY,
    Sheets,
    SwitchedOff,
    mark_saved,
    repair_calculation,
    switched_off,
)
from xl_macros.click.lock import refuse_while_in_libreoffice
from xl_macros.click.office import Selection
from xl_macros.click.stopping import ESC_HINT, escape_asked, system_user32
from xl_macros.errors import Refusal
from xl_macros.places.folders import (
    copy_private,
    make_private,
)
from xl_macros.places.plain_files import open_plain
from xl_macros.tables.drawing import HeldSheets

if TYPE_CHECKING:
    from types import ModuleType

    import xlwings as xw

    from xl_macros.click.recorder import Recorder

XL_A1 = 1
LAST_ROW = 1_048_576
LONGEST_PATH = 218
"""Characters of a file's full name that Excel opens and saves."""


class FileHost:
    """The workbook as a file, opened by the file engine; nobody else may have it open meanwhile."""

    def __init__(self, book: xw.Book, status: Callable[[str], None] = lambda _: None) -> None:
        self.book = book
        self.sheets = HeldSheets(book)
        self.status = status

    @property
    def path(self) -> Path:
        return Path(self.book.fullname)

    def check(self) -> None:
        """Refuse when Excel has the workbook open: its owner file lies beside it."""
        owner_file = self.path.with_name(f"~${self.path.name}")
        if owner_file.exists():
            raise Refusal(
                f"Buku kerja sedang dibuka di Excel oleh {_owner(owner_file)}.",
                cure="Tutup buku kerja itu di Excel, lalu jalankan lagi. Bila Excel sudah tertutup, hapus berkas "
                f"{owner_file.name}.",
            )
        marked_read_only = not self.path.stat().st_mode & 0o222  # which root and administrators may ignore
        if marked_read_only or not os.access(self.path, os.W_OK):
            raise Refusal(
                f"{self.path.name} hanya dapat dibaca.",
                cure="Buka kunci berkas itu atau salin ke folder lain.",
            )
        engine_file = getattr(self.book.impl, "file", None)  # the file engine's; LibreOffice's book has none
        if engine_file is not None:
            refuse_while_in_libreoffice(self.path)
        refuse_other_calendar(getattr(engine_file, "date1904", False))

    stop_hint = ""

    def stop_asked(self) -> Callable[[], bool]:
        """On a command line Ctrl+C stops; there is nothing to ask."""
        return lambda: False

    def save(self) -> None:
        self.book.save()

    def copy_book(self, target: Path) -> None:
        copy_private(self.path, target)

    @contextmanager
    def read_copy(self, private: Path) -> Iterator[xw.Book | None]:
        """The file engine reads the workbook itself."""
        del private
        yield None

    def selection(self) -> Selection | None:
        cell = self.book.selection
        return Selection(cell.sheet.name, cell.row, cell.rows.count) if cell is not None else None

    @contextmanager
    def quiet(self, sheets: Sequence[str], private: Path) -> Iterator[list[str]]:
        """The file engine shows nothing and leaves nothing switched off."""
        del sheets, private
        yield []

    def about_to_write(self, sheets: Collection[str]) -> None:
        """The file engine writes to protected sheets as they are."""

    def facts(self) -> dict[str, str]:
        return {"host": "berkas", "book": self.path.name}

    def version(self) -> dict[str, str]:
        """There is no Excel."""
        return {}


class ExcelHost:
    """The workbook in a running Excel, over COM. Its calls wait for a busy Excel (`com_objects.py`)."""

    def __init__(
        self, book: xw.Book, sleep: Callable[[float], None] = time.sleep, user32: Any = None
    ) -> None:
        xlwindows = sys.modules["xlwings._xlwindows"]  # there, or Excel could not have been reached
        self.book = book
        self.sheets = HeldSheets(book)
        self._book: Any = book.api
        self._app: Any = self._book.Application
        self._patience: Patience = getattr(self._app, "patience", None) or replace_wrapper(xlwindows, sleep)
        self._copy: xw.Book | None = None
        self._switched_off: SwitchedOff | None = None
        self._private: Path | None = None
        self._user32 = user32 or system_user32()
        self._shown = False
        """Whether a text of ours stands in the status bar."""
        self.errors = com_errors(xlwindows)

    @cached_property
    def path(self) -> Path:
        """Asked once: where the file lies must be known even when Excel no longer answers."""
        return Path(self._book.FullName)

    def check(self) -> None:
        """Refuse when Excel is busy or the workbook is one that cannot be saved in its office folder."""
        self._wait_until_ready()
        name = str(self._book.FullName)
        if not re.search(r"[\\/]", name):
            raise Refusal(
                "Buku kerja ini belum pernah disimpan.",
                cure="Simpan dahulu di folder kantor, lalu klik lagi.",
            )
        if "://" in name:
            raise Refusal(
                "Buku kerja ini dibuka langsung dari OneDrive atau SharePoint.",
                cure="Simpan salinannya di folder komputer ini (bukan OneDrive), lalu bekerjalah dengan salinan itu.",
            )
        if self._book.ReadOnly:
            raise Refusal(
                "Buku kerja ini terbuka hanya-baca; mungkin sudah dibuka di jendela atau komputer lain.",
                cure="Tutup yang lain, buka kembali buku kerja ini, lalu klik lagi.",
            )
        if not Path(name).exists():
            raise Refusal(
                f"{Path(name).name} tidak ada lagi di foldernya; mungkin dipindahkan atau diganti namanya.",
                cure="Tutup buku kerja, buka dari tempatnya yang baru, lalu klik lagi.",
            )
        refuse_other_calendar(self._book.Date1904)
        self.path = Path(name)

    @property
    def stop_hint(self) -> str:
        """How to stop, behind the progress in the status bar."""
        return ESC_HINT if self._user32 is not None else ""

    def stop_asked(self) -> Callable[[], bool]:
        """Whether Esc was pressed in Excel from now on."""
        return escape_asked(self._user32) if self._user32 is not None else lambda: False

    def _wait_until_ready(self) -> None:
        while not self._app.Ready:
            if not self._patience.pause():
                raise StillBusyError
        self._app.Interactive = True  # fails while a cell is being edited, changes nothing otherwise

    def save(self) -> None:
        """Save as the workbook is meant to lie on the disk: Excel keeps the protection that it has just then."""
        self._close_sheets()
        with self._written(self.path):
            self._book.Save()
        if self._private is not None:
            mark_saved(self._private)

    def copy_book(self, target: Path) -> None:
        self._close_sheets()
        make_private(target.parent)
        with self._written(target):
            self._book.SaveCopyAs(str(target))

    @contextmanager
    def _written(self, path: Path) -> Iterator[None]:
        """Refused when Excel declines to write this file, in its own words and with what it usually is."""
        try:
            yield
        except self.errors as error:
            if not is_no(error):
                raise
            long = len(str(path)) > LONGEST_PATH
            raise Refusal(
                f"Excel tidak dapat menulis {path.name} di folder {path.parent.name}.{own_words(error)}",
                cure=f"Alamatnya lebih dari {LONGEST_PATH} huruf: pindahkan folder kantor ke tempat yang lebih dekat, "
                "misalnya C:\\Kecuali."
                if long
                else "Periksa ruang kosong diska, hak menulis di folder itu dan antivirus, lalu klik lagi.",
            ) from error

    @contextmanager
    def read_copy(self, private: Path) -> Iterator[xw.Book | None]:
        """The workbook as it stands now, in a file that is read without Excel; None where there is none."""

        def save_copy(path: str) -> None:
            self._book.SaveCopyAs(path)  # asking for the method is a call of its own

        with reading_copy(save_copy, private, self.errors) as copy:
            self._copy = copy
            try:
                yield copy
            finally:
                self._copy = None

    def _close_sheets(self) -> None:
        if self._switched_off is not None:
            self._switched_off.close_sheets()

    def status(self, text: str) -> None:
        """Show a text in the status bar; '' gives the bar back to Excel, for which a busy one is waited for anew."""
        if not text and not self._shown:
            return
        if not text:
            self._patience.renew()
        self._shown = True
        self._app.StatusBar = text or False
        self._shown = bool(text)

    def selection(self) -> Selection | None:
        """Asked of Excel itself, in two calls: xlwings asks two dozen times more."""
        selected = self._app.Selection
        errors: tuple[type[Exception], ...] = (AttributeError, *self.errors)
        try:
            address = str(selected.GetAddress(True, True, XL_A1, True))
        except errors as error:
            if is_busy(error) or is_gone(error):
                raise
            return None  # a picture or a chart is selected
        return selection_in(address, self.path.name)

    @contextmanager
    def quiet(self, sheets: Sequence[str], private: Path) -> Iterator[list[str]]:
        """No flicker in between: all as before afterwards, protected sheets too.

        What had to be changed in Excel is said, also what will have been by the end.
        """
        repaired = repair_calculation(self._app, self.path, private)
        found = Sheets(self.sheets, sheets, self, self._copy)
        with switched_off(self._app, found, private / MEMORY, self) as state:
            self._switched_off, self._private = state, private
            try:
                state.told += repaired
                yield state.told
            finally:
                self._switched_off = None

    def patience_anew(self) -> None:
        """What puts Excel back as it was is worth waiting for once more."""
        self._patience.renew()

    def about_to_write(self, sheets: Collection[str]) -> None:
        """Protected sheets are opened for us. Refused when one has a password."""
        if self._switched_off is not None:
            self._switched_off.open_sheets(sheets)

    def facts(self) -> dict[str, str]:
        return {"host": "Excel", "book": self.path.name}

    def version(self) -> dict[str, str]:
        bits = "64" if "64" in str(self._app.OperatingSystem) else "32"
        return {"excel_version": str(self._app.Version), "excel_bits": bits}


def selection_in(address: str, book: str) -> Selection | None:
    """The first area of an address as Excel writes it from outside; None when it lies in another workbook.

    '[Register.xlsm]Sheet'!$B$7:$C$9, also $7:$9 for whole rows and $B:$C for whole columns.
    """
    place, _, areas = address.rpartition("!")
    named = re.fullmatch(r"'?\[(.*)\]([^\]]*?)'?", place.replace("''", "'"))
    if named is None or named[1].casefold() != book.casefold():
        return None
    rows = [int(digits) for digits in re.findall(r"\d+", areas.split(",")[0])] or [1, LAST_ROW]
    return Selection(named[2], rows[0], rows[-1] - rows[0] + 1)


def calling_book(
    xlwings: ModuleType, sleep: Callable[[float], None] = time.sleep, recorder: Recorder | None = None
) -> xw.Book:
    """The workbook whose button was clicked, waited for while Excel is busy. `recorder` writes down the conversation.

    xlwings by itself would try for ever, and takes a busy Excel for one that has no such workbook (KeyError).
    """
    xlwindows: Any = sys.modules.get("xlwings._xlwindows")
    if xlwindows is None:
        return cast("xw.Book", xlwings.Book.caller())
    patience = replace_wrapper(xlwindows, sleep, recorder)
    try:
        return cast("xw.Book", patience.call(xlwings.Book.caller, (*com_errors(xlwindows), KeyError)))
    except KeyError as missing:
        raise Refusal(
            f"Buku kerja {missing} tidak ada di jendela Excel yang diklik.",
            cure="Tutup dan buka kembali buku kerja itu, lalu klik lagi.",
        ) from missing
    except (OSError, xlwindows.pywintypes.error) as error:  # the clicked window is no longer there
        raise ExcelGoneError from error


def com_errors(xlwindows: Any) -> tuple[type[Exception], ...]:
    """What calls to Excel raise: its own refusals, and the words for an Excel that stays busy or is gone."""
    return xlwindows.pywintypes.com_error, xlwindows.ExcelBusyError, StillBusyError, ExcelGoneError


def gone_refusal() -> Refusal:
    return Refusal(
        "Excel tertutup sebelum tombol ini selesai.",
        cure="Buka kembali buku kerja dan klik tombolnya lagi; pekerjaan yang terputus dibereskan lebih dahulu.",
        unchanged="Yang tersimpan di berkas tidak rusak.",
    )


def busy_refusal() -> Refusal:
    return Refusal(
        "Excel sedang sibuk, atau sebuah sel masih diedit.",
        cure="Tekan Enter atau Esc di sel, lalu klik tombolnya lagi.",
    )


def refuse_other_calendar(counts_from_1904: bool) -> None:
    """Dates cross as serial numbers counted from 1900; in a workbook that counts from 1904 each would be wrong."""
    if counts_from_1904:
        raise Refusal(
            "Buku kerja ini memakai sistem tanggal 1904, sehingga setiap tanggal akan meleset empat tahun.",
            cure="Matikan sistem tanggal 1904 di Excel (File > Opsi > Tingkat Lanjut), lalu periksa tanggalnya.",
        )


def _owner(owner_file: Path) -> str:
    """The user name in Excel's owner file: a length byte, then the name."""
    try:
        with open_plain(owner_file) as file:
            data = file.read(256)
    except OSError:
        return "pengguna lain"
    name = data[1 : 1 + data[0]].decode("cp1252", "replace").strip() if data else ""
    return "".join(letter for letter in name if letter.isprintable()) or "pengguna lain"
