"""A real click over the file engine on offices of many rows, against unpacking and packing the same workbook.

    python benchmarks/button_cycle.py [--rows 1000 10000] [--repeat 3] [--no-openpyxl]

A click is all that a button does: lock, recovery look, reading the tables, the backup copy, the domain's work on every
row, home sheet, journal, save, flushed to the disk. `compute-expiry` is measured twice: the first click, which fills
every row, and the second, which finds nothing to write. Peers over the same file: `zipfile` unpacking and packing it,
and openpyxl loading and saving it without looking at a cell. Medians of runs in fresh processes by turns; imports of
the product count for the clicks (staff wait for them too), imports of the peers do not.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from file_engine import cycle_rezip, peak_bytes
from offices import DESK, make_filled_office

NOW = datetime(2026, 8, 24, 10, 0)


def click(book: Path, button: str) -> None:
    from xl_macros.cli import run_button
    from xl_macros.office import Answers

    outcome = run_button(book, button, Answers(officer=DESK, confirmed=True), NOW, lambda *_: None)
    assert outcome.ok, outcome.text


def first_compute(book: Path) -> None:
    click(book, "compute-expiry")


def build_recap(book: Path) -> None:
    click(book, "build-recap")


def openpyxl_cycle(book: Path) -> None:
    import openpyxl

    openpyxl.load_workbook(book, keep_vba=True).save(book)


WORKERS = {
    "unzip + rezip": lambda book: cycle_rezip(book, 0, []),
    "compute-expiry": first_compute,
    "compute-expiry again": first_compute,
    "build-recap": build_recap,
    "openpyxl load + save": openpyxl_cycle,
}
FRESH = ("compute-expiry",)
"""Clicks measured on an office in which nothing was computed yet; the others on one where that was done."""


def work(name: str, book: Path) -> None:
    if name.startswith("openpyxl"):
        import openpyxl  # noqa: F401 - the peer's import is not counted
    start = time.perf_counter()
    WORKERS[name](book)
    print(json.dumps({"seconds": time.perf_counter() - start, "bytes": peak_bytes()}))


def measure(rows: int, repeat: int, names: list[str]) -> dict[str, tuple[float, float]]:
    """Median seconds and peak megabytes of each worker."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        fresh = make_filled_office(Path(folder) / "baru", rows)
        computed = Path(shutil.copytree(fresh.parent, Path(folder) / "terhitung")) / fresh.name
        first_compute(computed)
        for _ in range(repeat):
            for name in names:
                target = Path(folder) / "kantor"
                shutil.copytree((fresh if name in FRESH else computed).parent, target)
                command = [sys.executable, __file__, "--worker", name, str(target / fresh.name)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                runs[name].append(json.loads(done.stdout))
                shutil.rmtree(target)
    return {
        name: (
            statistics.median(run["seconds"] for run in found),
            statistics.median(run["bytes"] for run in found) / 1e6,
        )
        for name, found in runs.items()
    }


def main() -> None:
    if sys.argv[1:2] == ["--worker"]:
        work(sys.argv[2], Path(sys.argv[3]))
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-openpyxl", action="store_true", help="without the slow peer")
    given = parser.parse_args()
    names = [name for name in WORKERS if not (given.no_openpyxl and name.startswith("openpyxl"))]
    print("| rows | what | seconds | of unzip + rezip | peak MB |\n|---:|---|---:|---:|---:|")
    for rows in given.rows:
        figures = measure(rows, given.repeat, names)
        floor = figures["unzip + rezip"][0]
        for name, (seconds, megabytes) in figures.items():
            print(f"| {rows:,} | {name} | {seconds:.2f} | {seconds / floor:.1f} | {megabytes:.0f} |")


if __name__ == "__main__":
    main()
