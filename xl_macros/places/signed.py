"""Small records in an office's private folder that this program acts on: typed, bounded, and signed.

A record is believed because of its signature (`own_key`), never because of where it lies. The signature covers
what the record is for and the office it belongs to: one of another office, or one put in another's place, is none.
"""

from __future__ import annotations

import errno
import hmac
import os
import secrets
from pathlib import Path
from typing import TypeVar

import msgspec

from xl_macros.patterns import regex
from xl_macros.places.folders import PRIVATE_NAME, make_private, replace_private, sync_directory
from xl_macros.places.own_key import key_name, own_key, signature
from xl_macros.places.plain_files import read_plain

ASIDE = "disisihkan"
OFFICE_NAME = "kantor"
LARGEST_BYTES = 16 << 20

_OFFICE = regex(rb"[0-9a-f]{32}")

T = TypeVar("T", bound=msgspec.Struct)


class UntrustedError(Exception):
    """A record that must not be acted on; `reason` in Indonesian, `foreign` when somebody else may own it."""

    def __init__(self, path: Path, reason: str, *, foreign: bool = False) -> None:
        super().__init__(f"{path.name}: {reason}")
        self.path, self.reason, self.foreign = path, reason, foreign


class _Signed(msgspec.Struct, forbid_unknown_fields=True):
    content: msgspec.Raw
    key: str
    signature: str


def write_signed(path: Path, purpose: str, record: msgspec.Struct) -> None:
    """The record, signed for its office, whole or not at all, flushed to the disk."""
    key, content = own_key(), msgspec.json.encode(record)
    signed = signature(key, purpose, _office(path, make=True), content)
    replace_private(path, msgspec.json.encode(_Signed(msgspec.Raw(content), key_name(key), signed)))


def read_signed(path: Path, purpose: str, kind: type[T]) -> T | None:
    """The record; None when there is none. Raises UntrustedError for one that this account did not write here."""
    data = read_bounded(path)
    if data is None:
        return None
    try:
        signed = msgspec.json.decode(data, type=_Signed)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise UntrustedError(path, "rusak, atau ditulis oleh versi sebelumnya") from None
    key = own_key()
    if signed.key != key_name(key):
        raise UntrustedError(path, "ditulis oleh akun atau komputer lain", foreign=True)
    wanted = signature(key, purpose, _office(path, make=False), bytes(signed.content))
    if not hmac.compare_digest(wanted.encode(), signed.signature.encode("utf-8", "surrogatepass")):
        raise UntrustedError(path, "diubah orang, atau milik kantor lain")
    try:
        return msgspec.json.decode(signed.content, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise UntrustedError(path, "berisi sesuatu yang tidak dikenal") from None


def read_bounded(path: Path, most: int = LARGEST_BYTES) -> bytes | None:
    """The bytes of a plain file; None when there is none. UntrustedError for a link, a folder, a pipe, a giant."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise UntrustedError(path, "bukan berkas biasa")
    try:
        return read_plain(path, most)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        raise UntrustedError(path, "terlalu besar") from None


def _private_of(path: Path) -> Path:
    return next((folder for folder in path.parents if folder.name == PRIVATE_NAME), path.parent)


def put_aside(path: Path) -> Path | None:
    """Move what is not believed to `disisihkan/` in the private folder; where it lies now, None when it stayed."""
    private = _private_of(path)
    folder = make_private(private / ASIDE)
    target, number = folder / path.name, 2
    while os.path.lexists(target):
        target, number = folder / f"{path.stem} ({number}){path.suffix}", number + 1
    try:
        path.rename(target)
    except FileNotFoundError:
        return None
    sync_directory(path.parent)
    sync_directory(folder)
    return target


def _office(path: Path, *, make: bool) -> str:
    """What tells this office's records from those of another one: a name of chance in its private folder.

    A copy of an office keeps it, and with it its undo; "" when there is none and none is to be made.
    """
    private = _private_of(path)
    try:
        found = read_bounded(private / OFFICE_NAME, 64)
    except UntrustedError:
        found = None
    if found is not None and _OFFICE.fullmatch(found):
        return found.decode()
    if not make:
        return ""
    made = secrets.token_hex(16)
    replace_private(private / OFFICE_NAME, made.encode())
    return made
