"""The pictures of guide and README: `python docs/make_pictures.py [NAME ...]` makes all, or those named, anew.

Sheets are shown as they stand on a screen of 1366x768: the office of `kecuali demo`, of a day that is always the same,
in LibreOffice with nothing but the sheet in its window. The ribbon is drawn from its XML, and papers are their first
page. Needs what the live tests need (Xvfb, LibreOffice, ImageMagick's `import`), poppler and faketime, so that the
sheets' formulas see that day.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(1, str(Path(__file__).resolve().parents[1] / "docs"))
sys.path.insert(2, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(3, str(Path(__file__).resolve().parents[1] / "tests" / "libreoffice"))

import draw_ribbon
from live_calc import LiveCalc, running, wait_for
from office_at_work import DeskOfAnOffice
from PIL import Image, ImageChops

from xl_macros.commands.demo import make_demo
from xl_macros.commands.demo_acts import DESK
from xl_macros.tables.schema import FORM_SHEET, WORKBOOK_NAME

DOCS = Path(__file__).resolve().parent
MOMENT = datetime(2026, 11, 23, 8, 0)
SCREEN = (1366, 768)
COLOURS, PAPER_COLOURS = 48, 16
DOTS_PER_INCH, MARGIN_PIXELS, WIDEST_PAPER = 100, 20, 1000
FORM = ("show-form", {"form": "record-event", "given": ("event=disposisi diterima", "target=B-2023-001")})
SHEETS = (
    "Beranda", "Tugas", "Keputusan", "Register", "Pindaian", "Rekapitulasi", "LogLangkah", "Peristiwa", "Koreksi",
    "Pengaturan", "Petugas", FORM_SHEET,
)  # fmt: skip
PAPERS = {
    "laporan": "Laporan Disposisi *.pdf",
    "lembar-disposisi": "Lembar Disposisi *.pdf",
    "lembar-sampul": "Lembar Sampul *.pdf",
    "daftar-publik": "Daftar Publik *.pdf",
}
RIBBON = {"pita": lambda: draw_ribbon.tab(1100), "menu": draw_ribbon.menus}
NAMES = (*RIBBON, *SHEETS, *PAPERS)


def main(arguments: Sequence[str]) -> int:
    """Make the pictures; the exit code is 2 for a name that is none."""
    wanted = set(arguments or NAMES)
    if not wanted <= set(NAMES):
        sys.stderr.write(f"usage: python docs/make_pictures.py [{' | '.join(NAMES)} ...]\n")
        return 2
    target = DOCS / "gambar"
    with tempfile.TemporaryDirectory() as name:
        for stem, picture in pictures(wanted, Path(name)):
            data = io.BytesIO()
            picture.save(data, "PNG", optimize=True)
            (target / f"{stem}.png").write_bytes(data.getvalue())
    return 0


def pictures(wanted: set[str], scratch: Path) -> Iterator[tuple[str, Image.Image]]:
    """Name and picture of each that is wanted."""
    for name, draw in RIBBON.items():
        if name in wanted:
            yield name, few_colours(draw(), COLOURS)
    if not wanted - set(RIBBON):
        return
    desk = example(scratch / "kantor")
    for name, pattern in PAPERS.items():
        if name in wanted:
            paper = sorted((desk.folder / "Laporan").glob(pattern))[-1]
            yield name, few_colours(first_page(paper, scratch / name), PAPER_COLOURS)
    if wanted & set(SHEETS):
        yield from screens(desk.book, scratch, [sheet for sheet in SHEETS if sheet in wanted])


def example(folder: Path) -> DeskOfAnOffice:
    """The demo's office on the day of the pictures, with a form that is being filled."""
    make_demo(folder, MOMENT)
    desk = DeskOfAnOffice(folder / WORKBOOK_NAME, MOMENT)
    desk.done("print-covers", DESK)
    desk.done(FORM[0], DESK, **FORM[1])
    return desk


def screens(book: Path, scratch: Path, sheets: Sequence[str]) -> Iterator[tuple[str, Image.Image]]:
    """Each sheet as it opens, the program's own bars away: staff see Excel's ribbon in their place."""
    folder = scratch / "calc"
    folder.mkdir()
    os.environ |= {
        "LD_PRELOAD": "libfaketimeMT.so.1",
        "LD_LIBRARY_PATH": fake_time(),
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    os.environ["FAKETIME"] = f"@{MOMENT:%Y-%m-%d %H:%M:%S}"
    with running(book, folder, "", SCREEN) as calc:
        for variable in ("LD_PRELOAD", "LD_LIBRARY_PATH"):
            del os.environ[variable]
        calc.document.CurrentController.Frame.LayoutManager.setVisible(False)
        calc.fill_screen()
        for sheet in sheets:
            calc.show_sheet(sheet)
            yield sheet, few_colours(settled(calc, scratch / "layar.png"), COLOURS)


def fake_time() -> str:
    """The folder of the library that gives a process another day (Debian's package faketime)."""
    return str(next(Path("/usr/lib").glob("*/faketime")))


def settled(calc: LiveCalc, path: Path) -> Image.Image:
    """What the screen shows, once it is the same twice."""
    seen: list[bytes] = [b""]

    def twice() -> Image.Image | None:
        time.sleep(0.5)
        with Image.open(calc.screenshot(path)) as found:
            picture = found.convert("RGB")
        seen.append(picture.tobytes())
        return picture if seen[-1] == seen[-2] else None

    return wait_for("the screen to settle", twice, 60)


def first_page(pdf: Path, stem: Path) -> Image.Image:
    """The first page without its empty margins."""
    command = [
        "pdftoppm",
        "-r",
        str(DOTS_PER_INCH),
        "-f",
        "1",
        "-l",
        "1",
        "-singlefile",
        "-png",
        str(pdf),
        str(stem),
    ]
    subprocess.run(command, check=True, timeout=300)  # noqa: S603
    with Image.open(stem.with_suffix(".png")) as found:
        page = found.convert("RGB")
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox() or (0, 0, *page.size)
    left, top, right, bottom = box
    page = page.crop(
        (
            max(left - MARGIN_PIXELS, 0),
            max(top - MARGIN_PIXELS, 0),
            right + MARGIN_PIXELS,
            bottom + MARGIN_PIXELS,
        )
    )
    page.thumbnail((WIDEST_PAPER, WIDEST_PAPER))
    return page


def few_colours(picture: Image.Image, colours: int) -> Image.Image:
    """The picture in so many flat colours: they are installed on every PC."""
    return picture.quantize(colours, dither=Image.Dither.NONE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
