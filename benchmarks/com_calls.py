"""COM calls per button at 10 and 5,000 register rows, counted by the real xlwings engine over the fake Excel.

Two numbers each: calls to Excel's own members, and round trips, which add what late-bound pywin32 asks of the type
library: three questions for each new object, five for each name that its class has not been asked for before.

Run: python benchmarks/com_calls.py [--rows 10 5000] [--markdown]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "com"))

from excel_office import open_office_for_counting
from fake_excel.windows import running_desktop
from sop_clicks import click_through

from xl_macros.scans.specimen import make_scan_pdf


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; exit code 1 when a button did not go through, 2 when its calls grow with the rows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[10, 5_000])
    parser.add_argument("--markdown", action="store_true", help="as a table for README")
    given = parser.parse_args(arguments)
    columns = [calls_per_button(rows) for rows in given.rows]
    _print(given.rows, columns, given.markdown)
    return 2 if any(column != columns[0] for column in columns) else 0


def calls_per_button(rows: int) -> dict[str, tuple[int, int]]:
    """Calls and round trips of each button's dearest click in one run of the SOP over so many register rows."""
    dearest: dict[str, tuple[int, int]] = {}
    with tempfile.TemporaryDirectory() as temporary, running_desktop() as desktop:
        folder = Path(temporary)
        scans = [_scan(folder / f"pindaian {number}.pdf", number) for number in (1, 2)]
        office = open_office_for_counting(desktop, folder / "kantor", rows)
        for act, message in click_through(office, *scans):
            if message.ending != "selesai":
                raise SystemExit(f"{act.button} at {rows} rows: {message.text}")
            cost = message.calls.total, message.calls.round_trips
            dearest[act.button] = max(dearest.get(act.button, (0, 0)), cost)
    return dearest


def _scan(path: Path, seed: int) -> Path:
    path.write_bytes(make_scan_pdf([f"Pindaian {seed}"], seed=seed, pages=1))
    return path


def _print(rows: Sequence[int], columns: Sequence[dict[str, tuple[int, int]]], markdown: bool) -> None:
    headings = ["button", *(f"{count:,} rows" for count in rows)]
    lines = [
        [button, *(f"{column[button][0]:,} / {column[button][1]:,}" for column in columns)]
        for button in columns[0]
    ]
    if markdown:
        print("| " + " | ".join(headings) + " |")
        print("|---" + "|---:" * len(rows) + "|")
        for line in lines:
            print("| " + " | ".join(line) + " |")
        return
    for line in [headings, *lines]:
        print(f"{line[0]:22}" + "".join(f"{cell:>16}" for cell in line[1:]))


if __name__ == "__main__":
    sys.exit(main())
