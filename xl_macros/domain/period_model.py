"""What a wording of an exemption period says, as data. Read by `period.read_period`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PeriodClass(StrEnum):
    """The twelve classes of wordings met in real lists of exempted information."""

    FIXED = "fixed"
    FIXED_ANCHORED = "fixed_anchored"
    FIXED_UNLESS = "fixed_unless"
    UNTIL_EVENT = "until_event"
    UNTIL_EVENT_AND_CONSENT = "until_event_and_consent"
    UNTIL_CONSENT = "until_consent"
    WHILE_STATE = "while_state"
    OPENS_AFTER = "opens_after"
    UNLIMITED = "unlimited"
    PURPOSE_LIMITED = "purpose_limited"
    UNCLEAR = "unclear"
    MULTI_CLAUSE = "multi_clause"

    @property
    def label(self) -> str:
        """What staff read instead of the name."""
        return _CLASS_LABELS[self]


_CLASS_LABELS = {
    PeriodClass.FIXED: "jangka waktu tetap",
    PeriodClass.FIXED_ANCHORED: "tetap, sejak titik mulai",
    PeriodClass.FIXED_UNLESS: "tetap, dengan pengecualian",
    PeriodClass.UNTIL_EVENT: "sampai suatu peristiwa",
    PeriodClass.UNTIL_EVENT_AND_CONSENT: "sampai peristiwa dan persetujuan",
    PeriodClass.UNTIL_CONSENT: "sampai ada persetujuan",
    PeriodClass.WHILE_STATE: "selama suatu keadaan",
    PeriodClass.OPENS_AFTER: "dibuka setelah suatu peristiwa",
    PeriodClass.UNLIMITED: "tanpa batas waktu",
    PeriodClass.PURPOSE_LIMITED: "dibuka untuk tujuan tertentu",
    PeriodClass.UNCLEAR: "belum jelas",
    PeriodClass.MULTI_CLAUSE: "beberapa ketentuan sekaligus",
}


class Unit(StrEnum):
    """Units of length, in the words of the wordings."""

    YEAR = "tahun"
    MONTH = "bulan"
    WEEK = "minggu"
    DAY = "hari"
    WORKING_DAY = "hari kerja"


@dataclass(frozen=True, slots=True)
class Period:
    """One wording, understood. What the wording does not say is None, False or empty: nothing is guessed."""

    text: str
    """Verbatim, untouched; "" when the cell was blank."""
    period_class: PeriodClass
    length: int | None = None
    unit: Unit | None = None
    length_words: str | None = None
    """The words that were taken for the length ("5 (lima) tahun")."""
    at_most: bool = False
    """"paling lama", "maksimal": the length is an upper bound."""
    anchor: str | None = None
    """Words of the stated start ("tanggal penetapan"); None = the start is implicit."""
    anchor_on: date | None = None
    """The start, when it is a date written in the wording."""
    until_on: date | None = None
    """An end date written in the wording ("s/d 31 Desember 2027"); the class is then FIXED."""
    day_assumed: bool = False
    """The wording names only the month or year of its end; `until_on` is the last day of it."""
    event: str | None = None
    """Words of the ending event or of the state that lasts."""
    consent: bool = False
    """Consent ends it, fully or as an override."""
    consent_by: str | None = None
    """Who consents, in the wording's words."""
    override: str | None = None
    """Words of what ends a fixed period early."""
    exception: str | None = None
    """Who or what is excepted while it lasts ("kepada pemilik data")."""
    purpose: str | None = None
    """PURPOSE_LIMITED: for what it may be opened."""
    clauses: tuple[Period, ...] = ()
    """MULTI_CLAUSE: each clause read by itself, in the order of the wording."""
    contradiction: str | None = None
    """An Indonesian sentence saying what contradicts ("5 (enam)"); `length` is None then."""

    not_a_length: str | None = None
    """UNCLEAR: an Indonesian sentence saying to what else the wording's numbers belong (an act, an age)."""
    number_in_event: bool = False
    """The event's words hold a number, a month or a unit: perhaps a date or a length that was not understood."""

    def to_dict(self) -> dict[str, object]:
        """The parts under their JSON names; dates as ISO text, the class under "class"."""
        return {
            "text": self.text,
            "class": self.period_class.value,
            "length": self.length,
            "unit": None if self.unit is None else self.unit.value,
            "length_words": self.length_words,
            "at_most": self.at_most,
            "anchor": self.anchor,
            "anchor_on": None if self.anchor_on is None else self.anchor_on.isoformat(),
            "until_on": None if self.until_on is None else self.until_on.isoformat(),
            "day_assumed": self.day_assumed,
            "event": self.event,
            "consent": self.consent,
            "consent_by": self.consent_by,
            "override": self.override,
            "exception": self.exception,
            "purpose": self.purpose,
            "contradiction": self.contradiction,
            "not_a_length": self.not_a_length,
            "number_in_event": self.number_in_event,
            "clauses": [clause.to_dict() for clause in self.clauses],
        }
