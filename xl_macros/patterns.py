"""Regular expressions that are compiled when they are first used: of those that a click imports it uses half."""

from __future__ import annotations

import re
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
        compiled = re.compile(self.pattern, self.flags)
        self.__dict__.update({member: getattr(compiled, member) for member in _MEMBERS})
        return getattr(compiled, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile`, but that nothing is compiled before it is used."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))
