"""Drafted papers: proposals, the yearly annex, and a bundle for a hearing."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import docx
import pypdf
import pytest
from office_at_work import CHECKER, DeskOfAnOffice

from xl_macros.actions.requests import DraftPaper
from xl_macros.click.request import fields_of
from xl_macros.keeping.paper_texts import KINDS
from xl_macros.reports.letter import Letterhead, Signatory
from xl_macros.reports.papers import Paper, PaperTable, render_paper_docx, render_paper_pdf
from xl_macros.tables.schema import LOG, REGISTER

BERKAS, FIRST, SECOND = "B-2025-001", "B-2025-001.01", "B-2025-001.02"
REVOKED = {"target": BERKAS, "event": "pencabutan", "on": "2026-08-20", "evidence": "Keputusan 800/2026"}


def words_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(each.text for each in document.paragraphs), *cells])


def papers(desk: DeskOfAnOffice, stem: str) -> list[Path]:
    return sorted((desk.folder / "Laporan").glob(f"{stem}*"))


def test_the_kinds_are_those_of_the_form() -> None:
    assert next(field.ask.choices for field in fields_of(DraftPaper) if field.name == "kind") == KINDS


def test_a_proposal_names_what_nears_its_end_and_goes_through_the_province(received: DeskOfAnOffice) -> None:
    received.edit(
        REGISTER, lambda rows: rows[0].update(period_text="s/d 1 September 2026", exempt_part="NIK")
    )
    said = received.done("draft-paper", kind="usulan penetapan")
    assert "1 informasi, sebagai DOCX dan PDF" in said
    for path in papers(received, "Usulan penetapan"):
        words = words_of(path)
        assert FIRST in words
        assert SECOND not in words
        assert "melalui Ketua KPU Provinsi" in words
        assert "sebagian: NIK" in words


def test_a_proposal_to_open_names_what_is_open(received: DeskOfAnOffice) -> None:
    assert "Tidak ada informasi yang dapat diusulkan" in received.refused(
        "draft-paper", kind="usulan pembukaan"
    )
    received.done("record-event", **REVOKED)
    assert "2 informasi" in received.done("draft-paper", kind="usulan pembukaan")
    assert "1 informasi" in received.done("draft-paper", kind="usulan pembukaan", target=FIRST)
    assert "'X' tidak ditemukan" in received.refused("draft-paper", kind="usulan pembukaan", target="X")


def test_only_what_is_open_or_the_part_that_is_can_be_proposed_for_opening(received: DeskOfAnOffice) -> None:
    """Named by its berkas or by its own code: what waits for finality, or was upheld, is not."""
    ruling = {"event": "putusan", "on": "2026-08-03", "evidence": "Putusan KI 12"}
    received.done("record-event", target=FIRST, **{**ruling, "outcome": "membuka seluruhnya"})
    said = received.refused("draft-paper", kind="usulan pembukaan", target=FIRST)
    assert f"{FIRST} belum dapat diusulkan untuk dibuka: menunggu kekuatan hukum tetap." in said
    assert "Tidak ada informasi yang dapat diusulkan" in received.refused(
        "draft-paper", kind="usulan pembukaan", target=BERKAS
    )
    partly = {"event": "perubahan klasifikasi", "outcome": "menjadi terbuka sebagian", "part": "alamat"}
    received.done("record-event", target=SECOND, on="2026-08-20", evidence="Uji ulang", **partly)
    assert "1 informasi" in received.done("draft-paper", kind="usulan pembukaan", target=BERKAS)
    words = words_of(papers(received, "Usulan pembukaan")[0])
    assert "hanya bagian “alamat”, 20 Agustus 2026" in words
    assert FIRST not in words


def test_the_annex_is_made_when_it_is_empty_too(received: DeskOfAnOffice) -> None:
    received.done("draft-paper", kind="lampiran sudah terbuka")
    for path in papers(received, "Lampiran Sudah Terbuka 2026"):
        assert "Tidak ada informasi yang masa pengecualiannya berakhir dalam tahun 2026." in words_of(path)


def test_the_annex_says_since_when_why_and_whether_it_was_announced(received: DeskOfAnOffice) -> None:
    received.done("record-event", **REVOKED)
    told = {"event": "pengumuman", "on": "2026-08-21", "evidence": "ppid.contoh.go.id/dip"}
    received.done("record-event", target=FIRST, **told)
    received.done("draft-paper", kind="lampiran sudah terbuka", on="2026-12-31")
    (edited, _) = papers(received, "Lampiran Sudah Terbuka 2026")
    words = words_of(edited)
    assert "20 Agustus 2026" in words
    assert "dicabut" in words
    assert "21 Agustus 2026, ppid.contoh.go.id/dip" in words
    assert "belum diumumkan" in words
    received.done("draft-paper", kind="lampiran sudah terbuka", on="2025-12-31")
    assert "Tidak ada informasi" in words_of(papers(received, "Lampiran Sudah Terbuka 2025")[0])


def test_a_bundle_holds_what_there_is_names_what_is_missing_and_no_exempt_document(
    reported: DeskOfAnOffice,
) -> None:
    reported.done("record-event", **{**REVOKED, "on": "2026-08-25"}, hours=48)
    said = reported.done("draft-paper", kind="bundel sidang", target=FIRST, on="2026-08-24")
    assert f"lembar uji konsekuensi {BERKAS}: belum dipindai pada hari itu" in said
    (folder,) = papers(reported, "Bundel")
    names = [path.name for path in sorted(folder.iterdir())]
    assert names[:2] == ["00 Daftar isi dan riwayat.docx", "00 Daftar isi dan riwayat.pdf"]
    assert [name for name in names if name.startswith("01 keputusan")]
    assert not [name for name in names if "informasi.pdf" in name]
    words = words_of(folder / "Bundel lengkap.pdf")
    assert "keadaan per 24 Agustus 2026" in words
    assert "● berlaku" in words  # as of that day, before the cancellation
    assert "TIDAK ADA" in words
    assert "utuh" in words
    assert "dicabut" not in words


def test_a_bundle_tells_what_happened_by_day_and_what_the_register_does_not_say(
    reported: DeskOfAnOffice,
) -> None:
    ruling = {"event": "putusan", "outcome": "membuka seluruhnya", "by_whom": "KI Provinsi"}
    reported.done(
        "record-event", target=SECOND, on="2026-07-01", evidence="P 1", final_on="2026-08-03", **ruling
    )
    reported.done("record-event", target=FIRST, on="2026-07-06", evidence="P 2", **ruling)
    said = reported.done("draft-paper", kind="bundel sidang", target=BERKAS)
    assert f"- {BERKAS}: Nomor Lembar Uji tidak dicatat di lembar Keputusan" in said
    assert f"- {BERKAS}: Laporan 001/LAP-PDID/VIII/2026 belum kembali dari Sekretaris" in said
    (folder,) = papers(reported, "Bundel")
    words = words_of(folder / "00 Daftar isi dan riwayat.pdf")
    first, second = (
        words.rindex("P 1; oleh KI Provinsi; berkekuatan hukum tetap 3 Agustus 2026"),
        words.rindex("P 2"),
    )
    assert first < second
    assert "Nomor Lembar Uji tidak dicatat di lembar Keputusan TIDAK ADA" in words
    head = reported.rows(LOG)[-1]["chain_hash"]
    assert head in words.replace(" ", "")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Jenis naskah belum dipilih"),
        ({"kind": "bundel sidang"}, "Kode untuk bundel belum disebut"),
        ({"kind": "bundel sidang", "target": "B-2025-009"}, "tidak ditemukan di lembar Register"),
        ({"kind": "bundel sidang", "target": FIRST, "on": "2027-01-01"}, "belum tiba"),
    ],
)
def test_what_is_missing_is_refused(received: DeskOfAnOffice, answers: dict[str, str], said: str) -> None:
    assert said in received.refused("draft-paper", CHECKER, **answers)


def test_a_bundle_names_a_scan_that_is_gone_and_one_that_is_no_pdf(reported: DeskOfAnOffice) -> None:
    (scan,) = (reported.folder / "Pindaian" / BERKAS).glob("*keputusan*")
    scan.write_bytes(b"rusak")
    said = reported.done("draft-paper", kind="bundel sidang", target=FIRST)
    assert "tidak dapat digabungkan, hanya ada di folder" in said
    scan.unlink()
    assert "berkasnya tidak ada di folder pindaian" in reported.done(
        "draft-paper", kind="bundel sidang", target=FIRST
    )


def test_a_paper_is_text_whatever_its_cells_say() -> None:
    paper = Paper(
        title="=1+1 <b>",
        letterhead=Letterhead(lines=("KPU",), address="Jalan"),
        made_at=datetime(2026, 8, 24, 8, 0),
        signatory=Signatory(position="Sekretaris", name=""),
        fields=(("Nomor", ""),),
        tables=(
            PaperTable(heading="#strong[x]", headers=("A", "B"), rows=(("$x^2$", "\u202eterbalik"),)),
            PaperTable(heading="Kosong", headers=("A",), rows=()),
        ),
        is_example=True,
    )
    document = docx.Document(io.BytesIO(render_paper_docx(paper)))
    assert document.tables[0].rows[1].cells[0].text == "$x^2$"
    assert "\u202e" not in document.tables[0].rows[1].cells[1].text
    text = " ".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render_paper_pdf(paper))).pages
    )
    assert "#strong[x]" in text
    assert "Tidak ada." in text


def test_columns_have_room_for_their_longest_word_and_long_texts_for_more() -> None:
    long = "alasan yang panjang " * 20
    rows = (("1", "B-2025-001.01", "4 Februari 2026", long), ("12", "B-2025-001.02", "", "pendek"))
    table = PaperTable(heading="Daftar", headers=("No", "Kode", "Terbuka sejak", "Alasan"), rows=rows)
    number, code, day, reason = table.shares
    assert code >= len("B-2025-001.01")
    assert number < code < reason
    assert day < reason
    assert PaperTable(heading="", headers=("A", "B"), rows=(), widths=(1, 2)).shares == (1, 2)
    whole = "28 Oktober 2026 karena keputusannya dicabut dengan Keputusan KPU tentang pembatalan; semula 16 Juli 2031"
    alike = (
        ("1", "B-2026-001.01", "SKCK", "UU 14/2008 Pasal 17 huruf h", "Nomor 118 Tahun 2026", whole),
    ) * 9
    headers = ("No", "Kode", "Informasi", "Dasar hukum", "Keputusan", "Alasan")
    shares = PaperTable(heading="", headers=headers, rows=alike).shares
    assert shares[-1] > 0.3 * sum(shares)  # of all rows the reason is the tallest cell
    many = tuple("kata-yang-sangat-panjang-sekali" for _ in range(9))
    assert len(set(PaperTable(heading="", headers=many, rows=(many,)).shares)) == 1
