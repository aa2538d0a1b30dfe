"""The pictures of the staff guide: `python docs/make_pictures.py DEMO_FOLDER [TARGET]`.

`DEMO_FOLDER` is what `kecuali demo` made. Every sheet of its workbook becomes `<sheet>.png`, as LibreOffice would
print it; the reports beside it become pictures of their first page. Needs LibreOffice (`soffice`) and
poppler (`pdftoppm`).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from xl_macros.tables.schema import SHEETS, WORKBOOK_NAME

DOTS_PER_INCH = 110
MARGIN_PIXELS = 24
WIDEST_PIXELS = 1250
COLOURS = 96
WITHOUT_FOOTER = 0.945
REPORTS = {
    "laporan": "Laporan Disposisi *.pdf",
    "lembar-disposisi": "Lembar Disposisi *.pdf",
    "daftar-publik": "Daftar Publik *.pdf",
}
RUN_SECONDS = 300


def main(arguments: list[str]) -> int:
    """Make all pictures; the exit code is 2 for wrong usage."""
    if len(arguments) not in {1, 2}:
        sys.stderr.write("usage: python docs/make_pictures.py DEMO_FOLDER [TARGET]\n")
        return 2
    demo = Path(arguments[0])
    target = Path(arguments[1]) if len(arguments) == 2 else Path(__file__).with_name("gambar")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        workbook = printed(demo / WORKBOOK_NAME, Path(name))
        for sheet, page in pages_by_sheet(workbook).items():
            picture(workbook, page, target / f"{sheet}.png", WITHOUT_FOOTER)
        for stem, pattern in REPORTS.items():
            picture(sorted((demo / "Laporan").glob(pattern))[0], 1, target / f"{stem}.png")
    return 0


def printed(workbook: Path, folder: Path) -> Path:
    """The workbook as LibreOffice prints it."""
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(workbook))
    return folder / f"{workbook.stem}.pdf"


def pages_by_sheet(pdf: Path) -> dict[str, int]:
    """The first page of every sheet, found by the sheet's name in the page's footer."""
    found: dict[str, int] = {}
    for number, text in enumerate(run("pdftotext", "-layout", str(pdf), "-").split("\f"), start=1):
        footer = text.strip().rpartition("\n")[2]
        for sheet in SHEETS:
            if re.search(rf"\s{{2,}}{sheet}\s{{2,}}Halaman", footer):
                found.setdefault(sheet, number)
    return found


def run(*command: str) -> str:
    done = subprocess.run(list(command), check=True, capture_output=True, timeout=RUN_SECONDS)  # noqa: S603
    return done.stdout.decode("utf-8", "replace")


def picture(pdf: Path, page: int, target: Path, shown: float = 1.0) -> None:
    """The upper part of one page (`shown` of its height) as a small PNG without its empty margins."""
    resolution = ["-r", str(DOTS_PER_INCH), "-f", str(page), "-l", str(page)]
    run("pdftoppm", *resolution, "-singlefile", "-png", str(pdf), str(target.with_suffix("")))
    with Image.open(target) as found:
        image = found.convert("RGB")
    image = image.crop((0, 0, image.width, round(image.height * shown)))
    white = Image.new("RGB", image.size, "white")
    box = ImageChops.difference(image, white).getbbox()
    if box is not None:
        left, top, right, bottom = box
        image = image.crop(
            (
                max(left - MARGIN_PIXELS, 0),
                max(top - MARGIN_PIXELS, 0),
                min(right + MARGIN_PIXELS, image.width),
                min(bottom + MARGIN_PIXELS, image.height),
            )
        )
    image.thumbnail((WIDEST_PIXELS, WIDEST_PIXELS))
    image.quantize(COLOURS).save(target, optimize=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
