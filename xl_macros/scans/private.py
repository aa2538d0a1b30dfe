"""Files and folders that only the office's own accounts may open, from the instant they exist."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from xl_macros.errors import Refusal

Runner = Callable[[Sequence[str]], int]
"""Runs a command given as an argument list (never a shell line) and returns its exit code."""

SYSTEM_SID = "*S-1-5-18"  # the SID and not the name: the name is translated on an Indonesian Windows
_FOLDER_RIGHTS = "(OI)(CI)F"  # full control, inherited by files and folders below


def run_quietly(command: Sequence[str]) -> int:
    """Run `command` without a console window; 1 when it cannot be started or does not end in a minute."""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(  # noqa: S603  an argument list of ours, no shell
            list(command), capture_output=True, timeout=60, check=False, creationflags=flags
        )
    except (OSError, subprocess.TimeoutExpired):
        return 1
    return done.returncode


def windows_rights_command(path: Path, accounts: Sequence[str]) -> list[str]:
    """The icacls call that cuts inheritance and leaves `accounts` and the system alone with the folder."""
    command = ["icacls", str(path), "/inheritance:r", "/grant:r", f"{SYSTEM_SID}:{_FOLDER_RIGHTS}"]
    for account in accounts:
        command += ["/grant:r", f"{account}:{_FOLDER_RIGHTS}"]
    return command


def make_private_dir(
    path: Path,
    *,
    accounts: Sequence[str] = (),
    windows: bool = sys.platform == "win32",
    run: Runner = run_quietly,
) -> None:
    """Create `path` with its missing parents, each of them private from creation on.

    POSIX: mode 0700. Windows: icacls, granting the present user and `accounts` (the other officers'
    Windows accounts, so that PDID and Desk Pelayanan both get in). A folder that exists already is left
    as it is. Raises Refusal when rights cannot be set or the folder cannot be made.
    """
    if path.is_dir():
        return
    if not path.parent.is_dir():
        make_private_dir(path.parent, accounts=accounts, windows=windows, run=run)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        if not path.is_dir():
            raise Refusal(f"{path} bukan folder.", cure="Ganti nama berkas itu, lalu ulangi.") from None
        return
    except OSError as error:
        raise cannot_write(path, error) from error
    if windows:
        _restrict_on_windows(path, accounts, run)


def _restrict_on_windows(path: Path, accounts: Sequence[str], run: Runner) -> None:
    present = os.environ.get("USERNAME", "")
    allowed = list(dict.fromkeys(name for name in (present, *accounts) if name))
    if not allowed or run(windows_rights_command(path, allowed)) != 0:
        path.rmdir()
        raise Refusal(
            f"Hak akses folder {path} tidak dapat dibatasi.",
            cure="Pilih folder pada diska NTFS milik kantor, atau periksa nama Akun Windows di Pengaturan.",
        )


def create_private_file(path: Path) -> BinaryIO:
    """A new file for writing that nobody else could open even for a moment (mode 0600).

    Raises FileExistsError when there is one already: nothing is ever overwritten.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


class PrivateFile:
    """A new private file whose every failure to write is a Refusal in words, told apart from failing reads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file = create_private_file(path)
        except OSError as error:
            raise cannot_write(path, error) from error

    def write(self, data: bytes) -> None:
        try:
            self._file.write(data)
        except OSError as error:
            raise cannot_write(self.path, error) from error

    def finish(self) -> None:
        """Push everything to the disk and close."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            raise cannot_write(self.path, error) from error

    def abandon(self) -> None:
        """Close and remove what was begun."""
        # Bytes that a full disk did not take are tried once more on closing.
        with contextlib.suppress(OSError):
            self._file.close()
        self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def new_private_file(path: Path) -> Iterator[PrivateFile]:
    """A `PrivateFile` that is whole and on the disk when the `with` ends, or gone when it ends by an error."""
    file = PrivateFile(path)
    whole = False
    try:
        yield file
        file.finish()
        whole = True
    finally:
        if not whole:
            file.abandon()


def write_private(path: Path, content: bytes) -> None:
    """Write a small new private file and push it to the disk."""
    with new_private_file(path) as file:
        file.write(content)


def sync_dir(path: Path) -> None:
    """Push a folder's entries to the disk; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cannot_write(path: Path, error: OSError) -> Refusal:
    """Why writing failed, in words: full disk, no right, or a medium that is gone."""
    name = path.name
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return Refusal("Diska penuh.", cure="Kosongkan tempat di diska, lalu ulangi.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Refusal(
            f"{name} tidak boleh ditulis di {path.parent}.",
            cure="Pilih folder yang boleh Anda tulisi, atau minta hak tulis.",
        )
    return Refusal(f"{name} gagal ditulis.", cure="Periksa diska atau sambungan jaringan, lalu ulangi.")
