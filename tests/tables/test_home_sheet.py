"""The home sheet answers at a glance, has room for what it shows, and says how much more there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from xl_macros.tables.home_sheet import (
    CHECK_AT,
    ENDINGS,
    FIGURES_AT,
    LISTS_TOP,
    MENDS,
    STRIPS,
    STRIPS_AT,
    BerkasStrip,
    Ending,
    Figure,
    HomeView,
    StepMark,
    StepState,
    ToMend,
    blocks,
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
VIEW = HomeView(
    on=ON,
    office_name="KPU Kabupaten Manggarai Barat",
    next_action="Berkas B-2026-001 menunggu langkah 3: klik Buat Rekapitulasi.",
    next_sheet="Rekapitulasi",
    strips=[BerkasStrip("B-2026-001", "Nomor 731 Tahun 2025", MARKS, "2 langkah lewat waktu")],
    statuses=[("● berlaku", 3), ("! segera berakhir", 1)],
    ends_per_year=[(2026, 1), (2030, 3)],
    ending=[Ending("B-2025-001.01", "Surat keterangan kesehatan", ON + timedelta(days=9), 9)],
    to_mend=[ToMend("B-2025-001.02", "Tanggal mulai belum diketahui.")],
    last_check="20/08/2026 15.30: Semua utuh.",
    log_head="ab" * 32,
)


def shown(book: Any) -> list[list[Any]]:
    return book.sheets[HOME].range("B1:M55").value  # type: ignore[no-any-return]


def row(book: Any, number: int) -> list[Any]:
    return shown(book)[number - 1]


def test_what_to_do_next_stands_on_top_with_a_link_to_its_sheet(
    book: Any, reopened: Callable[[], Any]
) -> None:
    write_home(book, VIEW)
    again = reopened()
    assert row(again, 2)[0] == "KPU Kabupaten Manggarai Barat · keadaan per 21 Agustus 2026"
    assert row(again, 3)[0] == VIEW.next_action
    assert (
        again.sheets[HOME].range("B4").formula
        == """=HYPERLINK("#'Rekapitulasi'!A1","Buka lembar Rekapitulasi")"""
    )


def test_an_open_berkas_shows_its_six_steps_with_used_and_standard_hours(book: Any) -> None:
    write_home(book, VIEW)
    assert row(book, STRIPS_AT[0]) == [
        "B-2026-001",
        "Nomor 731 Tahun 2025",
        None,
        "✓ 0,5/1 jam",
        "✓! 2,6/2 jam",
        "►! 9,2/2 jam",
        "· 7,5 jam",
        "· 7,5 jam",
        "· 3 jam",
        "2 langkah lewat waktu",
        None,
        None,
    ]


@pytest.mark.parametrize("state", StepState)
def test_every_state_of_a_step_shows_by_a_sign_and_not_by_colour_alone(state: StepState) -> None:
    assert StepMark(state, 1, 2).text.startswith(state.symbol + " ")
    assert len({each.symbol for each in StepState}) == len(StepState)


def test_what_ends_soon_and_what_to_mend_stand_side_by_side(book: Any) -> None:
    write_home(book, VIEW)
    first = row(book, LISTS_TOP + 2)
    assert first[0:2] == ["B-2025-001.01", "Surat keterangan kesehatan"]
    assert first[4].date() == date(2026, 8, 30)
    assert first[5] == 9
    assert first[6:8] == ["B-2025-001.02", "Tanggal mulai belum diketahui."]
    assert row(book, LISTS_TOP)[0] == "Berakhir dalam 90 hari"


def test_the_last_check_and_the_logs_head_stand_below(book: Any) -> None:
    write_home(book, VIEW)
    assert row(book, CHECK_AT[0])[0] == "20/08/2026 15.30: Semua utuh."
    assert row(book, CHECK_AT[0] + 1)[0] == f"Kepala log: {'ab' * 32}"


def test_more_than_there_is_room_for_is_counted_and_not_dropped_silently(book: Any) -> None:
    crowded = replace(
        VIEW,
        strips=[*VIEW.strips] * (STRIPS + 2),
        ending=[*VIEW.ending] * (ENDINGS + 3),
        to_mend=[*VIEW.to_mend] * (MENDS + 4),
    )
    write_home(book, crowded)
    assert row(book, STRIPS_AT[0] + STRIPS)[0] == "… dan 2 berkas lain: lihat lembar Keputusan."
    more = LISTS_TOP + 2 + ENDINGS
    assert '"… dan 3 lagi: lihat lembar Register"' in book.sheets[HOME].range((more, 2)).formula
    assert '"… dan 4 lagi: lihat lembar Register"' in book.sheets[HOME].range((more, 8)).formula


def test_an_emptier_view_leaves_nothing_of_the_fuller_one(book: Any) -> None:
    empty = replace(VIEW, strips=(), ending=(), to_mend=(), last_check="", log_head="", next_sheet="")
    write_home(book, empty)
    plain = shown(book)
    write_home(
        book,
        replace(VIEW, strips=[*VIEW.strips] * 9, ending=[*VIEW.ending] * 20, to_mend=[*VIEW.to_mend] * 20),
    )
    write_home(book, empty)
    assert shown(book) == plain
    assert plain[STRIPS_AT[0] - 1][0] == "Tidak ada berkas yang sedang berjalan."


def test_the_blocks_cover_the_same_cells_whatever_they_show() -> None:
    empty = HomeView(on=None, office_name="", next_action="", next_sheet="")

    def sizes(view: HomeView) -> dict[tuple[int, int], tuple[int, int]]:
        return {place: (len(block), len(block[0])) for place, block in blocks(view).items()}

    assert sizes(empty) == sizes(VIEW)


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
