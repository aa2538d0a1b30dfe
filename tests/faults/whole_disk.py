"""Everything on the disk beside and in an office, as one comparable value: the oracle of what recovery may do."""

from __future__ import annotations

import hashlib
from pathlib import Path

ARCHIVE = ("Pindaian", "Folder Khusus", "Laporan", "Cadangan", "Kotak Masuk Pemindai")


def everything(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file, folder and link below with its kind and mode, and a file's hash or a link's aim."""
    found = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        if path.is_symlink():
            what = str(path.readlink())
        else:
            what = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[path.relative_to(folder).as_posix()] = state.st_mode, what
    return found


def beside(office: Path) -> dict[str, tuple[int, str]]:
    """Everything in the office folder's parent but the office itself."""
    return {
        name: what for name, what in everything(office.parent).items() if name.split("/")[0] != office.name
    }


def archive(office: Path) -> dict[str, str]:
    """Every file of the office's folders with its hash, and the workbook's name."""
    found = {
        name: what for name, (mode, what) in everything(office).items() if what and (office / name).is_file()
    }
    return {name: what for name, what in found.items() if name.split("/")[0] in ARCHIVE}


def with_neighbours(ground: Path) -> None:
    """What lies beside an office: private files, and another register's copies and half written files."""
    files = {
        "luar/skripsi.docx": b"milik orang",
        "luar/dalam/foto.jpg": b"foto",
        "luar/2026-01-01 08.00.00 aaaaaaaa sebelum attach_scans.xlsm": b"register lain",
        "luar/2026-01-01 08.00.00 aaaaaaab sebelum Lampirkan Pindaian.xlsm": b"register lain",
        "luar/Anggaran 2026 sebelum revisi.xlsm": b"anggaran",
        "luar/.laporan orang.123.sebagian": b"setengah",
        "luar/.~abcdefgh.tmp": b"PK orang",
        "luar/.kecuali-20260101T080000-aaaaaaaa/0/laporan.pdf": b"menunggu",
        "korban.txt": b"milik orang",
    }
    for name, content in files.items():
        path = ground / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
