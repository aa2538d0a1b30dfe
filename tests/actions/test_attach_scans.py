"""SOP step 2."""

from __future__ import annotations

import sys
from pathlib import Path

import pikepdf
import pytest
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice
from privacy import open_to

from xl_macros.cli import open_file
from xl_macros.click.hosts import FileHost
from xl_macros.click.office import Selection
from xl_macros.commands.cover_sheets import print_cover_sheets
from xl_macros.errors import Refusal
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, LOG, REGISTER, SCANS

sys.path.insert(0, str(Path(__file__).parents[1] / "resources"))

from corpus_signed import SIGNER, signed_pdf

FIRST, SECOND = "B-2025-001.01", "B-2025-001.02"


def test_a_scan_is_copied_listed_counted_and_its_source_left_alone(received: DeskOfAnOffice) -> None:
    source = received.scan("surat")
    before = source.read_bytes()
    said = received.done("attach-scans", target=FIRST, files=(source,))
    assert f"1 pindaian (1 halaman) dilampirkan pada {FIRST}" in said
    (row,) = received.rows(SCANS)
    stored = received.folder / row["file"]
    assert (row["scan_id"], row["code"], row["kind"], row["pages"]) == ("P-000001", FIRST, "informasi", 1)
    assert stored.stat().st_size == row["size_bytes"]
    assert open_to(stored) == []
    assert source.read_bytes() == before
    assert [(entry["scans"], entry["pages"]) for entry in received.rows(REGISTER)] == [(1, 1), (None, None)]


def test_what_is_still_missing_is_said(received: DeskOfAnOffice) -> None:
    said = received.done("attach-scans", target=FIRST, files=(received.scan("surat"),))
    assert f"belum dipindai: {NUMBER}, {SECOND}" in said
    assert len(received.rows(LOG)) == 1


def test_step_2_ends_when_the_decision_and_every_entry_have_a_scan(received: DeskOfAnOffice) -> None:
    received.done("attach-scans", target=NUMBER, files=(received.scan("keputusan", 1),))
    received.done("attach-scans", target=FIRST, files=(received.scan("satu", 2),))
    said = received.done("attach-scans", target=SECOND, files=(received.scan("dua", 3),))
    assert "Langkah 2 berkas B-2025-001 selesai, terlambat 1 jam" in said
    log = received.rows(LOG)
    assert [row["step"] for row in log] == [1, 2]
    assert log[1]["output"] == "Hasil Pindaian: 3 dokumen"


def test_a_further_scan_after_step_2_is_taken_and_the_log_left_alone(scanned: DeskOfAnOffice) -> None:
    scanned.done("attach-scans", target=FIRST, files=(scanned.scan("tambahan", 9),), kind="lainnya")
    assert len(scanned.rows(SCANS)) == 4
    assert len(scanned.rows(LOG)) == 2


def test_without_files_the_scanner_folder_is_taken(received: DeskOfAnOffice) -> None:
    received.scan("satu", 1)
    received.scan("dua", 2)
    assert "2 pindaian (2 halaman)" in received.done("attach-scans", target=FIRST)


def test_what_was_attached_from_the_scanner_folder_earlier_is_passed_over_in_one_line(
    received: DeskOfAnOffice,
) -> None:
    for number in (1, 2):
        received.scan(f"lama {number}", number)
    received.done("attach-scans", target=FIRST)
    passed_over = "2 berkas di Kotak Masuk Pemindai sudah pernah dilampirkan dan dilewati."
    said = received.done("attach-scans", target=SECOND)
    assert said.startswith(f"Tidak ada pindaian baru. {passed_over}\n")
    assert "Klik Buat Rekapitulasi" in said
    received.scan("baru", 3)
    said = received.done("attach-scans", target=SECOND)
    assert "1 pindaian (1 halaman)" in said
    assert passed_over in said
    assert "lama 1" not in said
    assert "tidak diterima" not in said


def test_an_empty_scanner_folder_is_refused(received: DeskOfAnOffice) -> None:
    assert "folder Kotak Masuk Pemindai kosong" in received.refused("attach-scans", target=FIRST)


def test_a_scanner_folder_that_is_gone_is_refused(received: DeskOfAnOffice) -> None:
    (received.folder / "Kotak Masuk Pemindai").rmdir()
    assert "kosong" in received.refused("attach-scans", target=FIRST)


def test_one_bad_file_does_not_stop_the_good_one(received: DeskOfAnOffice) -> None:
    bad = received.folder / "Kotak Masuk Pemindai" / "rusak.pdf"
    bad.write_bytes(b"%PDF-1.7 bukan apa-apa")
    said = received.done("attach-scans", target=FIRST, files=(received.scan("baik"), bad))
    assert "1 pindaian" in said
    assert "1 berkas tidak diterima:\n- " in said
    assert "rusak.pdf" in said


def test_the_same_scan_twice_is_refused_and_named(received: DeskOfAnOffice) -> None:
    source = received.scan("surat")
    received.done("attach-scans", target=FIRST, files=(source,))
    said = received.refused("attach-scans", target=SECOND, files=(source,))
    assert f"surat.pdf sudah terdaftar sebagai P-000001 pada {FIRST}." in said


def test_a_decision_that_was_not_received_gets_no_scans(desk: DeskOfAnOffice) -> None:
    scan = desk.scan("surat")
    assert "belum diterima" in desk.refused("attach-scans", target=NUMBER, files=(scan,))


def test_the_wrong_role_is_refused(received: DeskOfAnOffice) -> None:
    scan = received.scan("surat")
    assert "Desk Pelayanan" in received.refused("attach-scans", CHECKER, target=FIRST, files=(scan,))


def test_an_unknown_kind_is_refused(received: DeskOfAnOffice) -> None:
    scan = received.scan("surat")
    with pytest.raises(Refusal, match=r"Jenis: 'foto' tidak dikenal; pilih salah satu: keputusan"):
        received.click("attach-scans", target=FIRST, files=(scan,), kind="foto")


def test_scans_after_the_recap_was_checked_are_refused(approved: DeskOfAnOffice) -> None:
    scan = approved.scan("terlambat", 9)
    assert "sudah selesai" in approved.refused("attach-scans", target=FIRST, files=(scan,))


def test_a_page_is_replaced_in_a_new_version_and_the_old_one_kept(received: DeskOfAnOffice) -> None:
    received.done("attach-scans", target=FIRST, files=(received.scan("surat"),))
    better = received.scan("lebih-jelas", 5)
    received.done("attach-scans", replaces="P-000001", page="1", files=(better,))
    old, new = received.rows(SCANS)
    assert (new["replaces"], new["code"], new["pages"]) == ("P-000001", FIRST, 1)
    assert (received.folder / old["file"]).is_file()
    assert received.rows(REGISTER)[0]["scans"] == 1


def test_a_page_is_inserted(received: DeskOfAnOffice) -> None:
    received.done("attach-scans", target=FIRST, files=(received.scan("surat"),))
    received.done(
        "attach-scans", replaces="P-000001", page="2", insert=True, files=(received.scan("lagi", 5),)
    )
    assert received.rows(SCANS)[1]["pages"] == 2


@pytest.mark.parametrize(("replaces", "page"), [("P-000009", "1"), ("P-000001", "0"), ("P-000001", None)])
def test_a_replacement_without_scan_or_page_is_refused(
    received: DeskOfAnOffice, replaces: str, page: str | None
) -> None:
    received.done("attach-scans", target=FIRST, files=(received.scan("surat"),))
    other = received.scan("lagi", 5)
    assert "nomor halaman dan satu berkas" in received.refused(
        "attach-scans", replaces=replaces, page=page, files=(other,)
    )


def test_a_page_goes_into_the_last_version_only(received: DeskOfAnOffice) -> None:
    received.done("attach-scans", target=FIRST, files=(received.scan("surat"),))
    for scan_id, seed in (("P-000001", 5), ("P-000002", 6)):
        received.done("attach-scans", replaces=scan_id, page="1", files=(received.scan(str(seed), seed),))
    other = received.scan("lagi", 7)
    for scan_id in ("P-000001", "P-000002"):
        said = received.refused("attach-scans", replaces=scan_id, page="1", files=(other,))
        assert f"Pindaian {scan_id} sudah diganti dengan P-000003" in said
    received.done("correct", kind="tarik pindaian", target="P-000003", reason="keliru", confirmed=True)
    for scan_id in ("P-000001", "P-000004"):
        said = received.refused("attach-scans", replaces=scan_id, page="1", files=(other,))
        assert f"Pindaian {scan_id} sudah ditarik" in said


def test_a_page_beyond_the_document_is_refused(received: DeskOfAnOffice) -> None:
    received.done("attach-scans", target=FIRST, files=(received.scan("surat"),))
    other = received.scan("lagi", 5)
    received.refused("attach-scans", replaces="P-000001", page="7", files=(other,))


def test_a_listed_file_name_that_climbs_out_of_the_folder_is_refused(received: DeskOfAnOffice) -> None:
    received.done("attach-scans", target=FIRST, files=(received.scan("surat"),))
    received.edit(SCANS, lambda rows: rows[0].update(file="../../etc/passwd"))
    other = received.scan("lagi", 5)
    refusal = received.refused("attach-scans", replaces="P-000001", page="1", files=(other,))
    assert "tidak berada di folder pindaian" in refusal


def select(monkeypatch: pytest.MonkeyPatch, sheet: str, row: int) -> None:
    monkeypatch.setattr(FileHost, "selection", lambda self: Selection(sheet, row))


def test_the_selected_register_row_is_meant_when_nothing_is_named(
    received: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    select(monkeypatch, REGISTER.sheet, 6)
    assert SECOND in received.done("attach-scans", files=(received.scan("surat"),))


def test_the_selected_decision_is_meant_when_nothing_is_named(
    received: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    select(monkeypatch, DECISIONS.sheet, 5)
    received.done("attach-scans", files=(received.scan("surat"),))
    assert [(row["kind"], row["code"]) for row in received.rows(SCANS)] == [("keputusan", None)]


def test_a_selected_row_without_code_is_refused(
    desk: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    select(monkeypatch, REGISTER.sheet, 5)
    scan = desk.scan("surat")
    assert "belum mempunyai kode" in desk.refused("attach-scans", files=(scan,))


def test_standing_nowhere_useful_is_refused(
    received: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    select(monkeypatch, "Beranda", 1)
    scan = received.scan("surat")
    assert "Baris yang terpilih tidak ditemukan di lembar Keputusan" in received.refused(
        "attach-scans", files=(scan,)
    )


def test_a_stack_with_cover_sheets_is_cut_and_each_part_attached(
    received: DeskOfAnOffice, tmp_path: Path
) -> None:
    stack = _stack(received, tmp_path, ["keputusan", "uji", "satu", "dua"])
    said = received.done("attach-scans", stack=True, files=(stack,))
    listed = [(row["code"], row["kind"]) for row in received.rows(SCANS)]
    assert listed == [
        (None, "keputusan"), (None, "lembar uji konsekuensi"), (FIRST, "informasi"), (SECOND, "informasi"),
    ]  # fmt: skip
    assert "Langkah 2 berkas B-2025-001 selesai" in said
    assert "Lembar uji konsekuensi" not in said


def test_a_stack_with_a_code_of_nobody_attaches_the_rest(received: DeskOfAnOffice, tmp_path: Path) -> None:
    stack = _stack(received, tmp_path, ["keputusan", "uji", "satu", "dua"])

    def drop_second(rows: list[Row]) -> list[Row]:
        return rows[:1]

    received.edit(REGISTER, drop_second)
    said = received.done("attach-scans", stack=True, files=(stack,))
    assert "tidak diterima" in said
    assert [row["code"] for row in received.rows(SCANS)] == [None, None, FIRST]


@pytest.mark.parametrize("chosen", [True, False])
def test_a_stack_is_never_attached_whole(received: DeskOfAnOffice, tmp_path: Path, chosen: bool) -> None:
    """Neither chosen for a row nor taken from the scanner's folder by Langkah Berikut."""
    stack = _stack(received, tmp_path, ["keputusan", "uji"])
    for other in stack.parent.iterdir():
        if other != stack:
            other.unlink()
    clicked = ("attach-scans", {"target": FIRST, "files": (stack,)}) if chosen else ("next-step", {})
    said = received.refused(clicked[0], **clicked[1])
    assert "tumpukan.pdf dimulai dengan lembar sampul. Klik Lampirkan > Tumpukan bersampul." in said
    assert received.rows(SCANS) == []
    assert stack.is_file()


def test_what_is_noted_of_many_is_said_once(received: DeskOfAnOffice) -> None:
    for number in (1, 2):
        with pikepdf.open(received.scan(f"surat {number}", number), allow_overwriting_input=True) as pdf:
            script = {"/S": pikepdf.Name.JavaScript, "/JS": "app.alert(1)"}
            pdf.Root.OpenAction = pikepdf.Dictionary(script)
            pdf.save()
    said = received.done("attach-scans", target=FIRST)
    notes = [line for line in said.splitlines() if line.startswith("- ")]
    assert notes
    assert all(line.startswith("- 2 pindaian: ") for line in notes)


def _stack(desk: DeskOfAnOffice, tmp_path: Path, names: list[str]) -> Path:
    """Cover sheet, page, cover sheet, page: as a scanner would deliver it, every page an image."""
    import io
    import shutil
    import subprocess

    import img2pdf
    from PIL import Image

    if shutil.which("pdftoppm") is None:
        pytest.skip("needs poppler-utils")
    covers = print_cover_sheets(open_file(desk.book), None, tmp_path / "sampul.pdf")
    pages: list[bytes] = []
    for number, name in enumerate(names, 1):
        for source, page in ((covers, number), (desk.scan(name, number), 1)):
            command = [
                "pdftoppm",
                "-r",
                "100",
                "-f",
                str(page),
                "-l",
                str(page),
                "-gray",
                "-jpeg",
                str(source),
            ]
            image = Image.open(io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout))
            out = io.BytesIO()
            image.save(out, "JPEG", quality=70)
            pages.append(out.getvalue())
    stack = desk.folder / "Kotak Masuk Pemindai" / "tumpukan.pdf"
    stack.write_bytes(img2pdf.convert(pages))
    with pikepdf.open(stack) as pdf:
        assert len(pdf.pages) == 2 * len(names)
    return stack


# -- the scanner's folder as systems leave it; signed documents ------------------------------------------


def test_a_folder_with_nothing_but_litter_is_no_error(received: DeskOfAnOffice) -> None:
    inbox = received.folder / "Kotak Masuk Pemindai"
    (inbox / "Thumbs.db").write_bytes(b"x")
    (inbox / "desktop.ini").write_bytes(b"x")
    (inbox / "lama").mkdir()
    said = received.done("attach-scans", target=FIRST)
    assert said.startswith(
        "Tidak ada pindaian baru. "
        "3 berkas sistem, folder atau unduhan yang belum selesai di Kotak Masuk Pemindai diabaikan.\n"
    )
    received.scan("surat")
    said = received.done("attach-scans", target=FIRST)
    assert "1 pindaian (1 halaman)" in said
    assert "tidak diterima" not in said


def signed_file(desk: DeskOfAnOffice, name: str) -> Path:
    path = desk.folder / f"{name}.pdf"
    path.write_bytes(signed_pdf(2))
    return path


def test_a_signed_document_is_told_and_kept_to_the_byte(received: DeskOfAnOffice) -> None:
    source = signed_file(received, "tte")
    said = received.done("attach-scans", target=FIRST, files=(source,))
    assert f"Bertanda tangan elektronik: {SIGNER}" in said
    (row,) = received.rows(SCANS)
    assert (received.folder / row["file"]).read_bytes() == source.read_bytes()


def test_a_page_of_a_signed_document_is_replaced_only_on_a_yes(received: DeskOfAnOffice) -> None:
    received.done("attach-scans", target=FIRST, files=(signed_file(received, "tte"),))
    change = {"replaces": "P-000001", "page": 1, "files": (received.scan("baru", 5),)}
    question = received.asked("attach-scans", **change)
    assert "bertanda tangan elektronik" in question
    said = received.done("attach-scans", confirmed=True, **change)
    assert "Tanda tangan elektronik tidak berlaku lagi pada versi ini; aslinya P-000001" in said
    assert len(received.rows(SCANS)) == 2


def test_scans_of_an_entry_whose_decision_lost_its_code_are_refused(received: DeskOfAnOffice) -> None:
    def clear(rows: list[Row]) -> None:
        rows[0]["berkas"] = None

    received.edit(DECISIONS, clear)
    assert "belum diterima" in received.refused("attach-scans", target=FIRST, files=(received.scan("surat"),))
