"""How this engine says what it does not support, and what stands in for Excel's own objects."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from xlwings import base_classes

_Class = TypeVar("_Class", bound=type)


def supports(base: type) -> Callable[[_Class], _Class]:
    """Class decorator: members of `base` that the class leaves out raise NotImplementedError with their name.

    So do the setters of properties that can only be read here.
    """

    def complete(cls: _Class) -> _Class:
        members = {name: member for name, member in vars(base).items() if _is_member(name, member)}
        names = list(members)
        own = {name for name in names if any(name in vars(parent) for parent in _own_parents(cls))}
        own |= {name for name, member in members.items() if not _only_refuses(member)}
        for name in names:
            refused, mine = _refused(f"{base.__name__}.{name}", members[name]), getattr(cls, name)
            if name not in own:
                setattr(cls, name, refused)
            elif isinstance(mine, property) and mine.fset is None and isinstance(refused, property):
                setattr(cls, name, mine.setter(refused.fset))  # type: ignore[arg-type]  # `_refused` gives it one
        return cls

    return complete


def _is_member(name: str, member: object) -> bool:
    return (not name.startswith("_") or name in ("__call__", "__len__", "__iter__", "__contains__")) and (
        isinstance(member, property | staticmethod) or inspect.isfunction(member)
    )


def _only_refuses(member: object) -> bool:
    function = getattr(member, "fget", member)
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    return code is not None and "NotImplementedError" in code.co_names


def _own_parents(cls: type) -> list[type]:
    return [
        parent
        for parent in cls.__mro__
        if parent.__module__ != base_classes.__name__ and parent is not object
    ]


def _refused(name: str, member: object) -> Any:
    def refuse(*_: object, **__: object) -> None:
        raise NotImplementedError(f"{name} is not supported by the file engine.")

    return property(refuse, refuse) if isinstance(member, property) else refuse


class Native:
    """Stands where Excel's own object would: true, and without a single member of Excel."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotImplementedError(
            f"{self._what}.api.{name} is Excel's own and not supported by the file engine."
        )


class NativeSheet(Native):
    """`sheet.api`: protection can be taken off and put back as in Excel, and does not matter here.

    Protection stops people at the screen. This engine leaves the protection of the file as it is and writes.
    """

    def __init__(self, is_protected: Callable[[], bool], is_filtered: Callable[[], bool]) -> None:
        super().__init__("Sheet")
        self._is_protected, self._is_filtered = is_protected, is_filtered

    @property
    def FilterMode(self) -> bool:  # noqa: N802 - Excel's name
        """Whether a filter hides rows, one of a table or of the sheet; this engine writes to them all the same."""
        return self._is_filtered()

    @property
    def ProtectContents(self) -> bool:  # noqa: N802 - Excel's name
        """Whether the file says that the sheet is protected."""
        return self._is_protected()

    def Protect(self, *_: object, **__: object) -> None:  # noqa: N802 - Excel's name
        """Leaves the protection as the file has it."""

    def Unprotect(self, *_: object, **__: object) -> None:  # noqa: N802 - Excel's name
        """Leaves the protection as the file has it."""
