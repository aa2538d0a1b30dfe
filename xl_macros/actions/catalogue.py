"""One function per ribbon button, in ribbon order. The first line of each docstring is the button's screentip.

A button has no loop, rule, cell address or message box: inside the surround (`macro.py`) it hands the office
to its job. Jobs are imported when their button is clicked, so that no click pays for another one's libraries.
"""

from __future__ import annotations

from importlib import import_module

from xl_macros.click.office import Office, Summary


def receive_decision(office: Office) -> Summary:
    """Periksa keputusan terpilih, beri kode dan buka log langkahnya."""
    return _job("receive_decision", office)


def import_list(office: Office) -> Summary:
    """Masukkan daftar yang sudah ada (Excel atau CSV) ke Register."""
    return _job("import_list", office)


def attach_scans(office: Office) -> Summary:
    """Lampirkan PDF atau foto hasil pindaian ke baris terpilih."""
    return _job("attach_scans", office)


def compute_expiry(office: Office) -> Summary:
    """Hitung kapan setiap pengecualian berakhir, lengkap dengan penjelasannya."""
    return _job("compute_expiry", office)


def build_recap(office: Office) -> Summary:
    """Susun ulang rekapitulasi menurut jangka waktu pengecualian."""
    return _job("build_recap", office)


def check_recap(office: Office) -> Summary:
    """Setujui rekapitulasi atau kembalikan dengan arahan (oleh PDID)."""
    return _job("check_recap", office)


def store_documents(office: Office) -> Summary:
    """Simpan pindaian dan datanya ke Folder Khusus, lalu periksa hasilnya."""
    return _job("store_documents", office)


def export_disposition(office: Office) -> Summary:
    """Buat laporan disposisi dalam bentuk PDF untuk Sekretaris."""
    return _job("export_disposition", office)


def email_report(office: Office) -> Summary:
    """Siapkan surel berisi laporan untuk Sekretaris; Anda sendiri yang mengirim."""
    return _job("email_report", office)


def export_public_list(office: Office) -> Summary:
    """Buat daftar informasi yang dikecualikan untuk diumumkan di situs web."""
    return _job("export_public_list", office)


def record_event(office: Office) -> Summary:
    """Catat persetujuan, putusan, pencabutan atau peristiwa lain beserta buktinya."""
    return _job("record_event", office)


def verify_archive(office: Office) -> Summary:
    """Periksa apakah semua pindaian, Folder Khusus dan log masih utuh."""
    return _job("verify_archive", office)


def undo_last(office: Office) -> Summary:
    """Urungkan tombol yang terakhir dijalankan."""
    return _job("undo_last", office)


def self_test(office: Office) -> Summary:
    """Periksa apakah komputer ini siap, dan apa obatnya bila belum."""
    return _job("self_test", office)


BUTTONS = (
    receive_decision,
    import_list,
    attach_scans,
    compute_expiry,
    build_recap,
    check_recap,
    store_documents,
    export_disposition,
    email_report,
    export_public_list,
    record_event,
    verify_archive,
    undo_last,
    self_test,
)


def _job(name: str, office: Office) -> Summary:
    summary: Summary = import_module(f"xl_macros.actions.{name}").run(office)
    return summary
