r"""Excel's Trusted Locations of this account: which folders may run macros, and what forbids it.

Keys as in Office 2013 (15.0) and Office 2016, 2019, 2021, 2024 and 365 (16.0). A key `LocationN` holds `Path`
(with a last backslash), `AllowSubfolders`, `Description` and `Date`.
"""

from __future__ import annotations

from pathlib import PureWindowsPath

from xl_macros.computer.places import is_network_place, same_folder
from xl_macros.computer.registry import Registry

OFFICE_VERSIONS = ("15.0", "16.0")
NEWEST = "16.0"

_EXCEL_LOCATIONS = r"Excel\Security\Trusted Locations"


def locations_key(version: str) -> str:
    return rf"HKCU\Software\Microsoft\Office\{version}\{_EXCEL_LOCATIONS}"


def office_versions(registry: Registry) -> list[str]:
    """The Office versions of this account whose Excel has settings; the newest always, it may come later."""
    return [
        version
        for version in OFFICE_VERSIONS
        if version == NEWEST or registry.exists(rf"HKCU\Software\Microsoft\Office\{version}\Excel")
    ]


def find_location(registry: Registry, version: str, folder: str) -> str | None:
    """The key of the location that is exactly this folder, None when there is none."""
    parent = locations_key(version)
    for name in registry.subkeys(parent):
        path = registry.value(f"{parent}\\{name}", "Path")
        if isinstance(path, str) and same_folder(path, folder):
            return f"{parent}\\{name}"
    return None


def trusts(registry: Registry, version: str, folder: str) -> bool:
    """Whether Excel of that version runs macros of workbooks right in this folder without asking."""
    if _all_disabled(registry, version):
        return False
    parents = [f"{_policies(version)}\\{_EXCEL_LOCATIONS}"]
    if not _only_policy_locations(registry, version):
        parents.append(locations_key(version))
    if is_network_place(folder):
        parents = [key for key in parents if registry.value(key, "AllowNetworkLocations") == 1]
    return any(
        _covers(registry, f"{parent}\\{name}", folder)
        for parent in parents
        for name in registry.subkeys(parent)
    )


def forbidden(registry: Registry, version: str) -> str:
    """What keeps the user's trusted locations from working, as a sentence; empty when nothing does."""
    if _all_disabled(registry, version):
        return "Semua lokasi tepercaya dimatikan di Excel."
    if _only_policy_locations(registry, version):
        return "Kebijakan kantor hanya mengizinkan lokasi tepercaya dari pengelola jaringan."
    return ""


def _policies(version: str) -> str:
    return rf"HKCU\Software\Policies\Microsoft\Office\{version}"


def _all_disabled(registry: Registry, version: str) -> bool:
    keys = (f"{_policies(version)}\\{_EXCEL_LOCATIONS}", locations_key(version))
    return any(registry.value(key, "AllLocationsDisabled") == 1 for key in keys)


def _only_policy_locations(registry: Registry, version: str) -> bool:
    key = rf"{_policies(version)}\Common\Security\Trusted Locations"
    return registry.value(key, "Allow User Locations") == 0


def _covers(registry: Registry, key: str, folder: str) -> bool:
    path = registry.value(key, "Path")
    if not isinstance(path, str):
        return False
    if same_folder(path, folder):
        return True
    below = PureWindowsPath(folder).is_relative_to(PureWindowsPath(path))
    return below and registry.value(key, "AllowSubfolders") == 1
