"""The pictures of the corpus. Each shows which way is up: only the upper left quarter is dark."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

SIZE = (248, 351)  # A4 at 30 dpi
DARK = (25, 35, 90)


def colour_page(label: str, size: tuple[int, int] = SIZE) -> Image.Image:
    """A white page with a dark upper left quarter and a fine pattern, so that damage cannot hide in flatness.

    `label` is written on it: two files with the same pixels would be told apart as duplicates only.
    """
    page = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, size[0] // 2, size[1] // 2), fill=DARK)
    draw.text((size[0] // 2 + 8, 40), label[:16], fill=(0, 0, 0))
    for y in range(size[1] // 2 + 4, size[1], 9):
        draw.line((10, y, size[0] - 10, y + 4), fill=(150, 90, 40), width=2)
    return page


def grey_page(number: int | str = 1) -> Image.Image:
    return colour_page(f"halaman {number}").convert("L")


def encoded(image: Image.Image, format_name: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_name, **options)
    return buffer.getvalue()


def jpeg(image: Image.Image, **options: object) -> bytes:
    return encoded(image, "JPEG", **({"quality": 70} | options))
