"""What *Periksa Komputer* looks at and what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from xl_macros.computer.machine import Machine


@dataclass(frozen=True, slots=True)
class Check:
    """One finding, in words for staff. `ok` is None when it is optional and absent, or does not apply here."""

    name: str
    ok: bool | None
    detail: str
    cure: str = ""

    def __str__(self) -> str:
        mark = {True: "OK", False: "PERLU TINDAKAN", None: "-"}[self.ok]
        return f"{mark}  {self.name}: {self.detail} {self.cure}".rstrip()


@dataclass(frozen=True, slots=True)
class Subject:
    """What the workbook says about itself and the office: plain data, gathered by the button.

    `workbook` is the full name as Excel gives it (it may be a web address), `excel_version` Excel's own
    ("16.0"), both empty without Excel. `folders` and `settings` are keyed by the name staff read;
    `settings` holds only those that must be filled. `officers` are (name, role) pairs; `unknown_account` is the
    Windows account that is at work when no officer bears it.
    """

    workbook: str
    now: datetime
    excel_version: str = ""
    excel_bits: str = ""
    interpreter: str = ""
    folders: Mapping[str, Path] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    officers: tuple[tuple[str, str], ...] = ()
    unknown_account: str = ""
    roles: tuple[str, ...] = ()
    holiday_years: frozenset[int] = frozenset()
    utc_offset_hours: float = 8.0
    last_entry_at: datetime | None = None
    allow_synced: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a probe is given: the workbook's data and the PC."""

    subject: Subject
    machine: Machine

    @property
    def folder(self) -> str:
        """The workbook's folder, as text, in the way the workbook's name is written."""
        name = self.subject.workbook
        cut = max(name.rfind("\\"), name.rfind("/"))
        return name[:cut] if cut > 0 else name
