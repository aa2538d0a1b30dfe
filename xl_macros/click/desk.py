"""The workbook a transaction works on, with the office's folders and the program that has it open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from xl_macros.click.journal import Record, journal_file, read_record
from xl_macros.places.backup_policy import Policy
from xl_macros.places.folders import OfficeFolders
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import TABLES

OpenCopy = Callable[[Path], AbstractContextManager[TableStore]]
"""Opens a kept copy of the workbook for reading, without Excel; Refusal when it cannot be read."""

_WIDTHS = {table.name: len(table.columns) for table in TABLES}


class Host(Protocol):
    """What a transaction needs of the program that has the workbook open."""

    @property
    def path(self) -> Path: ...

    def save(self) -> None: ...

    def copy_book(self, target: Path) -> None:
        """Leave a private copy of the workbook as it stands now, unsaved typing included."""


class Desk(NamedTuple):
    """The workbook a transaction works on: its folders, its tables, the program that holds it."""

    folders: OfficeFolders
    tables: TableStore
    host: Host
    open_copy: OpenCopy
    redraw: Callable[[Sequence[str], TableStore], None]
    """Stages the drawing of built sheets as they were in a copy of the workbook, or as the tables now say."""
    now: datetime
    policy: Policy = Policy()
    keep_undone_days: int = 90

    @property
    def journal(self) -> Path:
        return journal_file(self.folders)

    def read(self, path: Path) -> Record | None:
        """A record of this account's clicks in this office; see `read_record`."""
        return read_record(path, _WIDTHS, self.folders, self.host.path)

    def at(self, kept: str) -> Path:
        """A path as the journal keeps it."""
        return self.folders.root / kept
