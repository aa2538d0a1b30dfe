"""Copying with the hash taken in the same pass, and proving the copy by reading it again."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.places.hashing import Hashed, hash_file
from xl_macros.places.plain_files import open_plain
from xl_macros.places.private import new_private_file

__all__ = ["Hashed", "copy_hashed", "copy_verified", "fingerprint", "hash_file", "settle"]

CHUNK_BYTES = 1 << 20
BAG_SEAL = "tagmanifest-sha256.txt"


def copy_hashed(source: Path, target: Path) -> Hashed:
    """Copy into a new private file, hashing what is read; flushed to the disk when it returns.

    Raises OSError when the source cannot be read and Refusal when the target cannot be written.
    A copy that fails half-way is removed.
    """
    digest, size = hashlib.sha256(), 0
    with open_plain(source, follow=True) as reading, new_private_file(target) as writing:
        while chunk := reading.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            writing.write(chunk)
    return Hashed(digest.hexdigest(), size)


def copy_verified(source: Path, target: Path) -> Hashed:
    """`copy_hashed`, then the copy is read back and compared.

    Raises Refusal when the disk gave back something else than was written.
    """
    hashed = copy_hashed(source, target)
    if hash_file(target) != hashed:
        target.unlink()
        raise Refusal(
            f"Salinan {source.name} tidak sama dengan aslinya.",
            cure="Diska atau jaringan bermasalah: coba lagi, lalu periksa diskanya.",
        )
    return hashed


def copy_as_listed(source: Path, target: Path, sha256: str) -> None:
    """`copy_hashed` of a file that was found whole before; Refusal when it is another by now, the copy then gone."""
    if copy_hashed(source, target).sha256 != sha256:
        target.unlink()
        raise Refusal(
            f"{source.name} berubah selagi disalin.",
            cure="Tunggu sampai tidak dipakai program lain, lalu ulangi; bila tetap begitu, pulihkan dari cadangan.",
        )


def settle(path: Path) -> Hashed:
    """Push a file that a parsing process wrote to the disk, and hash it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return hash_file(path)


def fingerprint(path: Path) -> str:
    """SHA-256 in hex of what stands at `path`: a file's content; a bag's tagmanifest, which names all that is in it;
    any other folder's list of names with their fingerprints. Raises OSError for anything that is neither.
    """
    if path.is_symlink() or not (path.is_dir() or path.is_file()):
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    if not path.is_dir():
        return hash_file(path).sha256
    seal = path / BAG_SEAL
    if seal.is_file() and not seal.is_symlink():
        return hash_file(seal).sha256
    lines = [f"{part.name}\0{fingerprint(part)}\n" for part in sorted(path.iterdir())]
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
