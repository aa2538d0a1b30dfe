"""Regular expressions that are compiled when they are first used, and once on a computer.

Python compiles them by code that is itself Python: the two hundred of a small click took a sixth of it. What comes
out is therefore kept beside the byte code, for this very Python, as byte code is, and handed to the last step of
`re.compile` the next time. What does not fit (another Python, a damaged file) is compiled as ever.
"""

from __future__ import annotations

import atexit
import os
import re
import sys
import zlib
from array import array
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, AnyStr, cast

_MEMBERS = (
    "findall",
    "finditer",
    "fullmatch",
    "groupindex",
    "groups",
    "match",
    "search",
    "split",
    "sub",
    "subn",
)


class _Late:
    """Stands for a compiled expression; with its first use the compiled one's members become its own."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _MEMBERS:
            raise AttributeError(name)
        compiled = _kept.compiled(self.pattern, self.flags)
        self.__dict__.update({member: getattr(compiled, member) for member in _MEMBERS})
        return getattr(compiled, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile`, but that nothing is compiled before it is used."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))


_Key = tuple[str, int]
"""An expression as Python writes it, and its flags."""
_Parts = tuple[int, bytes, int, dict[str, int]]
"""What the last step of `re.compile` takes beside the expression: flags, code, groups and their names."""

_FOR = f"{sys.version} {sys.maxsize}".encode()
_LARGEST_BYTES = 8 << 20


class Kept:
    """What compiled expressions are made of: read from a file at the first use, written at the end if there is more."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._parts: dict[_Key, _Parts] | None = None
        self._has_more = False

    def compiled(self, pattern: str | bytes, flags: int) -> re.Pattern[Any]:
        """The compiled expression."""
        if self._parts is None:
            self._parts = self._read()
        key = ascii(pattern), int(flags)
        with suppress(*_ANOTHER_PYTHON):
            if key in self._parts:
                return _put_together(pattern, self._parts[key])
        compiled: re.Pattern[Any] = re.compile(pattern, flags)
        if self._path is not None and not sys.dont_write_bytecode:
            with suppress(*_ANOTHER_PYTHON):
                parts = _parts_of(pattern, int(flags))
                if _put_together(pattern, parts) == compiled:
                    self._parts[key], self._has_more = parts, True
        return compiled

    def write(self) -> None:
        """Keep what this process had to compile. Where that cannot be done the next one compiles it too."""
        if self._path is None or not self._has_more:
            return
        from msgspec import msgpack

        content = msgpack.encode(list((self._parts or {}).items()))
        unfinished = self._path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            unfinished.write_bytes(_FOR + zlib.crc32(content).to_bytes(4, "big") + content)
            unfinished.replace(self._path)
        with suppress(OSError):
            unfinished.unlink()

    def _read(self) -> dict[_Key, _Parts]:
        if self._path is None:
            return {}
        from msgspec import MsgspecError, msgpack

        with suppress(OSError, MsgspecError), self._path.open("rb") as file:
            start, found = len(_FOR) + 4, file.read(_LARGEST_BYTES)
            if found[:start] == _FOR + zlib.crc32(found[start:]).to_bytes(4, "big"):
                return dict(msgpack.decode(found[start:], type=list[tuple[_Key, _Parts]]))
        return {}


_ANOTHER_PYTHON = (AttributeError, KeyError, RuntimeError, TypeError, ValueError)
"""What a Python says whose `re` is made otherwise."""


def _parts_of(pattern: str | bytes, flags: int) -> _Parts:
    compiler: Any = sys.modules["re._compiler"]
    parsed = compiler._parser.parse(pattern, flags)
    code = array("I", compiler._code(parsed, flags)).tobytes()
    return flags | parsed.state.flags, code, parsed.state.groups - 1, dict(parsed.state.groupdict)


def _put_together(pattern: str | bytes, parts: _Parts) -> re.Pattern[Any]:
    flags, code, groups, numbers = parts
    names = {number: name for name, number in numbers.items()}
    last_step: Callable[..., re.Pattern[Any]] = sys.modules["_sre"].compile
    by_number = tuple(names.get(number) for number in range(groups + 1))
    return last_step(pattern, flags, memoryview(code).cast("I").tolist(), groups, numbers, by_number)


_byte_code = globals().get("__cached__")
_kept = Kept(Path(_byte_code).with_suffix(".regex") if _byte_code else None)
atexit.register(_kept.write)
