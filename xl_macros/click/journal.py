"""The journal of a transaction, which later is its undo record: small JSON files in the office's private folder.

Paths are kept relative to the office folder where they lie in it, so that an office that is moved or copied
keeps its undo.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from xl_macros.errors import Refusal
from xl_macros.places.folders import OfficeFolders, make_private, replace_private

JOURNAL = "jurnal.json"
UNDO = "urungkan"
UNDONE = "diurungkan"
STAGING = "persiapan"
OUTPOST = ".kecuali-"
"""Begins the name of a folder on another volume, where files wait for the one step that a rename is."""

_ID = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}", re.ASCII)
_UNDO_NAME = re.compile(rf"(\d{{1,9}})-({_ID.pattern})\.json", re.ASCII)


@dataclass(slots=True)
class Record:
    """The journal of one transaction, later its undo record.

    `files` are renames, from and to; `removals` are files that were copied to another volume and go once all
    is saved. `sequence` orders the undo records: the clock on the wall may go backwards.
    """

    transaction_id: str
    button: str
    officer: str
    at: str
    backup: str = ""
    before_id: str | None = None
    undoes: str | None = None
    undoable: bool = True
    sequence: int = 0
    tables: dict[str, list[int]] = field(default_factory=dict)
    views: list[str] = field(default_factory=list)
    files: list[list[str]] = field(default_factory=list)
    removals: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def begun(self) -> str:
        """What stands in the workbook in place of the id while the tables are being written."""
        return f"{self.transaction_id} dimulai"

    @property
    def paths(self) -> list[str]:
        """Every path that the record names, as it is kept."""
        return [self.backup, *(path for pair in self.files for path in pair), *self.removals]


def journal_file(folders: OfficeFolders) -> Path:
    """Where the journal of the transaction under way lies."""
    return folders.private / JOURNAL


def undo_file(folders: OfficeFolders, record: Record) -> Path:
    """Where a transaction's undo record lies."""
    return make_private(folders.private / UNDO) / f"{record.sequence:06d}-{record.transaction_id}.json"


def undo_records(folders: OfficeFolders) -> list[Path]:
    """Oldest first."""
    found = [path for path in (folders.private / UNDO).glob("*.json") if _UNDO_NAME.fullmatch(path.name)]
    return sorted(found, key=sequence_of)


def sequence_of(path: Path) -> int:
    """The running number of an undo record."""
    return int(path.name.partition("-")[0])


def id_of(path: Path) -> str:
    """The id of the transaction that an undo record belongs to."""
    return path.stem.partition("-")[2]


def write_record(path: Path, record: Record) -> None:
    """The record, whole or not at all, flushed to the disk."""
    replace_private(path, json.dumps(asdict(record), ensure_ascii=False, indent=1).encode())


def read_record(path: Path, tables: Mapping[str, int], folders: OfficeFolders) -> Record | None:
    """The record; None when there is none. Refused when it cannot be read: then nothing may be guessed.

    `tables` gives the number of columns of each table. A path outside of the office's folders is refused too:
    a folder that was handed over must not have this program move other people's files.
    """
    try:
        record = _checked(json.loads(path.read_bytes()), tables)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, RecursionError) as damage:
        raise Refusal(
            f"Catatan kerja {path.name} rusak, sehingga tombol yang terputus tidak dapat diselesaikan.",
            cure=f"Simpan salinan folder {folders.private.name}, hapus {path.name}, lalu jalankan Periksa Keutuhan.",
        ) from damage
    roots = [folder.resolve() for folder in folders.all]
    for kept in record.paths:
        place = (folders.root / kept).resolve()
        if not any(place.is_relative_to(root) for root in roots):
            raise Refusal(
                f"Catatan kerja {path.name} menunjuk ke luar folder kantor: {kept}.",
                cure="Kembalikan folder di Pengaturan seperti semula. Bila folder kantor ini dari orang lain, "
                f"hapus {path.name}.",
            )
    return record


def portable(path: Path, root: Path) -> str:
    """The path as it is kept: relative to `root` where it lies in it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _checked(content: Any, tables: Mapping[str, int]) -> Record:
    """The record in what was read. Raises ValueError, TypeError or KeyError when it is none."""
    record = Record(**content)
    kinds = {each.name: type(getattr(Record("", "", "", ""), each.name)) for each in fields(Record)}
    optional = {"before_id", "undoes"}
    if any(
        type(value := getattr(record, name)) is not kind
        and not (name in optional and (value is None or isinstance(value, str)))
        for name, kind in kinds.items()
    ):
        raise TypeError("a field of another type")
    texts = [*record.paths, *record.views, *record.digests.values(), *record.digests]
    if any(type(text) is not str or "\0" in text for text in texts) or not record.backup:
        raise TypeError("a text that is none")
    if any(type(pair) is not list or len(pair) != 2 for pair in record.files):
        raise ValueError("a rename of something else than two paths")
    ids = [record.transaction_id] if record.undoes is None else [record.transaction_id, record.undoes]
    if not all(_ID.fullmatch(each) for each in ids):
        raise ValueError("no transaction's id")
    datetime.fromisoformat(record.at)
    for name, columns in record.tables.items():
        if not all(type(column) is int and 0 <= column < tables[name] for column in columns):
            raise ValueError("a column that is none")
    return record
