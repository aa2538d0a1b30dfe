"""An older workbook's content in a workbook of this version: whole, verified, and the old one kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from office_at_work import DeskOfAnOffice

from xl_macros.cli import main
from xl_macros.file_engine import open_book
from xl_macros.keeping import carrying_over
from xl_macros.places.resources import workbook_file
from xl_macros.tables.bodies import Columns
from xl_macros.tables.recap_sheet import RECAP
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import (
    DECISIONS,
    EVENTS,
    HOLIDAYS,
    LEGAL_BASES,
    LOG,
    NAME_INTERPRETER,
    NAME_LAST_CHECK,
    OFFICERS,
    REGISTER,
    SCANS,
    SETTING_BLOCKS,
    SETTINGS,
    STEPS,
    WORKBOOK_NAME,
    WORKING_HOURS,
    Table,
)

CHECKER_OF_DEMO = "Maria Goreti Jelita"
NOW = "2026-09-01T10:00:00"
ALL = (
    DECISIONS,
    REGISTER,
    EVENTS,
    LOG,
    SCANS,
    SETTINGS,
    OFFICERS,
    STEPS,
    LEGAL_BASES,
    HOLIDAYS,
    WORKING_HOURS,
)


@pytest.fixture
def upgraded(demo: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*options: str) -> tuple[int, str]:
        code = main(["upgrade", "--book", str(demo.book), "--now", NOW, *options])
        said = capsys.readouterr()
        assert "galat yang tidak terduga" not in said.err
        return code, said.out + said.err

    return run


def contents(desk: DeskOfAnOffice) -> dict[str, list[dict[str, object]]]:
    return {table.name: [dict(row) for row in desk.rows(table)] for table in ALL}


def old_copies(desk: DeskOfAnOffice) -> list[Path]:
    return sorted((desk.folder / "Cadangan" / "Versi lama").glob("*.xlsm"))


def retitle(desk: DeskOfAnOffice, table: Table, before: str, after: str) -> None:
    """Give a column another title, as a version without the one and with the other would have it."""
    book = open_book(desk.book)
    whole = book.sheets[table.sheet].tables[table.name].range
    at = whole.raw_value[0].index(before)
    book.sheets[table.sheet].range((whole.row, whole.column + at)).value = after
    book.save()
    book.close()


def edit_parts(book: Path, change: Callable[[str, bytes], bytes]) -> None:
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(name, data))


def test_all_that_the_office_has_is_carried_and_nothing_else_is_touched(
    demo: DeskOfAnOffice, upgraded: Callable[..., tuple[int, str]]
) -> None:
    demo.done("verify-archive", CHECKER_OF_DEMO)
    before, files, old = contents(demo), demo.fingerprint(), demo.book.read_bytes()
    code, said = upgraded()
    assert code == 0, said
    assert "3 keputusan, 10 informasi" in said
    assert contents(demo) == before
    (kept,) = old_copies(demo)
    assert kept.name == "Register-Dikecualikan sebelum pembaruan 2026-09-01 10.00.00.xlsm"
    assert kept.read_bytes() == old
    assert kept.stat().st_mode & 0o077 == 0
    assert demo.book.stat().st_mode & 0o077 == 0
    after = demo.fingerprint()
    gone = {name for name in files if name not in after}
    assert {name.rpartition("/")[0] for name in gone} == {".kecuali/urungkan"}
    changed = {name for name in after if files.get(name) != after[name]}
    assert changed == {WORKBOOK_NAME, kept.relative_to(demo.folder).as_posix()}
    assert "Semua utuh" in demo.done("verify-archive", CHECKER_OF_DEMO)


def test_the_new_workbook_is_this_versions_and_goes_on_working(
    demo: DeskOfAnOffice, upgraded: Callable[..., tuple[int, str]]
) -> None:
    edit_parts(
        demo.book, lambda name, data: b"alte Makros" if name == "xl/vbaProject.bin" else data
    )  # an older program in it
    assert upgraded()[0] == 0
    with zipfile.ZipFile(demo.book) as new, zipfile.ZipFile(workbook_file(WORKBOOK_NAME)) as fresh:
        assert new.read("xl/vbaProject.bin") == fresh.read("xl/vbaProject.bin")
    demo.now = datetime(2026, 9, 2, 8, 0)
    assert "Tidak ada tombol yang dapat diurungkan" in demo.refused(
        "undo-last", CHECKER_OF_DEMO, confirmed=True
    )
    head = demo.rows(EVENTS)[-1]["chain_hash"]
    event = {"event": "peristiwa terjadi", "on": "2026-09-01", "evidence": "Surat 1"}
    demo.done("record-event", CHECKER_OF_DEMO, target="B-2015-001.01", **event)
    assert demo.rows(EVENTS)[-2]["chain_hash"] == head
    demo.done("undo-last", CHECKER_OF_DEMO, confirmed=True)
    demo.done("build-recap", "Yohanes Darmawan Ngabut", confirmed=True)


def test_settings_references_and_notes_of_the_office_are_kept_and_new_ones_arrive(
    demo: DeskOfAnOffice, upgraded: Callable[..., tuple[int, str]]
) -> None:
    seeds = {table.name: demo.rows(table) for table in (HOLIDAYS, LEGAL_BASES)}
    demo.set(warn_days="45", office_city="Ruteng")
    demo.edit(STEPS, lambda rows: [row.update(standard="3 jam") for row in rows[:1]] and rows)
    demo.edit(
        LEGAL_BASES,
        lambda rows: [Row({**rows[0], "valid_to": date(2026, 1, 1)}, rows[0].sheet_row), *rows[2:]],
    )
    own = Row({**dict.fromkeys(HOLIDAYS.fields), "date": date(2027, 8, 17), "kind": "libur nasional"})
    demo.edit(HOLIDAYS, lambda rows: [*rows[1:], own])
    book = open_book(demo.book)
    whole = book.sheets[RECAP.sheet].tables[RECAP.name].range
    row = next(n for n, line in enumerate(whole.raw_value) if "B-2025-001.03" in line)
    book.sheets[RECAP.sheet].range((whole.row + row, RECAP.fields.index("note") + 1)).value = "tanya provinsi"
    tables = TableStore(book)
    tables.set_named_value(NAME_INTERPRETER, r"C:\Kecuali\pythonw.exe")
    tables.set_named_value(NAME_LAST_CHECK, "utuh")
    book.save()
    book.close()
    code, said = upgraded()
    assert code == 0, said
    settings = {row["name"]: row["value"] for row in demo.rows(SETTINGS)}
    assert settings["Segera berakhir (hari)"] == "45"
    assert settings["Kota penandatanganan"] == "Ruteng"
    assert demo.rows(STEPS)[0]["standard"] == "3 jam"
    bases = {row["act"]: row for row in demo.rows(LEGAL_BASES)}
    first, second = (row["act"] for row in seeds[LEGAL_BASES.name][:2])
    assert bases[first]["valid_to"] == date(2026, 1, 1)
    assert second in bases, "an act that this version brings"
    assert f"dibiarkan seperti semula: {first}." in said
    days = {row["date"] for row in demo.rows(HOLIDAYS)}
    assert date(2027, 8, 17) in days
    assert seeds[HOLIDAYS.name][0]["date"] not in days, "a holiday that the office struck off stays off"
    book = open_book(demo.book)
    body = book.sheets[RECAP.sheet].tables[RECAP.name].range.raw_value
    (line,) = (line for line in body if "B-2025-001.03" in line)
    assert line[RECAP.fields.index("note")] == "tanya provinsi"
    tables = TableStore(book)
    assert tables.named_text(NAME_INTERPRETER) == r"C:\Kecuali\pythonw.exe"
    assert tables.named_text(NAME_LAST_CHECK) == "utuh"
    book.close()


def test_settings_of_one_long_list_come_into_their_blocks(
    demo: DeskOfAnOffice, upgraded: Callable[..., tuple[int, str]]
) -> None:
    """As older workbooks have them: no headings, another order, blank cells, English words in templates."""
    titles = {block.title for block in SETTING_BLOCKS}
    order = [row["name"] for row in demo.rows(SETTINGS)]
    demo.set(secretary_name=None, letterhead_3=None, report_number="{seq:03d}/LAP/{year}", sop_number="7")
    demo.edit(SETTINGS, lambda rows: [row for row in reversed(rows) if row["name"] not in titles])
    before = {row["name"]: row["value"] for row in demo.rows(SETTINGS)}
    code, said = upgraded()
    assert code == 0, said
    rows = demo.rows(SETTINGS)
    assert [row["name"] for row in rows] == order
    changed = {row["name"]: row["value"] for row in rows if row["value"] != before.get(row["name"])}
    assert changed == {
        "Nama Sekretaris": "isi: nama lengkap Sekretaris dengan gelar",
        "Templat nomor laporan": "{urut:03d}/LAP/{tahun}",
    }
    assert "'Nama Sekretaris' belum diisi" in demo.refused("email-report", CHECKER_OF_DEMO)


def test_a_column_that_came_is_blank_and_one_that_went_is_asked_about(
    demo: DeskOfAnOffice, upgraded: Callable[..., tuple[int, str]]
) -> None:
    """The old workbook has Nomor Rak where this version has Tempat Fisik, and knows no Menggantikan of scans."""
    retitle(demo, REGISTER, "Tempat Fisik", "Nomor Rak")
    retitle(demo, SCANS, "Menggantikan", "Sisipan")
    old = demo.book.read_bytes()
    before = demo.fingerprint()
    code, said = upgraded()
    assert code == 3
    assert "- lembar Register, kolom Nomor Rak: 10 sel" in said
    assert "Tambahkan --yes bila ya." in said
    assert demo.fingerprint() == before
    code, said = upgraded("--yes")
    assert code == 0, said
    assert "Kolom baru yang masih kosong: Tempat Fisik (tblRegister), Menggantikan (tblPindaian)." in said
    assert {row["place"] for row in demo.rows(REGISTER)} == {None}
    assert "Semua utuh" in demo.done("verify-archive", CHECKER_OF_DEMO)
    assert old_copies(demo)[0].read_bytes() == old


def test_a_chained_column_that_went_is_asked_about_with_what_that_costs(
    demo: DeskOfAnOffice, upgraded: Callable[..., tuple[int, str]]
) -> None:
    retitle(demo, LOG, "Arahan", "Petunjuk")
    before = demo.fingerprint()
    code, said = upgraded()
    assert code == 3
    assert "- lembar LogLangkah, kolom Petunjuk:" in said
    assert "- keutuhan lembar LogLangkah: tidak terbukti lagi" in said
    assert demo.fingerprint() == before


def test_a_table_that_the_old_version_did_not_have_starts_as_delivered(
    demo: DeskOfAnOffice, upgraded: Callable[..., tuple[int, str]]
) -> None:
    hours = demo.rows(WORKING_HOURS)
    edit_parts(demo.book, lambda _, data: data.replace(b'"tblJamKerja"', b'"tblLama"'))
    assert upgraded()[0] == 0
    assert demo.rows(WORKING_HOURS) == hours


def test_a_chain_that_was_broken_before_is_not_mended_in_passing(
    demo: DeskOfAnOffice, upgraded: Callable[..., tuple[int, str]]
) -> None:
    demo.edit(LOG, lambda rows: [row.update(hours_used=0.5) for row in rows[1:2]] and rows)
    code, said = upgraded()
    assert code == 3
    assert "- keutuhan lembar LogLangkah: tidak terbukti lagi" in said
    assert upgraded("--yes")[0] == 0
    outcome = demo.click("verify-archive", CHECKER_OF_DEMO)
    assert not outcome.ok
    assert "Lembar LogLangkah baris" in outcome.text


def test_sheets_and_settings_of_the_offices_own_are_asked_about(
    demo: DeskOfAnOffice, upgraded: Callable[..., tuple[int, str]]
) -> None:
    edit_parts(
        demo.book,
        lambda name, data: (
            data.replace(b'name="Pratinjau"', b'name="Coretan"') if name == "xl/workbook.xml" else data
        ),
    )
    own = Row({**dict.fromkeys(SETTINGS.fields), "name": "Warna kop", "value": "biru"})
    demo.edit(SETTINGS, lambda rows: [*rows, own])
    code, said = upgraded()
    assert code == 3
    assert "- lembar Coretan" in said
    assert "- pengaturan Warna kop: biru" in said


def test_what_is_open_cut_off_or_no_register_is_refused_and_left_alone(
    demo: DeskOfAnOffice, upgraded: Callable[..., tuple[int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    owner = demo.folder / f"~${WORKBOOK_NAME}"
    owner.write_bytes(b"\x04Siti")
    before = demo.fingerprint()
    code, said = upgraded()
    assert (code, "sedang dibuka di Excel oleh Siti" in said) == (1, True)
    assert demo.fingerprint() == before
    owner.unlink()
    journal = demo.folder / ".kecuali" / "jurnal.json"
    journal.write_text("{}")
    before = demo.fingerprint()
    code, said = upgraded()
    assert (code, "terputus di buku kerja ini" in said) == (1, True)
    assert demo.fingerprint() == before
    journal.unlink()
    edit_parts(demo.book, lambda _, data: data.replace(b'"tblRegister"', b'"tblLain"'))
    code, said = upgraded()
    assert (code, "bukan register Kecuali" in said) == (1, True)
    assert main(["upgrade", "--book", str(demo.folder / "tiada.xlsm")]) == 1
    assert "tidak ditemukan" in capsys.readouterr().err


def test_what_is_not_read_back_whole_never_takes_the_old_ones_place(
    demo: DeskOfAnOffice, upgraded: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that loses a row between writing and reading."""
    written = carrying_over._write

    def losing(fresh: Path, *rest: object) -> dict[str, Columns]:
        expected = written(fresh, *rest)  # type: ignore[arg-type]
        book = open_book(fresh)
        tables = TableStore(book)
        tables.put(EVENTS, tables.rows(EVENTS)[:-1])
        tables.write_changes()
        book.save()
        book.close()
        return expected

    monkeypatch.setattr(carrying_over, "_write", losing)
    before = demo.fingerprint()
    code, said = upgraded()
    assert code == 1
    assert "Isi lembar Peristiwa tidak terbaca kembali dengan utuh" in said
    assert demo.fingerprint() == before


def test_the_empty_workbook_beside_the_register_goes_but_not_one_that_is_used(
    demo: DeskOfAnOffice, upgraded: Callable[..., tuple[int, str]]
) -> None:
    empty = demo.folder / "Register-Dikecualikan (baru 0.2.0).xlsm"
    used = demo.folder / "Register-Dikecualikan (baru 0.1.9).xlsm"
    shutil.copyfile(workbook_file(WORKBOOK_NAME), empty)
    used.write_bytes(b"PK dipakai")
    assert upgraded()[0] == 0
    assert not empty.exists()
    assert used.exists()


def test_a_kill_at_any_instant_leaves_the_old_workbook_or_the_whole_new_one(
    demo: DeskOfAnOffice, tmp_path: Path
) -> None:
    before, old = contents(demo), demo.book.read_bytes()
    command = [sys.executable, "-m", "xl_macros.cli", "upgrade", "--now", NOW, "--book"]

    def copied(name: str) -> DeskOfAnOffice:
        shutil.copytree(demo.folder, tmp_path / name)
        return DeskOfAnOffice(tmp_path / name / demo.book.name)

    whole = copied("utuh")
    started = time.monotonic()
    subprocess.run([*command, str(whole.book)], check=True, capture_output=True)
    took = time.monotonic() - started
    for share in (0.35, 0.55, 0.75, 0.85, 0.95):
        office = copied(f"mati {share}")
        with subprocess.Popen([*command, str(office.book)], stdout=subprocess.DEVNULL) as running:
            time.sleep(took * share)
            running.kill()
        assert office.book.read_bytes() == old or contents(office) == before
        if office.book.read_bytes() != old:
            assert old_copies(office)[0].read_bytes() == old
        subprocess.run([*command[:-1], "--yes", "--book", str(office.book)], check=True, capture_output=True)
        assert contents(office) == before
        assert list((office.folder / ".kecuali" / "persiapan").glob("*")) == []
