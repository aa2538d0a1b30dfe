"""The folders of an office, and writing in them privately and whole."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from xl_macros.errors import Refusal
from xl_macros.held_files import when_free

PRIVATE_DIRECTORY = 0o700
PRIVATE_FILE = 0o600
PRIVATE_NAME = ".kecuali"
UNFINISHED = ".sebagian"
"""How the name of a file ends for as long as it is being written; swept up after a crash."""


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
        return self.root / PRIVATE_NAME

    @property
    def all(self) -> tuple[Path, ...]:
        """The office folder and those that Pengaturan names, which may lie elsewhere."""
        return (self.root, self.scans, self.inbox, self.special, self.reports, self.backups)


def folder_setting(root: Path, name: str, value: str) -> Path:
    """A folder from Pengaturan: absolute as it stands, relative below `root`.

    Refused when a relative one climbs out, and when any lies in the product's own folder, which is emptied.
    """
    path = Path(value)
    inside = Path(os.path.normpath(path if path.is_absolute() else root / path))
    if not value or (not path.is_absolute() and root not in inside.parents):
        raise Refusal(
            f"Pengaturan '{name}' menunjuk ke luar folder kantor: {value or '(kosong)'}.",
            cure="Isi dengan nama folder saja, atau alamat lengkap yang memang dimaksud.",
        )
    own = root / PRIVATE_NAME
    if inside in {root, own} or own in inside.parents:
        raise Refusal(
            f"Pengaturan '{name}' menunjuk ke folder yang dipakai program ini sendiri: {value}.",
            cure="Isi dengan nama folder lain.",
        )
    return inside


def refuse_links_out(folders: OfficeFolders) -> None:
    """Refuse an office in which one of its own folders is a link or junction to another place.

    An office folder that was handed over must not have scans, reports or journals written elsewhere, or somebody
    else's files read as scans. A folder that is meant to lie elsewhere is named so in Pengaturan.
    """
    root = folders.root.resolve()
    own = [folder for folder in folders.all[1:] if folders.root in folder.parents]
    inner = [path for path in folders.private.iterdir() if path.is_dir()] if folders.private.is_dir() else []
    for folder in (folders.private, *inner, *own):
        if not folder.resolve().is_relative_to(root) or folder.is_symlink():
            raise Refusal(
                f"Folder {folder.name} adalah tautan ke tempat lain.",
                cure="Hapus tautan itu. Bila folder itu memang di tempat lain, tulis alamat lengkapnya di Pengaturan.",
            )


def make_private(folder: Path) -> Path:
    """The folder, made if need be, readable by nobody else from the moment it exists."""
    missing = [part for part in (folder, *folder.parents) if not part.exists()]
    for part in reversed(missing):
        part.mkdir(mode=PRIVATE_DIRECTORY, exist_ok=True)
    return folder


def create_private_file(path: Path) -> BinaryIO:
    """A new file for writing that nobody else could open even for a moment (mode 0600).

    Raises FileExistsError when there is one already: nothing is ever overwritten.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb")


def write_private(path: Path, data: bytes) -> Path:
    """A new private file, flushed to the disk. FileExistsError when there is one already; none when that fails."""
    with _new_file(path) as file:
        file.write(data)
    return path


def replace_private(path: Path, data: bytes) -> None:
    """The file's new content, whole or not at all."""
    temporary = _unfinished(path)
    write_private(temporary, data)
    _into_place(temporary, path)


def copy_private(source: Path, target: Path) -> Path:
    """A private copy, flushed, whole or not at all; FileExistsError when the target is there already."""
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    temporary = _unfinished(target)
    with when_free(lambda: source.open("rb")) as reading, _new_file(temporary) as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
    _into_place(temporary, target)
    return target


def copy_tree_private(source: Path, target: Path) -> Path:
    """A private, flushed copy of a file or of a folder with all that is in it; the target must not exist."""
    if not source.is_dir():
        return copy_private(source, target)
    target.mkdir(mode=PRIVATE_DIRECTORY)
    for part in sorted(source.iterdir()):
        copy_tree_private(part, target / part.name)
    sync_directory(target)
    return target


def flush(path: Path) -> None:
    """Push a file, or a folder with all that is in it, to the disk, whoever wrote it."""
    if path.is_dir():
        for part in path.iterdir():
            flush(part)
        sync_directory(path)
        return
    with when_free(lambda: path.open("rb+")) as file:
        os.fsync(file.fileno())


def remove(path: Path) -> None:
    """The file, or the folder with all that is in it, is gone afterwards; it may be gone before."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        when_free(lambda: path.unlink(missing_ok=True))


def sweep(folder: Path) -> None:
    """Remove what killed programs left unfinished in the folder. What cannot be removed now is left for later."""
    for path in folder.glob(f".*{UNFINISHED}"):
        with contextlib.suppress(OSError):
            path.unlink()


def sync_directory(folder: Path) -> None:
    """Make renames in the folder last through a power cut (Windows does that by itself)."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unfinished(path: Path) -> Path:
    """Where a file is written until it is whole; what a killed process left there is gone."""
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}{UNFINISHED}")
    temporary.unlink(missing_ok=True)
    return temporary


def _into_place(temporary: Path, target: Path) -> None:
    """Give a whole file its name; when that fails (somebody has the old one open) nothing is left of it."""
    try:
        when_free(lambda: temporary.replace(target))
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_directory(target.parent)


@contextlib.contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A new private file; flushed to the disk at the end, gone when that fails."""
    opened = create_private_file(path)
    try:
        with opened as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def removed_afterwards(folder: Path) -> Iterator[Path]:
    """A private folder that is gone at the end, whatever happens."""
    make_private(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
