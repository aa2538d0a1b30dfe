"""What a check of files has to say: findings, and what was expected of each file."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class FindingKind(StrEnum):
    """What is wrong with a file."""

    MISSING = "hilang"
    ALTERED = "berubah"
    FOREIGN = "asing"
    UNLISTED = "tidak terdaftar"
    UNREADABLE = "tidak terbaca"
    MOVED = "pindah"


@dataclass(frozen=True, slots=True)
class FixityFinding:
    """One finding: `file` relative to the checked folder, `message` an Indonesian sentence."""

    kind: FindingKind
    file: str
    message: str
    scan_id: str = ""

    @property
    def word(self) -> str:
        """The kind in one word, for the scan list."""
        return self.kind.value

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class FixityReport:
    """`files_checked`, `bags` and `bytes_hashed` say how far the check went; `quick` reports hashed nothing."""

    findings: tuple[FixityFinding, ...]
    files_checked: int
    bytes_hashed: int
    quick: bool = False
    bags: int = 0
    litter: int = 0
    """Files that systems leave in folders (Thumbs.db, desktop.ini): no findings."""

    @property
    def ok(self) -> bool:
        return not self.findings

    def __add__(self, other: FixityReport) -> FixityReport:
        return FixityReport(
            self.findings + other.findings,
            self.files_checked + other.files_checked,
            self.bytes_hashed + other.bytes_hashed,
            self.quick and other.quick,
            self.bags + other.bags,
            self.litter + other.litter,
        )


class Expected(NamedTuple):
    """A file that should be there as it was written down."""

    file: str
    sha256: str
    size_bytes: int | None = None
    scan_id: str = ""

    @property
    def shown(self) -> str:
        """The file in a finding: by the number of the scan where it is listed under one."""
        return f"{self.scan_id} ({self.file})" if self.scan_id else self.file


def name_key(name: str) -> str:
    """How names are compared: macOS may give back another normal form, Windows another separator."""
    return unicodedata.normalize("NFC", name.replace("\\", "/"))
