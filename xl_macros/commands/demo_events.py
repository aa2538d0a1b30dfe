"""What happened to the living example office's exemptions, as data: who decided what, when, and what shows it."""

from __future__ import annotations

from typing import NamedTuple


class Happened(NamedTuple):
    """An event. `holding` and `entry` (from 1; 0 = the whole berkas) say what it concerns; `recorded`, `on` and
    `final_on` are counted in working days back from the day on which the office is looked at."""

    recorded: int
    holding: int
    entry: int
    event: str
    outcome: str
    on: int
    evidence: str
    by_whom: str | None = None
    part: str | None = None
    final_on: int | None = None
    renewed_by: tuple[int, int] | None = None


_LIST = "Daftar Informasi Publik, situs web kantor"

HAPPENED = (
    Happened(55, 1, 1, "pengumuman", "diumumkan", 55, _LIST),
    Happened(48, 1, 2, "peristiwa terjadi", "sudah terjadi", 49, "Bukti bayar yang disahkan bendahara"),
    Happened(
        45,
        2,
        3,
        "putusan",
        "menguatkan pengecualian",
        46,
        "Putusan Komisi Informasi Provinsi NTT 014/VI/KI-NTT-PS-A",
        "Komisi Informasi Provinsi NTT",
    ),
    Happened(
        28,
        2,
        4,
        "putusan",
        "membuka seluruhnya",
        50,
        "Putusan Komisi Informasi Provinsi NTT 019/VI/KI-NTT-PS-A",
        "Komisi Informasi Provinsi NTT",
        final_on=30,
    ),
    Happened(27, 2, 4, "pengumuman", "diumumkan", 27, _LIST),
    Happened(
        20,
        3,
        1,
        "persetujuan tertulis",
        "ditolak",
        21,
        "Surat jawaban pemilik data, agenda 77/PDID",
        "pemilik data",
    ),
    Happened(
        19,
        3,
        2,
        "persetujuan tertulis",
        "diberikan",
        19,
        "Surat persetujuan pemilik data, agenda 79/PDID",
        "pemilik data",
    ),
    Happened(
        18,
        5,
        0,
        "pencabutan",
        "dicabut",
        18,
        "Keputusan KPU tentang pembatalan keputusan ini",
    ),
    Happened(17, 5, 0, "pengumuman", "diumumkan", 17, _LIST),
    Happened(17, 3, 2, "pengumuman", "diumumkan", 17, _LIST),
    Happened(
        15,
        3,
        3,
        "perubahan klasifikasi",
        "menjadi terbuka sebagian",
        15,
        "Hasil uji konsekuensi ulang oleh PPID",
        part="Pernyataan mampu secara jasmani dan rohani",
    ),
    Happened(
        14,
        4,
        4,
        "penahanan",
        "mulai ditahan",
        14,
        "Permohonan penyelesaian sengketa informasi di Komisi Informasi",
    ),
    Happened(13, 4, 2, "peristiwa terjadi", "sudah terjadi", 13, "Pengumuman hasil ujian masuk"),
    Happened(
        6,
        2,
        5,
        "putusan",
        "membuka seluruhnya",
        7,
        "Putusan Komisi Informasi Provinsi NTT 027/VI/KI-NTT-PS-A",
        "Komisi Informasi Provinsi NTT",
    ),
    Happened(4, 0, 5, "penetapan PPID", "ditetapkan", 4, "Penetapan PPID tentang akhir masa pengecualian"),
    Happened(
        6,
        4,
        5,
        "penetapan ulang",
        "ditetapkan ulang",
        9,
        "Lampiran keputusan tahun berjalan",
        renewed_by=(7, 1),
    ),
)
