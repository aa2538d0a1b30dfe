"""The recap sheet: groups in order, findings on top, notes that stay with their code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from xl_macros.domain.entry import Status
from xl_macros.domain.period_model import PeriodClass
from xl_macros.domain.recap import RecapLine, build_recap
from xl_macros.tables.recap_sheet import (
    COUNT,
    GROUP,
    LINE,
    LINE_WITH_FINDING,
    NOTE,
    RECAP,
    SECTION,
    SUMMARY_HEIGHT,
    kept_notes,
    list_block,
    sentence,
    summary_block,
    write_recap,
)
from xl_macros.tables.schema import RECAP_SHEET

ON = date(2026, 8, 21)
KIND, NUMBER, CODE, DAYS, STATUS, EXPLANATION, NOTES = (
    RECAP.fields.index(field)
    for field in ("row_kind", "number", "code", "days_left", "status", "explanation", "note")
)


def line(code: str, status: Status = Status.IN_FORCE, end_on: date | None = None, **more: Any) -> RecapLine:
    return RecapLine(
        code=code,
        berkas=code.split(".", maxsplit=1)[0],
        decision_number="Nomor 731 Tahun 2025",
        information=more.pop("information", "Surat keterangan kesehatan"),
        unit="Sub Bagian Hukum",
        legal_basis="UU 14/2008 Pasal 17 huruf h angka 2",
        period_text="5 tahun",
        status=status,
        end_on=end_on,
        mark_on=None,
        explanation="Berakhir.",
        **more,
    )


LINES = (
    line("B-2025-001.01", end_on=date(2028, 1, 1)),
    line("B-2025-001.02", Status.ENDS_SOON, date(2026, 9, 1), findings=("Periksa: tanggal.",)),
    line("B-2025-001.03", Status.WAITS_FOR_EVENT, period_class=PeriodClass.UNTIL_CONSENT),
    line("B-2025-001.04", Status.UNCLEAR, findings=("Harus diperbaiki: jangka waktu.",)),
    line("B-2025-001.05", Status.REVOKED, date(2025, 9, 16)),
)


def body(book: Any) -> list[list[Any]]:
    _, *rows = book.sheets[RECAP_SHEET].tables[RECAP.name].range.raw_value
    return rows


def kinds(rows: Iterable[list[Any]]) -> list[Any]:
    return [row[KIND] for row in rows]


def test_each_group_has_its_heading_and_lines_are_numbered_through() -> None:
    rows = list_block(build_recap(LINES, ON), {})
    headings = [row[NUMBER] for row in rows if row[KIND] == GROUP]
    assert headings == [
        "Berakhir tahun 2026, triwulan III (Juli–September): 1 informasi, 1 segera berakhir, 1 dengan temuan",
        "Berakhir tahun 2028, triwulan I (Januari–Maret): 1 informasi",
        "Menunggu persetujuan: 1 informasi",
        "Perlu diperjelas: 1 informasi, 1 dengan temuan",
        "Sudah terbuka (berakhir, dibuka lebih awal atau dicabut): 1 informasi",
    ]
    lines = [row for row in rows if row[KIND] in (LINE, LINE_WITH_FINDING)]
    assert [row[NUMBER] for row in lines] == [1, 2, 3, 4, 5]
    assert [row[DAYS] for row in lines] == [11, 498, None, None, None]


def test_a_line_with_findings_says_them_before_its_explanation_and_is_marked() -> None:
    rows = {row[CODE]: row for row in list_block(build_recap(LINES, ON), {})}
    assert rows["B-2025-001.02"][KIND] == LINE_WITH_FINDING
    assert rows["B-2025-001.02"][EXPLANATION] == "Temuan: Periksa: tanggal.\nBerakhir."
    assert rows["B-2025-001.01"][KIND] == LINE
    assert rows["B-2025-001.01"][STATUS] == "● berlaku"


def test_subtotals_by_letter_unit_and_decision_follow_the_list() -> None:
    rows = list_block(build_recap(LINES, ON), {})
    place = next(index for index, row in enumerate(rows) if row[KIND] == SECTION)
    assert kinds(rows[place:]) == [SECTION, COUNT, SECTION, COUNT, SECTION, COUNT]
    assert [row[3:5] for row in rows[place:] if row[KIND] == COUNT] == [
        ["huruf h", "5 informasi"],
        ["Sub Bagian Hukum", "5 informasi"],
        ["Nomor 731 Tahun 2025", "5 informasi"],
    ]


def test_the_sentence_on_top_says_the_date_and_what_needs_attention() -> None:
    assert sentence(build_recap(LINES, ON)) == (
        "Keadaan per 21 Agustus 2026: 5 informasi (1 berlaku, 1 segera berakhir, 1 menunggu peristiwa, "
        "1 dicabut, 1 perlu diperjelas)."
    )
    assert sentence(build_recap((), ON)).startswith("Keadaan per 21 Agustus 2026: rekapitulasi belum disusun")


def test_findings_on_top_begin_with_what_must_be_mended() -> None:
    block = summary_block(build_recap(LINES, ON))
    assert [row[6] for row in block if row[6]] == [
        "B-2025-001.04: Harus diperbaiki: jangka waktu.",
        "B-2025-001.02: Periksa: tanggal.",
    ]


def test_a_register_with_more_findings_than_room_says_how_many_there_are() -> None:
    many = [
        line(f"B-2025-001.{number:02d}", Status.UNCLEAR, findings=(f"Periksa: {number}.",))
        for number in range(1, 41)
    ]
    shown = [row[6] for row in summary_block(build_recap(many, ON)) if row[6]]
    assert len(shown) == SUMMARY_HEIGHT
    assert shown[-1] == "… dan 28 temuan lain pada daftar di bawah."


def test_a_finding_of_many_entries_is_said_once() -> None:
    alike = [line(f"B-2025-001.{number:02d}", findings=("Periksa: x.",)) for number in range(1, 9)]
    shown = [row[6] for row in summary_block(build_recap(alike, ON)) if row[6]]
    assert shown == ["B-2025-001.01 dan 7 lainnya: Periksa: x."]


def test_the_summary_has_the_same_size_for_every_register() -> None:
    sizes = {
        (len(block), len(block[0]))
        for block in (summary_block(build_recap(lines, ON)) for lines in ((), LINES))
    }
    assert sizes == {(SUMMARY_HEIGHT, 8)}


def test_the_sheet_holds_the_list_after_saving(book: Any, reopened: Callable[[], Any]) -> None:
    write_recap(book, build_recap(LINES, ON))
    again = reopened()
    rows = body(again)
    assert kinds(rows)[:4] == [GROUP, LINE_WITH_FINDING, GROUP, LINE]
    assert again.sheets[RECAP_SHEET].range("B2").value.startswith("Keadaan per 21 Agustus 2026")
    assert again.sheets[RECAP_SHEET].range("O5").value == "2026"


def test_notes_stay_with_their_code_when_the_list_is_rebuilt(book: Any) -> None:
    write_recap(book, build_recap(LINES, ON))
    sheet = book.sheets[RECAP_SHEET]
    first = sheet.tables[RECAP.name].range.row + 1
    place = [row[CODE] for row in body(book)].index("B-2025-001.03")
    sheet.range((first + place, NOTES + 1)).value = "tanyakan kepada Bagian Hukum"
    reordered = (line("B-2024-009.01", end_on=date(2026, 8, 30)), *LINES)
    write_recap(book, build_recap(reordered, ON))
    notes = {row[CODE]: row[NOTES] for row in body(book) if row[NOTES]}
    assert notes == {"B-2025-001.03": "tanyakan kepada Bagian Hukum"}


def test_a_note_whose_entry_is_gone_is_kept_below_the_list(book: Any) -> None:
    rows = list_block(build_recap(LINES[:1], ON), {"B-2020-001.01": "lama"})
    assert rows[-1][KIND] == NOTE
    assert (rows[-1][CODE], rows[-1][NOTES]) == ("B-2020-001.01", "lama")
    assert kept_notes(rows) == {"B-2020-001.01": "lama"}


def test_a_shorter_list_leaves_nothing_of_the_longer_one(book: Any) -> None:
    write_recap(book, build_recap([line(f"B-2025-001.{number:02d}") for number in range(1, 31)], ON))
    write_recap(book, build_recap(LINES[:1], ON))
    sheet = book.sheets[RECAP_SHEET]
    table = sheet.tables[RECAP.name].range
    beneath = sheet.range((table.row + table.shape[0], 1), (table.row + 60, len(RECAP.columns))).raw_value
    assert not any(value for row in beneath for value in row)
    assert [row[CODE] for row in body(book) if row[CODE]] == ["B-2025-001.01"]


def test_an_empty_register_leaves_one_blank_row(book: Any) -> None:
    write_recap(book, build_recap(LINES, ON))
    write_recap(book, build_recap((), ON))
    assert body(book) == [[None] * len(RECAP.columns)]


def test_text_that_looks_like_a_formula_stays_text(book: Any) -> None:
    attack = '=HYPERLINK("http://contoh.invalid","klik")'
    write_recap(book, build_recap([line("B-2025-001.01", information=attack)], ON))
    place = [row[CODE] for row in body(book)].index("B-2025-001.01")
    top = book.sheets[RECAP_SHEET].tables[RECAP.name].range.row + 1
    assert (
        book.sheets[RECAP_SHEET].range((top + place, RECAP.fields.index("information") + 1)).value == attack
    )
