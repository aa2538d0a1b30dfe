"""A finding: something about an entry that staff must mend or look at, with its legal source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How a finding is to be taken; the words are shown to staff."""

    MUST_MEND = "harus diperbaiki"
    CHECK = "periksa"


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is stable and English, `message` an Indonesian sentence that says what to do,
    `source` the rule or practice on which the finding rests (Indonesian)."""

    code: str
    severity: Severity
    message: str
    source: str

    def __str__(self) -> str:
        return f"{self.message} ({self.source})" if self.source else self.message
