"""Every sheet of four offices, on a screen of 1366x768 and in print.

`python tests/looks/pictures.py TARGET [OFFICE ...]`

The offices are `contoh` (what `kecuali demo` makes), `kosong` (a new one), `satu` (one entry) and `ribuan` (2,000
entries); each gets a folder of pictures, `layar-SHEET.png` and `cetak-SHEET-PAGE.png`, and a contact sheet of both.
They are made to be looked at and are not committed. Needs what the live tests need (Xvfb, LibreOffice, ImageMagick's
`import`) and poppler (`pdftoppm`).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(1, str(Path(__file__).resolve().parents[1]))
sys.path.insert(2, str(Path(__file__).resolve().parents[1] / "libreoffice"))
sys.path.insert(3, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from live_calc import LiveCalc, running, wait_for
from offices import DESK, make_filled_office

from tests.office_at_work import CHECKER, DeskOfAnOffice, filled
from xl_macros.commands.demo import make_demo
from xl_macros.commands.new_office import make_office
from xl_macros.tables.schema import DECISIONS, SHEETS, WORKBOOK_NAME

SCREEN = (1366, 768)
MANY = 2000
NOW = datetime.now().replace(
    hour=8, minute=0, second=0, microsecond=0
)  # formulas of the sheets ask for today
PRINTED_PAGES = 2
"""Pages of each sheet that become pictures; a long list looks alike after them."""
DOTS_PER_INCH = 70
THUMB = (455, 256)


def _demo(folder: Path) -> Path:
    make_demo(folder, NOW)
    return folder / WORKBOOK_NAME


def _one(folder: Path) -> Path:
    desk = filled(folder, 1)
    desk.done("receive-decision", CHECKER, confirmed=True, target=(desk.rows(DECISIONS)[0]["number"],))
    desk.done("compute-expiry", confirmed=True)
    return desk.book


def _many(folder: Path) -> Path:
    desk = DeskOfAnOffice(make_filled_office(folder, MANY), NOW)
    desk.done("compute-expiry", DESK, confirmed=True)
    last = desk.rows(DECISIONS)[-1]["berkas"]
    desk.done("build-recap", DESK, confirmed=True, target=(last,))
    return desk.book


OFFICES: dict[str, Callable[[Path], Path]] = {
    "contoh": _demo,
    "kosong": make_office,
    "satu": _one,
    "ribuan": _many,
}


def main(arguments: Sequence[str]) -> int:
    """Make the pictures of all offices, or of those named; the exit code is 2 for wrong usage."""
    if not arguments or not set(arguments[1:]) <= set(OFFICES):
        sys.stderr.write(f"usage: python tests/looks/pictures.py TARGET [{' | '.join(OFFICES)} ...]\n")
        return 2
    for name in arguments[1:] or OFFICES:
        target = Path(arguments[0]) / name
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        with tempfile.TemporaryDirectory() as scratch:
            book = OFFICES[name](Path(scratch) / "kantor")
            pictures = [*screens(book, Path(scratch), target), *prints(book, Path(scratch), target)]
        contact_sheet(pictures, target / "semua.png")
    return 0


def screens(book: Path, scratch: Path, target: Path) -> Iterator[Path]:
    """Each sheet as it opens in LibreOffice, whose window fills the screen."""
    folder = scratch / "calc"
    folder.mkdir()
    with running(book, folder, "", SCREEN) as calc:
        calc.fill_screen()
        for sheet in SHEETS:
            calc.show_sheet(sheet)
            yield settled_picture(calc, target / f"layar-{sheet}.png")


def settled_picture(calc: LiveCalc, path: Path) -> Path:
    """A picture of the screen, once two in a row are alike."""

    def twice() -> Path | None:
        before = calc.screenshot(path).read_bytes()
        time.sleep(0.4)
        with Image.open(path) as first:
            seen = first.tobytes()
        with Image.open(calc.screenshot(path)) as second:
            drawn = second.convert("RGB").getcolors(16) is None  # more colours than an empty window has
            return path if second.tobytes() == seen and before and drawn else None

    return wait_for("the screen to settle", twice, 60)


def prints(book: Path, scratch: Path, target: Path) -> Iterator[Path]:
    """The first pages of each sheet as LibreOffice prints it; the sheet is named in the page's footer."""
    profile = f"-env:UserInstallation={(scratch / 'cetak').as_uri()}"
    _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(scratch), str(book))
    pdf = scratch / f"{book.stem}.pdf"
    seen: dict[str, int] = {}
    for number, text in enumerate(_run("pdftotext", "-layout", str(pdf), "-").split("\f"), start=1):
        footer = text.strip().rpartition("\n")[2]
        sheet = next((each for each in SHEETS if re.search(rf"\s{{2,}}{each}\s{{2,}}Halaman", footer)), None)
        if sheet is None:
            continue
        seen[sheet] = seen.get(sheet, 0) + 1
        if seen[sheet] <= PRINTED_PAGES:
            stem = target / f"cetak-{sheet}-{seen[sheet]}"
            page = ["-r", str(DOTS_PER_INCH), "-f", str(number), "-l", str(number)]
            _run("pdftoppm", *page, "-singlefile", "-png", str(pdf), str(stem))
            yield stem.with_suffix(".png")
    (target / "halaman.txt").write_text("\n".join(f"{sheet}: {count}" for sheet, count in seen.items()))


def contact_sheet(pictures: Sequence[Path], target: Path) -> None:
    """All of them, small, three beside each other."""
    width, height = THUMB
    sheet = Image.new("RGB", (3 * width, -(-len(pictures) // 3) * height), "grey")
    for place, path in enumerate(pictures):
        with Image.open(path) as found:
            small = found.convert("RGB")
        small.thumbnail((width - 4, height - 4))
        sheet.paste(small, (place % 3 * width, place // 3 * height))
    sheet.save(target)


def _run(*command: str) -> str:
    done = subprocess.run(list(command), check=True, capture_output=True, timeout=600)
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
