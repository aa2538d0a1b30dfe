"""The list of Tugas: what has no room is counted in words for staff."""

from __future__ import annotations

from datetime import date, timedelta

from xl_macros.domain.duties import Duty, DutyKind
from xl_macros.tables.duties_sheet import MOST_OF_A_KIND, ROWS, list_block

ON = date(2026, 11, 23)


def duties(kind: DutyKind, count: int) -> list[Duty]:
    return [
        Duty(kind, ON - timedelta(days=place), f"B-2026-{place:03d}", "Menunggu disposisi.", "Lampirkan")
        for place in range(count)
    ]


def test_what_has_no_room_is_counted_and_no_command_line_is_named() -> None:
    rows = list_block([each for kind in DutyKind for each in duties(kind, 60)], ON)
    assert len(rows) <= ROWS
    said = [str(row[2]) for row in rows]
    assert any(text.startswith(f"… dan {60 - MOST_OF_A_KIND} lagi. Tampil di sini") for text in said)
    assert said[-1].startswith("… dan tugas jenis lain, mulai dari: ")
    assert not any("kecuali due" in text for text in said)
