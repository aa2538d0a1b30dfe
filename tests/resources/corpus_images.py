"""The images of the corpus, as scanners, phones and image programs write them, and as hostile hands do."""

from __future__ import annotations

import base64
import random
import struct
import zlib
from collections.abc import Iterator

from corpus_case import Case, written
from corpus_pixels import SIZE, colour_page, encoded, grey_page, jpeg
from PIL import Image, ImageDraw

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFmAAEAAAAAAAAAVgAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAwmlwcnAAAACkaXBjbwAAAHhodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDyAoWW6kkprm4EBAwIAAAMAAgAAAwACECIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAHgAAACgAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAABebWRhdAAAAFIoAa8ZgGwUvfqv//qSe+79QeX9UyNLej/jq2AFjOl8jcsdqft2WcEoHIsUnZrCkAAAAwAAAwFOYxaGY3/m/uXQ/ZCiseoZrUzsw4/oAAAHjEH+"
)
"""120 x 160, made once with libheif's heif-enc from the same picture: no library at hand writes HEIC."""

_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera stores the upright picture so that the orientation tag brings it back."""


def exif(orientation: int, **more: object) -> Image.Exif:
    tags = Image.Exif()
    tags[274] = orientation
    for tag, value in more.items():
        tags[int(tag.lstrip("_"))] = value
    return tags


def photo(orientation: int) -> bytes:
    upright = colour_page(f"arah {orientation}")
    stored = upright.transpose(_TURNED[orientation]) if orientation in _TURNED else upright
    return jpeg(stored, exif=exif(orientation))


def phone_photo_with_everything() -> bytes:
    """Place, owner, a comment, and a video behind the picture, as some phones append it."""
    tags = exif(1, _271="Telepon Pribadi", _315="Nama Pemilik")
    gps = tags.get_ifd(0x8825)
    gps[1], gps[2] = "S", (8.0, 29.0, 47.0)
    return (
        jpeg(colour_page("jejak"), exif=tags, comment=b"catatan pribadi")
        + b"\0\0\0\x18ftypmp42"
        + b"video" * 50
    )


def two_pictures() -> bytes:
    return encoded(colour_page("dua"), "MPO", save_all=True, append_images=[colour_page("kecil", (120, 160))])


def bad_huffman_table() -> bytes:
    """A decoding table that makes no sense: another error of the library than damaged picture data."""
    content = bytearray(jpeg(colour_page("huffman")))
    table = content.find(b"\xff\xc4") + 5
    content[table : table + 16] = b"\xff" * 16
    return bytes(content)


def damaged_jpeg() -> bytes:
    content = bytearray(jpeg(colour_page("rusak")))
    start = content.find(b"\xff\xda") + 400
    content[start : start + 150] = random.Random(3).randbytes(150)  # noqa: S311  the same damage each time
    return bytes(content)


def claims(content: bytes, width: int, height: int) -> bytes:
    """The JPEG with other dimensions in its frame header than in its data."""
    at = content.find(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def png(header: bytes, data: bytes) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def colour_of_16_bits() -> bytes:
    """No library at hand writes it: each sample twice, the upper left quarter dark."""
    width, height = SIZE
    dark, white = struct.pack(">HHH", 25 * 257, 35 * 257, 90 * 257), b"\xff" * 6
    half = b"\0" + dark * (width // 2) + white * (width - width // 2)
    rows = half * (height // 2) + (b"\0" + white * width) * (height - height // 2)
    return png(struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0), zlib.compress(rows))


def nonsense_exif() -> bytes:
    """Orientation of a type and a number of values that nobody can read."""
    content = jpeg(colour_page("exif"), exif=exif(6))
    at = content.find(struct.pack(">HHI", 274, 3, 1))
    order = ">HHI" if at >= 0 else "<HHI"
    at = at if at >= 0 else content.find(struct.pack(order, 274, 3, 1))
    return content[:at] + struct.pack(order, 274, 99, 2**31) + content[at + 8 :]


def transparent_tiff() -> bytes:
    page = colour_page("tembus tif").convert("RGBA")
    ImageDraw.Draw(page).rectangle((130, 180, 240, 340), fill=(0, 0, 0, 0))
    return encoded(page, "TIFF", compression="tiff_lzw")


def tiff_bomb() -> bytes:
    """Says 60,000 x 60,000 pixels."""
    content = bytearray(encoded(Image.new("L", (60, 60), 200), "TIFF"))
    first = struct.unpack("<I", content[4:8])[0]
    for entry in range(first + 2, first + 2 + 12 * struct.unpack("<H", content[first : first + 2])[0], 12):
        if struct.unpack("<H", content[entry : entry + 2])[0] in (256, 257):
            content[entry + 2 : entry + 12] = struct.pack("<HII", 4, 1, 60_000)
    return bytes(content)


def endless_tiff() -> bytes:
    """2,001 pages of one small picture each."""
    page = Image.new("1", (60, 60), 1)
    return tiff([page] * 2001, compression="group4")


def png_bomb() -> bytes:
    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(bytes(6251)) for _ in range(2000)) + rows.flush()
    return png(struct.pack(">IIBBBBB", 50000, 50000, 1, 0, 0, 0, 0), data)


def bad_crc() -> bytes:
    content = bytearray(encoded(colour_page("crc"), "PNG"))
    content[len(content) // 2] ^= 0xFF
    return bytes(content)


def transparent(mode: str) -> bytes:
    page = colour_page(mode).convert(mode)
    page.putalpha(Image.new("L", SIZE, 255))
    ImageDraw.Draw(page).rectangle((130, 180, 240, 340), fill=(0, 0, 0, 0) if mode == "RGBA" else (0, 0))
    return encoded(page, "PNG")


def sixteen_bit(label: str) -> Image.Image:
    """Greys of 16 bits: 65535 is white. A careless conversion makes all of it white."""
    page = grey_page(label).convert("I").point(lambda grey: grey * 257)
    return page.convert("I;16")


def tiff(pages: list[Image.Image], **options: object) -> bytes:
    return encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:], **options)


def looping_tiff() -> bytes:
    """One page whose "next page" is itself."""
    content = bytearray(encoded(Image.new("L", (60, 60), 200), "TIFF"))
    first = struct.unpack("<I", content[4:8])[0]
    count = struct.unpack("<H", content[first : first + 2])[0]
    content[first + 2 + 12 * count : first + 6 + 12 * count] = struct.pack("<I", first)
    return bytes(content)


def turned_tiff() -> bytes:
    page = colour_page("arah tif").transpose(Image.Transpose.ROTATE_90)
    return encoded(page, "TIFF", compression="tiff_lzw", tiffinfo={274: 6})


def large_flat() -> Image.Image:
    """A4 at 600 dpi: fine beyond any use, and small as a file because it is flat."""
    page = Image.new("RGB", (4960, 7016), "white")
    ImageDraw.Draw(page).rectangle((0, 0, 2480, 3508), fill=(25, 35, 90))
    return page


def good() -> Iterator[Case]:
    yield Case("foto.jpg", "colour JPEG without orientation", written(jpeg(colour_page("foto.jpg"))), 1)
    yield Case("abu-abu.jpg", "greyscale JPEG stays greyscale", written(jpeg(grey_page("abu-abu.jpg"))), 1)
    for orientation in range(1, 9):
        yield Case(
            f"arah-{orientation}.jpg", f"EXIF orientation {orientation}", written(photo(orientation)), 1
        )
    yield Case("arah-0.jpg", "EXIF orientation 0", written(photo(0)), 1, "Arah foto")
    yield Case("arah-99.jpg", "EXIF orientation 99", written(photo(99)), 1, "Arah foto")
    yield Case(
        "exif-rusak.jpg",
        "an orientation of a type nobody can read: as if there were none",
        written(nonsense_exif()),
        1,
    )
    yield Case(
        "jejak-pribadi.jpg",
        "place, owner, comment and a video behind the picture",
        written(phone_photo_with_everything()),
        1,
    )
    yield Case(
        "dua-gambar.jpg",
        "two pictures in one JPEG (MPO), as some phones write: the first is the page",
        written(two_pictures()),
        1,
    )
    yield Case(
        "progresif.jpg", "progressive JPEG", written(jpeg(colour_page("progresif.jpg"), progressive=True)), 1
    )
    yield Case("cmyk.jpg", "CMYK JPEG", written(jpeg(colour_page("cmyk.jpg").convert("CMYK"))), 1)
    yield Case(
        "600dpi.jpg",
        "A4 at 600 dpi: made smaller",
        written(lambda: jpeg(large_flat(), quality=30)),
        1,
        "diperkecil ke 200 dpi",
    )
    yield Case(
        "sebenarnya-jpeg.pdf",
        "a JPEG with the name of a PDF",
        written(jpeg(grey_page(2))),
        1,
        "berakhiran .pdf",
    )
    yield Case(
        "foto.jpg.png", "a JPEG with two extensions", written(jpeg(grey_page(3))), 1, "berakhiran .png"
    )
    yield Case("warna.png", "colour PNG", written(encoded(colour_page("warna.png"), "PNG")), 1)
    yield Case(
        "palet.png",
        "palette PNG",
        written(encoded(colour_page("palet.png").convert("P", palette=Image.Palette.ADAPTIVE), "PNG")),
        1,
    )
    palette = colour_page("palet tembus").convert("P", palette=Image.Palette.ADAPTIVE, colors=8)
    yield Case(
        "palet-tembus.png",
        "palette PNG with a transparent colour",
        written(encoded(palette, "PNG", transparency=3)),
        1,
    )
    yield Case("tembus.png", "PNG with transparency", written(transparent("RGBA")), 1)
    yield Case("tembus-abu.png", "grey PNG with transparency", written(transparent("LA")), 1)
    yield Case(
        "1-bit.png", "black and white PNG", written(encoded(grey_page("1-bit.png").convert("1"), "PNG")), 1
    )
    yield Case("16-bit-warna.png", "colour PNG of 16 bits", written(colour_of_16_bits()), 1)
    yield Case("16-bit.png", "grey PNG of 16 bits", written(encoded(sixteen_bit("16-bit.png"), "PNG")), 1)
    yield Case(
        "arah-6.png",
        "PNG with an EXIF orientation",
        written(encoded(colour_page("arah-6.png").transpose(_TURNED[6]), "PNG", exif=exif(6))),
        1,
    )
    faxes = [grey_page(number).convert("1") for number in (1, 2, 3)]
    yield Case(
        "faks-3-halaman.tif",
        "TIFF of three black and white pages (CCITT G4)",
        written(tiff(faxes, compression="group4")),
        3,
    )
    yield Case(
        "warna-2-halaman.tif",
        "TIFF of two colour pages (LZW)",
        written(
            tiff(
                [colour_page("warna-2-halaman.tif"), colour_page("lanskap", (300, 200))],
                compression="tiff_lzw",
            )
        ),
        2,
    )
    yield Case(
        "jpeg-dalam.tif",
        "TIFF with JPEG inside",
        written(tiff([colour_page("jpeg-dalam.tif")], compression="jpeg")),
        1,
    )
    yield Case(
        "cmyk.tif",
        "CMYK TIFF",
        written(tiff([colour_page("cmyk.tif").convert("CMYK")], compression="tiff_lzw")),
        1,
    )
    yield Case(
        "16-bit.tif",
        "grey TIFF of 16 bits",
        written(tiff([sixteen_bit("16-bit.tif")], compression="tiff_deflate")),
        1,
    )
    yield Case("tembus.tif", "TIFF with transparency", written(transparent_tiff()), 1)
    yield Case("arah-6.tif", "TIFF with an orientation tag", written(turned_tiff()), 1)
    yield Case("gambar.bmp", "BMP, as Paint writes it", written(encoded(grey_page("gambar.bmp"), "BMP")), 1)
    yield Case(
        "gambar.webp", "WebP, as messengers send it", written(encoded(colour_page("gambar.webp"), "WEBP")), 1
    )
    yield Case("foto.heic", "photo of a newer iPhone", written(HEIC), 1)


def bad() -> Iterator[Case]:
    whole = jpeg(colour_page("utuh"))
    yield Case("terpotong.jpg", "the lower half is missing", written(whole[: len(whole) // 2]), says="rusak")
    yield Case(
        "rusak-tengah.jpg",
        "damage in the middle: opens in most viewers",
        written(damaged_jpeg()),
        says="rusak",
    )
    yield Case(
        "tabel-rusak.jpg", "a decoding table that makes no sense", written(bad_huffman_table()), says="rusak"
    )
    yield Case("kosong.jpg", "0 bytes", written(b""), says="kosong")
    yield Case(
        "raksasa.jpg",
        "says 65,000 x 65,000 pixels",
        written(claims(whole, 65000, 65000)),
        says="terlalu besar",
    )
    yield Case(
        "bohong-ukuran.jpg", "says twice the height it has", written(claims(whole, 248, 700)), says="rusak"
    )
    yield Case("bom.png", "50,000 x 50,000 pixels in 20 kB", written(png_bomb), says="terlalu besar")
    yield Case("bom.tif", "says 60,000 x 60,000 pixels", written(tiff_bomb()), says="terlalu besar")
    yield Case("terlalu-banyak-halaman.tif", "2,001 small pages", written(endless_tiff), says="2001 halaman")
    yield Case("crc-salah.png", "one flipped byte", written(bad_crc()), says="rusak")
    yield Case(
        "terpotong.png",
        "the end is missing",
        written(encoded(colour_page("terpotong.png"), "PNG")[:-300]),
        says="rusak",
    )
    yield Case(
        "ikon.png", "16 x 16 pixels", written(encoded(Image.new("L", (16, 16)), "PNG")), says="terlalu kecil"
    )
    yield Case(
        "melingkar.tif", "the page behind the first is the first: counted once", written(looping_tiff()), 1
    )
    yield Case(
        "terpotong.tif",
        "the pixels are missing",
        written(tiff([colour_page("terpotong.tif")])[:2000]),
        says="rusak",
    )
    yield Case("animasi.gif", "GIF", written(encoded(grey_page("animasi.gif"), "GIF")), says="gambar GIF")
    yield Case(
        "terpotong.bmp",
        "half of a BMP",
        written(encoded(grey_page("gambar.bmp"), "BMP")[:5000]),
        says="rusak",
    )
    yield Case("kosong.webp", "WebP of zeros", written(b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 40), says="rusak")
    yield Case(
        "suara.webp", "a sound with the name of a picture", written(b"RIFF\x24\0\0\0WAVEfmt "), says="suara"
    )
    yield Case(
        "film.heic",
        "a video with the name of a photo",
        written(b"\0\0\0\x18ftypmp42" + b"\0" * 60),
        says="video",
    )
    yield Case("rusak.heic", "the last quarter is missing", written(HEIC[: len(HEIC) * 3 // 4]), says="rusak")
    yield Case(
        "gambar.svg",
        "SVG with a script",
        written(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        says="halaman web",
    )


def image_cases() -> list[Case]:
    return [*good(), *bad()]
