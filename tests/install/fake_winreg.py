"""A registry in memory that behaves like the standard library's `winreg` on Windows.

What it keeps of the real one: names are case-insensitive and keep their first spelling; a missing key or value
raises FileNotFoundError; enumeration past the end raises OSError 259; a key opened for reading refuses writing;
a value must fit its type; a key with keys below it cannot be deleted; a closed handle is dead.
"""

from __future__ import annotations

from types import TracebackType

HKEY_CLASSES_ROOT = 0x80000000
HKEY_CURRENT_USER = 0x80000001
HKEY_LOCAL_MACHINE = 0x80000002

KEY_READ = 0x20019
KEY_WRITE = 0x20006
KEY_QUERY_VALUE, KEY_SET_VALUE, KEY_CREATE_SUB_KEY, KEY_ENUMERATE = 0x1, 0x2, 0x4, 0x8

REG_SZ, REG_EXPAND_SZ, REG_BINARY, REG_DWORD = 1, 2, 3, 4

LONGEST_KEY_NAME = 255


class _Node:
    def __init__(self, name: str) -> None:
        self.name = name
        self.keys: dict[str, _Node] = {}
        self.values: dict[str, tuple[str, object, int]] = {}


class Handle:
    """An open key, a context manager as the real one is."""

    def __init__(self, node: _Node, access: int) -> None:
        self._node: _Node | None = node
        self._access = access

    def node(self, needed: int) -> _Node:
        if self._node is None:
            raise OSError(6, "The handle is invalid")
        if not self._access & needed:
            raise PermissionError(5, "Access is denied")
        return self._node

    def Close(self) -> None:
        self._node = None

    def __enter__(self) -> Handle:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.Close()


class FakeWinreg:
    """Stands for the module: the same names, the same errors."""

    HKEY_CLASSES_ROOT, HKEY_CURRENT_USER = HKEY_CLASSES_ROOT, HKEY_CURRENT_USER
    HKEY_LOCAL_MACHINE = HKEY_LOCAL_MACHINE
    KEY_READ, KEY_WRITE = KEY_READ, KEY_WRITE
    REG_SZ, REG_EXPAND_SZ, REG_BINARY, REG_DWORD = REG_SZ, REG_EXPAND_SZ, REG_BINARY, REG_DWORD

    def __init__(self) -> None:
        self._roots = {
            root: _Node(str(root)) for root in (HKEY_CLASSES_ROOT, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE)
        }
        self.read_only = False
        """True: the machine's administrator forbids writing."""

    # ruff: noqa: N802, A002 - the names below are winreg's

    def OpenKey(self, key: int | Handle, sub_key: str, reserved: int = 0, access: int = KEY_READ) -> Handle:
        return Handle(self._find(key, sub_key), access)

    def CreateKeyEx(
        self, key: int | Handle, sub_key: str, reserved: int = 0, access: int = KEY_WRITE
    ) -> Handle:
        if self.read_only:
            raise PermissionError(5, "Access is denied")
        node = self._start(key)
        for part in sub_key.split("\\"):
            if not part or len(part) > LONGEST_KEY_NAME:
                raise OSError(87, "The parameter is incorrect")
            node = node.keys.setdefault(part.casefold(), _Node(part))
        return Handle(node, access)

    def QueryValueEx(self, handle: Handle, name: str) -> tuple[object, int]:
        found = handle.node(KEY_QUERY_VALUE).values.get(name.casefold())
        if found is None:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return found[1], found[2]

    def SetValueEx(self, handle: Handle, name: str, reserved: int, type: int, value: object) -> None:
        node = handle.node(KEY_SET_VALUE)
        if type == REG_DWORD:
            if not isinstance(value, int):
                raise TypeError("Could not convert the data to the specified type.")
            if not 0 <= value < 2**32:
                raise OverflowError("int too big to convert")
        elif type in (REG_SZ, REG_EXPAND_SZ) and not isinstance(value, str):
            raise ValueError("Could not convert the data to the specified type.")
        node.values[name.casefold()] = (name, value, type)

    def QueryInfoKey(self, handle: Handle) -> tuple[int, int, int]:
        node = handle.node(KEY_QUERY_VALUE)
        return len(node.keys), len(node.values), 0

    def EnumKey(self, handle: Handle, index: int) -> str:
        names = [node.name for node in handle.node(KEY_ENUMERATE).keys.values()]
        if index >= len(names):
            raise OSError(259, "No more data is available")
        return names[index]

    def EnumValue(self, handle: Handle, index: int) -> tuple[str, object, int]:
        values = list(handle.node(KEY_QUERY_VALUE).values.values())
        if index >= len(values):
            raise OSError(259, "No more data is available")
        return values[index]

    def DeleteKey(self, key: int | Handle, sub_key: str) -> None:
        if self.read_only:
            raise PermissionError(5, "Access is denied")
        parent, _, last = sub_key.rpartition("\\")
        holder = self._find(key, parent) if parent else self._start(key)
        node = holder.keys.get(last.casefold())
        if node is None:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        if node.keys:
            raise PermissionError(5, "Access is denied")
        del holder.keys[last.casefold()]

    def _start(self, key: int | Handle) -> _Node:
        return self._roots[key] if isinstance(key, int) else key.node(KEY_CREATE_SUB_KEY)

    def _find(self, key: int | Handle, sub_key: str) -> _Node:
        node = self._roots[key] if isinstance(key, int) else key.node(KEY_ENUMERATE)
        for part in filter(None, sub_key.split("\\")):
            below = node.keys.get(part.casefold())
            if below is None:
                raise FileNotFoundError(2, "The system cannot find the file specified")
            node = below
        return node
