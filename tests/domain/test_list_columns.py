"""Column titles of real lists, header rows of real shapes, and what is no entry beneath them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xl_macros.domain.list_columns import NUMBER, Grid, Range, field_of, find_header
from xl_macros.domain.list_headings import claims
from xl_macros.domain.list_rows import ReadRows, read_rows

KNOWN = {
    "NO": NUMBER,
    "No.": NUMBER,
    "Nomor Urut": NUMBER,
    "INFORMASI": "information",
    "Informasi yang Dikecualikan": "information",
    "Judul Informasi": "information",
    "JENIS INFORMASI": "information",
    "Konten Informasi": "information",
    "Esensi Informasi": "information",
    "Jenis/Judul Informasi": "information",
    "Isi Informasi": "information",
    "Nama Dokumen": "information",
    "Masa Berlaku Pengecualian": "period_text",
    "DASAR": "legal_basis",
    "Dasar Hukum": "legal_basis",
    "DASAR HUKUM PENGECUALIAN INFORMASI": "legal_basis",
    "JANGKA WAKTU": "period_text",
    "Jangka Waktu Pengecualian": "period_text",
    "Batas Waktu Pengecualian": "period_text",
    "Masa Pengecualian": "period_text",
    "Jangka Waktu (Asli)": "period_text",
    "Dibuka": "harm_if_open",
    "Akibat Bila Informasi Dibuka": "harm_if_open",
    "Konsekuensi/Pertimbangan bagi Publik: DIBUKA": "harm_if_open",
    "Ditutup": "benefit_if_closed",
    "Manfaat bila informasi ditutup": "benefit_if_closed",
    "Unit Penguasa": "unit",
    "Penanggung Jawab": "unit",
    "Pejabat/Unit yang Menguasai Informasi": "unit",
    "Nomor Keputusan": "decision_number",
    "No. SK": "decision_number",
    "Surat Keputusan": "decision_number",
    "KETERANGAN": "note",
    "Ket.": "note",
    "Tempat Penyimpanan": "place",
    "Cakupan": "extent",
    "Jenis Klasifikasi Informasi yang Dikecualikan": "information",
    "Jenis Klarifikasi Informasi yang Dikecualikan": "information",
    "ESENSI INFORMASI / KONTEN INFORMASI": "information",
    "Deskripsi Informasi": "information",
    "INFORMASI YANG\nDIKECUALI-\nKAN": "information",
    "Alasan / Dasar Hukum Pengecualian Informasi": "legal_basis",
    "DASAR\u00a0HUKUM\nPENGE- CUALIAN": "legal_basis",
    "dasar_hukum": "legal_basis",
    "jangka_waktu": "period_text",
    "jangkaWaktu": "period_text",
    "Jangka waktu ditutup": "period_text",
    "JANGKA\nWAKTU *)": "period_text",
    "Jangka Waktu (Tahun)": "period_text",
    "konsekuensi_dibuka": "harm_if_open",
    "DI BUKA": "harm_if_open",
    "KONSEKUENSI DI TUTUP": "benefit_if_closed",
    "Pejabat/Unit/Satker yang Menguasai Informasi": "unit",
    "Nomor dan Tanggal Keputusan": "decision_number",
    "Tanggal SK": "decided_on",
    "Tanggal Penetapan": "decided_on",
    "Tentang": "about",
    "Kesimpulan": "conclusion",
    "Bagian yang Dikecualikan": "exempt_part",
}


@pytest.mark.parametrize(("title", "field"), KNOWN.items())
def test_titles_of_real_lists_are_known(title: str, field: str) -> None:
    assert field_of(title) == field


@pytest.mark.parametrize(
    "title",
    [
        "Jangka Waktu Penyimpanan",
        "Masa Retensi Arsip",
        "Jangka Waktu Simpan (JRA)",
        "Bentuk Informasi",
        "Hasil Uji Konsekuensi",
        "Konsekuensi bila dibuka dan ditutup",
        "Lama",
        "Waktu Pembuatan Informasi",
        "Jangka Waktu Pelayanan",
        "",
        "Data pribadi pegawai",
    ],
)
def test_what_means_something_else_stays_unknown(title: str) -> None:
    """Archive retention above all: it is another thing than the exemption period."""
    assert field_of(title) is None


@pytest.mark.parametrize(
    "title",
    [
        "Jangka Waktu Mulai",
        "Tanggal Mulai Jangka Waktu",
        "Masa Berlaku Dari",
        "Awal Masa Pengecualian",
        "Masa Pengecualian Mulai Tanggal",
        "Jangka Waktu TMT",
        "Waktu Mulai",
    ],
)
def test_where_a_period_begins_is_no_period(title: str) -> None:
    """A date there would be read as the end, and open what is exempt."""
    assert claims(title) == ()


def test_of_a_period_in_two_columns_the_end_is_taken() -> None:
    grid: Grid = [
        ["Informasi", "Dasar Hukum", "Jangka Waktu", None],
        [None, None, "Mulai", "Selesai"],
        ["Data", "UU 14/2008", "21/08/2025", "21/08/2030"],
    ]
    for merged in ([], [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)]):
        header = find_header(grid, merged, {})
        assert header is not None
        assert header.fields["period_text"] == 3
    for whole in (
        "Jangka Waktu (mulai - selesai)",
        "Jangka waktu pengecualian dari informasi",
        "Masa Berlaku s.d.",
    ):
        assert claims(whole)[0].field == "period_text"


@pytest.mark.parametrize(
    ("title", "field", "below"),
    [
        ("Alasan Pengecualian", "legal_basis", "UU 14/2008 Pasal 17"),
        ("PERTIMBANGAN SESUAI INDIKATOR KONSEKUENSI", "legal_basis", "Memenuhi UU 14/2008"),
        ("Konsekuensi/Pertimbangan bagi Publik", "harm_if_open", "Merugikan"),
        ("Analisis Konsekuensi & Pertimbangan", "harm_if_open", "Merugikan"),
        ("Waktu", "period_text", "5 tahun"),
        ("Waktu Penetapan", None, "21/08/2025"),
        ("Waktu", None, "21/08/2025"),
        ("Batas Waktu Uji", None, "5 hari"),
        ("Waktu Uji Konsekuensi", None, "2 hari"),
        ("Masa Berlaku Dokumen", None, "31/12/2025"),
        ("Waktu", None, "Kamis, 21 Agustus 2025 pukul 10.00 WIB"),
        ("Waktu", "period_text", "21 Agustus 2025 sampai dengan 20 Agustus 2030"),
        ("PIC", "unit", "Bidang Umum"),
        ("Alasan Dikecualikan", None, "Merugikan"),
    ],
)
def test_what_a_title_may_mean_is_taken_where_what_stands_below_fits(
    title: str, field: str | None, below: str
) -> None:
    basis = "Dasar Hukum" if field != "legal_basis" else "Jangka Waktu"
    header = find_header([["Informasi", basis, title], ["Data", "UU 14/2008", below]], [], {})
    assert header is not None
    assert field_of(title) is None
    assert header.columns[2].field == field
    assert field is None or header.columns[2].score < 0.75


TWO_ROWS: Grid = [
    ["DAFTAR INFORMASI YANG DIKECUALIKAN", None, None, None, None, None],
    [],
    ["NO", "INFORMASI", "DASAR HUKUM", "KONSEKUENSI", None, "JANGKA WAKTU"],
    [None, None, None, "DIBUKA", "DITUTUP", None],
    ["1", "Data pribadi", "UU 14/2008", "rugi", "untung", "5 tahun"],
]


@pytest.mark.parametrize("merged", [[], [(0, 0, 0, 5), (2, 3, 2, 4), (2, 0, 3, 0), (2, 1, 3, 1)]])
def test_a_header_of_two_rows_is_found_with_and_without_merged_cells(merged: list[Range]) -> None:
    header = find_header(TWO_ROWS, merged, {})
    assert header is not None
    assert (header.top, header.bottom) == (2, 3)
    assert header.fields == {
        NUMBER: 0,
        "information": 1,
        "legal_basis": 2,
        "harm_if_open": 3,
        "benefit_if_closed": 4,
        "period_text": 5,
    }
    (entry,) = read_rows(TWO_ROWS, merged, header).entries
    assert (entry.row, entry.number, entry.values["period_text"]) == (4, 1, "5 tahun")


def test_two_columns_of_one_meaning_are_not_chosen_between() -> None:
    header = find_header([["Judul Informasi", "Jenis Informasi", "Dasar Hukum"]], [], {})
    assert header is not None
    assert [column.title for column in header.claimed_twice["information"]] == [
        "Judul Informasi",
        "Jenis Informasi",
    ]


def test_a_detail_beside_a_plain_title_is_not_chosen_and_a_wish_comes_first() -> None:
    header = find_header([["Informasi", "Ringkasan", "Dasar Hukum"]], [], {})
    assert header is not None
    assert list(header.claimed_twice) == ["information"]
    assert field_of("Ringkasan", {"ringkasan": "note"}) == "note"
    assert field_of("Dasar Hukum dan Jangka Waktu") is None, "two things in one column tie"


def rows_of(*body: list[str | None], merged: list[Range] | None = None) -> ReadRows:
    grid: Grid = [["No", "Informasi", "Dasar Hukum", "Jangka Waktu", "Keterangan"], *body]
    header = find_header(grid, [], {})
    assert header is not None
    return read_rows(grid, merged or [], header)


def test_cells_merged_downwards_hold_for_each_of_their_rows() -> None:
    read = rows_of(
        ["1", "Data A", "UU 14/2008", "5 tahun", None],
        ["2", "Data B", None, None, None],
        merged=[(1, 2, 2, 2), (1, 3, 2, 3)],
    )
    assert [entry.values["legal_basis"] for entry in read.entries] == ["UU 14/2008"] * 2
    assert [entry.values["period_text"] for entry in read.entries] == ["5 tahun"] * 2


def test_a_title_merged_over_several_rows_is_one_entry_with_all_they_say() -> None:
    read = rows_of(
        ["1", "Data A", "UU 14/2008", "5 tahun", None],
        [None, None, "UU 27/2022", "5 tahun", None],
        ["2", "Data B", "UU 43/2009", "Permanen", None],
        merged=[(1, 0, 2, 0), (1, 1, 2, 1)],
    )
    assert [entry.values["legal_basis"] for entry in read.entries] == ["UU 14/2008\nUU 27/2022", "UU 43/2009"]
    assert read.entries[0].values["period_text"] == "5 tahun"


def test_a_row_that_goes_on_below_is_joined_and_told_but_not_across_a_blank_row() -> None:
    read = rows_of(
        ["1", "Data A", "UU 14/2008", "5 tahun", None], [None, None, "Pasal 17 huruf h", None, None]
    )
    assert read.entries[0].values["legal_basis"] == "UU 14/2008\nPasal 17 huruf h"
    assert [(told.row, told.blocks) for told in read.told] == [(2, False)]
    apart = rows_of(
        ["1", "Data A", "UU 14/2008", "5 tahun", None], [], [None, None, "Pasal 17 huruf h", None, None]
    )
    assert [(told.row, told.blocks) for told in apart.told] == [(3, True)]


@pytest.mark.parametrize(
    "row",
    [
        ["Jumlah", "12", None, None, None],
        [None, "Total informasi: 12", None, None, None],
        ["A.", "KEPEGAWAIAN", None, None, None],
        ["1", "2", "3", "4", "5"],
        ["No", "Informasi", "Dasar Hukum", "Jangka Waktu", "Keterangan"],
        [None, "Mengetahui,", None, "Labuan Bajo, 5 Mei 2024", None],
        [None, None, None, "Ketua KPU Kabupaten", None],
        [None, None, None, "NIP. 19700101 199503 1 001", None],
    ],
)
def test_what_is_no_entry_is_left_out_and_told(row: list[str | None]) -> None:
    read = rows_of(
        ["1", "Data A", "UU 14/2008", "5 tahun", None], row, ["2", "Data B", "UU 14/2008", "Permanen", None]
    )
    assert [entry.values["information"] for entry in read.entries] == ["Data A", "Data B"]
    assert [told.row for told in read.told] == [2]
    assert not read.told[0].blocks


def test_names_under_a_signature_are_not_taken_for_entries() -> None:
    read = rows_of(
        ["1", "Data A", "UU 14/2008", "5 tahun", None],
        [None, None, None, "Labuan Bajo, 5 Mei 2024", None],
        [None, "Sekretaris", None, "Ketua", None],
        [None, "Bonafantura Yosman", None, "Maria Goreti", None],
    )
    assert len(read.entries) == 1
    assert "baris 3-5 dilewati" in read.told[0].text


def test_a_title_that_begins_like_a_signature_is_an_entry_all_the_same() -> None:
    read = rows_of(["1", "Kepala daerah: data kesehatan", "UU 14/2008", "5 tahun", None])
    assert len(read.entries) == 1


def test_numbers_twice_or_missing_and_blank_cells_are_told() -> None:
    read = rows_of(
        ["1", "Data A", "UU 14/2008", "5 tahun", None],
        ["1", "Data B", None, None, "5 tahun sejak ditetapkan"],
        ["4", "Data C", "UU 14/2008", "Permanen", None],
    )
    assert [(told.row, told.field) for told in read.told] == [
        (None, NUMBER),
        (None, NUMBER),
        (2, "legal_basis"),
        (2, "period_text"),
        (2, "note"),
    ]
    assert "2, 3" in read.told[1].text
    assert "period_text" not in read.entries[1].values, "nothing is moved from one column to another"


CELL = st.one_of(
    st.none(),
    st.sampled_from(
        ["1", "2", "Data", "UU 14/2008", "5 tahun", "Jumlah", "Mengetahui", "Informasi", "Ketua"]
    ),
    st.text(min_size=1, max_size=8),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(CELL, max_size=7), max_size=12))
def test_no_row_with_a_title_is_ever_lost_without_a_word(body: list[list[str | None]]) -> None:
    read = rows_of(*body)
    told = {remark.row for remark in read.told}
    signed = [
        remark.row for remark in read.told if remark.row is not None and "bukan isi daftar" in remark.text
    ]
    for row, cells in enumerate(body, 1):
        if len(cells) > 1 and cells[1]:
            entry = any(entry.row == row for entry in read.entries)
            assert entry or row in told or any(first <= row for first in signed)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(st.lists(CELL, max_size=7), max_size=12),
    st.lists(st.tuples(*[st.integers(0, 8)] * 4), max_size=5),
)
def test_no_grid_of_cells_breaks_the_reading(body: list[list[str | None]], areas: list[Range]) -> None:
    merged = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in areas]
    merged = [area for area in merged if area[0] < len(body)]
    header = find_header(body, merged, {"data": "information", "uu 14 2008": "legal_basis"})
    if header is not None and header.is_enough:
        for entry in read_rows(body, merged, header).entries:
            assert entry.values["information"]
