"""The surround of every button: workbook, status bar, transaction, and the one place that turns errors into words."""

from __future__ import annotations

import errno
import getpass
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from xl_macros.clock import office_now
from xl_macros.errors import NOTHING_CHANGED, NeedsConfirmation, Refusal
from xl_macros.folders import OfficeFolders, folder_setting, make_private
from xl_macros.hosts import ExcelHost, FileHost, busy_refusal, gone_refusal, is_busy, is_gone
from xl_macros.lock import only_one
from xl_macros.office import Answers, Office, Progress, Summary
from xl_macros.tables.rows import TableStore, WriteLostError
from xl_macros.tables.schema import SHEETS
from xl_macros.tables.settings import Settings, read_settings
from xl_macros.transaction import Desk, LeftOpenError, Transaction, recover

Button = Callable[[Office], Summary]


class Views(Protocol):
    """The built sheets, drawn from the tables (`jobs/views.py`)."""

    def after_button(self, office: Office) -> None:
        """Stage what every writing button owes the workbook: the home sheet."""

    def redraw(self, office: Office, sheets: Sequence[str]) -> None:
        """Stage the named sheets anew."""


class Ending(StrEnum):
    """How a button ended; the first line of what the workbook's VBA is told."""

    DONE = "selesai"
    REFUSED = "ditolak"
    QUESTION = "tanya"
    FAILED = "galat"


LEFT_OPEN = (
    "Sebagian mungkin sudah tertulis dan belum disimpan; klik berikutnya menyelesaikan atau mengembalikannya."
)

EXIT_CODES = {Ending.DONE: 0, Ending.REFUSED: 1, Ending.QUESTION: 3, Ending.FAILED: 4}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is shown to the user and handed to the shell."""

    ending: Ending
    text: str
    paths: tuple[Path, ...] = ()
    ok: bool = True

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.ending] if self.ok else 1


@dataclass(frozen=True, slots=True)
class Click:
    """One click on a button. `now` is naive office time; None asks the clock."""

    button: str
    answers: Answers = field(default_factory=Answers)
    now: datetime | None = None
    account: str | None = None


def run(
    click: Click,
    function: Button,
    open_book: Callable[[], FileHost | ExcelHost],
    views: Views,
    progress: Progress | None = None,
) -> Outcome:
    """Run one button function on the workbook and say how it ended. Raises nothing."""
    host: FileHost | ExcelHost | None = None
    before: list[str] = []  # what has to be said first: an interrupted button was completed or taken back
    try:
        host = open_book()
        host.check()
        host.status(f"Kecuali: {click.button} ...")
        summary = _work(click, function, host, views, progress or _status_progress(host), before)
        if summary.question:
            ending = Outcome(Ending.QUESTION, summary.question)
        else:
            ending = Outcome(Ending.DONE, summary.text, summary.paths, summary.ok)
    except NeedsConfirmation as question:
        ending = Outcome(Ending.QUESTION, question.question)
    except Refusal as refusal:
        ending = Outcome(Ending.REFUSED, str(refusal))
    except Exception as error:  # noqa: BLE001  # the surround: the one place where every error becomes words
        ending = explain(error, click)
    finally:
        _clear_status(host)
    return replace(ending, text="\n".join([*before, ending.text]))


def _work(
    click: Click,
    function: Button,
    host: FileHost | ExcelHost,
    views: Views,
    progress: Progress,
    before: list[str],
) -> Summary:
    tables = TableStore(host.book)
    settings = read_settings(tables)
    zone = timezone(timedelta(hours=settings.number("utc_offset_hours", 7, 9)))
    now = click.now or office_now(zone)
    account = getpass.getuser() if click.account is None else click.account
    folders = office_folders(host.path, settings)
    with only_one(folders.private, click.button, account, now), host.quiet(SHEETS, folders.private):
        transaction = Transaction(folders, click.button, click.answers.officer or account, now)
        desk = Desk(
            folders,
            tables,
            host,
            _open_copy,
            redraw=lambda sheets: views.redraw(office, sheets),
            keep_backups=settings.number("keep_backups", 1, 1000),
        )
        office = Office(
            tables=tables,
            settings=settings,
            folders=folders,
            transaction=transaction,
            desk=desk,
            now=now,
            answers=click.answers,
            selection=host.selection(),
            account=account,
            progress=progress,
            facts=host.facts(),
        )
        before += filter(None, [recover(desk)])
        try:
            summary = function(office)
            if tables.changes() or tables.views or transaction.has_files:
                views.after_button(office)
                after = transaction.commit(desk)
                summary = replace(summary, text=" ".join([summary.text, *after]))
        finally:
            transaction.discard()
    return summary


def office_folders(book: Path, settings: Settings) -> OfficeFolders:
    """The office's folders: beside the workbook, unless Pengaturan says otherwise."""
    root = book.absolute().parent
    named = {
        field: folder_setting(root, name, settings.required(f"{field}_folder"))
        for field, name in (
            ("scans", "Folder pindaian"),
            ("inbox", "Folder pemindai"),
            ("special", "Folder khusus"),
            ("reports", "Folder laporan"),
            ("backups", "Folder cadangan"),
        )
    }
    return OfficeFolders(root=root, **named)


def explain(error: Exception, click: Click) -> Outcome:
    """An error in words; what nobody expected also goes to the log, without any content of the workbook."""
    if isinstance(error, LeftOpenError):
        reason = explain(error.reason, click)
        return replace(reason, text=reason.text.replace(NOTHING_CHANGED, LEFT_OPEN))
    if is_busy(error):
        return Outcome(Ending.REFUSED, str(busy_refusal()))
    if is_gone(error):
        return Outcome(Ending.FAILED, str(gone_refusal()))
    if isinstance(error, WriteLostError):
        what = f"Lembar {error.sheet} tidak menerima isi kolom {error.column}."
        cure = "Periksa perlindungan lembar dan validasi kolom itu, lalu klik lagi."
        return Outcome(Ending.REFUSED, str(Refusal(what, cure=cure)))
    if isinstance(error, OSError) and (known := _OS_ERRORS.get(error.errno or 0)):
        name = Path(str(error.filename)).name if error.filename else "berkas kerja"
        return Outcome(Ending.REFUSED, str(Refusal(known[0].format(name=name), cure=known[1])))
    log = write_log(error, click)
    return Outcome(
        Ending.FAILED,
        f"Terjadi galat yang tidak terduga ({type(error).__name__}). {NOTHING_CHANGED}\n"
        f"Kirimkan berkas ini kepada pemelihara: {log}",
    )


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
    errno.ENOTCONN: ("Sambungan ke {name} terputus.", "Periksa jaringan, lalu klik lagi."),
    errno.EIO: (
        "{name} tidak dapat dibaca atau ditulis: media penyimpanan bermasalah.",
        "Periksa diska atau jaringan.",
    ),
}


def write_log(error: BaseException, click: Click) -> Path:
    """Append the error to the log in the user's local application-data folder.

    Types and places in the code only: messages may quote titles or names, and those stay in the office.
    """
    from platformdirs import user_log_path

    folder = make_private(user_log_path("Kecuali", appauthor=False))
    lines = [f"{office_now():%Y-%m-%d %H:%M:%S} {click.button}"]
    chain: BaseException | None = error
    while chain is not None:
        lines.append(f"{type(chain).__module__}.{type(chain).__qualname__}")
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(chain.__traceback__)
        ]
        chain = chain.__cause__ or chain.__context__
    path = folder / "galat.log"
    with path.open("a", encoding="utf-8", newline="\n") as log:
        path.chmod(0o600)
        log.write("\n".join(lines) + "\n")
    return path


def _status_progress(host: FileHost | ExcelHost) -> Progress:
    return lambda done, total, what: host.status(f"{done} dari {total}: {what} ...")


def _clear_status(host: FileHost | ExcelHost | None) -> None:
    if host is not None:
        try:
            host.status("")
        except Exception as error:  # noqa: BLE001  # Excel may be gone; the button's own outcome matters more
            write_log(error, Click("status"))


@contextmanager
def _open_copy(path: Path) -> Iterator[TableStore]:
    from xl_macros.file_engine import open_book

    book = open_book(path)
    try:
        yield TableStore(book)
    finally:
        book.close()
