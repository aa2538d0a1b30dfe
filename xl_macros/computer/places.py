"""What kind of place a folder is: on this PC, synced to somebody's cloud, or on the network.

Paths are taken as text and read the Windows way, so that the rules can be tried anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PureWindowsPath

DRIVE_REMOTE = 4
"""What Windows' GetDriveType says of a mapped network drive."""

_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_SYNC_FOLDERS = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "megasync": "MEGA",
    "box sync": "Box",
    "pcloud drive": "pCloud",
    "yandex.disk": "Yandex Disk",
}
"""How such a folder's name begins ("OneDrive - KPU")."""

_WHOLE_NAMES = {"my drive": "Google Drive", "drive saya": "Google Drive", "mega": "MEGA"}


def synced_by(path: str, environ: Mapping[str, str]) -> str | None:
    """The name of the service that copies this folder to the internet; None when none is recognised."""
    if path.lower().startswith(("http://", "https://")):
        return "OneDrive atau SharePoint"
    place = PureWindowsPath(path)
    for variable in _ONEDRIVE_VARIABLES:
        root = environ.get(variable, "")
        if root and place.is_relative_to(PureWindowsPath(root)):
            return "OneDrive"
    for part in place.parts:
        name = part.casefold()
        if name in _WHOLE_NAMES:
            return _WHOLE_NAMES[name]
        for start, service in _SYNC_FOLDERS.items():
            if name.startswith(start):
                return service
    return None


def is_network_place(path: str, drive_type: int = 0) -> bool:
    r"""Whether the path lies on another computer: `\\server\share`, a web address or a mapped drive."""
    if "://" in path:
        return True
    drive = PureWindowsPath(path).drive
    if drive.startswith("\\\\"):
        return not drive.startswith(("\\\\?\\", "\\\\.\\")) or drive.upper().startswith("\\\\?\\UNC\\")
    return drive_type == DRIVE_REMOTE


def same_folder(left: str, right: str) -> bool:
    """Whether two Windows paths name the same folder: letter case and a last backslash do not matter."""
    return PureWindowsPath(left) == PureWindowsPath(right)


def broad_rights(sddl: str) -> list[str]:
    """Who beyond the owner, the system and administrators may read, from a folder's access list.

    `sddl` is Windows' text form of the list, for example `D:PAI(A;OICI;FA;;;SY)(A;;0x1200a9;;;BU)`; account
    groups stand in it by two-letter code or SID whatever the language of Windows. No list at all
    (`D:NO_ACCESS_CONTROL`) means that everybody may.
    """
    if "NO_ACCESS_CONTROL" in sddl:
        return ["semua orang"]
    found = []
    for entry in sddl.split("(")[1:]:
        parts = entry.split(")")[0].split(";")
        group = _BROAD.get(parts[5] if len(parts) > 5 else "")
        if group and parts[0] in {"A", "XA", "OA"} and group not in found:
            found.append(group)
    return found


_BROAD = {
    "WD": "semua orang",
    "S-1-1-0": "semua orang",
    "AU": "semua pengguna yang masuk",
    "S-1-5-11": "semua pengguna yang masuk",
    "BU": "semua akun di komputer ini",
    "S-1-5-32-545": "semua akun di komputer ini",
    "BG": "tamu",
    "S-1-5-32-546": "tamu",
    "AN": "pengguna tanpa nama",
    "S-1-5-7": "pengguna tanpa nama",
    "DU": "semua pengguna domain",
}
