"""A key of this account on this computer, kept in the user's own folder: what marks a record as written here.

It never lies in an office folder, so that a folder that was handed over cannot bring records that this program
would act on. Whoever can read the user's own folder can sign; that is the same person.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import stat
from functools import cache
from pathlib import Path

from xl_macros.places.folders import make_private, write_private

KEY_BYTES = 32
KEY_NAME = "kunci-catatan"


def own_key() -> bytes:
    """The key, made at its first use.

    A key that somebody else wrote or could have read counts for nothing and is replaced: what it signed is then
    foreign. Where the user's own folder cannot be used, one that lasts as long as this process: clicks work, and
    what a killed one left is put aside by the next instead of completed (`own_key_trouble` says so).
    """
    path = _place()
    try:
        return _kept(path) or _made(path)
    except OSError:
        return _of_this_process()


def own_key_trouble() -> str:
    """Why this account's key does not last, in words; '' when it does."""
    path = _place()
    try:
        if _kept(path) or _made(path):
            return ""
    except OSError:
        pass
    return (
        f"Kunci catatan kerja akun ini tidak dapat disimpan di {path.parent}: tombol yang terputus tidak dapat "
        "diselesaikan dan tidak dapat diurungkan. Minta hak tulis pada folder itu."
    )


def _place() -> Path:
    from platformdirs import user_config_path

    folder: Path = user_config_path("Kecuali", appauthor=False)
    return folder / KEY_NAME


@cache
def _of_this_process() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def key_name(key: bytes) -> str:
    """Eight hex digits that tell keys apart without giving one away."""
    return hashlib.sha256(b"kecuali catatan" + key).hexdigest()[:8]


def signature(key: bytes, purpose: str, office: str, content: bytes) -> str:
    """HMAC-SHA256 in hex over what the content is for, the office it belongs to, and the content."""
    head = "\0".join((purpose, office, "")).encode()
    return hmac.new(key, head + content, hashlib.sha256).hexdigest()


def derived(key: bytes, purpose: str) -> bytes:
    """Another key of 32 bytes, for that purpose alone."""
    return hmac.new(key, f"turunan\0{purpose}".encode(), hashlib.sha256).digest()


def _kept(path: Path) -> bytes | None:
    """The key as it lies there; None when there is none that counts."""
    flags = (
        os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    )
    if path.is_symlink():
        return None
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        state = os.fstat(file.fileno())
        mine = not hasattr(os, "geteuid") or (state.st_uid == os.geteuid() and not state.st_mode & 0o077)
        key = file.read(KEY_BYTES + 1) if stat.S_ISREG(state.st_mode) and mine else b""
    return key if len(key) == KEY_BYTES else None


def _made(path: Path) -> bytes:
    """A new key at `path`; of two that are made at once, the one that got the name."""
    make_private(path.parent)
    if os.path.lexists(path):  # one that does not count
        path.replace(path.with_name(f"{KEY_NAME}.{secrets.token_hex(4)}.lama"))
    fresh = path.with_name(f".{KEY_NAME}.{secrets.token_hex(8)}")
    write_private(fresh, secrets.token_bytes(KEY_BYTES))
    try:
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
    except OSError:  # a file system without hard links
        if not path.exists():
            fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    key = _kept(path)
    if key is None:
        raise OSError(f"{path.name} does not hold what was written to it")
    return key
