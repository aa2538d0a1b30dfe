"""The child process in which strangers' PDFs, images and lists are parsed, under limits of memory and time.

Protocol: one JSON object per line on stdin (`{"op": ..., ...}`), one per line on stdout: `{"ok": {...}}` or
`{"problem": [what, cure]}`. Anything that is not foreseen ends the process, and the parent reads that as "this
file cannot be processed safely": there is no catch-all here on purpose.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import BinaryIO

from xl_macros.scans.bounds import (
    SMALLER,
    TOO_MUCH_MEMORY,
    Answer,
    Unacceptable,
    allow_cpu,
    limit_libraries,
    limit_memory,
)


def operation(name: str) -> Callable[..., Answer]:
    """The function behind an operation name; KeyError for an unknown one. Imports only what it needs."""
    from xl_macros.scans import codes, images, pdf, pdf_recognised, pdf_text, sheets

    operations: dict[str, Callable[..., Answer]] = {
        "check_pdf": pdf.check_pdf,
        "count_pages": pdf.count_pages,
        "join_pdfs": pdf.join_pdfs,
        "finish_recognised": pdf_recognised.finish_recognised,
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
