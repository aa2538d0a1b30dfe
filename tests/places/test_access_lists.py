"""Who may open what this program makes, as Windows' own access lists say it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from privacy import open_to

from xl_macros.places.folder_rights import make_private_dir

EVERYBODY, SYSTEM = "*S-1-1-0", "*S-1-5-18"


def test_a_file_that_others_may_open_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "berkas"
    path.write_bytes(b"")
    if os.name == "nt":
        grant(path, [SYSTEM, EVERYBODY])
    else:
        path.chmod(0o640)
    assert open_to(path)


@pytest.mark.skipif(os.name != "nt", reason="access lists are Windows'")
def test_a_folder_of_the_officers_is_closed_to_everybody_else(tmp_path: Path) -> None:
    """icacls' words are followed by the calls that it makes itself: wine's icacls does nothing."""
    seen = []

    def icacls(command: Sequence[str]) -> int:
        path, inheritance, *grants = command[1:]
        grant(Path(path), [EVERYBODY])
        seen.append(open_to(Path(path)))
        assert inheritance == "/inheritance:r"
        assert set(grants[::2]) == {"/grant:r"}
        accounts = [words.removesuffix(":(OI)(CI)F") for words in grants[1::2]]
        grant(Path(path), accounts)
        return 0

    make_private_dir(tmp_path / "Folder Khusus" / "2025", run=icacls)
    assert seen == [["semua orang"], ["semua orang"]]
    assert open_to(tmp_path / "Folder Khusus") == open_to(tmp_path / "Folder Khusus" / "2025") == []
    (tmp_path / "Folder Khusus" / "2025" / "isi.pdf").write_bytes(b"")
    assert open_to(tmp_path / "Folder Khusus" / "2025" / "isi.pdf") == []


def grant(path: Path, accounts: Sequence[str]) -> None:
    """Full rights for these accounts alone, for what is made in the folder too."""
    import ntsecuritycon
    import win32security

    rights: Any = win32security.ACL()
    for account in accounts:
        if account.startswith("*"):
            sid = win32security.ConvertStringSidToSid(account[1:])
        else:
            sid = win32security.LookupAccountName(None, account)[0]
        inherited = ntsecuritycon.OBJECT_INHERIT_ACE | ntsecuritycon.CONTAINER_INHERIT_ACE
        rights.AddAccessAllowedAceEx(
            win32security.ACL_REVISION, inherited, ntsecuritycon.FILE_ALL_ACCESS, sid
        )
    descriptor = win32security.SECURITY_DESCRIPTOR()
    descriptor.SetSecurityDescriptorDacl(1, rights, 0)
    descriptor.SetSecurityDescriptorControl(win32security.SE_DACL_PROTECTED, win32security.SE_DACL_PROTECTED)
    win32security.SetFileSecurity(str(path), win32security.DACL_SECURITY_INFORMATION, descriptor)
