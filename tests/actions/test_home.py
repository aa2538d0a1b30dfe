"""What the home sheet says is to be done next, as the office stands."""

from __future__ import annotations

from office_at_work import DeskOfAnOffice

from xl_macros.file_engine import open_book
from xl_macros.keeping.register import by_berkas
from xl_macros.records import Entry
from xl_macros.tables.home_sheet import TOP_AT
from xl_macros.tables.schema import HOME


def next_action(desk: DeskOfAnOffice) -> str:
    book = open_book(desk.book)
    row, column = TOP_AT
    said = book.sheets[HOME][row, column - 1].value
    book.close()
    return str(said)


def test_when_all_six_steps_are_done_the_papers_that_are_still_out_are_waited_for(
    reported: DeskOfAnOffice,
) -> None:
    reported.done("compute-expiry")
    assert next_action(reported).startswith("B-2025-001: Menunggu disposisi: lembar disposisi langkah 1")
    for number, kind in enumerate(("disposisi", "disposisi", "lembar uji konsekuensi")):
        reported.done(
            "attach-scans", target="B-2025-001", files=(reported.scan(kind, 20 + number),), kind=kind
        )
    assert next_action(reported).startswith("Tidak ada yang menunggu.")
    reported.done(
        "record-event", target="B-2025-001", event="pencabutan", on="2026-08-20", evidence="Keputusan 8"
    )
    assert next_action(reported).startswith("B-2025-001.01: Terbuka sejak 20 Agustus 2026 (dicabut); umumkan")
    assert next_action(reported).endswith("(dan 1 tugas lain)")


def test_what_ends_soon_is_named_with_its_date(reported: DeskOfAnOffice) -> None:
    reported.set(warn_days="2000")
    reported.done("compute-expiry")
    assert next_action(reported) == (
        "2 informasi segera berakhir, yang pertama B-2025-001.01 pada 21/08/2030: siapkan penetapannya."
    )


def test_rows_without_the_field_are_in_no_group() -> None:
    rows = [Entry(berkas=code) for code in ("B-1", None, "", "B-1")]
    assert by_berkas(rows) == {"B-1": [rows[0], rows[3]]}
