from __future__ import annotations

from datetime import date, datetime

import icalendar

from xl_macros.reports.ics import CalendarDate, DateKind, render_calendar

MADE = datetime(2026, 11, 30, 14, 30)
DATES = (
    CalendarDate(code="B-2025-001.02", on=date(2030, 8, 21), kind=DateKind.END),
    CalendarDate(code="B-2025-001.02", on=date(2030, 7, 9), kind=DateKind.MARK, is_estimate=True),
    CalendarDate(code="B-2025-001.01", on=date(2030, 8, 21), kind=DateKind.END),
)


def events(made: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(made).walk("VEVENT"))


def test_the_calendar_is_the_same_for_the_same_dates_in_any_order():
    assert render_calendar(DATES, made_at=MADE) == render_calendar(reversed(DATES), made_at=MADE)


def test_each_date_is_a_whole_day_in_order_and_blocks_no_time():
    made = events(render_calendar(DATES, made_at=MADE))
    assert [event["dtstart"].dt for event in made] == [date(2030, 7, 9), date(2030, 8, 21), date(2030, 8, 21)]
    assert [event["dtend"].dt for event in made] == [date(2030, 7, 10), date(2030, 8, 22), date(2030, 8, 22)]
    assert {str(event["transp"]) for event in made} == {"TRANSPARENT"}


def test_an_estimated_mark_says_so():
    summaries = [str(event["summary"]) for event in events(render_calendar(DATES, made_at=MADE))]
    assert summaries[0] == "B-2025-001.02: 30 hari kerja sebelum masa pengecualian berakhir (perkiraan)"
    assert summaries[1] == "B-2025-001.01: Masa pengecualian berakhir"


def test_a_moved_date_keeps_its_identity_and_two_dates_never_share_one():
    first = {str(e["uid"]) for e in events(render_calendar(DATES, made_at=MADE))}
    moved = [CalendarDate(code=d.code, on=date(2031, 1, 1), kind=d.kind) for d in DATES]
    assert len(first) == 3
    assert {str(e["uid"]) for e in events(render_calendar(moved, made_at=MADE))} == first


def test_no_title_leaves_the_workbook_unless_it_is_given():
    assert b"DESCRIPTION" not in render_calendar(DATES, made_at=MADE)
    titled = [CalendarDate(code="B-1.01", on=date(2030, 1, 1), kind=DateKind.END, title="Ijazah")]
    assert str(events(render_calendar(titled, made_at=MADE))[0]["description"]) == "Ijazah"


def test_hostile_codes_and_names_start_no_property():
    attack = "B-1\r\nATTACH:http://a.example\r\nBEGIN:VALARM"
    made = render_calendar(
        [CalendarDate(code=attack, on=date(2030, 1, 1), kind=DateKind.END, title=attack)],
        made_at=MADE,
        office_name=attack,
    )
    assert b"\r\nATTACH" not in made
    assert b"\r\nBEGIN:VALARM" not in made
    (event,) = events(made)
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CLASS", "TRANSP"}


def test_the_last_day_there_is_can_be_marked():
    (event,) = events(render_calendar([CalendarDate(code="a", on=date.max, kind=DateKind.END)], made_at=MADE))
    assert event["dtstart"].dt == date.max


def test_no_dates_make_an_empty_calendar():
    assert events(render_calendar([], made_at=MADE)) == []
