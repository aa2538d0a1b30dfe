"""The button cycle over the file engine: open, read a register, write derived columns back, save.

    python benchmarks/file_engine.py [--rows 1000 10000 100000] [--repeat 5] [--no-peers]

Each figure is the median of runs in fresh processes, interleaved, on one machine in one go; imports are not
counted. Printed are ratios: to unpacking and packing the same file (the floor: `zipfile` with zlib's default
level), to the same cycle with openpyxl, and with pandas over openpyxl. Peak memory is the largest resident size
of the process less that of one that only imports the same libraries. 100,000 rows take minutes with openpyxl.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

WIDE, NARROW = 35, 20
"""Columns: the register has 35; at 100,000 rows the figure is taken with 20."""

WORDS = (
    *(
        "informasi",
        "dokumen",
        "calon",
        "anggota",
        "sengketa",
        "rapat",
        "pleno",
        "berita",
        "acara",
        "keputusan",
    ),
    *("komisi", "pemilihan", "umum", "kabupaten", "data", "pribadi", "rekam", "medis", "surat", "keterangan"),
)
STATUSES = ("● berlaku", "▲ segera berakhir", "■ berakhir", "◆ menunggu peristiwa")


def kinds(columns: int) -> str:
    """What the columns hold: t text, s status, d date, n number; the last four sevenths are derived."""
    return ("tttttttssttdttts" + "ddstttnttttsddttdtnn" * 2)[:columns]


def make_register(path: Path, rows: int, columns: int) -> None:
    """A register as the product keeps it: one table, text, dates, numbers, empty cells that have a style."""
    import xlsxwriter

    random.seed(rows)
    with xlsxwriter.Workbook(str(path), {"constant_memory": False}) as book:
        sheet = book.add_worksheet("Register")
        book.add_worksheet("Lain").write("A1", "x")
        text = book.add_format({"num_format": "@", "text_wrap": True})
        date, number = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "0"})
        for row in range(rows):
            for column, kind in enumerate(kinds(columns)):
                if kind == "d":
                    sheet.write_datetime(
                        row + 4, column, dt.datetime(2020, 1, 1) + dt.timedelta(row % 2000), date
                    )
                elif kind == "n":
                    sheet.write_number(row + 4, column, row % 977, number)
                elif column % 5 == 4 and row % 3 == 0:
                    sheet.write_blank(row + 4, column, None, text)
                else:
                    sheet.write_string(row + 4, column, _text(row, column, kind), text)
        header = [{"header": f"Kolom {column + 1}"} for column in range(columns)]
        sheet.add_table(3, 0, rows + 3, columns - 1, {"name": "tblRegister", "columns": header})


def _text(row: int, column: int, kind: str) -> str:
    if kind == "s":
        return random.choice(STATUSES)  # noqa: S311 - sample data
    if column == 0:
        return f"B-2025-{row:05d}.01"
    if column % 3 == 1:
        return " ".join(random.choices(WORDS, k=12))  # noqa: S311 - sample data
    return f"{row % 7 + 1} tahun sejak ditetapkan"


def derived(rows: list[list[Any]], columns: int) -> tuple[int, list[list[Any]]]:
    """The first derived column and its block: what a button would compute, cheaply."""
    first = columns * 3 // 7
    today = dt.datetime(2026, 8, 24)
    makers: dict[str, Callable[[int], Any]] = {
        "d": lambda row: today + dt.timedelta(row % 900),
        "n": lambda row: float(row % 31),
        "s": lambda row: STATUSES[row % 4],
        "t": lambda row: None if row % 5 == 0 else f"berakhir {row % 900} hari lagi menurut ketetapan",
    }
    chosen = [makers[kind] for kind in kinds(columns)[first:]]
    return first, [[make(row) for make in chosen] for row in range(len(rows))]


# -- the workers, each in a process of its own -------------------------------------------------------------


def cycle_file_engine(path: Path, columns: int, block: list[list[Any]]) -> None:
    from xl_macros.file_engine import open_book

    book = open_book(path)
    sheet = book.sheets["Register"]
    body = sheet.tables["tblRegister"].data_body_range
    rows = body.raw_value
    first = columns * 3 // 7
    assert len(rows) == len(block)
    sheet.range((body.row, first + 1), (body.row + len(block) - 1, columns)).raw_value = block
    book.save()
    book.close()


def cycle_openpyxl(path: Path, columns: int, block: list[list[Any]]) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book["Register"]
    rows = [list(row) for row in sheet.iter_rows(min_row=5, values_only=True)]
    first = columns * 3 // 7
    assert len(rows) == len(block)
    for number, values in enumerate(block, 5):
        for column, value in enumerate(values, first + 1):
            sheet.cell(number, column).value = value
    book.save(path)


def cycle_pandas(path: Path, columns: int, block: list[list[Any]]) -> None:
    import pandas as pd

    frame = pd.read_excel(path, sheet_name="Register", header=3)
    first = columns * 3 // 7
    derived_frame = pd.DataFrame(block, columns=frame.columns[first:])
    frame = pd.concat([frame.iloc[:, :first], derived_frame], axis=1)
    with pd.ExcelWriter(path, engine="openpyxl", mode="a", if_sheet_exists="replace") as writer:
        frame.to_excel(writer, sheet_name="Register", startrow=3, index=False)


def cycle_rezip(path: Path, _columns: int, _block: list[list[Any]]) -> None:
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info, old.read(info))
    target.replace(path)


def open_only(path: Path, _columns: int, _block: list[list[Any]]) -> None:
    from xl_macros.file_engine import open_book

    open_book(path).close()


def nothing(_path: Path, _columns: int, _block: list[list[Any]]) -> None:
    """Costs what the imports and the block cost: the base of the memory figures."""


WORKERS = {
    "rezip": (cycle_rezip, []),
    "file engine": (cycle_file_engine, ["engine"]),
    "openpyxl": (cycle_openpyxl, ["openpyxl"]),
    "pandas": (cycle_pandas, ["openpyxl", "pandas"]),
    "open": (open_only, ["engine"]),
    "base": (nothing, ["engine"]),
    "base openpyxl": (nothing, ["openpyxl"]),
    "base pandas": (nothing, ["openpyxl", "pandas"]),
}


def work(name: str, path: Path, rows: int, columns: int) -> None:
    """Runs one cycle in this process and prints its seconds and the peak of its memory in bytes."""
    cycle, libraries = WORKERS[name]
    for library in libraries:
        if library == "engine":
            from xl_macros.light_import import import_xlwings

            import_xlwings()
            import xl_macros.file_engine.engine  # noqa: F401 - so that the cycle need not
        else:
            __import__(library)
    block = derived([[]] * rows, columns)[1] if name != "rezip" else []
    start = time.perf_counter()
    cycle(path, columns, block)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "bytes": peak_bytes()}))


def peak_bytes() -> int:
    """The largest resident size of this process; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():  # getrusage would count the process that started this one
        return 0
    lines = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024


# -- the figures -------------------------------------------------------------------------------------------


def measure(rows: int, columns: int, names: list[str], repeat: int) -> dict[str, tuple[float, int]]:
    """Median seconds and peak bytes of each worker."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        original = Path(folder) / "asal.xlsx"
        make_register(original, rows, columns)
        for _ in range(repeat):
            for name in names:
                path = Path(folder) / "buku.xlsx"
                path.write_bytes(original.read_bytes())
                command = [sys.executable, __file__, "--worker", name, str(path), str(rows), str(columns)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                runs[name].append(json.loads(done.stdout))
    return {
        name: (
            statistics.median(run["seconds"] for run in found),
            int(statistics.median(run["bytes"] for run in found)),
        )
        for name, found in runs.items()
    }


def report(rows: int, columns: int, figures: dict[str, tuple[float, int]]) -> None:
    """One block of lines for one size."""
    floor, engine = figures["rezip"][0], figures["file engine"][0]
    print(f"\n{rows:,} rows x {columns} columns")
    print(f"  open only            {figures['open'][0] * 1000:8.1f} ms")
    print(f"  unzip + rezip        {floor:8.3f} s    1.00")
    print(f"  file engine          {engine:8.3f} s    {engine / floor:.2f} of unzip + rezip")
    for name in ("openpyxl", "pandas"):
        if name in figures:
            seconds = figures[name][0]
            print(f"  {name:20} {seconds:8.3f} s    {seconds / engine:.1f} times the file engine")
    own = figures["file engine"][1] - figures["base"][1]
    print(f"  peak memory          {own / 1e6:8.1f} MB   file engine")
    for name in ("openpyxl", "pandas"):
        if name in figures:
            peer = figures[name][1] - figures[f"base {name}"][1]
            print(
                f"  peak memory          {peer / 1e6:8.1f} MB   {name}: the file engine needs {own / peer:.2f} of it"
            )


def main() -> None:
    if sys.argv[1:2] == ["--worker"]:
        name, path, rows, columns = sys.argv[2:]
        work(name, Path(path), int(rows), int(columns))
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument(
        "--no-peers", action="store_true", help="without openpyxl and pandas, which take long"
    )
    arguments = parser.parse_args()
    names = ["rezip", "file engine", "open", "base"]
    if not arguments.no_peers:
        names += ["openpyxl", "base openpyxl", "pandas", "base pandas"]
    for rows in arguments.rows:
        columns = NARROW if rows >= 100_000 else WIDE
        report(rows, columns, measure(rows, columns, names, arguments.repeat))


if __name__ == "__main__":
    main()
