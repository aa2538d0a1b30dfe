"""Every sheet, table, column, setting and defined name of the workbook, named once.

The builder (`workbook/build.py`), the macros and the tests read the workbook's shape from here and from
nowhere else. Headers are what staff read (Indonesian), fields are what code reads (English).
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

MAKER = "Kecuali"
WORKBOOK_NAME = "Register-Dikecualikan.xlsm"


class Kind(StrEnum):
    """What a cell of the column holds; it decides number format, reading and writing."""

    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    INTEGER = "integer"
    NUMBER = "number"
    FORMULA = "formula"


NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.DATE: "dd/mm/yyyy",
    Kind.DATETIME: "dd/mm/yyyy hh:mm",
    Kind.INTEGER: "0",
    Kind.NUMBER: "0.00",
    Kind.FORMULA: "General",
}


class Filled(StrEnum):
    """Who fills the column: staff (open cell), a button (locked), or a formula of the sheet (locked)."""

    BY_STAFF = "staff"
    BY_BUTTON = "button"
    BY_FORMULA = "formula"


class Column(NamedTuple):
    """One table column. `width` in characters; `choices` names a list of `CHOICES` or a `Table.column`."""

    field: str
    header: str
    kind: Kind = Kind.TEXT
    filled: Filled = Filled.BY_BUTTON
    width: int = 14
    choices: str | None = None
    hint: str = ""
    formula: str = ""
    hidden: bool = False


class Table(NamedTuple):
    """One worksheet table. `anchor` is the A1 address of its first header cell."""

    name: str
    sheet: str
    anchor: str
    title: str
    columns: tuple[Column, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(column.field for column in self.columns)

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    def column(self, field: str) -> Column:
        """The column of that field; KeyError when there is none."""
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)


# -- sheets, in the order of their tabs ------------------------------------------------------------------

HOME = "Beranda"
DECISIONS_SHEET = "Keputusan"
REGISTER_SHEET = "Register"
EVENTS_SHEET = "Peristiwa"
LOG_SHEET = "LogLangkah"
SCANS_SHEET = "Pindaian"
RECAP_SHEET = "Rekapitulasi"
DISPOSITION_SHEET = "Disposisi"
PREVIEW_SHEET = "Pratinjau"
SETTINGS_SHEET = "Pengaturan"
REFERENCE_SHEET = "Referensi"
CORRECTIONS_SHEET = "Koreksi"
OFFICERS_SHEET = "Petugas"
FORM_SHEET = "Formulir"
DUTIES_SHEET = "Tugas"

SHEETS = (
    HOME,
    DUTIES_SHEET,
    FORM_SHEET,
    DECISIONS_SHEET,
    REGISTER_SHEET,
    EVENTS_SHEET,
    CORRECTIONS_SHEET,
    LOG_SHEET,
    SCANS_SHEET,
    RECAP_SHEET,
    DISPOSITION_SHEET,
    PREVIEW_SHEET,
    OFFICERS_SHEET,
    SETTINGS_SHEET,
    REFERENCE_SHEET,
)

_WIDTHS = ("format_columns", "format_rows")
PROTECTED_SHEETS = {
    HOME: _WIDTHS,
    DUTIES_SHEET: _WIDTHS,
    FORM_SHEET: _WIDTHS,
    EVENTS_SHEET: (*_WIDTHS, "sort", "autofilter"),
    CORRECTIONS_SHEET: (*_WIDTHS, "sort", "autofilter"),
    LOG_SHEET: (*_WIDTHS, "sort", "autofilter"),
    SCANS_SHEET: (*_WIDTHS, "sort", "autofilter"),
    RECAP_SHEET: (*_WIDTHS, "autofilter"),
    DISPOSITION_SHEET: _WIDTHS,
    PREVIEW_SHEET: (*_WIDTHS, "sort", "autofilter"),
}
"""Sheets that only buttons write, and what staff may do there all the same. They have no password. A table on a
protected sheet does not grow when a row is typed below it, so the sheets on which staff type rows stay unprotected."""

STAFF, FORMULA = Filled.BY_STAFF, Filled.BY_FORMULA

# -- the register ----------------------------------------------------------------------------------------

DECISIONS = Table(
    "tblKeputusan",
    DECISIONS_SHEET,
    "A4",
    "Keputusan pengecualian yang diterima",
    (
        Column("berkas", "Kode Berkas", width=13),
        Column(
            "number", "Nomor Keputusan", filled=STAFF, width=26, hint="Nomor seperti tertulis pada keputusan."
        ),
        Column(
            "decided_on",
            "Tanggal Keputusan",
            Kind.DATE,
            STAFF,
            11,
            hint="Kosongkan bila tanggalnya tidak diketahui; tulis yang tertulis di kolom sebelah.",
        ),
        Column("about", "Tentang", filled=STAFF, width=44),
        Column("step_label", "Langkah Berikut", width=26),
        Column("step", "Langkah Selesai", Kind.INTEGER, width=9),
        Column("received_at", "Diterima", Kind.DATETIME, STAFF, 16),
        Column(
            "standing",
            "Status Keputusan",
            filled=STAFF,
            width=11,
            choices="status_keputusan",
            hint="Ubah lewat tombol Catat Peristiwa, supaya riwayatnya tersimpan.",
        ),
        Column("secrecy", "Sifat", filled=STAFF, width=14, choices="sifat"),
        Column("urgency", "Tingkat Urgensi", filled=STAFF, width=14, choices="urgensi"),
        Column("letter_from", "Surat Dari", filled=STAFF, width=22),
        Column("agenda_number", "Nomor Agenda", filled=STAFF, width=13),
        Column("forwarded_to", "Diteruskan Kepada", filled=STAFF, width=22),
        Column("instruction", "Dengan Hormat Harap", filled=STAFF, width=24, choices="harap"),
        Column(
            "date_text",
            "Tanggal Tertulis",
            filled=STAFF,
            width=13,
            hint="Isi bila hanya tahun atau bulan yang diketahui, misalnya 2015.",
        ),
        Column("note", "Catatan", filled=STAFF, width=28),
        Column("standing_act", "Dicabut/Diubah Dengan", filled=STAFF, width=24),
        Column("standing_on", "Dicabut/Diubah Tanggal", Kind.DATE, STAFF, 13),
        Column(
            "test_number",
            "Nomor Lembar Uji",
            filled=STAFF,
            width=22,
            hint="Nomor lembar uji konsekuensi yang datang bersama keputusan ini.",
        ),
        Column("test_on", "Tanggal Lembar Uji", Kind.DATE, STAFF, 13),
        Column("test_conclusion", "Kesimpulan Uji", filled=STAFF, width=14, choices="kesimpulan_uji"),
        Column(
            "parent_decision", "Keputusan Induk", filled=STAFF, width=24, hint="Yang disebut sesudah 'jo.'."
        ),
        Column("decided_by", "Pejabat Penetap", filled=STAFF, width=22),
        Column("list_year", "Tahun Daftar", Kind.INTEGER, STAFF, 9),
        Column("state", "Keadaan Baris", width=14),
    ),
)

REGISTER = Table(
    "tblRegister",
    REGISTER_SHEET,
    "A4",
    "Register informasi yang dikecualikan",
    (
        Column("code", "Kode", width=14),
        Column("information", "Informasi", filled=STAFF, width=38),
        Column("status", "Status", width=18),
        Column("end_on", "Berakhir", Kind.DATE, width=11),
        Column(
            "days_left",
            "Sisa (hari)",
            Kind.FORMULA,
            FORMULA,
            6,
            formula='=IF(OR(LEFT([@[Status]],1)="●",LEFT([@[Status]],1)="!"),IF([@[Berakhir]]="","",[@[Berakhir]]-TODAY()),"")',
        ),
        Column("short_finding", "Temuan", width=26),
        Column(
            "period_text",
            "Jangka Waktu (Asli)",
            filled=STAFF,
            width=38,
            hint="Salin persis seperti tertulis; jangan diringkas.",
        ),
        Column(
            "legal_basis",
            "Dasar Hukum",
            filled=STAFF,
            width=24,
            hint="Undang-undang, pasal dan huruf, misalnya UU 14/2008 Pasal 17 huruf h angka 3.",
        ),
        Column("decision_number", "Nomor Keputusan", filled=STAFF, width=22, choices="tblKeputusan.number"),
        Column("unit", "Unit Penguasa", filled=STAFF, width=18),
        Column("extent", "Cakupan", filled=STAFF, width=11, choices="cakupan"),
        Column(
            "exempt_part",
            "Bagian yang Dikecualikan",
            filled=STAFF,
            width=20,
            hint="Isi bila cakupannya sebagian.",
        ),
        Column("scans", "Pindaian", Kind.INTEGER, width=8),
        Column("explanation", "Penjelasan", width=60),
        Column("findings", "Temuan Lengkap", width=50),
        Column("harm_if_open", "Konsekuensi Bila Dibuka", filled=STAFF, width=30),
        Column("benefit_if_closed", "Konsekuensi Bila Ditutup", filled=STAFF, width=30),
        Column("place", "Tempat Fisik", filled=STAFF, width=18),
        Column("note", "Catatan", filled=STAFF, width=24),
        Column("responsible", "Penanggung Jawab", filled=STAFF, width=22),
        Column("summary", "Ringkasan", filled=STAFF, width=34),
        Column(
            "part_grounds",
            "Dasar Tiap Bagian",
            filled=STAFF,
            width=30,
            hint="Bila dasar tiap bagian berbeda, misalnya: NIK = UU 14/2008 Pasal 17 huruf h; alamat = UU 27/2022.",
        ),
        Column("test_conclusion", "Kesimpulan Uji", filled=STAFF, width=14, choices="kesimpulan_uji"),
        Column(
            "anchor_on",
            "Tanggal Titik Mulai",
            Kind.DATE,
            STAFF,
            13,
            hint="Isi bila jangka waktu dihitung sejak suatu peristiwa, bukan sejak tanggal keputusan.",
        ),
        Column("anchor_evidence", "Bukti Titik Mulai", filled=STAFF, width=20),
        Column("mark_on", "Batas 30 Hari Kerja", Kind.DATE, width=12),
        Column("mark_note", "Ketepatan Batas", width=11),
        Column("berkas", "Kode Berkas", width=13),
        Column("period_class", "Kelas", width=20),
        Column("period_length", "Lama", Kind.INTEGER, width=7),
        Column("period_unit", "Satuan", width=9),
        Column("period_anchor", "Titik Mulai", width=26),
        Column("period_event", "Peristiwa Akhir", width=36),
        Column("period_override", "Pengecualian Jangka Waktu", width=40),
        Column("period_consent", "Persetujuan", width=12),
        Column("start_on", "Mulai", Kind.DATE, width=12),
        Column("start_source", "Sumber Tanggal Mulai", width=22),
        Column("event_kind", "Peristiwa Tercatat", width=20),
        Column("event_on", "Tanggal Peristiwa", Kind.DATE, width=12),
        Column("event_evidence", "Bukti Peristiwa", width=34),
        Column("pages", "Halaman", Kind.INTEGER, width=9),
        Column("amended_period", "Jangka Waktu Perubahan", width=34),
        Column("amended_by", "Diubah Dengan", width=24),
        Column("amended_on", "Perubahan Berlaku Sejak", Kind.DATE, width=13),
        Column("predecessor", "Menetapkan Ulang Kode", width=16),
        Column("successor", "Ditetapkan Ulang Sebagai", width=16),
        Column("state", "Keadaan Baris", width=14),
    ),
)

EVENTS = Table(
    "tblPeristiwa",
    EVENTS_SHEET,
    "A4",
    "Peristiwa yang mengubah masa pengecualian",
    (
        Column("number", "No", Kind.INTEGER, width=6),
        Column("recorded_at", "Dicatat", Kind.DATETIME, width=16),
        Column("officer", "Petugas", width=18),
        Column("target", "Kode", width=16),
        Column("kind", "Peristiwa", width=18),
        Column("happened_on", "Tanggal Peristiwa", Kind.DATE, width=10),
        Column("evidence", "Bukti", width=28),
        Column("note", "Catatan", width=28),
        Column("before", "Sebelum", width=40),
        Column("after", "Sesudah", width=40),
        Column("outcome", "Hasil", width=18),
        Column("part", "Bagian", width=26),
        Column("by_whom", "Oleh", width=24),
        Column("final_on", "Berkekuatan Hukum Tetap", Kind.DATE, width=13),
        Column("until_on", "Sampai", Kind.DATE, width=13),
        Column("related", "Terkait", width=16),
        Column("account", "Akun", width=14),
        Column("chain_hash", "Rantai Hash", width=20),
    ),
)

CORRECTIONS = Table(
    "tblKoreksi",
    CORRECTIONS_SHEET,
    "A4",
    "Koreksi resmi",
    (
        Column("number", "No", Kind.INTEGER, width=6),
        Column("recorded_at", "Dicatat", Kind.DATETIME, width=16),
        Column("officer", "Petugas", width=18),
        Column("account", "Akun", width=12),
        Column("approved_by", "Disetujui Oleh", width=18),
        Column("kind", "Koreksi", width=20),
        Column("target", "Kode", width=16),
        Column("column", "Kolom", width=16),
        Column("before", "Semula", width=30),
        Column("after", "Menjadi", width=30),
        Column("reason", "Alasan", width=30),
        Column("evidence", "Bukti", width=24),
        Column("chain_hash", "Rantai Hash", width=20),
    ),
)

LOG = Table(
    "tblLog",
    LOG_SHEET,
    "A4",
    "Log langkah SOP",
    (
        Column("number", "No", Kind.INTEGER, width=6),
        Column("berkas", "Kode Berkas", width=13),
        Column("step", "Langkah", Kind.INTEGER, width=9),
        Column("step_name", "Uraian", width=52),
        Column("officer", "Petugas", width=20),
        Column("finished_at", "Selesai", Kind.DATETIME, width=16),
        Column("hours_used", "Jam Kerja Terpakai", Kind.NUMBER, width=10),
        Column("standard_hours", "Standar (jam)", Kind.NUMBER, width=8),
        Column("timeliness", "Ketepatan", width=16),
        Column("output", "Output", width=34),
        Column("direction", "Arahan", width=34),
        Column("role", "Pelaksana", width=18),
        Column("started_at", "Mulai", Kind.DATETIME, width=16),
        Column("account", "Akun", width=14),
        Column("seal", "Segel", width=20),
        Column("evidence_hash", "SHA-256 Bukti", width=20),
        Column("chain_hash", "Rantai Hash", width=20),
    ),
)

SCANS = Table(
    "tblPindaian",
    SCANS_SHEET,
    "A4",
    "Daftar pindaian",
    (
        Column(
            "link",
            "Buka",
            Kind.FORMULA,
            FORMULA,
            10,
            formula='=IF([@[Berkas Digital]]="","",HYPERLINK([@[Berkas Digital]],"Buka"))',
        ),
        Column("scan_id", "Nomor Pindaian", width=15),
        Column("code", "Kode", width=14),
        Column("kind", "Jenis", width=18, choices="jenis_pindaian"),
        Column("pages", "Halaman", Kind.INTEGER, width=9),
        Column("taken_at", "Dilampirkan", Kind.DATETIME, width=16),
        Column("officer", "Petugas", width=22),
        Column("check_result", "Hasil Periksa", width=16),
        Column("checked_at", "Diperiksa", Kind.DATETIME, width=16),
        Column("berkas", "Kode Berkas", width=13),
        Column("file", "Berkas Digital", width=44),
        Column("source_name", "Nama Asal", width=26),
        Column("note", "Keterangan", width=26),
        Column("signature", "Tanda Tangan Elektronik", width=30),
        Column("covers", "Juga Memuat", width=30),
        Column("replaces", "Menggantikan", width=13),
        Column("size_bytes", "Ukuran (bita)", Kind.INTEGER, width=12),
        Column("sha256", "SHA-256", width=24),
        Column("source_sha256", "SHA-256 Asal", width=24),
        Column("chain_hash", "Rantai Hash", width=20),
    ),
)

PREVIEW = Table(
    "tblPratinjau",
    PREVIEW_SHEET,
    "A4",
    "Pratinjau perubahan (belum ditulis)",
    (
        Column("code", "Kode", width=14),
        Column("information", "Informasi", width=38),
        Column("column", "Kolom", width=22),
        Column("before", "Sekarang", width=50),
        Column("after", "Menjadi", width=50),
    ),
)

# -- settings and references -----------------------------------------------------------------------------

SETTINGS = Table(
    "tblPengaturan",
    SETTINGS_SHEET,
    "A4",
    "Pengaturan",
    (
        Column("name", "Pengaturan", width=34),
        Column("value", "Nilai", filled=STAFF, width=60),
        Column("hint", "Keterangan", width=60),
    ),
)

OFFICERS = Table(
    "tblPetugas",
    OFFICERS_SHEET,
    "A4",
    "Petugas",
    (
        Column("name", "Nama", filled=STAFF, width=28),
        Column("nip", "NIP", filled=STAFF, width=22),
        Column("rank", "Pangkat", filled=STAFF, width=20),
        Column("position", "Jabatan", filled=STAFF, width=28),
        Column("role", "Peran", filled=STAFF, width=18, choices="peran"),
        Column("account", "Akun Windows", filled=STAFF, width=18),
    ),
)

STEPS = Table(
    "tblLangkah",
    REFERENCE_SHEET,
    "A4",
    "Langkah SOP",
    (
        Column("step", "Langkah", Kind.INTEGER, width=9),
        Column("name", "Uraian", width=44),
        Column("role", "Pelaksana", filled=STAFF, width=18, choices="peran"),
        Column("requirement", "Persyaratan", width=18),
        Column("standard", "Waktu", filled=STAFF, width=10, hint="Misalnya 2 jam atau 1 hari."),
        Column("output", "Output", width=26),
    ),
)

ARTICLES = Table(
    "tblPasal",
    REFERENCE_SHEET,
    "H4",
    "Pasal 17 UU 14/2008",
    (
        Column("letter", "Huruf", width=7),
        Column("subject", "Perihal", width=42),
        Column("maximum_years", "Paling Lama (tahun)", Kind.INTEGER, width=10),
        Column("may_be_permanent", "Boleh Permanen", width=10),
        Column("source", "Sumber", width=54),
    ),
)

LEGAL_BASES = Table(
    "tblDasarHukum",
    REFERENCE_SHEET,
    "N4",
    "Dasar hukum dan masa berlakunya",
    (
        Column("act", "Peraturan", filled=STAFF, width=26),
        Column("title", "Tentang", filled=STAFF, width=44),
        Column("valid_from", "Berlaku Sejak", Kind.DATE, STAFF, 13),
        Column("valid_to", "Berlaku Sampai", Kind.DATE, STAFF, 13),
        Column("replaced_by", "Digantikan Oleh", filled=STAFF, width=22),
        Column("certainty", "Kepastian", filled=STAFF, width=12),
    ),
)

HOLIDAYS = Table(
    "tblHariLibur",
    REFERENCE_SHEET,
    "U4",
    "Hari libur dan cuti bersama",
    (
        Column("date", "Tanggal", Kind.DATE, STAFF, 13),
        Column("kind", "Jenis", filled=STAFF, width=16, choices="jenis_libur"),
        Column("source", "Sumber", filled=STAFF, width=80),
    ),
)

WORKING_HOURS = Table(
    "tblJamKerja",
    REFERENCE_SHEET,
    "Y4",
    "Jam kerja",
    (
        Column("valid_from", "Sejak", Kind.DATE, STAFF, 13),
        Column("valid_to", "Sampai", Kind.DATE, STAFF, 13),
        Column("weekdays", "Hari", filled=STAFF, width=16, hint="Misalnya Senin-Kamis, Jumat, atau Sabtu."),
        Column("opens", "Buka", filled=STAFF, width=8, hint="Jam, misalnya 07.30."),
        Column("closes", "Tutup", filled=STAFF, width=8),
        Column("break_from", "Istirahat Dari", filled=STAFF, width=10),
        Column("break_to", "Istirahat Sampai", filled=STAFF, width=10),
        Column("source", "Sumber", filled=STAFF, width=40),
    ),
)

CHOICES_ANCHOR = "AH4"
"""Where the dropdown lists start on the reference sheet: one table per list, side by side."""

CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "sifat": ("Sifat", ("Biasa", "Terbatas", "Rahasia", "Sangat Rahasia")),
    "urgensi": ("Tingkat Urgensi", ("biasa", "segera", "sangat segera")),
    "harap": ("Harap", ("tanggapan dan saran", "proses lebih lanjut", "koordinasi dan konfirmasi")),
    "status_keputusan": ("Status", ("berlaku", "dicabut", "diubah")),
    "cakupan": ("Cakupan", ("seluruhnya", "sebagian")),
    "kesimpulan_uji": ("Kesimpulan Uji", ("dikecualikan", "terbuka")),
    "jenis_pindaian": (
        "Jenis Pindaian",
        ("keputusan", "lembar uji konsekuensi", "informasi", "disposisi", "lainnya"),
    ),
    "peran": ("Peran", ("PDID", "Desk Pelayanan")),
    "jenis_libur": ("Jenis Libur", ("libur nasional", "cuti bersama", "hari kerja pengganti")),
    "peristiwa": (
        "Peristiwa",
        (
            "persetujuan tertulis",
            "jabatan publik",
            "putusan",
            "pencabutan",
            "perubahan keputusan",
            "perubahan klasifikasi",
            "peristiwa terjadi",
            "penahanan",
            "penetapan ulang",
            "penetapan PPID",
            "pengumuman",
            "disposisi diterima",
        ),
    ),
    "hasil": (
        "Hasil",
        (
            "membuka seluruhnya",
            "membuka sebagian",
            "menguatkan pengecualian",
            "putusan sela",
            "sengketa dicabut",
            "membatalkan putusan sebelumnya",
            "diajukan keberatan",
            "berkekuatan hukum tetap",
            "diberikan",
            "ditolak",
            "diminta",
            "menduduki jabatan publik",
            "dicabut",
            "pencabutan dibatalkan",
            "diubah",
            "menjadi terbuka",
            "menjadi terbuka sebagian",
            "tetap dikecualikan",
            "sudah terjadi",
            "belum terjadi",
            "mulai ditahan",
            "penahanan berakhir",
            "ditetapkan ulang",
            "ditetapkan",
            "diumumkan",
            "diterima kembali",
        ),
    ),
    "koreksi": (
        "Koreksi",
        (
            "buka kembali langkah 2",
            "buka kembali langkah 3",
            "batalkan peristiwa",
            "pindahkan pindaian",
            "tarik pindaian",
            "tarik informasi",
            "tarik keputusan",
            "perbaiki isi",
            "terapkan perubahan",
            "tandai temuan",
            "catat pemulihan cadangan",
        ),
    ),
    "naskah": (
        "Naskah",
        (
            "usulan penetapan",
            "usulan pembukaan",
            "lampiran sudah terbuka",
            "bundel sidang",
            "berita acara alih media (hari)",
            "berita acara alih media (triwulan)",
        ),
    ),
    "ya_tidak": ("Ya/Tidak", ("ya", "tidak")),
    "selisih_waktu": ("Selisih Waktu", ("7", "8", "9")),
}

TABLES = (
    DECISIONS,
    REGISTER,
    EVENTS,
    CORRECTIONS,
    LOG,
    SCANS,
    PREVIEW,
    SETTINGS,
    OFFICERS,
    STEPS,
    ARTICLES,
    LEGAL_BASES,
    HOLIDAYS,
    WORKING_HOURS,
)


def choice_table(name: str) -> str:
    """The table name of a dropdown list, for example `tblPilihanSifat`."""
    return "tblPilihan" + "".join(part.capitalize() for part in name.split("_"))


class Setting(NamedTuple):
    """One row of Pengaturan: `field` for code, `name` for staff, the value it starts with."""

    field: str
    name: str
    default: str
    hint: str
    choices: str | None = None
    limits: tuple[int, int] | None = None
    """Of a whole number the least and the most."""
    to_fill: str = ""
    """What is to be typed: the cell says `isi: ...` until it is, and that counts as blank."""

    @property
    def placeholder(self) -> str:
        return f"{PLACEHOLDER} {self.to_fill}" if self.to_fill else ""


PLACEHOLDER = "isi:"


class SettingBlock(NamedTuple):
    """Settings below a heading of their own; the heading is a row of the table that no setting is named by."""

    title: str
    hint: str
    settings: tuple[Setting, ...]


SETTING_BLOCKS = (
    SettingBlock(
        "A. WAJIB DIISI",
        "Tanpa ini laporan dan surel tidak dapat dibuat.",
        (
            Setting(
                "office_name",
                "Nama kantor",
                "KPU Kabupaten Manggarai Barat",
                "Dipakai pada laporan dan folder khusus.",
                to_fill="nama kantor",
            ),
            Setting(
                "office_city",
                "Kota penandatanganan",
                "Labuan Bajo",
                "Berdiri di depan tanggal surat.",
                to_fill="kota tempat surat ditandatangani",
            ),
            Setting(
                "report_from",
                "Laporan dari",
                "",
                "Sub bagian yang melapor; wajib sebelum laporan.",
                to_fill="nama sub bagian yang melapor",
            ),
            Setting(
                "report_to",
                "Laporan kepada",
                "Sekretaris KPU Kabupaten Manggarai Barat",
                "Jabatan yang dituju laporan.",
                to_fill="jabatan yang dituju laporan",
            ),
            Setting(
                "secretary_name",
                "Nama Sekretaris",
                "",
                "Ditinjau tiap tahun; wajib sebelum laporan.",
                to_fill="nama lengkap Sekretaris dengan gelar",
            ),
            Setting(
                "secretary_email",
                "Surel Sekretaris",
                "",
                "Penerima laporan disposisi.",
                to_fill="alamat surel dinas Sekretaris",
            ),
        ),
    ),
    SettingBlock(
        "B. KANTOR",
        "Kop, pejabat, surat dan tenggat kantor ini.",
        (
            Setting("letterhead_1", "Kop baris 1", "KOMISI PEMILIHAN UMUM", ""),
            Setting("letterhead_2", "Kop baris 2", "KABUPATEN MANGGARAI BARAT", ""),
            Setting("letterhead_3", "Kop baris 3", "", "Nama sub bagian, dengan huruf besar."),
            Setting("office_address", "Alamat kantor", "", "Baris kecil di bawah kop."),
            Setting("logo_file", "Berkas logo", "", "PNG atau JPEG; kosongkan bila tidak ada."),
            Setting("secretary_nip", "NIP Sekretaris", "", "18 angka; dicetak di bawah namanya."),
            Setting("secretary_rank", "Pangkat Sekretaris", "", "Misalnya Penata Tingkat I."),
            Setting(
                "officials_checked_on",
                "Data pejabat ditinjau tanggal",
                "",
                "Isi tanggal (21/08/2026) tiap kali Sekretaris, sub bagian dan surel ditinjau; ditanyakan tiap tahun.",
            ),
            Setting(
                "reporter_name",
                "Penandatangan laporan",
                "",
                "Kepala sub bagian; nama seperti di lembar Petugas. Kosong = garis untuk ditulis tangan.",
            ),
            Setting(
                "disposition_offices",
                "Tujuan disposisi",
                "Ketua; Kasubbag Teknis; Kasubbag Hukum; Kasubbag Perencanaan dan Data; Kasubbag Keuangan dan Umum",
                "Kotak untuk dicentang pada laporan dan lembar disposisi; pisahkan dengan titik koma.",
            ),
            Setting("sop_number", "Nomor SOP", "178/PP/No.9 - SOP / 5315 / 2023", ""),
            Setting(
                "report_number",
                "Templat nomor laporan",
                "{urut:03d}/LAP-PDID/{bulan_romawi}/{tahun}",
                "{urut}, {bulan}, {bulan_romawi} dan {tahun} diganti dengan isinya; {urut:03d} = tiga angka.",
            ),
            Setting(
                "report_titles", "Judul informasi dalam laporan", "ya", "tidak = hanya kode.", "ya_tidak"
            ),
            Setting(
                "mail_subject",
                "Perihal surel",
                "Laporan pendokumentasian informasi yang dikecualikan {nomor}",
                "{nomor}, {tanggal}, {kantor}, {berkas}, {sekretaris} dan {petugas} diganti dengan isinya.",
            ),
            Setting(
                "mail_body",
                "Isi surel",
                "Yth. {jabatan}\n{sekretaris}\n\nDengan hormat,\n\nBersama ini kami sampaikan Laporan Disposisi Nomor "
                "{nomor} tanggal {tanggal} tentang {jumlah_informasi} informasi yang dikecualikan dari "
                "{jumlah_berkas} keputusan ({berkas}).\n\nMohon arahan atas hal yang perlu diputuskan pada halaman 1, "
                "dan halaman itu dikembalikan kepada kami sesudah disposisinya diisi. Dokumen yang dikecualikan "
                "tidak dilampirkan dan tetap berada di Folder Khusus.\n\nAtas perhatian Bapak/Ibu kami ucapkan terima "
                "kasih.\n\nHormat kami,\n{petugas}\n{jabatan_petugas}\n{kantor}",
                "Seperti pada perihal; juga {jabatan}, {jabatan_petugas}, {jumlah_berkas} dan {jumlah_informasi}.",
            ),
            Setting(
                "mail_protect",
                "Lindungi lampiran dengan kata sandi",
                "tidak",
                "AES-256; kata sandi ditanyakan.",
                "ya_tidak",
            ),
            Setting(
                "allowed_mail_domain",
                "Domain surel yang diizinkan",
                "kpu.go.id",
                "Alamat lain ditanyakan dahulu.",
            ),
            Setting(
                "warn_days",
                "Segera berakhir (hari)",
                "90",
                "Ambang status segera berakhir.",
                limits=(1, 3650),
            ),
            Setting(
                "objection_days",
                "Masa keberatan putusan (hari kerja)",
                "14",
                "UU 14/2008 Pasal 48 (pasalnya perlu diperiksa). Lewat masa ini putusan belum dianggap tetap: catat.",
                limits=(1, 365),
            ),
            Setting(
                "utc_offset_hours",
                "Selisih waktu UTC (jam)",
                "8",
                "WIB 7, WITA 8, WIT 9.",
                "selisih_waktu",
                limits=(7, 9),
            ),
        ),
    ),
    SettingBlock(
        "C. TEKNIS",
        "Biasanya tidak perlu diubah.",
        (
            Setting("scans_folder", "Folder pindaian", "Pindaian", "Relatif terhadap folder buku kerja."),
            Setting(
                "inbox_folder",
                "Folder pemindai",
                "Kotak Masuk Pemindai",
                "Tempat alat pindai menaruh hasilnya.",
            ),
            Setting(
                "special_folder",
                "Folder khusus",
                "Folder Khusus",
                "Tempat dokumen yang dikecualikan disimpan.",
            ),
            Setting("reports_folder", "Folder laporan", "Laporan", "Tempat laporan, daftar dan naskah."),
            Setting("backups_folder", "Folder cadangan", "Cadangan", "Tempat salinan buku kerja."),
            Setting(
                "scan_name",
                "Templat nama pindaian",
                "{nomor} {kode} {jenis}",
                "{nomor}, {kode}, {jenis} dan {berkas} diganti dengan isinya.",
            ),
            Setting(
                "scan_dpi",
                "Resolusi pindaian (dpi)",
                "200",
                "Foto diperkecil ke A4 pada resolusi ini.",
                limits=(72, 600),
            ),
            Setting(
                "recognise_text",
                "Kenali teks pindaian (OCR)",
                "ya",
                "Agar isi pindaian dapat dicari; perlu OCRmyPDF dan Tesseract, beberapa detik per halaman.",
                "ya_tidak",
            ),
            Setting(
                "encrypt_scans",
                "Enkripsi pindaian tersimpan",
                "tidak",
                "AES-256; kunci pemulihan dicetak sekali.",
                "ya_tidak",
            ),
            Setting(
                "allow_synced_folder",
                "Izinkan folder tersinkron",
                "tidak",
                "OneDrive, Google Drive dan sejenisnya ditolak kecuali ya.",
                "ya_tidak",
            ),
            Setting(
                "keep_backups",
                "Jumlah cadangan disimpan",
                "20",
                "Sebanyak ini yang terakhir selalu disimpan.",
                limits=(1, 1000),
            ),
            Setting(
                "keep_daily",
                "Cadangan harian (hari)",
                "30",
                "Satu cadangan per hari, untuk sekian hari.",
                limits=(0, 1000),
            ),
            Setting(
                "keep_weekly",
                "Cadangan mingguan (minggu)",
                "12",
                "Satu cadangan per minggu.",
                limits=(0, 1000),
            ),
            Setting(
                "keep_monthly",
                "Cadangan bulanan (bulan)",
                "24",
                "Satu cadangan per bulan.",
                limits=(0, 1000),
            ),
            Setting(
                "keep_undone",
                "Berkas yang diurungkan disimpan (hari)",
                "90",
                "Sesudah itu berkas yang diurungkan dihapus dari folder .kecuali.",
                limits=(1, 36_500),
            ),
            Setting(
                "rolling_days",
                "Periksa bergulir (hari)",
                "30",
                "Tugas harian memeriksa sebagian berkas: semuanya sekali dalam sekian hari. 0 = tidak.",
                limits=(0, 3650),
            ),
            Setting("is_example", "Buku contoh", "tidak", "ya = laporan diberi tanda CONTOH.", "ya_tidak"),
        ),
    ),
)

SETTING_ROWS = tuple(setting for block in SETTING_BLOCKS for setting in block.settings)

# -- defined names ---------------------------------------------------------------------------------------

NAME_TRANSACTION = "kecualiTransaksi"
"""One cell on Pengaturan: the id of the last transaction whose writes are whole in this workbook."""

NAME_LAST_CHECK = "kecualiPeriksaTerakhir"
"""One cell on Pengaturan: result of the last integrity check, as a sentence."""

NAME_STATUS_ON = "kecualiKeadaanPer"
"""One cell above the status column of Register: the day of which the statuses are, as a sentence."""

NAME_RIBBON = "kecualiPita"
"""Cells of Beranda, folded away: how controls of the ribbon stand, and their usual tips (`vba/Ribbon.bas`)."""

NAME_FOLDED = "kecualiRinci"
"""And a sheet's name: the heads of its columns that are folded away (`vba/Tampilan.bas`)."""

NAME_INTERPRETER = "kecualiPython"
"""One cell on Pengaturan: full path of the pythonw that the ribbon starts."""
