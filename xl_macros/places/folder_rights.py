"""Folders that only the office's own accounts may open, from the instant they exist: POSIX modes, icacls on Windows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.places.folders import follow_home, sync_parent

Runner = Callable[[Sequence[str]], int]
"""Runs a command given as an argument list (never a shell line) and returns its exit code."""

SYSTEM_SID = "*S-1-5-18"  # the SID and not the name: the name is translated on an Indonesian Windows
_FOLDER_RIGHTS = "(OI)(CI)F"  # full control, inherited by files and folders below


def run_quietly(command: Sequence[str]) -> int:
    """Run `command` without a console window; 1 when it cannot be started or does not end in a minute."""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(  # noqa: S603  an argument list of ours, no shell
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=False,
            creationflags=flags,
        )
    except (OSError, subprocess.TimeoutExpired):
        return 1
    return done.returncode


def windows_rights_command(path: Path, accounts: Sequence[str]) -> list[str]:
    """The icacls call that cuts inheritance and leaves `accounts` and the system alone with the folder."""
    command = ["icacls", str(path), "/inheritance:r", "/grant:r", f"{SYSTEM_SID}:{_FOLDER_RIGHTS}"]
    for account in accounts:
        command += ["/grant:r", f"{account}:{_FOLDER_RIGHTS}"]
    return command


def make_private_dir(
    path: Path,
    *,
    accounts: Sequence[str] = (),
    windows: bool = sys.platform == "win32",
    run: Runner = run_quietly,
) -> None:
    """Create `path` with its missing parents, each of them private from creation on.

    POSIX: mode 0700. Windows: icacls, granting the present user and `accounts` (the other officers'
    Windows accounts, so that PDID and Desk Pelayanan both get in). A folder that exists already is left
    as it is. Raises Refusal when rights cannot be set, OSError when the folder cannot be made.
    """
    if path.is_dir():
        return
    if not path.parent.is_dir():
        make_private_dir(path.parent, accounts=accounts, windows=windows, run=run)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        if not path.is_dir():
            raise Refusal(f"{path} bukan folder.", cure="Ganti nama berkas itu, lalu ulangi.") from None
        return
    follow_home(path)
    sync_parent(path)
    if windows:
        _restrict_on_windows(path, accounts, run)


def _restrict_on_windows(path: Path, accounts: Sequence[str], run: Runner) -> None:
    present = os.environ.get("USERNAME", "")
    allowed = list(dict.fromkeys(name for name in (present, *accounts) if name))
    if not allowed or run(windows_rights_command(path, allowed)) != 0:
        path.rmdir()
        raise Refusal(
            f"Hak akses folder {path} tidak dapat dibatasi.",
            cure="Pilih folder pada diska NTFS milik kantor, atau periksa nama Akun Windows di Pengaturan.",
        )
