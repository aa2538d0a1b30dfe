"""How a button ended, in words: the one table of what each error means to the user, and the log of the rest."""

from __future__ import annotations

import errno
import os
import traceback
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from xl_macros.click.com_errors import is_busy, is_gone, is_no, own_words
from xl_macros.click.hosts import busy_refusal, gone_refusal
from xl_macros.click.request import Request
from xl_macros.click.transaction import LeftOpenError
from xl_macros.clock import office_now
from xl_macros.errors import NOTHING_CHANGED, Refusal
from xl_macros.file_engine.errors import ChangedOnDisk, FileEngineError, UnsafeEdit
from xl_macros.held_files import is_held
from xl_macros.places.folders import PRIVATE_FILE, UNFINISHED, make_private
from xl_macros.tables.rows import WriteLostError


class Ending(StrEnum):
    """How a button ended; the first line of what the workbook's VBA is told."""

    DONE = "selesai"
    REFUSED = "ditolak"
    QUESTION = "tanya"
    FAILED = "galat"


SAVED = "Hasil tombol ini sudah tersimpan; sisanya dibereskan pada klik berikutnya."

LEFT_OPEN = (
    "Sebagian mungkin sudah tertulis dan belum disimpan; klik berikutnya menyelesaikan atau mengembalikannya."
)

FIND_THE_PART = (
    "Klik Periksa Komputer: di sana disebut bagian yang tidak dapat dimuat dan cara memulihkannya."
)

USUAL_NO = (
    "Pilih satu lembar saja (bukan beberapa sekaligus), tutup kotak dialog yang terbuka, lalu klik lagi."
)

EXIT_CODES = {Ending.DONE: 0, Ending.REFUSED: 1, Ending.QUESTION: 3, Ending.FAILED: 4}


class Outcome(NamedTuple):
    """What is shown to the user and handed to the shell."""

    ending: Ending
    text: str
    paths: tuple[Path, ...] = ()
    ok: bool = True

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.ending] if self.ok else 1


class Click(NamedTuple):
    """One click on a button. `now` is naive office time; None asks the clock. `label`: what staff call the button."""

    button: str
    request: Request = Request()
    now: datetime | None = None
    account: str | None = None
    label: str = ""


def explain(error: Exception, click: Click) -> Outcome:
    """An error in words; what nobody expected also goes to the log, without any content of the workbook."""
    if isinstance(error, LeftOpenError):
        reason = explain(error.reason, click)
        return reason._replace(text=reason.text.replace(NOTHING_CHANGED, LEFT_OPEN))
    known = _known(error)
    if known is not None:
        return Outcome(Ending.FAILED if is_gone(error) else Ending.REFUSED, str(known))
    if isinstance(error, ImportError):
        part = f" {error.name}" if error.name else ""
        what = f"Bagian program{part} tidak dapat dimuat di komputer ini. {NOTHING_CHANGED} {FIND_THE_PART}"
    elif is_no(error):
        what = f"Excel menolak yang diminta tombol ini.{own_words(error)} {NOTHING_CHANGED} {USUAL_NO}"
    else:
        what = f"Terjadi galat yang tidak terduga ({type(error).__name__}). {NOTHING_CHANGED}"
    log = write_log(error, click)
    where = f"Kirimkan berkas ini kepada pemelihara: {log}" if log else "Catatan galat tidak dapat ditulis."
    return Outcome(Ending.FAILED, f"{what}\n{where}")


def _known(error: Exception) -> Refusal | None:
    """What an error means to the user; None for one that nobody expected."""
    found: Refusal | None = None
    if isinstance(error, Refusal):
        found = error
    elif is_busy(error):
        found = busy_refusal()
    elif is_gone(error):
        found = gone_refusal()
    elif isinstance(error, WriteLostError):
        what = f"Lembar {error.sheet} tidak menerima isi kolom {error.column}."
        found = Refusal(what, cure="Periksa perlindungan lembar dan validasi kolom itu, lalu klik lagi.")
    elif isinstance(error, FileEngineError):
        found = workbook_refusal(error)
    elif is_held(error):
        found = _held_refusal(error)
    elif isinstance(error, OSError) and error.errno in _OS_ERRORS:
        what, cure = _OS_ERRORS[error.errno]
        found = Refusal(what.format(name=_file_of(error)), cure=cure)
    return found


def workbook_refusal(error: FileEngineError, name: str = "Buku kerja ini") -> Refusal:
    """What the file engine declines, in the user's words."""
    if isinstance(error, ChangedOnDisk):
        return Refusal(
            f"{name} diubah oleh program lain selagi tombol ini bekerja.",
            cure="Tutup buku kerja itu di program lain, lalu klik lagi.",
        )
    if isinstance(error, UnsafeEdit):
        return Refusal(
            f"{name} memuat sesuatu yang akan rusak bila ditulis tanpa Excel.",
            cure="Buka buku kerja di Excel dan klik tombolnya di sana.",
        )
    return Refusal(
        f"{name} tidak dapat dibaca: rusak, terkunci kata sandi, atau bukan buku kerja Excel yang wajar.",
        cure="Pakai berkas .xlsm yang utuh, misalnya dari folder cadangan.",
    )


def _held_refusal(error: Exception) -> Refusal:
    """Windows' word for a file that somebody else has; a missing right looks the same only with its number 5."""
    rights = (
        " Bila tetap begitu, mintalah hak tulis pada folder itu."
        if getattr(error, "winerror", 0) == 5
        else ""
    )
    return Refusal(
        f"{_file_of(error)} sedang dipakai program lain (antivirus, pencadangan, atau program yang membukanya).",
        cure=f"Tutup berkas itu bila terbuka, tunggu sebentar, lalu klik lagi.{rights}",
    )


def _file_of(error: Exception) -> str:
    """The name of the file that an error is about (of a rename, the new one), without what hides in names."""
    path = getattr(error, "filename2", None) or getattr(error, "filename", None)
    place = Path(os.fsdecode(path)) if isinstance(path, str | bytes | os.PathLike) else Path()
    # a file that only we make there: it is the folder that declines
    ours = place.name.startswith(".") and place.suffix in {UNFINISHED, ".tmp"}
    name = f"folder {place.parent.name}" if ours and place.parent.name else place.name
    return "".join(letter for letter in name if letter.isprintable()) or "berkas kerja"


_OS_ERRORS = {
    errno.ENOSPC: ("Ruang penyimpanan penuh saat menulis {name}.", "Kosongkan ruang, lalu klik lagi."),
    errno.EDQUOT: ("Jatah penyimpanan habis saat menulis {name}.", "Kosongkan ruang, lalu klik lagi."),
    errno.EACCES: (
        "Tidak diizinkan membuka atau menulis {name}.",
        "Tutup berkas itu bila sedang dibuka, atau minta hak tulis.",
    ),
    errno.EPERM: ("Tidak diizinkan mengubah {name}.", "Minta hak tulis pada folder itu."),
    errno.EROFS: (
        "{name} berada di tempat yang hanya dapat dibaca.",
        "Pindahkan folder kantor ke tempat yang dapat ditulis.",
    ),
    errno.ENOENT: (
        "{name} tidak ditemukan; mungkin dipindahkan saat bekerja.",
        "Kembalikan ke tempatnya, lalu klik lagi.",
    ),
    errno.EEXIST: ("{name} sudah ada.", "Pindahkan yang lama, lalu klik lagi."),
    errno.ENAMETOOLONG: (
        "Nama {name} terlalu panjang.",
        "Pendekkan nama atau pindahkan folder kantor ke tempat yang lebih dangkal.",
    ),
    errno.EFBIG: ("{name} terlalu besar untuk ditulis di sini.", "Pindahkan folder kantor ke diska lain."),
    errno.EISDIR: ("{name} adalah folder, bukan berkas.", "Pindahkan folder itu, lalu klik lagi."),
    errno.ENOTDIR: ("{name} bukan folder.", "Pindahkan berkas itu, lalu klik lagi."),
    errno.ENOTEMPTY: ("Folder {name} tidak kosong.", "Pindahkan isinya, lalu klik lagi."),
    errno.ELOOP: ("{name} adalah sebuah tautan, bukan berkas biasa.", "Hapus tautan itu, lalu klik lagi."),
    errno.EBUSY: ("{name} sedang dipakai program lain.", "Tutup program itu, lalu klik lagi."),
    errno.ETIMEDOUT: ("{name} tidak terjangkau.", "Periksa jaringan, lalu klik lagi."),
    errno.ESTALE: ("Sambungan ke {name} terputus.", "Periksa jaringan, lalu klik lagi."),
    errno.ENOTCONN: ("Sambungan ke {name} terputus.", "Periksa jaringan, lalu klik lagi."),
    errno.EIO: (
        "{name} tidak dapat dibaca atau ditulis: media penyimpanan bermasalah.",
        "Periksa diska atau jaringan.",
    ),
}


def _module_of(error: BaseException) -> str:
    """Which module could not be imported, and the file that would not load: program files, nothing of the office."""
    if not isinstance(error, ImportError):
        return ""
    place = (
        "/".join(Path(error.path).parts[-2:]) if error.path else ""
    )  # not the folders above: a user's name
    said = [f"{what}={value}" for what, value in (("name", error.name), ("path", place)) if value]
    return f" ({', '.join(said)})" if said else ""


def log_folder() -> Path:
    """The account's own folder for what is sent to the maintainer."""
    from platformdirs import user_log_path

    return user_log_path("Kecuali", appauthor=False)


def write_log(error: BaseException, click: Click) -> Path | None:
    """Append the error to the log in the user's local application-data folder; None when that cannot be written.

    Types and places in the code only: messages may quote titles or names, and those stay in the office.
    """
    path = log_folder() / "galat.log"
    lines = [f"{office_now():%Y-%m-%d %H:%M:%S} {click.button}"]
    chain: BaseException | None = error
    while chain is not None:
        lines.append(f"{type(chain).__module__}.{type(chain).__qualname__}{_module_of(chain)}")
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(chain.__traceback__)
        ]
        chain = chain.__cause__ or chain.__context__
    try:
        make_private(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PRIVATE_FILE)
        with os.fdopen(descriptor, "a", encoding="utf-8", newline="\n") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        return None  # the disk is full, say: no reason to end without a word
    return path
