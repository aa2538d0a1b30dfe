"""What each action is asked with. One class per action; whoever asks (shell, ribbon, form sheet) reads the fields.

`preview` stands in the requests of those actions that can show what would change and write nothing.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from xl_macros.click.request import Ask, Request
from xl_macros.tables.schema import CHOICES

_Files = Annotated[tuple[Path, ...], Ask("Berkas", "berkas; boleh berulang", option="file", hidden=True)]
_Targets = Annotated[
    tuple[str, ...], Ask("Kode", "kode register, kode berkas atau nomor keputusan; boleh beberapa")
]
_Preview = Annotated[
    bool, Ask("Pratinjau", "tunjukkan saja apa yang akan berubah", option="dry-run", hidden=True)
]


class Targeted(Request, frozen=True, kw_only=True):
    """An action on chosen rows: those named, else those selected."""

    target: _Targets = ()


class ReceiveDecision(Targeted, frozen=True, kw_only=True):
    """The decision to receive."""


class ImportList(Request, frozen=True, kw_only=True):
    """The list to take over; `target` is the decision that its rows belong to when they name none."""

    target: Annotated[
        str | None, Ask("Nomor Keputusan", "nomor keputusan untuk baris yang tidak menyebutnya")
    ] = None
    files: _Files = ()
    sheets: Annotated[tuple[str, ...], Ask("Lembar", "lembar daftar; boleh berulang", option="sheet")] = ()
    columns: Annotated[
        tuple[str, ...], Ask("Arti kolom", 'misalnya --map "Uraian=Informasi"', option="map")
    ] = ()
    preview: _Preview = False


class UpdateCalendar(Request, frozen=True, kw_only=True):
    """The pack of holidays and legal bases."""

    files: _Files = ()
    preview: _Preview = False


class AttachScans(Targeted, frozen=True, kw_only=True):
    """The files and what they belong to; without files, what lies in the scanner's folder."""

    files: _Files = ()
    kind: Annotated[str | None, Ask("Jenis", "jenis pindaian", choices=CHOICES["jenis_pindaian"][1])] = None
    replaces: Annotated[
        str | None, Ask("Pindaian yang diganti halamannya", "nomor pindaian yang diganti halamannya")
    ] = None
    page: Annotated[int | None, Ask("Halaman", "nomor halaman yang diganti atau disisipi")] = None
    insert: Annotated[bool, Ask("Sisipkan", "sisipkan halaman, bukan mengganti")] = False
    apart: Annotated[bool, Ask("Terpisah", "setiap gambar menjadi dokumen sendiri")] = False
    interleave: Annotated[bool, Ask("Depan-belakang", "gabungkan sisi depan dan belakang")] = False
    drop_blank: Annotated[
        bool, Ask("Buang halaman kosong", "tinggalkan halaman yang kosong (sisi belakang)")
    ] = False
    see: Annotated[
        str | None,
        Ask("Lihat pindaian", "tidak ada dokumen tersendiri: nomor pindaian yang memuat informasi ini"),
    ] = None
    stack: Annotated[bool, Ask("Tumpukan", "tumpukan dengan lembar sampul: pisahkan menurut kode QR")] = False


class ComputeExpiry(Request, frozen=True, kw_only=True):
    """All rows of the register."""

    preview: _Preview = False


class BuildRecap(Targeted, frozen=True, kw_only=True):
    """The berkas whose step 3 ends with this recap; without any, all that wait."""


class CheckRecap(Targeted, frozen=True, kw_only=True):
    """PDID's verdict."""

    verdict: Annotated[
        str | None, Ask("Putusan", "setuju atau kembalikan", choices=("setuju", "kembalikan"))
    ] = None
    direction: Annotated[str | None, Ask("Arahan", "arahan; wajib bila dikembalikan")] = None


class StoreDocuments(Targeted, frozen=True, kw_only=True):
    """The berkas to store."""


class ExportDisposition(Targeted, frozen=True, kw_only=True):
    """The berkas to report, or an older report that is to be made again."""

    letter_number: Annotated[
        str | None, Ask("Nomor Surat", "nomor dari buku agenda surat, di samping nomor kendali sendiri")
    ] = None
    again: Annotated[
        str | None, Ask("Buat Lagi Laporan", "nomor laporan lama yang dibuat lagi, sama sampai ke bitanya")
    ] = None


class EmailReport(Request, frozen=True, kw_only=True):
    """Who gets the report, and which one; without a number the last one made."""

    report: Annotated[str | None, Ask("Nomor Laporan", "nomor laporan; tanpa itu yang terakhir")] = None
    recipient: Annotated[str | None, Ask("Penerima", "alamat surel penerima")] = None


class ExportPublicList(Request, frozen=True, kw_only=True):
    """The whole register."""


class CopyList(Targeted, frozen=True, kw_only=True):
    """Last year's decision (`target`) and the new one, whose row stands in Keputusan already."""

    number: Annotated[
        str | None, Ask("Keputusan Baru", "nomor keputusan baru, seperti tertulis di lembar Keputusan")
    ] = None


class DraftPaper(Targeted, frozen=True, kw_only=True):
    """Which paper, about what, as of when."""

    kind: Annotated[
        str | None,
        Ask("Naskah", "jenis naskah", choices=CHOICES["naskah"][1]),
    ] = None
    on: Annotated[
        date | None,
        Ask(
            "Keadaan Per",
            "tanggal keadaan (bundel), harinya (alih media) atau hari dalam tahun atau triwulannya",
        ),
    ] = None


class RecordEvent(Targeted, frozen=True, kw_only=True):
    """What happened, what it came to, when, and what shows it."""

    event: Annotated[str | None, Ask("Peristiwa", "jenis peristiwa", choices=CHOICES["peristiwa"][1])] = None
    outcome: Annotated[
        str | None, Ask("Hasil", "hasil peristiwa, misalnya hasil putusan", choices=CHOICES["hasil"][1])
    ] = None
    on: Annotated[
        date | None, Ask("Tanggal", "tanggal peristiwa (putusan: dibacakan), misalnya 16/09/2025")
    ] = None
    final_on: Annotated[
        date | None,
        Ask("Berkekuatan Hukum Tetap", "tanggal putusan berkekuatan hukum tetap, bila sudah", blank=True),
    ] = None
    part: Annotated[str | None, Ask("Bagian", "bagian yang dibuka, bila bukan seluruhnya")] = None
    by_whom: Annotated[
        str | None, Ask("Oleh", "siapa: yang menyetujui, yang menjabat (nama dan jabatan), yang dituju")
    ] = None
    forwarded: Annotated[
        tuple[str, ...],
        Ask("Diteruskan kepada", "tujuan disposisi; boleh berulang", option="forwarded-to", hidden=True),
    ] = ()
    evidence: Annotated[str | None, Ask("Bukti", "bukti peristiwa; pengumuman: alamat atau tempatnya")] = None
    note: Annotated[str | None, Ask("Catatan", "catatan")] = None
    related: Annotated[
        str | None, Ask("Terkait", "nomor peristiwa terkait; penetapan ulang: kode penggantinya")
    ] = None
    until_on: Annotated[
        date | None, Ask("Sampai", "hari terakhir penahanan, bila sudah pasti", blank=True)
    ] = None


class ShowForm(Request, frozen=True, kw_only=True):
    """Which action's questions; `given` are answers that are known already, as `key=value`."""

    form: Annotated[str | None, Ask("Tombol", "tombol yang isiannya ditanyakan, misalnya record-event")] = (
        None
    )
    given: Annotated[
        tuple[str, ...], Ask("Diketahui", "jawaban yang sudah diketahui, kunci=isi; boleh berulang")
    ] = ()


class SubmitForm(Request, frozen=True, kw_only=True):
    """The form as it was filled in."""


class ClearForm(Request, frozen=True, kw_only=True):
    """The form, given up."""


class Correct(Targeted, frozen=True, kw_only=True):
    """What was wrong and how it is put right; `target` is a code, a berkas, a scan or the number of an event."""

    kind: Annotated[str | None, Ask("Koreksi", "jenis koreksi", choices=CHOICES["koreksi"][1], must=True)] = (
        None
    )
    reason: Annotated[str | None, Ask("Alasan", "mengapa dikoreksi", must=True)] = None
    requested_by: Annotated[
        str | None, Ask("Diminta oleh", "petugas yang menemukan kekeliruannya; bawaan: pembuat rekapitulasi")
    ] = None
    to: Annotated[str | None, Ask("Pindah ke", "kode yang benar untuk pindaian yang dipindahkan")] = None
    column: Annotated[str | None, Ask("Kolom", "judul kolom yang diperbaiki")] = None
    value: Annotated[str | None, Ask("Isi yang benar", "isi baru, atau jangka waktu baru pada perubahan")] = (
        None
    )
    on: Annotated[date | None, Ask("Berlaku sejak", "tanggal berlakunya perubahan", blank=True)] = None
    evidence: Annotated[str | None, Ask("Bukti", "akta, surat atau dokumen yang menunjukkannya")] = None
    remove_file: Annotated[
        bool, Ask("Hapus berkasnya", "pada penarikan pindaian: berkasnya dihapus dari folder pindaian")
    ] = False


class VerifyArchive(Request, frozen=True, kw_only=True):
    """Everything, and a head of the log that was kept on paper."""

    head: Annotated[
        str | None,
        Ask("Kode Saksi dari Kertas", "kode saksi dari laporan yang tercetak, seluruhnya atau awalnya"),
    ] = None


class NextStep(Targeted, frozen=True, kw_only=True):
    """The berkas whose next step is to be worked."""


class FindText(Request, frozen=True, kw_only=True):
    """What is looked for."""

    text: Annotated[str | None, Ask("Dicari", "kata atau bagian kata", must=True)] = None


class ListDue(Request, frozen=True, kw_only=True):
    """How far ahead to look, and whether a calendar is made of it."""

    within: Annotated[int | None, Ask("Dalam hari", "sekian hari ke depan; kosong = menurut Pengaturan")] = (
        None
    )
    calendar: Annotated[bool, Ask("Buat kalender", "tulis juga berkas kalender .ics di folder Laporan")] = (
        False
    )


class PrintCovers(Targeted, frozen=True, kw_only=True):
    """The entries to scan; without any, all that have no scan yet."""

    everything: Annotated[bool, Ask("Semua", "juga yang sudah mempunyai pindaian", option="all")] = False


class OpenGuide(Targeted, frozen=True, kw_only=True):
    """The berkas at whose step the guide is opened."""


class EditTemplates(Request, frozen=True, kw_only=True):
    """All texts that an office may change."""


class MergeCopy(Request, frozen=True, kw_only=True):
    """The other copy of this office's register."""

    other: Annotated[
        str | None, Ask("Salinan lain", "folder kantor atau buku kerja salinan yang lain", must=True)
    ] = None
    preview: _Preview = False


class UpgradeWorkbook(Request, frozen=True, kw_only=True):
    """The workbook of an earlier version."""

    files: _Files = ()


class RestoreBackup(Request, frozen=True, kw_only=True):
    """Which copy is put back; without one they are listed."""

    backup: Annotated[
        str | None,
        Ask("Cadangan", "nomor dalam daftar cadangan, atau nama berkasnya; kosong = tampilkan daftar"),
    ] = None
    reason: Annotated[str | None, Ask("Alasan", "mengapa dipulihkan")] = None


class UndoLast(Request, frozen=True, kw_only=True):
    """The last click."""


class SelfTest(Request, frozen=True, kw_only=True):
    """This computer."""

    record: Annotated[
        Path | None,
        Ask(
            "Rekam", "di Excel: rekam percakapan dengan Excel ke berkas ini, tanpa isi register", hidden=True
        ),
    ] = None
