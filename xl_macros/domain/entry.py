"""A register entry, its decision and its events, and what they come to as of a date."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple, assert_never

from xl_macros.domain.findings import Finding
from xl_macros.domain.period_model import Period


class EventKind(StrEnum):
    """What can happen to an exemption; the words stand in the sheet."""

    CONSENT = "persetujuan tertulis"
    PUBLIC_OFFICE = "jabatan publik"
    RULING = "putusan"
    """Of Komisi Informasi, PTUN, PN or MA: what it comes to is its verdict, when it counts its finality."""
    REVOCATION = "pencabutan"
    AMENDMENT = "perubahan keputusan"
    RECLASSIFICATION = "perubahan klasifikasi"
    HAPPENED = "peristiwa terjadi"
    HOLD = "penahanan"
    """A dispute or a test that runs: meanwhile nothing ends."""
    RENEWAL = "penetapan ulang"
    DETERMINATION = "penetapan PPID"
    ANNOUNCEMENT = "pengumuman"
    DISPOSITION = "disposisi diterima"

    @property
    def heading(self) -> str:
        """The words at the start of a sentence; capitals inside them (PPID) stay."""
        return self.value[:1].upper() + self.value[1:]


class Verdict(StrEnum):
    """What an event came to; the words stand in the column Hasil."""

    OPENS = "membuka seluruhnya"
    OPENS_PART = "membuka sebagian"
    UPHOLDS = "menguatkan pengecualian"
    INTERIM = "putusan sela"
    WITHDRAWN = "sengketa dicabut"
    ANNULS = "membatalkan putusan sebelumnya"
    OBJECTED = "diajukan keberatan"
    FINAL = "berkekuatan hukum tetap"
    GIVEN = "diberikan"
    REFUSED = "ditolak"
    ASKED = "diminta"
    IN_OFFICE = "menduduki jabatan publik"
    REVOKED = "dicabut"
    REINSTATED = "pencabutan dibatalkan"
    AMENDED = "diubah"
    NOW_OPEN = "menjadi terbuka"
    NOW_PARTLY_OPEN = "menjadi terbuka sebagian"
    STILL_CLOSED = "tetap dikecualikan"
    OCCURRED = "sudah terjadi"
    NOT_YET = "belum terjadi"
    HELD = "mulai ditahan"
    RELEASED = "penahanan berakhir"
    RENEWED = "ditetapkan ulang"
    DETERMINED = "ditetapkan"
    ANNOUNCED = "diumumkan"
    RECEIVED = "diterima kembali"


class Event(NamedTuple):
    """Something that happened on a day; `evidence` names the document that shows it.

    `verdict` is None in rows of versions that did not ask for one. Of a ruling `happened_on` is the day of its
    reading and `final_on` that of its finality, if known. `part` is the only part concerned ("" = the whole),
    `until_on` the last day of a hold, `number` and `related` the event's own number and that of the one it
    speaks of.
    """

    kind: EventKind
    happened_on: date
    evidence: str
    verdict: Verdict | None = None
    final_on: date | None = None
    until_on: date | None = None
    part: str = ""
    by_whom: str = ""
    number: int = 0
    related: str = ""


class OpenedPart(NamedTuple):
    """A part that is open while the rest stays exempt: since when, and by which event."""

    part: str
    opened_on: date
    by: Event


class Standing(StrEnum):
    """Whether a decision still holds."""

    IN_FORCE = "berlaku"
    REVOKED = "dicabut"
    AMENDED = "diubah"


class Decision(NamedTuple):
    """A decision that exempts. `date_text` is what is written where the whole date is not known ("2015")."""

    number: str
    decided_on: date | None
    date_text: str | None = None
    standing: Standing = Standing.IN_FORCE
    standing_act: str | None = None
    standing_on: date | None = None
    about: str = ""
    received_on: date | None = None
    date_confirmed: bool = False
    """Somebody looked at a date that does not fit and confirmed it, in the log, when the decision was received."""


class Entry(NamedTuple):
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
    WAITS_FOR_FINALITY = "menunggu kekuatan hukum tetap"
    """A ruling opens it, but is not final."""
    HELD = "ditahan (sengketa)"

    @property
    def symbol(self) -> str:  # noqa: C901, PLR0911 - one line for each status, so that mypy misses none
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
            case Status.WAITS_FOR_FINALITY:
                return "§"
            case Status.HELD:
                return "■"
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
                | Status.WAITS_FOR_FINALITY
                | Status.HELD
            ):
                return False
            case _ as never:
                assert_never(never)


PARTLY_OPEN = "sebagian terbuka, "
"""Stands before the words of the status while a part is open and the rest is not."""


class Outcome(NamedTuple):
    """What follows for an entry as of a date.

    `end_on` is the last exempt day of a period, or the day on which an act opened the information (which
    is public on that day already). `mark_on` is 30 working days before the end of a dated period, None
    when that lies before the start. `mark_is_estimate` says that holidays of a year concerned are not in
    the table. `explanation` is one Indonesian sentence. `period_end_on` is the last day of the period unless
    an act opened the information, `public_from` the first day on which it is public. `parts` are open while the
    rest is not; `waiting` is the ruling that opens once it is final; `hold` is what keeps it exempt now.
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
    period_end_on: date | None = None
    public_from: date | None = None
    parts: tuple[OpenedPart, ...] = ()
    waiting: Event | None = None
    hold: Event | None = None

    @property
    def is_partly_open(self) -> bool:
        return bool(self.parts) and not self.status.is_open

    @property
    def label(self) -> str:
        """Symbol and words of the status; that a part is open stands before the status of the rest."""
        partly = PARTLY_OPEN if self.is_partly_open else ""
        return f"{self.status.symbol} {partly}{self.status.value}"
