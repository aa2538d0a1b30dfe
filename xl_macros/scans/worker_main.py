"""The child process in which strangers' PDFs, images and lists are parsed, under limits of memory and time.

Protocol: one JSON object per line on stdin (`{"op": ..., ...}`), one per line on stdout: `{"ok": {...}}` or
`{"problem": [what, cure]}`. Anything that is not foreseen ends the process, and the parent reads that as "this
file cannot be processed safely": there is no catch-all here on purpose.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

MAX_IMAGE_PIXELS = 150_000_000
"""A3 at 800 dpi; more is a bomb or a mistake."""

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


def operation(name: str) -> Callable[..., Answer]:
    """The function behind an operation name; KeyError for an unknown one. Imports only what it needs."""
    from xl_macros.scans import codes, images, pdf, pdf_archival, pdf_text, sheets

    operations: dict[str, Callable[..., Answer]] = {
        "check_pdf": pdf.check_pdf,
        "count_pages": pdf.count_pages,
        "join_pdfs": pdf.join_pdfs,
        "finish_recognised": pdf_archival.finish_recognised,
        "image_to_pdf": images.image_to_pdf,
        "page_texts": pdf_text.page_texts,
        "page_codes": codes.page_codes,
        "read_sheets": sheets.read_sheets,
    }
    return operations[name]


def serve(requests: BinaryIO, answers: BinaryIO, cpu_seconds: int) -> None:
    """Answer requests until the parent closes its end."""
    for line in requests:
        request = json.loads(line)
        allow_cpu(request.pop("cpu_seconds", cpu_seconds))
        try:
            answer: Answer = {"ok": operation(request.pop("op"))(**request)}
        except Unacceptable as refusal:
            answer = {"problem": [refusal.what, refusal.cure]}
        except MemoryError:
            answer = {"problem": [TOO_MUCH_MEMORY, SMALLER]}
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()


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


def main() -> None:
    """Entry point: `worker_main MEMORY_BYTES CPU_SECONDS`."""
    memory_bytes, cpu_seconds = int(sys.argv[1]), int(sys.argv[2])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not disturb the protocol
    os.umask(0o077)
    limit_memory(memory_bytes)
    limit_libraries()
    serve(sys.stdin.buffer, answers, cpu_seconds)


if __name__ == "__main__":
    main()
