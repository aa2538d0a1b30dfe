"""Reading files that anybody may have put into an office: plain ones only, bounded, and never waited for.

A pipe would be waited for without end, a device read without end; a link shows somebody else's file.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def open_plain(path: Path, *, follow: bool = False) -> BinaryIO:
    """The plain file for reading. Raises OSError for a link (unless `follow`), a folder, a pipe, a device."""
    return os.fdopen(plain_descriptor(path, follow=follow), "rb")


def plain_descriptor(path: str | Path, *, follow: bool = False) -> int:
    """As `open_plain`, the bare descriptor: whoever reads tens of thousands of small files needs no more."""
    if not follow and os.path.islink(path):  # noqa: PTH114 - where there is no O_NOFOLLOW
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    descriptor = os.open(path, _READING | (0 if follow else _NO_LINK))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return descriptor


def read_plain(path: Path, most: int) -> bytes:
    """All of a small plain file. Raises OSError for what is none, and for one of more than `most` bytes."""
    with open_plain(path) as file:
        data = file.read(min(most, os.fstat(file.fileno()).st_size) + 1)  # room for no more than there is
    if len(data) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data


def is_shut(folder: Path) -> bool:
    """Whether a folder is there and cannot be listed: looking for files in it finds none, and says nothing."""
    try:
        with os.scandir(folder):
            return False
    except FileNotFoundError:
        return False
    except OSError:
        return True
