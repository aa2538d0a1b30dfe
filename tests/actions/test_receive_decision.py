"""SOP step 1."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from office_at_work import CHECKER, MAKER, NOW, NUMBER, DeskOfAnOffice

from xl_macros.click.hosts import FileHost
from xl_macros.click.office import Selection
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, LOG, REGISTER


def test_gives_codes_opens_the_log_and_makes_the_disposition_sheet(desk: DeskOfAnOffice) -> None:
    said = desk.done("receive-decision", CHECKER, target=NUMBER)
    assert "B-2025-001 dengan 2 informasi" in said
    assert [row["code"] for row in desk.rows(REGISTER)] == ["B-2025-001.01", "B-2025-001.02"]
    (decision,) = desk.rows(DECISIONS)
    assert (decision["berkas"], decision["step"], decision["standing"]) == ("B-2025-001", 1, "berlaku")
    (log,) = desk.rows(LOG)
    assert (log["step"], log["officer"], log["started_at"], log["finished_at"]) == (1, CHECKER, NOW, desk.now)
    assert (log["hours_used"], log["timeliness"], log["direction"]) == (
        1,
        "tepat waktu",
        "proses lebih lanjut",
    )
    assert (desk.folder / "Laporan" / "Lembar Disposisi B-2025-001.pdf").read_bytes().startswith(b"%PDF")


def test_the_year_of_the_code_is_the_written_one_when_the_date_is_unknown(desk: DeskOfAnOffice) -> None:
    def only_year(rows: list[Row]) -> None:
        rows[0]["decided_on"], rows[0]["date_text"] = None, "sekitar tahun 2015"

    desk.edit(DECISIONS, only_year)
    assert "B-2015-001" in desk.done("receive-decision", CHECKER, target=NUMBER)


def test_the_year_of_the_code_is_that_of_receipt_when_no_year_is_written(desk: DeskOfAnOffice) -> None:
    def no_year(rows: list[Row]) -> None:
        rows[0]["decided_on"], rows[0]["date_text"] = None, "tidak terbaca"

    desk.edit(DECISIONS, no_year)
    assert "B-2026-001" in desk.done("receive-decision", CHECKER, target=NUMBER)


def test_the_next_decision_of_the_year_gets_the_next_code(received: DeskOfAnOffice) -> None:
    def another(rows: list[Row]) -> list[Row]:
        return [*rows, Row({**rows[0], "number": "732/2025", "berkas": None, "step": None}.items())]

    received.edit(DECISIONS, another)
    received.edit(
        REGISTER, lambda rows: [*rows, Row({**rows[0], "code": None, "decision_number": "732/2025"}.items())]
    )
    assert "B-2025-002" in received.done("receive-decision", CHECKER, target="732/2025")


def test_entries_added_later_get_the_following_codes(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: [*rows, Row({**rows[0], "code": None, "berkas": None}.items())])
    asked = received.asked("receive-decision", CHECKER, target=NUMBER)
    assert "Informasi yang sama tercatat dua kali di lembar Register (baris 7)." in asked
    assert "1 informasi baru" in received.done("receive-decision", CHECKER, target=NUMBER, confirmed=True)
    assert received.rows(REGISTER)[2]["code"] == "B-2025-001.03"
    assert len(received.rows(LOG)) == 1


def test_a_received_decision_without_new_entries_is_refused(received: DeskOfAnOffice) -> None:
    assert "sudah diterima sebagai berkas B-2025-001" in received.refused(
        "receive-decision", CHECKER, target=NUMBER
    )


def test_a_decision_that_stands_twice_is_refused_with_the_row_of_the_second(
    desk: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.edit(DECISIONS, lambda rows: [*rows, Row(rows[0].items())])
    assert "ditemukan lebih dari sekali" in desk.refused("receive-decision", CHECKER, target=NUMBER)
    monkeypatch.setattr(FileHost, "selection", lambda _: Selection(DECISIONS.sheet, 5))
    said = desk.refused("receive-decision", CHECKER)
    assert f"Nomor {NUMBER} tercatat 2 kali." in said
    assert "Keputusan baris 6" in said


def test_only_pdid_may_receive(desk: DeskOfAnOffice) -> None:
    assert "dikerjakan oleh PDID" in desk.refused("receive-decision", MAKER, target=NUMBER)


def test_an_unknown_officer_is_refused(desk: DeskOfAnOffice) -> None:
    assert "Petugas 'Tamu' belum ada" in desk.refused("receive-decision", "Tamu", target=NUMBER)


def test_an_unknown_decision_is_refused(desk: DeskOfAnOffice) -> None:
    assert "'999' tidak ditemukan di lembar Keputusan" in desk.refused(
        "receive-decision", CHECKER, target="999"
    )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("about", None, "kolom Tentang: Tentang belum diisi."),
        ("received_at", None, "kolom Diterima: Diterima belum diisi."),
        ("received_at", "kemarin", "'kemarin' bukan tanggal yang dapat dibaca."),
        ("decided_on", "21-8", "'21-8' bukan tanggal yang dapat dibaca."),
        ("decided_on", 2025, "'2025' bukan tanggal yang dapat dibaca. Sel ini hanya berisi tahun."),
        ("decided_on", "05/06/2025", "dapat dibaca dua cara: 5 Juni 2025 atau 6 Mei 2025"),
        ("decided_on", None, "Tanggal keputusan belum diisi."),
        ("secrecy", None, "kolom Sifat: Sifat belum diisi."),
    ],
)
def test_an_incomplete_decision_is_refused_with_the_cell(
    desk: DeskOfAnOffice, field: str, value: object, said: str
) -> None:
    def spoil(rows: list[Row]) -> None:
        rows[0][field] = value

    desk.edit(DECISIONS, spoil)
    refusal = desk.refused("receive-decision", CHECKER, target=NUMBER)
    assert said in refusal
    assert "Lembar Keputusan baris 5" in refusal


@pytest.mark.parametrize("written", ["21 Agustus 2025", "21-8-2025", "2025-08-21"])
def test_a_decision_whose_date_is_written_in_words_is_received(desk: DeskOfAnOffice, written: str) -> None:
    def write(rows: list[Row]) -> None:
        rows[0]["decided_on"] = written

    desk.edit(DECISIONS, write)
    desk.click("receive-decision", CHECKER, target=NUMBER)
    assert desk.rows(DECISIONS)[0]["berkas"].startswith("B-2025-")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"information": None}, "Informasi belum diisi."),
        ({"legal_basis": None}, "Dasar Hukum belum diisi."),
        ({"extent": "sebagian"}, "Bagian yang Dikecualikan belum diisi."),
        ({"anchor_on": "nanti"}, "'nanti' bukan tanggal"),
        ({"code": "B-2025-001.0\u0430"}, "bukan kode register"),
    ],
)
def test_an_incomplete_entry_is_refused_with_the_cell(
    desk: DeskOfAnOffice, change: dict[str, object], said: str
) -> None:
    desk.edit(REGISTER, lambda rows: rows[1].update(change))
    refusal = desk.refused("receive-decision", CHECKER, target=NUMBER)
    assert said in refusal
    assert "Lembar Register baris 6" in refusal


def test_all_that_is_missing_is_said_at_once(desk: DeskOfAnOffice) -> None:
    desk.edit(DECISIONS, lambda rows: rows[0].update(about=None, secrecy=None))
    desk.edit(REGISTER, lambda rows: rows[0].update(legal_basis=None))
    refusal = desk.refused("receive-decision", CHECKER, target=NUMBER)
    assert refusal.count("belum diisi") == 3


def test_a_decision_without_entries_is_refused(desk: DeskOfAnOffice) -> None:
    desk.edit(REGISTER, lambda rows: [row.update(decision_number=None) or row for row in rows])
    assert "Belum ada informasi untuk keputusan ini" in desk.refused(
        "receive-decision", CHECKER, target=NUMBER
    )


def test_a_number_that_stands_twice_is_refused(desk: DeskOfAnOffice) -> None:
    desk.edit(DECISIONS, lambda rows: [*rows, Row({**rows[0]}.items())])
    assert "ditemukan lebih dari sekali" in desk.refused("receive-decision", CHECKER, target=NUMBER)


def test_a_decision_from_the_future_is_refused(desk: DeskOfAnOffice) -> None:
    desk.edit(DECISIONS, lambda rows: rows[0].update(received_at=datetime(2026, 12, 1, 9, 0)))
    assert "sesudah saat ini" in desk.refused("receive-decision", CHECKER, target=NUMBER)


def test_the_same_code_twice_is_refused(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[1].update(code="B-2025-001.01"))
    assert "dipakai di baris 5" in received.refused("compute-expiry")


def test_the_date_typed_as_text_is_kept_as_it_stands(desk: DeskOfAnOffice) -> None:
    assert desk.rows(DECISIONS)[0]["decided_on"] == date(2025, 8, 21)
