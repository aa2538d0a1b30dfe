"""Layouts of real lists, each to its entries, and what stands in them without being one."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office_at_work import NUMBER, DeskOfAnOffice, filled
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from xl_macros.errors import Refusal
from xl_macros.keeping.strange_lists import StrangeList, mapping, plan_lists, read_lists
from xl_macros.tables.schema import DECISIONS, REGISTER

LISTS = Path(__file__).parents[1] / "resources" / "lists"
EXPECTED: dict[str, Any] = json.loads((LISTS / "expected.json").read_text(encoding="utf-8"))
FIELDS = (
    "information",
    "legal_basis",
    "harm_if_open",
    "benefit_if_closed",
    "period_text",
    "unit",
    "note",
    "decision_number",
)
BASIS = "UU 14/2008 Pasal 17 huruf h"
Rows = Sequence[Sequence[Any]]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_layout_of_the_field_gives_the_entries_that_a_reader_sees(name: str) -> None:
    lists, _ = read_lists(LISTS / name, (), {})
    found = [
        {field: entry.values.get(field) for field in FIELDS} for one in lists for entry in one.rows.entries
    ]
    assert found == EXPECTED[name]["rows"]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[StrangeList]]:
    """The lists of a workbook of these sheets; `change` is done to the first sheet before it is saved."""

    def run(
        *sheets: Rows,
        names: Sequence[str] = ("Daftar", "Lembar 2", "Lembar 3"),
        change: Callable[[Any], object] = lambda _: None,
        options: Sequence[str] = (),
    ) -> list[StrangeList]:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in zip(names, sheets, strict=False):
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        change(book.worksheets[0])
        book.save(tmp_path / "daftar.xlsx")
        lists, _ = read_lists(tmp_path / "daftar.xlsx", (), mapping(options))
        return lists

    return run


def values(lists: Sequence[StrangeList], *fields: str) -> list[tuple[str | None, ...]]:
    return [tuple(entry.values.get(field) for field in fields) for one in lists for entry in one.rows.entries]


def said(lists: Sequence[StrangeList]) -> str:
    return "\n".join(str(remark) for one in lists for remark in one.remarks)


HEAD = ["No", "Informasi", "Dasar Hukum", "Jangka Waktu", "Keterangan"]
DATA_A = [1, "Data A", BASIS, "5 tahun"]
DATA_B = [2, "Data B", BASIS, "Permanen"]

PEOPLE = ("Siti Contoh", "Budi Contoh", "Andi Contoh")
TABLES_OF_PEOPLE: dict[str, Rows] = {
    "titles of their own": [
        [],
        ["No", "Nama", "Jabatan", "Tanda Tangan"],
        [1, PEOPLE[0], "Kepala Bidang", ""],
        [2, PEOPLE[1], "Arsiparis", ""],
    ],
    "titles of their own, at once below": [
        ["No", "Nama / NIP", "Pangkat/Gol", "Paraf"],
        [1, PEOPLE[0], "III/c", ""],
        [2, PEOPLE[1], BASIS, "5 tahun"],
    ],
    "a caption and no titles": [
        [],
        ["Pengujian Konsekuensi dilakukan oleh:"],
        [1, PEOPLE[0], "Kepala Bidang", "........"],
        [2, PEOPLE[1], "Arsiparis", "........"],
    ],
    "team": [
        ["Tim Penguji"],
        [1, PEOPLE[0], "Ketua"],
        [2, PEOPLE[1], "Anggota"],
        [3, PEOPLE[2], None, "Sekretaris"],
    ],
    "nothing but the rows": [[3, PEOPLE[0], "Kepala Sub Bagian"], [4, PEOPLE[1], "Staf Sekretariat"]],
    "names with NIP": [
        [3, PEOPLE[0], None, None, "NIP. 19700101 199503 1 001"],
        [None, PEOPLE[1], "NIP 19800101"],
    ],
    "two who sign": [
        [None, "Mengetahui,", None, "Labuan Bajo, 3 Maret 2025"],
        [None, "Ketua", None, "Sekretaris"],
        [],
        [None, PEOPLE[0], None, PEOPLE[1]],
        [None, "NIP. -", None, "NIP. 19800101 200501 1 002"],
    ],
    "attendance": [
        ["Daftar hadir peserta uji konsekuensi"],
        ["No", "Nama Lengkap", "Unit Kerja", "Jabatan", "TTD"],
        [1, PEOPLE[0], "Sekretariat", "Ketua", ""],
    ],
    "another title among them": [
        ["No", "Nama Pejabat", "Jabatan", "Masa Jabatan"],
        [1, PEOPLE[0], "Ketua", "5 tahun"],
    ],
    "whence they come": [[2, PEOPLE[0], "Dinas Contoh", "hadir"], [3, PEOPLE[1], "Kantor Contoh"]],
    "lines to sign on": [[2, PEOPLE[0], "1. ..........", None], [3, PEOPLE[1], None, "2. .........."]],
    "numbers of staff": [
        [2, PEOPLE[0], "19700101 199503 1 001", "........"],
        [3, PEOPLE[1], "Penata Muda / III-b"],
    ],
    "with a reason before them": [
        ["Bahwa setelah dilakukan pengujian maka informasi tersebut dikecualikan."],
        ["Nama", "Jabatan"],
        [PEOPLE[0], "Ketua PPID"],
    ],
}


@pytest.mark.parametrize("below", TABLES_OF_PEOPLE.values(), ids=TABLES_OF_PEOPLE)
@pytest.mark.parametrize("wide", [False, True])
def test_no_name_of_a_table_of_people_becomes_an_entry(
    read: Callable[..., list[StrangeList]], below: Rows, wide: bool
) -> None:
    """Whatever stands above the names, and under whichever columns they come to stand."""
    head: list[Any] = ["No", "Informasi", "Unit", "Dibuka", "Dasar Hukum", "Jangka Waktu"] if wide else HEAD
    first: list[Any] = [1, "Data A", "Umum", "Rugi", BASIS, "5 tahun"] if wide else DATA_A
    lists = read([head, first, *below])
    assert values(lists, "information") == [("Data A",)]
    told = said(lists)
    assert "dilewati" in told or "tidak diimpor" in told
    kept = json.dumps([entry.values for one in lists for entry in one.rows.entries])
    assert not any(person in kept for person in PEOPLE)


def test_the_list_goes_on_when_its_header_stands_again_after_the_signatures(
    read: Callable[..., list[StrangeList]],
) -> None:
    lists = read([HEAD, DATA_A, *TABLES_OF_PEOPLE["titles of their own"], HEAD, DATA_B])
    assert values(lists, "information") == [("Data A",), ("Data B",)]


def test_a_row_left_empty_between_a_group_and_its_parts_does_not_part_them(
    read: Callable[..., list[StrangeList]],
) -> None:
    lists = read([HEAD, [1, "Dokumen / berkas PNS"], [], ["1.a", "Kartu keluarga", BASIS, "5 tahun"]])
    assert values(lists, "information") == [("Kartu keluarga",)]
    assert "baris 2, kolom Informasi: judul kelompok, tidak diimpor: Dokumen / berkas PNS" in said(lists)


def test_a_header_of_two_rows_that_is_printed_on_each_page_is_no_entry(
    read: Callable[..., list[StrangeList]],
) -> None:
    head: Rows = [
        ["NO", "INFORMASI", "DASAR HUKUM", "KONSEKUENSI", None, "JANGKA WAKTU"],
        [None, None, None, "DIBUKA", "DITUTUP", None],
    ]
    page: Rows = [[1, "Data A", BASIS, "Rugi", "Untung", "5 tahun"], [], *head]
    lists = read([*head, *page, [2, "Data B", BASIS, "Rugi", "Untung", "1 tahun"]])
    assert values(lists, "information", "period_text") == [("Data A", "5 tahun"), ("Data B", "1 tahun")]
    assert said(lists).count("judul kolom yang diulang") == 2


@pytest.mark.parametrize(("first", "second"), [("1.a", "1.b"), ("a.", "b."), (None, None), ("1.1", "1.2")])
def test_a_group_with_a_number_is_no_entry_and_its_parts_are(
    read: Callable[..., list[StrangeList]], first: str | None, second: str | None
) -> None:
    lists = read(
        [
            HEAD,
            [1, "Dokumen / berkas PNS"],
            [first, "Kartu keluarga", BASIS, "5 tahun"],
            [second, "Ijazah", BASIS, "5 tahun"],
            [2, "Data B", BASIS, "Permanen"],
            [3, "Data tanpa apa-apa"],
        ]
    )
    assert values(lists, "information") == [("Kartu keluarga",), ("Ijazah",), ("Data B",)]
    told = said(lists)
    assert "baris 2, kolom Informasi: judul kelompok, tidak diimpor: Dokumen / berkas PNS" in told
    assert "baris 6, kolom Informasi: tanpa dasar hukum dan jangka waktu, tidak diimpor" in told
    assert "tidak ada:" not in told, "1 and 3 were there"


def test_what_the_test_found_open_is_left_out(read: Callable[..., list[StrangeList]]) -> None:
    lists = read(
        [
            ["No", "Informasi", "Dasar Hukum", "Jangka Waktu", "Kesimpulan"],
            [1, "Data A", BASIS, "5 tahun", "Dikecualikan"],
            [2, "Data B", BASIS, "-", "TERBUKA"],
            [3, "Data C", BASIS, "5 tahun", "dinyatakan terbuka untuk umum"],
            [4, "Data D", BASIS, "Terbuka", None],
            [5, "Data E", BASIS, "Dapat dibuka pada waktu pemeriksaan", "Informasi yang dikecualikan"],
        ]
    )
    assert values(lists, "information") == [("Data A",), ("Data E",)]
    assert said(lists).count("dinyatakan terbuka, jadi bukan informasi yang dikecualikan") == 3


def test_hidden_and_struck_rows_are_left_out_and_a_struck_cell_counts_as_blank(
    read: Callable[..., list[StrangeList]],
) -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        for cell in sheet[4]:
            cell.font = Font(strike=True)
        sheet["D5"].font = sheet["B6"].font = Font(strike=True)
        struck, plain = TextBlock(InlineFont(strike=True), "Lama sekali "), TextBlock(InlineFont(), "x")
        sheet["E5"] = CellRichText(struck, plain)
        sheet["E2"] = CellRichText("catatan ", TextBlock(InlineFont(strike=True), "x"))

    lists = read(
        [
            HEAD,
            DATA_A,
            [2, "Tersembunyi", BASIS, "5 tahun"],
            [3, "Dicoret", BASIS, "5 tahun", "x"],
            [4, "Data D", BASIS, "9 tahun"],
            [5, "Data E", BASIS, "1 tahun"],
        ],
        change=change,
    )
    assert values(lists, "information", "period_text", "note") == [
        ("Data A", "5 tahun", "catatan x"),
        ("Data D", None, None),
    ]
    told = said(lists)
    assert "baris 3: baris tersembunyi, tidak diimpor: Tersembunyi" in told
    assert "baris 4: baris dicoret, tidak diimpor: Dicoret" in told
    assert "baris 5, kolom Jangka Waktu (Asli): dicoret, dianggap kosong." in told
    assert "baris 6: baris dicoret, tidak diimpor" in told, "its title is"


@pytest.mark.parametrize(
    "mark", ["sda", "S.D.A.", "s d a", "idem", "Idem.", '"', "”", '- " -', "''", "sama dengan di atas"]
)
def test_ditto_marks_are_what_stands_above(read: Callable[..., list[StrangeList]], mark: str) -> None:
    lists = read([HEAD, DATA_A, [2, "Data B", mark, mark], [3, "Data C", mark, "1 tahun"]])
    assert values(lists, "legal_basis", "period_text") == [
        (BASIS, "5 tahun"),
        (BASIS, "5 tahun"),
        (BASIS, "1 tahun"),
    ]
    assert f"kolom Dasar Hukum: '{mark}' dibaca seperti di atasnya" in said(lists)


def test_a_ditto_mark_that_points_to_a_number_is_what_stands_there_and_one_to_nothing_is_refused(
    read: Callable[..., list[StrangeList]],
) -> None:
    lists = read(
        [HEAD, DATA_A, [2, "Data B", "UU 27/2022", "1 tahun"], [3, "Data C", "sda no. 1", "idem nomor 2"]]
    )
    assert values(lists, "legal_basis", "period_text")[2] == (BASIS, "1 tahun")
    for row in (["sda", "1 tahun"], ["sda no. 7", "1 tahun"]):
        with pytest.raises(Refusal, match="yang dimaksud tidak ditemukan di atasnya"):
            read([HEAD, [1, "Data A", *row]])
    with pytest.raises(Refusal, match="kolom Informasi: berisi 'sda'"):
        read([HEAD, DATA_A, [2, "sda", BASIS, "1 tahun"]])


def test_units_stand_in_section_rows_and_in_the_names_of_sheets(
    read: Callable[..., list[StrangeList]],
) -> None:
    lists = read(
        [HEAD, ["I. DINAS KESEHATAN"], DATA_A, ["II", "Bidang Umum"], DATA_B],
        [HEAD, [1, "Data C", BASIS, "1 tahun"]],
        names=["Gabungan", "Sekretariat Daerah"],
    )
    assert values(lists, "information", "unit") == [
        ("Data A", "DINAS KESEHATAN"),
        ("Data B", "Bidang Umum"),
        ("Data C", "Sekretariat Daerah"),
    ]
    assert "judul bagian: informasi di bawahnya milik unit DINAS KESEHATAN" in said(lists)
    assert "diambil dari nama lembar: Sekretariat Daerah" in said(lists)


@pytest.mark.parametrize(
    ("title", "shown"), [("Jangka Waktu (Tahun)", "5 tahun"), ("Masa (bulan)", "5 bulan")]
)
def test_the_unit_of_a_number_may_stand_in_the_title(
    read: Callable[..., list[StrangeList]], title: str, shown: str
) -> None:
    rows = [
        ["Informasi", "Dasar Hukum", title],
        ["Data A", BASIS, 5],
        ["Data B", BASIS, 2030],
        ["Data C", BASIS, "x"],
    ]
    lists = read(rows)
    assert values(lists, "period_text") == [(shown,), ("2030",), ("x",)]
    assert f"'5' dengan satuan dari judul kolom: '{shown}'" in said(lists)


def test_a_number_is_read_as_its_cell_shows_it(read: Callable[..., list[StrangeList]]) -> None:
    def change(sheet: Any) -> None:
        for row, shown in enumerate(('0" tahun"', "0\\ \\b\\l\\n", "d mmmm yyyy", "yyyy", "dd/mm/yyyy"), 2):
            sheet.cell(row, 3).number_format = shown

    day = datetime(2030, 12, 31)
    lists = read(
        [
            ["Informasi", "Dasar Hukum", "Jangka Waktu"],
            *(["X", BASIS, value] for value in (5, 6, day, day, day)),
        ],
        change=change,
    )
    assert values(lists, "period_text") == [
        ("5 tahun",),
        ("6 bln",),
        ("31 Desember 2030",),
        ("2030",),
        ("31/12/2030",),
    ]


def test_two_lists_of_unlike_columns_stand_one_below_the_other(
    read: Callable[..., list[StrangeList]],
) -> None:
    other = ["No", "Jangka Waktu", "Judul Informasi", "Dasar Hukum"]
    public = ["No", "Jenis Informasi", "Bentuk Informasi", "Waktu Pembuatan"]
    lists = read(
        [
            HEAD,
            DATA_A,
            [],
            other,
            [1, "1 tahun", "Data B", BASIS],
            [],
            public,
            [1, "Profil lembaga", "Softcopy", "2024"],
        ]
    )
    assert values(lists, "information", "period_text") == [("Data A", "5 tahun"), ("Data B", "1 tahun")]
    assert "bukan isi daftar, baris 7-8 dilewati" in said(lists)


def test_two_upright_forms_in_one_sheet_are_two_entries_without_their_testers(
    read: Callable[..., list[StrangeList]],
) -> None:
    def form(title: str) -> Rows:
        return [
            ["1", "Informasi", ":", title],
            ["2", "Dasar Hukum", ":", BASIS],
            ["3", "Alasan / Akibat bila dibuka", ":", "Merugikan"],
            ["4", "Jangka Waktu", ":", "5 tahun"],
        ]

    head = [
        ["LEMBAR UJI KONSEKUENSI"],
        ["Nomor: 7 Tahun 2025"],
        ["Pengujian konsekuensi tanggal 3 Maret 2025"],
    ]
    lists = read(
        [
            *head,
            *form("Data A"),
            [],
            *form("Data B"),
            ["Tim Penguji"],
            ["Nama", "Jabatan"],
            [PEOPLE[0], "Ketua"],
        ]
    )
    assert values(lists, "information", "period_text", "harm_if_open", "test_number", "test_on") == [
        ("Data A", "5 tahun", "Merugikan", "7 Tahun 2025", "2025-03-03"),
        ("Data B", "5 tahun", "Merugikan", "7 Tahun 2025", "2025-03-03"),
    ]
    assert "lembar uji konsekuensi: 7 Tahun 2025, 03/03/2025." in said(lists)


def test_an_upright_form_found_open_or_not_whole_is_left_out(read: Callable[..., list[StrangeList]]) -> None:
    whole: Rows = [["Informasi : Data A"], ["Dasar Hukum", BASIS], ["Jangka Waktu", "5 tahun"]]
    lists = read(
        [
            ["Jangka Waktu", "tanpa judul"],
            *whole,
            ["Dasar Hukum", "Pasal 2"],
            ["Informasi", "Data B"],
            ["Dasar Hukum", BASIS],
            ["Kesimpulan", "Terbuka"],
            ["Informasi", "Data C"],
            ["Catatan di bawah", "x", "y"],
        ]
    )
    assert values(lists, "information", "legal_basis") == [("Data A", f"{BASIS}\nPasal 2")]
    assert "dinyatakan terbuka" in said(lists)
    assert said(lists).count("lembar yang belum lengkap") == 2


def test_a_column_that_may_be_two_things_is_asked_about(read: Callable[..., list[StrangeList]]) -> None:
    rows = [["Informasi", "Dasar Hukum", "Waktu & PJ"], ["Data A", BASIS, "5 tahun"]]
    with pytest.raises(
        Refusal, match=r"Waktu & PJ \(C\) dapat berarti Jangka Waktu \(Asli\) atau Unit Penguasa"
    ):
        read(rows)
    lists = read(rows, options=["Waktu & PJ=Jangka Waktu (Asli)"])
    assert values(lists, "period_text") == [("5 tahun",)]


def test_a_footnote_that_changes_a_period_is_shown_beside_it(read: Callable[..., list[StrangeList]]) -> None:
    lists = read(
        [HEAD, [1, "Data A", BASIS, "5 tahun **)"], [], ["Keterangan:"], ["**) terhitung sejak dilantik"]]
    )
    assert values(lists, "period_text") == [("5 tahun **)",)]
    assert (
        "baris 2, kolom Jangka Waktu (Asli): bertanda **), dan catatan kakinya berbunyi: terhitung sejak dilantik"
        in said(lists)
    )


def test_rows_without_a_number_below_one_are_more_of_it_or_doubted(
    read: Callable[..., list[StrangeList]],
) -> None:
    lists = read(
        [
            HEAD,
            [1, "Data pribadi yang", BASIS, "5 tahun"],
            [None, "dipunyai pegawai", "ayat (1)", "sejak ditetapkan"],
            [2, "Data B", BASIS, "1 tahun"],
            [None, "Data C", BASIS, "2 tahun"],
            [3, "Data E", BASIS, "2 tahun"],
            [None, "data F", BASIS, "3 tahun"],
        ]
    )
    assert values(lists, "information", "period_text") == [
        ("Data pribadi yang\ndipunyai pegawai", "5 tahun\nsejak ditetapkan"),
        ("Data B", "1 tahun"),
        ("Data C", "2 tahun"),
        ("Data E", "2 tahun"),
        ("data F", "3 tahun"),
    ]
    assert "baris 5, kolom No: kosong; dibaca sebagai informasi tersendiri, periksa." in said(lists)


def test_a_title_stands_in_where_the_summary_is_blank(read: Callable[..., list[StrangeList]]) -> None:
    lists = read(
        [["Judul", "Ringkasan", "Dasar Hukum"], ["Berkas", "Isi berkas", BASIS], ["Data lain", None, BASIS]]
    )
    assert values(lists, "information") == [("Isi berkas",), ("Data lain",)]
    assert "Judul" in "\n".join(lists[0].column_lines())
    assert "judul; dipakai bila isi informasinya kosong" in lists[0].column_lines()[1]


def test_headings_of_an_export_are_known(read: Callable[..., list[StrangeList]]) -> None:
    head = [
        "id_no",
        "judulInformasi",
        "dasar_hukum",
        "akibatDibuka",
        "manfaat-ditutup",
        "jangkaWaktu",
        "penanggung_jawab",
    ]
    lists = read([head, [1, "Data A", BASIS, "Rugi", "Untung", "5 tahun", "PPID"]])
    assert values(lists, *FIELDS[:6]) == [("Data A", BASIS, "Rugi", "Untung", "5 tahun", "PPID")]


@pytest.mark.parametrize("kind", ["xlsx", "xlsb"])
def test_a_workbook_locked_by_excel_is_called_so(tmp_path: Path, kind: str) -> None:
    import pyopenvba
    from msoffcrypto.format.ooxml import OOXMLFile

    blank = Path(pyopenvba.__file__).parent / "_templates" / "blank_files" / f"blank_workbook.{kind}"
    locked = tmp_path / f"terkunci.{kind}"
    with blank.open("rb") as source, locked.open("wb") as target:
        OOXMLFile(source).encrypt("rahasia", target)
    other = tmp_path / "terkunci.xls"
    other.write_bytes(locked.read_bytes())
    for path in (locked, other):
        with pytest.raises(Refusal, match="dilindungi kata sandi"):
            read_lists(path, (), {})


@pytest.mark.parametrize("name", ["terkunci.ods", "terkunci.xls"])
def test_a_locked_workbook_of_another_kind_is_called_so(name: str, tmp_path: Path) -> None:
    for path in (LISTS / "locked" / name, tmp_path / "lain.xlsx"):
        if not path.exists():
            path.write_bytes((LISTS / "locked" / name).read_bytes())
        with pytest.raises(Refusal, match="dilindungi kata sandi") as refusal:
            read_lists(path, (), {})
        assert "simpan salinannya tanpa kata sandi" in refusal.value.cure


@pytest.fixture(scope="module")
def office_made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("daftar") / "kantor").folder


@pytest.fixture
def desk(office_made_once: Path, tmp_path: Path) -> DeskOfAnOffice:
    import shutil

    shutil.copytree(office_made_once, tmp_path / "kantor")
    return DeskOfAnOffice(tmp_path / "kantor" / "Register-Dikecualikan.xlsm")


def csv_of(path: Path, *rows: Sequence[str]) -> Path:
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    return path


def test_one_decision_under_many_spellings_is_one_and_its_entries_are_not_doubled(
    desk: DeskOfAnOffice, tmp_path: Path
) -> None:
    source = csv_of(tmp_path / "d.csv", ("Informasi", "Dasar Hukum"), ("Data A", BASIS), ("Data B", BASIS))
    desk.done("import-list", files=(source,), target="Nomor 999 Tahun 2026")
    for spelled in (
        "No. 999 Tahun 2026",
        "999/2026",
        "SK KPU Nomor 999 Thn 2026 tanggal 1 Mei 2026 tentang X",
    ):
        assert "2 sudah ada" in desk.done("import-list", files=(source,), target=spelled)
    assert [row["number"] for row in desk.rows(DECISIONS)] == [NUMBER, "Nomor 999 Tahun 2026"]
    assert len(desk.rows(REGISTER)) == 4
    said = desk.done("import-list", files=(source,), target="Nomor 998 Tahun 2026")
    assert "Keputusan Nomor 998 Tahun 2026 belum ada di Keputusan; yang mirip: Nomor 999 Tahun 2026." in said


def test_each_decision_of_a_list_comes_with_its_date_and_subject(
    desk: DeskOfAnOffice, tmp_path: Path
) -> None:
    head = ("Informasi", "Jangka Waktu", "Nomor SK", "Tanggal SK", "Tentang")
    source = csv_of(
        tmp_path / "d.csv",
        head,
        ("Data A", "5 tahun", "Nomor 12 Tahun 2024", "1 Mei 2024", "Data pegawai"),
        ("Data B", "5 tahun", "No. 12/2024", "1 Mei 2024", "Data pegawai"),
        ("Data C", "5 tahun", "Nomor 13 Tahun 2024", "2024", ""),
        ("Data D", "5 tahun", "481.16/ /36/TAHUN 2024", "", ""),
        ("Data E", "5 tahun", "731/2025", "22 Agustus 2025", "Dokumen persyaratan pasangan calon"),
    )
    said = desk.done("import-list", files=(source,))
    rows = [
        (row["number"], row["decided_on"], row["date_text"], row["about"]) for row in desk.rows(DECISIONS)
    ]
    assert rows[1:] == [
        ("Nomor 12 Tahun 2024", date(2024, 5, 1), None, "Data pegawai"),
        ("Nomor 13 Tahun 2024", None, "2024", None),
        ("481.16/ /36/TAHUN 2024", None, None, None),
    ]
    assert [row["decision_number"] for row in desk.rows(REGISTER)][2:] == [
        "Nomor 12 Tahun 2024",
        "Nomor 12 Tahun 2024",
        "Nomor 13 Tahun 2024",
        "481.16/ /36/TAHUN 2024",
        NUMBER,
    ]
    assert "nomornya belum terisi lengkap: 481.16/ /36/TAHUN 2024" in said
    assert (
        f"Keputusan {NUMBER}: Tanggal Keputusan menurut daftar '22/08/2025', di Keputusan '21/08/2025'."
        in said
    )


def test_a_real_date_of_a_decision_is_never_read_in_two_ways(desk: DeskOfAnOffice, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["Informasi", "Jangka Waktu", "Nomor Keputusan", "Hari"],
        ["Data A", "5 tahun", "Nomor 12 Tahun 2024", date(2024, 4, 3)],
        ["Data B", "5 tahun", "Nomor 13 Tahun 2024", "03/04/2024"],
    ):
        book.active.append(row)
    book.save(tmp_path / "d.xlsx")
    desk.done("import-list", files=(tmp_path / "d.xlsx",), columns=("Hari=Tanggal Keputusan",))
    first, second = desk.rows(DECISIONS)[1:]
    assert (first["decided_on"], first["date_text"]) == (date(2024, 4, 3), None)
    assert (second["decided_on"] is None) == (second["date_text"] == "03/04/2024")


def test_of_two_dates_for_one_decision_none_is_taken(desk: DeskOfAnOffice, tmp_path: Path) -> None:
    """Five years from the earlier day would open everything years too soon."""
    source = tmp_path / "dua.csv"
    lines = ["Informasi,Dasar Hukum,Jangka Waktu,Nomor Keputusan,Tanggal Keputusan,Tentang"]
    rows = (("A", "2019-01-02", "Data"), ("B", "2019-12-20", "Data lain"), ("C", "tidak jelas", ""))
    lines += [
        f"Data {name},UU 14/2008,5 tahun,Nomor 12 Tahun 2019,{day},{about}" for name, day, about in rows
    ]
    source.write_text("\n".join(lines), "utf-8")
    said = desk.done("import-list", files=(source,))
    several = "lebih dari satu Tanggal Keputusan (02/01/2019; 20/12/2019; tidak jelas); tidak diambil"
    assert several in said
    assert "lebih dari satu Tentang (Data; Data lain); diambil yang pertama" in said
    row = desk.rows(DECISIONS)[-1]
    assert (row["decided_on"], row["date_text"]) == (None, "02/01/2019; 20/12/2019; tidak jelas")
    assert row["about"] == "Data"


def test_the_form_of_the_only_published_list_of_an_election_office_is_imported_as_it_is(
    desk: DeskOfAnOffice,
) -> None:
    desk.done("import-list", files=(LISTS / "04_kpu_kudus.xlsx",))
    assert [(row["number"], row["about"]) for row in desk.rows(DECISIONS)][1:] == [
        ("169/Kpts/KPU/TAHUN 2015", "Informasi yang Dikecualikan di Lingkungan KPU"),
        ("32/Kpts/KPU/TAHUN 2016", "Penetapan Informasi Berupa Formulir Model A.3 KWK"),
    ]


def test_the_sheet_of_a_consequence_test_brings_its_number_and_day_to_the_decision(
    desk: DeskOfAnOffice,
) -> None:
    desk.done("import-list", files=(LISTS / "24_lembar_uji_tegak.xlsx",), target="Nomor 5 Tahun 2025")
    row = desk.rows(DECISIONS)[-1]
    assert (row["number"], row["test_number"], row["test_on"]) == (
        "Nomor 5 Tahun 2025",
        "01 TAHUN 2025",
        date(2025, 3, 3),
    )


def test_a_section_names_the_decision_with_its_day(read: Callable[..., list[StrangeList]]) -> None:
    lists = read(
        [
            HEAD,
            ["Keputusan KPU Nomor 5 Tahun 2025 tanggal 1 Mei 2025 tentang Soal"],
            DATA_A,
            ["DINAS SOSIAL"],
            DATA_B,
        ]
    )
    assert values(lists, "decision_number", "decided_on", "about", "unit") == [
        ("Nomor 5 Tahun 2025", "2025-05-01", "Soal", None),
        ("Nomor 5 Tahun 2025", "2025-05-01", "Soal", "DINAS SOSIAL"),
    ]


def test_a_test_sheet_without_a_day_has_none_and_its_signatures_end_it(
    read: Callable[..., list[StrangeList]],
) -> None:
    form = [["Informasi", "Data A"], ["Dasar Hukum", BASIS], ["Jangka Waktu", "5 tahun"]]
    lists = read(
        [
            ["Pengujian konsekuensi tanggal 99 Maret 2025"],
            *form,
            ["Rincian", "x", "y"],
            ["Demikian lembar ini dibuat."],
            ["Informasi", "Siti Contoh"],
        ]
    )
    assert values(lists, "information", "test_on") == [("Data A", None)]


def test_below_a_list_another_that_is_not_clear_is_left_alone(read: Callable[..., list[StrangeList]]) -> None:
    lists = read([HEAD, DATA_A, [], ["Judul Informasi", "Jenis Informasi", "Dasar Hukum"], ["a", "b", "c"]])
    assert values(lists, "information") == [("Data A",)]


def test_a_workbook_whose_looks_cannot_be_seen_says_so(tmp_path: Path) -> None:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in (HEAD, DATA_A):
        book.active.append(row)
    book.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(tmp_path / "d.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<cellXfs", b"<cellXfx"))
    lists, _ = read_lists(tmp_path / "d.xlsx", (), {})
    assert "baris yang tersembunyi atau dicoret tidak dapat dilihat dalam berkas ini" in said(lists)


def test_who_is_responsible_stands_beside_the_unit(read: Callable[..., list[StrangeList]]) -> None:
    head = ["Informasi", "Dasar Hukum", "Unit Penguasa", "Penanggung Jawab", "Kesimpulan"]
    lists = read([head, ["Data A", BASIS, "Bidang Umum", "Kepala Dinas", "Informasi dikecualikan"]])
    assert values(lists, "unit", "responsible", "test_conclusion") == [
        ("Bidang Umum", "Kepala Dinas", "dikecualikan")
    ]
    assert "kesimpulan uji, tidak disimpan" in lists[0].column_lines()[-1]


def test_of_a_workbook_of_kecuali_only_its_register_is_read(desk: DeskOfAnOffice, tmp_path: Path) -> None:
    other = filled(tmp_path / "lain", entries=3)
    said = desk.done("import-list", files=(other.book,))
    assert "1 informasi ditulis ke Register, 2 sudah ada" in said
    assert [row["number"] for row in desk.rows(DECISIONS)] == [NUMBER]


def test_a_list_of_twenty_thousand_entries_is_read_and_one_more_is_refused(tmp_path: Path) -> None:
    def made(count: int) -> Path:
        rows = ((str(number), f"Data {number}", BASIS, "5 tahun") for number in range(1, count + 1))
        return csv_of(
            tmp_path / f"{count}.csv", ("DAFTAR",), ("No", "Informasi", "Dasar Hukum", "Jangka Waktu"), *rows
        )

    lists, _ = read_lists(made(20_000), (), {})
    assert len(lists[0].rows.entries) == 20_000
    with pytest.raises(Refusal, match="berisi 20001 informasi; paling banyak 20000"):
        read_lists(made(20_001), (), {})


def test_the_plan_of_a_list_says_all_before_anything_is_written(
    read: Callable[..., list[StrangeList]],
) -> None:
    (one,) = read(
        [["DAFTAR"], HEAD[:4], DATA_A, ["A.", "BAGIAN LAIN SAJA"], [2, "Data B", "UU 27/2022", "5 tahun"]]
    )
    plan = one.plan
    assert (plan.sheet, plan.top, plan.bottom, plan.entries, plan.is_settled) == ("Daftar", 1, 1, 2, True)
    assert [(column.title, column.field) for column in plan.columns][1:] == [
        ("Informasi", "information"),
        ("Dasar Hukum", "legal_basis"),
        ("Jangka Waktu", "period_text"),
    ]
    assert plan.columns[2].samples == (BASIS, "UU 27/2022")
    assert [(row.first, row.last) for row in plan.left_out] == [(3, 3)]
    (same,) = read([[], ["NO.", "INFORMASI", "Dasar  hukum", "JANGKA WAKTU"], DATA_B])
    assert same.plan.layout == plan.layout
    (unlike,) = read([["No", "Informasi", "Jangka Waktu", "Dasar Hukum"], [1, "Data", "5 tahun", BASIS]])
    assert unlike.plan.layout != plan.layout


def test_a_list_that_is_not_understood_has_a_plan_to_be_mended(tmp_path: Path, desk: DeskOfAnOffice) -> None:
    source = csv_of(
        tmp_path / "d.csv", ("Hal", "Dasar Hukum", "Waktu & PJ"), ("Data A", BASIS, "5 tahun, PPID")
    )
    (plan,) = plan_lists(source, (), {})
    assert (plan.is_settled, plan.entries) == (False, 0)
    assert [(column.title, column.field, column.samples) for column in plan.columns] == [
        ("Hal", None, ("Data A",)),
        ("Dasar Hukum", "legal_basis", (BASIS,)),
        ("Waktu & PJ", None, ("5 tahun, PPID",)),
    ]
    assert [claim.field for claim in plan.columns[2].alternatives] == ["period_text", "unit"]
    (mended,) = plan_lists(source, (), mapping(["Hal=Informasi", "Waktu & PJ=Jangka Waktu"]))
    assert (mended.is_settled, mended.entries, mended.layout) == (True, 1, plan.layout)
    (own,) = plan_lists(desk.book, (), {})
    assert (own.sheet, own.entries) == ("Register", 2)
    assert plan_lists(csv_of(tmp_path / "e.csv", ("a", "b"), ("c", "d")), (), {}) == []


def test_text_with_a_letter_of_nothing_between_its_letters_is_read_without() -> None:
    from xl_macros.scans.sheets import _plain

    assert _plain("D\0a\0t\0a\0") == "Data"
