from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest
from pdfa_look import faults

from xl_macros.domain.tick_boxes import tick_boxes
from xl_macros.reports import bag_pages
from xl_macros.reports.bag_pages import CoverSheet, qr_payload, render_bag_index, render_cover_sheets
from xl_macros.reports.disposition_sheet import render_disposition_sheet
from xl_macros.tables.schema import CHOICES

MADE = datetime(2026, 11, 23, 8, 10)


def flat(text: str) -> str:
    return " ".join(text.split())


def read_codes(page: Path) -> list[str]:
    import zxingcpp
    from PIL import Image

    with Image.open(page) as picture:
        return [code.text for code in zxingcpp.read_barcodes(picture)]


def sheets(count: int) -> list[CoverSheet]:
    return [
        CoverSheet(code=f"B-2025-001.{n:02d}", title=f"Judul {n}", decision_number="731")
        for n in range(1, count + 1)
    ]


def test_each_cover_sheet_is_a_page_whose_code_reads_even_from_a_poor_scan(samples, tmp_path: Path):
    made = render_cover_sheets(sheets(3), office_name="KPU", made_at=MADE)
    pages = samples.pictures(made, tmp_path, dpi=60)
    assert [read_codes(page) for page in pages] == [
        ["KECUALI:1:B-2025-001.01"],
        ["KECUALI:1:B-2025-001.02"],
        ["KECUALI:1:B-2025-001.03"],
    ]


def test_thousands_of_cover_sheets_are_joined_without_what_only_screens_need(samples, tmp_path, monkeypatch):
    monkeypatch.setattr(bag_pages, "SHEETS_A_VOLUME", 2)
    path = tmp_path / "sampul.pdf"
    path.write_bytes(render_cover_sheets(sheets(5), office_name="KPU", made_at=MADE))
    assert faults(path) == []
    texts = samples.page_texts(path.read_bytes())
    assert [sheet.code in text for sheet, text in zip(sheets(5), texts, strict=True)] == [True] * 5
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert "/StructTreeRoot" not in pdf.Root
        assert not [page for page in pdf.pages if "/StructParents" in page]
    with pikepdf.open(io.BytesIO(render_cover_sheets(sheets(2), office_name="KPU", made_at=MADE))) as few:
        assert "/StructTreeRoot" in few.Root


def test_cover_sheets_can_leave_titles_out(samples):
    with_titles = samples.whole_text(render_cover_sheets(sheets(2), office_name="KPU", made_at=MADE))
    without = samples.whole_text(
        render_cover_sheets(sheets(2), office_name="KPU", made_at=MADE, with_titles=False)
    )
    assert "Judul 2" in with_titles
    assert "Judul 2" not in without
    assert "B-2025-001.02" in without


def test_no_cover_sheet_is_an_error_of_the_caller():
    with pytest.raises(ValueError, match="no cover sheet"):
        render_cover_sheets([], office_name="KPU", made_at=MADE)


def test_the_index_of_a_bag_names_decision_entries_documents_and_hashes(samples, tmp_path: Path):
    made = render_bag_index(samples.index())
    text = flat(samples.whole_text(made))
    for expected in (
        "Isi Berkas B-2025-001",
        "Nomor 731 Tahun 2025",
        "21 Agustus 2025",
        "27 November 2026, pukul 10.12",
        "Informasi yang dikecualikan (8 butir)",
        "B-2025-001.08 Ijazah",
        "Dokumen (8 berkas digital)",
        "08" * 32,
        "RAHASIA - DIKECUALIKAN",
    ):
        assert expected in text
    assert read_codes(samples.pictures(made, tmp_path, dpi=100)[0]) == [qr_payload("B-2025-001")]


def test_an_empty_bag_has_no_empty_table(samples):
    text = flat(samples.whole_text(render_bag_index(samples.index(entries=(), files=()))))
    assert "tidak memuat butir register" in text
    assert "belum memuat dokumen" in text
    assert "SHA-256" not in text


def test_the_disposition_sheet_is_half_an_a4_on_one_page(samples):
    import io

    import pypdf

    (page,) = pypdf.PdfReader(io.BytesIO(render_disposition_sheet(samples.sheet()))).pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 420]  # A5 across, in points


@pytest.mark.parametrize(
    "expected",
    [
        "LEMBAR DISPOSISI",
        "Surat dari KPU Provinsi Nusa Tenggara Timur",
        "Tanggal surat 21 Agustus 2025",
        "Diterima 23/11/2026 08.05",
        "Nomor agenda 112/2026",
        "Kepala Sub Bagian Teknis",
        "× Rahasia",
        "× proses lebih lanjut",
        "Mohon didokumentasikan sesuai SOP.",
        "Bonafantura Yosman",
    ],
)
def test_the_disposition_sheet_says(samples, expected: str):
    assert expected in flat(samples.whole_text(render_disposition_sheet(samples.sheet())))


def test_only_the_chosen_boxes_are_ticked(samples):
    text = flat(
        samples.whole_text(
            render_disposition_sheet(
                samples.sheet(
                    secrecies=tick_boxes(CHOICES["sifat"][1], ["Biasa"]),
                    requests=tick_boxes(CHOICES["harap"][1], ["teliti dahulu"]),
                )
            )
        )
    )
    assert text.count("×") == 3
    assert "× Kepala Sub Bagian Teknis" in text
    assert "× Biasa" in text
    assert "× teliti dahulu" in text


def test_an_unfilled_disposition_sheet_has_room_for_a_pen(samples):
    empty = samples.sheet(
        letter_from="",
        number="",
        decided=None,
        received_at=None,
        agenda_number="",
        secrecies=tick_boxes(CHOICES["sifat"][1], []),
        urgency="",
        about="",
        receivers=tick_boxes((), []),
        requests=tick_boxes(CHOICES["harap"][1], []),
        note="",
    )
    text = samples.whole_text(render_disposition_sheet(empty))
    assert "×" not in text
    assert text.count("." * 20) >= 7
