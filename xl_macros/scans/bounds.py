"""What the parsing process may take up, and how it says that a file is refused."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

MAX_IMAGE_PIXELS = 150_000_000
"""A3 at 800 dpi; more is a bomb or a mistake."""

MAX_BILEVEL_PIXELS = 300_000_000
"""The same for black and white, where a plan of A0 at 400 dpi is 248 million dots of one bit."""

MAX_STREAM_BYTES = 250_000_000
"""What one compressed stream of a PDF may grow to: an A3 page at 600 dpi in RGB takes 209 MB."""

MAX_JPEG_WORK = 2**32 - 1
"""qpdf refuses a JPEG whose pixels take more than a twentieth of this (71 megapixels in RGB)."""

Answer = dict[str, Any]


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


SCAN_AGAIN = "Pindai ulang, atau minta berkasnya sekali lagi."
TOO_MUCH_MEMORY = "Isi berkas terlalu besar setelah dibuka."
SMALLER = "Pindai ulang dengan resolusi 200-300 dpi."


def limit_memory(memory_bytes: int) -> None:
    """Cap this process's memory: the address space (POSIX), or by a job object (Windows)."""
    if sys.platform == "win32":
        from xl_macros.scans.windows_job import enter_job, system_kernel32

        enter_job(system_kernel32(), memory_bytes)  # where that is refused the library limits below must do
        return
    import resource

    # macOS refuses some of these limits; the others still hold.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def allow_cpu(seconds: int) -> None:
    """Let this process use `seconds` more of processor time, then the system ends it."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + max(seconds, 1) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def limit_libraries() -> None:
    """The same bounds inside the libraries, which hold on every system."""
    from pikepdf import settings

    settings.set_qpdf_limits(
        doc_max_warnings=50,
        dct_max_memory=MAX_JPEG_WORK,
        dct_max_progressive_scans=200,
        flate_max_memory=MAX_STREAM_BYTES,
        png_max_memory=MAX_STREAM_BYTES,
        run_length_max_memory=MAX_STREAM_BYTES,
        tiff_max_memory=MAX_STREAM_BYTES,
        dct_throw_on_corrupt_data=True,
    )
