"""What a click costs before its work, as multiples of `python -c pass`; and whole clicks with next to no work.

To the first line of a button function, to that of its job, to the end of a click in an office of ten entries.

Fresh processes, by turns; medians of processor time, so that other work on the machine weighs little. Byte code and
expressions were compiled before, as after the first click on a PC. Beside the buttons: a plain `import xlwings`,
which loads pandas, numpy and more merely because they are installed; and whole clicks in an office of ten entries.

In Excel a click loads pywin32 as well, which is not to be had here. On a file it loads the file engine.
Stated: at most ten times `python -c pass`, with pandas installed, to the first line of a button function. Each
button's line below adds the import of its job.
Run: python benchmarks/start_up.py [--runs 15]
"""

from __future__ import annotations

import argparse
import compileall
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from offices import make_filled_office

from xl_macros.actions.catalogue import ACTIONS

LIMIT = 10
FIRST_LINE = "first line of a button function"
TO_THE_BUTTON = """
import xl_macros.__main__
from xl_macros.light_import import import_xlwings
import_xlwings()
"""
LIBRARIES_ALONE = """
import argparse, dataclasses, datetime, enum, hashlib, hmac, json, pathlib, re, secrets, shutil, traceback, typing
import filelock, lxml.etree, msgspec, platformdirs
from xl_macros.light_import import import_xlwings
import_xlwings()
"""
"""What a click over a file cannot do without, and not a line of our own."""
ITS_JOB = "from xl_macros.actions import {button}\n"
OVER_A_FILE = "import xl_macros.file_engine.engine\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the ratios; exit code 1 when the first line of a button function comes later than the limit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args(arguments).runs
    assert importlib.util.find_spec("pandas"), "the figures are about a machine that has pandas"
    compile_all()
    codes = {
        "python -c pass": "pass",
        "import xlwings": "import xlwings",
        FIRST_LINE: TO_THE_BUTTON,
        "the libraries of a click on a file alone": LIBRARIES_ALONE,
        f"{FIRST_LINE}, on a file": TO_THE_BUTTON + OVER_A_FILE,
    }
    for button in (each.name for each in ACTIONS):
        codes[button] = TO_THE_BUTTON + ITS_JOB.format(button=button)
    with tempfile.TemporaryDirectory() as folder:
        programs = {name: ["-c", code] for name, code in codes.items()}
        medians = measure(programs | whole_clicks(Path(folder)), runs)
    floor, plain = medians["python -c pass"], medians["import xlwings"]
    print(f"{'':42}{'x pass':>8}{'x import xlwings':>18}")
    for name, median in medians.items():
        print(f"{name:42}{median / floor:8.1f}{median / plain:18.2f}")
    return int(medians[FIRST_LINE] > LIMIT * floor)


def whole_clicks(folder: Path) -> dict[str, list[str]]:
    """Clicks that have next to nothing to do, by their names: arguments of Python."""
    book = str(make_filled_office(folder, 10))
    given = ["-c", "import sys; from xl_macros.cli import main; sys.exit(main())"]
    wanted = {
        "whole: compute-expiry, nothing to change": [
            "compute-expiry",
            "--officer",
            "Yohanes Darmawan Ngabut",
        ],
        "whole: list-due": ["list-due"],
        "whole: kecuali due": ["due", "--on", "2026-07-10"],
    }
    return {name: [*given, *words, "--book", book] for name, words in wanted.items()}


def compile_all() -> None:
    """As an installation leaves it: xlwings and ourselves as byte code."""
    for name in ("xlwings", "xl_macros"):
        places = importlib.util.find_spec(name).submodule_search_locations  # type: ignore[union-attr]
        assert compileall.compile_dir(next(iter(places or ())), quiet=1), name


def measure(programs: Mapping[str, Sequence[str]], runs: int) -> dict[str, float]:
    """Median processor seconds of each program; the first round compiles and is not counted."""
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for round_number in range(runs + 1):
        for name, arguments in programs.items():
            child = subprocess.Popen(
                [sys.executable, "-P", *arguments], stdout=subprocess.DEVNULL, env=environment
            )
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            assert child.returncode in (0, 3), name  # 3: something is due
            if round_number:
                seconds[name].append(used.ru_utime + used.ru_stime)
    return {name: statistics.median(found) for name, found in seconds.items()}


if __name__ == "__main__":
    sys.exit(main())
