"""What the living example office holds: twelve made-up decisions and what they exempt, in wordings of real lists.

The wordings stand in data/period_wordings.csv, kinds of information and legal bases in data/other_entries.csv and
data/kpu_entries.csv. Nobody is named. All days follow from the day on which the office is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from xl_macros.domain.working_time import OfficeCalendar

UNLESS = (
    "5 (lima) tahun, kecuali pihak yang rahasianya diungkap memberikan persetujuan tertulis dan/atau "
    "pengungkapan berkaitan dengan posisi seseorang dalam jabatan publik"
)
SEVERAL = (
    "1. Tidak terbatas, kecuali dengan tujuan tertentu dengan ijin Bupati; 2. Atas persetujuan yang "
    "bersangkutan; 3. Sampai proses pengaduan selesai"
)
LAW = "UU 14/2008 Pasal 17"


@dataclass(frozen=True, slots=True)
class Holding:
    """A decision with what it exempts (rows of Register by field). `arrived` is how many working days ago it came,
    `berkas` the code that it gets."""

    number: str
    decided_on: date | None
    about: str
    unit: str
    arrived: int
    entries: tuple[Mapping[str, Any], ...]
    date_text: str | None = None
    berkas: str = ""

    @property
    def year(self) -> int:
        return self.decided_on.year if self.decided_on else int(self.date_text or 0)

    def code(self, place: int) -> str:
        """The code of its entry at that place, from 1."""
        return f"{self.berkas}.{place:02d}"


def holdings(today: date, calendar: OfficeCalendar) -> tuple[Holding, ...]:
    """The twelve, in the order in which they arrive and with the codes that they get."""
    given: dict[int, int] = {}
    found = []
    for each in _decided(today, calendar):
        given[each.year] = given.get(each.year, 0) + 1
        code = f"B-{each.year}-{given[each.year]:03d}"
        found.append(replace(each, berkas=code))
    return tuple(found)


def _entry(information: str, basis: str, period: str, **more: object) -> dict[str, Any]:
    return {"information": information, "legal_basis": basis, "period_text": period, **more}


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for one that year lacks."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _decided(today: date, calendar: OfficeCalendar) -> Iterator[Holding]:
    def ago(years: int, days: int = 0) -> date:
        return years_before(today, years) - timedelta(days=days)

    def worked(days: int) -> date:
        return calendar.add_working_days(today, -days)

    def numbered(number: int, day: date, *rest: Any) -> Holding:
        return Holding(f"Nomor {number} Tahun {day.year}", day, *rest)

    in_mark = calendar.add_working_days(today, 18)
    yield numbered(
        412, years_before(in_mark, 5), "Data kepegawaian", "Sub Bagian Hukum dan SDM", 62, _staff(ago(2))
    )
    yield numbered(388, ago(4, 40), "Dokumen keuangan dan pengadaan", "Sub Bagian Keuangan", 62, _MONEY)
    yield numbered(
        517, ago(3, 25), "Dokumen pengaduan dan sengketa", "Sub Bagian Hukum dan SDM", 62, _DISPUTES
    )
    yield numbered(
        731, ago(2, 60), "Dokumen persyaratan calon perseorangan", "Sub Bagian Teknis", 34, _CANDIDATES
    )
    yield numbered(
        620, ago(1, 4), "Dokumen seleksi dan penelitian", "Sub Bagian Hukum dan SDM", 34, _SELECTION
    )
    yield numbered(
        118, ago(0, 130), "Dokumen persyaratan pasangan calon", "Sub Bagian Teknis", 34, _REQUIREMENTS
    )
    yield numbered(645, ago(1, 150), "Arsip dan surat yang dirahasiakan", "Sub Bagian Umum", 34, _ARCHIVES)
    yield numbered(
        802, worked(9), "Daftar informasi yang dikecualikan tahun berjalan", "Sub Bagian Data", 6, _RENEWED
    )
    year = today.year - 2
    yield Holding(
        f"Nomor 96 Tahun {year}",
        None,
        "Formulir pendaftaran pemilih",
        "Sub Bagian Data",
        6,
        _VOTERS,
        date_text=str(year),
    )
    yield numbered(455, ago(1, 200), "Data pribadi penyelenggara", "Sub Bagian Hukum dan SDM", 5, _BODIES)
    yield numbered(210, ago(0, 75), "Dokumen pemeriksaan pegawai", "Sub Bagian Hukum dan SDM", 2, _INQUIRIES)
    yield numbered(266, worked(12), "Dokumen pencalonan", "Sub Bagian Teknis", 1, _NEWEST)


def _staff(discipline_on: date) -> tuple[dict[str, Any], ...]:
    return (
        _entry("Data pribadi dalam berkas kepegawaian", f"{LAW} huruf h angka 5", "5 (lima) tahun"),
        _entry("Identitas PNS yang melanggar disiplin", f"{LAW} huruf h", "Tidak terbatas"),
        _entry(
            "Hukuman disiplin",
            f"{LAW} huruf h angka 4",
            "5 tahun setelah keputusan disiplin",
            anchor_on=discipline_on,
            anchor_evidence="Keputusan hukuman disiplin",
        ),
        _entry("Nilai seleksi individu", f"{LAW} huruf h angka 5", "Permanen (kecuali kepada pemilik data)"),
        _entry("Riwayat kesehatan pegawai", f"{LAW} huruf h angka 2", "5 tahun sejak tanggal penetapan"),
    )


_MONEY = (
    _entry("Laporan keuangan belum diaudit", f"{LAW} huruf e", "1 tahun"),
    _entry("Lembar informasi pembayaran", f"{LAW} huruf h angka 3", "Sampai pembayaran dilakukan"),
    _entry("Nomor rekening penerima honorarium", f"{LAW} huruf h angka 3", "5 (lima) tahun"),
    _entry("Rincian HPS", f"{LAW} huruf b", "Dapat dibuka pada waktu pemeriksaan"),
)
_DISPUTES = (
    _entry("BAP pegawai", f"{LAW} huruf a", "Selama proses pemeriksaan hingga putusan final"),
    _entry("Identitas pelapor dan dokumen pengaduan", f"{LAW} huruf a", SEVERAL),
    _entry("Berkas pemeriksaan laporan pelanggaran", f"{LAW} huruf a", "5 (lima) tahun"),
    _entry("Alamat dan nomor telepon saksi", f"{LAW} huruf h", "5 (lima) tahun"),
    _entry("Rekaman rapat klarifikasi tertutup", f"{LAW} huruf i", "5 (lima) tahun"),
)
_CANDIDATES = (
    _entry("Fotokopi KTP elektronik dan akta kelahiran", f"{LAW} huruf h", UNLESS),
    _entry("Surat keterangan catatan kepolisian (SKCK)", f"{LAW} huruf h", UNLESS),
    _entry(
        "Surat keterangan kesehatan",
        f"{LAW} huruf h angka 2",
        UNLESS,
        extent="sebagian",
        exempt_part="Hasil pemeriksaan medis dan psikologis",
        part_grounds="Hasil pemeriksaan = UU 14/2008 Pasal 17 huruf h angka 2",
    ),
    _entry("Tanda terima laporan harta kekayaan (LHKPN)", f"{LAW} huruf h angka 3", UNLESS),
)
_SELECTION = (
    _entry("Penilaian calon", f"{LAW} huruf i", "Dibuka setelah masa jabatan selesai"),
    _entry("Soal ujian masuk", f"{LAW} huruf b, i", "Sampai pengumuman dan memperoleh persetujuan pimpinan"),
    _entry("Nilai proposal, monev, seminar", f"{LAW} huruf b", "Sampai penelitian selesai"),
    _entry("Berkas pelamar yang tidak lulus", f"{LAW} huruf h angka 5", "5 (lima) tahun"),
    _entry("Data pribadi pemohon informasi", f"{LAW} huruf h", "1 tahun"),
)
_REQUIREMENTS = tuple(
    _entry(information, f"{LAW} huruf h{number}", UNLESS)
    for information, number in (
        ("Fotokopi KTP elektronik", ""),
        ("Akta kelahiran", ""),
        ("SKCK", ""),
        ("Surat keterangan sehat jasmani dan rohani", " angka 2"),
        ("Tanda terima LHKPN", " angka 3"),
        ("Surat keterangan tidak pailit dan tidak memiliki tanggungan utang", " angka 3"),
        ("NPWP dan SPT lima tahun terakhir", " angka 3"),
        ("Daftar riwayat hidup dan rekam jejak", ""),
        ("Ijazah atau surat tanda tamat belajar", " angka 5"),
    )
)
_ARCHIVES = (
    _entry("Arsip dinamis rahasia", f"{LAW} huruf i; UU 43/2009", "Selama Jangka Waktu Tertentu"),
    _entry("Memorandum persiapan rapat pleno tertutup", LAW, "5 (lima) tahun"),
)
_RENEWED = (
    _entry("Data pribadi pemohon informasi", f"{LAW} huruf h", "1 tahun"),
    _entry(
        "Biodata mahasiswa magang",
        f"{LAW} huruf h angka 5",
        "Sampai memperoleh persetujuan dari yang bersangkutan",
    ),
)
_VOTERS = (_entry("Formulir Model A.3-KWK", f"{LAW} huruf h", "5 (lima) tahun"),)
_BODIES = (
    _entry("Riwayat kesehatan calon penyelenggara", f"{LAW} huruf h angka 2; PKPU 1/2015", "5 (lima) tahun"),
    _entry("Nomor telepon dan alamat rumah penyelenggara", f"{LAW} huruf h", "3 (tiga) tahun"),
)
_INQUIRIES = (_entry("Laporan hasil pemeriksaan internal", f"{LAW} huruf a", "2 (dua) tahun"),)
_NEWEST = (
    _entry("Surat dukungan calon perseorangan", f"{LAW} huruf h", UNLESS),
    _entry("Berita acara klarifikasi dukungan", f"{LAW} huruf i", "1 tahun"),
    _entry("Rekap data pendukung", f"{LAW} huruf h", "5 (lima) tahun"),
)


def typed_decision(holding: Holding, place: int, received_at: object) -> dict[str, Any]:
    """The row of Keputusan as staff type it; `place` among all counts the agenda."""
    return {
        "number": holding.number,
        "decided_on": holding.decided_on,
        "date_text": holding.date_text,
        "about": f"Informasi yang dikecualikan: {holding.about[0].lower()}{holding.about[1:]}",
        "letter_from": "KPU Provinsi Nusa Tenggara Timur",
        "received_at": received_at,
        "secrecy": "Rahasia",
        "agenda_number": f"{41 + place}/PDID",
        "forwarded_to": "Desk Pelayanan",
        "instruction": "proses lebih lanjut",
        "standing": "berlaku",
    }


def typed_entries(holding: Holding) -> tuple[dict[str, Any], ...]:
    """The rows of Register as staff type them."""
    common = {
        "decision_number": holding.number,
        "unit": holding.unit,
        "harm_if_open": "Mengungkap rahasia yang dilindungi undang-undang.",
        "benefit_if_closed": "Melindungi pihak yang berhak atas kerahasiaan.",
        "extent": "seluruhnya",
        "place": "Lemari arsip 2, rak 1",
    }
    return tuple({**common, **entry} for entry in holding.entries)
