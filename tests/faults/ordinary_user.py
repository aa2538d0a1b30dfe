"""Being an ordinary user for a while, so that rights on files mean something even where tests run as root."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = 65_534
OPEN_GROUND = Path("/dev/shm")  # noqa: S108  # a place that every user can reach; pytest's own folders are root's


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Files are opened as an ordinary user (Linux); without root nothing has to change.

    Whatever is to be imported meanwhile must be imported before: the interpreter's files may be root's.
    """
    if os.geteuid() != 0:
        yield
        return
    system = ctypes.CDLL(None, use_errno=True)
    system.setfsgid(NOBODY)
    system.setfsuid(NOBODY)
    try:
        yield
    finally:
        system.setfsuid(0)
        system.setfsgid(0)


@contextmanager
def ground_of_ordinary_user(folder: Path) -> Iterator[Path]:
    """A copy of the folder that belongs to the ordinary user, where that user can reach it."""
    if os.name == "nt":
        pytest.skip("an ordinary user of POSIX")
    ground = OPEN_GROUND / f"kecuali-uji-{os.getpid()}-hak"
    shutil.copytree(folder, ground)
    for path in (ground, *ground.rglob("*")):
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)
    try:
        yield ground
    finally:
        for path in (ground, *ground.rglob("*")):
            path.chmod(0o700)
        shutil.rmtree(ground)
