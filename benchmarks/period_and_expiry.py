"""Reading and assessing register rows, against only reading the same rows; medians of processor time, all in one run.

Three registers are made: one like a real office's (decisions of ten items that share wording and legal basis),
one in which every row is a decision of its own, and a smaller one in which every wording is new as well, so that
nothing computed serves twice. Floors: the rows read from a csv file with their dates parsed, and
from a workbook with python-calamine, the fastest reader at hand. A ratio of 1.0 would mean that assessing is
free. Run: python benchmarks/period_and_expiry.py [--rows 100000] [--new-wordings 5000]
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import python_calamine
import xlsxwriter

from xl_macros.domain.expiry import Decision, Entry, Event, EventKind, assess
from xl_macros.domain.legal_basis import seed_legal_bases
from xl_macros.domain.period import read_period
from xl_macros.domain.working_time import OfficeCalendar, calendar_from_rows, seed_working_hours
from xl_macros.places.resources import data_file

ON = date(2026, 1, 5)
WARN_DAYS = 90
HEADER = (
    "code",
    "information",
    "legal_basis",
    "period_text",
    "decision",
    "decided_on",
    "event",
    "happened_on",
    "proof",
)
LAWS = tuple(f"UU 14/2008 Pasal 17 huruf {letter}" for letter in "abcdefghij")
DAYS = 20 * 365


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--new-wordings", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--markdown", action="store_true", help="as a table for README")
    given = parser.parse_args(arguments)
    registers = {
        "as in an office": office_register(given.rows),
        "each its own decision": single_register(given.rows),
        "each its own wording": new_wordings(given.new_wordings),
    }
    lines: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as temporary:
        for name, rows in registers.items():
            lines += measure(name, list(rows), Path(temporary), given.runs)
    print_lines(lines, markdown=given.markdown)
    return 0


# -- the registers ---------------------------------------------------------------------------------------------


def wordings() -> list[str]:
    """The wordings of the field that come with the package."""
    with data_file("period_wordings.csv").open(encoding="utf-8", newline="") as file:
        return [row["wording"] for row in csv.DictReader(file)]


def office_register(count: int) -> Iterator[tuple[str, ...]]:
    """Ten items a decision, one decision in ten with an event on its rows."""
    chance = random.Random(731)  # noqa: S311 - made-up rows, no secret
    known = wordings()
    for number in range(count // 10):
        decided_on = date(2006, 1, 1) + timedelta(days=chance.randrange(DAYS))
        shared = (
            chance.choice(LAWS),
            chance.choice(known),
            f"{number}/Kpts/KPU/{decided_on.year}",
            decided_on.isoformat(),
        )
        event = (
            ("persetujuan tertulis", "2025-12-01", f"Surat {number}") if number % 10 == 0 else ("", "", "")
        )
        for item in range(10):
            yield (f"B-{number}.{item}", f"Informasi {item}", *shared, *event)


def single_register(count: int) -> Iterator[tuple[str, ...]]:
    """Every row a decision and a date of its own, in the wordings of the field."""
    chance = random.Random(731)  # noqa: S311 - made-up rows, no secret
    known = wordings()
    for number in range(count):
        decided_on = date(2006, 1, 1) + timedelta(days=chance.randrange(DAYS))
        decision = (f"{number}/Kpts/KPU/{decided_on.year}", decided_on.isoformat())
        yield (
            f"B-{number}.01",
            f"Informasi {number}",
            LAWS[number % 10],
            chance.choice(known),
            *decision,
            "",
            "",
            "",
        )


def new_wordings(count: int) -> Iterator[tuple[str, ...]]:
    """Every row a wording of its own as well."""
    for number, row in enumerate(single_register(count)):
        wording = f"{number % 30 + 1} tahun, kecuali ada persetujuan tertulis dari pihak nomor {number}"
        yield (*row[:3], wording, *row[4:])


# -- the work --------------------------------------------------------------------------------------------------


def rows_of_csv(path: Path) -> list[Entry]:
    """The floor: entries from a csv file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return list(map(entry_of, rows))


def rows_of_workbook(path: Path) -> list[Entry]:
    """The floor: entries from a workbook."""
    rows: Iterable[list[str]] = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()[1:]  # type: ignore[assignment]
    return list(map(entry_of, rows))


def entry_of(row: Sequence[str]) -> Entry:
    """One row as the domain's record."""
    code, _, law, period_text, decision, decided_on, kind, happened_on, proof = row
    events = (Event(EventKind(kind), date.fromisoformat(happened_on), proof),) if kind else ()
    return Entry(code, law, period_text, Decision(decision, date.fromisoformat(decided_on)), events=events)


def office_calendar() -> OfficeCalendar:
    """Seed hours and the holidays that come with the package."""
    with data_file("holidays_2026.csv").open(encoding="utf-8", newline="") as file:
        holidays = calendar_from_rows([], csv.DictReader(file))
    return OfficeCalendar(seed_working_hours(), holidays.days_off, frozenset(), holidays.decreed_years)


def assess_all(entries: Sequence[Entry]) -> int:
    """How many of the entries are open; everything is computed from cold."""
    read_period.cache_clear()
    calendar, bases = office_calendar(), seed_legal_bases()
    return sum(
        assess(entry, on=ON, calendar=calendar, legal_bases=bases, warn_days=WARN_DAYS).status.is_open
        for entry in entries
    )


def measure(name: str, rows: Sequence[tuple[str, ...]], folder: Path, runs: int) -> list[tuple[str, ...]]:
    """Lines of the table for one register."""
    text, book = folder / "register.csv", folder / "register.xlsx"
    with text.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    write_workbook(book, rows)
    entries = rows_of_csv(text)
    works: dict[str, Callable[[], object]] = {
        "csv": lambda: rows_of_csv(text),
        "workbook": lambda: rows_of_workbook(book),
        "assess": lambda: assess_all(entries),
    }
    measured: dict[str, list[float]] = {key: [] for key in works}
    for _ in range(runs):
        for key, work in works.items():
            measured[key].append(seconds(work))
    times = {key: statistics.median(values) for key, values in measured.items()}
    assessing = times["assess"]
    return [
        (
            name,
            f"{len(rows):,}",
            floor,
            f"{times[floor]:.2f}",
            f"{assessing:.2f}",
            f"{assessing / len(rows) * 1e6:.1f}",
            f"{(times[floor] + assessing) / times[floor]:.2f}",
        )
        for floor in ("csv", "workbook")
    ]


def write_workbook(path: Path, rows: Sequence[tuple[str, ...]]) -> None:
    """The same rows as a worksheet."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([HEADER, *rows]):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell)


def seconds(work: Callable[[], object]) -> float:
    """How much processor time the work takes; all of it is one thread's, and neighbours do not disturb it."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def print_lines(lines: Sequence[tuple[str, ...]], *, markdown: bool) -> None:
    """The table, plain or for README."""
    head = (
        "register",
        "rows",
        "read from",
        "read (s)",
        "assess (s)",
        "assess per row (µs)",
        "read + assess : read",
    )
    print(f"Python {sys.version.split()[0]}")
    if markdown:
        table = [head, tuple("---" for _ in head), *lines]
        print("\n".join(f"| {' | '.join(line)} |" for line in table))
        return
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]
    for line in (head, *lines):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))


if __name__ == "__main__":
    sys.exit(main())
