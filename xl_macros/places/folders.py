"""The folders of an office, and writing in them privately and whole."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import BinaryIO, NamedTuple

from xl_macros.errors import Refusal
from xl_macros.held_files import when_free

PRIVATE_DIRECTORY = 0o700
PRIVATE_FILE = 0o600
PRIVATE_NAME = ".kecuali"
UNFINISHED = ".sebagian"
"""How the name of a file ends for as long as it is being written; swept up after a crash."""


class OfficeFolders(NamedTuple):
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
    def templates(self) -> Path:
        """The office's own words for papers; what lies there wins over what came with the program."""
        return self.root / "Templat"

    @property
    def all(self) -> tuple[Path, ...]:
        """The office folder and those that Pengaturan names, which may lie elsewhere."""
        return (self.root, self.scans, self.inbox, self.special, self.reports, self.backups)


def folder_setting(root: Path, name: str, value: str) -> Path:
    """A folder from Pengaturan: absolute as it stands, relative below `root`.

    Refused when it climbs out, names another computer, hides anything, holds the office folder itself, or lies in
    the product's own folder, which is emptied.
    """
    from xl_macros.places import gate

    try:
        if gate.is_absolute(value):
            inside = gate.full_address(value, root)
        else:
            inside = root.joinpath(*map(gate.safe_name, _parts(value)))
    except gate.UnsafePathError as unsafe:
        raise Refusal(
            f"Pengaturan '{name}' menunjuk ke luar folder kantor atau tidak dapat dipakai ({unsafe}): "
            f"{_shown(value) or '(kosong)'}.",
            cure="Isi dengan nama folder saja, atau alamat lengkap yang memang dimaksud di komputer ini "
            "(untuk folder di server: dengan huruf diska).",
        ) from None
    own = root / PRIVATE_NAME
    if inside in {own, root} or own in inside.parents or inside in root.parents:
        raise Refusal(
            f"Pengaturan '{name}' menunjuk ke folder yang dipakai program ini sendiri: {_shown(value)}.",
            cure="Isi dengan nama folder lain.",
        )
    return inside


def _parts(value: str) -> list[str]:
    """The names in a relative address: `./x`, `a/../x`, `x/` and `.\\x` are x; one that climbs keeps its `..`."""
    found: list[str] = []
    for part in value.replace("\\", "/").split("/"):
        if part == ".." and found and found[-1] != "..":
            found.pop()
        elif part not in {"", "."}:
            found.append(part)
    return found or [""]


def _shown(value: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in value)[:120]


def refuse_shared(named: Mapping[str, Path]) -> None:
    """Refuse two folders of Pengaturan (by the setting's name) of which one is the other, or lies in it."""
    for (one, first), (other, second) in combinations(named.items(), 2):
        if first == second or first in second.parents or second in first.parents:
            raise Refusal(
                f"Pengaturan '{one}' dan '{other}' menunjuk ke folder yang sama, atau yang satu di dalam yang lain: "
                f"{_shown(str(first))}.",
                cure="Isi keduanya dengan folder yang berbeda.",
            )


def refuse_links_out(folders: OfficeFolders) -> None:
    """Refuse an office in which one of its own folders is a link or junction to another place.

    An office folder that was handed over must not have scans, reports or journals written elsewhere, or somebody
    else's files read as scans. A folder that is meant to lie elsewhere is named so in Pengaturan.
    """
    root = folders.root.resolve()
    own = [folder for folder in folders.all[1:] if folders.root in folder.parents]
    inner = [path for path in folders.private.iterdir() if path.is_dir()] if folders.private.is_dir() else []
    for folder in (folders.private, folders.templates, *inner, *own):
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
        follow_home(part)
        sync_parent(part)
    return folder


def sync_parent(path: Path) -> None:
    """Make a new folder's own name last through a power cut; a parent that may not be read makes no difference."""
    with contextlib.suppress(PermissionError):
        sync_directory(path.parent)


def follow_home(path: Path) -> None:
    """Have a new file or folder belong to those to whom the folder belongs that it lies in (POSIX).

    What an administrator's click makes (a nightly check, say) belongs to the office's account, so that nobody is
    locked out of the register; in a folder that a group may write, the group may use what is made there. Anywhere
    else it stays private. What cannot be given away stays as it is.
    """
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        home, made = path.parent.stat(), path.lstat()
        if stat.S_ISLNK(made.st_mode):
            return
        shared = home.st_mode & 0o072 == 0o070
        if os.geteuid() == 0 and made.st_uid != home.st_uid:
            os.chown(path, home.st_uid, home.st_gid, follow_symlinks=False)
        elif shared and made.st_gid != home.st_gid:
            os.chown(path, -1, home.st_gid, follow_symlinks=False)
        if shared:
            path.chmod(0o770 | home.st_mode & stat.S_ISGID if stat.S_ISDIR(made.st_mode) else 0o660)


def create_private_file(path: Path) -> BinaryIO:
    """A new file for writing that nobody else could open even for a moment (mode 0600).

    Raises FileExistsError when there is one already: nothing is ever overwritten.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    file = os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb")
    follow_home(path)
    return file


def write_private(path: Path, data: bytes) -> Path:
    """A new private file, flushed to the disk. FileExistsError when there is one already; none when that fails."""
    with new_file(path) as file:
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
    with when_free(lambda: source.open("rb")) as reading, new_file(temporary) as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
    _into_place(temporary, target)
    return target


def copy_tree_private(source: Path, target: Path) -> Path:
    """A private, flushed copy of a file or of a folder with all that is in it; the target must not exist."""
    if not source.is_dir():
        return copy_private(source, target)
    target.mkdir(mode=PRIVATE_DIRECTORY)
    follow_home(target)
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
def new_file(path: Path) -> Iterator[BinaryIO]:
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
    """A private folder, empty even after a try that was killed, and gone at the end, whatever happens."""
    remove(folder)
    make_private(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
