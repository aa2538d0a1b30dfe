"""The password of protected attachments, in the system's key store; shown until somebody typed its end back."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import NamedTuple

from xl_macros.errors import Refusal
from xl_macros.places.key_store import KeyStore, keep_secret, read_secret
from xl_macros.places.waiting_secret import keep_waiting_secret, waiting_secret

ACCOUNT = "lampiran laporan"
CONFIRMED = "lampiran laporan, sudah dikonfirmasi"
"""The account that holds the hash of the password that was confirmed."""
PURPOSE = "kata sandi lampiran"
FILE = "kata-sandi-lampiran.json"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for another on the phone
_GROUPS, _GROUP_LENGTH = 4, 5  # 20 letters of 31: 99 bits


class MailPassword(NamedTuple):
    """The password: whether the key store has it, and whether somebody confirmed that they have it too."""

    text: str
    kept: bool
    confirmed: bool


def mail_password(private: Path, store: KeyStore | None = None) -> MailPassword:
    """The password of this computer, that of a click which was killed before the key store had it, or a new one.

    Raises Refusal when the computer has no key store that can be used.
    """
    kept = read_secret(ACCOUNT, store)
    if kept:
        return MailPassword(kept, True, read_secret(CONFIRMED, store) == _hash(kept))
    return MailPassword(waiting_secret(private / FILE, PURPOSE) or _new(), False, False)


def keep_waiting_password(private: Path, password: str) -> Path:
    """Keep a password that the key store does not have yet in the office's private folder, encrypted."""
    return keep_waiting_secret(private / FILE, PURPOSE, password)


def keep_mail_password(private: Path, password: str, store: KeyStore | None = None) -> str:
    """Keep the password once the click that used it is saved; the sentence to say, which is none."""
    keep_secret(ACCOUNT, password, store)
    (private / FILE).unlink(missing_ok=True)
    return ""


def confirm_mail_password(typed: str, store: KeyStore | None = None) -> str:
    """Take the last group of the password as it was typed back; refused when it is another."""
    kept = shown_mail_password(store).text
    plain = "".join(sign for sign in typed.casefold() if sign.isalnum())
    if not secrets.compare_digest(plain.encode(), kept.rpartition("-")[2].encode()):
        raise Refusal(
            "Kelompok terakhir itu tidak cocok dengan kata sandi lampiran.",
            cure="Periksa catatan Anda, lalu ketik lagi kelompok yang paling akhir.",
        )
    keep_secret(CONFIRMED, _hash(kept), store)
    return "Kata sandi lampiran dikonfirmasi; tidak ditampilkan lagi pada surel berikutnya."


def shown_mail_password(store: KeyStore | None = None) -> MailPassword:
    """The password to tell by phone once more. Refused when none was made yet."""
    kept = read_secret(ACCOUNT, store)
    if not kept:
        raise Refusal(
            "Kata sandi lampiran belum pernah dibuat di komputer ini.",
            cure="Kata sandi dibuat saat surel pertama disiapkan dengan pengaturan Lindungi lampiran = ya.",
        )
    return MailPassword(kept, True, read_secret(CONFIRMED, store) == _hash(kept))


def told(password: MailPassword) -> str:
    """What is said of the password beside a draft."""
    if password.confirmed:
        return (
            "Kata sandi lampiran tetap seperti sebelumnya (dapat dilihat lagi dengan kecuali mail-password)"
        )
    return (
        f"Kata sandi lampiran: {password.text} (belum dikonfirmasi: catat sekarang, lalu ketik kembali kelompok "
        "terakhirnya, kecuali mail-password --confirm KELOMPOK; sampai saat itu ditampilkan lagi setiap kali)"
    )


def _new() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))


def _hash(password: str) -> str:
    return hashlib.sha256(f"{PURPOSE}\0{password}".encode()).hexdigest()
