"""The password of protected attachments, made once and kept in the system's key store."""

from __future__ import annotations

import secrets

from xl_macros.places.key_store import KeyStore, keep_secret, read_secret

ACCOUNT = "lampiran laporan"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for another on the phone
_GROUPS, _GROUP_LENGTH = 4, 5  # 20 letters of 31: 99 bits


def mail_password(store: KeyStore | None = None) -> tuple[str, bool]:
    """The password and whether it was made just now (then it must be shown once, to be told by phone).

    Raises Refusal when the computer has no key store that can be used.
    """
    kept = read_secret(ACCOUNT, store)
    if kept:
        return kept, False
    made = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    keep_secret(ACCOUNT, made, store)
    return made, True
