"""What a parsing process may say of a file, and the bounds by which it judges."""

from __future__ import annotations

MAX_IMAGE_PIXELS = 150_000_000
"""A3 at 800 dpi; more is a bomb or a mistake."""

MAX_BILEVEL_PIXELS = 300_000_000
"""The same for black and white, where a plan of A0 at 400 dpi is 248 million dots of one bit."""

MAX_STREAM_BYTES = 250_000_000
"""What one compressed stream of a PDF may grow to: an A3 page at 600 dpi in RGB takes 209 MB."""

MAX_JPEG_WORK = 2**32 - 1
"""qpdf refuses a JPEG whose pixels take more than a twentieth of this (71 megapixels in RGB)."""

TOO_MUCH_MEMORY = "Isi berkas terlalu besar setelah dibuka."
SMALLER = "Pindai ulang dengan resolusi 200-300 dpi."
SCAN_AGAIN = "Pindai ulang, atau minta berkasnya sekali lagi."


class Unacceptable(Exception):
    """The file is refused; both parts are Indonesian sentences."""

    def __init__(self, what: str, cure: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure


class Damaged(Unacceptable):
    """Content is missing or does not decode; of a file that is still being written this is no verdict yet."""


class ToBeAsked(Unacceptable):
    """The file can be taken only on an explicit yes; `what` says what would be kept or lost."""
