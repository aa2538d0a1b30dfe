"""Every file of the corpus meets exactly the fate that its table foretells."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pdfa_look import faults
from PIL import Image

from xl_macros.scans.intake import Accepted, IntakeOptions, Rejected, Result, take_in
from xl_macros.scans.sources import Waiting

sys.path.insert(0, str(Path(__file__).parents[1] / "resources"))

from corpus_case import Case
from make_corpus import all_cases, table

CASES = {case.name: case for case in all_cases()}
ACCEPTED = [case.name for case in CASES.values() if case.pages]
README = Path(__file__).parents[1] / "resources" / "README.md"


@pytest.fixture(scope="module")
def taken(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Result]]:
    """All of the corpus in one call, each image a document of its own."""
    staging = tmp_path_factory.mktemp("taken") / "staging"
    waiting = Waiting(clock=lambda: 4_000_000_000.0)
    results = take_in(
        [corpus / name for name in CASES],
        staging,
        known={},
        options=IntakeOptions(apart=True),
        waiting=waiting,
    )
    return staging, dict(zip(CASES, results, strict=True))


def accepted(taken: tuple[Path, dict[str, Result]], name: str) -> Accepted:
    result = taken[1][name]
    assert isinstance(result, Accepted), result
    return result


def picture_of(path: Path) -> Image.Image:
    """The first page as its reader sees it: the embedded picture turned by /Rotate."""
    with pikepdf.open(path) as pdf:
        page = pdf.pages[0]
        image = pikepdf.PdfImage(next(iter(page.get_images().values()))).as_pil_image()
        return image.rotate(-int(page.obj.get("/Rotate", 0)), expand=True)


def test_the_corpus_holds_at_least_forty_files() -> None:
    assert len(CASES) >= 40


@pytest.mark.skipif(sys.platform == "win32", reason="the rows of files that only POSIX has are missing there")
def test_the_table_of_the_readme_is_the_one_of_the_script() -> None:
    assert README.read_text(encoding="utf-8").endswith(table())


@pytest.mark.parametrize(
    "case", CASES.values(), ids=lambda case: case.name.encode("ascii", "replace").decode()
)
def test_each_file_is_taken_in_or_refused_for_the_reason_in_the_table(
    case: Case, taken: tuple[Path, dict[str, Result]]
) -> None:
    result = taken[1][case.name]
    if case.pages:
        assert isinstance(result, Accepted), result
        assert result.source[0].name == case.name
        assert result.pages == case.pages
        assert case.says in " ".join(result.notes)
        assert bool(result.notes) == bool(case.says)
        assert (result.sha256 == result.source_sha256) == case.untouched
    else:
        assert isinstance(result, Rejected), result
        assert result.source.name == case.name
        assert case.says in result.problem.what
        assert result.problem.what.startswith(case.name)


@pytest.mark.parametrize("name", ACCEPTED, ids=lambda name: name.encode("ascii", "replace").decode())
def test_everything_written_passes_the_strict_check(
    name: str, taken: tuple[Path, dict[str, Result]], is_sound_pdf: Callable[[Path], None]
) -> None:
    document = accepted(taken, name)
    is_sound_pdf(document.staged)
    assert document.staged.stat().st_size == document.size_bytes


def test_refused_files_leave_nothing_behind(taken: tuple[Path, dict[str, Result]]) -> None:
    staging, results = taken
    kept = {result.staged for result in results.values() if isinstance(result, Accepted)}
    assert set(staging.iterdir()) == kept


def test_the_sources_are_not_touched(
    corpus: Path, staging: Path, settled: Waiting, fingerprints: Callable[[Path], dict[str, str]]
) -> None:
    before = fingerprints(corpus)
    names = ["pindai-1-halaman.pdf", "skrip-pembuka.pdf", "terpotong-ekor.pdf", "arah-6.jpg", "kosong.jpg"]
    take_in([corpus / name for name in names], staging, known={}, waiting=settled)
    assert fingerprints(corpus) == before


@pytest.mark.parametrize(
    "name", [n for n in ACCEPTED if n.startswith("arah-") and n not in ("arah-0.jpg", "arah-99.jpg")]
)
def test_a_turned_picture_stands_upright(name: str, taken: tuple[Path, dict[str, Result]]) -> None:
    picture = picture_of(accepted(taken, name).staged).convert("L")
    assert picture.height > picture.width
    corners = [
        picture.getpixel((x * picture.width // 4, y * picture.height // 4)) for y in (1, 3) for x in (1, 3)
    ]
    assert corners[0] < 90
    assert picture.getpixel((picture.width * 3 // 4, picture.height * 2 // 5)) > 200


@pytest.mark.parametrize(
    "name", ["foto.jpg", "abu-abu.jpg", "cmyk.jpg", "progresif.jpg", "arah-6.jpg", "arah-3.jpg"]
)
def test_a_jpeg_is_embedded_without_loss(
    name: str, corpus: Path, taken: tuple[Path, dict[str, Result]]
) -> None:
    with pikepdf.open(accepted(taken, name).staged) as pdf:
        stored = next(iter(pdf.pages[0].get_images().values())).read_raw_bytes()
    with Image.open(io.BytesIO(stored)) as inside, Image.open(corpus / name) as outside:
        assert inside.tobytes() == outside.tobytes()


@pytest.mark.parametrize(
    "name", ["abu-abu.jpg", "16-bit.png", "16-bit.tif", "tembus-abu.png", "1-bit.png", "faks-3-halaman.tif"]
)
def test_grey_stays_grey(name: str, taken: tuple[Path, dict[str, Result]]) -> None:
    with pikepdf.open(accepted(taken, name).staged) as pdf:
        image = next(iter(pdf.pages[0].get_images().values()))
        assert image.ColorSpace == "/DeviceGray"


def test_sixteen_bit_colour_keeps_its_shades(taken: tuple[Path, dict[str, Result]]) -> None:
    picture = picture_of(accepted(taken, "16-bit-warna.png").staged)
    assert picture.getpixel((60, 80)) == (25, 35, 90)
    assert picture.getpixel((200, 120)) == (255, 255, 255)


@pytest.mark.parametrize("name", ["16-bit.png", "16-bit.tif"])
def test_sixteen_bit_grey_keeps_its_shades(name: str, taken: tuple[Path, dict[str, Result]]) -> None:
    picture = picture_of(accepted(taken, name).staged)
    assert picture.getpixel((60, 80)) == pytest.approx(38, abs=2)  # the luma of corpus_pixels.DARK
    assert picture.getpixel((200, 120)) == 255


@pytest.mark.parametrize("name", ["tembus.png", "tembus-abu.png", "tembus.tif"])
def test_transparency_becomes_white_paper(name: str, taken: tuple[Path, dict[str, Result]]) -> None:
    picture = picture_of(accepted(taken, name).staged).convert("L")
    assert picture.getpixel((180, 300)) == 255
    assert picture.getpixel((60, 80)) < 90


PICTURES = [
    n
    for n in ACCEPTED
    if n == "sebenarnya-jpeg.pdf" or (Path(n).suffix not in ("", ".pdf") and "sebenarnya" not in n)
]


PAGES_MM = {
    "gambar.bmp": (65.6, 92.9),
    "faks-204x98.tif": (215.9, 285.1),
    "a3-300dpi.jpg": (297, 420),
    "f4-200dpi.png": (215, 330),
    "layar-panjang.png": (210, 1866.7),
}
"""What is not A4, with the size of its page."""


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_lies_on_the_paper_it_states_and_else_on_a4(
    name: str, taken: tuple[Path, dict[str, Result]]
) -> None:
    expected = [side * 72 / 25.4 for side in PAGES_MM.get(name, (210, 297))]
    with pikepdf.open(accepted(taken, name).staged) as pdf:
        for page in pdf.pages:
            sides = sorted(float(side) for side in page.mediabox[2:])
            assert sides == pytest.approx(expected, abs=0.3)


@pytest.mark.parametrize("name", PICTURES)
def test_every_document_made_of_pictures_is_pdfa_unless_it_is_cmyk(
    name: str, taken: tuple[Path, dict[str, Result]]
) -> None:
    found = faults(accepted(taken, name).staged)
    assert found == (
        ["declares no PDF/A", "/DeviceCMYK without its output intent"] if name == "cmyk.jpg" else []
    )


def test_a_lying_picture_gets_a_lying_page(taken: tuple[Path, dict[str, Result]]) -> None:
    with pikepdf.open(accepted(taken, "warna-2-halaman.tif").staged) as pdf:
        upright, lying = (page.mediabox for page in pdf.pages)
    assert float(upright[3]) > float(upright[2])
    assert float(lying[3]) < float(lying[2])


def test_a_picture_finer_than_twice_the_setting_is_made_smaller(
    taken: tuple[Path, dict[str, Result]],
) -> None:
    assert picture_of(accepted(taken, "600dpi.jpg").staged).size == (1654, 2339)


def test_place_owner_comment_and_hidden_video_are_left_out(
    corpus: Path, taken: tuple[Path, dict[str, Result]]
) -> None:
    source = (corpus / "jejak-pribadi.jpg").read_bytes()
    stored = accepted(taken, "jejak-pribadi.jpg").staged.read_bytes()
    for trace in (b"Telepon Pribadi", b"Nama Pemilik", b"catatan pribadi", b"videovideo", b"Exif"):
        assert trace in source
        assert trace not in stored


def test_a_script_that_a_byte_search_does_not_see_is_found(
    corpus: Path, taken: tuple[Path, dict[str, Result]]
) -> None:
    assert b"JavaScript" not in (corpus / "skrip-tersembunyi.pdf").read_bytes()
    with pikepdf.open(accepted(taken, "skrip-tersembunyi.pdf").staged) as pdf:
        assert not any("JavaScript" in repr(found) for found in pdf.objects)


def test_an_owner_lock_that_everybody_can_open_is_kept_to_the_byte(
    corpus: Path, taken: tuple[Path, dict[str, Result]]
) -> None:
    name = "terkunci-pemilik.pdf"
    assert accepted(taken, name).staged.read_bytes() == (corpus / name).read_bytes()


def test_the_same_input_gives_the_same_bytes(corpus: Path, staging: Path, settled: Waiting) -> None:
    names = ["foto.jpg", "arah-5.jpg", "tembus.png", "faks-3-halaman.tif", "skrip-pembuka.pdf"]
    hashes = [
        [
            result.sha256
            for result in take_in(
                [corpus / name for name in names],
                staging / str(time),
                known={},
                options=IntakeOptions(apart=True),
                waiting=settled,
            )
            if isinstance(result, Accepted)
        ]
        for time in (1, 2)
    ]
    assert len(hashes[0]) == len(names)
    assert hashes[0] == hashes[1]


@pytest.mark.skipif(sys.platform == "win32", reason="the system keeps no such account")
def test_bombs_stay_within_the_memory_of_the_parsing_process(
    taken: tuple[Path, dict[str, Result]], corpus: Path, tmp_path: Path
) -> None:
    assert isinstance(taken[1]["bom-isi.pdf"], Rejected)
    assert isinstance(taken[1]["bom-objek.pdf"], Rejected)
    # in a process of its own: the account of this one holds every program that other tests have started
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from xl_macros.scans.intake import IntakeOptions, take_in\n"
        "from xl_macros.scans.sources import Waiting\n"
        "if __name__ == '__main__':\n"
        "    take_in([Path(name) for name in sys.argv[2:]], Path(sys.argv[1]), known={}, options=IntakeOptions(),\n"
        "            waiting=Waiting(clock=lambda: 4_000_000_000.0))\n"
        "    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    script = tmp_path / "bom.py"
    script.write_text(code, encoding="utf-8")
    bombs = [str(corpus / name) for name in ("bom-isi.pdf", "bom-objek.pdf")]
    command = [sys.executable, str(script), str(tmp_path / "staging"), *bombs]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    most = int(done.stdout) * (1 if sys.platform == "darwin" else 1024)
    assert most > 10_000_000  # something was parsed
    assert most < 1_600_000_000
