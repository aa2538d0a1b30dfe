"""The surround of every button: workbook, status bar, transaction, and the one place that turns errors into words."""

from __future__ import annotations

import errno
import getpass
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Protocol, TypeVar

from xl_macros.click.com_errors import is_busy, is_gone
from xl_macros.click.hosts import ExcelHost, FileHost
from xl_macros.click.lock import only_one
from xl_macros.click.office import Office, Progress, Summary
from xl_macros.click.outcomes import (
    LEFT_OPEN,
    SAVED,
    Click,
    Ending,
    Outcome,
    explain,
    workbook_refusal,
    write_log,
)
from xl_macros.click.stopping import stoppable, stopped
from xl_macros.click.transaction import Desk, Transaction, recover
from xl_macros.clock import in_office, office_now
from xl_macros.errors import NOTHING_CHANGED, NeedsConfirmation, Refusal
from xl_macros.file_engine.errors import FileEngineError
from xl_macros.places.backup_policy import Policy, refuse_copy
from xl_macros.places.folder_rights import make_private_dir
from xl_macros.places.folders import (
    PRIVATE_NAME,
    OfficeFolders,
    folder_setting,
    refuse_links_out,
    refuse_shared,
)
from xl_macros.records import Officer
from xl_macros.tables.rows import FROM_BEFORE, TableStore
from xl_macros.tables.schema import HOME, NAME_TRANSACTION, SETTING_ROWS, SHEETS
from xl_macros.tables.settings import Settings, read_settings

__all__ = [
    "LEFT_OPEN",
    "Button",
    "Click",
    "Ending",
    "Outcome",
    "explain",
    "office_folders",
    "plainly",
    "run",
    "workbook_refusal",
]

Button = Callable[[Office], Summary]
T = TypeVar("T")

ALL_SHOWN = 20
"""Of a long job so many steps are each shown."""
SHOWN_EVERY_SECONDS = 0.2


class Views(Protocol):
    """The built sheets, drawn from the tables (`keeping/views.py`)."""

    def after_button(self, office: Office) -> str:
        """Stage what every writing button owes the workbook: the home sheet. A remark on the click, '' for none."""

    def redraw(self, office: Office, sheets: Sequence[str], before: TableStore) -> None:
        """Stage the named sheets as they were in a copy of the workbook."""


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
        with host.read_copy(host.path.absolute().parent / PRIVATE_NAME) as copy:
            tables = TableStore(host.book, host.about_to_write, copy, host.sheets)
            shown = progress or _status_progress(host)
            summary = _work(tables, click, function, host, views, shown, before)
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
    return ending._replace(text="\n".join([*before, ending.text]))


def plainly(command: str, act: Callable[[], int]) -> tuple[int, str]:
    """Run a command that is no button: its exit code, and what to say when it failed. Raises nothing."""
    try:
        return act(), ""
    except Exception as error:  # noqa: BLE001  # the surround of commands
        outcome = explain(error, Click(command))
        text = outcome.text if isinstance(error, Refusal) else outcome.text.replace(NOTHING_CHANGED, "")
        return outcome.exit_code, "\n".join(line.strip() for line in text.splitlines() if line.strip())


def one_of_many(act: Callable[[], T], problem: Callable[[BaseException], T]) -> T:
    """What `act` gives, or what `problem` makes of its error: one of many files, whatever it is, ends no other's work.

    Running out of memory and a library's exit are errors of that file too; only somebody who ends the run ends it.
    """
    try:
        return act()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  # the surround of one file among many
        return problem(error)


def _work(
    tables: TableStore,
    click: Click,
    function: Button,
    host: FileHost | ExcelHost,
    views: Views,
    progress: Progress,
    before: list[str],
) -> Summary:
    settings = read_settings(tables)
    now = in_office(click.now, settings.zone()) if click.now else office_now(settings.zone())
    account = getpass.getuser() if click.account is None else click.account
    refuse_copy(host.path, settings.required("backups_folder"))
    folders = office_folders(host.path, settings)
    _make_private((folders.private,), tables)
    with (
        only_one(folders.private, click.label or click.button, account, now),
        host.quiet(SHEETS, folders.private) as changed,
    ):
        tables.read_anew_unless(NAME_TRANSACTION)  # another button may have written before the lock was ours
        officer = click.request.officer or account
        transaction = Transaction(folders, click.button, officer, now, click.label)
        desk = Desk(
            folders,
            tables,
            host,
            _open_copy,
            redraw=lambda sheets, before: views.redraw(office, sheets, before),
            now=now,
            policy=_policy(settings),
            keep_undone_days=settings.number("keep_undone"),
        )
        office = Office(
            tables=tables,
            settings=settings,
            folders=folders,
            transaction=transaction,
            desk=desk,
            now=now,
            request=click.request,
            selection=host.selection(),
            account=account,
            progress=stoppable(progress, host.stop_asked()),
            facts=host.facts(),
            program=host.version,
        )
        said = len(changed)
        before += filter(None, [*changed, recover(desk)])
        try:
            summary = _until_stopped(function, office)
            if tables.has_work or transaction.has_files:
                summary = _with_views(click, views, office, summary)
                _make_private((folders.scans, folders.special, folders.reports, folders.backups), tables)
                summary = _committed(transaction, desk, summary, click)
                if tables.undrawn_home:
                    summary = summary._replace(
                        text=f"{summary.text}\n{HOME} tidak diperbarui. {FROM_BEFORE}."
                    )
        finally:
            transaction.discard()
            before += changed[said:]
    return summary


def _until_stopped(function: Button, office: Office) -> Summary:
    """The function's summary. Ctrl+C while it works is a refusal, since it only stages what is to be written."""
    try:
        return function(office)
    except KeyboardInterrupt:
        raise stopped() from None


def _policy(settings: Settings) -> Policy:
    """Which copies of the workbook are kept."""
    return Policy(
        settings.number("keep_backups"),
        *(settings.number(f"keep_{name}") for name in ("daily", "weekly", "monthly")),
    )


def _with_views(click: Click, views: Views, office: Office, summary: Summary) -> Summary:
    """Stage the drawn sheets; what cannot be drawn is a remark and stands in no click's way."""
    try:
        remark = views.after_button(office)
    except (FileEngineError, OSError):
        raise  # the workbook itself is damaged or gone: no button goes on with it
    except Exception as error:
        if is_busy(error) or is_gone(error):
            raise
        why = error.what if isinstance(error, Refusal) else f"galat {type(error).__name__}"
        if not isinstance(error, Refusal):
            write_log(error, click)
        return summary._replace(text=f"{summary.text}\n{HOME} tidak diperbarui: {why}")
    return summary._replace(text=f"▲ {remark}\n{summary.text}") if remark else summary


def _make_private(wanted: Sequence[Path], tables: TableStore) -> None:
    """Make the folders that are missing, open to the officers' accounts of Pengaturan and to nobody else."""
    missing = [folder for folder in wanted if not folder.is_dir()]
    if missing:
        accounts = [row.account for row in tables.records(Officer) if row.account]
        for folder in missing:
            make_private_dir(folder, accounts=accounts)


def _committed(transaction: Transaction, desk: Desk, summary: Summary, click: Click) -> Summary:
    """The summary with what was done afterwards. What fails once all is saved is a remark and no failure."""
    try:
        after = transaction.commit(desk)
    except Exception as error:
        if not transaction.saved:
            raise
        after = [explain(error, click).text.replace(NOTHING_CHANGED, SAVED)]
    return summary._replace(text=" ".join(filter(None, [summary.text, *after])))


def office_folders(book: Path, settings: Settings) -> OfficeFolders:
    """The office's folders: beside the workbook, unless Pengaturan says otherwise."""
    root = book.absolute().parent
    names = {setting.field: setting.name for setting in SETTING_ROWS}
    named = {
        field: folder_setting(root, names[f"{field}_folder"], settings.required(f"{field}_folder"))
        for field in ("scans", "inbox", "special", "reports", "backups")
    }
    refuse_shared({names[f"{field}_folder"]: folder for field, folder in named.items()})
    folders = OfficeFolders(root=root, **named)
    refuse_links_out(folders)
    return folders


def _status_progress(host: FileHost | ExcelHost) -> Progress:
    """Shows how far a job is: each of its first steps, then some a second.

    A text in the status bar crosses into Excel's process, and a check of the archive has a step for each file.
    """
    last = 0.0

    def show(done: int, total: int, what: str) -> None:
        nonlocal last
        now = monotonic()
        if done > ALL_SHOWN and done != total and now - last < SHOWN_EVERY_SECONDS:
            return
        last = now
        host.status(f"{done} dari {total}: {what} ...{host.stop_hint}")

    return show


def _clear_status(host: FileHost | ExcelHost | None) -> None:
    if host is not None:
        try:
            host.status("")
        except Exception as error:  # noqa: BLE001  # Excel may be gone; the button's own outcome matters more
            write_log(error, Click("status"))


@contextmanager
def _open_copy(path: Path) -> Iterator[TableStore]:
    from xl_macros.file_engine import open_book

    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    try:
        book = open_book(path)
        try:
            yield TableStore(book)
        finally:
            book.close()
    except FileEngineError as error:
        raise workbook_refusal(error, path.name) from error
