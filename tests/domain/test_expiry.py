"""Status, end and 30-working-day mark as of a date, typed by hand from the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from xl_macros.domain.clause import Circumstances, read_clause
from xl_macros.domain.events import NOTHING_RECORDED
from xl_macros.domain.expiry import Assessor, Decision, Entry, Status, assess
from xl_macros.domain.findings import Severity
from xl_macros.domain.period_model import Period, PeriodClass, Unit
from xl_macros.domain.start import Start
from xl_macros.domain.working_time import OfficeCalendar

from .conftest import DECISION_731, LETTER_I, Ask, read_data

NO_LAW: tuple[()] = ()


def entry(period_text: str, decided_on: date | None = date(2025, 8, 21)) -> Entry:
    return Entry("B-2025-001.01", LETTER_I, period_text, Decision("731", decided_on))


# -- the last day and what follows -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2025, 8, 21), Status.IN_FORCE),
        (date(2030, 5, 22), Status.IN_FORCE),  # 91 days before the last day
        (date(2030, 5, 23), Status.ENDS_SOON),  # 90 days before it
        (date(2030, 8, 20), Status.ENDS_SOON),
        (date(2030, 8, 21), Status.ENDS_SOON),  # the last day is still exempt
        (date(2030, 8, 22), Status.ENDED),  # public from the next day
        (date(2099, 1, 1), Status.ENDED),
    ],
)
def test_five_years_from_21_august_2025(outcome_of: Ask, on: date, status: Status) -> None:
    outcome = outcome_of("5 (lima) tahun", on=on)
    assert (outcome.status, outcome.end_on) == (status, date(2030, 8, 21))


def test_the_threshold_of_ending_soon_is_a_setting(outcome_of: Ask) -> None:
    assert outcome_of("5 tahun", on=date(2030, 8, 11), warn_days=10).status is Status.ENDS_SOON
    assert outcome_of("5 tahun", on=date(2030, 8, 10), warn_days=10).status is Status.IN_FORCE


def test_a_start_that_lies_ahead_is_in_force_already(outcome_of: Ask) -> None:
    outcome = outcome_of("1 tahun sejak 1 Maret 2027")
    assert (outcome.status, outcome.end_on) == (Status.IN_FORCE, date(2028, 3, 1))


@pytest.mark.parametrize(
    ("wording", "decided_on", "end_on", "case"),
    [
        ("1 tahun", date(2024, 2, 29), date(2025, 2, 28), "decided on a leap day"),
        ("4 tahun", date(2024, 2, 29), date(2028, 2, 29), "the leap day exists again"),
        ("6 bulan", date(2025, 8, 31), date(2026, 2, 28), "month's end"),
        ("paling lama 2 tahun", date(2025, 8, 21), date(2027, 8, 21), "an upper bound is taken as the end"),
        ("30 hari kerja", date(2026, 3, 2), date(2026, 4, 21), "across Lebaran 2026"),
        ("14 hari", date(2026, 8, 17), date(2026, 8, 31), "starts on a holiday"),
        ("2 minggu", date(2026, 8, 17), date(2026, 8, 31), "two weeks are 14 days"),
        ("s/d 31 Desember 2027", date(2025, 8, 21), date(2027, 12, 31), "the wording writes the end"),
        ("Dibuka setelah 5 tahun", date(2025, 8, 21), date(2030, 8, 21), "the inverse wording"),
        (
            "Dibuka setelah 31 Desember 2027",
            date(2025, 8, 21),
            date(2027, 12, 31),
            "the inverse wording, with a date",
        ),
        (
            "Dibuka pada tanggal 1 Januari 2030",
            date(2025, 8, 21),
            date(2029, 12, 31),
            "the day before it opens",
        ),
    ],
)
def test_the_end_of_a_wording(
    office: OfficeCalendar, wording: str, decided_on: date, end_on: date, case: str
) -> None:
    outcome = assess(
        entry(wording, decided_on), on=decided_on, calendar=office, legal_bases=NO_LAW, warn_days=0
    )
    assert outcome.end_on == end_on, case
    assert outcome.status is (Status.IN_FORCE), case


# -- the 30-working-day mark -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wording", "mark_on", "is_estimate", "case"),
    [
        # On paper: 20, 19 and 18 August (17 off) are 3, four whole weeks and 17-13 July make 28, then 10 and 9 July.
        ("1 tahun", date(2026, 7, 9), False, "the end itself is not counted"),
        # 30 days back from Friday 1 May 2026: see test_working_time.
        ("s/d 1 Mei 2026", date(2026, 3, 12), False, "across Lebaran 2026"),
        ("s/d 10 Februari 2026", date(2025, 12, 26), True, "2025 is not in the table"),
        ("5 tahun", date(2030, 7, 10), True, "2030 is not in the table"),
    ],
)
def test_the_mark_is_counted_back_in_working_days(
    outcome_of: Ask, wording: str, mark_on: date, is_estimate: bool, case: str
) -> None:
    outcome = outcome_of(wording)
    assert (outcome.mark_on, outcome.mark_is_estimate) == (mark_on, is_estimate), case


def test_a_period_shorter_than_thirty_working_days_has_no_mark(outcome_of: Ask) -> None:
    outcome = outcome_of("14 hari")
    assert (outcome.end_on, outcome.mark_on) == (date(2025, 9, 4), None)


def test_an_undated_or_opened_entry_has_no_mark(outcome_of: Ask) -> None:
    assert outcome_of("Sampai penelitian selesai").mark_on is None


def test_an_entry_that_ended_keeps_its_mark(outcome_of: Ask) -> None:
    assert outcome_of("1 tahun", on=date(2027, 1, 1)).mark_on == date(2026, 7, 9)


def test_a_mark_before_the_calendar_begins_is_none(office: OfficeCalendar) -> None:
    on = date(1, 1, 5)
    undecided = entry("10 hari sejak pelantikan")._replace(decision=Decision("731", None), anchor_on=on)
    outcome = assess(undecided, on=on, calendar=office, legal_bases=NO_LAW, warn_days=90)
    assert (outcome.end_on, outcome.mark_on, outcome.mark_is_estimate) == (date(1, 1, 15), None, True)


# -- never open for lack of a readable date -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("", "period_blank"),
        ("   ", "period_blank"),
        ("...", "period_blank"),
        ("Selama Jangka Waktu Tertentu", "period_unclear"),
        ("5 (enam) tahun", "period_contradiction"),
        ("sampai 31 Februari 2027", "period_contradiction"),
        ("9999 tahun", "period_contradiction"),
        ("s/d 31 Desember 2020", "period_ends_before_start"),
        ("21/08/2025", "period_ends_before_start"),  # the decision's own day
        ("5 tahun setelah keputusan disiplin", "start_unknown"),
    ],
)
def test_what_cannot_be_computed_stays_closed_with_a_finding(
    outcome_of: Ask, wording: str, code: str
) -> None:
    outcome = outcome_of(wording, on=date(2999, 1, 1))
    assert (outcome.status, outcome.end_on) == (Status.UNCLEAR, None)
    assert [each.code for each in outcome.findings] == [code]
    assert outcome.findings[0].severity is Severity.MUST_MEND


def test_a_wording_that_names_only_a_purpose_stays_closed(outcome_of: Ask) -> None:
    outcome = outcome_of("Dapat dibuka pada waktu pemeriksaan", on=date(2999, 1, 1))
    assert outcome.status is Status.UNCLEAR
    assert [each.code for each in outcome.findings] == ["period_only_purpose"]


def test_a_period_beyond_the_year_9999_stays_closed(office: OfficeCalendar) -> None:
    on = date(9999, 12, 1)
    for wording in ("50 tahun", "2 bulan", "5 minggu", "31 hari", "30 hari kerja"):
        outcome = assess(
            entry(wording, on), on=date(9999, 12, 31), calendar=office, legal_bases=(), warn_days=90
        )
        assert (outcome.status, outcome.end_on) == (Status.UNCLEAR, None)
        assert [each.code for each in outcome.findings] == ["period_too_long"]


def test_the_very_last_day_of_the_calendar_never_ends(office: OfficeCalendar) -> None:
    last = date.max
    outcome = assess(
        entry("1 hari", last - timedelta(days=1)), on=last, calendar=office, legal_bases=(), warn_days=9
    )
    assert (outcome.status, outcome.end_on) == (Status.ENDS_SOON, last)


def test_every_listed_wording_stays_closed_until_something_dated_opens_it(outcome_of: Ask) -> None:
    for row in read_data("period_wordings.csv"):
        outcome = outcome_of(row["wording"], on=date(2025, 8, 21))
        assert not outcome.status.is_open, row


@pytest.mark.parametrize(
    ("period_class", "statuses"),
    [
        ("fixed", {Status.IN_FORCE}),
        # one of the two starts with the decision, the other with an act whose date is not recorded
        ("fixed_anchored", {Status.IN_FORCE, Status.UNCLEAR}),
        ("fixed_unless", {Status.IN_FORCE}),
        ("until_event", {Status.WAITS_FOR_EVENT}),
        ("until_event_and_consent", {Status.WAITS_FOR_EVENT}),
        ("until_consent", {Status.WAITS_FOR_EVENT}),
        ("while_state", {Status.WAITS_FOR_EVENT}),
        ("opens_after", {Status.WAITS_FOR_EVENT}),
        ("unlimited", {Status.UNLIMITED}),
        ("purpose_limited", {Status.UNCLEAR}),
        ("unclear", {Status.UNCLEAR}),
        ("multi_clause", {Status.UNLIMITED}),
    ],
)
def test_each_class_has_its_status_while_nothing_has_happened(
    outcome_of: Ask, period_class: str, statuses: set[Status]
) -> None:
    rows = [row for row in read_data("period_wordings.csv") if row["class"] == period_class]
    outcomes = [outcome_of(row["wording"]) for row in rows]
    assert {outcome.status for outcome in outcomes} == statuses
    assert {outcome.period.period_class for outcome in outcomes} == {PeriodClass(period_class)}


# -- the real entries ---------------------------------------------------------------------------------------


def test_the_real_entries_of_2015_and_2016_wait_and_say_which_date_is_missing(outcome_of: Ask) -> None:
    rows = [row for row in read_data("kpu_entries.csv") if row["decision_status"] == "berlaku"]
    assert len(rows) == 2
    for row in rows:
        decision = Decision(row["decision_number"], None, row["decision_date"])
        outcome = outcome_of(row["period_text"], decision=decision, legal_basis=row["legal_basis"])
        assert (outcome.status, outcome.start_on) == (Status.WAITS_FOR_EVENT, None)
        assert any(row["decision_number"] in each.message for each in outcome.findings)


def test_every_entry_of_other_offices_gets_an_outcome(outcome_of: Ask) -> None:
    rows = read_data("other_entries.csv")
    statuses = [outcome_of(row["period_text"], legal_basis=row["legal_basis"]).status for row in rows]
    assert len(statuses) == 13
    assert not any(status.is_open for status in statuses)


# -- the assessor ---------------------------------------------------------------------------------------------


def test_findings_that_must_be_mended_come_first(outcome_of: Ask) -> None:
    outcome = outcome_of("1. 5 (enam) tahun; 2. Sampai penelitian selesai")
    severities = [each.severity for each in outcome.findings]
    assert severities == sorted(severities, key=[Severity.MUST_MEND, Severity.CHECK].index)
    assert len(set(severities)) == 2


def test_entries_that_differ_only_in_their_code_have_the_same_outcome(office: OfficeCalendar) -> None:
    assessor = Assessor(on=date(2026, 1, 5), calendar=office, legal_bases=NO_LAW, warn_days=90)
    first = assessor.assess(entry("5 tahun"))
    assert assessor.assess(entry("5 tahun")._replace(code="B-2025-001.02")) == first
    other = entry("5 tahun")._replace(decision=DECISION_731._replace(decided_on=date(2025, 8, 22)))
    assert assessor.assess(other).end_on == date(2030, 8, 22)


def test_another_date_calendar_or_threshold_is_assessed_anew(office: OfficeCalendar) -> None:
    fixed = entry("5 tahun")
    on = date(2030, 8, 1)
    assert assess(fixed, on=on, calendar=office, legal_bases=NO_LAW, warn_days=90).status is Status.ENDS_SOON
    assert assess(fixed, on=on, calendar=office, legal_bases=NO_LAW, warn_days=9).status is Status.IN_FORCE
    assert (
        assess(fixed, on=date(2030, 8, 22), calendar=office, legal_bases=NO_LAW, warn_days=9).status
        is Status.ENDED
    )
    bare = OfficeCalendar((), {})
    marks = {
        assess(entry("1 tahun"), on=on, calendar=calendar, legal_bases=NO_LAW, warn_days=9).mark_on
        for calendar in (office, bare)
    }
    assert len(marks) == 2


def test_every_status_has_a_symbol_of_its_own() -> None:
    assert len({status.symbol for status in Status}) == len(Status)
    assert all(len(status.symbol) == 1 for status in Status)
    assert Status.UNCLEAR.label == "? perlu diperjelas"


@pytest.mark.parametrize(
    ("wording", "end_on", "code"),
    [
        ("5 tahun (21 Agustus 2025 s.d. 21 Agustus 2030)", date(2030, 8, 21), None),
        ("5 tahun (21 Agustus 2025 s.d. 20 Agustus 2030)", date(2030, 8, 20), None),
        ("5 tahun (21 Agustus 2025 s.d. 21 Agustus 2031)", date(2031, 8, 21), "period_two_ends"),
        ("5 tahun (21 Agustus 2025 s.d. 21 Agustus 2029)", date(2030, 8, 21), "period_two_ends"),
    ],
)
def test_of_a_length_and_a_date_that_differ_the_later_counts(
    outcome_of: Ask, wording: str, end_on: date, code: str | None
) -> None:
    outcome = outcome_of(wording)
    assert (outcome.status, outcome.end_on) == (Status.IN_FORCE, end_on)
    assert [each.code for each in outcome.findings] == ([code] if code else [])


def test_a_dated_class_without_a_length_stays_closed(office: OfficeCalendar) -> None:
    # No rule of the reader makes this today; a new one must not open anything by a slip.
    period = Period("5 tahun", PeriodClass.FIXED, length=-5, unit=Unit.YEAR)
    circumstances = Circumstances(date(2099, 1, 1), NOTHING_RECORDED, False, office, period)
    reading = read_clause(period, Start(date(2025, 8, 21), "tanggal keputusan"), circumstances)
    assert (reading.status, reading.end_on, reading.opening) == (Status.UNCLEAR, None, None)


# -- nothing opens in doubt --------------------------------------------------------------------------------------


def _wordings_that_end() -> Iterator[tuple[str, set[str]]]:
    """Wordings as offices write and mistype them, with what may become of each in 2060: a last day, or `closed`.

    Judged by reading before any run. Escapes (\\n, \\u00a0) stand for characters that an editor would hide.
    """
    lines = Path(__file__).with_name("wordings_that_end.tsv").read_text("utf-8").splitlines()
    for line in lines[1:]:
        wording, ends = line.split("\t")
        hidden = re.compile(r"\\(?:[nrt]|x[0-9a-f]{2}|u[0-9a-f]{4})")
        yield (
            hidden.sub(lambda found: found[0].encode().decode("unicode_escape"), wording),
            set(ends.split("|")),
        )


@pytest.mark.parametrize(("wording", "ends"), [*_wordings_that_end()])
def test_a_wording_ends_on_the_day_that_it_says_or_stays_closed(
    outcome_of: Ask, wording: str, ends: set[str]
) -> None:
    decision = Decision("Nomor 7 Tahun 2015", date(2015, 3, 10))
    outcome = outcome_of(wording, on=date(2060, 1, 1), decision=decision)
    ended = outcome.status in {Status.ENDED, Status.OPENED_EARLY}
    assert (str(outcome.end_on) if ended else "closed") in ends
