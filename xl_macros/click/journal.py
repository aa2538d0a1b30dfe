"""The journal of a transaction, which later is its undo record: small signed files in the office's private folder.

Paths are kept relative to the office folder where they lie in it, so that an office that is moved or copied
keeps its undo. What a record names is what a transaction can have made, and nothing else is ever acted on.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from xl_macros.patterns import regex
from xl_macros.places.backup_policy import read_backup_name
from xl_macros.places.folders import OfficeFolders, make_private
from xl_macros.places.signed import UntrustedError, read_bounded, read_signed, write_signed

JOURNAL = "jurnal.json"
UNDO = "urungkan"
UNDONE = "diurungkan"
STAGING = "persiapan"
OUTPOST = ".kecuali-"
"""Begins the name of a folder on another volume, where files wait for the one step that a rename is."""

_ID = regex(r"\d{8}T\d{6}-[0-9a-f]{8}", re.ASCII)
_UNDO_NAME = regex(rf"(\d{{1,9}})-({_ID.pattern})\.json", re.ASCII)

Id = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{8}T[0-9]{6}-[0-9a-f]{8}\Z")]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Kept = Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]
Short = Annotated[str, msgspec.Meta(max_length=500)]


class Rename(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A file or folder that goes from `source` to `target`; `sha256` is its `copying.fingerprint`."""

    source: Kept
    target: Kept
    sha256: Sha256


class Removal(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What was copied to another volume, or withdrawn, and goes once all is saved if it still has this fingerprint."""

    path: Kept
    sha256: Sha256


class Record(msgspec.Struct, forbid_unknown_fields=True):
    """The journal of one transaction, later its undo record.

    `sequence` orders the undo records: the clock on the wall may go backwards. `backup_sha256` is the hash of the
    copy from which the tables are restored.
    """

    transaction_id: Id
    button: Short
    officer: Short
    at: Annotated[str, msgspec.Meta(max_length=40)]
    label: Short = ""
    backup: Kept = "-"
    backup_sha256: Sha256 = "0" * 64
    before_id: Short | None = None
    undoes: Id | None = None
    undoable: bool = True
    sequence: Annotated[int, msgspec.Meta(ge=0, le=999_999_999)] = 0
    tables: dict[str, list[int]] = {}
    views: list[str] = []
    files: list[Rename] = []
    removals: list[Removal] = []
    digests: dict[str, Sha256] = {}

    @property
    def name(self) -> str:
        """The button as staff know it."""
        return self.label or self.button

    @property
    def begun(self) -> str:
        """What stands in the workbook in place of the id while the tables are being written."""
        return f"{self.transaction_id}{BEGUN}"


BEGUN = " dimulai"


def journal_file(folders: OfficeFolders) -> Path:
    """Where the journal of the transaction under way lies."""
    return folders.private / JOURNAL


def undo_file(folders: OfficeFolders, record: Record) -> Path:
    """Where a transaction's undo record lies."""
    return make_private(folders.private / UNDO) / f"{record.sequence:06d}-{record.transaction_id}.json"


def undo_records(folders: OfficeFolders) -> list[Path]:
    """Oldest first, by their names: whether they are this office's own is seen when they are read."""
    found = [path for path in (folders.private / UNDO).glob("*.json") if _UNDO_NAME.fullmatch(path.name)]
    return sorted(found, key=sequence_of)


def sequence_of(path: Path) -> int:
    """The running number of an undo record."""
    return int(path.name.partition("-")[0])


def id_of(path: Path) -> str:
    """The id of the transaction that an undo record belongs to."""
    return path.stem.partition("-")[2]


def is_id(text: str) -> bool:
    """Whether the text is a transaction's id."""
    return _ID.fullmatch(text) is not None


def purpose_of(path: Path) -> str:
    """What a record is for, by where it lies: an undo record can never be put in the journal's place."""
    return "jurnal" if path.name == JOURNAL else f"urungkan {path.name}"


def write_record(path: Path, record: Record) -> None:
    """The record, signed, whole or not at all, flushed to the disk."""
    write_signed(path, purpose_of(path), record)


def read_record(path: Path, tables: Mapping[str, int], folders: OfficeFolders, book: Path) -> Record | None:
    """The record; None when there is none. Raises UntrustedError when it must not be acted on.

    `tables` gives the number of columns of each table, `book` is the office's workbook. The signature alone is
    not enough: the record must also name only what a transaction of this office can have made.
    """
    record = read_signed(path, purpose_of(path), Record)
    if record is None:
        return None
    try:
        _check(record, tables, path)
        Reach(folders, book, record).check()
    except (ValueError, KeyError, OSError, RuntimeError):
        raise UntrustedError(path, "menyebut sesuatu yang tidak dapat berasal dari sebuah tombol") from None
    return record


def claimed_id(path: Path) -> str:
    """The transaction that a record says it is of, believed or not; '' when it says none. For words only."""
    try:
        data = read_bounded(path) or b""
    except (UntrustedError, OSError):
        return ""
    found = re.search(rb'"transaction_id"\s*:\s*"(\d{8}T\d{6}-[0-9a-f]{8})"', data)
    return found[1].decode() if found else ""


def portable(path: Path, root: Path) -> str:
    """The path as it is kept: relative to `root` where it lies in it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _check(record: Record, tables: Mapping[str, int], path: Path) -> None:
    """Raises ValueError or KeyError for values that no transaction writes."""
    from xl_macros.tables.schema import SHEETS

    datetime.fromisoformat(record.at)
    if path.name != JOURNAL and f"{record.sequence:06d}-{record.transaction_id}" != path.stem:
        raise ValueError("another record's name")
    for name, columns in record.tables.items():
        if not all(0 <= column < tables[name] for column in columns):
            raise ValueError("a column that is none")
    if not set(record.views) <= set(SHEETS) or not set(record.digests) <= set(record.tables):
        raise ValueError("a sheet that is none")


class Reach:
    """What one transaction can have made: the only places that its record may name."""

    def __init__(self, folders: OfficeFolders, book: Path, record: Record) -> None:
        self._folders, self._book, self._record = folders, book, record

    def check(self) -> None:
        """Raises ValueError when the record names anything else."""
        record, folders = self._record, self._folders
        backup = self._plain(record.backup)
        named = read_backup_name(backup.name)
        if backup.parent != folders.backups or named is None or named.short_id != record.transaction_id[-8:]:
            raise ValueError("no copy of this transaction's")
        away = folders.private / UNDONE / str(record.undoes)
        for rename in record.files:
            source, target = self._plain(rename.source), self._plain(rename.target)
            if record.undoes is None:
                fits = self._prepared(source) and self._published(target)
            else:
                fits = (self._published(source) or self._waits(source)) and target.parent == away
            if not fits:
                raise ValueError("a rename of something that was not made here")
        for removal in record.removals:
            path = self._plain(removal.path)
            withdrawn = not record.undoable and folders.scans in path.parents  # a correction had it removed
            if not ((record.undoes is not None or withdrawn) and self._published(path)):
                raise ValueError("a removal of something that was not made here")

    def _plain(self, kept: str) -> Path:
        """The path that a record keeps; ValueError when it climbs or hides anything."""
        path = self._folders.root / kept
        if "\0" in kept or os.path.normpath(path) != str(path) or not path.is_absolute():
            raise ValueError("no plain path")
        return path

    def _prepared(self, path: Path) -> bool:
        """Whether it lies in the transaction's own staging folder or one of its outposts."""
        staging = self._folders.private / STAGING / self._record.transaction_id
        return staging in path.parents or self._waits(path)

    def _waits(self, path: Path) -> bool:
        outposts = [folder / f"{OUTPOST}{self._record.transaction_id}" for folder in self._folders.all]
        return any(outpost in path.parents for outpost in outposts)

    def _published(self, path: Path) -> bool:
        """Whether a button can have put it there: below one of its four folders; no folder of the office."""
        folders = self._folders
        wanted = (folders.scans, folders.special, folders.reports, folders.templates)
        homes = [home for home in wanted if home in path.parents]
        kept_whole = (*folders.all, folders.private, self._book)
        foreign = (folders.private, folders.backups)
        return (
            bool(homes)
            and not any(path == one or path in one.parents for one in kept_whole)
            and not any(
                one in path.parents and not any(one in home.parents for home in homes) for one in foreign
            )
            and any(path.parent.resolve().is_relative_to(home.resolve()) for home in homes)
        )
