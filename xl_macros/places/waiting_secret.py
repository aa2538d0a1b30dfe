"""A secret that a click has used and the key store does not have yet: encrypted, for this account on this computer.

A click that is killed between its save and the key store leaves it here; the next one takes it up.
"""

from __future__ import annotations

import base64
import secrets
from pathlib import Path

import msgspec

from xl_macros.places.own_key import derived, own_key
from xl_macros.places.signed import UntrustedError, put_aside, read_signed, write_signed

_NONCE_BYTES = 12


class _Box(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    sealed: str


def keep_waiting_secret(path: Path, purpose: str, secret: str) -> Path:
    """Keep it in a file of the private folder; where it is kept."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE_BYTES)
    box = nonce + AESGCM(derived(own_key(), purpose)).encrypt(nonce, secret.encode(), purpose.encode())
    write_signed(path, purpose, _Box(base64.b64encode(box).decode()))
    return path


def waiting_secret(path: Path, purpose: str) -> str:
    """The secret; "" when there is none, or none that this account can open here."""
    try:
        kept = read_signed(path, purpose, _Box)
    except UntrustedError as untrusted:
        if not untrusted.foreign:  # another account's own waits for that account
            put_aside(path)
        return ""
    if kept is None:
        return ""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        box = base64.b64decode(kept.sealed, validate=True)
        key = AESGCM(derived(own_key(), purpose))
        return key.decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], purpose.encode()).decode()
    except (InvalidTag, ValueError):
        return ""
