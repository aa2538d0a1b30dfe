"""The journal of a transaction, which later is its undo record: small JSON files in the office's private folder.

Paths are kept relative to the office folder where they lie in it, so that an office that is moved or copied
keeps its undo.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.folders import OfficeFolders, make_private, replace_private

JOURNAL = "jurnal.json"
UNDO = "urungkan"
UNDONE = "diurungkan"
STAGING = "persiapan"


@dataclass(slots=True)
class Record:
    """The journal of one transaction, later its undo record. `files` are renames, from and to."""

    transaction_id: str
    button: str
    officer: str
    at: str
    backup: str = ""
    before_id: str | None = None
    undoes: str | None = None
    undoable: bool = True
    tables: dict[str, list[int]] = field(default_factory=dict)
    views: list[str] = field(default_factory=list)
    files: list[list[str]] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)


def journal_file(folders: OfficeFolders) -> Path:
    """Where the journal of the transaction under way lies."""
    return folders.private / JOURNAL


def undo_file(folders: OfficeFolders, transaction_id: str) -> Path:
    """Where a transaction's undo record lies."""
    return make_private(folders.private / UNDO) / f"{transaction_id}.json"


def undo_records(folders: OfficeFolders) -> list[Path]:
    """Oldest first, by the moment they were written: the clock on the wall may have gone backwards."""
    return sorted((folders.private / UNDO).glob("*.json"), key=age)


def age(path: Path) -> int:
    """When the file was written, for sorting."""
    return path.stat().st_mtime_ns


def write_record(path: Path, record: Record) -> None:
    """The record, whole or not at all, flushed to the disk."""
    replace_private(path, json.dumps(asdict(record), ensure_ascii=False, indent=1).encode())


def read_record(path: Path) -> Record | None:
    """The record; None when there is none. Refused when it cannot be read: then nothing may be guessed."""
    try:
        return Record(**json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as damage:
        raise Refusal(
            f"Catatan kerja {path.name} rusak, sehingga tombol yang terputus tidak dapat diselesaikan.",
            cure=f"Simpan salinan folder .kecuali, hapus {path.name}, lalu jalankan Periksa Keutuhan.",
        ) from damage


def portable(path: Path, root: Path) -> str:
    """The path as it is kept: relative to `root` where it lies in it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
