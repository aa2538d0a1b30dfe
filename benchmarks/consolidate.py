"""A simulated country: the workbooks of 552 offices with 2,000 entries each in one recap.

    python benchmarks/consolidate.py [--offices 552] [--rows 2000] [--processes 2] [--sample 8]

Ratios of the wall time of `consolidate` to its floor, taken in the same run: the same processes reading the same files'
tables with python-calamine and doing nothing with them. On a sample: one process against two, and pandas over openpyxl
reading the register sheets one after the other. Peak memory of the parent and of the largest worker.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from offices import make_filled_office

from xl_macros.commands.consolidate import consolidate
from xl_macros.file_engine import open_book
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import REGISTER, SETTINGS

ON = date(2026, 9, 1)


def make_country(folder: Path, offices: int, rows: int) -> None:
    """One office is made; the others are it under other names, which is all that distinguishes them."""
    first = make_filled_office(folder / "asal", rows)
    for number in range(offices):
        target = folder / "negeri" / f"{number:03d}" / first.name
        target.parent.mkdir(parents=True)
        shutil.copyfile(first, target)
        book = open_book(target)
        tables = TableStore(book)
        settings = tables.rows(SETTINGS)
        settings[0]["value"] = f"KPU Kabupaten {number:03d}"
        tables.put(SETTINGS, settings)
        tables.write_changes()
        book.save()
        book.close()


def read_with_calamine(path: Path) -> int:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in (REGISTER.sheet, "Keputusan"))


def floor(files: list[Path], processes: int) -> None:
    with ProcessPoolExecutor(processes) as pool:
        for count in pool.map(read_with_calamine, files, chunksize=1):
            assert count > 1


def with_pandas(files: list[Path]) -> None:
    import pandas as pd

    for path in files:
        assert len(pd.read_excel(path, sheet_name=REGISTER.sheet, header=3, engine="openpyxl")) > 1


def product(folder: Path, processes: int) -> None:
    out = folder.parent / f"rekap {time.monotonic_ns()}.xlsx"
    with contextlib.redirect_stdout(io.StringIO()):
        assert consolidate(folder, out, ON, processes=processes) == 0


def seconds(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--offices", type=int, default=552)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--sample", type=int, default=8)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_country(folder, given.offices, given.rows)
        country = folder / "negeri"
        files = sorted(country.rglob("*.xlsm"))
        base = seconds(lambda: floor(files, given.processes))
        taken = seconds(lambda: product(country, given.processes))
        parent, worker = (
            resource.getrusage(who).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        sample = folder / "contoh"
        for path in files[: given.sample]:
            shutil.copytree(path.parent, sample / path.parent.name)
        one, two = seconds(lambda: product(sample, 1)), seconds(lambda: product(sample, given.processes))
        pandas_taken = seconds(lambda: with_pandas(sorted(sample.rglob("*.xlsm"))))
    print(f"{given.offices} offices of {given.rows:,} entries, {given.processes} processes\n")
    print("| what | seconds | ratio |\n|---|---:|---|")
    print(f"| calamine reads the two tables | {base:.1f} | 1 |")
    print(f"| consolidate | {taken:.1f} | {taken / base:.1f} of that |")
    print(f"| {given.sample} offices, 1 process | {one:.1f} | 1 |")
    print(
        f"| {given.sample} offices, {given.processes} processes | {two:.1f} | {one / two:.1f} times as fast |"
    )
    print(
        f"| {given.sample} offices, pandas reads one sheet each | {pandas_taken:.1f} | {pandas_taken / one:.1f} |"
    )
    print(f"\npeak memory: parent {parent:.0f} MB, largest worker {worker:.0f} MB")


if __name__ == "__main__":
    main()
