"""What a wording of an exemption period says, as data. Read by `period.read_period`."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple, assert_never


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
    def label(self) -> str:  # noqa: C901, PLR0911, PLR0912 - one line for each class, so that mypy misses none
        """What staff read instead of the name."""
        match self:
            case PeriodClass.FIXED:
                return "jangka waktu tetap"
            case PeriodClass.FIXED_ANCHORED:
                return "tetap, sejak titik mulai"
            case PeriodClass.FIXED_UNLESS:
                return "tetap, dengan pengecualian"
            case PeriodClass.UNTIL_EVENT:
                return "sampai suatu peristiwa"
            case PeriodClass.UNTIL_EVENT_AND_CONSENT:
                return "sampai peristiwa dan persetujuan"
            case PeriodClass.UNTIL_CONSENT:
                return "sampai ada persetujuan"
            case PeriodClass.WHILE_STATE:
                return "selama suatu keadaan"
            case PeriodClass.OPENS_AFTER:
                return "dibuka setelah suatu peristiwa"
            case PeriodClass.UNLIMITED:
                return "tanpa batas waktu"
            case PeriodClass.PURPOSE_LIMITED:
                return "dibuka untuk tujuan tertentu"
            case PeriodClass.UNCLEAR:
                return "belum jelas"
            case PeriodClass.MULTI_CLAUSE:
                return "beberapa ketentuan sekaligus"
            case _ as never:
                assert_never(never)


class Unit(StrEnum):
    """Units of length, in the words of the wordings."""

    YEAR = "tahun"
    MONTH = "bulan"
    WEEK = "minggu"
    DAY = "hari"
    WORKING_DAY = "hari kerja"


class Period(NamedTuple):
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
    """The words of the event, or of who consents, hold a number, a month or a unit: perhaps a date or a
    length that was not understood."""

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
