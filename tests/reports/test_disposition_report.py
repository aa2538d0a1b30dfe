from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.reports.test_golden import record
from xl_macros.reports.disposition_report import DispositionBlock, FindingLine, render_disposition_report
from xl_macros.reports.recap_lines import RecapLine, code_ranges, recap_blocks
from xl_macros.reports.step_matrix import step_matrix


@pytest.fixture(scope="module")
def demo_pages(samples) -> list[str]:
    return samples.page_texts(render_disposition_report(samples.report()))


def test_the_second_line_of_a_box_begins_below_its_words(samples):
    offices = ("Ketua", "Kasubbag Perencanaan dan Data dan Hubungan Masyarakat")
    report = replace(samples.report(), disposition=DispositionBlock(forwarded_to=offices))
    places = {text: x for text, x, _ in record(render_disposition_report(report))[0]["texts"]}
    (second,) = (x for text, x in places.items() if text.startswith(("dan Data", "Data dan")))
    assert second == pytest.approx(places["Ketua"], abs=0.5)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    "expected",
    [
        "KOMISI PEMILIHAN UMUM",
        "Nomor : 001/LAP-PDID/XI/2026",
        "Labuan Bajo, 30 November 2026",
        "Sifat : Rahasia",
        "Lampiran : 1 berkas (2 halaman)",
        "Hal : Laporan pendokumentasian informasi yang dikecualikan",
        "1 2 informasi tanpa tanggal mulai",
        "minta salinan keputusan kepada pengirimnya",
        "Kepala Sub Bagian Teknis",
        "Fransiskus Nabut, S.Sos",
        "Disusun: Yohanes Jebarus",
        "Diperiksa: Maria Yosefina Ndiwa, S.IP",
        "DISPOSISI SEKRETARIS",
        "Yth. Sekretaris KPU Kabupaten Manggarai Barat",
        "UU 14/2008 tentang Keterbukaan Informasi Publik",
        "dicabut dengan Keputusan KPU tentang pencabutan tanggal 16 September 2025",
        "▲ terlambat 1,5 jam",
        "3,5 (2)",
        "Arahan: Periksa ulang nomor keputusan sebelum disimpan.",
        "belum selesai",
        "Menunggu persetujuan (2 informasi)",
        "Jangka waktu: 5 (lima) tahun, kecuali pihak yang rahasianya diungkap",
        "B-2025-001.08",
        "■ dicabut",
        "▲ harus diperbaiki",
        "2025/B-2025-001 17 7,7 MB 27/11/2026 10.12",
        "Semua dokumen utuh (diperiksa 30/11/2026 14.00)",
        "3f" * 32,
        "Diteruskan kepada:",
        "Dengan hormat harap:",
        "tanggapan dan saran",
        "Bonafantura Yosman",
    ],
)
def test_the_report_says(demo_pages: list[str], expected: str):
    assert expected in flat("\n".join(demo_pages))


def test_every_page_has_its_number_and_the_secrecy_mark(demo_pages: list[str]):
    for number, page in enumerate(demo_pages, 1):
        assert f"Halaman {number} dari {len(demo_pages)}" in flat(page)
        assert page.count("RAHASIA - DIKECUALIKAN") == 2


def test_a_date_that_is_not_known_stays_the_text_that_is(demo_pages: list[str]):
    assert "169/Kpts/KPU/TAHUN 2015 2015 Formulir dukungan" in flat("\n".join(demo_pages))


def test_only_an_example_is_marked_as_one(samples, demo_pages: list[str]):
    assert "CONTOH" not in "\n".join(demo_pages)
    example = samples.page_texts(render_disposition_report(samples.report(is_example=True)))
    assert all("CONTOH" in page for page in example)


def test_without_titles_no_title_is_anywhere_in_the_file(samples):
    import io

    import pikepdf

    made = render_disposition_report(samples.report(with_titles=False))
    text = flat(samples.whole_text(made))
    assert "B-2025-001.08" in text
    with pikepdf.open(io.BytesIO(made)) as pdf:
        streams = b"".join(
            o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/Width" not in o
        )
    for title in samples.titles:
        assert title not in text
        assert title.encode() not in streams
        assert title.encode("utf-16-be") not in streams


def test_an_empty_register_says_so_and_has_no_empty_table_or_chart(samples):
    pages = samples.page_texts(render_disposition_report(samples.empty_report()))
    text = flat("\n".join(pages))
    assert len(pages) == 2
    assert "Belum ada keputusan dalam register." in text
    assert "Register masih kosong; belum ada informasi yang direkapitulasi." in text
    assert "Tidak ada temuan." in text
    assert "Saksi log" not in text
    assert "Kode Informasi" not in text
    assert "Yang perlu diputuskan" not in text


def test_one_entry_makes_a_whole_report(samples):
    report = samples.report()
    group = report.groups[0]
    one = replace(report, groups=(replace(group, lines=group.lines[:1]),), spans=report.spans[:1])
    text = flat(samples.whole_text(render_disposition_report(one)))
    assert "Menunggu persetujuan (1 informasi)" in text
    assert "B-2015-001.01 Formulir Model B.1-KWK Perseorangan" in text
    assert "B-2015-001.02" not in text


@pytest.fixture(scope="module")
def large_pages(samples, tmp_path_factory) -> list[str]:
    made = render_disposition_report(samples.large_report())
    assert len(made) < 2_000_000, "small enough to mail"
    return samples.page_texts_quickly(made, tmp_path_factory.mktemp("long"))[1:]  # the annex


def test_two_thousand_entries_are_all_there_once(samples, large_pages: list[str]):
    expected = [line.code for group in samples.large_report().groups for line in group.lines]
    found = re.findall(r"^B-\d{4}-\d{3}\.\d{2}\b", "\n".join(large_pages), re.MULTILINE)
    assert sorted(found) == sorted(expected)


def test_every_page_of_a_long_recap_repeats_the_table_header(large_pages: list[str]):
    with_rows = [page for page in large_pages if re.search(r"^B-\d{4}-\d{3}\.\d{2}\b", page, re.MULTILINE)]
    assert len(with_rows) > 50
    assert all("Kode" in page and "Status" in page for page in with_rows)


def test_no_heading_stands_alone_at_the_foot_of_a_page(large_pages: list[str]):
    for page in large_pages:
        lines = [line for line in page.splitlines() if line.strip()]
        body = [
            line for line in lines if not line.startswith(("RAHASIA", "Halaman", "Laporan Disposisi", "·"))
        ]
        assert not re.fullmatch(r"Berakhir tahun \d{4} triwulan \d.*", body[-1])
        assert not body[-1].startswith(("Kode", "Jangka waktu:", "Dasar hukum:"))


def test_the_head_hash_can_be_read_from_the_printed_code(samples, tmp_path):
    import zxingcpp
    from PIL import Image

    pages = samples.pictures(render_disposition_report(samples.report()), tmp_path, dpi=150)
    codes = []
    for page in pages:
        with Image.open(page) as picture:
            codes += [code.text for code in zxingcpp.read_barcodes(picture)]
    assert codes == ["KECUALI:LOG:1:" + "3f" * 32]


def many(samples, decisions: int, asks: int):
    report = samples.report()
    return replace(
        report,
        asks=report.asks * asks,
        berkas_steps=tuple(
            replace(report.berkas_steps[1], berkas=f"B-2025-{n:03d}") for n in range(1, decisions + 1)
        ),
    )


@pytest.mark.parametrize(("decisions", "asks"), [(1, 0), (1, 1), (12, 5), (13, 6), (60, 40)])
def test_page_one_is_the_whole_letter_however_much_there_is(samples, decisions: int, asks: int):
    pages = samples.page_texts(render_disposition_report(many(samples, decisions, asks)))
    letter, annex = flat(pages[0]), flat("\n".join(pages[1:]))
    for said in ("Hal :", "DISPOSISI SEKRETARIS", "Paraf dan tanggal", "NIP 198003052005011002"):
        assert said in letter
    assert annex.startswith("RAHASIA - DIKECUALIKAN Lampiran Laporan Disposisi")
    assert "DISPOSISI SEKRETARIS" not in annex
    assert len(re.findall(r"\bsetuju\b", letter)) == min(asks, 5)
    assert len(re.findall(r"\bsetuju\b", letter + annex)) == asks
    last = f"B-2025-{decisions:03d} Nomor 731 Tahun 2025 8 0,6 ▲ 3,5"
    assert (last in letter) == (decisions <= 12)
    assert last in letter + annex


@pytest.mark.parametrize("word", ["hash", "SHA-256", "kantong", "butir", "sekunder", "log langkah", "rantai"])
def test_the_letter_and_its_annex_use_no_word_of_the_machine(demo_pages: list[str], word: str):
    assert not re.search(rf"\b{word}\b", "\n".join(demo_pages), re.IGNORECASE)


def test_a_step_done_twice_counts_both_times_and_one_not_done_is_a_dash(samples):
    first = samples.report().berkas_steps[1]
    (row,) = step_matrix([replace(first, steps=(*first.steps, first.steps[3]))])
    cells = row["steps"]
    assert isinstance(cells, list)
    assert [cell["text"] for cell in cells] == ["0,6", "▲ 3,5", "1,2", "9", "4,5", "–"]
    assert [cell["late"] for cell in cells] == [False, True, False, False, False, False]


def test_the_recap_is_one_table_under_one_head(demo_pages: list[str]):
    text = flat("\n".join(demo_pages))
    heads = text.count("Kode Informasi Jangka waktu dan dasar hukum Berakhir")
    assert heads <= 2, "once, and once more where a page begins"
    assert text.index("Menunggu persetujuan (2 informasi)") > text.index("Kode Informasi Jangka waktu")


def line(code: str, period: str, end_on: date | None = None) -> RecapLine:
    return RecapLine(
        code=code,
        title=code,
        legal_basis="UU",
        period_text=period,
        end_on=end_on,
        status="s",
        status_symbol="●",
    )


def test_lines_that_share_a_wording_are_gathered_under_it():
    blocks = recap_blocks([line("a", "x"), line("b", "y"), line("c", "x"), line("d", "y")])
    assert [(b["period_text"], [e["code"] for e in b["lines"]]) for b in blocks] == [
        ("x", ["a", "c"]),
        ("y", ["b", "d"]),
    ]
    assert not any(b["own_period"] for b in blocks)


def test_a_legal_basis_is_said_once_only_where_all_share_it():
    same, other = line("a", "x"), replace(line("b", "x"), legal_basis="UU lain")
    assert recap_blocks([same, same])[0]["legal_basis"] == "UU"
    (block,) = recap_blocks([same, other])
    assert (block["own_period"], block["legal_basis"]) == (False, None)


def test_lines_that_share_nothing_keep_their_own_wording_in_one_table():
    (block,) = recap_blocks([line("a", "x"), line("b", "y"), line("c", "z")])
    assert block["own_period"] is True
    assert [e["period_text"] for e in block["lines"]] == ["x", "y", "z"]


def test_dated_lines_with_few_shared_wordings_stay_in_the_order_of_their_dates():
    lines = [
        line("a", "x", date(2026, 1, 1)),
        line("b", "y", date(2026, 1, 2)),
        line("c", "x", date(2026, 1, 3)),
    ]
    (block,) = recap_blocks([*lines, line("d", "y", date(2026, 1, 4))])
    assert [e["code"] for e in block["lines"]] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        (["B-1.01", "B-1.02", "B-1.03"], "B-1.01 s.d. 03"),
        (["B-1.01", "B-1.03"], "B-1.01, B-1.03"),
        (["B-1.01", "B-2.02"], "B-1.01, B-2.02"),
        (["B-1.09", "B-1.10"], "B-1.09 s.d. 10"),
        (["B-2015-001", "B-2015-001"], "B-2015-001"),
        (["", "x.y", "B-1.٣"], ", x.y, B-1.٣"),
        ([], ""),
    ],
)
def test_codes_in_a_row_are_named_as_a_range(codes: list[str], text: str):
    assert code_ranges(codes) == text


def test_the_same_finding_on_many_codes_is_one_line(samples):
    findings = tuple(
        FindingLine(code=f"B-2025-001.{n:02d}", severity="periksa", message="Dasar hukum telah diganti.")
        for n in range(1, 9)
    )
    text = flat(samples.whole_text(render_disposition_report(samples.report(findings=findings))))
    assert text.count("Dasar hukum telah diganti.") == 1
    assert "B-2025-001.01 s.d. 08" in text
