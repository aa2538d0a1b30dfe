"""The home sheet answers at a glance, has room for what it shows, and says how much more there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from xl_macros.tables.home_sheet import (
    CHECK_AT,
    FIGURES_AT,
    HEADINGS,
    PANEL,
    QUEUE,
    QUEUE_AT,
    STATUSES_AT,
    STRIPS,
    STRIPS_AT,
    WITNESS,
    BerkasStrip,
    Figure,
    HomeView,
    QueueLine,
    StepMark,
    StepState,
    screen,
    write_home,
)
from xl_macros.tables.schema import HOME

ON = date(2026, 8, 21)
MARKS = (
    StepMark(StepState.DONE, 0.5, 1),
    StepMark(StepState.LATE, 2.6, 2),
    StepMark(StepState.OVERDUE, 9.25, 2),
    StepMark(StepState.WAITING, None, 7.5),
    StepMark(StepState.WAITING, None, 7.5),
    StepMark(StepState.WAITING, None, 3),
)
LATE = QueueLine(
    ON - timedelta(days=18),
    "lewat 18 hari",
    "Penetapan PPID disiapkan.",
    "B-2025-001.01",
    "Catat Peristiwa: penetapan PPID",
    "Register",
    "B7",
)
VIEW = HomeView(
    on=ON,
    office_name="KPU Kabupaten Manggarai Barat",
    queue=[LATE, replace(LATE, due_on=None, left="", codes="", cell="A1")],
    strips=[BerkasStrip("B-2026-001", MARKS, "3 Rekap", "lewat 7,2 jam")],
    statuses=[("● berlaku", 3), ("○ menunggu peristiwa", 0), ("! segera berakhir", 1)],
    ends_per_year=[(2026, 1), (2030, 3)],
    last_check="20/08/2026 15.30: Semua utuh.",
    log_head="ab" * 32,
)


def shown(book: Any) -> list[list[Any]]:
    return book.sheets[HOME].range("B1:M55").value  # type: ignore[no-any-return]


def row(book: Any, number: int) -> list[Any]:
    return shown(book)[number - 1]


def test_the_queue_shows_day_words_and_a_link_to_the_row_that_it_speaks_of(
    book: Any, reopened: Callable[[], Any]
) -> None:
    write_home(book, VIEW)
    again = reopened()
    assert row(again, 1)[0] == "KPU Kabupaten Manggarai Barat"
    assert row(again, 1)[6] == "keadaan per 21 Agustus 2026"
    first = row(again, QUEUE_AT[0])
    assert first[0].date() == date(2026, 8, 3)
    assert first[1:3] == ["lewat 18 hari", "Penetapan PPID disiapkan."]
    assert first[7] == "B-2025-001.01"
    assert (
        again.sheets[HOME].range((QUEUE_AT[0], 11)).formula
        == """=HYPERLINK("#'Register'!B7","▶ Catat Peristiwa: penetapan PPID")"""
    )
    assert row(again, QUEUE_AT[0] + 1)[:2] == ["-", "-"]


def test_an_open_berkas_shows_its_six_steps_by_signs_and_which_one_runs(book: Any) -> None:
    write_home(book, VIEW)
    assert row(book, STRIPS_AT[0])[:4] == ["B-2026-001", "✓ ✓! ►! · · ·", "3 Rekap", "lewat 7,2 jam"]


def test_a_status_that_no_entry_has_takes_no_line(book: Any) -> None:
    write_home(book, VIEW)
    top, left = STATUSES_AT
    assert [row(book, top + n)[left - 2 : left + 1] for n in range(3)] == [
        ["● berlaku", None, 3],
        ["! segera berakhir", None, 1],
        [None, None, None],
    ]


@pytest.mark.parametrize("state", StepState)
def test_every_state_of_a_step_shows_by_a_sign_and_not_by_colour_alone(state: StepState) -> None:
    assert state.symbol
    assert len({each.symbol for each in StepState}) == len(StepState)


def test_the_last_check_and_the_logs_head_stand_below(book: Any) -> None:
    write_home(book, VIEW)
    assert row(book, CHECK_AT[0])[0] == "20/08/2026 15.30: Semua utuh."
    assert row(book, CHECK_AT[0] + 1)[0] == f"{WITNESS} {'ab' * 32}"


def test_more_than_there_is_room_for_is_counted_and_not_dropped_silently(book: Any) -> None:
    crowded = replace(VIEW, strips=[*VIEW.strips] * (STRIPS + 2), queue=[LATE] * (QUEUE + 3))
    write_home(book, crowded)
    assert row(book, STRIPS_AT[0] + PANEL - 1)[0] == "… dan 2 berkas lain: lihat lembar Keputusan."
    more = book.sheets[HOME].range((QUEUE_AT[0] + QUEUE, 4)).formula
    assert '"… dan 3 hal lain: lihat lembar Tugas"' in more


def test_an_emptier_view_leaves_nothing_of_the_fuller_one(book: Any) -> None:
    empty = replace(VIEW, strips=(), queue=(), statuses=(), last_check="", log_head="")
    write_home(book, empty)
    plain = shown(book)
    write_home(
        book, replace(VIEW, strips=[*VIEW.strips] * 19, queue=[LATE] * 20, statuses=[("● berlaku", 1)] * 10)
    )
    write_home(book, empty)
    assert shown(book) == plain
    assert plain[STRIPS_AT[0] - 1][0] == "Tidak ada berkas yang sedang berjalan."
    assert plain[STATUSES_AT[0] - 1][STATUSES_AT[1] - 2] == "Belum ada informasi."


def test_the_same_cells_are_drawn_whatever_they_show() -> None:
    empty = HomeView(on=None, office_name="")

    def size(view: HomeView) -> tuple[int, set[int]]:
        return len(screen(view)), {len(row) for row in screen(view)}

    assert size(empty) == size(VIEW)


def test_headings_stand_where_nothing_else_is_drawn() -> None:
    empty = screen(HomeView(on=None, office_name=""))
    full = screen(replace(VIEW, strips=[*VIEW.strips] * 19, queue=[LATE] * 20, statuses=[("●", 1)] * PANEL))
    for (top, left), ((heading, *_),) in HEADINGS.items():
        assert empty[top - 1][left - 2] == full[top - 1][left - 2] == heading


def test_a_figure_shows_with_a_sign_whether_it_worries(book: Any) -> None:
    figures = (Figure(3, "berkas lewat waktu", True), Figure(0, "berakhir", False), Figure(7, "informasi"))
    write_home(book, replace(VIEW, figures=figures))
    top, _ = FIGURES_AT
    assert [row(book, top)[place] for place in (0, 2, 4)] == ["! 3", "✓ 0", 7]
    assert [row(book, top + 1)[place] for place in (0, 2, 4)] == [
        "berkas lewat waktu",
        "berakhir",
        "informasi",
    ]
