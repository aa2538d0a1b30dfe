"""Every button and command as a whole process, in offices that were lived in, against floors taken in the same run.

    python benchmarks/lived_in.py [--entries 100 1000 5000 20000] [--scan-bytes 20000] [--only NAME ...] [--keep DIR]

Processor time of the process and its children, and their largest resident size; the machine may be shared. The
offices (`lived_in_offices.py`) have a scan for each entry, a bag for each berkas that was stored, reports and the log.
"beyond start-up" is what a click takes more than in the smallest office, in times of unpacking and packing the same
workbook with zlib; "exponent" is its growth from the size before. The floors: the workbook unpacked and packed with
zlib and with ISA-L, all files hashed (one process, two threads, two processes), `sha256sum` two at a time, `bagit.py`
on the bags, a plain Typst table as long as the public list, `python -c pass`.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from file_engine import print_table
from start_up import compile_all

HERE = Path(__file__).resolve().parent
DESK, PDID = "Yohanes Darmawan Ngabut", "Maria Goreti Jelita"
TO_SCAN, TO_LIST, TO_CHECK, TO_STORE, TO_REPORT = range(-5, 0)


class Cost(NamedTuple):
    """Processor seconds, seconds by the clock, and the largest resident size in bytes."""

    cpu: float
    wall: float
    peak: int


class Office(NamedTuple):
    """An office and the codes of the berkas that wait in it, one before each step."""

    book: Path
    waiting: Sequence[str]

    @property
    def folder(self) -> Path:
        return self.book.parent


def cost_of(command: Sequence[str | Path], allowed: Sequence[int] = (0, 1, 3)) -> Cost:
    """Runs a command to its end and takes what it and its children cost; ends the benchmark when it fails."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        child = subprocess.Popen([str(part) for part in command], stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in allowed:
            said.seek(0)
            raise SystemExit(f"{' '.join(map(str, command))}\n{said.read().decode(errors='replace')[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024)


def _environment() -> dict[str, str]:
    """As on an office PC, where byte code was written at the installation."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def clicks(office: Office) -> Iterator[tuple[str, list[str | Path], tuple[int, ...]]]:
    """What is measured, in this order on one office: its name, the arguments of `kecuali`, the exit codes expected."""
    inbox, out = office.folder / "Kotak Masuk Pemindai", office.folder / "hasil"
    scan = [f"--file={inbox / f'berkas {number:02d}.pdf'}" for number in range(1, 41)]
    to_scan, to_list, to_check, to_store, to_report = office.waiting
    minutes = iter(range(1, 60))

    def click(button: str, *more: str, officer: str = DESK) -> list[str | Path]:
        now = f"2026-07-10T08:{next(minutes):02d}"
        return [button, "--book", office.book, "--now", now, "--officer", officer, *more]

    at = "--target"
    yield "receive-decision", click("receive-decision", at, "Nomor Baru 2026", "--yes", officer=PDID), (0,)
    yield "attach-scans, 1 file", click("attach-scans", at, f"{to_scan}.01", scan[0]), (0,)
    yield "attach-scans, 39 files", click("attach-scans", at, to_scan, *scan[1:]), (0,)
    yield "undo-last", click("undo-last", "--yes"), (0,)
    yield "compute-expiry, 16 new", click("compute-expiry"), (0,)
    yield "compute-expiry, nothing new", click("compute-expiry"), (0,)
    yield "build-recap", click("build-recap", at, to_list, "--yes"), (0,)
    check = click("check-recap", at, to_check, "--verdict", "setuju", "--yes", officer=PDID)
    yield "check-recap", check, (0,)
    yield "store-documents", click("store-documents", at, to_store, "--yes"), (0,)
    yield "export-disposition", click("export-disposition", at, to_report, "--yes"), (0,)
    yield "email-report", click("email-report", "--yes"), (0,)
    event = ("--event", "disposisi diterima", "--on", "2026-07-09", "--by-whom", "Sekretaris")
    paper = ("--evidence", "Lembar disposisi 41")
    yield "record-event", click("record-event", at, to_report, *event, *paper, "--yes"), (0,)
    mend = ("--kind", "perbaiki isi", "--column", "Tempat Fisik", "--value", "Lemari 3", "--reason", "pindah")
    yield "correct", click("correct", at, f"{to_report}.01", *mend, "--yes", officer=PDID), (0,)
    yield "next-step", click("next-step", at, to_check, "--yes"), (0, 1, 3)
    yield "find-text", click("find-text", "--text", "keterangan nomor 12"), (0,)
    yield "find-text, again", click("find-text", "--text", "keterangan nomor 13"), (0,)
    yield "list-due", click("list-due"), (0,)
    yield "print-covers", click("print-covers"), (0,)
    yield "export-public-list", click("export-public-list", officer=PDID), (0,)
    yield "verify-archive", click("verify-archive", officer=PDID), (0, 1)
    yield "restore-backup, the list", click("restore-backup", officer=PDID), (0,)
    yield "self-test", click("self-test"), (0, 1)
    yield "due", ["due", "--book", office.book, "--on", "2026-07-10"], (3,)
    yield "find", ["find", "keterangan nomor 12", "--book", office.book], (0,)
    yield "cover-sheets", ["cover-sheets", "--book", office.book, "--out", out / "sampul.pdf"], (0,)
    special = office.folder / "Folder Khusus"
    yield "rebuild-register", ["rebuild-register", "--folder", special, "--out", out / "baru"], (0, 1)
    yield "upgrade", ["upgrade", "--book", office.book, "--now", "2026-07-10T20:00", "--yes"], (0,)
    yield "consolidate, 1 office", ["consolidate", office.folder, "--out", out / "rekap.xlsx"], (0, 1)


# -- floors --------------------------------------------------------------------------------------------------

REZIP = """
import sys, zipfile, io
book = zipfile.ZipFile(sys.argv[1])
with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as packed:
    for name in book.namelist():
        packed.writestr(name, book.read(name))
"""
HASH_ALL = """
import sys, os, hashlib
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
paths = [os.path.join(place, name) for root in sys.argv[2:] for place, _, names in os.walk(root) for name in names]
if sys.argv[1] == "alone":
    list(map(digest, paths))
else:
    with (ThreadPoolExecutor if sys.argv[1] == "threads" else ProcessPoolExecutor)(2) as pool:
        list(pool.map(digest, paths, chunksize=64))
"""
TABLE = """
import sys, typst
rows = "".join(f"[{n}], [Surat keterangan kesehatan, berkas {n}], [UU 14/2008 Pasal 17 huruf h], [5 tahun], [2031],"
               for n in range(int(sys.argv[1])))
typst.compile(f"#table(columns: 5, {rows})".encode(), output=sys.argv[2])
"""


def floors(office: Office, entries: int) -> dict[str, Cost]:
    """What nobody can go below, or what another program takes for the same."""
    python, folder = sys.executable, office.folder
    places = [folder / "Pindaian", folder / "Folder Khusus"]
    nothing = cost_of([python, "-c", "pass"])
    isal = REZIP.replace(
        "import sys, zipfile, io", "import sys, io\nfrom isal import isal_zlib\nimport zipfile"
    )
    isal = isal.replace(
        "book = ",
        "zipfile.zlib = type('z', (), {**{k: getattr(__import__('zlib'), k) for k in dir(__import__('zlib'))},"
        "'compressobj': lambda *_: isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15),"
        "'decompressobj': lambda *_: isal_zlib.decompressobj(-15)})\nbook = ",
    )
    found = {
        "python -c pass": nothing,
        "unzip + rezip, zlib": _less(cost_of([python, "-c", REZIP, office.book]), nothing),
        "unzip + rezip, ISA-L": _less(cost_of([python, "-c", isal, office.book]), nothing),
        "hashlib, one process": cost_of([python, "-c", HASH_ALL, "alone", *places]),
        "hashlib, two threads": cost_of([python, "-c", HASH_ALL, "threads", *places]),
        "hashlib, two processes": cost_of([python, "-c", HASH_ALL, "processes", *places]),
        "plain Typst table": cost_of([python, "-c", TABLE, str(entries), folder / "tabel.pdf"]),
    }
    if shutil.which("sha256sum"):
        listed = f"find {' '.join(repr(str(place)) for place in places)} -type f -print0"
        found["sha256sum, two at a time"] = cost_of(
            ["sh", "-c", f"{listed} | xargs -0 -n 200 -P 2 sha256sum >/dev/null"]
        )
    bags = [str(path.parent) for path in (folder / "Folder Khusus").glob("*/*/bagit.txt")]
    bagit = "import sys, bagit; [bagit.Bag(path).validate(processes=1) for path in sys.argv[1:]]"
    found["bagit.py, the bags alone"] = cost_of([python, "-c", bagit, *bags])
    return found


def _less(cost: Cost, base: Cost) -> Cost:
    return Cost(max(cost.cpu - base.cpu, 0.001), cost.wall - base.wall, cost.peak)


# -- the figures ---------------------------------------------------------------------------------------------


def made(folder: Path, entries: int, scan_bytes: int) -> Office:
    """An office with so many entries, made in a process of its own unless it is there already."""
    if not folder.exists():
        code = "import sys; from pathlib import Path; from lived_in_offices import make_lived_in_office as make\n"
        code += "make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))"
        arguments = [sys.executable, "-c", code, str(folder), str(entries), str(scan_bytes)]
        subprocess.run(arguments, check=True, env={**os.environ, "PYTHONPATH": str(HERE)})
    book = next(path for path in sorted(folder.glob("*.xlsm")) if not path.name.startswith("~"))
    return Office(book, (folder / "menunggu.txt").read_text().split())


def measure(office: Office, only: Sequence[str]) -> dict[str, Cost]:
    """The cost of each click on a copy of the office."""
    found = {}
    with tempfile.TemporaryDirectory(dir=office.folder.parent) as temporary:
        copy = Path(temporary) / "kantor"
        shutil.copytree(office.folder, copy)
        (copy / "hasil").mkdir()
        worked = Office(copy / office.book.name, office.waiting)
        for name, arguments, codes in clicks(worked):
            if not only or any(name.startswith(each) for each in only):
                found[name] = cost_of([sys.executable, "-m", "xl_macros.cli", *arguments], codes)
    return found


def checked_against_hashing(cost: dict[str, Cost], floor: dict[str, Cost]) -> str:
    """Periksa Keutuhan against hashing the same files, in words."""
    whole = cost["verify-archive"]
    hashed = [each for name, each in floor.items() if name.startswith("hashlib")]
    cpu, wall = min(each.cpu for each in hashed), min(each.wall for each in hashed)
    return (
        f"Periksa Keutuhan takes {whole.wall / wall:.2f} times the quickest hashlib loop by the clock, "
        f"{whole.cpu / cpu:.2f} times the cheapest in processor time, {whole.cpu - cpu:.2f} s more"
    )


def lines_of(sizes: Sequence[int], costs: dict[int, dict[str, Cost]], rezip: float) -> Iterator[list[str]]:
    """A line for each click: processor seconds by size, growth, times the floor, and the peak at the largest."""
    small, large = sizes[0], sizes[-1]
    for name in costs[large]:
        cpu = [costs[size][name].cpu for size in sizes]
        yield [
            name,
            *(f"{seconds:.2f}" for seconds in cpu),
            exponent(sizes[1:], [each - costs[small][name].cpu for each in cpu[1:]]),
            f"{(cpu[-1] - cpu[0]) / rezip:.1f}",
            f"{costs[large][name].peak / 1e6:.0f}",
        ]


def exponent(sizes: Sequence[int], beyond: Sequence[float]) -> str:
    """The growth of what a click takes beyond start-up between the second and the largest size."""
    if len(sizes) < 2 or beyond[0] <= 0.02 or beyond[-1] <= 0.02:
        return "-"
    return f"{math.log(beyond[-1] / beyond[0]) / math.log(sizes[-1] / sizes[0]):.2f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--scan-bytes", type=int, default=20_000)
    parser.add_argument("--only", nargs="+", default=[], help="the clicks whose names begin so")
    parser.add_argument("--keep", type=Path, help="where the offices are made, and found again")
    options = parser.parse_args(arguments)
    sizes = sorted(options.entries)
    compile_all()
    with tempfile.TemporaryDirectory() as temporary:
        place = (options.keep or Path(temporary)).absolute()
        place.mkdir(parents=True, exist_ok=True)
        offices = {size: made(place / f"kantor-{size}", size, options.scan_bytes) for size in sizes}
        costs = {size: measure(office, options.only) for size, office in offices.items()}
        floor = {size: floors(office, size) for size, office in offices.items()}
    rezip = floor[sizes[-1]]["unzip + rezip, zlib"].cpu
    columns = ["click", *(f"{size:,}" for size in sizes), "exponent", "beyond start-up, of rezip", "peak MB"]
    print_table(columns, lines_of(sizes, costs, rezip))
    print()
    lines = (
        [name, *(f"{floor[size][name].cpu:.3f} ({floor[size][name].wall:.3f})" for size in sizes)]
        for name in floor[sizes[-1]]
    )
    print_table(["floor, processor (clock) seconds", *(f"{size:,}" for size in sizes)], lines)
    print()
    for size in sizes:
        if "verify-archive" in costs[size]:
            print(f"{size:,} entries: {checked_against_hashing(costs[size], floor[size])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
