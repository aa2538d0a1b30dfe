"""The password of protected attachments, kept in the system's own key store and nowhere else."""

from __future__ import annotations

import secrets
from typing import Protocol

from xl_macros.errors import Refusal

SERVICE, ACCOUNT = "Kecuali", "lampiran laporan"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for another on the phone
_GROUPS, _GROUP_LENGTH = 4, 5  # 20 letters of 31: 99 bits


class KeyStore(Protocol):
    """What is used of `keyring`."""

    def get_password(self, service_name: str, username: str) -> str | None: ...
    def set_password(self, service_name: str, username: str, password: str) -> None: ...


def mail_password(store: KeyStore | None = None) -> tuple[str, bool]:
    """The password and whether it was made just now (then it must be shown once, to be told by phone).

    Raises Refusal when the computer has no key store that can be used.
    """
    from keyring.errors import KeyringError

    if store is None:
        import keyring

        store = keyring
    try:
        kept = store.get_password(SERVICE, ACCOUNT)
        if kept:
            return kept, False
        made = "-".join(
            "".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
        )
        store.set_password(SERVICE, ACCOUNT, made)
    except KeyringError as error:
        raise Refusal(
            "Penyimpan kata sandi komputer ini tidak dapat dipakai.",
            cure="Isi 'tidak' pada pengaturan 'Lindungi lampiran dengan kata sandi', atau perbaiki penyimpan itu.",
        ) from error
    return made, True
