"""Files and folders that only the office's own accounts may open, from the instant they exist."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.places import folder_rights
from xl_macros.places.folder_rights import Runner, run_quietly
from xl_macros.places.folders import create_private_file


def make_private_dir(
    path: Path,
    *,
    accounts: Sequence[str] = (),
    windows: bool = sys.platform == "win32",
    run: Runner = run_quietly,
) -> None:
    """`folder_rights.make_private_dir`, with every failure in words."""
    try:
        folder_rights.make_private_dir(path, accounts=accounts, windows=windows, run=run)
    except OSError as error:
        raise cannot_write(path, error) from error


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
