"""The office's key for encrypted scans: in the computer's key store for daily use, on paper for the day it is lost."""

from __future__ import annotations

import base64
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from xl_macros.archive.sealing import (
    KEY_BYTES,
    KEY_FILE,
    SUFFIX,
    OfficeKey,
    key_file_problems,
    new_office_key,
    new_recovery_key,
    open_sealed,
    read_key_id,
    recover,
    seal_file,
    wrap_for_recovery,
)
from xl_macros.click.office import Office
from xl_macros.errors import Refusal
from xl_macros.keeping.recovery_paper import Paper, forget_waiting, is_last_group, keep_waiting, waiting_paper
from xl_macros.places.folders import replace_private, write_private
from xl_macros.places.gate import UnsafePathError, listed
from xl_macros.places.key_store import KeyStore, keep_secret, read_secret
from xl_macros.records import Scan
from xl_macros.scans.intake import Accepted


def sealed(scan: Accepted, key: OfficeKey) -> Accepted:
    """The accepted document encrypted; hash and size are those of the file that will be stored."""
    target = scan.staged.with_name(scan.staged.name + SUFFIX)
    hashed = seal_file(scan.staged, target, key)
    scan.staged.unlink()
    return replace(scan, staged=target, sha256=hashed.sha256, size_bytes=hashed.size_bytes)


def office_key(office: Office, store: KeyStore | None = None) -> tuple[OfficeKey, str]:
    """The key, and the recovery key for as long as nobody confirmed that it is on paper (else '').

    The recovery key's other half lies in the special folder (`kunci.json`) and opens nothing alone. A new key goes to
    the key store once the click is saved; until then, and until the paper is confirmed, it waits sealed in the
    private folder. Refused when the office has a key that this computer does not know, or a half that is lost or
    another key's.
    """
    kept, half = _stored_key(office, store), office.folders.special / KEY_FILE
    waiting = waiting_paper(office.folders.private)
    if half.exists():
        key_id = read_key_id(half)
        key = kept or (waiting.key if waiting and waiting.key_id == key_id else None)
        if key is None:
            raise Refusal(
                "Kunci pindaian kantor ini tidak ada di komputer ini.",
                cure="Jalankan kecuali recover-key dengan kunci pemulihan yang dahulu dicetak.",
            )
        if key_id != key.key_id:
            raise Refusal(
                f"{KEY_FILE} di {office.folders.special.name} rusak atau milik kunci lain daripada kunci kantor ini.",
                cure=f"Pulihkan {KEY_FILE} dari cadangan; tanpa itu kunci pemulihan di kertas tidak membuka apa pun.",
            )
        if kept is None:  # a click that was killed between its save and the key store
            _to_store(office, key, store)
        return key, waiting.recovery if waiting and waiting.key_id == key.key_id else ""
    if kept is None and sealed_files(office):
        raise Refusal(
            f"{KEY_FILE} hilang dari {office.folders.special.name} dan kuncinya tidak ada di komputer ini.",
            cure=f"Pulihkan {KEY_FILE} dari cadangan, lalu jalankan kecuali recover-key.",
        )
    key, recovery = kept or new_office_key(), new_recovery_key()
    if kept is None and waiting and waiting.key:  # of a click that was killed before its save
        key, recovery = waiting.key, waiting.recovery
    transaction = office.transaction
    paper = Paper(key.key_id, recovery, None if kept else key)
    transaction.only_if_saved(keep_waiting(office.folders.private, paper))
    staged = write_private(transaction.staging / KEY_FILE, wrap_for_recovery(key, recovery))
    transaction.publish(staged, half)
    if kept is None:
        transaction.afterwards(lambda: _to_store(office, key, store))
    return key, recovery


def shown(recovery: str) -> str:
    """What is said of a recovery key that nobody has confirmed yet."""
    return (
        f"Kunci pemulihan (belum dikonfirmasi; tulis atau cetak sekarang, dengan teliti sekali): {recovery}\n"
        "Simpan di tempat terkunci. Sesudah itu ketik kembali kelompok terakhirnya: "
        "kecuali recovery-key --book BUKU --confirm KELOMPOK. "
        "Sampai saat itu kunci ini ditampilkan lagi setiap kali."
    )


def unconfirmed(office: Office) -> str:
    """The recovery key that is not confirmed yet and that this account can show; '' when there is none."""
    paper = waiting_paper(office.folders.private)
    return paper.recovery if paper else ""


def confirm(office: Office, typed: str, store: KeyStore | None = None) -> str:
    """Take the last group of the recovery key as it was typed back from paper; refused when it is another.

    The office's key, if it waits with it, goes to the key store first.
    """
    paper = waiting_paper(office.folders.private)
    if paper is None:
        raise Refusal(
            "Tidak ada kunci pemulihan yang menunggu konfirmasi.", cure="Tidak ada yang perlu diketik."
        )
    if not is_last_group(paper, typed):
        raise Refusal(
            "Kelompok terakhir itu tidak cocok dengan kunci pemulihan.",
            cure="Periksa kertasnya, lalu ketik lagi kelompok yang paling akhir.",
        )
    if paper.key is not None:
        _to_store(office, paper.key, store)
    if paper.half:
        replace_private(office.folders.special / KEY_FILE, paper.half)
    forget_waiting(office.folders.private)
    return (
        "Kunci pemulihan dikonfirmasi; kunci itu tidak ditampilkan lagi. Kertas yang lama tidak berlaku lagi."
    )


def new_paper(office: Office, store: KeyStore | None = None) -> str:
    """A recovery key for a new sheet of paper, shown until it is confirmed; the old one counts until then.

    Refused when this computer does not have the office's key.
    """
    waiting = waiting_paper(office.folders.private)
    if waiting is not None:
        return waiting.recovery
    key = kept_key(office, store)
    if key is None:
        raise Refusal(
            "Kunci pindaian kantor ini tidak ada di komputer ini.",
            cure="Jalankan ini di komputer yang biasa dipakai melampirkan, atau jalankan kecuali recover-key dahulu.",
        )
    recovery = new_recovery_key()
    keep_waiting(office.folders.private, Paper(key.key_id, recovery, half=wrap_for_recovery(key, recovery)))
    return recovery


def key_problems(office: Office) -> list[str]:
    """What is wrong with the keys of an office that has sealed scans, in sentences; [] when nothing is.

    `kunci.json` lost, unreadable or another key's; sealed scans of another key.
    """
    return key_file_problems(
        office.folders.special, [path for path in sealed_files(office) if path.is_file()]
    )


def sealed_files(office: Office) -> list[Path]:
    """Where the listed scans lie that are sealed; a row whose file cannot be used is left to the list's own check."""
    rows = [row for row in office.tables.records(Scan) if str(row.file or "").endswith(SUFFIX)]
    found = []
    for row in rows:
        with suppress(UnsafePathError):
            found.append(listed(str(row.file), office.folders.root, office.folders.scans))
    return found


def _to_store(office: Office, key: OfficeKey, store: KeyStore | None) -> str:
    keep_secret(_account(office), base64.b64encode(key.secret).decode(), store)
    waiting = waiting_paper(office.folders.private)
    if waiting is not None and waiting.key is not None:
        keep_waiting(office.folders.private, replace(waiting, key=None))
    return ""


def kept_key(office: Office, store: KeyStore | None = None) -> OfficeKey | None:
    """The key if this computer has it, a click that was killed before the key store had it included; none is made.

    Refused when the key store cannot be used or holds no key.
    """
    stored = _stored_key(office, store)
    if stored is not None:
        return stored
    waiting, half = waiting_paper(office.folders.private), office.folders.special / KEY_FILE
    if waiting is None or waiting.key is None or not half.is_file():
        return None
    return waiting.key if read_key_id(half) == waiting.key_id else None


def _stored_key(office: Office, store: KeyStore | None) -> OfficeKey | None:
    kept = read_secret(_account(office), store)
    if not kept:
        return None
    try:
        secret = base64.b64decode(kept, validate=True)
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise Refusal(
            "Kunci pindaian kantor ini di penyimpan kata sandi komputer rusak.",
            cure="Hapus entri itu dari penyimpan kata sandi, lalu jalankan kecuali recover-key.",
        )
    return OfficeKey(secret)


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
    key = kept_key(office, store)
    if key is None:
        raise Refusal(
            "Kunci pindaian kantor ini tidak ada di komputer ini.",
            cure="Jalankan kecuali recover-key dengan kunci pemulihan yang dahulu dicetak.",
        )
    open_sealed(source, target, key)
    return target


def _account(office: Office) -> str:
    """One key per office folder on this computer."""
    return f"kunci pindaian {office.folders.root}"
