"""Probes: the programs the buttons rest on."""

from __future__ import annotations

import subprocess
from pathlib import Path, PureWindowsPath

from xl_macros.computer.check import Check, Context
from xl_macros.patterns import regex
from xl_macros.places.resources import template

OLDEST_PYTHON = (3, 11)
OLDEST_EXCEL = 15.0
GHOSTSCRIPT = ("gs", "gswin64c", "gswin32c")
REINSTALL = "Jalankan lagi pasang.cmd; pemasangan yang ada diperbaiki."
_VERSION = regex(r"\d+(?:\.\d+)+")
_REFUSED_GHOSTSCRIPT = regex(r" 10\.0?[01]\.\d+$| 10\.0?2\.0$")
"""10.0.0 to 10.02.0 damage pages, and OCRmyPDF goes no further with them."""
_PINNED = regex(r"^xlwings\s*==\s*([\w.]+)")


def check_python(context: Context) -> Check:
    machine = context.machine
    version = ".".join(map(str, machine.python_version))
    detail = f"Python {version}, {machine.python_bits}-bit."
    if machine.python_version < OLDEST_PYTHON or machine.python_bits != 64:
        cure = f"Pasang Python 3.13 64-bit dari python.org, lalu: {REINSTALL}"
        return Check("Python", False, f"{detail} Diperlukan 3.11 atau lebih baru, 64-bit.", cure)
    if "windowsapps" in machine.python_home.casefold():
        cure = f"Pasang Python 3.13 64-bit dari python.org, lalu: {REINSTALL}"
        return Check("Python", False, f"{detail} Berasal dari Microsoft Store dan tidak cocok di sini.", cure)
    return Check("Python", True, detail)


def check_interpreter(context: Context) -> Check:
    """The pythonw that the ribbon starts: the cell `kecualiPython`, else the place of the installer."""
    name = "Python untuk tombol"
    machine = context.machine
    if not machine.is_windows:
        return Check(name, None, "Hanya dipakai di Windows.")
    written = context.subject.interpreter.strip()
    home = machine.environ.get("LOCALAPPDATA", "")
    path = written or str(PureWindowsPath(home, "Kecuali", "venv", "Scripts", "pythonw.exe"))
    if Path(path).is_file():
        return Check(name, True, path)
    cure = "Kosongkan sel Python di lembar Pengaturan, lalu klik lagi." if written else REINSTALL
    return Check(name, False, f"Tidak ada berkas {path}.", cure)


def check_xlwings(context: Context) -> Check:
    name = "xlwings"
    found = context.machine.package_version("xlwings")
    pinned = next(
        (match[1] for line in context.machine.requirements() if (match := _PINNED.match(line))), None
    )
    if found is None:
        return Check(name, False, "Paket penghubung ke Excel tidak terpasang.", REINSTALL)
    if pinned is not None and found != pinned:
        return Check(name, False, f"Terpasang versi {found}, seharusnya {pinned}.", REINSTALL)
    return Check(name, True, f"Versi {found}, sesuai dengan buku kerja.")


def check_excel(context: Context) -> Check:
    version, bits = context.subject.excel_version, context.subject.excel_bits
    if not version:
        return Check("Excel", None, "Tidak dijalankan dari Excel.")
    kind = f"Excel versi {version}" + (f", {bits}-bit." if bits else ".")
    try:
        old = float(version) < OLDEST_EXCEL
    except ValueError:
        return Check("Excel", None, f"{kind} Versinya tidak dapat dibaca.")
    if old:
        return Check("Excel", False, f"{kind} Terlalu lama.", "Pakai Excel 2013 atau yang lebih baru.")
    return Check("Excel", True, kind)


def check_typst(context: Context) -> Check:
    """Sets one line for real; a compiler that loads but cannot find its fonts would pass a mere import."""
    name = "Pembuat laporan PDF"
    try:
        pdf = context.machine.typeset("#set page(width: 6cm, height: 3cm)\nUji cetak")
    except (ImportError, RuntimeError, OSError):
        return Check(name, False, "Typst tidak dapat membuat halaman uji.", REINSTALL)
    if not pdf.startswith(b"%PDF-"):
        return Check(name, False, "Typst tidak menghasilkan PDF.", REINSTALL)
    if not template("").is_dir():
        return Check(name, False, "Templat laporan tidak ditemukan.", REINSTALL)
    return Check(name, True, "Halaman uji berhasil dibuat.")


def check_ocr(context: Context) -> Check:
    """Optional: text recognition of scans needs Tesseract with Indonesian, and OCRmyPDF."""
    name = "Pengenalan teks (OCR)"
    optional = (
        "Tidak wajib. Tanpa ini pindaian tetap dapat dilampirkan, hanya teksnya tidak dapat dicari. Cara memasang: "
        "pasang Tesseract beserta data bahasa 'ind' dan Ghostscript, masukkan keduanya ke PATH, lalu jalankan "
        "python -m pip install ocrmypdf dengan Python milik Kecuali."
    )
    tesseract = context.machine.which("tesseract")
    if not tesseract:
        return Check(name, None, "Tesseract tidak terpasang.", optional)
    try:
        listed = context.machine.run([tesseract, "--list-langs"])
    except (OSError, subprocess.SubprocessError):
        return Check(
            name, False, "Tesseract terpasang tetapi tidak dapat dijalankan.", "Pasang ulang Tesseract."
        )
    if "ind" not in listed.split():
        return Check(
            name,
            False,
            "Bahasa Indonesia belum ada di Tesseract.",
            "Tambahkan data bahasa 'ind' ke Tesseract.",
        )
    if not (context.machine.which("ocrmypdf") or context.machine.has_module("ocrmypdf")):
        return Check(name, None, "OCRmyPDF tidak terpasang.", optional)
    return _whole_ocr(name, context, tesseract)


def _whole_ocr(name: str, context: Context, tesseract: str) -> Check:
    """All that is needed is there: which versions, and whether the result is PDF/A."""
    recogniser = f"{_named('Tesseract', context, tesseract)} dengan bahasa Indonesia"
    maker = _named("OCRmyPDF", context, context.machine.which("ocrmypdf") or "", package="ocrmypdf")
    ghostscript = next(filter(None, map(context.machine.which, GHOSTSCRIPT)), None)
    if ghostscript is None:
        return Check(name, True, f"{recogniser} dan {maker} siap; tanpa Ghostscript hasilnya bukan PDF/A.")
    printer = _named("Ghostscript", context, ghostscript)
    if _REFUSED_GHOSTSCRIPT.search(printer):
        detail = f"{recogniser} dan {maker} siap; {printer} ditolaknya, jadi hasilnya bukan PDF/A."
        return Check(name, True, detail, "Perbarui Ghostscript supaya hasilnya PDF/A.")
    return Check(name, True, f"{recogniser}, {maker} dan {printer} (PDF/A) siap.")


def _named(label: str, context: Context, program: str, package: str = "") -> str:
    """The program with its version, as far as that can be had: a package says it sooner than its program."""
    found = context.machine.package_version(package) if package else None
    if found is None and program:
        try:
            said = _VERSION.search(context.machine.run([program, "--version"]))
        except (OSError, subprocess.SubprocessError):
            said = None
        found = said[0] if said else None
    return f"{label} {found}" if found else label


def check_heic(context: Context) -> Check:
    name = "Foto HEIC (iPhone)"
    if context.machine.has_module("pi_heif"):
        return Check(name, True, "Dapat dibaca.")
    cure = "Bila perlu, atur kamera iPhone ke 'Paling Kompatibel' supaya fotonya JPEG."
    return Check(name, None, "Pembaca HEIC tidak terpasang.", cure)
