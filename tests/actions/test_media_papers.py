"""Papers of the scanning: every listed scan in exactly one paper of a day and of a quarter, nothing typed again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice

from xl_macros.actions import edit_templates
from xl_macros.commands.upgrade import upgrade
from xl_macros.errors import Refusal
from xl_macros.keeping.media_papers import LIST_TEXT, RECORD_TEXT, Filling, quarter_of, session_of
from xl_macros.places import resources
from xl_macros.reports import paper_text
from xl_macros.reports.draft import DesktopError
from xl_macros.reports.wording import count
from xl_macros.tables.schema import SCANS

DAY, QUARTER = "berita acara alih media (hari)", "berita acara alih media (triwulan)"
FIRST = "B-2025-001.01"


def rows_of(desk: DeskOfAnOffice, stem: str) -> list[list[str]]:
    document = docx.Document(str(desk.folder / "Laporan" / f"{stem}.docx"))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def pdf_words(desk: DeskOfAnOffice, stem: str) -> str:
    pages = pypdf.PdfReader(desk.folder / "Laporan" / f"{stem}.pdf").pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_day_lies_in_exactly_one_quarter_and_quarters_leave_no_gap(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter_of(quarter.first) == quarter_of(quarter.last) == quarter
    assert quarter_of(quarter.last + timedelta(days=1)).first == quarter.last + timedelta(days=1)
    assert session_of(day)[:2] == (day, day)


def test_every_listed_scan_stands_in_one_paper_and_the_sums_are_those_of_the_list(
    received: DeskOfAnOffice,
) -> None:
    received.done("attach-scans", target=NUMBER, files=(received.scan("keputusan", 1),))
    received.done("attach-scans", target=FIRST, files=(received.scan("satu", 2),), hours=24)
    received.done("attach-scans", target=FIRST, files=(received.scan("kedua", 3),), hours=24 * 40)
    received.done(
        "correct", CHECKER, kind="tarik pindaian", target="P-000002", reason="keliru", confirmed=True
    )
    listed = received.rows(SCANS)
    days = [row["taken_at"].date() for row in listed]
    found: dict[str, list[str]] = {DAY: [], QUARTER: []}
    for kind, span_of in ((DAY, session_of), (QUARTER, quarter_of)):
        for span in sorted({span_of(day) for day in days}):
            said = received.done("draft-paper", kind=kind, on=f"{span.first}")
            assert span.name in said
            mine = [row for row in listed if span.first <= row["taken_at"].date() <= span.last]
            *lines, total = rows_of(received, f"Daftar Alih Media {span.stem}")[1:]
            found[kind] += [line[1] for line in lines]
            assert [line[1] for line in lines] == [row["scan_id"] for row in mine]
            assert [line[9].replace(" ", "") for line in lines] == [row["sha256"] for row in mine]
            assert total[2] == f"{len(mine)} pindaian"
            assert total[5] == str(sum(row["pages"] for row in mine))
            assert total[8] == count(sum(row["size_bytes"] for row in mine))
            *_, sums = rows_of(received, f"Berita Acara Alih Media {span.stem}")
            assert sums[3:] == [str(len(mine)), total[5], total[8]]
            words = pdf_words(received, f"Daftar Alih Media {span.stem}")
            assert all(row["scan_id"] in words for row in mine)
            assert mine[-1]["chain_hash"] in words
    everything = [row["scan_id"] for row in listed]
    assert found == {DAY: everything, QUARTER: everything}
    assert "ditarik" in pdf_words(received, f"Daftar Alih Media {session_of(days[1]).stem}")


def test_who_scanned_signs_and_the_place_is_the_offices(scanned: DeskOfAnOffice) -> None:
    scanned.done("draft-paper", kind=QUARTER)
    stem = "Berita Acara Alih Media 2026 triwulan 3"
    document = docx.Document(str(scanned.folder / "Laporan" / f"{stem}.docx"))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines.index("Yang melaksanakan:") < lines.index("Yohanes Darmawan") < lines.index("Mengetahui:")
    assert "waktu yang diliput belum berakhir" in pdf_words(scanned, stem)
    assert "di Labuan Bajo, KPU Kabupaten Manggarai Barat telah melaksanakan" in pdf_words(scanned, stem)


def test_a_row_that_lists_a_file_again_is_counted_and_said(scanned: DeskOfAnOffice) -> None:
    moved = {"kind": "pindahkan pindaian", "target": "P-000002", "to": "B-2025-001.02", "reason": "tertukar"}
    scanned.done("correct", CHECKER, confirmed=True, **moved)
    scanned.done("draft-paper", kind=QUARTER)
    assert "1 baris mencatat lagi berkas yang sudah tercatat" in pdf_words(
        scanned, "Berita Acara Alih Media 2026 triwulan 3"
    )
    words = pdf_words(scanned, "Daftar Alih Media 2026 triwulan 3")
    assert "digantikan P-000004" in words
    assert "menggantikan P-000002" in words


def test_a_quarter_without_scans_is_reported_as_such_and_a_day_is_not(scanned: DeskOfAnOffice) -> None:
    scanned.done("draft-paper", kind=QUARTER, on="2026-05-02")
    assert "(nihil)" in pdf_words(scanned, "Berita Acara Alih Media 2026 triwulan 2")
    assert "Yang terakhir: 24 Agustus 2026" in scanned.refused("draft-paper", kind=DAY, on="2026-08-23")
    assert "belum tiba" in scanned.refused("draft-paper", kind=QUARTER, on="2026-10-01")
    assert "belum tiba" in scanned.refused("draft-paper", kind=DAY, on="2026-12-01")


def test_a_row_that_could_belong_anywhere_stops_the_sum(scanned: DeskOfAnOffice) -> None:
    scanned.edit(SCANS, lambda rows: rows[0].update(taken_at=None) or rows[1].update(pages=None))
    said = scanned.refused("draft-paper", kind=QUARTER)
    assert "Lembar Pindaian baris 5: P-000001: kolom 'Dilampirkan' tidak terbaca." in said
    assert "P-000002: kolom 'Halaman' tidak terbaca." in said


@pytest.fixture
def templates(scanned: DeskOfAnOffice) -> Path:
    """The office's own texts, as the button copies them."""
    said = scanned.done("edit-templates")
    assert "disalin dari bawaan" in said
    assert (scanned.folder / "Templat" / LIST_TEXT).read_bytes() == resources.template(LIST_TEXT).read_bytes()
    return scanned.folder / "Templat" / RECORD_TEXT


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8-sig")


def test_the_office_changes_the_words_of_both_forms_in_one_file(
    scanned: DeskOfAnOffice, templates: Path
) -> None:
    change(templates, "Berita acara alih media arsip\n", "Berita Acara Pemindaian\n")
    change(
        templates, "{catatan}", 'Disaksikan oleh {petugas}. $x$ #strong[y] #read("/etc/passwd") <b>&amp;\x07'
    )
    told = scanned.done("draft-paper", kind=QUARTER)
    assert "Berita Acara Pemindaian" in told
    assert "Templat kantor Templat/berita_acara_alih_media.txt dipakai" in told
    assert "tidak di sana: {catatan}" in told
    said = 'Disaksikan oleh Yohanes Darmawan. $x$ #strong[y] #read("/etc/passwd") <b>&amp;'
    stem = "Berita Acara Alih Media 2026 triwulan 3"
    assert said in pdf_words(scanned, stem)
    document = docx.Document(str(scanned.folder / "Laporan" / f"{stem}.docx"))
    assert any(paragraph.text.startswith(said) for paragraph in document.paragraphs)


def test_the_office_s_own_text_stays_when_the_program_brings_another(
    scanned: DeskOfAnOffice, templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update replaces what came along; the carrying over of the workbook leaves the office's folder alone."""
    change(templates, "Tempat: {tempat}", "Bertempat di: {tempat}")
    before = templates.read_bytes()
    newer = tmp_path / "templates"
    newer.mkdir()
    for name in (RECORD_TEXT, LIST_TEXT):
        text = resources.template(name).read_text(encoding="utf-8")
        (newer / name).write_text(text.replace("{ukuran}", "{ukuran} {petugas}"), encoding="utf-8")
    monkeypatch.setattr(paper_text, "template", lambda name: newer / name)
    assert "{petugas}" in scanned.done("draft-paper", kind=QUARTER)
    assert "Bertempat di" in pdf_words(scanned, "Berita Acara Alih Media 2026 triwulan 3")
    upgrade(scanned.book, scanned.now, confirmed=True)
    scanned.done("edit-templates")
    assert templates.read_bytes() == before


def test_what_is_wrong_with_an_own_text_is_told_before_a_paper_is_wanted(
    scanned: DeskOfAnOffice, templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(templates, "{jumlah}", "{banyak}")
    outcome = scanned.click("edit-templates")
    assert outcome.exit_code == 1
    assert "menyebut {banyak}, yang tidak dikenal" in outcome.text
    assert "hapus berkasnya dari folder Templat" in outcome.text
    templates.unlink()
    templates.symlink_to(scanned.folder / "rahasia.txt")
    assert "tidak dapat dibaca sebagai teks" in scanned.refused("draft-paper", kind=QUARTER)
    templates.unlink()
    scanned.done("draft-paper", kind=QUARTER)
    opened: list[Path] = []

    class Shows:
        def show_folder(self, path: Path) -> None:
            opened.append(path)

    class Fails:
        def show_folder(self, path: Path) -> None:
            raise DesktopError("nothing opens it")

    monkeypatch.setattr(edit_templates, "this_desktop", Shows)
    assert "Foldernya terbuka." in scanned.done("edit-templates")
    assert opened == [templates]
    monkeypatch.setattr(edit_templates, "this_desktop", Fails)
    assert "Foldernya: " in scanned.done("edit-templates")


def test_a_folder_of_templates_that_leads_elsewhere_is_refused(
    scanned: DeskOfAnOffice, tmp_path: Path
) -> None:
    (tmp_path / "lain").mkdir()
    (scanned.folder / "Templat").symlink_to(tmp_path / "lain")
    assert "Folder Templat adalah tautan" in scanned.refused("draft-paper", kind=QUARTER)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            lambda text: text.replace("{jumlah}", "{jumlah.__class__}"),
            r"menyebut \{jumlah.__class__\}, yang tidak dikenal",
        ),
        (lambda text: text.replace("[isi]", ""), r"tidak mempunyai bagian \[isi\]"),
        (lambda text: text.replace("Nomor:", "Nomor"), "memuat 'Nomor' tanpa titik dua"),
        (lambda text: text + "x" * paper_text.LARGEST_BYTES, "terlalu besar"),
        (lambda text: text + "\udcff", "tidak dapat dibaca sebagai teks"),
    ],
)
def test_a_template_that_cannot_be_filled_is_named(templates: Path, damage: object, said: str) -> None:
    assert callable(damage)
    templates.write_text(
        damage(templates.read_text(encoding="utf-8")), encoding="utf-8", errors="surrogateescape"
    )
    with pytest.raises(Refusal, match=said):
        paper_text.paper_text(RECORD_TEXT, dict.fromkeys(Filling._fields, "1"), templates.parent)


def test_copying_the_texts_is_taken_back_like_any_click(scanned: DeskOfAnOffice, templates: Path) -> None:
    assert templates.is_file()
    scanned.done("undo-last", confirmed=True)
    assert not templates.exists()
