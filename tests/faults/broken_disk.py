"""A disk that fails at its n-th step, or a power cut there: every step after it fails as well.

A step is anything that changes the disk: making, renaming or removing a file or folder, flushing one. What was
written and not yet flushed when the power went is cut to half, as after a real cut.
"""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
SPARED = ("kunci",)
"""The operating system drops the lock with its process, which here lives on."""


class PowerCut(BaseException):
    """The process is no more: no handler of the product may act on this."""


class Disk:
    """Counts the steps; the one with the number `fails_at` (from 1) raises."""

    def __init__(self, fails_at: int, *, cut: bool = False, error: int = errno.ENOSPC) -> None:
        self.fails_at, self.cut, self.error = fails_at, cut, error
        self.steps: list[str] = []
        self.armed = True

    @property
    def failed(self) -> bool:
        return len(self.steps) >= self.fails_at

    def step(self, name: str, about: object) -> None:
        """One step; raises when it is this one's turn, and from then on where the power was cut."""
        if not self.armed or (isinstance(about, (str, os.PathLike)) and os.path.basename(about) in SPARED):  # noqa: PTH119  # bytes and numbers come here too
            return
        self.steps.append(f"{name} {about}")
        if len(self.steps) == self.fails_at or (self.cut and self.failed):
            if self.cut:
                if name == "fsync" and isinstance(about, int):
                    _lose_half(about)
                raise PowerCut(self.steps[-1])
            raise OSError(self.error, os.strerror(self.error), about if isinstance(about, str) else None)


def _lose_half(descriptor: int) -> None:
    size = os.fstat(descriptor).st_size
    if os.path.isfile(f"/proc/self/fd/{descriptor}"):  # noqa: PTH113  # a link of the kernel's
        os.ftruncate(descriptor, size // 2)


@contextmanager
def broken(disk: Disk) -> Iterator[Disk]:
    """Have every step go through `disk`."""

    def counted(name: str, real: Callable[..., Any], changes: Callable[..., bool]) -> Callable[..., Any]:
        def call(first: Any, *rest: Any, **named: Any) -> Any:
            if changes(first, *rest, **named):
                about = os.fspath(first) if isinstance(first, os.PathLike) else first
                disk.step(name, about)
            return real(first, *rest, **named)

        return call

    def writes(_path: Any, mode: Any = "r", *_rest: Any, **_named: Any) -> bool:
        return (
            isinstance(_path, (str, os.PathLike))
            and isinstance(mode, str)
            and not set(mode).isdisjoint("wxa+")
        )

    def creates(_path: Any, flags: int = 0, *_rest: Any, **_named: Any) -> bool:
        return bool(flags & WRITING)

    def always(*_arguments: Any, **_named: Any) -> bool:
        return True

    patches = [mock.patch.object(os, "open", counted("open", os.open, creates))]
    patches.append(mock.patch.object(io, "open", counted("open", io.open, writes)))
    patches += [
        mock.patch.object(os, name, counted(name, getattr(os, name), always))
        for name in ("fsync", "rename", "replace", "mkdir", "unlink", "rmdir")
    ]
    for patch in patches:
        patch.start()
    try:
        yield disk
    finally:
        for patch in reversed(patches):
            patch.stop()
