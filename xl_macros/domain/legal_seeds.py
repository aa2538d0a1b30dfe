"""The acts and letters with which a new workbook starts, each with what is known of it and how surely.

No date stands here that was not read somewhere: an unknown one is None, and the row is to be checked.
"""

from __future__ import annotations

from datetime import date

from xl_macros.domain.legal_model import CERTAIN, SECONDARY, TO_CHECK, ArticleRule, LegalBasis

NO_TITLE = "Tercantum sebagai dasar hukum SOP"
"""A remark that older workbooks have where an act's title was not known; read as none, so that no paper prints it."""

_PUBLIC_INFORMATION = "Pengelolaan dan Pelayanan Informasi Publik"


def seed_legal_bases() -> tuple[LegalBasis, ...]:
    """The acts that KPU's decisions and this software rest on, and acts that real lists cite."""
    return (
        # In force two years after its promulgation on 30 April 2008.
        LegalBasis("UU 14/2008", "Keterbukaan Informasi Publik", date(2010, 4, 30), certainty=SECONDARY),
        LegalBasis("PP 61/2010", "Pelaksanaan UU 14/2008", None, certainty=TO_CHECK),
        LegalBasis(
            "PKPU 1/2015",
            f"{_PUBLIC_INFORMATION} di Lingkungan KPU",
            None,
            date(2023, 10, 31),
            "PKPU 22/2023",
            CERTAIN,
        ),
        LegalBasis(
            "PKPU 22/2023",
            f"{_PUBLIC_INFORMATION} di KPU, KPU Provinsi, dan KPU Kabupaten/Kota",
            date(2023, 11, 1),
            certainty=CERTAIN,
        ),
        LegalBasis("PKPU 11/2024", "Perubahan atas PKPU 22/2023", None, certainty=TO_CHECK),
        LegalBasis("PKPU 4/2025", "Perubahan atas PKPU 22/2023", date(2025, 12, 29), certainty=CERTAIN),
        # The SOP's own legal bases, as it prints them; the title of the second was not read anywhere.
        LegalBasis(
            "PKPU 14/2020",
            "Tugas, Fungsi, Susunan Organisasi, dan Tata Kerja Sekretariat Jenderal KPU, Sekretariat KPU Provinsi, "
            "dan Sekretariat KPU Kabupaten/Kota",
            None,
            certainty=TO_CHECK,
        ),
        LegalBasis("Keputusan KPU 88/Kpts/KPU/TAHUN 2015", "", None, certainty=TO_CHECK),
        LegalBasis("Perki 1/2021", "Standar Layanan Informasi Publik", None, certainty=TO_CHECK),
        LegalBasis("UU 43/2009", "Kearsipan", None, certainty=TO_CHECK),
        LegalBasis("UU 27/2022", "Pelindungan Data Pribadi", None, certainty=TO_CHECK),
        LegalBasis("UU 7/2017", "Pemilihan Umum", None, certainty=TO_CHECK),
        LegalBasis("Perpres 21/2023", "Hari Kerja dan Jam Kerja", None, certainty=TO_CHECK),
        # Named by the SOP's field; that they hold was read, their first days were not.
        LegalBasis("PKPU 7/2021", "Klasifikasi keamanan dan akses arsip", None, certainty=TO_CHECK),
        LegalBasis("PKPU 17/2023", "Jadwal Retensi Arsip", None, certainty=TO_CHECK),
        LegalBasis("PP 28/2012", "Pelaksanaan UU 43/2009 (alih media arsip)", None, certainty=TO_CHECK),
        LegalBasis("Keputusan KPU 704/2025", "Alih media arsip", None, certainty=TO_CHECK),
        LegalBasis("Keputusan KPU 1257/2024", "Kode surat", None, certainty=TO_CHECK),
        LegalBasis(
            "Perpres 54/2010",
            "Pengadaan Barang/Jasa Pemerintah",
            None,
            replaced_by="Perpres 16/2018",
            certainty=TO_CHECK,
        ),
    )


_SUBJECTS = (
    ("a", "Penegakan hukum"),
    ("b", "Hak atas kekayaan intelektual dan persaingan usaha tidak sehat"),
    ("c", "Pertahanan dan keamanan negara"),
    ("d", "Kekayaan alam Indonesia"),
    ("e", "Ketahanan ekonomi nasional"),
    ("f", "Hubungan luar negeri"),
    ("g", "Akta otentik yang bersifat pribadi dan wasiat"),
    ("h", "Rahasia pribadi (angka 1 sampai dengan 5)"),
    ("i", "Memorandum atau surat antar atau intra badan publik yang dirahasiakan"),
    ("j", "Informasi yang tidak boleh diungkapkan menurut undang-undang lain"),
)


def seed_articles() -> tuple[ArticleRule, ...]:
    """Article 17 letters a-j of UU 14/2008; article 20(1) says that a to f are not permanent."""
    return tuple(
        ArticleRule(letter, subject, 30 if letter == "a" else None, letter not in "abcdef", _source(letter))
        for letter, subject in _SUBJECTS
    )


def _source(letter: str) -> str:
    article = f"UU 14/2008 Pasal 17 huruf {letter}"
    if letter == "a":
        return f"{article}; Pasal 20 ayat (1): tidak permanen; paling lama 30 tahun"
    if letter in "bcdef":
        return f"{article}; Pasal 20 ayat (1): tidak permanen; lamanya perlu diperiksa"
    if letter in "gh":
        return f"{article}; Pasal 18 ayat (2): terbuka dengan persetujuan tertulis atau karena jabatan publik"
    return f"{article}; lamanya perlu diperiksa"
