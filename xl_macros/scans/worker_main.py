"""The child process in which strangers' PDFs, images and lists are parsed, under limits of memory and time.

Protocol: one JSON object per line on stdin (`{"op": ..., ...}`), one per line on stdout: `{"ok": {...}}`, or
`{"problem": [what, cure], "kind": ...}` with the verdict's class, or `{"fault": name}` where this computer lacks a
library. Anything that is not foreseen ends the process after `{"crash": where}`: there is no catch-all here on
purpose, and the parent says that the checking failed, not the document.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from types import TracebackType
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

_HOMES = {
    "check_pdf": "pdf",
    "count_pages": "pdf",
    "join_pdfs": "pdf_joining",
    "finish_recognised": "pdf_recognised",
    "image_to_pdf": "images",
    "page_texts": "pdf_text",
    "page_codes": "codes",
    "blank_pages": "blank_pages",
    "read_sheets": "sheets",
}
"""The module of each operation. Imported when it is asked for: starting is a third of what a few scans cost."""


def operation(name: str) -> Callable[..., Answer]:
    """The function behind an operation name; KeyError for an unknown one. Imports only what it needs."""
    found: Callable[..., Answer] = getattr(import_module(f"xl_macros.scans.{_HOMES[name]}"), name)
    return found


def serve(requests: BinaryIO, answers: BinaryIO, cpu_seconds: int) -> None:
    """Answer requests until the parent closes its end."""
    for line in requests:
        request = json.loads(line)
        allow_cpu(request.pop("cpu_seconds", cpu_seconds))
        try:
            answer: Answer = {"ok": operation(request.pop("op"))(**request)}
        except Unacceptable as refusal:
            answer = {"problem": [refusal.what, refusal.cure], "kind": type(refusal).__name__}
        except MemoryError:
            answer = {"problem": [TOO_MUCH_MEMORY, SMALLER]}
        except ImportError as missing:
            answer = {"fault": missing.name or str(missing)}
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()


def _last_word(answers: BinaryIO, kind: type[BaseException], trace: TracebackType | None) -> None:
    """Tell the parent where this process ended: class and place of the error, nothing of the document."""
    frames = traceback.extract_tb(trace)
    where = f" ({PurePath(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    with contextlib.suppress(OSError):
        answers.write(json.dumps({"crash": kind.__name__ + where}).encode("ascii") + b"\n")
        answers.flush()


def main() -> None:
    """Entry point: `worker_main MEMORY_BYTES CPU_SECONDS`."""
    memory_bytes, cpu_seconds = int(sys.argv[1]), int(sys.argv[2])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not disturb the protocol
    os.umask(0o077)
    sys.excepthook = lambda kind, _error, trace: _last_word(answers, kind, trace)
    limit_memory(memory_bytes)
    with contextlib.suppress(ImportError):  # each request then says which library is missing
        limit_libraries()
    serve(sys.stdin.buffer, answers, cpu_seconds)


if __name__ == "__main__":
    main()
