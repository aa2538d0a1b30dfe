"""What the command line can do, from the ribbon: search, due dates, cover sheets, the guide; and the next step."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pikepdf
import pytest
from office_at_work import CHECKER, DECISION, ENTRY, NOW, NUMBER, DeskOfAnOffice, filled

from xl_macros.actions import open_guide
from xl_macros.click.hosts import FileHost
from xl_macros.click.macro import Ending
from xl_macros.click.office import Selection
from xl_macros.reports.draft import DesktopError
from xl_macros.scans import text_index, text_layer
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, EVENTS, LOG, REGISTER, SCANS

BERKAS, FIRST, SECOND = "B-2025-001", "B-2025-001.01", "B-2025-001.02"


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> Any:
    def at(sheet: str, row: int, *, excel: bool = False) -> None:
        monkeypatch.setattr(FileHost, "selection", lambda _: Selection(sheet, row))
        if excel:
            monkeypatch.setattr(FileHost, "facts", lambda _: {"host": "Excel"})

    return at


def second_decision(desk: DeskOfAnOffice) -> str:
    number = "Nomor 9 Tahun 2025"
    row = {**DECISION, "number": number, "received_at": NOW}
    desk.edit(DECISIONS, lambda rows: [*rows, Row(row.items())])
    entry = {**ENTRY, "decision_number": number}
    desk.edit(REGISTER, lambda rows: [*rows, Row(entry.items())])
    return number


# -- the next step ---------------------------------------------------------------------------------------


def test_the_next_step_goes_through_the_whole_procedure(desk: DeskOfAnOffice) -> None:
    desk.done("next-step", CHECKER)
    assert desk.rows(DECISIONS)[0]["berkas"] == BERKAS
    for name in ("keputusan", "satu", "dua"):
        for old in (desk.folder / "Kotak Masuk Pemindai").iterdir():
            old.unlink()
        desk.scan(name, seed=len(name))
        desk.done("next-step")
    assert [row["code"] for row in desk.rows(SCANS)] == [None, FIRST, SECOND]
    desk.done("next-step", confirmed=True)
    assert desk.rows(LOG)[-1]["step"] == 3
    assert "Isian Periksa Rekapitulasi" in desk.done("next-step", CHECKER)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    desk.done("next-step", target=FIRST)
    assert desk.rows(LOG)[-1]["step"] == 5
    assert "002" not in desk.done("next-step", target=BERKAS)
    assert desk.rows(LOG)[-1]["step"] == 6
    desk.done("next-step")
    assert desk.rows(EVENTS)[-1]["kind"] == "surel disusun"
    said = desk.refused("next-step")
    assert "Keenam langkah berkas B-2025-001 sudah selesai, dan surel laporan 001/LAP-PDID/VIII/2026" in said
    assert len(desk.rows(EVENTS)) == 1


def test_a_click_on_the_next_step_is_told_and_undone_as_the_action_it_was(desk: DeskOfAnOffice) -> None:
    desk.done("next-step", CHECKER)
    assert "Urungkan Terima Keputusan" in desk.asked("undo-last", CHECKER)


def test_it_must_be_clear_which_berkas_is_meant(received: DeskOfAnOffice, standing: Any) -> None:
    number = second_decision(received)
    received.done("next-step", CHECKER, target=number)
    assert "Belum jelas berkas mana" in received.refused("next-step")
    standing(DECISIONS.sheet, received.rows(DECISIONS)[1].sheet_row)
    assert "Kotak Masuk Pemindai kosong" in received.refused("next-step")
    received.scan("kedua")
    received.done("next-step")
    assert received.rows(SCANS)[-1]["berkas"] == "B-2025-002"


def test_a_selected_decision_is_received(received: DeskOfAnOffice, standing: Any) -> None:
    second_decision(received)
    standing(DECISIONS.sheet, received.rows(DECISIONS)[1].sheet_row)
    received.done("next-step", CHECKER)
    assert received.rows(DECISIONS)[1]["berkas"] == "B-2025-002"


def test_an_office_without_any_decision_is_told(desk: DeskOfAnOffice) -> None:
    desk.edit(DECISIONS, lambda rows: [row.update(dict.fromkeys(row)) for row in rows][:0])
    assert "Impor Daftar" in desk.refused("next-step")


# -- search, due dates, cover sheets ---------------------------------------------------------------------


def test_a_text_is_found_and_many_places_are_cut(
    received: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"'KESEHATAN 1' ada di 1 tempat:\n{FIRST}" in received.done("find-text", text="KESEHATAN 1")
    assert "'takada' tidak ditemukan." in received.done("find-text", text="takada")
    assert "Tidak ada yang dicari" in received.refused("find-text")
    monkeypatch.setattr("xl_macros.actions.find_text._MOST", 1)
    assert "... dan " in received.done("find-text", text="kesehatan")


def test_what_ends_soon_is_listed_and_made_a_calendar(received: DeskOfAnOffice) -> None:
    assert "Tidak ada yang jatuh dalam 3 hari" in received.done("list-due", within=3)
    received.done("compute-expiry")
    said = received.done("list-due", within=4000, calendar=True)
    assert FIRST in said
    (path,) = received.last.paths
    assert path.parent.name == "Laporan"
    assert b"BEGIN:VCALENDAR" in path.read_bytes()
    assert received.click("list-due").ending is Ending.DONE


def test_what_has_no_deadline_is_listed_without_a_day(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(legal_basis="UU 43/2009"))
    said = received.done("list-due")
    assert "\n  UU 43/2009  Isi kolom Berlaku Sejak" in said


def test_cover_sheets_are_for_what_is_not_scanned_yet(received: DeskOfAnOffice, standing: Any) -> None:
    assert received.done("print-covers").startswith("4 lembar sampul")
    received.done("attach-scans", target=FIRST, files=(received.scan("satu"),))
    assert received.done("print-covers").startswith("3 lembar sampul")
    assert received.done("print-covers", everything=True).startswith("4 lembar sampul")
    assert "sudah mempunyai pindaian" in received.refused("print-covers", target=FIRST)
    assert "Tidak ada informasi berkode" in received.refused("print-covers", target="B-2025-009")
    standing(DECISIONS.sheet, received.rows(DECISIONS)[0].sheet_row, excel=True)
    assert received.done("print-covers").startswith("3 lembar sampul")


@pytest.mark.parametrize(("entries", "is_asked"), [(198, False), (199, True)])
def test_more_cover_sheets_than_anybody_prints_by_mistake_are_asked_about(
    tmp_path: Path, entries: int, is_asked: bool
) -> None:
    """Two hundred pages, with those of the decision and its test, are printed; one more is asked about."""
    desk = filled(tmp_path / "kantor", entries)
    desk.done("receive-decision", CHECKER, target=NUMBER)
    if is_asked:
        assert "201 lembar sampul akan dibuat" in desk.asked("print-covers")
        assert desk.last.paths == ()
    assert desk.done("print-covers", confirmed=is_asked).startswith(f"{entries + 2} lembar sampul")
    (path,) = desk.last.paths
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == entries + 2


# -- the text of scans -----------------------------------------------------------------------------------


def text_pdf(path: Path, text: str) -> Path:
    """A page with text, as recognition leaves it."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    name = pikepdf.Name
    font = pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pdf.make_stream(f"BT /F1 11 Tf 60 780 Td ({text}) Tj ET".encode())
    pdf.save(path)
    hour_ago = path.stat().st_mtime - 3600
    os.utime(path, (hour_ago, hour_ago))
    return path


@pytest.fixture
def with_texts(received: DeskOfAnOffice, tmp_path: Path) -> DeskOfAnOffice:
    for target, text in ((FIRST, "Kolesterol tinggi"), (SECOND, "Tekanan darah")):
        received.done("attach-scans", target=target, files=(text_pdf(tmp_path / f"{target}.pdf", text),))
    return received


def test_a_scan_s_text_is_read_once_and_then_known(
    with_texts: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = with_texts.rows(SCANS)
    place = f"{FIRST}  {first['file']}, halaman 1"
    assert place in with_texts.done("find-text", text="KOLESTEROL")
    monkeypatch.setattr(text_layer, "page_texts", lambda *_: pytest.fail("it was read before"))
    assert place in with_texts.done("find-text", text="kolesterol  tinggi")
    assert "tidak ditemukan" in with_texts.done("find-text", text="kolesterol rendah")


def test_what_is_not_the_listed_file_is_read_each_time_and_never_kept(with_texts: DeskOfAnOffice) -> None:
    first, _ = with_texts.rows(SCANS)
    text_pdf(with_texts.folder / first["file"], "Bukan yang terdaftar")
    assert FIRST in with_texts.done("find-text", text="bukan yang terdaftar")
    index = text_index.TextIndex(with_texts.folder / ".kecuali")
    assert first["sha256"] not in index.known()
    assert index.pages_with("terdaftar") == {}
    (with_texts.folder / first["file"]).unlink()
    assert "1 pindaian hilang" in with_texts.done("find-text", text="terdaftar")


def test_a_removed_scan_s_text_goes_with_its_file(with_texts: DeskOfAnOffice) -> None:
    with_texts.done("find-text", text="apa saja")
    first, second = with_texts.rows(SCANS)
    path = with_texts.folder / ".kecuali" / text_index.NAME
    assert b"kolesterol" in path.read_bytes()
    with_texts.done(
        "correct",
        CHECKER,
        target=first["scan_id"],
        kind="tarik pindaian",
        reason="salah orang",
        remove_file=True,
        confirmed=True,
    )
    assert b"kolesterol" not in path.read_bytes()
    assert text_index.TextIndex(path.parent).known() == {second["sha256"]}


# -- the guide -------------------------------------------------------------------------------------------


class Desktop:
    def __init__(self, fails: bool = False) -> None:
        self.opened: list[Path] = []
        self.fails = fails

    def show_in_default_program(self, path: Path) -> None:
        if self.fails:
            raise DesktopError("nothing opens it")
        self.opened.append(path)


def test_the_guide_is_opened_at_the_step_that_is_due(
    received: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Baca bab Langkah 2." in received.done("open-guide", target=NUMBER)
    assert received.last.paths[0].name == "panduan.html"
    desktop = Desktop()
    monkeypatch.setattr(open_guide, "this_desktop", lambda: desktop)
    assert received.done("open-guide").startswith("Panduan terbuka.")
    (page,) = desktop.opened
    assert page.parent == received.folder / ".kecuali"
    (link,) = set(re.findall(r'(?:url=|href=")([^"]+)"', page.read_text("utf-8")))
    guide, _, chapter = link.partition("#")
    assert f'<h2 id="{chapter}">Langkah 2: ' in Path(url2pathname(urlsplit(guide).path)).read_text("utf-8")
    monkeypatch.setattr(open_guide, "this_desktop", lambda: Desktop(fails=True))
    assert received.done("open-guide").startswith("Panduan ada di")


def test_a_guide_that_is_not_there_is_told(
    desk: DeskOfAnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = Desktop()
    with monkeypatch.context() as patch:
        patch.setattr(open_guide, "this_desktop", lambda: desktop)
        assert "Bila ada yang keliru" in desk.done("open-guide")
    assert [path.parent.name for path in desktop.opened] == ["docs"]
    monkeypatch.setattr(open_guide, "project_file", lambda _: tmp_path / "tiada.html")
    assert "pasang.cmd" in desk.refused("open-guide")
