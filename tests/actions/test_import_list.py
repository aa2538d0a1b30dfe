"""An office's own list into the Register: the shapes that lists really have, and what is refused."""

from __future__ import annotations

import csv
import io
import os
import random
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office_at_work import CHECKER, ENTRY, MAKER, NUMBER, DeskOfAnOffice, filled

from xl_macros.cli import main
from xl_macros.click.hosts import FileHost
from xl_macros.errors import Problem
from xl_macros.places.resources import data_file
from xl_macros.scans.sheets import MAX_FILE_BYTES
from xl_macros.scans.worker_pool import Worker
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, EVENTS, REGISTER

OTHER = "929/HK.03.1-Kpt/04/KPU/V/2019"


@pytest.fixture(scope="session")
def office_made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("impor") / "kantor").folder


@pytest.fixture
def desk(office_made_once: Path, tmp_path: Path) -> DeskOfAnOffice:
    folder = tmp_path / "kantor"
    shutil.copytree(office_made_once, folder)
    return DeskOfAnOffice(folder / "Register-Dikecualikan.xlsm")


@pytest.fixture
def imported(desk: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run the command; its exit code and all it said. A refusal must have changed nothing."""

    def run(source: Path, *options: str, decision: str | None = OTHER) -> tuple[int, str]:
        chosen = ["--target", decision] if decision else []
        before = desk.fingerprint()
        now = ["--officer", MAKER, "--now", "2026-08-24T09:00:00"]
        given = ["--file", str(source), "--book", str(desk.book)]
        code = main(["import-list", *given, *now, *chosen, *options])
        said = capsys.readouterr()
        assert "galat yang tidak terduga" not in said.err
        if code == 1 and said.err:
            assert desk.fingerprint() == before
        return code, said.out + said.err

    return run


def book_of(
    path: Path, rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), sheet: str = "Daftar"
) -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    fill(book.active, rows, merged)
    book.save(path)
    return path


def fill(sheet: Any, rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str) and value.startswith("=") and " " in value:
                cell.data_type = "s"  # text that only looks like a formula
    for area in merged:
        sheet.merge_cells(area)


HARM = "Dapat mengungkap rahasia pribadi,\nseseorang dirugikan"
PERIOD = "s/d  yang bersangkutan memberi persetujuan tertulis ."
BASIS = "UU 14/2008 Pasal 17 huruf h angka 3"
DOMINANT: list[list[Any]] = [
    ["DAFTAR INFORMASI YANG DIKECUALIKAN"],
    ["KOMISI PEMILIHAN UMUM KABUPATEN MANGGARAI BARAT"],
    [],
    [
        "NO",
        "INFORMASI",
        "DASAR HUKUM PENGECUALIAN INFORMASI",
        "KONSEKUENSI/PERTIMBANGAN BAGI PUBLIK",
        None,
        "JANGKA WAKTU",
    ],
    [None, None, None, "DIBUKA", "DITUTUP", None],
    [1, 2, 3, 4, 5, 6],
    ["A", "KEPEGAWAIAN"],
    [1, "Daftar gaji pegawai", BASIS, HARM, "Melindungi", PERIOD],
    [2, "Hasil tes kesehatan", None, "Rugi", "Melindungi", "5 (lima) tahun"],
    [],
    [2, "Nilai seleksi", "UU 14/2008 Pasal 17 huruf a", "Rugi", "Untung", "00123"],
    [None, "Jumlah", 3],
    [],
    [None, None, None, None, None, "Labuan Bajo, 5 Mei 2024"],
    [None, "Mengetahui,", None, None, None, "Ketua"],
    [None, "Bonafantura Yosman", None, None, None, "Maria Goreti"],
]
MERGED = ["A1:F1", "A2:F2", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5", "C8:C9"]


@pytest.fixture
def dominant(tmp_path: Path) -> Path:
    return book_of(tmp_path / "Daftar KPU.xlsx", DOMINANT, MERGED)


def added(desk: DeskOfAnOffice) -> list[Row]:
    return [row for row in desk.rows(REGISTER) if row["decision_number"] == OTHER]


def test_the_usual_list_of_an_election_office_arrives_word_for_word(
    desk: DeskOfAnOffice, dominant: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    before = desk.rows(REGISTER)
    code, said = imported(dominant)
    assert code == 0, said
    rows = desk.rows(REGISTER)
    assert rows[: len(before)] == before
    assert [(row["information"], row["legal_basis"], row["period_text"]) for row in added(desk)] == [
        ("Daftar gaji pegawai", BASIS, PERIOD),
        ("Hasil tes kesehatan", BASIS, "5 (lima) tahun"),
        ("Nilai seleksi", "UU 14/2008 Pasal 17 huruf a", "00123"),
    ]
    first = added(desk)[0]
    assert (first["harm_if_open"], first["benefit_if_closed"], first["code"]) == (HARM, "Melindungi", None)
    for told in (
        "kolom No: nomor urut dipakai lebih dari sekali: 2.",
        "baris 6: judul kolom yang diulang, dilewati.",
        "baris 7, kolom Informasi: seperti judul bagian, dilewati: KEPEGAWAIAN",
        "baris 12: baris jumlah, dilewati: Jumlah",
        "baris 14: bukan isi daftar, baris 14-16 dilewati",
    ):
        assert told in said


def test_a_dry_run_says_all_and_writes_nothing(
    desk: DeskOfAnOffice, dominant: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    before = desk.fingerprint()
    code, said = imported(dominant, "--dry-run")
    assert code == 0
    assert "D   KONSEKUENSI/PERTIMBANGAN BAGI PUBLIK DIBUKA   -> Konsekuensi Bila Dibuka" in said
    assert "3 informasi akan ditulis ke Register, 0 sudah ada, 0 berbeda." in said
    assert "Lembar Daftar baris 9: Hasil tes kesehatan" in said
    assert "Belum ada yang ditulis." in said
    assert desk.fingerprint() == before


def test_what_was_imported_goes_through_the_buttons_and_can_be_taken_back(
    desk: DeskOfAnOffice, dominant: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    before = {table.name: desk.rows(table) for table in (REGISTER, DECISIONS, EVENTS)}
    imported(dominant)
    event = desk.rows(EVENTS)[-1]
    assert (event["kind"], event["officer"], event["note"]) == (
        "impor daftar",
        MAKER,
        "3 informasi ditambahkan, 0 sudah ada, 0 berbeda.",
    )
    assert event["evidence"].startswith("Daftar KPU.xlsx, SHA-256 ")
    desk.done("undo-last", confirmed=True)
    assert {table.name: desk.rows(table) for table in (REGISTER, DECISIONS, EVENTS)} == before
    imported(dominant)

    def complete(rows: list[Row]) -> None:
        row = next(row for row in rows if row["number"] == OTHER)
        row.update(about="Kepegawaian", received_at=desk.now, secrecy="Rahasia", decided_on=date(2019, 5, 20))

    desk.edit(DECISIONS, complete)
    desk.done("receive-decision", CHECKER, target=OTHER)
    desk.done("compute-expiry")
    rows = {row["information"]: row for row in added(desk)}
    assert [row["code"] for row in rows.values()] == ["B-2019-001.01", "B-2019-001.02", "B-2019-001.03"]
    assert rows["Hasil tes kesehatan"]["end_on"] == date(2024, 5, 20)
    assert "menunggu peristiwa" in rows["Daftar gaji pegawai"]["status"]
    assert "perlu diperjelas" in rows["Nilai seleksi"]["status"]
    desk.done("verify-archive")


def test_the_same_list_again_doubles_nothing(
    desk: DeskOfAnOffice, dominant: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    imported(dominant)
    before = desk.fingerprint()
    code, said = imported(dominant)
    assert code == 0
    assert "0 informasi akan ditulis ke Register, 3 sudah ada, 0 berbeda." in said
    assert "Lembar Daftar baris 8 dan Register baris 7: Daftar gaji pegawai" in said
    assert desk.fingerprint() == before


def test_entries_that_differ_from_the_register_are_listed_and_left_alone(
    desk: DeskOfAnOffice, tmp_path: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    title = f"  {str(ENTRY['information']).upper()}  1."
    rows = [
        ["Informasi", "Dasar Hukum", "Jangka Waktu"],
        [title, ENTRY["legal_basis"], "10 tahun"],
        ["Informasi baru", "UU 14/2008 Pasal 17 huruf a", "1 tahun"],
        ["Informasi baru", "UU 14/2008 Pasal 17 huruf a", "2 tahun"],
    ]
    before = desk.rows(REGISTER)
    code, said = imported(book_of(tmp_path / "d.xlsx", rows), decision=NUMBER)
    assert code == 1
    assert "Jangka Waktu (Asli) '10 tahun' tetapi di sana '5 (lima) tahun'" in said
    assert (
        "Lembar Daftar baris 4 dan Lembar Daftar baris 3: Informasi baru; Jangka Waktu (Asli) '2 tahun'"
        in said
    )
    after = desk.rows(REGISTER)
    assert after[: len(before)] == before
    assert [row["period_text"] for row in after[len(before) :]] == ["1 tahun"]


def test_a_header_that_is_not_understood_is_refused_with_what_was_found(
    tmp_path: Path, desk: DeskOfAnOffice, imported: Callable[..., tuple[int, str]]
) -> None:
    """No column says that it is the information."""
    rows = [
        ["NO", "DASAR", "HAL YANG DIMAKSUD", "JANGKA WAKTU", "KETERANGAN"],
        [1, "UU 14/2008 Pasal 17 huruf h", "Data pribadi calon", "5 tahun", "-"],
    ]
    source = book_of(tmp_path / "kudus.xlsx", rows)
    code, said = imported(source)
    assert code == 1
    assert "judul kolom di baris 1: NO (nomor urut, tidak disimpan), DASAR (Dasar Hukum)" in said
    assert "HAL YANG DIMAKSUD (tidak dikenal)" in said
    assert "Yang kurang: kolom Informasi." in said
    code, said = imported(source, "--map", "Hal yang dimaksud=Informasi", "--map", "keterangan=abaikan")
    assert code == 0, said
    (row,) = added(desk)
    assert (row["information"], row["note"]) == ("Data pribadi calon", None)
    known = ("--map", "HAL YANG DIMAKSUD=Informasi", "--map", "keterangan=abaikan")
    code, said = imported(source, *known, "--map", "Hal lain=Catatan", "--dry-run")
    assert code == 0, said
    assert "Kolom 'Hal lain' tidak ada dalam daftar itu; artinya tidak dipakai." in said
    code, said = imported(source, "--map", "HAL YANG DIMAKSUD=Informasi", "--map", "DASAR=Informasi")
    assert code == 1
    assert "Dua kolom daftar disebut sebagai Informasi." in said
    code, said = imported(source, "--map", "HAL YANG DIMAKSUD=Kolom Lain")
    assert code == 1
    assert "--map 'HAL YANG DIMAKSUD=Kolom Lain' tidak dapat dibaca." in said


def test_columns_that_are_not_imported_are_told(
    tmp_path: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    rows = [
        ["Informasi", "Dasar Hukum", "Jangka Waktu", "Masa Retensi Arsip", None],
        ["Data A", "UU 14/2008", "5 tahun", "10 tahun", "coretan"],
        ["Data B", "UU 14/2008", 5, None, None],
        ["Data C", "UU 14/2008", date(2030, 1, 2), None, None],
    ]
    _, said = imported(book_of(tmp_path / "d.xlsx", rows), "--dry-run")
    assert "kolom Masa Retensi Arsip: tidak dikenal; isinya pada 1 baris tidak diimpor." in said
    assert "kolom E (tanpa judul): tidak dikenal; isinya pada 1 baris tidak diimpor." in said
    assert "baris 3, kolom Jangka Waktu (Asli): berisi angka, ditulis sebagai teks '5'." in said
    assert "baris 4, kolom Jangka Waktu (Asli): berisi tanggal, ditulis sebagai teks '02/01/2030'." in said


def test_an_entry_needs_its_decision_which_the_list_or_the_command_names(
    desk: DeskOfAnOffice, tmp_path: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    rows = [
        ["Informasi", "Dasar Hukum", "Nomor Keputusan"],
        ["Data A", "UU 14/2008", "nomor 731 tahun 2025"],
        ["Data B", "UU 14/2008", None],
    ]
    source = book_of(tmp_path / "d.xlsx", rows)
    code, said = imported(source, decision=None)
    assert code == 1
    assert "Lembar Daftar baris 3: nomor keputusannya tidak ada." in said
    assert imported(source)[0] == 0
    numbers = {row["information"]: row["decision_number"] for row in desk.rows(REGISTER)}
    assert (numbers["Data A"], numbers["Data B"]) == (NUMBER, OTHER)
    assert [row["number"] for row in desk.rows(DECISIONS)] == [NUMBER, OTHER]


ATTACKS = [
    '=HYPERLINK("http://x","klik")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\tDDE",
    "=cmd|' /C calc'!A0",
    "'0123",
]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_every_usual_kind_is_read_and_its_text_stays_text(
    desk: DeskOfAnOffice,
    tmp_path: Path,
    imported: Callable[..., tuple[int, str]],
    separator: str,
    encoding: str,
) -> None:
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=separator)
    lines.writerows(
        [
            ["Daftar “rahasia” – 2024"],
            [],
            ["NO", "INFORMASI", "DASAR HUKUM", "KONSEKUENSI", "", "JANGKA WAKTU"],
        ]
    )
    lines.writerow(["", "", "", "DIBUKA", "DITUTUP", ""])
    for number, attack in enumerate(ATTACKS, 1):
        lines.writerow(
            [number, f"Informasi {number}", "UU 14/2008, Pasal 17; huruf h", attack, "00123", "21-08-2025"]
        )
    source = tmp_path / "daftar.csv"
    source.write_bytes(text.getvalue().encode(encoding))
    code, said = imported(source)
    assert code == 0, said
    rows = added(desk)
    assert [row["harm_if_open"] for row in rows] == [attack.strip() for attack in ATTACKS]
    assert {(row["benefit_if_closed"], row["period_text"]) for row in rows} == {("00123", "21-08-2025")}
    assert rows[0]["legal_basis"] == "UU 14/2008, Pasal 17; huruf h"
    with zipfile.ZipFile(desk.book) as book:
        parts = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"cmd|" in part.split(b"<f>")[1] for part in parts if b"<f>" in part)
    read = openpyxl.load_workbook(desk.book)["Register"]
    harm = next(cell.column for cell in read[4] if cell.value == "Konsekuensi Bila Dibuka")
    assert all(read.cell(row.sheet_row, harm).data_type == "s" for row in rows)


def test_real_lists_of_other_offices_arrive_whole(
    desk: DeskOfAnOffice, imported: Callable[..., tuple[int, str]]
) -> None:
    with data_file("other_entries.csv").open(encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file))
    names = (
        "information=Informasi",
        "legal_basis=Dasar Hukum",
        "period_text=Jangka Waktu",
        "office=Unit Penguasa",
    )
    code, said = imported(
        data_file("other_entries.csv"), *(part for name in names for part in ("--map", name))
    )
    assert code == 0, said
    assert [
        (row["unit"], row["information"], row["legal_basis"], row["period_text"]) for row in added(desk)
    ] == [
        tuple(entry[name] for name in ("office", "information", "legal_basis", "period_text"))
        for entry in entries
    ]


def test_the_decisions_of_the_example_arrive_with_their_numbers(
    desk: DeskOfAnOffice, imported: Callable[..., tuple[int, str]]
) -> None:
    names = (
        "information=Informasi",
        "legal_basis=Dasar Hukum",
        "period_text=Jangka Waktu",
        "decision_number=Nomor Keputusan",
    )
    options = [part for name in names for part in ("--map", name)]
    code, said = imported(data_file("kpu_entries.csv"), *options, decision=None)
    assert code == 0, said
    assert "kolom decision_date: tidak dikenal" in said
    numbers = [row["decision_number"] for row in desk.rows(REGISTER)][2:]
    assert (len(numbers), numbers.count(NUMBER)) == (10, 8)


def converted(source: Path, kind: str) -> Path:
    """The workbook in another format, by LibreOffice."""
    if shutil.which("soffice") is None:
        if os.environ.get("KECUALI_REQUIRE_EXTRAS") == "1":
            pytest.fail("LibreOffice is not installed")
        pytest.skip("LibreOffice is not installed")
    profile = source.parent / "profil"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(source.parent), str(source)], check=True, capture_output=True, timeout=180
    )
    return source.with_suffix(f".{kind}")


@pytest.mark.parametrize("kind", ["xls", "ods", "csv"])
def test_old_excel_and_opendocument_are_read_alike(
    desk: DeskOfAnOffice, dominant: Path, imported: Callable[..., tuple[int, str]], kind: str
) -> None:
    code, said = imported(converted(dominant, kind))
    assert code == 0, said
    rows = added(desk)
    assert [(row["information"], row["period_text"]) for row in rows] == [
        ("Daftar gaji pegawai", PERIOD),
        ("Hasil tes kesehatan", "5 (lima) tahun"),
        ("Nilai seleksi", "00123"),
    ]
    assert rows[0]["harm_if_open"] == HARM
    assert rows[1]["legal_basis"] == (
        BASIS if kind == "xls" else None
    )  # the others do not tell what was merged
    assert ("baris 9, kolom Dasar Hukum: kosong." in said) == (kind != "xls")


def test_all_visible_lists_are_read_and_the_rest_is_told(
    desk: DeskOfAnOffice, tmp_path: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Sampul"
    book.active["A1"] = "KPU Kabupaten"
    for name, state in (("2023", "visible"), ("2024", "visible"), ("Lama", "hidden")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        fill(sheet, [["Informasi", "Jangka Waktu"], [f"Data {name}", "5 tahun"]])
    book.save(tmp_path / "d.xlsx")
    code, said = imported(tmp_path / "d.xlsx")
    assert code == 0
    assert [row["information"] for row in added(desk)] == ["Data 2023", "Data 2024"]
    assert "Lembar Sampul: tidak ada baris judul kolom yang dikenali." in said
    assert "Lembar 2023: tidak ada kolom Dasar Hukum." in said
    assert imported(tmp_path / "d.xlsx", "--sheet", "lama")[0] == 0
    assert [row["information"] for row in added(desk)][2:] == ["Data Lama"]
    code, said = imported(tmp_path / "d.xlsx", "--sheet", "2022")
    assert code == 1
    assert "Lembar yang ada: Sampul, 2023, 2024, Lama." in said


def test_formulas_count_with_the_value_they_show_and_what_shows_none_is_told(
    tmp_path: Path, imported: Callable[..., tuple[int, str]], desk: DeskOfAnOffice
) -> None:
    rows = [
        ["Informasi", "Dasar Hukum", "Jangka Waktu"],
        ["Data A", "UU 14/2008", '="5 "&"tahun"'],
        ["Data B", "UU 14/2008", '="5"&"tahun"'],
        ["Data C", "#REF!", "1 tahun"],
    ]
    source = book_of(tmp_path / "d.xlsx", rows)
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    start = sheet.index('<c r="C2"')
    end = sheet.index("</c>", start)
    sheet = f'{sheet[:start]}<c r="C2" t="str"><f>"5 "&amp;"tahun"</f><v>5 tahun</v>{sheet[end:]}'
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(source, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    code, said = imported(source)
    assert code == 0
    assert [(row["legal_basis"], row["period_text"]) for row in added(desk)] == [
        ("UU 14/2008", "5 tahun"),
        ("UU 14/2008", None),
        (None, "1 tahun"),
    ]
    assert (
        "baris 3, kolom Jangka Waktu (Asli): berisi rumus yang belum dihitung, sehingga terbaca kosong."
        in said
    )
    assert "baris 4, kolom Dasar Hukum: berisi galat #REF!, sehingga terbaca kosong." in said


def test_a_row_without_its_information_is_refused_with_its_place(
    tmp_path: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    rows = [["No", "Informasi", "Dasar Hukum", "Jangka Waktu"], [1, None, "UU 14/2008", "5 tahun"]]
    code, said = imported(book_of(tmp_path / "d.xlsx", rows))
    assert code == 1
    assert "Lembar Daftar baris 2, kolom Informasi: kosong, sedangkan kolom lain terisi." in said


def test_the_register_of_another_office_is_a_list_like_any(
    desk: DeskOfAnOffice, tmp_path: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    other = filled(tmp_path / "lain", entries=3)
    code, said = imported(other.book, "--sheet", "Register", decision=None)
    assert code == 0, said
    assert len(desk.rows(REGISTER)) == 3
    assert "2 sudah ada" in said


def sheet_book(sheet: bytes) -> bytes:
    """A workbook whose one sheet part is this."""
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    changed = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return changed.getvalue()


NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def far_cell() -> bytes:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return sheet_book(f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>".encode())


def entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20 if n else "x" * 50}">' for n in range(12))
    body = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e11;</t></is></c></row>'
    return sheet_book(
        f"<!DOCTYPE w [{entities}]><worksheet {NAMESPACE}><sheetData>{body}</sheetData></worksheet>".encode()
    )


def large_part() -> bytes:
    return sheet_book(b" " * 210_000_000)


def lying_part() -> bytes:
    """A part that says it has ten bytes and unpacks to more than the limit."""
    data = large_part()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    small = struct.pack("<I", 10)
    return data.replace(struct.pack("<I", info.file_size), small).replace(
        struct.pack("<I", info.CRC), struct.pack("<I", zlib.crc32(b" " * 10))
    )


def far_in_opendocument() -> bytes:
    table = (
        '<table:table table:name="L"><table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {spaces}>{body}</office:document-content>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("kosong.xlsx", lambda: b"", "Isinya bukan buku kerja Excel, OpenDocument, atau CSV."),
        ("kosong.csv", lambda: b" \n", "Isinya bukan buku kerja Excel, OpenDocument, atau CSV."),
        ("gambar.csv", lambda: b"\x89PNG\0\0;\0", "Isinya bukan teks CSV."),
        ("web.xls", lambda: b"\n<html><p>1", "Isinya halaman web tanpa tabel, bukan buku kerja"),
        (
            "xml.xls",
            lambda: b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
            "buku kerja XML dari Excel 2003",
        ),
        ("rusak.xlsx", lambda: b"PK\x03\x04rusak", "Buku kerja itu rusak."),
        (
            "sandi.xlsx",
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
            "rusak atau bukan buku kerja",
        ),
        ("jauh.xlsx", far_cell, "lebih dari 40000 baris atau 200 kolom"),
        ("jauh.ods", far_in_opendocument, "lebih dari 40000 baris atau 200 kolom"),
        ("entitas.xlsx", entity_bomb, "Buku kerja itu rusak."),
        ("besar.xlsx", large_part, "terlalu besar setelah dibuka"),
        ("bohong.xlsx", lying_part, "rusak"),
        ("berat.csv", lambda: bytes(MAX_FILE_BYTES + 1), "lebih besar dari 30 MB"),
        ("panjang.csv", lambda: b"a;b\n" * 40_001, "lebih dari 40000 baris"),
    ],
)
def test_what_is_made_to_harm_is_refused_in_words(
    tmp_path: Path, imported: Callable[..., tuple[int, str]], name: str, make: Callable[[], bytes], said: str
) -> None:
    source = tmp_path / name
    source.write_bytes(make())
    code, told = imported(source)
    assert code == 1
    assert said in told
    assert "Pindai ulang" not in told


def test_a_list_that_is_not_there_or_an_officer_who_is_not_is_refused(
    desk: DeskOfAnOffice, dominant: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import-list", "--file", "tiada.xlsx", "--book", str(desk.book), "--target", OTHER]) == 1
    assert "Daftar tiada.xlsx tidak ditemukan." in capsys.readouterr().err
    before = desk.fingerprint()
    options = ["--book", str(desk.book), "--target", OTHER, "--officer", "Orang Lain"]
    assert main(["import-list", "--file", str(dominant), *options]) == 1
    assert "Petugas 'Orang Lain' belum ada" in capsys.readouterr().err
    assert desk.fingerprint() == before


@pytest.mark.parametrize("kind", ["xlsx", "part"])
def test_damaged_workbooks_are_read_or_refused_and_nothing_else(
    dominant: Path, tmp_path: Path, kind: str
) -> None:
    """Bytes turned over at random: in the file, and in a part that is packed again."""
    chance = random.Random(20260824)  # noqa: S311  # the same damage each time
    answers = []
    with Worker() as worker:
        for number in range(60):
            damaged = tmp_path / f"{number}.xlsx"
            damaged.write_bytes(turned_over(dominant.read_bytes(), chance, whole=kind == "xlsx"))
            answers.append(worker.ask("read_sheets", path=str(damaged)))
    refused = [answer for answer in answers if isinstance(answer, Problem)]
    assert refused
    assert all("sheets" in answer for answer in answers if isinstance(answer, dict))


def turned_over(book: bytes, chance: random.Random, *, whole: bool) -> bytes:
    def spoiled(data: bytes) -> bytes:
        changed = bytearray(data)
        for _ in range(chance.randint(1, 3)):
            changed[chance.randrange(len(changed))] = (
                chance.randrange(256) if whole else chance.randrange(32, 127)
            )
        return bytes(changed)

    if whole:
        return spoiled(book)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        hit = chance.choice([name for name in old.namelist() if name.startswith("xl/w") or "Strings" in name])
        for name in old.namelist():
            new.writestr(name, spoiled(old.read(name)) if name == hit else old.read(name))
    return buffer.getvalue()


def test_in_excel_it_is_asked_before_anything_is_written(
    desk: DeskOfAnOffice, dominant: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileHost, "facts", lambda _: {"host": "Excel"})
    asked = desk.asked("import-list", files=(dominant,), target=OTHER)
    assert "akan ditulis ke Register. Tulis?" in asked
    desk.done("import-list", files=(dominant,), target=OTHER, confirmed=True)
    assert len(desk.rows(REGISTER)) > 2


def test_one_file_must_be_chosen(desk: DeskOfAnOffice, dominant: Path) -> None:
    assert "Belum dipilih satu berkas daftar." in desk.refused("import-list")
    assert "Belum dipilih satu" in desk.refused("import-list", files=(dominant, dominant))


def test_a_long_answer_is_cut_and_the_dry_run_gives_all_of_it(
    tmp_path: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    rows = [
        ["Informasi", "Dasar Hukum"],
        *([f"Data {number}", "UU 14/2008 Pasal 17 huruf h"] for number in range(25)),
    ]
    source = book_of(tmp_path / "d.xlsx", rows)
    imported(source)
    _, said = imported(source)
    assert "- dan 5 lagi; semuanya dengan --dry-run." in said
    _, said = imported(source, "--dry-run")
    assert "lagi; semuanya" not in said
    assert "Data 24" in said


def test_a_list_of_titles_alone_is_no_list(tmp_path: Path, imported: Callable[..., tuple[int, str]]) -> None:
    code, said = imported(
        book_of(tmp_path / "d.xlsx", [["No", "Informasi", "Keterangan"], [1, "Data A", "x"]])
    )
    assert code == 1
    assert "Yang kurang: kolom Dasar Hukum atau Jangka Waktu." in said


def test_two_columns_of_one_meaning_are_not_chosen_from(
    tmp_path: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    rows = [["Informasi", "Judul Informasi", "Dasar Hukum"], ["Data A", "Data B", "UU 14/2008"]]
    source = book_of(tmp_path / "d.xlsx", rows)
    code, said = imported(source)
    assert code == 1
    assert "Kolom Informasi (A) dan Judul Informasi (B) berarti sama" in said
    assert imported(source, "--map", "Judul Informasi=abaikan")[0] == 0


def test_a_formula_without_a_result_matters_only_where_something_is_imported(
    tmp_path: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    rows = [
        ["Informasi", "Dasar Hukum", "Jangka Waktu", "Hitungan"],
        ["Data A", "UU 14/2008", "=1+1", "=2+2"],
    ]
    _, said = imported(book_of(tmp_path / "d.xlsx", rows))
    assert said.count("berisi rumus yang belum dihitung") == 1


def test_text_that_no_cell_holds_is_refused_with_its_place(
    tmp_path: Path, imported: Callable[..., tuple[int, str]]
) -> None:
    source = tmp_path / "d.csv"
    source.write_text(f"Informasi;Dasar Hukum\n{'a' * 40_000};UU 14/2008\n", encoding="utf-8")
    code, said = imported(source)
    assert code == 1
    assert "lebih dari 32767 huruf, tidak muat dalam satu sel." in said
