"""The wordings of the field: every class, clean and dirty, with the parts typed by hand beside them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from xl_macros.domain.period import Period, PeriodClass, read_period

CASES = Path(__file__).with_name("period_cases.tsv")
BESIDE_NUMBERS = Path(__file__).with_name("period_cases_beside_numbers.tsv")
OF_REAL_OFFICES = Path(__file__).with_name("wordings_of_real_offices.csv")


def _typed_cases(cases_file: Path) -> list[tuple[str, str, str]]:
    """Wording, class and parts. Escapes (\\n, \\u00a0) stand for characters that an editor would hide."""
    lines = [line for line in cases_file.read_text("utf-8").splitlines() if not line.startswith("#")]
    cases = []
    for line in lines[1:]:
        wording, period_class, parts = line.split("\t")
        wording = re.sub(
            r"\\n|\\u[0-9a-f]{4}", lambda found: found[0].encode().decode("unicode_escape"), wording
        )
        cases.append((wording, period_class, parts))
    return cases


def told(period: Period) -> dict[str, str]:
    """What the period says beside its class, in the form of the table."""
    parts = period.to_dict()
    found = {
        name: str(parts[name])
        for name in (
            "anchor",
            "anchor_on",
            "until_on",
            "event",
            "override",
            "exception",
            "purpose",
            "consent_by",
        )
        if parts[name] is not None
    }
    if period.length is not None:
        found["length"] = f"{period.length} {period.unit}"
    elif period.unit is not None:
        found["unit"] = str(period.unit)
    flags = {
        "at_most": period.at_most,
        "day_assumed": period.day_assumed,
        "doubt": period.contradiction is not None,
        "consent": period.consent and period.consent_by is None,
    }
    found.update({name: "" for name, held in flags.items() if held})
    if period.clauses:
        found["clauses"] = "+".join(clause.period_class for clause in period.clauses)
    return found


def _expected(parts: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in parts.split("|") if part)


@pytest.mark.parametrize(("wording", "period_class", "parts"), _typed_cases(CASES))
def test_a_wording_of_the_field_comes_out_in_its_class_with_exactly_its_parts(
    wording: str, period_class: str, parts: str
) -> None:
    period = read_period(wording)
    assert (period.period_class, told(period)) == (period_class, _expected(parts))
    assert period.text == (wording if wording.strip() else "")
    assert period.consent or period.consent_by is None


@pytest.mark.parametrize(("wording", "period_class", "parts"), _typed_cases(BESIDE_NUMBERS))
def test_a_number_that_belongs_to_something_else_is_no_length_and_no_date(
    wording: str, period_class: str, parts: str
) -> None:
    """`reason`: the reader says to what the number belongs. `number`: an event that holds one is marked."""
    period = read_period(wording)
    found = told(period)
    found.update({"reason": ""} if period.not_a_length else {})
    found.update({"number": ""} if period.number_in_event else {})
    assert (period.period_class, found) == (period_class, _expected(parts))


def _of_real_offices() -> list[tuple[str, set[str], str, str]]:
    with OF_REAL_OFFICES.open(encoding="utf-8", newline="") as lines:
        return [
            (row["wording"], set(row["accepted"].split("|")), row["length"], row["unit"])
            for row in csv.DictReader(lines)
        ]


@pytest.mark.parametrize(("wording", "accepted", "length", "unit"), _of_real_offices())
def test_a_wording_of_a_real_office_comes_out_as_it_was_read_by_hand(
    wording: str, accepted: set[str], length: str, unit: str
) -> None:
    """A term ("5 tahun buku") read as a state, or a wording found unclear, has no length to compare."""
    period = read_period(wording)
    assert period.period_class in accepted
    if length and period.period_class not in {PeriodClass.WHILE_STATE, PeriodClass.UNCLEAR}:
        assert period.length == int(length)
        assert not unit or period.unit == unit
