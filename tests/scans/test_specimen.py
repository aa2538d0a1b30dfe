"""The demonstration's scans are what they pretend to be, repeatable, and marked as examples."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
from PIL import Image

from xl_macros.scans.intake import Accepted, IntakeOptions, take_in
from xl_macros.scans.sources import Waiting
from xl_macros.scans.specimen import make_phone_photo, make_scan_page, make_scan_pdf

LINES = ["Daftar riwayat hidup", "UU 14/2008 Pasal 17 huruf h"]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    assert make_scan_pdf(LINES, seed=4) == make_scan_pdf(LINES, seed=4)
    assert make_phone_photo(LINES, seed=4) == make_phone_photo(LINES, seed=4)
    assert make_scan_pdf(LINES, seed=4) != make_scan_pdf(LINES, seed=5)


def test_a_scan_is_one_grey_picture_per_a4_page() -> None:
    with pikepdf.open(io.BytesIO(make_scan_pdf(LINES, seed=1, pages=3))) as pdf:
        assert len(pdf.pages) == 3
        for page in pdf.pages:
            (picture,) = page.get_images().values()
            assert picture.ColorSpace == "/DeviceGray"
            assert (round(float(page.mediabox[2])), round(float(page.mediabox[3]))) == (595, 842)


def test_the_phone_photo_lies_on_its_side_and_says_so() -> None:
    with Image.open(io.BytesIO(make_phone_photo(LINES, seed=2))) as photo:
        assert photo.getexif()[274] == 6
        assert photo.width > photo.height


def test_the_watermark_is_on_every_page() -> None:
    middle = (520, 760, 720, 990)
    plain = [make_scan_page(lines, seed=3, number=number) for number, lines in ((1, LINES), (2, ()))]
    for page in plain:
        darker = sum(1 for grey in page.crop(middle).get_flattened_data() if grey < 232)
        assert darker > 3000


def test_both_are_taken_in_without_complaint(
    tmp_path: Path, staging: Path, settled: Waiting, is_sound_pdf: Callable[[Path], None]
) -> None:
    scan, photo = tmp_path / "keputusan.pdf", tmp_path / "foto.jpg"
    scan.write_bytes(make_scan_pdf(LINES, seed=1))
    photo.write_bytes(make_phone_photo(LINES, seed=1))
    results = take_in([scan, photo], staging, known={}, options=IntakeOptions(), waiting=settled)
    for result in results:
        assert isinstance(result, Accepted)
        assert result.notes == ()
        is_sound_pdf(result.staged)
    with pikepdf.open(results[1].staged) as pdf:  # type: ignore[union-attr]
        assert pdf.pages[0].Rotate == 90
