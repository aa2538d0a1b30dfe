"""What holds for every entry whatever: nothing raises, nothing opens without a date, later starts end later."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from xl_macros.domain.events import says_open
from xl_macros.domain.expiry import Decision, Entry, Event, EventKind, Standing, Status, Verdict, assess
from xl_macros.domain.phrases import long_date
from xl_macros.domain.working_time import OfficeCalendar

from .conftest import read_data

PIECES = (
    "5 (lima) tahun",
    "2 tahun",
    "30 hari kerja",
    "paling lama 6 bulan",
    "100 tahun",
    "3 minggu",
    "s/d 31 Desember 2027",
    "sejak tanggal penetapan",
    "setelah pelantikan",
    "sejak 1 Maret 2024",
    "kecuali ada persetujuan tertulis",
    "dan",
    "sampai penelitian selesai",
    "atau",
    "memperoleh persetujuan pimpinan",
    "selama menjabat",
    "tidak terbatas",
    ";",
    "dibuka setelah masa jabatan selesai",
    "dapat dibuka untuk pemeriksaan",
    "1.",
    "2.",
    "jabatan publik",
    "kecuali",
    "putusan pengadilan",
    "5 (enam) tahun",
    ",",
)
WORDINGS = st.one_of(
    st.sampled_from([row["wording"] for row in read_data("period_wordings.csv")]),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join),
    st.text(max_size=40),
)
LAWS = st.one_of(
    st.sampled_from(
        [
            "UU 14/2008 Pasal 17 huruf h",
            "UU 14/2008 Pasal 17 huruf a",
            "Pasal 17",
            "UU 14/2008 Pasal 17 huruf b, i",
            "",
        ]
    ),
    st.text(max_size=30),
)
DAYS = st.one_of(st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.dates())
PROOFS = st.one_of(
    st.sampled_from(["Surat 1", "SK 2 menjadi terbuka", "tetap dikecualikan", "", " "]), st.text(max_size=10)
)
EVENTS = st.lists(
    st.builds(
        Event,
        st.sampled_from(EventKind),
        DAYS,
        PROOFS,
        st.none() | st.sampled_from(Verdict),
        st.none() | DAYS,
        st.none() | DAYS,
        st.sampled_from(["", "nomor telepon"]),
        st.sampled_from(["", "pihak", "semua pihak"]),
    ),
    max_size=4,
).map(tuple)
DECISIONS = st.builds(
    Decision,
    st.text(max_size=12),
    st.none() | DAYS,
    st.none() | st.text(max_size=8),
    st.sampled_from(Standing),
    st.none() | st.text(max_size=8),
    st.none() | DAYS,
)
ENTRIES = st.builds(
    Entry, st.just("B-2025-001.01"), LAWS, WORDINGS, DECISIONS, st.none() | DAYS, st.none() | PROOFS, EVENTS
)


@settings(deadline=None, max_examples=400)
@given(entry=ENTRIES, on=DAYS, warn_days=st.integers(0, 4000))
def test_no_entry_whatever_raises_or_opens_without_a_date(
    office: OfficeCalendar, entry: Entry, on: date, warn_days: int
) -> None:
    outcome = assess(entry, on=on, calendar=office, legal_bases=(), warn_days=warn_days)
    assert outcome.explanation.endswith(".")
    assert outcome.explanation.splitlines() == [outcome.explanation]
    assert outcome.explanation[0].isupper()
    assert (outcome.start_on is None) is (outcome.start_source is None)
    if outcome.status.is_open:
        assert outcome.end_on is not None
        assert outcome.end_on <= on
        assert long_date(outcome.end_on) in outcome.explanation
    if outcome.status in {Status.IN_FORCE, Status.ENDS_SOON}:
        assert outcome.end_on is None or outcome.end_on >= on
    if outcome.status in {Status.WAITS_FOR_EVENT, Status.UNLIMITED}:
        assert outcome.end_on is None
    if outcome.mark_on is not None:
        assert outcome.end_on is not None
        assert outcome.mark_on < outcome.end_on
    assert len(outcome.explanation) < 4000


def _may_close(event: Event) -> bool:
    """An outcome that takes back, or a reclassification that does not say "open"."""
    silent = event.kind is EventKind.RECLASSIFICATION and not says_open(event)
    return silent or event.verdict is not None


@settings(deadline=None, max_examples=300)
@given(entry=ENTRIES, on=DAYS, later=st.integers(1, 4000))
def test_what_is_open_stays_open_until_something_else_happens(
    office: OfficeCalendar, entry: Entry, on: date, later: int
) -> None:
    first = assess(entry, on=on, calendar=office, legal_bases=(), warn_days=90)
    if not first.status.is_open or date.max - on < timedelta(days=later):
        return
    then = on + timedelta(days=later)
    if not any(on < event.happened_on <= then and _may_close(event) for event in entry.events):
        second = assess(entry, on=then, calendar=office, legal_bases=(), warn_days=90)
        assert (second.status, second.end_on) == (first.status, first.end_on)


@settings(deadline=None, max_examples=300)
@given(entry=ENTRIES, on=DAYS, data=st.data())
def test_what_is_to_come_changes_nothing_today_nor_does_the_order_of_the_rows_or_a_row_written_twice(
    office: OfficeCalendar, entry: Entry, on: date, data: st.DataObject
) -> None:
    today = assess(entry, on=on, calendar=office, legal_bases=(), warn_days=90)
    come = tuple(event for event in entry.events if event.happened_on <= on)
    events = (*come, data.draw(st.sampled_from(come))) if come else ()
    if len({event.happened_on for event in come}) == len(come):  # else their order is the office's word
        events = tuple(data.draw(st.permutations(events)))
    other = assess(entry._replace(events=events), on=on, calendar=office, legal_bases=(), warn_days=90)
    assert (other.status, other.end_on) == (today.status, today.end_on)


LENGTHS = st.builds(
    lambda length, unit: f"{length} {unit}",
    st.integers(1, 60),
    st.sampled_from(["tahun", "bulan", "minggu", "hari", "hari kerja"]),
)


@settings(deadline=None, max_examples=300)
@given(wording=LENGTHS, first=st.dates(date(1999, 1, 1), date(2040, 12, 31)), later=st.integers(1, 1500))
@example(wording="1 tahun", first=date(2024, 2, 28), later=1)
def test_a_later_start_never_ends_earlier(
    office: OfficeCalendar, wording: str, first: date, later: int
) -> None:
    ends = []
    for start in (first, first + timedelta(days=later)):
        entry = Entry("B-2025-001.01", "", wording, Decision("1", start))
        outcome = assess(entry, on=start, calendar=office, legal_bases=(), warn_days=0)
        assert outcome.end_on is not None
        assert outcome.end_on > start
        ends.append(outcome.end_on)
    assert ends[0] <= ends[1]


@settings(deadline=None, max_examples=200)
@given(entry=ENTRIES, on=DAYS)
def test_without_events_dates_and_revocation_nothing_is_ever_open(
    office: OfficeCalendar, entry: Entry, on: date
) -> None:
    bare = Entry(
        entry.code, entry.legal_basis, entry.period_text, Decision(entry.decision.number, None, "2015")
    )
    outcome = assess(bare, on=on, calendar=office, legal_bases=(), warn_days=90)
    dated = [outcome.period, *outcome.period.clauses]
    if not any(period.until_on or period.anchor_on for period in dated):
        assert not outcome.status.is_open
