"""Made-up scans for the demonstration: they look like paper on a scanner or under a phone, and say CONTOH.

The same lines and the same seed give the same bytes with the same Pillow. Nothing here is real; every page
carries the watermark.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

    Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

SCAN_DPI = 150
_PAGE = (1240, 1754)  # A4 at 150 dpi
_MARGIN = 150
_INK = 38
_FILLER = (
    "Halaman ini dibuat oleh program sebagai contoh dan tidak memuat dokumen yang sebenarnya. Nama, nomor dan "
    "keterangan di dalamnya hanya untuk memperlihatkan cara kerja register.",
    "Salinan dokumen yang dikecualikan disimpan di Folder Khusus dan hanya dibuka oleh petugas yang berwenang. "
    "Setiap pembukaan, pemindahan dan pemeriksaan dicatat pada log langkah.",
    "Jangka waktu pengecualian dihitung menurut bunyi keputusan. Apabila tanggal mulai tidak dapat dibuktikan, "
    "tanggal berakhir tidak ditulis dan barisnya diberi temuan.",
    "Demikian contoh ini dibuat agar dapat dipergunakan sebagaimana mestinya.",
)


def make_scan_pdf(lines: Sequence[str], *, seed: int, pages: int = 2) -> bytes:
    """A PDF of `pages` scanned A4 pages; the first says `lines` (heading first), the others go on with filler."""
    import img2pdf
    import pikepdf

    sheets = [
        make_scan_page(
            lines if number == 1 else (), seed=seed * 97 + number, number=number, signed=number == pages
        )
        for number in range(1, pages + 1)
    ]
    paper = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
    raw = img2pdf.convert(
        [_jpeg(sheet, quality=72) for sheet in sheets],
        layout_fun=img2pdf.get_layout_fun(paper),
        nodate=True,
        engine=img2pdf.Engine.pikepdf,
    )
    result = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        del pdf.trailer["/ID"]  # made from the clock
        pdf.save(result, deterministic_id=True)
    return result.getvalue()


def make_scan_page(lines: Sequence[str], *, seed: int, number: int = 1, signed: bool = True) -> Image.Image:
    """One greyscale page of 1240 x 1754 pixels: text, signature and stamp, slightly askew, with scanner noise."""
    from PIL import Image

    chance = random.Random(seed)  # noqa: S311  looks, not secrets
    page = _typed_page(lines, number, chance, signed=signed)
    page = page.rotate(
        chance.uniform(-1.1, 1.1),
        resample=Image.Resampling.BICUBIC,
        fillcolor=236,
        translate=(chance.randint(-9, 9), 0),
    )
    page = _with_lid_shadow(page, chance)
    return _with_noise(page, chance, strength=0.055)


def make_phone_photo(lines: Sequence[str], *, seed: int) -> bytes:
    """A colour JPEG of a page on a desk, lying on its side with EXIF orientation 6, as phones write it."""
    from PIL import Image, ImageFilter

    chance = random.Random(seed)  # noqa: S311  looks, not secrets
    upright = _photographed(_typed_page(lines, 1, chance), chance).filter(ImageFilter.GaussianBlur(0.7))
    lying = upright.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[274] = 6
    exif[271], exif[272] = "Contoh", "Kamera Contoh"
    buffer = io.BytesIO()
    lying.save(buffer, "JPEG", quality=80, exif=exif)
    return buffer.getvalue()


def _jpeg(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, dpi=(SCAN_DPI, SCAN_DPI))
    return buffer.getvalue()


# -- the sheet of paper ----------------------------------------------------------------------------------


def _font(size: float) -> Font:
    from PIL import ImageFont

    return ImageFont.load_default(size)  # comes with Pillow: the same on every computer


def _typed_page(
    lines: Sequence[str], number: int, chance: random.Random, *, signed: bool = True
) -> Image.Image:
    from PIL import Image, ImageDraw

    page = Image.new("L", _PAGE, 247)
    _watermark(page)
    draw = ImageDraw.Draw(page)
    y = _letterhead(draw) if number == 1 else 130
    if number > 1:
        draw.text((_PAGE[0] / 2, y), f"- {number} -", font=_font(24), fill=_INK, anchor="mm")
        y += 70
    if lines:
        y = _paragraph(draw, lines[0].upper(), y + 20, size=32, centred=True, bold=True) + 16
        for line in lines[1:]:
            y = _paragraph(draw, line, y, size=28, centred=True) + 6
        y += 40
    for paragraph in _FILLER if lines else chance.sample(_FILLER[:3], 3):
        y = _paragraph(draw, paragraph, y, size=26, indent=70) + 18
    if signed:
        _signature(draw, chance, y + 60)
    return page


def _letterhead(draw: ImageDraw.ImageDraw) -> float:
    middle = _PAGE[0] / 2
    for text, y, size in (
        ("KOMISI PEMILIHAN UMUM", 120, 36),
        ("KABUPATEN CONTOH", 166, 32),
        ("Jalan Contoh Nomor 1, Kota Contoh", 208, 22),
    ):
        draw.text((middle, y), text, font=_font(size), fill=_INK, anchor="mm", stroke_width=size > 30)
    draw.line((_MARGIN - 40, 238, _PAGE[0] - _MARGIN + 40, 238), fill=_INK, width=5)
    draw.line((_MARGIN - 40, 246, _PAGE[0] - _MARGIN + 40, 246), fill=_INK, width=2)
    return 290


def _paragraph(
    draw: ImageDraw.ImageDraw,
    text: str,
    y: float,
    *,
    size: int,
    centred: bool = False,
    bold: bool = False,
    indent: int = 0,
) -> float:
    """Set the text in lines that fit the page; the y below it."""
    font, width = _font(size), _PAGE[0] - 2 * _MARGIN
    line, first = "", True
    for word in [*text.split(), None]:
        longer = f"{line} {word}".strip()
        room = width - (indent if first else 0)
        if word is not None and draw.textlength(longer, font=font) <= room:
            line = longer
            continue
        x: float = _PAGE[0] / 2 if centred else _MARGIN + (indent if first else 0)
        draw.text(
            (x, y),
            line,
            font=font,
            fill=_INK,
            anchor="ma" if centred else "la",
            stroke_width=0.4 if bold else 0,
        )
        y += size * 1.5
        line, first = word or "", False
    return y


def _signature(draw: ImageDraw.ImageDraw, chance: random.Random, y: float) -> None:
    x = _PAGE[0] - _MARGIN - 380
    draw.text((x, y), "Pejabat Contoh,", font=_font(26), fill=_INK)
    at = (x + 20.0, y + 110.0)
    stroke = [at]
    for _ in range(26):
        at = (at[0] + chance.uniform(2, 18), y + 110 + chance.uniform(-48, 40))
        stroke.append(at)
    draw.line(stroke, fill=70, width=4, joint="curve")
    draw.text((x, y + 180), "N A M A  C O N T O H", font=_font(26), fill=_INK)
    middle = (x - 40, y + 105)
    for radius, width in ((100, 6), (84, 3)):
        draw.circle(middle, radius, outline=128, width=width)
    for offset, text in ((-22, "STEMPEL"), (16, "CONTOH")):
        draw.text((middle[0], middle[1] + offset), text, font=_font(27), fill=128, anchor="mm")


def _watermark(page: Image.Image) -> None:
    from PIL import Image, ImageDraw

    layer = Image.new("L", (1500, 420), 0)
    ImageDraw.Draw(layer).text((750, 210), "CONTOH", font=_font(330), fill=34, anchor="mm")
    turned = layer.rotate(50, expand=True, resample=Image.Resampling.BICUBIC)
    place = ((_PAGE[0] - turned.width) // 2, (_PAGE[1] - turned.height) // 2)
    page.paste(90, place, turned)


# -- the scanner and the phone ---------------------------------------------------------------------------


def _with_lid_shadow(page: Image.Image, chance: random.Random) -> Image.Image:
    """Darker towards one side, as where the book or the lid stands off the glass."""
    from PIL import Image, ImageChops

    gradient = Image.linear_gradient("L").rotate(90 if chance.random() < 0.5 else -90).resize(page.size)
    soft = gradient.point(lambda grey: 255 - max(0, 90 - grey) * 0.55)
    return ImageChops.multiply(page, soft)


def _with_noise(page: Image.Image, chance: random.Random, *, strength: float) -> Image.Image:
    """Grain. Pillow's own noise cannot be seeded."""
    from PIL import Image

    grain = Image.frombytes("L", page.size, chance.randbytes(page.width * page.height))
    if page.mode != "L":
        grain = grain.convert(page.mode)
    return Image.blend(page, grain, strength)


def _photographed(sheet: Image.Image, chance: random.Random) -> Image.Image:
    """The sheet in perspective on a desk, 1500 x 2000, with light from one side."""
    from PIL import Image, ImageChops, ImageDraw, ImageFilter

    size = (1500, 2000)
    desk = Image.new("RGB", size, (112, 78, 52))
    grain = ImageDraw.Draw(desk)
    for y in range(0, size[1], 6):
        shade = chance.randint(-12, 12)
        grain.line(
            (0, y, size[0], y + chance.randint(-40, 40)), fill=(112 + shade, 78 + shade, 52 + shade), width=9
        )
    corners = [
        (150 + chance.randint(-40, 40), 120 + chance.randint(-30, 30)),
        (1370 + chance.randint(-40, 40), 150 + chance.randint(-30, 30)),
        (1400 + chance.randint(-30, 30), 1880 + chance.randint(-40, 40)),
        (90 + chance.randint(-30, 30), 1850 + chance.randint(-40, 40)),
    ]
    view = _perspective(corners, sheet.size)
    paper = sheet.convert("RGB").transform(size, Image.Transform.PERSPECTIVE, view, Image.Resampling.BILINEAR)
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon(corners, fill=255)
    shadow = ImageChops.offset(mask, 14, 18).filter(ImageFilter.GaussianBlur(16))
    desk.paste((40, 26, 18), (0, 0), shadow)
    desk.paste(paper, (0, 0), mask)
    down = Image.linear_gradient("L").resize(size)
    across = Image.linear_gradient("L").rotate(90).resize(size)
    light = Image.blend(down, across, 0.35).point(lambda grey: 168 + grey * 0.34)
    warm = Image.merge(
        "RGB", (light, light.point(lambda grey: grey * 0.985), light.point(lambda grey: grey * 0.94))
    )
    return _with_noise(ImageChops.multiply(desk, warm), chance, strength=0.03)


def _perspective(corners: Sequence[tuple[float, float]], sheet: tuple[int, int]) -> list[float]:
    """The eight coefficients that map points of the photo back to the sheet (clockwise from top left)."""
    flat = [(0, 0), (sheet[0], 0), sheet, (0, sheet[1])]
    matrix: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, flat, strict=True):
        matrix.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        matrix.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solved(matrix)


def _solved(matrix: list[list[float]]) -> list[float]:
    """Gauss-Jordan elimination with pivots on rows of coefficients followed by the right-hand side."""
    size = len(matrix)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(matrix[row][column]))
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        factor = matrix[column][column]
        matrix[column] = [value / factor for value in matrix[column]]
        for row in range(size):
            if row != column:
                factor = matrix[row][column]
                matrix[row] = [a - factor * b for a, b in zip(matrix[row], matrix[column], strict=True)]
    return [row[-1] for row in matrix]
