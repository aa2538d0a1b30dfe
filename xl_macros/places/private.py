"""Files and folders that only the office's own accounts may open, from the instant they exist."""

from __future__ import annotations

import contextlib
import errno
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from xl_macros.errors import Refusal
from xl_macros.places import folder_rights
from xl_macros.places.folder_rights import Runner, run_quietly
from xl_macros.places.folders import new_file


def make_private_dir(
    path: Path,
    *,
    accounts: Sequence[str] = (),
    windows: bool = sys.platform == "win32",
    run: Runner = run_quietly,
) -> None:
    """`folder_rights.make_private_dir`, with every failure in words."""
    with _in_words(path):
        folder_rights.make_private_dir(path, accounts=accounts, windows=windows, run=run)


class PrivateFile(NamedTuple):
    """A new private file whose failures to write are told apart from those of whoever reads for it."""

    path: Path
    file: BinaryIO

    def write(self, data: bytes) -> None:
        with _in_words(self.path):
            self.file.write(data)


@contextlib.contextmanager
def new_private_file(path: Path) -> Iterator[PrivateFile]:
    """`folders.new_file` with every failure of its own in words; what fails while it is written stays as it is."""
    with contextlib.ExitStack() as whole:
        with _in_words(path):
            file = whole.enter_context(new_file(path))
        yield PrivateFile(path, file)
        with _in_words(path):
            whole.close()


def write_private(path: Path, content: bytes) -> None:
    """Write a small new private file and push it to the disk."""
    with new_private_file(path) as file:
        file.write(content)


@contextlib.contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> Refusal:
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
