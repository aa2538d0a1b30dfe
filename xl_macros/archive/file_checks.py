"""Single files against what is expected of them, read by two processes while whoever asked goes on."""

# ruff: noqa: PTH117, PTH118 - joining path objects costs more than hashing tens of thousands of small files

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, cycle
from pathlib import PurePosixPath, PureWindowsPath
from types import TracebackType
from typing import TYPE_CHECKING

from xl_macros.archive.findings import Expected, FindingKind, FixityFinding
from xl_macros.patterns import regex
from xl_macros.places.hashing import CLOSED, MISSING, NO_FILE, RESIZED, UNREAD, Seen, see

if TYPE_CHECKING:
    from xl_macros.places.reading_process import Answer, ReadingProcess

Job = tuple[str, Expected]
"""The folder in which a file should lie, and the file."""
Result = tuple[FixityFinding | None, int]
"""What is wrong with a file, and how many bytes it has."""
_Share = Sequence[Job]

_PROCESSES = 2
_SHARE = 32
"""So many files are handed to a process at once."""
_MANY, _MUCH = 1000, 50_000_000
"""Fewer files, with fewer bytes as far as that is known, are read in less time than two processes take to start."""
_PLAIN_NAME = regex(r"[^/\\:\x00][^\\:\x00]*")
_TROUBLES = {
    MISSING: (FindingKind.MISSING, "hilang."),
    CLOSED: (FindingKind.UNREADABLE, "tidak dapat dibuka."),
    NO_FILE: (FindingKind.FOREIGN, "bukan berkas biasa (tautan atau folder)."),
    UNREAD: (FindingKind.UNREADABLE, "tidak dapat dibaca."),
}


class Checking:
    """Files that are being checked, many by two processes of their own while whoever asked goes on.

    Neither outlives the `with`, however that ends. With `quick` nothing is read, and nothing done before the results
    are asked for.
    """

    def __init__(self, *, quick: bool = False) -> None:
        self.quick = quick
        self._processes: list[ReadingProcess] = []

    def begin(self, jobs: Sequence[Job], base: str = "") -> Iterator[Result]:
        """The results of these files in their order; the next one is waited for if need be.

        A file that is named by its whole address lies below `base`.
        """
        shares = [jobs[at : at + _SHARE] for at in range(0, len(jobs), _SHARE)]
        if self.quick or not (self._processes or _is_much(jobs)) or not self._can_read():
            return chain.from_iterable(self._looked_at(share, base) for share in shares)
        turns = cycle(self._processes)
        asked = deque((share, next(turns).ask(_to_see(share, base))) for share in shares)
        return self._answered(asked, base)

    def _can_read(self) -> bool:
        """Whether there are processes that read; where none can be started, this one does."""
        from xl_macros.places.reading_process import ReadingProcess  # who only looks pays nothing for it

        with contextlib.suppress(OSError):
            while len(self._processes) < _PROCESSES:
                self._processes.append(ReadingProcess())
        return bool(self._processes)

    def _answered(self, asked: deque[tuple[_Share, Answer]], base: str) -> Iterator[Result]:
        while asked:
            share, answer = asked.popleft()
            seen = answer.seen()
            # where the process has ended, this one reads
            yield from self._looked_at(share, base) if seen is None else _results(share, base, seen)

    def _looked_at(self, share: _Share, base: str) -> list[Result]:
        seen = (see(path, size, quick=self.quick) for path, size in _to_see(share, base))
        return _results(share, base, seen)

    def __enter__(self) -> Checking:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.stop()


def _is_much(jobs: Sequence[Job]) -> bool:
    return len(jobs) >= _MANY or sum(one.size_bytes or 0 for _, one in jobs) >= _MUCH


def _to_see(share: _Share, base: str) -> list[tuple[str, int | None]]:
    return [(os.path.join(root, one.file), one.size_bytes) for root, one in share if _is_ours(one, base)]


def _results(share: _Share, base: str, seen: Iterable[Seen]) -> list[Result]:
    each = iter(seen)
    return [_result(one, next(each) if _is_ours(one, base) else None) for _, one in share]


def _is_ours(one: Expected, base: str) -> bool:
    return is_inside(one.file) or (base != "" and _is_below(one.file, base))


def _result(one: Expected, seen: Seen | None) -> Result:
    if seen is None:
        return _found(FindingKind.FOREIGN, one, "menunjuk ke luar folder kantor."), 0
    if seen.trouble == RESIZED:
        said = f"berubah, ukurannya {seen.size_bytes} bita dan seharusnya {one.size_bytes}."
        return _found(FindingKind.ALTERED, one, said), 0
    if seen.trouble:
        kind, said = _TROUBLES[seen.trouble]
        return _found(kind, one, said), 0
    if seen.sha256 not in ("", one.sha256):  # '' where it was only looked at
        return _found(FindingKind.ALTERED, one, "isinya berubah sejak disimpan."), seen.size_bytes
    return None, seen.size_bytes


def _found(kind: FindingKind, one: Expected, said: str) -> FixityFinding:
    return FixityFinding(kind, one.file, f"{one.shown}: {said}", one.scan_id)


def _is_below(name: str, base: str) -> bool:
    """Whether a whole address lies below the folder, without climbing."""
    return os.path.isabs(name) and os.path.normpath(name).startswith(os.path.normpath(base) + os.sep)


def is_inside(name: str) -> bool:
    """Whether a relative path of a list stays inside its folder, on Windows as well as on POSIX."""
    if _PLAIN_NAME.fullmatch(name) and ".." not in name:
        return True
    if not name or "\x00" in name:
        return False
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    return not (
        posix.is_absolute() or windows.drive or windows.root or ".." in posix.parts or ".." in windows.parts
    )
