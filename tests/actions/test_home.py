"""The queue of the home sheet: what waits, by deadline, as the office stands."""

from __future__ import annotations

from office_at_work import DeskOfAnOffice

from xl_macros.file_engine import open_book
from xl_macros.keeping.register import by_berkas
from xl_macros.records import Entry
from xl_macros.tables.home_sheet import LAST_OF_SCREEN, QUEUE, QUEUE_AT
from xl_macros.tables.schema import HOME, REGISTER


def queue(desk: DeskOfAnOffice) -> list[tuple[str, str, str, str]]:
    """Per line that is shown: how long, what, which codes, and the link."""
    book = open_book(desk.book)
    top, left = QUEUE_AT
    sheet = book.sheets[HOME]
    rows = [sheet[row, left - 1 : left + 11] for row in range(top - 1, top + QUEUE)]
    said = [
        (
            str(row[0, 1].value or ""),
            str(row[0, 2].value or ""),
            str(row[0, 7].value or ""),
            str(row[0, 9].formula or ""),
        )
        for row in rows
    ]
    book.close()
    return [line for line in said if line[1]]


def test_when_all_six_steps_are_done_the_papers_that_are_still_out_are_waited_for(
    reported: DeskOfAnOffice,
) -> None:
    reported.done("compute-expiry")
    left, what, codes, link = queue(reported)[0]
    assert what.startswith("Menunggu disposisi: lembar disposisi langkah 1 (24 Agustus 2026)")
    assert codes == "B-2025-001"
    assert "#'Keputusan'!B5" in link
    for number, kind in enumerate(("disposisi", "disposisi", "lembar uji konsekuensi")):
        reported.done(
            "attach-scans", target="B-2025-001", files=(reported.scan(kind, 20 + number),), kind=kind
        )
    (left, what, codes, _), *coming = queue(reported)
    assert (left, what[:26], codes) == ("-", "Tidak ada yang menunggu. C", "")
    assert [line[1:3] for line in coming] == [
        ("Berikutnya: siapkan penetapan PPID; berakhir 21 Agustus 2030.", f"B-2025-001.0{number}")
        for number in (1, 2)
    ]
    reported.done(
        "record-event", target="B-2025-001", event="pencabutan", on="2026-08-20", evidence="Keputusan 8"
    )
    ((left, what, codes, link),) = queue(reported)
    assert left.startswith("lewat ")
    assert what.startswith("Sudah terbuka, belum diumumkan (2): Terbuka sejak 20 Agustus 2026 (dicabut)")
    assert codes == "B-2025-001.01 s.d. 02"
    assert "#'Register'!B5" in link


def test_a_mark_that_has_passed_stands_above_the_steps_and_counts_from_the_mark(
    scanned: DeskOfAnOffice,
) -> None:
    """The end is a month away, but the determination was due 30 working days before it."""
    scanned.edit(REGISTER, lambda rows: rows[0].update(period_text="sampai 24 September 2026"))
    scanned.done("build-recap", confirmed=True)
    lines = queue(scanned)
    assert lines[0][0].startswith("lewat ")
    assert lines[0][1].startswith("Berakhir 24 September 2026; sejak ")
    assert "Catat Peristiwa: penetapan PPID" in lines[0][3]
    assert any(what.startswith("Langkah 4: 7,5 dari 7,5 jam") for _, what, _, _ in lines)


def test_a_new_office_is_told_what_to_fill_in(desk: DeskOfAnOffice) -> None:
    desk.set(secretary_name="", report_from="")
    desk.done("compute-expiry")
    said = [what for _, what, _, _ in queue(desk)]
    assert said[0].startswith("Keputusan Nomor 731 Tahun 2025 belum diterima")
    assert "Isi sebelum laporan pertama: Nama Sekretaris, Laporan dari." in said


def test_what_is_wrong_or_unscanned_is_a_line_each_behind_what_has_a_day(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[1].update(legal_basis="UU 14/2008 Pasal 17"))
    received.done("compute-expiry", confirmed=True)
    *_, wrong, unscanned = [line for line in queue(received) if not line[1].startswith("Berikutnya")]
    assert wrong[1].startswith("1 informasi harus diperbaiki; yang pertama: Pasal 17 disebut tanpa huruf")
    assert wrong[2] == "B-2025-001.02"
    assert unscanned[1:3] == ("2 informasi belum dipindai.", "B-2025-001.01 s.d. 02")


def test_rows_without_the_field_are_in_no_group() -> None:
    rows = [Entry(berkas=code) for code in ("B-1", None, "", "B-1")]
    assert by_berkas(rows) == {"B-1": [rows[0], rows[3]]}


def test_the_first_screen_of_1366_by_768_holds_the_queue_the_figures_and_the_three_panels() -> None:
    """LibreOffice shows 586 x 1,267 pixels of a sheet there; a point is 4/3 of a pixel there, a unit of width 7.81."""
    from openpyxl import load_workbook

    from xl_macros.places.resources import workbook_file

    sheet = load_workbook(workbook_file("Register-Dikecualikan.xlsm"))[HOME]
    heights = [sheet.row_dimensions[row].height or 15 for row in range(1, LAST_OF_SCREEN + 1)]
    assert sum(heights) * 4 / 3 <= 586
    widths = [sheet.column_dimensions[letter].width or 9 for letter in "ABCDEFGHIJKLM"]
    spread = sheet.column_dimensions["B"]
    assert (spread.min, spread.max) == (2, 13)
    assert (widths[0] + 12 * spread.width) * 7.81 <= 1267
    assert sheet.sheet_view.selection[-1].activeCell == "K4"
