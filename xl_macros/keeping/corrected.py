"""What counts once corrections are taken into account: asked by all that read the register."""

from __future__ import annotations

from datetime import date, datetime

from xl_macros.click.office import Office
from xl_macros.domain.corrections import WITHDRAWN, InForce, in_force, undone_numbers
from xl_macros.records import Correction, Decision, Entry
from xl_macros.tables.schema import CORRECTIONS


def recorded(office: Office) -> InForce:
    """What the recorded corrections come to."""
    return office.tables.derived(
        "corrections", (CORRECTIONS,), lambda: in_force(office.tables.records(Correction))
    )


def counting(office: Office) -> list[Correction]:
    """The recorded corrections whose click was not taken back, in their order."""
    listed = office.tables.records(Correction)
    undone = undone_numbers(listed)
    return [each for each in listed if each.number not in undone]


def restored_at(office: Office) -> datetime | None:
    """When an older workbook was last put back, as a correction says; what was witnessed before may lack its rows."""
    times = [each.recorded_at for each in recorded(office).restored if each.recorded_at is not None]
    return max(times, default=None)


def counts(row: Decision | Entry) -> bool:
    """Whether a row of Register or Keputusan still counts: it was not withdrawn."""
    return bool(row.state != WITHDRAWN)


def wording(row: Entry, on: date) -> str | None:
    """The wording of the period that holds on that day: the amended one from its first day, else the original.

    An amendment without a stated first day holds at once: nothing is counted from a day that nobody named.
    """
    amended, since = row.amended_period, row.amended_on
    holds = amended and (since is None or since <= on)
    found: str | None = amended if holds else row.period_text
    return found
