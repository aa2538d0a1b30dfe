"""Codes are never given twice, decisions are one under all spellings, persons are one under all names."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from office_at_work import CHECKER, ENTRY, MAKER, NUMBER, DeskOfAnOffice

from xl_macros.file_engine import open_book
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import DECISIONS, EVENTS, LOG, OFFICERS, REGISTER, SCANS

BERKAS = "B-2025-001"


def second(desk: DeskOfAnOffice, number: str = "N 77", **cells: object) -> None:
    """Another decision with one entry, typed by staff."""
    desk.edit(
        DECISIONS, lambda rows: [*rows, Row({**rows[0], "number": number, "berkas": None, **cells}.items())]
    )
    desk.edit(REGISTER, lambda rows: [*rows, Row({**ENTRY, "decision_number": number}.items())])


# -- codes --------------------------------------------------------------------------------------------------


def test_the_code_of_a_deleted_decision_is_not_given_again(scanned: DeskOfAnOffice) -> None:
    scanned.edit(REGISTER, lambda rows: [row.update(dict.fromkeys(row)) or row for row in rows])
    scanned.edit(
        DECISIONS,
        lambda rows: [rows[0].update({**rows[0], "number": "N 77", "berkas": None, "step": None}) or rows[0]],
    )
    scanned.edit(REGISTER, lambda _: [Row({**ENTRY, "decision_number": "N 77"}.items())])
    assert "sebagai berkas B-2025-002" in scanned.done("receive-decision", CHECKER, target="N 77")
    assert scanned.rows(DECISIONS)[0]["step_label"] == "2 Pindai"


def test_the_code_of_a_deleted_entry_is_not_given_again(scanned: DeskOfAnOffice) -> None:
    def typed_over(rows: list[Row]) -> None:
        rows[1].update({**dict.fromkeys(rows[1]), **ENTRY, "information": "Yang lain"})

    scanned.edit(REGISTER, typed_over)
    scanned.done("receive-decision", CHECKER, target=NUMBER)
    row = scanned.rows(REGISTER)[1]
    assert (row["code"], row["scans"]) == (f"{BERKAS}.03", None)


def test_a_code_that_was_undone_is_not_given_again(received: DeskOfAnOffice) -> None:
    received.done("undo-last", CHECKER, confirmed=True)
    assert "sebagai berkas B-2025-002" in received.done("receive-decision", CHECKER, target=NUMBER)


def test_a_scan_that_was_undone_keeps_its_number(scanned: DeskOfAnOffice) -> None:
    scanned.done("undo-last", confirmed=True)
    scanned.done("attach-scans", target=f"{BERKAS}.02", files=(scanned.scan("tiga", 7),))
    assert [row["scan_id"] for row in scanned.rows(SCANS)] == ["P-000001", "P-000002", "P-000004"]


def test_a_bag_of_another_workbook_keeps_its_code(desk: DeskOfAnOffice) -> None:
    (desk.folder / "Folder Khusus" / "2025" / "B-2025-008_v2").mkdir(parents=True)
    assert "sebagai berkas B-2025-009" in desk.done("receive-decision", CHECKER, target=NUMBER)


def test_a_list_of_given_codes_that_cannot_be_read_says_nothing(desk: DeskOfAnOffice) -> None:
    (desk.folder / ".kecuali").mkdir(exist_ok=True)
    (desk.folder / ".kecuali" / "kode-terpakai.txt").write_bytes(b"\xff\xfeB-2025-004\n")
    assert "sebagai berkas B-2025-005" in desk.done("receive-decision", CHECKER, target=NUMBER)


# -- decisions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spelled",
    ["nomor 731  tahun 2025", "No. 731/2025", "Nomor\u00a0731 Tahun 2025", "NOMOR 731 TAHUN 2025 tentang X"],
)
def test_an_entry_belongs_to_its_decision_however_it_spells_the_number(
    desk: DeskOfAnOffice, spelled: str
) -> None:
    desk.edit(REGISTER, lambda rows: rows[1].update(decision_number=spelled))
    assert "dengan 2 informasi" in desk.done("receive-decision", CHECKER, target=NUMBER)
    assert {row["decision_number"] for row in desk.rows(REGISTER)} == {NUMBER}


def test_the_same_decision_under_another_spelling_is_refused(received: DeskOfAnOffice) -> None:
    second(received, "No. 731/2025")
    said = received.refused("receive-decision", CHECKER, target="No. 731/2025")
    assert f"di baris ini sebagai {NUMBER} (berkas {BERKAS})" in said


def test_a_number_with_a_blank_in_it_is_refused(desk: DeskOfAnOffice) -> None:
    second(desk, "481.16/ /36/TAHUN 2024", decided_on=date(2024, 3, 1))
    assert "belum lengkap" in desk.refused("receive-decision", CHECKER, target="481.16/ /36/TAHUN 2024")
    second(desk, "Nomor", decided_on=date(2024, 3, 1))
    assert "Nomor Nomor belum lengkap" in desk.refused("receive-decision", CHECKER, target="Nomor")


def test_a_corrected_number_carries_its_entries_along(scanned: DeskOfAnOffice) -> None:
    scanned.edit(DECISIONS, lambda rows: rows[0].update(number="Nomor 713 Tahun 2025"))
    scanned.done("compute-expiry")
    assert {row["end_on"] for row in scanned.rows(REGISTER)} == {date(2030, 8, 21)}
    said = scanned.done("build-recap")
    assert f"{NUMBER} menjadi Nomor 713 Tahun 2025" in said
    assert {row["decision_number"] for row in scanned.rows(REGISTER)} == {"Nomor 713 Tahun 2025"}


def test_receiving_again_carries_a_corrected_number_too(received: DeskOfAnOffice) -> None:
    received.edit(DECISIONS, lambda rows: rows[0].update(number="Nomor 713 Tahun 2025"))
    said = received.done("receive-decision", CHECKER, target=BERKAS)
    assert said == "Nomor keputusan pada 2 informasi disamakan menjadi Nomor 713 Tahun 2025."


def test_a_number_that_meets_no_decision_is_told_with_the_nearest(received: DeskOfAnOffice) -> None:
    def add(number: str) -> None:
        received.edit(REGISTER, lambda rows: [*rows, Row({**ENTRY, "decision_number": number}.items())])

    for number in ("Nomor 731 Tahun 2024", "Nomor / /Tahun 2024", "lain sekali 99"):
        add(number)
    received.done("compute-expiry")
    near, blank, far = (row["findings"] for row in received.rows(REGISTER)[2:])
    assert f"tidak ada di lembar Keputusan. Yang paling mirip: {NUMBER}." in near
    assert "carilah tanggal" not in near
    assert "belum lengkap" in blank
    assert "Yang paling mirip" not in far
    assert all(row["end_on"] is None for row in received.rows(REGISTER)[2:])


def test_a_number_typed_over_with_another_decisions_is_told_and_left(received: DeskOfAnOffice) -> None:
    second(received)
    received.done("receive-decision", CHECKER, target="N 77")
    received.edit(REGISTER, lambda rows: rows[0].update(decision_number="N 77"))
    received.done("build-recap")
    row = received.rows(REGISTER)[0]
    assert "milik keputusan lain" in row["findings"]
    assert row["decision_number"] == "N 77"


def test_a_number_that_stands_twice_is_told(received: DeskOfAnOffice) -> None:
    received.edit(
        DECISIONS,
        lambda rows: [*rows, *(Row({**rows[0], "number": "N 8", "berkas": None}.items()) for _ in "12")],
    )
    received.edit(REGISTER, lambda rows: [*rows, Row({**ENTRY, "decision_number": "N 8"}.items())])
    received.done("compute-expiry")
    assert "tercatat dua kali" in received.rows(REGISTER)[2]["findings"]


def test_the_same_information_twice_is_a_finding(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[1].update(information=str(rows[0]["information"]).upper()))
    received.done("compute-expiry")
    assert all("lebih dari sekali" in row["findings"] for row in received.rows(REGISTER))


# -- dates --------------------------------------------------------------------------------------------------


def test_a_date_that_does_not_fit_is_asked_about_and_confirmed_in_the_log(desk: DeskOfAnOffice) -> None:
    desk.edit(DECISIONS, lambda rows: rows[0].update(decided_on=date(2015, 8, 21)))
    assert "menyebut tahun 2025" in desk.asked("receive-decision", CHECKER, target=NUMBER)
    desk.done("receive-decision", CHECKER, target=NUMBER, confirmed=True)
    assert "tanggal keputusan 21/08/2015 dipastikan" in desk.rows(LOG)[0]["output"]
    desk.done("compute-expiry")
    assert desk.rows(REGISTER)[0]["end_on"] == date(2020, 8, 21)


def test_a_date_changed_afterwards_opens_nothing(received: DeskOfAnOffice) -> None:
    received.edit(DECISIONS, lambda rows: rows[0].update(decided_on=date(2015, 8, 21)))
    received.done("compute-expiry")
    row = received.rows(REGISTER)[0]
    assert row["status"] == "? perlu diperjelas"
    assert row["end_on"] is None


# -- persons ------------------------------------------------------------------------------------------------


def officers(desk: DeskOfAnOffice, *rows: dict[str, str]) -> None:
    desk.edit(OFFICERS, lambda _: [Row(row.items()) for row in rows])


def test_the_log_bears_the_account(scanned: DeskOfAnOffice) -> None:
    assert [row["account"] for row in scanned.rows(LOG)] == ["maria", "yohanes"]


def test_every_event_bears_the_account(scanned: DeskOfAnOffice, tmp_path: Path) -> None:
    holidays, listed = tmp_path / "libur.csv", tmp_path / "daftar.csv"
    days = "".join(f"2027-{month:02}-0{day},libur nasional,SKB\n" for month in range(1, 13) for day in (1, 2))
    holidays.write_text(f"date,kind,source\n{days}", encoding="utf-8")
    listed.write_text("Informasi,Dasar Hukum,Jangka Waktu\nGaji,Pasal 17 huruf h,5 tahun\n", encoding="utf-8")
    scanned.done("update-calendar", CHECKER, files=(holidays,), confirmed=True)
    scanned.done("import-list", files=(listed,), target="Nomor 9 Tahun 2026", confirmed=True)
    scanned.done("record-event", event="persetujuan tertulis", on="2026-08-20", evidence="Surat 7",
                 target="B-2025-001.01", outcome="diberikan", confirmed=True)  # fmt: skip
    assert [row["account"] for row in scanned.rows(EVENTS)] == ["maria", "yohanes", "yohanes"]


def test_who_made_the_recap_does_not_check_it_under_another_name(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap")
    officers(scanned, {"name": "Yohanes D., S.H.", "role": "PDID", "account": "Yohanes"})
    said = scanned.refused("check-recap", "Yohanes D., S.H.", verdict="setuju")
    assert "dengan akun Windows yang sama" in said


@pytest.mark.parametrize(
    ("shared", "said"),
    [({"account": "yohanes"}, "akun Windows yang sama"), ({"nip": "19850101 201001 1 001"}, "NIP yang sama")],
)
def test_two_rows_of_one_person_are_refused(
    scanned: DeskOfAnOffice, shared: dict[str, str], said: str
) -> None:
    scanned.edit(
        OFFICERS,
        lambda rows: [
            *(row.update(nip="198501012010011001" if row["name"] == MAKER else None) or row for row in rows),
            Row({"name": "Orang Lain", "role": "PDID", **shared}.items()),
        ],
    )
    assert said in scanned.refused("build-recap")


def test_a_name_with_a_letter_that_nobody_sees_is_the_same_name(scanned: DeskOfAnOffice) -> None:
    assert "selesai" in scanned.done("build-recap", "Yohanes\u200b Darmawan")


def test_a_nip_that_excel_holds_as_a_number_is_refused(scanned: DeskOfAnOffice) -> None:
    book = open_book(scanned.book)
    sheet = book.sheets[OFFICERS.sheet]
    cell = sheet.range((6, 1 + OFFICERS.fields.index("nip")))
    cell.number_format = "0"
    cell.value = 198501012010011001
    book.save()
    book.close()
    said = scanned.refused("build-recap")
    assert "tersimpan sebagai angka" in said
    assert "format sel itu menjadi Teks" in said


# -- one bad row --------------------------------------------------------------------------------------------


def test_one_unreadable_row_stops_no_other_button(received: DeskOfAnOffice) -> None:
    second(received, decided_on="kapan-kapan", standing="entah")
    received.edit(REGISTER, lambda rows: rows[1].update(anchor_on="besok"))
    received.done("attach-scans", target=NUMBER, files=(received.scan("keputusan", 1),))
    assert len(received.rows(SCANS)) == 1


def test_a_row_that_cannot_be_assessed_is_a_row_with_a_finding(
    received: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xl_macros.domain import expiry

    real = expiry.Assessor.assess

    def crash(self: expiry.Assessor, entry: expiry.Entry) -> expiry.Outcome:
        if "maut" in entry.period_text:
            raise KeyError("label")
        return real(self, entry)

    monkeypatch.setattr(expiry.Assessor, "assess", crash)
    received.edit(REGISTER, lambda rows: rows[0].update(period_text="maut"))
    received.done("compute-expiry")
    bad, good = received.rows(REGISTER)
    assert (bad["status"], bad["end_on"]) == ("? perlu diperjelas", None)
    assert "tidak dapat dihitung (KeyError)" in bad["findings"]
    assert good["end_on"] == date(2030, 8, 21)


def test_a_home_sheet_that_cannot_be_drawn_is_a_remark(
    received: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("xl_macros.keeping.views.home_view", broken)
    said = received.done("attach-scans", target=NUMBER, files=(received.scan("keputusan", 1),))
    assert "Beranda tidak diperbarui: galat ZeroDivisionError" in said
    assert TableStore(open_book(received.book)).rows(SCANS)


def test_a_home_sheet_with_other_cells_merged_is_a_remark(received: DeskOfAnOffice) -> None:
    """Workbooks of 0.1.0 have B3:M3 merged, where this version writes heads: the register goes on."""
    with zipfile.ZipFile(received.book) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    (home,) = [name for name, content in parts.items() if b'tabSelected="1"' in content]
    assert b"<mergeCells" in parts[home]
    parts[home] = parts[home].replace(b"</mergeCells>", b'<mergeCell ref="B3:M3"/></mergeCells>')
    with zipfile.ZipFile(received.book, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    said = received.done("attach-scans", target=NUMBER, files=(received.scan("keputusan", 1),))
    assert "Beranda tidak diperbarui. Bila buku kerja ini dari versi sebelumnya, perbarui dahulu" in said
    assert received.rows(SCANS)
    received.done(
        "attach-scans", target=NUMBER, kind="lembar uji konsekuensi", files=(received.scan("uji", 2),)
    )
