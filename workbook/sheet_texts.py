"""Title, hint and behaviour of the sheets that hold tables."""

from __future__ import annotations

from dataclasses import dataclass

from xl_macros.tables import schema


@dataclass(frozen=True, slots=True)
class SheetText:
    """What stands above the table(s) of a sheet, and how the sheet behaves and prints."""

    title: str
    subtitle: str
    subtitle_column: int = 1
    """Where the subtitle begins, right of the title (0-based); sheets of several tables have it below the title."""
    portrait: bool = False
    frozen_columns: int = 0
    protected: bool = False
    secret: bool = True
    compact: bool = False  # rows of one height, however long their texts
    printed_columns: int = 0  # how many of the first columns are printed; 0: all that are not folded away


TEXTS = {
    schema.DECISIONS_SHEET: SheetText(
        "Keputusan pengecualian yang diterima",
        "Satu baris untuk tiap keputusan. Isi kolom biru, lalu klik Terima Keputusan; "
        "kolom abu-abu diisi tombol.",
        subtitle_column=3,
        frozen_columns=2,
        compact=True,
    ),
    schema.REGISTER_SHEET: SheetText(
        "Register informasi yang dikecualikan",
        "Satu baris untuk tiap informasi. Isi kolom biru; salin jangka waktu persis seperti tertulis.",
        subtitle_column=5,  # the day of the statuses stands above them
        frozen_columns=2,
        compact=True,
        printed_columns=9,
    ),
    schema.EVENTS_SHEET: SheetText(
        "Peristiwa yang mengubah masa pengecualian",
        "Diisi oleh tombol Catat Peristiwa. Setiap baris terikat pada baris sebelumnya; jangan diubah dengan tangan.",
        subtitle_column=4,
        frozen_columns=1,
        protected=True,
    ),
    schema.CORRECTIONS_SHEET: SheetText(
        "Koreksi resmi",
        "Diisi oleh tombol Koreksi. Setiap baris terikat pada baris sebelumnya; jangan diubah dengan tangan.",
        subtitle_column=2,
        frozen_columns=1,
        protected=True,
    ),
    schema.LOG_SHEET: SheetText(
        "Log langkah SOP",
        "Diisi oleh tombol. Setiap baris terikat pada baris sebelumnya; jangan diubah dengan tangan.",
        subtitle_column=2,
        frozen_columns=2,
        protected=True,
        compact=True,
    ),
    schema.SCANS_SHEET: SheetText(
        "Daftar pindaian",
        "Diisi oleh tombol Lampirkan Pindaian dan Periksa Keutuhan.",
        subtitle_column=2,
        frozen_columns=2,
        protected=True,
        compact=True,
    ),
    schema.PREVIEW_SHEET: SheetText(
        "Pratinjau perubahan (belum ditulis)",
        "Yang akan berubah bila Hitung Jangka Waktu diteruskan.",
        subtitle_column=2,
        frozen_columns=1,
        protected=True,
    ),
    schema.SETTINGS_SHEET: SheetText(
        "Pengaturan",
        'Ubah hanya kolom Nilai. Yang tertulis "isi: ..." masih kosong.',
        portrait=True,
        printed_columns=3,
        secret=False,
    ),
    schema.OFFICERS_SHEET: SheetText(
        "Petugas",
        "Satu baris untuk tiap petugas: nama, NIP, peran dan akun Windows-nya. Isi sebelum memakai tombol.",
        secret=False,
    ),
    schema.REFERENCE_SHEET: SheetText(
        "Referensi",
        "Langkah SOP, dasar hukum, hari libur, jam kerja dan isi daftar pilihan.",
        portrait=True,
        secret=False,
    ),
}
