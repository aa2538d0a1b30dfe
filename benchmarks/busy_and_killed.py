"""Hitung Jangka Waktu while Excel is busy from the n-th call on, and while Excel ends at the n-th call: how each ends.

Over the fake Excel, every row of the register to be written. Calls are counted as pywin32 makes them on a PC without
makepy, questions for types included.

Run: python benchmarks/busy_and_killed.py [--busy-step 20] [--killed-step 20]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "com"))

from excel_office import ExcelOffice, Message, open_office
from fake_excel import variants
from fake_excel.dispatch import Call
from fake_excel.obstacles import gone_after
from fake_excel.variants import ComError
from fake_excel.windows import Desktop, running_desktop

from xl_macros.tables.schema import PROTECTED_SHEETS, REGISTER

BUTTON = "compute_expiry"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both tables; exit code 1 when a click ended in other words than it should, or left something behind."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--busy-step", type=int, default=20)
    parser.add_argument("--killed-step", type=int, default=20)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary, running_desktop() as desktop:
        office = open_office(desktop, Path(temporary) / "kantor")
        office.click(BUTTON, confirmed=True)
        whole = _click(office).calls.round_trips
        print(f"{BUTTON}: {whole} round trips\n")
        good = all(
            [*_busy(office, whole, given.busy_step), *_killed(desktop, office, whole, given.killed_step)]
        )
    return 0 if good else 1


def _click(office: ExcelOffice) -> Message:
    """One click with something to write: the entries' statuses are gone."""
    sheet = office.book.sheet(REGISTER.sheet)
    column = REGISTER.fields.index("status") + 1
    for row in range(5, 15):
        sheet.grid.cells[row, column].value = None
    office.book.saved = False
    return office.click(BUTTON, confirmed=True)


def _busy(office: ExcelOffice, whole: int, step: int) -> Iterator[bool]:
    print("| busy from call | ends as | waited, s | workbook and Excel after the next click | next click |")
    print("|---:|---|---:|---|---|")
    for passing in range(0, whole, step):
        office.naps.clear()
        with _rejecting(office, passing):
            stuck = _click(office)
        waited = sum(office.naps)
        after = _click(office)
        good = _as_found(office) and after.ending == "selesai"
        right = stuck.ending == "selesai" or "Excel sedang sibuk" in stuck.text
        print(
            f"| {passing} | {stuck.ending} | {waited:.1f} | {'as found' if good else 'NOT as found'} | {after.ending} |"
        )
        yield good and right


def _killed(desktop: Desktop, office: ExcelOffice, whole: int, step: int) -> Iterator[bool]:
    print("\n| Excel ends at call | ends as | said | next click in a new Excel |")
    print("|---:|---|---|---|")
    for calls in range(2, whole, step):
        with gone_after(office.excel, calls):
            lost = _click(office)
        excel = desktop.start_excel()
        office = ExcelOffice(excel, excel.open_book(Path(office.book.FullName)), office.folder)
        after = _click(office)
        said = "Excel tertutup" if "Excel tertutup" in lost.text else lost.text.splitlines()[0][:40]
        told = "; tombol yang terputus dibereskan" if "terputus" in after.text else ""
        print(f"| {calls} | {lost.ending} | {said} | {after.ending}{told} |")
        yield (
            (lost.ending == "selesai" or "Excel tertutup" in lost.text)
            and after.ending == "selesai"
            and _as_found(office)
        )


@contextmanager
def _rejecting(office: ExcelOffice, passing: int) -> Iterator[None]:
    left = [passing]

    def reject(_call: Call) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise ComError(variants.RPC_E_CALL_REJECTED, "Call was rejected by callee.")

    with office.excel.line.obstructed(reject):
        yield


def _as_found(office: ExcelOffice) -> bool:
    settings = office.excel.settings
    return (
        bool(settings["ScreenUpdating"])
        and bool(settings["EnableEvents"])
        and settings["StatusBar"] is False
        and all(office.book.sheet(name).protected for name in PROTECTED_SHEETS)
    )


if __name__ == "__main__":
    sys.exit(main())
