"""A look at a JPEG's coded data finds the same damage as qpdf's full decoding, and changes nothing of the document."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import simplejpeg
from PIL import Image

from xl_macros.scans import jpeg_look, pdf
from xl_macros.scans.bounds import Damaged
from xl_macros.scans.jpeg_look import is_whole

DAMAGES = 6_000
KINDS = (
    "bit turned",
    "three bits turned",
    "zeroed",
    "set to FF",
    "other bytes",
    "cut short",
    "bytes missing",
    "bytes doubled",
)
SPACES = {"Gray": "GRAY", "YCbCr": "RGB", "RGB": "RGB", "CMYK": "CMYK", "YCCK": "CMYK"}
WAYS: tuple[dict[str, object], ...] = (
    {},
    {"optimize": True},
    {"quality": 95},
    {"subsampling": 0},
    {"subsampling": 1},
    {"restart_marker_rows": 1},
    {"restart_marker_blocks": 3},
)


def picture(mode: str, size: tuple[int, int], **options: object) -> bytes:
    buffer = io.BytesIO()
    bands = [Image.effect_noise(size, 40 + 15 * band) for band in range(len(mode) if mode != "L" else 1)]
    Image.merge(mode, bands).save(buffer, "JPEG", **{"quality": 72, **options})
    return buffer.getvalue()


def pictures() -> list[bytes]:
    """Of those kinds that the library takes."""
    sizes = {"L": (97, 131), "RGB": (90, 61), "CMYK": (64, 50)}
    return [
        picture(mode, size, **way)
        for mode, size in sizes.items()
        for way in WAYS
        if not (mode == "CMYK" and "subsampling" in way)
    ]


def damaged(jpeg: bytes, kind: str, start: int, chance: random.Random) -> bytes:
    """The picture with one damage at or behind `start`."""
    data = bytearray(jpeg)
    at, many = chance.randrange(start, len(data)), chance.choice((1, 2, 8, 64, 512))
    part = data[at : at + many]
    if kind == "cut short":
        del data[at:]
    elif kind == "bytes missing":
        del data[at : at + many]
    elif kind == "bytes doubled":
        data[at:at] = part
    elif kind == "zeroed":
        data[at : at + many] = bytes(len(part))
    elif kind == "set to FF":
        data[at : at + many] = b"\xff" * len(part)
    elif kind == "other bytes":
        data[at : at + many] = chance.randbytes(len(part))
    else:
        for _ in range(3 if kind == "three bits turned" else 1):
            data[chance.randrange(start, len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


@pytest.fixture(scope="module")
def judge() -> Iterator[pikepdf.Pdf]:
    with pikepdf.new() as document:
        yield document


def decodes(document: pikepdf.Pdf, jpeg: bytes) -> bool:
    """Whether qpdf draws the whole picture without a complaint."""
    stream = pikepdf.Stream(document, jpeg, Filter=pikepdf.Name.DCTDecode)
    try:
        stream.get_stream_buffer(pikepdf.StreamDecodeLevel.all)
    except pikepdf.PikepdfError:
        document.get_warnings()
        return False
    return not document.get_warnings()


def draws(jpeg: bytes) -> bool:
    """Whether the same library draws the whole picture without a complaint."""
    try:
        simplejpeg.decode_jpeg(jpeg, SPACES[simplejpeg.decode_jpeg_header(jpeg)[2]], strict=True)
    except ValueError:
        return False
    return True


def test_damage_of_the_coded_data_is_found_as_by_the_full_decoding(judge: pikepdf.Pdf) -> None:
    """qpdf may bring another libjpeg-turbo: that of 2017 in its wheel for Linux judges one in ten thousand otherwise,
    that of 2026 in its wheel for Windows none (of 90,000)."""
    chance = random.Random(20261129)  # noqa: S311
    made = pictures()
    assert all(is_whole(jpeg) and decodes(judge, jpeg) for jpeg in made)
    found = otherwise = 0
    for number in range(DAMAGES):
        jpeg, kind = chance.choice(made), KINDS[number % len(KINDS)]
        worse = damaged(jpeg, kind, jpeg.rindex(b"\xff\xda") + 2, chance)
        whole = is_whole(worse)
        assert whole == draws(worse), (kind, number)
        found += not whole
        otherwise += whole != decodes(judge, worse)
    assert found > DAMAGES // 2
    assert otherwise <= DAMAGES // 1000


def test_of_damaged_headers_nothing_is_called_whole_that_does_not_decode(judge: pikepdf.Pdf) -> None:
    chance = random.Random(7)  # noqa: S311
    made = pictures()
    for number in range(600):
        jpeg = chance.choice(made)
        head = jpeg[: jpeg.rindex(b"\xff\xda") + 2]
        worse = damaged(head, KINDS[number % len(KINDS)], 0, chance) + jpeg[len(head) :]
        assert decodes(judge, worse) or not is_whole(worse), number


@pytest.mark.parametrize(
    "jpeg",
    [
        picture("RGB", (90, 61), progressive=True),
        picture("CMYK", (64, 50), subsampling=1),
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff\xda\x00\x02",
        picture("L", (16, 16)).replace(bytes((8, 0, 16, 0, 16)), bytes((8, 255, 220, 255, 220)), 1),
    ],
    ids=["in passes", "a way the library does not know", "empty", "cut", "no frame", "beyond the bound"],
)
def test_what_is_not_for_the_quick_look_is_left_to_qpdf(jpeg: bytes) -> None:
    assert not is_whole(jpeg)


def test_without_the_library_qpdf_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    jpeg = picture("L", (16, 16))
    assert is_whole(jpeg)
    monkeypatch.setitem(sys.modules, "simplejpeg", None)
    assert not is_whole(jpeg)


# -- in a document -------------------------------------------------------------------------------------------


def document(path: Path, jpegs: list[bytes], *, listed: bool = False, script: bool = False) -> Path:
    with pikepdf.new() as made:
        for jpeg in jpegs:
            page = made.add_blank_page(page_size=(595, 842))
            name = pikepdf.Name.DCTDecode
            drawn = made.make_stream(
                jpeg,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=97,
                Height=131,
                ColorSpace=pikepdf.Name.DeviceGray,
                BitsPerComponent=8,
                Filter=pikepdf.Array([name]) if listed else name,
            )
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=drawn))
            page.Contents = made.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        if script:
            made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))
        made.save(path, deterministic_id=True)
    return path


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Each look that was taken: whether the picture was called whole."""
    taken: list[bool] = []

    def noted(jpeg: bytes) -> bool:
        taken.append(is_whole(jpeg))
        return taken[-1]

    monkeypatch.setattr(jpeg_look, "WORTH_LOADING_BYTES", 0)
    monkeypatch.setattr(jpeg_look, "is_whole", noted)
    return taken


@pytest.mark.parametrize("listed", [False, True])
def test_a_whole_scan_is_kept_as_it_is(tmp_path: Path, looks: list[bool], listed: bool) -> None:
    jpegs = [picture("L", (97, 131), quality=quality) for quality in (60, 72)]
    path = document(tmp_path / "utuh.pdf", jpegs, listed=listed)
    answer = pdf.check_pdf(str(path), str(tmp_path / "salinan.pdf"), 10)
    assert (answer["pages"], answer["notes"], answer["rewritten"]) == (2, [], False)
    assert looks == [True, True]


def test_a_copy_bears_the_pictures_and_their_packing_unchanged(tmp_path: Path, looks: list[bool]) -> None:
    jpeg = picture("L", (97, 131))
    path, copy = document(tmp_path / "skrip.pdf", [jpeg], script=True), tmp_path / "salinan.pdf"
    answer = pdf.check_pdf(str(path), str(copy), 10)
    assert answer["rewritten"]
    with pikepdf.open(copy) as written:
        (drawn,) = (
            found for found in written.objects if isinstance(found, pikepdf.Stream) and "/Width" in found
        )
        assert drawn.stream_dict["/Filter"] == pikepdf.Name.DCTDecode
        assert drawn.read_raw_bytes() == jpeg
    assert looks
    assert all(looks)


def test_a_damaged_picture_beside_a_whole_one_is_refused_with_its_page(
    tmp_path: Path, looks: list[bool]
) -> None:
    jpeg = picture("L", (97, 131))
    path = document(tmp_path / "rusak.pdf", [jpeg, jpeg[: len(jpeg) // 2]])
    with pytest.raises(Damaged, match="halaman 2"):
        pdf.check_pdf(str(path), str(tmp_path / "salinan.pdf"), 10)
    assert looks[:2] == [True, False]
    assert not (tmp_path / "salinan.pdf").exists()


def test_a_small_scan_does_not_pay_for_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_jpeg: bytes) -> bool:
        raise AssertionError("looked")

    monkeypatch.setattr(jpeg_look, "is_whole", never)
    monkeypatch.setattr(jpeg_look._Seen, "size_bytes", 0)
    path = document(tmp_path / "kecil.pdf", [picture("L", (97, 131))])
    assert not pdf.check_pdf(str(path), str(tmp_path / "salinan.pdf"), 10)["rewritten"]
