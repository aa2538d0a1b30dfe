"""The recovery key until somebody has it on paper: kept sealed in the private folder, shown again until confirmed.

It is confirmed by typing its last group back. Until then the recovery key (and the office's key, until the key
store has it) waits in a file of `.kecuali` that only this account on this computer can open, so that a click
that was killed after its save, or a message that nobody read, loses no key.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec

from xl_macros.archive.sealing import KEY_BYTES, OfficeKey
from xl_macros.places.own_key import derived, own_key
from xl_macros.places.signed import UntrustedError, put_aside, read_signed, write_signed

FILE = "kunci-pemulihan.json"
PURPOSE = "kunci pemulihan"
UNCONFIRMED = "belum dikonfirmasi"
_NONCE_BYTES = 12


class _Waiting(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    state: str
    key_id: str
    sealed: str
    half: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Paper:
    """A recovery key that is not confirmed. `key`: the office's key, for as long as the key store does not have it;
    `half`: the new `kunci.json` that the recovery key goes with, b"" when that is in its place already."""

    key_id: str
    recovery: str
    key: OfficeKey | None = None
    half: bytes = b""

    @property
    def last_group(self) -> str:
        return self.recovery.rpartition("-")[2]


def waiting_paper(private: Path) -> Paper | None:
    """The unconfirmed recovery key; None when there is none, or none that this account can open here."""
    path = private / FILE
    try:
        kept = read_signed(path, PURPOSE, _Waiting)
    except UntrustedError as untrusted:
        if not untrusted.foreign:  # another account's own waits for that account
            put_aside(path)
        return None
    if kept is None or kept.state != UNCONFIRMED:
        return None
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        box = base64.b64decode(kept.sealed, validate=True)
        plain = AESGCM(_box_key()).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], kept.key_id.encode())
        content = json.loads(plain)
        secret = base64.b64decode(content["key"], validate=True)
        recovery = str(content["recovery"])
    except (InvalidTag, ValueError, KeyError, TypeError):
        return None
    key = OfficeKey(secret) if len(secret) == KEY_BYTES else None
    return Paper(kept.key_id, recovery, key, kept.half.encode())


def keep_waiting(private: Path, paper: Paper) -> Path:
    """Keep a recovery key until it is confirmed; where it is kept."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    secret = paper.key.secret if paper.key else b""
    content = {"key": base64.b64encode(secret).decode(), "recovery": paper.recovery}
    nonce = secrets.token_bytes(_NONCE_BYTES)
    box = nonce + AESGCM(_box_key()).encrypt(nonce, json.dumps(content).encode(), paper.key_id.encode())
    kept = _Waiting(UNCONFIRMED, paper.key_id, base64.b64encode(box).decode(), paper.half.decode())
    write_signed(private / FILE, PURPOSE, kept)
    return private / FILE


def is_last_group(paper: Paper, typed: str) -> bool:
    """Whether somebody typed the last group back, as one types from paper."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    plain = plain.replace("0", "O").replace("1", "I").replace("8", "B")
    return secrets.compare_digest(plain.encode(), paper.last_group.encode())


def forget_waiting(private: Path) -> None:
    """The recovery key is on paper: nothing of it stays."""
    (private / FILE).unlink(missing_ok=True)


def _box_key() -> bytes:
    return derived(own_key(), PURPOSE)
