"""What was scanned is what is drawn: the stated size on every paper, at every resolution, in every format."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from xl_macros.scans.images import image_to_pdf
from xl_macros.scans.paper import PAPERS, place

INCH = 25.4
FORMATS = {
    "JPEG": ("L", "JPEG", {"quality": 30}),
    "PNG": ("L", "PNG", {}),
    "PNG 1-bit": ("1", "PNG", {}),
    "TIFF 1-bit": ("1", "TIFF", {"compression": "group4"}),
    "TIFF grey": ("L", "TIFF", {"compression": "tiff_lzw"}),
    "TIFF colour": ("RGB", "TIFF", {"compression": "tiff_lzw"}),
}
PAPER_SIZES = st.sampled_from(["A5", "A4", "F4", "A3", "Letter", "Legal"])


def pixels(paper: str, dpi: tuple[float, float], *, lying: bool) -> tuple[int, int]:
    width, height = PAPERS[paper][::-1] if lying else PAPERS[paper]
    return round(width / INCH * dpi[0]), round(height / INCH * dpi[1])


@given(
    PAPER_SIZES,
    st.integers(75, 1200),
    st.booleans(),
    st.booleans(),
    st.sampled_from([72, 150, 200, 300, 600]),
)
@example("A4", 600, False, True, 200)
@example("A3", 300, True, False, 200)
@example("A4", 96, False, False, 200)
def test_the_stated_size_is_kept_and_never_less_than_asked_is_left(
    paper: str, dpi: int, lying: bool, bilevel: bool, asked: int
) -> None:
    size = pixels(paper, (dpi, dpi), lying=lying)
    placed = place(size, (dpi, dpi), asked, keep_pixels=bilevel)
    stated = [72 * side / dpi for side in size]
    assert placed.picture == pytest.approx(stated, rel=0.006)
    sides = sorted(side * 72 / INCH for side in PAPERS[paper])
    assert sorted(placed.page) == pytest.approx(sides, rel=0.005)
    if placed.pixels != size:
        assert not bilevel
        assert dpi > 2 * asked
        assert min(placed.dpi) >= asked - 0.01
    assert [72 * n / d for n, d in zip(placed.pixels, placed.dpi, strict=True)] == pytest.approx(
        stated, rel=0.001
    )


@given(st.floats(-0.029, 0.004), PAPER_SIZES)
def test_a_scan_that_is_cropped_a_little_lies_on_its_paper(off: float, paper: str) -> None:
    size = tuple(round(side / INCH * 300 * (1 + off)) for side in PAPERS[paper])
    placed = place((size[0], size[1]), (300, 300), 200)
    known = [tuple(side * 72 / INCH for side in one) for one in PAPERS.values()]
    assert any(placed.page == pytest.approx(one, rel=0.005) for one in known)
    assert placed.picture == pytest.approx([72 * side / 300 for side in size], rel=0.006)


@given(st.integers(60, 20_000), st.integers(60, 20_000), st.one_of(st.none(), st.floats(0, 3000)))
def test_whatever_is_stated_the_picture_lies_on_its_page(width: int, height: int, dpi: float | None) -> None:
    placed = place((width, height), None if dpi is None else (dpi, dpi), 200)
    for page, picture in zip(placed.page, placed.picture, strict=True):
        assert 0 < picture <= page + 1e-6
        assert page <= 14_400 + 1e-6


def test_of_a_picture_without_a_size_only_the_short_side_is_judged() -> None:
    strip = place((1080, 9600), None, 200)
    assert strip.pixels == (1080, 9600)
    assert strip.page == pytest.approx((595.28, 5291.34), abs=0.01)
    assert place((9600, 1500), None, 200).pixels == (9600, 1500)
    assert place((6000, 8000), None, 200).pixels == (1654, 2205)


def written(path: Path, size: tuple[int, int], dpi: tuple[float, float], form: str) -> str:
    mode, kind, options = FORMATS[form]
    Image.new(mode, size, 1 if mode == "1" else "white").save(path, kind, dpi=dpi, **options)
    return kind


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    paper=PAPER_SIZES,
    dpi=st.sampled_from([75, 96, 100, 150, 200, 240, 300, 400]),
    form=st.sampled_from(sorted(FORMATS)),
)
@example(paper="A4", dpi=600, form="TIFF 1-bit")
@example(paper="A3", dpi=600, form="TIFF 1-bit")
@example(paper="A4", dpi=1200, form="PNG 1-bit")
@example(paper="F4", dpi=600, form="JPEG")
def test_every_format_is_drawn_at_its_size(paper: str, dpi: int, form: str, tmp_path: Path) -> None:
    source, output = tmp_path / "gambar", tmp_path / "hasil.pdf"
    output.unlink(missing_ok=True)
    size = pixels(paper, (dpi, dpi), lying=False)
    kind = written(source, size, (dpi, dpi), form)
    answer = image_to_pdf(str(source), kind, str(output), 200, 10)
    page, drawn, inside = look(output)
    assert drawn == pytest.approx([72 * side / dpi for side in size], rel=0.007)
    assert page == pytest.approx([side * 72 / INCH for side in PAPERS[paper]], rel=0.005)
    if "1-bit" in form or dpi <= 400:
        assert inside == size
        assert answer["notes"] == []
    else:
        (note,) = answer["notes"]
        assert (
            f"ke 200 dpi dari {dpi} dpi ({size[0]} x {size[1]} menjadi {inside[0]} x {inside[1]} titik)"
            in note
        )


def look(path: Path) -> tuple[list[float], list[float], tuple[int, int]]:
    """Page, drawn picture in points, pixels of the stored picture."""
    with pikepdf.open(path) as pdf:
        page = pdf.pages[0]
        found = re.search(rb"([\d.]+) 0 0 ([\d.]+) ", page.Contents.read_bytes())
        assert found is not None
        image = next(iter(page.get_images().values()))
        if image.get("/BitsPerComponent") == 1:
            assert image.ColorSpace == "/DeviceGray"
        sides = [float(side) for side in page.mediabox[2:]]
        return sides, [float(found[1]), float(found[2])], (int(image.Width), int(image.Height))


def test_a_fax_of_unequal_resolution_stands_upright(tmp_path: Path) -> None:
    source, output = tmp_path / "faks.tif", tmp_path / "hasil.pdf"
    Image.new("1", (1728, 1100), 1).save(source, "TIFF", compression="group3", dpi=(204, 98))
    image_to_pdf(str(source), "TIFF", str(output), 200, 10)
    page, drawn, inside = look(output)
    assert inside == (1728, 1100)
    assert drawn == pytest.approx([72 * 1728 / 204, 72 * 1100 / 98], rel=0.001)
    assert page[1] > page[0]


def only_the_shape(form: str, path: Path) -> None:
    """A4 of 200 dots across for 100 down, in a file that gives no unit for them."""
    picture = Image.new("L", (1654, 1169), 255)
    if form == "TIFF":
        picture.save(path, form, tiffinfo={282: 200.0, 283: 100.0, 296: 1})
        return
    data = io.BytesIO()
    picture.save(data, form, dpi=(200, 100))
    written_out = bytearray(data.getvalue())
    if form == "JPEG":
        written_out[written_out.find(b"JFIF\0") + 7] = 0
    else:
        at = written_out.find(b"pHYs")
        written_out[at + 12] = 0
        written_out[at + 13 : at + 17] = zlib.crc32(written_out[at : at + 13]).to_bytes(4, "big")
    path.write_bytes(written_out)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_dots_that_are_not_square_are_drawn_so_without_a_resolution_too(form: str, tmp_path: Path) -> None:
    only_the_shape(form, tmp_path / "masuk")
    image_to_pdf(str(tmp_path / "masuk"), form, str(tmp_path / "halaman.pdf"), 200, 10)
    page, drawn, _ = look(tmp_path / "halaman.pdf")
    assert page == pytest.approx([595.3, 841.9], abs=0.5)
    assert drawn == pytest.approx([595.3, 841.9], abs=2)


@given(st.integers(60, 9000), st.integers(60, 9000), st.floats(0, 300), st.floats(0, 300))
def test_a_shape_that_no_scanner_makes_is_passed_over(
    width: int, height: int, across: float, down: float
) -> None:
    page, picture, _, _ = place((width, height), (across, down), 200)
    assert all(0 < one <= side + 0.01 for one, side in zip(picture, page, strict=True))


def test_a_turned_fax_keeps_its_two_resolutions(tmp_path: Path) -> None:
    source, output = tmp_path / "faks.tif", tmp_path / "hasil.pdf"
    Image.new("L", (1100, 1728), 255).save(source, "TIFF", dpi=(98, 204), tiffinfo={274: 6})
    image_to_pdf(str(source), "TIFF", str(output), 200, 10)
    _, drawn, inside = look(output)
    assert inside == (1728, 1100)
    assert drawn == pytest.approx([72 * 1728 / 204, 72 * 1100 / 98], rel=0.001)


def test_a_frame_without_resolution_does_not_inherit_one(tmp_path: Path) -> None:
    source, output = tmp_path / "dua.tif", tmp_path / "hasil.pdf"
    first, second = Image.new("L", (1240, 1754), 255), Image.new("L", (1240, 1754), 200)
    buffer = io.BytesIO()
    first.encoderinfo = {"dpi": (300, 300)}  # A6 or so; the second says nothing and is fitted to A4
    first.save(buffer, "TIFF", save_all=True, append_images=[second], dpi=(300, 300))
    source.write_bytes(buffer.getvalue())
    image_to_pdf(str(source), "TIFF", str(output), 200, 10)
    with pikepdf.open(output) as pdf:
        assert len(pdf.pages) == 2
        assert float(pdf.pages[0].mediabox[2]) == pytest.approx(297.6, abs=1)


def test_a_photo_with_exif_and_no_resolution_is_not_taken_for_72_dpi(tmp_path: Path) -> None:
    source, output = tmp_path / "foto.jpg", tmp_path / "hasil.pdf"
    tags = Image.Exif()
    tags[271] = "Telepon"
    Image.new("L", (600, 800), 200).save(source, "JPEG", exif=tags)
    image_to_pdf(str(source), "JPEG", str(output), 200, 10)
    assert look(output)[0] == pytest.approx([595.28, 841.89], abs=0.1)


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "group4"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_tiff_that_lies_on_its_side_stands_upright_however_it_is_packed(
    compression: str, orientation: int, tmp_path: Path
) -> None:
    source, output = tmp_path / "arah.tif", tmp_path / "hasil.pdf"
    turns = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    upright = Image.new("L", (620, 877), 255)
    upright.paste(0, (0, 0, 310, 438))
    stored = upright.transpose(turns[orientation]) if orientation in turns else upright
    stored.convert("1").save(source, "TIFF", compression=compression, tiffinfo={274: orientation})
    image_to_pdf(str(source), "TIFF", str(output), 200, 10)
    with pikepdf.open(output) as pdf:
        picture = pikepdf.PdfImage(next(iter(pdf.pages[0].get_images().values()))).as_pil_image().convert("L")
    assert picture.size == (620, 877)
    corners = [picture.getpixel((x, y)) for y in (200, 600) for x in (150, 450)]
    assert corners == [0, 255, 255, 255]
