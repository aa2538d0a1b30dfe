"""Sheet protection: what it allows, and the password that lifts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fake_excel.variants import refusal
from openpyxl.utils.protection import hash_password

if TYPE_CHECKING:
    from fake_excel.sheets import Worksheet

ALLOWANCES = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
_ORDER = ("DrawingObjects", "Contents", "Scenarios", "UserInterfaceOnly", *ALLOWANCES)
"""Worksheet.Protect's arguments after the password."""


class Protection:
    """What stays allowed on a protected sheet; also the state behind Protect and Unprotect."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.line = sheet, sheet.line
        self.password_hash = ""
        self.allowed = dict.fromkeys(ALLOWANCES, False)
        self.drawing_objects = self.scenarios = True
        self.users_only = False
        """Lives in the session only: it is not in the file, and a workbook opens without it."""
        self.selection = 0  # xlNoRestrictions

    def protect(self, password: str | None, order: tuple[Any, ...], options: dict[str, Any]) -> None:
        given = dict(zip(_ORDER, order, strict=False)) | options
        unknown = set(given) - set(_ORDER)
        if unknown:
            raise TypeError(f"Protect got an unexpected keyword argument {unknown.pop()!r}")
        if self.sheet.protected:
            self.unprotect(password)
        given = {name: value for name, value in given.items() if value is not None}
        self.sheet.protected = bool(given.get("Contents", True))
        self.drawing_objects = bool(given.get("DrawingObjects", True))
        self.scenarios = bool(given.get("Scenarios", True))
        self.users_only = bool(given.get("UserInterfaceOnly", False))
        self.allowed = {name: bool(given.get(name, False)) for name in ALLOWANCES}
        self.password_hash = hash_password(password) if password else ""

    def unprotect(self, password: str | None) -> None:
        """1004 on a wrong password; without one Excel would ask the user, which hangs a program."""
        if (
            self.sheet.protected
            and self.password_hash
            and self.password_hash != hash_password(password or "")
        ):
            raise refusal("The password you supplied is not correct.")
        self.sheet.protected = self.users_only = False


def _allowance(name: str) -> property:
    return property(lambda self: self.allowed[name], doc=f"Excel's {name}.")


for _name in ALLOWANCES:
    setattr(Protection, _name, _allowance(_name))
