"""One button at a time: a lock in the office folder that says who holds it; and whether LibreOffice has the workbook.

The lock is the operating system's, which drops it with its process. A share that knows no such lock (some NFS,
SMB and FUSE mounts) gets a file in its stead that names the process and the computer; one whose process is
gone, or that is older than any button takes, holds nothing.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_macros.errors import Refusal
from xl_macros.places.folders import create_private_file, make_private, replace_private, write_private
from xl_macros.places.plain_files import read_plain

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK = "kunci"
HOLDER = "kunci.pemegang"
STAND_IN = "kunci.ganti"
LONGEST_CLICK_SECONDS = 12 * 3600

NO_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS})
"""What a file system answers that has no locks."""

_LARGEST_HOLDER = 4096


@contextmanager
def only_one(private: Path, button: str, account: str, at: datetime) -> Iterator[None]:
    """Hold the office for the length of one button; refused at once, naming the holder, while another does."""
    make_private(private)
    holder = {
        "button": button,
        "account": account,
        "pid": os.getpid(),
        "at": at.isoformat(),
        "computer": platform.node(),
        "started": _started(os.getpid()),
    }
    data = json.dumps(holder, ensure_ascii=False).encode()
    lock = _acquired(private)
    try:
        _stand_in(private, None if lock else data)
        try:
            replace_private(private / HOLDER, data)
            yield
        finally:
            _forget(private, data)
    finally:
        if lock is not None:
            lock.release()


def refuse_while_in_libreoffice(book: Path) -> None:
    """Refuse when LibreOffice has the workbook open: its lock file lies beside it."""
    lock_file = book.with_name(f".~lock.{book.name}#")
    if os.path.lexists(lock_file):
        raise Refusal(
            f"Buku kerja sedang dibuka di LibreOffice oleh {_libreoffice_user(lock_file)}.",
            cure="Tutup buku kerja itu di LibreOffice, lalu jalankan lagi. Bila LibreOffice sudah tertutup, hapus "
            f"berkas {lock_file.name}.",
        )


def _acquired(private: Path) -> BaseFileLock | None:
    """The system's lock, held; None where the file system has none. Refused while another process holds it."""
    from filelock import FileLock, Timeout

    path = private / LOCK
    with suppress(FileExistsError):
        create_private_file(path).close()  # of the office's own account, whoever clicks first
    lock = FileLock(path, timeout=0, mode=0o600, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise _held(_read(private / HOLDER)) from None
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        return None
    return lock


def _stand_in(private: Path, data: bytes | None) -> None:
    """Make the file that stands for the lock (None: only see to it that nobody else holds one)."""
    path = private / STAND_IN
    for _ in range(3):
        found = _content(path)
        if found is not None:
            held = _parsed(found)
            if not _left_behind(path, held):
                raise _held(held, stand_in=True)
            _take_away(path, found)
        if data is None:
            return
        with suppress(FileExistsError):  # another was quicker: once more, and then it is refused
            write_private(path, data)
            return
    raise _held({}, stand_in=True)


def _take_away(path: Path, found: bytes) -> None:
    """Remove the file of a holder that is gone, and no other that came in its place meanwhile."""
    away = path.with_name(f".{path.name}.{os.getpid()}.sebagian")
    with suppress(FileNotFoundError):
        path.rename(away)
        if _content(away) != found and not path.exists():
            away.rename(path)
        away.unlink(missing_ok=True)


def _left_behind(path: Path, held: Mapping[str, Any]) -> bool:
    """Whether a holder is gone: its process on this computer has ended, or it is older than any button takes."""
    with suppress(OSError):
        if time.time() - path.stat().st_mtime > LONGEST_CLICK_SECONDS:
            return True
    pid = held.get("pid")
    if held.get("computer") != platform.node() or type(pid) is not int or not 0 < pid < 2**31:
        return False
    return not _alive(pid) or _started(pid) != held.get("started")


def _alive(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # asking there would end the process; the lock's age decides
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another account's
    return True


def _started(pid: int) -> str:
    """When a process began, as Linux counts; '' elsewhere. Tells a process from a later one with its number."""
    try:
        return (
            Path(f"/proc/{pid}/stat")
            .read_text(encoding="ascii", errors="replace")
            .rpartition(")")[2]
            .split()[19]
        )
    except (OSError, IndexError):
        return ""


def _forget(private: Path, data: bytes) -> None:
    """The files that name this holder go; they only name it where the system has a lock."""
    with suppress(OSError):
        (private / HOLDER).unlink()
    with suppress(OSError):
        if _content(private / STAND_IN) == data:
            (private / STAND_IN).unlink()


def _held(held: Mapping[str, Any], *, stand_in: bool = False) -> Refusal:
    cure = "Tunggu sampai selesai, lalu klik lagi."
    if stand_in:
        cure += f" Bila tombol itu ternyata sudah mati, hapus berkas {STAND_IN} di folder .kecuali."
    return Refusal(f"Tombol lain sedang bekerja pada register ini: {_named(held, stand_in)}.", cure=cure)


def _named(held: Mapping[str, Any], stand_in: bool) -> str:
    try:
        text = f"{held['button']} oleh {held['account'] or 'pengguna lain'} sejak pukul {held['at'][11:16]}"
        computer = str(held.get("computer") or "")
        if stand_in or computer not in {"", platform.node()}:
            text = f"{text[:80]} (proses {held.get('pid')} di komputer {computer})"
    except (KeyError, TypeError):
        return "pengguna lain"
    return "".join(letter for letter in text if letter.isprintable())[:140]


def _read(path: Path) -> Mapping[str, Any]:
    data = _content(path)
    return _parsed(data) if data is not None else {}


def _content(path: Path) -> bytes | None:
    """What stands in a small file; None when there is none, b'' when it cannot be read."""
    try:
        return read_plain(path, _LARGEST_HOLDER)
    except FileNotFoundError:
        return None
    except OSError:
        return b""


def _parsed(data: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _libreoffice_user(lock_file: Path) -> str:
    """Who stands in LibreOffice's lock file: `name,login,computer,date,place;`."""
    data = (_content(lock_file) or b"").decode("utf-8", "replace")
    name, login, computer, *_ = [*data.rstrip(";").split(","), "", "", ""]
    who = name.strip() or login.strip() or "pengguna lain"
    text = f"{who} di komputer {computer.strip()}" if computer.strip() else who
    return "".join(letter for letter in text if letter.isprintable())[:120]
