"""What the tests of the expiry share: an office calendar and one way to ask for an outcome."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from xl_macros.domain.expiry import Decision, Entry, Event, Outcome, assess
from xl_macros.domain.legal_basis import LegalBasis, seed_legal_bases
from xl_macros.domain.working_time import OfficeCalendar, calendar_from_rows, seed_working_hours

DATA = Path(__file__).parents[2] / "xl_macros" / "data"

LETTER_H = "UU 14/2008 Pasal 17 huruf h"
LETTER_I = "UU 14/2008 Pasal 17 huruf i"
DECIDED_ON = date(2025, 8, 21)
DECISION_731 = Decision("Nomor 731 Tahun 2025", DECIDED_ON)

Ask = Callable[..., Outcome]


def read_data(name: str) -> list[dict[str, str]]:
    """A csv file of the package's data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def office() -> OfficeCalendar:
    """Seed hours and the decree of 2026; other years' holidays are not in the table."""
    decreed = calendar_from_rows([], read_data("holidays_2026.csv"))
    return OfficeCalendar(
        seed_working_hours(), decreed.days_off, decreed.working_days_extra, decreed.decreed_years
    )


@pytest.fixture(scope="session")
def bases() -> tuple[LegalBasis, ...]:
    return seed_legal_bases()


@pytest.fixture(scope="session")
def outcome_of(office: OfficeCalendar, bases: tuple[LegalBasis, ...]) -> Ask:
    """Asks for the outcome of an entry of decision 731/2025, seen on 5 January 2026 unless told otherwise."""

    def ask(
        period_text: str,
        *events: Event,
        on: date = date(2026, 1, 5),
        legal_basis: str = LETTER_I,
        decision: Decision = DECISION_731,
        anchor_on: date | None = None,
        anchor_evidence: str | None = None,
        warn_days: int = 90,
        legal_bases: Sequence[LegalBasis] = bases,
    ) -> Outcome:
        entry = Entry("B-2025-001.01", legal_basis, period_text, decision, anchor_on, anchor_evidence, events)
        return assess(entry, on=on, calendar=office, legal_bases=legal_bases, warn_days=warn_days)

    return ask
