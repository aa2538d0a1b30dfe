"""Page 1 of the disposition report as the office writes letters: what is asked, who signs, who made and checked."""

from __future__ import annotations

import pytest
from office_at_work import CHECKER, MAKER, NUMBER, DeskOfAnOffice
from pypdf import PdfReader

from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, OFFICERS, REGISTER


def letter(desk: DeskOfAnOffice) -> str:
    """The first page of the newest report, in one line."""
    newest = max((desk.folder / "Laporan").glob("Laporan Disposisi*.pdf"), key=lambda path: path.name)
    return " ".join(PdfReader(newest).pages[0].extract_text().split())


@pytest.mark.parametrize(
    "said",
    [
        "Nomor : 001/LAP-PDID/VIII/2026",
        "Sifat : Rahasia",
        "Lampiran : 1 berkas",
        "Hal : Laporan pendokumentasian informasi yang dikecualikan",
        "Yth. Sekretaris KPU Kabupaten Manggarai Barat di Labuan Bajo",
        "atas 1 keputusan dengan 2 informasi telah dilaksanakan",
        "Kami mohon arahan atas 1 hal berikut.",
        "1 Lembar uji konsekuensi 1 keputusan belum ada B-2025-001 minta kepada pengirim keputusan setuju",
        "B-2025-001 Nomor 731 Tahun 2025 2",
        "Kepala Sub Bagian Teknis, Partisipasi dan Hubungan Masyarakat,",
        f"Disusun: {MAKER}",
        f"Diperiksa: {CHECKER}",
        "DISPOSISI SEKRETARIS",
        "Ketua",
        "Kasubbag Hukum",
        "Bonafantura Yosman",
    ],
)
def test_the_letter_says(reported: DeskOfAnOffice, said: str) -> None:
    assert said in letter(reported)


def test_the_reporter_signs_with_rank_and_nip_as_the_sheet_of_officers_has_them(
    stored: DeskOfAnOffice,
) -> None:
    head = {
        "name": "Fransiskus Nabut, S.Sos",
        "position": "Kasubbag Teknis",
        "rank": "Penata Tk. I",
        "nip": "198003052005011002",
        "role": "Desk Pelayanan",
    }
    stored.edit(OFFICERS, lambda rows: [*rows, Row(head.items())])
    stored.set(reporter_name=" fransiskus  nabut, S.Sos", disposition_offices="Ketua; Ketua ;; Divisi Data")
    stored.done("export-disposition")
    text = letter(stored)
    for said in ("Kasubbag Teknis,", "Penata Tk. I", "NIP 198003052005011002", "Divisi Data"):
        assert said in text
    assert text.count("Ketua") == 1
    assert "Kasubbag Hukum" not in text


def test_what_is_due_and_what_is_wrong_is_asked_with_a_proposal(desk: DeskOfAnOffice) -> None:
    """One entry has ended unannounced, two name no letter of article 17."""

    def several(rows: list[Row]) -> list[Row]:
        first, second = rows
        first["period_text"] = "1 (satu) tahun"
        second["legal_basis"] = "UU 14/2008 Pasal 17"
        return [first, second, Row({**second, "information": "Ijazah"})]

    desk.edit(REGISTER, several)
    desk.edit(DECISIONS, lambda rows: rows[0].update(secrecy="Sangat Rahasia"))
    desk.done("receive-decision", CHECKER, target=NUMBER)
    desk.done("attach-scans", target=NUMBER, files=(desk.scan("keputusan", 1),))
    desk.done("build-recap", confirmed=True)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    desk.done("store-documents", confirmed=True)
    desk.done("export-disposition", confirmed=True)
    text = letter(desk)
    assert "Sifat : Sangat Rahasia" in text
    assert "Kami mohon arahan atas 4 hal berikut." in text
    assert "1 1 informasi mendekati akhir atau sudah berakhir, belum ada penetapan PPID B-2025-001.01" in text
    assert "siapkan penetapan PPID" in text
    assert "2 1 informasi sudah terbuka, belum diumumkan B-2025-001.01" in text
    assert "3 2 informasi: Pasal 17 disebut tanpa huruf" in text
    assert "B-2025-001.02 s.d. 03" in text
    assert "minta penegasan huruf Pasal 17 kepada PPID" in text
    assert text.count("setuju lain:") == 4
