"""From the start of the interpreter to the first line of a button function, as multiples of `python -c pass`.

Fresh processes, by turns, byte code compiled before; medians of wall time. Beside the buttons: a plain
`import xlwings`, which loads pandas, numpy and more merely because they are installed.

In Excel a click loads pywin32 as well, which is not to be had here. On a file it loads the file engine.
Stated: at most ten times `python -c pass`, with pandas installed, to the first line of a button function. Each
button's line below adds the import of its job.
Run: python benchmarks/start_up.py [--runs 15]
"""

from __future__ import annotations

import argparse
import compileall
import importlib.util
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

from xl_macros.actions.catalogue import ACTIONS

LIMIT = 10
FIRST_LINE = "first line of a button function"
TO_THE_BUTTON = """
import xl_macros.__main__
from xl_macros.light_import import import_xlwings
import_xlwings()
"""
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
    programs = {
        "python -c pass": "pass",
        "import xlwings": "import xlwings",
        FIRST_LINE: TO_THE_BUTTON,
        f"{FIRST_LINE}, on a file": TO_THE_BUTTON + OVER_A_FILE,
    }
    for button in (each.name for each in ACTIONS):
        programs[button] = TO_THE_BUTTON + ITS_JOB.format(button=button)
    medians = measure(programs, runs)
    floor, plain = medians["python -c pass"], medians["import xlwings"]
    print(f"{'':38}{'x pass':>8}{'x import xlwings':>18}")
    for name, median in medians.items():
        print(f"{name:38}{median / floor:8.1f}{median / plain:18.2f}")
    return int(medians[FIRST_LINE] > LIMIT * floor)


def compile_all() -> None:
    """As an installation leaves it: xlwings and ourselves as byte code."""
    for name in ("xlwings", "xl_macros"):
        places = importlib.util.find_spec(name).submodule_search_locations  # type: ignore[union-attr]
        assert compileall.compile_dir(next(iter(places or ())), quiet=1), name


def measure(programs: dict[str, str], runs: int) -> dict[str, float]:
    """Median seconds of each program; the first round compiles and is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for round_number in range(runs + 1):
        for name, code in programs.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, "-P", "-c", code], check=True)
            if round_number:
                seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(found) for name, found in seconds.items()}


if __name__ == "__main__":
    sys.exit(main())
