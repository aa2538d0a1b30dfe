"""Scans for the tests of this folder: the corpus, plain helpers, and outside programs that judge what is written."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from shared_processes import parsing_processes_are_shared, processes  # noqa: F401  fixtures of this room

from xl_macros.scans.sources import Waiting

sys.path.insert(
    0, str(Path(__file__).parents[1] / "resources")
)  # the corpus modules import each other by name

REQUIRE_EXTRAS = os.environ.get("KECUALI_REQUIRE_EXTRAS") == "1"

Judge = Callable[[Path], None]


def program(name: str) -> str:
    """The path of an outside program; the test is skipped where it is missing, unless extras are required."""
    found = shutil.which(name)
    if found is None:
        if REQUIRE_EXTRAS:
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def need() -> Callable[[str], str]:
    return program


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from make_corpus import all_cases

    folder = tmp_path_factory.mktemp("corpus")
    for case in all_cases():
        case.build(folder / case.name)
    return folder


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    return tmp_path / "staging"


@pytest.fixture
def settled() -> Waiting:
    """A clock far enough on that every file counts as finished, and a sleep that must not be needed."""

    def no_sleep(_seconds: float) -> None:
        raise AssertionError("slept although nothing was being written")

    return Waiting(clock=lambda: 4_000_000_000.0, sleep=no_sleep)


@pytest.fixture
def is_sound_pdf() -> Judge:
    """qpdf's own check through pikepdf, and the program itself where it is installed."""

    def judge(path: Path) -> None:
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert pdf.get_warnings() == []
        qpdf = shutil.which("qpdf")
        if qpdf is not None:
            done = subprocess.run([qpdf, "--check", str(path)], capture_output=True, check=False)
            assert done.returncode == 0, done.stderr

    return judge


@pytest.fixture
def fingerprints() -> Callable[[Path], dict[str, str]]:
    """Every plain file below a folder with its hash: equal before and after means nothing was touched."""

    def take(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.is_symlink()
        }

    return take


@pytest.fixture
def pages(tmp_path: Path) -> Callable[..., Path]:
    """Makes a small PDF whose page N is (first + N) points wider than 300: pages can be told apart anywhere."""

    def make(name: str, count: int, first: int = 0) -> Path:
        with pikepdf.new() as pdf:
            for number in range(count):
                pdf.add_blank_page(page_size=(300 + first + number, 400))
            path = tmp_path / name
            pdf.save(path, deterministic_id=True)
        return path

    return make


@pytest.fixture
def widths() -> Callable[[Path], list[int]]:
    """The numbers that `pages` wrote into the page widths, in page order."""

    def read(path: Path) -> list[int]:
        with pikepdf.open(path) as pdf:
            return [int(float(page.mediabox[2])) - 300 for page in pdf.pages]

    return read


@pytest.fixture
def photos(tmp_path: Path) -> Callable[..., Path]:
    """Makes a plain JPEG of the given grey."""
    from PIL import Image

    def make(name: str, grey: int, size: tuple[int, int] = (210, 297)) -> Path:
        path = tmp_path / name
        Image.new("L", size, grey).save(path, "JPEG", quality=80)
        return path

    return make


@pytest.fixture
def greys() -> Callable[[Path], list[int]]:
    """The grey of each page's picture: which photo became which page."""

    def read(path: Path) -> list[int]:
        with pikepdf.open(path) as pdf:
            pictures = [next(iter(page.get_images().values())) for page in pdf.pages]
            return [
                pikepdf.PdfImage(picture).as_pil_image().convert("L").getpixel((100, 100))
                for picture in pictures
            ]

    return read
