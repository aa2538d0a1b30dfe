"""An office that is only looked at: commands that write nothing to the workbook."""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn

from xl_macros.click.hosts import FileHost
from xl_macros.click.macro import office_folders
from xl_macros.click.office import Office
from xl_macros.click.request import Request
from xl_macros.click.transaction import Desk, Transaction
from xl_macros.clock import in_office, office_now
from xl_macros.tables.rows import TableStore
from xl_macros.tables.settings import read_settings


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
