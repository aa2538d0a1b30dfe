"""From the start of Python to the first line of a button function, with xlwings imported, against `python -c pass`.

    python benchmarks/start_up.py [--runs 11]

This is what passes between a click and the first piece of work; what each button's own job then imports is listed
below it (mostly the product's own modules; the libraries a job needs come later, where it uses them). Fresh processes
by turns, byte-code compiled (as the installer does), pandas and the other heavy packages installed; `import xlwings`
alone stands beside it. On Windows xlwings also loads pywin32, which cannot be measured here.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

from xl_macros.buttons import BUTTONS

LIGHT = "from xl_macros.light_import import import_xlwings; import_xlwings(); import xl_macros.__main__; "
FIRST_LINE = "first line of a button function"


def seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-P", "-c", code], check=True)
    return time.perf_counter() - start


def main() -> int:
    """Print the table; exit code 1 when the first line of a button takes more than ten times `python -c pass`."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=11)
    given = parser.parse_args()
    codes = {"python -c pass": "pass", "import xlwings": "import xlwings", FIRST_LINE: LIGHT}
    codes |= {
        f"... and the job of {button.__name__}": (
            f"{LIGHT}import xl_macros.jobs.views, xl_macros.jobs.{button.__name__}"
        )
        for button in BUTTONS
    }
    taken: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(given.runs + 1):
        for name, code in codes.items():
            taken[name].append(seconds(code))
    medians = {name: statistics.median(runs[1:]) for name, runs in taken.items()}  # the first compiles
    floor = medians["python -c pass"]
    print("| start | of python -c pass |\n|---|---:|")
    for name, median in medians.items():
        print(f"| {name} | {median / floor:.1f} |")
    return int(medians[FIRST_LINE] > 10 * floor)


if __name__ == "__main__":
    sys.exit(main())
