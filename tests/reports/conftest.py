"""Sample reports, and ways to look into what was made."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from xl_macros.domain.tick_boxes import TickBoxes, tick_boxes
from xl_macros.reports.bag_pages import BagIndex, IndexFile
from xl_macros.reports.disposition_report import (
    Ask,
    BagLine,
    DecisionLine,
    DispositionBlock,
    DispositionReport,
    FindingLine,
    LegalBasisLine,
    SpecialFolder,
)
from xl_macros.reports.disposition_sheet import DispositionSheet
from xl_macros.reports.letter import Letterhead, Signatory
from xl_macros.reports.public_list import PublicLine, PublicList
from xl_macros.reports.recap_lines import RecapGroup, RecapLine
from xl_macros.reports.step_matrix import BerkasSteps, StepLine
from xl_macros.reports.timeline import TimelineSpan
from xl_macros.tables.schema import CHOICES

FIVE_YEARS = (
    "5 (lima) tahun, kecuali pihak yang rahasianya diungkap memberikan persetujuan tertulis dan/atau "
    "pengungkapan berkaitan dengan posisi seseorang dalam jabatan publik"
)
UNTIL_CONSENT = (
    "sampai dengan nama-nama yang tercantum memberikan persetujuan secara tertulis dan/atau berkaitan dengan "
    "posisi seseorang dalam jabatan-jabatan publik"
)
BASIS = "UU 14/2008 Pasal 17 huruf h"
TITLES = (
    "Fotokopi KTP elektronik dan akta kelahiran",
    "Surat keterangan catatan kepolisian (SKCK)",
    "Surat keterangan kesehatan dari rumah sakit pemerintah yang ditunjuk oleh KPU",
    "Surat tanda terima LHKPN",
    "Surat keterangan tidak pailit",
    "NPWP dan SPT tahunan lima tahun terakhir",
    "Daftar riwayat hidup, profil singkat dan rekam jejak",
    "Ijazah",
)
STEP_NAMES = (
    ("Meneruskan Keputusan KPU dan lembar uji konsekuensi", "PDID", 1.0),
    ("Memindai informasi dikecualikan", "Desk Pelayanan", 2.0),
    ("Membuat daftar menurut jangka waktu pengecualian", "Desk Pelayanan", 2.0),
    ("Memeriksa daftar menurut jangka waktu pengecualian", "PDID", 7.5),
    ("Menyimpan dokumen dalam bentuk digital", "Desk Pelayanan", 7.5),
    ("Melaporkan hasil pendokumentasian", "Desk Pelayanan", 3.0),
)
LETTERHEAD = Letterhead(
    lines=(
        "KOMISI PEMILIHAN UMUM",
        "KABUPATEN MANGGARAI BARAT",
        "SUB BAGIAN TEKNIS, PARTISIPASI DAN HUBUNGAN MASYARAKAT",
    ),
    address="Labuan Bajo, Nusa Tenggara Timur",
)
SIGNATORY = Signatory(
    position="Sekretaris KPU Kabupaten Manggarai Barat", name="Bonafantura Yosman", city="Labuan Bajo"
)
REPORTER = Signatory(
    position="Kepala Sub Bagian Teknis, Partisipasi dan Hubungan Masyarakat",
    name="Fransiskus Nabut, S.Sos",
    rank="Penata Tk. I",
    nip="198003052005011002",
)
HOSTILE = (
    '#read("../gaya.typ")',
    '#panic("boom")',
    "*tebal* _miring_ `kode` $x^2$ = judul",
    "#let a = 1; #a <label> @acuan // komentar",
    '#sys.inputs #{ 1 + 1 } \\u{41} \\ "kutip"',
    "<script>alert(1)</script>&amp;\"'>",
    '=HYPERLINK("http://a.example","x")',
    "A" * 300,
    "kata " * 500,
    "漢字 😀 \u202egnitirw\u202c \x00\x07 \ud800 \ue000 e\u0301",
    "baris satu\r\nbaris dua\u2028baris tiga",
)


def _steps(late: int) -> tuple[StepLine, ...]:
    monday = datetime(2026, 11, 23, 8, 0)
    lines = []
    for number, (name, role, standard) in enumerate(STEP_NAMES, 1):
        used = standard + 1.5 if number == late else standard * 0.6
        started = monday + timedelta(days=number - 1)
        lines.append(
            StepLine(
                number=number,
                name=name,
                role=role,
                officer="Maria Yosefina Ndiwa, S.IP" if role == "PDID" else "Yohanes Jebarus",
                started_at=started,
                finished_at=None if number == 6 else started + timedelta(hours=used),
                hours_used=None if number == 6 else used,
                standard_hours=standard,
                timeliness=None if number == 6 else "terlambat 1,5 jam" if number == late else "tepat waktu",
                late=number == late,
                direction="Periksa ulang nomor keputusan sebelum disimpan." if number == 4 else None,
            )
        )
    return tuple(lines)


def sample_report(**changes: Any) -> DispositionReport:
    report = DispositionReport(
        letterhead=LETTERHEAD,
        disposition=DispositionBlock(requests=CHOICES["harap"][1]),
        number="001/LAP-PDID/XI/2026",
        made_at=datetime(2026, 11, 30, 14, 30),
        to="Sekretaris KPU Kabupaten Manggarai Barat",
        subject="Laporan pendokumentasian informasi yang dikecualikan",
        summary="Dari 10 informasi, 2 menunggu peristiwa dan 8 terbuka karena keputusannya dicabut.",
        signatory=SIGNATORY,
        reporter=REPORTER,
        asks=(
            Ask(
                what="2 informasi tanpa tanggal mulai: tanggal lengkap keputusan belum diketahui",
                codes="B-2015-001.01 s.d. 02",
                proposal="minta salinan keputusan kepada pengirimnya",
            ),
        ),
        prepared_by="Yohanes Jebarus",
        checked_by="Maria Yosefina Ndiwa, S.IP",
        legal_bases=(
            LegalBasisLine(act="UU 14/2008", title="Keterbukaan Informasi Publik"),
            LegalBasisLine(
                act="PKPU 22/2023", title="Pelayanan Informasi Publik", note="sejak 1 November 2023"
            ),
        ),
        decisions=(
            DecisionLine(
                berkas="B-2015-001",
                number="169/Kpts/KPU/TAHUN 2015",
                decided="2015",
                about="Formulir dukungan pasangan calon perseorangan",
            ),
            DecisionLine(
                berkas="B-2025-001",
                number="Nomor 731 Tahun 2025",
                decided=date(2025, 8, 21),
                about="Dokumen persyaratan pasangan calon",
                standing="dicabut",
                standing_act="Keputusan KPU tentang pencabutan",
                standing_on=date(2025, 9, 16),
            ),
        ),
        berkas_steps=(
            BerkasSteps(
                berkas="B-2015-001", decision_number="169/Kpts/KPU/TAHUN 2015", steps=_steps(0), entry_count=2
            ),
            BerkasSteps(
                berkas="B-2025-001", decision_number="Nomor 731 Tahun 2025", steps=_steps(2), entry_count=8
            ),
        ),
        groups=(
            RecapGroup(
                title="Menunggu persetujuan",
                lines=tuple(
                    RecapLine(
                        code=f"B-2015-001.{n:02d}",
                        title=title,
                        legal_basis=BASIS,
                        period_text=UNTIL_CONSENT,
                        end_on=None,
                        status="menunggu peristiwa",
                        status_symbol="◊",
                    )
                    for n, title in enumerate(
                        ("Formulir Model B.1-KWK Perseorangan", "Formulir Model A.3-KWK"), 1
                    )
                ),
            ),
            RecapGroup(
                title="Sudah dibuka",
                note="Riwayatnya tetap disimpan.",
                lines=tuple(
                    RecapLine(
                        code=f"B-2025-001.{n:02d}",
                        title=title,
                        legal_basis=BASIS,
                        period_text=FIVE_YEARS,
                        end_on=date(2030, 8, 21),
                        status="dicabut",
                        status_symbol="■",
                        mark_on=date(2030, 7, 9),
                        mark_is_estimate=True,
                    )
                    for n, title in enumerate(TITLES, 1)
                ),
            ),
        ),
        spans=(
            TimelineSpan(label="B-2015-001", count=2, start_year=2015, note="sampai ada persetujuan"),
            TimelineSpan(
                label="B-2025-001",
                count=8,
                start_on=date(2025, 8, 21),
                end_on=date(2030, 8, 21),
                opened_on=date(2025, 9, 16),
                note="dicabut 16/09/2025",
            ),
        ),
        findings=(
            FindingLine(
                code="B-2015-001",
                severity="harus diperbaiki",
                message="Hanya tahun keputusan yang diketahui (2015).",
                source="Register",
            ),
        ),
        special_folder=SpecialFolder(
            path="Folder Khusus",
            bags=(
                BagLine(
                    name="2025/B-2025-001",
                    file_count=17,
                    size_bytes=8_123_450,
                    sealed_at=datetime(2026, 11, 27, 10, 12),
                ),
            ),
            intact=True,
            result="Semua dokumen utuh",
            checked_at=datetime(2026, 11, 30, 14, 0),
        ),
        log_head="3f" * 32,
        log_row_count=18,
        sop_number="178/PP/No.9 - SOP / 5315 / 2023",
    )
    return replace(report, **changes)


def empty_report(**changes: Any) -> DispositionReport:
    return DispositionReport(
        letterhead=LETTERHEAD,
        disposition=DispositionBlock(requests=CHOICES["harap"][1]),
        number="001/LAP-PDID/I/2026",
        made_at=datetime(2026, 1, 5, 8, 0),
        to="Sekretaris",
        subject="Laporan",
        summary="Register masih kosong.",
        signatory=SIGNATORY,
        reporter=REPORTER,
        **changes,
    )


def large_report(entries: int = 2000) -> DispositionReport:
    """`entries` dated items over ten years, some sharing their wording, some with long titles."""
    groups, spans = [], []
    per_quarter = entries // 40
    for quarter in range(40):
        year = 2026 + quarter // 4
        lines = []
        for n in range(per_quarter):
            number = quarter * per_quarter + n
            end = date(year, 3 * (quarter % 4) + 1 + n % 3, n % 28 + 1)
            code = f"B-{2016 + number % 10}-{number // 10 % 1000:03d}.{number % 10:02d}"
            title = TITLES[number % 8] + (f" dan lampirannya nomor {number}" * (number % 3))
            lines.append(
                RecapLine(
                    code=code,
                    title=title,
                    legal_basis=BASIS,
                    period_text=FIVE_YEARS if number % 2 else f"{quarter % 5 + 1} tahun",
                    end_on=end,
                    status="berlaku",
                    status_symbol="●",
                    mark_on=end,
                )
            )
            spans.append(TimelineSpan(label=code, count=1, start_on=date(2021, 1, 1), end_on=end))
        groups.append(
            RecapGroup(title=f"Berakhir tahun {year} triwulan {quarter % 4 + 1}", lines=tuple(lines))
        )
    return sample_report(groups=tuple(groups), spans=tuple(spans))


OFFICES = (
    "Ketua",
    "Kasubbag Teknis",
    "Kasubbag Hukum",
    "Kasubbag Perencanaan dan Data",
    "Kasubbag Keuangan dan Umum",
)


def sample_sheet(**changes: Any) -> DispositionSheet:
    sheet = DispositionSheet(
        letterhead=LETTERHEAD,
        berkas="B-2025-001",
        letter_from="KPU Provinsi Nusa Tenggara Timur",
        number="Nomor 731 Tahun 2025",
        decided=date(2025, 8, 21),
        received_at=datetime(2026, 11, 23, 8, 5),
        agenda_number="112/2026",
        secrecies=tick_boxes(CHOICES["sifat"][1], ["Rahasia"]),
        urgency="segera",
        about="Dokumen persyaratan pasangan calon yang dikecualikan",
        receivers=tick_boxes(OFFICES, ["Kepala Sub Bagian Teknis"]),
        requests=tick_boxes(CHOICES["harap"][1], ["proses lebih lanjut"]),
        note="Mohon didokumentasikan sesuai SOP.",
        signatory=SIGNATORY,
        made_at=datetime(2026, 11, 23, 8, 10),
    )
    return replace(sheet, **changes)


def sample_index(**changes: Any) -> BagIndex:
    index = BagIndex(
        letterhead=LETTERHEAD,
        berkas="B-2025-001",
        decision_number="Nomor 731 Tahun 2025",
        decided=date(2025, 8, 21),
        about="Dokumen persyaratan pasangan calon",
        standing="dicabut, 16 September 2025",
        sealed_at=datetime(2026, 11, 27, 10, 12),
        sealed_by="Yohanes Jebarus",
        entries=sample_report().groups[1].lines,
        files=tuple(
            IndexFile(
                name=f"data/P-{n:06d} B-2025-001.{n:02d} informasi.pdf",
                code=f"B-2025-001.{n:02d}",
                kind="informasi",
                pages=n,
                size_bytes=n * 123_456,
                sha256=f"{n:02x}" * 32,
            )
            for n in range(1, 9)
        ),
        place="Lemari 2, rak 3",
    )
    return replace(index, **changes)


def sample_public(**changes: Any) -> PublicList:
    lines = [
        PublicLine(
            title=title, legal_basis=BASIS, period_text=FIVE_YEARS, status="sudah dibuka", is_open=True
        )
        for title in TITLES
    ]
    lines.append(
        PublicLine(
            title="Berkas yang masih dikecualikan",
            legal_basis="UU 14/2008 Pasal 17 huruf a",
            period_text="2 tahun",
            status="dikecualikan",
            until=date(2027, 3, 31),
        )
    )
    public = PublicList(
        office_name="KPU Kabupaten Manggarai Barat",
        letterhead=LETTERHEAD,
        made_at=datetime(2026, 11, 30, 14, 30),
        lines=tuple(lines),
    )
    return replace(public, **changes)


def with_every_text(value: Any, text: str) -> Any:
    """The same data with `text` in place of every string in it."""
    if isinstance(value, str):
        return text
    if isinstance(value, TickBoxes):
        return TickBoxes(*(with_every_text(item, text) for item in value))
    if isinstance(value, tuple):
        return tuple(with_every_text(item, text) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: with_every_text(getattr(value, f.name), text) for f in fields(value)}
        )
    return value


def squeezed(text: str) -> str:
    """Text without blanks and break places: how words are spread over lines does not matter."""
    return "".join(c for c in text if not c.isspace() and c != "\u200b")


def page_texts(pdf: bytes) -> list[str]:
    import pypdf

    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def page_texts_quickly(pdf: bytes, folder: Path) -> list[str]:
    """The same for hundreds of pages, by poppler where it is (pypdf needs 20 times as long)."""
    if shutil.which("pdftotext") is None:
        return page_texts(pdf)
    source = folder / "long.pdf"
    source.write_bytes(pdf)
    made = subprocess.run(["pdftotext", "-raw", str(source), "-"], check=True, capture_output=True)
    return made.stdout.decode("utf-8").removesuffix("\f").split("\f")


def whole_text(pdf: bytes) -> str:
    return "\n".join(page_texts(pdf))


def word_boxes(pdf: bytes, folder: Path) -> list[tuple[int, float, float, float, float, float, float, str]]:
    """(page number, page width, page height, x0, y0, x1, y1, word) of every word, in points."""
    from html.parser import HTMLParser

    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    source = folder / "boxes.pdf"
    source.write_bytes(pdf)
    made = subprocess.run(["pdftotext", "-bbox", str(source), "-"], check=True, capture_output=True)
    boxes: list[tuple[int, float, float, float, float, float, float, str]] = []

    class Reader(HTMLParser):
        page, width, height = 0, 0.0, 0.0
        box: tuple[float, float, float, float] | None = None

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            values = {name: float(value or 0) for name, value in attrs if name in _NUMBERS}
            if tag == "page":
                self.page, self.width, self.height = self.page + 1, values["width"], values["height"]
            elif tag == "word":
                self.box = (values["xmin"], values["ymin"], values["xmax"], values["ymax"])

        def handle_data(self, data: str) -> None:
            if self.box and data.strip():
                boxes.append((self.page, self.width, self.height, *self.box, data))
                self.box = None

    Reader().feed(made.stdout.decode("utf-8"))
    return boxes


_NUMBERS = {"width", "height", "xmin", "ymin", "xmax", "ymax"}


def pictures(pdf: bytes, folder: Path, dpi: int = 100) -> list[Path]:
    """Every page as a PNG."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm (poppler-utils) is not on this machine")
    source = folder / "pictures.pdf"
    source.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", str(source), str(folder / "page")], check=True)
    return sorted(folder.glob("page-*.png"))


class Samples:
    """What the tests of this folder share, handed over as one fixture."""

    report = staticmethod(sample_report)
    empty_report = staticmethod(empty_report)
    large_report = staticmethod(large_report)
    sheet = staticmethod(sample_sheet)
    index = staticmethod(sample_index)
    public = staticmethod(sample_public)
    with_every_text = staticmethod(with_every_text)
    squeezed = staticmethod(squeezed)
    page_texts = staticmethod(page_texts)
    page_texts_quickly = staticmethod(page_texts_quickly)
    whole_text = staticmethod(whole_text)
    word_boxes = staticmethod(word_boxes)
    pictures = staticmethod(pictures)
    hostile = HOSTILE
    titles = TITLES


@pytest.fixture(scope="session")
def samples() -> type[Samples]:
    return Samples


def every_pdf() -> dict[str, Callable[[str | None], bytes]]:
    """Each kind of page that the product prints; given a text, with that text in every field."""
    from xl_macros.reports.bag_pages import CoverSheet, render_bag_index, render_cover_sheets
    from xl_macros.reports.disposition_report import render_disposition_report
    from xl_macros.reports.disposition_sheet import render_disposition_sheet
    from xl_macros.reports.public_list import render_pdf

    def filled(value: Any, text: str | None) -> Any:
        return value if text is None else with_every_text(value, text)

    covers = tuple(
        CoverSheet(code=f"B-2025-001.{n:02d}", title=title, decision_number="Nomor 731 Tahun 2025")
        for n, title in enumerate(TITLES[:3], 1)
    )
    return {
        "laporan": lambda text: render_disposition_report(filled(sample_report(), text)),
        "laporan kosong": lambda text: render_disposition_report(filled(empty_report(), text)),
        "lembar disposisi": lambda text: render_disposition_sheet(filled(sample_sheet(), text)),
        "isi berkas": lambda text: render_bag_index(filled(sample_index(), text)),
        "lembar sampul": lambda text: render_cover_sheets(
            tuple(replace(cover, title=text or cover.title, decision_number=text or "") for cover in covers),
            office_name="KPU",
            made_at=datetime(2026, 11, 23, 8, 10),
        ),
        "daftar publik": lambda text: render_pdf(filled(sample_public(), text)),
    }


@pytest.fixture(params=list(every_pdf()))
def printed(request: pytest.FixtureRequest) -> Callable[[str | None], bytes]:
    """One kind of page after the other."""
    return every_pdf()[request.param]
