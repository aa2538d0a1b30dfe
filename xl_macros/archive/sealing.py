"""Optional encryption of stored files: AES-256-GCM in chunks, with a recovery key that is printed once.

A sealed file is `MAGIC`, the length of its header (2 bytes), the header (JSON), then chunks. Each file has a key of
its own, wrapped by the office's key (AES key wrap, RFC 3394); the office's key is wrapped by the recovery
key in `kunci.json`, and lives in the computer's key store for daily use. Each chunk carries its number and whether
it is the last, so that chunks cannot be dropped, doubled, reordered or taken from another file.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from xl_macros.errors import Refusal
from xl_macros.places.copying import Hashed
from xl_macros.places.plain_files import open_plain
from xl_macros.places.private import PrivateFile, new_private_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"KECUALI-SEAL-1\n"
CHUNK_BYTES = 1 << 20
TAG_BYTES = 16
KEY_BYTES = 32
SUFFIX = ".segel"
KEY_FILE = "kunci.json"  # beside the bags: the office's key, wrapped by the recovery key
_LARGEST_HEADER = 4096
_CHECK_CHARACTERS = 4

WRONG_KEY = "Kunci tidak cocok dengan berkas ini."
DAMAGED = "Berkas tersegel rusak atau diubah."


@dataclass(frozen=True, slots=True, repr=False)
class OfficeKey:
    """The key that opens the files of one office. Its text never appears in a log: there is no repr."""

    secret: bytes

    @property
    def key_id(self) -> str:
        """Eight characters that name the key without giving it away."""
        return hashlib.sha256(b"kecuali key id" + self.secret).hexdigest()[:8]


def new_office_key() -> OfficeKey:
    return OfficeKey(secrets.token_bytes(KEY_BYTES))


# -- the recovery key on paper ---------------------------------------------------------------------------


def new_recovery_key() -> str:
    """A recovery key to print: 256 bits and a check, in groups of four letters and digits (base32)."""
    return _grouped(secrets.token_bytes(KEY_BYTES))


def _grouped(secret: bytes) -> str:
    text = base64.b32encode(secret).decode("ascii").rstrip("=") + _check(secret)
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _check(secret: bytes) -> str:
    return base64.b32encode(hashlib.sha256(b"kecuali recovery" + secret).digest()).decode("ascii")[
        :_CHECK_CHARACTERS
    ]


def _recovery_secret(typed: str) -> bytes:
    """The secret of a recovery key as somebody typed it from paper. Raises Refusal when it has a slip."""
    plain = (
        "".join(char for char in typed.upper() if char.isalnum())
        .replace("0", "O")
        .replace("1", "I")
        .replace("8", "B")
    )
    body, check = plain[:-_CHECK_CHARACTERS], plain[-_CHECK_CHARACTERS:]
    try:
        secret = base64.b32decode(body + "=" * (-len(body) % 8))
    except ValueError:
        secret = b""
    # Compared as written again: the last letter of 256 bits in base32 has bits that decoding would pass over.
    if len(secret) != KEY_BYTES or _grouped(secret).replace("-", "") != body + check:
        raise Refusal(
            "Kunci pemulihan salah ketik.", cure="Ketik ulang kelompok demi kelompok dari lembar cetaknya."
        )
    return secret


def wrap_for_recovery(key: OfficeKey, recovery_key: str) -> bytes:
    """What is kept beside the sealed files so that the printed key can bring the office's key back (JSON)."""
    from cryptography.hazmat.primitives.keywrap import aes_key_wrap

    wrapped = aes_key_wrap(_recovery_secret(recovery_key), key.secret)
    return (
        json.dumps({"key_id": key.key_id, "schema": 1, "wrapped": wrapped.hex()}, sort_keys=True) + "\n"
    ).encode()


def recover(kept: bytes, recovery_key: str) -> OfficeKey:
    """The office's key from what was kept and the printed key. Raises Refusal when they do not fit."""
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

    try:
        content = json.loads(kept[:_LARGEST_HEADER].decode("ascii"))
        wrapped = bytes.fromhex(content["wrapped"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refusal("Berkas kunci tidak terbaca.", cure="Pulihkan berkas kunci dari cadangan.") from None
    try:
        return OfficeKey(aes_key_unwrap(_recovery_secret(recovery_key), wrapped))
    except (InvalidUnwrap, ValueError):
        raise Refusal(
            "Kunci pemulihan bukan milik kantor ini.",
            cure="Pakai lembar kunci pemulihan yang dicetak untuk kantor ini.",
        ) from None


def read_key_id(key_file: Path) -> str:
    """Which key `kunci.json` brings back; '' when it is no such file. Raises OSError when it cannot be read."""
    with open_plain(key_file) as file:
        data = file.read(_LARGEST_HEADER + 1)
    try:
        content = json.loads(data.decode("ascii"))
        wrapped, key_id = bytes.fromhex(content["wrapped"]), content["key_id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    whole = len(data) <= _LARGEST_HEADER and len(wrapped) == KEY_BYTES + 8  # RFC 3394 adds 8 bytes
    return key_id if whole and isinstance(key_id, str) else ""


def sealed_key_id(path: Path) -> str:
    """The key that a sealed file needs; '' when it is no sealed file. Raises OSError when it cannot be read."""
    with open_plain(path) as file:
        if file.read(len(MAGIC)) != MAGIC:
            return ""
        raw = file.read(min(int.from_bytes(file.read(2), "big"), _LARGEST_HEADER))
    try:
        key_id = json.loads(raw.decode("ascii"))["key_id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return key_id if isinstance(key_id, str) else ""


def key_file_problems(special: Path, sealed: Iterable[Path]) -> list[str]:
    """What is wrong with `kunci.json` beside these sealed files, in sentences: lost, no key file, another key's.

    Without sealed files only one that is there and cannot be read is a problem. Opens the files' headers only.
    """
    files, key_file = list(sealed), special / KEY_FILE
    cure = f"Pulihkan {KEY_FILE} dari cadangan; tanpa itu kunci pemulihan di kertas tidak membuka apa pun."
    if not key_file.is_file() or key_file.is_symlink():
        lost = f"{KEY_FILE} tidak ada di {special.name}, padahal ada {len(files)} pindaian tersegel. {cure}"
        return [lost] if files else []
    key_id = read_key_id(key_file)
    if not key_id:
        return [f"{KEY_FILE} di {special.name} tidak terbaca. {cure}"]
    others = [path.name for path in files if sealed_key_id(path) != key_id]
    if not others:
        return []
    named = ", ".join(others[:3]) + (f" dan {len(others) - 3} lainnya" if len(others) > 3 else "")
    return [f"{KEY_FILE} di {special.name} milik kunci lain daripada pindaian tersegel ({named}). {cure}"]


# -- files -----------------------------------------------------------------------------------------------


def seal_file(source: Path, target: Path, key: OfficeKey) -> Hashed:
    """Write `source` encrypted as a new private file; the hash and size are those of the sealed file.

    Raises OSError when the source cannot be read, Refusal when the target cannot be written. A sealed file cut
    short by a failure is removed.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.keywrap import aes_key_wrap

    file_key = secrets.token_bytes(KEY_BYTES)
    header = {
        "chunk_bytes": CHUNK_BYTES,
        "key_id": key.key_id,
        "wrapped": aes_key_wrap(key.secret, file_key).hex(),
    }
    start = _start(json.dumps(header, sort_keys=True).encode("ascii"))
    with source.open("rb") as reading, new_private_file(target) as writing:
        return _seal_stream(reading, _Hashing(writing), AESGCM(file_key), start)


class _Hashing:
    """Writes through and hashes what it writes."""

    def __init__(self, file: PrivateFile | io.BytesIO) -> None:
        self._file, self._digest, self._size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._size += len(data)

    @property
    def hashed(self) -> Hashed:
        return Hashed(self._digest.hexdigest(), self._size)


def _start(header: bytes) -> bytes:
    return MAGIC + len(header).to_bytes(2, "big") + header


def _seal_stream(reading: BinaryIO, writing: _Hashing, cipher: AESGCM, start: bytes) -> Hashed:
    writing.write(start)
    chunk, number = reading.read(CHUNK_BYTES), 0
    while True:
        following = reading.read(CHUNK_BYTES)
        last = not following
        writing.write(cipher.encrypt(_nonce(number, last=last), chunk, start))
        if last:
            return writing.hashed
        chunk, number = following, number + 1


def _nonce(number: int, *, last: bool) -> bytes:
    """Unique within a file, and a file key is never used twice; the last chunk is marked as such."""
    return bytes((last,)) + number.to_bytes(11, "big")


def open_sealed(source: Path, target: Path, key: OfficeKey) -> Hashed:
    """Write the plain content of a sealed file as a new private file; hash and size are of the plain content.

    Raises Refusal when the key is another office's or a single bit of the file was changed; then nothing is
    left at `target`.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    with source.open("rb") as reading:
        file_key, start = _read_header(reading, source, key)
        with new_private_file(target) as writing:
            return _open_stream(reading, _Hashing(writing), AESGCM(file_key), start)


def read_sealed(source: Path, key: OfficeKey) -> BinaryIO:
    """The plain content of a sealed file in memory; no plain copy touches the disk. Raises as `open_sealed`."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    plain = io.BytesIO()
    with source.open("rb") as reading:
        file_key, start = _read_header(reading, source, key)
        _open_stream(reading, _Hashing(plain), AESGCM(file_key), start)
    plain.seek(0)
    return plain


def _read_header(reading: BinaryIO, source: Path, key: OfficeKey) -> tuple[bytes, bytes]:
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

    if reading.read(len(MAGIC)) != MAGIC:
        raise Refusal(f"{source.name} bukan berkas tersegel Kecuali.", cure="Periksa berkas yang dipilih.")
    raw = reading.read(min(int.from_bytes(reading.read(2), "big"), _LARGEST_HEADER))
    try:
        header = json.loads(raw.decode("ascii"))
        key_id, wrapped, size = header["key_id"], bytes.fromhex(header["wrapped"]), header["chunk_bytes"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refusal(DAMAGED, cure="Pulihkan berkas itu dari cadangan.") from None
    if key_id != key.key_id:
        raise Refusal(WRONG_KEY, cure=f"Diperlukan kunci {str(key_id)[:8]!a}; yang dipakai {key.key_id}.")
    try:
        file_key = aes_key_unwrap(key.secret, wrapped)
    except (InvalidUnwrap, ValueError):
        raise Refusal(DAMAGED, cure="Pulihkan berkas itu dari cadangan.") from None
    if size != CHUNK_BYTES:
        raise Refusal(DAMAGED, cure="Pulihkan berkas itu dari cadangan.")
    return file_key, _start(raw)


def _open_stream(reading: BinaryIO, writing: _Hashing, cipher: AESGCM, start: bytes) -> Hashed:
    from cryptography.exceptions import InvalidTag

    chunk, number = reading.read(CHUNK_BYTES + TAG_BYTES), 0
    while True:
        following = reading.read(CHUNK_BYTES + TAG_BYTES)
        last = not following
        try:
            writing.write(cipher.decrypt(_nonce(number, last=last), chunk, start))
        except (InvalidTag, ValueError):
            raise Refusal(DAMAGED, cure="Pulihkan berkas itu dari cadangan.") from None
        if last:
            return writing.hashed
        chunk, number = following, number + 1
