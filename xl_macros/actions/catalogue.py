"""The actions: ONE list, in ribbon order. Whatever knows actions by name (shell, ribbon, README, tests) follows it.

An action has no loop, cell address or message box of its own: inside the surround (`click/macro.py`) it hands the
office and its request to its module. Modules are imported when their action is clicked, so that no click pays for
another one's libraries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import NamedTuple

from xl_macros.actions import requests
from xl_macros.click.office import Office, Summary
from xl_macros.click.request import Further, Hint, Request


class Action(NamedTuple):
    """One action. `name` is its module, ribbon id and subcommand; `label` and `tip` are what the ribbon shows."""

    name: str
    label: str
    tip: str
    request: type[Request]
    step: int | None = None
    """The step of the SOP that it carries out."""

    @property
    def command(self) -> str:
        """Its subcommand of `kecuali`."""
        return self.name.replace("_", "-")

    def further_questions(self, office: Office, given: Sequence[tuple[str, str]]) -> list[Further]:
        """What the form asks besides the request's fields, in view of what was given (a list's columns)."""
        ask = getattr(import_module(f"xl_macros.actions.{self.name}"), "further_questions", None)
        found: list[Further] = ask(office, given) if ask else []
        return found

    def settled(self, given: Mapping[str, str]) -> frozenset[str]:
        """The fields that the form need not ask in view of what was given: the kind, and what it rules out."""
        settle = getattr(import_module(f"xl_macros.actions.{self.name}"), "settled", None)
        found: frozenset[str] = settle(given) if settle else frozenset()
        return found

    def hints(self, office: Office, given: Mapping[str, str]) -> Mapping[str, Hint]:
        """By field, what the form offers for it in view of what was given."""
        hint = getattr(import_module(f"xl_macros.actions.{self.name}"), "hints", None)
        found: Mapping[str, Hint] = hint(office, given) if hint else {}
        return found

    def run(self, office: Office, request: Request) -> Summary:
        """Carry it out. Raises Refusal or NeedsConfirmation; then nothing was written."""
        summary: Summary = import_module(f"xl_macros.actions.{self.name}").run(office, request)
        return summary


ACTIONS = (
    Action(
        "receive_decision",
        "Terima Keputusan",
        "Periksa keputusan terpilih, beri kode dan buka log langkahnya.",
        requests.ReceiveDecision,
        step=1,
    ),
    Action(
        "import_list",
        "Impor Daftar",
        "Masukkan daftar yang sudah ada (Excel atau CSV) ke Register.",
        requests.ImportList,
    ),
    Action(
        "attach_scans",
        "Lampirkan Pindaian",
        "Lampirkan PDF atau foto hasil pindaian ke baris terpilih.",
        requests.AttachScans,
        step=2,
    ),
    Action(
        "compute_expiry",
        "Hitung Jangka Waktu",
        "Hitung kapan setiap pengecualian berakhir, lengkap dengan penjelasannya.",
        requests.ComputeExpiry,
        step=3,
    ),
    Action(
        "build_recap",
        "Buat Rekapitulasi",
        "Susun ulang rekapitulasi menurut jangka waktu pengecualian.",
        requests.BuildRecap,
        step=3,
    ),
    Action(
        "check_recap",
        "Periksa Rekapitulasi",
        "Setujui rekapitulasi atau kembalikan dengan arahan (oleh PDID).",
        requests.CheckRecap,
        step=4,
    ),
    Action(
        "store_documents",
        "Simpan ke Folder Khusus",
        "Simpan pindaian dan datanya ke Folder Khusus, lalu periksa hasilnya.",
        requests.StoreDocuments,
        step=5,
    ),
    Action(
        "export_disposition",
        "Ekspor Laporan Disposisi",
        "Buat laporan disposisi dalam bentuk PDF untuk Sekretaris.",
        requests.ExportDisposition,
        step=6,
    ),
    Action(
        "email_report",
        "Surel ke Sekretaris",
        "Siapkan surel berisi laporan untuk Sekretaris; Anda sendiri yang mengirim.",
        requests.EmailReport,
        step=6,
    ),
    Action(
        "export_public_list",
        "Daftar Publik",
        "Buat daftar informasi yang dikecualikan untuk diumumkan di situs web.",
        requests.ExportPublicList,
    ),
    Action(
        "copy_list",
        "Salin Daftar Tahun Lalu",
        "Salin informasi sebuah keputusan ke keputusan baru, untuk dicoret dan diterima.",
        requests.CopyList,
    ),
    Action(
        "draft_paper",
        "Buat Naskah",
        "Buat usulan, lampiran yang sudah terbuka, bundel untuk sidang, atau berita acara alih media.",
        requests.DraftPaper,
    ),
    Action(
        "record_event",
        "Catat Peristiwa",
        "Catat persetujuan, putusan, pencabutan atau peristiwa lain beserta buktinya.",
        requests.RecordEvent,
    ),
    Action(
        "correct",
        "Koreksi",
        "Perbaiki yang sudah dicatat, disetujui atau disimpan, dengan alasan dan jejaknya.",
        requests.Correct,
    ),
    Action(
        "verify_archive",
        "Periksa Keutuhan",
        "Periksa apakah semua pindaian, Folder Khusus dan log masih utuh.",
        requests.VerifyArchive,
    ),
    Action(
        "show_form",
        "Isian",
        "Tampilkan isian sebuah tombol di lembar Formulir.",
        requests.ShowForm,
    ),
    Action("submit_form", "Kerjakan", "Kerjakan isian yang ada di lembar Formulir.", requests.SubmitForm),
    Action(
        "clear_form",
        "Batal",
        "Batalkan isian di lembar Formulir; tidak ada yang dikerjakan.",
        requests.ClearForm,
    ),
    Action(
        "next_step",
        "Langkah Berikut",
        "Kerjakan langkah berikut dari berkas terpilih.",
        requests.NextStep,
    ),
    Action("find_text", "Cari", "Cari kata di register dan di teks pindaian.", requests.FindText),
    Action(
        "list_due",
        "Jatuh Tempo",
        "Tampilkan yang segera berakhir dan tugas yang masih terbuka.",
        requests.ListDue,
    ),
    Action(
        "print_covers",
        "Lembar Sampul",
        "Buat lembar sampul berkode QR untuk yang belum dipindai.",
        requests.PrintCovers,
    ),
    Action(
        "update_calendar",
        "Perbarui Kalender",
        "Perbarui hari libur dan dasar hukum dari berkas yang Anda terima.",
        requests.UpdateCalendar,
    ),
    Action(
        "open_guide", "Panduan", "Buka panduan pada bab langkah yang sedang dikerjakan.", requests.OpenGuide
    ),
    Action(
        "edit_templates",
        "Templat Naskah",
        "Salin kata-kata naskah ke folder kantor untuk diubah, dan periksa yang sudah diubah.",
        requests.EditTemplates,
    ),
    Action(
        "merge_copy",
        "Gabungkan Salinan",
        "Ambil dari salinan lain register kantor ini yang tidak bertentangan.",
        requests.MergeCopy,
    ),
    Action(
        "upgrade_workbook",
        "Perbarui Buku Kerja",
        "Bawa isi buku kerja versi lama ke buku kerja baru di sampingnya.",
        requests.UpgradeWorkbook,
    ),
    Action(
        "restore_backup",
        "Pulihkan Cadangan",
        "Kembalikan isi buku kerja ke salah satu cadangan, dengan jejaknya.",
        requests.RestoreBackup,
    ),
    Action("undo_last", "Urungkan", "Urungkan tombol yang terakhir dijalankan.", requests.UndoLast),
    Action(
        "self_test",
        "Periksa Komputer",
        "Periksa apakah komputer ini siap, dan apa obatnya bila belum.",
        requests.SelfTest,
    ),
)

BY_NAME = {action.name: action for action in ACTIONS}
BY_COMMAND = {action.command: action for action in ACTIONS}
