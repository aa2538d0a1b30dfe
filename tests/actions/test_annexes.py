"""Step 2 as it is worked: several entries share one document, and the scanner's folder is listed before it is taken."""

from __future__ import annotations

from typing import Any

import pytest
from office_at_work import CHECKER, DECISION, ENTRY, NOW, NUMBER, DeskOfAnOffice, filled

from xl_macros.click.hosts import FileHost
from xl_macros.click.office import Selection
from xl_macros.commands.find import find
from xl_macros.keeping.reading import open_file
from xl_macros.keeping.scan_list import covered
from xl_macros.records import Scan
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, LOG, REGISTER, SCANS

BERKAS = "B-2025-001"
CODES = [f"{BERKAS}.0{number}" for number in range(1, 5)]


@pytest.fixture
def four(tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    """A received decision of four entries."""
    desk = filled(tmp_path_factory.mktemp("empat") / "kantor", entries=4)
    desk.done("receive-decision", CHECKER, target=NUMBER)
    return desk


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch) -> Any:
    real = FileHost.facts

    def at(desk: DeskOfAnOffice, sheet: str, row: int, height: int = 1) -> None:
        monkeypatch.setattr(FileHost, "selection", lambda _: Selection(sheet, row, height))
        monkeypatch.setattr(FileHost, "facts", lambda host: {**real(host), "host": "Excel"})

    return at


def _covered(row: Row) -> list[str]:
    return covered(Scan(code=row["code"], covers=row["covers"]))


def other_decision(desk: DeskOfAnOffice) -> str:
    number = "Nomor 732 Tahun 2025"
    row = {**DECISION, "number": number, "received_at": NOW}
    desk.edit(DECISIONS, lambda rows: [*rows, Row(row.items())])
    desk.edit(REGISTER, lambda rows: [*rows, Row({**ENTRY, "decision_number": number}.items())])
    desk.done("receive-decision", CHECKER, target=number)
    return "B-2025-002.01"


def test_several_entries_take_one_document_and_it_counts_for_each(four: DeskOfAnOffice) -> None:
    said = four.done("attach-scans", target=CODES[2:0:-1], files=(four.scan("dua-tiga", 2),))
    assert f"{CODES[1]}, memuat juga {CODES[2]}" in said
    (scan,) = four.rows(SCANS)
    assert (scan["code"], scan["covers"]) == (CODES[1], CODES[2])
    assert [row["scans"] for row in four.rows(REGISTER)] == [None, 1, 1, None]
    assert f"{NUMBER}, {CODES[0]}, {CODES[3]}." in said
    four.done("attach-scans", target=NUMBER, files=(four.scan("keputusan", 1),))
    said = four.done("attach-scans", target=[CODES[0], CODES[3]], files=(four.scan("sisa", 3),))
    assert "Langkah 2 berkas B-2025-001 selesai" in said
    four.done("build-recap")
    four.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    four.done("store-documents")
    index = next((four.folder / "Folder Khusus").rglob("*.pdf"))
    assert index.exists()
    assert four.done("verify-archive").startswith("Semua utuh")


def test_the_selected_rows_share_the_document(four: DeskOfAnOffice, excel: Any) -> None:
    first = four.rows(REGISTER)[0].sheet_row
    excel(four, REGISTER.sheet, first, 3)
    four.done("attach-scans", files=(four.scan("tiga", 2),))
    (scan,) = four.rows(SCANS)
    assert (scan["code"], _covered(scan)) == (CODES[0], CODES[1:3])


def test_a_row_without_code_and_an_empty_row_are_refused(four: DeskOfAnOffice, excel: Any) -> None:
    row = {**ENTRY, "decision_number": "Nomor 9 Tahun 2025"}
    four.edit(REGISTER, lambda rows: [*rows, Row(row.items())])
    first = four.rows(REGISTER)[0].sheet_row
    scan = four.scan("x", 2)
    excel(four, REGISTER.sheet, first + 3, 2)
    assert "belum mempunyai kode" in four.refused("attach-scans", files=(scan,))
    excel(four, REGISTER.sheet, first + 4)
    assert "belum mempunyai kode" in four.refused("attach-scans", files=(scan,))
    excel(four, REGISTER.sheet, first + 40)
    assert "tidak ditemukan" in four.refused("attach-scans", files=(scan,))
    excel(four, REGISTER.sheet, first + 40, 2)
    assert "belum mempunyai kode" in four.refused("attach-scans", files=(scan,))


def test_one_document_is_not_of_two_berkas_and_every_target_must_be_a_code(four: DeskOfAnOffice) -> None:
    other = other_decision(four)
    scan = four.scan("x", 2)
    assert "dua berkas: B-2025-001, B-2025-002" in four.refused(
        "attach-scans", target=[CODES[0], other], files=(scan,)
    )
    assert "B-2025-001.99 bukan kode informasi" in four.refused(
        "attach-scans", target=[CODES[0], "B-2025-001.99"], files=(scan,)
    )


def test_a_further_page_keeps_what_the_document_holds(four: DeskOfAnOffice) -> None:
    four.done("attach-scans", target=CODES[:2], files=(four.scan("a", 2),))
    four.done("attach-scans", replaces="P-000001", page=1, files=(four.scan("b", 3),))
    assert four.rows(SCANS)[-1]["covers"] == CODES[1]
    assert [row["scans"] for row in four.rows(REGISTER)] == [1, 1, None, None]


def test_an_entry_without_a_document_of_its_own_refers_to_another_scan(four: DeskOfAnOffice) -> None:
    four.done("attach-scans", target=NUMBER, files=(four.scan("keputusan", 1),))
    said = four.done("attach-scans", target=CODES[:3], see="P-000001")
    assert "termuat di pindaian P-000001, yang sekarang tercatat sebagai P-000002" in said
    assert f"belum dipindai: {CODES[3]}." in said
    assert "Langkah 2 berkas" in four.done("attach-scans", target=CODES[3], see="P-000002")
    last = four.rows(SCANS)[-1]
    assert (last["kind"], last["replaces"], _covered(last)) == ("keputusan", "P-000002", CODES)
    assert "tidak ada dokumen tersendiri" in last["note"]
    assert four.rows(LOG)[-1]["step"] == 2


def test_an_earlier_number_means_the_scan_that_counts_now(four: DeskOfAnOffice) -> None:
    four.done("attach-scans", target=CODES[0], files=(four.scan("lampiran", 2),))
    for code in CODES[1:3]:
        four.done("attach-scans", target=code, see="P-000001")
    assert four.rows(SCANS)[-1]["covers"] == ", ".join(CODES[1:3])
    four.done("correct", kind="tarik pindaian", target="P-000003", reason="keliru", confirmed=True)
    for scan_id in ("P-000001", "P-000004"):
        said = four.refused("attach-scans", target=CODES[3], see=scan_id)
        assert "sudah diganti atau ditarik" in said
    moved = {"kind": "pindahkan pindaian", "target": "P-000004", "to": CODES[1], "reason": "keliru"}
    assert "sudah diganti atau ditarik" in four.refused("correct", confirmed=True, **moved)


def test_a_reference_that_fits_nothing_is_refused(four: DeskOfAnOffice) -> None:
    other = other_decision(four)
    four.done("attach-scans", target=CODES[0], files=(four.scan("a", 1),))
    assert "tidak ada" in four.refused("attach-scans", target=CODES[1], see="P-000009")
    assert "milik berkas B-2025-001" in four.refused("attach-scans", target=other, see="P-000001")
    assert "memang sudah memuat" in four.refused("attach-scans", target=CODES[0], see="P-000001")
    assert "dokumen tersendiri" in four.refused("attach-scans", target=NUMBER, see="P-000001")
    scan = four.scan("b", 2)
    assert "dokumen tersendiri" in four.refused(
        "attach-scans", target=CODES[1], see="P-000001", files=(scan,)
    )


def test_moving_and_withdrawing_a_shared_document(four: DeskOfAnOffice) -> None:
    other = other_decision(four)
    four.done("attach-scans", target=CODES[:3], files=(four.scan("a", 1),))
    moved = {"kind": "pindahkan pindaian", "reason": "salah baris"}
    four.done("correct", target="P-000001", to=CODES[1], **moved)
    last = four.rows(SCANS)[-1]
    assert (last["code"], _covered(last)) == (CODES[1], [CODES[2]])
    assert [row["scans"] for row in four.rows(REGISTER)][:4] == [None, 1, 1, None]
    four.done("correct", target="P-000002", to=other, **moved)
    assert _covered(four.rows(SCANS)[-1]) == []
    four.done("attach-scans", target=CODES[:2], files=(four.scan("b", 2),))
    four.done("correct", target="P-000004", kind="tarik pindaian", reason="salah")
    assert [row["scans"] for row in four.rows(REGISTER)] == [None, None, None, None, 1]


def test_in_excel_the_scanner_s_folder_is_listed_before_it_is_attached(
    four: DeskOfAnOffice, excel: Any
) -> None:
    four.scan("isi", 1)
    four.scan(f"{CODES[3]} berita acara", 2)
    (four.folder / "Kotak Masuk Pemindai" / "rusak.pdf").write_bytes(b"%PDF-1.7 tidak utuh" * 40)
    excel(four, REGISTER.sheet, four.rows(REGISTER)[0].sheet_row, 2)
    question = four.asked("attach-scans")
    assert "Dari Kotak Masuk Pemindai akan dilampirkan:" in question
    assert f"- isi.pdf, 1 halaman: {CODES[0]}, memuat juga {CODES[1]}" in question
    assert f"berita acara.pdf, 1 halaman: {CODES[3]}" in question
    assert "tidak diterima: " in question
    four.done("attach-scans", confirmed=True)
    assert {(row["code"], row["covers"]) for row in four.rows(SCANS)} == {
        (CODES[0], CODES[1]),
        (CODES[3], None),
    }
    assert "Tidak ada pindaian" in four.click("attach-scans").text


def test_without_excel_only_a_file_that_goes_elsewhere_is_asked_about(four: DeskOfAnOffice) -> None:
    four.scan("isi", 1)
    four.done("attach-scans", target=CODES[0])
    four.scan(f"{CODES[1]} dan {CODES[2]}", 2)  # names two: none of them is meant more than the other
    four.scan(f"{CODES[0]} lagi", 3)
    four.done("attach-scans", target=CODES[0])
    four.scan(f"{CODES[3]}", 4)
    assert f"{CODES[3]}.pdf, 1 halaman: {CODES[3]}" in four.asked("attach-scans", target=NUMBER)
    four.done("attach-scans", target=NUMBER, confirmed=True, kind="lainnya")
    assert (four.rows(SCANS)[-1]["code"], four.rows(SCANS)[-1]["kind"]) == (CODES[3], "lainnya")


def test_find_says_what_a_document_holds(four: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]) -> None:
    four.set(recognise_text="tidak")
    four.done("attach-scans", target=CODES[:2], files=(four.scan("a", 1),))
    assert find(open_file(four.book), CODES[1]) == 0
    assert CODES[1] in capsys.readouterr().out
