"""A workbook file that is opened beside clicks, and an office that is only looked at."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NoReturn

from xl_macros.click import macro
from xl_macros.click.hosts import FileHost
from xl_macros.click.macro import office_folders
from xl_macros.click.office import Office
from xl_macros.click.request import Request
from xl_macros.click.transaction import Desk, Transaction
from xl_macros.clock import in_office, office_now
from xl_macros.errors import Refusal
from xl_macros.tables.rows import TableStore
from xl_macros.tables.settings import read_settings


def open_file(path: Path) -> FileHost:
    """The workbook file behind the xlwings API; refused when it is none."""
    from xl_macros.file_engine import FileEngineError, open_book

    if not path.is_file():
        raise Refusal(f"Buku kerja {path} tidak ditemukan.", cure="Periksa alamatnya.")
    try:
        return FileHost(open_book(path))
    except FileEngineError as error:
        raise macro.workbook_refusal(error, path.name) from error


def reading_office(host: FileHost, now: datetime | None = None, request: Request | None = None) -> Office:
    """The office of an open workbook file, without lock or transaction; `now` None asks the clock in its own zone."""
    tables = TableStore(host.book)
    settings = read_settings(tables)
    zone = settings.zone()
    now = in_office(now, zone) if now else office_now(zone)
    folders = office_folders(host.path, settings)
    desk = Desk(folders, tables, host, _never, redraw=_never, now=now)
    transaction = Transaction(folders, "baca", "", now)
    return Office(tables, settings, folders, transaction, desk, now, request or Request())


def _never(*_: object) -> NoReturn:
    raise AssertionError("a reading command wrote")
