"""The two programs that can have the workbook open: Excel, and no Excel at all (the file engine).

Buttons never see the difference. What xlwings' own surface cannot say (protection, a copy of the open book,
busy cells) is said here, and nowhere else.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from xl_macros.click.excel_state import MEMORY, SwitchedOff, switched_off
from xl_macros.click.lock import refuse_while_in_libreoffice
from xl_macros.click.office import Selection
from xl_macros.errors import Refusal
from xl_macros.places.folders import copy_private, make_private

if TYPE_CHECKING:
    from types import ModuleType

    import xlwings as xw

T = TypeVar("T")

RPC_E_CALL_REJECTED = -2147418111
RPC_E_SERVERCALL_RETRYLATER = -2147417846
VBA_E_IGNORE = -2146777998  # a cell is being edited
DISP_E_EXCEPTION = -2147352567
BUSY_CODES = frozenset({RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, VBA_E_IGNORE})

GONE_CODES = frozenset(
    {-2147023174, -2147417848, -2147023170}
)  # RPC server unavailable, disconnected, call failed

BUSY_TRIES = 12
BUSY_PAUSE_SECONDS = 0.25
COM_ATTEMPTS = 50  # xlwings' own retries of one call; its default is to try for ever


class NotReadyError(Exception):
    """Excel answers, and says that it is not ready."""

    hresult = RPC_E_CALL_REJECTED


class FileHost:
    """The workbook as a file, opened by the file engine; nobody else may have it open meanwhile."""

    def __init__(self, book: xw.Book, status: Callable[[str], None] = lambda _: None) -> None:
        self.book = book
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

    def save(self) -> None:
        self.book.save()

    def copy_book(self, target: Path) -> None:
        copy_private(self.path, target)

    def selection(self) -> Selection | None:
        cell = self.book.selection
        return Selection(cell.sheet.name, cell.row, cell.rows.count) if cell is not None else None

    @contextmanager
    def quiet(self, sheets: Sequence[str], private: Path) -> Iterator[None]:
        """The file engine shows nothing."""
        del sheets, private
        yield

    def about_to_write(self, sheets: Collection[str]) -> None:
        """The file engine writes to protected sheets as they are."""

    def facts(self) -> dict[str, str]:
        return {"host": "berkas", "book": self.path.name}


class ExcelHost:
    """The workbook in a running Excel, over COM."""

    def __init__(self, book: xw.Book, sleep: Callable[[float], None] = time.sleep) -> None:
        self.book = book
        self._app: Any = book.app.api
        self._book: Any = book.api
        self._sleep = sleep
        self._switched_off: SwitchedOff | None = None
        self.errors = com_errors(
            sys.modules["xlwings._xlwindows"]
        )  # there, or Excel could not have been reached

    @cached_property
    def path(self) -> Path:
        """Asked once: where the file lies must be known even when Excel no longer answers."""
        return Path(self._book.FullName)

    def check(self) -> None:
        """Refuse when Excel is busy or the workbook is one that cannot be saved in its office folder."""
        self._wait_until_ready()
        name = self._book.FullName
        if not self._book.Path:
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

    def _wait_until_ready(self) -> None:
        def ready() -> None:
            if not self._app.Ready:
                raise NotReadyError
            self._app.Interactive = True  # fails while a cell is being edited, changes nothing otherwise

        self.patiently(ready)

    def patiently(self, step: Callable[[], T], tries: int = BUSY_TRIES) -> T:
        """What the step gives; tried again while Excel is busy, and its last error when it stays so."""
        return patiently(step, self._sleep, (*self.errors, NotReadyError), tries)

    def save(self) -> None:
        self._book.Save()

    def copy_book(self, target: Path) -> None:
        make_private(target.parent)
        self._book.SaveCopyAs(str(target))

    def status(self, text: str) -> None:
        self._app.StatusBar = text or False

    def selection(self) -> Selection | None:
        """Asked of Excel itself: xlwings asks two dozen times more."""
        selected = self._app.Selection
        errors: tuple[type[Exception], ...] = (AttributeError, *self.errors)
        try:
            return Selection(str(selected.Worksheet.Name), int(selected.Row), int(selected.Rows.Count))
        except errors as error:
            if is_busy(error) or is_gone(error):
                raise
            return None  # a picture or a chart is selected

    @contextmanager
    def quiet(self, sheets: Sequence[str], private: Path) -> Iterator[None]:
        """No flicker, no recalculation in between: all as before afterwards, protected sheets too."""
        with switched_off(self._app, self._book, sheets, private / MEMORY, self) as state:
            self._switched_off = state
            try:
                yield
            finally:
                self._switched_off = None

    def about_to_write(self, sheets: Collection[str]) -> None:
        """Protected sheets are opened for us. Refused when one has a password."""
        if self._switched_off is not None:
            self._switched_off.open_sheets(sheets)

    def facts(self) -> dict[str, str]:
        bits = "64" if "64" in str(self._app.OperatingSystem) else "32"
        return {
            "host": "Excel",
            "excel_version": str(self._app.Version),
            "excel_bits": bits,
            "book": self._book.Name,
        }


def calling_book(xlwings: ModuleType, sleep: Callable[[float], None] = time.sleep) -> xw.Book:
    """The workbook whose button was clicked, waited for while Excel is busy.

    xlwings by itself would try for ever, and takes a busy Excel for one that has no such workbook (KeyError).
    """
    xlwindows = sys.modules.get("xlwings._xlwindows")
    if xlwindows is None:
        return cast("xw.Book", xlwings.Book.caller())
    xlwindows.N_COM_ATTEMPTS = COM_ATTEMPTS  # type: ignore[attr-defined]
    try:
        return patiently(
            lambda: cast("xw.Book", xlwings.Book.caller()), sleep, (*com_errors(xlwindows), KeyError)
        )
    except KeyError as missing:
        if is_busy(missing):
            raise busy_refusal() from missing
        raise Refusal(
            f"Buku kerja {missing} tidak ada di jendela Excel yang diklik.",
            cure="Tutup dan buka kembali buku kerja itu, lalu klik lagi.",
        ) from missing


def com_errors(xlwindows: Any) -> tuple[type[Exception], ...]:
    """What calls to Excel raise: its own refusals, and xlwings' word for an Excel that stays busy."""
    return xlwindows.pywintypes.com_error, xlwindows.ExcelBusyError


def patiently(
    step: Callable[[], T],
    sleep: Callable[[float], None],
    errors: tuple[type[Exception], ...],
    tries: int = BUSY_TRIES,
) -> T:
    """What the step gives; tried again while Excel is busy, and its last error when it stays so."""
    for _ in range(tries - 1):
        try:
            return step()
        except errors as error:
            if not is_busy(error):
                raise
            sleep(BUSY_PAUSE_SECONDS)
    return step()


def is_busy(error: BaseException) -> bool:
    """Whether an error says that Excel is busy or a cell is being edited."""
    if isinstance(error, KeyError) and error.__context__ is not None:  # xlwings' book not found, and why
        return is_busy(error.__context__)
    code = getattr(error, "hresult", None)
    details = getattr(error, "excepinfo", None) or (None,) * 6
    busy_words = type(error).__name__ == "ExcelBusyError"  # xlwings' own; its module exists on Windows only
    return busy_words or code in BUSY_CODES or (code == DISP_E_EXCEPTION and details[5] in BUSY_CODES)


def is_gone(error: BaseException) -> bool:
    """Whether an error says that the Excel it worked with is no longer there."""
    return getattr(error, "hresult", None) in GONE_CODES


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
        with owner_file.open("rb") as file:
            data = file.read(256)
    except OSError:
        return "pengguna lain"
    name = data[1 : 1 + data[0]].decode("cp1252", "replace").strip() if data else ""
    return "".join(letter for letter in name if letter.isprintable()) or "pengguna lain"
