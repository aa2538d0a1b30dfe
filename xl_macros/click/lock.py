"""One button at a time: a lock in the office folder that says who holds it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.places.folders import make_private, replace_private

LOCK = "kunci"
HOLDER = "kunci.pemegang"


@contextmanager
def only_one(private: Path, button: str, account: str, at: datetime) -> Iterator[None]:
    """Hold the office for the length of one button; refused, naming the holder, while another does.

    The operating system drops the lock with its process, so a killed button leaves none behind.
    """
    from filelock import FileLock, Timeout

    make_private(private)
    lock = FileLock(private / LOCK, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise Refusal(
            f"Tombol lain sedang bekerja pada register ini: {_holder(private / HOLDER)}.",
            cure="Tunggu sampai selesai, lalu klik lagi.",
        ) from None
    try:
        holder = {"button": button, "account": account, "pid": os.getpid(), "at": at.isoformat()}
        replace_private(private / HOLDER, json.dumps(holder, ensure_ascii=False).encode())
        yield
    finally:
        with suppress(OSError):  # it only names the holder; the lock itself is the system's
            (private / HOLDER).unlink()
        lock.release()


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_bytes())
        text = f"{holder['button']} oleh {holder['account'] or 'pengguna lain'} sejak pukul {holder['at'][11:16]}"
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "pengguna lain"
    return "".join(letter for letter in text if letter.isprintable())[:120]
