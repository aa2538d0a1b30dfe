"""The password of protected attachments, made once and kept in the system's key store."""

from __future__ import annotations

import secrets

from xl_macros.errors import Refusal
from xl_macros.places.key_store import KeyStore, keep_secret, read_secret

ACCOUNT = "lampiran laporan"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for another on the phone
_GROUPS, _GROUP_LENGTH = 4, 5  # 20 letters of 31: 99 bits


def mail_password(store: KeyStore | None = None) -> tuple[str, bool]:
    """The password and whether it was made just now: then it is to be shown, and kept once the click is saved.

    Raises Refusal when the computer has no key store that can be used.
    """
    kept = read_secret(ACCOUNT, store)
    if kept:
        return kept, False
    return "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    ), True


def keep_mail_password(password: str, store: KeyStore | None = None) -> str:
    """Keep the password once the click that used it is saved; the sentence to say, which is none."""
    keep_secret(ACCOUNT, password, store)
    return ""


def kept_mail_password(store: KeyStore | None = None) -> str:
    """The password to tell by phone once more. Refused when none was made yet."""
    kept = read_secret(ACCOUNT, store)
    if not kept:
        raise Refusal(
            "Kata sandi lampiran belum pernah dibuat di komputer ini.",
            cure="Kata sandi dibuat saat surel pertama disiapkan dengan pengaturan Lindungi lampiran = ya.",
        )
    return kept
