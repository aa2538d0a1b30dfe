"""Whole clicks of the product on filled registers, against unpacking and packing the same workbook, and openpyxl.

    python benchmarks/button_cycle.py [--rows 1000 10000] [--repeat 5] [--no-peers]

A click is all that staff wait for: opening the workbook, the settings and tables, assessing every row, the
home sheet or the recap sheet, the copy for undo, the journal, the save, reading back what was written. The peer
only loads and saves the same workbook with openpyxl (keeping its macros) and computes nothing, so the ratio to
it is a lower bound. The floor unpacks and packs the same file with `zipfile` at zlib's default level. Medians
of runs in fresh processes, interleaved, imports of libraries not counted; peak memory is the largest resident
size less that of a process with the same imports.
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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from file_engine import cycle_rezip, peak_bytes, print_table

CLICKS = {
    "compute": ("compute-expiry", "Hitung Jangka Waktu, all rows new"),
    "again": ("compute-expiry", "Hitung Jangka Waktu, nothing to change"),
    "recap": ("build-recap", "Buat Rekapitulasi"),
}
"""The clicks measured one after the other on one office: each leaves the workbook that the next one opens."""

PEERS = ("rezip", "openpyxl")


def click(book: Path, button: str) -> None:
    """One click, as the command line makes it."""
    from datetime import datetime

    from offices import DESK

    from xl_macros.actions import catalogue
    from xl_macros.click.outcomes import Ending
    from xl_macros.commands.clicking import run_button

    request = catalogue.BY_COMMAND[button].request(officer=DESK, confirmed=True)
    outcome = run_button(book, button, request, datetime(2026, 8, 24, 9, 0), lambda *_: None)
    if outcome.ending is not Ending.DONE:
        raise SystemExit(outcome.text)


def load_and_save(book: Path) -> None:
    """What a library without a part-preserving save would have to do at the least."""
    import openpyxl

    openpyxl.load_workbook(book, keep_vba=True).save(book)


def warm_up(name: str) -> None:
    """Imports what the work imports."""
    if name == "openpyxl":
        import openpyxl  # noqa: F401
    elif name != "rezip":
        import xl_macros.actions.build_recap
        import xl_macros.actions.compute_expiry
        import xl_macros.cli
        import xl_macros.keeping.views
        from xl_macros.light_import import import_xlwings

        import_xlwings()
        import xl_macros.file_engine.engine  # noqa: F401


def work(name: str, book: Path, *, is_base: bool) -> None:
    """Runs one piece of work in this process and prints its seconds and the peak of its memory."""
    warm_up(name)
    start = time.perf_counter()
    if not is_base:
        if name == "rezip":
            cycle_rezip(book)
        elif name == "openpyxl":
            load_and_save(book)
        else:
            click(book, CLICKS[name][0])
    print(json.dumps({"seconds": time.perf_counter() - start, "bytes": peak_bytes()}))


# -- the figures ---------------------------------------------------------------------------------------------


def measure(rows: int, repeat: int, *, with_peers: bool) -> dict[str, dict[str, tuple[float, int]]]:
    """Median seconds and peak bytes (less the imports') of each click and of its peers on the book it opens."""
    found: dict[str, dict[str, list[dict[str, float]]]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        office = Path(temporary) / "kantor"
        subprocess.run([sys.executable, __file__, "--make", str(office), str(rows)], check=True)
        for name in CLICKS:
            runs = found[name] = {key: [] for key in (name, *PEERS)}
            for _ in range(repeat):
                for key in (name, *(PEERS if with_peers else PEERS[:1])):
                    copy = Path(temporary) / "salinan"
                    shutil.copytree(office, copy)
                    runs[key].append(started(key, _book(copy)))
                    shutil.rmtree(copy)
            started(name, _book(office))  # the next click opens what this one leaves
        base = {key: started(key, _book(office), "--base")["bytes"] for key in (*CLICKS, *PEERS)}
    return {
        name: {
            key: (
                statistics.median(run["seconds"] for run in made),
                int(statistics.median(run["bytes"] for run in made) - base[key]),
            )
            for key, made in runs.items()
            if made
        }
        for name, runs in found.items()
    }


def started(name: str, book: Path, *more: str) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, __file__, "--worker", name, str(book), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stdout}{done.stderr}")
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _book(office: Path) -> Path:
    return next(path for path in sorted(office.glob("*.xlsm")) if not path.name.startswith("~"))


def lines_of(rows: int, figures: dict[str, dict[str, tuple[float, int]]]) -> list[list[str]]:
    """The table's lines for one size."""
    lines = []
    for name, found in figures.items():
        seconds, size = found[name]
        line = [CLICKS[name][1], f"{rows:,}", f"{seconds:.2f} s", f"{seconds / found['rezip'][0]:.1f}"]
        if "openpyxl" in found:
            peer_seconds, peer_size = found["openpyxl"]
            line += [f"{peer_seconds / seconds:.1f}", f"{size / peer_size:.2f}" if peer_size else "-"]
        else:
            line += ["-", "-"]
        lines.append(line)
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    given: Any = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["--worker"]:
        work(given[1], Path(given[2]), is_base=given[3:] == ["--base"])
        return 0
    if given[:1] == ["--make"]:
        from offices import make_filled_office

        make_filled_office(Path(given[1]), int(given[2]))
        return 0
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--no-peers", action="store_true", help="without openpyxl, which takes long")
    options = parser.parse_args(given)
    print_table(
        [
            "click",
            "rows",
            "time",
            "of unzip + rezip",
            "openpyxl load + save takes times",
            "memory of openpyxl's",
        ],
        (
            line
            for rows in options.rows
            for line in lines_of(rows, measure(rows, options.repeat, with_peers=not options.no_peers))
        ),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
