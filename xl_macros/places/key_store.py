"""Secrets in the system's own key store (`keyring`), and nowhere else."""

from __future__ import annotations

from typing import Protocol

from xl_macros.errors import Refusal

SERVICE = "Kecuali"


class KeyStore(Protocol):
    """What is used of `keyring`."""

    def get_password(self, service_name: str, username: str) -> str | None: ...
    def set_password(self, service_name: str, username: str, password: str) -> None: ...


def read_secret(account: str, store: KeyStore | None = None) -> str | None:
    """The secret kept under that name; None when there is none. Refused when the key store cannot be used."""
    from keyring.errors import KeyringError

    try:
        return (store or _system_store()).get_password(SERVICE, account)
    except KeyringError as error:
        raise _unusable() from error


def keep_secret(account: str, secret: str, store: KeyStore | None = None) -> None:
    """Keep a secret under that name. Refused when the key store cannot be used."""
    from keyring.errors import KeyringError

    try:
        (store or _system_store()).set_password(SERVICE, account, secret)
    except KeyringError as error:
        raise _unusable() from error


def _system_store() -> KeyStore:
    import keyring

    return keyring


def _unusable() -> Refusal:
    return Refusal(
        "Penyimpan kata sandi komputer ini tidak dapat dipakai.",
        cure="Pakai akun Windows yang biasa, atau isi 'tidak' pada pengaturan kata sandi dan enkripsi.",
    )
