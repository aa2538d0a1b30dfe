"""The sentence of every class and status, word for word."""

from __future__ import annotations

from datetime import date

import pytest

from xl_macros.domain.clause import Reading
from xl_macros.domain.expiry import Decision, Event, EventKind, Standing, Status
from xl_macros.domain.explanation import _condition
from xl_macros.domain.period import read_period
from xl_macros.domain.phrases import LONGEST_QUOTE, decision_name, long_date, plain, quoted, uncapitalised
from xl_macros.domain.start import Start

from .conftest import DECISION_731, LETTER_H, Ask

CONSENT, OFFICE, RULING, REVOCATION, AMENDMENT, RECLASSIFICATION, HAPPENED = list(EventKind)[:7]
SINCE = "sejak 21 Agustus 2025 (tanggal keputusan)"
UNLESS = (
    "5 (lima) tahun, kecuali pihak yang rahasianya diungkap memberikan persetujuan tertulis dan/atau pengungkapan "
    "berkaitan dengan posisi seseorang dalam jabatan publik"
)
NAMES = (
    "sampai dengan nama-nama yang tercantum memberikan persetujuan secara tertulis dan/atau berkaitan dengan posisi "
    "seseorang dalam jabatan-jabatan publik"
)
TAKEN = {
    "5 tahun sejak tanggal penetapan": "“5 tahun” dibaca sebagai lama, “tanggal penetapan” sebagai titik mulai",
    "3 tahun sejak tanggal 29 Februari 2024": "“3 tahun” dibaca sebagai lama, “tanggal 29 Februari 2024” sebagai "
    "titik mulai",
    UNLESS: "“5 (lima) tahun” dibaca sebagai lama",
    "5 tahun kecuali dengan persetujuan tertulis": "“5 tahun” dibaca sebagai lama",
    "5 tahun kecuali ditentukan lain oleh putusan pengadilan": "“5 tahun” dibaca sebagai lama",
    "5 tahun kecuali untuk pemeriksaan": "“5 tahun” dibaca sebagai lama",
    "10 tahun sesuai JRA": "“10 tahun” dibaca sebagai lama",
    "10 Tahun (JRA)": "“10 tahun” dibaca sebagai lama",
    "5 tahun, kecuali: a. ada persetujuan tertulis; b. ada putusan pengadilan": "“5 tahun” dibaca sebagai lama",
    "Selama proses penyidikan berlangsung, paling lama 30 (tiga puluh) tahun": "“paling lama 30 (tiga puluh) tahun” "
    "dibaca sebagai lama",
    "Dibuka setelah 5 tahun": "“5 tahun” dibaca sebagai lama",
}
CLOSED_MEANWHILE = "; sementara itu tetap dikecualikan."


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("1 tahun", f"Berakhir 21 Agustus 2026: 1 tahun {SINCE}."),
        ("5 (lima) tahun", f"Berakhir 21 Agustus 2030: 5 tahun {SINCE}."),
        ("5 tahun sejak tanggal penetapan", f"Berakhir 21 Agustus 2030: 5 tahun {SINCE}."),
        ("paling lama 18 bulan", f"Berakhir 21 Februari 2027: paling lama 18 bulan {SINCE}."),
        (
            "3 tahun sejak tanggal 29 Februari 2024",
            "Berakhir 28 Februari 2027: 3 tahun sejak 29 Februari 2024 (tertulis dalam jangka waktu), disesuaikan "
            "karena Februari 2027 tidak mempunyai tanggal 29.",
        ),
        ("s/d 31 Desember 2027", "Berakhir 31 Desember 2027: tanggal itu tertulis dalam jangka waktunya."),
        (
            "200 hari kerja",
            f"Berakhir 22 Juni 2026: 200 hari kerja {SINCE}, perkiraan karena tabel hari libur belum lengkap.",
        ),
        (
            UNLESS,
            f"Berakhir 21 Agustus 2030: 5 tahun {SINCE}; dapat berakhir lebih awal bila pihak yang rahasianya diungkap "
            "memberikan persetujuan tertulis dan/atau pengungkapan berkaitan dengan posisi seseorang dalam jabatan "
            "publik.",
        ),
        (
            "5 tahun kecuali dengan persetujuan tertulis",
            f"Berakhir 21 Agustus 2030: 5 tahun {SINCE}; dapat berakhir lebih awal bila ada persetujuan tertulis.",
        ),
        (
            "5 tahun kecuali ditentukan lain oleh putusan pengadilan",
            f"Berakhir 21 Agustus 2030: 5 tahun {SINCE}; dapat berakhir lebih awal bila ditentukan lain oleh putusan "
            "pengadilan.",
        ),
        (
            "5 tahun kecuali untuk pemeriksaan",
            f"Berakhir 21 Agustus 2030: 5 tahun {SINCE}, kecuali untuk pemeriksaan.",
        ),
        (
            "10 tahun sesuai JRA",
            f"Berakhir 21 Agustus 2035: 10 tahun {SINCE}; dapat berakhir lebih awal sesuai JRA.",
        ),
        (
            "10 Tahun (JRA)",
            f"Berakhir 21 Agustus 2035: 10 tahun {SINCE}; dapat berakhir lebih awal menurut JRA.",
        ),
        (
            "5 tahun, kecuali: a. ada persetujuan tertulis; b. ada putusan pengadilan",
            f"Berakhir 21 Agustus 2030: 5 tahun {SINCE}; dapat berakhir lebih awal bila ada persetujuan tertulis atau "
            "ada putusan pengadilan.",
        ),
        (
            "Selama proses penyidikan berlangsung, paling lama 30 (tiga puluh) tahun",
            f"Berakhir 21 Agustus 2055: paling lama 30 tahun {SINCE}; dapat berakhir lebih awal bila keadaan "
            "“proses penyidikan berlangsung” sudah lewat.",
        ),
        (
            "5 tahun (21 Agustus 2025 s.d. 21 Agustus 2029)",
            "Berakhir 21 Agustus 2030: 5 tahun sejak 21 Agustus 2025 (tertulis dalam jangka waktu).",
        ),
        (
            "Dibuka setelah penelitian selesai dan ada persetujuan tertulis peneliti",
            f"Belum ada tanggal berakhir: dikecualikan {SINCE} sampai penelitian selesai dan ada persetujuan tertulis "
            "dari peneliti.",
        ),
        (
            "Terbuka setelah ada izin tertulis dari auditee",
            f"Belum ada tanggal berakhir: dikecualikan {SINCE} sampai ada persetujuan tertulis dari auditee.",
        ),
        (
            "5 tahun dihitung dari tanggal pengesahan",
            "Perlu diperjelas: 5 tahun belum dapat dihitung karena tanggal “pengesahan” belum diketahui"
            f"{CLOSED_MEANWHILE}",
        ),
        ("Dibuka setelah 5 tahun", f"Berakhir 21 Agustus 2030: 5 tahun {SINCE}."),
        (
            "Sampai penelitian selesai",
            f"Belum ada tanggal berakhir: dikecualikan {SINCE} sampai penelitian selesai.",
        ),
        (
            "Sampai penelitian selesai atau atas persetujuan pimpinan",
            f"Belum ada tanggal berakhir: dikecualikan {SINCE} sampai penelitian selesai; dapat dibuka lebih awal "
            f"bila ada "
            "persetujuan pimpinan.",
        ),
        (
            "Sampai pengumuman dan memperoleh persetujuan pimpinan",
            f"Belum ada tanggal berakhir: dikecualikan {SINCE} sampai pengumuman dan ada persetujuan dari pimpinan.",
        ),
        (
            "Sampai memperoleh persetujuan dari yang bersangkutan",
            f"Belum ada tanggal berakhir: dikecualikan {SINCE} sampai ada persetujuan dari yang bersangkutan.",
        ),
        (
            NAMES,
            f"Belum ada tanggal berakhir: dikecualikan {SINCE} sampai ada persetujuan tertulis dari nama-nama yang "
            "tercantum atau menyangkut jabatan publik.",
        ),
        (
            "Selama proses pemeriksaan hingga putusan final",
            f"Belum ada tanggal berakhir: dikecualikan {SINCE} selama proses pemeriksaan hingga putusan final.",
        ),
        (
            "Dibuka setelah masa jabatan selesai",
            f"Belum ada tanggal berakhir: dikecualikan {SINCE} sampai masa jabatan selesai.",
        ),
        ("Tidak terbatas", f"Tidak ada tanggal berakhir: dikecualikan {SINCE} tanpa batas waktu."),
        (
            "Permanen (kecuali kepada pemilik data)",
            f"Tidak ada tanggal berakhir: dikecualikan {SINCE} tanpa batas waktu, kecuali kepada pemilik data.",
        ),
        (
            "Permanen kecuali atas putusan pengadilan",
            f"Tidak ada tanggal berakhir: dikecualikan {SINCE} tanpa batas waktu; dapat dibuka bila ada putusan "
            "pengadilan.",
        ),
        (
            "Dapat dibuka pada waktu pemeriksaan",
            "Perlu diperjelas: jangka waktunya hanya menyebut untuk apa informasi boleh dibuka (“Dapat dibuka pada "
            "waktu "
            f"pemeriksaan”){CLOSED_MEANWHILE}",
        ),
        (
            "Selama Jangka Waktu Tertentu",
            "Perlu diperjelas: “Selama Jangka Waktu Tertentu” tidak menyebut lama atau peristiwa yang mengakhiri "
            f"pengecualian{CLOSED_MEANWHILE}",
        ),
        ("", f"Perlu diperjelas: jangka waktunya belum diisi{CLOSED_MEANWHILE}"),
        (
            "5 tahun setelah keputusan disiplin",
            "Perlu diperjelas: 5 tahun belum dapat dihitung karena tanggal “keputusan disiplin” belum diketahui"
            f"{CLOSED_MEANWHILE}",
        ),
        (
            "s/d 31 Desember 2020",
            "Perlu diperjelas: tanggal berakhir 31 Desember 2020 lebih awal daripada mulainya, 21 Agustus 2025"
            f"{CLOSED_MEANWHILE}",
        ),
        (
            "1. Tidak terbatas, kecuali dengan tujuan tertentu dengan ijin Bupati; 2. Atas persetujuan yang "
            "bersangkutan; "
            "3. Sampai proses pengaduan selesai",
            "Tidak ada tanggal berakhir: dari 3 ketentuan dalam jangka waktunya, 3 belum terpenuhi (tanpa batas waktu; "
            "sampai ada persetujuan dari yang bersangkutan; sampai proses pengaduan selesai).",
        ),
        (
            "1. 1 tahun; 2. 5 tahun",
            f"Berakhir 21 Agustus 2030: yang paling akhir dari 2 ketentuan, 5 tahun {SINCE}.",
        ),
        (
            "1. 1 tahun; 2. Selama menjabat",
            "Belum ada tanggal berakhir: dari 2 ketentuan dalam jangka waktunya, 2 belum terpenuhi (sampai 21 Agustus "
            "2026; selama menjabat).",
        ),
    ],
)
def test_the_sentence_of_what_is_closed(outcome_of: Ask, wording: str, sentence: str) -> None:
    taken = f"; {TAKEN[wording]}" if wording in TAKEN else ""
    assert outcome_of(wording).explanation == f"{sentence.removesuffix('.')}{taken}."


def test_what_has_ended_shows_the_words_as_well(outcome_of: Ask) -> None:
    assert outcome_of("Dikecualikan 5 (lima) tahun sejak ditetapkan", on=date(2031, 1, 1)).explanation == (
        f"Sudah berakhir 21 Agustus 2030: 5 tahun {SINCE}; terbuka untuk umum sejak 22 Agustus 2030; "
        "“5 (lima) tahun” dibaca sebagai lama, “ditetapkan” sebagai titik mulai."
    )


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        (
            "Sesuai PKPU 1 Tahun 2015",
            "Perlu diperjelas: yang disebut adalah peraturan atau keputusan (“PKPU 1 Tahun 2015”), bukan lama "
            "pengecualian atau peristiwa yang mengakhirinya",
        ),
        ("Usia 18 tahun", "Perlu diperjelas: “Usia 18 tahun” adalah umur, bukan lama pengecualian"),
        ("Setiap 5 tahun", "Perlu diperjelas: “Setiap 5 tahun” adalah pengulangan, bukan lama pengecualian"),
        (
            "14 hari kerja sebelum pemungutan suara",
            "Perlu diperjelas: “14 hari kerja sebelum pemungutan suara” adalah waktu sebelum suatu peristiwa, "
            "bukan lama pengecualian",
        ),
        (
            "5 tahun, atau 10 tahun untuk data pribadi",
            "Perlu diperjelas: bagian “10 tahun untuk data pribadi” pada jangka waktu tidak terbaca",
        ),
        (
            "s.d 31 Desember 2O27",
            "Perlu diperjelas: teks jangka waktu tampaknya salah baca huruf atau angka (“2o27”)",
        ),
        (
            "5 tahun (dokumen tahun 2019)",
            "Perlu diperjelas: 5 tahun belum dapat dihitung karena tanggal “dokumen tahun 2019” belum diketahui",
        ),
    ],
)
def test_what_was_not_understood_is_said(outcome_of: Ask, wording: str, sentence: str) -> None:
    outcome = outcome_of(wording)
    assert (outcome.status, outcome.end_on) == (Status.UNCLEAR, None)
    assert outcome.explanation == f"{sentence}{CLOSED_MEANWHILE}"


@pytest.mark.parametrize(
    "wording",
    ["Sampai masa sanggah (5 hari)", "Sampai Pemilu 2029", "s.d. 31 Desmber 2027", "Selama usia 5 tahun"],
)
def test_an_event_that_holds_a_number_is_told(outcome_of: Ask, wording: str) -> None:
    outcome = outcome_of(wording, on=date(2099, 1, 1))
    (finding,) = [each for each in outcome.findings if each.code == "event_with_number"]
    assert "terbaca sebagai peristiwa, padahal memuat angka/tanggal" in finding.message
    assert (outcome.status, outcome.end_on) == (Status.WAITS_FOR_EVENT, None)


@pytest.mark.parametrize(
    ("wording", "end_on", "codes"),
    [
        ("5 tahun (2025-2030)", date(2030, 8, 21), []),
        ("5 tahun (2020-2025)", date(2030, 8, 21), ["period_two_ends"]),
        ("5 tahun (2025-2031)", date(2031, 12, 31), ["period_two_ends"]),
    ],
)
def test_the_years_beside_a_length_are_compared_with_it(
    outcome_of: Ask, wording: str, end_on: date, codes: list[str]
) -> None:
    outcome = outcome_of(wording)
    assert (outcome.end_on, [each.code for each in outcome.findings]) == (end_on, codes)


def test_a_contradiction_is_named_as_the_reader_found_it(outcome_of: Ask) -> None:
    outcome = outcome_of("5 (enam) tahun")
    assert outcome.period.contradiction is not None
    found = uncapitalised(outcome.period.contradiction)
    assert outcome.explanation == f"Perlu diperjelas: {found}{CLOSED_MEANWHILE}"


def test_a_period_in_working_days_of_known_years_is_no_estimate(outcome_of: Ask) -> None:
    decision = DECISION_731._replace(number="Nomor 731", decided_on=date(2026, 3, 2))
    assert outcome_of("30 hari kerja", decision=decision, on=date(2026, 3, 2), warn_days=0).explanation == (
        "Berakhir 21 April 2026: 30 hari kerja sejak 2 Maret 2026 (tanggal keputusan)."
    )


def test_what_ends_soon_names_its_mark(outcome_of: Ask) -> None:
    assert outcome_of("1 tahun", on=date(2026, 7, 1)).explanation == (
        f"Segera berakhir pada 21 Agustus 2026: 1 tahun {SINCE}; 30 hari kerja sebelumnya jatuh pada 9 Juli 2026."
    )
    assert outcome_of("5 tahun", on=date(2030, 7, 1)).explanation == (
        f"Segera berakhir pada 21 Agustus 2030: 5 tahun {SINCE}; 30 hari kerja sebelumnya jatuh pada 10 Juli 2030 "
        "(perkiraan)."
    )
    assert outcome_of("14 hari", on=date(2025, 9, 1)).explanation == (
        f"Segera berakhir pada 4 September 2025: 14 hari {SINCE}."
    )


def test_on_letters_g_and_h_the_law_s_own_way_to_open_is_named(outcome_of: Ask) -> None:
    tail = "lebih awal bila ada persetujuan tertulis atau menyangkut jabatan publik."
    assert outcome_of("5 tahun", legal_basis=LETTER_H).explanation.endswith(f"; dapat berakhir {tail}")
    assert outcome_of("Sampai penelitian selesai", legal_basis=LETTER_H).explanation.endswith(
        f"; dapat dibuka {tail}"
    )
    until_consent = outcome_of("Sampai memperoleh persetujuan dari yang bersangkutan", legal_basis=LETTER_H)
    assert until_consent.explanation.endswith("sampai ada persetujuan dari yang bersangkutan.")


def test_a_decision_without_a_date_is_not_given_one(outcome_of: Ask) -> None:
    undated = Decision("169/Kpts/KPU/TAHUN 2015", None, "2015")
    assert outcome_of(NAMES, decision=undated).explanation == (
        "Belum ada tanggal berakhir: dikecualikan sampai ada persetujuan tertulis dari nama-nama yang tercantum atau "
        "menyangkut jabatan publik."
    )
    assert outcome_of("5 tahun", decision=undated).explanation == (
        "Perlu diperjelas: 5 tahun belum dapat dihitung karena tanggal lengkap Keputusan 169/Kpts/KPU/TAHUN 2015 (yang "
        f"tertulis hanya “2015”) belum diketahui{CLOSED_MEANWHILE}"
    )


def test_half_of_what_is_waited_for_is_named(outcome_of: Ask) -> None:
    wording = "Sampai pengumuman dan memperoleh persetujuan pimpinan"
    begin = f"Belum ada tanggal berakhir: dikecualikan {SINCE} sampai pengumuman dan ada persetujuan dari pimpinan; "
    assert outcome_of(wording, Event(CONSENT, date(2025, 12, 1), "Nota 5")).explanation == (
        f"{begin}sudah tercatat persetujuan dari pimpinan (1 Desember 2025, Nota 5), tinggal menunggu pengumuman."
    )
    assert outcome_of(wording, Event(HAPPENED, date(2025, 12, 1), "BA 5")).explanation == (
        f"{begin}sudah tercatat pengumuman (1 Desember 2025, BA 5), tinggal menunggu persetujuan dari pimpinan."
    )


@pytest.mark.parametrize(
    ("wording", "event", "sentence"),
    [
        (
            "3 bulan",
            None,
            f"Sudah berakhir 21 November 2025: 3 bulan {SINCE}; terbuka untuk umum sejak 22 November 2025.",
        ),
        (
            "1. 1 bulan; 2. 3 bulan",
            None,
            f"Sudah berakhir 21 November 2025: yang paling akhir dari 2 ketentuan, 3 bulan {SINCE}; terbuka untuk umum "
            "sejak 22 November 2025.",
        ),
        (
            "Sampai penelitian selesai",
            Event(HAPPENED, date(2025, 12, 1), "Berita Acara 5/2025"),
            "Sudah berakhir 1 Desember 2025 karena penelitian selesai, menurut Berita Acara 5/2025.",
        ),
        (
            "Selama proses pemeriksaan hingga putusan final",
            Event(RULING, date(2025, 12, 1), "Putusan 7/2025"),
            "Sudah berakhir 1 Desember 2025 karena keadaan “proses pemeriksaan hingga putusan final” sudah lewat, "
            "menurut Putusan 7/2025.",
        ),
        (
            NAMES,
            Event(CONSENT, date(2025, 12, 1), "Surat 9/2025"),
            "Sudah berakhir 1 Desember 2025 karena ada persetujuan tertulis dari nama-nama yang tercantum, menurut "
            "Surat "
            "9/2025.",
        ),
        (
            UNLESS,
            Event(OFFICE, date(2025, 12, 1), "SK 3/2025."),
            "Dibuka lebih awal pada 1 Desember 2025 karena menyangkut jabatan publik, menurut SK 3/2025; semula "
            "berakhir "
            f"21 Agustus 2030: 5 tahun {SINCE}.",
        ),
        (
            "Tidak terbatas",
            Event(RULING, date(2025, 12, 1), "Putusan KI 7/2025"),
            "Dibuka lebih awal pada 1 Desember 2025 karena ada putusan yang membukanya, menurut Putusan KI 7/2025; "
            "semula "
            "dikecualikan tanpa batas waktu.",
        ),
        (
            "5 tahun kecuali telah diumumkan",
            Event(HAPPENED, date(2025, 12, 1), "Pengumuman 2"),
            "Dibuka lebih awal pada 1 Desember 2025 karena telah diumumkan, menurut Pengumuman 2; semula berakhir "
            f"21 Agustus 2030: 5 tahun {SINCE}.",
        ),
        (
            "",
            Event(RECLASSIFICATION, date(2025, 12, 1), "SK 4/2025 menjadi terbuka"),
            "Dibuka lebih awal pada 1 Desember 2025 karena klasifikasinya diubah menjadi terbuka, menurut SK 4/2025 "
            "menjadi terbuka; semula perlu diperjelas karena jangka waktunya belum diisi.",
        ),
        (
            "1. Tidak terbatas; 2. Selama menjabat",
            Event(REVOCATION, date(2025, 12, 1), "Keputusan 9/2025"),
            "Terbuka sejak 1 Desember 2025 karena Keputusan Nomor 731 Tahun 2025 dicabut dengan Keputusan 9/2025; "
            "semula "
            "dikecualikan menurut 2 ketentuan dalam jangka waktunya.",
        ),
    ],
)
def test_the_sentence_of_what_is_open(
    outcome_of: Ask, wording: str, event: Event | None, sentence: str
) -> None:
    outcome = outcome_of(wording, *([event] if event else []))
    assert outcome.status.is_open
    assert outcome.explanation == sentence


def test_an_end_that_needed_two_things_names_both(outcome_of: Ask) -> None:
    outcome = outcome_of(
        "Sampai pengumuman dan memperoleh persetujuan pimpinan",
        Event(HAPPENED, date(2025, 12, 1), "BA 5"),
        Event(CONSENT, date(2025, 12, 20), "Nota 6"),
    )
    assert outcome.explanation == (
        "Sudah berakhir 20 Desember 2025 karena pengumuman (1 Desember 2025, BA 5) dan ada persetujuan dari pimpinan "
        "(20 Desember 2025, Nota 6)."
    )


def test_the_cancelled_decision_731_names_its_act_and_date(outcome_of: Ask) -> None:
    cancelled = DECISION_731._replace(
        standing=Standing.REVOKED,
        standing_act="Keputusan KPU Nomor 805 Tahun 2025",
        standing_on=date(2025, 9, 16),
    )
    outcome = outcome_of(UNLESS, decision=cancelled, legal_basis=LETTER_H)
    assert outcome.status is Status.REVOKED
    assert outcome.explanation == (
        "Terbuka sejak 16 September 2025 karena Keputusan Nomor 731 Tahun 2025 dicabut dengan Keputusan KPU Nomor 805 "
        f"Tahun 2025; semula berakhir 21 Agustus 2030: 5 tahun {SINCE}."
    )


# -- the parts of a sentence -----------------------------------------------------------------------------------


def test_dates_are_written_out() -> None:
    assert long_date(date(2025, 8, 1)) == "1 Agustus 2025"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  SK 12/2024. ", "SK 12/2024"),
        ("dua\r\nbaris\tdan  spasi", "dua baris dan spasi"),
        ("kiri\u202ekanan\u200f", "kirikanan"),
        ("nol\x00\ud800\ue000", "nol"),
        ("\u00a0", ""),
        ("x" * LONGEST_QUOTE, "x" * LONGEST_QUOTE),
        ("x" * (LONGEST_QUOTE + 1), "x" * (LONGEST_QUOTE - 1) + "…"),
    ],
)
def test_words_of_a_cell_are_made_fit_for_a_sentence(text: str, words: str) -> None:
    assert plain(text) == words
    assert quoted(text) == f"“{words}”"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("Nomor 731 Tahun 2025", "Keputusan Nomor 731 Tahun 2025"),
        ("Keputusan KPU 88/2015", "Keputusan KPU 88/2015"),
        (" ", "keputusan ini"),
    ],
)
def test_a_decision_is_called_by_its_number(number: str, name: str) -> None:
    assert decision_name(number) == name


def test_a_sentence_within_a_sentence_begins_small_unless_with_an_abbreviation() -> None:
    assert uncapitalised("Bilangan tidak sama.") == "bilangan tidak sama"
    assert uncapitalised("KPU belum menetapkan.") == "KPU belum menetapkan"
    assert uncapitalised("") == ""


def test_a_clause_that_says_no_trouble_has_words_all_the_same() -> None:
    """No wording is known that comes here; one that does must not be left without a condition."""
    period = read_period("5 tahun")
    silent = Reading(period, Start(None, None), None, None, None, Status.UNCLEAR)
    assert _condition(silent) == "sampai jangka waktunya jelas"
