"""The office's key for encrypted scans: in the computer's key store for daily use, on paper for the day it is lost."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

from xl_macros.archive.sealing import (
    KEY_FILE,
    SUFFIX,
    OfficeKey,
    new_office_key,
    new_recovery_key,
    open_sealed,
    recover,
    seal_file,
    wrap_for_recovery,
)
from xl_macros.click.office import Office
from xl_macros.errors import Refusal
from xl_macros.places.folders import write_private
from xl_macros.places.key_store import KeyStore, keep_secret, read_secret
from xl_macros.scans.intake import Accepted


def sealed(scan: Accepted, key: OfficeKey) -> Accepted:
    """The accepted document encrypted; hash and size are those of the file that will be stored."""
    target = scan.staged.with_name(scan.staged.name + SUFFIX)
    hashed = seal_file(scan.staged, target, key)
    scan.staged.unlink()
    return replace(scan, staged=target, sha256=hashed.sha256, size_bytes=hashed.size_bytes)


def office_key(office: Office, store: KeyStore | None = None) -> tuple[OfficeKey, str]:
    """The key, and the recovery key if it was made just now (else ''): it must be written down there and then.

    The recovery key's other half lies in the special folder (`kunci.json`) and opens nothing alone. Refused
    when the office has a key that this computer does not know.
    """
    kept = read_secret(_account(office), store)
    half = office.folders.special / KEY_FILE
    if half.exists():
        if kept is None:
            raise Refusal(
                "Kunci pindaian kantor ini tidak ada di komputer ini.",
                cure="Jalankan kecuali recover-key dengan kunci pemulihan yang dahulu dicetak.",
            )
        return OfficeKey(base64.b64decode(kept)), ""
    key = OfficeKey(base64.b64decode(kept)) if kept else new_office_key()
    recovery = new_recovery_key()
    if not kept:
        keep_secret(_account(office), base64.b64encode(key.secret).decode(), store)
    staged = write_private(office.transaction.staging / KEY_FILE, wrap_for_recovery(key, recovery))
    office.transaction.publish(staged, half)
    return key, recovery


def kept_key(office: Office, store: KeyStore | None = None) -> OfficeKey | None:
    """The key if this computer has it; none is made and nothing refused."""
    kept = read_secret(_account(office), store)
    return OfficeKey(base64.b64decode(kept)) if kept else None


def recover_key(office: Office, typed: str, store: KeyStore | None = None) -> str:
    """Bring the office's key to this computer from the printed recovery key; a sentence about it."""
    half = office.folders.special / KEY_FILE
    if not half.is_file():
        raise Refusal("Kantor ini belum mempunyai kunci pindaian.", cure="Tidak ada yang perlu dipulihkan.")
    key = recover(half.read_bytes(), typed)
    keep_secret(_account(office), base64.b64encode(key.secret).decode(), store)
    return f"Kunci {key.key_id} ada lagi di komputer ini."


def unsealed(office: Office, source: Path, target: Path, store: KeyStore | None = None) -> Path:
    """A sealed document in plain at `target`, a new private file."""
    key, _ = office_key(office, store)
    open_sealed(source, target, key)
    return target


def _account(office: Office) -> str:
    """One key per office folder on this computer."""
    return f"kunci pindaian {office.folders.root}"
