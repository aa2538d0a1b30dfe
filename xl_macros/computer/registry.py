r"""The Windows registry as this project needs it: what is absent reads as absent, text and numbers only.

Keys are written the way staff and manuals write them: `HKCU\Software\...`.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

ROOTS = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE", "HKCR": "HKEY_CLASSES_ROOT"}


class Registry:
    """Reads and writes through `winreg`: the standard library's module, or one that behaves like it."""

    def __init__(self, winreg: Any) -> None:
        self._winreg = winreg

    def value(self, key: str, name: str = "") -> str | int | None:
        """The value, or None when the key, the value or the right to read it is missing."""
        try:
            with self._open(key) as handle:
                found = self._winreg.QueryValueEx(handle, name)[0]
        except OSError:
            return None
        return found if isinstance(found, str | int) else None

    def subkeys(self, key: str) -> list[str]:
        """The names of the keys right below, none when the key is missing."""
        try:
            with self._open(key) as handle:
                count = self._winreg.QueryInfoKey(handle)[0]
                return [self._winreg.EnumKey(handle, index) for index in range(count)]
        except OSError:
            return []

    def value_names(self, key: str) -> list[str]:
        """The names of the values of the key, none when the key is missing."""
        try:
            with self._open(key) as handle:
                count = self._winreg.QueryInfoKey(handle)[1]
                return [self._winreg.EnumValue(handle, index)[0] for index in range(count)]
        except OSError:
            return []

    def exists(self, key: str) -> bool:
        try:
            with self._open(key):
                return True
        except OSError:
            return False

    def write(self, key: str, values: dict[str, str | int]) -> None:
        """Set the values, making the key if need be. Raises OSError when Windows does not allow it."""
        root, path = self._split(key)
        with self._winreg.CreateKeyEx(root, path, 0, self._winreg.KEY_WRITE) as handle:
            for name, value in values.items():
                kind = self._winreg.REG_DWORD if isinstance(value, int) else self._winreg.REG_SZ
                self._winreg.SetValueEx(handle, name, 0, kind, value)

    def delete(self, key: str) -> bool:
        """Remove the key with everything below it; False when there was none. Raises OSError if not allowed."""
        if not self.exists(key):
            return False
        for name in self.subkeys(key):
            self.delete(f"{key}\\{name}")
        root, path = self._split(key)
        self._winreg.DeleteKey(root, path)
        return True

    def _open(self, key: str) -> Any:
        root, path = self._split(key)
        return self._winreg.OpenKey(root, path, 0, self._winreg.KEY_READ)

    def _split(self, key: str) -> tuple[Any, str]:
        root, _, path = key.partition("\\")
        return getattr(self._winreg, ROOTS[root]), path


def windows_registry() -> Registry | None:
    """This PC's registry; None where there is none."""
    return Registry(importlib.import_module("winreg")) if sys.platform == "win32" else None
