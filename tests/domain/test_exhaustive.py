"""Every class, unit, status, standing and kind of event is decided about, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from xl_macros.domain.entry import EventKind, Standing, Status
from xl_macros.domain.events import places
from xl_macros.domain.legal_basis import legal_findings, read_legal_basis
from xl_macros.domain.period_model import Period, PeriodClass, Unit
from xl_macros.domain.recap import ends_per_year

_ON = date(2026, 1, 5)


@pytest.mark.parametrize("period_class", PeriodClass)
def test_every_class_has_a_label_of_its_own(period_class: PeriodClass) -> None:
    assert [each for each in PeriodClass if each.label == period_class.label] == [period_class]


@pytest.mark.parametrize("status", Status)
def test_every_status_is_either_open_or_in_a_group_of_the_chart(status: Status) -> None:
    counted = sum(count for _, count in ends_per_year([(status, None, PeriodClass.UNTIL_EVENT)]))
    assert counted == (0 if status.is_open else 1)


@pytest.mark.parametrize("period_class", PeriodClass)
def test_what_waits_without_a_date_counts_as_consent_or_as_an_event(period_class: PeriodClass) -> None:
    counts = dict(ends_per_year([(Status.WAITS_FOR_EVENT, None, period_class)]))
    expected = "persetujuan" if period_class is PeriodClass.UNTIL_CONSENT else "peristiwa"
    assert [word for word, count in counts.items() if count] == [expected]


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_needs_at_least_one_record(kind: EventKind) -> None:
    assert places(kind, Period("", PeriodClass.UNCLEAR), law_opens=False) == 1


@pytest.mark.parametrize(
    ("unit", "longest"),
    [(Unit.YEAR, 30), (Unit.MONTH, 360), (Unit.WEEK, 1565), (Unit.DAY, 10958), (Unit.WORKING_DAY, 7829)],
)
def test_thirty_years_in_every_unit(unit: Unit, longest: int) -> None:
    def codes(length: int) -> list[str]:
        period = Period("x", PeriodClass.FIXED, length=length, unit=unit)
        citations = read_legal_basis("UU 14/2008 Pasal 17 huruf a")
        return [each.code for each in legal_findings(citations, period, None, {}, _ON)]

    assert codes(longest) == []
    assert codes(longest + 1) == ["beyond_30_years"]


def test_every_standing_is_a_word_of_the_sheet() -> None:
    assert {standing.value for standing in Standing} == {"berlaku", "dicabut", "diubah"}
