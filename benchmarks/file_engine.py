"""The button cycle over the file engine: open, read the register, compute, recap, write derived columns, save.

    python benchmarks/file_engine.py [--rows 1000 10000 100000] [--repeat 5] [--no-peers]

Every peer does the same work: reads all values of the register from the file, hands each row to the product's
own assessment of exemptions (from cold: nothing is kept from an earlier run), groups the outcomes into the
recap's counts, writes the derived columns back and saves. What differs is reading and saving. The floor
unpacks and packs the same file (`zipfile`, zlib's default level) and computes nothing.

Medians of runs in fresh processes, interleaved, on one machine in one go; importing the libraries is not
counted. Peak memory is the largest resident size of the process less that of one that only imports the same
libraries. 100,000 rows take minutes with openpyxl and pandas.
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
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from xl_macros.domain.expiry import Assessor, Decision, Entry, Outcome
from xl_macros.domain.legal_basis import seed_legal_bases
from xl_macros.domain.working_time import OfficeCalendar, seed_working_hours

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
BASIS_AT, PERIOD_AT, DECIDED_AT = 2, 3, 5
"""Where the register has a legal basis, the wording of a period, and the day of the decision (0-based)."""

ON = dt.date(2026, 8, 24)
STATUSES = ("● berlaku", "▲ segera berakhir", "■ berakhir", "◆ menunggu peristiwa")


def kinds(columns: int) -> str:
    """What the columns hold: t text, s status, d date, n number; the last four sevenths are derived."""
    return ("tttttdtssttdttts" + "ddstttnttttsddttdtnn" * 2)[:columns]


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
                    day = row // 16 if column == DECIDED_AT else row  # sixteen entries a decision
                    moment = dt.datetime(2020, 1, 1) + dt.timedelta(day % 2000)
                    sheet.write_datetime(row + 4, column, moment, date)
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
    if column == BASIS_AT:
        return f"UU 14/2008 Pasal 17 huruf {'abcdefghij'[row // 16 % 10]}"
    if column % 3 == 1:
        return " ".join(random.choices(WORDS, k=12))  # noqa: S311 - sample data
    return f"{row // 16 % 7 + 1} tahun sejak ditetapkan"


def derived(rows: Sequence[Sequence[Any]], columns: int) -> tuple[int, list[list[Any]]]:
    """The first derived column and its block: each row assessed as the product does, then counted for the recap."""
    assessor = Assessor(
        on=ON,
        calendar=OfficeCalendar(seed_working_hours(), frozenset(), frozenset(), frozenset()),
        legal_bases=seed_legal_bases(),
        warn_days=90,
    )
    first = columns * 3 // 7
    # What a kind of column gets of an outcome; several columns of a kind get the same.
    makers: dict[str, Callable[[Outcome], Any]] = {
        "d": lambda outcome: outcome.end_on and dt.datetime.combine(outcome.end_on, dt.time()),
        "n": lambda outcome: float(outcome.period.length or 0),
        "s": lambda outcome: f"{outcome.status.symbol} {outcome.status.value}",
        "t": lambda outcome: outcome.explanation,
    }
    chosen = [makers[kind] for kind in kinds(columns)[first:]]
    keys = [(row[BASIS_AT], row[PERIOD_AT], row[DECIDED_AT]) for row in rows]
    groups: Counter[tuple[Any, ...]] = Counter()
    made: dict[tuple[Any, ...], list[Any]] = {}
    for key, count in Counter(keys).items():  # as the product does: alike rows are worked out once
        decision = Decision(number="1", decided_on=key[2].date(), date_text=None)
        outcome = assessor.assess(Entry(code="", legal_basis=key[0], period_text=key[1], decision=decision))
        made[key] = [make(outcome) for make in chosen]
        groups[outcome.status, outcome.end_on.year if outcome.end_on else None] += count
    block = [made[key] for key in keys]
    assert sum(groups.values()) == len(rows)
    return first, block


# -- the workers, each in a process of its own -------------------------------------------------------------


def cycle_file_engine(path: Path, columns: int) -> None:
    from xl_macros.file_engine import open_book

    book = open_book(path)
    sheet = book.sheets["Register"]
    body = sheet.tables["tblRegister"].data_body_range
    first, block = derived(body.raw_value, columns)
    sheet.range((body.row, first + 1), (body.row + len(block) - 1, columns)).raw_value = block
    book.save()
    book.close()


def cycle_openpyxl(path: Path, columns: int) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book["Register"]
    first, block = derived([list(row) for row in sheet.iter_rows(min_row=5, values_only=True)], columns)
    for number, values in enumerate(block, 5):
        for column, value in enumerate(values, first + 1):
            sheet.cell(number, column).value = value
    book.save(path)


def cycle_pandas(path: Path, columns: int) -> None:
    import pandas as pd

    frame = pd.read_excel(path, sheet_name="Register", header=3)
    first, block = derived(list(frame.itertuples(index=False, name=None)), columns)
    derived_frame = pd.DataFrame(block, columns=frame.columns[first:])
    frame = pd.concat([frame.iloc[:, :first], derived_frame], axis=1)
    with pd.ExcelWriter(path, engine="openpyxl", mode="a", if_sheet_exists="replace") as writer:
        frame.to_excel(writer, sheet_name="Register", startrow=3, index=False)


def cycle_rezip(path: Path, _columns: int = 0) -> None:
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info, old.read(info))
    target.replace(path)


def open_only(path: Path, _columns: int = 0) -> None:
    from xl_macros.file_engine import open_book

    open_book(path).close()


def nothing(_path: Path, _columns: int = 0) -> None:
    """Costs what the imports cost: the base of the memory figures."""


WORKERS = {
    "rezip": (cycle_rezip, []),
    "file engine": (cycle_file_engine, ["engine"]),
    "openpyxl": (cycle_openpyxl, ["openpyxl"]),
    "pandas": (cycle_pandas, ["openpyxl", "pandas"]),
    "open only": (open_only, ["engine"]),
    "base": (nothing, ["engine"]),
    "base openpyxl": (nothing, ["openpyxl"]),
    "base pandas": (nothing, ["openpyxl", "pandas"]),
}


def work(name: str, path: Path, columns: int) -> None:
    """Runs one cycle in this process and prints its seconds and the peak of its memory in bytes."""
    cycle, libraries = WORKERS[name]
    for library in libraries:
        if library == "engine":
            from xl_macros.light_import import import_xlwings

            import_xlwings()
            for module in ("engine",):
                import_module(f"xl_macros.file_engine.{module}")  # so that the cycle need not
        else:
            __import__(library)
    # Imports what the assessment imports; a wording that no row of the register has.
    derived([["", "", "UU 14/2008 Pasal 17 huruf a", "99 hari", "", dt.datetime(2020, 1, 1)]], columns)
    start = time.perf_counter()
    cycle(path, columns)
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
                command = [sys.executable, __file__, "--worker", name, str(path), str(columns)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                runs[name].append(json.loads(done.stdout))
    return {
        name: (
            statistics.median(run["seconds"] for run in found),
            int(statistics.median(run["bytes"] for run in found)),
        )
        for name, found in runs.items()
    }


def lines_of(rows: int, columns: int, figures: dict[str, tuple[float, int]]) -> list[list[str]]:
    """The table's lines for one size: the cycle's ratios to the floor and to each peer, and of its memory."""
    floor, (engine, peak) = figures["rezip"][0], figures["file engine"]
    peak -= figures["base"][1]
    line = [f"{rows:,} x {columns}", f"{engine:.3f} s", f"{engine / floor:.2f}"]
    for name in ("openpyxl", "pandas"):
        if name in figures:
            seconds, size = figures[name]
            line += [f"{seconds / engine:.1f}", f"{peak / (size - figures[f'base {name}'][1]):.2f}"]
        else:
            line += ["-", "-"]
    return [[*line, f"{peak / 1e6:.0f} MB", f"{figures['open only'][0] * 1000:.1f} ms"]]


HEADINGS = (
    *("rows x columns", "file engine", "of unzip + rezip", "openpyxl takes times", "memory of openpyxl's"),
    *("pandas takes times", "memory of pandas'", "peak memory", "open only"),
)


def print_table(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """A markdown table, line by line as its figures come."""
    print("| " + " | ".join(headings) + " |")
    print("|---" + "|---:" * (len(headings) - 1) + "|", flush=True)
    for line in lines:
        print("| " + " | ".join(line) + " |", flush=True)


def main() -> None:
    if sys.argv[1:2] == ["--worker"]:
        name, path, columns = sys.argv[2:]
        work(name, Path(path), int(columns))
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument(
        "--no-peers", action="store_true", help="without openpyxl and pandas, which take long"
    )
    arguments = parser.parse_args()
    names = ["rezip", "file engine", "open only", "base"]
    if not arguments.no_peers:
        names += ["openpyxl", "base openpyxl", "pandas", "base pandas"]
    print_table(
        HEADINGS, (line for rows in arguments.rows for line in _measured(rows, names, arguments.repeat))
    )


def _measured(rows: int, names: list[str], repeat: int) -> list[list[str]]:
    columns = NARROW if rows >= 100_000 else WIDE
    return lines_of(rows, columns, measure(rows, columns, names, repeat))


if __name__ == "__main__":
    main()
