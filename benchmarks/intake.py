"""Taking in 100 scanned PDFs of 10 pages, against hashing and copying the same bytes; all in one run, by turns.

Four ways over the same files: the floor (one pass that hashes and copies to the disk); the floor plus qpdf's full
syntax check, which decodes each page's picture once; the same in two
processes side by side; and `take_in` itself, which also reads its copy back, looks for active content and works
in limited processes. Medians of wall time and of processor time; ratios to the floor; the most memory that this
process and a parsing process had.

Stated: within 16 times hashing and copying in processor time where a core hashes 900 MB/s (SHA instructions; fewer
times where hashing is slower), on the wall of two idle cores about half of that; and no more than what qpdf's check
alone costs in two processes. Other work on the machine stretches the wall's ratio, since the floor waits for the disk.
Where it goes: hashing and copying a page of 230 kB takes 0.26 ms; unpacking its JPEG's coded data, without which
damage inside a picture is not seen, 2.2 ms (`xl_macros/scans/jpeg_look.py`), nine times the floor. qpdf draws the
picture besides.
Run: python benchmarks/intake.py [--files 100] [--pages 10] [--runs 3]
"""

from __future__ import annotations

import argparse
import io
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import img2pdf
import pikepdf

from xl_macros.places.copying import copy_hashed
from xl_macros.scans.intake import Accepted, take_in
from xl_macros.scans.sources import Waiting
from xl_macros.scans.specimen import make_scan_page

MEGABYTE = 1_000_000
_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes per unit of ru_maxrss."""


@dataclass(frozen=True)
class Cost:
    """Seconds on the wall and of processors (this process and its children)."""

    wall: float
    processor: float


def make_files(folder: Path, files: int, pages: int) -> int:
    """Scans of A4 at 150 dpi with the grain of a scanner; no two files are equal. Returns their bytes."""
    pictures = []
    for seed in range(pages + 2):
        buffer = io.BytesIO()
        make_scan_page(["Contoh", f"halaman {seed}"], seed=seed).save(buffer, "JPEG", quality=72)
        pictures.append(buffer.getvalue())
    size = 0
    for number in range(files):
        chosen = [pictures[(number + page) % len(pictures)] for page in range(pages)]
        raw = img2pdf.convert(chosen, nodate=True, engine=img2pdf.Engine.pikepdf)
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            pdf.docinfo["/Title"] = f"Pindaian {number}"
            pdf.save(folder / f"pindaian {number:03d}.pdf")
        size += (folder / f"pindaian {number:03d}.pdf").stat().st_size
    return size


def floor(sources: Sequence[Path], target: Path) -> None:
    for source in sources:
        copy_hashed(source, target / source.name)


def floor_and_check(sources: Sequence[Path], target: Path) -> None:
    for source in sources:
        copy_hashed(source, target / source.name)
        with pikepdf.open(target / source.name, attempt_recovery=False) as pdf:
            assert not pdf.check_pdf_syntax()
            assert not pdf.get_warnings()


def two_processes(sources: Sequence[Path], target: Path) -> None:
    with ProcessPoolExecutor(2) as processes:
        list(processes.map(checked, sources, [target] * len(sources)))


def checked(source: Path, target: Path) -> None:
    floor_and_check([source], target)


def intake(sources: Sequence[Path], target: Path) -> None:
    results = take_in(sources, target, known={}, waiting=Waiting(seconds=0.0))
    assert all(isinstance(result, Accepted) for result in results), results


def cost_of(way: Callable[[Sequence[Path], Path], None], sources: Sequence[Path], target: Path) -> Cost:
    target.mkdir()
    wall, processor = time.monotonic(), processor_seconds()
    way(sources, target)
    cost = Cost(time.monotonic() - wall, processor_seconds() - processor)
    shutil.rmtree(target)
    return cost


def processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args(arguments)
    ways = {
        "hash and copy": floor,
        "hash, copy, full check": floor_and_check,
        "the same, two processes": two_processes,
        "take_in": intake,
    }
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "sumber"
        folder.mkdir()
        size = make_files(folder, given.files, given.pages)
        sources = sorted(folder.iterdir())
        memory_before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(given.runs):
            for label, way in ways.items():
                costs[label].append(cost_of(way, sources, Path(name) / "sasaran"))
    print(
        f"{given.files} files of {given.pages} pages, {size / MEGABYTE:.0f} MB, median of {given.runs} runs by turns\n"
    )
    print("| way | wall s | processor s | wall ratio | processor ratio | MB/s |")
    print("|---|---|---|---|---|---|")
    base = median(costs["hash and copy"])
    for label, measured in costs.items():
        cost = median(measured)
        print(
            f"| {label} | {cost.wall:.2f} | {cost.processor:.2f} | {cost.wall / base.wall:.1f} "
            f"| {cost.processor / base.processor:.1f} | {size / MEGABYTE / cost.wall:.0f} |"
        )
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory_before
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"\nmemory: this process grew by {grown * _UNIT / MEGABYTE:.0f} MB", end=", ")
    print(f"the largest parsing process had {child * _UNIT / MEGABYTE:.0f} MB")
    return 0


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.wall for cost in costs), statistics.median(cost.processor for cost in costs)
    )


if __name__ == "__main__":
    sys.exit(main())
