"""The folders of an office, and writing in them privately and whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xl_macros.errors import Refusal

PRIVATE_DIRECTORY = 0o700
PRIVATE_FILE = 0o600


@dataclass(frozen=True, slots=True)
class OfficeFolders:
    """Where everything of one office lies. All paths absolute."""

    root: Path
    scans: Path
    inbox: Path
    special: Path
    reports: Path
    backups: Path

    @property
    def private(self) -> Path:
        """The product's own folder: journal, lock, files being prepared, what undo needs."""
        return self.root / ".kecuali"


def folder_setting(root: Path, name: str, value: str) -> Path:
    """A folder from Pengaturan: absolute as it stands, relative below `root`; climbing out is refused."""
    path = Path(value)
    if path.is_absolute():
        return path
    inside = Path(os.path.normpath(root / path))
    if not value or inside == root or root not in inside.parents:
        raise Refusal(
            f"Pengaturan '{name}' menunjuk ke luar folder kantor: {value or '(kosong)'}.",
            cure="Isi dengan nama folder saja, atau alamat lengkap yang memang dimaksud.",
        )
    return inside


def make_private(folder: Path) -> Path:
    """The folder, made if need be, readable by nobody else from the moment it exists."""
    missing = [part for part in (folder, *folder.parents) if not part.exists()]
    for part in reversed(missing):
        part.mkdir(mode=PRIVATE_DIRECTORY, exist_ok=True)
    return folder


def write_private(path: Path, data: bytes) -> Path:
    """A new private file, flushed to the disk. FileExistsError when there is one already."""
    descriptor = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE_FILE
    )
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path


def replace_private(path: Path, data: bytes) -> None:
    """The file's new content, whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    write_private(temporary, data)
    temporary.replace(path)
    sync_directory(path.parent)


def copy_private(source: Path, target: Path) -> Path:
    """A private copy, flushed; FileExistsError when the target is there already."""
    descriptor = os.open(
        target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE_FILE
    )
    with source.open("rb") as reading, os.fdopen(descriptor, "wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())
    return target


def sync_directory(folder: Path) -> None:
    """Make renames in the folder last through a power cut (Windows does that by itself)."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def removed_afterwards(folder: Path) -> Iterator[Path]:
    """A private folder that is gone at the end, whatever happens."""
    make_private(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
