"""A register entry, its decision and its events, and what they come to as of a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from xl_macros.domain.findings import Finding
from xl_macros.domain.period_model import Period


class EventKind(StrEnum):
    """What can change an exemption; the words stand in the sheet."""

    CONSENT = "persetujuan tertulis"
    PUBLIC_OFFICE = "jabatan publik"
    RULING = "putusan"
    """A final ruling of Komisi Informasi or a court that opens the information."""
    REVOCATION = "pencabutan"
    AMENDMENT = "perubahan keputusan"
    RECLASSIFICATION = "perubahan klasifikasi"
    HAPPENED = "peristiwa terjadi"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; `evidence` names the document that shows it."""

    kind: EventKind
    happened_on: date
    evidence: str


class Standing(StrEnum):
    """Whether a decision still holds."""

    IN_FORCE = "berlaku"
    REVOKED = "dicabut"
    AMENDED = "diubah"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that exempts. `date_text` is what is written where the whole date is not known ("2015")."""

    number: str
    decided_on: date | None
    date_text: str | None = None
    standing: Standing = Standing.IN_FORCE
    standing_act: str | None = None
    standing_on: date | None = None
    about: str = ""
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One exempted item. `anchor_on` is the recorded date of the start that the wording names."""

    code: str
    legal_basis: str
    period_text: str
    decision: Decision
    anchor_on: date | None = None
    anchor_evidence: str | None = None
    events: tuple[Event, ...] = ()


class Status(StrEnum):
    """What an entry is as of a date; the words stand in the sheet behind the symbol."""

    IN_FORCE = "berlaku"
    ENDS_SOON = "segera berakhir"
    WAITS_FOR_EVENT = "menunggu peristiwa"
    ENDED = "berakhir"
    OPENED_EARLY = "dibuka lebih awal"
    REVOKED = "dicabut"
    UNLIMITED = "tanpa batas"
    UNCLEAR = "perlu diperjelas"

    @property
    def symbol(self) -> str:  # noqa: PLR0911 - one line for each status, so that mypy misses none
        """One character that Calibri, Carlito, Liberation Sans and DejaVu Sans have."""
        match self:
            case Status.IN_FORCE:
                return "●"
            case Status.ENDS_SOON:
                return "!"
            case Status.WAITS_FOR_EVENT:
                return "○"
            case Status.ENDED:
                return "□"
            case Status.OPENED_EARLY:
                return "◊"
            case Status.REVOKED:
                return "×"
            case Status.UNLIMITED:
                return "∞"
            case Status.UNCLEAR:
                return "?"
            case _ as never:
                assert_never(never)

    @property
    def label(self) -> str:
        """How the sheet shows it: symbol and word."""
        return f"{self.symbol} {self.value}"

    @property
    def is_open(self) -> bool:
        """Whether the information is public."""
        match self:
            case Status.ENDED | Status.OPENED_EARLY | Status.REVOKED:
                return True
            case (
                Status.IN_FORCE
                | Status.ENDS_SOON
                | Status.WAITS_FOR_EVENT
                | Status.UNLIMITED
                | Status.UNCLEAR
            ):
                return False
            case _ as never:
                assert_never(never)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows for an entry as of a date.

    `end_on` is the last exempt day of a period, or the day on which an act opened the information (which
    is public on that day already). `mark_on` is 30 working days before the end of a dated period, None
    when that lies before the start. `mark_is_estimate` says that holidays of a year concerned are not in
    the table. `explanation` is one Indonesian sentence.
    """

    period: Period
    start_on: date | None
    start_source: str | None
    end_on: date | None
    mark_on: date | None
    mark_is_estimate: bool
    status: Status
    explanation: str
    findings: tuple[Finding, ...]
